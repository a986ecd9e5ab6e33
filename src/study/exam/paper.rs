//! A plan becomes a paper: its questions, ready to be asked.

use std::collections::HashMap;
use std::sync::Arc;

use super::draw::Draw;
use super::entry::Entry;
use super::{Exam, ExamPlan, Kept};
use crate::course::{Question, Topic, prose};
use crate::study::event::Reading;
use crate::study::item::{Item, Statements, statements};
use crate::study::journal::Sitting;
use crate::study::session::{Setting, StudyError};

impl ExamPlan {
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
