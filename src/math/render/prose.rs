//! Formulas inside prose: `$…$` holds expressions of the language, apart by `=` where there are several.

use std::borrow::Cow;

use super::line::behind;
use super::{accent, greek, latex, line, split};
use crate::error::MathError;
use crate::expr::{Expr, ExprKind};
use crate::number;
use crate::parse::{parse_chain, visit};

/// What the formulas of a text are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// One line of Unicode, without dollars.
    Line,
    /// LaTeX between dollars.
    Latex,
}

/// A piece of a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Segment<'a> {
    /// Words.
    Words(&'a str),
    /// A formula's source, where it starts in the text, and its sides or what is wrong with it.
    Formula(&'a str, usize, Result<Vec<Expr>, MathError>),
}

/// The words and formulas of a text, in order. A dollar without a partner is a dollar.
#[must_use]
pub fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('$').map(|i| at + i) {
        let Some(close) = text[open + 1..].find('$').map(|i| open + 1 + i) else { break };
        if open > at {
            found.push(Segment::Words(&text[at..open]));
        }
        let source = &text[open + 1..close];
        found.push(Segment::Formula(source, open + 1, parse_chain(source)));
        at = close + 1;
    }
    if at < text.len() {
        found.push(Segment::Words(&text[at..]));
    }
    found
}

/// The same for a face that writes formulas in a line: a letter with a subscript is a formula among words too, so that one
/// text has one way to write it.
#[must_use]
pub fn segments_of_line(text: &str) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    for segment in segments(text) {
        match segment {
            Segment::Words(words) if words.contains('_') => lettered(words, &mut found),
            other => found.push(other),
        }
    }
    found
}

/// Splits words at letters with a subscript: `W_xh`, `h_{t-1}`.
fn lettered<'a>(words: &'a str, found: &mut Vec<Segment<'a>>) {
    let mut from = 0;
    for (at, _) in words.match_indices('_') {
        let Some(letter) =
            words[..at].chars().next_back().filter(|c| c.is_alphabetic() && c.is_lowercase() || c.is_uppercase())
        else {
            continue;
        };
        let start = at - letter.len_utf8();
        let end = at + 1 + subscript(&words[at + 1..]);
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '`' | '-' | '.' | '/' | '\\' | '=');
        let is_apart = !words[..start].ends_with(part) && !words[end..].starts_with(['_', '=', '`']);
        if start < from || end == at + 1 || !is_apart {
            continue;
        }
        let source = &words[start..end];
        let Ok(sides) = parse_chain(source) else { continue };
        if !matches!(sides.as_slice(), [Expr { kind: ExprKind::Name(_), .. }]) {
            continue;
        }
        if start > from {
            found.push(Segment::Words(&words[from..start]));
        }
        found.push(Segment::Formula(source, start, Ok(sides)));
        from = end;
    }
    if from < words.len() {
        found.push(Segment::Words(&words[from..]));
    }
}

/// How long the subscript is with which a text begins.
fn subscript(text: &str) -> usize {
    match text.strip_prefix('{') {
        Some(rest) => rest.find('}').map_or(0, |at| at + 2),
        None => text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len()),
    }
}

/// How letters of subscripts are written in one text or drawing: lowered, or, where one of them has no lowered form, all
/// behind `_` in a line, all a row lower in a drawing. Two ways beside each other would look like two meanings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Subscripts {
    behind: bool,
}

impl Subscripts {
    /// As a text of these segments has them.
    #[must_use]
    pub fn of(segments: &[Segment<'_>]) -> Self {
        let formulas = segments.iter().filter_map(|segment| match segment {
            Segment::Formula(_, _, Ok(sides)) => Some(sides),
            _ => None,
        });
        Self::among(formulas.flatten())
    }

    /// As these expressions have them together.
    pub(super) fn among<'a>(sides: impl Iterator<Item = &'a Expr>) -> Self {
        let (mut lowered, mut behind) = (false, false);
        for side in sides {
            visit(side, &mut |part| {
                if let ExprKind::Name(name) = &part.kind
                    && let Some(letters) = letters(name)
                {
                    let has = number::subscript(letters).is_some();
                    lowered |= has;
                    behind |= !has;
                }
            });
        }
        Self { behind: lowered && behind }
    }

