//! One day of the plan: what is chosen, and what the learner is expected to be after it.

use std::collections::{HashMap, HashSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::gain::{self, gain};
use super::{Learner, new_a_day};
use crate::learner::knowledge::{Answers, Knowledge};
use crate::random::Dice;
use crate::schedule::Known;

/// The share of the minutes that goes to questions as long as any is worth it: an exam asks questions.
const FOR_QUESTIONS: f64 = 0.25;

/// How much of what is missing a question and its explanation teach.
const TEACHES: f64 = 0.5;

/// What is not worth the time: a chance that is higher by less than this on the day of the exam.
const NOTHING: f64 = 0.01;

/// What a new card is worth where nothing is met yet of what its topic builds on, beside one where enough of it is: less
/// would cost those who have few minutes more points than it is worth.
const UNREADY: f64 = 0.6;

/// The share of a topic's cards that is enough to go on to what builds on it.
const READY: f64 = 0.5;

/// What is chosen for a day, the most worthwhile first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Chosen {
    /// Cards met before, as the record names them.
    pub reviews: Vec<String>,
    /// New cards.
    pub new: Vec<String>,
    /// Questions.
    pub questions: Vec<String>,
    /// Seconds that it takes.
    pub seconds: f64,
}

/// The learner as the days of the plan pass.
pub(super) struct Desk<'a> {
    learner: &'a Learner<'a>,
    cards: HashMap<String, Known>,
    answers: Answers,
    asked: HashMap<String, Date>,
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
            cards: learner.cards.clone(),
            answers: learner.answers.clone(),
            asked: HashMap::new(),
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
        let mut met: HashSet<&str> = HashSet::new();
        let mut left = seconds - for_questions;
        let new_cards = self.new_cards(today, exam);
        // On the last day there is no other day left.
        let is_last = today.saturating_add(1.day()) >= exam;
        for card in cards {
            let fits = card.seconds <= left && (!card.is_new || chosen.new.len() < new_cards);
            if fits && (is_last || met.insert(card.once)) {
                left -= card.seconds;
                chosen.seconds += card.seconds;
                let list = if card.is_new { &mut chosen.new } else { &mut chosen.reviews };
                list.push(card.id.to_owned());
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

    /// How many new cards this day has.
    fn new_cards(&self, today: Date, exam: Date) -> usize {
        let cards = self.learner.ground.topics.iter().flat_map(|topic| &topic.cards);
        let new = cards.filter(|card| !self.cards.contains_key(*card) && !self.learner.apart.contains(*card)).count();
        new_a_day(new, today, exam)
    }

    fn cards(&self, today: Date, exam: Date) -> Vec<Doable<'a>> {
        let learner = self.learner;
        let (review, new_card) = (learner.pace.review(), learner.pace.new_card());
        let ready = self.ready();
        let topics = learner.ground.topics.iter().zip(ready);
        let ids = topics.flat_map(|(topic, ready)| topic.cards.iter().map(move |id| (id, ready)));
        let option = |(id, ready): (&'a String, f64)| {
            let known = self.cards.get(id).copied();
            if learner.apart.contains(id) || known.is_some_and(|known| known.day >= today) {
                return None;
            }
            let gain = gain(learner.scheduler, known, today, exam);
            let once = id.split('~').next().unwrap_or(id);
            let seconds = if known.is_some() { review } else { new_card };
            (gain > NOTHING).then(|| Doable {
                id,
                once,
                is_new: known.is_none(),
                value: gain * self.worth_of(id) * if known.is_some() { 1.0 } else { ready },
                seconds,
            })
        };
        ids.filter_map(option).collect()
    }

    /// What a new card of each topic is worth beside one of a topic that builds on nothing: the less the fewer cards are
    /// met of the topic that it builds on and of which the fewest are, up to where these are enough.
    fn ready(&self) -> Vec<f64> {
        let topics = &self.learner.ground.topics;
        let met = |cards: &Vec<String>| {
            let met =
                cards.iter().filter(|id| self.cards.contains_key(*id) || self.learner.apart.contains(*id)).count();
            if cards.is_empty() { 1.0 } else { (met as f64 / cards.len() as f64 / READY).min(1.0) }
        };
        let met: Vec<f64> = topics.iter().map(|topic| met(&topic.cards)).collect();
        let least = |needs: &Vec<usize>| needs.iter().map(|at| met[*at]).fold(1.0, f64::min);
        topics.iter().map(|topic| UNREADY + (1.0 - UNREADY) * least(&topic.needs)).collect()
    }

    /// Questions by what is missing of their statements; each comes again after the others.
    fn questions(&self, today: Date) -> Vec<Doable<'a>> {
        let learner = self.learner;
        let knowledge = self.knowledge(today);
        let seconds = learner.pace.question();
        let ids = learner.ground.topics.iter().flat_map(|topic| &topic.questions);
        let option = |id: &'a String| {
            let practice = learner.ground.item(id).filter(|_| !learner.apart.contains(id))?;
            let right = practice.statements.iter().map(|at| knowledge.statements[*at].right);
            let of_statements =
                right.fold(0.0, |sum: f64, right| sum + right) / practice.statements.len().max(1) as f64;
            let right = self.answers.question(id).map_or(of_statements, |own| f64::midpoint(own, of_statements));
            let missing = 1.0 - right;
            let rested = self.asked.get(id).is_none_or(|day| *day < today);
            (rested && missing * TEACHES > NOTHING).then(|| Doable {
                id,
                once: id,
                is_new: false,
                value: TEACHES * missing * self.worth_of(id),
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

/// The most worthwhile for its time first.
fn best_first(mut options: Vec<Doable<'_>>) -> Vec<Doable<'_>> {
    options.sort_by(|a, b| (b.value / b.seconds).total_cmp(&(a.value / a.seconds)).then_with(|| a.id.cmp(b.id)));
    options
}
