//! What a session says and asks back: each notice for one key, nothing written lost, everything found again.

use super::app::{Window, chars, session};
use super::*;
use crate::study::{Last, Of};

const UNDO: Message = Message::Do(Action::Undo);

/// A quiz of the bundled course's questions of one kind.
fn of_kind(kind: &str, count: usize, lang: Lang) -> Box<dyn Session> {
    let kinds = vec![crate::course::Kind::find(kind).unwrap()];
    Box::new(QuizPlan { kinds, count: Some(count), ..QuizPlan::default() }.quiz(&cnn(), setting(lang)).unwrap())
}

#[test]
fn a_notice_goes_with_the_next_key() {
    let mut window = session(of_kind("multiple", 2, Lang::En), WIDE, Lang::En);
    window.take(&[Message::Enter]);
    assert!(window.seen().contains("There is no answer yet"), "{}", window.seen());
    window.take(&chars("a"));
    assert!(!window.seen().contains("There is no answer yet"), "{}", window.seen());
}

#[test]
fn what_is_said_of_a_card_names_it_and_does_not_stand_under_the_end() {
    let mut window = session(review(Lang::Zh), WIDE, Lang::Zh);
    window.take(&[Message::Enter, Message::Char('1')]);
    assert!(window.seen().contains("上一张：1 分钟后再看"), "{}", window.seen());
    window.take(&chars("x"));
    let seen = window.seen();
    assert!(seen.contains("上一张（") && seen.contains("不再出现") && !seen.contains("这张卡片"), "{seen}");
    window.take(&[Message::Enter, Message::Char('3'), Message::Back]);
    let seen = window.seen();
    assert!(seen.contains("复习结束") && !seen.contains("上一张"), "{seen}");
}

#[test]
fn escape_asks_before_what_was_written_goes_and_the_session_can_be_gone_on_with() {
    let mut window = session(of_kind("fill", 2, Lang::En), WIDE, Lang::En);
    window.take(&chars("hello"));
    window.take(&[Message::Back]);
    assert!(window.seen().contains("was not submitted") && window.seen().contains("> hello"), "{}", window.seen());
    window.take(&[Message::Enter, Message::Enter]);
    window.take(&chars("more"));
    window.take(&[Message::Back, Message::Back]);
    let seen = window.seen();
    assert!(seen.starts_with("Session finished") && seen.contains("1/2"), "{seen}");
    window.take(&chars("c"));
    assert!(window.seen().contains("> more") && window.seen().contains("2/2"), "{}", window.seen());
}

#[test]
fn one_stands_in_the_value_that_cannot_be_read() {
    let code = "conv@1.3:D510-BB86".parse().ok();
    let plan = DrillPlan { kinds: vec!["conv".into()], level: 3, count: Some(1), code, ..DrillPlan::default() };
    let mut window = session(Box::new(Drill::new(plan, setting(Lang::En))), WIDE, Lang::En);
    window.take(&[Message::Paste("weights=371712x; params=371808".to_owned()), Message::Enter]);
    assert!(window.seen().contains("371712x") && !window.seen().contains("= 371712"), "{}", window.seen());
    window.take(&[Message::Erase, Message::Enter]);
    assert!(window.seen().contains("= 371712") && window.seen().contains("= 371808"), "{}", window.seen());
}

#[test]
fn of_a_long_task_the_value_that_is_typed_is_in_view_once_one_has_gone_to_it() {
    let code = "backprop@1.2:8F3A-C21D".parse().ok();
    let plan = DrillPlan { kinds: vec!["backprop".into()], level: 2, count: Some(1), code, ..DrillPlan::default() };
    let mut window = session(Box::new(Drill::new(plan, setting(Lang::En))), SMALL, Lang::En);
    let stem = window.seen();
    window.take(&chars("0.25"));
    let row = |window: &Window| window.seen().lines().nth(10).unwrap_or_default().to_owned();
    assert!(row(&window).starts_with("1/") && row(&window).ends_with(": 0.25"), "{}", window.seen());
    assert_eq!(window.seen().lines().take(8).collect::<Vec<_>>(), stem.lines().take(8).collect::<Vec<_>>());
    window.take(&[Message::Enter]);
    let seen = window.seen();
    assert!(row(&window).starts_with("2/") && row(&window).ends_with(':') && seen.contains("? "), "{seen}");
    assert!(seen.contains("0.25"), "{seen}");
    // Whoever reads on above types on.
    window.take(&[Message::PageUp, Message::PageUp, Message::PageUp]);
    window.take(&chars("1"));
    assert!(row(&window).ends_with(": 1") && window.seen().lines().nth(1) == stem.lines().nth(1), "{}", window.seen());
}

