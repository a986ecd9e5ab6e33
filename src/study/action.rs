//! What a learner can do besides answering: one table, from which plain lines take their commands and the full screen
//! its keys, footers and help.

/// Something a learner can do at any prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// See all keys.
    Help,
    /// Get a hint.
    Hint,
    /// Leave the item without an answer.
    Skip,
    /// Take back the last answer.
    Undo,
    /// Read on in the other language.
    Language,
    /// Go back to the question before, of a paper.
    Previous,
    /// Go on to the question after, of a paper.
    Next,
    /// Hand the paper in.
    HandIn,
    /// Leave the paper: its clock stands until it is gone on with.
    Pause,
    /// Mark the item as one to look at again, or take that mark away.
    Flag,
    /// Set the card aside until tomorrow.
    Bury,
    /// Set the card aside for good.
    Suspend,
    /// Practise what is shown, with other numbers.
    Practise,
    /// Read the statement behind what is shown.
    Statement,
    /// Take up once more what was not right.
    Again,
    /// See all questions of a paper at once, and go to one.
    Overview,
    /// Say how sure one is of the answer to come.
    Sure,
    /// End the session.
    Quit,
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// The action.
    pub action: Action,
    /// What plain lines (`:hint`) and the configuration call it; the word for it is the message `action.hint`.
    pub name: &'static str,
    /// Its keys on the full screen, as the configuration writes them. Terminals, browsers and laptops keep function
    /// keys for themselves: beside each stands one that they do not.
    pub keys: &'static [&'static str],
    /// The letter that does the same where no line is typed.
    pub letter: Option<char>,
    /// Whether plain lines have it.
    pub typed: bool,
}

/// All actions, in the order in which help lists them.
pub const ACTIONS: &[Row] = &[
    Row { action: Action::Hint, name: "hint", keys: &["ctrl-t", "f2"], letter: Some('h'), typed: true },
    Row { action: Action::Skip, name: "skip", keys: &["ctrl-x", "f3"], letter: Some('s'), typed: true },
    Row { action: Action::Undo, name: "undo", keys: &["ctrl-r", "f4"], letter: Some('u'), typed: true },
    Row { action: Action::Sure, name: SURE, keys: &["ctrl-s", "f10"], letter: Some('%'), typed: false },
    Row { action: Action::Flag, name: "flag", keys: &["alt-m", "f9"], letter: Some('m'), typed: true },
    Row { action: Action::Bury, name: "bury", keys: &[], letter: Some('b'), typed: true },
    Row { action: Action::Suspend, name: "suspend", keys: &[], letter: Some('x'), typed: true },
    Row { action: Action::Previous, name: "back", keys: &["ctrl-p", "f6"], letter: Some('['), typed: true },
    Row { action: Action::Next, name: "next", keys: &["ctrl-n", "f7"], letter: Some(']'), typed: true },
    Row { action: Action::Overview, name: "overview", keys: &["ctrl-o", "f12"], letter: Some('g'), typed: false },
    Row { action: Action::HandIn, name: "submit", keys: &["alt-s", "f8"], letter: None, typed: true },
    Row { action: Action::Pause, name: "pause", keys: &[], letter: None, typed: true },
    Row { action: Action::Practise, name: "practise", keys: &["ctrl-v", "f11"], letter: Some('r'), typed: false },
    Row { action: Action::Statement, name: "statement", keys: &[], letter: Some('n'), typed: false },
    Row { action: Action::Again, name: "again", keys: &[], letter: Some('a'), typed: true },
    Row { action: Action::Language, name: "language", keys: &["ctrl-l", "f5"], letter: None, typed: false },
    Row { action: Action::Help, name: "help", keys: &["ctrl-g", "f1"], letter: Some('?'), typed: false },
    Row { action: Action::Quit, name: "quit", keys: &[], letter: None, typed: true },
];

