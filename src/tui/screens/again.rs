//! A question shown again beside the answer.

use ratatui::style::Style;

use crate::course::messages::say;
use crate::study::{Again, State};
use crate::text::width;
use crate::tui::look::Look;
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
        let mark = format!("{} {key}. ", state.mark());
        let aside = aside.as_ref().map(|aside| say(look.lang, "study.aside", &[("aside", aside)]));
        let wide = |aside: &String| width(&mark) + width(text) + width(aside);
        match aside {
            // What else is said stands in the same row where there is room.
            Some(aside) if wide(&aside) <= out.columns() => {
                out.pieces(vec![(format!("{mark}{text}"), style), (aside, look.theme.right())]);
            }
            Some(aside) => {
                out.hanging(&mark, text, style, style);
                out.hanging("     ", aside.trim_start(), style, look.theme.right());
            }
            None => out.hanging(&mark, text, style, style),
        }
    }
}
