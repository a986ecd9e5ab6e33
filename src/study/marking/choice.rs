//! Single and multiple choice.

use super::letters::{letter, letters};
use super::{Mark, Unreadable, balanced};
use crate::course::{Id, Lang};
use crate::study::event::OptionLine;
use crate::study::random::Dice;
use crate::study::words::prose;
use crate::text::fold;

/// An option as this session shows it.
#[derive(Clone, Debug, PartialEq)]
struct Shown {
    text: String,
    right: bool,
    why: Option<String>,
    mistake: Option<Id>,
}

/// The options of a choice question, in the order of their letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices(Vec<Shown>);

impl Choices {
    /// The options in the session's language, in an order of their own unless `fixed`.
    #[must_use]
    pub fn new(options: &[crate::course::Choice], fixed: bool, lang: Lang, dice: &mut Dice) -> Self {
        let mut shown: Vec<Shown> = options
            .iter()
            .map(|o| Shown {
                text: prose(o.text.get(lang)),
                right: o.right,
                why: o.why.as_ref().map(|w| prose(w.get(lang))).filter(|w| !w.is_empty()),
                mistake: o.mistake.clone(),
            })
            .collect();
        if !fixed {
            dice.shuffle(&mut shown);
        }
        Self(shown)
    }

    /// The options with their letters.
    #[must_use]
    pub fn lines(&self) -> Vec<OptionLine> {
        self.0.iter().enumerate().map(|(i, o)| OptionLine { key: letter(i).into(), text: o.text.clone() }).collect()
    }

    /// The letters of the right options: `A,C`.
    #[must_use]
    pub fn answer(&self) -> String {
        spelled(self.0.iter().enumerate().filter(|(_, o)| o.right).map(|(i, _)| i))
    }

    /// Marks a line that names one option, by its letter or by its very words.
    pub fn mark_single(&self, line: &str) -> Result<Mark, Unreadable> {
        let unreadable = Unreadable::OneLetter { last: self.last() };
        let words = fold(line);
        if words.is_empty() {
            return Err(Unreadable::Empty);
        }
        let named = self.0.iter().position(|o| fold(&o.text) == words);
        let index = match (letters(line, self.0.len()).as_deref(), named) {
            (Some([index]), _) => *index,
            (_, Some(index)) => index,
            _ => return Err(unreadable),
        };
        let option = self.0.get(index).ok_or(unreadable)?;
        Ok(Mark {
            given: letter(index).into(),
            share: f64::from(u8::from(option.right)),
            mistake: option.mistake.clone().filter(|_| !option.right),
            notes: self.note(index),
        })
    }

    /// Marks a line that names several: each right option earns the same, each wrong one costs as much.
    pub fn mark_multiple(&self, line: &str) -> Result<Mark, Unreadable> {
        let mut chosen = letters(line, self.0.len()).ok_or(Unreadable::Letters { last: self.last() })?;
        if chosen.is_empty() {
            return Err(Unreadable::Empty);
        }
        chosen.sort_unstable();
        let (right, wrong): (Vec<usize>, Vec<usize>) =
            chosen.iter().partition(|i| self.0.get(**i).is_some_and(|o| o.right));
        Ok(Mark {
            given: spelled(chosen.into_iter()),
            share: balanced(right.len(), wrong.len(), self.0.iter().filter(|o| o.right).count()),
            mistake: wrong.iter().find_map(|i| self.0.get(*i).and_then(|o| o.mistake.clone())),
            notes: wrong.iter().flat_map(|i| self.note(*i)).collect(),
        })
    }

    /// Rules out wrong options one at a time, until two options are left.
    #[must_use]
    pub fn ruled_out(&self) -> Vec<char> {
        let wrong = self.0.iter().enumerate().filter(|(_, o)| !o.right).map(|(i, _)| letter(i));
        wrong.take(self.0.len().saturating_sub(2)).collect()
    }

    /// Why the option at `index` is wrong.
    fn note(&self, index: usize) -> Vec<String> {
        let wrong = self.0.get(index).filter(|o| !o.right);
        wrong.and_then(|o| o.why.as_ref()).map(|why| format!("{}. {why}", letter(index))).into_iter().collect()
    }

    fn last(&self) -> char {
        letter(self.0.len().saturating_sub(1))
    }
}

/// `A,C`
fn spelled(indices: impl Iterator<Item = usize>) -> String {
    indices.map(|i| letter(i).to_string()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::{Bilingual, Choice};

    fn choices(rights: &[bool]) -> Choices {
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
        Choices::new(&options, true, Lang::En, &mut Dice::new(1, "t"))
    }

    #[test]
    fn one_letter_is_right_or_says_what_is_wrong_with_it() {
        let choices = choices(&[false, true, false]);
        assert_eq!(choices.answer(), "B");
        assert_eq!(choices.mark_single(" ｂ ").unwrap().share, 1.0);
        let wrong = choices.mark_single("A").unwrap();
        assert_eq!((wrong.share, wrong.mistake.as_deref()), (0.0, Some("m0")));
        assert_eq!(wrong.notes, ["A. because 0"]);
        assert_eq!(choices.mark_single("option 1").unwrap().given, "B");
    }

    #[test]
    fn two_letters_are_no_single_answer() {
        let choices = choices(&[false, true, false]);
        for line in ["AB", "D", "", "?"] {
            assert!(choices.mark_single(line).is_err(), "{line}");
        }
    }

    #[test]
    fn each_option_of_a_multiple_choice_counts_and_a_wrong_one_costs() {
        let choices = choices(&[true, false, true, false]);
        let share = |line: &str| choices.mark_multiple(line).unwrap().share;
        assert_eq!(
            [share("A,C"), share("CA"), share("A"), share("A,B"), share("A,B,C,D"), share("BD")],
            [1.0, 1.0, 0.5, 0.0, 0.0, 0.0]
        );
        assert_eq!(choices.mark_multiple("cba").unwrap().given, "A,B,C");
        assert_eq!(choices.mark_multiple("").unwrap_err(), Unreadable::Empty);
    }

    #[test]
    fn hints_leave_two_options() {
        assert_eq!(choices(&[false, true, false, false]).ruled_out(), ['A', 'C']);
        assert!(choices(&[true, true, true]).ruled_out().is_empty());
    }
}
