//! What stands beside a page in a wide window, and what was not right, each by itself.

use super::app::{Window, chars, session};
use super::*;

const ROOMY: (u16, u16) = (200, 60);

const STATEMENT: &str = "The statement behind it";

/// A quiz of single choices, in a wide window.
fn singles() -> Window {
    let kinds = vec![crate::course::Kind::find("single").unwrap()];
    let quiz = QuizPlan { kinds, count: Some(3), ..QuizPlan::default() }.quiz(&cnn(), setting(Lang::En)).unwrap();
    session(Box::new(quiz), ROOMY, Lang::En)
}

/// What stands right of the middle.
fn beside(window: &Window) -> String {
    let right = |row: &str| row.chars().skip(91).collect::<String>();
    window.seen().lines().map(right).collect::<Vec<_>>().join("\n")
}

#[test]
fn beside_a_question_stands_how_it_went_so_far_and_the_statement_only_after_the_answer() {
    let mut window = singles();
    window.tick();
    assert!(beside(&window).contains("What you answer is listed here, 3 in all") && !window.seen().contains(STATEMENT));
    window.take(&chars("b"));
    window.take(&[Message::Enter]);
    window.tick();
    let seen = beside(&window);
    assert!(seen.contains(STATEMENT) && seen.contains("So far: 1 answer") && seen.contains("2 to come"), "{seen}");
    window.take(&[Message::Enter]);
    window.tick();
    let seen = beside(&window);
    assert!(seen.contains("So far: 1 answer") && !seen.contains(STATEMENT), "{seen}");
    window.resize((149, 60));
    assert!(!window.seen().contains("So far"), "{}", window.seen());
}

#[test]
fn the_working_stands_beside_the_answer_where_there_is_room_and_below_it_where_there_is_none() {
    let mut window = session(drill(Lang::En), ROOMY, Lang::En);
    window.take(&[Message::Paste("out_h=5".to_owned()), Message::Enter]);
    let step = "· ";
    assert!(beside(&window).contains(step), "{}", window.seen());
    window.resize(WIDE);
    assert!(window.seen().lines().any(|row| row.starts_with(step)), "{}", window.seen());
}

#[test]
fn what_was_not_right_is_selected_opened_and_leads_to_its_statement() {
    let mut window = session(exam(&[("single", 2), ("computed", 1)], Lang::En), WIDE, Lang::En);
    let last = [Message::Char('b'), Message::Enter, Message::Enter, Message::Paste("1".to_owned()), Message::Enter];
    window.take(&last);
    window.take(&[Message::Back, Message::Char('h')]);
    let shown = |window: &Window| window.seen().lines().next().unwrap_or_default().to_owned();
    assert!(shown(&window).starts_with("Report"), "{}", window.seen());
    // With nothing selected Enter leaves, as at the end of any session; a key down selects.
    let mut found = false;
    for _ in 0..40 {
        window.take(&[Message::Down]);
        if window.seen().contains("Enter open") {
            window.take(&[Message::Enter]);
            found = window.seen().contains("What went wrong") && window.seen().contains(" = ");
            if found {
                break;
            }
            window.take(&[Message::Back]);
        }
    }
    assert!(found, "the computed question with its working: {}", window.seen());
    window.take(&chars("n"));
    assert!(window.seen().contains("In the outline"), "{}", window.seen());
    window.take(&[Message::Back, Message::Back]);
    assert!(shown(&window).starts_with("Report"), "{}", window.seen());
}

#[test]
fn a_paper_stands_with_its_words_beside_a_question_where_there_is_room() {
    let mut window = session(exam(&[("single", 12), ("fill", 3)], Lang::En), ROOMY, Lang::En);
    let seen = beside(&window);
    assert!((1..=15).all(|number| seen.contains(&format!("{number}□  "))), "{seen}");
    let words = seen.lines().find_map(|row| row.trim().strip_prefix("14□  ")).unwrap().trim().to_owned();
    let opening: String = words.chars().take(20).collect();
    window.click(&format!("14□  {opening}"));
    assert!(window.seen().lines().nth(2).unwrap().starts_with(&opening), "{}", window.seen());
}

#[test]
fn beside_the_mistakes_and_what_is_marked_stands_what_is_selected() {
    let mut window = Window::over(home(), Table::new(), ROOMY, Lang::En);
    window.take(&chars("m"));
    window.tick();
    assert!(beside(&window).contains("How likely it was to be made again"), "{}", window.seen());
    let (screen, table) = {
        let mut table = Table::new();
        let (at, id, mark) = (table.now(), "cnn.q41".into(), ItemMark::Flagged);
        table.record.mark(&crate::study::Marked { at, id, code: None, mark, on: true }).unwrap();
        (crate::tui::screens::marked::MarkedScreen::new(&mut table, None), table)
    };
    let mut window = Window::over(screen, table, ROOMY, Lang::Zh);
    window.tick();
    assert!(beside(&window).contains("知识点"), "{}", window.seen());
}
