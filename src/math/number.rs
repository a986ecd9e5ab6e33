//! How numbers are written.

use super::value::Value;

/// Significant digits that a screen shows of a real number.
pub const DIGITS: usize = 6;

/// A number that has no more digits than this is shown with all of them: 0.9999999 is not 1.
const ALL_DIGITS: usize = 8;

/// 2⁵³: from here on a double no longer tells a whole number from its neighbours, so that none is written in full.
const TWO_53: f64 = 9_007_199_254_740_992.0;

/// Whether a number is a whole one that a double holds exactly.
fn whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() < TWO_53
}

/// A number in parts, so that each face can write it its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The sign and the digits: `-1.25`.
    pub digits: String,
    /// The power of ten, of a very large or very small number.
    pub exponent: Option<i32>,
}

/// A number to `digits` significant digits; a whole number below 2⁵³ in full.
#[must_use]
pub fn written(number: f64, digits: usize) -> Written {
    // An f64 has no more digits than these.
    let digits = digits.clamp(1, 17);
    let number = if number == 0.0 { 0.0 } else { number };
    if whole(number) {
        return Written { digits: format!("{}", number as i64), exponent: None };
    }
    let scientific = format!("{:.*e}", digits - 1, number);
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..7).contains(&exponent) {
        return Written { digits: trimmed(mantissa), exponent: Some(exponent) };
    }
    let plain = if exponent < digits as i32 { placed(mantissa, exponent) } else { format!("{number:.0}") };
    Written { digits: trimmed(&plain), exponent: None }
}

/// Significant digits that a screen shows of this number: [`DIGITS`], or a few more where those are all it has.
fn digits_of(number: f64) -> usize {
    let shortest = format!("{number:e}");
    let digits = shortest.split('e').next().unwrap_or_default().chars().filter(char::is_ascii_digit).count();
    if digits <= ALL_DIGITS { digits.max(DIGITS) } else { DIGITS }
}

/// A number as a screen shows it.
fn on_screen(number: f64) -> Written {
    written(number, digits_of(number))
}

/// The digits of `1.25` with the point where the power of ten puts it.
fn placed(mantissa: &str, exponent: i32) -> String {
    let (sign, size) = mantissa.strip_prefix('-').map_or(("", mantissa), |size| ("-", size));
    let digits = size.replace('.', "");
    match usize::try_from(exponent) {
        Ok(exponent) => {
            let (whole, fraction) = digits.split_at(digits.len().min(exponent + 1));
            format!("{sign}{whole}.{fraction}")
        }
        Err(_) => format!("{sign}0.{:0>1$}", digits, digits.len() + exponent.unsigned_abs() as usize - 1),
    }
}

/// Without zeros at the end of a fraction.
fn trimmed(digits: &str) -> String {
    if digits.contains('.') { digits.trim_end_matches('0').trim_end_matches('.').to_owned() } else { digits.to_owned() }
}

/// The number that a reader sees: the one whose digits are shown.
#[must_use]
pub fn shown(number: f64) -> f64 {
    let Written { digits, exponent } = on_screen(number);
    format!("{digits}e{}", exponent.unwrap_or_default()).parse().unwrap_or(number)
}

/// Whether a number is, to the digits that are shown of `other`, what is shown of that.
#[must_use]
pub fn shown_as(number: f64, other: f64) -> bool {
    let other = shown(other);
    let to = |x: f64| format!("{:.*e}", digits_of(other) - 1, if x == 0.0 { 0.0 } else { x });
    to(number) == to(other)
}

/// Whether a number is written with a power of ten, as a product.
#[must_use]
pub fn scientific(number: f64) -> bool {
    on_screen(number).exponent.is_some()
}

/// In one line of Unicode: `1.2×10⁻⁵`.
#[must_use]
pub fn line(number: f64) -> String {
    let Written { digits, exponent } = on_screen(number);
    let digits = if digits.starts_with('-') { digits.replace('-', "−") } else { digits };
    match exponent {
        None => digits,
        Some(exponent) => format!("{digits}×10{}", superscript(&exponent.to_string()).unwrap_or_default()),
    }
}

/// In LaTeX: `1.2 \times 10^{-5}`.
#[must_use]
pub fn latex(number: f64) -> String {
    let Written { digits, exponent } = on_screen(number);
    match exponent {
        None => digits,
        Some(exponent) => format!("{digits} \\times 10^{{{exponent}}}"),
    }
}

