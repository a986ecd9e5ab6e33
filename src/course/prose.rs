//! Words of the course as a session says them.

use std::fmt;
use std::ops::{Deref, Range};

use serde::{Serialize, Serializer};

use crate::math::{Expr, render};
use crate::text::printable;

/// The text with its formulas in one line, and nothing in it that could move a terminal's cursor.
#[must_use]
pub fn prose(text: &str) -> String {
    printable(&render::prose(text, render::Target::Line)).into_owned()
}

/// Such words, and which of them are formulas: a face that has room draws these in two dimensions. It is a text in which
/// each stands in one line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    line: String,
    formulas: Vec<Formula>,
}

/// What stands in a sentence where words come: a sign that no course has.
const HERE: &str = "\u{e000}";

/// A formula among words.
#[derive(Clone, Debug, PartialEq)]
pub struct Formula {
    /// Where it stands in the line.
    pub at: Range<usize>,
    /// Its sides, apart by `=`.
    pub sides: Vec<Expr>,
}

impl Prose {
    /// Reads a text of the course: formulas stand between dollars.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut prose = Self::default();
        let segments = render::segments_of_line(text);
        let subscripts = render::Subscripts::of(&segments);
        for segment in segments {
            let at = prose.line.len();
            match segment {
                render::Segment::Words(words) => prose.line.push_str(&printable(&render::with_minus(words))),
                render::Segment::Formula(source, _, Err(_)) => prose.line.push_str(&printable(&format!("${source}$"))),
                render::Segment::Formula(_, _, Ok(sides)) => {
                    prose.line.push_str(&printable(&subscripts.chain(&sides)));
                    prose.formulas.push(Formula { at: at..prose.line.len(), sides });
                }
            }
        }
        prose
    }

    /// A formula alone: its sides, apart by `=`.
    #[must_use]
    pub fn formula(sides: Vec<Expr>) -> Self {
        let line = printable(&render::chain(&sides)).into_owned();
        Self { formulas: vec![Formula { at: 0..line.len(), sides }], line }
    }

    /// Its formulas, in order.
    #[must_use]
    pub fn formulas(&self) -> &[Formula] {
        &self.formulas
    }

    /// Whether a matrix of several rows stands in it.
    #[must_use]
    pub fn has_matrix(&self) -> bool {
        self.formulas.iter().flat_map(|formula| &formula.sides).any(render::has_matrix)
    }

    /// The formula that it is as a whole.
    #[must_use]
    pub fn as_formula(&self) -> Option<&[Expr]> {
        let [only] = self.formulas.as_slice() else { return None };
        (only.at == (0..self.line.len())).then_some(&*only.sides)
    }

    /// These words, then others after a space.
    #[must_use]
    pub fn then(mut self, more: Self) -> Self {
        self.line.push(' ');
        self.and(more)
    }

    /// These words, then others right behind them.
    #[must_use]
    pub fn and(mut self, more: Self) -> Self {
        let by = self.line.len();
        self.line.push_str(&more.line);
        let moved = |formula: Formula| Formula { at: formula.at.start + by..formula.at.end + by, ..formula };
        self.formulas.extend(more.formulas.into_iter().map(moved));
        self
    }

    /// A sentence that has these words where it has what it is given.
    #[must_use]
    pub fn within(self, sentence: impl FnOnce(&str) -> String) -> Self {
        let text = sentence(HERE);
        match text.split_once(HERE) {
            Some((before, after)) => Self::from(before.to_owned()).and(self).and(after.to_owned().into()),
            None => text.into(),
        }
    }

    /// Several of these, one behind the other with what is between two of them.
    #[must_use]
    pub fn joined(all: impl IntoIterator<Item = Self>, between: &str) -> Self {
        let join = |before: Self, next: Self| before.and(between.to_owned().into()).and(next);
        all.into_iter().reduce(join).unwrap_or_default()
    }
}

impl Deref for Prose {
    type Target = str;

    fn deref(&self) -> &str {
        &self.line
    }
}

/// Words without formulas.
impl From<String> for Prose {
    fn from(line: String) -> Self {
        Self { line, formulas: Vec::new() }
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.line)
    }
}

/// As its line.
impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_stand_in_the_line_and_are_known_by_their_places() {
        let words = Prose::of("W = $[[1, -2], [3, 4]]$, costs 5 $.").then(Prose::of("Find $W^2$."));
        assert_eq!(&*words, "W = [[1, −2]; [3, 4]], costs 5 $. Find W².");
        let places: Vec<&str> = words.formulas().iter().map(|formula| &words[formula.at.clone()]).collect();
        assert_eq!(places, ["[[1, −2]; [3, 4]]", "W²"]);
        assert_eq!((words.as_formula(), Prose::of("$W$").as_formula().map(<[Expr]>::len)), (None, Some(1)));
        assert_eq!(serde_json::to_string(&Prose::of("$a*b$")).unwrap(), "\"a·b\"");
    }

    #[test]
    fn formulas_keep_their_places_in_a_sentence_and_in_a_row_of_words() {
        let matrix = || Prose::of("$[[1, 2], [3, 4]]$");
        let said = matrix().within(|matrix| format!("It is {matrix}."));
        assert_eq!((&*said, said.formulas()[0].at.clone()), ("It is [[1, 2]; [3, 4]].", 6..22));
        let both = Prose::joined(["a = ".to_owned().into(), matrix(), Prose::default()], "; ");
        assert_eq!((&*both, both.formulas()[0].at.clone()), ("a = ; [[1, 2]; [3, 4]]; ", 6..22));
        assert_eq!(Prose::formula(vec![Expr::name("W"), Expr::name("V")]).as_formula().map(<[Expr]>::len), Some(2));
    }

    #[test]
    fn a_number_below_zero_has_a_minus_sign_in_words_too() {
        for (written, shown) in [
            ("输入 -1，再到-2.5", "输入 −1，再到−2.5"),
            ("(-3) from 1 to -1", "(−3) from 1 to −1"),
            ("GPT-2, 2-1, ResNet-50, --p 2, f(x)-1", "GPT-2, 2-1, ResNet-50, --p 2, f(x)-1"),
        ] {
            assert_eq!((&*Prose::of(written), &*prose(written)), (shown, shown));
        }
    }
}
