//! How the learner stands: days, topics, kinds, exams, and how well what was said before holds.

use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Serialize;

use super::ground::Ground;
use super::plan::Learner;
use super::readiness::{Readiness, tenth, thousandth};
use crate::course::kinds::KINDS;
use crate::course::messages::say;
use crate::course::{Kind, Lang};
use crate::math::number::json_number;
use crate::store::{DayCount, Of, Practised, Sums, Sure};

/// Days that the forecast looks ahead.
const AHEAD: i64 = 14;

/// The longest intervals of each row of the retention, in days; the last goes on.
const INTERVALS: [i64; 5] = [1, 3, 7, 21, 36_500];

/// What shares of points are counted in.
const MILLION: u64 = 1_000_000;

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

/// Counts and sums under way.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    answers: u64,
    right: u64,
    /// The shares of the points, in millionths.
    share: u64,
    ms: u64,
}

impl Tally {
    fn add(&mut self, more: Self) {
        self.answers += more.answers;
        self.right += more.right;
        self.share += more.share;
        self.ms += more.ms;
    }

    fn correct(self) -> f64 {
        thousandth(self.share as f64 / MILLION as f64 / self.answers.max(1) as f64)
    }
}

impl From<&Practised> for Tally {
    fn from(item: &Practised) -> Self {
        Self { answers: item.answers, right: item.correct, share: item.share, ms: item.ms }
    }
}

/// Of cards, which are known or not.
impl From<&DayCount> for Tally {
    fn from(day: &DayCount) -> Self {
        Self { answers: day.answers, right: day.correct, share: day.correct * MILLION, ms: day.ms }
    }
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

fn by_day(sums: &Sums) -> BTreeMap<Date, Tally> {
    let mut days: BTreeMap<Date, Tally> = BTreeMap::new();
    for day in &sums.days {
        days.entry(day.day).or_default().add(day.into());
    }
    days
}

/// What the cards of a course come to, each looked at once: there may be a hundred thousand.
struct Cards {
    /// By topic.
    counts: Vec<CardCount>,
    /// How many of each topic were rated or are set apart.
    met: Vec<usize>,
    /// How many come due on the next days.
    forecast: BTreeMap<Date, usize>,
    /// The statements that one was rated of.
    is_seen: Vec<bool>,
}

impl Cards {
    fn of(learner: &Learner<'_>, today: Date) -> Self {
        let Learner { ground, cards: states, apart, scheduler, .. } = learner;
        let days = (0..AHEAD).map(|days| (today.saturating_add(days.days()), 0));
        let mut cards = Self {
            counts: Vec::new(),
            met: Vec::new(),
            forecast: days.collect(),
            is_seen: vec![false; ground.statements.len()],
        };
        let mut each = ground.cards().iter().zip(states.iter());
        for patch in &ground.topics {
            let (mut count, mut met) = (CardCount::default(), 0);
            for (card, (practice, known)) in patch.cards.iter().zip(&mut each) {
                let is_apart = !apart.is_empty() && apart.contains(&**card);
                met += usize::from(known.is_some() || is_apart);
                let Some(known) = known else {
                    count.new += 1;
                    continue;
                };
                count.learnt += 1;
                practice.statements.iter().for_each(|at| cards.is_seen[*at] = true);
                if !is_apart {
                    let due = scheduler.due(*known).max(today);
                    count.due += usize::from(due == today);
                    cards.forecast.entry(due).and_modify(|count| *count += 1);
                }
            }
            cards.counts.push(count);
            cards.met.push(met);
        }
        cards
    }
}

/// How many statements of each topic something was answered of: those of which a card was, and those of these items.
fn seen<'a>(ground: &Ground, mut is_seen: Vec<bool>, items: impl Iterator<Item = &'a str>) -> Vec<usize> {
    for practice in items.filter_map(|id| ground.item(id)) {
        practice.statements.iter().for_each(|at| is_seen[*at] = true);
    }
    let mut seen = vec![0; ground.topics.len()];
    for (statement, _) in ground.statements.iter().zip(is_seen).filter(|(_, is_seen)| *is_seen) {
        seen[statement.topic] += 1;
    }
    seen
}

fn kinds(sums: &Sums, ground: &Ground) -> Vec<KindOf> {
    let mut tallies: HashMap<&str, Tally> = HashMap::new();
    for item in &sums.practised {
        let kind = match item.of {
            Of::Question => ground.item(&item.id).and_then(|practice| practice.kind).map(|kind| kind.key),
            of => Some(of.key()),
        };
        if let Some(kind) = kind {
            tallies.entry(kind).or_default().add(item.into());
        }
    }
    for day in sums.days.iter().filter(|day| day.of == Of::Card) {
        tallies.entry(Of::Card.key()).or_default().add(day.into());
    }
    let keys = KINDS.iter().map(|kind| kind.key).chain([Of::Exercise.key(), Of::Card.key()]);
    let row = |kind: &'static str| {
        let tally = tallies.get(kind)?;
        let seconds = tenth(tally.ms as f64 / 1000.0 / tally.answers.max(1) as f64);
        Some(KindOf { kind, answers: tally.answers as usize, correct: tally.correct(), seconds })
    };
    keys.filter_map(row).collect()
}

fn retention(sums: &Sums) -> Vec<Retained> {
    let mut from = 1;
    let mut rows = Vec::new();
    for (at, longest) in INTERVALS.into_iter().enumerate() {
        let is_last = at + 1 == INTERVALS.len();
        let to = Some(longest).filter(|_| !is_last);
        let within = sums.intervals.iter().filter(|row| row.days >= from && (is_last || row.days <= longest));
        let (reviews, known) = within.fold((0, 0), |(all, known), row| (all + row.answers, known + row.known));
        if reviews > 0 {
            rows.push(Retained {
                from,
                to,
                reviews: reviews as usize,
                kept: thousandth(known as f64 / reviews as f64),
            });
        }
        from = longest + 1;
    }
    rows
}

fn calibration(sums: &Sums) -> Vec<Said> {
    let row = |sure: &Sure| {
        let tally = Tally { answers: sure.answers, share: sure.share, ..Tally::default() };
        Said { confidence: f64::from(sure.tenths) / 10.0, answers: sure.answers as usize, correct: tally.correct() }
    };
    sums.sure.iter().map(row).collect()
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

fn day(date: Date, tally: Tally) -> DayOf {
    DayOf {
        date,
        answers: tally.answers as usize,
        correct: tally.right as usize,
        minutes: tenth(tally.ms as f64 / 60_000.0),
    }
}

fn streak(days: &BTreeMap<Date, Tally>, today: Date) -> usize {
    let yesterday = today.saturating_sub(1.day());
    let mut day = if days.contains_key(&today) { today } else { yesterday };
    let mut streak = 0;
    while days.contains_key(&day) {
        streak += 1;
        let before = day.saturating_sub(1.day());
        if before == day {
            break;
        }
        day = before;
    }
    streak
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
