//! The clock, which a test can make stand still, and the learner's day.

use std::ops::{Range, RangeInclusive};
use std::sync::LazyLock;
use std::{env, fs};

use jiff::civil::{Date, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, ToSpan as _, ZonedDateTime};

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
        Ok(Self::Still(Box::new(read_rfc3339(text).ok_or_else(|| ClockError(text.to_owned()))?)))
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> ZonedDateTime {
        match self {
            Self::System if strange_zone().is_none() => ZonedDateTime::now(),
            Self::System => Timestamp::now().to_zoned_datetime(TimeZone::UTC),
            Self::Still(time) => (**time).clone(),
        }
    }
}

/// What `TZ` says, if it names no time zone that can be read; UTC is reckoned with then. What it names is looked at first: a
/// pipe or a device would be read without an end.
#[must_use]
pub fn strange_zone() -> Option<&'static str> {
    static STRANGE: LazyLock<Option<String>> = LazyLock::new(|| {
        let given = env::var_os("TZ").filter(|given| !given.is_empty())?;
        let given = given.to_string_lossy();
        let name = given.strip_prefix(':').unwrap_or(&given);
        let is_known = TimeZone::posix(&given).is_ok() || jiff::tz::db().get(name).is_ok();
        let is_file = || fs::metadata(name).is_ok_and(|found| found.is_file() && ZONE.contains(&found.len()));
        let is_read = is_known || is_file() && TimeZone::try_system().is_ok();
        (!is_read).then(|| given.clone().into_owned())
    });
    STRANGE.as_deref()
}

/// Bytes that a file of a time zone can have.
const ZONE: RangeInclusive<u64> = 1..=1 << 20;

/// A time written as RFC 3339 has it, in its own offset, and in no other way.
#[must_use]
pub fn read_rfc3339(text: &str) -> Option<ZonedDateTime> {
    is_rfc3339(text).then(|| read_time(text)).flatten()
}

/// Whether a text has the form `2026-11-23T10:00:00.5+08:00`, or ends with `Z`.
fn is_rfc3339(text: &str) -> bool {
    let has_form = |text: &[u8], form: &[u8]| {
        let fits = |(byte, sign): (&u8, &u8)| {
            if *sign == b'0' { byte.is_ascii_digit() } else { byte.eq_ignore_ascii_case(sign) }
        };
        text.len() == form.len() && text.iter().zip(form).all(fits)
    };
    let bytes = text.as_bytes();
    let Some((head, rest)) = bytes.split_at_checked(19) else { return false };
    let offset = match rest {
        [b'.', fraction @ ..] => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
        rest => rest,
    };
    let number =
        |at: usize| offset.get(at..at + 2).and_then(|digits| std::str::from_utf8(digits).ok()?.parse::<u8>().ok());
    let is_offset = match offset {
        [b'Z' | b'z'] => true,
        [b'+' | b'-', rest @ ..] => {
            has_form(rest, b"00:00")
                && number(1).is_some_and(|hours| hours < 24)
                && number(4).is_some_and(|minutes| minutes < 60)
        }
        _ => false,
    };
    has_form(head, b"0000-00-00T00:00:00") && is_offset
}

/// A time of the log, in its own offset: one of RFC 3339, or one that earlier versions took for such.
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
    fn every_form_of_rfc_3339_is_read() {
        for text in ["2026-11-23T10:00:00Z", "2026-11-23t10:00:00.25z", "2026-11-23T10:00:00.123456789-03:30"] {
            assert!(read_rfc3339(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_still_clock_keeps_its_offset() {
        let now = Clock::still("2026-11-23T10:00:00+08:00").unwrap().now();
        assert_eq!(now.offset().seconds(), 8 * 3600);
        assert_eq!(now.hour(), 10);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        let none = [
            "",
            "today",
            "2026-11-23",
            "2026-11-23T10:00:00",
            "2026-13-01T10:00:00Z",
            "2026-11-28 10:00:00+08",
            "2026-11-28 10:00:00+08:00",
            "2026-11-28T10:00:00+08",
            "2026-11-28T10:00:00+08:00[Asia/Shanghai]",
            "2026-11-28T10:00:00+08:00[Nope/Zone]",
            "2026-11-28T10:00:00+08:00:30",
            "2026-11-28T10:00:00+25:59",
            "2026-11-28T10:00:00.+08:00",
            "20261128T100000Z",
            "2026-11-28T10:00:00−08:00",
        ];
        for text in none {
            assert!(Clock::still(text).is_err(), "{text}");
        }
    }
}
