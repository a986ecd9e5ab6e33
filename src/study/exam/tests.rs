use jiff::ToSpan as _;

use super::super::testing::{Memory, now, setting, topic};
use super::*;
use crate::course::{Bilingual, Part, Topic};
use crate::study::Session as _;
use crate::study::event::Summary;

fn part(title: &str, kinds: &[&str], count: usize, points: f64) -> Part {
    let title = Bilingual { zh: title.to_owned(), en: title.to_owned() };
    Part { title, kinds: kinds.iter().map(ToString::to_string).collect(), count, points }
}

fn plan() -> ExamPlan {
    let parts = vec![part("I", &["single"], 2, 2.0), part("II", &["true-false", "key-points"], 2, 5.0)];
    ExamPlan { parts, weights: [("t".into(), 1.0)].into(), minutes: 60 }
}

fn exam(seed: u64) -> Exam {
    let mut exam = plan().exam(&[topic()], setting(seed)).unwrap();
    exam.start(&now()).unwrap();
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

#[test]
fn the_paper_follows_the_blueprint_and_the_seed() {
    let paper = |seed: u64| exam(seed).deck().entries.iter().map(|e| e.item.id.to_string()).collect::<Vec<_>>();
    assert_eq!(paper(1), paper(1));
    let exam = exam(1);
    assert_eq!(
        exam.deck().entries.iter().map(|e| (e.part, e.item.points)).collect::<Vec<_>>(),
        [(0, 2.0), (0, 2.0), (1, 5.0), (1, 5.0)]
    );
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
    let events = say(&mut exam, ":submit", &mut journal);
    assert_eq!((summary(&events).answered, summary(&events).score, summary(&events).points), (1, 2.0, 14.0));
}

#[test]
fn the_end_of_the_paper_names_what_is_open_and_an_empty_line_hands_it_in() {
    let (mut exam, mut journal) = (exam(2), Memory::default());
    say(&mut exam, ":skip", &mut journal);
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
    let events = say(&mut exam, "", &mut journal);
    let marked = events.iter().filter(|e| matches!(e, Event::Marked { correct: true, .. })).count();
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
    assert!(exam.tick(&later(59)).is_empty());
    // A clock that goes back gives no time.
    assert!(exam.tick(&later(0)).is_empty());
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
fn there_are_no_hints_and_no_unknown_commands() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    for line in [":hint", ":go 9", ":go", ":nonsense", ""] {
        let events = say(&mut exam, line, &mut journal);
        assert!(matches!(events.as_slice(), [Event::Rejected { .. }]), "{line}: {events:?}");
    }
    assert!(journal.answers.is_empty());
}

#[test]
fn a_shorter_paper_keeps_the_shares_of_its_parts() {
    let counts = |questions: usize| {
        let plan =
            ExamPlan { parts: vec![part("a", &[], 20, 1.0), part("b", &[], 8, 2.0), part("c", &[], 2, 6.0)], ..plan() };
        let short = plan.shortened(questions);
        (short.parts.iter().map(|p| p.count).collect::<Vec<_>>(), short.minutes)
    };
    assert_eq!(counts(30), (vec![20, 8, 2], 60));
    assert_eq!(counts(15), (vec![10, 4, 1], 30));
    assert_eq!(counts(1), (vec![1], 2));
    assert_eq!(counts(500), (vec![20, 8, 2], 60));
}

#[test]
fn topics_get_the_share_of_the_paper_that_their_weight_says() {
    let named = |id: &str| {
        let mut topic: Topic = (*topic()).clone();
        topic.id = id.into();
        let questions = topic.questions.clone();
        topic.questions = (0..12)
            .flat_map(|n| questions.clone().into_iter().map(move |q| (n, q)))
            .map(|(n, mut q)| {
                q.id = format!("{id}.{n}.{}", q.id).into();
                q.tests = Vec::new();
                q
            })
            .collect();
        std::sync::Arc::new(topic)
    };
    let topics = [named("much"), named("little")];
    let mut much = 0;
    for seed in 0..20 {
        let weights = [("much".into(), 9.0), ("little".into(), 1.0)].into();
        let plan = ExamPlan { parts: vec![part("I", &["single"], 10, 1.0)], weights, minutes: 60 };
        let exam = plan.exam(&topics, setting(seed)).unwrap();
        much += exam.deck().entries.iter().filter(|e| &*e.item.topic == "much").count();
    }
    assert!((170..=190).contains(&much), "{much} of 200");
}
