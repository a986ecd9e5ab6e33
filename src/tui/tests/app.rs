//! What is the same on every screen: help, languages, clicks, themes; and that no event breaks anything.

use proptest::prelude::*;

use super::*;

/// The interface over a first screen, in a window.
pub(super) struct Window {
    app: App,
    table: Table,
    terminal: Terminal<TestBackend>,
}

impl Window {
    pub(super) fn over(screen: impl Screen + 'static, table: Table, size: (u16, u16), lang: Lang) -> Self {
        Self::over_boxed(Box::new(screen), table, size, lang)
    }

    pub(super) fn over_boxed(screen: Box<dyn Screen>, table: Table, (columns, rows): (u16, u16), lang: Lang) -> Self {
        let terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        let mut window = Self { app: App::new(vec![screen], look(lang)), table, terminal };
        window.draw();
        window
    }

    /// Draws on an empty terminal: one of the tests does not clear the second half of a wide character as a real one does.
    fn draw(&mut self) {
        let Size { width, height } = self.terminal.backend().buffer().area().as_size();
        self.terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
    }

    /// Takes messages. False once the program has ended.
    pub(super) fn take(&mut self, messages: &[Message]) -> bool {
        messages.iter().all(|message| {
            let size = self.terminal.backend().buffer().area().as_size();
            let goes_on = self.app.take(message.clone(), size, &mut self.table);
            self.draw();
            goes_on
        })
    }

    /// Draws it in a window of another size.
    pub(super) fn resize(&mut self, (columns, rows): (u16, u16)) {
        self.terminal.backend_mut().resize(columns, rows);
        self.draw();
        self.tick();
    }

    /// Draws it in another theme.
    pub(super) fn paint(&mut self, theme: Theme) {
        self.app.paint(theme);
        self.draw();
        self.tick();
    }

    /// Lets what waits for a moment without keys be done.
    pub(super) fn tick(&mut self) {
        self.draw();
        if self.app.moves().is_some() {
            self.app.tick(&mut self.table);
            self.draw();
        }
    }

    pub(super) const fn table(&self) -> &Table {
        &self.table
    }

    pub(super) fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    pub(super) fn seen(&self) -> String {
        text(self.terminal.backend().buffer())
    }

    /// Clicks on the first place where these words stand.
    pub(super) fn click(&mut self, words: &str) {
        let seen = self.seen();
        let (row, line) = seen.lines().enumerate().find(|(_, line)| line.contains(words)).unwrap();
        let column = width(&line[..line.find(words).unwrap()]);
        assert!(self.take(&[Message::Click(column as u16, row as u16)]));
    }
}

pub(super) fn session(session: Box<dyn Session>, size: (u16, u16), lang: Lang) -> Window {
    let (screen, table) = start(session, lang);
    Window::over(screen, table, size, lang)
}

pub(super) fn chars(text: &str) -> Vec<Message> {
    text.chars().map(Message::Char).collect()
}

const LANGUAGE: Message = Message::Do(Action::Language);
const HELP: Message = Message::Do(Action::Help);

#[test]
fn a_question_mark_is_help_where_it_is_not_typed_and_help_is_found_as_one_types() {
    let mut window = Window::over(home(), Table::new(), WIDE, Lang::En);
    window.take(&chars("?"));
    insta::assert_snapshot!("help_home_80x24_en", window.seen());
    window.take(&chars("plan"));
    insta::assert_snapshot!("help_found_80x24_en", window.seen());
    window.take(&[HELP]);
    assert!(window.seen().contains("Today"), "the key that opens help closes it");
    let mut window = session(drill(Lang::Zh), SMALL, Lang::Zh);
    window.take(&chars("?"));
    assert!(window.seen().contains("答：?"), "{}", window.seen());
    window.take(&[HELP]);
    insta::assert_snapshot!("help_drill_40x12_zh", window.seen());
    // It speaks the language that is spoken.
    window.take(&[LANGUAGE]);
    assert!(window.seen().contains("Help"), "{}", window.seen());
    window.take(&[Message::Back]);
    assert!(window.seen().contains("Output side") && window.seen().contains("> ?"), "{}", window.seen());
}

