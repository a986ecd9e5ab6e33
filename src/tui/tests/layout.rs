//! Where things stand and whether they are whole: columns that fit, a line typed under what it answers, nothing told twice.

use super::app::{Window, chars, session};
use super::*;
use crate::tui::screens::settings::Settings;
use crate::tui::screens::topic::TopicRoom;
use crate::tui::screens::welcome::Welcome;

fn at(screen: impl Screen + 'static, size: (u16, u16), lang: Lang) -> Window {
    let mut window = Window::over(screen, Table::new(), size, lang);
    window.tick();
    window
}

/// The row that has these words.
fn row_of(window: &Window, words: &str) -> usize {
    let row = window.seen().lines().position(|row| row.contains(words));
    row.unwrap_or_else(|| panic!("{words}: {}", window.seen()))
}

#[test]
fn a_head_is_a_whole_word_or_none() {
    for (lang, words) in [(Lang::En, ["likely right", "mastery"]), (Lang::Zh, ["答对可能", "掌握"])] {
        for columns in [40, 60, 80, 120, 160, 200] {
            let seen = at(home(), (columns, 60), lang).seen();
            let head = seen.lines().find(|row| row.contains("章节") || row.contains("Topics")).unwrap().to_owned();
            let cut: Vec<&str> = head.split_whitespace().filter(|word| word.ends_with('…')).collect();
            assert!(cut.is_empty(), "{columns}: {head}");
            let whole = words.iter().any(|word| head.contains(word));
            assert!(whole || columns < 60, "{columns}: {head}");
        }
    }
}

#[test]
fn where_there_is_room_titles_are_whole_and_bars_tell_shares_apart() {
    let longest = |lang: Lang| {
        let titles = Table::new().titles();
        titles.iter().map(|(_, title)| title.get(lang).to_owned()).max_by_key(|title| width(title)).unwrap()
    };
    for lang in [Lang::En, Lang::Zh] {
        for screen in [Box::new(home()) as Box<dyn Screen>, Box::new(statistics())] {
            let mut window = Window::over_boxed(screen, Table::new(), (200, 60), lang);
            window.tick();
            let seen = window.seen();
            let row = seen.lines().find(|row| row.contains(&longest(lang))).unwrap_or_else(|| panic!("{seen}"));
            let bar = row.chars().filter(|c| matches!(c, '█' | '░')).count();
            assert!(bar >= 10, "{row}");
        }
    }
}

fn statistics() -> impl Screen {
    crate::tui::screens::statistics::statistics(&mut Table::new())
}

#[test]
fn a_line_is_typed_right_under_what_it_answers() {
    for size in [SMALL, WIDE, (200, 60)] {
        let mut window = at(Welcome::in_language(Lang::En), size, Lang::En);
        window.take(&chars("2026-13"));
        let (asked, typed) = (row_of(&window, "When is the exam"), row_of(&window, "2026-13"));
        assert!(typed > asked && typed - asked <= 8, "{}", window.seen());
        let mut window = at(Settings::new(&Table::new()), size, Lang::En);
        window.take(&[Message::Down, Message::Enter]);
        window.take(&chars("soonest"));
        let seen = window.seen();
        let is_there = seen.lines().any(|row| row.starts_with("Day of the exam") && row.contains("soonest"));
        assert!(is_there, "{seen}");
    }
}

#[test]
fn what_is_accurate_is_told_once_on_a_page() {
    // Questions on statements with an erratum, in windows with a statement beside the answer and without.
    let topic = cnn()[0].clone();
    let loose = |id: &crate::course::Id| topic.statements.find(id).is_some_and(|statement| statement.erratum.is_some());
    let is_loose = |question: &&crate::course::Question| {
        question.body.kind().key == "true-false" && question.tests.first().is_some_and(loose)
    };
    let question = topic.questions.iter().find(is_loose).unwrap();
    for columns in [80, 200] {
        let mut window = session(super::question(&question.id, Lang::En), (columns, 120), Lang::En);
        window.take(&[Message::Char('t'), Message::Enter]);
        window.tick();
        assert_eq!(window.seen().matches("More accurately").count(), 1, "{columns}: {}", window.seen());
    }
}

