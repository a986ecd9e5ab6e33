//! Home and the rooms behind it: how the learner stands.

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::*;
use crate::learner::plan::{DayPlan, Plan, Today, WhatIf};
use crate::learner::{
    Advice, Agenda, CardCount, DayOf, DueOn, ExamOf, KindOf, Misconception, Point, QuestionCount, Readiness, Retained,
    Said, Source, Stats, TopicOf,
};
use crate::store::{Of, Past};

const TODAY: Date = date(2026, 11, 23);

pub(super) fn overview() -> Overview {
    let title = Bilingual { zh: "深度学习".to_owned(), en: "Deep learning".to_owned() };
    Overview { course: title, due: Some(12), days: Some(40), topics: Course::open(None).unwrap().titles(), long: false }
}

/// Numbers that differ from topic to topic and have nothing to do with chance.
fn stats() -> Stats {
    let topic = |at: usize, id: &Id| {
        let seen = if at % 5 == 4 { 0 } else { 10 + at };
        TopicOf {
            id: id.to_string(),
            statements: 30 + 2 * at,
            seen,
            mastery: if seen == 0 { 0.25 } else { (0.35 + 0.07 * at as f64).min(0.97) },
            weight: 0.05,
            ready: 1.0,
            questions: QuestionCount { asked: 3 * seen, right: 2 * seen, wrong: seen / 4 },
            cards: CardCount { new: 12, due: seen % 7, learnt: seen },
        }
    };
    let topics = Course::open(None).unwrap().titles();
    let day = |back: i64| {
        let answers = if back % 6 == 2 { 0 } else { 60 - 4 * back as usize };
        DayOf {
            date: TODAY.saturating_sub(back.days()),
            answers,
            correct: answers * 3 / 4,
            minutes: answers as f64 / 2.0,
        }
    };
    let kind = |kind, answers, correct, seconds| KindOf { kind, answers, correct, seconds };
    Stats {
        answers: 412,
        days: (0..14).rev().map(day).filter(|day| day.answers > 0).collect(),
        streak: 4,
        topics: topics.iter().enumerate().map(|(at, (id, _))| topic(at, id)).collect(),
        kinds: vec![
            kind("single", 90, 0.82, 38.0),
            kind("multiple", 30, 0.55, 61.2),
            kind("exercise", 41, 0.41, 164.0),
            kind("card", 210, 0.9, 7.4),
        ],
        exams: vec![ExamOf::new("exam@58.120:0000-0003".to_owned(), date(2026, 11, 20), 68.0, Some(100.0))],
        readiness: Readiness { expected: 61.9, low: 48.4, high: 75.4, of: 100.0 },
        forecast: (0..14)
            .map(|on| DueOn { date: TODAY.saturating_add(on.days()), due: [12, 3, 0, 25][on as usize % 4] })
            .collect(),
        retention: vec![
            Retained { from: 1, to: Some(1), reviews: 80, kept: 0.95 },
            Retained { from: 2, to: Some(3), reviews: 60, kept: 0.9 },
            Retained { from: 22, to: None, reviews: 9, kept: 0.778 },
        ],
        calibration: vec![Said { confidence: 0.7, answers: 10, correct: 0.5 }],
    }
}

pub(super) fn told() -> Told {
    let agenda = Agenda { due: 9, early: 3, new: 14, questions: 10, minutes: 37.4, spent: 5.2 };
    Told { today: TODAY, stats: stats(), agenda, advice: Some(Advice::Review(9, 3)) }
}

pub(super) fn planned() -> Planned {
    let exam = date(2027, 1, 2);
    let day = |on: i64| DayPlan {
        date: TODAY.saturating_add(on.days()),
        reviews: 20 + on as usize,
        new: 14,
        questions: 8,
        minutes: 44.0 - on as f64 / 4.0,
    };
    let readiness = Readiness { expected: 81.5, low: 70.0, high: 91.2, of: 100.0 };
    let other = |minutes, expected| WhatIf { minutes, expected };
    let plan = Plan {
        exam,
        today: Today { due: 9, early: 3, new: 14, questions: 10, minutes: 37.4 },
        days: (1..40).map(day).collect(),
        readiness,
        what_if: vec![
            other(10, 58.1),
            other(20, 66.1),
            other(30, 72.4),
            other(45, 81.5),
            other(60, 84.0),
            other(90, 87.2),
        ],
    };
    Planned { today: TODAY, minutes: 45, plan }
}

