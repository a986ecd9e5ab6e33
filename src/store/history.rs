//! What was answered, summed up and answer by answer: what all that is known of the learner is told from.

use std::collections::{BTreeMap, HashMap};

use jiff::ZonedDateTime;
use rusqlite::{Row, params};

use super::error::StoreError;
use super::facts::{COUNTS, share};
use super::items::{self, Practised};
use super::log::{Answer, Of, Sort};
use super::record::{DayCount, Record};
use crate::schedule::read_time;

/// An answer or a rating that counts: it was not taken back, and the paper it stands on, if any, was handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// When it was given.
    pub at: ZonedDateTime,
    /// To what.
    pub of: Of,
    /// The question, the kind of calculation or the card, as the record names it.
    pub id: String,
    /// The variant, of drawn values.
    pub code: Option<String>,
    /// What was answered; nothing of a card.
    pub given: Option<String>,
    /// The share of the points that was reached, 0 to 1; of a card 1 where it was known.
    pub share: f64,
    /// The rating 1 to 4, of a card.
    pub rating: Option<u8>,
    /// The misconception behind it.
    pub mistake: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// How sure the learner said to be, 0 to 1.
    pub confidence: Option<f64>,
    /// Whether it was rated while cramming.
    pub cram: bool,
}

impl Past {
    /// Whether it reached all points; of a card, whether it was known.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.share >= 1.0
    }
}

/// How long answers of a sort took, those that tell: shorter than half a second none does, and longer than three minutes
/// counts as three.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Took {
    /// What took so long.
    pub sort: Sort,
    /// How many.
    pub answers: u64,
    /// All together, in milliseconds.
    pub ms: u64,
}

/// Ratings of cards after an interval, cramming aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Days since the rating before, at least one.
    pub days: i64,
    /// How many.
    pub answers: u64,
    /// Of them, those that knew the card.
    pub known: u64,
}

/// Answers that were given with a confidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sure {
    /// The confidence, in tenths.
    pub tenths: u8,
    /// How many.
    pub answers: u64,
    /// The shares of the points that they reached, summed up, in millionths.
    pub share: u64,
}

/// What the sums over the answers say that count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    /// By day and what was answered, oldest first.
    pub days: Vec<DayCount>,
    /// How each question and each kind of exercise stands.
    pub practised: Vec<Practised>,
    /// How long things take.
    pub paces: Vec<Took>,
    /// How cards were kept, the shortest interval first.
    pub intervals: Vec<Interval>,
    /// How right answers were that were given with a confidence, the least first.
    pub sure: Vec<Sure>,
    /// Cards that were rated while cramming.
    pub crammed: Vec<String>,
}

impl Record {
    /// How each question and each kind of exercise stands that was answered.
    pub fn practised(&self) -> Result<Vec<Practised>, StoreError> {
        items::all(&self.db)
    }

    /// The points of the last answer that counts to each question.
    pub fn last_scores(&self) -> Result<HashMap<String, f64>, StoreError> {
        items::last_scores(&self.db)
    }

    /// What all that is known of the learner is told from, beside the states of the cards.
    pub fn sums(&self) -> Result<Sums, StoreError> {
        let rows = |query| self.db.prepare_cached(query);
        let took = |row: &Row<'_>| Ok(Took { sort: row.get(0)?, answers: row.get(1)?, ms: row.get(2)? });
        let interval = |row: &Row<'_>| Ok(Interval { days: row.get(0)?, answers: row.get(1)?, known: row.get(2)? });
        let sure = |row: &Row<'_>| Ok(Sure { tenths: row.get(0)?, answers: row.get(1)?, share: row.get(2)? });
        Ok(Sums {
            days: self.days()?,
            practised: self.practised()?,
            paces: rows("SELECT sort, answers, ms FROM paces")?.query_map([], took)?.collect::<Result<_, _>>()?,
            intervals: rows("SELECT days, answers, known FROM intervals ORDER BY days")?
                .query_map([], interval)?
                .collect::<Result<_, _>>()?,
            sure: rows("SELECT tenths, answers, share FROM confidences ORDER BY tenths")?
                .query_map([], sure)?
                .collect::<Result<_, _>>()?,
            crammed: rows("SELECT id FROM crammed")?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?,
        })
    }

    /// The questions and kinds of exercise that an answer to showed a mistake.
    pub fn mistaken(&self) -> Result<Vec<(Of, String)>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT i.of, i.id FROM items i WHERE EXISTS
             (SELECT 1 FROM log a WHERE a.of = i.of AND a.id = i.id AND a.mistake IS NOT NULL AND {COUNTS})"
        ))?;
        Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// The last answers to these items that count, so many to each, and all of them that showed a mistake, in the order of
    /// the log. Rows that are damaged are passed over: the check tells of them.
    pub fn lately(&self, items: &[(Of, String)], most: usize) -> Result<Vec<Past>, StoreError> {
        let select =
            |further: &str| format!("SELECT {COLUMNS} FROM log a WHERE {COUNTS} AND a.of = ?1 AND a.id = ?2 {further}");
        let mut last = self.db.prepare_cached(&select("ORDER BY a.seq DESC LIMIT ?3"))?;
        let mut before = self.db.prepare_cached(&select("AND a.mistake IS NOT NULL AND a.seq < ?3"))?;
        let mut answers: BTreeMap<u64, Past> = BTreeMap::new();
        for (of, id) in items {
            let mut first = None;
            for (statement, bound) in [(&mut last, most as u64), (&mut before, 0)] {
                let bound = first.unwrap_or(bound);
                let mut rows = statement.query(params![of.key(), id, bound])?;
                while let Some(row) = rows.next()? {
                    let seq = row.get(0)?;
                    first = Some(seq);
                    answers.extend(past(row).ok().flatten().map(|past| (seq, past)));
                }
            }
        }
        Ok(answers.into_values().collect())
    }
}

/// What [`past`] reads.
const COLUMNS: &str =
    "a.seq, a.at, a.of, a.id, a.code, a.given, a.score, a.points, a.rating, a.mistake, a.ms, a.confidence, a.cram";

fn past(row: &Row<'_>) -> rusqlite::Result<Option<Past>> {
    let Some(at) = read_time(row.get_ref(1)?.as_str()?) else { return Ok(None) };
    let (score, points): (Option<f64>, Option<f64>) = (row.get(6)?, row.get(7)?);
    let rating: Option<u8> = row.get(8)?;
    Ok(Some(Past {
        at,
        of: row.get(2)?,
        id: row.get(3)?,
        code: row.get(4)?,
        given: row.get(5)?,
        share: share(rating, score, points),
        rating,
        mistake: row.get(9)?,
        ms: row.get(10)?,
        confidence: row.get(11)?,
        cram: row.get::<_, Option<bool>>(12)?.unwrap_or(false),
    }))
}

impl Past {
    /// The answer in a row; nothing where its time cannot be read.
    pub(super) fn of(answer: Answer) -> Option<Self> {
        Some(Self {
            at: read_time(&answer.at)?,
            of: answer.of,
            id: answer.id,
            code: answer.code,
            given: answer.given,
            share: share(answer.rating, answer.score, answer.points),
            rating: answer.rating,
            mistake: answer.mistake,
            ms: answer.ms,
            confidence: answer.confidence,
            cram: answer.cram,
        })
    }
}
