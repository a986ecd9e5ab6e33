//! The program in a pseudo-terminal: what a user types and sees, and that the terminal is given back.
#![cfg(unix)]

use std::io::{Read as _, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

use crate::program::{ENVIRONMENT, PROGRAM};

const ENTER_SCREEN: &str = "\u{1b}[?1049h";
const LEAVE_SCREEN: &str = "\u{1b}[?1049l";
/// Nothing that a test waits for takes longer, on any machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program with a terminal of its own.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    seen: Vec<u8>,
    screen: vt100::Parser,
    data: TempDir,
}

impl Terminal {
    fn start(args: &[&str], size: (u16, u16)) -> Self {
        Self::start_as("xterm-256color", args, size)
    }

    /// The same in a terminal of this name.
    fn start_as(term: &str, args: &[&str], (columns, rows): (u16, u16)) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let data = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        for (name, value) in ENVIRONMENT {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            }
        }
        command.args(args);
        command.arg("--data");
        command.arg(data.path());
        command.env("TERM", term);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(rows, columns, 0);
        Self { child, master: pair.master, keys, output, seen: Vec::new(), screen, data }
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Waits until the screen shows `text`.
    fn wait_for(&mut self, text: &str) {
        self.wait(text, true);
    }

    /// Waits until the screen no longer shows `text`: a frame comes in parts, and a part of the last one is still there.
    fn wait_away(&mut self, text: &str) {
        self.wait(text, false);
    }

    fn wait(&mut self, text: &str, shown: bool) {
        let end = Instant::now() + PATIENCE;
        while self.screen.screen().contents().contains(text) != shown {
            assert!(Instant::now() < end, "{text:?} (shown: {shown}) on\n{}", self.screen.screen().contents());
            self.take(Duration::from_millis(200));
        }
    }

    fn take(&mut self, wait: Duration) {
        if let Ok(bytes) = self.output.recv_timeout(wait) {
            self.screen.process(&bytes);
            self.seen.extend(bytes);
        }
    }

    /// Waits for the end; everything that was written.
    fn finish(&mut self) -> (bool, String) {
        let end = Instant::now() + PATIENCE;
        let status = loop {
            self.take(Duration::from_millis(50));
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < end, "still running:\n{}", self.screen.screen().contents());
        };
        for _ in 0..5 {
            self.take(Duration::from_millis(50));
        }
        (status.success(), String::from_utf8_lossy(&self.seen).into_owned())
    }
}

#[test]
fn a_quiz_is_answered_in_a_terminal_and_the_terminal_is_given_back() {
    let mut terminal = Terminal::start(
        &["quiz", "--topic", "cnn", "--kind", "true-false", "-n", "1", "--seed", "1", "--lang", "en"],
        (80, 24),
    );
    terminal.wait_for("True or false");
    terminal.press("t\r");
    terminal.wait_for("Right answer");
    terminal.press("\r");
    terminal.wait_for("1 answer, ");
    terminal.press("\r");
    let (ok, output) = terminal.finish();
    assert!(ok);
    assert!(output.contains(ENTER_SCREEN) && output.contains(LEAVE_SCREEN));
}

#[test]
fn home_opens_the_notes_and_survives_a_resize() {
    let mut terminal = Terminal::start(&["--lang", "zh"], (40, 12));
    // Nobody has used the program here: it asks, and can be told not to.
    terminal.wait_for("哪天考试");
    terminal.press("\u{1b}");
    terminal.wait_for("e 模拟考试");
    terminal.press("n");
    terminal.wait_for("卷积神经网络");
    let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
    terminal.master.resize(size).unwrap();
    terminal.screen.screen_mut().set_size(30, 100);
    terminal.press("\u{1b}[B");
    terminal.wait_for("目录");
    // Ctrl-C ends it from anywhere.
    terminal.press("\u{3}");
    let (ok, output) = terminal.finish();
    assert!(ok);
    assert!(output.contains(LEAVE_SCREEN));
}

#[test]
fn no_key_is_lost_among_resizes() {
    let mut terminal = Terminal::start(&["notes", "--lang", "en"], (60, 20));
    terminal.wait_for("1/20");
    for turn in 0..19 {
        let size = PtySize { rows: 20 + turn % 2, cols: 60 + turn, pixel_width: 0, pixel_height: 0 };
        terminal.master.resize(size).unwrap();
        terminal.screen.screen_mut().set_size(size.rows, size.cols);
        terminal.press("\u{1b}[B");
    }
    terminal.wait_for("20/20");
    terminal.press("\u{3}");
    assert!(terminal.finish().0);
}

#[test]
fn a_statement_is_found_opened_and_practised_and_the_search_is_there_again() {
    let mut terminal = Terminal::start(&["notes", "tdxs", "--lang", "zh"], (40, 12));
    terminal.wait_for("/ tdxs");
    terminal.wait_for("梯度消失");
    terminal.press("\r");
    terminal.wait_for("全部题");
    terminal.press("p");
    terminal.wait_for("1/");
    terminal.wait_for("提交");
    terminal.wait_away("全部题");
    // Out of the quiz, in which nothing was done, off the statement's page.
    terminal.press("\u{1b}");
    terminal.wait_for("全部题");
    terminal.wait_away("提交");
    terminal.press("\u{1b}");
    terminal.wait_for("/ tdxs");
    terminal.press("\u{3}");
    assert!(terminal.finish().0);
}

