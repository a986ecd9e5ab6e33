//! The backup of the day while it is being made, beside all else.

use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::error::StoreError;

/// How long a backup leaves the machine to what the learner waits for at the start, unless the program ends before.
const LATER: Duration = Duration::from_millis(500);

/// A backup that is being made. Dropping it waits for it.
#[derive(Debug)]
pub(super) struct Daily(Option<JoinHandle<Result<(), StoreError>>>);

impl Daily {
    /// Begins `make`, if a thread can be had.
    pub(super) fn begin(make: impl FnOnce() -> Result<(), StoreError> + Send + 'static) -> Self {
        let make = move || {
            thread::park_timeout(LATER);
            make()
        };
        Self(thread::Builder::new().name("backup".to_owned()).spawn(make).ok())
    }

    /// Waits until it is made, and gives how it went.
    pub(super) fn done(mut self) -> Result<(), StoreError> {
        self.wait()
    }

    fn wait(&mut self) -> Result<(), StoreError> {
        self.0.take().map_or(Ok(()), |made| {
            made.thread().unpark();
            made.join().unwrap_or(Ok(()))
        })
    }
}

impl Drop for Daily {
    fn drop(&mut self) {
        let _ = self.wait();
    }
}
