//! Screens drawn to text: what they show at two sizes in two languages, and that no size breaks them.

mod app;
mod asked;
mod beside;
mod calculator;
mod gallery;
mod layout;
mod notes;
mod paper;
mod sessions;
mod settings;
mod standing;
mod wide;

use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use jiff::ZonedDateTime;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

use super::app::App;

use super::look::Look;

use super::choice::{Choice, CurveOf, Opening};
use super::desk::Desk;
use super::keys::Keys;
use super::message::Message;
use super::screen::{Next, Screen};
use super::screens::home::Home;
use super::screens::notes::Notes;
use super::screens::session::SessionScreen;
use super::theme::{Background, Theme, Wanted};
use super::told::{self, HandedIn, Learnt, Mistake, Overview, Planned, Told};
use crate::course::{Bilingual, Course, Id, Lang, Part, Topic};
use crate::math::curve::{Ink, Row};
use crate::schedule::Scheduler;
use crate::store::Record;
use crate::study::{
    Action, Catalog, Drill, DrillPlan, Event, ExamPlan, ItemMark, Journal, MarkedItem, Prompt, QuizPlan, ReviewPlan,
    Session, Setting, Standing,
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
    Setting { seed: 7, ..Setting::new(lang, Rc::new(Catalog::new(Course::open(None).unwrap()))) }
}

/// The topic that the sessions of the tests are of.
fn cnn() -> [Arc<Topic>; 1] {
    [Course::open(None).unwrap().topic("cnn").unwrap()]
}

fn quiz(lang: Lang) -> Box<dyn Session> {
    Box::new(QuizPlan { count: Some(12), ..QuizPlan::default() }.quiz(&cnn(), setting(lang)).unwrap())
}

fn question(id: &str, lang: Lang) -> Box<dyn Session> {
    let only = [id.to_owned()].into();
    Box::new(QuizPlan { only, ..QuizPlan::default() }.quiz(&cnn(), setting(lang)).unwrap())
}

/// A drill of one exercise that is always the same.
fn drill(lang: Lang) -> Box<dyn Session> {
    let code = "conv@1.2:8F3A-C21D".parse().ok();
    let plan = DrillPlan { kinds: vec!["conv".into()], level: 2, count: Some(1), code, ..DrillPlan::default() };
    Box::new(Drill::new(plan, setting(lang)))
}

/// A learner who has seen no card yet.
fn standing() -> Standing {
    Standing {
        today: "2026-11-23".parse().unwrap(),
        due: std::collections::HashMap::default(),
        new_today: 0,
        seen_today: std::collections::HashSet::default(),
        apart: std::collections::HashSet::new(),
    }
}

fn review(lang: Lang) -> Box<dyn Session> {
    let plan = ReviewPlan { count: Some(3), new_per_day: 20, ..ReviewPlan::default() };
    Box::new(plan.review(&cnn(), standing(), setting(lang)))
}

/// A paper with so many questions of each of these kinds.
fn exam(parts: &[(&str, usize)], lang: Lang) -> Box<dyn Session> {
    let part = |(kind, count): &(&str, usize)| Part {
        title: Bilingual { zh: "第一部分".to_owned(), en: "Part one".to_owned() },
        kinds: vec![(*kind).to_owned()],
        count: *count,
        points: 2.0,
        drawn: false,
        least: None,
        most: None,
    };
    let parts = parts.iter().map(part).collect();
    let weights = std::collections::HashMap::default();
    let plan = ExamPlan { parts, weights, minutes: 90, beyond: 1.0, topics: Vec::new() };
    // Tests type a line: of the papers, the first whose blanks all take one.
    let paper = |seed| plan.clone().exam(&cnn(), Setting { seed, ..setting(lang) }).unwrap();
    Box::new(paper((7..1000).find(|seed| first_blanks(paper(*seed)) < 2).unwrap()))
}

