//! A question shown again beside the answer.

use ratatui::style::Style;

use crate::course::messages::say;
use crate::study::{Again, State};
use crate::tui::app::Look;
use crate::tui::widgets::Rows;

/// What became of each part of a question.
pub(super) fn rows<'a>(out: &mut Rows, again: impl Iterator<Item = &'a Again>, look: Look) {
    for Again { key, text, state, aside } in again {
        let style = match state {
            State::Right => look.theme.right(),
            State::Missed => look.theme.caution(),
            State::Wrong => look.theme.wrong(),
            State::Left => Style::new(),
        };
        out.hanging(&format!("{} {key}. ", state.mark()), text, style, style);
        if let Some(aside) = aside {
            let aside = say(look.lang, "study.aside", &[("aside", aside)]);
            out.hanging("     ", aside.trim_start(), style, look.theme.right());
        }
    }
}
