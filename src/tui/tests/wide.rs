//! Terminals on which characters of ambiguous width take two columns: what is drawn there is what was laid out.

use std::cell::RefCell;
use std::io;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{TerminalOptions, Viewport};

use super::*;
use crate::text::set_ambiguous_wide;

/// What is written, to be read at the other end.
#[derive(Clone, Debug, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl io::Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal that takes two columns for such characters: it reads what is sent to it.
struct WideTerminal {
    cells: Vec<Vec<String>>,
    at: (usize, usize),
}

impl WideTerminal {
    fn new((columns, rows): (u16, u16)) -> Self {
        Self { cells: vec![vec![" ".to_owned(); columns.into()]; rows.into()], at: (0, 0) }
    }

    /// Takes characters, and of the escape sequences those that move the cursor.
    fn receive(&mut self, sent: &str) {
        let mut rest = sent.chars().peekable();
        while let Some(c) = rest.next() {
            if c != '\u{1b}' {
                self.print(c);
                continue;
            }
            assert_eq!(rest.next(), Some('['));
            let mut parameters = String::new();
            let last = loop {
                match rest.next().unwrap() {
                    c if c.is_ascii_alphabetic() => break c,
                    c => parameters.push(c),
                }
            };
            if last == 'H' {
                let (row, column) = parameters.split_once(';').unwrap();
                self.at = (row.parse::<usize>().unwrap() - 1, column.parse::<usize>().unwrap() - 1);
            }
        }
    }

    fn print(&mut self, c: char) {
        let columns = width(&c.to_string());
        let (row, column) = self.at;
        if columns == 0 {
            self.cells[row][column - 1].push(c);
            return;
        }
        assert!(column + columns <= self.cells[row].len(), "{c} leaves the screen at {:?}", self.at);
        // What is left of a character that was wide is blank.
        if self.cells[row][column].is_empty() {
            self.cells[row][column - 1] = " ".to_owned();
        }
        if self.cells[row].get(column + columns).is_some_and(String::is_empty) {
            self.cells[row][column + columns] = " ".to_owned();
        }
        self.cells[row][column] = c.to_string();
        if columns == 2 {
            self.cells[row][column + 1] = String::new();
        }
        self.at.1 += columns;
    }

    fn text(&self) -> String {
        self.cells.iter().fold(String::new(), |text, row| text + row.concat().trim_end() + "\n")
    }
}

/// Draws one screen after another on such a terminal, as one after the other is seen, and compares.
fn compare(screens: &mut [&mut dyn Screen], size: (u16, u16), lang: Lang) {
    let mut terminal = WideTerminal::new(size);
    let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
    let sent = Wire::default();
    let backend = CrosstermBackend::new(sent.clone());
    let mut drawn = Terminal::with_options(backend, TerminalOptions { viewport }).unwrap();
    for screen in screens {
        screen.fit(Size::new(size.0, size.1), look(lang));
        let completed = drawn.draw(|frame| screen.view(frame, look(lang))).unwrap();
        let expected = text(completed.buffer);
        terminal.receive(&String::from_utf8(sent.0.take()).unwrap());
        assert_eq!(terminal.text(), expected);
        assert!(expected.lines().all(|row| width(row) <= size.0.into()), "{expected}");
    }
}

#[test]
fn what_such_a_terminal_shows_is_what_was_laid_out() {
    set_ambiguous_wide(true);
    let result = std::panic::catch_unwind(|| {
        for size in [WIDE, SMALL] {
            for lang in Lang::ALL {
                let (mut drill, mut table) = started(drill, lang);
                drill.update(&Message::Paste("out_h=5; out_c=8".to_owned()), &mut table);
                drill.update(&Message::Enter, &mut table);
                let (mut quiz, _) = started(quiz, lang);
                let (mut home, mut topic, mut statement) = (home(), notes(), notes());
                notes::open(&mut statement, "cnn.output-size", &mut table);
                let mut search = reader(&Opening::Search("softmax".to_owned()));
                compare(
                    &mut [
                        &mut home,
                        &mut drill,
                        &mut topic,
                        &mut quiz,
                        &mut search,
                        &mut statement,
                        &mut topic_at_end(),
                    ],
                    size,
                    lang,
                );
            }
        }
        let mut statement = notes();
        notes::open(&mut statement, "cnn.output-size", &mut Table::new());
        insta::assert_snapshot!("statement_wide_80x24_zh", text(&show(&mut statement, WIDE, Lang::Zh)));
    });
    set_ambiguous_wide(false);
    if let Err(panicked) = result {
        std::panic::resume_unwind(panicked);
    }
}

/// Optimizers, whose formulas have fractions, roots and Greek letters.
fn topic_at_end() -> Notes {
    let (mut notes, mut table) = (reader(&Opening::Topic("optimizer".to_owned())), Table::new());
    show(&mut notes, WIDE, Lang::Zh);
    notes.update(&Message::End, &mut table);
    notes
}
