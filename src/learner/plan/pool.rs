//! What can be done towards an exam: the cards and questions of a course with what they are worth, looked up once.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::Learner;
use crate::course::Id;
use crate::learner::knowledge::Level;

/// The cards and questions of a course.
#[derive(Debug)]
pub(super) struct Pool<'a> {
    /// By their places.
    pub(super) cards: Vec<Card<'a>>,
    pub(super) questions: Vec<Question<'a>>,
    /// How the exercises stand, with the statements that they practise.
    pub(super) exercises: Vec<(&'a [usize], Level)>,
    /// The places of the new cards of each topic, those first that weigh most.
    pub(super) fresh: Vec<Vec<usize>>,
    /// How many cards of each topic are met or set apart.
    pub(super) met: Vec<usize>,
}

/// A card in one of the ways in which it is asked.
#[derive(Debug)]
pub(super) struct Card<'a> {
    pub(super) id: &'a Id,
    /// Which is practised at most once a day: the card, whichever way it is asked.
    pub(super) once: &'a str,
    /// The place of its topic.
    pub(super) topic: usize,
    /// What its statements weigh on the paper, divided among what practises them.
    pub(super) worth: f64,
    pub(super) is_apart: bool,
}

/// A question.
#[derive(Debug)]
pub(super) struct Question<'a> {
    pub(super) id: &'a Id,
    pub(super) topic: usize,
    pub(super) worth: f64,
    /// The places of the statements that it asks for.
    pub(super) statements: &'a [usize],
    /// How it stands, if it was ever answered.
    pub(super) level: Option<Level>,
    pub(super) is_apart: bool,
}

impl<'a> Pool<'a> {
    pub(super) fn of(learner: &'a Learner<'_>) -> Self {
        let ground = learner.ground;
        let weights = ground.weights();
        let worth = |statements: &[usize]| {
            statements.iter().map(|at| weights[*at]).sum::<f64>() / statements.len().max(1) as f64
        };
        let is_apart = |id: &str| !learner.apart.is_empty() && learner.apart.contains(id);
        let mut pool = Self {
            cards: Vec::with_capacity(ground.cards().len()),
            questions: Vec::new(),
            exercises: learner.answers.exercises(ground).collect(),
            fresh: Vec::with_capacity(ground.topics.len()),
            met: Vec::with_capacity(ground.topics.len()),
        };
        let mut cards = ground.cards().iter().zip(learner.cards.iter());
        for (topic, patch) in ground.topics.iter().enumerate() {
            let (mut fresh, mut met) = (Vec::new(), 0);
            for (id, (practice, known)) in patch.cards.iter().zip(&mut cards) {
                let (is_apart, place) = (is_apart(id), pool.cards.len());
                met += usize::from(is_apart || known.is_some());
                if !is_apart && known.is_none() {
                    fresh.push(place);
                }
                pool.cards.push(Card { id, once: once(id), topic, worth: worth(&practice.statements), is_apart });
            }
            fresh.sort_by(|a, b| pool.cards[*b].worth.total_cmp(&pool.cards[*a].worth));
            pool.fresh.push(fresh);
            pool.met.push(met);
            pool.questions.extend(patch.questions.iter().filter_map(|id| {
                let (statements, level) = (ground.item(id)?.statements.as_slice(), learner.answers.question(id));
                Some(Question { id, topic, worth: worth(statements), statements, level, is_apart: is_apart(id) })
            }));
        }
        pool
    }

    /// The new cards that are still new, the most worthwhile first where something new of each topic is worth so much.
    pub(super) fn new_cards(
        &self,
        is_new: impl Fn(&usize) -> bool + Copy,
        ready: &[f64],
    ) -> impl Iterator<Item = Worth> {
        let mut left: Vec<_> = self.fresh.iter().map(|places| places.iter().copied().filter(is_new)).collect();
        let worth = |place: usize| {
            let Card { topic, worth, .. } = self.cards[place];
            Worth { value: worth * ready[topic], is_exact: true, place }
        };
        // Of each topic the next one is enough.
        let mut next: BinaryHeap<Worth> = left.iter_mut().filter_map(Iterator::next).map(worth).collect();
        std::iter::from_fn(move || {
            let best = next.pop()?;
            next.extend(left[self.cards[best.place].topic].next().map(worth));
            Some(best)
        })
    }
}

/// What doing something is worth. The most is the greatest; of what is worth the same, what comes first in the course.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worth {
    pub(super) value: f64,
    /// Whether it is worth that, and not only that at most.
    pub(super) is_exact: bool,
    pub(super) place: usize,
}

impl Ord for Worth {
    fn cmp(&self, other: &Self) -> Ordering {
        // What may be worth as much is looked at before what is.
        let rest = || other.is_exact.cmp(&self.is_exact).then(other.place.cmp(&self.place));
        self.value.total_cmp(&other.value).then_with(rest)
    }
}

impl PartialOrd for Worth {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Worth {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Worth {}

/// The card, whichever way it is asked.
fn once(id: &str) -> &str {
    id.split('~').next().unwrap_or(id)
}
