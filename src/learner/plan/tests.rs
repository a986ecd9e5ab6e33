use std::borrow::Cow;

use super::*;
use crate::learner::testing::{answer, course, record, topic};
use crate::schedule::Known;
use crate::store::{Of, Past};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A learner of 30 statements, each with a card, one of them asked in both directions, and a question.
struct Room {
    ground: Ground,
    answers: Answers,
    apart: HashSet<String>,
    pace: Pace,
    scheduler: Scheduler,
}

impl Room {
    fn new() -> Self {
        Self {
            ground: Ground::of(&[course(30)], None),
            answers: Answers::default(),
            apart: HashSet::new(),
            pace: Pace::default(),
            scheduler: Scheduler::default(),
        }
    }

    /// A learner with the states of these cards.
    fn learner(&self, cards: &[(String, Known)]) -> Learner<'_> {
        Learner {
            ground: &self.ground,
            cards: Cow::Owned(self.states(cards)),
            met: 0,
            answers: &self.answers,
            apart: &self.apart,
            pace: &self.pace,
            scheduler: &self.scheduler,
        }
    }

    fn states(&self, cards: &[(String, Known)]) -> States {
        self.ground.states(cards.iter().map(|(id, known)| (id.as_str(), *known)))
    }

    /// A card rated good on this day.
    fn rated(&self, on: &str) -> Known {
        self.scheduler.ratings(None, day(on)).unwrap()[2]
    }
}

const TODAY: &str = "2026-11-23";

#[test]
fn a_day_has_few_new_cards_but_so_many_that_all_are_met_in_time() {
    let room = Room::new();
    let new = |exam: &str| today(&room.learner(&[]), day(TODAY), day(exam), 600, 0.0).new.len();
    assert_eq!([new("2027-01-12"), new("2026-12-03")], [5, 11]);
    assert_eq!(new("2026-11-24"), 31, "on the last day all, the second direction too");
}

#[test]
fn new_cards_come_by_what_topics_build_on() {
    let mut room = Room { ground: Ground::of(&[topic("a", 20), topic("b", 20)], None), ..Room::new() };
    let new = |room: &Room, cards: &[(String, Known)]| {
        let chosen = today(&room.learner(cards), day(TODAY), day("2026-12-12"), 600, 0.0).new;
        assert!(chosen.len() > 3);
        chosen.iter().filter(|id| id.starts_with("b.")).count() as f64 / chosen.len() as f64
    };
    assert!(new(&room, &[]) < 1.0);
    room.ground.outline.needs[0] = vec![1];
    assert_eq!(new(&room, &[]), 1.0);
    let met = room.ground.topics[1].cards.iter().map(|card| (card.to_string(), room.rated("2026-11-20")));
    assert_eq!(new(&room, &met.collect::<Vec<_>>()), 0.0);
}

#[test]
fn new_questions_come_by_what_topics_build_on_and_those_that_were_answered_do_not() {
    let mut room = Room { ground: Ground::of(&[topic("a", 20), topic("b", 20)], None), ..Room::new() };
    room.ground.outline.needs[0] = vec![1];
    let first = |room: &Room| today(&room.learner(&[]), day(TODAY), day("2026-12-12"), 600, 0.0).questions;
    assert!(first(&room)[..20].iter().all(|id| id.starts_with("b.")), "{:?}", first(&room));
    room.answers.learn("a.q3", 0.0, day(TODAY));
    assert_eq!(first(&room)[0], "a.q3");
}

#[test]
fn what_builds_on_a_topic_is_worth_the_more_the_more_is_met_of_it_up_to_half() {
    let mut room = Room { ground: Ground::of(&[topic("a", 19), topic("b", 19)], None), ..Room::new() };
    room.ground.outline.needs[0] = vec![1];
    let ready = |met: usize| room.ground.ready(&[0, met]);
    let near = |worth: &[f64], expected: f64| (worth[0] - expected).abs() < 1e-12 && worth[1] == 1.0;
    assert!(near(&ready(0), 0.6) && near(&ready(5), 0.8) && near(&ready(10), 1.0) && near(&ready(20), 1.0));
}

