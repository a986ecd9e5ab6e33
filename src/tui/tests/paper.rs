//! A paper on the screen: what was answered stands where it is shown again, and nothing hands it in by the way.

use super::*;
use crate::study::Event;
use crate::tui::screens::answer::Answer;

/// A paper of one question of each of these kinds, on the screen.
fn paper(kinds: &[&str]) -> (SessionScreen, Table) {
    let parts: Vec<_> = kinds.iter().map(|kind| (*kind, 1)).collect();
    start(exam(&parts, Lang::En), Lang::En)
}

fn press(screen: &mut SessionScreen, table: &mut Table, keys: &[Message]) -> Next {
    keys.iter().map(|key| screen.update(key, table)).last().unwrap_or(Next::Stay)
}

fn chars(text: &str) -> Vec<Message> {
    text.chars().map(Message::Char).collect()
}

fn seen(screen: &mut SessionScreen) -> String {
    text(&show(screen, WIDE, Lang::En))
}

/// What happened to the paper, and the answers that were written, in order.
fn log(table: &Table) -> Vec<String> {
    let rows = written(table).into_iter().map(|row| serde_json::from_str::<serde_json::Value>(&row).unwrap());
    let word = |row: serde_json::Value| match row["type"].as_str() {
        Some("answer") => row["given"].as_str().unwrap().to_owned(),
        Some("paper") => row["event"].as_str().unwrap().to_owned(),
        Some(other) => other.to_owned(),
        None => String::new(),
    };
    rows.map(word).collect()
}

const PREVIOUS: Message = Message::Do(Action::Previous);
const NEXT: Message = Message::Do(Action::Next);

#[test]
fn what_was_answered_stands_in_its_place_again_and_enter_leaves_it_so() {
    for (kind, keys, given) in [
        ("single", chars("c"), "C"),
        ("true-false", chars("f"), "F"),
        ("multiple", chars("ac"), "A,C"),
        ("fill", chars("a word"), "a word"),
        ("matching", chars("bca"), "1-B,2-C,3-A"),
        ("ordering", vec![Message::LowerItem], "2,1,3"),
        ("key-points", chars("no idea"), "no idea"),
    ] {
        let (mut screen, mut table) = paper(&[kind, "true-false"]);
        press(&mut screen, &mut table, &keys);
        press(&mut screen, &mut table, &[Message::Enter]);
        let first = log(&table);
        assert!(first.len() == 2 && first[1].starts_with(given), "{kind}: {first:?}");
        press(&mut screen, &mut table, &[PREVIOUS, Message::Enter]);
        assert_eq!(log(&table), first, "{kind}");
        // Whoever changes a part of it changes that part alone.
        press(&mut screen, &mut table, &[PREVIOUS]);
        if kind == "matching" {
            press(&mut screen, &mut table, &[Message::Char('d'), Message::Enter]);
            let changed = first[1].replacen("1-B", "1-D", 1);
            assert_eq!(log(&table)[2..], ["undo".to_owned(), changed]);
        }
    }
}

#[test]
fn what_an_answer_puts_in_a_list_is_what_the_list_gives_back() {
    let options = |keys: &[&str]| {
        let option = |key: &&str| crate::study::OptionLine { key: (*key).to_owned(), text: String::new() };
        keys.iter().map(option).collect::<Vec<_>>()
    };
    let letters = || options(&["A", "B", "C", "D"]);
    let numbers = || options(&["1", "2", "3", "4"]);
    for (prompt, given) in [
        (Prompt::One { options: letters() }, "D"),
        (Prompt::Truth {}, "F"),
        (Prompt::Some { options: letters() }, "B,D"),
        (Prompt::Pairs { left: numbers(), right: letters() }, "1-C,2-A,3-D,4-B"),
        (Prompt::Pairs { left: numbers(), right: letters() }, "2-A"),
        (Prompt::Order { items: numbers() }, "4,1,3,2"),
        (Prompt::Text {}, "两个, three"),
        (Prompt::Blanks { blanks: 2 }, "训练 | 测试"),
    ] {
        let question = Event::Question {
            id: "q".into(),
            kind: crate::course::Kind::find("single").unwrap(),
            topic: "cnn".into(),
            number: 1,
            of: 1,
            points: 1.0,
            stem: String::new().into(),
            prompt,
            rule: None,
            paper: None,
        };
        let shown = question.on_paper("I", 60, Some(given.to_owned()));
        let mut answer = Answer::to(&shown, ["true".into(), "false".into()]);
        assert_eq!(answer.update(&Message::Enter).as_deref(), Some(given), "{shown:?}");
    }
}

