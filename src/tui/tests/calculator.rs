//! The calculator and the curves.

use super::*;
use crate::tui::screens::calculator::Calculator;
use crate::tui::screens::curves::Curves;
use crate::tui::told::{Field, Form, Worked};

pub(super) fn form(kind: &str) -> Result<Form, String> {
    let about = |zh: &str, en: &str| Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    let field = |flag: &str, value: &str, usual: Option<&str>, about| Field {
        flag: flag.to_owned(),
        title: Bilingual { zh: format!("{flag} 的名称"), en: format!("name of {flag}") },
        symbol: flag.to_uppercase(),
        value: value.to_owned(),
        usual: usual.map(str::to_owned),
        choices: if flag == "p" { vec!["1".to_owned(), "2".to_owned()] } else { Vec::new() },
        about,
    };
    Ok(Form {
        title: about("卷积层", kind),
        fields: vec![
            field("n", "32", None, about("输入的高和宽", "height and width of the input")),
            field("f", "5", None, about("卷积核边长", "side of the kernel")),
            field("p", "", Some("0"), about("填充", "padding on each side")),
        ],
    })
}

/// Repeats what it was asked, or refuses what is no number.
pub(super) fn worked(_: &str, texts: &[(String, String)], columns: u16) -> Result<Worked, String> {
    let wrong = texts.iter().filter(|(_, value)| value.parse::<f64>().is_err());
    let wrong = wrong.map(|(flag, _)| (flag.clone(), format!("{flag} is no number"))).collect();
    let given = texts.iter().map(|(flag, value)| format!("{flag} = {value}")).collect::<Vec<_>>().join(", ");
    let mut rows = vec![format!("Given: {given}"), String::new(), format!("1. In {columns} columns")];
    rows.extend((0..30).map(|row| format!("     row {row}")));
    Ok(Worked { answers: "OUT = 28".to_owned(), rows, usual: vec![("p".to_owned(), "1".to_owned())], wrong })
}

#[test]
fn a_form_is_worked_as_one_types() {
    let mut table = Table::new();
    let mut calculator = Calculator::new(&table);
    show(&mut calculator, WIDE, Lang::En);
    let Next::Open(mut form) = calculator.update(&Message::Enter, &mut table) else { panic!("a form opens") };
    show(&mut *form, WIDE, Lang::Zh);
    assert!(form.moves().is_some() && form.tick(&mut table) && form.moves().is_none());
    for message in [Message::Down, Message::Down, Message::Char('2')] {
        form.update(&message, &mut table);
    }
    show(&mut *form, (120, 30), Lang::En);
    form.tick(&mut table);
    insta::assert_snapshot!("calculation_120x30_en", text(&show(&mut *form, (120, 30), Lang::En)));
    form.update(&Message::Char('x'), &mut table);
    form.tick(&mut table);
    assert!(text(&show(&mut *form, WIDE, Lang::En)).contains("! Name of p is no number"));
    form.update(&Message::Erase, &mut table);
    form.tick(&mut table);
    for _ in 0..40 {
        form.update(&Message::PageDown, &mut table);
        show(&mut *form, SMALL, Lang::En);
    }
    assert!(text(&show(&mut *form, SMALL, Lang::En)).contains("row 29"));
    form.update(&Message::PageUp, &mut table);
    assert!(!text(&show(&mut *form, SMALL, Lang::En)).contains("row 29"), "the end is the end");
    // Words are gone through, and a first character takes the place of what stands there.
    let typed = |form: &dyn Screen| form.typed(look(Lang::En)).map(|(_, input)| input.text().to_owned()).unwrap();
    for (message, expected) in
        [(Message::Right, "1"), (Message::Right, "2"), (Message::Right, "1"), (Message::Left, "2")]
    {
        form.update(&message, &mut table);
        assert_eq!(typed(&*form), expected);
    }
    form.update(&Message::Up, &mut table);
    form.update(&Message::Char('7'), &mut table);
    form.update(&Message::Char('1'), &mut table);
    assert_eq!(typed(&*form), "71");
    assert!(matches!(form.update(&Message::Back, &mut table), Next::Leave));
}

