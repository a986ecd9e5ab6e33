//! The clock of a paper: it runs while the paper is written, and stands while it is left.

use jiff::{SignedDuration, ZonedDateTime};

use super::Sheet;
use crate::study::deck::Deck as _;
use crate::study::journal::{Journal, PaperEvent};
use crate::study::session::StudyError;

impl Sheet {
    pub(super) fn time_left(&self) -> SignedDuration {
        self.left_after(self.running(self.now.as_ref()))
    }

    /// The time that will be left now, where nobody has told the paper yet what time it is.
    pub(super) fn time_left_by(&self, now: &ZonedDateTime) -> SignedDuration {
        self.left_after(self.running(Some(now)))
    }

    fn left_after(&self, running: SignedDuration) -> SignedDuration {
        let all = SignedDuration::from_mins(i64::try_from(self.plan.minutes).unwrap_or(i64::MAX / 60));
        all.saturating_sub(self.ran).saturating_sub(running).max(SignedDuration::ZERO)
    }

    /// How long its clock has run by this time since it was last started.
    fn running(&self, now: Option<&ZonedDateTime>) -> SignedDuration {
        let running = self.since.as_ref().zip(now);
        let ran = running.map(|(since, now)| now.timestamp().duration_since(since.timestamp()));
        ran.unwrap_or_default().max(SignedDuration::ZERO)
    }

    /// Stops its clock.
    fn stop(&mut self) {
        self.ran = self.ran.saturating_add(self.running(self.now.as_ref()));
        self.since = None;
    }

    /// Whether the time is up.
    pub(super) fn is_late(&self) -> bool {
        self.time_left().is_zero()
    }

    pub(super) fn seconds_left(&self) -> i64 {
        self.time_left().as_secs()
    }

    /// Lets it stand as while the paper is left, or run again.
    pub(super) fn let_stand(
        &mut self,
        stands: bool,
        now: &ZonedDateTime,
        journal: &mut dyn Journal,
    ) -> Result<(), StudyError> {
        if stands != self.since.is_some() {
            return Ok(());
        }
        self.tick(now);
        if stands {
            self.note(PaperEvent::Paused, now, journal)?;
            self.stop();
        } else {
            self.note(PaperEvent::Resumed, now, journal)?;
            self.since = Some(now.clone());
        }
        Ok(())
    }
}
