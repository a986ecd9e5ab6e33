//! Sessions without a full screen: a line in, lines out. Plain text and JSON lines are two faces of one loop.

mod jsonl;
mod paper;
mod plain;
#[cfg(test)]
mod tests;

use std::io::{self, BufRead, IsTerminal as _, Write};

use super::desk::Desk;
use super::failure::Failure;
use super::gate::Kind;
use super::globals::Globals;
use super::{learner, output, screen};
use crate::course::Lang;
use crate::course::messages::say;
#[cfg(unix)]
use crate::ending;
use crate::schedule::{Clock, day_of};
use crate::study::{Action, Command, Event, Journal, Missed, Session, StudyError};
use crate::text::{escaped_in_json, printable};

/// Bytes of an answer line that are read; what goes beyond is cut.
const LONGEST: u64 = 1 << 16;

/// How events are shown.
trait Face {
    /// Shows one event.
    fn show(&mut self, event: &Event, out: &mut dyn Write) -> io::Result<()>;

    /// Shows, after the summary, what went wrong.
    fn look_back(&mut self, missed: &[Missed], out: &mut dyn Write) -> io::Result<()>;
}

/// A face whose lines are no longer than a terminal has columns.
struct Fitted {
    face: Box<dyn Face>,
    columns: Option<usize>,
}

impl Fitted {
    fn put(&self, shown: &[u8], out: &mut dyn Write) -> io::Result<()> {
        out.write_all(output::fitted(&String::from_utf8_lossy(shown), self.columns).as_bytes())
    }
}

impl Face for Fitted {
    fn show(&mut self, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        let mut shown = Vec::new();
        self.face.show(event, &mut shown)?;
        self.put(&shown, out)
    }

    fn look_back(&mut self, missed: &[Missed], out: &mut dyn Write) -> io::Result<()> {
        let mut shown = Vec::new();
        self.face.look_back(missed, &mut shown)?;
        self.put(&shown, out)
    }
}

/// The formats of a session: plain lines and JSON lines.
pub const FORMATS: [&str; 2] = ["text", "jsonl"];

/// Refuses a `--format` that no session has, before anything is read or written.
pub fn check_format(globals: &Globals) -> Result<(), Failure> {
    globals.format_among(&FORMATS).map(|_| ())
}

/// Runs a session until its summary: full screen where there is one, else over standard input and output, where the
/// end of input is `:quit`.
pub fn run(mut session: Box<dyn Session>, mut desk: Desk) -> Result<(), Failure> {
    let globals = desk.globals.clone();
    learner::notice_clock(&desk.record, &desk.clock, globals.lang)?;
    if globals.full_screen() {
        let code = session.paper().map(str::to_owned);
        let shown = screen::session(&mut desk, session);
        if let (Some(code), Ok(())) = (code, &shown) {
            waits(&desk, &code);
        }
        learner::settle(&mut desk.record, day_of(&desk.clock.now()), globals.lang);
        return shown;
    }
    let clock = desk.clock.clone();
    let mut face = face(&globals, &clock)?;
    if kind(&globals)? == Kind::Words {
        face = Box::new(Fitted { face, columns: output::columns_of_terminal() });
    }
    let mut out = output::piecewise(kind(&globals)?);
    let mut input = io::stdin().lock();
    #[cfg(unix)]
    if session.paper().is_some() {
        ending::watch()?;
    }
    let ended = converse(&mut *session, &mut desk.record, &clock, &mut *face, &mut input, &mut out, globals.lang);
    if ended.is_err() && !session.is_over() {
        // Nobody reads on: a paper waits as it is.
        let _ = session.submit(Command::Do(Action::Quit), &clock.now(), &mut desk.record);
    }
    learner::settle(&mut desk.record, day_of(&clock.now()), globals.lang);
    ended
}

