//! What single and multiple choice have in common: options.

use std::collections::HashSet;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::letters::{letter, letters};
use super::mark::balanced;
use super::{Again, Asking, Mark, Mistake, Note, OptionLine, State, Unreadable};
use crate::course::format::{AtLeast, Fields, Id, table};
use crate::course::lang::{Bilingual, Lang};
use crate::course::messages::say;
use crate::course::prose::prose;
use crate::text::fold;

table! {
    /// An option of a choice question.
    #[derive(Serialize, Deserialize)]
    pub struct Choice {
        text: Bilingual = flat,
        /// Whether it is right.
        right: bool = "right",
        /// Why it is wrong.
        why: Option<Bilingual> = "why",
        /// The id of the misconception behind it.
        mistake: Mistake = "mistake",
    }
}

/// What makes a question: two of what is told apart.
pub(super) type Two<T> = AtLeast<2, T>;

/// Notes the first of the words behind a key that were seen before.
pub(super) fn all_new<'a>(
    words: impl IntoIterator<Item = &'a Bilingual>,
    key: &'static str,
    code: &'static str,
    seen: &mut Seen,
    fields: &Fields<'_, '_>,
) {
    if let Some((at, text)) = words.into_iter().enumerate().find(|(_, text)| !seen.is_new(text)) {
        fields.reader().problem(code, fields.nth(key, at), &[("given", text.zh.clone())]);
    }
}

/// Notes options that make no choice: too few, two that say the same, another number of right ones than may be.
pub(super) fn make_a_choice(options: &[Choice], wanted: &str, holds: fn(usize) -> bool, fields: &Fields<'_, '_>) {
    if options.len() < 2 {
        return;
    }
    all_new(options.iter().map(|option| &option.text), "options", "E025", &mut Seen::default(), fields);
    let right = options.iter().filter(|o| o.right).count();
    if !holds(right) {
        let args = [("count", right.to_string()), ("expected", wanted.to_owned())];
        fields.reader().problem("E014", fields.place("options"), &args);
    }
}

/// Words that were seen, as they are compared.
#[derive(Debug, Default)]
pub(super) struct Seen {
    zh: HashSet<String>,
    en: HashSet<String>,
}

impl Seen {
    /// Whether these words are new in both languages.
    pub(super) fn is_new(&mut self, words: &Bilingual) -> bool {
        let (zh, en) = (self.zh.insert(fold(&words.zh)), self.en.insert(fold(&words.en)));
        zh && en
    }
}

/// The misconceptions behind wrong options, each with why its option is wrong, or the option itself.
pub(super) fn mistakes(options: &[Choice]) -> Vec<(&Id, &Bilingual)> {
    let wrong = options.iter().filter(|option| !option.right);
    wrong.filter_map(|option| Some((option.mistake.as_ref()?, option.why.as_ref().unwrap_or(&option.text)))).collect()
}

/// The options' Chinese words, in any order.
pub(super) fn words(options: &[Choice]) -> Vec<&str> {
    let mut words: Vec<&str> = options.iter().map(|option| option.text.zh.as_str()).collect();
    words.sort_unstable();
    words
}

/// An option as a session shows it.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    text: String,
    right: bool,
    why: Option<String>,
    mistake: Mistake,
}

/// The options of a question as a session shows them, in the order of their letters.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    lines: Vec<Line>,
    pub(super) lang: Lang,
}

impl Shown {
    /// The options in the session's language, in an order of their own unless `fixed`.
    #[must_use]
    pub fn new(options: &[Choice], fixed: bool, asking: &mut Asking<'_>) -> Self {
        let lang = asking.lang;
        let mut lines: Vec<Line> = options
            .iter()
            .map(|o| Line {
                text: prose(o.text.get(lang)),
                right: o.right,
                why: o.why.as_ref().map(|w| prose(w.get(lang))).filter(|w| !w.is_empty()),
                mistake: o.mistake.clone(),
            })
            .collect();
        if !fixed {
            asking.dice.shuffle(&mut lines);
        }
        Self { lines, lang }
    }

