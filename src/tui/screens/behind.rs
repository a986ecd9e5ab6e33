//! The statement behind an item of a list or a session, for what stands beside it in a wide window; and such a list.

use std::sync::Arc;
use std::time::Duration;

use ratatui::layout::Size;

use crate::course::Topic;
use crate::course::messages::say;
use crate::tui::desk::Desk;
use crate::tui::look::Look;
use crate::tui::screens::notes;
use crate::tui::widgets::list::Item;
use crate::tui::widgets::{List, Page, Rows, Spread, page, spread};

/// How long a key may come before it is looked up.
const SOON: Duration = Duration::from_millis(5);

/// A statement, as far as there is room for it and it was looked up.
#[derive(Debug, Default)]
pub(super) struct Behind {
    /// Whether there is room for it.
    roomy: bool,
    /// The item by its id, and what was found behind it.
    found: Option<(String, Option<(Arc<Topic>, usize)>)>,
}

impl Behind {
    /// Told how many columns there are.
    pub(super) fn fit(&mut self, columns: u16) {
        self.roomy = Spread::of(columns).aside.is_some();
    }

    /// After how long it wants to look up what stands behind an item.
    pub(super) fn moves(&self, item: Option<&str>) -> Option<Duration> {
        let found = self.found.as_ref().map(|(id, _)| &**id);
        (self.roomy && item.is_some() && found != item).then_some(SOON)
    }

    /// Looks up what stands behind an item, where there is room for it.
    pub(super) fn look_up(&mut self, item: Option<&str>, desk: &dyn Desk) {
        if self.moves(item).is_some() || item.is_none() {
            self.found = item.map(|id| (id.to_owned(), desk.behind(id)));
        }
    }

    /// Whether the statement that is shown behind an item has an erratum.
    pub(super) fn has_erratum(&self, item: Option<&str>) -> bool {
        let shown = self.found.as_ref().filter(|(id, _)| self.roomy && item == Some(id));
        let statement = shown.and_then(|(_, found)| found.as_ref()).and_then(|(topic, at)| topic.statements.get(*at));
        statement.is_some_and(|statement| statement.erratum.is_some())
    }

    /// What was found behind an item.
    pub(super) fn rows(&self, item: Option<&str>, columns: u16, look: Look) -> Rows {
        let mut rows = Rows::new(columns);
        if let (Some((id, Some((topic, at)))), Some(item)) = (&self.found, item)
            && id == item
        {
            rows.text(&say(look.lang, "aside.statement", &[]), look.theme.heading());
            rows.join(notes::statement(topic, *at, columns, look));
        }
        rows
    }
}

/// A list, what is said above its footer, and, beside it, the statement behind what is selected.
#[derive(Debug, Default)]
pub(super) struct Backed {
    pub(super) list: List,
    pub(super) behind: Behind,
    /// Why something was not done.
    pub(super) notice: Option<String>,
}

impl Backed {
    /// Takes its rows, in a window of this size.
    pub(super) fn lay(&mut self, (rows, items): (Rows, Vec<Item>), size: Size) {
        self.behind.fit(size.width);
        self.list.lay(rows, items, page::window(size, false, self.notice.as_deref()));
    }

    /// Its page, with what stands beside it in so many columns.
    pub(super) fn page(&self, title: String, size: Size, look: Look, aside: impl FnOnce(u16) -> Rows) -> Page {
        let page = self.list.alone(title, look.theme);
        let window = page::window(size, false, self.notice.as_deref());
        let rows = spread::beside(page.rows, size.width, aside, (page.scroll, window));
        Page { notice: self.notice.clone(), rows, ..page }
    }
}
