//! Values as people type them: the one reader of answers, numeric blanks and flags, and the writer that it reads back.

mod around;
mod numerals;
pub mod unit;

use self::around::Bare;
use crate::math::parse::visit;
use crate::math::{Expr, ExprKind, MathError, UnaryOp, Value, number, parse_size, render};

/// A value that was typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What it comes to.
    pub value: Value,
    expr: Expr,
    /// The text without the words around it.
    bare: String,
    /// Whether words or separators were passed over.
    passed_over: bool,
    size: bool,
}

impl Typed {
    fn of(bare: Bare) -> Self {
        let Bare { text, expr, value, passed_over } = bare;
        let size = parse_size(&text).is_some();
        Self { value, expr, bare: text, passed_over, size }
    }

    /// The one number of a list of one.
    fn alone(mut self) -> Self {
        while let ExprKind::List(items) = &mut self.expr.kind
            && items.len() == 1
            && let Some(item) = items.pop()
        {
            self.expr = item;
            self.passed_over = true;
        }
        if let (true, Value::Tensor(list)) = (self.value.len() == 1, &self.value) {
            self.value = list.first().map_or(Value::Absent, |x| Value::scalar(*x));
        }
        self
    }

    /// How it was read, where that differs from how it looks: powers, separators, words around it.
    #[must_use]
    pub fn read_as(&self) -> Option<String> {
        let raised = self.bare.chars().any(|c| number::is_raised(c) && c != 'ᵀ');
        let sign = self.bare.contains([
            '%', '％', '‰', '½', '⅓', '¼', '¾', '⅔', '\\', '$', '{', '_', '’', '\'', '。', '\u{202f}', '\u{2009}',
        ]);
        let power = self.bare.contains("**") || self.bare.contains(" e");
        (self.passed_over || raised || sign || power).then(|| render::source(&self.expr))
    }

    /// Whether it is of whole numbers with all their digits: no decimals and no exponent, in which something may have
    /// been rounded.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        let mut exact = true;
        visit(&self.expr, &mut |part| {
            if let ExprKind::Number(_, text) = &part.kind {
                exact &= text.bytes().all(|b| b.is_ascii_digit());
            }
        });
        exact
    }

    /// The significant digits that each number was written with, `0.10` with two; `None` where one of them is a formula.
    #[must_use]
    pub fn digits(&self) -> Option<Vec<u32>> {
        fn all(expr: &Expr, digits: &mut Vec<u32>) -> bool {
            match &expr.kind {
                ExprKind::Number(_, text) => {
                    digits.push(significant(text));
                    true
                }
                ExprKind::Unary(UnaryOp::Neg, of) => all(of, digits),
                ExprKind::List(items) => items.iter().all(|item| all(item, digits)),
                _ => false,
            }
        }
        let mut digits = Vec::new();
        all(&self.expr, &mut digits).then_some(digits)
    }

    /// Whether it is nothing but numbers apart by crosses: `32×28`.
    #[must_use]
    pub const fn is_size(&self) -> bool {
        self.size
    }
}

/// The significant digits of a number as it is written: the last zeros of a whole one may only fill its places.
fn significant(text: &str) -> u32 {
    let mantissa = text.split(['e', 'E']).next().unwrap_or(text);
    let digits = mantissa.replace('.', "");
    let digits = digits.trim_start_matches('0');
    let digits = if mantissa.contains('.') { digits } else { digits.trim_end_matches('0') };
    u32::try_from(digits.len()).unwrap_or(u32::MAX)
}

/// Reads a value: a formula, a list, a matrix, a size.
///
/// # Errors
/// What the formula language says of it.
pub fn read(text: &str) -> Result<Typed, MathError> {
    around::bare(text).map(Typed::of)
}

/// The same where several numbers are asked for: `5.3 -0.2` are two, and no difference.
///
/// # Errors
/// What the formula language says of it.
pub fn several(text: &str) -> Result<Typed, MathError> {
    read(&apart(&mixed_in_list(text)))
}