impl Action {
    /// Its row of the table.
    #[must_use]
    pub fn row(self) -> &'static Row {
        let row = ACTIONS.iter().find(|row| row.action == self);
        // Every action has a row: a test holds it.
        row.unwrap_or(&ACTIONS[0])
    }

    /// Whether this letter does it where no line is typed.
    #[must_use]
    pub fn has_letter(self, letter: char) -> bool {
        self.row().letter == Some(letter)
    }

    /// What this letter does where no line is typed.
    #[must_use]
    pub fn of_letter(letter: char) -> Option<Self> {
        ACTIONS.iter().find(|row| row.letter == Some(letter)).map(|row| row.action)
    }

    /// What plain lines and the configuration call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }
}

/// What says how sure the learner is, as it is typed.
pub const SURE: &str = "sure";

/// What a learner says to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// An answer.
    Answer(String),
    /// An action.
    Do(Action),
    /// To see the question with this number, of a paper; 0, which no question has, where the number cannot be read.
    Go(usize),
    /// How sure the learner is of the answer to come, in percent; nothing where that cannot be read.
    Sure(Option<u8>),
    /// A word after a colon that is no command.
    Unknown(String),
}

impl Command {
    /// Reads a line. A word after a colon that is no command is none, rather than an answer.
    #[must_use]
    pub fn read(line: &str) -> Self {
        let text = line.trim();
        let Some(command) = text.strip_prefix([':', '：']) else { return Self::Answer(text.to_owned()) };
        let (name, rest) = command.trim().split_once(char::is_whitespace).unwrap_or((command.trim(), ""));
        match (name, rest.trim()) {
            ("go", number) => Self::Go(number.parse().unwrap_or(0)),
            (SURE, percent) => Self::Sure(percent.trim_end_matches(['%', '％']).parse().ok().filter(|p| *p <= 100)),
            ("q", "") => Self::Do(Action::Quit),
            (name, "") => match ACTIONS.iter().find(|row| row.typed && row.name == name) {
                Some(row) => Self::Do(row.action),
                None => Self::Unknown(name.to_owned()),
            },
            _ => Self::Unknown(command.trim().to_owned()),
        }
    }

    /// What was typed after the colon, for the sentence that says that it is no command here.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Answer(_) => "",
            Self::Do(action) => action.name(),
            Self::Go(_) => "go",
            Self::Sure(_) => SURE,
            Self::Unknown(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::messages::exists;

    #[test]
    fn a_colon_makes_a_command_and_nothing_else_does() {
        let answer = |text: &str| Command::Answer(text.to_owned());
        assert_eq!(Command::read("  1/3 "), answer("1/3"));
        assert_eq!(Command::read(" ：hint"), Command::Do(Action::Hint));
        assert_eq!(Command::read(":q"), Command::Do(Action::Quit));
        assert_eq!([Command::read(":go 7"), Command::read(":go x")], [Command::Go(7), Command::Go(0)]);
        assert_eq!(
            [
                Command::read(":sure 70"),
                Command::read("：sure 5％"),
                Command::read(":sure 101"),
                Command::read(":sure")
            ],
            [Command::Sure(Some(70)), Command::Sure(Some(5)), Command::Sure(None), Command::Sure(None)]
        );
        for line in [":nonsense", ":hint 2", ":", ":help"] {
            assert!(matches!(Command::read(line), Command::Unknown(_)), "{line}");
        }
    }

    #[test]
    fn every_action_has_a_row_of_its_own_with_a_word_and_a_key_that_no_other_has() {
        for row in ACTIONS {
            assert_eq!(row.action.name(), row.name);
            assert!(exists(&format!("action.{}", row.name)), "{}", row.name);
            let same = |other: &&Row| other.name == row.name || other.keys.iter().any(|key| row.keys.contains(key));
            assert_eq!(ACTIONS.iter().filter(same).count(), 1, "{}", row.name);
            let only_functions = row.keys.iter().all(|key| key.starts_with('f'));
            assert!(row.keys.is_empty() || !only_functions || row.letter.is_some(), "{}", row.name);
        }
    }
}
