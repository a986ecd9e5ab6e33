//! How the learner stands: days, topics, kinds, exams, and how well what was said before holds.

mod cards;
mod tally;

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;

use super::plan::Learner;
use super::readiness::{Readiness, thousandth};
use crate::course::messages::say;
use crate::course::{Kind, Lang};
use crate::math::number::json_number;
use crate::store::{Of, Practised, Sums};
use cards::{Cards, seen};
use tally::{by_day, calibration, day, kinds, retention, streak};

/// How the learner stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stats {
    /// Answers that count.
    pub answers: usize,
    /// The days on which something was answered, oldest first.
    pub days: Vec<DayOf>,
    /// How many days in a row something was answered, up to today; yesterday still counts while today is empty.
    pub streak: usize,
    /// In the course's order.
    pub topics: Vec<TopicOf>,
    /// Kinds of question, exercises and cards, those that were answered.
    pub kinds: Vec<KindOf>,
    /// Papers that were handed in, oldest first.
    pub exams: Vec<ExamOf>,
    /// What an exam would come to today.
    pub readiness: Readiness,
    /// How many cards come due on the next days, from today on; what is overdue counts for today.
    pub forecast: Vec<DueOn>,
    /// How many cards were still known, by how long ago they were seen.
    pub retention: Vec<Retained>,
    /// How often answers were right that were given with a confidence.
    pub calibration: Vec<Said>,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayOf {
    /// The learner's day.
    pub date: Date,
    /// Answers.
    pub answers: usize,
    /// Of them, with all points; of cards, known.
    pub correct: usize,
    /// How long they took.
    pub minutes: f64,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TopicOf {
    /// `cnn`
    pub id: String,
    /// How many statements it has.
    pub statements: usize,
    /// How many of them a question or a card was answered of.
    pub seen: usize,
    /// How likely an exam question of it is to be answered right.
    pub mastery: f64,
    /// Its share of the paper.
    pub weight: f64,
    /// What something new of it is worth by what it builds on: 1 where enough of that is met.
    #[serde(skip)]
    pub ready: f64,
    /// Answers to its questions.
    pub questions: QuestionCount,
    /// Its cards, each way of asking one by itself.
    pub cards: CardCount,
}

impl TopicOf {
    /// Whether nothing was answered that tells of it.
    #[must_use]
    pub const fn is_unknown(&self) -> bool {
        self.seen == 0 && self.questions.asked == 0 && self.cards.learnt == 0
    }
}

/// Answers to questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QuestionCount {
    /// How many.
    pub asked: usize,
    /// Of them, with all points.
    pub right: usize,
    /// Questions whose last answer was not right.
    pub wrong: usize,
}

/// Cards.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CardCount {
    /// Never rated.
    pub new: usize,
    /// To be reviewed today.
    pub due: usize,
    /// Rated at least once; those that are due are among them.
    pub learnt: usize,
}

/// A kind of question, `exercise` or `card`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KindOf {
    /// `single`
    pub kind: &'static str,
    /// Answers.
    pub answers: usize,
    /// The share of the points that they reached.
    pub correct: f64,
    /// Seconds that one took on average.
    pub seconds: f64,
}

/// A paper that was handed in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExamOf {
    /// Its code.
    pub code: String,
    /// The learner's day on which it was handed in.
    pub date: Date,
    /// Points reached.
    pub points: serde_json::Value,
    /// Points that could be reached, as far as is known.
    pub of: serde_json::Value,
}

/// Cards that come due on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DueOn {
    /// The day.
    pub date: Date,
    /// How many.
    pub due: usize,
}

/// Ratings of cards after an interval.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Retained {
    /// From so many days.
    pub from: i64,
    /// To so many; nothing where it goes on.
    pub to: Option<i64>,
    /// Ratings.
    pub reviews: usize,
    /// The share that was still known.
    pub kept: f64,
}

/// Answers that were given with a confidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// The confidence, to tenths.
    pub confidence: f64,
    /// Answers.
    pub answers: usize,
    /// The share of the points that they reached.
    pub correct: f64,
}

impl Stats {
    /// How the learner stands on `today`, by the sums over the answers and with the papers that were handed in.
    #[must_use]
    pub fn of(sums: &Sums, learner: &Learner<'_>, exams: Vec<ExamOf>, today: Date) -> Self {
        let ground = learner.ground;
        let knowledge = learner.knowledge(today);
        let readiness = Readiness::of(ground, &knowledge);
        let questions: HashMap<&str, &Practised> =
            sums.practised.iter().filter(|item| item.of == Of::Question).map(|item| (item.id.as_str(), item)).collect();
        let cards = Cards::of(learner, today);
        let met = questions.keys().copied().chain(sums.crammed.iter().map(String::as_str));
        let seen = seen(ground, cards.is_seen, met);
        let ready = ground.ready(&cards.met);
        let topic = |((at, patch), mastery): ((usize, &super::ground::Patch), &f64)| {
            let mut count = QuestionCount::default();
            for item in patch.questions.iter().filter_map(|id| questions.get(&**id)) {
                count.asked += item.answers as usize;
                count.right += item.correct as usize;
                count.wrong += usize::from(!item.is_right);
            }
            TopicOf {
                id: patch.id.to_string(),
                statements: patch.statements,
                seen: seen[at],
                mastery: thousandth(*mastery),
                weight: thousandth(ground.outline.weights[at]),
                ready: ready[at],
                questions: count,
                cards: cards.counts[at],
            }
        };
        let days = by_day(sums);
        Self {
            answers: days.values().map(|tally| tally.answers as usize).sum(),
            streak: streak(&days, today),
            topics: ground.topics.iter().enumerate().zip(&knowledge.mastery(ground)).map(topic).collect(),
            kinds: kinds(sums, ground),
            days: days.iter().map(|(date, tally)| day(*date, *tally)).collect(),
            exams,
            readiness,
            forecast: cards.forecast.into_iter().map(|(date, due)| DueOn { date, due }).collect(),
            retention: retention(sums),
            calibration: calibration(sums),
        }
    }
}

