//! Answers for the tests of this room.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::knowledge::Answers;
use super::plan::{Learner, Pace};
use super::{Ground, Stats};
use crate::course::{Course, Topic};
use crate::schedule::{Scheduler, read_time};
use crate::store::{Answered, Of, Past, Rated, Record};

const SYLLABUS: &str =
    "format = 1\nid = 'c'\ntitle.zh = 'c'\ntitle.en = 'c'\nlanguages = ['zh', 'en']\ntopics = ['t']\n";

/// The text of a file with the topic `t` called otherwise.
fn renamed(text: &str, id: &str) -> String {
    text.replace("'t'", &format!("'{id}'")).replace("'t.", &format!("'{id}."))
}

/// A topic `t` of so many statements, each with a card and a true-or-false question; the first card is asked in both
/// directions.
pub(super) fn course(statements: usize) -> Arc<Topic> {
    topic("t", statements)
}

/// The same under another name.
pub(super) fn topic(id: &str, statements: usize) -> Arc<Topic> {
    use std::fmt::Write as _;
    let mut text = "format = 1\nid = 't'\nsection = 1\ntitle.zh = 't'\ntitle.en = 't'\n".to_owned();
    for n in 0..statements {
        let kind = if n == 0 { "reversed" } else { "basic" };
        let _ = write!(
            text,
            "[[statements]]\nid = 't.s{n}'\nzh = 's{n}'\nen = 's{n}'\n\
             [[cards]]\nid = 't.c{n}'\nkind = '{kind}'\ntests = ['t.s{n}']\nfront = {{ zh = 'f{n}', en = 'f{n}' }}\n\
             back = {{ zh = 'b{n}', en = 'b{n}' }}\n\
             [[questions]]\nid = 't.q{n}'\nkind = 'true-false'\ntests = ['t.s{n}']\nanswer = true\n\
             stem = {{ zh = 'x{n}', en = 'x{n}' }}\nwhy = {{ zh = 'w{n}', en = 'w{n}' }}\n"
        );
    }
    let (text, syllabus) = (renamed(&text, id), renamed(SYLLABUS, id));
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("topics")).unwrap();
    std::fs::write(folder.path().join("course.toml"), syllabus).unwrap();
    std::fs::write(folder.path().join("topics/01-t.toml"), text).unwrap();
    let topics = Course::open(Some(folder.path())).unwrap().topics();
    assert_eq!(topics[0].questions.len(), statements);
    topics.into_iter().next().unwrap()
}

/// An answer to an exercise on a day of November 2026; a wrong one where it shows a mistake.
pub(super) fn exercise(day: u32, kind: &str, code: &str, mistake: Option<&str>) -> Past {
    let share = f64::from(u8::from(mistake.is_none()));
    Past { code: Some(code.to_owned()), mistake: mistake.map(str::to_owned), ..answer(day, Of::Exercise, kind, share) }
}

/// An answer on a day of November 2026 that reached this share of the points.
pub(super) fn answer(day: u32, of: Of, id: &str, share: f64) -> Past {
    Past {
        at: read_time(&format!("2026-11-{day:02}T10:00:00+08:00")).unwrap(),
        of,
        id: id.to_owned(),
        code: None,
        given: Some("1".to_owned()),
        share,
        rating: (of == Of::Card).then_some(if share > 0.0 { 3 } else { 1 }),
        mistake: None,
        ms: 6000,
        confidence: None,
        cram: false,
    }
}

/// A record of these answers.
pub(super) fn record(answers: &[Past]) -> Record {
    let mut record = Record::in_memory(Scheduler::default()).unwrap();
    for Past { at, of, id, code, given, share, rating, mistake, ms, confidence, cram } in answers.iter().cloned() {
        let hash = String::new();
        match rating {
            Some(rating) => drop(record.rate(&Rated { at, id, code, rating, ms, hash, cram }).unwrap()),
            None => {
                let given = given.unwrap();
                let (score, points, hints, paper) = (share, 1.0, 0, None);
                let answered =
                    Answered { at, of, id, code, given, score, points, mistake, ms, hash, hints, confidence, paper };
                record.answer(&answered).unwrap();
            }
        }
    }
    record
}

/// What these answers come to on the fifth of November 2026, of a course of so many statements.
pub(super) fn told(answers: &[Past], statements: usize) -> Stats {
    let ground = Ground::of(&[course(statements)], None);
    let record = record(answers);
    let sums = record.sums().unwrap();
    let (apart, pace, scheduler) = (HashSet::new(), Pace::default(), Scheduler::default());
    let learner = Learner {
        ground: &ground,
        cards: Cow::Owned(ground.states(record.cards().unwrap().iter().map(|card| (card.id.as_str(), card.known)))),
        met: 0,
        answers: &Answers::of(&sums.practised),
        apart: &apart,
        pace: &pace,
        scheduler: &scheduler,
    };
    Stats::of(&sums, &learner, Vec::new(), jiff::civil::date(2026, 11, 5))
}
