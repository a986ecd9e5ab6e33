//! What the reader reads from: the course's topics, each read when it is first asked for.

use std::sync::Arc;

use crate::course::{Bilingual, Course, Id, Synonyms, Topic};
use crate::study::{self, Links, search};
use crate::tui::told::Learnt;

/// The course as the reader knows it so far.
#[derive(Debug)]
pub(super) struct Library {
    course: Course,
    /// Ids and titles of the topics.
    pub(super) titles: Vec<(Id, Bilingual)>,
    /// All topics, once they were asked for.
    topics: Vec<Arc<Topic>>,
    /// What the course calls things by several names.
    synonyms: Synonyms,
    /// How the learner stands.
    pub(super) learnt: Learnt,
}

impl Library {
    pub(super) fn new(course: Course) -> Self {
        let titles = course.titles();
        let synonyms = Synonyms::of(course.clone());
        Self { course, titles, topics: Vec::new(), synonyms, learnt: Learnt::default() }
    }

    /// The place of a topic in the contents.
    pub(super) fn place_of(&self, topic: &str) -> Option<usize> {
        self.titles.iter().position(|(id, _)| **id == *topic)
    }

    /// A topic of the contents.
    pub(super) fn topic(&self, at: usize) -> Option<Arc<Topic>> {
        let (id, _) = self.titles.get(at)?;
        let read = self.topics.iter().find(|topic| topic.id == *id).cloned();
        read.or_else(|| self.course.topic(id))
    }

    /// All topics.
    pub(super) fn topics(&mut self) -> &[Arc<Topic>] {
        if self.topics.is_empty() {
            self.topics = self.course.topics();
        }
        &self.topics
    }

    /// The statement that a question or card practises: its topic and its place there.
    pub(super) fn behind(&mut self, item: &str) -> Option<(Arc<Topic>, usize)> {
        study::behind(self.topics(), item)
    }

    /// The statements that match a query: each by its topic and its place there.
    pub(super) fn find(&mut self, query: &str) -> Vec<(Arc<Topic>, usize)> {
        let names = self.synonyms.names().to_vec();
        search::places(self.topics(), query, &names).map(|(topic, at)| (Arc::clone(topic), at)).collect()
    }

    /// What practises a statement.
    pub(super) fn links(&mut self, topic: &Topic, statement: usize) -> Links {
        self.topics();
        topic.statements.get(statement).map_or_else(Links::default, |s| Links::of(s, &self.topics, &self.course))
    }
}