#[test]
fn escape_never_hands_a_paper_in() {
    let (mut screen, mut table) = paper(&["single", "true-false"]);
    for _ in 0..5 {
        press(&mut screen, &mut table, &[Message::Back]);
        assert!(seen(&mut screen).contains("2 questions are still open"), "{}", seen(&mut screen));
        // Keys that answer do not answer here; Enter means nothing.
        press(&mut screen, &mut table, &[Message::Enter, Message::Char('b'), Message::Do(Action::HandIn)]);
        press(&mut screen, &mut table, &[Message::Back]);
    }
    press(&mut screen, &mut table, &[Message::Back, Message::Char('c')]);
    assert!(!seen(&mut screen).contains("still open"));
    // Its clock stood each time.
    let rows = log(&table);
    assert_eq!((rows[0].as_str(), rows.len()), ("begun", 13));
    assert!(rows[1..].chunks(2).all(|pair| *pair == ["paused", "resumed"]), "{rows:?}");
    press(&mut screen, &mut table, &[Message::Char('a'), Message::Enter, Message::Back, Message::Char('h')]);
    assert_eq!(log(&table)[13..], ["A", "paused", "handed-in"]);
    assert!(seen(&mut screen).contains("Points by part"));
}

#[test]
fn enter_on_the_last_page_asks_how_to_leave() {
    let (mut screen, mut table) = paper(&["single"]);
    press(&mut screen, &mut table, &[NEXT]);
    assert!(seen(&mut screen).contains("This is the last page"), "{}", seen(&mut screen));
    let foot = text(&show(&mut screen, SMALL, Lang::En)).lines().last().unwrap_or_default().to_owned();
    assert!(foot.starts_with("Enter hand in or leave") && !foot.contains("^N"), "{foot}");
    press(&mut screen, &mut table, &[Message::Enter]);
    assert!(seen(&mut screen).contains("1 question is still open"));
    press(&mut screen, &mut table, &[Message::Enter, Message::Enter]);
    assert_eq!(log(&table), ["begun", "paused"]);
}

#[test]
fn a_paper_is_paused_by_a_letter_and_by_the_end_of_the_program() {
    let (mut screen, mut table) = paper(&["single", "true-false"]);
    press(&mut screen, &mut table, &[Message::Char('a'), Message::Enter]);
    assert!(matches!(press(&mut screen, &mut table, &[Message::Back, Message::Char('p')]), Next::Leave));
    assert_eq!(log(&table), ["begun", "A", "paused"]);
    let (mut screen, mut table) = paper(&["single", "true-false"]);
    screen.quit(&mut table);
    assert_eq!(log(&table), ["begun", "paused"]);
    // One that is handed in stays so.
    let (mut screen, mut table) = paper(&["single"]);
    press(&mut screen, &mut table, &[Message::Char('a'), Message::Enter, Message::Back, Message::Char('h')]);
    screen.quit(&mut table);
    assert_eq!(log(&table), ["begun", "A", "paused", "handed-in"]);
}

#[test]
fn a_paper_that_was_handed_in_in_another_window_says_so_and_can_be_left() {
    for leads in [Message::Back, Message::Char('p'), Message::Enter] {
        let (mut screen, mut table) = paper(&["single", "true-false"]);
        let row: serde_json::Value = serde_json::from_str(&written(&table)[0]).unwrap();
        let code = row["code"].as_str().unwrap().to_owned();
        let (at, event) = (table.now(), crate::study::PaperEvent::HandedIn);
        table.journal().paper(&crate::study::PaperRow { at, code, event, plan: None }).unwrap();
        press(&mut screen, &mut table, &[Message::Char('a'), Message::Enter]);
        let said = seen(&mut screen);
        assert!(said.contains("handed in in another window") && !said.contains("still open"), "{said}");
        // Nothing but these leads on, whatever time it is.
        table.passed = 5401;
        screen.tick(&mut table);
        press(&mut screen, &mut table, &[Message::Char('h'), Message::Char('c'), NEXT]);
        assert!(seen(&mut screen).contains("handed in in another window"));
        let next = screen.update(&leads, &mut table);
        let is_so =
            if leads == Message::Enter { matches!(next, Next::Instead(_)) } else { matches!(next, Next::Leave) };
        assert!(is_so, "{leads:?}: {next:?}");
        assert_eq!(log(&table), ["begun", "handed-in"]);
    }
}