    /// The options with their letters.
    #[must_use]
    pub fn lines(&self) -> Vec<OptionLine> {
        self.lines.iter().enumerate().map(|(i, o)| OptionLine { key: letter(i).into(), text: o.text.clone() }).collect()
    }

    /// The letters of the right options: `A,C`.
    #[must_use]
    pub fn answer(&self) -> String {
        spelled(self.lines.iter().enumerate().filter(|(_, o)| o.right).map(|(i, _)| i))
    }

    /// Marks a line that names one option, by its letter or by its very words.
    pub fn mark_one(&self, line: &str) -> Result<Mark, Unreadable> {
        let unreadable = Unreadable::OneLetter { last: self.last() };
        let words = fold(line);
        if words.is_empty() {
            return Err(Unreadable::Empty);
        }
        let named = self.lines.iter().enumerate().position(|(at, o)| says(&words, at, &o.text));
        let index = match (letters(line, self.lines.len()).as_deref(), named) {
            (Some([index]), _) => *index,
            (_, Some(index)) => index,
            _ => return Err(unreadable),
        };
        let option = self.lines.get(index).ok_or(unreadable)?;
        Ok(Mark {
            given: letter(index).into(),
            share: f64::from(u8::from(option.right)),
            mistake: option.mistake.clone().filter(|_| !option.right),
            mistakes: option.mistake.iter().filter(|_| !option.right).cloned().collect(),
            read_as: None,
            notes: self.note(index),
            earned: None,
        })
    }

    /// Marks a line that names several: each right option earns the same, each wrong one costs as much.
    pub fn mark_some(&self, line: &str) -> Result<Mark, Unreadable> {
        let mut chosen = letters(line, self.lines.len()).ok_or(Unreadable::Letters { last: self.last() })?;
        if chosen.is_empty() {
            return Err(Unreadable::Empty);
        }
        chosen.sort_unstable();
        let (right, wrong): (Vec<usize>, Vec<usize>) =
            chosen.iter().partition(|i| self.lines.get(**i).is_some_and(|o| o.right));
        let of = self.lines.iter().filter(|o| o.right).count();
        let counts: [(&str, &dyn Display); 3] =
            [("right", &right.len()), ("wrong", &wrong.len()), ("missed", &(of - right.len()))];
        Ok(Mark {
            given: spelled(chosen.into_iter()),
            share: balanced(right.len(), wrong.len(), of),
            earned: Some(say(self.lang, "study.earned-options", &counts)),
            mistake: wrong.iter().find_map(|i| self.lines.get(*i).and_then(|o| o.mistake.clone())),
            mistakes: wrong.iter().filter_map(|i| self.lines.get(*i)?.mistake.clone()).collect(),
            read_as: None,
            notes: wrong.iter().flat_map(|i| self.note(*i)).collect(),
        })
    }

    /// Rules out wrong options one at a time, until two options are left.
    #[must_use]
    pub fn ruled_out(&self) -> Vec<char> {
        let wrong = self.lines.iter().enumerate().filter(|(_, o)| !o.right).map(|(i, _)| letter(i));
        wrong.take(self.lines.len().saturating_sub(2)).collect()
    }

    /// Each option, with what became of it in the answer `given`.
    #[must_use]
    pub fn again(&self, given: &str) -> Vec<Again> {
        let given = letters(given, self.lines.len()).unwrap_or_default();
        let several = self.lines.iter().filter(|line| line.right).count() > 1;
        let lines = self.lines.iter().enumerate();
        lines
            .map(|(at, line)| Again {
                key: letter(at).into(),
                text: line.text.clone().into(),
                // Where one option is right, it is simply the right one.
                state: State::of(line.right, given.contains(&at) || line.right && !several),
                aside: None,
            })
            .collect()
    }

