//! The screens, one file each.

mod again;
pub mod answer;
mod behind;
pub mod calculator;
pub mod cover;
pub mod curves;
pub mod fields;
pub mod help;
pub mod home;
pub mod marked;
mod missed;
pub mod mistakes;
pub mod notes;
mod paper;
pub mod papers;
pub mod plan;
pub mod reading;
pub(crate) mod sections;
pub mod session;
pub mod settings;
pub mod statistics;
pub mod topic;
pub mod welcome;

use cover::CoverPage;
use session::SessionScreen;

use super::look::Look;

use super::desk::Desk;
use super::screen::Screen;
use crate::study::Session;

/// The screen of a session: of a paper its cover, before the clock runs.
///
/// # Errors
/// A sentence why it cannot be started.
pub fn of(session: Box<dyn Session>, desk: &mut dyn Desk, look: Look) -> Result<Box<dyn Screen>, String> {
    match session.cover(&desk.now()) {
        Some(cover) => Ok(Box::new(CoverPage::new(session, cover, desk, look.lang))),
        None => Ok(Box::new(SessionScreen::start(session, desk, look)?)),
    }
}