/// Says that a paper waits, and how to go on with it, where it was left before it was handed in.
fn waits(desk: &Desk, code: &str) {
    let Ok(sittings) = desk.record.sittings() else { return };
    let left = sittings.iter().find(|sitting| sitting.code == code && sitting.handed_in.is_none());
    if let Some(sitting) = left {
        let args: [(&str, &dyn std::fmt::Display); 2] = [("answered", &sitting.answers.len()), ("code", &code)];
        output::message(&say(desk.globals.lang, "exam.was-left", &args));
    }
}

/// Tells of a session that is over: these events, then what went wrong.
pub fn tell(session: &dyn Session, events: &[Event], globals: &Globals, clock: &Clock) -> Result<(), Failure> {
    let mut face = face(globals, clock)?;
    let mut out = Vec::new();
    for event in events {
        face.show(event, &mut out)?;
    }
    face.look_back(&session.missed(), &mut out)?;
    let text = String::from_utf8_lossy(&out);
    match kind(globals)? {
        Kind::Json => output::write(&escaped_in_json(&text)),
        Kind::Words => output::words(&text),
    }
}

/// What `--format` asks for.
fn kind(globals: &Globals) -> Result<Kind, Failure> {
    Ok(if globals.format_among(&FORMATS)? == "jsonl" { Kind::Json } else { Kind::Words })
}

/// How events are shown that `--format` asks for.
fn face(globals: &Globals, clock: &Clock) -> Result<Box<dyn Face>, Failure> {
    Ok(match kind(globals)? {
        Kind::Json => Box::new(jsonl::JsonLines),
        Kind::Words => Box::new(plain::Plain::new(globals.lang, io::stdin().is_terminal(), day_of(&clock.now()))),
    })
}

/// The loop: events out, a line in.
fn converse(
    session: &mut dyn Session,
    journal: &mut dyn Journal,
    clock: &Clock,
    face: &mut dyn Face,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
    lang: Lang,
) -> Result<(), Failure> {
    let mut events = session.start(&clock.now(), journal).map_err(|e| Failure::Failed(e.sentence(lang)))?;
    let (mut open, mut unwritten) = (String::new(), None);
    loop {
        for event in &events {
            face.show(event, out)?;
            open = event.prompts().map_or(open, str::to_owned);
        }
        if session.is_over() {
            break;
        }
        out.flush()?;
        // The end of input is `:quit`.
        let command = read_line(input)?.map_or(Command::Do(Action::Quit), |line| Command::read(&line));
        events = match session.submit(command.clone(), &clock.now(), journal) {
            // The item stays open: when there is room again, the same line is taken.
            Err(error @ StudyError::Journal(_)) if command != Command::Do(Action::Quit) => {
                let why = error.sentence(lang);
                unwritten = Some(why.clone());
                vec![Event::Rejected { id: open.clone(), why, key: None }]
            }
            Err(error) => return Err(Failure::Failed(error.sentence(lang))),
            Ok(events) => {
                if events.iter().any(Event::is_taken) {
                    unwritten = None;
                }
                events
            }
        };
    }
    face.look_back(&session.missed(), out)?;
    out.flush()?;
    unwritten.map_or(Ok(()), |why| Err(Failure::Failed(why)))
}

/// The next line without its break; `None` at the end of input.
fn read_line(input: &mut dyn BufRead) -> Result<Option<String>, Failure> {
    let mut bytes = Vec::new();
    let read = io::Read::take(&mut *input, LONGEST).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && read as u64 == LONGEST {
        skip_rest(input)?;
    }
    let line = String::from_utf8_lossy(&bytes);
    Ok(Some(printable(line.trim_end_matches(['\n', '\r'])).into_owned()))
}

/// Passes over the rest of a line that is too long.
fn skip_rest(input: &mut dyn BufRead) -> Result<(), Failure> {
    loop {
        let available = input.fill_buf()?;
        let end = available.iter().position(|b| *b == b'\n');
        let length = end.map_or(available.len(), |at| at + 1);
        input.consume(length);
        if end.is_some() || length == 0 {
            return Ok(());
        }
    }
}
