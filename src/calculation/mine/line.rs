//! A line of somebody's own working: words before a colon, a name, and sides that are said to be equal.

use crate::math::{Expr, ExprKind, UnaryOp, Value};

/// A line, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// The words before a colon.
    pub(super) words: Option<String>,
    /// What stands between the signs of equality.
    pub(super) sides: Vec<String>,
    /// Whether nothing stands behind the last sign.
    pub(super) is_open: bool,
}

/// Brackets that open, and those that close.
const OPEN: [char; 6] = ['(', '[', '{', '（', '［', '【'];
const CLOSE: [char; 6] = [')', ']', '}', '）', '］', '】'];

/// Signs of equality.
const EQUALS: [char; 4] = ['=', '＝', '≈', '≒'];

impl Line {
    /// Takes a line apart.
    pub(super) fn of(text: &str) -> Self {
        let plain = super::written::plain(without_number(text.trim()).trim_end_matches(['。', ';', '；']));
        let text = plain.as_str();
        let (words, text) = match outside(text, &[':', '：']).first() {
            Some((from, to)) if text[..*from].chars().any(|c| c.is_alphabetic() || c == '×') => {
                (Some(text[..*from].trim().to_owned()), &text[*to..])
            }
            _ => (None, text),
        };
        let mut sides = Vec::new();
        let mut start = 0;
        for (from, to) in outside(text, &EQUALS) {
            // ≤ and ≥ as they are typed are no equality.
            if text[..from].ends_with(['<', '>', '!']) {
                continue;
            }
            sides.push(&text[start..from]);
            start = to;
        }
        sides.push(&text[start..]);
        let is_open = start > 0 && text[start..].trim().is_empty();
        let sides = sides.into_iter().map(|side| side.trim().to_owned()).filter(|side| !side.is_empty()).collect();
        Self { words, sides, is_open }
    }
}

/// The places of some marks outside brackets.
pub(super) fn outside(text: &str, marks: &[char]) -> Vec<(usize, usize)> {
    let mut depth = 0_usize;
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        if OPEN.contains(&c) {
            depth += 1;
        } else if CLOSE.contains(&c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && marks.contains(&c) {
            found.push((at, at + c.len_utf8()));
        }
    }
    found
}

/// A line without the number or the bullet before it: `1. `, `(2) `, `- `.
fn without_number(text: &str) -> &str {
    let bullet = text.strip_prefix(['•', '*', '-', '·']).filter(|rest| rest.starts_with(' '));
    let counted = || {
        let inner = text.strip_prefix(['(', '（']).unwrap_or(text);
        let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = inner.len() - rest.len();
        let rest = rest.strip_prefix(['.', ')', '、', '）']).filter(|rest| rest.starts_with(' '));
        rest.filter(|_| (1..=2).contains(&digits))
    };
    bullet.or_else(counted).map_or(text, str::trim_start)
}

/// How exact a side is: the values that round to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Exactness {
    /// Nothing was rounded.
    Exact,
    /// It is a number, or a list of them, that stands for all so near to it.
    Within(f64),
    /// It is computed from rounded numbers: within this share of itself.
    Share(f64),
}

/// Significant digits of a number from which on it may have been rounded, where it stands in a formula.
const ROUNDED: u32 = 3;

impl Exactness {
    /// Of a side, as it was written.
    pub(super) fn of(expr: &Expr) -> Self {
        if let Some(place) = last_place(expr) {
            return if place > 0.0 { Self::Within(place * (1.0 + 1e-6)) } else { Self::Exact };
        }
        let mut fewest: Option<u32> = None;
        crate::math::parse::visit(expr, &mut |part| {
            if let ExprKind::Number(_, text) = &part.kind
                && text.contains('.')
            {
                let digits = significant(text);
                if digits >= ROUNDED {
                    fewest = Some(fewest.map_or(digits, |known| known.min(digits)));
                }
            }
        });
        fewest.map_or(Self::Exact, |digits| Self::Share(libm::pow(10.0, 1.0 - f64::from(digits))))
    }

