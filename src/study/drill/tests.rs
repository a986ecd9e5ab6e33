use std::rc::Rc;

use super::super::testing::{Memory, Sums, now, setting};
use super::*;
use crate::study::{Command, Exercises, Judged, Second, Session as _, Setting};

fn plan(count: usize) -> DrillPlan {
    DrillPlan { kinds: vec!["sum".into()], level: 2, count: Some(count), ..DrillPlan::default() }
}

fn say(drill: &mut Drill, line: &str, journal: &mut Memory) -> Vec<Event> {
    drill.submit(Command::read(line), &now(), journal).unwrap()
}

fn codes(seed: u64) -> Vec<String> {
    let mut drill = Drill::new(plan(4), setting(seed));
    drill.start(&now(), &mut Memory::default()).unwrap();
    let code = |drill: &Drill| drill.open().and_then(ComputedTask::code);
    let mut codes = Vec::new();
    while let Some(code) = code(&drill) {
        codes.push(code);
        say(&mut drill, ":skip", &mut Memory::default());
    }
    codes
}

#[test]
fn the_exercises_hang_on_the_seed_and_none_comes_twice() {
    assert_eq!(codes(1), codes(1));
    assert_ne!(codes(1), codes(2));
    assert_eq!(codes(1).iter().collect::<HashSet<_>>().len(), 4);
}

#[test]
fn an_answer_is_right_or_shows_the_mistake_behind_it() {
    let mut drill = Drill::new(plan(2), setting(1));
    let mut journal = Memory::default();
    drill.start(&now(), &mut Memory::default()).unwrap();
    let first = drill.open().unwrap().code();
    let truth = |drill: &Drill| drill.open().unwrap().exercise.ask[0].value.as_scalar().unwrap();
    let line = (truth(&drill) + 1.0).to_string();
    let events = say(&mut drill, &line, &mut journal);
    let Event::Feedback { judged: Judged { id, correct, why, mistake, .. }, solution, .. } = &events[0] else {
        panic!("{events:?}")
    };
    assert_eq!((id.as_str(), *correct, &*why.to_string()), ("sum", false, "one too many"));
    assert_eq!((mistake.as_deref(), solution.len()), (Some("one-more"), 1));
    let line = truth(&drill).to_string();
    let events = say(&mut drill, &line, &mut journal);
    let [Event::Feedback { judged: Judged { correct: true, .. }, .. }, Event::Summary(summary)] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!((summary.answered, summary.correct, summary.score), (2, 1, 1.0));
    assert_eq!(journal.answers[0].code, first);
    assert_eq!(journal.answers[0].of, Of::Exercise);
    assert_eq!(drill.missed().len(), 1);
}

#[test]
fn a_code_brings_its_variant_back() {
    let code: Code = "sum@1.2:0003-0004".parse().unwrap();
    let mut drill = Drill::new(DrillPlan { code: Some(code.clone()), ..plan(7) }, setting(1));
    let events = drill.start(&now(), &mut Memory::default()).unwrap();
    let [Event::Exercise { stem, code: said, of: 1, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((&**stem, said), ("3 + 4", &code.to_string()));
}

#[test]
fn the_same_variant_is_asked_again_after_undo() {
    let mut drill = Drill::new(plan(3), setting(1));
    let mut journal = Memory::default();
    drill.start(&now(), &mut Memory::default()).unwrap();
    let first = drill.open().unwrap().code();
    say(&mut drill, "0", &mut journal);
    let events = say(&mut drill, ":undo", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Undone { .. }, Event::Exercise { .. }]));
    assert_eq!(drill.open().unwrap().code(), first);
    assert_eq!(journal.undone, [1]);
}

#[test]
fn what_is_no_number_is_sent_back() {
    let mut drill = Drill::new(plan(3), setting(1));
    let mut journal = Memory::default();
    drill.start(&now(), &mut Memory::default()).unwrap();
    for line in ["", "many"] {
        assert!(matches!(say(&mut drill, line, &mut journal).as_slice(), [Event::Rejected { .. }]));
    }
    assert!(journal.answers.is_empty());
}

#[test]
fn undo_at_the_start_takes_back_an_earlier_exercise_of_the_day_and_asks_it_with_its_numbers() {
    use crate::study::{Last, Of};
    let plan = DrillPlan { kinds: vec!["sum".into()], count: Some(1), ..DrillPlan::default() };
    let mut drill = Drill::new(plan, setting(1));
    let code = "sum@1.2:0003-0004".to_owned();
    let earlier = vec![Last { seq: 5, of: Of::Exercise, id: "sum".into(), code: Some(code.clone()) }];
    let mut journal = Memory::after(earlier);
    let first = drill.start(&now(), &mut journal).unwrap();
    let events = drill.submit(Command::read(":undo"), &now(), &mut journal).unwrap();
    assert!(matches!(&events[1], Event::Exercise { code: asked, of: 2, .. } if *asked == code), "{events:?}");
    let events = drill.submit(Command::read("7"), &now(), &mut journal).unwrap();
    let [Event::Feedback { judged: Judged { correct: true, .. }, .. }, Event::Exercise { code: next, .. }] =
        events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert!(matches!(&first[0], Event::Exercise { code, .. } if code == next));
}

