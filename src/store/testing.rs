//! Answers for the tests of this room.

use jiff::{ToSpan as _, ZonedDateTime};

use super::{Answered, Of, Rated, Record};
use crate::schedule::{Clock, Scheduler};

/// So many minutes after ten o'clock on a Monday.
pub(super) fn minutes(minutes: i64) -> ZonedDateTime {
    Clock::still("2026-11-23T10:00:00+08:00").unwrap().now().saturating_add(minutes.minutes())
}

/// So many hours after it.
pub(super) fn at(hours: i64) -> ZonedDateTime {
    minutes(60 * hours)
}

/// An empty record.
pub(super) fn record() -> Record {
    Record::in_memory(Scheduler::default()).unwrap()
}

/// An answer to a question.
pub(super) fn answer(id: &str, score: f64) -> Answered {
    Answered {
        at: at(0),
        of: Of::Question,
        id: id.into(),
        code: None,
        given: "A".into(),
        score,
        mistake: Some("padding-once".into()),
        ms: 8120,
        hash: "ab".into(),
        points: 1.0,
        hints: 0,
        confidence: None,
        paper: None,
    }
}

/// A rating of a card.
pub(super) fn rating(id: &str, rating: u8, hours: i64) -> Rated {
    Rated { at: at(hours), id: id.into(), code: None, rating, ms: 5, hash: "ab".into(), cram: false }
}