#[test]
fn another_language_is_for_the_question_that_is_open_and_for_what_was_begun() {
    let mut window = session(drill(Lang::En), WIDE, Lang::En);
    window.take(&[Message::Do(Action::Hint), Message::Paste("out_h=5".to_owned()), LANGUAGE]);
    let seen = window.seen();
    assert!(seen.contains("卷积层") && seen.contains("out_h=5"), "{seen}");
    assert!(!seen.contains("output"), "{seen}");
    window.take(&[Message::Enter]);
    assert!(window.seen().contains("答错了"), "{}", window.seen());
    window.take(&[LANGUAGE]);
    let seen = window.seen();
    assert!(seen.contains("Not right") && seen.contains("padding counted once") && !seen.contains("填充"), "{seen}");
    assert_eq!(window.table.said, [("lang", "zh"), ("lang", "en")].map(|(k, v)| (k.to_owned(), v.to_owned())));
    window.take(&[Message::Enter, LANGUAGE]);
    assert!(window.seen().contains("回顾") && !window.seen().contains("Your answer"), "{}", window.seen());
}

#[test]
fn another_language_keeps_what_was_chosen_in_every_kind_of_answer() {
    for (kind, keys, given) in [
        ("single", chars("c"), "C"),
        ("multiple", chars("ac"), "A,C"),
        ("matching", chars("bca"), "1-B,2-C,3-A"),
        ("ordering", vec![Message::LowerItem], "2,1,3"),
        ("key-points", chars("no idea"), "no idea"),
    ] {
        let mut window = session(exam(&[(kind, 1)], Lang::Zh), WIDE, Lang::Zh);
        window.take(&keys);
        window.take(&[LANGUAGE, Message::Enter]);
        let row = written(&window.table).into_iter().find(|row| row.contains("\"given\"")).unwrap();
        assert!(row.contains(&format!("\"given\":\"{given}")), "{kind}: {row}");
        assert!(!window.seen().contains(['的', '是']), "{kind}: {}", window.seen());
    }
}

#[test]
fn a_card_that_is_turned_and_points_that_are_ticked_change_their_language_too() {
    let mut window = session(review(Lang::Zh), WIDE, Lang::Zh);
    window.take(&[Message::Enter, LANGUAGE]);
    let seen = window.seen();
    assert!(
        seen.contains("The convolutional neural network") && !seen.contains("缩写") && seen.contains("1-4"),
        "{seen}"
    );
    let mut window = session(exam(&[("key-points", 1)], Lang::Zh), WIDE, Lang::Zh);
    window.take(&chars("no idea"));
    window.take(&[Message::Enter, Message::Back, Message::Char('h'), Message::Char(' '), LANGUAGE]);
    let seen = window.seen();
    assert!(seen.contains("[x] 1.") && seen.contains("no idea") && seen.contains("Tick the ideas"), "{seen}");
    window.take(&[Message::Enter, LANGUAGE]);
    assert!(window.seen().contains("得分"), "{}", window.seen());
}

#[test]
fn what_is_clicked_on_is_chosen() {
    let mut window = Window::over(home(), Table::new(), (200, 60), Lang::En);
    window.click(" 6 Loss functions");
    assert!(window.seen().contains("Statements: 15 of 40 met"), "{}", window.seen());
    window.click(" 6 Loss functions");
    assert!(
        window.seen().lines().next().unwrap().contains("Loss functions"),
        "a second click opens: {}",
        window.seen()
    );
    window.take(&[Message::Back]);
    window.click("statistics");
    assert!(window.seen().starts_with("Statistics"), "{}", window.seen());
    window.take(&[Message::Back]);
    window.click("An exam now");
    assert_eq!(window.app.depth(), 1, "a click beside everything does nothing");
    let mut window = session(exam(&[("single", 3)], Lang::En), (120, 30), Lang::En);
    window.click("  B. ");
    assert!(window.seen().contains("● B. "), "{}", window.seen());
    window.click(" 3□");
    assert!(window.seen().lines().next().unwrap().contains("3/3"), "{}", window.seen());
    let mut window = session(review(Lang::En), WIDE, Lang::En);
    window.take(&[Message::Enter]);
    window.click("4 easy");
    assert_eq!(written(&window.table).iter().filter(|row| row.contains("\"rating\":4")).count(), 1);
}

