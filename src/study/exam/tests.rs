mod drawn;
mod left;

use jiff::ToSpan as _;

use super::super::testing::{Memory, now, setting, topic};
use super::*;
use crate::course::{Bilingual, Part, Topic};
use crate::study::Session as _;
use crate::study::action::Command;
use crate::study::event::{Judged, Summary};
use crate::study::session::Went;

fn part(title: &str, kinds: &[&str], count: usize, points: f64) -> Part {
    let title = Bilingual { zh: title.to_owned(), en: title.to_owned() };
    Part {
        title,
        kinds: kinds.iter().map(ToString::to_string).collect(),
        count,
        points,
        drawn: false,
        least: None,
        most: None,
    }
}

fn plan() -> ExamPlan {
    let parts = vec![part("I", &["single"], 2, 2.0), part("II", &["true-false", "key-points"], 2, 5.0)];
    ExamPlan { parts, weights: [("t".into(), 1.0)].into(), minutes: 60, beyond: 1.0, topics: Vec::new() }
}

fn exam(seed: u64) -> Exam {
    let mut exam = plan().exam(&[topic()], setting(seed)).unwrap();
    exam.start(&now(), &mut Memory::default()).unwrap();
    exam
}

fn say(exam: &mut Exam, line: &str, journal: &mut Memory) -> Vec<Event> {
    exam.submit(Command::read(line), &now(), journal).unwrap()
}

/// The right answer to the open question.
fn right(exam: &Exam) -> String {
    let item = &exam.deck().entries[*exam.open().unwrap()].item;
    if item.kind.key == "key-points" { "alpha and beta".to_owned() } else { item.task.answer() }
}

fn summary(events: &[Event]) -> &Summary {
    match events.last() {
        Some(Event::Summary(summary)) => summary,
        other => panic!("{other:?}"),
    }
}

fn events_of(journal: &Memory) -> Vec<PaperEvent> {
    journal.papers.iter().map(|row| row.event).collect()
}

#[test]
fn an_answer_is_taken_without_a_word_about_it() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    let events = say(&mut exam, "A", &mut journal);
    assert!(
        matches!(events.as_slice(), [Event::Taken { given, .. }, Event::Question { number: 2, .. }] if given == "A")
    );
    assert_eq!(journal.answers.len(), 1);
}

#[test]
fn an_answer_can_be_changed_and_only_the_last_one_counts() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    let answer = right(&exam);
    let wrong = if answer == "A" { "B" } else { "A" };
    say(&mut exam, wrong, &mut journal);
    let back = say(&mut exam, ":back", &mut journal);
    let [Event::Question { paper: Some(paper), number: 1, .. }] = back.as_slice() else { panic!("{back:?}") };
    assert_eq!((paper.part.as_str(), paper.given.as_deref(), paper.minutes), ("I", Some(wrong), 60));
    say(&mut exam, &answer, &mut journal);
    assert_eq!((journal.answers.len(), journal.undone.as_slice()), (2, [1].as_slice()));
    say(&mut exam, ":submit", &mut journal);
    let events = say(&mut exam, "", &mut journal);
    assert_eq!((summary(&events).answered, summary(&events).score, summary(&events).points), (1, 2.0, 14.0));
}

#[test]
fn the_end_of_the_paper_names_what_is_open_and_an_empty_line_hands_it_in() {
    let (mut exam, mut journal) = (exam(2), Memory::default());
    let passed = say(&mut exam, ":skip", &mut journal);
    assert!(matches!(passed.as_slice(), [Event::Skipped { .. }, Event::Question { number: 2, .. }]), "{passed:?}");
    for _ in 0..3 {
        let answer = right(&exam);
        say(&mut exam, &answer, &mut journal);
    }
    let events = say(&mut exam, "what now", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Rejected { .. }]), "{events:?}");
    let events = say(&mut exam, ":go 1", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Question { number: 1, .. }]));
    let answer = right(&exam);
    let events = say(&mut exam, &answer, &mut journal);
    assert!(
        matches!(events.as_slice(), [Event::Taken { .. }, Event::HandIn { answered: 4, open, .. }] if open.is_empty())
    );
    assert!(matches!(say(&mut exam, "", &mut journal).as_slice(), [Event::Points { .. }]));
    let events = say(&mut exam, "1,2", &mut journal);
    let marked = events.iter().filter(|e| matches!(e, Event::Marked(Judged { correct: true, .. }))).count();
    assert_eq!((marked, summary(&events).score, exam.missed().len()), (4, 14.0, 0));
    assert_eq!(
        summary(&events).parts.iter().map(|p| (p.title.as_str(), p.score)).collect::<Vec<_>>(),
        [("I", 4.0), ("II", 10.0)]
    );
}

