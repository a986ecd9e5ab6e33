//! Once more what was not right: at the end, by itself where the learner likes it so.

use jiff::ZonedDateTime;

use super::Turns;
use crate::study::deck::{ClosedOf, Deck};
use crate::study::event::{Event, Second, Summary};
use crate::study::journal::Journal;
use crate::study::session::{StudyError, Wanting, Went};

/// When what was not right comes once more, and has come.
#[derive(Debug)]
pub(super) struct Again {
    /// Whether it comes by itself when nothing else is left; once, so that a session has an end.
    pub(super) by_itself: bool,
    /// How many items were closed when each round began.
    rounds: Vec<usize>,
}

impl Again {
    pub(super) const fn new(by_itself: bool) -> Self {
        Self { by_itself, rounds: Vec::new() }
    }

    /// Where, of so many items that were closed, the last round begins.
    pub(super) fn from(&self, closed: usize) -> usize {
        self.rounds.last().copied().unwrap_or_default().min(closed)
    }

    /// Whether a round has begun.
    pub(super) const fn has_begun(&self) -> bool {
        !self.rounds.is_empty()
    }
}

/// What came of an item, where that can come once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comes {
    Wrong,
    Skipped,
}

/// The items among these that can come once more: those that were not right, and those that were skipped.
fn coming<'a, 'b, D: Deck>(
    deck: &'b D,
    closed: &'a [ClosedOf<D>],
) -> impl Iterator<Item = (Comes, &'a D::Item)> + use<'a, 'b, D> {
    let comes = deck.comes_again();
    let came = move |closed: &'a ClosedOf<D>| match &closed.done {
        _ if !comes => None,
        Some(done) => (deck.went(&done.outcome) != Went::Right).then_some((Comes::Wrong, &closed.item)),
        None => closed.apart.is_none().then_some((Comes::Skipped, &closed.item)),
    };
    closed.iter().filter_map(came)
}

impl<D: Deck> Turns<D> {
    /// The items that were closed in the last round.
    pub(super) fn of_last_round(&self) -> &[ClosedOf<D>] {
        &self.closed[self.again.from(self.closed.len())..]
    }

    /// What of the last round can come once more.
    pub(super) fn wanting_again(&self) -> Wanting {
        let count =
            |wanted: Comes| coming(&self.deck, self.of_last_round()).filter(|(came, _)| *came == wanted).count();
        Wanting { wrong: count(Comes::Wrong), skipped: count(Comes::Skipped) }
    }

    /// Begins the round that comes by itself, where it is time for it: of what was not right. Who skipped something does
    /// not want it. Gives whether there is anything in it.
    pub(super) fn begin_by_itself(&mut self) -> bool {
        self.again.by_itself && self.again.rounds.is_empty() && self.begin_round(&[Comes::Wrong])
    }

    /// Begins a round of what came so. Gives whether there is anything in it.
    fn begin_round(&mut self, which: &[Comes]) -> bool {
        let from = self.again.from(self.closed.len());
        let all = coming(&self.deck, &self.closed[from..]);
        let items: Vec<&D::Item> = all.filter(|(came, _)| which.contains(came)).map(|(_, item)| item).collect();
        if items.is_empty() {
            return false;
        }
        self.deck.ask_again(&items, self.closed.len());
        self.again.rounds.push(self.closed.len());
        true
    }

    /// Begins another round of a session that is over.
    pub(super) fn once_more(
        &mut self,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        if self.wanting_again().is_nothing() {
            return Ok(Vec::new());
        }
        // What was open when the learner left is still to come.
        if let Some(open) = self.open.take() {
            self.deck.put_back(open.item);
        }
        self.begin_round(&[Comes::Wrong, Comes::Skipped]);
        self.over = false;
        self.ask(now, journal)
    }

    /// Told that the last item that was closed is open again, in place of `open`: a round that began after it is given
    /// up. Gives the item that is still to come.
    pub(super) fn unclose(&mut self, open: Option<D::Item>) -> Option<D::Item> {
        if self.again.rounds.last().is_none_or(|from| *from <= self.closed.len()) {
            return open;
        }
        self.again.rounds.pop();
        self.deck.give_up_again(open);
        None
    }

    /// What is not right comes once more at the end, or does so no more.
    pub(super) fn turn_again(&mut self) -> Vec<Event> {
        self.again.by_itself = !self.again.by_itself;
        vec![Event::Again { on: self.again.by_itself }]
    }

    /// How it went: the first time, and when it came once more.
    pub(super) fn summed_up(&self) -> Summary {
        let first = self.again.rounds.first().map_or(self.closed.len(), |from| *from.min(&self.closed.len()));
        let (first, second) = self.closed.split_at(first);
        let again = self.again.rounds.first().map(|_| self.deck.summary(second));
        let second = again.map(|Summary { answered, correct, .. }| Second { answered, correct });
        let skipped = first.iter().filter(|closed| closed.done.is_none() && closed.apart.is_none()).count();
        Summary { second, skipped, ..self.deck.summary(first) }
    }
}