#[test]
fn new_cards_make_room_for_those_that_are_due_but_all_are_met_in_time() {
    let room = Room::new();
    let due = |cards: usize, minutes: u32| {
        let rated: Vec<_> = (0..cards).map(|n| (format!("t.c{n}"), room.rated("2026-11-01"))).collect();
        let chosen = today(&room.learner(&rated), day(TODAY), day("2026-12-03"), minutes, 0.0);
        (chosen.reviews.len(), chosen.new.len(), chosen.later.len())
    };
    // A quarter of the time is for questions; the rest has room for eleven new cards, or for six and eleven that are due,
    // of which one waits for its other direction.
    assert_eq!([due(0, 5), due(11, 5)], [(0, 11, 20), (10, 6, 14)]);
    // There is room for none, but ten are to be met in ten days.
    assert_eq!(due(21, 3).1, 1);
}

#[test]
fn new_cards_that_were_met_today_are_of_the_day() {
    let room = Room::new();
    let plan = |met: usize, exam: &str| {
        let cards: Vec<_> = (0..met).map(|n| (format!("t.c{n}"), room.rated(TODAY))).collect();
        let learner = Learner { met, ..room.learner(&cards) };
        let plan = Plan::of(&learner, day(TODAY), day(exam), 600, 0.0);
        (plan.today.new, plan.days[0].new)
    };
    assert_eq!([plan(0, "2026-12-03").0, plan(4, "2026-12-03").0, plan(11, "2026-12-03").0], [11, 7, 0]);
    assert!(plan(11, "2026-12-03").1 > 0, "tomorrow is another day");
}

#[test]
fn both_directions_of_a_card_come_on_one_day_only_before_the_exam() {
    let room = Room::new();
    let known = room.rated("2026-11-10");
    let learner = room.learner(&[("t.c0".to_owned(), known), ("t.c0~r".to_owned(), known)]);
    let of_the_card = |exam: &str| {
        let chosen = today(&learner, day(TODAY), day(exam), 600, 0.0);
        chosen.reviews.iter().filter(|id| id.starts_with("t.c0")).count()
    };
    assert_eq!([of_the_card("2026-12-12"), of_the_card("2026-11-24")], [1, 2]);
}

#[test]
fn a_card_that_was_seen_today_in_one_way_waits_in_the_other_till_tomorrow() {
    let room = Room::new();
    let learner = room.learner(&[("t.c0".to_owned(), room.rated(TODAY))]);
    let has_other = |exam: &str| {
        let chosen = today(&learner, day(TODAY), day(exam), 600, 0.0);
        assert!(!chosen.new.is_empty());
        chosen.new.contains(&"t.c0~r".to_owned())
    };
    assert_eq!([has_other("2026-11-25"), has_other("2026-11-24")], [false, true]);
}

#[test]
fn what_is_likelier_forgotten_comes_first_and_what_was_seen_today_not_at_all() {
    let room = Room::new();
    let cards = [("t.c1", "2026-11-22"), ("t.c2", "2026-10-01"), ("t.c3", TODAY)];
    let chosen = today(
        &room.learner(&cards.map(|(id, on)| (id.to_owned(), room.rated(on)))),
        day(TODAY),
        day("2026-12-12"),
        600,
        0.0,
    );
    assert_eq!(chosen.reviews, ["t.c2", "t.c1"]);
}

/// The states of these cards after some reviews on earlier days.
fn after_reviews(room: &Room, cards: usize) -> Vec<(String, Known)> {
    let mut dice = crate::random::Dice::new(3, "states");
    let card = |n: usize| {
        let mut state = room.rated(&format!("2026-09-{:02}", 1 + dice.below(30)));
        for month in 10..=11 {
            let on = day(&format!("2026-{month}-{:02}", 1 + dice.below(20)));
            state = room.scheduler.ratings(Some(state), on).unwrap()[dice.below(4)];
        }
        (format!("t.c{n}"), state)
    };
    (1..=cards).map(card).collect()
}

