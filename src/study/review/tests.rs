use super::super::testing::{Memory, now, setting, topic};
use super::*;
use crate::study::{Command, Session as _};

fn standing(due: &[(&str, i64)]) -> Standing {
    let today = now().date();
    Standing {
        today,
        due: due.iter().map(|(id, days)| ((*id).to_owned(), today.saturating_add(days.days()))).collect(),
        new_today: 0,
    }
}

fn review(count: Option<usize>, new_per_day: usize, due: &[(&str, i64)]) -> Review {
    ReviewPlan { count, new_per_day, ..ReviewPlan::default() }.review(&[topic()], standing(due), setting(1))
}

fn ids(review: &Review) -> Vec<&str> {
    review.deck().cards.iter().map(|c| c.id.as_str()).collect()
}

fn say(review: &mut Review, line: &str, journal: &mut Memory) -> Vec<Event> {
    review.submit(Command::read(line), &now(), journal).unwrap()
}

/// Turns the card and rates it.
fn rate(review: &mut Review, rating: &str, journal: &mut Memory) -> Vec<Event> {
    say(review, "", journal);
    say(review, rating, journal)
}

fn asked(events: &[Event]) -> &str {
    match events.last() {
        Some(Event::Card { id, .. }) => id,
        other => panic!("{other:?}"),
    }
}

#[test]
fn due_cards_come_first_then_new_ones() {
    let due = [("t.c3", 0), ("t.c2~r", -2), ("t.c1", 1)];
    assert_eq!(ids(&review(None, 20, &due)), ["t.c2~r", "t.c3", "t.c2", "t.c4", "t.c5"]);
}

#[test]
fn the_daily_limit_holds_unless_a_number_is_asked_for() {
    assert_eq!(ids(&review(None, 2, &[])), ["t.c1", "t.c2"]);
    assert_eq!(ids(&review(Some(4), 2, &[])), ["t.c1", "t.c2", "t.c3", "t.c4"]);
    assert_eq!(ids(&review(Some(1), 20, &[("t.c5", 0)])), ["t.c5"]);
}

#[test]
fn a_card_that_is_asked_for_comes_whether_due_or_not_in_each_direction() {
    let review = |only: &[&str], due: &[(&str, i64)]| {
        let only = only.iter().map(|id| (*id).to_owned()).collect();
        ReviewPlan { only, ..ReviewPlan::default() }.review(&[topic()], standing(due), setting(1))
    };
    assert_eq!(ids(&review(&["t.c2"], &[])), ["t.c2", "t.c2~r"]);
    assert_eq!(ids(&review(&["t.c1", "t.c3"], &[("t.c3", 9)])), ["t.c3", "t.c1"]);
    assert!(ids(&review(&["t.c9"], &[])).is_empty());
}