/// `1 1/2, 2 1/3` with sums for its mixed fractions: between commas a space parts no values.
fn mixed_in_list(text: &str) -> String {
    let mark = |c: char| matches!(c, ',' | '，' | '、' | ';' | '；' | '[' | ']');
    if !text.contains([',', '，', '、']) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for piece in text.split_inclusive(mark) {
        let value = piece.strip_suffix(mark).unwrap_or(piece);
        out.push_str(&mixed(value).unwrap_or_else(|| value.to_owned()));
        out.push_str(&piece[value.len()..]);
    }
    out
}

/// A text with a comma between a number and one that begins with its own sign.
fn apart(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let ends = |at: usize| {
        // `1.` is a number too.
        let before = chars[..at].iter().rev().find(|c| **c != ' ' && **c != '.');
        before.is_some_and(char::is_ascii_digit)
    };
    let begins = |at: usize| {
        let digit = |at: usize| chars.get(at).is_some_and(|c| c.is_ascii_digit() || *c == '.');
        matches!(chars.get(at), Some('-' | '−')) && digit(at + 1)
    };
    let each = chars.iter().enumerate();
    each.map(|(at, c)| if *c == ' ' && ends(at) && begins(at + 1) { ',' } else { *c }).collect()
}

/// The same where one number is asked for: `1,000` is a thousand.
///
/// # Errors
/// What the formula language says of it.
pub fn number(text: &str) -> Result<Typed, MathError> {
    let bare = around::bare(text)?;
    match ungrouped(&bare.text).or_else(|| mixed(&bare.text)) {
        Some(whole) => around::bare(&whole).map(|bare| Typed::of(Bare { passed_over: true, ..bare })),
        // The one number of a list.
        None => Ok(Typed::of(bare).alone()),
    }
}

/// `1 1/2` as a sum.
fn mixed(text: &str) -> Option<String> {
    let (whole, fraction) = text.trim().split_once(' ')?;
    let (above, below) = fraction.trim().split_once('/')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (sign, size) = whole.strip_prefix(['-', '−']).map_or(("", whole), |size| ("-", size));
    ([size, above, below].iter().all(|part| digits(part))).then(|| format!("{sign}({size}+{above}/{below})"))
}

/// `1,000`, `12 544` and `1，234.5` without what separates thousands; none where it is no such number.
fn ungrouped(text: &str) -> Option<String> {
    let text = &text.replace("{,}", ",");
    let text = text.trim();
    let (sign, size) = match text.strip_prefix(['-', '−', '+']) {
        Some(rest) if !text.starts_with('+') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", text),
    };
    let (whole, fraction) = size.split_once('.').map_or((size, None), |(whole, fraction)| (whole, Some(fraction)));
    let mark = whole
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| matches!(c, ',' | '，' | ' ' | '\u{a0}' | '\u{3000}'))?;
    let mut groups = whole.split(mark);
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    // `0,105` is a fraction with a comma for its point, or two numbers.
    let leads = |first: &str| (1..=3).contains(&first.len()) && digits(first) && !first.starts_with('0');
    let first = groups.next().filter(|first| leads(first))?;
    let rest: Vec<&str> = groups.collect();
    let grouped = rest.iter().all(|group| group.len() == 3 && digits(group)) && fraction.is_none_or(digits);
    let fraction = fraction.map_or_else(String::new, |fraction| format!(".{fraction}"));
    grouped.then(|| format!("{sign}{first}{}{fraction}", rest.concat()))
}

/// Whether two texts come to the same number; of `12×12×16` the product, as it is of `12*12*16`.
#[must_use]
pub fn is_equal(text: &str, wanted: &str) -> bool {
    let number = |text: &str| {
        let typed = number(text).ok()?;
        let sides = || typed.value.as_tensor().filter(|_| typed.is_size()).map(|sides| sides.product());
        Some((typed.value.as_scalar().or_else(sides)?, typed.is_exact()))
    };
    let equal = |((a, exact), (b, _)): ((f64, bool), (f64, bool))| {
        (a - b).abs() <= 1e-9 * b.abs() && !(exact && differ_whole(a, b))
    };
    number(text).zip(number(wanted)).is_some_and(equal)
}

/// Up to this size a double is a whole number exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Whether two numbers are two different whole ones.
#[must_use]
pub fn differ_whole(a: f64, b: f64) -> bool {
    [a, b].iter().all(|x| x.fract() == 0.0 && x.abs() <= EXACT) && (a - b).abs() >= 1.0
}

