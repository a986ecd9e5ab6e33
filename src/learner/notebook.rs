//! The notebook of mistakes: how likely each misconception still is, by every time it could have shown.
//!
//! A misconception is held or not; nobody sees which. Answers are evidence: who holds it makes the mistake more often
//! than not, who does not hold it hardly ever (Bayesian knowledge tracing, after Corbett and Anderson 1995). A clean
//! answer counts only on a variant where the mistake would have given another value. After three clean answers on three
//! days it is closed.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use serde::Serialize;

use super::readiness::thousandth;
use crate::schedule::day_of;
use crate::store::{Of, Past};

/// How likely a misconception is held before anything is known.
const PRIOR: f64 = 0.15;

/// How often it shows where it is held, and how often the same mistake is made without it.
const SHOWS: (f64, f64) = (0.6, 0.03);

/// How often an answer is clean where it is held, and where it is not.
const CLEAN: (f64, f64) = (0.3, 0.9);

/// How likely it is dropped when an answer that shows it is explained.
const DROPPED: f64 = 0.1;

/// Days with a clean answer after which it is closed.
const CLOSED_AFTER: usize = 3;

/// How many of the last answers of each source are looked at, and so of each item: those before count only where they
/// show a mistake.
pub const LOOKED_AT: usize = 300;

/// What an answer could have shown.
pub trait Showable: std::fmt::Debug {
    /// Where the mistakes of an answer to an item belong: a calculation, or a question that has mistakes of its own.
    /// Quickly told.
    fn source(&self, of: Of, id: &str) -> Option<Source>;

    /// Whether a mistake says what somebody believes; a slip of writing does not.
    fn is_misconception(&self, mistake: &str) -> bool;

    /// The mistakes that the answer could have shown: they give something else than the truth on this variant.
    fn shows(&self, past: &Past) -> Vec<String>;
}

/// Where mistakes belong.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// A calculation: its mistakes are formulas.
    Calculation(String),
    /// A question, as the record names it: its mistakes are options.
    Question(String),
}

impl Source {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Calculation(id) | Self::Question(id) => id,
        }
    }
}

/// A misconception that showed at least once.
#[derive(Clone, Debug, PartialEq)]
pub struct Misconception {
    /// `padding-once`
    pub mistake: String,
    /// Where it belongs.
    pub source: Source,
    /// How often it showed.
    pub count: usize,
    /// How often it could have.
    pub of: usize,
    /// The learner's day on which it showed last.
    pub last: Date,
    /// How likely it is still held.
    pub probability: f64,
    /// Whether there were three clean answers on three days since.
    pub closed: bool,
    /// How it went: after each day on which it could have shown, the probability.
    pub course: Vec<Point>,
    /// The questions and exercises it showed in, as the record names them.
    pub made_in: BTreeSet<String>,
    /// The last answer that showed it.
    pub latest: Past,
    clean_days: BTreeSet<Date>,
}

/// How likely a misconception was held after a day.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The learner's day.
    pub date: Date,
    /// How likely.
    pub probability: f64,
}

/// All that showed, the worst first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notebook {
    /// The open ones by their probability, then the closed ones.
    pub entries: Vec<Misconception>,
}

