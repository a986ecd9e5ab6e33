//! The reader: selecting, opening, searching, practising, and coming back to where one was.

use ratatui::style::Modifier;

use super::*;
use crate::study::Action;
use crate::tui::look::Hint;

/// Presses keys, the screen being drawn in between as it is when a person presses them.
fn press(screen: &mut dyn Screen, keys: &[Message], table: &mut Table, size: (u16, u16), lang: Lang) -> Vec<Next> {
    let mut nexts = Vec::new();
    for key in keys {
        show(screen, size, lang);
        nexts.push(screen.update(key, table));
    }
    show(screen, size, lang);
    nexts
}

/// Opens a statement from its topic.
pub(super) fn open(screen: &mut Notes, id: &str, table: &mut Table) {
    let [topic] = cnn();
    let at = topic.statements.iter().position(|statement| &*statement.id == id).unwrap() + 1;
    let place = format!(" {at} of {}", topic.statements.len());
    for _ in 0..100 {
        press(screen, &[Message::Enter], table, WIDE, Lang::En);
        if shown(screen, WIDE, Lang::En).lines().next().unwrap().ends_with(&place) {
            return;
        }
        press(screen, &[Message::Back, Message::Down], table, WIDE, Lang::En);
    }
    panic!("no {id}");
}

fn shown(screen: &mut dyn Screen, size: (u16, u16), lang: Lang) -> String {
    text(&show(screen, size, lang))
}

fn typed(words: &str) -> Vec<Message> {
    words.chars().map(Message::Char).collect()
}

/// The rows that are reversed, as text.
fn selected(buffer: &Buffer) -> String {
    let mut rows = String::new();
    for y in 0..buffer.area().height {
        let cells = (0..buffer.area().width).map(|x| &buffer[(x, y)]);
        let mut row = String::new();
        let mut covered = 0;
        for cell in cells {
            if covered > 0 {
                covered -= 1;
            } else if cell.modifier.contains(Modifier::REVERSED) {
                row.push_str(cell.symbol());
                covered = width(cell.symbol()).max(1) - 1;
            }
        }
        if !row.is_empty() {
            let _ = writeln!(rows, "{}", row.trim_end());
        }
    }
    rows
}

#[test]
fn the_reader_shows_statements_with_formulas_and_errata() {
    insta::assert_snapshot!("notes_80x24_en", shown(&mut notes(), WIDE, Lang::En));
    insta::assert_snapshot!("notes_40x12_zh", shown(&mut notes(), SMALL, Lang::Zh));
    insta::assert_snapshot!("contents_40x12_en", shown(&mut reader(&Opening::Contents), SMALL, Lang::En));
}

#[test]
fn a_statement_is_selected_in_view_and_shows_without_colour() {
    let (mut notes, mut table) = (notes(), Table::new());
    let all = Course::open(None).unwrap().topic("cnn").unwrap().statements.len();
    for (size, lang) in [(WIDE, Lang::En), (SMALL, Lang::Zh), (SMALL, Lang::En)] {
        press(&mut notes, &[Message::Home], &mut table, size, lang);
        let mut met = Vec::new();
        for _ in 0..7 * all {
            let buffer = show(&mut notes, size, lang);
            let here = selected(&buffer);
            if !here.is_empty() && met.last() != Some(&here) {
                met.push(here);
            }
            press(&mut notes, &[Message::Char('j')], &mut table, size, lang);
        }
        assert!(met.len() >= all, "every statement was selected: {}", met.len());
        assert!(shown(&mut notes, size, lang).contains(&format!("{all}/{all}")));
    }
    press(&mut notes, &[Message::Char('k')], &mut table, WIDE, Lang::Zh);
    assert!(shown(&mut notes, WIDE, Lang::Zh).contains(&format!("{}/{all}", all - 1)));
}

#[test]
fn a_statement_opens_with_all_that_belongs_to_it() {
    let (mut notes, mut table) = (notes(), Table::new());
    open(&mut notes, "cnn.output-size", &mut table);
    insta::assert_snapshot!("statement_80x24_en", shown(&mut notes, WIDE, Lang::En));
    insta::assert_snapshot!("statement_80x24_zh", shown(&mut notes, WIDE, Lang::Zh));
    insta::assert_snapshot!("statement_40x12_zh", shown(&mut notes, SMALL, Lang::Zh));
    press(&mut notes, &vec![Message::Down; 8], &mut table, SMALL, Lang::En);
    insta::assert_snapshot!("statement_links_40x12_en", shown(&mut notes, SMALL, Lang::En));
    let mut erring = super::notes();
    open(&mut erring, "cnn.padding-field", &mut table);
    insta::assert_snapshot!("statement_erratum_80x24_en", shown(&mut erring, WIDE, Lang::En));
}

#[test]
fn each_link_begins_what_it_names() {
    let (mut notes, mut table) = (notes(), Table::new());
    open(&mut notes, "cnn.output-size", &mut table);
    let mut begun = Vec::new();
    for _ in 0..30 {
        let next = press(&mut notes, &[Message::Enter, Message::Down], &mut table, WIDE, Lang::En).swap_remove(0);
        let Next::Begin(choice) = next else { continue };
        if begun.last() != Some(&choice) {
            begun.push(choice);
        }
    }
    assert!(matches!(&begun[0], Choice::Cards(ids) if ids.len() == 1), "{begun:?}");
    assert!(begun.iter().any(|c| matches!(c, Choice::Questions(ids) if ids.len() == 1)), "{begun:?}");
    assert!(begun.contains(&Choice::Calculation("conv".to_owned())), "{begun:?}");
    let all = press(&mut notes, &[Message::Char('p')], &mut table, WIDE, Lang::En).swap_remove(0);
    let singles = begun.iter().filter(|c| matches!(c, Choice::Questions(_))).count();
    assert!(matches!(all, Next::Begin(Choice::Questions(ids)) if ids.len() == singles));
}

