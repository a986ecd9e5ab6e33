use std::io::Cursor;

use super::*;
use crate::study::{Progress, StudyError, Summary};

/// A session that repeats what it is told.
#[derive(Debug, Default)]
struct Echo {
    lines: Vec<Command>,
    over: bool,
}

impl Session for Echo {
    fn start(&mut self, _: &jiff::ZonedDateTime, _: &mut dyn Journal) -> Result<Vec<Event>, StudyError> {
        Ok(vec![Event::Skipped { id: "start".into() }])
    }

    fn submit(
        &mut self,
        command: Command,
        _: &jiff::ZonedDateTime,
        _: &mut dyn Journal,
    ) -> Result<Vec<Event>, StudyError> {
        self.over = command == Command::Do(Action::Quit);
        self.lines.push(command);
        let event = if self.over { Event::Summary(Summary::default()) } else { Event::Skipped { id: "again".into() } };
        Ok(vec![event])
    }

    fn is_over(&self) -> bool {
        self.over
    }

    fn progress(&self) -> Progress {
        Progress::default()
    }

    fn missed(&self) -> Vec<Missed> {
        Vec::new()
    }
}

/// A record that nothing is written to.
#[derive(Debug)]
struct Closed;

impl Journal for Closed {
    fn answer(&mut self, _: &crate::study::Answered) -> Result<u64, crate::study::JournalError> {
        unreachable!("the echo answers nothing")
    }

    fn replace(&mut self, _: u64, _: &crate::study::Answered) -> Result<u64, crate::study::JournalError> {
        unreachable!("the echo answers nothing")
    }

    fn rate(&mut self, _: &crate::study::Rated) -> Result<crate::study::Reviewed, crate::study::JournalError> {
        unreachable!("the echo rates nothing")
    }

    fn preview(
        &mut self,
        _: &str,
        _: &jiff::ZonedDateTime,
    ) -> Result<[jiff::civil::Date; 4], crate::study::JournalError> {
        unreachable!("the echo shows no card")
    }

    fn last_answer(
        &mut self,
        _: crate::study::Of,
        _: &jiff::ZonedDateTime,
    ) -> Result<Option<crate::study::Last>, crate::study::JournalError> {
        unreachable!("the echo takes nothing back")
    }

    fn last_sitting(
        &mut self,
        _: crate::study::Of,
        _: &jiff::ZonedDateTime,
    ) -> Result<Option<f64>, crate::study::JournalError> {
        Ok(None)
    }

    fn undo(&mut self, _: u64, _: &jiff::ZonedDateTime) -> Result<(), crate::study::JournalError> {
        unreachable!("the echo takes nothing back")
    }

    fn mark(&mut self, _: &crate::study::Marked) -> Result<u64, crate::study::JournalError> {
        unreachable!("the echo marks nothing")
    }

    fn paper(&mut self, _: &crate::study::PaperRow) -> Result<u64, crate::study::JournalError> {
        unreachable!("the echo has no paper")
    }

    fn place(&mut self, _: &str, _: &str) -> Result<(), crate::study::JournalError> {
        unreachable!("the echo has no paper")
    }
}

fn answer(text: &str) -> Command {
    Command::Answer(text.to_owned())
}

/// What the session was told and what it printed, for this input.
fn talk(input: &[u8]) -> (Vec<Command>, String) {
    let mut echo = Echo::default();
    let mut out = Vec::new();
    let clock = Clock::still("2026-11-23T10:00:00+08:00").unwrap();
    let mut input = Cursor::new(input);
    converse(&mut echo, &mut Closed, &clock, &mut jsonl::JsonLines, &mut input, &mut out, Lang::En).unwrap();
    (echo.lines, String::from_utf8(out).unwrap())
}

#[test]
fn the_end_of_input_is_quit() {
    let (lines, out) = talk(b"a\r\n\nb");
    assert_eq!(lines, [answer("a"), answer(""), answer("b"), Command::Do(Action::Quit)]);
    assert_eq!(out.lines().last().unwrap(), r#"{"type":"summary","answered":0,"correct":0,"score":0,"points":0}"#);
}

#[test]
fn input_after_the_summary_is_left_alone() {
    assert_eq!(talk(b":quit\nmore\n").0, [Command::Do(Action::Quit)]);
}

#[test]
fn bytes_that_are_no_text_and_endless_lines_do_no_harm() {
    let mut input = vec![b'x'; 200_000];
    input.extend(b"\n\xff\x1b[31m\n");
    let (lines, _) = talk(&input);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], answer(&"x".repeat(LONGEST as usize)));
    assert_eq!(lines[1], answer("\u{fffd}[31m"));
}
