//! What a paper is made of: the plan that a blueprint makes, and its questions ready to be asked.

use std::collections::HashMap;
use std::sync::Arc;

use super::draw::Draw;
use super::{Exam, Kept, PaperCode};
use crate::course::{Id, Part, Question, Syllabus, Topic, prose};
use crate::study::event::Reading;
use crate::study::item::{Item, Statements, statements};
use crate::study::journal::Sitting;
use crate::study::session::{Setting, StudyError};

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

/// A question on the paper.
#[derive(Debug)]
pub(super) struct Entry {
    pub item: Item,
    /// Its part, from 0.
    pub part: usize,
    /// Its topic: where it comes in the course, and its title.
    pub topic: (usize, String),
    /// The statements that it tests.
    pub tests: Vec<Reading>,
}

impl ExamPlan {
    /// The plan that a course's blueprint makes; none where it has no parts.
    #[must_use]
    pub fn new(outline: &Syllabus) -> Option<Self> {
        let exam = outline.exam.as_ref()?;
        let weights = exam.weights.iter().map(|weight| (weight.topic.clone(), weight.weight)).collect();
        let parts: Vec<Part> = exam.parts.iter().filter(|part| part.count > 0).cloned().collect();
        let minutes = exam.minutes.unwrap_or(120).max(1);
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

    /// The paper as it was left: the questions that were drawn, with the answers to them.
    ///
    /// # Errors
    /// No question is there any more.
    pub fn again(self, topics: &[Arc<Topic>], sitting: &Sitting, setting: Setting) -> Result<Exam, StudyError> {
        let maker = Maker::new(&self, topics, &setting);
        let entries = match Kept::read(sitting) {
            Some(kept) => maker.kept(&kept),
            None => maker.paper(),
        };
        if entries.is_empty() {
            Err(StudyError::Nothing)
        } else {
            Ok(Exam::again(self, entries, sitting, topics, setting))
        }
    }

    /// Draws the paper from the questions of `topics`. Fewer questions come where there are fewer.
    ///
    /// # Errors
    /// No question fits.
    pub fn exam(self, topics: &[Arc<Topic>], setting: Setting) -> Result<Exam, StudyError> {
        let entries = Maker::new(&self, topics, &setting).paper();
        if entries.is_empty() { Err(StudyError::Nothing) } else { Ok(Exam::new(self, entries, topics, setting)) }
    }
}

/// The questions of a paper, in the language of the setting.
pub(super) fn translated(
    plan: &ExamPlan,
    entries: &[Entry],
    topics: &[Arc<Topic>],
    setting: &Setting,
) -> Option<Vec<Entry>> {
    let again = Maker::new(plan, topics, setting).kept(&Kept::of(entries, plan.parts.len()));
    (again.len() == entries.len()).then_some(again)
}

/// Makes the questions of a paper ready to be asked.
struct Maker<'a> {
    plan: &'a ExamPlan,
    topics: &'a [Arc<Topic>],
    setting: &'a Setting,
    statements: Statements<'a>,
}

impl<'a> Maker<'a> {
    fn new(plan: &'a ExamPlan, topics: &'a [Arc<Topic>], setting: &'a Setting) -> Self {
        Self { plan, topics, setting, statements: statements(topics) }
    }

    /// A question whose calculation fails is passed over; the check of the course reports it.
    fn item(&self, topic: usize, question: &Question) -> Option<Item> {
        Item::new(question, &self.topics[topic], &self.statements, self.setting).ok()
    }

    fn paper(&self) -> Vec<Entry> {
        let draw = Draw::new(self.plan, self.topics, &self.statements, self.setting.seed);
        let picked = draw.picks(|topic, question| self.item(topic, question)).into_iter();
        picked.map(|pick| self.entry(pick.made, pick.part, pick.topic, pick.question)).collect()
    }

    /// The questions that were drawn before, as far as they are there.
    fn kept(&self, kept: &Kept) -> Vec<Entry> {
        let mut known = HashMap::new();
        for (at, topic) in self.topics.iter().enumerate() {
            known.extend(topic.questions.names().enumerate().map(|(place, name)| (&**name.recorded(), (at, place))));
        }
        let parts = kept.parts.iter().take(self.plan.parts.len()).enumerate();
        let named = parts.flat_map(|(part, ids)| ids.iter().map(move |id| (part, id)));
        let entries = named.filter_map(|(part, id)| {
            let (topic, place) = *known.get(id.as_str())?;
            let question = self.topics[topic].questions.get(place)?;
            Some(self.entry(self.item(topic, question)?, part, topic, question))
        });
        entries.collect()
    }

    fn entry(&self, mut item: Item, part: usize, topic: usize, question: &Question) -> Entry {
        item.points = self.plan.parts[part].points;
        let lang = self.setting.lang;
        let tested = question.tests.iter().filter_map(|id| self.statements.get(id));
        let tests = tested.map(|s| Reading { id: s.id.to_string(), text: prose(s.text.get(lang)) }).collect();
        Entry { item, part, topic: (topic, self.topics[topic].title().get(lang).to_owned()), tests }
    }
}