#[test]
fn what_was_answered_is_marked_beside_the_question() {
    let (mut table, size) = (Table::new(), Size::new(80, 24));
    let mut reader = notes();
    open(&mut reader, "cnn.padding-field", &mut table);
    assert!(!shown(&mut reader, WIDE, Lang::En).contains(['✓', '✗']));
    let mut app = App::new(vec![Box::new(reader)], look(Lang::En));
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut press = |key: Message| {
        terminal.draw(|frame| app.draw(frame)).unwrap();
        app.take(key, size, &mut table);
        terminal.draw(|frame| app.draw(frame)).unwrap();
        (app.depth(), text(terminal.backend().buffer()))
    };
    assert_eq!(press(Message::Char('p')).0, 2, "a quiz lies on the reader");
    for key in [Message::Down, Message::Char('a'), Message::Enter, Message::Enter, Message::Enter] {
        press(key);
    }
    let (depth, page) = press(Message::Home);
    assert_eq!(depth, 1);
    assert!(page.contains(['✓', '✗']), "{page}");
}

#[test]
fn a_search_finds_as_one_types_and_shows_the_topic_of_each_hit() {
    let (mut notes, mut table) = (notes(), Table::new());
    press(&mut notes, &[Message::Char('/')], &mut table, SMALL, Lang::Zh);
    insta::assert_snapshot!("search_empty_40x12_zh", shown(&mut notes, SMALL, Lang::Zh));
    press(&mut notes, &typed("tdxs"), &mut table, SMALL, Lang::Zh);
    insta::assert_snapshot!("search_40x12_zh", shown(&mut notes, SMALL, Lang::Zh));
    press(&mut notes, &vec![Message::Erase; 4], &mut table, WIDE, Lang::En);
    press(&mut notes, &typed("receptive field"), &mut table, WIDE, Lang::En);
    insta::assert_snapshot!("search_80x24_en", shown(&mut notes, WIDE, Lang::En));
    press(&mut notes, &typed(" xyzzy"), &mut table, WIDE, Lang::En);
    assert!(shown(&mut notes, WIDE, Lang::En).contains("nothing found for"));
}

#[test]
fn going_back_finds_each_place_as_it_was_left() {
    let (mut notes, mut table) = (notes(), Table::new());
    let mut go = |notes: &mut Notes, keys: &[Message]| press(notes, keys, &mut table, SMALL, Lang::Zh);
    go(&mut notes, &vec![Message::Down; 25]);
    let topic = shown(&mut notes, SMALL, Lang::Zh);
    go(&mut notes, &[Message::Enter, Message::Down, Message::PageDown]);
    let statement = shown(&mut notes, SMALL, Lang::Zh);
    go(&mut notes, &[Message::Char('/')]);
    go(&mut notes, &typed("感受野"));
    go(&mut notes, &[Message::Down, Message::Down]);
    let search = shown(&mut notes, SMALL, Lang::Zh);
    go(&mut notes, &[Message::Enter]);
    assert_ne!(shown(&mut notes, SMALL, Lang::Zh), search, "the hit is open");
    for before in [search, statement, topic] {
        go(&mut notes, &[Message::Back]);
        assert_eq!(shown(&mut notes, SMALL, Lang::Zh), before);
    }
    go(&mut notes, &[Message::Back]);
    let buffer = show(&mut notes, SMALL, Lang::Zh);
    assert!(selected(&buffer).contains("卷积神经网络"), "{}", text(&buffer));
    assert!(matches!(go(&mut notes, &[Message::Back])[0], Next::Leave));
}

#[test]
fn the_other_language_keeps_the_selection() {
    let (mut notes, mut table) = (notes(), Table::new());
    press(&mut notes, &vec![Message::Down; 30], &mut table, SMALL, Lang::Zh);
    let at = |screen: &mut Notes, lang| {
        shown(screen, SMALL, lang).lines().next().unwrap().split(' ').next_back().unwrap().to_owned()
    };
    let before = at(&mut notes, Lang::Zh);
    assert!(!selected(&show(&mut notes, SMALL, Lang::En)).is_empty());
    assert_eq!(at(&mut notes, Lang::En), before);
}

#[test]
fn the_reader_opens_at_a_search_too() {
    let mut found = reader(&Opening::Search("LoRA".to_owned()));
    let screen = shown(&mut found, WIDE, Lang::En);
    assert!(screen.contains("LoRA") && screen.contains("/ LoRA"), "{screen}");
    // Whoever came to search goes back to where they came from.
    assert!(matches!(found.update(&Message::Back, &mut Table::new()), Next::Leave));
}

#[test]
fn feedback_leads_to_the_statement_behind_its_question_and_back() {
    let (mut screen, mut table) = start(question("cnn.q41", Lang::En), Lang::En);
    screen.update(&Message::Char('t'), &mut table);
    screen.update(&Message::Enter, &mut table);
    assert!(screen.keys().contains(&Hint::Do(Action::Statement)), "{:?}", screen.keys());
    let Next::Read(opening) = screen.update(&Message::Char('n'), &mut table) else { panic!("nothing opens") };
    let mut statement = reader(&opening);
    let [topic] = cnn();
    let asked = topic.questions.iter().find(|question| &*question.id == "cnn.q41").unwrap();
    let behind = topic.statements.iter().find(|other| other.id == asked.tests[0]).unwrap();
    let page = shown(&mut statement, WIDE, Lang::En);
    let first = crate::course::prose(&behind.text.en).split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    assert!(page.contains(&first), "{first} in {page}");
    assert!(matches!(statement.update(&Message::Back, &mut table), Next::Leave));
}
