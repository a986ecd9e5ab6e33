//! The rows of the log.

use jiff::ZonedDateTime;
use jiff::civil::Date;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, Value, ValueRef};
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize, Serializer};

use super::chain;

/// A list of words that a column holds, each with its value.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $value:ident = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$doc])* $value,)*
        }

        impl $name {
            /// The word in the log.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$value => $key,)*
                }
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                match value.as_str()? {
                    $($key => Ok(Self::$value),)*
                    _ => Err(FromSqlError::InvalidType),
                }
            }
        }
    };
}

words! {
    /// What was answered.
    Of {
        /// A question of the course.
        Question = "question",
        /// An exercise of a drill.
        Exercise = "exercise",
        /// A flashcard.
        Card = "card",
    }
}

words! {
    /// How an item is set apart.
    Mark {
        /// Not asked any more.
        Suspended = "suspended",
        /// Not asked until tomorrow.
        Buried = "buried",
        /// To be looked at again.
        Flagged = "flagged",
    }
}

words! {
    /// What happens to a paper.
    PaperEvent {
        /// It was begun.
        Begun = "begun",
        /// Its clock stands.
        Paused = "paused",
        /// Its clock runs again.
        Resumed = "resumed",
        /// It was handed in: its answers count.
        HandedIn = "handed-in",
    }
}

/// Which row it is of which record, of a row that another one wrote. As text `1f3a90c2b7d45e68/17`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct Origin {
    /// The record that wrote it.
    pub(super) device: String,
    /// Its place there.
    pub(super) seq: u64,
}

impl From<Origin> for String {
    fn from(Origin { device, seq }: Origin) -> Self {
        format!("{device}/{seq}")
    }
}

impl TryFrom<String> for Origin {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (device, seq) = text.rsplit_once('/').ok_or("not DEVICE/PLACE")?;
        let seq = seq.parse().ok().filter(|seq| (1..=i64::MAX as u64).contains(seq)).ok_or("not DEVICE/PLACE")?;
        if device.is_empty() || device.len() > 64 || !device.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err("not DEVICE/PLACE");
        }
        Ok(Self { device: device.to_owned(), seq })
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
    /// Points that could be reached, more than 0.
    pub points: f64,
    /// The misconception behind it.
    pub mistake: Option<String>,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Hash of the content that was answered.
    pub hash: String,
    /// How many hints were taken before it.
    pub hints: u32,
    /// How sure the learner said to be, 0 to 1.
    pub confidence: Option<f64>,
    /// The code of the paper that it stands on: it counts when that is handed in.
    pub paper: Option<String>,
}

impl Answered {
    /// Its row, which has no place in the log yet.
    pub(super) fn entry(&self) -> Entry {
        Entry::Answer(Answer {
            seq: 0,
            at: written(&self.at),
            of: self.of,
            id: self.id.clone(),
            code: self.code.clone(),
            given: Some(self.given.clone()),
            rating: None,
            score: Some(self.score),
            points: Some(self.points).filter(|points| *points != 1.0),
            mistake: self.mistake.clone(),
            ms: self.ms,
            hash: self.hash.clone(),
            hints: Some(self.hints).filter(|hints| *hints > 0),
            confidence: self.confidence,
            cram: false,
            paper: self.paper.clone(),
            from: None,
        })
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
    /// Whether it was rated while cramming: its memory state stays.
    pub cram: bool,
}

impl Rated {
    /// Its row, which has no place in the log yet.
    pub(super) fn entry(&self) -> Entry {
        Entry::Answer(Answer {
            seq: 0,
            at: written(&self.at),
            of: Of::Card,
            id: self.id.clone(),
            code: self.code.clone(),
            given: None,
            rating: Some(self.rating),
            score: None,
            points: None,
            mistake: None,
            ms: self.ms,
            hash: self.hash.clone(),
            hints: None,
            confidence: None,
            cram: self.cram,
            paper: None,
            from: None,
        })
    }
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
    /// On how many days the card was forgotten after it had been met on an earlier one; told of a rating 1 alone.
    pub lapses: usize,
}

/// That an item is set apart, or is so no more.
#[derive(Clone, Debug, PartialEq)]
pub struct Marked {
    /// When.
    pub at: ZonedDateTime,
    /// A card or a question.
    pub id: String,
    /// How.
    pub mark: Mark,
    /// Whether it is from now on.
    pub on: bool,
}

/// That something happened to a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperRow {
    /// When.
    pub at: ZonedDateTime,
    /// The code of the paper.
    pub code: String,
    /// What.
    pub event: PaperEvent,
    /// What the code does not say, in the words of who wrote it.
    pub plan: Option<String>,
}