#[test]
fn all_questions_of_a_paper_are_seen_at_once_and_one_is_gone_to() {
    let parts = [("single", 12), ("true-false", 4), ("fill", 3)];
    for (size, sized) in [(WIDE, "80x24"), (SMALL, "40x12"), ((120, 40), "120x40")] {
        let mut window = session(exam(&parts, Lang::Zh), size, Lang::Zh);
        window.take(&[Message::Enter, Message::Char('m'), Message::Char('g'), Message::Right]);
        insta::assert_snapshot!(format!("overview_{sized}_zh"), window.seen());
        window.take(&[Message::Char('1'), Message::Char('7'), Message::Enter]);
        assert!(window.seen().lines().next().unwrap().contains("17/19"), "{}", window.seen());
        // In a line of text the letter is typed, and the key still opens it.
        window.take(&[Message::Char('g'), Message::Do(Action::Overview), Message::Home, Message::Enter]);
        assert!(window.seen().lines().next().unwrap().contains("1/19"), "{}", window.seen());
    }
}

#[test]
fn a_mark_is_shown_and_set_while_feedback_is_read() {
    let mut window = session(quiz(Lang::En), WIDE, Lang::En);
    window.take(&[Message::Do(Action::Flag)]);
    assert!(window.seen().lines().next().unwrap().contains("⚑"), "{}", window.seen());
    window.take(&[Message::Do(Action::Flag)]);
    assert!(!window.seen().contains("⚑"), "{}", window.seen());
    let mut window = session(question("cnn.q41", Lang::En), WIDE, Lang::En);
    window.take(&[Message::Enter, Message::Char('m')]);
    assert!(window.seen().lines().next().unwrap().contains("⚑"), "{}", window.seen());
    let marks: Vec<_> = written(&window.table).into_iter().filter(|row| row.contains("\"flagged\"")).collect();
    assert!(marks.len() == 1 && marks[0].contains("cnn.q41") && marks[0].contains("true"), "{marks:?}");
}

#[test]
fn how_sure_one_is_goes_with_the_answer() {
    let mut window = session(question("cnn.q41", Lang::En), WIDE, Lang::En);
    window.take(&[Message::Do(Action::Sure), Message::Char('%'), Message::Char('%')]);
    assert!(window.seen().contains("90"), "{}", window.seen());
    window.take(&[Message::Char('t'), Message::Enter]);
    assert!(written(&window.table)[0].contains("\"confidence\":0.9"), "{:?}", written(&window.table));
}

#[test]
fn the_clock_of_a_paper_runs_from_its_cover_on() {
    for (lang, tongue) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (size, sized) in [(WIDE, "80x24"), (SMALL, "40x12")] {
            let (mut table, parts) = (Table::new(), [("single", 12), ("key-points", 2)]);
            let screen = crate::tui::screens::of(exam(&parts, lang), &mut table, look(lang)).unwrap();
            let mut window = Window::over(Cover(screen), table, size, lang);
            insta::assert_snapshot!(format!("cover_{sized}_{tongue}"), window.seen());
            assert!(written(&window.table).is_empty(), "nothing has begun");
            window.take(&[LANGUAGE, LANGUAGE, Message::Enter]);
            assert_eq!(written(&window.table).len(), 1);
            assert!(window.seen().lines().next().unwrap().contains("1/14"), "{}", window.seen());
        }
    }
}

/// A screen that is boxed already.
#[derive(Debug)]
struct Cover(Box<dyn Screen>);

impl Screen for Cover {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        self.0.update(message, desk)
    }

    fn page(&self, size: Size, look: Look) -> crate::tui::widgets::Page {
        self.0.page(size, look)
    }

    fn keys(&self) -> Vec<crate::tui::look::Hint> {
        self.0.keys()
    }

    fn speak(&mut self, lang: Lang, desk: &mut dyn Desk) {
        self.0.speak(lang, desk);
    }
}

#[test]
fn papers_that_were_handed_in_are_listed() {
    let mut window = Window::over(home(), Table::new(), WIDE, Lang::En);
    window.take(&chars("o"));
    insta::assert_snapshot!("papers_80x24_en", window.seen());
    window.take(&[Message::Down, Message::Down, Message::Enter]);
    assert!(window.seen().contains("no report of exam@58.120:0000-0003"), "{}", window.seen());
}

/// Something that can happen.
#[derive(Clone, Debug)]
enum Event {
    Take(Message),
    Resize(u16, u16),
    Tick,
    Pass(i64),
}