/// So that it reads back as the same number: the shortest digits that do.
#[must_use]
pub fn exact(number: f64) -> String {
    let number = if number == 0.0 { 0.0 } else { number };
    if number.abs() >= 1e15 || (number != 0.0 && number.abs() < 1e-5) {
        format!("{number:e}")
    } else {
        format!("{number}")
    }
}

/// A size: equal sides display once.
#[must_use]
pub fn size_once(sides: [f64; 2]) -> String {
    if sides[0] == sides[1] { line(sides[0]) } else { size(sides) }
}

/// A size with both sides: `32×28`.
#[must_use]
pub fn size(sides: [f64; 2]) -> String {
    format!("{}×{}", line(sides[0]), line(sides[1]))
}

/// A number to `digits` significant digits, alike on every machine; a whole one as it is.
#[must_use]
pub fn to_digits(number: f64, digits: u32) -> f64 {
    if number.fract() == 0.0 || !number.is_finite() {
        return number;
    }
    let places = f64::from(digits) - 1.0 - libm::floor(libm::log10(number.abs()));
    let scale = libm::pow(10.0, places);
    let rounded = libm::round(number * scale) / scale;
    if rounded.is_finite() { rounded } else { number }
}

/// A value whose real numbers are rounded as [`to_digits`] does; `None` where there is nothing to round.
#[must_use]
pub fn rounded(value: &Value, digits: u32) -> Option<Value> {
    match value {
        Value::Number(x) if x.fract() != 0.0 => Some(Value::Number(to_digits(*x, digits))),
        Value::Tensor(t) if t.iter().any(|x| x.fract() != 0.0) => Some(t.mapv(|x| to_digits(x, digits)).into()),
        Value::Record(fields) => {
            let each = fields
                .iter()
                .map(|(name, field)| (name.clone(), rounded(field, digits).unwrap_or_else(|| field.clone())));
            Some(Value::Record(each.collect()))
        }
        _ => None,
    }
}

/// A number as JSON has it: whole ones without a fraction, as far as whole numbers are commonly read.
#[must_use]
pub fn json_number(number: f64) -> serde_json::Value {
    if whole(number) {
        return serde_json::Value::from(number as i64);
    }
    serde_json::Value::from(number)
}

/// The text in superscript characters, where every one exists.
#[must_use]
pub fn superscript(text: &str) -> Option<String> {
    text.chars().map(raised).collect()
}

/// The text in subscript characters, where every one exists.
#[must_use]
pub fn subscript(text: &str) -> Option<String> {
    text.chars().map(lowered).collect()
}

const fn raised(c: char) -> Option<char> {
    Some(match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '+' => '⁺',
        '-' | '−' => '⁻',
        'n' => 'ⁿ',
        'i' => 'ⁱ',
        'T' => 'ᵀ',
        'x' => 'ˣ',
        't' => 'ᵗ',
        'k' => 'ᵏ',
        'z' => 'ᶻ',
        _ => return None,
    })
}

const fn lowered(c: char) -> Option<char> {
    Some(match c {
        '0' => '₀',
        '1' => '₁',
        '2' => '₂',
        '3' => '₃',
        '4' => '₄',
        '5' => '₅',
        '6' => '₆',
        '7' => '₇',
        '8' => '₈',
        '9' => '₉',
        '+' => '₊',
        '-' | '−' => '₋',
        'a' => 'ₐ',
        'e' => 'ₑ',
        'h' => 'ₕ',
        'i' => 'ᵢ',
        'j' => 'ⱼ',
        'k' => 'ₖ',
        'l' => 'ₗ',
        'm' => 'ₘ',
        'n' => 'ₙ',
        'o' => 'ₒ',
        'p' => 'ₚ',
        'r' => 'ᵣ',
        's' => 'ₛ',
        't' => 'ₜ',
        'u' => 'ᵤ',
        'v' => 'ᵥ',
        'x' => 'ₓ',
        _ => return None,
    })
}

/// Whether a character is a superscript.
#[must_use]
pub fn is_raised(c: char) -> bool {
    plain_of_raised(c).is_some()
}

/// The plain character of a superscript one.
pub(super) fn plain_of_raised(c: char) -> Option<char> {
    if c.is_ascii() { None } else { ('!'..='~').find(|plain| raised(*plain) == Some(c)) }
}

/// The plain character of a subscript one.
pub(super) fn plain_of_lowered(c: char) -> Option<char> {
    if c.is_ascii() { None } else { ('!'..='~').find(|plain| lowered(*plain) == Some(c)) }
}