#[test]
fn a_session_in_which_nothing_was_done_is_left_at_once() {
    let (mut screen, mut table) = start(of_kind("single", 3, Lang::En), Lang::En);
    assert!(matches!(screen.update(&Message::Back, &mut table), Next::Leave));
}

#[test]
fn undo_takes_nothing_that_is_being_written_and_asks_before_it_reaches_into_an_earlier_session() {
    let mut table = Table::new();
    let now = table.now();
    let hash = String::new();
    let earlier = crate::study::Answered {
        at: now,
        of: Of::Question,
        id: "cnn.q41".into(),
        code: None,
        given: "A".into(),
        score: 0.0,
        points: 1.0,
        mistake: None,
        ms: 1,
        hash,
        hints: 0,
        confidence: None,
        paper: None,
    };
    table.record.answer(&earlier).unwrap();
    let mut screen = SessionScreen::start(of_kind("fill", 2, Lang::En), &mut table, look(Lang::En)).unwrap();
    let seen = |screen: &mut SessionScreen| text(&show(screen, WIDE, Lang::En));
    for key in chars("typed").into_iter().chain([UNDO]) {
        screen.update(&key, &mut table);
    }
    assert!(seen(&mut screen).contains("> typed") && seen(&mut screen).contains("submit or clear it"));
    screen.update(&Message::Edit(crate::tui::message::Edit::KillBefore), &mut table);
    screen.update(&UNDO, &mut table);
    assert!(seen(&mut screen).contains("To take back your earlier answer to “"), "{}", seen(&mut screen));
    assert_eq!(written(&table).len(), 1, "it is only asked");
    screen.update(&Message::Char('a'), &mut table);
    screen.update(&Message::Erase, &mut table);
    screen.update(&UNDO, &mut table);
    assert_eq!(written(&table).len(), 1, "another key came between");
    screen.update(&UNDO, &mut table);
    assert!(written(&table)[1].contains("\"undoes\":1"), "{:?}", written(&table));
    let last: Option<Last> = table.record.last_answer(None, "2026-11-23".parse().unwrap()).unwrap();
    assert!(last.is_none());
}

#[test]
fn a_short_answer_can_be_mended_until_its_points_are_ticked() {
    for back in [Message::Back, UNDO] {
        let mut window = session(of_kind("key-points", 2, Lang::En), WIDE, Lang::En);
        window.take(&chars("no idea"));
        window.take(&[Message::Enter]);
        let seen = window.seen();
        assert!(seen.contains("Short answer · ") && seen.contains("[ ] 1."), "{seen}");
        // Letters that are no tick do nothing.
        window.take(&chars("su"));
        window.take(&[back]);
        assert!(window.seen().contains("> no idea"), "{}", window.seen());
        window.take(&chars("s"));
        window.take(&[Message::Enter, Message::Enter]);
        assert!(written(window.table()).iter().any(|row| row.contains("no ideas")), "{:?}", written(window.table()));
        assert!(window.seen().contains("0 of "), "how it came about is told at nothing too: {}", window.seen());
    }
}

#[test]
fn a_command_of_plain_lines_is_one_here_too() {
    let mut window = session(of_kind("fill", 2, Lang::En), WIDE, Lang::En);
    window.take(&chars(":hint"));
    window.take(&[Message::Enter]);
    assert!(window.seen().contains("* ") && written(window.table()).is_empty(), "{}", window.seen());
}

#[test]
fn cramming_tells_of_no_schedule() {
    for (lang, title, dates) in [(Lang::En, "Cramming", ["day", "tomorrow"]), (Lang::Zh, "突击", ["天后", "明天"])]
    {
        let plan = ReviewPlan { count: Some(2), cram: true, ..ReviewPlan::default() };
        let mut window = session(Box::new(plan.review(&cnn(), standing(), setting(lang))), WIDE, lang);
        let mut all = window.seen();
        for key in [Message::Enter, Message::Char('1'), Message::Enter, Message::Char('3'), Message::Back] {
            window.take(&[key]);
            all.push_str(&window.seen());
        }
        assert!(all.contains(title) && dates.iter().all(|date| !all.contains(date)), "{all}");
    }
}

