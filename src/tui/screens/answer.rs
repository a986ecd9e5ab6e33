//! An answer being made: a choice in a list, letters, an order, or a line of text.

use ratatui::style::Style;

use super::fields::Fields;
use crate::study::{Asked, Event, OptionLine, PointLine, Prompt};
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::widgets::{Input, Rows};

/// How the open prompt is answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Text: a number, a word, several blanks, a short answer.
    Text(Input),
    /// Several values, a line for each.
    Values(Fields),
    /// One option.
    One {
        options: Vec<OptionLine>,
        at: usize,
        /// Whether one was chosen: the cursor alone chooses none.
        chosen: bool,
    },
    /// Any number of options.
    Some { options: Vec<OptionLine>, at: usize, chosen: Vec<bool> },
    /// A letter for each left side.
    Pairs { left: Vec<OptionLine>, right: Vec<OptionLine>, at: usize, given: Vec<Option<usize>> },
    /// Items in an order of one's own.
    Order { items: Vec<OptionLine>, at: usize },
    /// Points to tick.
    Points { points: Vec<PointLine>, at: usize, ticked: Vec<bool> },
    /// Enter turns the card.
    Turn,
    /// A digit from 1 to 4.
    Rating,
    /// Nothing is asked.
    Nothing,
}

impl Answer {
    /// The way in which a prompt is answered. What was answered already stands in it.
    #[must_use]
    pub fn to(event: &Event, truths: [String; 2]) -> Self {
        let mut answer = Self::fresh(event, truths);
        if let Event::Question { paper: Some(paper), .. } = event {
            answer.put(paper.given.as_deref().unwrap_or_default());
        }
        answer
    }

    /// Puts in it what was answered, as an answer line has it.
    fn put(&mut self, given: &str) {
        let keys = || given.split(',').map(str::trim);
        let place = |options: &[OptionLine], key: &str| options.iter().position(|option| option.key == key);
        match self {
            Self::Text(input) => *input = Input::with(given),
            Self::Values(fields) => fields.put(given),
            Self::One { options, at, chosen } => {
                if let Some(place) = place(options, given) {
                    (*at, *chosen) = (place, true);
                }
            }
            Self::Some { options, chosen, .. } => {
                for place in keys().filter_map(|key| place(options, key)) {
                    chosen[place] = true;
                }
            }
            Self::Pairs { left, right, given: pairs, .. } => {
                for (l, r) in keys().filter_map(|pair| pair.split_once('-')) {
                    if let Some(at) = place(left, l) {
                        pairs[at] = place(right, r);
                    }
                }
            }
            Self::Order { items, .. } => {
                let order: Vec<&str> = keys().collect();
                let last = order.len();
                items.sort_by_key(|item| order.iter().position(|key| *key == item.key).unwrap_or(last));
            }
            Self::Points { .. } | Self::Turn | Self::Rating | Self::Nothing => {}
        }
    }

    fn fresh(event: &Event, truths: [String; 2]) -> Self {
        match event {
            Event::Question { prompt, .. } => match prompt.clone() {
                Prompt::One { options } => Self::One { options, at: 0, chosen: false },
                Prompt::Truth {} => {
                    let keys = ["T", "F"].into_iter().zip(truths);
                    let options = keys.map(|(key, text)| OptionLine { key: key.to_owned(), text }).collect();
                    Self::One { options, at: 0, chosen: false }
                }
                Prompt::Some { options } => Self::Some { at: 0, chosen: vec![false; options.len()], options },
                Prompt::Pairs { left, right } => Self::Pairs { at: 0, given: vec![None; left.len()], left, right },
                Prompt::Order { items } => Self::Order { items, at: 0 },
                Prompt::Values { ask, .. } => Self::values(&ask),
                Prompt::Blanks { blanks } if blanks > 1 => Self::Values(Fields::blanks(blanks)),
                Prompt::Text {} | Prompt::Blanks { .. } => Self::Text(Input::default()),
            },
            Event::Exercise { ask, .. } => Self::values(ask),
            Event::Points { points, .. } => {
                Self::Points { points: points.clone(), at: 0, ticked: points.iter().map(|p| p.seen).collect() }
            }
            Event::Card { .. } => Self::Turn,
            Event::Back { .. } => Self::Rating,
            _ => Self::Nothing,
        }
    }

    /// A line for each of several values.
    fn values(ask: &[Asked]) -> Self {
        if ask.len() > 1 { Self::Values(Fields::of(ask)) } else { Self::Text(Input::default()) }
    }

