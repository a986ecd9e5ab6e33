//! Which questions a paper has: the parts of the blueprint, spread over the topics by weight; no two that ask for one
//! statement or for two that say in part the same, so that none answers another, and as many true sentences as false
//! ones.

use std::collections::HashSet;
use std::mem;
use std::sync::Arc;

use super::ExamPlan;
use crate::course::{Id, Items, Part, Question, QuestionName, Topic};
use crate::random::Dice;
use crate::study::item::{Statements, akin, is_beyond};

/// A question that was drawn.
#[derive(Debug)]
pub(super) struct Pick<'a, T> {
    /// Its part, from 0.
    pub part: usize,
    /// Its topic, from 0.
    pub topic: usize,
    pub question: &'a Question,
    /// What was made of it.
    pub made: T,
}

/// A question that may come onto the paper.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    questions: &'a Items<Question>,
    at: usize,
    id: &'a Id,
}

impl<'a> Candidate<'a> {
    fn question(&self) -> Option<&'a Question> {
        self.questions.get(self.at)
    }
}

/// The draw under way.
pub(super) struct Draw<'a> {
    plan: &'a ExamPlan,
    topics: &'a [Arc<Topic>],
    statements: &'a Statements<'a>,
    dice: Dice,
    /// Questions and statements that are on the paper.
    taken: HashSet<&'a str>,
    /// Statements that those on the paper name as akin.
    told: HashSet<Id>,
    /// Points that each topic has so far.
    points: Vec<f64>,
}

/// The questions that a part may still have, by topic, each topic's in random order.
struct Pool<'a> {
    part: &'a Part,
    open: Vec<Vec<Candidate<'a>>>,
    /// Those of topics in which all that is left asks for what is asked already.
    spent: Vec<Vec<Candidate<'a>>>,
    /// How many more false sentences, and how many more true ones, it may have.
    truths: [usize; 2],
    /// How many more may go beyond the outline.
    beyond: usize,
}

impl<'a> Draw<'a> {
    pub fn new(plan: &'a ExamPlan, topics: &'a [Arc<Topic>], statements: &'a Statements<'a>, seed: u64) -> Self {
        let dice = Dice::new(seed, "exam");
        Self {
            plan,
            topics,
            statements,
            dice,
            taken: HashSet::new(),
            told: HashSet::new(),
            points: vec![0.0; topics.len()],
        }
    }

