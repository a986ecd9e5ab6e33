//! A blank: what it takes, what it refuses, and what is told of a near miss.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::around::Around;
use super::forms;
use crate::course::format::{AnyTexts, Fields, SomeTexts, SomeTextsOrNone, table};
use crate::course::lang::Bilingual;
use crate::course::typed;
use crate::text::{answer_form, fold};

table! {
    /// A blank. Answers are compared after folding width, case, spaces and marks.
    #[derive(Serialize, Deserialize)]
    pub struct Blank {
        /// Answers that count; the first is shown as the answer. Both languages, abbreviations, symbols.
        accept: Vec<String> = "accept": SomeTextsOrNone,
        /// The number that is the answer, however it is written: `0.5`, `1/2`, `50%`. It is shown as it stands here.
        equals: Option<String> = "equals",
        /// The answer shown in English, where it differs from the first accepted.
        shown_en: Option<String> = "shown-en",
        /// Near misses that must not count: tests of the question itself.
        reject: Vec<String> = "reject": AnyTexts,
        /// Near misses that must not count, with what is wrong about them.
        misses: Vec<Miss> = "misses",
    }
    either ["accept"] ["equals"]
}

table! {
    /// A near miss of a blank. Its text says what was done wrong, to whoever gave it.
    #[derive(Serialize, Deserialize)]
    pub struct Miss {
        text: Bilingual = flat,
        /// What was given.
        given: Vec<String> = "given": SomeTexts,
    }
}

/// It takes something, and what it takes is neither rejected nor other than what is shown.
pub(super) fn is_sound(blank: &Blank, fields: &Fields<'_, '_>) {
    let reader = fields.reader();
    if reader.is_trusting() {
        return;
    }
    if blank.accept.is_empty() && blank.equals.is_none() {
        return;
    }
    if let Some(Err(_)) = blank.equals.as_ref().map(|number| typed::number(number)) {
        let got = blank.equals.clone().unwrap_or_default();
        fields.wrong("equals", "check.wants.number", got);
        return;
    }
    if let Some(shown) = blank.shown_en.as_ref().filter(|shown| !blank.takes(shown)) {
        reader.problem("E071", fields.place("shown-en"), &[("given", shown.clone())]);
    }
    let folded: HashSet<String> = blank.accept.iter().map(|accepted| fold(accepted)).collect();
    let taken = |text: &String| folded.contains(&fold(text)) || blank.takes(text);
    if let Some(at) = blank.reject.iter().position(taken) {
        reader.problem("E016", fields.nth("reject", at), &[("given", blank.reject[at].clone())]);
    }
    if let Some(given) = blank.misses.iter().flat_map(|miss| &miss.given).find(|given| taken(given)) {
        reader.problem("E016", fields.place("misses"), &[("given", given.clone())]);
    }
}

impl Blank {
    /// Whether it takes this text: as it stands, without brackets around it (`(0, 1)`), or with a second name in
    /// brackets behind the first (`查询（Query）`) where it takes both.
    #[must_use]
    pub fn takes(&self, text: &str) -> bool {
        self.takes_in(text, &Around::default())
    }

    /// The same of a blank with these words around it, which an answer may repeat.
    pub(super) fn takes_in(&self, text: &str, around: &Around) -> bool {
        let takes = |text: &str| around.readings(text).iter().any(|reading| self.takes_plain(reading));
        let taken = self.takes_plain(text)
            || takes(text)
            || bracketed(text).is_some_and(|(name, second)| match name {
                "" => takes(second),
                name => takes(name) && (takes(second) || !self.refuses(second) && is_gloss(name, second)),
            });
        let loosely = || around.readings(text).iter().any(|reading| self.takes_loosely(reading));
        taken || !self.refuses(text) && loosely()
    }

    /// Whether it is one of the near misses that must not count.
    fn refuses(&self, text: &str) -> bool {
        let missed = self.misses.iter().flat_map(|miss| &miss.given);
        self.reject.iter().chain(missed).any(|miss| is_same(text, miss))
    }

    /// The near miss that this is.
    pub(super) fn miss(&self, text: &str, around: &Around) -> Option<&Miss> {
        let number = |miss: &str| typed::number(miss).is_ok();
        let is = |text: &str, miss: &str| is_same(text, miss) || number(miss) && typed::is_equal(text, miss);
        let readings = around.readings(text);
        self.misses.iter().find(|miss| miss.given.iter().any(|given| readings.iter().any(|text| is(text, given))))
    }

    /// Whether it takes the words in another form, or a number that is written in another way.
    fn takes_loosely(&self, text: &str) -> bool {
        let number = |accepted: &str| accepted.parse::<f64>().is_ok();
        let means = |accepted: &&String| {
            forms::same(text, accepted) || number(accepted) && !text.contains('=') && typed::is_equal(text, accepted)
        };
        self.accept.iter().any(|accepted| means(&accepted))
    }

    fn takes_plain(&self, text: &str) -> bool {
        let form = |text: &str| {
            let joined = |form: String, verb: &str| form.replace(&format!("相{verb}"), verb);
            ["乘", "加", "减", "除"].into_iter().fold(answer_form(text).replace('的', ""), joined)
        };
        let given = form(text);
        let written = !given.is_empty() && self.accept.iter().any(|a| form(a) == given);
        written || self.equals.as_ref().is_some_and(|wanted| typed::is_equal(text, wanted))
    }
}

/// Whether two texts are the same words.
fn is_same(text: &str, other: &str) -> bool {
    answer_form(other) == answer_form(text) || forms::same(text, other)
}

/// Whether what stands in brackets behind a name says no other: its symbol (`权重（W）`), a year, `第五个字母`.
fn is_gloss(name: &str, text: &str) -> bool {
    let text = text.trim();
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_symbol = (1..=2).contains(&text.chars().count()) && text.chars().all(|c| c.is_alphabetic() && !is_han(c));
    is_name(name) && (is_year || is_symbol) || text.starts_with('第')
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether it is a word and no number or symbol itself.
fn is_name(text: &str) -> bool {
    text.chars().filter(|c| c.is_alphabetic()).count() > 1 && !text.contains(|c: char| c.is_ascii_digit())
}

/// What stands before brackets at the end of a text, and in them.
pub(super) fn bracketed(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let pairs = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】')];
    pairs.iter().find_map(|(open, close)| {
        let (name, second) = text.strip_suffix(*close)?.split_once(*open)?;
        (!second.contains([*open, *close])).then_some((name.trim(), second))
    })
}