#[test]
fn the_ratings_of_a_card_are_seen_however_small_the_window() {
    for size in [WIDE, SMALL] {
        let mut window = session(review(Lang::Zh), size, Lang::Zh);
        window.take(&[Message::Enter]);
        let seen = window.seen();
        assert!(["1 忘了", "2 勉强", "3 记得", "4 很熟"].iter().all(|rating| seen.contains(rating)), "{seen}");
        window.take(&[Message::Back, Message::Back]);
    }
    let mut window = session(review(Lang::Zh), WIDE, Lang::Zh);
    window.take(&chars("3"));
    assert!(window.seen().contains("先翻面"), "{}", window.seen());
}

#[test]
fn true_and_false_are_chosen_by_their_words() {
    let mut window = session(of_kind("true-false", 1, Lang::Zh), WIDE, Lang::Zh);
    window.take(&[Message::Char('错'), Message::Enter]);
    assert!(written(window.table())[0].contains("\"given\":\"F\""), "{:?}", written(window.table()));
}

#[test]
fn an_order_that_nobody_moved_is_handed_in_on_purpose() {
    let mut window = session(of_kind("ordering", 1, Lang::Zh), WIDE, Lang::Zh);
    window.take(&[Message::Enter]);
    assert!(window.seen().contains("顺序还没有动过") && written(window.table()).is_empty(), "{}", window.seen());
    window.take(&[Message::Enter]);
    assert_eq!(written(window.table()).len(), 1);
    let mut window = session(of_kind("ordering", 1, Lang::Zh), WIDE, Lang::Zh);
    window.take(&[Message::Char('+'), Message::Enter]);
    assert_eq!(written(window.table()).len(), 1, "what was moved is handed in at once");
}

#[test]
fn an_exercise_that_is_marked_is_found_and_comes_back() {
    let mut table = Table::new();
    let (at, id, mark) = (table.now(), "conv".to_owned(), ItemMark::Flagged);
    let code = Some("conv@1.1:5EC7-93AA".to_owned());
    table.record.mark(&crate::study::Marked { at, id, code, mark, on: true }).unwrap();
    let mut window = super::app::Window::over(home(), table, WIDE, Lang::En);
    window.take(&chars("f"));
    let seen = window.seen();
    assert!(seen.contains("exercise · Convolutional") && !seen.contains("all questions"), "{seen}");
}

#[test]
fn pairs_are_left_out_on_purpose() {
    let mut window = session(of_kind("matching", 1, Lang::En), WIDE, Lang::En);
    window.take(&[Message::Char('b'), Message::Enter]);
    assert!(window.seen().contains("no partner yet") && written(window.table()).is_empty(), "{}", window.seen());
    window.take(&[Message::Enter]);
    assert_eq!(written(window.table()).len(), 1);
}

#[test]
fn skipped_is_neither_wrong_nor_all_right() {
    let mut window = session(of_kind("true-false", 2, Lang::En), WIDE, Lang::En);
    window.take(&[Message::Do(Action::Skip), Message::Char('t'), Message::Enter, Message::Enter]);
    let seen = window.seen();
    assert!(seen.contains(", 1 skipped") && !seen.contains("All correct"), "{seen}");
    assert!(!seen.contains("Skipped."), "{seen}");
}

#[test]
fn what_is_marked_is_found_from_home_and_the_mark_taken_away() {
    let mut table = Table::new();
    for id in ["cnn.q41", "cnn.c1"] {
        let (at, id, mark) = (table.now(), id.to_owned(), ItemMark::Flagged);
        table.record.mark(&crate::study::Marked { at, id, code: None, mark, on: true }).unwrap();
    }
    let mut window = super::app::Window::over(home(), table, WIDE, Lang::En);
    window.take(&chars("f"));
    insta::assert_snapshot!("marked_80x24_en", window.seen());
    window.take(&chars("m"));
    assert_eq!(window.seen().matches('⚑').count(), 1, "{}", window.seen());
    window.take(&chars("mm"));
    assert!(window.seen().contains("Nothing is marked yet"), "{}", window.seen());
}