    /// Draws the paper, in its order. What nothing can be made of is passed over.
    pub fn picks<T>(mut self, mut make: impl FnMut(usize, &'a Question) -> Option<T>) -> Vec<Pick<'a, T>> {
        // What is worth most is rarest, and comes first while all statements are free.
        let mut order: Vec<usize> = (0..self.plan.parts.len()).collect();
        order.sort_by(|a, b| self.plan.parts[*b].points.total_cmp(&self.plan.parts[*a].points));
        let mut picks = Vec::new();
        for at in order {
            let mut pool = self.pool(&self.plan.parts[at]);
            for _ in 0..pool.part.count {
                let Some((topic, question, made)) = self.next(&mut pool, &mut make) else { break };
                self.points[topic] += pool.part.points;
                self.taken.insert(&question.id);
                self.taken.extend(question.tests.iter().map(|id| &**id));
                self.told.extend(akin(&question.tests, self.statements).cloned());
                picks.push(Pick { part: at, topic, question, made });
            }
        }
        picks.sort_by_key(|pick| pick.part);
        picks
    }

    fn pool(&mut self, part: &'a Part) -> Pool<'a> {
        let fits = |name: &QuestionName| part.kinds.iter().any(|kind| kind == name.kind.key);
        let free = |name: &QuestionName| !self.taken.contains(&*name.id);
        let topics = self.topics.iter().map(|topic| {
            let named = topic.questions.names().enumerate().filter(|(_, name)| fits(name) && free(name));
            named.map(|(at, name)| Candidate { questions: &topic.questions, at, id: &name.id }).collect()
        });
        let mut open: Vec<Vec<Candidate<'_>>> = topics.collect();
        for questions in &mut open {
            self.dice.shuffle(questions);
        }
        let spent = vec![Vec::new(); open.len()];
        let beyond = most_beyond(part.count, self.plan.beyond);
        Pool { part, open, spent, truths: [most_alike(part.count); 2], beyond }
    }

    /// One more question, of a topic that is owed most: one whose statements are not asked yet. Only where no topic has
    /// such a one is a statement asked again.
    fn next<T>(
        &mut self,
        pool: &mut Pool<'a>,
        make: &mut impl FnMut(usize, &'a Question) -> Option<T>,
    ) -> Option<(usize, &'a Question, T)> {
        let mut again = false;
        loop {
            let Some(topic) = self.owed(&pool.open, pool.part.points) else {
                if again || pool.spent.iter().all(Vec::is_empty) {
                    return None;
                }
                again = true;
                mem::swap(&mut pool.open, &mut pool.spent);
                continue;
            };
            let fresh = |question: &Question| again || self.is_fresh(question);
            let fits = |candidate: &Candidate<'_>| {
                let takes = |q: &Question| {
                    pool.part.takes(&*q.body) && (again || pool.has_room(q, self.statements)) && fresh(q)
                };
                candidate.question().is_some_and(takes)
            };
            let Some(at) = pool.open[topic].iter().position(fits) else {
                let left = mem::take(&mut pool.open[topic]);
                pool.spent[topic].extend(left.into_iter().filter(|_| !again));
                continue;
            };
            let candidate = pool.open[topic].remove(at);
            let Some(question) = candidate.question().filter(|_| !self.taken.contains(&**candidate.id)) else {
                continue;
            };
            if let Some(made) = make(topic, question) {
                pool.count(question, self.statements);
                return Some((topic, question, made));
            }
        }
    }

    /// Whether the paper neither asks for what a question tests nor tells it.
    fn is_fresh(&self, question: &Question) -> bool {
        let tests = &question.tests;
        !tests.iter().any(|id| self.taken.contains(&**id) || self.told.contains(id))
            && !akin(tests, self.statements).any(|id| self.taken.contains(&**id))
    }

    /// A topic that still has questions, each as likely as the points that its weight owes it; one that is not on the
    /// paper yet comes first where questions are worth least, so that a topic of little weight is met too.
    fn owed(&mut self, candidates: &[Vec<Candidate<'_>>], points: f64) -> Option<usize> {
        const FINE: f64 = 1000.0;
        // Some of which can be added up.
        const MOST: f64 = 1e12;
        let least = self.plan.parts.iter().all(|part| points <= part.points);
        let total: f64 = self.plan.parts.iter().map(|part| part.points * part.count as f64).sum();
        let shares = self.plan.shares(self.topics);
        let debts = shares.iter().zip(&self.points).zip(candidates).map(|((share, points), left)| {
            let debt = (share * total - points).max(0.0);
            // A topic that has its share may still be asked where no other can be.
            let debt = if left.is_empty() { 0 } else { (debt * FINE).min(MOST) as usize + 1 };
            (debt, least && *share > 0.0 && *points == 0.0)
        });
        let debts: Vec<(usize, bool)> = debts.collect();
        let absent = debts.iter().any(|(debt, absent)| *absent && *debt > 0);
        let debts: Vec<usize> = debts.iter().map(|(debt, new)| if absent && !new { 0 } else { *debt }).collect();
        let mut at = self.dice.below(debts.iter().sum());
        debts.iter().position(|debt| {
            let here = at < *debt;
            at = at.saturating_sub(*debt);
            here
        })
    }
}

impl Pool<'_> {
    /// Whether there is room for a sentence that is true, or false, as this one, and for one that goes as far.
    fn has_room(&self, question: &Question, statements: &Statements<'_>) -> bool {
        let truth = question.body.truth().is_none_or(|truth| self.truths[usize::from(truth)] > 0);
        truth && (self.beyond > 0 || !is_beyond(question, statements))
    }

    fn count(&mut self, question: &Question, statements: &Statements<'_>) {
        self.beyond = self.beyond.saturating_sub(usize::from(is_beyond(question, statements)));
        if let Some(truth) = question.body.truth() {
            let room = &mut self.truths[usize::from(truth)];
            *room = room.saturating_sub(1);
        }
    }
}

/// How many of so many sentences may be true, and how many false: half of them, and of many one more, so that the last
/// one cannot be told from the others.
pub(super) const fn most_alike(sentences: usize) -> usize {
    sentences.div_ceil(2) + sentences / 8
}

/// How many of so many questions may go beyond the outline.
pub(super) fn most_beyond(questions: usize, share: f64) -> usize {
    (questions as f64 * share.clamp(0.0, 1.0)).round() as usize
}
