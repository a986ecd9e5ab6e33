//! One day of the plan: what is chosen, and what the learner is expected to be after it.

use std::collections::{BinaryHeap, HashSet};

use jiff::ToSpan as _;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::ahead::Ahead;
use super::gain::{self, NOTHING, gain, judged};
use super::pool::{Card, Pool, Question, Worth};
use super::{Learner, State, States, new_a_day};
use crate::learner::knowledge::{Evidence, Knowledge, Level};
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
    /// How many of the cards met before are not due yet: the plan takes them up early.
    pub early: usize,
    /// Questions.
    pub questions: Vec<String>,
    /// Seconds that it takes.
    pub seconds: f64,
}

/// The same by places in the pool.
#[derive(Clone, Debug, Default)]
pub(super) struct Picked {
    pub(super) reviews: Vec<usize>,
    pub(super) new: Vec<usize>,
    pub(super) questions: Vec<usize>,
    pub(super) seconds: f64,
}

/// The learner as the days of the plan pass.
pub(super) struct Desk<'a> {
    learner: &'a Learner<'a>,
    pool: &'a Pool<'a>,
    states: States,
    /// The places of the cards that were studied since the plan began, and whether each card was.
    studied: (Vec<usize>, Vec<bool>),
    /// What a review of each of them is worth at most on the days that are looked at together, if anything.
    again: FxHashMap<usize, Worth>,
    /// When each card is due; never where it is new or set apart.
    due: Vec<Date>,
    /// How many cards of each topic are met or set apart.
    met_of: Vec<usize>,
    /// How the questions stand, by their places.
    levels: Vec<Option<Level>>,
    asked: FxHashMap<usize, Date>,
    /// New cards that the day has had already.
    met: usize,
    /// Cards that can be reviewed on a day.
    a_day: f64,
    dice: Dice,
}

impl<'a> Desk<'a> {
    pub(super) fn new(learner: &'a Learner<'a>, pool: &'a Pool<'a>, minutes: u32) -> Self {
        let due = |(known, card): (&State, &Card<'_>)| match known {
            Some(known) if !card.is_apart => learner.scheduler.due(*known),
            _ => Date::MAX,
        };
        Self {
            learner,
            pool,
            states: learner.cards.clone().into_owned(),
            studied: (Vec::new(), vec![false; pool.cards.len()]),
            again: FxHashMap::default(),
            due: learner.cards.iter().zip(&pool.cards).map(due).collect(),
            met_of: pool.met.clone(),
            levels: pool.questions.iter().map(|question| question.level).collect(),
            asked: FxHashMap::default(),
            met: learner.met,
            a_day: f64::from(minutes) * 60.0 * (1.0 - FOR_QUESTIONS) / learner.pace.review(),
            dice: Dice::new(0, "plan"),
        }
    }

    /// Days ahead by which reviews are judged.
    pub(super) fn ahead(&self) -> i64 {
        gain::ahead(self.due.iter().filter(|day| **day < Date::MAX).count(), self.a_day)
    }

    /// What is worth most on the day that is looked at for the time it takes.
    pub(super) fn choose(&self, ahead: &Ahead<'_>, knowledge: &Knowledge, seconds: f64) -> Picked {
        let today = ahead.today;
        let (review, new_card) = (self.learner.pace.review(), self.learner.pace.new_card());
        let ready = self.learner.ground.ready(&self.met_of);
        let for_questions = FOR_QUESTIONS * seconds;
        let questions = self.questions(today, knowledge, &ready);
        let for_questions = if questions.is_empty() { 0.0 } else { for_questions };
        let mut picked = Picked::default();
        let mut left = seconds - for_questions;
        // On the last day there is no other day left.
        let is_last = today.saturating_add(1.day()) >= ahead.exam;
        let mut met: HashSet<&str> = if is_last { HashSet::new() } else { self.seen(today) };
        let mut new_left = self.new_cards(today, ahead.exam, left);
        let judged = judged(today, self.ahead(), ahead.exam);
        let worth_of_new = gain(self.learner.scheduler, None, today, judged);
        let is_new = |place: &usize| self.states[*place].is_none();
        let mut new = self.pool.new_cards(is_new, &ready).filter(|_| worth_of_new > NOTHING);
        let mut reviews = self.reviews(ahead, judged);
        let (mut next_new, mut next_review) = (new.next(), reviews.next());
        loop {
            next_new = next_new.filter(|_| new_left > 0 && new_card <= left);
            next_review = next_review.filter(|_| review <= left);
            let value_of_new = next_new.map(|new| worth_of_new * new.value / new_card);
            let value_of_review = next_review.map(|review_of| review_of.value / review);
            let takes_new = value_of_new > value_of_review;
            let Some(place) = (if takes_new { next_new } else { next_review }).map(|worth| worth.place) else { break };
            if is_last || met.insert(self.pool.cards[place].once) {
                let took = if takes_new { new_card } else { review };
                left -= took;
                picked.seconds += took;
                new_left -= usize::from(takes_new);
                if takes_new { picked.new.push(place) } else { picked.reviews.push(place) }
            }
            if takes_new { next_new = new.next() } else { next_review = reviews.next() }
        }
        self.pick_questions(questions, seconds, left + for_questions, &mut picked);
        picked
    }

