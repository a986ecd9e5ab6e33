//! Reading again what was written. Every side of an equation is written in one line and in LaTeX, read by rules of its
//! own that know nothing of the tree it was written from, and worked out with nothing but the digits that stand there:
//! it comes to what the tree comes to, and where two sides are joined by `=`, to what stands beside it.
//!
//! For tests and the content check, where nobody waits for it at a key; and for a formula that somebody types as they saw it
//! [`printed`].

mod latex;
mod line;
mod parse;
mod token;

use super::calls::check_calls;
use super::expr::{Expr, ExprKind};
use super::number;
use super::parse::names;
use super::render::{Joint, joined};
use super::trace;
use super::value::Value;

/// A face that is read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    /// One line of Unicode.
    Line,
    /// LaTeX.
    Latex,
}

impl Face {
    /// All faces.
    pub const ALL: [Self; 2] = [Self::Line, Self::Latex];

    /// An expression in this face.
    #[must_use]
    pub fn write(self, expr: &Expr) -> String {
        match self {
            Self::Line => super::render::line(expr),
            Self::Latex => super::render::latex(expr),
        }
    }

    /// What this face says.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(self, text: &str) -> Result<Expr, Unread> {
        parse::parse(match self {
            Self::Line => line::tokens(text)?,
            Self::Latex => latex::tokens(text)?,
        })
    }
}

/// Why something written cannot be read again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It leaves something out: `[1, 2, …, 9]`.
    Elided,
    /// It breaks the rules of what is written.
    Malformed(Malformed),
}

/// A rule of what is written that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Something stands where it cannot: a sign beside another one, digits that are no number, a command that there is
    /// not. As it is written; nothing where the text ends too early.
    Unexpected(Option<String>),
    /// Two superscripts beside each other.
    DoubleScript,
    /// A power of a power without brackets.
    PowerOfPower,
    /// Cases of which one lacks its value or its condition, or without any.
    NoCase,
}

impl From<Malformed> for Unread {
    fn from(rule: Malformed) -> Self {
        Self::Malformed(rule)
    }
}

/// A fault of something that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// In which face.
    pub face: Face,
    /// The text, of two sides with the sign between them.
    pub text: String,
    /// What is wrong.
    pub what: Wrong,
}

/// What is wrong with something written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It does not follow the rules.
    Malformed(Malformed),
    /// Read by the rules it comes to something else than what is meant.
    Meaning {
        /// What it comes to.
        reads: String,
        /// What is meant.
        means: String,
    },
    /// The sides of an equation differ.
    Sides {
        /// What the left side comes to.
        left: String,
        /// What the right side comes to.
        right: String,
    },
}

/// How much was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Sides that were read and worked out.
    pub read: usize,
    /// Sides with names, which were read without a value.
    pub named: usize,
    /// Sides that leave something out, or whose operation has no notation that says all.
    pub open: usize,
}

/// Signs in a printed line behind which something stands in something else: no formula that a person types has more.
const DEEPEST: usize = 64;

/// A formula as it is printed in one line, where the line says all of it: `ReLU(W x + b)`, `‖x‖²`,
/// `{x, x > 0; 0, x ≤ 0}`. None where something is left out, or where what is called there does not exist.
///
/// ```
/// use dlrev_math::{parse, proofread, render};
///
/// let printed = render::line(&parse("relu(w * x) + norm(v)^2").unwrap());
/// assert_eq!(proofread::printed(&printed).map(|read| render::line(&read)), Some(printed));
/// ```
#[must_use]
pub fn printed(text: &str) -> Option<Expr> {
    let opens = text.chars().filter(|c| "([{⌊⌈|‖√Σ∂¬".contains(*c)).count();
    let read = if opens > DEEPEST { None } else { Face::Line.read(text).ok() }?;
    let says_all = !names(&read).iter().any(|name| &**name == parse::UNKNOWN);
    (says_all && check_calls(&read, &[]).is_ok()).then_some(read)
}

/// Proofreads the sides of an equation in every face.
pub fn proofread(sides: &[Expr], count: &mut Count) -> Vec<Fault> {
    let mut faults = Vec::new();
    for face in Face::ALL {
        let mut before: Option<(&Expr, Value)> = None;
        for (joint, side) in joined(sides) {
            let now = match side_of(face, side, count) {
                Ok(now) => now,
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            };
            if let (Some((left, a)), Some(b), Joint::Equal) = (&before, &now, joint)
                && !agree(a, b)
            {
                faults.push(Fault {
                    face,
                    text: format!("{} = {}", face.write(left), face.write(side)),
                    what: Wrong::Sides { left: shown(a), right: shown(b) },
                });
            }
            before = now.map(|value| (side, value));
        }
    }
    faults
}