#[test]
fn when_time_is_up_the_paper_is_handed_in_and_nothing_more_is_taken() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    let later = |minutes: i64| now().saturating_add(minutes.minutes());
    assert!(exam.tick(None, &later(59), &mut journal).unwrap().is_empty());
    // A clock that goes back gives no time.
    assert!(exam.tick(None, &later(0), &mut journal).unwrap().is_empty());
    assert_eq!(exam.progress().left.map(|left| left.as_secs()), Some(60));
    let events = exam.submit(Command::read("A"), &later(60), &mut journal).unwrap();
    assert_eq!((summary(&events).answered, journal.answers.len(), exam.is_over()), (0, 0, true));
    assert!(exam.submit(Command::read("A"), &later(61), &mut journal).unwrap().is_empty());
}

#[test]
fn undo_takes_the_last_answer_back_and_asks_it_again() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    say(&mut exam, "A", &mut journal);
    say(&mut exam, "B", &mut journal);
    let events = say(&mut exam, ":undo", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Undone { .. }, Event::Question { number: 2, .. }]), "{events:?}");
    assert_eq!(journal.undone, [2]);
    say(&mut exam, ":undo", &mut journal);
    let events = say(&mut exam, ":undo", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Rejected { .. }]), "{events:?}");
}

#[test]
fn submit_asks_back_while_questions_are_open_and_hands_in_once_none_is() {
    let mut journal = Memory::default();
    let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
    exam.start(&now(), &mut journal).unwrap();
    let events = say(&mut exam, ":submit", &mut journal);
    assert!(matches!(events.as_slice(), [Event::HandIn { answered: 0, open, .. }] if open == &[1, 2, 3, 4]));
    // Asked once more it asks back once more.
    assert!(matches!(say(&mut exam, ":submit", &mut journal).as_slice(), [Event::HandIn { .. }]));
    assert!(matches!(say(&mut exam, ":go 1", &mut journal).as_slice(), [Event::Question { number: 1, .. }]));
    for _ in 0..4 {
        let answer = right(&exam);
        say(&mut exam, &answer, &mut journal);
    }
    say(&mut exam, ":go 2", &mut journal);
    assert!(matches!(say(&mut exam, ":submit", &mut journal).as_slice(), [Event::Points { .. }]));
    let events = say(&mut exam, "1,2", &mut journal);
    assert_eq!((summary(&events).answered, summary(&events).score), (4, 14.0));
    assert_eq!(events_of(&journal), [PaperEvent::Begun, PaperEvent::HandedIn]);
    assert!(journal.answers.iter().all(|answer| answer.paper.as_deref() == Some("exam@4.60:0000-0001")));
}

/// A paper whose short answer, the question with this number, is answered and nothing else.
fn with_a_short_answer(text: &str, journal: &mut Memory) -> (Exam, Vec<Event>) {
    let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
    exam.start(&now(), journal).unwrap();
    let is_short = |entry: &Entry| entry.item.kind.key == "key-points";
    let number = exam.deck().entries.iter().position(is_short).unwrap() + 1;
    for line in [&format!(":go {number}"), text, ":submit"] {
        say(&mut exam, line, journal);
    }
    let events = say(&mut exam, "", journal);
    (exam, events)
}