    /// Why the option at `index` is wrong.
    fn note(&self, index: usize) -> Vec<Note> {
        let wrong = self.lines.get(index).filter(|o| !o.right);
        let why = wrong.and_then(|o| o.why.as_ref()).map(|why| format!("{}. {why}", letter(index)));
        why.map_or_else(Vec::new, |why| Note::lines(&why))
    }

    fn last(&self) -> char {
        letter(self.lines.len().saturating_sub(1))
    }
}

/// Whether a folded line is an option's own words, with or without its letter before them: `B. the text`.
fn says(line: &str, index: usize, text: &str) -> bool {
    let plain = |text: &str| text.trim_end_matches(['.', '!', ';', ',']).to_owned();
    let text = plain(&fold(text));
    let behind = || {
        let rest = line.strip_prefix(letter(index).to_ascii_lowercase())?;
        Some(plain(rest.trim_start_matches(['.', ',', ':', ')', '-', ';'])))
    };
    plain(line) == text || behind().is_some_and(|rest| rest == text)
}

/// `A,C`
fn spelled(indices: impl Iterator<Item = usize>) -> String {
    indices.map(|i| letter(i).to_string()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::super::testing::asking;
    use super::*;

    fn choices(rights: &[bool]) -> Shown {
        let options: Vec<Choice> = rights
            .iter()
            .enumerate()
            .map(|(i, right)| Choice {
                text: Bilingual { zh: format!("选项{i}"), en: format!("option {i}") },
                right: *right,
                why: (!right).then(|| Bilingual { zh: format!("错因{i}"), en: format!("because {i}") }),
                mistake: (!right).then(|| format!("m{i}").into()),
            })
            .collect();
        asking(Lang::En, 1, |asking| Shown::new(&options, true, asking))
    }

    #[test]
    fn one_letter_is_right_or_says_what_is_wrong_with_it() {
        let choices = choices(&[false, true, false]);
        assert_eq!(choices.answer(), "B");
        assert_eq!(choices.mark_one(" ｂ ").unwrap().share, 1.0);
        let wrong = choices.mark_one("A").unwrap();
        assert_eq!((wrong.share, wrong.mistake.as_deref()), (0.0, Some("m0")));
        assert_eq!(wrong.notes, [Note::from("A. because 0")]);
        for line in ["option 1", "B. option 1", "b) Option 1.", "选B", "我选 B。", "option B"] {
            assert_eq!(choices.mark_one(line).unwrap().given, "B", "{line}");
        }
    }

    #[test]
    fn two_letters_are_no_single_answer() {
        let choices = choices(&[false, true, false]);
        for line in ["AB", "D", "", "?"] {
            assert!(choices.mark_one(line).is_err(), "{line}");
        }
    }

    #[test]
    fn each_option_of_a_multiple_choice_counts_and_a_wrong_one_costs() {
        let choices = choices(&[true, false, true, false]);
        let share = |line: &str| choices.mark_some(line).unwrap().share;
        assert_eq!(
            [share("A,C"), share("CA"), share("A"), share("A,B"), share("A,B,C,D"), share("BD")],
            [1.0, 1.0, 0.5, 0.0, 0.0, 0.0]
        );
        assert_eq!(choices.mark_some("cba").unwrap().given, "A,B,C");
        assert_eq!(choices.mark_some("").unwrap_err(), Unreadable::Empty);
    }

    #[test]
    fn shown_again_each_option_tells_what_became_of_it() {
        use State::{Left, Missed, Right, Wrong};
        let states = |shown: &Shown, given: &str| shown.again(given).iter().map(|a| a.state).collect::<Vec<_>>();
        assert_eq!(states(&choices(&[true, false, true, false]), "A,B"), [Right, Wrong, Missed, Left]);
        assert_eq!(states(&choices(&[false, true, false]), "A"), [Wrong, Right, Left]);
    }

    #[test]
    fn hints_leave_two_options() {
        assert_eq!(choices(&[false, true, false, false]).ruled_out(), ['A', 'C']);
        assert!(choices(&[true, true, true]).ruled_out().is_empty());
    }
}
