//! Days as people say them.

use std::fmt::Display;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::course::Lang;
use crate::course::messages::say;
use crate::schedule::days_between;

/// Days ahead from which on a date is told instead of how many days there are.
const FAR: i64 = 60;

/// Today, tomorrow, in so many days; a date where it is far off.
#[must_use]
pub fn ahead(today: Date, day: Date, lang: Lang) -> String {
    match days_between(today, day) {
        ..=0 => say(lang, "dates.today", &[]),
        1 => say(lang, "dates.tomorrow", &[]),
        2 => say(lang, "dates.after-tomorrow", &[]),
        days @ ..FAR => say(lang, "dates.days", &[("days", &days)]),
        _ => long(day, lang),
    }
}

/// `24 Nov`, `11月24日`
#[must_use]
pub fn short(day: Date, lang: Lang) -> String {
    say(lang, "dates.short", &[("day", &day.day()), ("month", &day.month()), ("name", &month(day, lang))])
}

/// `24 Nov 2026`, `2026年11月24日`
#[must_use]
pub fn long(day: Date, lang: Lang) -> String {
    let (year, name) = (day.year(), month(day, lang));
    say(lang, "dates.long", &[("day", &day.day()), ("month", &day.month()), ("name", &name), ("year", &year)])
}

/// A day as people write it: `2027-01-12`, `2027/1/12`, `20270112`, `2027年1月12日`, `1月12日`, `12 January`, `Jan 12`, in
/// 3 weeks, `12.1.2027`, tomorrow. Without a year it is the next one.
///
/// # Errors
/// It is not written so, or there is no such day.
pub fn read(text: &str, today: Date) -> Result<Date, NoDay> {
    let text = crate::text::fold(text);
    let numbers: Vec<i64> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|n| n.parse().map_err(|_| NoDay::Unread))
        .collect::<Result<_, _>>()?;
    let word: String = text.chars().filter(|c| c.is_alphabetic()).collect();
    if let Some((_, days)) = WORDS.iter().find(|(words, _)| words.contains(&&*word)).filter(|_| numbers.is_empty()) {
        return Ok(today.saturating_add(days.days()));
    }
    let date = |year: i64, month: i64, day: i64| {
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
    };
    let of = |year, month, day| date(year, month, day).ok_or(NoDay::Missing { year: Some(year), month, day });
    // The day in this year, or in the next one where it is past.
    let coming = |month: i64, day: i64| {
        let year = i64::from(today.year());
        let coming = [year, year + 1].into_iter().filter_map(|year| date(year, month, day)).find(|date| *date >= today);
        // The 29th of February is a day of some years.
        let year = Some(year).filter(|_| date(LEAP, month, day).is_some());
        coming.ok_or(NoDay::Missing { year, month, day })
    };
    let named = MONTHS.iter().position(|name| word.contains(name)).map(|at| at as i64 + 1);
    match (numbers.as_slice(), named, word.as_str()) {
        (&[year, month, day], None, "" | "年月日" | "年月") if year > 31 => of(year, month, day),
        // Behind a day above 12 stands no month but its own: which comes first is told by that, or by the dots between.
        (&[day, month, year], None, "") if year > 31 && (day > 12 || text.contains('.')) => of(year, month, day),
        (&[whole], None, "") if whole > 9_999_999 => of(whole / 10_000, whole / 100 % 100, whole % 100),
        (&[month, day], None, "月日" | "月") => coming(month, day),
        (&[day], Some(month), _) => coming(month, day),
        (&[one, other], Some(month), _) => of(one.max(other), month, one.min(other)),
        (&[count], None, "indays" | "inday" | "天后") if count < 400 => Ok(today.saturating_add(count.days())),
        (&[count], None, "inweeks" | "inweek" | "周后") if count < 60 => Ok(today.saturating_add((count * 7).days())),
        _ => Err(NoDay::Unread),
    }
}

/// The day of an exam as people write it: one still to come, and no further off than anybody prepares for.
///
/// # Errors
/// It is no day, or none of these.
pub fn of_exam(text: &str, today: Date) -> Result<Date, NoDay> {
    let day = read(text, today)?;
    match days_between(today, day) {
        ..0 => Err(NoDay::Past(day)),
        0..=FURTHEST => Ok(day),
        _ => Err(NoDay::Far(day)),
    }
}

/// Days that an exam may be ahead: two years.
const FURTHEST: i64 = 731;

/// Words for days, with how far these are ahead.
const WORDS: [(&[&str], i64); 3] =
    [(&["today", "今天"], 0), (&["tomorrow", "明天"], 1), (&["dayaftertomorrow", "thedayaftertomorrow", "后天"], 2)];

/// A year that has all days.
const LEAP: i64 = 2024;

/// Why what was written is no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDay {
    /// It is not written as a day is.
    Unread,
    /// It is written so, but no calendar has it; without a year, in no year.
    Missing {
        /// The year, where it matters.
        year: Option<i64>,
        /// The number of the month.
        month: i64,
        /// The day of the month.
        day: i64,
    },
    /// It is past.
    Past(Date),
    /// It is too far off.
    Far(Date),
}

