//! Which questions a paper has: the parts of the blueprint, spread over the topics by weight.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::{Exam, Kept, PaperCode};
use crate::course::{Id, Items, Part, Question, QuestionName, Syllabus, Topic, prose};
use crate::random::Dice;
use crate::study::event::Reading;
use crate::study::item::{Item, Statements, statements};
use crate::study::journal::Sitting;
use crate::study::session::{Setting, StudyError};

/// What is wanted of a paper.
#[derive(Clone, Debug)]
pub struct ExamPlan {
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// How much of the paper each topic is; a topic that is not named is as much as another.
    pub weights: HashMap<Id, f64>,
    /// How long it takes.
    pub minutes: usize,
    /// The topics that it is of; of all where none is named.
    pub topics: Vec<Id>,
}

/// A question on the paper.
#[derive(Debug)]
pub(super) struct Entry {
    pub item: Item,
    /// Its part, from 0.
    pub part: usize,
    /// Its topic: where it comes in the course, and its title.
    pub topic: (usize, String),
    /// The statements that it tests.
    pub tests: Vec<Reading>,
}

impl ExamPlan {
    /// The plan that a course's blueprint makes; none where it has no parts.
    #[must_use]
    pub fn new(outline: &Syllabus) -> Option<Self> {
        let exam = outline.exam.as_ref()?;
        let weights = exam.weights.iter().map(|weight| (weight.topic.clone(), weight.weight)).collect();
        let parts: Vec<Part> = exam.parts.iter().filter(|part| part.count > 0).cloned().collect();
        let minutes = exam.minutes.unwrap_or(120).max(1);
        (!parts.is_empty()).then_some(Self { parts, weights, minutes, topics: Vec::new() })
    }

    /// A paper of only so many questions: each part keeps its share, and the time shrinks with it.
    #[must_use]
    pub fn shortened(mut self, questions: usize) -> Self {
        let all: usize = self.parts.iter().map(|part| part.count).sum();
        if questions >= all {
            return self;
        }
        let share = |count: usize| count * questions;
        let mut left = questions - self.parts.iter().map(|part| share(part.count) / all).sum::<usize>();
        // What division leaves goes to the parts that lost most by it.
        let mut order: Vec<usize> = (0..self.parts.len()).collect();
        order.sort_by_key(|at| std::cmp::Reverse(share(self.parts[*at].count) % all));
        for at in order {
            let part = &mut self.parts[at];
            part.count = share(part.count) / all + usize::from(left > 0);
            left = left.saturating_sub(1);
        }
        self.parts.retain(|part| part.count > 0);
        self.minutes = (self.minutes * questions).div_ceil(all).max(1);
        self
    }

    /// The plan of the paper with this code.
    #[must_use]
    pub fn of_code(self, code: &PaperCode) -> Self {
        let short = self.shortened(code.questions);
        Self { minutes: code.minutes, topics: code.topics.clone(), ..short }
    }

    /// The code that brings the paper back which is drawn with this seed.
    #[must_use]
    pub fn code(&self, seed: u64) -> PaperCode {
        let questions = self.parts.iter().map(|part| part.count).sum();
        PaperCode { questions, minutes: self.minutes, topics: self.topics.clone(), seed }
    }

    /// The paper as it was left: the questions that were drawn, with the answers to them.
    ///
    /// # Errors
    /// No question is there any more.
    pub fn again(self, topics: &[Arc<Topic>], sitting: &Sitting, setting: Setting) -> Result<Exam, StudyError> {
        let draw = Draw::new(&self, topics, &setting);
        let entries = match Kept::read(sitting) {
            Some(kept) => draw.kept(&kept),
            None => draw.paper(),
        };
        if entries.is_empty() { Err(StudyError::Nothing) } else { Ok(Exam::again(self, entries, sitting, setting)) }
    }

    /// Draws the paper from the questions of `topics`. Fewer questions come where there are fewer.
    ///
    /// # Errors
    /// No question fits.
    pub fn exam(self, topics: &[Arc<Topic>], setting: Setting) -> Result<Exam, StudyError> {
        let entries = Draw::new(&self, topics, &setting).paper();
        if entries.is_empty() { Err(StudyError::Nothing) } else { Ok(Exam::new(self, entries, setting)) }
    }
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
struct Draw<'a> {
    plan: &'a ExamPlan,
    topics: &'a [Arc<Topic>],
    setting: &'a Setting,
    statements: Statements<'a>,
    dice: Dice,
    /// Questions and statements that are on the paper.
    taken: HashSet<&'a str>,
    /// Points that each topic has so far.
    points: Vec<f64>,
}

impl<'a> Draw<'a> {
    fn new(plan: &'a ExamPlan, topics: &'a [Arc<Topic>], setting: &'a Setting) -> Self {
        let dice = Dice::new(setting.seed, "exam");
        let statements = statements(topics);
        Self { plan, topics, setting, statements, dice, taken: HashSet::new(), points: vec![0.0; topics.len()] }
    }