/// An answer that can be taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Its place in the log.
    pub seq: u64,
    /// What was answered.
    pub of: Of,
    /// The question, the kind of calculation or the card.
    pub id: String,
    /// The variant, of drawn values.
    pub code: Option<String>,
}

/// A row of the log, as `record export` writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub(super) enum Entry {
    Answer(Answer),
    Undo {
        seq: u64,
        at: String,
        undoes: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Origin>,
    },
    Mark {
        seq: u64,
        at: String,
        id: String,
        mark: Mark,
        on: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Origin>,
    },
    Paper {
        seq: u64,
        at: String,
        code: String,
        event: PaperEvent,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        plan: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Origin>,
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

/// An answer or a rating.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    pub(super) seq: u64,
    pub(super) at: String,
    pub(super) of: Of,
    pub(super) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) given: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) rating: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub(super) score: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub(super) points: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mistake: Option<String>,
    pub(super) ms: u64,
    #[serde(default)]
    pub(super) hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) hints: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub(super) confidence: Option<f64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) cram: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) paper: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) from: Option<Origin>,
}

impl Answer {
    /// Whether it has what its kind has, within bounds, and nothing that only another kind has.
    pub(super) fn is_formed(&self) -> bool {
        let numbers = self.points.is_none_or(|p| p.is_finite() && p > 0.0)
            && self.confidence.is_none_or(|c| (0.0..=1.0).contains(&c))
            && self.hints != Some(0)
            && i64::try_from(self.ms).is_ok();
        let kind = match self.of {
            Of::Card => {
                self.rating.is_some_and(|r| (1..=4).contains(&r))
                    && self.given.is_none()
                    && self.score.is_none()
                    && self.points.is_none()
                    && self.paper.is_none()
            }
            Of::Question | Of::Exercise => {
                self.rating.is_none() && self.given.is_some() && self.score.is_some_and(f64::is_finite) && !self.cram
            }
        };
        numbers && kind
    }
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

    /// Its place and its time; nothing of one that is derived.
    pub(super) fn place(&self) -> Option<(u64, &str)> {
        match self {
            Self::Answer(Answer { seq, at, .. })
            | Self::Undo { seq, at, .. }
            | Self::Mark { seq, at, .. }
            | Self::Paper { seq, at, .. } => Some((*seq, at)),
            Self::Card { .. } => None,
        }
    }

    /// The same at another place.
    pub(super) fn at_place(mut self, place: u64) -> Self {
        if let Self::Answer(Answer { seq, .. })
        | Self::Undo { seq, .. }
        | Self::Mark { seq, .. }
        | Self::Paper { seq, .. } = &mut self
        {
            *seq = place;
        }
        self
    }

    /// Which row it is of which record, where another one wrote it.
    pub(super) const fn from(&self) -> Option<&Origin> {
        match self {
            Self::Answer(Answer { from, .. })
            | Self::Undo { from, .. }
            | Self::Mark { from, .. }
            | Self::Paper { from, .. } => from.as_ref(),
            Self::Card { .. } => None,
        }
    }

    /// The same as another record wrote it.
    pub(super) fn written_by(mut self, origin: Option<Origin>) -> Self {
        if let Self::Answer(Answer { from, .. })
        | Self::Undo { from, .. }
        | Self::Mark { from, .. }
        | Self::Paper { from, .. } = &mut self
        {
            *from = origin;
        }
        self
    }

