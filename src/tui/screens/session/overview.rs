//! All questions of a paper at once: which are answered, open and marked; one of them is gone to.

use std::ops::Range;

use ratatui::style::Style;

use super::SessionScreen;
use crate::course::messages::say;
use crate::study::{Action, Command, Place};
use crate::text::{cut, right, width};
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::widgets::{Rows, pane};

/// Columns of a question, of which two stand between it and the next.
const CELL: usize = 7;

/// From so many columns each question of a paper stands with its words.
const WORDS: u16 = 56;

/// Which question is selected.
#[derive(Clone, Debug, Default)]
pub(super) struct Overview {
    /// Its number.
    pub(super) at: usize,
    /// Digits of a number, as far as they were typed.
    pub(super) typed: usize,
    /// The numbers in each row.
    rows: Vec<Range<usize>>,
}

/// Questions in a row of so many columns: behind the last of them there is no gap.
fn in_row(columns: usize) -> usize {
    ((columns + 2) / CELL).max(1)
}

impl Overview {
    /// Keys and what they do.
    pub(super) const KEYS: [Hint; 4] = [
        Hint::Key("Enter", "overview.go"),
        Hint::Key("←→↑↓", "tui.move"),
        Hint::Key("1…9", "overview.number"),
        Hint::Key("Esc", "tui.back"),
    ];

    /// Told how many columns there are for these questions.
    pub(super) fn fit(&mut self, columns: u16, places: &[Place]) {
        let parts = places.chunk_by(|one, other| one.part == other.part);
        let rows = parts.flat_map(|part| part.chunks(in_row(columns.into())));
        self.rows = rows.filter_map(|row| Some(row.first()?.number..row.last()?.number + 1)).collect();
    }

    /// The question so many rows below or above, in the same column as far as there is one.
    fn beside(&self, rows: isize) -> usize {
        let Some(row) = self.rows.iter().position(|row| row.contains(&self.at)) else { return self.at };
        let column = self.at - self.rows[row].start;
        let to = row.checked_add_signed(rows).and_then(|to| self.rows.get(to));
        to.map_or(self.at, |to| (to.start + column).min(to.end - 1))
    }

    /// Moves among so many questions by a key.
    fn update(&mut self, message: &Message, last: usize) {
        let typed = std::mem::take(&mut self.typed);
        let to = match message {
            Message::Left | Message::Char('h') => self.at.saturating_sub(1),
            Message::Right | Message::Tab | Message::Char('l') => self.at + 1,
            Message::Up | Message::Char('k') | Message::WheelUp => self.beside(-1),
            Message::Down | Message::Char('j') | Message::WheelDown => self.beside(1),
            Message::Home => 1,
            Message::End => last,
            Message::Char(c) => match c.to_digit(10) {
                Some(digit) => {
                    let number = typed * 10 + digit as usize;
                    // Of a number that no question has, what was typed before stays.
                    self.typed = if (1..=last).contains(&number) { number } else { typed };
                    if self.typed > 0 { self.typed } else { self.at }
                }
                None => self.at,
            },
            _ => self.at,
        };
        self.at = to.clamp(1, last.max(1));
    }
}

impl SessionScreen {
    /// Opens it at the question that is shown.
    pub(super) fn open_overview(&mut self, desk: &mut dyn Desk) {
        self.keep(desk);
        let at = self.number().unwrap_or_else(|| self.session.progress().total);
        self.overview = Some(Overview { at, ..Overview::default() });
        self.scroll.restart();
    }

    /// Takes a message while a question is chosen.
    pub(super) fn update_overview(&mut self, message: &Message, desk: &mut dyn Desk) {
        if matches!(message, Message::PageUp | Message::PageDown) {
            self.scroll.page(message);
            return;
        }
        let Some(overview) = &mut self.overview else { return };
        let to = match message {
            Message::Back | Message::Do(Action::Overview) => None,
            Message::Char(c) if Action::Overview.has_letter(*c) => None,
            Message::Enter => Some(overview.at),
            Message::Go(number) => Some(*number),
            other => {
                let last = self.session.progress().total;
                let before = overview.typed;
                overview.update(other, last);
                let is_none = matches!(other, Message::Char('0'..='9')) && overview.typed == before;
                self.notice = is_none.then(|| say(self.lang, "overview.no-question", &[("last", &last)]));
                self.scroll.follow();
                return;
            }
        };
        self.overview = None;
        self.scroll.restart();
        if let Some(number) = to {
            self.submit(Command::Go(number), desk);
        }
    }

    /// All questions by part, the one with this number selected; where none is selected, the one that is shown stands out.
    /// In a pane of so many rows that has room for it each question stands with its words; of none, its number alone.
    pub(super) fn overview_rows(&self, selected: Option<usize>, (columns, room): (u16, usize), look: Look) -> Rows {
        let places = self.session.sheet();
        if let Some(rows) = self.in_words(&places, (columns, room), look) {
            return rows;
        }
        let mut rows = Rows::new(columns);
        counts(&mut rows, &places, look);
        let shown = self.number();
        for part in places.chunk_by(|one, other| one.part == other.part) {
            rows.gap();
            let Some(first) = part.first() else { continue };
            rows.text(&first.part, look.theme.heading());
            let above = rows.len();
            let cell = |place: &Place| {
                let here = selected.or(shown) == Some(place.number);
                let style = if here { look.theme.selected() } else { style(place, look) };
                let number = right(&place.number.to_string(), CELL - 4);
                let text = format!("{number}{}{}", mark(place, look.ascii), flag(place, look.ascii));
                (vec![(text, style)], Message::Go(place.number))
            };
            rows.flow(part.iter().map(cell).collect());
            let here = part.iter().position(|place| selected == Some(place.number));
            if let Some(here) = here {
                rows.focus = Some((above + here / in_row(columns.into())).min(rows.len() - 1));
            }
        }
        rows
    }

