//! Which cards a review has: those that are due, then new ones.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Review;
use crate::course::Topic;
use crate::learner::{Outline, share_met};
use crate::study::session::Setting;

/// How the learner stands, by the record.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The learner's day.
    pub today: Date,
    /// The day on which each card that has been reviewed is due.
    pub due: FxHashMap<String, Date>,
    /// How many cards were met for the first time today.
    pub new_today: usize,
    /// Cards that were reviewed today.
    pub seen_today: FxHashSet<String>,
    /// Cards that are set apart today, as the record names them: suspended or buried.
    pub apart: HashSet<String>,
}

/// What stands between the name of a card and the way in which it is asked.
const SIBLING: char = '~';

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

/// The cards that are planned for a day, the most worthwhile first.
#[derive(Clone, Debug, Default)]
pub struct Planned {
    /// Cards met before.
    pub reviews: Vec<String>,
    /// New cards.
    pub new: Vec<String>,
    /// New cards for another day: they come next where a number is asked for.
    pub later: Vec<String>,
}

impl Planned {
    /// The places of cards met before, and of new ones.
    fn places(&self) -> (HashMap<&str, usize>, HashMap<&str, usize>) {
        let new = self.new.iter().chain(&self.later);
        (self.reviews.iter().map(String::as_str).zip(0..).collect(), new.map(String::as_str).zip(0..).collect())
    }
}

/// A card that may be asked: where it stands in the order, and its name.
struct Candidate<'a> {
    /// First by place in the plan, then by day.
    order: (usize, Date),
    chosen: Chosen,
    recorded: Cow<'a, str>,
    /// Whether its card is asked in this way only.
    is_alone: bool,
}

/// What is wanted of a review.
#[derive(Clone, Debug, Default)]
pub struct ReviewPlan {
    /// Only the cards with these ids, in each of their directions; any where empty. Stands above due dates and the daily
    /// limit: who asks for a card gets it.
    pub only: HashSet<String>,
    /// Only the cards that the record calls so, whether due or not.
    pub among: Option<HashSet<String>>,
    /// Whether numbers are those that were seen when a card was marked.
    pub as_marked: bool,
    /// How many cards; stands above the daily limit.
    pub count: Option<usize>,
    /// New cards a day.
    pub new_per_day: usize,
    /// What the plan to the exam has for today, in its order, as the record names the cards; it stands above due dates.
    pub planned: Option<Planned>,
    /// Whether it is cramming: cards come due or not, and their memory states stay.
    pub cram: bool,
    /// What the topics weigh and build on, by which new cards come where nothing is planned; else in the course's order.
    pub outline: Option<Outline>,
}

