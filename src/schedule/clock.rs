//! The clock, which a test can make stand still, and the learner's day.

use jiff::civil::Date;
use jiff::fmt::temporal::Pieces;
use jiff::tz::TimeZone;
use jiff::{ToSpan as _, ZonedDateTime};

/// The hour of the learner's day at which it turns: who studies until two in the morning is still on the day before.
const TURNS_AT: i64 = 4;

/// Where the time comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The system's, in the system's time zone.
    System,
    /// One that stands still.
    Still(Box<ZonedDateTime>),
}

/// A time that is not one of RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an RFC 3339 time such as 2026-11-23T10:00:00+08:00")]
pub struct ClockError(pub String);

impl Clock {
    /// The clock that stands still at an RFC 3339 time, in that time's offset.
    pub fn still(text: &str) -> Result<Self, ClockError> {
        Ok(Self::Still(Box::new(read_time(text).ok_or_else(|| ClockError(text.to_owned()))?)))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> ZonedDateTime {
        match self {
            Self::System => ZonedDateTime::now(),
            Self::Still(time) => (**time).clone(),
        }
    }
}

/// An RFC 3339 time, in its own offset.
#[must_use]
pub fn read_time(text: &str) -> Option<ZonedDateTime> {
    let timestamp: jiff::Timestamp = text.parse().ok()?;
    let offset = Pieces::parse(text).ok()?.to_numeric_offset()?;
    Some(timestamp.to_zoned_datetime(TimeZone::fixed(offset)))
}

/// The learner's day at a time: it turns at four in the morning, local time.
#[must_use]
pub fn day_of(time: &ZonedDateTime) -> Date {
    let date = time.date();
    if i64::from(time.hour()) < TURNS_AT { date.saturating_sub(1.day()) } else { date }
}

/// Whole days from one day to another; below 0 where that comes before.
#[must_use]
pub fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> String {
        day_of(&Clock::still(text).unwrap().now()).to_string()
    }

    #[test]
    fn the_day_turns_at_four() {
        assert_eq!(day("2026-11-24T03:59:59+08:00"), "2026-11-23");
        assert_eq!(day("2026-11-24T04:00:00+08:00"), "2026-11-24");
        assert_eq!(day("2027-01-01T00:30:00Z"), "2026-12-31");
    }

    #[test]
    fn a_still_clock_keeps_its_offset() {
        let now = Clock::still("2026-11-23T10:00:00+08:00").unwrap().now();
        assert_eq!(now.offset().seconds(), 8 * 3600);
        assert_eq!(now.hour(), 10);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "today", "2026-11-23", "2026-11-23T10:00:00", "2026-13-01T10:00:00Z"] {
            assert!(Clock::still(text).is_err(), "{text}");
        }
    }
}
