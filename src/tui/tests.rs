//! Screens drawn to text: what they show at two sizes in two languages, and that no size breaks them.

mod calculator;
mod notes;
mod paper;
mod settings;
mod standing;
mod wide;

use std::fmt::Write as _;
use std::rc::Rc;

use jiff::ZonedDateTime;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use super::app::{Choice, Desk, Look, Next, Screen, apply};
use super::keys::Keys;
use super::message::Message;
use super::screens::home::Home;
use super::screens::notes::{Notes, Opening};
use super::screens::session::SessionScreen;
use super::theme::Theme;
use super::told::{self, Learnt, Mistake, Overview, Planned, Told};
use crate::course::{Bilingual, Course, Id, Lang, Part};
use crate::schedule::Scheduler;
use crate::store::Record;
use crate::study::{
    Action, Catalog, Drill, DrillPlan, ExamPlan, Journal, QuizPlan, ReviewPlan, Session, Setting, Standing,
};
use crate::text::width;

/// The bundled course with a record in memory and a clock that stands still.
struct Table {
    record: Record,
    /// How many seconds have passed.
    passed: i64,
    /// Whether telling how the learner stands takes long.
    long: bool,
    /// The settings that were set, in order.
    said: Vec<(String, String)>,
}

impl Table {
    fn new() -> Self {
        Self { record: Record::in_memory(Scheduler::new(None)).unwrap(), passed: 0, long: false, said: Vec::new() }
    }
}

fn setting(lang: Lang) -> Setting {
    Setting {
        lang,
        seed: 7,
        exercises: Rc::new(Catalog::new(Course::open(None).unwrap())),
        flagged: std::collections::HashSet::new(),
    }
}

fn session(choice: &Choice, lang: Lang) -> Box<dyn Session> {
    let topics = [Course::open(None).unwrap().topic("cnn").unwrap()];
    match choice {
        Choice::Quiz(_) | Choice::Wrong(_) => {
            Box::new(QuizPlan { count: Some(12), ..QuizPlan::default() }.quiz(&topics, setting(lang)).unwrap())
        }
        Choice::Questions(ids) => {
            let only = ids.iter().cloned().collect();
            Box::new(QuizPlan { only, ..QuizPlan::default() }.quiz(&topics, setting(lang)).unwrap())
        }
        Choice::Exam => {
            let part = |kind: &str, count| Part {
                title: Bilingual { zh: "第一部分".to_owned(), en: "Part one".to_owned() },
                kinds: vec![kind.to_owned()],
                count,
                points: 2.0,
                drawn: false,
                level: 1,
                least: None,
                most: None,
            };
            let parts = vec![part("single", 2), part("true-false", 1)];
            let plan = ExamPlan {
                parts,
                weights: std::collections::HashMap::default(),
                minutes: 90,
                beyond: 1.0,
                topics: Vec::new(),
            };
            Box::new(plan.exam(&topics, setting(lang)).unwrap())
        }
        Choice::Calculation(kind) => {
            let plan =
                DrillPlan { kinds: vec![kind.as_str().into()], level: 2, count: Some(1), ..DrillPlan::default() };
            Box::new(Drill::new(plan, setting(lang)))
        }
        Choice::Drill(_) | Choice::Mistakes(_) => {
            let code = "conv@1.2:8F3A-C21D".parse().ok();
            let plan = DrillPlan { kinds: vec!["conv".into()], level: 2, count: Some(1), code, ..DrillPlan::default() };
            Box::new(Drill::new(plan, setting(lang)))
        }
        Choice::Review(_) | Choice::Cards(_) => {
            let today = "2026-11-23".parse().unwrap();
            let standing = Standing {
                today,
                due: std::collections::HashMap::default(),
                new_today: 0,
                seen_today: std::collections::HashSet::new(),
                apart: std::collections::HashSet::new(),
            };
            let plan = match choice {
                Choice::Cards(ids) => ReviewPlan { only: ids.iter().cloned().collect(), ..ReviewPlan::default() },
                _ => ReviewPlan { count: Some(3), new_per_day: 20, ..ReviewPlan::default() },
            };
            Box::new(plan.review(&topics, standing, setting(lang)))
        }
    }
}

