//! What the topics of a course weigh on the paper and what they build on: in which order they are worth meeting.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::course::{Id, Need, Syllabus};

/// What something new is worth where nothing is met yet of what its topic builds on, beside the same where enough of it
/// is: less would cost those who have few minutes more points than it is worth.
const UNREADY: f64 = 0.6;

/// The share of a topic's cards that is enough to go on to what builds on it.
const READY: f64 = 0.5;

/// The share of the cards of a topic that is met; all, where it has none.
#[must_use]
pub fn share_met(met: usize, cards: usize) -> f64 {
    if cards == 0 { 1.0 } else { met as f64 / cards as f64 }
}

/// The topics of a course without what is in them, by their places.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// Their shares of the paper, which add up to 1.
    pub weights: Vec<f64>,
    /// The places of the topics that each builds on.
    pub needs: Vec<Vec<usize>>,
}

impl Outline {
    /// The outline of the topics with these ids, weighed by the blueprint of the course's exam; without one all weigh the
    /// same.
    pub fn of<'a>(topics: impl Iterator<Item = &'a Id>, syllabus: Option<&Syllabus>) -> Self {
        let places: FxHashMap<&Id, usize> = topics.zip(0..).collect();
        let mut outline = Self { weights: vec![1.0; places.len()], needs: vec![Vec::new(); places.len()] };
        for Need { topic, on } in syllabus.map(|syllabus| syllabus.needs.as_slice()).unwrap_or_default() {
            if let Some(topic) = places.get(topic) {
                outline.needs[*topic].extend(on.iter().filter_map(|on| places.get(on)));
            }
        }
        let exam = syllabus.and_then(|syllabus| syllabus.exam.as_ref());
        let weights = exam.filter(|exam| !exam.parts.is_empty()).map(|exam| exam.weights.as_slice());
        for weight in weights.unwrap_or_default() {
            if let Some(topic) = places.get(&weight.topic) {
                outline.weights[*topic] = weight.weight;
            }
        }
        let total: f64 = outline.weights.iter().sum();
        outline.weights.iter_mut().for_each(|weight| *weight /= total.max(f64::MIN_POSITIVE));
        outline
    }

    /// What something new of each topic is worth beside the same of a topic that builds on nothing, by which share of the
    /// cards of each topic is met: the less the smaller it is of the topic that it builds on and of which it is the least,
    /// up to where that is enough. What comes next goes by it wherever that is said: cards, questions, the topic that is
    /// advised.
    #[must_use]
    pub fn ready(&self, met: &[f64]) -> Vec<f64> {
        let least = |needs: &Vec<usize>| needs.iter().map(|at| (met[*at] / READY).min(1.0)).fold(1.0, f64::min);
        self.needs.iter().map(|needs| UNREADY + (1.0 - UNREADY) * least(needs)).collect()
    }

    /// The rank of each topic where no day is planned for: first come those that enough is met for, of these those that
    /// weigh most or that others build on which do, else the course's order.
    #[must_use]
    pub fn ranks(&self, met: &[f64]) -> Vec<usize> {
        let ready = self.ready(met);
        let mut worth = self.weights.clone();
        // What builds on something hands its weight down to it, as often as a chain can be long.
        for _ in 0..worth.len() {
            for (topic, needs) in self.needs.iter().enumerate() {
                for on in needs {
                    worth[*on] = worth[*on].max(worth[topic]);
                }
            }
        }
        let mut order: Vec<usize> = (0..worth.len()).collect();
        order.sort_by(|a, b| {
            let is_ready = |topic: usize| Reverse(ready[topic] >= 1.0);
            is_ready(*a).cmp(&is_ready(*b)).then(worth[*b].total_cmp(&worth[*a]))
        });
        let mut ranks = vec![0; order.len()];
        order.into_iter().enumerate().for_each(|(rank, topic)| ranks[topic] = rank);
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The ranks of three topics with these weights; the last builds on the first.
    fn ranks(weights: [f64; 3], met: [f64; 3]) -> Vec<usize> {
        let outline = Outline { weights: weights.to_vec(), needs: vec![vec![], vec![], vec![0]] };
        outline.ranks(&met)
    }

    #[test]
    fn topics_come_by_their_weight_and_after_what_they_build_on() {
        assert_eq!(ranks([0.3, 0.3, 0.3], [0.0; 3]), [0, 1, 2]);
        assert_eq!(ranks([0.3, 0.5, 0.2], [0.0; 3]), [1, 0, 2]);
        assert_eq!(ranks([0.1, 0.2, 0.7], [0.0; 3]), [0, 1, 2], "the first is worth what builds on it");
        assert_eq!(ranks([0.1, 0.2, 0.7], [0.5, 0.0, 0.0]), [0, 2, 1]);
    }
}
