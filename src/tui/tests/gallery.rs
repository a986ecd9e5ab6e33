//! Every screen, in a state that people see it in, at three sizes, in both languages and all themes: one picture a
//! screen, and what must hold of all of them.

use ratatui::style::{Modifier, Style};

use super::app::{Window, chars, session};
use super::*;
use crate::tui::screens::calculator::Calculator;
use crate::tui::screens::curves::Curves;
use crate::tui::screens::settings::Settings;
use crate::tui::screens::welcome::Welcome;
use crate::tui::widgets::pane::{BETWEEN, MEASURE};

const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (200, 60)];

const THEMES: [Wanted; 3] = [Wanted::Dark, Wanted::Light, Wanted::Mono];

/// A screen and what leads to it.
type Visit = (&'static str, fn(Lang) -> Window);

/// Home, after these keys.
fn from_home(lang: Lang, keys: &[Message]) -> Window {
    let mut window = Window::over(home(), Table::new(), WIDE, lang);
    window.take(keys);
    window
}

/// A session, after these keys.
fn within(one: Box<dyn Session>, lang: Lang, keys: &[Message]) -> Window {
    let mut window = session(one, WIDE, lang);
    window.take(keys);
    window
}

/// The first question of a kind, after these keys.
fn of_kind(kind: &str, lang: Lang, keys: &[Message]) -> Window {
    let kinds = vec![crate::course::Kind::find(kind).unwrap()];
    let plan = QuizPlan { kinds, count: Some(3), ..QuizPlan::default() };
    within(Box::new(plan.quiz(&cnn(), setting(lang)).unwrap()), lang, keys)
}

/// An exercise of a calculation that is always the same.
fn of_code(code: &str, lang: Lang, keys: &[Message]) -> Window {
    let code: crate::calculation::Code = code.parse().unwrap();
    let kinds = vec![code.calculation.as_ref().into()];
    let plan = DrillPlan { kinds, level: code.level, count: Some(3), code: Some(code), ..DrillPlan::default() };
    within(Box::new(Drill::new(plan, setting(lang))), lang, keys)
}

fn reading(opening: &Opening, lang: Lang, keys: &[Message]) -> Window {
    let mut window = Window::over(reader(opening), Table::new(), WIDE, lang);
    window.take(keys);
    window
}

/// A paper with several parts, from its cover on.
fn paper(lang: Lang, keys: &[Message]) -> Window {
    let parts = [("single", 12), ("multiple", 4), ("fill", 3), ("key-points", 2)];
    let mut table = Table::new();
    let cover = crate::tui::screens::of(exam(&parts, lang), &mut table, look(lang)).unwrap();
    let mut window = Window::over_boxed(cover, table, WIDE, lang);
    window.take(keys);
    window
}

fn enter() -> Vec<Message> {
    vec![Message::Enter]
}

fn keys(parts: &[&[Message]]) -> Vec<Message> {
    parts.concat()
}

/// Everything that there is to see.
const VISITS: &[Visit] = &[
    ("welcome", |lang| Window::over(Welcome::new(lang), Table::new(), WIDE, lang)),
    ("home", |lang| from_home(lang, &chars("7"))),
    ("topic", |lang| from_home(lang, &[Message::Char('5'), Message::Enter])),
    ("statistics", |lang| from_home(lang, &chars("s"))),
    ("mistakes", |lang| from_home(lang, &chars("m"))),
    ("plan", |lang| from_home(lang, &chars("p"))),
    ("papers", |lang| from_home(lang, &chars("o"))),
    ("settings", |lang| from_home(lang, &chars(","))),
    ("settings-refused", |lang| {
        let mut window = Window::over(Settings::new(&Table::new()), Table::new(), WIDE, lang);
        window.take(&[Message::Down, Message::Enter]);
        window.take(&[Message::Edit(crate::tui::message::Edit::KillWord), Message::Paste("soon".to_owned())]);
        window.take(&enter());
        window
    }),
    ("calculator", |lang| from_home(lang, &chars("c"))),
    ("calculation", |lang| {
        let mut window = Window::over(Calculator::new(&Table::new()), Table::new(), WIDE, lang);
        window.take(&enter());
        window.tick();
        window
    }),
    ("curves", |lang| {
        let mut window = Window::over(Curves::new(&Table::new()), Table::new(), WIDE, lang);
        window.tick();
        window
    }),
    ("help", |lang| from_home(lang, &chars("?"))),
    ("help-found", |lang| from_home(lang, &chars(if lang == Lang::Zh { "?统" } else { "?stat" }))),
    ("help-drill", |lang| within(drill(lang), lang, &[Message::Do(Action::Help)])),
    ("contents", |lang| reading(&Opening::Contents, lang, &[Message::Down])),
    ("notes", |lang| reading(&Opening::Topic("cnn".to_owned()), lang, &[Message::Down])),
    ("search", |lang| reading(&Opening::Search("softmax".to_owned()), lang, &[])),
    ("search-empty", |lang| reading(&Opening::Search("zzzz".to_owned()), lang, &[])),
    ("statement", |lang| reading(&Opening::Behind("cnn.q41".to_owned()), lang, &[])),
    ("statement-curve", |lang| {
        let activation = Course::open(None).unwrap().topic("activation").unwrap();
        let drawn = activation.statements.iter().find(|statement| statement.curves.is_some()).unwrap();
        let asks = |question: &crate::course::Question| question.tests.first() == Some(&drawn.id);
        let question = activation.questions.iter().find(|question| asks(question)).unwrap();
        reading(&Opening::Behind(question.id.to_string()), lang, &[])
    }),
    ("single", |lang| of_kind("single", lang, &[Message::Down, Message::Do(Action::Hint)])),
    ("single-feedback", |lang| of_kind("single", lang, &keys(&[&chars("b"), &enter()]))),
    ("multiple", |lang| of_kind("multiple", lang, &chars("bd"))),
    ("multiple-feedback", |lang| of_kind("multiple", lang, &keys(&[&chars("bd"), &enter()]))),
    ("true-false", |lang| of_kind("true-false", lang, &chars("f"))),
    ("true-false-feedback", |lang| of_kind("true-false", lang, &keys(&[&chars("f"), &enter()]))),
    ("fill", |lang| of_kind("fill", lang, &[Message::Paste("卷积".to_owned())])),
    ("fill-feedback", |lang| of_kind("fill", lang, &[Message::Paste("a|b|c|d".to_owned()), Message::Enter])),
    ("matching", |lang| of_kind("matching", lang, &chars("ba"))),
    ("matching-feedback", |lang| of_kind("matching", lang, &keys(&[&chars("badc"), &enter()]))),
    ("ordering", |lang| of_kind("ordering", lang, &[Message::LowerItem])),
    ("ordering-feedback", |lang| of_kind("ordering", lang, &[Message::LowerItem, Message::Enter])),
    ("key-points", |lang| of_kind("key-points", lang, &chars("share weights"))),
    ("key-points-ticked", |lang| of_kind("key-points", lang, &keys(&[&chars("share weights"), &enter()]))),
    ("key-points-feedback", |lang| of_kind("key-points", lang, &keys(&[&chars("share weights"), &enter(), &enter()]))),
    ("computed", |lang| of_kind("computed", lang, &chars("?"))),
    ("computed-refused", |lang| of_kind("computed", lang, &keys(&[&chars("abc"), &enter()]))),
    ("drill-feedback", |lang| within(drill(lang), lang, &keys(&[&chars("out_h=5"), &enter()]))),
    ("drill-matrices", |lang| of_code("convolve@1.2:1898-AAD1", lang, &chars("1,2"))),
    ("drill-values", |lang| of_code("conv@1.2:D510-BB86", lang, &keys(&[&chars("4704"), &enter()]))),
    ("drill-layers", |lang| of_code("finetune@1.2:1898-AAD1", lang, &[])),
    ("quiz-end", |lang| {
        let answers: Vec<Message> = [chars("b"), enter(), enter()].concat();
        of_kind("single", lang, &keys(&[&answers, &answers, &answers]))
    }),
    ("once-more", |lang| {
        let answers: Vec<Message> = [chars("b"), enter(), enter()].concat();
        of_kind("single", lang, &keys(&[&answers, &answers, &answers, &chars("a")]))
    }),
    ("nothing-answered", |lang| of_kind("single", lang, &[Message::Do(Action::Skip), Message::Back])),
    ("left-unsent", |lang| of_kind("fill", lang, &[chars("abc"), vec![Message::Back]].concat())),
    ("card", |lang| within(review(lang), lang, &[])),
    ("card-back", |lang| within(review(lang), lang, &enter())),
    ("review-end", |lang| within(review(lang), lang, &[Message::Enter, Message::Char('1'), Message::Back])),
    ("cover", |lang| paper(lang, &[])),
    ("paper", |lang| paper(lang, &keys(&[&enter(), &chars("m"), &chars("b"), &enter()]))),
    ("paper-overview", |lang| paper(lang, &keys(&[&enter(), &chars("mb"), &enter(), &chars("g")]))),
    ("paper-ways-out", |lang| paper(lang, &[Message::Enter, Message::Back])),
    ("paper-end", |lang| {
        let mut window = paper(lang, &enter());
        window.take(&[Message::Char('g'), Message::End, Message::Enter, Message::Do(Action::Next)]);
        window
    }),
    ("paper-report", |lang| paper(lang, &keys(&[&enter(), &chars("b"), &enter(), &[Message::Back], &chars("h")]))),
    ("notice", |lang| {
        let mut window = Window::over(home(), Table::new(), WIDE, lang);
        window.take(&[Message::Char('o'), Message::Enter]);
        window
    }),
];

/// What a style means, in the theme that it is of; the first that it can be.
fn meaning(style: Style, theme: Theme) -> char {
    let plain = |style: Style| (style.fg.unwrap_or_default(), style.add_modifier);
    let meanings = [
        (theme.title(), 't'),
        (theme.heading(), 'h'),
        (theme.right(), '+'),
        (theme.wrong(), '-'),
        (theme.caution(), '!'),
        (theme.quiet(), 'q'),
        (theme.formula(), 'f'),
        (theme.key(), 'k'),
    ];
    let is = |(known, _): &&(Style, char)| plain(*known) == plain(style);
    match meanings.iter().find(is) {
        _ if style.add_modifier.contains(Modifier::REVERSED) => 's',
        _ if plain(style) == plain(Style::new()) => ' ',
        Some((_, letter)) => *letter,
        None => 'c',
    }
}

/// What the cells of each row mean: `3 t0-12 q70-79`, of rows in which anything means something.
fn meanings(buffer: &Buffer, theme: Theme) -> String {
    let mut out = String::new();
    for y in 0..buffer.area().height {
        let mut letters: Vec<char> = Vec::new();
        for cell in (0..buffer.area().width).map(|x| &buffer[(x, y)]) {
            // A blank goes with what stands before it: only what is seen means something.
            letters.push(match cell.symbol() {
                " " if !cell.modifier.contains(Modifier::REVERSED) => letters.last().copied().unwrap_or(' '),
                _ => meaning(Style::new().fg(cell.fg).add_modifier(cell.modifier), theme),
            });
        }
        let mut at = 0;
        let mut runs = Vec::new();
        for run in letters.chunk_by(|one, other| one == other) {
            if run[0] != ' ' {
                runs.push(format!("{}{at}-{}", run[0], at + run.len() - 1));
            }
            at += run.len();
        }
        if !runs.is_empty() {
            let _ = writeln!(out, "{y} {}", runs.join(" "));
        }
    }
    out
}

const fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{4e00}'..='\u{9fff}')
}