    /// Takes over what was begun as an answer to the same prompt in another language.
    pub fn take_over(&mut self, begun: &Self) {
        match (self, begun) {
            (Self::Text(input), Self::Text(begun)) => *input = begun.clone(),
            (Self::Values(fields), Self::Values(begun)) => fields.take_over(begun),
            (Self::One { at, options, chosen }, Self::One { at: here, chosen: begun, .. }) if *here < options.len() => {
                (*at, *chosen) = (*here, *begun);
            }
            (Self::Some { at, chosen, .. }, Self::Some { at: here, chosen: begun, .. })
                if chosen.len() == begun.len() =>
            {
                (*at, *chosen) = (*here, begun.clone());
            }
            (Self::Pairs { at, given, .. }, Self::Pairs { at: here, given: begun, .. })
                if given.len() == begun.len() =>
            {
                (*at, *given) = (*here, begun.clone());
            }
            (Self::Order { items, at }, Self::Order { items: begun, at: here }) => {
                let place = |item: &OptionLine| begun.iter().position(|other| other.key == item.key);
                items.sort_by_key(place);
                *at = (*here).min(items.len().saturating_sub(1));
            }
            (Self::Points { ticked, at, .. }, Self::Points { ticked: begun, at: here, .. })
                if ticked.len() == begun.len() =>
            {
                (*at, *ticked) = (*here, begun.clone());
            }
            _ => {}
        }
    }

    /// Whether a letter answers: it names an option, moves the cursor, or is one of a line.
    #[must_use]
    pub fn takes(&self, letter: char) -> bool {
        let names = |options: &[OptionLine]| pressed(&Message::Char(letter), options).is_some();
        match self {
            Self::Text(_) | Self::Values(_) => true,
            Self::One { options, .. } | Self::Some { options, .. } => "jk ".contains(letter) || names(options),
            Self::Pairs { right, .. } => names(right) || "jk".contains(letter),
            Self::Order { .. } => "jkJK+-".contains(letter),
            Self::Points { .. } => "jk ".contains(letter) || letter.is_ascii_digit(),
            Self::Turn => letter == ' ',
            Self::Rating => "1234 ".contains(letter),
            Self::Nothing => false,
        }
    }

    /// Keys that make it.
    #[must_use]
    pub fn keys(&self) -> Vec<Hint> {
        const SUBMIT: Hint = Hint::Key("Enter", "tui.submit");
        const MOVE: Hint = Hint::Key("↑↓", "tui.move");
        match self {
            Self::Text(_) => vec![SUBMIT],
            Self::Values(fields) => {
                let enter = if fields.hands_in() { SUBMIT } else { Hint::Key("Enter", "tui.next-value") };
                vec![enter, Hint::Key("Tab ↑↓", "tui.move")]
            }
            Self::One { options, .. } if options.iter().any(|option| option.key == "T") => {
                vec![SUBMIT, Hint::Key("T/F ↑↓", "tui.choose")]
            }
            Self::One { options, .. } => vec![SUBMIT, Hint::Key(letters(options.len()), "tui.choose"), MOVE],
            Self::Some { options, .. } => {
                vec![SUBMIT, Hint::Key(letters(options.len()), "tui.tick"), Hint::Key("Space ↑↓", "tui.move-and-tick")]
            }
            Self::Points { .. } => vec![SUBMIT, Hint::Key("1-9 Space", "tui.tick"), MOVE],
            Self::Pairs { right, .. } => {
                vec![SUBMIT, Hint::Key(letters(right.len()), "tui.pair"), MOVE, Hint::Key("Backspace", "tui.unpair")]
            }
            Self::Order { .. } => vec![SUBMIT, Hint::Key("-/+", "tui.shift"), MOVE],
            Self::Turn => vec![Hint::Key("Enter", "tui.turn")],
            Self::Rating => vec![Hint::Key("1-4", "tui.rate"), Hint::Key("Enter", "rating.3")],
            Self::Nothing => Vec::new(),
        }
    }

    /// The line typed so far, where there is one.
    #[must_use]
    pub fn input(&self) -> Option<&Input> {
        match self {
            Self::Text(input) => Some(input),
            Self::Values(fields) => fields.input(),
            _ => None,
        }
    }

    /// Empties the line that is typed in.
    pub fn clear(&mut self) {
        match self {
            Self::Text(input) => *input = Input::default(),
            Self::Values(fields) => fields.clear(),
            _ => {}
        }
    }