/// How many blanks the first question of a paper has.
fn first_blanks(mut paper: impl Session) -> usize {
    let mut table = Table::new();
    let now = table.now();
    let begun = paper.start(&now, table.journal()).unwrap();
    let prompts = begun.iter().filter_map(|event| match event {
        Event::Question { prompt: Prompt::Blanks { blanks }, .. } => Some(*blanks),
        _ => None,
    });
    prompts.max().unwrap_or_default()
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

    /// One question, whatever is asked for: which session a choice comes to is the command line's to say.
    fn session(&mut self, _: &Choice, lang: Lang) -> Result<Box<dyn Session>, String> {
        Ok(question("cnn.q41", lang))
    }

    fn look(&self, _: Option<Background>) -> Look {
        let said = |key: &str| self.settings().into_iter().find(|setting| setting.key == key).unwrap().value;
        Look { ascii: said("ascii") == "true", ..look(said("lang").parse().unwrap()) }
    }

    fn can_ask(&self) -> bool {
        false
    }

    fn papers(&mut self) -> Result<Vec<HandedIn>, String> {
        let paper = |code: &str, date: &str, points, of| HandedIn {
            code: code.to_owned(),
            date: date.parse().unwrap(),
            waits: None,
            points,
            of,
        };
        Ok(vec![
            HandedIn { waits: Some(3), ..paper("exam@58.120:0000-0005", "2026-11-22", 0.0, Some(100.0)) },
            paper("exam@58.120:0000-0004", "2026-11-21", 71.5, Some(100.0)),
            paper("exam@58.120:0000-0003", "2026-11-20", 68.0, None),
        ])
    }

    fn report(&mut self, code: &str, _: Lang) -> Result<(Box<dyn Session>, Vec<Event>), String> {
        Err(format!("no report of {code}"))
    }

    fn overview(&mut self) -> Overview {
        let overview = standing::overview();
        Overview { long: self.long, due: overview.due.filter(|_| !self.long), ..overview }
    }

    fn due(&mut self) -> usize {
        standing::overview().due.unwrap_or_default()
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

    fn marked(&mut self, lang: Lang) -> Result<Vec<MarkedItem>, String> {
        let marked = self.record.marked(ItemMark::Flagged, "2026-11-23".parse().unwrap()).unwrap();
        Ok(crate::study::marked(&marked, &cnn(), &setting(lang)))
    }

    fn settings(&self) -> Vec<told::Setting> {
        let said = |key: &str| self.said.iter().rev().find(|(known, _)| known == key).map(|(_, value)| value.clone());
        let usual = [
            ("lang", "zh"),
            ("exam", "2027-01-02"),
            ("minutes", "45"),
            ("new-per-day", "20"),
            ("retention", "0.9"),
            ("again", "false"),
            ("theme", "auto"),
            ("mouse", "true"),
            ("ascii", "false"),
            ("ambiguous-wide", "false"),
        ];
        let setting = |(key, value): (&'static str, &str)| told::Setting {
            key,
            value: said(key).unwrap_or_else(|| value.to_owned()),
            origin: match (key, said(key)) {
                ("ascii", _) => told::Origin::Elsewhere,
                (_, Some(_)) => told::Origin::Chosen,
                _ => told::Origin::Usual,
            },
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

    fn calculations_by_topic(&self) -> Vec<(Bilingual, Vec<(Id, Bilingual)>)> {
        let title = Bilingual { zh: "卷积神经网络".to_owned(), en: "Convolutional neural networks".to_owned() };
        vec![(title, self.calculations())]
    }

    fn form(&self, kind: &str) -> Result<told::Form, String> {
        calculator::form(kind)
    }

    fn worked(&self, kind: &str, texts: &[(String, String)], columns: u16, _: Look) -> Result<told::Worked, String> {
        calculator::worked(kind, texts, columns)
    }

    fn curves(&self) -> Vec<(String, CurveOf)> {
        let curve = |name: &str, of| (name.to_owned(), of);
        vec![curve("relu", CurveOf::Function), curve("sigmoid", CurveOf::Function), curve("cosine", CurveOf::Items)]
    }

    fn picture(&self, names: &[&str], derivatives: bool, size: (u16, u16), _: Look) -> Result<Vec<Row>, String> {
        Ok(vec![vec![(format!("{names:?} {derivatives} {size:?}"), Ink::Curve(0))]])
    }

    fn behind(&self, item: &str) -> Option<(Arc<Topic>, usize)> {
        crate::study::behind(&Course::open(None).unwrap().trusting_the_bundle().topics(), item)
    }

    fn course(&self) -> Course {
        Course::open(None).unwrap().trusting_the_bundle()
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
    Look { lang, theme: Theme::new(Wanted::Dark, true, true, None), ascii: false, mouse: true, keys: Keys::default() }
}

/// A screen as it is drawn at a size.
fn show(screen: &mut dyn Screen, size: (u16, u16), lang: Lang) -> Buffer {
    shown_in(screen, size, look(lang))
}

fn shown_in(screen: &mut dyn Screen, (columns, rows): (u16, u16), look: Look) -> Buffer {
    screen.fit(Size::new(columns, rows), look);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| screen.view(frame, look)).unwrap();
    terminal.backend().buffer().clone()
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

fn started(session: fn(Lang) -> Box<dyn Session>, lang: Lang) -> (SessionScreen, Table) {
    start(session(lang), lang)
}

fn start(session: Box<dyn Session>, lang: Lang) -> (SessionScreen, Table) {
    let mut table = Table::new();
    let screen = SessionScreen::start(session, &mut table, look(lang)).unwrap();
    (screen, table)
}

const WIDE: (u16, u16) = (80, 24);
const SMALL: (u16, u16) = (40, 12);

#[test]
fn leaving_the_top_screen_shows_the_one_below() {
    let mut table = Table::new();
    let mut app = App::new(vec![Box::new(home())], look(Lang::En));
    let size = Size::new(80, 24);
    assert!(app.take(Message::Char('n'), size, &mut table));
    assert_eq!(app.depth(), 2);
    // A topic of the contents is a page of the same screen.
    for message in [Message::Enter, Message::Back] {
        assert!(app.take(message, size, &mut table));
        assert_eq!(app.depth(), 2);
    }
    assert!(app.take(Message::Back, size, &mut table));
    assert_eq!(app.depth(), 1, "from the contents home");
    // From home only the second of two leads out.
    for message in [Message::Back, Message::Down, Message::Back] {
        assert!(app.take(message, size, &mut table));
    }
    assert!(!app.take(Message::Back, size, &mut table));
}

#[test]
fn no_size_of_window_breaks_a_screen() {
    let (mut drill, _) = started(drill, Lang::En);
    let (mut quiz, mut table) = started(quiz, Lang::Zh);
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
    let look = Look { theme: Theme::new(Wanted::Mono, true, true, None), ..look(Lang::En) };
    let buffer = shown_in(&mut home(), WIDE, look);
    assert!(buffer.content().iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
    assert!(buffer.content().iter().any(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED)));
}

/// A quiz on a wide terminal, its second question answered wrong.
fn quiz_wide() -> Buffer {
    let kinds = vec![crate::course::Kind::find("single").unwrap()];
    let plan = QuizPlan { kinds, count: Some(8), ..QuizPlan::default() };
    let mut window = app::session(Box::new(plan.quiz(&cnn(), setting(Lang::En)).unwrap()), (160, 28), Lang::En);
    window.take(&[Message::Char('d'), Message::Enter, Message::Enter, Message::Char('b'), Message::Enter]);
    window.tick();
    window.buffer().clone()
}

/// Pictures of the README: `UPDATE_PICTURES=1 cargo test pictures` draws them anew.
#[test]
fn the_pictures_of_the_readme_are_what_the_screens_show() {
    let (mut drill, mut table) = started(drill, Lang::En);
    drill.update(&Message::Paste("out_h=5".to_owned()), &mut table);
    drill.update(&Message::Enter, &mut table);
    let (mut topic, mut statement) = (notes(), notes());
    notes::open(&mut statement, "cnn.output-size", &mut table);
    let parts = [("single", 10), ("true-false", 5), ("fill", 5), ("key-points", 2)];
    let (mut paper, _) = start(exam(&parts, Lang::En), Lang::En);
    paper.update(&Message::Enter, &mut table);
    paper.update(&Message::Char('m'), &mut table);
    let pictures = [
        ("exam", show(&mut paper, (120, 24), Lang::En)),
        ("home", show(&mut home(), WIDE, Lang::Zh)),
        ("home-wide", show(&mut home(), (120, 36), Lang::En)),
        ("notes", show(&mut topic, WIDE, Lang::Zh)),
        ("statement", show(&mut statement, WIDE, Lang::En)),
        ("drill", show(&mut drill, WIDE, Lang::En)),
        ("quiz-wide", quiz_wide()),
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
