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
use super::item::{Item, statements};
use super::journal::{Answered, Last, Of};
use super::session::{Missed, Setting, StudyError, rounded};
use super::turns::Turns;
use crate::course::kinds::{Mark, Unreadable};
use crate::course::{Lang, Topic};

/// A quiz under way.
pub type Quiz = Turns<Questions>;

/// The questions of a quiz, in its order.
#[derive(Debug)]
pub struct Questions {
    setting: Setting,
    waiting: VecDeque<Rc<Item>>,
    count: usize,
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
}

/// What an answer to a question came to.
#[derive(Clone, Debug)]
pub struct Marked {
    /// How it was marked.
    pub mark: Mark,
    /// Points reached.
    pub score: f64,
}

impl Quiz {
    /// A quiz of these items of `topics`, in this order.
    #[must_use]
    pub fn new(items: Vec<Item>, topics: &[Arc<Topic>], setting: Setting) -> Self {
        let waiting: VecDeque<_> = items.into_iter().map(Rc::new).collect();
        Self::over(Questions { setting, count: waiting.len(), waiting, topics: topics.to_vec() })
    }
}

impl Questions {
    /// The question that the record calls so, ready to be asked.
    fn item(&self, recorded: &str) -> Option<Item> {
        let (topic, question) = self.topics.iter().find_map(|topic| {
            let at = topic.questions.names().position(|name| **name.recorded() == *recorded)?;
            Some((topic, topic.questions.get(at)?))
        })?;
        Item::new(question, topic, &statements(&self.topics), &self.setting).ok()
    }

    /// The points of a short answer, to be ticked.
    fn points(item: &Item, text: &str) -> Event {
        Event::Points {
            id: item.id.to_string(),
            points: item.task.points(text),
            stem: item.stem.clone(),
            given: text.to_owned(),
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
        let mut next = self.waiting.pop_front().map(|item| Asking { item, text: None });
        // The language may have changed since it was made ready.
        if let Some(asking) = &mut next {
            self.translate(asking);
        }
        Ok(next)
    }

    fn ask(&mut self, asking: &Asking, closed: &[ClosedOf<Self>]) -> Event {
        asking.item.event(closed.len() + 1, self.count)
    }

    fn id(&self, asking: &Asking) -> String {
        asking.item.id.to_string()
    }

    fn recorded(&self, asking: &Asking) -> Option<String> {
        Some(asking.item.recorded.to_string())
    }

    fn asks(&self) -> Option<Of> {
        Some(Of::Question)
    }

    fn recall(&mut self, last: &Last) -> Option<Asking> {
        let item = self.item(&last.id)?;
        self.count += 1;
        Some(Asking { item: Rc::new(item), text: None })
    }

    fn put_back(&mut self, open: Asking) {
        self.waiting.push_front(open.item);
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
        let answered = Answered { hints, confidence, ..item.answered(&mark, moment.now, moment.ms) };
        let score = answered.score;
        let seq = moment.journal.answer(&answered)?;
        let outcome = Marked { mark, score };
        let event = feedback(item, &outcome);
        Ok(Take::Closed { seq, outcome, event })
    }

    fn feedback(&self, asking: &Asking, done: &Done<Marked>) -> Option<Event> {
        Some(feedback(&asking.item, &done.outcome))
    }

    fn speak(&mut self, lang: Lang) {
        self.setting.lang = lang;
    }

    fn translate(&self, asking: &mut Asking) {
        if asking.item.lang != self.setting.lang
            && let Some(item) = self.item(&asking.item.recorded)
        {
            asking.item = Rc::new(item);
        }
    }

    fn retell(&self, asking: &Asking, outcome: &mut Marked) {
        asking.item.retell(&mut outcome.mark);
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

    fn total(&self, _: usize, _: bool) -> usize {
        self.count
    }

    fn summary(&self, closed: &[ClosedOf<Self>]) -> Summary {
        let mut summary = Summary::default();
        for (asking, done) in closed.iter().filter_map(|closed| Some((&closed.item, closed.done.as_ref()?))) {
            summary.answered += 1;
            summary.correct += usize::from(done.outcome.mark.is_full());
            summary.score += done.outcome.score;
            summary.points += asking.item.points;
        }
        summary.score = rounded(summary.score);
        summary
    }

    fn missed(&self, closed: &[ClosedOf<Self>]) -> Vec<Missed> {
        let answered =
            closed.iter().filter_map(|closed| Some((&closed.item.item, &closed.done.as_ref()?.outcome.mark)));
        let missed = answered.filter(|(_, mark)| !mark.is_full());
        missed.map(|(item, mark)| item.missed(Some(mark))).collect()
    }
}

/// What is said of an answer.
fn feedback(item: &Item, Marked { mark, score }: &Marked) -> Event {
    Event::Feedback {
        id: item.id.to_string(),
        correct: mark.is_full(),
        score: *score,
        given: mark.given.clone(),
        answer: item.task.answer(),
        told: item.task.told_answer(),
        why: item.explained(mark),
        mistake: mark.mistake.as_ref().map(ToString::to_string),
        mistakes: mark.mistakes.iter().map(ToString::to_string).collect(),
        read_as: mark.read_as.clone(),
        solution: item.solution.clone(),
        again: item.task.again(&mark.given),
    }
}
