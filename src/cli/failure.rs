//! How a command can end badly, and the exit code of each.

use std::io;
use std::path::Path;

use crate::course::Lang;
use crate::course::messages::{self, say};

/// Why a command did not do what was asked. Its text is one sentence in the user's language.
#[derive(Debug)]
pub enum Failure {
    /// What was asked for cannot be asked for: exit code 2.
    Usage(String),
    /// It was tried and failed: exit code 1.
    Failed(String),
    /// The course has errors, which have been reported: exit code 3.
    Content(String),
    /// Standard output cannot be written, and nobody has said it in a language yet: exit code 1.
    Unwritten(io::Error),
    /// The reader of standard output went away: a quiet end, exit code 0.
    ClosedPipe,
    /// Help or a version was asked for and has been printed: exit code 0.
    Shown,
}

impl Failure {
    /// A file that cannot be written.
    #[must_use]
    pub fn unwritten(path: &Path, error: &io::Error, lang: Lang) -> Self {
        let why = messages::io(error, lang);
        Self::Failed(say(lang, "io.cannot-write", &[("path", &path.display()), ("why", &why)]))
    }

    /// The exit code of the contract: 0 done · 1 failed · 2 wrong usage · 3 content with errors.
    #[must_use]
    pub const fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Failed(_) | Self::Unwritten(_) => 1,
            Self::Content(_) => 3,
            Self::ClosedPipe | Self::Shown => 0,
        }
    }

    /// The sentence for standard error; empty where there is nothing to say.
    #[must_use]
    pub fn sentence(&self) -> &str {
        match self {
            Self::Usage(s) | Self::Failed(s) | Self::Content(s) => s,
            Self::ClosedPipe | Self::Shown | Self::Unwritten(_) => "",
        }
    }

    /// The same, said in a language where it was not yet.
    #[must_use]
    pub fn told(self, lang: Lang) -> Self {
        match self {
            Self::Unwritten(error) => {
                let (path, why) = (say(lang, "io.standard-output", &[]), messages::io(&error, lang));
                Self::Failed(say(lang, "io.cannot-write", &[("path", &path), ("why", &why)]))
            }
            told => told,
        }
    }
}

impl From<io::Error> for Failure {
    /// What went wrong while writing to standard output.
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::ClosedPipe } else { Self::Unwritten(error) }
    }
}
