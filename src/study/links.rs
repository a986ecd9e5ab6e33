//! From a statement to what practises it: its cards, its questions and the calculations behind them.

use std::sync::Arc;

use crate::course::{Bilingual, Card, Course, Face, Id, Kind, Question, Statement, Topic, prose};

/// What practises a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Links {
    /// Its cards.
    pub cards: Vec<Link>,
    /// Its questions.
    pub questions: Vec<Link>,
    /// The calculations that its cards and questions are computed by, where they can be drilled.
    pub calculations: Vec<Link>,
}

/// A card, a question or a calculation.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// `cnn.c3`, `cnn.q12` or `conv`
    pub id: Id,
    /// The name by which the record knows it.
    pub recorded: Id,
    /// What it asks or what it is called, in one line.
    pub title: Bilingual,
    /// The kind, of a question.
    pub kind: Option<&'static Kind>,
    /// What it is worth, of a question.
    pub points: f64,
}

impl Links {
    /// What among `topics` practises a statement; a calculation's title is read from `course`.
    #[must_use]
    pub fn of(statement: &Statement, topics: &[Arc<Topic>], course: &Course) -> Self {
        let cards: Vec<&Card> =
            topics.iter().flat_map(|t| &t.cards).filter(|card| card.tests.contains(&statement.id)).collect();
        let questions: Vec<&Question> =
            topics.iter().flat_map(|t| &t.questions).filter(|q| q.tests.contains(&statement.id)).collect();
        let mut kinds: Vec<&Id> = Vec::new();
        for kind in cards
            .iter()
            .filter_map(|c| drawn(&c.face))
            .chain(questions.iter().filter_map(|q| q.body.computed().map(|c| &c.calculation)))
        {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        let calculation = |id: &Id| {
            let spec = course.calculation(id).value.filter(|spec| !spec.asks.is_empty())?;
            Some(Link { id: id.clone(), recorded: id.clone(), title: one_line(&spec.title), kind: None, points: 0.0 })
        };
        let calculations: Vec<Link> = kinds.into_iter().filter_map(calculation).collect();
        let titled = |id: Option<&Id>| calculations.iter().find(|c| Some(&c.id) == id).map(|c| c.title.clone());
        let card = |card: &&Card| Link {
            id: card.id.clone(),
            recorded: card.recorded().clone(),
            title: front(&card.face).or_else(|| titled(drawn(&card.face))).unwrap_or_else(|| named(&card.id)),
            kind: None,
            points: 0.0,
        };
        let question = |question: &&Question| Link {
            id: question.id.clone(),
            recorded: question.recorded().clone(),
            title: Some(one_line(&question.stem))
                .filter(|stem| !stem.zh.is_empty())
                .or_else(|| titled(question.body.computed().map(|c| &c.calculation)))
                .unwrap_or_else(|| named(&question.id)),
            kind: Some(question.body.kind()),
            points: question.points,
        };
        let (cards, questions) = (cards.iter().map(card).collect(), questions.iter().map(question).collect());
        Self { cards, questions, calculations }
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cards.is_empty() && self.questions.is_empty() && self.calculations.is_empty()
    }
}

/// The first statement that a question or a card of `topics` practises, by its id or its name in the record: the statement's topic and its place
/// there.
#[must_use]
pub fn behind(topics: &[Arc<Topic>], item: &str) -> Option<(Arc<Topic>, usize)> {
    // A hole or another direction of a card is one of its parts.
    let card = item.split_once('~').map_or(item, |(card, _)| card);
    let tests = |topic: &Topic| {
        let is = |id: &Id, recorded: &Id, item: &str| **id == *item || **recorded == *item;
        if let Some(at) = topic.questions.names().position(|name| is(&name.id, name.recorded(), item)) {
            return topic.questions.get(at)?.tests.first().cloned();
        }
        let at = topic.cards.names().position(|name| is(&name.id, name.recorded(), card))?;
        topic.cards.get(at)?.tests.first().cloned()
    };
    let wanted = topics.iter().find_map(|topic| tests(topic))?;
    topics.iter().find_map(|topic| {
        let at = topic.statements.iter().position(|statement| statement.id == wanted)?;
        Some((Arc::clone(topic), at))
    })
}

/// The front of a card; none where it is drawn.
fn front(face: &Face) -> Option<Bilingual> {
    match face {
        Face::Basic { front, .. } | Face::Reversed { front, .. } | Face::Formula { front, .. } => Some(one_line(front)),
        Face::Cloze { text } => Some(Bilingual { zh: gapped(&text.zh), en: gapped(&text.en) }),
        Face::Computed { .. } => None,
    }
}

const fn drawn(face: &Face) -> Option<&Id> {
    match face {
        Face::Computed { calculation, .. } => Some(calculation),
        _ => None,
    }
}

fn one_line(text: &Bilingual) -> Bilingual {
    let line = |text: &str| prose(text).split_whitespace().collect::<Vec<_>>().join(" ");
    Bilingual { zh: line(&text.zh), en: line(&text.en) }
}

/// A cloze as its front shows it.
fn gapped(text: &str) -> String {
    prose(&super::review::cloze(text, |_, _| super::review::BLANK.to_owned()))
}

fn named(id: &Id) -> Bilingual {
    Bilingual { zh: id.to_string(), en: id.to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::testing::topic;
    use super::*;

    #[test]
    fn a_statement_leads_to_its_cards_questions_and_calculations() {
        let course = Course::open(None).unwrap();
        let topics: Vec<Arc<Topic>> = course.topics();
        let cnn = topics.iter().find(|t| &*t.id == "cnn").unwrap();
        let statement = cnn.statements.iter().find(|s| &*s.id == "cnn.output-size").unwrap();
        let links = Links::of(statement, &topics, &course);
        assert!(!links.cards.is_empty() && links.questions.len() >= 2, "{links:?}");
        assert!(links.calculations.iter().any(|c| &*c.id == "conv"), "{:?}", links.calculations);
        let all = || links.cards.iter().chain(&links.questions).chain(&links.calculations);
        assert!(all().all(|link| !link.title.zh.is_empty() && !link.title.en.contains(['\n', '$'])), "{links:?}");
    }

    #[test]
    fn what_is_hidden_on_a_card_stays_hidden_in_its_title() {
        let topics = [topic()];
        let links = Links::of(topics[0].statements.get(0).unwrap(), &topics, &Course::open(None).unwrap());
        let titles: Vec<&str> = links.cards.iter().map(|c| &*c.title.en).collect();
        // The calculation of t.c5 is not of this course.
        assert_eq!(titles, ["f1", "f2", "it is ____", "f4", "t.c5"]);
        assert_eq!((links.questions.len(), links.calculations.len()), (9, 0));
    }
}