impl Retained {
    /// `2–3`: after how many days.
    #[must_use]
    pub fn days(&self) -> String {
        match self.to {
            None => format!("≥ {}", self.from),
            Some(to) if to == self.from => to.to_string(),
            Some(to) => format!("{}–{to}", self.from),
        }
    }
}

impl KindOf {
    /// What it is called.
    #[must_use]
    pub fn name(&self, lang: Lang) -> String {
        let named = Kind::find(self.kind).map(|kind| kind.name(lang).to_owned());
        named.unwrap_or_else(|| say(lang, &format!("stats.{}", self.kind), &[]))
    }
}

impl ExamOf {
    /// A paper that came to so many points; `of` is not always known.
    #[must_use]
    pub fn new(code: String, date: Date, points: f64, of: Option<f64>) -> Self {
        let points = json_number((points * 100.0).round() / 100.0);
        Self { code, date, points, of: of.map_or(serde_json::Value::Null, json_number) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answer, told};
    use super::*;
    use crate::store::Past;

    fn stats(answers: &[Past]) -> Stats {
        told(answers, 4)
    }

    #[test]
    fn a_streak_ends_with_a_day_without_an_answer_but_not_with_today() {
        let on = |days: &[u32]| {
            stats(&days.iter().map(|day| answer(*day, Of::Card, "t.c1", 1.0)).collect::<Vec<_>>()).streak
        };
        assert_eq!([on(&[]), on(&[5]), on(&[3, 4]), on(&[1, 3, 4, 5]), on(&[1, 2])], [0, 1, 2, 3, 0]);
    }

    #[test]
    fn a_question_counts_each_time_and_as_wrong_by_its_last_answer() {
        let answers =
            [("t.q0", 0.0), ("t.q0", 1.0), ("t.q1", 1.0), ("t.q1", 0.5)].map(|(id, s)| answer(1, Of::Question, id, s));
        let stats = stats(&answers);
        let topic = &stats.topics[0];
        assert_eq!(topic.questions, QuestionCount { asked: 4, right: 2, wrong: 1 });
        assert_eq!((topic.seen, topic.statements), (2, 4));
        let [kind] = stats.kinds.as_slice() else { panic!("{:?}", stats.kinds) };
        assert_eq!((kind.kind, kind.answers, kind.correct, kind.seconds), ("true-false", 4, 0.625, 6.0));
    }

    #[test]
    fn retention_counts_ratings_after_a_day_or_more_and_no_cramming() {
        let mut crammed = answer(4, Of::Card, "t.c1", 0.0);
        crammed.cram = true;
        let answers = [
            answer(1, Of::Card, "t.c1", 1.0),
            answer(1, Of::Card, "t.c1", 1.0),
            answer(3, Of::Card, "t.c1", 1.0),
            crammed,
        ];
        let rows = stats(&answers).retention;
        assert_eq!(rows, [Retained { from: 2, to: Some(3), reviews: 1, kept: 1.0 }]);
    }

    #[test]
    fn retention_has_a_row_for_each_length_of_interval() {
        let rows = |days: u32| {
            let answers = [answer(1, Of::Card, "t.c1", 1.0), answer(1 + days, Of::Card, "t.c1", 0.0)];
            stats(&answers).retention.iter().map(|row| (row.from, row.to, row.kept)).collect::<Vec<_>>()
        };
        let to = [(1, Some(1)), (2, Some(3)), (2, Some(3)), (4, Some(7)), (8, Some(21)), (22, None)];
        for (days, (from, to)) in [1, 2, 3, 4, 21, 22].into_iter().zip(to) {
            assert_eq!(rows(days), [(from, to, 0.0)], "{days}");
        }
    }

    #[test]
    fn a_confidence_is_held_against_what_came_of_it() {
        let mut answers = [answer(1, Of::Question, "t.q0", 1.0), answer(1, Of::Question, "t.q1", 0.0)];
        for past in &mut answers {
            past.confidence = Some(0.72);
        }
        assert_eq!(stats(&answers).calibration, [Said { confidence: 0.7, answers: 2, correct: 0.5 }]);
    }
}
