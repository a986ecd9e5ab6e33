//! How a class stands: what many learners answered, by topic and question, and the mistakes that are made most.
//!
//! What is kept grows with the course, not with the learners or their answers.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::ground::Ground;
use super::notebook::{Showable, Source};
use super::readiness::thousandth;
use crate::store::{Of, Past};

/// Answers that a question has at least where it is called hard.
const FEWEST: usize = 10;

/// Distinct mistakes that are counted: more than any course has.
const MOST_MISTAKES: usize = 100_000;

/// Takes the answers of a class, one learner after the other.
#[derive(Debug)]
pub struct Class<'a> {
    ground: &'a Ground,
    showable: &'a dyn Showable,
    learners: usize,
    all: Sum,
    topics: Vec<Sum>,
    questions: HashMap<String, Sum>,
    mistakes: HashMap<(Source, String), Made>,
    /// The learner whose answers are being taken.
    learner: Sum,
    made: HashSet<(Source, String)>,
}

/// Answers and the share of the points that they reached, summed up.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    answers: usize,
    share: f64,
}

/// How often a mistake was made, and by how many.
#[derive(Clone, Debug)]
struct Made {
    count: usize,
    learners: usize,
    latest: Past,
}

/// Answers, and how right they were.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Answered {
    /// The topic or the question; the name of a record, of a learner.
    pub id: String,
    /// Answers.
    pub answers: usize,
    /// The share of the points that they reached; nothing where there is no answer.
    pub correct: Option<f64>,
}

/// A mistake of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassMistake {
    /// `padding-once`
    pub mistake: String,
    /// Where it belongs.
    pub source: Source,
    /// How often it was made.
    pub count: usize,
    /// How many learners made it.
    pub learners: usize,
    /// An answer that shows it.
    pub latest: Past,
}

/// How a class stands.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassStanding {
    /// How many there are.
    pub learners: usize,
    /// Answers that count, to questions, exercises and cards.
    pub answers: usize,
    /// The share of the points that they reached.
    pub correct: Option<f64>,
    /// In the course's order.
    pub topics: Vec<Answered>,
    /// Questions that were answered, the hardest first; those with few answers behind the others.
    pub questions: Vec<Answered>,
    /// The most frequent first.
    pub mistakes: Vec<ClassMistake>,
}

impl Sum {
    fn take(&mut self, share: f64) {
        self.answers += 1;
        self.share += share;
    }

    fn correct(self) -> Option<f64> {
        (self.answers > 0).then(|| thousandth(self.share / self.answers as f64))
    }

    fn told(self, id: &str) -> Answered {
        Answered { id: id.to_owned(), answers: self.answers, correct: self.correct() }
    }
}

impl<'a> Class<'a> {
    /// A class of nobody yet.
    #[must_use]
    pub fn new(ground: &'a Ground, showable: &'a dyn Showable) -> Self {
        Self {
            ground,
            showable,
            learners: 0,
            all: Sum::default(),
            topics: vec![Sum::default(); ground.topics.len()],
            questions: HashMap::new(),
            mistakes: HashMap::new(),
            learner: Sum::default(),
            made: HashSet::new(),
        }
    }

    /// Takes the next answer of a learner. What is not of this course counts for the learner alone.
    pub fn take(&mut self, past: &Past) {
        self.learner.take(past.share);
        self.all.take(past.share);
        let practice = match past.of {
            Of::Exercise => self.ground.calculation(&past.id),
            Of::Question | Of::Card => self.ground.item(&past.id),
        };
        let Some(practice) = practice else { return };
        self.topics[practice.topic].take(past.share);
        if past.of == Of::Question {
            match self.questions.get_mut(&past.id) {
                Some(sum) => sum.take(past.share),
                None => self.questions.entry(past.id.clone()).or_default().take(past.share),
            }
        }
        let made = past.mistake.as_ref().filter(|mistake| self.showable.is_misconception(mistake));
        let (Some(mistake), Some(source)) = (made, self.showable.source(past.of, &past.id)) else { return };
        let key = (source, mistake.clone());
        if self.mistakes.len() >= MOST_MISTAKES && !self.mistakes.contains_key(&key) {
            return;
        }
        let first = || Made { count: 0, learners: 0, latest: past.clone() };
        let made = self.mistakes.entry(key.clone()).or_insert_with(first);
        made.count += 1;
        made.learners += usize::from(self.made.insert(key));
    }

