//! Which questions a quiz has, and in which order.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Quiz;
use crate::course::{Id, Kind, Topic};
use crate::random::Dice;
use crate::study::item::{Item, statements};
use crate::study::session::{Setting, StudyError};

/// How many questions a quiz has unless told otherwise.
const USUAL: usize = 20;

/// What is wanted of a quiz.
#[derive(Clone, Debug, Default)]
pub struct QuizPlan {
    /// Only these kinds; all where empty.
    pub kinds: Vec<&'static Kind>,
    /// Only the questions with these ids, and all of them unless a number is asked for; any where empty.
    pub only: HashSet<String>,
    /// How many questions; fewer if there are fewer.
    pub count: Option<usize>,
    /// Only these questions, as the record names them, where the learner asks for such: answered wrong, never answered,
    /// flagged.
    pub among: Option<HashSet<String>>,
    /// Questions, as the record names them, that come first, in this order: what the plan to the exam has for today.
    /// Empty where the choice must hang on the seed alone, as is the next.
    pub planned: Vec<String>,
    /// Whether numbers are those that were seen when a question was marked.
    pub as_marked: bool,
    /// Questions, as the record names them, that come last because the learner has mastered them.
    pub mastered: HashSet<String>,
}

impl QuizPlan {
    /// Chooses from the questions of `topics` (in the outline's order) and prepares them.
    ///
    /// A question whose calculation fails is passed over; `content check` reports it.
    pub fn quiz(&self, topics: &[Arc<Topic>], setting: Setting) -> Result<Quiz, StudyError> {
        let mut seen: HashSet<&Id> = HashSet::new();
        let mut candidates: Vec<_> = topics
            .iter()
            .flat_map(|topic| topic.questions.names().enumerate().map(move |(at, name)| (topic, at, name)))
            .filter(|(.., name)| self.kinds.is_empty() || self.kinds.contains(&name.kind))
            .filter(|(.., name)| self.only.is_empty() || self.only.contains(&*name.id))
            .filter(|(.., name)| self.among.as_ref().is_none_or(|among| among.contains(&**name.recorded())))
            .filter(|(.., name)| seen.insert(&name.id))
            .collect();
        Dice::new(setting.seed, "quiz").shuffle(&mut candidates);
        let planned: HashMap<&str, usize> = self.planned.iter().map(String::as_str).zip(0..).collect();
        candidates.sort_by_key(|(.., name)| {
            let name: &str = name.recorded();
            (planned.get(name).copied().unwrap_or(usize::MAX), self.mastered.contains(name))
        });
        let statements = statements(topics);
        let usual = if self.only.is_empty() { USUAL } else { usize::MAX };
        let items: Vec<Item> = candidates
            .into_iter()
            .filter_map(|(topic, at, _)| Item::new(topic.questions.get(at)?, topic, &statements, &setting).ok())
            .take(self.count.unwrap_or(usual))
            .collect();
        if items.is_empty() { Err(StudyError::Nothing) } else { Ok(Quiz::new(items, topics, setting)) }
    }
}
