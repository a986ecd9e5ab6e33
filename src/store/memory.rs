//! The learner's own parameters of the memory model: kept beside the log, and what the states of the cards go by.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::StoreError;
use crate::schedule::{Parameters, Scheduler};

/// What is kept of the last fit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    /// The learner's day on which it was made.
    pub(super) day: Date,
    /// What it came to; nothing where the published parameters stayed.
    parameters: Option<Parameters>,
}

/// The scheduler by the parameters that are kept; by the published ones where none are, or none that can be read: the
/// check tells of those.
pub(super) fn applied(db: &Connection, scheduler: &Scheduler) -> Result<Scheduler, StoreError> {
    let own = kept(db)?.and_then(|kept| kept.parameters);
    Ok(scheduler.with(own.unwrap_or_default()))
}

/// Whether what is kept can be read.
pub(super) fn is_readable(db: &Connection) -> Result<bool, StoreError> {
    let any: bool = db.query_row("SELECT EXISTS (SELECT 1 FROM memory)", [], |row| row.get(0))?;
    Ok(!any || kept(db)?.is_some())
}

/// What is kept, if it can be read.
pub(super) fn kept(db: &Connection) -> Result<Option<Kept>, StoreError> {
    let mut statement = db.prepare_cached("SELECT day, parameters FROM memory")?;
    let kept = statement.query_row([], |row| {
        let (day, numbers): (String, Option<String>) = (row.get(0)?, row.get(1)?);
        let parameters = numbers.as_deref().map(read);
        let is_read = parameters.as_ref().is_none_or(Option::is_some);
        Ok(day.parse().ok().filter(|_| is_read).map(|day| Kept { day, parameters: parameters.flatten() }))
    });
    Ok(kept.optional()?.flatten())
}

/// Keeps what a fit came to.
pub(super) fn keep(db: &Connection, day: Date, own: Option<&Parameters>) -> Result<(), StoreError> {
    db.execute(
        "INSERT OR REPLACE INTO memory (one, day, parameters) VALUES (1, ?1, ?2)",
        params![day.to_string(), own.map(written)],
    )?;
    Ok(())
}

fn written(parameters: &Parameters) -> String {
    parameters.numbers().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

fn read(numbers: &str) -> Option<Parameters> {
    let numbers: Vec<f32> = numbers.split(' ').map(str::parse).collect::<Result<_, _>>().ok()?;
    Parameters::of(&numbers)
}