#[test]
fn a_report_is_called_so_where_time_ran_out_among_all_questions() {
    let (mut screen, mut table) = paper(&["single", "true-false"]);
    press(&mut screen, &mut table, &[Message::Char('g')]);
    assert!(seen(&mut screen).starts_with("All questions"), "{}", seen(&mut screen));
    table.passed = 5401;
    screen.tick(&mut table);
    assert!(seen(&mut screen).starts_with("Report"), "{}", seen(&mut screen));
}

#[test]
fn the_clock_of_a_paper_runs_under_the_help() {
    let (screen, mut table) = paper(&["single", "true-false"]);
    table.passed = 60;
    let mut window = super::app::Window::over(screen, table, WIDE, Lang::En);
    window.take(&[Message::Do(Action::Help)]);
    window.tick();
    assert!(window.seen().starts_with("Help"), "{}", window.seen());
    let (screen, mut table) = paper(&["single", "true-false"]);
    table.passed = 5401;
    let mut window = super::app::Window::over(screen, table, WIDE, Lang::En);
    window.take(&[Message::Do(Action::Help)]);
    window.tick();
    assert!(window.seen().starts_with("Report") && window.seen().contains("Time is up"), "{}", window.seen());
}

#[test]
fn when_time_is_up_what_was_being_typed_is_taken_and_it_is_said_where_it_is_seen() {
    let (mut screen, mut table) = paper(&["fill", "single"]);
    press(&mut screen, &mut table, &chars("Inception"));
    table.passed = 5401;
    assert!(screen.tick(&mut table));
    assert_eq!(log(&table), ["begun", "Inception", "handed-in"]);
    assert!(seen(&mut screen).lines().rev().take(3).any(|row| row.contains("Time is up")), "{}", seen(&mut screen));
    // Also where the next key comes before the clock is looked at; a cursor that nobody moved answers nothing.
    let (mut screen, mut table) = paper(&["single"]);
    table.passed = 5401;
    press(&mut screen, &mut table, &[Message::Char('b'), Message::Enter]);
    assert_eq!(log(&table), ["begun", "handed-in"]);
}

#[test]
fn an_answer_that_was_not_finished_is_there_when_one_comes_back() {
    let (mut screen, mut table) = paper(&["fill", "true-false"]);
    press(&mut screen, &mut table, &chars("half a wo"));
    press(&mut screen, &mut table, &[NEXT, PREVIOUS]);
    press(&mut screen, &mut table, &chars("rd"));
    press(&mut screen, &mut table, &[Message::Enter]);
    assert_eq!(log(&table), ["begun", "half a wo", "undo", "half a word"]);
}

#[test]
fn a_question_is_marked_and_a_card_set_apart_by_keys() {
    let (mut screen, mut table) = paper(&["single"]);
    press(&mut screen, &mut table, &[Message::Do(Action::Flag)]);
    assert!(seen(&mut screen).contains("among all questions"), "{}", seen(&mut screen));
    assert_eq!(log(&table), ["begun", "mark"]);
    let (mut screen, mut table) = started(review, Lang::En);
    press(&mut screen, &mut table, &[Message::Char('b'), Message::Enter, Message::Char('x')]);
    let rows = written(&table);
    assert!(rows[0].contains("\"buried\"") && rows[1].contains("\"suspended\""), "{rows:?}");
    press(&mut screen, &mut table, &[Message::Char('u')]);
    assert!(written(&table)[2].contains("\"on\":false"), "{:?}", written(&table));
}

#[test]
fn what_stands_in_an_answer_counts_however_the_question_is_left() {
    let half = || chars("half");
    let ways: [(&str, Vec<Message>); 5] = [
        ("the next question", vec![NEXT, Message::Back, Message::Char('h')]),
        ("all questions", vec![Message::Do(Action::Overview), Message::End, Message::Enter, Message::Back]),
        ("a pause", vec![Message::Back, Message::Char('p')]),
        ("handing in", vec![Message::Back, Message::Char('h')]),
        ("the key that hands in", vec![Message::Do(Action::HandIn), Message::Char('h')]),
    ];
    for (way, keys) in ways {
        let (mut screen, mut table) = paper(&["fill", "single"]);
        press(&mut screen, &mut table, &half());
        press(&mut screen, &mut table, &keys);
        assert!(log(&table).contains(&"half".to_owned()), "{way}: {:?}", log(&table));
    }
    let (mut screen, mut table) = paper(&["fill", "single"]);
    press(&mut screen, &mut table, &half());
    screen.quit(&mut table);
    assert_eq!(log(&table), ["begun", "half", "paused"]);
    // How many are open was counted with it; a cursor that nobody moved answers nothing.
    let (mut screen, mut table) = paper(&["fill", "single"]);
    press(&mut screen, &mut table, &half());
    press(&mut screen, &mut table, &[Message::Back]);
    assert!(seen(&mut screen).contains("1 question is still open"), "{}", seen(&mut screen));
    press(&mut screen, &mut table, &[Message::Back, NEXT, Message::Do(Action::Overview)]);
    assert!(seen(&mut screen).contains("1 answered · 1 open"), "{}", seen(&mut screen));
}

