//! What was answered, one answer after the other: what all that is known of the learner is told from.

use jiff::ZonedDateTime;
use rusqlite::Row;

use super::derived::COUNTS;
use super::error::StoreError;
use super::log::{Answer, Of};
use super::record::Record;
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

impl Record {
    /// Calls `take` with every answer that counts, in the order of the log. Rows that are damaged are passed over: the
    /// check tells of them.
    pub fn each_answer(&self, take: &mut dyn FnMut(Past)) -> Result<(), StoreError> {
        let query = format!(
            "SELECT a.at, a.of, a.id, a.code, a.given, a.score, a.points, a.rating, a.mistake, a.ms, a.confidence, a.cram
             FROM log a WHERE {COUNTS} ORDER BY a.seq"
        );
        let mut statement = self.db.prepare(&query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Ok(Some(past)) = past(row) {
                take(past);
            }
        }
        Ok(())
    }
}

fn past(row: &Row<'_>) -> rusqlite::Result<Option<Past>> {
    let Some(at) = read_time(row.get_ref(0)?.as_str()?) else { return Ok(None) };
    let (score, points): (Option<f64>, Option<f64>) = (row.get(5)?, row.get(6)?);
    let rating: Option<u8> = row.get(7)?;
    Ok(Some(Past {
        at,
        of: row.get(1)?,
        id: row.get(2)?,
        code: row.get(3)?,
        given: row.get(4)?,
        share: share(rating, score, points),
        rating,
        mistake: row.get(8)?,
        ms: row.get(9)?,
        confidence: row.get(10)?,
        cram: row.get::<_, Option<bool>>(11)?.unwrap_or(false),
    }))
}

fn share(rating: Option<u8>, score: Option<f64>, points: Option<f64>) -> f64 {
    match rating {
        Some(rating) => f64::from(u8::from(rating > 1)),
        None => (score.unwrap_or_default() / points.unwrap_or(1.0)).clamp(0.0, 1.0),
    }
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
