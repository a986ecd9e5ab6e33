//! Which cards a review has: those that are due, then new ones.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::{Flashcard, Review};
use crate::course::Topic;
use crate::study::item::statements;
use crate::study::session::Setting;

/// How the learner stands, by the record.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The learner's day.
    pub today: Date,
    /// The day on which each card that has been reviewed is due.
    pub due: HashMap<String, Date>,
    /// How many cards were met for the first time today.
    pub new_today: usize,
    /// Cards that are set apart today, as the record names them: suspended or buried.
    pub apart: HashSet<String>,
}

/// What is wanted of a review.
#[derive(Clone, Debug, Default)]
pub struct ReviewPlan {
    /// Only the cards with these ids, in each of their directions; any where empty. Stands above due dates and the daily
    /// limit: who asks for a card gets it.
    pub only: HashSet<String>,
    /// How many cards; stands above the daily limit.
    pub count: Option<usize>,
    /// New cards a day.
    pub new_per_day: usize,
    /// Whether it is cramming: cards come due or not, and their memory states stay.
    pub cram: bool,
}

impl ReviewPlan {
    /// Chooses from the cards of `topics`: the longest due first, then new ones in the course's order, a topic's
    /// reversed cards and further holes after its others. There may be none: the session then sums up at once.
    #[must_use]
    pub fn review(&self, topics: &[Arc<Topic>], standing: Standing, setting: Setting) -> Review {
        let statements = statements(topics);
        let mut due: Vec<(Date, Flashcard)> = Vec::new();
        let mut new: Vec<Flashcard> = Vec::new();
        for topic in topics {
            let wanted = topic.cards.iter().filter(|card| self.only.is_empty() || self.only.contains(&*card.id));
            let cards = wanted.flat_map(|card| Flashcard::of(card, topic, &statements));
            let (siblings, first): (Vec<_>, Vec<_>) = cards.partition(Flashcard::is_later_sibling);
            let cards = first.into_iter().chain(siblings);
            for card in cards.filter(|card| !self.only.is_empty() || !standing.apart.contains(&card.recorded)) {
                match standing.due.get(&card.recorded) {
                    Some(day) if *day <= standing.today || self.is_whole() => due.push((*day, card)),
                    Some(_) => {}
                    None => new.push(card),
                }
            }
        }
        due.sort_by_key(|(day, _)| *day);
        let usual = || if self.is_whole() { usize::MAX } else { self.new_per_day.saturating_sub(standing.new_today) };
        let new_ones = self.count.unwrap_or_else(usual);
        let cards = due.into_iter().map(|(_, card)| card).chain(new.into_iter().take(new_ones));
        let cards = cards.take(self.count.unwrap_or(usize::MAX)).collect();
        Review::new(cards, topics, self.cram, standing, setting)
    }

    /// Whether due dates and the daily limit do not count: who asks for cards, or crams, gets them.
    fn is_whole(&self) -> bool {
        self.cram || !self.only.is_empty()
    }
}