#[test]
fn of_many_cards_those_are_chosen_of_which_a_review_is_worth_most() {
    let room = Room { ground: Ground::of(&[course(200)], None), ..Room::new() };
    let cards = after_reviews(&room, 199);
    let exam = day("2026-12-20");
    let chosen = today(&room.learner(&cards), day(TODAY), exam, 8, 0.0).reviews;
    // In six minutes for cards there is time for 45 of them.
    let judged = judged(day(TODAY), days_ahead(199, 45.0), exam);
    let worth = |(id, known): &(String, Known)| (gain(&room.scheduler, Some(*known), day(TODAY), judged), id.clone());
    let mut worth: Vec<(f64, String)> = cards.iter().map(worth).collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0));
    assert!((20..100).contains(&chosen.len()), "{}", chosen.len());
    assert_eq!(chosen, worth[..chosen.len()].iter().map(|(_, id)| id.clone()).collect::<Vec<_>>());
}

#[test]
fn a_plan_is_the_same_however_many_days_are_looked_at_together() {
    let room = Room { ground: Ground::of(&[course(120)], None), ..Room::new() };
    let cards = after_reviews(&room, 80);
    let learner = room.learner(&cards);
    let plan = |together| ahead(&learner, day(TODAY), day("2026-12-20"), &[3, 10], 1.0, together);
    assert_eq!(plan(1), plan(7));
    assert_eq!(plan(1).came[0].0.len(), 27);
    assert!(plan(1).came[0].0.iter().any(|day| day.reviews > 0 && day.new > 0), "{:?}", plan(1).came[0].0);
}

#[test]
fn cards_and_questions_that_are_set_apart_are_not_planned() {
    let apart: HashSet<String> = ["t.c1", "t.q2"].map(str::to_owned).into();
    let room = Room { apart: apart.clone(), ..Room::new() };
    let chosen = today(&room.learner(&[]), day(TODAY), day("2026-11-25"), 6000, 0.0);
    assert!(chosen.new.iter().chain(&chosen.questions).all(|id| !apart.contains(id)), "{chosen:?}");
    assert!(chosen.questions.len() > 20);
}

#[test]
fn the_minutes_are_kept_and_what_was_spent_of_today_is_left_out() {
    let room = Room::new();
    let learner = room.learner(&[]);
    let plan = |minutes, spent| Plan::of(&learner, day(TODAY), day("2026-12-03"), minutes, spent);
    assert!(plan(5, 0.0).days.iter().all(|day| day.minutes <= 5.0));
    assert!(plan(5, 3.0).today.minutes <= 2.0 && plan(5, 9.0).today.minutes == 0.0);
    assert_eq!(plan(5, 0.0).days.len(), 9);
}

#[test]
fn on_the_day_of_the_exam_nothing_is_planned() {
    let room = Room::new();
    let plan = Plan::of(&room.learner(&[]), day(TODAY), day(TODAY), 30, 0.0);
    assert_eq!((plan.today.new, plan.days.len()), (0, 0));
}

#[test]
fn every_day_studied_is_worth_more_than_none() {
    let room = Room::new();
    let learner = room.learner(&[]);
    let expected = |minutes| Plan::of(&learner, day(TODAY), day("2026-12-03"), minutes, 0.0).readiness.expected;
    assert!(
        expected(1) < expected(5) && expected(5) < expected(20),
        "{} {} {}",
        expected(1),
        expected(5),
        expected(20)
    );
}

#[test]
fn a_pace_is_measured_and_outliers_do_not_count() {
    let pace = |answers: &[Past]| Pace::of(&record(answers).sums().unwrap().paces);
    let none = pace(&[]);
    assert!((none.question() - 40.0).abs() < 1e-9);
    let quick = vec![answer(1, Of::Question, "t.q1", 1.0); 200];
    let before = pace(&quick);
    assert!(before.question() < 12.0);
    let mut away = answer(1, Of::Question, "t.q1", 1.0);
    away.ms = 3_600_000;
    assert!(pace(&[quick, vec![away]].concat()).question() < before.question() + 1.0);
    let mut still = answer(1, Of::Card, "t.c1", 1.0);
    still.ms = 0;
    assert!((pace(&[still]).new_card() - none.new_card()).abs() < 1e-9, "a clock that stands still measures nothing");
    let cards = [answer(1, Of::Card, "t.c1", 1.0), answer(1, Of::Card, "t.c1", 1.0)];
    let first = pace(&cards[..1]);
    assert!(first.new_card() < none.new_card() && first.review() == none.review());
    assert!(pace(&cards).review() < none.review());
}
