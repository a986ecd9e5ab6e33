//! What a command is: a name, a parser, and what is done with what it parsed.

use clap::ArgMatches;

use super::early::Early;
use super::failure::Failure;
use super::globals::Globals;
use crate::course::Lang;

/// What a command came to.
pub(super) type Done = Result<(), Failure>;

/// A command of the program.
pub(super) struct Command {
    pub(super) name: &'static str,
    /// Its parser as lists and help show it, without the global options.
    pub(super) parser: fn(Lang) -> clap::Command,
    pub(super) does: Does,
}

/// How a command gets from its arguments to its work.
pub(super) enum Does {
    /// Parses with its parser, then runs.
    Parsed(fn(&ArgMatches, &Globals) -> Done),
    /// What it parses hangs on the course: `calc` reads a kind's file before it knows the kind's options.
    Open {
        /// The parser for these very arguments, and the work.
        ready: fn(&Early) -> Result<Ready, Failure>,
        /// The parser of everything that could be asked for.
        full: fn(Lang) -> clap::Command,
    },
    /// Writes about the whole program, whose parser it is handed.
    Whole(fn(clap::Command, &ArgMatches, &Globals) -> Done),
}

/// A parser, and what is done with its matches.
pub(super) struct Ready {
    pub(super) parser: clap::Command,
    pub(super) run: Box<dyn FnOnce(&ArgMatches, &Globals) -> Done>,
}

impl Command {
    /// What it takes to run it on these arguments; `whole` builds the parser of the whole program.
    pub(super) fn ready(&self, early: &Early, whole: fn(Lang) -> clap::Command) -> Result<Ready, Failure> {
        let parser = self.parser;
        Ok(match self.does {
            Does::Parsed(run) => Ready { parser: parser(early.lang), run: Box::new(run) },
            Does::Open { ready, .. } => ready(early)?,
            Does::Whole(run) => {
                let work = move |matches: &ArgMatches, globals: &Globals| run(whole(globals.lang), matches, globals);
                Ready { parser: parser(early.lang), run: Box::new(work) }
            }
        })
    }

    /// The parser of everything it could be asked for.
    pub(super) fn full(&self, lang: Lang) -> clap::Command {
        match self.does {
            Does::Open { full, .. } => full(lang),
            Does::Parsed(_) | Does::Whole(_) => (self.parser)(lang),
        }
    }
}
