use std::collections::HashMap;

use super::super::testing::{Memory, now, setting, topic};
use super::*;
use crate::calculation::Code;
use crate::course::Id;
use crate::course::kinds::{Kind, Prompt};
use crate::study::{Command, Judged, Session as _};

fn quiz(seed: u64, kinds: &[&str]) -> Quiz {
    QuizPlan { kinds: kinds.iter().map(|key| Kind::find(key).unwrap()).collect(), ..QuizPlan::default() }
        .quiz(&[topic()], setting(seed))
        .unwrap()
}

/// The events of a line.
fn say(quiz: &mut Quiz, line: &str, journal: &mut Memory) -> Vec<Event> {
    quiz.submit(Command::read(line), &now(), journal).unwrap()
}

fn stems(seed: u64) -> Vec<String> {
    quiz(seed, &[]).deck().waiting.iter().map(|i| i.item.stem.to_string()).collect()
}

#[test]
fn the_choice_hangs_on_the_seed_alone() {
    assert_eq!(stems(1), stems(1));
    assert!((2..9).any(|seed| stems(seed) != stems(1)));
}

#[test]
fn an_order_of_options_is_the_same_whatever_else_is_asked() {
    let options = |quiz: &Quiz| -> Prompt {
        quiz.deck().waiting.iter().find(|i| &*i.item.id == "t.q1").unwrap().item.task.prompt()
    };
    assert_eq!(options(&quiz(4, &[])), options(&quiz(4, &["single"])));
}

#[test]
fn no_more_questions_are_asked_than_there_are_and_no_fewer_than_wanted() {
    let count = |count: Option<usize>| {
        QuizPlan { count, ..QuizPlan::default() }.quiz(&[topic()], setting(1)).unwrap().progress().total
    };
    assert_eq!([count(None), count(Some(3)), count(Some(100))], [9, 3, 9]);
    let nothing = QuizPlan { count: Some(0), ..QuizPlan::default() }.quiz(&[topic()], setting(1));
    assert!(matches!(nothing, Err(StudyError::Nothing)));
}

#[test]
fn only_the_questions_that_are_asked_for_come_all_of_them_and_each_once() {
    let only = |ids: &[&str]| QuizPlan { only: ids.iter().map(|id| (*id).to_owned()).collect(), ..QuizPlan::default() };
    let quiz = only(&["t.q8", "t.q2"]).quiz(&[topic(), topic()], setting(1)).unwrap();
    let mut ids: Vec<&str> = quiz.deck().waiting.iter().map(|i| &*i.item.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["t.q2", "t.q8"]);
    assert!(matches!(only(&["t.q99"]).quiz(&[topic()], setting(1)), Err(StudyError::Nothing)));
}

#[test]
fn what_is_marked_comes_with_the_numbers_that_were_seen_and_once_more_with_others() {
    for id in ["t.q8", "t.q9"] {
        let of = |variants: HashMap<String, Code>| {
            let plan = QuizPlan { only: [id.to_owned()].into(), ..QuizPlan::default() };
            plan.quiz(&[topic()], Setting { variants, ..setting(5) }).unwrap()
        };
        let drawn = |quiz: &Quiz| quiz.open().unwrap().item.stem.to_string();
        let code = Code { calculation: "sum".into(), version: 1, level: 1, seed: (3 << 16) | 4 };
        let (mut quiz, mut journal) = (of([(id.to_owned(), code.clone())].into()), Memory::default());
        quiz.start(&now(), &mut journal).unwrap();
        assert!(drawn(&quiz).ends_with("3 + 4"), "{id}: {}", drawn(&quiz));
        quiz.speak(Lang::Zh, &now(), &mut journal).unwrap();
        assert!(drawn(&quiz).ends_with("3 + 4"), "{id}: in another language");
        say(&mut quiz, ":flag", &mut journal);
        assert_eq!(journal.marked[0].code, Some(code.to_string()), "{id}");
        say(&mut quiz, ":flag", &mut journal);
        assert_eq!(journal.marked[1].code, None, "{id}: a mark taken away has no numbers");
        say(&mut quiz, ":skip", &mut journal);
        say(&mut quiz, ":again", &mut journal);
        assert!(!drawn(&quiz).ends_with("3 + 4"), "{id}: once more");
        // A code of another calculation changes nothing.
        let other = Code { calculation: "conv".into(), ..code };
        let (mut strange, mut own) = (of([(id.to_owned(), other)].into()), of(HashMap::new()));
        for quiz in [&mut strange, &mut own] {
            quiz.start(&now(), &mut journal).unwrap();
        }
        assert_eq!(drawn(&strange), drawn(&own), "{id}");
    }
}

