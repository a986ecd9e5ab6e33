//! The terminal as the program found it: entered on one side, given back on every way out.

#![allow(clippy::disallowed_methods, reason = "the only place of the full screen that writes")]

use std::io::{self, Stdout, stdout};
use std::mem::ManuallyDrop;
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture};
use crossterm::style::force_color_output;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::background;

/// What the full screen draws on.
pub type Backend = CrosstermBackend<Stdout>;

/// Set when the terminal was given back and taken again: nothing that was drawn is there any more.
static LOST: AtomicBool = AtomicBool::new(false);

/// Whether clicks and the wheel are heard, also after the terminal was given back and taken again.
static MOUSE: AtomicBool = AtomicBool::new(false);

/// The full screen, until it is dropped.
#[derive(Debug)]
pub struct Guard {
    /// What to draw on. It is never dropped itself: that would write to a terminal that may be gone.
    pub terminal: ManuallyDrop<Terminal<Backend>>,
}

impl Guard {
    /// Enters the full screen, with clicks and the wheel heard or not. A panic and an ending signal leave it again.
    ///
    /// # Errors
    /// A terminal that cannot be set up.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        MOUSE.store(mouse, Ordering::SeqCst);
        #[cfg(unix)]
        signals::watch()?;
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            leave();
            before(info);
        }));
        open()?;
        let terminal = ManuallyDrop::new(Terminal::new(CrosstermBackend::new(stdout()))?);
        Ok(Self { terminal })
    }

    /// Empties the screen if what was drawn on it is lost. Gives whether it did.
    ///
    /// # Errors
    /// A terminal that cannot be written.
    pub fn clear_if_lost(&mut self) -> io::Result<bool> {
        let lost = LOST.swap(false, Ordering::SeqCst);
        if lost {
            // One that knows of nothing drawn before; clearing the old one would ask the terminal where its cursor is.
            execute!(stdout(), Clear(ClearType::All))?;
            self.terminal = ManuallyDrop::new(Terminal::new(CrosstermBackend::new(stdout()))?);
        }
        Ok(lost)
    }
}

/// Asks the terminal what its background is; the answer comes among the keys.
///
/// # Errors
/// A terminal that cannot be written.
pub fn ask_background() -> io::Result<()> {
    background::ask(&mut stdout())
}

/// Hears clicks and the wheel from now on, or leaves them to the terminal.
///
/// # Errors
/// A terminal that cannot be written.
pub fn hear_mouse(mouse: bool) -> io::Result<()> {
    match (MOUSE.swap(mouse, Ordering::SeqCst), mouse) {
        (false, true) => execute!(stdout(), EnableMouseCapture),
        (true, false) => execute!(stdout(), DisableMouseCapture),
        _ => Ok(()),
    }
}

/// Ctrl-Z: gives the terminal back, stops, and takes it again when the shell continues the program.
///
/// # Errors
/// A terminal that cannot be set up again.
pub fn suspend() -> io::Result<()> {
    #[cfg(unix)]
    signals::stop()?;
    Ok(())
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// What signals do, on a thread of its own: reading a terminal that has gone away may never come back.
#[cfg(unix)]
mod signals {
    use std::io;
    use std::sync::atomic::Ordering;

    use signal_hook::consts::{SIGCONT, SIGTSTP, SIGWINCH};
    use signal_hook::low_level::{emulate_default_handler, raise};

    use super::{LOST, leave, open};
    use crate::ending;

    /// Watches for signals until the program ends.
    pub(super) fn watch() -> io::Result<()> {
        let mut signals = signal_hook::iterator::Signals::new(ending::SIGNALS.into_iter().chain([SIGTSTP, SIGCONT]))?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            for signal in &mut signals {
                match signal {
                    SIGTSTP => drop(stop()),
                    // After a stop that could not be caught the shell has set the terminal its own way.
                    SIGCONT => drop(back()),
                    last => {
                        leave();
                        ending::settle();
                        std::process::exit(128 + last);
                    }
                }
            }
        })?;
        Ok(())
    }

    /// Gives the terminal back and stops, until the shell continues the program.
    pub(super) fn stop() -> io::Result<()> {
        leave();
        emulate_default_handler(SIGTSTP)?;
        back()
    }

    /// Takes the terminal again, and wakes the loop to draw.
    fn back() -> io::Result<()> {
        leave();
        open()?;
        LOST.store(true, Ordering::SeqCst);
        raise(SIGWINCH)
    }
}

fn open() -> io::Result<()> {
    // What is drawn in colour is the theme's decision; `NO_COLOR` would have crossterm undo bold and reversed too.
    force_color_output(true);
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    if MOUSE.load(Ordering::SeqCst) { execute!(stdout(), EnableMouseCapture) } else { Ok(()) }
}

/// Gives the terminal back. There is nobody to tell if a part of it fails.
fn leave() {
    if MOUSE.load(Ordering::SeqCst) {
        let _ = execute!(stdout(), DisableMouseCapture);
    }
    let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
    let _ = disable_raw_mode();
}