/// A value as a student would type it, real numbers to the digits asked for.
#[must_use]
pub fn written(value: &Value, digits: Option<u32>) -> String {
    let write = |x: f64| {
        let written = number::written(x, digits.map_or(12, |d| d as usize));
        written.exponent.map_or(written.digits.clone(), |e| format!("{}e{e}", written.digits))
    };
    match value {
        Value::Number(x) => write(*x),
        Value::Tensor(t) if t.ndim() == 1 => t.iter().map(|x| write(*x)).collect::<Vec<_>>().join(","),
        Value::Tensor(t) if t.ndim() == 2 => {
            let rows = t.outer_iter().map(|row| row.iter().map(|x| write(*x)).collect::<Vec<_>>().join(","));
            rows.collect::<Vec<_>>().join(";")
        }
        Value::Tensor(t) => {
            let parts = t.outer_iter().map(|part| nested(&Value::from(part.to_owned()), digits));
            format!("[{}]", parts.collect::<Vec<_>>().join(","))
        }
        Value::Text(text) => text.to_string(),
        Value::Pair([h, w]) => format!("{}x{}", write(*h), write(*w)),
        other => render::json(other).to_string(),
    }
}

/// A number as it is written, in groups of three digits where it is a long whole one: `60,000,000`.
#[must_use]
pub fn grouped(text: &str, number: f64) -> String {
    let is_long = number.abs() >= 1e5 && number.fract() == 0.0;
    let digits = text.trim_start_matches(['-', '−']);
    if !is_long || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let sign = &text[..text.len() - digits.len()];
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at(first);
    let groups = rest.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned());
    let groups: Vec<String> = (!head.is_empty()).then(|| head.to_owned()).into_iter().chain(groups).collect();
    format!("{sign}{}", groups.join(","))
}