impl Desk for Table {
    fn now(&self) -> ZonedDateTime {
        let start: ZonedDateTime = "2026-11-23T10:00:00+08:00[+08:00]".parse().unwrap();
        start.saturating_add(jiff::SignedDuration::from_secs(self.passed))
    }

    fn journal(&mut self) -> &mut dyn Journal {
        &mut self.record
    }

    fn titles(&self) -> Vec<(Id, Bilingual)> {
        Course::open(None).unwrap().titles()
    }

    fn learnt(&self) -> Learnt {
        let (scores, due) = (self.record.last_scores().unwrap(), self.record.due().unwrap());
        Learnt { scores, due, today: Some("2026-11-23".parse().unwrap()) }
    }

    fn session(&mut self, choice: &Choice, lang: Lang) -> Result<Box<dyn Session>, String> {
        Ok(session(choice, lang))
    }

    fn overview(&mut self) -> Overview {
        Overview { long: self.long, ..standing::overview() }
    }

    fn told(&mut self) -> Result<Told, String> {
        Ok(standing::told())
    }

    fn plan(&mut self) -> Result<Option<Planned>, String> {
        Ok(Some(standing::planned()))
    }

    fn mistakes(&mut self) -> Result<Vec<Mistake>, String> {
        Ok(standing::mistakes())
    }

    fn settings(&self) -> Vec<told::Setting> {
        let said = |key: &str| self.said.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.clone());
        let usual = [
            ("lang", "zh"),
            ("exam", "2027-01-02"),
            ("minutes", "45"),
            ("new-per-day", "20"),
            ("retention", "0.9"),
            ("ascii", "false"),
            ("ambiguous-wide", "false"),
        ];
        let setting = |(key, value): (&'static str, &str)| told::Setting {
            key,
            value: said(key).unwrap_or_else(|| value.to_owned()),
            elsewhere: key == "ascii",
        };
        usual.into_iter().map(setting).collect()
    }

    fn set(&mut self, key: &str, value: Option<&str>) -> Result<(), String> {
        if value == Some("soon") {
            return Err("soon is no day".to_owned());
        }
        self.said.push((key.to_owned(), value.unwrap_or_default().to_owned()));
        Ok(())
    }

    fn calculations(&self) -> Vec<(Id, Bilingual)> {
        let titles = Course::open(None).unwrap().calculation_titles();
        titles.into_iter().map(|kind| (kind.id, kind.title)).collect()
    }

    fn form(&self, kind: &str) -> Result<told::Form, String> {
        calculator::form(kind)
    }

    fn worked(&self, kind: &str, texts: &[(String, String)], columns: u16, _: Look) -> Result<Vec<String>, String> {
        calculator::worked(kind, texts, columns)
    }

    fn curves(&self) -> Vec<&'static str> {
        vec!["relu", "sigmoid", "cosine"]
    }

    fn picture(&self, names: &[&str], derivatives: bool, size: (u16, u16), _: Look) -> Result<Vec<String>, String> {
        Ok(vec![format!("{names:?} {derivatives} {size:?}")])
    }

    fn reader(&self, _: Option<&str>) -> Box<dyn Screen> {
        Box::new(notes())
    }
}

fn notes() -> Notes {
    reader(&Opening::Topic("cnn".to_owned()))
}

fn reader(opening: &Opening) -> Notes {
    Notes::new(Course::open(None).unwrap().trusting_the_bundle(), opening)
}

fn home() -> Home {
    Home::new(&mut Table::new())
}

fn look(lang: Lang) -> Look {
    Look { lang, theme: Theme::new(true), ascii: false, keys: Keys::default() }
}

fn draw(screen: &dyn Screen, (columns, rows): (u16, u16), lang: Lang) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| screen.view(frame, look(lang))).unwrap();
    terminal.backend().buffer().clone()
}

/// As [`draw`], of a screen that is told its size first.
fn show(screen: &mut dyn Screen, (columns, rows): (u16, u16), lang: Lang) -> Buffer {
    screen.fit(Size::new(columns, rows), look(lang));
    draw(screen, (columns, rows), lang)
}

/// The buffer as rows of text, a wide character once.
fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area().height {
        let (mut x, mut row) = (0, String::new());
        while x < buffer.area().width {
            let symbol = buffer[(x, y)].symbol();
            row.push_str(symbol);
            x += width(symbol).max(1) as u16;
        }
        let _ = writeln!(out, "{}", row.trim_end());
    }
    out
}