impl ReviewPlan {
    /// Chooses from the cards of `topics`: the longest due first, then new ones, those of a topic in the course's order,
    /// its reversed cards and further holes after its others, and the topics by what they weigh and build on. Where today
    /// is planned, what the plan has comes first, and the rest only if a number is asked for: then new cards go on in the
    /// plan's order. There may be none: the session then sums up at once.
    ///
    /// One card comes in one way a day, unless it is asked for: who has just seen its front knows its back. Where a number is
    /// asked for or planned, further ways come behind all others, and new ones only as far as there are not enough others.
    #[must_use]
    pub fn review(&self, topics: &[Arc<Topic>], standing: Standing, setting: Setting) -> Review {
        let planned = self.planned.as_ref().filter(|_| !self.is_whole());
        let (reviews, fresh) = planned.map(Planned::places).unwrap_or_default();
        let for_today = planned.map_or(0, |planned| planned.new.len());
        let (mut due, mut new): (Vec<Candidate<'_>>, Vec<Candidate<'_>>) = (Vec::new(), Vec::new());
        let mut met = Vec::with_capacity(topics.len());
        for (topic, read) in topics.iter().enumerate() {
            let named = || read.cards.names().enumerate();
            let wanted = || named().filter(|(_, name)| self.only.is_empty() || self.only.contains(&*name.id));
            let ways = |skip: usize, take: usize| {
                wanted().flat_map(move |(card, name)| {
                    let suffixes = name.ways.suffixes().enumerate().skip(skip).take(take);
                    let is_alone = name.ways.are_one();
                    suffixes.map(move |(way, suffix)| {
                        (Chosen { topic, card, way }, joined(name.recorded(), &suffix), is_alone)
                    })
                })
            };
            let (mut all, mut unmet) = (0, 0);
            for (chosen, recorded, is_alone) in ways(0, 1).chain(ways(1, usize::MAX)) {
                all += 1;
                if self.among.as_ref().is_some_and(|among| !among.contains(&*recorded)) {
                    continue;
                }
                if self.only.is_empty() && standing.apart.contains(&*recorded) {
                    continue;
                }
                let place = |places: &HashMap<&str, usize>| places.get(&*recorded).copied().unwrap_or(usize::MAX);
                match standing.due.get(&*recorded) {
                    Some(day) => {
                        let order = (place(&reviews), *day);
                        let is_due = *day <= standing.today && (planned.is_none() || self.count.is_some());
                        if is_due || order.0 < usize::MAX || self.is_whole() {
                            due.push(Candidate { order, chosen, recorded, is_alone });
                        }
                    }
                    None => {
                        unmet += 1;
                        let order = (place(&fresh), standing.today);
                        if planned.is_none() || self.count.is_some() || order.0 < usize::MAX {
                            new.push(Candidate { order, chosen, recorded, is_alone });
                        }
                    }
                }
            }
            met.push(share_met(all - unmet, all));
        }
        due.sort_by_key(|card| card.order);
        let outline = self.outline.as_ref().filter(|_| planned.is_none() && !self.is_whole());
        let ranks = outline.map(|outline| outline.ranks(&met));
        new.sort_by_key(|card| (card.order, ranks.as_ref().map(|ranks| ranks[card.chosen.topic])));
        // As many new ones as are planned, whichever of them their other ways make room for.
        let planned_new = new.iter().filter(|card| card.order.0 < for_today).count();
        match (self.count, planned) {
            _ if self.is_whole() => {}
            (None, None) => one_way_a_day(&mut due, &mut new, &standing.seen_today),
            _ => further_ways_last(&mut due, &mut new, &standing.seen_today),
        }
        let new_ones = match (self.count, planned) {
            (Some(count), _) => count,
            (None, Some(_)) => planned_new,
            (None, None) if self.is_whole() => usize::MAX,
            (None, None) => self.new_per_day.saturating_sub(standing.new_today),
        };
        let cards = due.iter().chain(new.iter().take(new_ones)).map(|card| card.chosen);
        let cards = cards.take(self.count.unwrap_or(usize::MAX)).collect();
        drop((due, new));
        Review::new(cards, topics, self.cram, standing, setting)
    }

    /// Whether due dates and the daily limit do not count: who asks for cards, or crams, gets them.
    fn is_whole(&self) -> bool {
        self.cram || self.among.is_some() || !self.only.is_empty()
    }
}

/// Parts a further way of a card from the one that comes first today, in `due` and then in `new`: what is left there are
/// the first ones, and those that went come back.
fn first_ways<'a>(
    due: &mut Vec<Candidate<'a>>,
    new: &mut Vec<Candidate<'a>>,
    seen_today: &FxHashSet<String>,
) -> [Vec<Candidate<'a>>; 2] {
    fn card(name: &str) -> &str {
        name.split(SIBLING).next().unwrap_or(name)
    }
    let seen: FxHashSet<&str> = seen_today.iter().map(|name| card(name)).collect();
    let mut met: FxHashSet<(usize, usize)> = FxHashSet::default();
    let mut is_first = |candidate: &Candidate<'_>| {
        let Chosen { topic, card: number, .. } = candidate.chosen;
        !seen.contains(card(&candidate.recorded)) && (candidate.is_alone || met.insert((topic, number)))
    };
    // A way that is due again on the day it was seen is no sibling of itself.
    let is_due = |candidate: &Candidate<'_>| seen_today.contains(&*candidate.recorded) || is_first(candidate);
    let (first, further_due) = std::mem::take(due).into_iter().partition(is_due);
    *due = first;
    let (first, further_new) = std::mem::take(new).into_iter().partition(is_first);
    *new = first;
    [further_due, further_new]
}

/// Leaves of each card the way that comes first, and none where one was seen today.
fn one_way_a_day<'a>(due: &mut Vec<Candidate<'a>>, new: &mut Vec<Candidate<'a>>, seen_today: &FxHashSet<String>) {
    first_ways(due, new, seen_today);
}

/// Puts the further ways of each card behind the others.
fn further_ways_last<'a>(due: &mut Vec<Candidate<'a>>, new: &mut Vec<Candidate<'a>>, seen_today: &FxHashSet<String>) {
    let [further_due, further_new] = first_ways(due, new, seen_today);
    due.extend(further_due);
    new.extend(further_new);
}