#[test]
fn variants_for_a_mistake_are_those_on_which_it_shows() {
    let target = Target { kind: "sum".into(), mistake: "one-more".into() };
    let mut drill = Drill::new(DrillPlan { kinds: Vec::new(), mistakes: vec![target], ..plan(8) }, setting(1));
    drill.start(&now(), &mut Memory::default()).unwrap();
    for _ in 0..8 {
        let code: Code = drill.open().unwrap().code().unwrap().parse().unwrap();
        assert!(code.seed.is_multiple_of(2), "{code}");
        say(&mut drill, ":skip", &mut Memory::default());
    }
    assert!(drill.is_over());
}

#[test]
fn what_can_never_be_drawn_is_given_up_after_a_few_variants_and_the_rest_goes_on() {
    let draws = |kinds: &[&str]| {
        let kinds = kinds.iter().map(|kind| (*kind).into()).collect();
        Draws::new(DrillPlan { kinds, ..plan(1) }, setting(1))
    };
    let mut never = draws(&["never"]);
    assert!(matches!(never.draw(), Err(StudyError::Exercise(ExerciseError::Unknown(kind))) if &*kind == "never"));
    assert_eq!(never.fruitless[&Id::from("never")], FRUITLESS);
    // Once more it is tried but once, to tell why.
    assert!(never.draw().is_err());
    assert_eq!(never.fruitless[&Id::from("never")], FRUITLESS + 1);
    let mut both = draws(&["never", "sum", "never", "never"]);
    for _ in 0..40 {
        assert_eq!(&*both.draw().unwrap().unwrap().calculation, "sum");
    }
    assert!(!both.fruitless.contains_key(&Id::from("sum")) && both.fruitless[&Id::from("never")] < 50);
}

/// Answers what is open, right or with one too many.
fn answer(drill: &mut Drill, right: bool, journal: &mut Memory) -> Vec<Event> {
    let truth = drill.open().unwrap().exercise.ask[0].value.as_scalar().unwrap();
    say(drill, &(truth + f64::from(u8::from(!right))).to_string(), journal)
}

#[test]
fn what_was_not_right_comes_once_more_with_other_numbers() {
    let mut drill = Drill::new(plan(3), Setting { again: true, ..setting(1) });
    let mut journal = Memory::default();
    drill.start(&now(), &mut journal).unwrap();
    let first = drill.open().unwrap().code();
    answer(&mut drill, false, &mut journal);
    answer(&mut drill, true, &mut journal);
    let events = say(&mut drill, ":skip", &mut journal);
    assert!(matches!(events.last(), Some(Event::Exercise { number: 1, of: 1, .. })), "{events:?}");
    assert_ne!(drill.open().unwrap().code(), first, "other numbers");
    let events = answer(&mut drill, false, &mut journal);
    let Some(Event::Summary(summary)) = events.last() else { panic!("by itself it comes but once: {events:?}") };
    assert_eq!((summary.answered, summary.correct), (2, 1), "the first time counts");
    assert_eq!(summary.second, Some(Second { answered: 1, correct: 0 }));
    assert_eq!((drill.missed().len(), drill.wanting().wrong), (1, 1));
    let events = say(&mut drill, ":again", &mut journal);
    assert!(matches!(events.as_slice(), [Event::Exercise { number: 1, of: 1, .. }]), "{events:?}");
    answer(&mut drill, true, &mut journal);
    assert_eq!((drill.missed().len(), drill.wanting().wrong), (0, 0));
    assert!(say(&mut drill, ":again", &mut journal).is_empty(), "nothing is left");
    assert_eq!(journal.answers.len(), 4, "each is an answer like others");
}

#[test]
fn taking_back_the_last_answer_before_a_round_gives_the_round_up() {
    let mut drill = Drill::new(plan(1), setting(1));
    let mut journal = Memory::default();
    drill.start(&now(), &mut journal).unwrap();
    let first = drill.open().unwrap().code();
    answer(&mut drill, false, &mut journal);
    say(&mut drill, ":again", &mut journal);
    let events = say(&mut drill, ":undo", &mut journal);
    assert!(matches!(events.last(), Some(Event::Exercise { number: 1, of: 1, .. })), "{events:?}");
    assert_eq!(drill.open().unwrap().code(), first);
    let events = answer(&mut drill, true, &mut journal);
    let Some(Event::Summary(summary)) = events.last() else { panic!("{events:?}") };
    assert_eq!((summary.correct, summary.second), (1, None));
}

#[test]
fn an_answer_is_graded_once_a_turn_however_often_it_is_told_of() {
    let sums = Rc::new(Sums::default());
    let setting = Setting::new(Lang::En, Rc::clone(&sums) as Rc<dyn Exercises>);
    let (mut drill, mut journal) = (Drill::new(plan(2), setting), Memory::default());
    drill.start(&now(), &mut journal).unwrap();
    for turn in 1..=2 {
        say(&mut drill, "-1", &mut journal);
        assert_eq!(sums.graded.get(), turn);
    }
    assert_eq!((drill.missed().len(), sums.graded.get()), (2, 2));
}
