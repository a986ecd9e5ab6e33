//! The terminal as the program found it: entered on one side, given back on every way out.

use std::io::{self, Stdout, stdout};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// What the full screen draws on.
pub type Backend = CrosstermBackend<Stdout>;

/// The full screen, until it is dropped.
#[derive(Debug)]
pub struct Guard {
    /// What to draw on.
    pub terminal: Terminal<Backend>,
    ended: Arc<AtomicBool>,
}

impl Guard {
    /// Enters the full screen. A panic and an ending signal leave it again.
    ///
    /// # Errors
    /// A terminal that cannot be set up.
    pub fn enter() -> io::Result<Self> {
        let ended = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP] {
            signal_hook::flag::register(signal, Arc::clone(&ended))?;
        }
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            leave();
            before(info);
        }));
        open()?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
        Ok(Self { terminal, ended })
    }

    /// Whether the program was asked to end.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.ended.load(Ordering::Relaxed)
    }

    /// Ctrl-Z: gives the terminal back, stops, and takes it again when the shell continues the program.
    ///
    /// # Errors
    /// A terminal that cannot be set up again.
    pub fn suspend(&mut self) -> io::Result<()> {
        #[cfg(unix)]
        {
            leave();
            signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
            open()?;
            self.terminal.clear()?;
        }
        Ok(())
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

fn open() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Gives the terminal back. There is nobody to tell if a part of it fails.
fn leave() {
    let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}