    /// Each question with its first words, in one column or in two; nothing where there is no room for that.
    fn in_words(&self, places: &[Place], (columns, room): (u16, usize), look: Look) -> Option<Rows> {
        let parts = || places.chunk_by(|one, other| one.part == other.part);
        // Above stand the counts and a gap.
        let room = room.checked_sub(2).filter(|_| columns >= WORDS)?;
        let one_below_the_other = places.len() + 2 * parts().count() - 1;
        let count = if one_below_the_other <= room { 1 } else { 2 };
        let wide = pane::pane(columns, count);
        let shown = self.number();
        let part = |part: &[Place]| {
            let mut rows = Rows::new(wide);
            rows.text(part.first().map_or("", |first| &first.part), look.theme.heading());
            for place in part {
                let signs = format!("{}{}", mark(place, look.ascii), flag(place, look.ascii));
                let lead = format!("{}{signs} ", right(&place.number.to_string(), 3));
                let words = cut(place.stem.lines().next().unwrap_or_default(), rows.columns() - width(&lead));
                let style = style(place, look);
                let here = shown == Some(place.number);
                let words_style = if here { look.theme.selected() } else { style };
                rows.pieces(vec![(lead, style), (words, words_style)]);
                rows.target_from(rows.len() - 1, Message::Go(place.number));
            }
            rows
        };
        let listed = Rows::over(parts().map(part).collect(), (count, wide));
        let mut rows = Rows::new(columns);
        counts(&mut rows, places, look);
        rows.below(listed);
        (rows.len() <= room + 2).then_some(rows)
    }
}

/// How many questions are answered, open and marked, and of how many of the answers parts are missing.
fn counts(rows: &mut Rows, places: &[Place], look: Look) {
    let answered = places.iter().filter(|place| place.answered).count();
    let in_part = places.iter().filter(|place| place.in_part).count();
    let marked = places.iter().filter(|place| place.flagged).count();
    let args: [(&str, &dyn std::fmt::Display); 3] =
        [("answered", &answered), ("open", &(places.len() - answered)), ("marked", &marked)];
    let parts = match in_part {
        0 => String::new(),
        parts => say(look.lang, "overview.in-part", &[("parts", &parts)]),
    };
    rows.text(&(say(look.lang, "overview.counts", &args) + &parts), look.theme.quiet());
}

/// How a question stands out that is not selected.
fn style(place: &Place, look: Look) -> Style {
    match place {
        Place { flagged: true, .. } => look.theme.caution(),
        Place { answered: true, .. } => Style::new(),
        _ => look.theme.quiet(),
    }
}

/// Answered, in part or not.
const fn mark(place: &Place, ascii: bool) -> &'static str {
    match (place.answered, place.in_part, ascii) {
        (true, true, true) => "/",
        (true, true, false) => "◧",
        (true, false, true) => "#",
        (true, false, false) => "■",
        (false, _, true) => "_",
        (false, _, false) => "□",
    }
}

/// Whether it is marked: an answer to it is seen beside that.
const fn flag(place: &Place, ascii: bool) -> &'static str {
    match (place.flagged, ascii) {
        (true, true) => "!",
        (true, false) => "⚑",
        (false, _) => " ",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_hides_no_answer_and_a_part_of_one_is_not_the_whole() {
        let place = |answered, in_part, flagged| {
            let (part, stem, recorded) = (String::new(), String::new(), String::new());
            let place = Place { number: 1, part, stem, answered, in_part, recorded, flagged };
            [false, true].map(|ascii| format!("{}{}", mark(&place, ascii), flag(&place, ascii)))
        };
        assert_eq!(place(true, false, true), ["■⚑", "#!"]);
        assert_eq!(place(false, false, true), ["□⚑", "_!"]);
        assert_eq!(place(true, true, false), ["◧ ", "/ "]);
    }

    #[test]
    fn up_and_down_lead_to_the_row_that_is_seen_and_each_part_begins_one() {
        let place = |number: usize| Place {
            number,
            part: if number > 15 { "II" } else { "I" }.to_owned(),
            stem: String::new(),
            answered: false,
            in_part: false,
            recorded: String::new(),
            flagged: false,
        };
        let places: Vec<Place> = (1..=18).map(place).collect();
        let mut overview = Overview { at: 1, ..Overview::default() };
        overview.fit(76, &places);
        let mut go = |message: Message| {
            overview.update(&message, 18);
            overview.at
        };
        let down = || Message::Down;
        assert_eq!([go(down()), go(Message::Right), go(down()), go(down())], [12, 13, 17, 17]);
        assert_eq!([go(Message::Up), go(Message::Up), go(Message::Up)], [13, 2, 2]);
    }

    #[test]
    fn of_a_number_that_no_question_has_what_was_typed_before_stays() {
        let mut overview = Overview { at: 3, ..Overview::default() };
        let mut typed = |text: &str| {
            text.chars().for_each(|c| overview.update(&Message::Char(c), 53));
            let (at, typed) = (overview.at, overview.typed);
            overview.update(&Message::Tab, 53);
            (at, typed)
        };
        assert_eq!([typed("21"), typed("99"), typed("0")], [(21, 21), (9, 9), (10, 0)]);
    }
}