impl NoDay {
    /// That there is no such day, or why it will not do; of what is not written as one, this message.
    #[must_use]
    pub fn sentence(self, unread: String, lang: Lang) -> String {
        let (year, month, day) = match self {
            Self::Unread => return unread,
            Self::Past(day) => return say(lang, "settings.past", &[("day", &long(day, lang))]),
            Self::Far(day) => return say(lang, "settings.far", &[("day", &long(day, lang))]),
            Self::Missing { year, month, day } => (year, month, day),
        };
        let names = say(lang, "dates.full-months", &[]);
        let name = usize::try_from(month).ok().and_then(|month| names.split_whitespace().nth(month.checked_sub(1)?));
        let Some(name) = name else { return say(lang, "dates.no-month", &[("month", &month)]) };
        let day: [(&str, &dyn Display); 2] = [("day", &day), ("name", &name)];
        match year {
            None => say(lang, "dates.no-day", &day),
            Some(year) => say(lang, "dates.no-day-in", &[day[0], day[1], ("year", &year)]),
        }
    }
}

/// How the months begin in English.
const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// What its month is called.
fn month(day: Date, lang: Lang) -> String {
    let names = say(lang, "dates.months", &[]);
    names
        .split_whitespace()
        .nth(usize::from(day.month().unsigned_abs()).saturating_sub(1))
        .unwrap_or_default()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        let today: Date = "2026-11-23".parse().unwrap();
        let read = |text: &str| read(text, today).ok().map(|day| day.to_string());
        let exam = Some("2027-01-12".to_owned());
        for text in [
            "2027-01-12",
            "2027/1/12",
            " 20270112 ",
            "2027.1.12",
            "2027年1月12日",
            "1月12日",
            "1月12",
            "１月１２日",
            "12 January",
            "Jan 12",
            "12 Jan 2027",
            "January 12, 2027",
            "12th January",
            "12.1.2027",
            "12.01.2027",
        ] {
            assert_eq!(read(text), exam, "{text}");
        }
        assert_eq!([read("in 4 weeks"), read("3天后")], [Some("2026-12-21".to_owned()), Some("2026-11-26".to_owned())]);
        assert_eq!([read("23 Nov"), read("22 Nov")], [Some("2026-11-23".to_owned()), Some("2027-11-22".to_owned())]);
        assert_eq!(["25/12/2026", "25-12-2026"].map(read), [(); 2].map(|()| Some("2026-12-25".to_owned())));
        for (text, day) in [("today", 23), ("Tomorrow", 24), ("明天", 24), ("后天", 25), ("the day after tomorrow", 25)]
        {
            assert_eq!(read(text), Some(format!("2026-11-{day}")), "{text}");
        }
        // Which of these is the month is not told.
        for text in [
            "",
            "soon",
            "5/12/2026",
            "tomorrow 5",
            "12",
            "12/1",
            "2027-13-01",
            "31 February",
            "99999999999999999999",
            "-5 weeks ago",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_told_from_one_that_cannot_be_read() {
        let today: Date = "2026-11-23".parse().unwrap();
        let said = |text: &str, lang| read(text, today).unwrap_err().sentence("unread".to_owned(), lang);
        for (text, en, zh) in [
            ("2026-02-30", "There is no 30 February in 2026", "2026 年没有 2月30日"),
            ("2月30日", "There is no 30 February", "没有 2月30日"),
            ("29 Feb", "There is no 29 February in 2026", "2026 年没有 2月29日"),
            ("2027-13-01", "There is no month 13", "没有 13 月"),
            ("soon", "unread", "unread"),
            ("12/1", "unread", "unread"),
        ] {
            assert_eq!([said(text, Lang::En), said(text, Lang::Zh)], [en, zh], "{text}");
        }
    }

    #[test]
    fn an_exam_is_ahead_and_no_more_than_two_years() {
        let today: Date = "2026-11-23".parse().unwrap();
        let said = |text: &str| of_exam(text, today).map_err(|none| none.sentence(String::new(), Lang::En));
        assert_eq!(said("tomorrow"), Ok("2026-11-24".parse().unwrap()));
        assert!(said("2028-11-23").is_ok() && said("2026-11-23").is_ok());
        for (text, why) in [("9999-01-01", "1 Jan 9999"), ("2028-11-24", "24 Nov 2028"), ("2026-11-22", "22 Nov 2026")]
        {
            let said = said(text).unwrap_err();
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn a_day_is_told_by_how_far_it_is() {
        let today: Date = "2026-11-23".parse().unwrap();
        let said = |days: i64, lang| ahead(today, today.saturating_add(days.days()), lang);
        assert_eq!([0, 1, 2, 8].map(|days| said(days, Lang::Zh)), ["今天", "明天", "后天", "8 天后"]);
        assert_eq!([0, 1, 2, 8].map(|days| said(days, Lang::En)), ["today", "tomorrow", "in 2 days", "in 8 days"]);
        assert_eq!([said(60, Lang::En), said(60, Lang::Zh)], ["22 Jan 2027", "2027年1月22日"]);
        assert_eq!([short(today, Lang::En), short(today, Lang::Zh)], ["23 Nov", "11月23日"]);
    }
}
