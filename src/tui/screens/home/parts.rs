//! How home is laid out: one column, or two or three panes where there is room.

use std::fmt::Display;

use ratatui::layout::Size;
use ratatui::style::Style;

use super::Home;
use super::activities::ACTIVITIES;
use crate::course::messages::say;
use crate::learner::plan::whole_minutes;
use crate::study::Action;
use crate::text::{cut, pad, width};
use crate::tui::look::Look;
use crate::tui::message::Message;
use crate::tui::screens::sections;
use crate::tui::told::Told;
use crate::tui::widgets::{Rows, page, pane};

/// Below so many rows home leaves out what can be left out.
const LOW: u16 = 18;

/// From so many rows its charts are higher.
const TALL: u16 = 50;

/// Below so many columns it says things in fewer words.
const NARROW: u16 = 52;

/// Columns that a pane beside a wider one has at least.
const LEAST: u16 = 56;

/// Activities that home names where it is low; help names them all.
const FEW: usize = 6;

/// Mistakes that home names.
const MISTAKES: usize = 5;

impl Home {
    /// All rows, for a window of this size.
    pub(super) fn rows(&self, size: Size, look: Look) -> Rows {
        let panes = pane::panes(size.width);
        let wide = pane::pane(size.width, panes);
        if panes == 1 {
            return self.column(wide, size, look);
        }
        let room = page::window(size, false, None);
        let high = if size.height >= TALL { sections::HIGH } else { sections::CHART };
        let told = self.told();
        // In the middle titles are whole, as far as what stands beside them is not too narrow for that.
        let whole = sections::whole(&self.overview.topics, look.lang) as u16;
        let given = wide.saturating_sub(LEAST) * 2;
        let middle_wide = if panes > 2 { whole.clamp(wide, wide + given) } else { wide };
        let wide = wide - (middle_wide - wide).div_ceil(2);
        let mut left = self.today(wide, look);
        left.below(self.advice(wide, look));
        // A tall window is filled with air rather than left empty below.
        let is_airy = panes > 2 && size.height >= TALL;
        let airy = |rows: Rows| if is_airy { rows.airy() } else { rows };
        left.below(airy(self.list(wide, look)));
        let mut middle = airy(sections::topics(
            middle_wide,
            &self.overview.topics,
            told.map(|told| &told.stats),
            self.at.checked_sub(1),
            look,
        ));
        let Some(told) = told else { return Rows::beside(vec![left, middle]) };
        if_room(&mut left, sections::days(wide, &told.stats, told.today, high, look), room);
        if panes == 2 {
            if_room(&mut left, sections::forecast(wide, &told.stats, high, look), room);
            if_room(&mut middle, self.detail(told, middle_wide, look), room);
            if_room(&mut middle, sections::kinds(middle_wide, &told.stats.kinds, look), room);
            return Rows::beside(vec![left, middle]);
        }
        let mut last = self.detail(told, wide, look);
        if_room(&mut last, self.worst(wide, look), room);
        if_room(&mut last, sections::forecast(wide, &told.stats, high, look), room);
        if_room(&mut last, sections::retention(wide, &told.stats.retention, look), room);
        if_room(&mut left, sections::exams(wide, &told.stats.exams, look), room);
        if_room(&mut middle, sections::kinds(middle_wide, &told.stats.kinds, look), room);
        Rows::beside(vec![left, middle, last])
    }

    fn column(&self, wide: u16, size: Size, look: Look) -> Rows {
        let mut rows = self.today(wide, look);
        let low = size.height < LOW;
        let add = |rows: &mut Rows, more: Rows| if low { rows.join(more) } else { rows.below(more) };
        rows.join(self.advice(wide, look));
        let whole = size.width.min(pane::MEASURE);
        add(&mut rows, Self::keys_in_a_row(if low { FEW } else { ACTIVITIES.len() }, whole, look));
        let told = self.told();
        let selected = self.at.checked_sub(1);
        add(&mut rows, sections::topics(wide, &self.overview.topics, told.map(|told| &told.stats), selected, look));
        if let Some(told) = told {
            let (room, high) = (page::window(size, false, None), sections::CHART);
            if_room(&mut rows, sections::days(wide, &told.stats, told.today, high, look), room);
        }
        rows
    }

    /// What there is to do today, and what an exam would come to.
    fn today(&self, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        let narrow = wide < NARROW;
        match &self.told {
            Some(Ok(Told { agenda, stats, .. })) => {
                let minutes = whole_minutes(agenda.minutes);
                let args: [(&str, &dyn Display); 4] = [
                    ("cards", &agenda.reviews(look.lang)),
                    ("new", &agenda.new),
                    ("questions", &agenda.questions),
                    ("minutes", &minutes),
                ];
                let key = match (agenda.count(), agenda.questions) {
                    (0, _) => "home.done",
                    _ if narrow => "home.today-narrow",
                    (_, 0) => "home.today",
                    _ => "home.today-questions",
                };
                // The minutes go before a second row is taken.
                let told = say(look.lang, key, &args);
                let told = if width(&told) <= rows.columns() || key != "home.today-narrow" {
                    told
                } else {
                    say(look.lang, "home.today-brief", &args[..3])
                };
                rows.text(&told, look.theme.heading());
                let key = if narrow { "home.readiness-narrow" } else { "home.readiness" };
                let mut line = sections::readiness((key, "home.unknown"), stats, look);
                if agenda.spent >= 1.0 && !narrow {
                    line.push_str(&say(look.lang, "home.spent", &[("minutes", &agenda.spent.round())]));
                }
                rows.text(&line, Style::new());
            }
            Some(Err(why)) => rows.text(why, look.theme.caution()),
            None => {
                let due = self.overview.due.map(|due| say(look.lang, "home.due", &[("due", &due)]));
                rows.text(&due.unwrap_or_default(), look.theme.heading());
            }
        }
        rows
    }