#[test]
fn a_choice_that_is_changed_is_the_answer_and_one_that_is_emptied_is_none() {
    let (mut screen, mut table) = paper(&["single", "multiple"]);
    press(&mut screen, &mut table, &[Message::Char('b'), Message::Enter, PREVIOUS, Message::Char('c'), NEXT]);
    assert_eq!(log(&table), ["begun", "B", "undo", "C"]);
    press(&mut screen, &mut table, &[Message::Char('a'), PREVIOUS, NEXT, Message::Char('a'), PREVIOUS]);
    assert_eq!(log(&table)[4..], ["A", "undo"]);
    assert!(seen(&mut screen).contains("● C."), "{}", seen(&mut screen));
}

#[test]
fn what_cannot_be_read_is_kept_as_it_stands_and_that_is_said() {
    let (mut screen, mut table) = paper(&["computed", "single"]);
    press(&mut screen, &mut table, &chars("1+"));
    press(&mut screen, &mut table, &[NEXT]);
    assert!(seen(&mut screen).contains("question 1 cannot be read"), "{}", seen(&mut screen));
    press(&mut screen, &mut table, &[PREVIOUS]);
    assert!(seen(&mut screen).contains(" 1+") && !seen(&mut screen).contains("cannot be read"));
    assert!(log(&table)[1].ends_with("1+"), "{:?}", log(&table));
}

#[test]
fn in_all_questions_an_arrow_leads_to_the_row_that_is_seen() {
    let parts = [("single", 15), ("true-false", 3), ("fill", 2)];
    let (mut screen, mut table) = start(exam(&parts, Lang::En), Lang::En);
    press(&mut screen, &mut table, &[Message::Do(Action::Overview)]);
    let mut gone_to = |keys: &[Message]| {
        for key in keys {
            show(&mut screen, WIDE, Lang::En);
            screen.update(key, &mut table);
        }
        press(&mut screen, &mut table, &[Message::Enter]);
        let seen = seen(&mut screen);
        press(&mut screen, &mut table, &[Message::Do(Action::Overview), Message::Home]);
        seen.lines().next().unwrap().split_whitespace().rev().nth(1).unwrap().to_owned()
    };
    // Eleven stand in a row.
    assert_eq!(gone_to(&[Message::Down]), "12/20");
    assert_eq!(gone_to(&[Message::Down, Message::Up]), "1/20");
    assert_eq!(gone_to(&chars("99")), "9/20");
}

#[test]
fn what_is_written_is_kept_after_a_while_whatever_ends_the_program_then() {
    let (mut screen, mut table) = paper(&["fill", "single"]);
    press(&mut screen, &mut table, &chars("half"));
    for _ in 0..4 {
        screen.tick(&mut table);
    }
    assert_eq!(log(&table), ["begun"]);
    for _ in 0..9 {
        screen.tick(&mut table);
    }
    assert_eq!(log(&table), ["begun", "half"]);
    assert!(seen(&mut screen).contains("> half") && !seen(&mut screen).contains("saved"));
}

#[test]
fn a_paper_that_waits_is_gone_on_with_from_the_list_and_a_mark_stands_in_the_row() {
    let mut table = Table::new();
    let mut papers = crate::tui::screens::papers::Papers::new(&mut table);
    let seen = text(&show(&mut papers, WIDE, Lang::En));
    assert!(seen.contains("Unfinished: 3 answered") && seen.contains("58 questions · 120 min"), "{seen}");
    let next = papers.update(&Message::Enter, &mut table);
    assert!(matches!(&next, Next::Begin(Choice::Paper(code)) if code.ends_with("0005")), "{next:?}");
    let (mut screen, mut table) = paper(&["single", "true-false"]);
    press(&mut screen, &mut table, &[Message::Char('m')]);
    assert!(text(&show(&mut screen, WIDE, Lang::En)).contains("⚑·"));
}
