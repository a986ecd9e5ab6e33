//! The statistics as a picture: mastery of topics, calendar, what comes due, what is still known, and how right one was
//! beside how sure.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::cli::picture::{Anchor, COLOURS, FAINT, Picture, TEXT};
use crate::course::Lang;
use crate::course::messages::say;
use crate::learner::Stats;
use crate::schedule::days_between;
use crate::text::{cut, percent};

const WIDTH: f64 = 720.0;
const MARGIN: f64 = 24.0;

/// From a row of bars to the next.
const ROW: f64 = TEXT + 7.0;

/// Columns of text for which there is room before the bars.
const LABEL: usize = 34;

/// Where bars begin, and how long one of 100 % is.
const BAR: (f64, f64) = (270.0, 300.0);

/// Weeks of the calendar, and the side of a day with the gap behind it.
const CALENDAR: (i64, f64) = (32, 20.0);

/// How high the chart of what comes due is.
const COLUMN: f64 = 90.0;

/// How strong the colour of a day with the fewest answers is.
const FAINTEST: f64 = 0.2;

/// A picture under way, from its top down.
struct Sheet {
    picture: Picture,
    y: f64,
}

/// The whole file.
pub(super) fn draw(stats: &Stats, titles: &[String], lines: &[String], today: Date, lang: Lang) -> String {
    let mut sheet = Sheet { picture: Picture::new(WIDTH), y: MARGIN };
    for line in lines {
        sheet.text(line);
    }
    sheet.heading(&say(lang, "stats.topics", &[]));
    for (topic, title) in stats.topics.iter().zip(titles) {
        sheet.share(&cut(title, LABEL), topic.mastery, &format!("{} %", percent(topic.mastery)));
    }
    sheet.heading(&say(lang, "stats.days-chart", &[]));
    sheet.calendar(stats, today);
    sheet.heading(&say(lang, "stats.forecast", &[]));
    sheet.forecast(stats);
    if !stats.retention.is_empty() {
        sheet.heading(&say(lang, "stats.retention", &[]));
    }
    for row in &stats.retention {
        let after = say(lang, "stats.after-days", &[("days", &row.days())]);
        let of = say(lang, "stats.of-reviews", &[("reviews", &row.reviews)]);
        sheet.share(&after, row.kept, &format!("{} % {of}", percent(row.kept)));
    }
    if !stats.calibration.is_empty() {
        sheet.heading(&say(lang, "stats.calibration", &[]));
    }
    for said in &stats.calibration {
        let (x, y) = (BAR.0 + said.confidence * BAR.1, sheet.y);
        sheet.share(&super::calibrated(said, lang), said.correct, "");
        // Where the bar would end if one were as right as sure.
        sheet.picture.line([(x, y), (x, y + ROW - 4.0)], COLOURS[1], 2.0);
    }
    let high = sheet.y + MARGIN;
    sheet.picture.done(high)
}

impl Sheet {
    fn text(&mut self, text: &str) {
        self.picture.text((MARGIN, self.y + TEXT), Anchor::Start, "black", text);
        self.y += ROW;
    }

    fn heading(&mut self, text: &str) {
        self.y += ROW / 2.0;
        self.text(text);
        self.picture.line([(MARGIN, self.y - 2.0), (WIDTH - MARGIN, self.y - 2.0)], FAINT, 1.0);
        self.y += 4.0;
    }

    /// A row of a bar chart: a share of 1.
    fn share(&mut self, label: &str, share: f64, said: &str) {
        let (base, high) = (self.y + TEXT - 1.0, ROW - 4.0);
        self.picture.text((BAR.0 - 8.0, base), Anchor::End, "black", label);
        self.picture.bar((BAR.0, self.y), (BAR.1, high), FAINT, 0.15);
        self.picture.bar((BAR.0, self.y), (share.clamp(0.0, 1.0) * BAR.1, high), COLOURS[0], 1.0);
        self.picture.text((BAR.0 + BAR.1 + 8.0, base), Anchor::Start, "black", said);
        self.y += ROW;
    }

    /// The last weeks, a column each, Monday on top: the more answers, the stronger the colour.
    fn calendar(&mut self, stats: &Stats, today: Date) {
        let (weeks, side) = CALENDAR;
        let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
        let first = monday.saturating_sub((7 * (weeks - 1)).days());
        let shown = || stats.days.iter().filter(|day| first <= day.date && day.date <= today);
        let most = shown().map(|day| day.answers).max().unwrap_or(1).max(1) as f64;
        let place = |date: Date| {
            let days = days_between(first, date);
            (MARGIN + (days / 7) as f64 * side, self.y + (days % 7) as f64 * side)
        };
        let (mut date, mut squares) = (first, Vec::new());
        while date <= today {
            squares.push((place(date), FAINT, 0.1));
            date = date.saturating_add(1.day());
        }
        let strength = |answers: usize| FAINTEST + (1.0 - FAINTEST) * answers as f64 / most;
        squares.extend(shown().map(|day| (place(day.date), COLOURS[0], strength(day.answers))));
        for (place, colour, strength) in squares {
            self.picture.bar(place, (side - 3.0, side - 3.0), colour, strength);
        }
        self.y += 7.0 * side;
        let ends = [(first, MARGIN, Anchor::Start), (today, MARGIN + weeks as f64 * side, Anchor::End)];
        for (date, x, anchor) in ends {
            self.picture.text((x, self.y + TEXT), anchor, "black", &date.to_string());
        }
        self.y += ROW;
    }

    /// The cards that come due, a column a day.
    fn forecast(&mut self, stats: &Stats) {
        let most = stats.forecast.iter().map(|day| day.due).max().unwrap_or(1).max(1) as f64;
        let step = (WIDTH - 2.0 * MARGIN) / stats.forecast.len().max(1) as f64;
        let low = self.y + ROW + COLUMN;
        for (at, day) in stats.forecast.iter().enumerate() {
            let (x, high) = (MARGIN + at as f64 * step, day.due as f64 / most * COLUMN);
            let middle = x + (step - 6.0) / 2.0;
            self.picture.bar((x, low - high), (step - 6.0, high), COLOURS[0], 1.0);
            self.picture.text((middle, low - high - 4.0), Anchor::Middle, "black", &day.due.to_string());
            let date = day.date.strftime("%m-%d").to_string();
            self.picture.text((middle, low + TEXT + 2.0), Anchor::Middle, "black", &date);
        }
        self.y = low + ROW;
    }
}
