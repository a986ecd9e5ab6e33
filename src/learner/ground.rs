//! What of a course practises what: the ground on which the learner stands.

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::course::{Bilingual, Blueprint, Id, Kind, Need, Syllabus, Topic};

/// What something new is worth where nothing is met yet of what its topic builds on, beside the same where enough of it
/// is: less would cost those who have few minutes more points than it is worth.
const UNREADY: f64 = 0.6;

/// The share of a topic's cards that is enough to go on to what builds on it.
const READY: f64 = 0.5;

/// The topics of a course with what is to be known of each, and the items that practise it.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// In the course's order.
    pub topics: Vec<Patch>,
    /// The statements of all topics.
    pub statements: Vec<Known>,
    /// Points of the paper.
    pub points: f64,
    /// What each question of the paper is worth.
    pub paper: Vec<f64>,
    /// Questions, as the record names them.
    questions: FxHashMap<Id, Practice>,
    /// What the cards practise, in the order of the topics and of their cards.
    cards: Vec<Practice>,
    /// The place of each card among them, once somebody has looked for one.
    places: OnceLock<FxHashMap<Id, usize>>,
    /// Calculations, by the statements that their questions and cards practise.
    calculations: FxHashMap<Id, Practice>,
}

/// A topic.
#[derive(Clone, Debug)]
pub struct Patch {
    /// `cnn`
    pub id: Id,
    /// What it is called.
    pub title: Bilingual,
    /// Its share of the paper; the shares add up to 1.
    pub weight: f64,
    /// The places of the topics that it builds on.
    pub needs: Vec<usize>,
    /// How many statements it has.
    pub statements: usize,
    /// The questions, as the record names them.
    pub questions: Vec<Id>,
    /// The cards in each way in which they are asked, as the record names them.
    pub cards: Vec<Id>,
    /// The place of the first of them among those of all topics.
    first: usize,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Known {
    /// The place of its topic.
    pub topic: usize,
    /// How many questions ask for it.
    pub asked: usize,
}

/// What a question, a card or a calculation practises.
#[derive(Clone, Debug, Default)]
pub struct Practice {
    /// The place of its topic.
    pub topic: usize,
    /// The places of its statements.
    pub statements: Vec<usize>,
    /// The kind, of a question.
    pub kind: Option<&'static Kind>,
}

impl Ground {
    /// The ground of these topics, weighed by the blueprint of the course's exam; without one all weigh the same and the
    /// paper has 100 points.
    #[must_use]
    pub fn of(topics: &[Arc<Topic>], syllabus: Option<&Syllabus>) -> Self {
        let mut ground = Self { points: 100.0, ..Self::default() };
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        for (at, topic) in topics.iter().enumerate() {
            for statement in topic.statements.names() {
                places.insert(statement, ground.statements.len());
                ground.statements.push(Known { topic: at, asked: 0 });
            }
        }
        for (at, topic) in topics.iter().enumerate() {
            let practice = |tests: &mut dyn Iterator<Item = &str>, kind| {
                let statements = tests.filter_map(|id| places.get(id).copied()).collect();
                Practice { topic: at, statements, kind }
            };
            let mut patch = Patch {
                id: topic.id.clone(),
                title: topic.title.clone(),
                weight: 1.0,
                needs: Vec::new(),
                statements: topic.statements.len(),
                questions: Vec::new(),
                cards: Vec::new(),
                first: ground.cards.len(),
            };
            for (name, question) in topic.questions.glances() {
                let practice = practice(&mut question.tests.iter().map(|id| &**id), Some(name.kind));
                for statement in &practice.statements {
                    ground.statements[*statement].asked += 1;
                }
                if let Some(computed) = question.body.computed() {
                    ground.calculates(&computed.calculation, &practice);
                }
                patch.questions.push(Arc::clone(name.recorded()));
                ground.questions.insert(Arc::clone(name.recorded()), practice);
            }
            for (name, card) in topic.cards.glances() {
                let practice = practice(&mut card.tests.iter().copied(), None);
                if let Some(calculation) = card.calculation() {
                    ground.calculates(calculation, &practice);
                }
                for way in name.recorded_ways() {
                    ground.cards.push(practice.clone());
                    patch.cards.push(way);
                }
            }
            ground.topics.push(patch);
        }
        ground.build(syllabus.map(|syllabus| syllabus.needs.as_slice()).unwrap_or_default());
        ground.weigh(syllabus.and_then(|syllabus| syllabus.exam.as_ref()));
        ground
    }