#[test]
fn a_card_is_turned_then_rated() {
    let mut review = review(Some(1), 20, &[]);
    let mut journal = Memory::default();
    assert_eq!(asked(&review.start(&now()).unwrap()), "t.c1");
    assert!(matches!(say(&mut review, "3", &mut journal).as_slice(), [Event::Rejected { .. }]));
    let events = say(&mut review, "", &mut journal);
    let [Event::Back { back, due, again, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((back.as_str(), due["3"].as_str(), *again), ("b1", "2026-11-26", Some(1)));
    assert!(matches!(say(&mut review, "5", &mut journal).as_slice(), [Event::Rejected { .. }]));
    let events = say(&mut review, "３", &mut journal);
    let [Event::Reviewed { rating: 3, due, .. }, Event::Summary(summary)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((due.as_str(), summary.tomorrow), ("2026-11-26", Some(0)));
    assert_eq!(journal.ratings.len(), 1);
}

#[test]
fn what_is_accurate_stands_under_the_back_with_its_source() {
    let mut review = review(Some(1), 20, &[]);
    let mut journal = Memory::default();
    review.start(&now()).unwrap();
    let events = say(&mut review, "", &mut journal);
    let [Event::Back { back, erratum: Some(erratum), .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((back.as_str(), erratum.contains("in truth")), ("b1", true));
    assert!(erratum.contains("A paper"), "{erratum}");
    say(&mut review, "1", &mut journal);
    assert!(review.missed()[0].why.contains("in truth"));
}

#[test]
fn a_forgotten_card_comes_back_after_the_others_at_most_three_times() {
    let mut review = review(Some(2), 20, &[]);
    let mut journal = Memory::default();
    review.start(&now()).unwrap();
    assert_eq!(asked(&rate(&mut review, "1", &mut journal)), "t.c2");
    assert_eq!(asked(&rate(&mut review, "3", &mut journal)), "t.c1");
    assert_eq!(asked(&rate(&mut review, "1", &mut journal)), "t.c1");
    assert_eq!(asked(&rate(&mut review, "1", &mut journal)), "t.c1");
    let events = rate(&mut review, "1", &mut journal);
    assert!(matches!(events.last(), Some(Event::Summary(Summary { answered: 5, correct: 1, .. }))), "{events:?}");
    assert_eq!(review.missed().len(), 1);
}

#[test]
fn a_card_that_is_known_again_goes_on_to_ten_minutes_and_leaves() {
    let mut review = review(Some(1), 20, &[]);
    let mut journal = Memory::default();
    review.start(&now()).unwrap();
    rate(&mut review, "1", &mut journal);
    let ready = |review: &Review| review.open().unwrap().place.step;
    assert_eq!(ready(&review), Some(0));
    rate(&mut review, "3", &mut journal);
    assert_eq!(ready(&review), Some(1));
    let events = rate(&mut review, "3", &mut journal);
    assert!(matches!(events.last(), Some(Event::Summary(_))));
}

#[test]
fn undo_brings_back_cards_one_by_one_with_their_place() {
    let mut review = review(Some(3), 20, &[]);
    let mut journal = Memory::default();
    review.start(&now()).unwrap();
    for rating in ["1", "3", "4"] {
        rate(&mut review, rating, &mut journal);
    }
    assert_eq!(review.summary().tomorrow, Some(1));
    for id in ["t.c3", "t.c2", "t.c1"] {
        let events = say(&mut review, ":undo", &mut journal);
        assert_eq!(asked(&events), id);
        assert!(matches!(&events[0], Event::Undone { id: undone } if undone == id));
    }
    assert_eq!(journal.undone, [3, 2, 1]);
    assert!(review.deck().queue.waiting.is_empty());
    assert_eq!((review.summary().answered, review.summary().tomorrow), (0, Some(0)));
    assert_eq!(asked(&rate(&mut review, "3", &mut journal)), "t.c2");
}

#[test]
fn a_computed_card_has_fresh_numbers_each_time() {
    let mut review = review(None, 20, &[("t.c1", 3), ("t.c2", 3), ("t.c2~r", 3), ("t.c3", 3), ("t.c4", 3)]);
    let mut journal = Memory::default();
    let code = |events: &[Event]| match events.last() {
        Some(Event::Card { code: Some(code), .. }) => code.clone(),
        other => panic!("{other:?}"),
    };
    let first = code(&review.start(&now()).unwrap());
    let second = code(&rate(&mut review, "1", &mut journal));
    assert_ne!(first, second);
    assert_eq!(journal.ratings[0].code.as_deref(), Some(first.as_str()));
}

#[test]
fn undo_asks_a_computed_card_with_the_same_numbers() {
    let mut review = review(None, 20, &[("t.c1", 3), ("t.c2", 3), ("t.c2~r", 3), ("t.c3", 3), ("t.c4", 3)]);
    let mut journal = Memory::default();
    let first = review.start(&now()).unwrap();
    rate(&mut review, "3", &mut journal);
    let again = say(&mut review, ":undo", &mut journal);
    assert_eq!(again.last(), first.last());
}

#[test]
fn nothing_due_is_summed_up_at_once() {
    let mut review = review(None, 0, &[]);
    let events = review.start(&now()).unwrap();
    assert!(matches!(events.as_slice(), [Event::Summary(Summary { answered: 0, .. })]));
}

#[test]
fn a_formula_stands_on_the_back_in_one_line() {
    let mut review = review(Some(1), 20, &[("t.c4", 0)]);
    let mut journal = Memory::default();
    review.start(&now()).unwrap();
    let events = say(&mut review, "", &mut journal);
    let [Event::Back { back, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(back, "y = x²");
}