fn nested(value: &Value, digits: Option<u32>) -> String {
    match value {
        Value::Tensor(t) => {
            let parts = t.outer_iter().map(|part| nested(&Value::from(part.to_owned()), digits));
            format!("[{}]", parts.collect::<Vec<_>>().join(","))
        }
        other => written(other, digits),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> f64 {
        number(text).unwrap_or_else(|error| panic!("{text}: {error}")).value.as_scalar().unwrap()
    }

    #[test]
    fn separators_words_and_units_around_a_number_are_passed_over_and_said_to_be() {
        for (text, meant, read_as) in [
            ("1,000", 1000.0, Some("1000")),
            ("495,680", 495_680.0, Some("495680")),
            ("12 544", 12544.0, Some("12544")),
            ("18 (16+2)", 18.0, Some("18")),
            ("0.67 (2/3)", 0.67, Some("0.67")),
            ("35077（34976+101）", 35077.0, Some("35077")),
            ("约 0.5 (1/2)", 0.5, Some("0.5")),
            ("答案是 2(1-9)(-6)", 96.0, Some("2 * (1 - 9) * -6")),
            ("2(1-9)(-6)", 96.0, None),
            ("2 (1-9) (-6)", 96.0, None),
            ("(-8)(-12)", 96.0, None),
            ("96（注：链式法则）", 96.0, Some("96")),
            ("1，234.5", 1234.5, Some("1234.5")),
            ("≈0.916", 0.916, Some("0.916")),
            ("约0.916", 0.916, Some("0.916")),
            ("about 3", 3.0, Some("3")),
            ("0.916 nats", 0.916, Some("0.916")),
            ("28 个", 28.0, Some("28")),
            ("14格", 14.0, Some("14")),
            ("91.6%", 0.916, Some("91.6 / 100")),
            ("11²", 121.0, Some("11^2")),
            ("(32+4-5)/1+1 = 32", 32.0, None),
            ("=32", 32.0, None),
            ("12544", 12544.0, None),
            ("12544.", 12544.0, None),
            ("1.74e−9。", 1.74e-9, None),
            ("3×3×2+1", 19.0, None),
            ("三", 3.0, Some("3")),
            ("两个", 2.0, Some("2")),
            ("十二", 12.0, Some("12")),
            ("三分之一", 1.0 / 3.0, Some("1 / 3")),
            ("百分之二十", 0.2, Some("20 / 100")),
            ("一半", 0.5, Some("1 / 2")),
            ("约三层", 3.0, Some("3")),
            ("第五轮", 5.0, Some("5")),
            ("three", 3.0, Some("3")),
            ("one half", 0.5, Some("1 / 2")),
            ("50 million bytes", 5e7, Some("50 * 1000000")),
        ] {
            assert!((value(text) - meant).abs() <= 1e-12 * meant, "{text}: {}", value(text));
            assert_eq!(number(text).unwrap().read_as().as_deref(), read_as, "{text}");
        }
        for text in ["0.9 cats", "abc", "12,54", "1,0000", "0,105", "", "≈", "个"] {
            let read = number(text);
            assert!(read.as_ref().is_err() || read.unwrap().value.as_scalar().is_none(), "{text}");
        }
    }

    #[test]
    fn a_number_has_the_digits_that_it_was_written_with() {
        for (text, digits) in [
            ("0.10", Some(vec![2])),
            ("-0.105", Some(vec![3])),
            ("1.50e3", Some(vec![3])),
            ("1200", Some(vec![2])),
            ("1, 0.9, 0.85", Some(vec![1, 1, 2])),
            ("1/3", None),
        ] {
            assert_eq!(read(text).unwrap().digits(), digits, "{text}");
        }
        let list = |text: &str| several(text).unwrap().value.as_tensor().unwrap().iter().copied().collect::<Vec<_>>();
        assert_eq!(list("0.5 (1/2), 0.7 (7/10)"), [0.5, 0.7]);
    }

    #[test]
    fn mixed_fractions_stand_in_a_list_apart_by_commas() {
        let list = |text: &str| several(text).unwrap().value.as_tensor().unwrap().iter().copied().collect::<Vec<_>>();
        assert_eq!(list("1 1/2, -2 1/4"), [1.5, -2.25]);
        assert_eq!(list("[1 1/2, 3]"), [1.5, 3.0]);
        assert_eq!(list("1 1/2"), [1.0, 0.5]);
    }

    #[test]
    fn whole_numbers_are_equal_or_not_however_large() {
        assert!(is_equal("32,212,189,184", "32212189184") && is_equal("2^35", "34359738368"));
        assert!(!is_equal("32212189216", "32212189184"));
        assert!(is_equal("3.22121891840e10", "32212189184") && is_equal("1/3*3", "1"));
        for (text, exact) in [("12*11^2", true), ("[1,2]", true), ("1e9", false), ("0.5", false), ("3.22*10^10", false)]
        {
            assert_eq!(read(text).unwrap().is_exact(), exact, "{text}");
        }
    }

    #[test]
    fn a_long_whole_number_is_grouped_and_read_again() {
        for (x, text) in [(60_000_000.0, "60,000,000"), (129_121_200.0, "129,121,200"), (-123_456.0, "−123,456")] {
            let written = grouped(&render::whole(&Value::Number(x)), x);
            assert_eq!((written.as_str(), value(&written)), (text, x));
        }
        for x in [9216.0, 0.5, 123_456.5, 1e30] {
            let written = render::whole(&Value::Number(x));
            assert_eq!(grouped(&written, x), written);
        }
    }

    #[test]
    fn a_size_is_nothing_but_numbers_apart_by_crosses() {
        assert!(read("32×28").unwrap().is_size() && read("5x5x3").unwrap().is_size());
        assert!(!read("3×3+1").unwrap().is_size() && !read("3,4").unwrap().is_size());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_on_any_text(text in ".{0,60}") {
            let _ = (read(&text), number(&text));
        }

        #[test]
        fn what_is_written_is_read_as_the_same_number(x in -1e9..1e9_f64, digits in 3..12_u32) {
            let rounded = value(&written(&Value::Number(x), Some(digits)));
            proptest::prop_assert!((rounded - x).abs() <= x.abs() * libm::pow(10.0, 1.0 - f64::from(digits)) + 1e-12);
            let shown = value(&render::line(&Expr::value(Value::Number(x))));
            proptest::prop_assert!((shown - x).abs() <= x.abs() * 1e-5 + 1e-12);
        }
    }
}