    /// Notes what builds on what.
    fn build(&mut self, needs: &[Need]) {
        let places: FxHashMap<Id, usize> = self.topics.iter().map(|patch| patch.id.clone()).zip(0..).collect();
        for need in needs {
            if let Some(topic) = places.get(&need.topic) {
                self.topics[*topic].needs.extend(need.on.iter().filter_map(|on| places.get(on)));
            }
        }
    }

    fn calculates(&mut self, calculation: &str, practice: &Practice) {
        let known = self
            .calculations
            .entry(calculation.into())
            .or_insert_with(|| Practice { topic: practice.topic, ..Practice::default() });
        for statement in &practice.statements {
            if !known.statements.contains(statement) {
                known.statements.push(*statement);
            }
        }
    }

    fn weigh(&mut self, blueprint: Option<&Blueprint>) {
        if let Some(blueprint) = blueprint.filter(|blueprint| !blueprint.parts.is_empty()) {
            self.paper = blueprint.parts.iter().flat_map(|part| vec![part.points; part.count]).collect();
            self.points = self.paper.iter().sum();
            for patch in &mut self.topics {
                let named = blueprint.weights.iter().find(|weight| weight.topic == patch.id);
                patch.weight = named.map_or(1.0, |named| named.weight.max(0.0));
            }
        }
        let total: f64 = self.topics.iter().map(|patch| patch.weight).sum();
        for patch in &mut self.topics {
            patch.weight /= total.max(f64::MIN_POSITIVE);
        }
    }

    /// What a question or a card practises, by the name the record has for it.
    #[must_use]
    pub fn item(&self, recorded: &str) -> Option<&Practice> {
        self.questions.get(recorded).or_else(|| self.cards.get(*self.places().get(recorded)?))
    }

    /// The cards of a topic, with what they practise.
    pub fn cards_of<'a>(&'a self, patch: &'a Patch) -> impl Iterator<Item = (&'a Id, &'a Practice)> {
        patch.cards.iter().zip(self.cards.iter().skip(patch.first))
    }

    fn places(&self) -> &FxHashMap<Id, usize> {
        let cards = || self.topics.iter().flat_map(|topic| &topic.cards).cloned().zip(0..).collect();
        self.places.get_or_init(cards)
    }

    /// What a calculation practises.
    #[must_use]
    pub fn calculation(&self, id: &str) -> Option<&Practice> {
        self.calculations.get(id)
    }

    /// What something new of each topic is worth beside the same of a topic that builds on nothing: the less the fewer
    /// cards are met of the topic that it builds on and of which the fewest are, up to where these are enough. What comes
    /// next goes by it wherever that is said: cards, questions, the topic that is advised.
    #[must_use]
    pub fn ready(&self, is_met: &dyn Fn(&str) -> bool) -> Vec<f64> {
        let met = |topic: &Patch| topic.cards.iter().filter(|id| is_met(id)).count();
        self.ready_where(&self.topics.iter().map(met).collect::<Vec<_>>())
    }

    /// The same, by how many cards of each topic are met.
    #[must_use]
    pub fn ready_where(&self, met_of: &[usize]) -> Vec<f64> {
        let met = |(topic, met): (&Patch, &usize)| {
            let cards = topic.cards.len();
            if cards == 0 { 1.0 } else { (*met as f64 / cards as f64 / READY).min(1.0) }
        };
        let met: Vec<f64> = self.topics.iter().zip(met_of).map(met).collect();
        let least = |needs: &Vec<usize>| needs.iter().map(|at| met[*at]).fold(1.0, f64::min);
        self.topics.iter().map(|topic| UNREADY + (1.0 - UNREADY) * least(&topic.needs)).collect()
    }

    /// What a statement weighs on the paper: the topics' shares, divided among the statements by how often each is asked
    /// for. They add up to 1 where every topic has statements.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        let mut asked = vec![0.0; self.topics.len()];
        let share = |known: &Known| known.asked.max(1) as f64;
        for known in &self.statements {
            asked[known.topic] += share(known);
        }
        self.statements
            .iter()
            .map(|known| self.topics[known.topic].weight * share(known) / asked[known.topic])
            .collect()
    }
}
