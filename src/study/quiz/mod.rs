//! The quiz: questions of the course, each marked and explained at once.

mod select;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

pub use select::QuizPlan;

use super::deck::{ClosedOf, Deck, Done, Moment, Refused, Take};
use super::event::{Event, Summary};
use super::feedback::{self, answered, feedback, retell};
use super::item::{Item, statements};
use super::journal::{Answered, Last, Of};
use super::session::{Missed, Setting, StudyError, Went, add, rounded};
use super::turns::Turns;
use crate::course::kinds::{Mark, Unreadable};
use crate::course::{Lang, Topic};

/// How often other numbers are drawn for a question that comes once more, before it comes with the same.
const TRIES: u64 = 20;

/// A quiz under way.
pub type Quiz = Turns<Questions>;

/// The questions of a quiz, in its order.
#[derive(Debug)]
pub struct Questions {
    setting: Setting,
    waiting: VecDeque<Asking>,
    /// What was still to come when questions began to come once more, round by round.
    rest: Vec<VecDeque<Asking>>,
    /// The topics whose questions can be asked again.
    topics: Vec<Arc<Topic>>,
}

/// A question that is asked.
#[derive(Clone, Debug)]
pub struct Asking {
    /// The question.
    pub item: Rc<Item>,
    /// The free text of a key-points question, once it was given and its points wait to be ticked.
    pub text: Option<String>,
    /// How often it has come before; its numbers and the order of its options hang on it.
    round: u64,
}

impl Asking {
    /// A question that comes for the first time.
    const fn first(item: Rc<Item>) -> Self {
        Self { item, text: None, round: 0 }
    }
}

/// What an answer to a question came to.
#[derive(Clone, Debug)]
pub struct Marked {
    /// How it was marked.
    pub mark: Mark,
    /// Points reached.
    pub score: f64,
}

impl Marked {
    /// How the answer went.
    #[must_use]
    pub fn went(&self) -> Went {
        Went::of(&self.mark)
    }
}

impl Quiz {
    /// A quiz of these items of `topics`, in this order.
    #[must_use]
    pub fn new(items: Vec<Item>, topics: &[Arc<Topic>], setting: Setting) -> Self {
        let waiting = items.into_iter().map(|item| Asking::first(Rc::new(item))).collect();
        Self::over(Questions { setting, waiting, rest: Vec::new(), topics: topics.to_vec() })
    }
}

impl Questions {
    /// The question that the record calls so, ready to be asked for the first time or once more.
    fn item(&self, recorded: &str, round: u64) -> Option<Item> {
        let (topic, question) = self.topics.iter().find_map(|topic| {
            let at = topic.questions.names().position(|name| **name.recorded() == *recorded)?;
            Some((topic, topic.questions.get(at)?))
        })?;
        let mut setting = Setting { seed: self.setting.seed.wrapping_add(round), ..self.setting.clone() };
        if round > 0 {
            setting.variants.clear();
        }
        Item::new(question, topic, &statements(&self.topics), &setting).ok()
    }

    /// A question once more: with other numbers, where it has any that are drawn.
    fn once_more(&self, asked: &Asking) -> Asking {
        let is_other = |(item, _): &(Item, u64)| item.task.code().is_none() || item.stem != asked.item.stem;
        let rounds = asked.round + 1..=asked.round + TRIES;
        let other = rounds.filter_map(|round| Some((self.item(&asked.item.recorded, round)?, round))).find(is_other);
        let same = || (Rc::clone(&asked.item), asked.round);
        let (item, round) = other.map_or_else(same, |(item, round)| (Rc::new(item), round));
        Asking { item, text: None, round }
    }

    /// The points of a short answer, to be ticked.
    fn points(item: &Item, text: &str) -> Event {
        Event::Points {
            id: item.id.to_string(),
            points: item.task.points(text),
            stem: item.stem.clone(),
            given: text.to_owned(),
            place: None,
        }
    }
}

impl Deck for Questions {
    type Item = Asking;
    type Outcome = Marked;

    fn setting(&self) -> &Setting {
        &self.setting
    }

    fn next(&mut self, _: &[ClosedOf<Self>]) -> Result<Option<Asking>, StudyError> {
        let mut next = self.waiting.pop_front();
        // The language may have changed since it was made ready.
        if let Some(asking) = &mut next {
            self.translate(asking);
        }
        Ok(next)
    }

    fn ask(&mut self, asking: &Asking, closed: &[ClosedOf<Self>]) -> Event {
        asking.item.event(closed.len() + 1, self.total(closed.len(), true))
    }

    fn id(&self, asking: &Asking) -> String {
        asking.item.id.to_string()
    }

