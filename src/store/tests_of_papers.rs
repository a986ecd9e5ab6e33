//! Papers: what counts of them, their clock, and what is taken when.

use super::testing::{answer, at, record};
use super::*;

#[test]
fn a_paper_whose_clock_runs_keeps_the_question_that_is_open_and_one_that_is_begun_again_does_not() {
    let mut record = record();
    let paper = |event| PaperRow { at: at(0), code: "exam:1".into(), event, plan: Some("left".into()) };
    let left = |record: &Record| record.unfinished().unwrap().map(|sitting| sitting.left);
    record.paper(&paper(PaperEvent::Begun)).unwrap();
    assert_eq!(left(&record), Some(None));
    record.place("exam:1", "two").unwrap();
    record.place("exam:1", "three").unwrap();
    record.place("exam:2", "one").unwrap();
    assert_eq!(left(&record), Some(Some("three".into())));
    record.paper(&paper(PaperEvent::Paused)).unwrap();
    assert_eq!(left(&record), Some(Some("left".into())), "the log says where it was left");
    record.paper(&paper(PaperEvent::Resumed)).unwrap();
    assert_eq!(left(&record), Some(Some("three".into())));
    record.paper(&paper(PaperEvent::Begun)).unwrap();
    assert_eq!(left(&record), Some(None));
    assert_eq!(record.check().unwrap(), []);
}

#[test]
fn a_paper_that_was_handed_in_takes_nothing_more_until_it_is_begun_anew() {
    let mut record = record();
    let paper = |event| PaperRow { at: at(0), code: "exam:1".into(), event, plan: None };
    let on_it = Answered { paper: Some("exam:1".into()), ..answer("q1", 1.0) };
    record.paper(&paper(PaperEvent::Begun)).unwrap();
    record.answer(&on_it).unwrap();
    let handed_in = record.paper(&paper(PaperEvent::HandedIn)).unwrap();
    assert!(matches!(record.answer(&on_it), Err(StoreError::HandedIn(code)) if code == "exam:1"));
    for event in [PaperEvent::HandedIn, PaperEvent::Resumed] {
        assert!(matches!(record.paper(&paper(event)), Err(StoreError::HandedIn(_))));
    }
    assert_eq!(record.paper(&paper(PaperEvent::Paused)).unwrap(), handed_in, "whoever leaves it leaves it as it is");
    record.paper(&paper(PaperEvent::Begun)).unwrap();
    record.answer(&on_it).unwrap();
    let sittings = record.sittings().unwrap();
    assert_eq!(sittings.iter().map(|sitting| sitting.answers.len()).collect::<Vec<_>>(), [1, 1]);
    assert_eq!(record.check().unwrap(), []);
}

#[test]
fn the_clock_of_a_paper_stands_while_it_is_paused_and_runs_on_where_nothing_stopped_it() {
    let mut record = record();
    let mut paper = |hours: i64, event| {
        let plan = (event == PaperEvent::Begun).then(|| "as drawn".to_owned());
        record.paper(&PaperRow { at: at(hours), code: "p".into(), event, plan }).unwrap();
        let sitting = record.unfinished().unwrap();
        sitting.map(|sitting| (sitting.ran_by(&at(20)).as_hours(), sitting.running.is_some()))
    };
    assert_eq!(paper(0, PaperEvent::Begun), Some((20, true)));
    assert_eq!(paper(1, PaperEvent::Paused), Some((1, false)));
    assert_eq!(paper(10, PaperEvent::Resumed), Some((11, true)));
    // It was killed and came back.
    assert_eq!(paper(12, PaperEvent::Resumed), Some((11, true)));
    // A clock that went back gives no time.
    assert_eq!(paper(5, PaperEvent::Paused), Some((1, false)));
    assert_eq!(paper(6, PaperEvent::HandedIn), None);
    let sitting = &record.sittings().unwrap()[0];
    assert_eq!((sitting.plan.as_deref(), sitting.handed_in.as_ref()), (Some("as drawn"), Some(&at(6))));
}

#[test]
fn a_paper_that_is_begun_again_is_another_and_the_one_before_is_left() {
    let mut record = record();
    let row = |code: &str, event| PaperRow { at: at(0), code: code.into(), event, plan: None };
    let on = |code: &str, id| Answered { paper: Some(code.into()), ..answer(id, 1.0) };
    record.paper(&row("p", PaperEvent::Begun)).unwrap();
    record.answer(&on("p", "q1")).unwrap();
    record.paper(&row("q", PaperEvent::Begun)).unwrap();
    record.paper(&row("p", PaperEvent::Begun)).unwrap();
    record.answer(&on("p", "q2")).unwrap();
    let unfinished = record.unfinished().unwrap().unwrap();
    assert_eq!((unfinished.code.as_str(), unfinished.answers.len(), unfinished.score()), ("p", 1, 1.0));
    record.paper(&row("p", PaperEvent::HandedIn)).unwrap();
    assert_eq!(record.unfinished().unwrap().unwrap().code, "q");
    let answered = record.sittings().unwrap().iter().map(|s| s.answers.len()).collect::<Vec<_>>();
    assert_eq!(answered, [1, 0, 1]);
}

#[test]
fn answers_on_a_paper_count_when_it_is_handed_in() {
    let mut record = record();
    let event = |event| PaperRow { at: at(0), code: "p".into(), event, plan: None };
    let on_paper = |id: &str, score| Answered { paper: Some("p".into()), ..answer(id, score) };
    record.paper(&event(PaperEvent::Begun)).unwrap();
    let first = record.answer(&on_paper("q1", 0.0)).unwrap();
    record.replace(first, &on_paper("q1", 1.0)).unwrap();
    let taken_back = record.answer(&on_paper("q2", 1.0)).unwrap();
    record.undo(taken_back, &at(0)).unwrap();
    assert!(record.last_scores().unwrap().is_empty() && record.days().unwrap().is_empty());
    record.paper(&event(PaperEvent::HandedIn)).unwrap();
    assert_eq!(record.last_scores().unwrap(), [("q1".to_owned(), 1.0)].into());
    // The same paper again: what was handed in before is not counted twice, and what is new waits.
    record.paper(&event(PaperEvent::Begun)).unwrap();
    record.answer(&on_paper("q3", 1.0)).unwrap();
    assert_eq!(record.days().unwrap().iter().map(|d| d.answers).sum::<u64>(), 1);
    record.paper(&event(PaperEvent::HandedIn)).unwrap();
    assert_eq!(record.days().unwrap().iter().map(|d| (d.answers, d.correct)).collect::<Vec<_>>(), [(2, 2)]);
    assert_eq!(record.check().unwrap(), []);
}
