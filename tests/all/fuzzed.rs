//! What is fed with bytes that nobody wrote: each takes any bytes, and must neither panic nor run long, nor say anything
//! that breaks its own promises. The fuzzers in `tests/fuzz` call the same functions.

use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use dlrev::calculation::Code;
use dlrev::calculation::given::{self, npy};
use dlrev::course::format::Reader;
use dlrev::course::spec::{Part, Spec};
use dlrev::course::{Course, Lang, Syllabus, Topic};
use dlrev::math::render::{Style, block, latex, line, source};
use dlrev::math::{Machine, parse, parse_answer, parse_binding, parse_chain, parse_typed};
use dlrev::schedule::{Clock, Scheduler};
use dlrev::store::Record;
use dlrev::study::{Catalog, Command, Exercises as _, QuizPlan, Session as _, Setting};

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 8] = [
    ("formula", formula),
    ("answer", answer),
    ("content", content),
    ("lines", lines),
    ("import", import),
    ("npy", array),
    ("render", render),
    ("flags", flags),
];

/// The course that comes with the program.
fn bundled() -> &'static Course {
    static COURSE: OnceLock<Course> = OnceLock::new();
    COURSE.get_or_init(|| Course::open(None).unwrap().trusting_the_bundle())
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| text.len() < 4096)
}

/// The parser of the formula language: what it reads evaluates or says why not.
pub fn formula(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let _ = (parse_binding(text), parse_chain(text), parse_typed(text), parse_answer(text));
    if let Ok(expr) = parse(text) {
        let mut machine = Machine::new();
        machine.set("x", 0.5.into());
        if let Ok(value) = machine.evaluate(&expr) {
            assert!(value.is_finite(), "{text} gives {value:?}");
        }
    }
}

/// Every face of a formula: the source that is written of it reads back as the same formula.
pub fn render(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(expr) = parse(text) else { return };
    let (written, one_line, tex) = (source(&expr), line(&expr), latex(&expr));
    for style in [Style { ascii: false }, Style { ascii: true }] {
        for width in [1, 20, 88] {
            assert!(block(&expr, width, style).iter().all(|row| !row.chars().any(char::is_control)));
        }
    }
    assert!(!one_line.chars().any(char::is_control) && !tex.chars().any(char::is_control), "{text}");
    match parse(&written) {
        Ok(again) => assert_eq!(source(&again), written, "{text}"),
        Err(why) => panic!("{text} is written as {written}: {why}"),
    }
}

/// Exercises whose answers are of different sorts: a number, a size, several values, lists, matrices, words.
const CODES: [&str; 8] = [
    "conv@1.2:8F3A-C21D",
    "conv@1.2:714B-46D1",
    "bce@1.3:568A-54A4",
    "fit@1.1:568A-54A4",
    "attention@1.2:D510-BB86",
    "descent@1.2:0000-0001",
    "optimizer@1.2:0000-0001",
    "derivative@1.2:0000-0001",
];

/// The reader of answers: what it takes has a score, what it refuses a sentence in both languages.
pub fn answer(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let catalog = Catalog::new(bundled().clone());
    for code in CODES {
        let Some(exercise) = code.parse::<Code>().ok().and_then(|code| catalog.of_code(&code).ok()) else { continue };
        match catalog.grade(&exercise, text) {
            Ok(grade) => assert!((0.0..=1.0).contains(&grade.score), "{code} {text}"),
            Err(why) => assert!(!why.what.zh.is_empty() && !why.what.en.is_empty(), "{code} {text}"),
        }
    }
}

/// The files of a course: whatever is wrong with one has a place in it and a sentence.
pub fn content(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let topic = Reader::new("topics/x.toml", text).load::<Topic>();
    let calculation = Reader::new("calculations/x.toml", text).load::<Spec>();
    let part = Reader::new("parts/x.toml", text).load::<Part>();
    let syllabus = Reader::new("course.toml", text).load::<Syllabus>();
    for problem in topic.problems.iter().chain(&calculation.problems).chain(&part.problems).chain(&syllabus.problems) {
        let (line, column) = problem.place(text);
        assert!(line >= 1 && column >= 1 && line <= text.lines().count() + 1, "{line}:{column}");
        for lang in Lang::ALL {
            assert!(!problem.sentence(lang).is_empty());
        }
    }
}

/// A session, line by line: what it says is taken is in the record.
pub fn lines(bytes: &[u8]) {
    static COURSE: OnceLock<Course> = OnceLock::new();
    let course = COURSE.get_or_init(|| {
        // From the manifest of the program, or from that of the fuzzers.
        let places = ["tests/fixtures/small", "../fixtures/small"];
        let folder = places.map(|place| Path::new(env!("CARGO_MANIFEST_DIR")).join(place));
        let folder = folder.into_iter().find(|folder| folder.is_dir());
        Course::open(folder.as_deref()).unwrap().trusting_the_bundle()
    });
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let setting = Setting { seed: bytes.len() as u64, ..Setting::new(Lang::En, Rc::new(Catalog::new(course.clone()))) };
    let mut record = Record::in_memory(Scheduler::default()).unwrap();
    let now = Clock::still("2026-11-23T10:00:00+08:00").unwrap().now();
    let mut quiz = QuizPlan::default().quiz(&course.topics(), setting).unwrap();
    quiz.start(&now, &mut record).unwrap();
    let mut taken = 0_u64;
    for line in text.lines().take(60) {
        let events = quiz.submit(Command::read(line), &now, &mut record).unwrap();
        taken += events.iter().filter(|event| matches!(event, dlrev::study::Event::Feedback { .. })).count() as u64;
    }
    let counted: u64 = record.days().unwrap().iter().map(|day| day.answers).sum();
    assert!(counted <= taken, "{counted} answers of {taken}");
}

/// The import of a record: it is taken whole or not at all, and the record stays sound.
pub fn import(bytes: &[u8]) {
    let mut record = Record::in_memory(Scheduler::default()).unwrap();
    let imported = record.import(&mut &bytes[..]);
    assert_eq!(record.check().unwrap(), [], "{imported:?}");
    let mut out = Vec::new();
    assert!(record.export(&mut out).unwrap().is_empty());
    if imported.is_err() {
        assert!(out.is_empty(), "nothing is left of what was refused");
    }
}

/// Arrays of NumPy.
pub fn array(bytes: &[u8]) {
    let _ = npy::array(bytes);
}

/// Values of flags: `KIND` and then a flag and its value on each line.
pub fn flags(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let mut lines = text.lines();
    let course = bundled().clone();
    let Some(spec) = lines.next().and_then(|kind| course.calculation(kind).value) else { return };
    let texts: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(' '))
        .map(|(flag, value)| (flag.to_owned(), value.to_owned()))
        .collect();
    if let Ok(given) = given::read(&spec, &texts, &|path| Err(path.to_owned()), 0) {
        let _ = dlrev::calculation::derive(&spec, &given, dlrev::calculation::Detail::Steps);
    }
}