impl Notebook {
    /// By the answers of a record, in their order: of each source that a mistake was made in, at least the last
    /// [`LOOKED_AT`] and all that showed one.
    #[must_use]
    pub fn of(answers: &[Past], showable: &dyn Showable) -> Self {
        let sources: Vec<Option<Source>> = answers.iter().map(|past| showable.source(past.of, &past.id)).collect();
        let mistake = |past: &Past| past.mistake.clone().filter(|mistake| showable.is_misconception(mistake));
        let made = answers.iter().zip(&sources).filter(|(past, _)| mistake(past).is_some());
        let made: HashSet<&Source> = made.filter_map(|(_, source)| source.as_ref()).collect();
        let mut left: HashMap<&Source, usize> = HashMap::new();
        for source in sources.iter().flatten().filter(|source| made.contains(source)) {
            *left.entry(source).or_default() += 1;
        }
        let mut entries: HashMap<(&Source, String), Misconception> = HashMap::new();
        // What could have shown before a misconception first did is counted, too.
        let mut chances: HashMap<(&Source, String), usize> = HashMap::new();
        for (past, source) in answers.iter().zip(&sources) {
            let Some(source) = source.as_ref().filter(|source| made.contains(source)) else { continue };
            let left = left.entry(source).or_default();
            *left -= 1;
            if *left >= LOOKED_AT && mistake(past).is_none() {
                continue;
            }
            let mut shown: HashSet<String> = showable.shows(past).into_iter().collect();
            let made = mistake(past);
            shown.extend(made.clone());
            for mistake in shown {
                let key = (source, mistake);
                *chances.entry(key.clone()).or_default() += 1;
                let showed = made.as_ref() == Some(&key.1);
                if showed && !entries.contains_key(&key) {
                    entries.insert(key.clone(), Misconception::begun(&key.1, source, past, chances[&key]));
                } else if let Some(entry) = entries.get_mut(&key) {
                    entry.take(past, showed);
                }
            }
        }
        let mut entries: Vec<Misconception> = entries.into_values().collect();
        entries.sort_by(|a, b| {
            let order = a.closed.cmp(&b.closed).then(b.probability.total_cmp(&a.probability));
            order.then(b.count.cmp(&a.count)).then_with(|| (&a.source, &a.mistake).cmp(&(&b.source, &b.mistake)))
        });
        Self { entries }
    }

    /// The misconceptions that are not closed, the worst first.
    pub fn open(&self) -> impl Iterator<Item = &Misconception> {
        self.entries.iter().filter(|entry| !entry.closed)
    }
}

impl Misconception {
    /// One that shows for the first time, where it could have before.
    fn begun(mistake: &str, source: &Source, past: &Past, of: usize) -> Self {
        let mut begun = Self::first(mistake, source, past);
        begun.of = of;
        begun
    }

    /// One that shows for the first time that it could.
    #[must_use]
    pub fn first(mistake: &str, source: &Source, past: &Past) -> Self {
        let mut begun = Self {
            mistake: mistake.to_owned(),
            source: source.clone(),
            count: 0,
            of: 0,
            last: day_of(&past.at),
            probability: PRIOR,
            closed: false,
            course: Vec::new(),
            made_in: BTreeSet::new(),
            latest: past.clone(),
            clean_days: BTreeSet::new(),
        };
        begun.take(past, true);
        begun
    }

    /// Takes an answer that could have shown it.
    fn take(&mut self, past: &Past, showed: bool) {
        let day = day_of(&past.at);
        self.of += 1;
        if showed {
            self.count += 1;
            self.last = self.last.max(day);
            self.closed = false;
            self.clean_days.clear();
            self.made_in.insert(past.id.clone());
            self.latest = past.clone();
            self.probability = seen(self.probability, SHOWS) * (1.0 - DROPPED);
        } else if past.is_right() {
            self.clean_days.insert(day);
            self.closed |= self.clean_days.len() >= CLOSED_AFTER;
            self.probability = seen(self.probability, CLEAN);
        }
        self.probability = self.probability.clamp(0.001, 0.999);
        let point = Point { date: day, probability: thousandth(self.probability) };
        match self.course.last_mut().filter(|last| last.date == day) {
            Some(last) => *last = point,
            None => self.course.push(point),
        }
    }
}

/// How likely it is held after something was seen that comes about so often where it is, and where it is not.
fn seen(held: f64, (where_held, where_not): (f64, f64)) -> f64 {
    let held_and_seen = held * where_held;
    held_and_seen / (held_and_seen + (1.0 - held) * where_not)
}

#[cfg(test)]
mod tests {
    use super::super::testing::exercise;
    use super::*;

    /// Every answer to a calculation could have shown `a` and, on the variants whose code ends with `b`, `b`.
    #[derive(Debug)]
    struct Two;

    impl Showable for Two {
        fn is_misconception(&self, mistake: &str) -> bool {
            mistake != "slip"
        }

        fn source(&self, _: Of, id: &str) -> Option<Source> {
            Some(Source::Calculation(id.to_owned()))
        }

        fn shows(&self, past: &Past) -> Vec<String> {
            let both = past.code.as_ref().is_some_and(|code| code.ends_with('b'));
            ["a", "b"].into_iter().take(1 + usize::from(both)).map(str::to_owned).collect()
        }
    }

