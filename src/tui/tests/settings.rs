//! The settings, and what is asked at the first start.

use super::*;
use crate::tui::screens::settings::Settings;
use crate::tui::screens::welcome::Welcome;

fn said(table: &Table) -> Vec<(&str, &str)> {
    table.said.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect()
}

#[test]
fn a_setting_is_turned_typed_and_taken_back() {
    let mut table = Table::new();
    let mut screen = Settings::new(&table);
    let look = screen.update(&Message::Enter, &mut table);
    assert!(matches!(look, Next::Look));
    screen.update(&Message::Down, &mut table);
    screen.update(&Message::Enter, &mut table);
    for _ in 0..20 {
        screen.update(&Message::Erase, &mut table);
    }
    screen.update(&Message::Paste("soon".to_owned()), &mut table);
    screen.update(&Message::Enter, &mut table);
    insta::assert_snapshot!("settings_refused_40x12_en", text(&show(&mut screen, SMALL, Lang::En)));
    for _ in 0..20 {
        screen.update(&Message::Erase, &mut table);
    }
    screen.update(&Message::Enter, &mut table);
    screen.update(&Message::Down, &mut table);
    screen.update(&Message::Right, &mut table);
    screen.update(&Message::Left, &mut table);
    for _ in 0..2 {
        screen.update(&Message::Down, &mut table);
    }
    screen.update(&Message::Left, &mut table);
    for message in [Message::Down, Message::Right].into_iter().cycle().take(7) {
        screen.update(&message, &mut table);
    }
    let look = screen.update(&Message::Char(' '), &mut table);
    assert!(matches!(look, Next::Look));
    let expected = [
        ("lang", "en"),
        ("exam", ""),
        ("minutes", "50"),
        ("minutes", "45"),
        ("retention", "0.89"),
        ("again", "true"),
        ("theme", "light"),
        ("mouse", "false"),
        ("ascii", "true"),
    ];
    assert_eq!(said(&table), expected);
    assert!(matches!(screen.update(&Message::Back, &mut table), Next::Leave));
}

#[test]
fn a_number_is_turned_no_further_than_it_goes() {
    let mut table = Table::new();
    let mut screen = Settings::new(&table);
    let mut press = |keys: &[Message]| {
        for key in keys {
            let _ = screen.update(key, &mut table);
        }
        let last = table.said.last().map(|(key, value)| format!("{key} {value}")).unwrap_or_default();
        (last, text(&show(&mut screen, SMALL, Lang::Zh)))
    };
    let (left, right) = (vec![Message::Left; 12], vec![Message::Right; 12]);
    let (last, seen) = press(&[&[Message::Down, Message::Down][..], &left].concat());
    assert!(last == "minutes 1" && seen.contains("1 到 1440"), "{last}: {seen}");
    let (last, seen) = press(&[&[Message::Down][..], &left].concat());
    assert!(last == "new-per-day 0" && !seen.contains("-0"), "{last}: {seen}");
    let (last, seen) = press(&[&[Message::Down][..], &right].concat());
    assert!(last == "retention 0.99" && seen.contains("70% 到 99%"), "{last}: {seen}");
}

#[test]
fn what_is_typed_and_not_saved_changes_nothing() {
    let mut table = Table::new();
    let mut screen = Settings::new(&table);
    for message in [Message::Down, Message::Enter, Message::Char('9'), Message::Back] {
        assert!(matches!(screen.update(&message, &mut table), Next::Stay));
    }
    assert!(table.said.is_empty());
    assert!(text(&show(&mut screen, WIDE, Lang::En)).contains("2 Jan 2027"));
}

#[test]
fn a_share_is_typed_as_it_is_shown() {
    let mut table = Table::new();
    let mut screen = Settings::new(&table);
    for message in [
        &[Message::Down, Message::Down, Message::Down, Message::Down][..],
        &[Message::Enter, Message::Erase, Message::Erase, Message::Erase, Message::Char('9'), Message::Char('5')],
    ]
    .concat()
    {
        screen.update(&message, &mut table);
    }
    assert!(text(&show(&mut screen, WIDE, Lang::En)).lines().any(|row| row.ends_with("  95")));
    screen.update(&Message::Enter, &mut table);
    assert_eq!(said(&table), [("retention", "95%")]);
}

#[test]
fn the_first_start_asks_for_language_and_exam_and_either_can_be_passed_over() {
    let mut table = Table::new();
    let mut welcome = Welcome::new(Lang::Zh);
    welcome.update(&Message::Down, &mut table);
    assert!(matches!(welcome.update(&Message::Enter, &mut table), Next::Speak(Lang::En)));
    welcome.update(&Message::Paste("soon".to_owned()), &mut table);
    assert!(matches!(welcome.update(&Message::Enter, &mut table), Next::Stay));
    insta::assert_snapshot!("welcome_refused_40x12_en", text(&show(&mut welcome, SMALL, Lang::En)));
    for _ in 0..4 {
        welcome.update(&Message::Erase, &mut table);
    }
    welcome.update(&Message::Paste("2027-01-12".to_owned()), &mut table);
    assert!(matches!(welcome.update(&Message::Enter, &mut table), Next::Leave));
    assert_eq!(said(&table), [("lang", "en"), ("exam", "2027-01-12")]);
    let (mut table, mut welcome) = (Table::new(), Welcome::new(Lang::Zh));
    assert!(matches!(welcome.update(&Message::Back, &mut table), Next::Leave));
    assert!(table.said.is_empty());
    // A day that is typed goes with a word.
    let (mut table, mut welcome) = (Table::new(), Welcome::in_language(Lang::Zh));
    welcome.update(&Message::Paste("2027-01-12".to_owned()), &mut table);
    assert!(matches!(welcome.update(&Message::Back, &mut table), Next::Stay));
    let seen = text(&show(&mut welcome, SMALL, Lang::Zh));
    assert!(seen.contains("日期没有保存") && !seen.contains("2027-01-12\n"), "{seen}");
    assert!(matches!(welcome.update(&Message::Back, &mut table), Next::Leave) && table.said.is_empty());
}
