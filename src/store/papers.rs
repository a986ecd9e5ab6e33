//! Papers as the log tells of them: when each was begun, how long its clock ran, what was answered on it.

use std::collections::HashSet;

use jiff::{SignedDuration, ZonedDateTime};
use rusqlite::OptionalExtension as _;

use super::error::StoreError;
use super::log::{self, Answered, PaperEvent, PaperRow};
use super::record::Record;

/// A paper from its beginning on. One that is begun again is another.
#[derive(Clone, Debug, PartialEq)]
pub struct Sitting {
    /// The code of the paper.
    pub code: String,
    /// What the code does not say, in the words of who wrote it.
    pub plan: Option<String>,
    /// When it was begun.
    pub begun: ZonedDateTime,
    /// How long its clock ran until it was last stopped.
    pub ran: SignedDuration,
    /// Since when its clock runs; nothing where it stands.
    pub running: Option<ZonedDateTime>,
    /// Where it was left when its clock was last stopped, or stands while that runs, in the words of who wrote it; nothing
    /// where that is not known.
    pub left: Option<String>,
    /// When it was handed in; nothing where it was not yet.
    pub handed_in: Option<ZonedDateTime>,
    /// The answers that stand on it, with their places in the log, oldest first.
    pub answers: Vec<(u64, Answered)>,
}

impl Sitting {
    fn begun(row: PaperRow) -> Self {
        let PaperRow { at, code, plan, .. } = row;
        let (ran, running) = (SignedDuration::ZERO, Some(at.clone()));
        Self { code, plan, begun: at, ran, running, left: None, handed_in: None, answers: Vec::new() }
    }

    /// Takes what happened next. A clock that was stopped by nothing ran on; one that goes back gives no time.
    fn take(&mut self, row: PaperRow) {
        match row.event {
            PaperEvent::Begun => {}
            PaperEvent::Resumed => {
                self.running = self.running.take().or(Some(row.at));
                self.left = None;
            }
            PaperEvent::Paused | PaperEvent::HandedIn => {
                self.ran = self.ran_by(&row.at);
                self.running = None;
                self.left = row.plan;
                if row.event == PaperEvent::HandedIn {
                    self.handed_in = Some(row.at);
                }
            }
        }
    }

    /// How long its clock has run by this time.
    #[must_use]
    pub fn ran_by(&self, now: &ZonedDateTime) -> SignedDuration {
        let since = self.running.as_ref().map(|since| now.timestamp().duration_since(since.timestamp()));
        self.ran.saturating_add(since.unwrap_or_default().max(SignedDuration::ZERO))
    }

    /// The points that its answers reached.
    #[must_use]
    pub fn score(&self) -> f64 {
        // The sum of nothing would be −0.
        self.answers.iter().map(|(_, answer)| answer.score).fold(0.0, |sum, score| sum + score)
    }
}

impl Record {
    /// Every paper that was begun, oldest first.
    pub fn sittings(&self) -> Result<Vec<Sitting>, StoreError> {
        let mut statement = self.db.prepare_cached(
            "SELECT * FROM log a WHERE seq IN (SELECT seq FROM log WHERE type = 'paper'
             UNION ALL SELECT seq FROM log WHERE paper IS NOT NULL)
             AND NOT EXISTS (SELECT 1 FROM log u WHERE u.undoes = a.seq) ORDER BY seq",
        )?;
        let entries = statement.query_map([], log::entry)?.collect::<Result<Vec<_>, _>>()?;
        let mut sittings: Vec<Sitting> = Vec::new();
        for entry in entries {
            let of = |code: &str| sittings.iter().rposition(|sitting| sitting.code == code);
            if let Some(row) = log::paper(&entry) {
                match of(&row.code) {
                    Some(at) if row.event != PaperEvent::Begun => sittings[at].take(row),
                    _ => sittings.push(Sitting::begun(row)),
                }
            } else if let Some((seq, answer)) = log::answered(entry) {
                let at = answer.paper.as_deref().and_then(of);
                if let Some(sitting) = at.map(|at| &mut sittings[at]).filter(|sitting| sitting.handed_in.is_none()) {
                    sitting.answers.push((seq, answer));
                }
            }
        }
        let mut place = self.db.prepare_cached("SELECT at FROM places WHERE code = ?1")?;
        let mut known = HashSet::new();
        for sitting in sittings.iter_mut().rev() {
            // One that was begun again meanwhile stands nowhere.
            if known.insert(sitting.code.clone()) && sitting.running.is_some() {
                sitting.left = place.query_row([&sitting.code], |row| row.get(0)).optional()?;
            }
        }
        Ok(sittings)
    }

    /// The paper begun last of those that are not handed in; one whose code was begun again meanwhile is not
    /// meant.
    pub fn unfinished(&self) -> Result<Option<Sitting>, StoreError> {
        let mut begun_later = HashSet::new();
        let newest_first = self.sittings()?.into_iter().rev();
        let mut last_of_each = newest_first.filter(|sitting| begun_later.insert(sitting.code.clone()));
        Ok(last_of_each.find(|sitting| sitting.handed_in.is_none()))
    }
}