    fn notebook(answers: &[(u32, &str, Option<&str>)]) -> Notebook {
        let answers: Vec<Past> =
            answers.iter().map(|(day, code, mistake)| exercise(*day, "conv", code, *mistake)).collect();
        Notebook::of(&answers, &Two)
    }

    #[test]
    fn what_showed_is_counted_among_the_times_it_could_have() {
        let notebook = notebook(&[(1, "x", None), (1, "xb", Some("b")), (2, "x", None), (3, "xb", None)]);
        let [entry] = notebook.entries.as_slice() else { panic!("{notebook:?}") };
        assert_eq!((entry.mistake.as_str(), entry.count, entry.of), ("b", 1, 2));
        assert_eq!(entry.last.to_string(), "2026-11-01");
        assert_eq!(entry.course.len(), 2);
    }

    #[test]
    fn it_rises_when_it_shows_and_falls_only_where_it_would_have_shown() {
        let once = notebook(&[(1, "xb", Some("b"))]).entries[0].probability;
        let twice = notebook(&[(1, "xb", Some("b")), (2, "xb", Some("b"))]).entries[0].probability;
        let elsewhere = notebook(&[(1, "xb", Some("b")), (2, "x", None)]).entries[0].probability;
        let clean = notebook(&[(1, "xb", Some("b")), (2, "xb", None)]).entries[0].probability;
        assert!(once > PRIOR && twice > once && clean < once, "{once} {twice} {clean}");
        assert!((elsewhere - once).abs() < 1e-12);
    }

    #[test]
    fn it_is_closed_after_clean_answers_on_three_days_and_opened_when_it_shows_again() {
        let clean = |days: &[u32]| {
            let mut answers = vec![(1, "xb", Some("b"))];
            answers.extend(days.iter().map(|day| (*day, "xb", None)));
            notebook(&answers).entries[0].closed
        };
        assert_eq!([clean(&[2, 2, 2]), clean(&[2, 3]), clean(&[2, 3, 4])], [false, false, true]);
        let again =
            notebook(&[(1, "xb", Some("b")), (2, "xb", None), (3, "xb", None), (4, "xb", None), (5, "xb", Some("b"))]);
        assert!(!again.entries[0].closed);
    }

    #[test]
    fn a_clean_answer_before_it_first_showed_counts_as_one_that_could_have() {
        let notebook = notebook(&[(1, "xb", None), (2, "x", None), (3, "xb", Some("b"))]);
        assert_eq!((notebook.entries[0].count, notebook.entries[0].of), (1, 2));
    }

    #[test]
    fn an_answer_that_is_wrong_in_another_way_tells_nothing_and_closes_nothing() {
        let entry = |answers: &[(u32, &str, Option<&str>)]| {
            let entries = notebook(answers).entries;
            entries.into_iter().find(|entry| entry.mistake == "b").unwrap()
        };
        let once = entry(&[(1, "xb", Some("b"))]);
        let other = entry(&[(1, "xb", Some("b")), (2, "xb", Some("a")), (3, "xb", Some("a")), (4, "xb", Some("a"))]);
        assert_eq!((other.probability, other.closed, other.of), (once.probability, false, 4));
    }

    #[test]
    fn the_clean_days_begin_anew_when_it_shows_again() {
        let closed = |last: &[(u32, &str, Option<&str>)]| {
            let first = [(1, "xb", Some("b")), (2, "xb", None), (3, "xb", None), (4, "xb", Some("b")), (5, "xb", None)];
            notebook(&[&first, last].concat()).entries[0].closed
        };
        assert_eq!(
            [closed(&[]), closed(&[(6, "xb", None)]), closed(&[(6, "xb", None), (7, "xb", None)])],
            [false, false, true]
        );
    }

    #[test]
    fn the_worst_comes_first_and_the_closed_last() {
        let notebook =
            notebook(&[(1, "xb", Some("a")), (2, "xb", None), (3, "xb", None), (4, "xb", None), (5, "xb", Some("b"))]);
        let order: Vec<(&str, bool)> = notebook.entries.iter().map(|e| (e.mistake.as_str(), e.closed)).collect();
        assert_eq!(order, [("b", false), ("a", true)]);
        assert_eq!(notebook.open().count(), 1);
    }
}