    /// Takes that a learner's answers are all taken; `name` is what their record is called. Gives what they came to.
    pub fn learner(&mut self, name: &str) -> Answered {
        self.learners += 1;
        self.made.clear();
        std::mem::take(&mut self.learner).told(name)
    }

    /// How the class stands.
    #[must_use]
    pub fn told(self) -> ClassStanding {
        let Self { ground, learners, all, topics, questions, mistakes, .. } = self;
        let mut questions: Vec<Answered> = questions.iter().map(|(id, sum)| sum.told(id)).collect();
        let ease = |question: &Answered| question.correct.unwrap_or(1.0);
        questions.sort_by(|a, b| {
            let few = (a.answers < FEWEST).cmp(&(b.answers < FEWEST));
            few.then(ease(a).total_cmp(&ease(b))).then(b.answers.cmp(&a.answers)).then_with(|| a.id.cmp(&b.id))
        });
        let mut mistakes: Vec<ClassMistake> = mistakes
            .into_iter()
            .map(|((source, mistake), Made { count, learners, latest })| ClassMistake {
                mistake,
                source,
                count,
                learners,
                latest,
            })
            .collect();
        mistakes.sort_by(|a, b| {
            let order = b.count.cmp(&a.count).then(b.learners.cmp(&a.learners));
            order.then_with(|| (&a.source, &a.mistake).cmp(&(&b.source, &b.mistake)))
        });
        let topic = |(topic, sum): (&super::ground::Patch, Sum)| sum.told(&topic.id);
        ClassStanding {
            learners,
            answers: all.answers,
            correct: all.correct(),
            topics: ground.topics.iter().zip(topics).map(topic).collect(),
            questions,
            mistakes,
        }
    }
}

impl ClassStanding {
    /// The questions with enough answers to be called hard, the hardest first.
    pub fn hardest(&self) -> impl Iterator<Item = &Answered> {
        self.questions.iter().filter(|question| question.answers >= FEWEST && question.correct < Some(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answer, course, exercise};
    use super::*;

    /// Every mistake is a calculation's.
    #[derive(Debug)]
    struct All;

    impl Showable for All {
        fn is_misconception(&self, _: &str) -> bool {
            true
        }

        fn source(&self, _: Of, id: &str) -> Option<Source> {
            Some(Source::Calculation(id.to_owned()))
        }

        fn shows(&self, _: &Past) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn answers_are_summed_up_by_topic_and_question_and_mistakes_by_learner() {
        let ground = Ground::of(&[course(4)], None);
        let mut class = Class::new(&ground, &All);
        for (learner, share) in [("a", 0.0), ("b", 1.0)] {
            for _ in 0..FEWEST / 2 {
                class.take(&answer(1, Of::Question, "t.q0", share));
            }
            class.take(&answer(1, Of::Question, "t.q1", 0.0));
            for mistake in ["sign", "sign", "half"] {
                let mut past = answer(1, Of::Question, "t.q2", 0.0);
                past.mistake = Some(mistake.to_owned());
                class.take(&past);
            }
            class.take(&exercise(1, "elsewhere", "c", Some("sign")));
            let own = class.learner(learner);
            assert_eq!((own.id.as_str(), own.answers), (learner, FEWEST / 2 + 5));
        }
        let told = class.told();
        assert_eq!((told.learners, told.answers), (2, FEWEST + 10));
        let topic = &told.topics[0];
        assert_eq!((topic.answers, topic.correct), (FEWEST + 8, Some(thousandth(5.0 / 18.0))));
        let hardest: Vec<&str> = told.hardest().map(|question| question.id.as_str()).collect();
        assert_eq!(hardest, ["t.q0"], "two and six answers are too few");
        let mistakes: Vec<_> = told.mistakes.iter().map(|m| (m.mistake.as_str(), m.count, m.learners)).collect();
        assert_eq!(mistakes, [("sign", 4, 2), ("half", 2, 2)]);
    }
}
