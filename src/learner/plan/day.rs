//! One day of the plan: what is chosen, and what the learner is expected to be after it.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::gain::{self, NOTHING, gain};
use super::{Learner, States, new_a_day};
use crate::course::Id;
use crate::learner::knowledge::{Answers, Knowledge};
use crate::random::Dice;

/// The share of the minutes that goes to questions as long as any is worth it: an exam asks questions.
const FOR_QUESTIONS: f64 = 0.25;

/// How much of what is missing a question and its explanation teach.
const TEACHES: f64 = 0.5;

/// What is chosen for a day, the most worthwhile first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// Cards met before, as the record names them.
    pub reviews: Vec<String>,
    /// New cards.
    pub new: Vec<String>,
    /// New cards for another day.
    pub later: Vec<String>,
    /// Questions.
    pub questions: Vec<String>,
    /// Seconds that it takes.
    pub seconds: f64,
}

/// The learner as the days of the plan pass.
pub(super) struct Desk<'a> {
    learner: &'a Learner<'a>,
    cards: States,
    answers: Answers,
    asked: HashMap<String, Date>,
    /// New cards that the day has had already.
    met: usize,
    /// What a card or a question of each statement is worth.
    worth: Vec<f64>,
    dice: Dice,
}

/// Something that could be done.
struct Doable<'a> {
    id: &'a str,
    /// Which is practised at most once a day: the card, whichever way it is asked.
    once: &'a str,
    is_new: bool,
    value: f64,
    seconds: f64,
}

impl<'a> Desk<'a> {
    pub(super) fn new(learner: &'a Learner<'a>) -> Self {
        Self {
            learner,
            cards: learner.cards.clone().into_owned(),
            answers: learner.answers.clone(),
            asked: HashMap::new(),
            met: learner.met,
            worth: learner.ground.weights(),
            dice: Dice::new(0, "plan"),
        }
    }

    /// What is worth most today for the time it takes.
    pub(super) fn choose(&self, today: Date, exam: Date, seconds: f64) -> Chosen {
        let mut chosen = Chosen::default();
        let cards = best_first(self.cards(today, exam));
        let questions = best_first(self.questions(today));
        let for_questions = if questions.is_empty() { 0.0 } else { FOR_QUESTIONS * seconds };
        let seen = self.cards.iter().filter(|(_, known)| known.day >= today);
        let mut met: HashSet<&str> = seen.map(|(id, _)| once(id)).collect();
        let mut left = seconds - for_questions;
        let new_cards = self.new_cards(today, exam, left);
        // On the last day there is no other day left.
        let is_last = today.saturating_add(1.day()) >= exam;
        for card in cards {
            let fits = card.seconds <= left && (!card.is_new || chosen.new.len() < new_cards);
            if fits && (is_last || met.insert(card.once)) {
                left -= card.seconds;
                chosen.seconds += card.seconds;
                let list = if card.is_new { &mut chosen.new } else { &mut chosen.reviews };
                list.push(card.id.to_owned());
            } else if card.is_new {
                chosen.later.push(card.id.to_owned());
            }
        }
        let mut left = left + for_questions;
        for question in questions.into_iter().take_while(|question| question.seconds <= seconds) {
            if question.seconds > left {
                break;
            }
            left -= question.seconds;
            chosen.seconds += question.seconds;
            chosen.questions.push(question.id.to_owned());
        }
        chosen
    }

    /// How many new cards this day still has, of which so many seconds go to cards.
    fn new_cards(&self, today: Date, exam: Date, seconds: f64) -> usize {
        let Learner { ground, apart, pace, scheduler, .. } = self.learner;
        let (mut new, mut due) = (0, 0);
        for card in ground.topics.iter().flat_map(|topic| &topic.cards).filter(|card| !apart.contains(&***card)) {
            match self.cards.get(&**card) {
                None => new += 1,
                Some(known) => due += usize::from(known.day < today && scheduler.due(*known) <= today),
            }
        }
        let room = (seconds - due as f64 * pace.review()).max(0.0) / pace.new_card();
        new_a_day(new + self.met, room as usize + self.met, today, exam).saturating_sub(self.met)
    }

