//! How the last sitting went: answers of one sort that were given one behind the other.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, ZonedDateTime};
use rusqlite::Row;

use super::error::StoreError;
use super::facts::COUNTS;
use super::log::Of;
use super::record::Record;
use crate::schedule::read_time;

/// Rows of the log, from its end, that are looked through at most.
const ROWS: usize = 2000;

/// A pause between two answers that is no longer one sitting.
const PAUSE: SignedDuration = SignedDuration::from_mins(30);

/// Items that a sitting has at least that is worth telling.
const LEAST: usize = 3;

/// What came of an item in a sitting.
#[derive(Clone, Copy, Debug, Default)]
struct Came {
    score: f64,
    points: f64,
}

impl Record {
    /// The share of the points that the last sitting before a time came to, of answers of this sort that stand on no paper;
    /// of cards the share of those that were not forgotten. None where there was none, or it was but a few.
    pub fn last_sitting(&self, of: Of, before: &ZonedDateTime) -> Result<Option<f64>, StoreError> {
        let mut statement = self.db.prepare_cached(&format!(
            "SELECT a.at, a.id, a.rating, a.score, a.points FROM (SELECT * FROM log ORDER BY seq DESC LIMIT {ROWS}) a
             WHERE {COUNTS} AND a.of = ?1 AND a.paper IS NULL AND coalesce(a.cram, 0) = 0 ORDER BY a.seq DESC"
        ))?;
        let mut rows = statement.query([of.key()])?;
        let (mut items, mut later): (BTreeMap<String, Came>, Option<Timestamp>) = (BTreeMap::new(), None);
        while let Some(row) = rows.next()? {
            // A row that is damaged is passed over: the check tells of it.
            let Some((at, id, came, is_card)) = answer(row).ok().flatten() else { continue };
            if at >= before.timestamp() {
                continue;
            }
            if later.is_some_and(|later| later.duration_since(at) > PAUSE) {
                break;
            }
            later = Some(at);
            // Of an item that came again the first answer counts; a card that was forgotten once was forgotten.
            let known = items.entry(id).or_insert(came);
            known.score = if is_card { known.score.min(came.score) } else { came.score };
            known.points = came.points;
        }
        let score: f64 = items.values().map(|came| came.score).sum();
        let points: f64 = items.values().map(|came| came.points).sum();
        Ok((items.len() >= LEAST && points > 0.0).then(|| (score / points).clamp(0.0, 1.0)))
    }
}

/// When an answer was given, to what, what came of it, and whether that is a card.
fn answer(row: &Row<'_>) -> rusqlite::Result<Option<(Timestamp, String, Came, bool)>> {
    let Some(at) = read_time(row.get_ref(0)?.as_str()?) else { return Ok(None) };
    let (rating, score, points): (Option<u8>, Option<f64>, Option<f64>) = (row.get(2)?, row.get(3)?, row.get(4)?);
    let came = match rating {
        Some(rating) => Came { score: f64::from(u8::from(rating > 1)), points: 1.0 },
        None => Came { score: score.unwrap_or_default(), points: points.unwrap_or(1.0) },
    };
    Ok(Some((at.timestamp(), row.get(1)?, came, rating.is_some())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Answered;
    use crate::store::testing::{answer, minutes, rating, record};

    #[test]
    fn the_last_sitting_ends_where_a_pause_begins_and_counts_each_item_once() {
        let mut record = record();
        let at = |id: &str, score: f64, at: i64| Answered { at: minutes(at), ..answer(id, score) };
        assert_eq!(record.last_sitting(Of::Question, &minutes(500)).unwrap(), None);
        // One of the day before, then three answers, one of them to an item that came again.
        for given in [at("a", 1.0, 0), at("b", 0.0, 100), at("c", 1.0, 110), at("d", 1.0, 120), at("b", 1.0, 125)] {
            record.answer(&given).unwrap();
        }
        assert_eq!(record.last_sitting(Of::Question, &minutes(200)).unwrap(), Some(2.0 / 3.0));
        // What is answered since is no part of it.
        record.answer(&at("e", 0.0, 200)).unwrap();
        assert_eq!(record.last_sitting(Of::Question, &minutes(200)).unwrap(), Some(2.0 / 3.0));
        assert_eq!(record.last_sitting(Of::Question, &minutes(500)).unwrap(), None, "one answer tells nothing");
        assert_eq!(record.last_sitting(Of::Card, &minutes(500)).unwrap(), None);
        for (card, rated) in [("x", 3), ("y", 1), ("z", 4), ("y", 3)] {
            record.rate(&rating(card, rated, 10)).unwrap();
        }
        assert_eq!(record.last_sitting(Of::Card, &minutes(900)).unwrap(), Some(2.0 / 3.0));
    }
}