    /// How far it may be from a value.
    pub(super) fn tolerance(self, size: f64) -> f64 {
        match self {
            Self::Exact => 0.0,
            Self::Within(room) => room,
            Self::Share(share) => share * size,
        }
    }
}

/// How far a decimal number, or the coarsest of a list of numbers, may be from what it stands for; 0 of whole ones,
/// `None` of a formula.
fn last_place(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(_, text) => Some(room(text)),
        ExprKind::Unary(UnaryOp::Neg, inner) => last_place(inner),
        ExprKind::List(items) => {
            let places = items.iter().map(last_place).collect::<Option<Vec<f64>>>()?;
            Some(places.into_iter().fold(0.0, f64::max))
        }
        ExprKind::Value(Value::Number(_)) => Some(0.0),
        _ => None,
    }
}

/// Half a unit of the last place of a number with a decimal point or an exponent; a whole unit where there are digits
/// enough that the last may have been cut off, or lost on the way. 0 of a whole number.
fn room(text: &str) -> f64 {
    let (number, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let places = number.split_once('.').map_or(0, |(_, places)| places.len());
    let exponent = exponent.parse::<i32>().unwrap_or(0) - places as i32;
    if exponent >= 0 && !text.contains(['e', 'E']) {
        return 0.0;
    }
    let units = if significant(text) >= ROUNDED { 1.0 } else { 0.5 };
    units * libm::pow(10.0, f64::from(exponent))
}

/// How many significant digits are written.
pub(super) fn significant(text: &str) -> u32 {
    let number = text.split(['e', 'E']).next().unwrap_or(text);
    let digits = number.trim_start_matches(['0', '.']).chars().filter(char::is_ascii_digit).count();
    digits as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::parse;

    fn apart(text: &str) -> (Option<String>, Vec<String>) {
        let line = Line::of(text);
        (line.words, line.sides)
    }

    #[test]
    fn a_line_is_words_a_name_and_sides() {
        let sides = |sides: &[&str]| sides.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(apart("N1 = (32+4-5)/1+1 = 32"), (None, sides(&["N1", "(32+4-5)/1+1", "32"])));
        assert_eq!(apart("1. 输出边长：32"), (Some("输出边长".to_owned()), sides(&["32"])));
        assert_eq!(apart("- y ≈ 0.73"), (None, sides(&["y", "0.73"])));
        assert_eq!(apart("1×1: 256×64"), (Some("1×1".to_owned()), sides(&["256×64"])));
        assert_eq!(apart("16:9 = 1.78"), (None, sides(&["16:9", "1.78"])));
        assert_eq!(apart("-5 + 3"), (None, sides(&["-5 + 3"])));
        assert_eq!(apart("at(f, x = 2) == 3"), (None, sides(&["at(f, x = 2)", "3"])));
    }

    #[test]
    fn what_is_written_says_how_exact_it_is() {
        let of = |text: &str| Exactness::of(&parse(text).unwrap());
        assert_eq!(of("32"), Exactness::Exact);
        assert_eq!(of("(32 + 4 - 5)/1 + 0.5"), Exactness::Exact);
        assert!(matches!(of("-0.731"), Exactness::Within(room) if (room - 0.001).abs() < 1e-8));
        assert!(matches!(of("-0.731"), Exactness::Within(room) if room > 0.001), "the bound itself is within");
        assert_eq!(Exactness::Share(0.25).tolerance(20.0), 5.0);
        let mixed = Expr::new(ExprKind::List(vec![Expr::value(Value::Number(3.0)), parse("0.25").unwrap()]));
        assert!(matches!(Exactness::of(&mixed), Exactness::Within(_)));
        assert!(matches!(of("[0.1, 0.25]"), Exactness::Within(room) if (room - 0.05).abs() < 1e-6));
        assert!(matches!(of("2.718/10.11"), Exactness::Share(share) if (share - 1e-3).abs() < 1e-9));
    }
}
