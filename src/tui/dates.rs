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
        _ => day.to_string(),
    }
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
        assert_eq!(said(60, Lang::En), "2027-01-22");
    }
}
