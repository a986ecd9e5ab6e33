//! Which cards a review has: those that are due, then new ones.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::Review;
use crate::course::Topic;
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

/// A card in one of the ways in which it is asked, by its place in its topic and that of the topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) topic: usize,
    pub(super) card: usize,
    pub(super) way: usize,
}

/// The name of a card with what it ends with.
pub(super) fn joined<'a>(name: &'a str, suffix: &str) -> Cow<'a, str> {
    if suffix.is_empty() { name.into() } else { format!("{name}{suffix}").into() }
}

/// The card that the record knows by a name.
pub(super) fn recorded_as(topics: &[Arc<Topic>], wanted: &str) -> Option<Chosen> {
    topics.iter().enumerate().find_map(|(topic, read)| {
        read.cards.names().enumerate().find_map(|(card, name)| {
            let rest = wanted.strip_prefix(&**name.recorded())?;
            let way = name.ways.suffixes().position(|suffix| suffix == rest)?;
            Some(Chosen { topic, card, way })
        })
    })
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
        let mut due: Vec<(Date, Chosen)> = Vec::new();
        let mut new: Vec<Chosen> = Vec::new();
        for (topic, read) in topics.iter().enumerate() {
            let named = || read.cards.names().enumerate();
            let wanted = || named().filter(|(_, name)| self.only.is_empty() || self.only.contains(&*name.id));
            let ways = |skip: usize, take: usize| {
                wanted().flat_map(move |(card, name)| {
                    let suffixes = name.ways.suffixes().enumerate().skip(skip).take(take);
                    suffixes.map(move |(way, suffix)| (Chosen { topic, card, way }, joined(name.recorded(), &suffix)))
                })
            };
            for (chosen, recorded) in ways(0, 1).chain(ways(1, usize::MAX)) {
                if self.only.is_empty() && standing.apart.contains(&*recorded) {
                    continue;
                }
                match standing.due.get(&*recorded) {
                    Some(day) if *day <= standing.today || self.is_whole() => due.push((*day, chosen)),
                    Some(_) => {}
                    None => new.push(chosen),
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
