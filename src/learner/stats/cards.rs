//! What the cards of a course come to, and which statements were met.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::CardCount;
use crate::learner::ground::Ground;
use crate::learner::plan::Learner;

/// Days that the forecast looks ahead.
const AHEAD: i64 = 14;

/// What the cards of a course come to, each looked at once: there may be a hundred thousand.
pub(super) struct Cards {
    /// By topic.
    pub(super) counts: Vec<CardCount>,
    /// How many of each topic were rated or are set apart.
    pub(super) met: Vec<usize>,
    /// How many come due on the next days.
    pub(super) forecast: BTreeMap<Date, usize>,
    /// The statements that one was rated of.
    pub(super) is_seen: Vec<bool>,
}

impl Cards {
    pub(super) fn of(learner: &Learner<'_>, today: Date) -> Self {
        let Learner { ground, cards: states, apart, scheduler, .. } = learner;
        let days = (0..AHEAD).map(|days| (today.saturating_add(days.days()), 0));
        let mut cards = Self {
            counts: Vec::new(),
            met: Vec::new(),
            forecast: days.collect(),
            is_seen: vec![false; ground.statements.len()],
        };
        let mut each = ground.cards().iter().zip(states.iter());
        for patch in &ground.topics {
            let (mut count, mut met) = (CardCount::default(), 0);
            for (card, (practice, known)) in patch.cards.iter().zip(&mut each) {
                let is_apart = !apart.is_empty() && apart.contains(&**card);
                met += usize::from(known.is_some() || is_apart);
                let Some(known) = known else {
                    count.new += 1;
                    continue;
                };
                count.learnt += 1;
                practice.statements.iter().for_each(|at| cards.is_seen[*at] = true);
                if !is_apart {
                    let due = scheduler.due(*known).max(today);
                    count.due += usize::from(due == today);
                    cards.forecast.entry(due).and_modify(|count| *count += 1);
                }
            }
            cards.counts.push(count);
            cards.met.push(met);
        }
        cards
    }
}

/// How many statements of each topic something was answered of: those of which a card was, and those of these items.
pub(super) fn seen<'a>(ground: &Ground, mut is_seen: Vec<bool>, items: impl Iterator<Item = &'a str>) -> Vec<usize> {
    for practice in items.filter_map(|id| ground.item(id)) {
        practice.statements.iter().for_each(|at| is_seen[*at] = true);
    }
    let mut seen = vec![0; ground.topics.len()];
    for (statement, _) in ground.statements.iter().zip(is_seen).filter(|(_, is_seen)| *is_seen) {
        seen[statement.topic] += 1;
    }
    seen
}
