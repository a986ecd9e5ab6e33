use super::super::testing::{Memory, now, setting, topic};
use super::*;
use crate::study::{Command, Session as _};

fn standing(due: &[(&str, i64)]) -> Standing {
    let today = now().date();
    Standing {
        today,
        due: due.iter().map(|(id, days)| ((*id).to_owned(), today.saturating_add(days.days()))).collect(),
        new_today: 0,
        seen_today: std::collections::HashSet::default(),
        apart: std::collections::HashSet::new(),
    }
}

fn review(count: Option<usize>, new_per_day: usize, due: &[(&str, i64)]) -> Review {
    ReviewPlan { count, new_per_day, ..ReviewPlan::default() }.review(&[topic()], standing(due), setting(1))
}

fn ids(review: &Review) -> Vec<String> {
    let topic = topic();
    let flashcard =
        |chosen: &Chosen| Flashcard::of(topic.cards.get(chosen.card)?, chosen.way, &topic, &statements(&[]));
    review.deck().cards.iter().map(|chosen| flashcard(chosen).unwrap().id).collect()
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
    assert_eq!(ids(&review(None, 20, &due)), ["t.c2~r", "t.c3", "t.c4", "t.c5"]);
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
    assert_eq!(asked(&review.start(&now(), &mut Memory::default()).unwrap()), "t.c1");
    assert!(matches!(say(&mut review, "3", &mut journal).as_slice(), [Event::Rejected { .. }]));
    let events = say(&mut review, "", &mut journal);
    let [Event::Back { back, due, again, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((&*back.answer, due["3"].as_deref(), *again), ("b1", Some("2026-11-26"), Some(1)));
    assert!(matches!(say(&mut review, "5", &mut journal).as_slice(), [Event::Rejected { .. }]));
    let events = say(&mut review, "３", &mut journal);
    let [Event::Reviewed { rating: 3, due, .. }, Event::Summary(summary)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((due.as_deref(), summary.tomorrow), (Some("2026-11-26"), Some(0)));
    assert_eq!(journal.ratings.len(), 1);
}

#[test]
fn what_is_accurate_stands_under_the_back_with_its_source() {
    let mut review = review(Some(1), 20, &[]);
    let mut journal = Memory::default();
    review.start(&now(), &mut Memory::default()).unwrap();
    let events = say(&mut review, "", &mut journal);
    let [Event::Back { back, erratum: Some(erratum), .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((&*back.answer, erratum.to_string().contains("in truth")), ("b1", true));
    assert!(erratum.to_string().contains("A paper"), "{erratum}");
    say(&mut review, "1", &mut journal);
    assert!(review.missed()[0].why.to_string().contains("in truth"));
}

#[test]
fn a_forgotten_card_comes_back_after_the_others_at_most_three_times() {
    let mut review = review(Some(2), 20, &[]);
    let mut journal = Memory::default();
    review.start(&now(), &mut Memory::default()).unwrap();
    assert_eq!(asked(&rate(&mut review, "1", &mut journal)), "t.c2");
    assert_eq!(asked(&rate(&mut review, "3", &mut journal)), "t.c1");
    assert_eq!(asked(&rate(&mut review, "1", &mut journal)), "t.c1");
    assert_eq!(asked(&rate(&mut review, "1", &mut journal)), "t.c1");
    let events = rate(&mut review, "1", &mut journal);
    assert!(matches!(events.last(), Some(Event::Summary(Summary { answered: 5, correct: 1, .. }))), "{events:?}");
    assert_eq!(review.missed().len(), 1);
    let turned = review.summary().review.unwrap();
    assert_eq!((turned.cards, turned.forgotten), (2, 1), "each is counted once");
}

#[test]
fn a_card_counts_once_however_often_it_comes() {
    let (mut review, mut journal) = (review(Some(2), 20, &[]), Memory::default());
    let place = |review: &Review| (review.progress().done, review.progress().total);
    let first = review.start(&now(), &mut journal).unwrap();
    assert!(matches!(first.last(), Some(Event::Card { number: 1, of: 2, .. })));
    let events = rate(&mut review, "1", &mut journal);
    assert!(matches!(events.last(), Some(Event::Card { number: 2, of: 2, .. })), "{events:?}");
    assert_eq!((place(&review), review.trail()), ((0, 2), vec![Went::Wrong, Went::Open]));
    let events = rate(&mut review, "3", &mut journal);
    assert!(matches!(events.last(), Some(Event::Card { number: 1, of: 2, .. })), "{events:?}");
    assert_eq!((place(&review), review.trail()), ((1, 2), vec![Went::Wrong, Went::Right]));
    for _ in 0..2 {
        rate(&mut review, "3", &mut journal);
    }
    assert_eq!((place(&review), review.trail()), ((2, 2), vec![Went::Partly, Went::Right]));
}

#[test]
fn when_a_card_comes_back_in_the_session_is_told_with_each_rating() {
    let (mut review, mut journal) = (review(Some(1), 20, &[]), Memory::default());
    review.start(&now(), &mut journal).unwrap();
    let events = say(&mut review, "", &mut journal);
    assert!(matches!(&events[0], Event::Back { soon: [Some(1), None, None, None], .. }), "{events:?}");
    let events = say(&mut review, "1", &mut journal);
    assert!(matches!(&events[0], Event::Reviewed { again: Some(1), .. }), "{events:?}");
    let events = say(&mut review, "", &mut journal);
    assert!(matches!(&events[0], Event::Back { soon: [Some(1), Some(10), Some(10), None], .. }), "{events:?}");
    let events = say(&mut review, "3", &mut journal);
    assert!(matches!(&events[0], Event::Reviewed { again: Some(10), .. }), "{events:?}");
    say(&mut review, "", &mut journal);
    let events = say(&mut review, "3", &mut journal);
    assert!(matches!(&events[0], Event::Reviewed { again: None, .. }), "{events:?}");
}

#[test]
fn a_leech_is_told_once_a_session_and_where_it_was_forgotten() {
    let (mut review, mut journal) = (review(Some(1), 20, &[("t.c1", 0)]), Memory::default());
    journal.lapses = 8;
    review.start(&now(), &mut journal).unwrap();
    let mut told = |rating: &str| match &rate(&mut review, rating, &mut journal)[0] {
        Event::Reviewed { lapses, .. } => *lapses,
        other => panic!("{other:?}"),
    };
    assert_eq!([told("1"), told("1"), told("3")], [Some(8), None, None]);
}

#[test]
fn only_the_cards_among_those_asked_for_come_whether_due_or_not() {
    let among = Some(["t.c2~r".to_owned(), "t.c4".to_owned(), "gone".to_owned()].into());
    let plan = ReviewPlan { among, ..ReviewPlan::default() };
    assert_eq!(ids(&plan.review(&[topic()], standing(&[("t.c4", 9)]), setting(1))), ["t.c4", "t.c2~r"]);
}

#[test]
fn a_card_that_is_known_again_goes_on_to_ten_minutes_and_leaves() {
    let mut review = review(Some(1), 20, &[]);
    let mut journal = Memory::default();
    review.start(&now(), &mut Memory::default()).unwrap();
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
    review.start(&now(), &mut Memory::default()).unwrap();
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
    let first = code(&review.start(&now(), &mut Memory::default()).unwrap());
    let second = code(&rate(&mut review, "1", &mut journal));
    assert_ne!(first, second);
    assert_eq!(journal.ratings[0].code.as_deref(), Some(first.as_str()));
}

#[test]
fn undo_asks_a_computed_card_with_the_same_numbers() {
    let mut review = review(None, 20, &[("t.c1", 3), ("t.c2", 3), ("t.c2~r", 3), ("t.c3", 3), ("t.c4", 3)]);
    let mut journal = Memory::default();
    let first = review.start(&now(), &mut Memory::default()).unwrap();
    rate(&mut review, "3", &mut journal);
    let again = say(&mut review, ":undo", &mut journal);
    assert_eq!(again.last(), first.last());
}

#[test]
fn nothing_due_is_summed_up_at_once() {
    let mut review = review(None, 0, &[]);
    let events = review.start(&now(), &mut Memory::default()).unwrap();
    assert!(matches!(events.as_slice(), [Event::Summary(Summary { answered: 0, .. })]));
}

#[test]
fn a_formula_stands_on_the_back_in_one_line() {
    let mut review = review(Some(1), 20, &[("t.c4", 0)]);
    let mut journal = Memory::default();
    review.start(&now(), &mut Memory::default()).unwrap();
    let events = say(&mut review, "", &mut journal);
    let [Event::Back { back, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(&*back.answer, "y = x²");
}

fn standing_apart(apart: &[&str], due: &[(&str, i64)]) -> Standing {
    Standing { apart: apart.iter().map(|id| (*id).to_owned()).collect(), ..standing(due) }
}

#[test]
fn a_card_that_is_set_apart_does_not_come_unless_it_is_asked_for() {
    let plan = ReviewPlan { new_per_day: 20, ..ReviewPlan::default() };
    let apart = standing_apart(&["t.c1", "t.c2~r"], &[("t.c1", -1)]);
    assert_eq!(ids(&plan.review(&[topic()], apart.clone(), setting(1))), ["t.c2", "t.c3", "t.c4", "t.c5"]);
    let only = ReviewPlan { only: ["t.c1".to_owned()].into(), ..plan };
    assert_eq!(ids(&only.review(&[topic()], apart, setting(1))), ["t.c1"]);
}

#[test]
fn a_card_is_buried_or_suspended_the_next_one_comes_and_undo_brings_it_back() {
    let (mut review, mut journal) = (review(Some(3), 20, &[]), Memory::default());
    review.start(&now(), &mut journal).unwrap();
    let events = say(&mut review, ":bury", &mut journal);
    assert!(matches!(&events[0], Event::Buried { id } if id == "t.c1"), "{events:?}");
    assert_eq!(asked(&events), "t.c2");
    say(&mut review, "", &mut journal);
    let events = say(&mut review, ":suspend", &mut journal);
    assert!(matches!(&events[0], Event::Suspended { id } if id == "t.c2"), "{events:?}");
    let events = say(&mut review, ":undo", &mut journal);
    assert_eq!((&events[0], asked(&events)), (&Event::Undone { id: "t.c2".into() }, "t.c2"));
    let marked: Vec<_> = journal.marked.iter().map(|m| (m.id.as_str(), m.mark, m.on)).collect();
    let (bury, suspend) = (ItemMark::Buried, ItemMark::Suspended);
    assert_eq!(marked, [("t.c1", bury, true), ("t.c2", suspend, true), ("t.c2", suspend, false)]);
    assert!(journal.ratings.is_empty());
}

#[test]
fn cramming_goes_through_every_card_and_says_so_with_each_rating() {
    let plan = ReviewPlan { cram: true, ..ReviewPlan::default() };
    let apart = standing_apart(&["t.c3"], &[("t.c4", 9), ("t.c1", 2)]);
    let (mut review, mut journal) = (plan.review(&[topic()], apart, setting(1)), Memory::default());
    assert_eq!(ids(&review), ["t.c1", "t.c4", "t.c2", "t.c5", "t.c2~r"]);
    review.start(&now(), &mut journal).unwrap();
    let events = say(&mut review, "", &mut journal);
    let [Event::Back { due, .. }] = events.as_slice() else { panic!("{events:?}") };
    assert!(due.values().all(|day| day.as_deref() == Some("2026-11-25")), "no rating moves it: {due:?}");
    assert!(matches!(&events[0], Event::Back { cram: true, .. }));
    assert!(review.summary().tomorrow.is_none(), "there is no schedule to tell of");
    say(&mut review, "4", &mut journal);
    assert!(journal.ratings[0].cram);
    assert_eq!(review.deck().due["t.c1"].to_string(), "2026-11-25");
}

#[test]
fn undo_at_the_start_takes_back_an_earlier_rating_of_the_day_and_asks_that_card() {
    let last = |seq, of, id: &str| Last { seq, of, id: id.into(), code: None };
    let earlier = vec![
        last(4, Of::Card, "t.c5"),
        last(7, Of::Card, "t.c2~r"),
        last(8, Of::Question, "t.q1"),
        last(9, Of::Card, "gone"),
    ];
    let (mut review, mut journal) = (review(Some(1), 20, &[]), Memory::after(earlier));
    assert_eq!(asked(&review.start(&now(), &mut journal).unwrap()), "t.c1");
    // A card that is no more is taken back; what was open is asked again.
    let events = say(&mut review, ":undo", &mut journal);
    assert_eq!((&events[0], asked(&events)), (&Event::Undone { id: "gone".into() }, "t.c1"));
    for id in ["t.c2~r", "t.c5"] {
        let events = say(&mut review, ":undo", &mut journal);
        assert_eq!((&events[0], asked(&events)), (&Event::Undone { id: id.into() }, id));
    }
    assert_eq!(journal.undone, [9, 7, 4]);
    assert!(matches!(say(&mut review, ":undo", &mut journal).as_slice(), [Event::Rejected { .. }]));
    // What was put back comes next, each once.
    assert_eq!(asked(&rate(&mut review, "3", &mut journal)), "t.c1");
    assert_eq!(asked(&say(&mut review, ":undo", &mut journal)), "t.c5");
    assert_eq!(asked(&rate(&mut review, "3", &mut journal)), "t.c1");
    assert_eq!(asked(&rate(&mut review, "3", &mut journal)), "t.c2~r");
    let events = rate(&mut review, "3", &mut journal);
    assert!(matches!(events.last(), Some(Event::Summary(Summary { answered: 3, .. }))), "{events:?}");
}

#[test]
fn a_card_comes_in_one_way_a_day_unless_a_number_is_asked_for() {
    assert_eq!(ids(&review(None, 20, &[("t.c2", -1), ("t.c2~r", -2)])), ["t.c2~r", "t.c1", "t.c3", "t.c4", "t.c5"]);
    assert_eq!(ids(&review(Some(2), 20, &[("t.c2", -1), ("t.c2~r", -2)])), ["t.c2~r", "t.c2"]);
    let seen =
        Standing { seen_today: ["t.c2".to_owned()].into_iter().collect(), ..standing(&[("t.c2", 3), ("t.c2~r", 0)]) };
    let review = ReviewPlan::default().review(&[topic()], seen, setting(1));
    assert!(ids(&review).is_empty(), "{:?}", ids(&review));
}

#[test]
fn what_is_planned_comes_in_its_order_and_the_rest_only_for_a_number() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let planned =
        Planned { reviews: names(&["t.c3", "t.c1"]), new: names(&["t.c5"]), later: names(&["t.c2~r", "t.c4"]) };
    let review = |count: Option<usize>| {
        let due = [("t.c1", 9), ("t.c3", 2), ("t.c2", -1)];
        let plan = ReviewPlan { count, planned: Some(planned.clone()), new_per_day: 1, ..ReviewPlan::default() };
        plan.review(&[topic()], standing(&due), setting(1))
    };
    assert_eq!(ids(&review(None)), ["t.c3", "t.c1", "t.c5"]);
    assert_eq!(ids(&review(Some(6))), ["t.c3", "t.c1", "t.c2", "t.c5", "t.c4", "t.c2~r"]);
}

#[test]
fn of_what_is_planned_a_further_way_of_a_card_makes_room_for_another() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let review = |due: &[(&str, i64)], seen: &[&str]| {
        let planned = Planned { reviews: Vec::new(), new: names(&["t.c2", "t.c2~r"]), later: names(&["t.c4", "t.c5"]) };
        let standing = Standing { seen_today: seen.iter().map(|id| (*id).to_owned()).collect(), ..standing(due) };
        let plan = ReviewPlan { planned: Some(planned), new_per_day: 20, ..ReviewPlan::default() };
        ids(&plan.review(&[topic()], standing, setting(1)))
    };
    assert_eq!(review(&[], &[]), ["t.c2", "t.c4"]);
    // One of which the other way was seen today waits until tomorrow.
    assert_eq!(review(&[("t.c2", 3)], &["t.c2"]), ["t.c4"]);
}

#[test]
fn a_card_that_is_forgotten_on_eight_days_is_told_and_again_after_four_more() {
    let told = |lapses: usize| {
        let mut review = review(Some(1), 20, &[("t.c1", 0)]);
        let mut journal = Memory::default();
        journal.lapses = lapses;
        review.start(&now(), &mut journal).unwrap();
        let events = rate(&mut review, "1", &mut journal);
        let Some(Event::Reviewed { lapses, .. }) = events.first() else { panic!("{events:?}") };
        *lapses
    };
    assert_eq!([told(7), told(8), told(9), told(12), told(13)], [None, Some(8), None, Some(12), None]);
}
