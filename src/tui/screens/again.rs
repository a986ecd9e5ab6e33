//! A question shown again beside the answer.

use ratatui::style::Style;

use crate::course::Prose;
use crate::course::messages::say;
use crate::study::{Again, State};
use crate::text::width;
use crate::tui::look::Look;
use crate::tui::widgets::Rows;

/// What else is said of a part, in the row of its words.
fn beside(aside: &Prose, look: Look) -> String {
    say(look.lang, "study.aside", &[("aside", aside)])
}

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
        match aside {
            // What else is said stands in the same row where there is room, and nothing that is drawn.
            Some(aside)
                if width(&mark) + width(text) + width(&beside(aside, look)) <= out.columns()
                    && !text.has_matrix()
                    && !aside.has_matrix() =>
            {
                out.pieces(vec![(format!("{mark}{text}"), style), (beside(aside, look), look.theme.right())]);
            }
            Some(aside) => {
                out.hanging_prose(&mark, text, (style, style), look.ascii);
                let aside =
                    if aside.has_matrix() { aside.clone() } else { beside(aside, look).trim_start().to_owned().into() };
                out.hanging_prose("     ", &aside, (style, look.theme.right()), look.ascii);
            }
            None => out.hanging_prose(&mark, text, (style, style), look.ascii),
        }
    }
}