    fn paper(mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (at, part) in self.plan.parts.iter().enumerate() {
            let mut candidates = self.candidates(part);
            for _ in 0..part.count {
                let Some((item, topic, question)) = self.next(&mut candidates, part.points) else { break };
                self.points[topic] += part.points;
                self.taken.insert(&question.id);
                self.taken.extend(question.tests.iter().map(|id| &**id));
                entries.push(self.entry(item, at, topic, question));
            }
        }
        entries
    }

    /// The questions that were drawn before, as far as they are there.
    fn kept(&self, kept: &Kept) -> Vec<Entry> {
        let mut known = HashMap::new();
        for (at, topic) in self.topics.iter().enumerate() {
            known.extend(topic.questions.names().enumerate().map(|(place, name)| (&**name.recorded(), (at, place))));
        }
        let parts = kept.parts.iter().take(self.plan.parts.len()).enumerate();
        let named = parts.flat_map(|(part, ids)| ids.iter().map(move |id| (part, id)));
        let entries = named.filter_map(|(part, id)| {
            let (topic, place) = *known.get(id.as_str())?;
            let question = self.topics[topic].questions.get(place)?;
            let item = Item::new(question, &self.topics[topic], &self.statements, self.setting).ok()?;
            Some(self.entry(item, part, topic, question))
        });
        entries.collect()
    }

    fn entry(&self, mut item: Item, part: usize, topic: usize, question: &Question) -> Entry {
        item.points = self.plan.parts[part].points;
        let lang = self.setting.lang;
        let tested = question.tests.iter().filter_map(|id| self.statements.get(id));
        let tests = tested.map(|s| Reading { id: s.id.to_string(), text: prose(s.text.get(lang)) }).collect();
        Entry { item, part, topic: (topic, self.topics[topic].title.get(lang).to_owned()), tests }
    }

    /// The questions of a part's kinds, by topic, each topic's in random order.
    fn candidates(&mut self, part: &Part) -> Vec<Vec<Candidate<'a>>> {
        let fits = |name: &QuestionName| part.kinds.iter().any(|kind| kind == name.kind.key);
        let topics = self.topics.iter().map(|topic| {
            let named = topic.questions.names().enumerate().filter(|(_, name)| fits(name));
            named.map(|(at, name)| Candidate { questions: &topic.questions, at, id: &name.id }).collect()
        });
        let mut candidates: Vec<Vec<Candidate<'_>>> = topics.collect();
        for questions in &mut candidates {
            self.dice.shuffle(questions);
        }
        candidates
    }

    /// One more question, of a topic that is owed most: one whose statements are not asked yet, where there is one, so
    /// that no question answers another.
    fn next(&mut self, candidates: &mut [Vec<Candidate<'a>>], points: f64) -> Option<(Item, usize, &'a Question)> {
        loop {
            for questions in candidates.iter_mut() {
                questions.retain(|candidate| !self.taken.contains(&**candidate.id));
            }
            let topic = self.owed(candidates, points)?;
            let asked = |question: &Question| question.tests.iter().any(|id| self.taken.contains(&**id));
            let fresh = |candidate: &Candidate<'_>| candidate.question().is_some_and(|question| !asked(question));
            let at = candidates[topic].iter().position(fresh).unwrap_or(0);
            let Some(question) = candidates[topic].remove(at).question() else { continue };
            // A question whose calculation fails is passed over; the check of the course reports it.
            if let Ok(item) = Item::new(question, &self.topics[topic], &self.statements, self.setting) {
                return Some((item, topic, question));
            }
        }
    }

    /// A topic that still has questions, each as likely as the points that its weight owes it; one that is not on the
    /// paper yet comes first where questions are worth least, so that a topic of little weight is met too.
    fn owed(&mut self, candidates: &[Vec<Candidate<'_>>], points: f64) -> Option<usize> {
        const FINE: f64 = 1000.0;
        let least = self.plan.parts.iter().all(|part| points <= part.points);
        let total: f64 = self.plan.parts.iter().map(|part| part.points * part.count as f64).sum();
        let weight = |topic: &Topic| self.plan.weights.get(&topic.id).copied().unwrap_or(1.0).max(0.0);
        let all: f64 = self.topics.iter().map(|topic| weight(topic)).sum();
        let debts = self.topics.iter().zip(&self.points).zip(candidates).map(|((topic, points), left)| {
            let share = if all > 0.0 { weight(topic) / all } else { 0.0 };
            let debt = (share * total - points).max(0.0);
            // A topic that has its share may still be asked where no other can be.
            let debt = if left.is_empty() { 0 } else { (debt * FINE) as usize + 1 };
            (debt, least && share > 0.0 && *points == 0.0)
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
