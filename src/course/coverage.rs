//! How much of the outline is covered, as figures.

use std::collections::HashSet;

use indexmap::IndexMap;
use serde::Serialize;

use super::check::{Practice, practices};
use super::kinds::KINDS;
use super::library::Course;

/// What there is for each topic, and what is missing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// In the course's order.
    pub topics: Vec<TopicCoverage>,
    /// Statements without a card or without two questions of different kinds.
    pub bare: Vec<String>,
    /// Lines of the outline without a statement.
    pub uncovered: Vec<String>,
}

/// What there is for a topic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicCoverage {
    /// `cnn`
    pub id: String,
    /// Statements.
    pub statements: usize,
    /// Cards.
    pub cards: usize,
    /// Questions by kind, in the order of a paper.
    pub questions: IndexMap<&'static str, usize>,
    /// Calculations that belong to it.
    pub calculations: usize,
    /// Statements with an erratum.
    pub errata: usize,
}

/// Counts what a course has.
#[must_use]
pub fn coverage(course: &Course) -> Coverage {
    let topics = course.topics();
    let practices = practices(topics.iter().map(|topic| &**topic));
    let is_bare = |id: &str| !practices.get(id).is_some_and(Practice::is_enough);
    let calculations: Vec<_> =
        course.calculation_ids().iter().filter_map(|id| course.calculation(id).value).map(|spec| spec.topic).collect();
    let statements = || topics.iter().flat_map(|t| &t.statements);
    let covered: HashSet<&str> = statements().flat_map(|s| &s.from).map(|line| &**line).collect();
    Coverage {
        topics: topics
            .iter()
            .map(|topic| TopicCoverage {
                id: topic.id.to_string(),
                statements: topic.statements.len(),
                cards: topic.cards.len(),
                questions: KINDS
                    .iter()
                    .map(|kind| (kind.key, topic.questions.iter().filter(|q| q.body.kind() == *kind).count()))
                    .collect(),
                calculations: calculations.iter().filter(|of| ***of == *topic.id).count(),
                errata: topic.statements.iter().filter(|s| s.erratum.is_some()).count(),
            })
            .collect(),
        bare: statements().filter(|s| is_bare(&s.id)).map(|s| s.id.to_string()).collect(),
        uncovered: course
            .outline_lines()
            .into_iter()
            .map(|(id, _)| id)
            .filter(|id| !covered.contains(id.as_str()))
            .collect(),
    }
}
