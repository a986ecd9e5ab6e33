//! Before the report of a paper the learner holds each short answer against the points that it was to make. What is
//! ticked takes the place of what the words were seen to say.

use super::entry::Entry;
use super::{Sheet, Stage, answer};
use crate::study::deck::{ClosedOf, Moment, Refused, Take};
use crate::study::event::{Event, Handed};
use crate::study::feedback::answered;
use crate::study::journal::Answered;
use crate::study::quiz::Marked;

impl Sheet {
    /// The next short answer, from a place on, that is to be held against its points.
    pub(super) fn to_mark(&self, from: usize, closed: &[ClosedOf<Self>]) -> Option<usize> {
        let has_points = |at: usize| {
            let (Some(entry), Some(done)) = (self.entries.get(at), answer(closed, at)) else { return false };
            let task = &entry.item.task;
            !task.points(&task.typed(&done.outcome.mark.given)).is_empty()
        };
        (from..self.entries.len()).find(|at| has_points(*at))
    }

    /// The points of a short answer, to be ticked.
    pub(super) fn points(&self, at: usize, closed: &[ClosedOf<Self>]) -> Option<Event> {
        let entry = self.entries.get(at)?;
        let (item, given) = (&entry.item, &answer(closed, at)?.outcome.mark.given);
        let given = item.task.typed(given);
        let (id, points, stem) = (item.id.to_string(), item.task.points(&given), item.stem.clone());
        let part = self.plan.parts[entry.part].title.get(self.setting.lang).to_owned();
        let place = Some(Handed { number: at + 1, part, points: item.points });
        Some(Event::Points { id, points, stem, given, place })
    }

    /// Takes the ticks of a short answer.
    pub(super) fn tick_points(
        &mut self,
        at: usize,
        line: &str,
        closed: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Take<Marked>, Refused> {
        let (Some(Entry { item, .. }), Some(before)) = (self.entries.get(at), answer(closed, at)) else {
            return Ok(Take::End);
        };
        let mark = item.task.mark(&item.task.typed(&before.outcome.mark.given), Some(line))?;
        let paper = Some(self.code.clone());
        let row = Answered { paper, ..answered(item, &mark, moment.now, moment.ms) };
        let event = Event::Taken { id: item.id.to_string(), given: line.to_owned() };
        let seq = if mark.given == before.outcome.mark.given {
            before.seq
        } else {
            moment.journal.replace(before.seq, &row)?
        };
        self.stage = Stage::Marking(at + 1);
        Ok(Take::Closed { seq, outcome: Marked { mark, score: row.score }, event })
    }
}