pub(super) fn mistakes() -> Vec<Mistake> {
    let mistake = |zh: &str, en: &str, place: (&str, &str), count, probability, closed, practise| {
        let at: ZonedDateTime = "2026-11-22T10:00:00+08:00[+08:00]".parse().unwrap();
        let past = Past {
            at,
            of: Of::Exercise,
            id: "conv".to_owned(),
            code: None,
            given: Some("16".to_owned()),
            share: 0.0,
            rating: None,
            mistake: Some("padding-once".to_owned()),
            ms: 8000,
            confidence: None,
            cram: false,
        };
        let both = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
        let points = [0.4, 0.7, 0.5, probability];
        let course = (0..)
            .zip(points)
            .map(|(on, probability)| Point { date: date(2026, 11, 16).saturating_add((2 * on).days()), probability });
        let mut entry = Misconception::first("padding-once", &Source::Calculation("conv".to_owned()), &past);
        (entry.count, entry.of, entry.probability, entry.closed) = (count, 9, probability, closed);
        entry.course = course.collect();
        Mistake { say: both(zh, en), place: both(place.0, place.1), entry, practise }
    };
    let conv = Choice::Mistakes(Some(("conv".to_owned(), "padding-once".to_owned())));
    vec![
        mistake(
            "填充只加了一边：两边都要填充，应加 2P。",
            "Padding was added on one side only: both sides are padded, so 2P is added.",
            ("卷积层：输出尺寸与参数量", "Convolution layer: output size and parameters"),
            4,
            0.81,
            false,
            conv.clone(),
        ),
        mistake(
            "用了以 2 为底的对数。",
            "The logarithm was taken to base 2.",
            ("交叉熵损失", "Cross-entropy loss"),
            2,
            0.35,
            false,
            conv.clone(),
        ),
        mistake(
            "漏了偏置。",
            "The biases were left out.",
            ("卷积层：输出尺寸与参数量", "Convolution layer: output size and parameters"),
            3,
            0.04,
            true,
            Choice::Questions(vec!["cnn.q41".to_owned()]),
        ),
    ]
}

#[test]
fn home_shows_what_to_do_and_how_each_topic_stands() {
    let mut home = home();
    let mut table = Table::new();
    show(&mut home, (200, 60), Lang::En);
    assert!(home.moves().is_some(), "there is room for what keeps going wrong");
    home.tick(&mut table);
    assert!(home.moves().is_none(), "nothing more is to come");
}

#[test]
fn digits_choose_a_topic_and_enter_opens_it() {
    let (mut home, mut table) = (home(), Table::new());
    for (typed, chosen) in [("1", 1), ("2", 12), ("5", 5), ("9", 9), ("2", 2), ("0", 20)] {
        for digit in typed.chars() {
            home.update(&Message::Char(digit), &mut table);
        }
        let drawn = text(&show(&mut home, WIDE, Lang::En));
        let title = table.titles()[chosen - 1].1.en.clone();
        let buffer = show(&mut home, WIDE, Lang::En);
        let row =
            drawn.lines().position(|line| line.starts_with(&format!("{chosen:>3} ")) && line.contains(&title[..5]));
        let cell = &buffer[(6, row.unwrap() as u16)];
        assert!(cell.modifier.contains(ratatui::style::Modifier::REVERSED), "{typed}: {drawn}");
    }
    let Next::Open(mut room) = home.update(&Message::Enter, &mut table) else { panic!("a topic opens") };
    let last = table.titles()[19].0.to_string();
    let begun = room.update(&Message::Char('w'), &mut table);
    assert!(matches!(begun, Next::Begin(Choice::Wrong(Some(id))) if id == last));
}

