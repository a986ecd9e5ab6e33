//! Work that is done beside other work, where the system gives a thread for it; else when its result is asked for.

use std::thread::{Builder, Scope, ScopedJoinHandle};

/// Work that was begun, or waits to be done here.
#[derive(Debug)]
pub struct Beside<'scope, F, R> {
    work: F,
    thread: Option<ScopedJoinHandle<'scope, R>>,
}

impl<'scope, F: Fn() -> R + Clone + Send + 'scope, R: Send + 'scope> Beside<'scope, F, R> {
    /// Begins some work.
    pub fn begin(scope: &'scope Scope<'scope, '_>, work: F) -> Self {
        let thread = Builder::new().spawn_scoped(scope, work.clone()).ok();
        Self { work, thread }
    }

    /// What it came to.
    pub fn done(self) -> R {
        match self.thread {
            Some(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            None => (self.work)(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_with_a_thread_and_without() {
        std::thread::scope(|scope| {
            let begun = Beside::begin(scope, || 6 * 7);
            let waits = Beside { work: || 6 * 7, thread: None };
            assert_eq!((begun.done(), waits.done()), (42, 42));
        });
    }
}
