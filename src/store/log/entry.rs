//! A row of the log as it is kept, exported and sent to other machines.

use jiff::ZonedDateTime;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row};
use serde::{Deserialize, Serialize, Serializer};

use super::told::{Answered, Mark, Of, PaperEvent, PaperRow, Rated};
use crate::store::chain;

/// Which row it is of which record, of a row that another one wrote. As text `1f3a90c2b7d45e68/17`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(in crate::store) struct Origin {
    /// The record that wrote it.
    pub(in crate::store) device: String,
    /// Its place there.
    pub(in crate::store) seq: u64,
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

/// A row of the log, as `record export` writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub(in crate::store) enum Entry {
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
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
pub(in crate::store) struct Answer {
    pub(in crate::store) seq: u64,
    pub(in crate::store) at: String,
    pub(in crate::store) of: Of,
    pub(in crate::store) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) given: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) rating: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub(in crate::store) score: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub(in crate::store) points: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) mistake: Option<String>,
    pub(in crate::store) ms: u64,
    #[serde(default)]
    pub(in crate::store) hash: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) hints: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub(in crate::store) confidence: Option<f64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::store) cram: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) paper: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) from: Option<Origin>,
}

/// Milliseconds that an answer can take: a year. A million of them are a sum that the tables can hold.
pub(in crate::store) const LONGEST: u64 = 366 * 24 * 60 * 60 * 1000;

impl Answer {
    /// Whether it has what its kind has, within bounds, and nothing that only another kind has.
    pub(in crate::store) fn is_formed(&self) -> bool {
        let numbers = self.points.is_none_or(|p| p.is_finite() && p > 0.0)
            && self.confidence.is_none_or(|c| (0.0..=1.0).contains(&c))
            && self.hints != Some(0)
            && self.ms <= LONGEST;
        let kind = match self.of {
            Of::Card => {
                self.rating.is_some_and(|r| (1..=4).contains(&r))
                    && self.given.is_none()
                    && self.score.is_none()
                    && self.points.is_none()
                    && self.paper.is_none()
            }
            Of::Question | Of::Exercise => {
                // What does not say its points has one.
                let most = self.points.unwrap_or(1.0);
                self.rating.is_none()
                    && self.given.is_some()
                    && self.score.is_some_and(|score| (0.0..=most).contains(&score))
                    && !self.cram
            }
        };
        numbers && kind
    }
}

impl Entry {
    /// Reads a line of an export; nothing of one that is derived, whatever stands in it.
    pub(in crate::store) fn read(line: &str) -> serde_json::Result<Option<Self>> {
        #[derive(Deserialize)]
        struct Kind {
            #[serde(rename = "type")]
            kind: String,
        }
        let Kind { kind } = serde_json::from_str(line)?;
        if kind == "card" { Ok(None) } else { serde_json::from_str(line).map(Some) }
    }

    /// Its place and its time; nothing of one that is derived.
    pub(in crate::store) fn place(&self) -> Option<(u64, &str)> {
        match self {
            Self::Answer(Answer { seq, at, .. })
            | Self::Undo { seq, at, .. }
            | Self::Mark { seq, at, .. }
            | Self::Paper { seq, at, .. } => Some((*seq, at)),
            Self::Card { .. } => None,
        }
    }

    /// The same at another place.
    pub(in crate::store) fn at_place(mut self, place: u64) -> Self {
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
    pub(in crate::store) const fn from(&self) -> Option<&Origin> {
        match self {
            Self::Answer(Answer { from, .. })
            | Self::Undo { from, .. }
            | Self::Mark { from, .. }
            | Self::Paper { from, .. } => from.as_ref(),
            Self::Card { .. } => None,
        }
    }

    /// The same as another record wrote it.
    pub(in crate::store) fn written_by(mut self, origin: Option<Origin>) -> Self {
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
            Self::Mark { seq, at, id, code, mark, on, .. } => {
                head("mark", seq, at);
                put("id", Value::Text(id));
                put("code", text(code));
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
pub(in crate::store) fn written(at: &ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// Appends a row; without a place above 0, after the last one. Gives its place.
pub(in crate::store) fn append(db: &Connection, entry: Entry) -> rusqlite::Result<u64> {
    let end = chain::end(db)?;
    let Some((place, _)) = entry.place() else { return Ok(0) };
    let place = if place > 0 { place } else { end.seq + 1 };
    let values = entry.at_place(place).values();
    let values: Vec<ValueRef<'_>> = values.iter().map(ValueRef::from).collect();
    Ok(chain::append(db, end, &values)?.seq)
}

/// The entry in a row of [`chain::columns`].
pub(in crate::store) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let (seq, at) = (row.get("seq")?, row.get("at")?);
    let kind: String = row.get("type")?;
    let device: Option<String> = row.get("device")?;
    let from = device.map(|device| Ok::<_, rusqlite::Error>(Origin { device, seq: row.get("origin")? })).transpose()?;
    Ok(match kind.as_str() {
        "undo" => Entry::Undo { seq, at, undoes: row.get("undoes")?, from },
        "mark" => {
            let (id, code, mark, on) = (row.get("id")?, row.get("code")?, row.get("mark")?, row.get("is_on")?);
            Entry::Mark { seq, at, id, code, mark, on, from }
        }
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
pub(in crate::store) fn answered(entry: Entry) -> Option<(u64, Answered)> {
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
pub(in crate::store) fn paper(entry: &Entry) -> Option<PaperRow> {
    let Entry::Paper { at, code, event, plan, .. } = entry else { return None };
    let at = crate::schedule::read_time(at)?;
    Some(PaperRow { at, code: code.clone(), event: *event, plan: plan.clone() })
}

impl Answered {
    /// Its row, which has no place in the log yet.
    pub(in crate::store) fn entry(&self) -> Entry {
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

impl Rated {
    /// Its row, which has no place in the log yet.
    pub(in crate::store) fn entry(&self) -> Entry {
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

/// The place of the row by which a paper was handed in; none while it is not, or was begun again since.
pub(in crate::store) fn handed_in(db: &Connection, code: &str) -> rusqlite::Result<Option<u64>> {
    let mut last =
        db.prepare_cached("SELECT seq, event FROM log WHERE type = 'paper' AND code = ?1 ORDER BY seq DESC LIMIT 1")?;
    let last: Option<(u64, String)> = last.query_row([code], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(last.filter(|(_, event)| event == PaperEvent::HandedIn.key()).map(|(seq, _)| seq))
}
