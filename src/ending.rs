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
pub use unix::{SIGNALS, outlive_full_files, watch};

#[cfg(unix)]
mod unix {
    use std::io;

    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use signal_hook::consts::{
        SIGABRT, SIGALRM, SIGHUP, SIGINT, SIGIO, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGXCPU, SIGXFSZ,
    };

    /// Those that end the program; whatever was shown as taken is on disk by then.
    pub const SIGNALS: [i32; 11] =
        [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGXCPU, SIGABRT, SIGIO];

    /// Has a file that may not grow further be an error of who writes it, as a full disk is, and no end of the program.
    pub fn outlive_full_files() {
        // If it cannot be, the program ends there, as any does.
        let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
    }

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