/// Everything that a terminal can say, likelier what leads somewhere.
fn event() -> impl Strategy<Value = Event> {
    let plain = prop::sample::select(vec![
        Message::Enter,
        Message::Enter,
        Message::Back,
        Message::Up,
        Message::Down,
        Message::Left,
        Message::Right,
        Message::LiftItem,
        Message::LowerItem,
        Message::PageUp,
        Message::PageDown,
        Message::WheelUp,
        Message::WheelDown,
        Message::Home,
        Message::End,
        Message::Erase,
        Message::Delete,
        Message::Tab,
        Message::Edit(crate::tui::message::Edit::KillWord),
        Message::Edit(crate::tui::message::Edit::WordLeft),
    ]);
    let action = prop::sample::select(crate::study::action::ACTIONS.iter().map(|row| row.action).collect::<Vec<_>>());
    prop_oneof![
        6 => plain.prop_map(Event::Take),
        4 => prop::char::range(' ', '~').prop_map(|c| Event::Take(Message::Char(c))),
        3 => (0_u16..130, 0_u16..50).prop_map(|(x, y)| Event::Take(Message::Click(x, y))),
        2 => action.prop_map(|action| Event::Take(Message::Do(action))),
        1 => "[ -~卷积\n]{0,12}".prop_map(|text| Event::Take(Message::Paste(text))),
        1 => (1_u16..130, 1_u16..50).prop_map(|(columns, rows)| Event::Resize(columns, rows)),
        1 => Just(Event::Tick),
        1 => (0_i64..4000).prop_map(Event::Pass),
    ]
}

/// Lets something happen. False once the program has ended.
fn happen(window: &mut Window, event: Event) -> bool {
    match event {
        Event::Take(message) => return window.take(&[message]),
        Event::Resize(columns, rows) => window.terminal.backend_mut().resize(columns, rows),
        Event::Tick => _ = window.app.moves().map(|_| window.app.tick(&mut window.table)),
        Event::Pass(seconds) => window.table.passed += seconds,
    }
    window.draw();
    true
}

/// The screens that a person can be at, but for those behind them.
fn screens(lang: Lang) -> Vec<Window> {
    let parts = [("single", 3), ("matching", 1), ("fill", 1), ("key-points", 2)];
    let mut all = vec![Window::over(home(), Table::new(), WIDE, lang), Window::over(notes(), Table::new(), WIDE, lang)];
    let sessions = [quiz(lang), drill(lang), review(lang), exam(&parts, lang)];
    all.extend(sessions.into_iter().map(|one| session(one, WIDE, lang)));
    for key in "emspcg,o".chars() {
        let mut window = Window::over(home(), Table::new(), WIDE, lang);
        window.take(&[Message::Char(key)]);
        all.push(window);
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_nothing_breaks_and_there_is_a_way_out(events in prop::collection::vec(event(), 60)) {
        for mut window in screens(Lang::Zh) {
            if !events.iter().all(|event| happen(&mut window, event.clone())) {
                continue;
            }
            let rows = written(&window.table);
            // Escape leads out of everything; of a paper it asks, and `p` pauses it.
            let asks = |window: &Window| window.seen().contains("p  暂") || window.seen().contains("p  leave");
            window.terminal.backend_mut().resize(80, 24);
            let left = (0..200).any(|_| {
                !window.take(&[Message::Back]) || (asks(&window) && !window.take(&[Message::Char('p')]))
            });
            prop_assert!(left, "no way out of\n{}", window.seen());
            prop_assert!(written(&window.table).starts_with(&rows), "what was written stays");
        }
    }

    #[test]
    fn what_is_typed_on_a_paper_stays_whatever_else_happens(
        events in prop::collection::vec(prop_oneof![
            Just(Event::Tick),
            (0_i64..30).prop_map(Event::Pass),
            (1_u16..130, 1_u16..50).prop_map(|(columns, rows)| Event::Resize(columns, rows)),
            prop::sample::select(vec![
                LANGUAGE,
                HELP,
                Message::WheelDown,
                Message::PageUp,
                Message::Do(Action::Overview),
                Message::Do(Action::Flag),
                Message::Do(Action::Sure),
                Message::Do(Action::Practise),
            ])
            .prop_map(Event::Take),
        ], 0..30),
    ) {
        let mut window = session(exam(&[("fill", 1), ("single", 1)], Lang::Zh), WIDE, Lang::Zh);
        window.take(&chars("half 半"));
        for event in events {
            prop_assert!(happen(&mut window, event));
        }
        // Back from help and from among all questions.
        window.terminal.backend_mut().resize(80, 24);
        window.draw();
        for _ in 0..3 {
            if !window.seen().contains("half 半") {
                window.take(&[Message::Back]);
            }
        }
        window.take(&[Message::Enter]);
        let rows = written(&window.table);
        prop_assert!(rows.iter().any(|row| row.contains("half 半")), "{:?}\n{}", rows, window.seen());
    }
}
