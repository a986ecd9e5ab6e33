//! The word that a student means: by itself, or in a sentence that says it and denies it not.

use super::Word;
use crate::course::denial::Said;
use crate::course::plain::sign;
use crate::text::fold;

/// A form of fewer characters is looked for by itself alone.
const LEAST: usize = 2;

fn plain(text: &str) -> String {
    fold(text).replace(['-', '_', '.', '"', '\'', '*', '`', '「', '」', '!'], "")
}

impl Word {
    /// All forms of it.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        [&*self.value, &self.name.zh, &self.name.en].into_iter().chain(self.forms.iter().map(String::as_str))
    }

    /// Whether a text is nothing but this word.
    fn is(&self, text: &str) -> bool {
        self.all().map(plain).any(|form| form == plain(text))
    }

    /// Whether a sentence says it without denying it.
    fn is_said(&self, said: &Said) -> bool {
        self.all().filter(|form| form.chars().count() >= LEAST).any(|form| {
            let places = said.places(&sign(&form.replace('-', "")));
            said.denied(&places).contains(&false)
        })
    }

    /// Which of several words a text means; none where it means another, or more than one.
    #[must_use]
    pub fn meant<'w>(words: &'w [Self], text: &str) -> Option<&'w Self> {
        if let Some(word) = words.iter().find(|word| word.is(text)) {
            return Some(word);
        }
        let said = Said::new(&text.replace(['-', '*', '`'], ""));
        let mut meant = words.iter().filter(|word| word.is_said(&said));
        meant.next().filter(|_| meant.next().is_none())
    }
}
