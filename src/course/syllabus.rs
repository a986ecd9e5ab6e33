//! `course.toml`: what the course is called, its topics in order, and how its exam is made up.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;
use toml::de::DeValue;

use super::format::{AtLeastOne, Bound, Id, NotNegative, Positive, Reader, Share, Version, table};
use super::kinds::{Body, KINDS};
use super::lang::{Bilingual, Lang};
use super::plots::Plots;
use crate::math::near;

table! {
    /// A course: `course.toml`.
    pub struct Syllabus {
        /// The version of the rules by which the file is written: 1.
        format: Version = "format",
        /// Its id: `deep-learning`.
        id: Option<Id> = "id",
        /// What the course is called.
        title: Bilingual = "title",
        /// The languages of its words: both.
        languages: Vec<Lang> = "languages",
        /// The ids of its topics, in order.
        topics: Vec<Id> = "topics",
        /// Which topics build on which others: the plan has new cards of these first.
        needs: Vec<Need> = "needs",
        /// The file of the outline that its statements are traced to, with an id for each line.
        outline: Option<String> = "outline",
        /// How its exam is made up.
        exam: Option<Blueprint> = "exam",
        /// The curves that `dlrev plot` draws; those of the bundled course where there are none.
        plots: Vec<Plots> = "plots",
    }
}

table! {
    /// The outline that statements are traced to: the file that `course.toml` names, such as `outline.toml`.
    pub struct Outline {
        /// The version of the rules by which the file is written: 1.
        format: Version = "format",
        /// Its lines, in order.
        lines: Vec<Line> = "lines" must,
    }
}

table! {
    /// A line of the outline.
    pub struct Line {
        /// Its id, which the `from` of a statement names.
        id: String = "id",
        /// Its words.
        text: String = "text",
    }
}

table! {
    /// What a topic builds on.
    pub struct Need {
        /// The topic.
        topic: Id = "topic",
        /// The topics that it builds on.
        on: Vec<Id> = "on",
    }
}

impl Syllabus {
    /// A topic that builds on itself by way of others, with these: `a`, `b`, `a`.
    #[must_use]
    pub fn circle(&self) -> Option<Vec<&Id>> {
        let mut open: BTreeMap<&Id, Vec<&Id>> = BTreeMap::new();
        for need in &self.needs {
            open.entry(&need.topic).or_default().extend(&need.on);
        }
        // What needs nothing that is open comes to an end.
        loop {
            let before: BTreeSet<&Id> = open.keys().copied().collect();
            open.retain(|_, on| on.iter().any(|topic| before.contains(topic)));
            if open.len() == before.len() {
                break;
            }
        }
        // Each that is left needs another that is left: following them leads back to one of the way.
        let mut way = vec![*open.keys().next()?];
        loop {
            let next = open.get(way.last()?)?.iter().copied().find(|topic| open.contains_key(topic))?;
            if let Some(first) = way.iter().position(|topic| *topic == next) {
                return Some(way.drain(first..).chain([next]).collect());
            }
            way.push(next);
        }
    }
}

table! {
    /// How an exam is made up.
    pub struct Blueprint {
        /// Minutes that it takes.
        minutes: usize = "minutes" [120]: AtLeastOne,
        /// How much of each part may go beyond the outline: 0.2 of 10 questions are 2; all of it where left out.
        beyond: f64 = "beyond" [1.0]: Share,
        /// The parts of the paper, in order.
        parts: Vec<Part> = "parts",
        /// How much of the paper each topic is; one that is not named is as much as another.
        weights: Vec<Weight> = "weights",
    }
}

/// Kinds of questions.
struct Kinds;

impl Bound for Kinds {
    type Of = Vec<String>;

    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Vec<String>> {
        let DeValue::Array(items) = item.get_ref() else { return reader.wrong(item, "check.wants.list") };
        let kind = |item: &Spanned<DeValue<'a>>| {
            let given = reader.text(item)?;
            let known = KINDS.iter().map(|kind| kind.key);
            if known.clone().all(|key| key != given) {
                let near = near(&given, known).unwrap_or_default().to_owned();
                let code = if near.is_empty() { "E010" } else { "E010n" };
                reader.problem(code, item.span(), &[("id", given), ("near", near)]);
                return None;
            }
            Some(given)
        };
        Some(items.iter().filter_map(kind).collect())
    }

    fn absent() -> Option<Vec<String>> {
        Some(Vec::new())
    }

    fn bounds() -> Vec<(&'static str, serde_json::Value)> {
        let known: Vec<&str> = KINDS.iter().map(|kind| kind.key).collect();
        vec![("items", serde_json::json!({ "type": "string", "enum": known }))]
    }
}

table! {
    /// A part of the paper.
    pub struct Part {
        /// What it is called.
        title: Bilingual = "title",
        /// The kinds of its questions, as `--kind` names them.
        kinds: Vec<String> = "kinds": Kinds,
        /// How many questions.
        count: usize = "count": AtLeastOne,
        /// What each is worth.
        points: f64 = "points" [1.0]: Positive,
        /// Of computations, only those whose numbers are drawn anew.
        drawn: bool = "drawn" [false],
        /// Of computations, only those that ask for at least so many values: a long problem, marked step by step.
        least: Option<usize> = "least",
        /// Of computations, only those that ask for at most so many values.
        most: Option<usize> = "most",
    }
}

impl Part {
    /// Whether a question of one of its kinds is asked in it.
    #[must_use]
    pub fn takes(&self, body: &dyn Body) -> bool {
        let Some(computed) = body.computed() else { return true };
        // Where no value is named, the level has its tasks, of one value as a rule.
        let values = computed.ask.len().max(1);
        let fits = self.least.is_none_or(|least| values >= least) && self.most.is_none_or(|most| values <= most);
        fits && (computed.given.is_empty() || !self.drawn)
    }
}

table! {
    /// How much of the paper a topic is.
    pub struct Weight {
        /// The topic.
        topic: Id = "topic",
        /// Its share, beside those of the others.
        weight: f64 = "weight": NotNegative,
    }
}

impl Default for Blueprint {
    /// No exam.
    fn default() -> Self {
        Self { minutes: 120, beyond: 1.0, parts: Vec::new(), weights: Vec::new() }
    }
}