/// The rows of the record, as exported.
fn written(table: &Table) -> Vec<String> {
    let mut out = Vec::new();
    table.record.export(&mut out).unwrap();
    String::from_utf8(out).unwrap().lines().map(str::to_owned).collect()
}

fn started(choice: &Choice, lang: Lang) -> (SessionScreen, Table) {
    let mut table = Table::new();
    let screen = SessionScreen::start(session(choice, lang), &mut table, look(lang)).unwrap();
    (screen, table)
}

const WIDE: (u16, u16) = (80, 24);
const SMALL: (u16, u16) = (40, 12);

#[test]
fn a_paper_is_written_and_handed_in_on_purpose() {
    let (mut screen, mut table) = started(&Choice::Exam, Lang::Zh);
    let mut keys = |screen: &mut SessionScreen, keys: &[Message]| {
        for key in keys {
            screen.update(key, &mut table);
        }
    };
    keys(&mut screen, &[Message::Enter]);
    insta::assert_snapshot!("exam_question_80x24_zh", text(&draw(&screen, WIDE, Lang::Zh)));
    keys(&mut screen, &[Message::Do(Action::Previous)]);
    insta::assert_snapshot!("exam_again_40x12_zh", text(&draw(&screen, SMALL, Lang::Zh)));
    keys(&mut screen, &[Message::Do(Action::HandIn)]);
    insta::assert_snapshot!("exam_ways_out_80x24_zh", text(&draw(&screen, WIDE, Lang::Zh)));
    insta::assert_snapshot!("exam_ways_out_40x12_en", text(&draw(&screen, SMALL, Lang::En)));
    keys(&mut screen, &[Message::Char('h')]);
    insta::assert_snapshot!("exam_report_80x24_zh", text(&draw(&screen, WIDE, Lang::Zh)));
    assert_eq!(written(&table).len(), 3, "the answer is in the record, and that the paper was begun and handed in");
}

#[test]
fn an_exercise_is_answered_and_diagnosed() {
    let (mut screen, mut table) = started(&Choice::Drill(None), Lang::En);
    insta::assert_snapshot!("drill_80x24_en", text(&draw(&screen, WIDE, Lang::En)));
    screen.update(&Message::Do(Action::Hint), &mut table);
    screen.update(&Message::Do(Action::Hint), &mut table);
    screen.update(&Message::Paste("out_h=5".to_owned()), &mut table);
    insta::assert_snapshot!("drill_hint_40x12_en", text(&draw(&screen, SMALL, Lang::En)));
    screen.update(&Message::Enter, &mut table);
    insta::assert_snapshot!("drill_feedback_80x24_en", text(&draw(&screen, WIDE, Lang::En)));
    assert_eq!(written(&table).len(), 1, "what is shown as taken is in the record");
    screen.update(&Message::Do(Action::Undo), &mut table);
    let rows = written(&table);
    assert!(rows.len() == 2 && rows[1].contains("\"undoes\":1"), "undo appends: {rows:?}");
}

#[test]
fn leaving_the_feedback_on_the_last_question_shows_the_summary() {
    let (mut screen, mut table) = started(&Choice::Questions(vec!["cnn.q41".to_owned()]), Lang::En);
    screen.update(&Message::Enter, &mut table);
    screen.update(&Message::Back, &mut table);
    assert!(text(&draw(&screen, WIDE, Lang::En)).contains("1 answered"));
    assert!(matches!(screen.update(&Message::Back, &mut table), Next::Leave));
}

#[test]
fn a_card_is_turned_and_rated() {
    let (mut screen, mut table) = started(&Choice::Review(None), Lang::Zh);
    insta::assert_snapshot!("card_80x24_zh", text(&draw(&screen, WIDE, Lang::Zh)));
    screen.update(&Message::Enter, &mut table);
    insta::assert_snapshot!("card_back_40x12_zh", text(&draw(&screen, SMALL, Lang::Zh)));
    screen.update(&Message::Char('3'), &mut table);
    assert_eq!(table.record.cards().unwrap().len(), 1);
    screen.update(&Message::Back, &mut table);
    assert!(matches!(screen.update(&Message::Back, &mut table), Next::Leave), "the summary is left");
}