fn signal(terminal: &Terminal, name: &str) {
    let id = terminal.child.process_id().unwrap().to_string();
    assert!(std::process::Command::new("kill").args([name, &id]).status().unwrap().success());
}

#[test]
fn every_signal_that_ends_the_program_gives_the_terminal_back() {
    for name in ["-TERM", "-HUP", "-INT", "-QUIT", "-USR1", "-USR2", "-ALRM", "-XCPU"] {
        let mut terminal = Terminal::start(&["drill", "conv", "--lang", "en"], (80, 24));
        terminal.wait_for("conv@");
        signal(&terminal, name);
        let (ok, output) = terminal.finish();
        assert!(!ok && output.contains(LEAVE_SCREEN), "{name}: {output:?}");
    }
}

/// What happened to papers in a terminal's record, in order.
fn paper_events(terminal: &Terminal) -> Vec<String> {
    let mut export = crate::program::dlrev();
    let export = export.args(["record", "export", "--data"]).arg(terminal.data.path()).output().unwrap();
    let rows = String::from_utf8(export.stdout).unwrap();
    let rows = rows.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).unwrap());
    rows.filter_map(|row| row["event"].as_str().map(str::to_owned)).collect()
}

#[test]
fn a_paper_in_a_terminal_waits_when_the_program_is_ended() {
    for how in ["ctrl-c", "-HUP", "-TERM"] {
        let mut terminal =
            Terminal::start(&["exam", "--seed", "1", "-n", "3", "--topic", "cnn", "--lang", "en"], (80, 24));
        terminal.wait_for("Mock exam");
        assert!(paper_events(&terminal).is_empty(), "the clock does not run before one begins");
        terminal.press("\r");
        terminal.wait_for("1/3");
        terminal.press("a\r");
        terminal.wait_for("2/3");
        if how == "ctrl-c" {
            terminal.press("\u{3}");
        } else {
            signal(&terminal, how);
        }
        let (_, output) = terminal.finish();
        assert!(output.contains(LEAVE_SCREEN), "{how}");
        assert_eq!(paper_events(&terminal), ["begun", "paused"], "{how}");
    }
}

#[test]
fn a_stop_from_elsewhere_gives_the_terminal_back_and_going_on_draws_it_again() {
    for (name, gives_back) in [("-TSTP", true), ("-STOP", false)] {
        let mut terminal = Terminal::start(&["drill", "conv", "--lang", "en"], (80, 24));
        terminal.wait_for("conv@");
        signal(&terminal, name);
        let end = Instant::now() + PATIENCE;
        while gives_back && !String::from_utf8_lossy(&terminal.seen).contains(LEAVE_SCREEN) {
            assert!(Instant::now() < end, "{:?}", String::from_utf8_lossy(&terminal.seen));
            terminal.take(Duration::from_millis(50));
        }
        terminal.seen.clear();
        thread::sleep(Duration::from_millis(100));
        signal(&terminal, "-CONT");
        while !String::from_utf8_lossy(&terminal.seen).contains("conv@") {
            assert!(Instant::now() < end, "{name}: {:?}", String::from_utf8_lossy(&terminal.seen));
            terminal.take(Duration::from_millis(50));
        }
        assert!(String::from_utf8_lossy(&terminal.seen).contains(ENTER_SCREEN), "{name}");
        terminal.press("\u{3}");
        assert!(terminal.finish().0, "{name}");
    }
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let mut terminal = Terminal::start(&["drill", "conv", "--lang", "en"], (80, 24));
    terminal.wait_for("conv@");
    // What belongs to the first frame may still come.
    thread::sleep(Duration::from_millis(300));
    terminal.take(Duration::from_millis(100));
    terminal.take(Duration::from_millis(100));
    terminal.seen.clear();
    terminal.take(Duration::from_millis(1500));
    assert_eq!(String::from_utf8_lossy(&terminal.seen), "");
    terminal.press("\u{3}");
    assert!(terminal.finish().0);
}

#[test]
fn a_terminal_that_can_only_print_is_told_what_there_is_to_do_and_no_word_is_cut_at_its_edge() {
    let mut terminal = Terminal::start_as("dumb", &[], (40, 30));
    terminal.wait_for("Learn new cards");
    let mut terminal = Terminal::start_as("dumb", &["quiz", "--kind", "single", "--seed", "4"], (40, 60));
    terminal.wait_for("such as B");
    let shown = terminal.screen.screen().contents();
    // What the terminal itself breaks at its edge has no break of its own.
    let rows: Vec<String> = (0..60).map(|row| terminal.screen.screen().row_wrapped(row).to_string()).collect();
    assert!(rows.iter().all(|wrapped| wrapped == "false"), "{shown}");
}