#[test]
fn what_is_mastered_comes_last() {
    let plan = QuizPlan { mastered: ["t.q1".to_owned(), "t.q5".to_owned()].into(), ..QuizPlan::default() };
    let quiz = plan.quiz(&[topic()], setting(1)).unwrap();
    let mut last: Vec<&str> = quiz.deck().waiting.iter().skip(7).map(|i| &*i.item.id).collect();
    last.sort_unstable();
    assert_eq!(last, ["t.q1", "t.q5"]);
}

#[test]
fn what_is_planned_comes_first_in_its_order() {
    let planned = vec!["t.q5".to_owned(), "t.q1".to_owned()];
    let plan = QuizPlan { planned, mastered: ["t.q5".to_owned()].into(), ..QuizPlan::default() };
    let quiz = plan.quiz(&[topic()], setting(1)).unwrap();
    let first: Vec<&str> = quiz.deck().waiting.iter().take(2).map(|i| &*i.item.id).collect();
    assert_eq!(first, ["t.q5", "t.q1"]);
}

#[test]
fn right_answers_to_all_kinds_reach_all_points() {
    let mut quiz = quiz(3, &[]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    while let Some(item) = quiz.open().map(|asking| asking.item.clone()) {
        if item.kind.key == "key-points" {
            let events = say(&mut quiz, "alpha comes first, then beta", &mut journal);
            let [Event::Points { points, .. }] = events.as_slice() else { panic!("{events:?}") };
            assert_eq!(points.iter().map(|p| p.seen).collect::<Vec<_>>(), [true, true, false]);
            say(&mut quiz, "1,2", &mut journal);
        } else {
            let answer = item.task.answer();
            let events = say(&mut quiz, &answer, &mut journal);
            let Some(Event::Feedback { judged: Judged { correct, .. }, .. }) = events.first() else {
                panic!("{events:?}")
            };
            assert!(correct, "{} {answer}", item.id);
        }
    }
    let summary = quiz.summary();
    assert_eq!((summary.answered, summary.correct, summary.score, summary.points), (9, 9, 9.0, 9.0));
    assert_eq!(journal.answers.len(), 9);
    assert!(quiz.missed().is_empty());
}

#[test]
fn a_wrong_option_is_explained_and_its_misconception_recorded() {
    let mut quiz = quiz(3, &["single"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    while quiz.open().is_some_and(|i| &*i.item.id != "t.q1") {
        say(&mut quiz, ":skip", &mut journal);
    }
    let item = quiz.open().unwrap().item.clone();
    let right = item.task.answer();
    let wrong = ["A", "B"].into_iter().find(|l| *l != right).unwrap();
    let events = say(&mut quiz, wrong, &mut journal);
    let Some(Event::Feedback { judged: Judged { correct, score, given, answer, why, mistake, .. }, .. }) =
        events.first()
    else {
        panic!("{events:?}")
    };
    assert_eq!((*correct, *score, given.as_str(), answer.as_str()), (false, 0.0, wrong, right.as_str()));
    assert_eq!(mistake.as_deref(), Some("misread"));
    assert_eq!(why.to_string(), format!("{wrong}. that is wrong\nwhy of t.q1\nMore accurately: in truth (A paper)"));
    assert_eq!(journal.answers[0].mistake.as_deref(), Some("misread"));
    assert_eq!(quiz.missed().len(), 1);
}

#[test]
fn what_cannot_be_read_costs_nothing() {
    let mut quiz = quiz(3, &["true-false"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    for line in ["", "maybe", ":nonsense"] {
        let events = say(&mut quiz, line, &mut journal);
        assert!(matches!(events.as_slice(), [Event::Rejected { .. }]), "{line}: {events:?}");
    }
    assert!(journal.answers.is_empty());
    assert!(!quiz.is_over());
}

#[test]
fn undo_takes_back_any_number_of_steps_and_asks_again() {
    let mut quiz = quiz(3, &["true-false", "multiple", "fill"]);
    let mut journal = Memory::default();
    let ids: Vec<Id> = quiz.deck().waiting.iter().map(|i| i.item.id.clone()).collect();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    for _ in 0..3 {
        let answer = quiz.open().unwrap().item.task.answer();
        say(&mut quiz, &answer, &mut journal);
    }
    assert!(quiz.is_over());
    for id in ids.iter().rev() {
        let events = say(&mut quiz, ":undo", &mut journal);
        let [Event::Undone { id: undone }, Event::Question { id: asked, .. }] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!((undone.as_str(), asked.as_str()), (&**id, &**id));
    }
    assert_eq!(journal.undone, [3, 2, 1]);
    assert!(matches!(say(&mut quiz, ":undo", &mut journal).as_slice(), [Event::Rejected { .. }]));
    assert_eq!(quiz.summary(), Summary::default());
}

#[test]
fn a_skipped_question_writes_nothing_and_counts_for_nothing() {
    let mut quiz = quiz(3, &["true-false"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    let events = say(&mut quiz, ":skip", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Skipped { .. }, Event::Summary(Summary { answered: 0, .. })]));
    assert!(journal.answers.is_empty());
}

#[test]
fn the_end_is_compared_with_the_last_time() {
    let mut quiz = quiz(3, &["true-false"]);
    let mut journal = Memory::compared_with(0.5);
    quiz.start(&now(), &mut journal).unwrap();
    let events = say(&mut quiz, "T", &mut journal);
    let Some(Event::Summary(summary)) = events.last() else { panic!("{events:?}") };
    assert_eq!(summary.before, Some(0.5));
}

#[test]
fn an_order_is_told_by_the_words_of_its_items() {
    let mut quiz = quiz(3, &["ordering"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    let item = quiz.open().unwrap().item.clone();
    assert!(item.hints.iter().any(|hint| hint.contains("“i”")), "{:?}", item.hints);
    let Prompt::Order { items } = item.task.prompt() else { panic!("{item:?}") };
    let backwards = items.iter().map(|o| o.key.clone()).rev().collect::<Vec<_>>().join(",");
    let events = say(&mut quiz, &backwards, &mut journal);
    let Some(Event::Feedback { said, told, earned, .. }) = events.first() else { panic!("{events:?}") };
    assert_eq!((&**told, said.split(" → ").count()), ("i → j → k", 3), "{said}");
    assert!(earned.is_some());
    // In the look back each item tells where it belongs.
    let missed = quiz.missed().remove(0);
    assert_eq!(missed.again.iter().map(|item| &*item.text).collect::<Vec<_>>(), ["i", "j", "k"]);
    assert!(missed.given.is_empty() && missed.answer.is_empty(), "{missed:?}");
}

#[test]
fn hints_rise_and_end() {
    let mut quiz = quiz(3, &["computed"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    for level in 1..=2 {
        let events = say(&mut quiz, ":hint", &mut journal);
        let [Event::Hint { level: said, .. }] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!(*said, level);
    }
    assert!(matches!(say(&mut quiz, ":hint", &mut journal).as_slice(), [Event::Rejected { .. }]));
}

#[test]
fn a_clock_that_goes_back_gives_no_negative_time() {
    let mut quiz = quiz(3, &["true-false"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    let earlier = now().saturating_sub(jiff::ToSpan::hours(2));
    quiz.submit(Command::read("T"), &earlier, &mut journal).unwrap();
    assert_eq!(journal.answers[0].ms, 0);
}

#[test]
fn only_what_is_among_the_questions_asked_for_comes() {
    let among = |ids: &[&str]| {
        let among = Some(ids.iter().map(|id| (*id).to_owned()).collect());
        QuizPlan { among, ..QuizPlan::default() }.quiz(&[topic()], setting(1))
    };
    let quiz = among(&["t.q8", "t.q2", "gone"]).unwrap();
    let mut ids: Vec<&str> = quiz.deck().waiting.iter().map(|i| &*i.item.id).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["t.q2", "t.q8"]);
    assert!(matches!(among(&[]), Err(StudyError::Nothing)));
}

#[test]
fn undo_at_the_start_takes_back_an_earlier_answer_of_the_day_and_asks_that_question() {
    let mut quiz = quiz(3, &["true-false"]);
    let earlier = vec![Last { seq: 12, of: Of::Question, id: "t.q1".into(), code: None }];
    let mut journal = Memory::after(earlier);
    quiz.start(&now(), &mut journal).unwrap();
    let events = say(&mut quiz, ":undo", &mut journal);
    let [Event::Undone { id: undone }, Event::Question { id, of: 2, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((undone.as_str(), id.as_str(), journal.undone.as_slice()), ("t.q1", "t.q1", [12].as_slice()));
    let events = say(&mut quiz, "A", &mut journal);
    assert!(matches!(events.last(), Some(Event::Question { id, .. }) if id == "t.q3"), "{events:?}");
}

#[test]
fn a_flag_marks_the_question_by_the_name_of_the_record() {
    let mut quiz = quiz(3, &["true-false"]);
    quiz.start(&now(), &mut Memory::default()).unwrap();
    let mut journal = Memory::default();
    let events = say(&mut quiz, ":flag", &mut journal);
    assert_eq!(events, [Event::Flagged { id: "t.q3".into(), on: true }]);
    assert_eq!((journal.marked[0].id.as_str(), quiz.is_over()), ("t.q3", false));
}

#[test]
fn how_sure_one_is_goes_with_the_next_answer_alone() {
    let mut quiz = quiz(3, &["true-false", "multiple"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut Memory::default()).unwrap();
    assert!(matches!(say(&mut quiz, ":sure much", &mut journal).as_slice(), [Event::Rejected { .. }]));
    let events = say(&mut quiz, ":sure 70", &mut journal);
    assert!(
        matches!(events.as_slice(), [Event::Sure { confidence, .. }] if (confidence - 0.7).abs() < 1e-9),
        "{events:?}"
    );
    for _ in 0..2 {
        let answer = quiz.open().unwrap().item.task.answer();
        say(&mut quiz, &answer, &mut journal);
    }
    let said: Vec<Option<f64>> = journal.answers.iter().map(|answer| answer.confidence).collect();
    assert_eq!(said, [Some(0.7), None]);
}

#[test]
fn what_was_not_right_comes_once_more_where_that_is_wished_at_any_prompt() {
    let mut quiz = quiz(1, &["single"]);
    let mut journal = Memory::default();
    let asked = quiz.start(&now(), &mut journal).unwrap();
    let events = say(&mut quiz, ":again", &mut journal);
    assert_eq!(events, [Event::Again { on: true }]);
    let total = quiz.progress().total;
    while !quiz.progress().again {
        let right = quiz.open().unwrap().item.task.answer();
        say(&mut quiz, if right == "A" { "B" } else { "A" }, &mut journal);
    }
    // The round has its own count.
    assert_eq!((quiz.progress().done, quiz.progress().total), (0, total));
    let again = quiz.open().unwrap();
    let Some(Event::Question { id, stem, .. }) = asked.last() else { panic!("{asked:?}") };
    assert_eq!((&*again.item.id, &again.item.stem), (id.as_str(), stem));
    say(&mut quiz, ":quit", &mut journal);
    assert!(quiz.is_over() && quiz.summary().second.is_some());
    let mut review = quiz_of_nothing_wrong(&mut journal);
    assert!(say(&mut review, ":again", &mut journal).is_empty());
}

/// A quiz that is over, and in which all was right.
fn quiz_of_nothing_wrong(journal: &mut Memory) -> Quiz {
    let mut quiz = quiz(1, &["true-false"]);
    quiz.start(&now(), journal).unwrap();
    while !quiz.is_over() {
        let right = quiz.open().unwrap().item.task.answer();
        say(&mut quiz, &right, journal);
    }
    quiz
}

#[test]
fn whoever_leaves_early_is_asked_once_more_what_was_wrong_and_nothing_else() {
    let mut quiz = quiz(1, &[]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut journal).unwrap();
    say(&mut quiz, ":skip", &mut journal);
    let total = quiz.progress().total;
    say(&mut quiz, ":quit", &mut journal);
    let events = say(&mut quiz, ":again", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Question { number: 1, of: 1, .. }]), "{events:?}");
    // Taking back the skip gives the round up, and what was still to come comes.
    say(&mut quiz, ":undo", &mut journal);
    assert_eq!((quiz.progress().done, quiz.progress().total), (0, total));
}

#[test]
fn what_is_skipped_does_not_come_once_more_by_itself_and_can() {
    let mut quiz = quiz(1, &["true-false", "multiple"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut journal).unwrap();
    say(&mut quiz, ":again", &mut journal);
    let right = quiz.open().unwrap().item.task.answer();
    say(&mut quiz, &right, &mut journal);
    let events = say(&mut quiz, ":skip", &mut journal);
    assert!(matches!(events.last(), Some(Event::Summary(Summary { answered: 1, skipped: 1, .. }))), "{events:?}");
    assert_eq!((quiz.wanting().wrong, quiz.wanting().skipped), (0, 1));
    let events = say(&mut quiz, ":again", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Question { number: 1, of: 1, .. }]), "{events:?}");
}

#[test]
fn a_session_that_was_left_goes_on_where_it_was() {
    let mut quiz = quiz(1, &["true-false", "multiple", "fill"]);
    let mut journal = Memory::default();
    quiz.start(&now(), &mut journal).unwrap();
    say(&mut quiz, ":skip", &mut journal);
    let open = quiz.open().unwrap().item.id.clone();
    say(&mut quiz, ":quit", &mut journal);
    let progress = quiz.progress();
    assert_eq!((progress.done, progress.total, quiz.left_over()), (1, 3, 2), "what was open is still one of them");
    let events = quiz.go_on(&now(), &mut journal).unwrap();
    assert!(matches!(events.as_slice(), [Event::Question { id, number: 2, of: 3, .. }] if **id == *open), "{events:?}");
    assert!(!quiz.is_over() && quiz.left_over() == 0);
}

#[test]
fn undo_where_points_are_ticked_leads_back_to_the_text_and_writes_nothing() {
    let mut quiz = quiz(1, &["key-points"]);
    let mut journal = Memory::after(vec![Last { seq: 12, of: Of::Question, id: "t.q1".into(), code: None }]);
    quiz.start(&now(), &mut journal).unwrap();
    assert!(matches!(say(&mut quiz, "alpha", &mut journal).as_slice(), [Event::Points { .. }]));
    let events = say(&mut quiz, ":undo", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Undone { .. }, Event::Question { .. }]), "{events:?}");
    assert!(journal.undone.is_empty() && journal.answers.is_empty());
    assert!(matches!(say(&mut quiz, "alpha and beta", &mut journal).as_slice(), [Event::Points { .. }]));
    assert!(quiz.earlier(&now(), &mut journal).unwrap().is_some(), "now the next undo is one of an earlier session");
}