    /// Whether the subscript of a name is not written with lowered letters, as others could not be.
    pub(super) fn sets_apart(self, name: &str) -> bool {
        self.behind && letters(name).is_some()
    }

    /// The sides of a formula in one line.
    #[must_use]
    pub fn chain(self, sides: &[Expr]) -> String {
        if !self.behind {
            return chain(sides);
        }
        let behind = |part: &Expr| match &part.kind {
            ExprKind::Name(name) => letters(name).map(|letters| Expr::name(&behind(split(name).0, letters))),
            _ => None,
        };
        chain(&sides.iter().map(|side| side.replace(&mut { behind })).collect::<Vec<_>>())
    }
}

/// The letters of a name's subscript, if it is of Latin letters alone.
fn letters(name: &str) -> Option<&str> {
    split(name)
        .1
        .filter(|sub| sub.chars().all(|c| c.is_ascii_alphabetic()) && accent(sub).is_none() && greek(sub).is_none())
}

/// The sides of a formula in one line.
#[must_use]
pub fn chain(sides: &[Expr]) -> String {
    sides.iter().map(line).collect::<Vec<_>>().join(" = ")
}

/// Words with the minus sign before a number that is typed with a hyphen there: `−2`, but `GPT-2` and `1-2`.
#[must_use]
pub fn with_minus(words: &str) -> Cow<'_, str> {
    let mut signed = Cow::Borrowed(words);
    for (at, _) in words.match_indices('-').rev() {
        let before = words[..at].chars().next_back();
        let behind = words[at + 1..].chars().next();
        // What ends a word or a number, or begins an option, is followed by a hyphen.
        let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, ')' | ']' | '$' | '-' | '_');
        if behind.is_some_and(|c| c.is_ascii_digit()) && !before.is_some_and(joins) {
            signed.to_mut().replace_range(at..=at, "−");
        }
    }
    signed
}

/// The text with its formulas rendered; one that cannot be read stays as it is.
#[must_use]
pub fn prose(text: &str, target: Target) -> String {
    if !text.contains('$') && target == Target::Latex {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let segments = if target == Target::Line { segments_of_line(text) } else { segments(text) };
    let subscripts = Subscripts::of(&segments);
    for segment in segments {
        match segment {
            Segment::Words(words) if target == Target::Line => out.push_str(&with_minus(words)),
            Segment::Words(words) => out.push_str(words),
            Segment::Formula(source, _, Err(_)) => {
                out.push('$');
                out.push_str(source);
                out.push('$');
            }
            Segment::Formula(_, _, Ok(sides)) => match target {
                Target::Line => out.push_str(&subscripts.chain(&sides)),
                Target::Latex => {
                    out.push('$');
                    out.push_str(&sides.iter().map(latex).collect::<Vec<_>>().join(" = "));
                    out.push('$');
                }
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_with_a_subscript_is_written_alike_in_words_and_in_formulas() {
        for (text, shown) in [
            ("the weights W_xh and $W_h$", "the weights Wₓₕ and Wₕ"),
            ("h_{t-1}，再乘 √d_k。", "hₜ₋₁，再乘 √dₖ。"),
            // Where one has no lowered form, none of the text is lowered.
            ("W_Q beside $W_k$", "W_Q beside W_k"),
            (
                "out_h=28, x_col=3, snake_case, a_b_c, `W_x`, --d_k",
                "out_h=28, x_col=3, snake_case, a_b_c, `W_x`, --d_k",
            ),
        ] {
            assert_eq!(prose(text, Target::Line), shown);
        }
        assert_eq!(prose("the weights W_xh", Target::Latex), "the weights W_xh");
    }
}
