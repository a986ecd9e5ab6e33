//! The clock, which a test can make stand still, and the learner's day.

use std::ops::Range;

use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
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
    plain_time(text).or_else(|| any_time(text))
}

/// A time as this program writes it, `2026-11-23T10:00:00.000+08:00`, of which telling how the learner stands reads one
/// for each answer. None where anything about it is unusual.
fn plain_time(text: &str) -> Option<ZonedDateTime> {
    let bytes: &[u8; 29] = text.as_bytes().try_into().ok()?;
    let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.'), (26, b':')];
    if marks.iter().any(|(at, mark)| bytes[*at] != *mark) {
        return None;
    }
    let number = |range: Range<usize>| {
        let digit = |digit: &u8| digit.is_ascii_digit().then(|| i16::from(digit - b'0'));
        bytes[range].iter().try_fold(0_i16, |all, byte| Some(all * 10 + digit(byte)?))
    };
    let small = |at: usize| number(at..at + 2).map(|number| number as i8);
    let (date, ms) = (Date::new(number(0..4)?, small(5)?, small(8)?).ok()?, number(20..23)?);
    let time = Time::new(small(11)?, small(14)?, small(17)?, i32::from(ms) * 1_000_000).ok()?;
    let seconds = i32::from(small(24)?) * 3600 + i32::from(small(27)?) * 60;
    let offset = match bytes[23] {
        b'+' => Offset::from_seconds(seconds),
        b'-' if seconds > 0 => Offset::from_seconds(-seconds),
        _ => return None,
    };
    let offset = offset.ok().filter(|_| small(27).is_some_and(|minutes| minutes < 60))?;
    Some(offset.to_timestamp(date.to_datetime(time)).ok()?.to_zoned_datetime(TimeZone::fixed(offset)))
}

fn any_time(text: &str) -> Option<ZonedDateTime> {
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
    fn a_time_as_the_program_writes_it_is_the_same_however_it_is_read() {
        let times = [
            "2026-11-23T10:00:00.000+08:00",
            "2024-02-29T23:59:59.999-03:30",
            "0001-01-01T00:00:00.001+00:00",
            "9999-12-30T23:59:59.999+14:00",
        ];
        for text in times {
            let (plain, any) = (plain_time(text).unwrap(), any_time(text).unwrap());
            assert_eq!((&plain, plain.offset()), (&any, any.offset()), "{text}");
        }
    }

    #[test]
    fn what_is_unusual_of_a_time_is_left_to_the_reader_of_any() {
        let unusual = [
            "2026-11-23T10:00:00.000-00:00",
            "2026-11-23T10:00:60.000+08:00",
            "2026-11-23T10:00:00+08:00",
            "2026-11-23T10:00:00.000Z",
            "2026-02-30T10:00:00.000+08:00",
            "2026-11-23T10:00:00.000+08:60",
            "2026-11-23T1a:00:00.000+08:00",
            "2026-11-23 10:00:00.000+08:00",
            "-02026-11-23T10:00:00.000+08:0",
        ];
        assert_eq!(unusual.map(plain_time), [const { None }; 9]);
        assert!(read_time(unusual[3]).is_some() && read_time(unusual[4]).is_none());
    }

    #[test]
    fn the_day_turns_at_four() {
        assert_eq!(day("2026-11-24T03:59:59+08:00"), "2026-11-23");
        assert_eq!(day("2026-11-24T04:00:00+08:00"), "2026-11-24");
        assert_eq!(day("2027-01-01T00:30:00Z"), "2026-12-31");
    }

    #[test]
    fn days_are_counted_forwards_and_backwards() {
        let days = |from: &str, to: &str| days_between(from.parse().unwrap(), to.parse().unwrap());
        assert_eq!([days("2026-12-30", "2027-01-02"), days("2027-01-02", "2026-12-30")], [3, -3]);
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