/// The plain character of a superscript or subscript one.
pub(super) fn plain(c: char) -> Option<char> {
    plain_of_raised(c).or_else(|| plain_of_lowered(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_digits_read_back_as_the_same_number() {
        assert_eq!(
            [0.0, -0.0, 1e-5, 9.9e-6, -9.9e-6, 0.1, 999_999_999_999_999.0, 1e15, -1e15].map(exact),
            ["0", "0", "0.00001", "9.9e-6", "-9.9e-6", "0.1", "999999999999999", "1e15", "-1e15"]
        );
    }

    #[test]
    fn a_real_number_is_rounded_to_significant_digits_and_a_whole_one_stays() {
        for (number, digits, rounded) in [
            (0.012_345, 3, 0.0123),
            (-2.5555, 2, -2.6),
            (123.456, 2, 120.0),
            (123_456.0, 2, 123_456.0),
            (9.99, 2, 10.0),
            (0.5, 1, 0.5),
        ] {
            assert_eq!(to_digits(number, digits), rounded, "{number} to {digits}");
        }
        assert_eq!(to_digits(f64::INFINITY, 3), f64::INFINITY);
        assert_eq!(to_digits(5e-324, 300), 5e-324, "too small to be scaled");
        let record = |x: f64| Value::Record([("n".into(), Value::scalar(3.0)), ("x".into(), Value::scalar(x))].into());
        assert_eq!(rounded(&Value::scalar(1.26), 2), Some(Value::scalar(1.3)));
        assert_eq!(rounded(&Value::scalar(126.0), 2), None);
        assert_eq!(rounded(&Value::vector(vec![126.0, 1.26]), 2), Some(Value::vector(vec![126.0, 1.3])));
        assert_eq!(rounded(&Value::vector(vec![126.0, 1.0]), 2), None);
        assert_eq!(rounded(&record(1.26), 2), Some(record(1.3)));
    }

    #[test]
    fn a_raised_character_is_told_from_a_lowered_one() {
        assert!(is_raised('²') && is_raised('⁻') && !is_raised('₂') && !is_raised('2'));
    }

    #[test]
    fn numbers_show_six_digits_and_whole_ones_all() {
        assert_eq!(
            [0.298_371_109, 61_100_840.0, -0.0, 1.0 / 3.0, 1.25e-5, 2.5e9 + 0.5, 9_007_199_254_740_991.0].map(line),
            ["0.298371", "61100840", "0", "0.333333", "1.25×10⁻⁵", "2.5×10⁹", "9007199254740991"]
        );
    }

    #[test]
    fn a_whole_number_that_a_double_cannot_tell_from_the_next_is_not_written_as_if_it_were_exact() {
        assert_eq!(line(999_999_866_000_004_480.0), "1×10¹⁸");
        assert_eq!(line(9_007_199_515_875_288.0), "9.0072×10¹⁵");
    }

    #[test]
    fn what_a_reader_sees_is_the_number_of_the_digits_shown() {
        assert_eq!([2.0 / 3.0, 1.5, -1.234_567_891e-7, 12.0].map(shown), [0.666_667, 1.5, -1.234_57e-7, 12.0]);
        assert_eq!(shown(0.999_999_999_9), 1.0);
    }

    #[test]
    fn what_has_few_digits_is_shown_in_full() {
        let numbers = [0.999_999_9, 0.000_976_562_5, 0.1 + 0.2, 1.234_567_891, 1.234_567_8e-9];
        assert_eq!(numbers.map(line), ["0.9999999", "0.0009765625", "0.3", "1.23457", "1.2345678×10⁻⁹"]);
    }

    proptest::proptest! {
        #[test]
        fn digits_are_those_of_the_number_to_as_many_places(size in -9.0..9.0_f64, digits in 1..13_usize) {
            let number = size.signum() * libm::pow(10.0, size.abs() - 3.0);
            if let Written { digits: shown, exponent: None } = written(number, digits) {
                let places = digits as i32 - 1 - libm::floor(libm::log10(number.abs())) as i32;
                // What rounds up to a power of ten has a digit less behind the point.
                let plain = |places: i32| trimmed(&format!("{number:.0$}", places.max(0) as usize));
                proptest::prop_assert!([plain(places), plain(places - 1)].contains(&shown), "{number}: {shown}");
            }
        }
    }

    #[test]
    fn an_exact_number_reads_back() {
        for number in [0.1, 1e-300, 1e300, 123_456_789.125, -2.5e-7, 1e15] {
            assert_eq!(exact(number).parse::<f64>().unwrap(), number);
        }
    }
}