#[test]
fn enter_at_home_does_what_is_advised_and_letters_do_the_rest() {
    let (mut home, mut table) = (home(), Table::new());
    assert!(matches!(home.update(&Message::Enter, &mut table), Next::Begin(Choice::Review(None))));
    for (key, choice) in [('q', Choice::Quiz(None)), ('w', Choice::Wrong(None)), ('x', Choice::Mistakes(None))] {
        let next = home.update(&Message::Char(key), &mut table);
        assert!(matches!(next, Next::Begin(begun) if begun == choice), "{key}");
    }
}

#[test]
fn a_long_record_is_told_after_the_first_frame() {
    let mut table = Table::new();
    table.long = true;
    let mut home = Home::new(&mut table);
    let first = text(&show(&mut home, WIDE, Lang::En));
    assert!(!first.contains("12 due") && !first.contains("An exam now"), "{first}");
    assert!(home.moves().is_some() && home.tick(&mut table));
    let second = text(&show(&mut home, WIDE, Lang::En));
    assert!(second.contains("Today: 12 due") && !second.contains("An exam now"), "{second}");
    assert!(home.moves().is_some() && home.tick(&mut table) && home.moves().is_none());
    assert!(text(&show(&mut home, WIDE, Lang::En)).contains("An exam now"));
}

#[test]
fn the_rooms_behind_home_tell_what_commands_tell() {
    let mut table = Table::new();
    for (key, name) in [('s', "statistics"), ('m', "mistakes"), ('p', "plan")] {
        let Next::Open(mut room) = home().update(&Message::Char(key), &mut table) else { panic!("{key} opens a room") };
        show(&mut *room, SMALL, Lang::En);
        // What takes long comes after the first frame.
        assert_eq!(room.moves().is_some() && room.tick(&mut table), name == "plan", "{name}");
        show(&mut *room, SMALL, Lang::En);
        for _ in 0..60 {
            room.update(&Message::PageDown, &mut table);
        }
        let end = text(&show(&mut *room, SMALL, Lang::En));
        room.update(&Message::PageUp, &mut table);
        assert_ne!(text(&show(&mut *room, SMALL, Lang::En)), end, "the end of {name} is the end");
        assert!(matches!(room.update(&Message::Back, &mut table), Next::Leave));
    }
}

#[test]
fn enter_practises_the_mistake_that_is_selected() {
    let mut table = Table::new();
    let Next::Open(mut room) = home().update(&Message::Char('m'), &mut table) else { panic!("m opens the mistakes") };
    show(&mut *room, WIDE, Lang::En);
    let first = room.update(&Message::Enter, &mut table);
    assert!(matches!(first, Next::Begin(Choice::Mistakes(Some((kind, _)))) if kind == "conv"));
    room.update(&Message::End, &mut table);
    let last = room.update(&Message::Enter, &mut table);
    assert!(matches!(last, Next::Begin(Choice::Questions(ids)) if ids == ["cnn.q41"]));
}

#[test]
fn no_size_of_window_breaks_home_or_a_room_behind_it() {
    let mut table = Table::new();
    let mut screens: Vec<Box<dyn Screen>> = vec![Box::new(home())];
    for key in ['5', '\n', 's', 'm', 'p', 'c', 'g', ',', 'o'] {
        let message = if key == '\n' { Message::Enter } else { Message::Char(key) };
        if let Next::Open(room) = screens[0].update(&message, &mut table) {
            screens.push(room);
        }
    }
    assert_eq!(screens.len(), 9);
    for columns in [1, 2, 3, 7, 20, 39, 99, 100, 150, 300] {
        for rows in [1, 2, 3, 4, 5, 9, 60] {
            for screen in &mut screens {
                for lang in Lang::ALL {
                    show(&mut **screen, (columns, rows), lang);
                    screen.update(&Message::Down, &mut table);
                }
            }
        }
    }
}