#[test]
fn every_kind_of_question_is_answered_with_keys_alone() {
    let (mut screen, mut table) = started(&Choice::Quiz(None), Lang::En);
    for _ in 0..12 {
        screen.update(&Message::Paste("1".to_owned()), &mut table);
        for message in [Message::Down, Message::Char(' '), Message::Char('a'), Message::LowerItem, Message::Char('b')] {
            screen.update(&message, &mut table);
        }
        draw(&screen, SMALL, Lang::En);
        // Submits; ticks points or reads feedback; an answer that is sent back is skipped.
        screen.update(&Message::Enter, &mut table);
        screen.update(&Message::Enter, &mut table);
        screen.update(&Message::Do(Action::Skip), &mut table);
        screen.update(&Message::Enter, &mut table);
    }
    assert!(written(&table).len() >= 4, "{:?}", written(&table));
}

#[test]
fn leaving_the_top_screen_shows_the_one_below() {
    let mut table = Table::new();
    let mut stack: Vec<Box<dyn Screen>> = vec![Box::new(home())];
    let open = stack[0].update(&Message::Char('n'), &mut table);
    assert!(apply(open, &mut stack, &mut table, look(Lang::En)));
    assert_eq!(stack.len(), 2);
    for message in [Message::Back, Message::Back] {
        let next = stack.last_mut().unwrap().update(&message, &mut table);
        apply(next, &mut stack, &mut table, look(Lang::En));
    }
    assert_eq!(stack.len(), 1, "from the topic to the contents, from there home");
    assert!(!apply(Next::Quit, &mut stack, &mut table, look(Lang::En)));
}

#[test]
fn no_size_of_window_breaks_a_screen() {
    let (mut drill, _) = started(&Choice::Drill(None), Lang::En);
    let (mut quiz, mut table) = started(&Choice::Quiz(None), Lang::Zh);
    let (mut home, mut notes, mut statement) = (home(), notes(), notes());
    let mut search = reader(&Opening::Search("tdxs".to_owned()));
    show(&mut statement, WIDE, Lang::Zh);
    statement.update(&Message::Enter, &mut table);
    for columns in [1, 2, 3, 7, 20, 39, 200] {
        for rows in [1, 2, 3, 4, 5, 9, 60] {
            let screens: [&mut dyn Screen; 6] =
                [&mut drill, &mut quiz, &mut home, &mut notes, &mut statement, &mut search];
            for screen in screens {
                show(screen, (columns, rows), Lang::Zh);
                screen.update(&Message::PageDown, &mut table);
            }
        }
    }
}

#[test]
fn without_colour_nothing_is_coloured_and_the_cursor_still_shows() {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let look = Look { theme: Theme::new(false), ..look(Lang::En) };
    terminal.draw(|frame| home().view(frame, look)).unwrap();
    let buffer = terminal.backend().buffer();
    assert!(buffer.content().iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
    assert!(buffer.content().iter().any(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED)));
}

/// Pictures of the README: `UPDATE_PICTURES=1 cargo test pictures` draws them anew.
#[test]
fn the_pictures_of_the_readme_are_what_the_screens_show() {
    let (mut drill, mut table) = started(&Choice::Drill(None), Lang::En);
    drill.update(&Message::Paste("out_h=5".to_owned()), &mut table);
    drill.update(&Message::Enter, &mut table);
    let (mut topic, mut statement) = (notes(), notes());
    notes::open(&mut statement, "cnn.output-size", &mut table);
    let pictures = [
        ("home", draw(&home(), WIDE, Lang::Zh)),
        ("home-wide", draw(&home(), (120, 36), Lang::En)),
        ("notes", show(&mut topic, WIDE, Lang::Zh)),
        ("statement", show(&mut statement, WIDE, Lang::En)),
        ("drill", draw(&drill, WIDE, Lang::En)),
    ];
    for (name, buffer) in pictures {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{name}.svg"));
        let picture = super::svg::svg(&buffer);
        if std::env::var_os("UPDATE_PICTURES").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &picture).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(kept == picture, "docs/{name}.svg is stale: UPDATE_PICTURES=1 cargo test pictures");
    }
}