    fn stem(&self, asking: &Asking) -> String {
        asking.item.stem.to_string()
    }

    fn recorded(&self, asking: &Asking) -> Option<String> {
        Some(asking.item.recorded.to_string())
    }

    fn variant(&self, asking: &Asking) -> Option<String> {
        asking.item.variant.clone()
    }

    fn asks(&self) -> Option<Of> {
        Some(Of::Question)
    }

    fn recall(&mut self, last: &Last) -> Option<Asking> {
        Some(Asking::first(Rc::new(self.item(&last.id, 0)?)))
    }

    fn put_back(&mut self, open: Asking) {
        self.waiting.push_front(Asking { text: None, ..open });
    }

    fn take(
        &mut self,
        asking: &mut Asking,
        line: &str,
        _: &[ClosedOf<Self>],
        moment: Moment<'_>,
    ) -> Result<Take<Marked>, Refused> {
        let item = &asking.item;
        let text = match &asking.text {
            Some(text) => text,
            None => {
                if !item.task.points(line).is_empty() {
                    if line.is_empty() {
                        return Err(Unreadable::Empty.into());
                    }
                    asking.text = Some(line.to_owned());
                    return Ok(Take::Prompt(Self::points(item, line)));
                }
                line
            }
        };
        let mark = item.task.mark(text, asking.text.is_some().then_some(line))?;
        let Moment { hints, confidence, .. } = moment;
        let row = Answered { hints, confidence, ..answered(&**item, &mark, moment.now, moment.ms) };
        let score = row.score;
        let seq = moment.journal.answer(&row)?;
        let event = feedback(&**item, &mark, score);
        let outcome = Marked { mark, score };
        Ok(Take::Closed { seq, outcome, event })
    }

    fn step_back(&self, asking: &mut Asking) -> bool {
        asking.text.take().is_some()
    }

    fn words(&self, last: &Last) -> String {
        self.item(&last.id, 0).map_or_else(|| last.id.clone(), |item| item.stem.to_string())
    }

    fn feedback(&self, asking: &Asking, done: &Done<Marked>) -> Option<Event> {
        Some(feedback(&*asking.item, &done.outcome.mark, done.outcome.score))
    }

    fn speak(&mut self, lang: Lang) {
        self.setting.lang = lang;
    }

    fn translate(&self, asking: &mut Asking) {
        if asking.item.lang != self.setting.lang
            && let Some(item) = self.item(&asking.item.recorded, asking.round)
        {
            asking.item = Rc::new(item);
        }
    }

    fn retell(&self, asking: &Asking, outcome: &mut Marked) {
        retell(&*asking.item, &mut outcome.mark);
    }

    fn further(&mut self, asking: &Asking, _: Moment<'_>) -> Result<Option<Event>, Refused> {
        Ok(asking.text.as_ref().map(|text| Self::points(&asking.item, text)))
    }

    fn hint(&self, asking: &Asking, given: usize) -> Option<(u8, String)> {
        asking.item.hints.get(given).map(|text| (given as u8 + 1, text.clone()))
    }

    fn reopen(&mut self, closed: ClosedOf<Self>, open: Option<Asking>) -> Asking {
        if let Some(open) = open {
            self.put_back(open);
        }
        Asking { text: None, ..closed.item }
    }

    fn total(&self, closed: usize, open: bool) -> usize {
        closed + usize::from(open) + self.waiting.len()
    }

    fn went(&self, outcome: &Marked) -> Went {
        outcome.went()
    }

    fn comes_again(&self) -> bool {
        true
    }

    fn ask_again(&mut self, items: &[&Asking], _: usize) {
        let again = items.iter().map(|asked| self.once_more(asked)).collect();
        self.rest.push(std::mem::replace(&mut self.waiting, again));
    }

    fn give_up_again(&mut self, _: Option<Asking>) {
        self.waiting = self.rest.pop().unwrap_or_default();
    }

    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary {
        let mut summary = Summary::default();
        for (asking, done) in closed.iter().filter_map(|closed| Some((&closed.item, closed.done.as_ref()?))) {
            summary.answered += 1;
            summary.correct += usize::from(done.outcome.mark.is_full());
            summary.score += done.outcome.score;
            summary.points += asking.item.points;
            add(&mut summary.of_topics, (&asking.item.topic, ""), (done.outcome.score, asking.item.points));
        }
        summary.score = rounded(summary.score);
        summary
    }

    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed> {
        let answered =
            closed.iter().filter_map(|closed| Some((&closed.item.item, &closed.done.as_ref()?.outcome.mark)));
        let missed = answered.filter(|(_, mark)| !mark.is_full());
        missed.map(|(item, mark)| feedback::missed(&**item, Some(mark))).collect()
    }
}