    /// The answer as it stands, as a line; empty where there is none yet.
    #[must_use]
    pub fn line(&self) -> String {
        fn joined(keys: impl Iterator<Item = String>) -> String {
            keys.collect::<Vec<_>>().join(",")
        }
        match self {
            Self::Text(input) => input.text().to_owned(),
            Self::Values(fields) => fields.line(),
            Self::One { options, at, chosen: true } => options.get(*at).map_or_else(String::new, |o| o.key.clone()),
            Self::Some { options, chosen, .. } => {
                joined(options.iter().zip(chosen).filter(|(_, chosen)| **chosen).map(|(option, _)| option.key.clone()))
            }
            Self::Pairs { left, right, given, .. } => {
                let pair = |(l, g): (&OptionLine, &Option<usize>)| Some(format!("{}-{}", l.key, right.get((*g)?)?.key));
                joined(left.iter().zip(given).filter_map(pair))
            }
            Self::Order { items, .. } => joined(items.iter().map(|item| item.key.clone())),
            Self::Points { points, ticked, .. } => {
                joined(points.iter().zip(ticked).filter(|(_, ticked)| **ticked).map(|(point, _)| point.key.clone()))
            }
            Self::One { .. } | Self::Turn | Self::Rating | Self::Nothing => String::new(),
        }
    }

    /// Whether it is one option that nobody chose yet: the cursor alone chooses none.
    #[must_use]
    pub const fn is_unchosen(&self) -> bool {
        matches!(self, Self::One { chosen: false, .. })
    }

    /// How many parts are not there yet, of an answer of which some are: left sides without a letter, empty fields.
    #[must_use]
    pub fn lacking(&self) -> usize {
        match self {
            Self::Values(fields) => fields.lacking(),
            Self::Pairs { given, .. } if given.iter().any(Option::is_some) => {
                given.iter().filter(|given| given.is_none()).count()
            }
            _ => 0,
        }
    }

    /// How many lines are typed at least.
    #[must_use]
    pub fn lines(&self) -> usize {
        match self {
            Self::Values(fields) => fields.len(),
            other => usize::from(other.input().is_some()),
        }
    }

    /// Takes a key. Gives the finished answer line, if the key finished it.
    pub fn update(&mut self, message: &Message) -> Option<String> {
        match self {
            Self::Text(input) => {
                if *message == Message::Enter {
                    return Some(input.text().to_owned());
                }
                input.update(message);
                None
            }
            Self::Values(fields) => fields.update(message),
            Self::One { options, at, chosen } => {
                // Who moves the mark chooses, and who ticks what it stands at.
                *chosen |= moved(message, at, options.len(), options) || *message == Message::Char(' ');
                if let Some(pressed) = pressed(message, options) {
                    (*at, *chosen) = (pressed, true);
                }
                (*message == Message::Enter).then(|| self.line())
            }
            Self::Some { options, at, chosen } => {
                let _ = moved(message, at, options.len(), options);
                let toggled = pressed(message, options).or((*message == Message::Char(' ')).then_some(*at));
                if let Some(pressed) = toggled.filter(|at| *at < options.len()) {
                    *at = pressed;
                    chosen[pressed] = !chosen[pressed];
                }
                (*message == Message::Enter).then(|| self.line())
            }
            Self::Pairs { left, right, at, given } => {
                let _ = moved(message, at, left.len(), right);
                if let Message::Pick(picked) = message {
                    *at = (*picked).min(left.len().saturating_sub(1));
                }
                match message {
                    Message::Char(_) => {
                        if let Some(pressed) = pressed(message, right) {
                            given[*at] = Some(pressed);
                            *at = (*at + 1).min(left.len().saturating_sub(1));
                        }
                    }
                    Message::Erase | Message::Delete => given[*at] = None,
                    Message::Enter => return Some(self.line()),
                    _ => {}
                }
                None
            }
            Self::Order { items, at } => {
                let last = items.len().saturating_sub(1);
                match message {
                    Message::LiftItem | Message::Char('K' | '-') if *at > 0 => {
                        items.swap(*at, *at - 1);
                        *at -= 1;
                    }
                    Message::LowerItem | Message::Char('J' | '+') if *at < last => {
                        items.swap(*at, *at + 1);
                        *at += 1;
                    }
                    Message::Enter => return Some(self.line()),
                    Message::Pick(picked) => *at = (*picked).min(last),
                    other => _ = moved(other, at, items.len(), &[]),
                }
                None
            }
            Self::Points { points, at, ticked } => {
                let _ = moved(message, at, points.len(), &[]);
                match message {
                    Message::Char(' ') => ticked[*at] = !ticked[*at],
                    Message::Pick(picked) if *picked < points.len() => {
                        *at = *picked;
                        ticked[*picked] = !ticked[*picked];
                    }
                    Message::Char(c) => {
                        if let Some(at) = points.iter().position(|p| p.key == c.to_string()) {
                            ticked[at] = !ticked[at];
                        }
                    }
                    Message::Enter => return Some(self.line()),
                    _ => {}
                }
                None
            }
            Self::Turn => matches!(message, Message::Enter | Message::Char(' ')).then(String::new),
            Self::Rating => match message {
                Message::Char(c @ '1'..='4') => Some(c.to_string()),
                Message::Enter | Message::Char(' ') => Some("3".to_owned()),
                _ => None,
            },
            Self::Nothing => None,
        }
    }

