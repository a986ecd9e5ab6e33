//! What was answered last is taken back: of this session, else of an earlier one of the learner's day.

use jiff::ZonedDateTime;

use super::Turns;
use crate::study::deck::Deck;
use crate::study::event::Event;
use crate::study::journal::{Journal, Marked};
use crate::study::session::{Rejected, StudyError};

impl<D: Deck> Turns<D> {
    /// Takes back the text of a short answer whose points wait; else the item that was closed last, and asks it again; where none was, the last answer of an earlier
    /// session of the learner's day.
    pub(super) fn undo(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        if let Some(open) = self.open.as_mut().filter(|_| !self.over)
            && self.deck.step_back(&mut open.item)
        {
            let id = self.deck.id(&open.item);
            let mut events = vec![Event::Undone { id }];
            events.extend(self.say_again(now, journal)?);
            return Ok(events);
        }
        let Some(last) = self.closed.last() else { return self.undo_earlier(now, journal) };
        if let Some(done) = &last.done {
            journal.undo(done.seq, now)?;
        }
        if let Some((mark, id)) = last.apart.zip(self.deck.recorded(&last.item)) {
            journal.mark(&Marked { at: now.clone(), id, code: None, mark, on: false })?;
        }
        let Some(last) = self.closed.pop() else { return Ok(Vec::new()) };
        self.over = false;
        let id = self.deck.id(&last.item);
        let open = self.open.take().map(|open| open.item);
        let open = self.unclose(open);
        let item = self.deck.reopen(last, open);
        Ok(vec![Event::Undone { id }, self.show(item, now, journal)])
    }

    fn undo_earlier(&mut self, now: &ZonedDateTime, journal: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        let last = match self.deck.asks() {
            Some(of) => journal.last_answer(of, now)?,
            None => None,
        };
        let Some(last) = last else { return Ok(self.reject(&Rejected::NothingToUndo)) };
        journal.undo(last.seq, now)?;
        let open = self.open.take().map(|open| open.item);
        let was_open = open.is_some();
        if let Some(open) = open {
            self.deck.put_back(open);
        }
        let item = self.deck.recall(&last);
        let id = item.as_ref().map_or(last.id, |item| self.deck.id(item));
        let mut events = vec![Event::Undone { id }];
        if let Some(item) = item {
            self.over = false;
            events.push(self.show(item, now, journal));
        } else if was_open {
            // It cannot be asked any more; what was open is.
            events.extend(self.ask(now, journal)?);
        }
        Ok(events)
    }
}