#[test]
fn a_calculation_is_found_as_one_types() {
    let mut table = Table::new();
    let mut calculator = Calculator::new(&table);
    show(&mut calculator, WIDE, Lang::En);
    for c in "no such thing".chars() {
        calculator.update(&Message::Char(c), &mut table);
    }
    assert!(text(&show(&mut calculator, WIDE, Lang::En)).contains("No calculation has such a name"));
    assert!(matches!(calculator.update(&Message::Enter, &mut table), Next::Stay));
    for _ in 0..13 {
        calculator.update(&Message::Erase, &mut table);
    }
    assert!(text(&show(&mut calculator, WIDE, Lang::En)).contains("Convolutional neural networks"));
    assert!(matches!(calculator.update(&Message::Enter, &mut table), Next::Open(_)));
}

#[test]
fn the_field_that_is_typed_in_is_seen_whole_with_what_it_comes_to() {
    let mut table = Table::new();
    let mut calculator = Calculator::new(&table);
    show(&mut calculator, SMALL, Lang::En);
    let Next::Open(mut form) = calculator.update(&Message::Enter, &mut table) else { panic!("a form opens") };
    for (at, field) in ["name of n", "name of f", "name of p"].into_iter().enumerate() {
        let down = if at == 0 { Vec::new() } else { vec![Message::Down] };
        for key in [down, vec![Message::Char('7'), Message::Char('x')]].concat() {
            form.update(&key, &mut table);
        }
        show(&mut *form, SMALL, Lang::En);
        form.tick(&mut table);
        let seen = text(&show(&mut *form, SMALL, Lang::En));
        let whole = [field, "7x", "is no number"].iter().all(|words| seen.contains(words));
        assert!(whole && seen.lines().any(|row| row == "OUT = 28"), "{seen}");
    }
}

#[test]
fn what_goes_step_by_step_is_drawn_alone_and_has_no_derivative() {
    let table = Table::new();
    let mut window = super::app::Window::over(Curves::new(&table), table, WIDE, Lang::En);
    window.take(&[Message::End, Message::Enter]);
    assert!(window.seen().contains("have no axis in common"), "{}", window.seen());
    window.take(&[Message::Char('d')]);
    assert!(window.seen().contains("has no derivative"), "{}", window.seen());
    window.take(&[Message::Up]);
    assert!(!window.seen().contains("derivative."), "{}", window.seen());
    // The keys of a page that is scrolled are none of one where they move.
    window.take(&[Message::Do(Action::Help)]);
    assert!(!window.seen().contains("PgUp PgDn"), "{}", window.seen());
}

#[test]
fn curves_are_ticked_and_drawn_in_the_room_there_is() {
    let mut table = Table::new();
    let mut curves = Curves::new(&table);
    let mut drawn = |curves: &mut Curves, size| {
        show(curves, size, Lang::En);
        curves.tick(&mut table);
        text(&show(curves, size, Lang::En))
    };
    assert!(drawn(&mut curves, WIDE).contains("[\"relu\"] false (57, 16)"));
    let mut table = Table::new();
    for message in [Message::Down, Message::Enter, Message::Char('d')] {
        curves.update(&message, &mut table);
    }
    assert!(drawn(&mut curves, WIDE).contains("[\"relu\", \"sigmoid\"] true"));
    let small = drawn(&mut curves, SMALL);
    assert!(small.contains("[x] sigmoid") && !small.contains("[ ] cosine"), "{small}");
    curves.update(&Message::Char(' '), &mut table);
    assert!(drawn(&mut curves, SMALL).contains("[\"relu\"] true"));
}

#[test]
fn where_no_curve_is_ticked_it_is_said_and_no_empty_frame_is_drawn() {
    for lang in [Lang::En, Lang::Zh] {
        let table = Table::new();
        let mut window = super::app::Window::over(Curves::new(&table), table, WIDE, lang);
        window.tick();
        assert!(window.seen().contains("[\"relu\"]"), "{}", window.seen());
        window.take(&[Message::Enter]);
        window.tick();
        let (seen, said) = (window.seen(), if lang == Lang::En { "No curve is ticked" } else { "还没有勾选曲线" });
        assert!(seen.contains(said) && !seen.contains("[]"), "{seen}");
        window.take(&[Message::Enter]);
        window.tick();
        assert!(!window.seen().contains(said), "{}", window.seen());
    }
}
