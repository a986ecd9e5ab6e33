//! What a paper came to: points by part and by topic, and what to read again.

use std::collections::HashSet;

use super::Sheet;
use crate::study::deck::ClosedOf;
use crate::study::event::{Reading, Share, Summary};
use crate::study::session::{add, rounded};

impl Sheet {
    /// The report. What was not answered has no points, but counts among those that could be reached.
    pub(super) fn report(&self, closed: &[ClosedOf<Self>]) -> Summary {
        let mut summary = Summary::default();
        for (entry, taken) in self.answered(closed) {
            let score = taken.map_or(0.0, |taken| taken.score);
            summary.answered += usize::from(taken.is_some());
            summary.correct += usize::from(taken.is_some_and(|taken| taken.mark.is_full()));
            let part = self.plan.parts[entry.part].title.get(self.setting.lang);
            add(&mut summary.parts, ("", part), (score, entry.item.points));
            add(&mut summary.topics, (&entry.item.topic, &entry.topic.1), (score, entry.item.points));
            summary.score += score;
            summary.points += entry.item.points;
        }
        summary.score = rounded(summary.score);
        let place = |share: &Share| self.entries.iter().find(|e| *e.item.topic == *share.id).map(|e| e.topic.0);
        summary.topics.sort_by_key(place);
        summary.again = self.again(closed);
        summary
    }

    /// The statements behind what did not reach full marks, each once, in the order of the paper. What was left open
    /// may be known.
    fn again(&self, closed: &[ClosedOf<Self>]) -> Vec<Reading> {
        let mut seen = HashSet::new();
        let answered = self.answered(closed).filter_map(|(entry, taken)| Some((entry, taken?)));
        let missed = answered.filter(|(_, taken)| !taken.mark.is_full());
        let tested = missed.flat_map(|(entry, _)| &entry.tests);
        tested.filter(|reading| seen.insert(&reading.id)).cloned().collect()
    }
}
