//! Answers on a paper: each is in the record as it stands, and takes the place of the one before.

use super::entry::Entry;
use super::{Sheet, answer};
use crate::course::kinds::Mark;
use crate::course::messages::say;
use crate::study::deck::{ClosedOf, Draft, Moment};
use crate::study::event::Event;
use crate::study::feedback::answered;
use crate::study::journal::{Answered, JournalError};
use crate::study::quiz::Marked;
use crate::study::session::StudyError;

/// An answer that cannot be read, as it stands: it earns nothing.
pub(super) fn as_it_is(given: &str) -> Mark {
    Mark { given: given.to_owned(), ..Mark::default() }
}

impl Sheet {
    /// Writes an answer to the question at a place, where it is another than the one that stands there.
    pub(super) fn write(
        &self,
        at: usize,
        mark: Mark,
        closed: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<(u64, Marked), JournalError> {
        let paper = Some(self.code.clone());
        let row = Answered { paper, ..answered(&self.entries[at].item, &mark, moment.now, moment.ms) };
        let seq = match answer(closed, at) {
            // Who looks back and leaves it as it is changes nothing.
            Some(before) if before.outcome.mark.given == mark.given => before.seq,
            Some(before) => moment.journal.replace(before.seq, &row)?,
            None => moment.journal.answer(&row)?,
        };
        Ok((seq, Marked { mark, score: row.score }))
    }

    /// Takes what stands in the answer to a question that is left: what cannot be read stands there as it is, and where
    /// nothing stands, what stood there is taken back.
    pub(super) fn keep_draft(
        &self,
        at: usize,
        draft: &str,
        closed: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Draft<Marked>, StudyError> {
        let Some(Entry { item, .. }) = self.entries.get(at) else { return Ok(Draft::Nothing) };
        let before = answer(closed, at);
        if draft.is_empty() {
            let Some(before) = before else { return Ok(Draft::Nothing) };
            moment.journal.undo(before.seq, moment.now)?;
            return Ok(Draft::Gone);
        }
        let id = item.id.to_string();
        let (mark, event) = match item.task.mark(draft, None) {
            Ok(mark) => {
                let given = item.task.typed(&mark.given);
                (mark, Event::Taken { id, given })
            }
            Err(why) => {
                let (key, why) = (why.key().map(str::to_owned), why.sentence(self.setting.lang));
                let why = say(self.setting.lang, "exam.kept-as-it-is", &[("number", &(at + 1)), ("why", &why)]);
                (as_it_is(draft), Event::Rejected { id, why, key })
            }
        };
        if before.is_some_and(|before| before.outcome.mark.given == mark.given) {
            return Ok(Draft::Nothing);
        }
        let (seq, outcome) = self.write(at, mark, closed, moment)?;
        Ok(Draft::Taken { seq, outcome, event: Box::new(event) })
    }
}
