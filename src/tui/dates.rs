//! Days as people say them.

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
    use jiff::ToSpan as _;

    use super::*;

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