#[test]
fn the_end_of_a_quiz_tells_percent_time_and_topics() {
    let topics = ["cnn", "rnn"].map(|id| Course::open(None).unwrap().topic(id).unwrap());
    let kinds = vec![crate::course::Kind::find("true-false").unwrap()];
    for (lang, words) in
        [(Lang::En, ["%)", ", 3 min", "Points by topic"]), (Lang::Zh, ["%）", "用时 3 分钟", "各章得分"])]
    {
        let plan = QuizPlan { kinds: kinds.clone(), count: Some(12), ..QuizPlan::default() };
        let quiz = Box::new(plan.quiz(&topics, setting(lang)).unwrap());
        let mut table = Table::new();
        let mut screen = SessionScreen::start(quiz, &mut table, look(lang)).unwrap();
        table.passed = 200;
        for _ in 0..12 {
            for key in [Message::Char('t'), Message::Enter, Message::Enter] {
                screen.update(&key, &mut table);
            }
        }
        let seen = text(&show(&mut screen, WIDE, lang));
        assert!(words.iter().all(|word| seen.contains(word)), "{seen}");
    }
}

#[test]
fn that_nothing_of_a_topic_is_marked_is_told_from_nothing_at_all() {
    let (id, title) = Table::new().titles()[18].clone();
    for (lang, said) in [(Lang::En, "Nothing in this topic is marked"), (Lang::Zh, "这一章没有标记")] {
        let mut table = Table::new();
        let (at, of) = (table.now(), "cnn.q41".to_owned());
        table.record.mark(&crate::study::Marked { at, id: of, code: None, mark: ItemMark::Flagged, on: true }).unwrap();
        let mut window = Window::over(TopicRoom::new(id.clone(), title.clone(), None), table, WIDE, lang);
        window.take(&chars("f"));
        assert!(window.seen().contains(said), "{}", window.seen());
    }
}

#[test]
fn each_blank_has_a_line_of_its_own() {
    let topic = cnn()[0].clone();
    let is_of_two = |question: &&crate::course::Question| {
        matches!(question.body.kind().key, "fill") && question.stem.en.matches("____").count() == 2
    };
    let id = topic.questions.iter().find(is_of_two).map(|question| question.id.to_string()).unwrap();
    for (lang, names) in [(Lang::En, ["Blank 1", "Blank 2"]), (Lang::Zh, ["第 1 空", "第 2 空"])] {
        let mut window = session(question(&id, lang), WIDE, lang);
        assert!(names.iter().all(|name| window.seen().contains(name)), "{}", window.seen());
        window.take(&chars("one"));
        window.take(&[Message::Enter]);
        window.take(&chars("two"));
        window.take(&[Message::Enter]);
        assert!(written(window.table())[0].contains("one | two"), "{:?}", written(window.table()));
    }
}

#[test]
fn the_diagnosis_is_what_stands_out_most() {
    let mut window = session(drill(Lang::En), WIDE, Lang::En);
    window.take(&[Message::Paste("5".to_owned()), Message::Enter]);
    let row = row_of(&window, "padding counted once");
    let style = window.buffer()[(4, row as u16)].style();
    assert!(style.add_modifier.contains(ratatui::style::Modifier::BOLD) && style.fg.is_some(), "{style:?}");
    assert!(window.seen().contains("⌊(13 + 2 − 7)/2⌋ + 1 = 5"), "a formula is not broken: {}", window.seen());
}

#[test]
fn below_what_can_be_done_with_a_topic_its_standing_is_read_to_the_end() {
    let mut table = Table::new();
    let (id, title) = (Id::from("cnn"), Bilingual { zh: "卷积".to_owned(), en: "Convolution".to_owned() });
    let topic = table.told().unwrap().stats.topics.first().cloned();
    assert!(topic.is_some());
    let last = |window: &Window| window.seen().lines().nth(10).unwrap_or_default().to_owned();
    for keys in [vec![Message::Down; 30], vec![Message::PageDown; 9], vec![Message::End; 2]] {
        let table = Table::new();
        let mut window = Window::over(TopicRoom::new(id.clone(), title.clone(), topic.clone()), table, SMALL, Lang::En);
        assert!(last(&window).ends_with('↓'), "{}", window.seen());
        window.take(&keys);
        assert!(last(&window).ends_with('↑'), "{}", window.seen());
    }
    let mut window = Window::over(TopicRoom::new(id, title, topic), table, SMALL, Lang::En);
    let first = window.seen();
    window.take(&vec![Message::Down; 30]);
    window.take(&vec![Message::Up; 30]);
    assert_eq!(window.seen(), first);
}
