//! What is still to be done when a signal ends the program.

use std::sync::Mutex;

type Work = Box<dyn FnOnce() + Send>;

static LAST: Mutex<Option<Work>> = Mutex::new(None);

/// Has `work` done should a signal end the program, in place of what was to be done before.
pub fn at_signal(work: impl FnOnce() + Send + 'static) {
    if let Ok(mut last) = LAST.lock() {
        *last = Some(Box::new(work));
    }
}

/// Does it, once.
pub fn settle() {
    let work = LAST.lock().ok().and_then(|mut last| last.take());
    if let Some(work) = work {
        work();
    }
}

#[cfg(unix)]
pub use unix::{SIGNALS, watch};

#[cfg(unix)]
mod unix {
    use std::io;

    use signal_hook::consts::{SIGALRM, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU};

    /// Those that end the program; whatever was shown as taken is on disk by then.
    pub const SIGNALS: [i32; 9] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGXCPU];

    /// Waits on a thread of its own for a signal that ends the program.
    ///
    /// # Errors
    /// Signals that cannot be watched.
    pub fn watch() -> io::Result<()> {
        let mut signals = signal_hook::iterator::Signals::new(SIGNALS)?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if let Some(signal) = signals.forever().next() {
                super::settle();
                std::process::exit(128 + signal);
            }
        })?;
        Ok(())
    }
}