#[test]
fn the_learner_holds_each_short_answer_against_its_points_before_the_report() {
    let mut journal = Memory::default();
    let (mut exam, events) = with_a_short_answer("alpha in other words", &mut journal);
    let [Event::Points { points, stem, given, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((given.as_str(), stem.is_empty()), ("alpha in other words", false));
    assert_eq!(points.iter().map(|point| point.seen).collect::<Vec<_>>(), [true, false, false]);
    assert_eq!((exam.progress().left, events_of(&journal)), (None, vec![PaperEvent::Begun]), "the clock stands");
    // Who has seen the points changes no answer any more.
    for line in [":undo", ":go 1", ":skip", ":pause", "9"] {
        let events = say(&mut exam, line, &mut journal);
        assert!(matches!(events.as_slice(), [Event::Rejected { .. }]), "{line}: {events:?}");
    }
    let events = say(&mut exam, "1,3", &mut journal);
    assert_eq!((summary(&events).score, exam.is_over()), (5.0, true));
    assert_eq!(journal.answers.last().unwrap().given, "alpha in other words | 1,3");
    assert_eq!(events_of(&journal), [PaperEvent::Begun, PaperEvent::HandedIn]);
}

#[test]
fn who_leaves_before_the_points_are_ticked_has_what_the_words_were_seen_to_say() {
    let mut journal = Memory::default();
    let (mut exam, _) = with_a_short_answer("alpha alone", &mut journal);
    let events = say(&mut exam, ":quit", &mut journal);
    assert_eq!((summary(&events).score, exam.is_over()), (2.5, true));
    assert_eq!(events_of(&journal), [PaperEvent::Begun, PaperEvent::HandedIn]);
}

#[test]
fn an_answer_that_is_left_as_it_is_writes_nothing() {
    let mut journal = Memory::default();
    let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
    exam.start(&now(), &mut journal).unwrap();
    for _ in 0..4 {
        let answer = right(&exam);
        say(&mut exam, &answer, &mut journal);
    }
    for number in 1..=4 {
        let shown = say(&mut exam, &format!(":go {number}"), &mut journal);
        let [Event::Question { paper: Some(paper), .. }] = shown.as_slice() else { panic!("{shown:?}") };
        let given = paper.given.clone().unwrap();
        say(&mut exam, &given, &mut journal);
    }
    assert_eq!((journal.answers.len(), journal.undone.len()), (4, 0));
}

#[test]
fn what_is_being_typed_when_time_is_up_is_taken_as_it_stands() {
    for (draft, taken) in [("A", 1), ("", 0), ("what now", 1)] {
        let mut journal = Memory::default();
        let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
        exam.start(&now(), &mut journal).unwrap();
        let events = exam.tick(Some(draft), &now().saturating_add(1.hours()), &mut journal).unwrap();
        assert_eq!((journal.answers.len(), summary(&events).answered, exam.is_over()), (taken, taken, true), "{draft}");
    }
}

#[test]
fn a_flag_is_set_and_taken_away_and_costs_nothing() {
    let mut journal = Memory::default();
    let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
    exam.start(&now(), &mut journal).unwrap();
    let flags = [true, false].map(|wanted| {
        let events = say(&mut exam, ":flag", &mut journal);
        assert!(matches!(events.as_slice(), [Event::Flagged { on, .. }] if *on == wanted), "{events:?}");
        wanted
    });
    assert_eq!(journal.marked.iter().map(|marked| marked.on).collect::<Vec<_>>(), flags);
    say(&mut exam, ":submit", &mut journal);
    assert!(matches!(say(&mut exam, ":flag", &mut journal).as_slice(), [Event::Rejected { .. }]));
}

#[test]
fn there_are_no_hints_and_no_unknown_commands() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    for line in [":hint", ":go 9", ":go", ":nonsense", ""] {
        let events = say(&mut exam, line, &mut journal);
        assert!(matches!(events.as_slice(), [Event::Rejected { .. }]), "{line}: {events:?}");
    }
    assert!(journal.answers.is_empty());
}

#[test]
fn what_stands_in_an_answer_that_is_left_counts_and_an_empty_one_takes_it_back() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    let given = |events: &[Event]| match events.last() {
        Some(Event::Question { paper: Some(paper), .. }) => paper.given.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(exam.keep("B", &now(), &mut journal).unwrap().as_slice(), [Event::Taken { .. }]));
    assert_eq!((exam.progress().done, exam.open().copied()), (1, Some(0)), "the question stays open");
    assert!(exam.keep("B", &now(), &mut journal).unwrap().is_empty(), "as it was");
    say(&mut exam, ":next", &mut journal);
    assert_eq!(given(&say(&mut exam, ":back", &mut journal)).as_deref(), Some("B"));
    // What cannot be read stands as it is, earns nothing, and it is said why.
    assert!(matches!(exam.keep("Q?", &now(), &mut journal).unwrap().as_slice(), [Event::Rejected { .. }]));
    say(&mut exam, ":next", &mut journal);
    assert_eq!(given(&say(&mut exam, ":back", &mut journal)).as_deref(), Some("Q?"));
    exam.keep("", &now(), &mut journal).unwrap();
    assert_eq!(exam.progress().done, 0);
    assert_eq!((journal.answers.len(), journal.undone.as_slice()), (2, [1, 2].as_slice()));
}

#[test]
fn the_report_tells_of_each_question_where_it_stood_and_first_what_was_answered() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    say(&mut exam, ":skip", &mut journal);
    let right = right(&exam);
    say(&mut exam, if right == "A" { "B" } else { "A" }, &mut journal);
    say(&mut exam, ":submit", &mut journal);
    say(&mut exam, "", &mut journal);
    let missed = exam.missed();
    let numbers: Vec<usize> = missed.iter().map(|missed| missed.place.unwrap().number).collect();
    assert_eq!(numbers, [2, 1, 3, 4]);
    assert_eq!((missed[0].went, missed[1].went), (Went::Wrong, Went::Open));
    // An option is told by its words, also where none was chosen.
    assert!(missed[1].answer.is_empty() && missed[1].again.iter().any(|option| !option.text.is_empty()));
}
