//! The rows of the log.

use jiff::ZonedDateTime;
use jiff::civil::Date;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize, Serializer};

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Of {
    /// A question of the course.
    Question,
    /// An exercise of a drill.
    Exercise,
    /// A flashcard.
    Card,
}

impl Of {
    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Exercise => "exercise",
            Self::Card => "card",
        }
    }

    fn of_key(key: &str) -> Option<Self> {
        [Self::Question, Self::Exercise, Self::Card].into_iter().find(|of| of.key() == key)
    }
}

/// An answer to a question or an exercise.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// When it was given.
    pub at: ZonedDateTime,
    /// To what: a question or an exercise.
    pub of: Of,
    /// The question or the kind of calculation.
    pub id: String,
    /// The variant, of drawn values.
    pub code: Option<String>,
    /// The answer as it was understood.
    pub given: String,
    /// Points reached.
    pub score: f64,
    /// The misconception behind it.
    pub mistake: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Hash of the content that was answered.
    pub hash: String,
}

impl Answered {
    /// Its row, which has no place in the log yet.
    pub(super) fn entry(&self) -> Entry {
        Entry::Answer {
            seq: 0,
            at: written(&self.at),
            of: self.of,
            id: self.id.clone(),
            code: self.code.clone(),
            given: Some(self.given.clone()),
            rating: None,
            score: Some(self.score),
            mistake: self.mistake.clone(),
            ms: self.ms,
            hash: self.hash.clone(),
        }
    }
}

/// A rating of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Rated {
    /// When it was given.
    pub at: ZonedDateTime,
    /// The card, `~r` for its reverse, `~2` for a hole.
    pub id: String,
    /// The variant, of a card with fresh numbers.
    pub code: Option<String>,
    /// 1 to 4.
    pub rating: u8,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Hash of the card.
    pub hash: String,
}

/// What a rating came to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reviewed {
    /// Its place in the log.
    pub seq: u64,
    /// The day on which the card comes back.
    pub due: Date,
    /// Days after which nine of ten such cards are still known.
    pub stability: f32,
    /// 1 to 10.
    pub difficulty: f32,
}

/// A row of the log, as `record export` writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Entry {
    Answer {
        seq: u64,
        at: String,
        of: Of,
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rating: Option<u8>,
        #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
        score: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        mistake: Option<String>,
        ms: u64,
        #[serde(default)]
        hash: String,
    },
    Undo {
        seq: u64,
        at: String,
        undoes: u64,
    },
    /// Derived: an import passes over it.
    Card {
        id: String,
        stability: f32,
        difficulty: f32,
        due: String,
        reviews: u64,
    },
}

impl Entry {
    /// Reads a line of an export; nothing of one that is derived, whatever stands in it.
    pub(super) fn read(line: &str) -> serde_json::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Kind {
            #[serde(rename = "type")]
            kind: String,
        }
        let Kind { kind } = serde_json::from_str(line)?;
        if kind == "card" { Ok(None) } else { serde_json::from_str(line).map(Some) }
    }
}

/// A whole number without a fraction.
#[allow(clippy::ref_option, reason = "the signature that serde asks for")]
fn plain_number<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    number.map(crate::math::number::json_number).serialize(serializer)
}

/// A time as the log has it: milliseconds and offset.
pub(super) fn written(at: &ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// Appends a row; without a `seq` above 0, after the last one. Gives its place.
pub(super) fn append(db: &Connection, entry: &Entry) -> rusqlite::Result<u64> {
    let next = |seq: u64| -> rusqlite::Result<u64> {
        if seq > 0 {
            return Ok(seq);
        }
        db.query_row("SELECT coalesce(max(seq), 0) + 1 FROM log", [], |row| row.get(0))
    };
    match entry {
        Entry::Answer { seq, at, of, id, code, given, rating, score, mistake, ms, hash } => {
            let seq = next(*seq)?;
            db.prepare_cached(
                "INSERT INTO log (seq, at, type, of, id, code, given, rating, score, mistake, ms, hash)
                 VALUES (?1, ?2, 'answer', ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![seq, at, of.key(), id, code, given, rating, score, mistake, ms, hash])?;
            Ok(seq)
        }
        Entry::Undo { seq, at, undoes } => {
            let seq = next(*seq)?;
            db.prepare_cached("INSERT INTO log (seq, at, type, undoes) VALUES (?1, ?2, 'undo', ?3)")?
                .execute(params![seq, at, undoes])?;
            Ok(seq)
        }
        Entry::Card { .. } => Ok(0),
    }
}

/// The columns that [`entry`] reads.
pub(super) const COLUMNS: &str = "seq, at, undoes, of, id, code, given, rating, score, mistake, ms, hash";

/// The entry in a row of [`COLUMNS`].
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let (seq, at) = (row.get(0)?, row.get(1)?);
    if let Some(undoes) = row.get(2)? {
        return Ok(Entry::Undo { seq, at, undoes });
    }
    let of: String = row.get(3)?;
    Ok(Entry::Answer {
        seq,
        at,
        of: Of::of_key(&of).ok_or(rusqlite::Error::InvalidQuery)?,
        id: row.get(4)?,
        code: row.get(5)?,
        given: row.get(6)?,
        rating: row.get(7)?,
        score: row.get(8)?,
        mistake: row.get(9)?,
        ms: row.get(10)?,
        hash: row.get(11)?,
    })
}
