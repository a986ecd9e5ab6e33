//! Why an answer counts as it does: line by line, each known by what it is about.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::course::Erratum;
use crate::course::kinds::Note;
use crate::course::messages::say;
use crate::course::{Lang, prose};

/// A line of why an answer counts as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// That it is right, where there is no more to say.
    Right(String),
    /// What was seen in this very answer.
    Seen(Note),
    /// Why the right answer is right.
    Why(String),
    /// What is accurate where the outline is loose.
    Erratum(String),
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Seen(note) => note.fmt(f),
            Self::Right(line) | Self::Why(line) | Self::Erratum(line) => f.write_str(line),
        }
    }
}

/// Why an answer counts as it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reasons(Vec<Reason>);

impl Reasons {
    /// The lines, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Reason> {
        self.0.iter()
    }

    /// Whether all that is said is that the answer is right.
    #[must_use]
    pub fn is_plainly_right(&self) -> bool {
        matches!(self.0.as_slice(), [Reason::Right(_)])
    }

    /// That it is right, and no more.
    pub(super) fn right(lang: Lang) -> Self {
        Self(vec![Reason::Right(say(lang, "study.right", &[]))])
    }

    /// What was seen in an answer.
    pub(super) fn seen(notes: &[Note]) -> Self {
        Self(notes.iter().cloned().map(Reason::Seen).collect())
    }

    /// Why the right answer is right.
    pub(super) fn why(text: &str) -> Self {
        Self(text.lines().map(|line| Reason::Why(line.to_owned())).collect())
    }

    /// What is accurate, with its source.
    pub(super) fn accurately(erratum: &Erratum, lang: Lang) -> Self {
        let (text, source) = (prose(erratum.text.get(lang)), prose(&erratum.source));
        let said = say(lang, "study.erratum", &[("text", &text), ("source", &source)]);
        Self(said.lines().map(|line| Reason::Erratum(line.to_owned())).collect())
    }

    /// These, then others.
    pub(super) fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }
}

/// A line below the other.
impl fmt::Display for Reasons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.0.iter().enumerate() {
            let between = if at == 0 { "" } else { "\n" };
            write!(f, "{between}{reason}")?;
        }
        Ok(())
    }
}

/// As its lines.
impl Serialize for Reasons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Bilingual;

    #[test]
    fn each_line_is_known_by_what_it_is_about_whatever_its_words_are() {
        let listed = Note::Listed { mark: "– ".to_owned(), what: "one way".to_owned() };
        let text = |words: &str| Bilingual { zh: words.into(), en: words.into() };
        // Words that look like others of their kind are told apart all the same.
        let erratum = Erratum { text: text("right"), source: "A paper".into(), formula: None };
        let reasons = Reasons::seen(&["More accurately: no".into(), listed.clone()])
            .and(Reasons::why("right\n– dash"))
            .and(Reasons::accurately(&erratum, Lang::En));
        assert_eq!(
            reasons.to_string(),
            "More accurately: no\n– one way\nright\n– dash\nMore accurately: right (A paper)"
        );
        let kinds: Vec<&Reason> = reasons.iter().collect();
        assert!(matches!(
            kinds.as_slice(),
            [Reason::Seen(Note::Said(_)), Reason::Seen(known), Reason::Why(_), Reason::Why(_), Reason::Erratum(_)]
                if *known == listed
        ));
        assert!(Reasons::right(Lang::En).is_plainly_right() && !Reasons::why("right").is_plainly_right());
    }
}