    /// Draws options, pairs, items or points under the stem.
    pub fn rows(&self, rows: &mut Rows, look: Look) {
        match self {
            Self::One { options, at, chosen } => {
                let here = match (*chosen, look.ascii) {
                    (false, _) => "> ",
                    (true, false) => "● ",
                    (true, true) => "* ",
                };
                for (i, option) in options.iter().enumerate() {
                    self::row(rows, (i, i == *at, if i == *at { here } else { "  " }), option, look);
                }
            }
            Self::Some { options, at, chosen } => {
                for (i, option) in options.iter().enumerate() {
                    let mark = if chosen[i] { "[x] " } else { "[ ] " };
                    self::row(rows, (i, i == *at, mark), option, look);
                }
            }
            Self::Pairs { left, right, at, given } => {
                for (i, option) in left.iter().enumerate() {
                    let letter = given[i].and_then(|g| right.get(g)).map_or("_", |r| r.key.as_str());
                    self::row(rows, (i, i == *at, &format!("[{letter}] ")), option, look);
                }
                rows.gap();
                for (i, option) in right.iter().enumerate() {
                    let start = rows.len();
                    // What has a partner steps back.
                    let style = if given.contains(&Some(i)) { look.theme.quiet() } else { Style::new() };
                    rows.hanging(&format!("{}. ", option.key), &option.text, look.theme.key(), style);
                    rows.target_from(start, option.key.chars().next().map_or(Message::Tab, Message::Char));
                }
            }
            Self::Order { items, at } => {
                for (i, item) in items.iter().enumerate() {
                    let place = OptionLine { key: (i + 1).to_string(), text: item.text.clone() };
                    self::row(rows, (i, i == *at, if i == *at { "> " } else { "  " }), &place, look);
                }
            }
            Self::Points { points, at, ticked } => {
                for (i, point) in points.iter().enumerate() {
                    let mark = if ticked[i] { "[x] " } else { "[ ] " };
                    let line = OptionLine { key: point.key.clone(), text: point.text.clone() };
                    self::row(rows, (i, i == *at, mark), &line, look);
                }
            }
            Self::Text(_) | Self::Values(_) | Self::Turn | Self::Rating | Self::Nothing => {}
        }
    }
}

/// One option with its mark; the row under the cursor stays in view.
fn row(rows: &mut Rows, (at, here, mark): (usize, bool, &str), option: &OptionLine, look: Look) {
    if here {
        rows.focus = Some(rows.len());
    }
    let style = if here { look.theme.selected() } else { Style::new() };
    let start = rows.len();
    rows.hanging(&format!("{mark}{}. ", option.key), &option.text, look.theme.key(), style);
    rows.target_from(start, Message::Pick(at));
}

/// Moves the cursor among so many things by a key, and by the letters that stand for one where they name no option. Tells
/// whether it was such a key, also where the cursor is at the end already.
fn moved(message: &Message, at: &mut usize, count: usize, options: &[OptionLine]) -> bool {
    let last = count.saturating_sub(1);
    match message {
        Message::Char('k') if pressed(message, options).is_none() => *at = at.saturating_sub(1),
        Message::Char('j') if pressed(message, options).is_none() => *at = (*at + 1).min(last),
        Message::Up => *at = at.saturating_sub(1),
        Message::Down | Message::Tab => *at = (*at + 1).min(last),
        Message::Home => *at = 0,
        Message::End => *at = last,
        _ => return false,
    }
    true
}

/// The option whose key was pressed, or that was clicked on.
fn pressed(message: &Message, options: &[OptionLine]) -> Option<usize> {
    match message {
        // True and false are chosen by their words too, as input methods write them.
        Message::Char(c) => {
            let letter = c.to_string();
            options.iter().position(|o| o.key.eq_ignore_ascii_case(&letter) || o.text == letter)
        }
        Message::Pick(at) => (*at < options.len()).then_some(*at),
        _ => None,
    }
}

/// The letters of so many options.
const fn letters(count: usize) -> &'static str {
    match count {
        0 | 1 => "A",
        2 => "A-B",
        3 => "A-C",
        4 => "A-D",
        5 => "A-E",
        6 => "A-F",
        7 => "A-G",
        _ => "A-Z",
    }
}