/// An exercise that asks for two values.
fn two_values(lang: Lang) -> Box<dyn Session> {
    let code: Option<crate::calculation::Code> = "conv@1.2:D510-BB86".parse().ok();
    let plan = DrillPlan { kinds: vec!["conv".into()], level: 2, count: Some(1), code, ..DrillPlan::default() };
    Box::new(Drill::new(plan, setting(lang)))
}

#[test]
fn each_value_has_a_line_and_what_is_recorded_is_one_answer() {
    let mut window = session(two_values(Lang::En), WIDE, Lang::En);
    window.take(&chars("4704"));
    window.take(&[Message::Enter]);
    assert!(window.seen().contains("Weights: 4704") && window.seen().contains("Parameters:"));
    window.take(&[Message::Enter]);
    assert!(window.seen().contains("1 value is still empty"), "{}", window.seen());
    window.take(&chars("4710"));
    window.take(&[Message::Enter]);
    assert!(window.seen().contains("Right"), "{}", window.seen());
    assert!(
        written(window.table())[0].contains("\"given\":\"weights=4704; params=4710\""),
        "{:?}",
        written(window.table())
    );
}

#[test]
fn a_long_task_is_read_from_its_beginning_and_its_answer_is_typed_at_the_edge() {
    let code: crate::calculation::Code = "finetune@1.2:1898-AAD1".parse().unwrap();
    let plan = DrillPlan {
        kinds: vec!["finetune".into()],
        level: 2,
        count: Some(1),
        code: Some(code),
        ..DrillPlan::default()
    };
    let mut window = session(Box::new(Drill::new(plan, setting(Lang::En))), SMALL, Lang::En);
    let first = window.seen().lines().nth(2).unwrap().to_owned();
    window.take(&chars("12"));
    let rows: Vec<String> = window.seen().lines().map(str::to_owned).collect();
    assert_eq!(rows[2], first, "typing moves nothing");
    assert!(rows[10].ends_with("12"), "{rows:?}");
    window.take(&[Message::PageDown]);
    let rows: Vec<String> = window.seen().lines().map(str::to_owned).collect();
    assert!(rows[2] != first && rows[10].ends_with("12"), "{rows:?}");
}

#[test]
fn an_option_that_nobody_chose_is_no_answer_however_often_enter_comes() {
    for (kind, choose) in [
        ("single", Message::Char('a')),
        ("single", Message::Up),
        ("single", Message::Char(' ')),
        ("true-false", Message::Char('t')),
        ("true-false", Message::Down),
    ] {
        for (lang, said) in [(Lang::En, "Nothing is chosen yet"), (Lang::Zh, "还没有选")] {
            let mut window = session(of_kind(kind, 1, lang), WIDE, lang);
            window.take(&[Message::Enter, Message::Enter]);
            assert!(window.seen().contains(said) && written(window.table()).is_empty(), "{}", window.seen());
            window.take(&[choose.clone(), Message::Enter]);
            assert_eq!(written(window.table()).len(), 1, "{kind} {choose:?}");
        }
    }
}

#[test]
fn a_second_enter_on_the_cover_answers_no_question_of_the_paper() {
    let mut window = session(exam(&[("single", 2)], Lang::En), WIDE, Lang::En);
    window.take(&[Message::Enter, Message::Enter]);
    assert!(window.seen().contains("Nothing is chosen yet"), "{}", window.seen());
    let answers =
        |window: &super::app::Window| written(window.table()).iter().filter(|row| row.contains("\"given\"")).count();
    assert_eq!(answers(&window), 0);
    window.take(&[Message::Char('b'), Message::Enter]);
    assert_eq!(answers(&window), 1);
}

#[test]
fn with_an_input_method_on_its_letters_and_marks_are_the_keys() {
    let mut window = session(of_kind("multiple", 1, Lang::Zh), WIDE, Lang::Zh);
    window.take(&chars("Ｂ"));
    assert!(window.seen().contains("[x] B."), "{}", window.seen());
    window.take(&chars("？"));
    assert!(window.seen().starts_with("帮助"), "{}", window.seen());
    let mut window = super::app::Window::over(home(), Table::new(), WIDE, Lang::Zh);
    window.take(&chars("，"));
    assert!(window.seen().starts_with("设置"), "{}", window.seen());
    let mut window = session(of_kind("fill", 1, Lang::Zh), WIDE, Lang::Zh);
    window.take(&chars("Ｂ，"));
    assert!(window.seen().contains("Ｂ，"), "what is typed stays as it is: {}", window.seen());
}
