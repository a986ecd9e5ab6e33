//! What a screen can ask for: a session, a curve, a place in the reader.

/// A session that a screen can ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// Flashcards of one topic, or of all, that are due, then new ones.
    Review(Option<String>),
    /// Questions of one topic, or of all.
    Quiz(Option<String>),
    /// Questions of one topic, or of all, that were last answered wrong.
    Wrong(Option<String>),
    /// The questions with these ids.
    Questions(Vec<String>),
    /// The cards with these ids, due or not.
    Cards(Vec<String>),
    /// The questions, or the cards, that the record calls so, whatever is due.
    Recorded {
        /// Whether they are cards.
        cards: bool,
        /// Their names in the record.
        names: Vec<String>,
    },
    /// Random exercises of one calculation.
    Calculation(String),
    /// The exercise that this code brings back.
    Exercise(String),
    /// One task such as the one that this code brings, with other numbers.
    Like(String),
    /// Random exercises of one topic, or of all.
    Drill(Option<String>),
    /// Random exercises on which this mistake of this calculation would show; where none is named, any that is open.
    Mistakes(Option<(String, String)>),
    /// A mock exam: the paper that waits, where one does.
    Exam,
    /// The paper with this code, which waits.
    Paper(String),
    /// Another paper than the one that waits.
    NewExam,
}

/// What a curve is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CurveOf {
    /// A function, over its input.
    Function,
    /// What a calculation answers, item by item.
    Items,
}

/// Where the reader opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// At the contents.
    Contents,
    /// At a topic.
    Topic(String),
    /// At a search for these words.
    Search(String),
    /// At the statement that a question or card practises.
    Behind(String),
}
