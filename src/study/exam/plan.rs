//! What is wanted of a paper, as a blueprint says it.

use std::collections::HashMap;
use std::sync::Arc;

use super::PaperCode;
use crate::course::{Id, Part, Syllabus, Topic};

/// What is wanted of a paper.
#[derive(Clone, Debug)]
pub struct ExamPlan {
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// How much of the paper each topic is; a topic that is not named is as much as another.
    pub weights: HashMap<Id, f64>,
    /// How long it takes.
    pub minutes: usize,
    /// How much of each part may go beyond the outline.
    pub beyond: f64,
    /// The topics that it is of; of all where none is named.
    pub topics: Vec<Id>,
}

impl ExamPlan {
    /// The plan that a course's blueprint makes; none where it has no parts.
    #[must_use]
    pub fn new(outline: &Syllabus) -> Option<Self> {
        let exam = outline.exam.as_ref()?;
        let weights = exam.weights.iter().map(|weight| (weight.topic.clone(), weight.weight)).collect();
        let parts: Vec<Part> = exam.parts.iter().filter(|part| part.count > 0).cloned().collect();
        let minutes = exam.minutes;
        let beyond = exam.beyond;
        (!parts.is_empty()).then_some(Self { parts, weights, minutes, beyond, topics: Vec::new() })
    }

    /// A paper of only so many questions: each part keeps its share, and the time shrinks with it.
    #[must_use]
    pub fn shortened(mut self, questions: usize) -> Self {
        let all: usize = self.parts.iter().map(|part| part.count).sum();
        if questions >= all {
            return self;
        }
        let share = |count: usize| count * questions;
        let mut left = questions - self.parts.iter().map(|part| share(part.count) / all).sum::<usize>();
        // What division leaves goes to the parts that lost most by it.
        let mut order: Vec<usize> = (0..self.parts.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(share(self.parts[*at].count) % all));
        for at in order {
            let part = &mut self.parts[at];
            part.count = share(part.count) / all + usize::from(left > 0);
            left = left.saturating_sub(1);
        }
        self.parts.retain(|part| part.count > 0);
        self.minutes = (self.minutes * questions).div_ceil(all).max(1);
        self
    }

    /// The share of a paper that each of these topics has by its weight.
    #[must_use]
    pub(super) fn shares(&self, topics: &[Arc<Topic>]) -> Vec<f64> {
        let weight = |topic: &Arc<Topic>| self.weights.get(&topic.id).copied().unwrap_or(1.0).max(0.0);
        let all: f64 = topics.iter().map(weight).sum();
        topics.iter().map(|topic| if all > 0.0 { weight(topic) / all } else { 0.0 }).collect()
    }

    /// The plan of the paper with this code.
    #[must_use]
    pub fn of_code(self, code: &PaperCode) -> Self {
        let short = self.shortened(code.questions);
        Self { minutes: code.minutes, topics: code.topics.clone(), ..short }
    }

    /// The code that brings the paper back which is drawn with this seed.
    #[must_use]
    pub fn code(&self, seed: u64) -> PaperCode {
        let questions = self.parts.iter().map(|part| part.count).sum();
        PaperCode { questions, minutes: self.minutes, topics: self.topics.clone(), seed }
    }
}