    /// The cards that were seen on this day, whichever way they were asked.
    fn seen(&self, today: Date) -> HashSet<&'a str> {
        let seen = |known: &State| known.is_some_and(|known| known.day >= today);
        let cards = self.states.iter().zip(&self.pool.cards);
        cards.filter(|(known, _)| seen(known)).map(|(_, card)| card.once).collect()
    }

    /// How many new cards this day still has, of which so many seconds go to cards.
    fn new_cards(&self, today: Date, exam: Date, seconds: f64) -> usize {
        let pace = self.learner.pace;
        let cards: usize = self.pool.cards.len();
        let new = cards - self.met_of.iter().sum::<usize>();
        let room = (seconds - self.due_by(today) as f64 * pace.review()).max(0.0) / pace.new_card();
        new_a_day(new + self.met, room as usize + self.met, today, exam).saturating_sub(self.met)
    }

    /// The cards that were met on an earlier day, the most worthwhile first. What a review of one is worth is reckoned
    /// when what it is worth at most makes it the next.
    fn reviews<'b>(&'b self, ahead: &'b Ahead<'_>, judged: Date) -> impl Iterator<Item = Worth> + 'b {
        let today = ahead.today;
        let mut untouched = ahead.reviews().iter().filter(|review| !self.studied.1[review.place]).peekable();
        let mut others: BinaryHeap<Worth> = self.again.values().copied().collect();
        std::iter::from_fn(move || {
            loop {
                others.extend(untouched.next_if(|next| others.peek().is_none_or(|best| *next > best)));
                let best = others.pop()?;
                if best.is_exact {
                    return Some(best);
                }
                let known = self.states[best.place].filter(|known| known.day < today);
                let gain = known.map_or(0.0, |known| gain(self.learner.scheduler, Some(known), today, judged));
                if gain > NOTHING {
                    let value = gain * self.pool.cards[best.place].worth;
                    others.push(Worth { value, is_exact: true, ..best });
                }
            }
        })
    }

    /// Questions by what is missing of their statements; each comes again after the others.
    fn questions(&self, today: Date, knowledge: &Knowledge, ready: &[f64]) -> Vec<Worth> {
        let option = |(place, question): (usize, &Question<'_>)| {
            let right = question.statements.iter().map(|at| knowledge.statements[*at].right);
            let of_statements = right.sum::<f64>() / question.statements.len().max(1) as f64;
            let own = self.levels[place];
            let missing = 1.0 - own.map_or(of_statements, |own| f64::midpoint(own.share, of_statements));
            let rested = !question.is_apart && self.asked.get(&place).is_none_or(|day| *day < today);
            let ready = if own.is_some() { 1.0 } else { ready[question.topic] };
            let value = TEACHES * missing * question.worth * ready;
            (rested && missing * TEACHES > NOTHING).then_some(Worth { value, is_exact: true, place })
        };
        self.pool.questions.iter().enumerate().filter_map(option).collect()
    }

    /// Picks the most worthwhile questions for the time that is left of a day of so many seconds.
    fn pick_questions(&self, mut questions: Vec<Worth>, of_day: f64, mut left: f64, picked: &mut Picked) {
        let seconds = self.learner.pace.question();
        if seconds > of_day || questions.is_empty() {
            return;
        }
        let most = ((left / seconds) as usize).min(questions.len() - 1);
        questions.select_nth_unstable_by(most, |a, b| b.cmp(a));
        questions.truncate(most + 1);
        questions.sort_unstable_by(|a, b| b.cmp(a));
        for question in questions {
            if seconds > left {
                break;
            }
            left -= seconds;
            picked.seconds += seconds;
            picked.questions.push(question.place);
        }
    }

    /// How many of the reviews that are picked for a day come before their card is due.
    pub(super) fn early(&self, picked: &Picked, today: Date) -> usize {
        picked.reviews.iter().filter(|place| self.due[**place] > today).count()
    }

    /// How many cards are due by a day.
    pub(super) fn due_by(&self, today: Date) -> usize {
        self.due.iter().filter(|day| **day <= today).count()
    }

    /// What is picked for a day, by name.
    pub(super) fn chosen(&self, picked: &Picked, today: Date) -> Chosen {
        let card = |place: &usize| self.pool.cards[*place].id.to_string();
        let question = |place: &usize| self.pool.questions[*place].id.to_string();
        let new: HashSet<usize> = picked.new.iter().copied().collect();
        let ready = self.learner.ground.ready(&self.met_of);
        let later = self.pool.new_cards(|place: &usize| self.states[*place].is_none() && !new.contains(place), &ready);
        Chosen {
            early: self.early(picked, today),
            reviews: picked.reviews.iter().map(card).collect(),
            new: picked.new.iter().map(card).collect(),
            later: later.map(|worth| card(&worth.place)).collect(),
            questions: picked.questions.iter().map(question).collect(),
            seconds: picked.seconds,
        }
    }

    /// Moves the learner on by what was picked: a card is known as likely as the model says, a question teaches.
    pub(super) fn study(&mut self, picked: &Picked, ahead: &Ahead<'_>, knowledge: &Knowledge) {
        let (day, scheduler) = (ahead.today, self.learner.scheduler);
        self.met = 0;
        for place in picked.reviews.iter().chain(&picked.new).copied() {
            let known = self.states[place];
            let Some(states) = scheduler.ratings(known, day) else { continue };
            let chance = known.map_or(gain::KNOWN_AT_ONCE, |known| scheduler.recall(known, day));
            let knows = (self.dice.below(1000) as f64) < chance * 1000.0;
            let known_now = if knows { states[2] } else { states[0] };
            self.met_of[self.pool.cards[place].topic] += usize::from(known.is_none());
            self.due[place] = scheduler.due(known_now);
            if !std::mem::replace(&mut self.studied.1[place], true) {
                self.studied.0.push(place);
            }
            self.states[place] = Some(known_now);
            self.look_at(place, ahead);
        }
        for place in &picked.questions {
            let question = &self.pool.questions[*place];
            let right = question.statements.first().map_or(0.5, |at| knowledge.statements[*at].right);
            self.levels[*place] = Some(Level { day, share: right + TEACHES * (1.0 - right) });
            self.asked.insert(*place, day);
        }
    }

    /// Looks at the next days that are looked at together.
    pub(super) fn look(&mut self, ahead: &Ahead<'_>) {
        for at in 0..self.studied.0.len() {
            self.look_at(self.studied.0[at], ahead);
        }
    }

    fn look_at(&mut self, place: usize, ahead: &Ahead<'_>) {
        match self.states[place].and_then(|known| ahead.review(place, known)) {
            Some(review) => self.again.insert(place, review),
            None => self.again.remove(&place),
        };
    }

    /// What is known on a day, by what is remembered then of the cards as they were when the plan began.
    pub(super) fn knowledge(&self, day: Date, before: &Evidence) -> Knowledge {
        let Learner { ground, cards, scheduler, .. } = self.learner;
        let recall = |known: State| known.map(|known| scheduler.recall(known, day));
        let mut evidence = before.clone();
        for place in &self.studied.0 {
            let (before, now) = (recall(cards[*place]), recall(self.states[*place]).unwrap_or_default());
            evidence.change_card(&ground.cards()[*place].statements, before, now);
        }
        for (question, level) in self.pool.questions.iter().zip(&self.levels) {
            if let Some(level) = level {
                evidence.add_level(question.statements, *level, day);
            }
        }
        for (statements, level) in &self.pool.exercises {
            evidence.add_level(statements, *level, day);
        }
        evidence.knowledge(ground)
    }
}