    /// The one thing to do next.
    fn advice(&self, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        let Some(advice) = self.told().and_then(|told| told.advice.as_ref()) else { return rows };
        let title = |id: &str| {
            let title = self.overview.topics.iter().find(|(known, _)| **known == *id);
            title.map_or(id, |(_, title)| title.get(look.lang)).to_owned()
        };
        let text = advice.sentence(title, look.lang);
        let here = self.at == 0;
        if here {
            rows.focus = Some(0);
        }
        let style = if here { look.theme.selected() } else { look.theme.right() };
        rows.hanging(if look.ascii { "> " } else { "▸ " }, &text, style, style);
        rows.target_from(0, Message::Pick(0));
        rows
    }

    /// The first so many activities in rows, as many to a row as fit.
    fn keys_in_a_row(count: usize, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        let piece = |activity: &super::activities::Activity| {
            let word = format!(" {}", say(look.lang, activity.word, &[]));
            let piece = vec![(activity.label.to_owned(), look.theme.key()), (word, Style::new())];
            (piece, Message::Char(activity.key))
        };
        let mut pieces: Vec<_> = ACTIVITIES.iter().take(count).map(piece).collect();
        if count < ACTIVITIES.len() {
            let more = vec![
                ("?".to_owned(), look.theme.key()),
                (format!(" {}", say(look.lang, "home.more", &[])), Style::new()),
            ];
            pieces.push((more, Message::Do(Action::Help)));
        }
        rows.flow(pieces);
        rows
    }

    /// The activities one below the other, with what there is of each.
    fn list(&self, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        let words: Vec<String> = ACTIVITIES.iter().map(|activity| say(look.lang, activity.word, &[])).collect();
        let longest = words.iter().map(|word| width(word)).max().unwrap_or_default();
        for (activity, word) in ACTIVITIES.iter().zip(words) {
            let note = self.told().and_then(|told| note(told, activity.key, look)).unwrap_or_default();
            let room = rows.columns().saturating_sub(longest + 5);
            rows.pieces(vec![
                (format!("{}  ", activity.label), look.theme.key()),
                (pad(&word, longest), Style::new()),
                (format!("  {}", cut(&note, room)), look.theme.quiet()),
            ]);
            rows.target_from(rows.len() - 1, Message::Char(activity.key));
        }
        rows
    }

    /// The topic that is selected; that which is worth most while none is.
    fn detail(&self, told: &Told, wide: u16, look: Look) -> Rows {
        let missing = |topic: &&crate::learner::TopicOf| topic.weight * (1.0 - topic.mastery);
        let most = || told.stats.topics.iter().max_by(|a, b| missing(a).total_cmp(&missing(b)));
        let topic = match self.at.checked_sub(1) {
            Some(at) => {
                let id = self.overview.topics.get(at).map(|(id, _)| id);
                id.and_then(|id| told.stats.topics.iter().find(|topic| *topic.id == **id))
            }
            None => most(),
        };
        let Some(topic) = topic else { return Rows::new(wide) };
        let title = self.overview.topics.iter().find(|(id, _)| **id == *topic.id);
        title.map_or_else(|| Rows::new(wide), |(_, title)| sections::topic(wide, Some(title), topic, look))
    }

    /// What keeps going wrong.
    fn worst(&self, wide: u16, look: Look) -> Rows {
        let mut rows = Rows::new(wide);
        let open = self.mistakes.iter().flatten().filter(|mistake| !mistake.entry.closed);
        for (at, mistake) in open.take(MISTAKES).enumerate() {
            if at == 0 {
                rows.text(&say(look.lang, "home.worst", &[]), look.theme.heading());
            }
            let [head, below] = mistake.words(look.lang);
            let head = head.lines().next().unwrap_or_default();
            rows.hanging("· ", &cut(head, rows.columns().saturating_sub(2)), look.theme.quiet(), Style::new());
            rows.hanging("  ", below, look.theme.quiet(), look.theme.quiet());
        }
        rows
    }

    /// Days until the exam, and in a row.
    pub(super) fn corner(&self, wide: u16, look: Look) -> String {
        let exam = match self.overview.days {
            None => None,
            Some(..0) => Some(say(look.lang, "home.exam-past", &[])),
            Some(0) => Some(say(look.lang, "home.exam-today", &[])),
            Some(1) => Some(say(look.lang, "home.exam-tomorrow", &[])),
            Some(days) => Some(say(look.lang, "home.exam", &[("days", &days)])),
        };
        let streak = self.told().map(|told| told.stats.streak).filter(|days| *days > 1 && wide >= NARROW);
        let streak = streak.map(|days| say(look.lang, "home.streak", &[("days", &days)]));
        [exam, streak].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// What there is of an activity.
fn note(told: &Told, key: char, look: Look) -> Option<String> {
    let wrong: usize = told.stats.topics.iter().map(|topic| topic.questions.wrong).sum();
    match key {
        'r' => {
            let cards = told.agenda.reviews(look.lang);
            let counts: [(&str, &dyn Display); 2] = [("cards", &cards), ("new", &told.agenda.new)];
            Some(say(look.lang, "home.note-review", &counts))
        }
        'w' if wrong > 0 => Some(wrong.to_string()),
        'e' => told.stats.exams.last().map(|exam| {
            let args: [(&str, &dyn Display); 2] = [("points", &exam.points), ("of", &exam.of)];
            say(look.lang, "home.note-exam", &args)
        }),
        _ => None,
    }
}

/// Adds rows where the window has room for them.
fn if_room(pane: &mut Rows, more: Rows, room: usize) {
    if pane.len() + 1 + more.len() <= room {
        pane.below(more);
    }
}
