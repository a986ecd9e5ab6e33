//! What of a course practises what: the ground on which the learner stands.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::outline::{Outline, share_met};
use crate::course::{Bilingual, Id, Kind, Syllabus, Topic};
use crate::schedule::Known as Remembered;

/// The topics of a course with what is to be known of each, and the items that practise it.
#[derive(Clone, Debug, Default)]
pub struct Ground {
    /// In the course's order.
    pub topics: Vec<Patch>,
    /// What they weigh on the paper and what they build on.
    pub outline: Outline,
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
    /// How many statements it has.
    pub statements: usize,
    /// The questions, as the record names them.
    pub questions: Vec<Id>,
    /// The cards in each way in which they are asked, as the record names them.
    pub cards: Vec<Id>,
}

/// The state of a card; nothing of one that was never rated.
pub type State = Option<Remembered>;

/// The states of the cards of a course, by their places.
pub type States = Vec<State>;

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
        let outline = Outline::of(topics.iter().map(|topic| &topic.id), syllabus);
        let mut ground = Self { points: 100.0, outline, ..Self::default() };
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
                title: topic.title().clone(),
                statements: topic.statements.len(),
                questions: Vec::new(),
                cards: Vec::new(),
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
        if let Some(blueprint) =
            syllabus.and_then(|syllabus| syllabus.exam.as_ref()).filter(|exam| !exam.parts.is_empty())
        {
            ground.paper = blueprint.parts.iter().flat_map(|part| vec![part.points; part.count]).collect();
            ground.points = ground.paper.iter().sum();
        }
        ground
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

    /// What a question or a card practises, by the name the record has for it.
    #[must_use]
    pub fn item(&self, recorded: &str) -> Option<&Practice> {
        self.questions.get(recorded).or_else(|| self.cards.get(self.place(recorded)?))
    }

    /// What the cards practise, each in each way in which it is asked, by their places.
    #[must_use]
    pub fn cards(&self) -> &[Practice] {
        &self.cards
    }

    /// The names of the cards as the record has them, in the order of their places.
    pub fn names_of_cards(&self) -> impl Iterator<Item = &Id> {
        self.topics.iter().flat_map(|patch| &patch.cards)
    }

    /// The place of a card, by the name that the record has for it.
    #[must_use]
    pub fn place(&self, recorded: &str) -> Option<usize> {
        self.places().get(recorded).copied()
    }

    /// The states of the cards, by their places: of these, by the names that the record has for them. Cards that the
    /// course does not have are passed over.
    #[must_use]
    pub fn states<'a>(&self, rated: impl IntoIterator<Item = (&'a str, Remembered)>) -> States {
        let mut states = vec![None; self.cards.len()];
        for (recorded, known) in rated {
            if let Some(place) = self.place(recorded) {
                states[place] = Some(known);
            }
        }
        states
    }

    fn places(&self) -> &FxHashMap<Id, usize> {
        self.places.get_or_init(|| {
            let mut places = FxHashMap::with_capacity_and_hasher(self.cards.len(), FxBuildHasher);
            places.extend(self.names_of_cards().cloned().zip(0..));
            places
        })
    }

    /// What a calculation practises.
    #[must_use]
    pub fn calculation(&self, id: &str) -> Option<&Practice> {
        self.calculations.get(id)
    }

    /// What something new of each topic is worth, by how many cards of each are met.
    #[must_use]
    pub fn ready(&self, met: &[usize]) -> Vec<f64> {
        let share = |(topic, met): (&Patch, &usize)| share_met(*met, topic.cards.len());
        self.outline.ready(&self.topics.iter().zip(met).map(share).collect::<Vec<_>>())
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
            .map(|known| self.outline.weights[known.topic] * share(known) / asked[known.topic])
            .collect()
    }
}