    /// What stands in each of [`chain::COLUMNS`].
    fn values(self) -> [Value; chain::COLUMNS.len()] {
        let text = |text: Option<String>| text.map_or(Value::Null, Value::Text);
        let real = |number: Option<f64>| number.map_or(Value::Null, Value::Real);
        let whole = |number: Option<i64>| number.map_or(Value::Null, Value::Integer);
        let mut row: [Value; chain::COLUMNS.len()] = std::array::from_fn(|_| Value::Null);
        let mut put = |column: &str, value: Value| {
            if let Some(at) = chain::COLUMNS.iter().position(|c| *c == column) {
                row[at] = value;
            }
        };
        if let Some(Origin { device, seq }) = self.from().cloned() {
            put("device", Value::Text(device));
            put("origin", Value::Integer(seq.cast_signed()));
        }
        let mut head = |kind: &str, seq: u64, at: String| {
            put("seq", Value::Integer(seq.cast_signed()));
            put("at", Value::Text(at));
            put("type", Value::Text(kind.to_owned()));
        };
        match self {
            Self::Answer(answer) => {
                head("answer", answer.seq, answer.at);
                put("of", Value::Text(answer.of.key().to_owned()));
                put("id", Value::Text(answer.id));
                put("code", text(answer.code));
                put("given", text(answer.given));
                put("rating", whole(answer.rating.map(i64::from)));
                put("score", real(answer.score));
                put("points", real(answer.points));
                put("mistake", text(answer.mistake));
                put("ms", Value::Integer(answer.ms.cast_signed()));
                put("hash", Value::Text(answer.hash));
                put("hints", whole(answer.hints.map(i64::from)));
                put("confidence", real(answer.confidence));
                put("cram", whole(answer.cram.then_some(1)));
                put("paper", text(answer.paper));
            }
            Self::Undo { seq, at, undoes, .. } => {
                head("undo", seq, at);
                put("undoes", Value::Integer(undoes.cast_signed()));
            }
            Self::Mark { seq, at, id, mark, on, .. } => {
                head("mark", seq, at);
                put("id", Value::Text(id));
                put("mark", Value::Text(mark.key().to_owned()));
                put("is_on", Value::Integer(on.into()));
            }
            Self::Paper { seq, at, code, event, plan, .. } => {
                head("paper", seq, at);
                put("code", Value::Text(code));
                put("event", Value::Text(event.key().to_owned()));
                put("plan", text(plan));
            }
            Self::Card { .. } => {}
        }
        row
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

/// Appends a row; without a place above 0, after the last one. Gives its place.
pub(super) fn append(db: &Connection, entry: Entry) -> rusqlite::Result<u64> {
    let end = chain::end(db)?;
    let Some((place, _)) = entry.place() else { return Ok(0) };
    let place = if place > 0 { place } else { end.seq + 1 };
    let values = entry.at_place(place).values();
    let values: Vec<ValueRef<'_>> = values.iter().map(ValueRef::from).collect();
    Ok(chain::append(db, end, &values)?.seq)
}

/// The entry in a row of [`chain::columns`].
pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let (seq, at) = (row.get("seq")?, row.get("at")?);
    let kind: String = row.get("type")?;
    let device: Option<String> = row.get("device")?;
    let from = device.map(|device| Ok::<_, rusqlite::Error>(Origin { device, seq: row.get("origin")? })).transpose()?;
    Ok(match kind.as_str() {
        "undo" => Entry::Undo { seq, at, undoes: row.get("undoes")?, from },
        "mark" => Entry::Mark { seq, at, id: row.get("id")?, mark: row.get("mark")?, on: row.get("is_on")?, from },
        "paper" => {
            let (code, event, plan) = (row.get("code")?, row.get("event")?, row.get("plan")?);
            Entry::Paper { seq, at, code, event, plan, from }
        }
        _ => Entry::Answer(Answer {
            seq,
            at,
            of: row.get("of")?,
            id: row.get("id")?,
            code: row.get("code")?,
            given: row.get("given")?,
            rating: row.get("rating")?,
            score: row.get("score")?,
            points: row.get("points")?,
            mistake: row.get("mistake")?,
            ms: row.get("ms")?,
            hash: row.get("hash")?,
            hints: row.get("hints")?,
            confidence: row.get("confidence")?,
            cram: row.get::<_, Option<bool>>("cram")?.unwrap_or(false),
            paper: row.get("paper")?,
            from,
        }),
    })
}

/// The answer to a question or an exercise in an entry, with its place.
pub(super) fn answered(entry: Entry) -> Option<(u64, Answered)> {
    let Entry::Answer(answer) = entry else { return None };
    let at = crate::schedule::read_time(&answer.at)?;
    let answered = Answered {
        at,
        of: answer.of,
        id: answer.id,
        code: answer.code,
        given: answer.given?,
        score: answer.score?,
        points: answer.points.unwrap_or(1.0),
        mistake: answer.mistake,
        ms: answer.ms,
        hash: answer.hash,
        hints: answer.hints.unwrap_or(0),
        confidence: answer.confidence,
        paper: answer.paper,
    };
    Some((answer.seq, answered))
}

/// What happened to a paper, in an entry that tells of one.
pub(super) fn paper(entry: &Entry) -> Option<PaperRow> {
    let Entry::Paper { at, code, event, plan, .. } = entry else { return None };
    let at = crate::schedule::read_time(at)?;
    Some(PaperRow { at, code: code.clone(), event: *event, plan: plan.clone() })
}