/// Half-width punctuation right beside a Chinese character.
fn is_mixed(row: &str) -> bool {
    let letters: Vec<char> = row.chars().collect();
    letters.windows(2).any(|pair| is_chinese(pair[0]) && ",:;?!()".contains(pair[1]))
}

#[test]
fn every_screen_is_as_it_was_seen_at_three_sizes_in_both_languages_and_all_themes() {
    for (name, visit) in VISITS {
        let mut seen = String::new();
        let mut styles = String::new();
        for lang in Lang::ALL {
            let mut window = visit(lang);
            for size in SIZES {
                window.resize(size);
                let mut texts = Vec::new();
                for wanted in THEMES {
                    let theme = Theme::new(wanted, true, true, None);
                    window.paint(theme);
                    let buffer = window.buffer();
                    if lang == Lang::Zh && size == WIDE {
                        let _ = write!(styles, "\n{}\n{}", wanted.name(), meanings(buffer, theme));
                    }
                    texts.push(text(buffer));
                }
                // Where curves have no colours, letters stand on them.
                assert!(texts[0] == texts[1] && (texts[0] == texts[2] || name.contains("curve")), "{name}: {texts:#?}");
                let shown = &texts[0];
                let _ = write!(seen, "\n{} {}x{}\n{}", lang.key(), size.0, size.1, shown.trim_end());
                seen.push('\n');
                for row in shown.lines() {
                    assert!(width(row) <= size.0.into(), "{name} {size:?}: {row}");
                    assert!(!row.contains('{') || name.contains("matri"), "{name}: {row}");
                    assert!(lang == Lang::En || !is_mixed(row), "{name}: half-width punctuation in {row}");
                }
            }
        }
        insta::assert_snapshot!(format!("gallery_{name}"), format!("{seen}{styles}"));
    }
}

#[test]
fn words_are_nowhere_wider_than_is_read_with_ease() {
    for name in ["single", "drill-feedback", "card-back", "statement", "quiz-end"] {
        let (_, visit) = VISITS.iter().find(|(known, _)| *known == name).unwrap();
        for lang in Lang::ALL {
            let mut window = visit(lang);
            window.resize((200, 60));
            // Two panes of such a width, and nothing between them or behind.
            let buffer = window.buffer();
            let is_blank = |x: u16, y: u16| buffer[(x, y)].symbol().trim().is_empty();
            let is_left_free = |x: u16| (2..57).all(|y| is_blank(x, y));
            assert!((MEASURE..MEASURE + BETWEEN).all(is_left_free), "{name}\n{}", text(buffer));
            assert!((2 * MEASURE + BETWEEN..199).all(is_left_free), "{name}\n{}", text(buffer));
        }
    }
}