    fn cards(&self, today: Date, exam: Date) -> Vec<Doable<'a>> {
        let learner = self.learner;
        let (review, new_card) = (learner.pace.review(), learner.pace.new_card());
        let ready = self.ready();
        let topics = learner.ground.topics.iter().zip(ready);
        let ids = topics.flat_map(|(topic, ready)| topic.cards.iter().map(move |id| (id, ready)));
        let option = |(id, ready): (&'a Id, f64)| {
            let known = self.cards.get(&**id).copied();
            if learner.apart.contains(&**id) || known.is_some_and(|known| known.day >= today) {
                return None;
            }
            let gain = gain(learner.scheduler, known, today, exam);
            let seconds = if known.is_some() { review } else { new_card };
            (gain > NOTHING).then(|| Doable {
                id,
                once: once(id),
                is_new: known.is_none(),
                value: gain * self.worth_of(id) * if known.is_some() { 1.0 } else { ready },
                seconds,
            })
        };
        ids.filter_map(option).collect()
    }

    /// What something new of each topic is worth by what the topic builds on.
    fn ready(&self) -> Vec<f64> {
        self.learner.ground.ready(&|id| self.cards.contains_key(id) || self.learner.apart.contains(id))
    }

    /// Questions by what is missing of their statements; each comes again after the others.
    fn questions(&self, today: Date) -> Vec<Doable<'a>> {
        let learner = self.learner;
        let knowledge = self.knowledge(today);
        let seconds = learner.pace.question();
        let topics = learner.ground.topics.iter().zip(self.ready());
        let ids = topics.flat_map(|(topic, ready)| topic.questions.iter().map(move |id| (id, ready)));
        let option = |(id, ready): (&'a Id, f64)| {
            let practice = learner.ground.item(id).filter(|_| !learner.apart.contains(&**id))?;
            let right = practice.statements.iter().map(|at| knowledge.statements[*at].right);
            let of_statements =
                right.fold(0.0, |sum: f64, right| sum + right) / practice.statements.len().max(1) as f64;
            let own = self.answers.question(id);
            let right = own.map_or(of_statements, |own| f64::midpoint(own, of_statements));
            let missing = 1.0 - right;
            let rested = self.asked.get(&**id).is_none_or(|day| *day < today);
            (rested && missing * TEACHES > NOTHING).then(|| Doable {
                id,
                once: id,
                is_new: false,
                value: TEACHES * missing * self.worth_of(id) * if own.is_some() { 1.0 } else { ready },
                seconds,
            })
        };
        ids.filter_map(option).collect()
    }

    /// What the statements of an item weigh on the paper, divided among what practises them.
    fn worth_of(&self, id: &str) -> f64 {
        let statements =
            self.learner.ground.item(id).map(|practice| practice.statements.as_slice()).unwrap_or_default();
        statements.iter().map(|at| self.worth[*at]).sum::<f64>() / statements.len().max(1) as f64
    }

    /// Moves the learner on by what was chosen: a card is known as likely as the model says, a question teaches.
    pub(super) fn study(&mut self, chosen: &Chosen, day: Date) {
        let knowledge = self.knowledge(day);
        self.met = 0;
        for id in chosen.reviews.iter().chain(&chosen.new) {
            let known = self.cards.get(id).copied();
            let Some(states) = self.learner.scheduler.ratings(known, day) else { continue };
            let chance = known.map_or(gain::KNOWN_AT_ONCE, |known| self.learner.scheduler.recall(known, day));
            let knows = (self.dice.below(1000) as f64) < chance * 1000.0;
            self.cards.insert(id.clone(), if knows { states[2] } else { states[0] });
        }
        for id in &chosen.questions {
            let Some(practice) = self.learner.ground.item(id) else { continue };
            let right = practice.statements.first().map_or(0.5, |at| knowledge.statements[*at].right);
            self.answers.learn(id, right + TEACHES * (1.0 - right), day);
            self.asked.insert(id.clone(), day);
        }
    }

    /// What is known on a day.
    pub(super) fn knowledge(&self, day: Date) -> Knowledge {
        self.learner.known_by(&self.cards, &self.answers, day)
    }
}

/// The card, whichever way it is asked.
fn once(id: &str) -> &str {
    id.split('~').next().unwrap_or(id)
}

/// The most worthwhile for its time first.
fn best_first(mut options: Vec<Doable<'_>>) -> Vec<Doable<'_>> {
    options.sort_by(|a, b| (b.value / b.seconds).total_cmp(&(a.value / a.seconds)).then_with(|| a.id.cmp(b.id)));
    options
}
