//! Sessions gone through with keys alone.

use super::*;

#[test]
fn a_paper_is_written_and_handed_in_on_purpose() {
    let (mut screen, mut table) = start(exam(&[("single", 2), ("true-false", 1)], Lang::Zh), Lang::Zh);
    let mut keys = |screen: &mut SessionScreen, keys: &[Message]| {
        for key in keys {
            screen.update(key, &mut table);
        }
    };
    keys(&mut screen, &[Message::Char('a'), Message::Enter]);
    insta::assert_snapshot!("exam_question_80x24_zh", text(&show(&mut screen, WIDE, Lang::Zh)));
    keys(&mut screen, &[Message::Do(Action::Previous)]);
    insta::assert_snapshot!("exam_again_40x12_zh", text(&show(&mut screen, SMALL, Lang::Zh)));
    keys(&mut screen, &[Message::Do(Action::HandIn)]);
    insta::assert_snapshot!("exam_ways_out_80x24_zh", text(&show(&mut screen, WIDE, Lang::Zh)));
    insta::assert_snapshot!("exam_ways_out_40x12_en", text(&show(&mut screen, SMALL, Lang::En)));
    keys(&mut screen, &[Message::Char('h')]);
    insta::assert_snapshot!("exam_report_80x24_zh", text(&show(&mut screen, WIDE, Lang::Zh)));
    assert_eq!(
        written(&table).len(),
        4,
        "the answer is in the record, and that the paper was begun, left and handed in"
    );
}

#[test]
fn an_exercise_is_answered_and_diagnosed() {
    let (mut screen, mut table) = started(drill, Lang::En);
    insta::assert_snapshot!("drill_80x24_en", text(&show(&mut screen, WIDE, Lang::En)));
    screen.update(&Message::Do(Action::Hint), &mut table);
    screen.update(&Message::Do(Action::Hint), &mut table);
    screen.update(&Message::Paste("out_h=5".to_owned()), &mut table);
    insta::assert_snapshot!("drill_hint_40x12_en", text(&show(&mut screen, SMALL, Lang::En)));
    screen.update(&Message::Enter, &mut table);
    insta::assert_snapshot!("drill_feedback_80x24_en", text(&show(&mut screen, WIDE, Lang::En)));
    assert_eq!(written(&table).len(), 1, "what is shown as taken is in the record");
    screen.update(&Message::Do(Action::Undo), &mut table);
    let rows = written(&table);
    assert!(rows.len() == 2 && rows[1].contains("\"undoes\":1"), "undo appends: {rows:?}");
}

#[test]
fn leaving_the_feedback_on_the_last_question_shows_the_summary() {
    let (mut screen, mut table) = start(question("cnn.q41", Lang::En), Lang::En);
    screen.update(&Message::Char('t'), &mut table);
    screen.update(&Message::Enter, &mut table);
    screen.update(&Message::Back, &mut table);
    assert!(text(&show(&mut screen, WIDE, Lang::En)).contains("1 answer,"));
    assert!(matches!(screen.update(&Message::Back, &mut table), Next::Leave));
}

#[test]
fn a_card_is_turned_and_rated() {
    let (mut screen, mut table) = started(review, Lang::Zh);
    insta::assert_snapshot!("card_80x24_zh", text(&show(&mut screen, WIDE, Lang::Zh)));
    screen.update(&Message::Enter, &mut table);
    insta::assert_snapshot!("card_back_40x12_zh", text(&show(&mut screen, SMALL, Lang::Zh)));
    screen.update(&Message::Char('3'), &mut table);
    assert_eq!(table.record.cards().unwrap().len(), 1);
    screen.update(&Message::Back, &mut table);
    assert!(matches!(screen.update(&Message::Back, &mut table), Next::Leave), "the summary is left");
}

#[test]
fn every_kind_of_question_is_answered_with_keys_alone() {
    let (mut screen, mut table) = started(quiz, Lang::En);
    for _ in 0..12 {
        screen.update(&Message::Paste("1".to_owned()), &mut table);
        for message in [Message::Down, Message::Char(' '), Message::Char('a'), Message::LowerItem, Message::Char('b')] {
            screen.update(&message, &mut table);
        }
        show(&mut screen, SMALL, Lang::En);
        // Submits; ticks points or reads feedback; an answer that is sent back is skipped.
        screen.update(&Message::Enter, &mut table);
        screen.update(&Message::Enter, &mut table);
        screen.update(&Message::Do(Action::Skip), &mut table);
        screen.update(&Message::Enter, &mut table);
    }
    assert!(written(&table).len() >= 4, "{:?}", written(&table));
}
