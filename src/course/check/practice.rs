//! Whether every statement is practised, and whether answers give themselves away.

use std::collections::{HashMap, HashSet};

use super::{File, MOST};
use crate::course::Lang;
use crate::course::Question;
use crate::course::problem::Problem;
use crate::course::topic::Topic;
use crate::course::{Choice, Kind};

/// Fewer questions of a kind than this say nothing about a share.
const FEW: usize = 8;

/// Warnings about a file's statements, but for those that misspelt ids seem to mean.
pub(super) fn check(file: &File, practised: &HashMap<&str, Practice>, meant: &HashSet<String>) -> Vec<Problem> {
    let none = Practice::default();
    let mut problems = Vec::new();
    for statement in file.topic.statements.iter().filter(|statement| !meant.contains(&*statement.id)) {
        let id = || vec![("id", statement.id.to_string())];
        let practice = practised.get(&*statement.id).unwrap_or(&none);
        if problems.len() >= MOST {
            break;
        }
        if !practice.card {
            problems.push(file.at(&statement.id, "W101", id()));
        }
        if practice.kinds.len() < 2 {
            problems.push(file.at(&statement.id, "W102", id()));
        }
    }
    problems
}

/// Warnings about shares over the questions of a topic, told of the first of its files that has any.
pub(super) fn shares(file: &File, files: &[File]) -> Vec<Problem> {
    let mut same =
        files.iter().filter(|other| other.topic.id == file.topic.id && !other.topic.questions.is_empty()).peekable();
    if same.peek().is_none_or(|first| first.path != file.path) {
        return Vec::new();
    }
    let questions: Vec<&Question> = same.flat_map(|file| &file.topic.questions).collect();
    let of_true = true_share(&questions).map(|share| whole_file(file, "W103", share));
    of_true.into_iter().chain(longest_share(&questions).map(|share| whole_file(file, "W104", share))).collect()
}

/// By what a statement is practised.
#[derive(Debug, Default)]
pub struct Practice {
    /// Whether it has a card.
    pub card: bool,
    /// The kinds of its questions.
    pub kinds: HashSet<&'static Kind>,
}

/// By what each statement is practised, by its id; a statement that is not there is not practised at all.
#[must_use]
pub fn practices<'a>(topics: impl IntoIterator<Item = &'a Topic>) -> HashMap<&'a str, Practice> {
    let mut practices: HashMap<&str, Practice> = HashMap::new();
    for topic in topics {
        for id in topic.cards.iter().flat_map(|card| &card.tests) {
            practices.entry(id).or_default().card = true;
        }
        for question in &topic.questions {
            for id in &question.tests {
                practices.entry(id).or_default().kinds.insert(question.body.kind());
            }
        }
    }
    practices
}

impl Practice {
    /// Whether it has a card and two questions of different kinds.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.card && self.kinds.len() >= 2
    }
}

fn whole_file(file: &File, code: &'static str, share: usize) -> Problem {
    file.at(&file.topic.id, code, vec![("share", share.to_string())])
}

/// The percentage of true/false questions that are true, where it is out of balance.
fn true_share(questions: &[&Question]) -> Option<usize> {
    let answers: Vec<bool> = questions.iter().filter_map(|q| q.body.truth()).collect();
    let share = percentage(answers.iter().filter(|a| **a).count(), answers.len())?;
    (!(45..=55).contains(&share)).then_some(share)
}

/// The percentage of single-choice questions whose right option is longer than all others, in the language where that
/// is more, where it is above what chance gives.
fn longest_share(questions: &[&Question]) -> Option<usize> {
    let options: Vec<&[Choice]> = questions.iter().map(|q| q.body.options()).filter(|o| o.len() > 1).collect();
    let chance: f64 = options.iter().map(|o| 1.0 / o.len() as f64).sum::<f64>() / options.len().max(1) as f64;
    let counts = Lang::ALL.map(|lang| options.iter().filter(|o| right_is_longest(o, lang)).count());
    let share = percentage(counts.into_iter().max()?, options.len())?;
    (share as f64 > 100.0 * chance + 5.0).then_some(share)
}

fn right_is_longest(options: &[Choice], lang: Lang) -> bool {
    let length = |o: &Choice| o.text.get(lang).chars().count();
    let longest_wrong = options.iter().filter(|o| !o.right).map(length).max().unwrap_or(0);
    options.iter().filter(|o| o.right).map(length).max().unwrap_or(0) > longest_wrong
}

/// Rounded; `None` where there are too few.
fn percentage(count: usize, of: usize) -> Option<usize> {
    (of >= FEW).then(|| (count * 100 + of / 2) / of)
}