/// What one side comes to as it is written; nothing where that cannot be told.
fn side_of(face: Face, side: &Expr, count: &mut Count) -> Result<Option<Value>, Fault> {
    if matches!(side.kind, ExprKind::Value(Value::Absent)) {
        // A dash says that there is nothing.
        return Ok(None);
    }
    let text = face.write(side);
    let fault = |what| Fault { face, text: text.clone(), what };
    if let ExprKind::Value(value @ (Value::Pair(_) | Value::Truth(_) | Value::Text(_))) = &side.kind {
        return Ok(Some(value.clone()));
    }
    let read = match face.read(&text) {
        Ok(read) => read,
        Err(Unread::Elided) => {
            count.open += 1;
            return Ok(None);
        }
        Err(Unread::Malformed(rule)) => return Err(fault(Wrong::Malformed(rule))),
    };
    let Some(meant) = trace::evaluate(&super::render::as_shown(side)) else {
        count.named += 1;
        // Of a formula the brackets and signs are read, with numbers for its names.
        return match with_numbers(side) {
            Some(numbers) => side_of(face, &numbers, &mut Count::default()).map(|_| None),
            None => Ok(None),
        };
    };
    let readings = parse::readings(&read);
    let values: Vec<Value> = readings.iter().filter_map(trace::evaluate).collect();
    let right = values.iter().find(|value| near(value, &meant, 0.0)).or_else(|| {
        // What nearly cancels keeps the rounding of the numbers that it was made of.
        let within = largest_within(side);
        values.iter().find(|value| near(value, &meant, within))
    });
    match (right, values.first()) {
        (Some(value), _) => {
            count.read += 1;
            Ok(Some(value.clone()))
        }
        (None, Some(value)) => Err(fault(Wrong::Meaning { reads: shown(value), means: shown(&meant) })),
        (None, None) => {
            count.open += 1;
            Ok(None)
        }
    }
}

/// A formula with a number for each of its names, where it comes to something so.
fn with_numbers(side: &Expr) -> Option<Expr> {
    const NUMBERS: [f64; 5] = [1.25, -0.5, 3.0, -2.0e-6, 0.75];
    let mut names: Vec<Expr> = Vec::new();
    let numbers = side.replace(&mut |part| match &part.kind {
        ExprKind::Name(_) | ExprKind::Index(..) | ExprKind::Field(..) => {
            let at = names.iter().position(|known| known == part).unwrap_or_else(|| {
                names.push(part.clone());
                names.len() - 1
            });
            Some(Expr::value(Value::Number(NUMBERS[at % NUMBERS.len()])))
        }
        _ => None,
    });
    let comes_to_something = trace::evaluate(&super::render::as_shown(&numbers)).is_some();
    (!names.is_empty() && comes_to_something).then_some(numbers)
}

fn shown(value: &Value) -> String {
    super::render::line(&Expr::value(value.clone()))
}

/// The numbers of a value, where it has nothing else.
fn numbers(value: &Value) -> Option<Vec<f64>> {
    match value {
        Value::List(items) => items.iter().map(numbers).collect::<Option<Vec<_>>>().map(|parts| parts.concat()),
        other => other.as_scalar().map(|x| vec![x]).or_else(|| Some(other.as_tensor()?.iter().copied().collect())),
    }
}

/// The largest size of a number that occurs on the way to the value of `side`.
fn largest_within(side: &Expr) -> f64 {
    let mut most = 0.0_f64;
    let _ = side.replace(&mut |part| {
        let value = trace::evaluate(&super::render::as_shown(part));
        let sizes = value.as_ref().and_then(numbers).unwrap_or_default();
        most = sizes.iter().filter(|x| x.is_finite()).fold(most, |most, x| most.max(x.abs()));
        None
    });
    most
}

/// Whether two values have the same numbers, but for the rounding of numbers up to `within`.
fn near(a: &Value, b: &Value, within: f64) -> bool {
    match (numbers(a), numbers(b)) {
        (Some(a), Some(b)) => {
            let scale = a.iter().chain(&b).fold(within, |most, x| most.max(x.abs()));
            let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()) || (a - b).abs() <= 1e-13 * scale;
            a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| close(*a, *b))
        }
        _ => a == b,
    }
}

/// Whether who works out the left side gets the right one, to the digits that stand there.
fn agree(a: &Value, b: &Value) -> bool {
    match (numbers(a), numbers(b)) {
        (Some(a), Some(b)) => a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| number::shown_as(*a, *b)),
        _ => a == b,
    }
}

#[cfg(test)]
mod tests;
