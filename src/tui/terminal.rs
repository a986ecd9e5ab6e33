//! The terminal as the program found it: entered on one side, given back on every way out.

use std::io::{self, Stdout, stdout};
use std::panic;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::force_color_output;
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
}

impl Guard {
    /// Enters the full screen. A panic and an ending signal leave it again.
    ///
    /// # Errors
    /// A terminal that cannot be set up.
    pub fn enter() -> io::Result<Self> {
        #[cfg(unix)]
        end_on_signals()?;
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            leave();
            before(info);
        }));
        open()?;
        let terminal = Terminal::new(CrosstermBackend::new(stdout()))?;
        Ok(Self { terminal })
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

/// Ends the program on SIGTERM and SIGHUP from a thread of its own: reading a terminal that has gone away may never
/// come back. Whatever was shown as taken is on disk by then.
#[cfg(unix)]
fn end_on_signals() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP])?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            leave();
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

fn open() -> io::Result<()> {
    // What is drawn in colour is the theme's decision; `NO_COLOR` would have crossterm undo bold and reversed too.
    force_color_output(true);
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
}

/// Gives the terminal back. There is nobody to tell if a part of it fails.
fn leave() {
    let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}
