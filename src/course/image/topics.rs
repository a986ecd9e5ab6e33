//! A topic in compiled form: what is known of it at once, then the names and the items of each kind and what a search
//! looks through, each part by itself.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Image, Key, Parts};
use crate::course::format::{Id, Version};
use crate::course::haystack::{Sounds, Words};
use crate::course::items::{Again, Compiled};
use crate::course::lang::Bilingual;
use crate::course::section::Section;
use crate::course::topic::{Heading, Table, Topic};

/// A topic without its items, of which it says how many there are.
#[derive(Serialize, Deserialize)]
struct Head {
    id: Id,
    section: u32,
    title: Option<Bilingual>,
    headings: Vec<Heading>,
    tables: Vec<Table>,
    statements: usize,
    cards: usize,
    questions: usize,
}

impl Image {
    /// The topic of a file. What of it turns out to be damaged later is read `again`.
    pub(in crate::course) fn topic(&self, key: Key, again: impl FnOnce() -> Again<Topic>) -> Option<Topic> {
        self.files.get(&key)?.topic(again())
    }
}

impl Parts {
    /// The topic that was compiled to this.
    pub(in crate::course) fn topic(&self, again: Again<Topic>) -> Option<Topic> {
        let (head, rest): (Head, _) = postcard::take_from_bytes(&self.head).ok()?;
        let mut sections = self.sections.iter().cloned();
        let mut of_items = || Some([sections.next()?, sections.next()?, sections.next()?]);
        let (statements, cards, questions) = (of_items()?, of_items()?, of_items()?);
        let (words, sounds) = (sections.next()?, sections.next()?);
        if !rest.is_empty() || sections.next().is_some() {
            return None;
        }
        let Head { id, section, title, headings, tables, .. } = head;
        let again = Arc::new(again);
        let items = |count, sections| Compiled::new(count, sections, Arc::clone(&again));
        let statements = items(head.statements, statements).with_haystack(words, sounds);
        let cards = items(head.cards, cards);
        let questions = items(head.questions, questions);
        let (statements, cards, questions) = (statements.into(), cards.into(), questions.into());
        Some(Topic { format: Version, id, section, title, headings, tables, statements, cards, questions })
    }
}

/// A topic in compiled form; none where it would not be read back as it is.
pub(in crate::course) fn topic(topic: &Topic) -> Option<Parts> {
    let head = Head {
        id: topic.id.clone(),
        section: topic.section,
        title: topic.title.clone(),
        headings: topic.headings.clone(),
        tables: topic.tables.clone(),
        statements: topic.statements.len(),
        cards: topic.cards.len(),
        questions: topic.questions.len(),
    };
    let items = [topic.statements.compile()?, topic.cards.compile()?, topic.questions.compile()?];
    let words = postcard::to_stdvec(&Words::of(&topic.statements)).ok()?;
    let sounds = Sounds::of(&topic.statements).to_bytes();
    let sections = items.into_iter().flatten().chain([words, sounds]).map(|part| Section::Made(Arc::new(part)));
    let sections = sections.collect();
    Some(Parts { head: postcard::to_stdvec(&head).ok()?, sections, took: Vec::new() })
}
