//! What a session says. JSON lines print an event as it is; the other faces draw it.
//!
//! Words are in the session's language, with `$…$` already rendered in one line.

use std::fmt;

use serde::{Serialize, Serializer};

use super::journal::ItemMark;
use super::reasons::Reasons;
use crate::calculation::Worked;
use crate::course::kinds::{Again, Asked, PointLine, Prompt};
use crate::course::messages::say;
use crate::course::{Kind, Lang, Prose};
use crate::text::percent;

/// One thing a session says, as `commands.md` names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Event {
    /// A question waits for an answer.
    Question {
        id: String,
        kind: &'static Kind,
        topic: String,
        number: usize,
        of: usize,
        #[serde(serialize_with = "plain_number")]
        points: f64,
        stem: Prose,
        /// How it is answered.
        #[serde(flatten)]
        prompt: Prompt,
        /// How it is marked, where an answer can be right in part.
        #[serde(skip_serializing_if = "Option::is_none")]
        rule: Option<String>,
        /// Where it stands on a paper.
        #[serde(flatten, skip_serializing_if = "Option::is_none")]
        paper: Option<Paper>,
    },
    /// A paper begins, or goes on.
    Paper {
        code: String,
        /// Questions on it.
        of: usize,
        #[serde(serialize_with = "plain_number")]
        points: f64,
        minutes: usize,
        /// Seconds that are left.
        left: i64,
        answered: usize,
    },
    /// An exercise of a drill waits for an answer.
    Exercise { id: String, code: String, stem: Prose, ask: Vec<Asked>, number: usize, of: usize },
    /// The answer was taken: it is in the record.
    Feedback {
        #[serde(flatten)]
        judged: Judged,
        /// All mistakes that give the same answer, the one above first.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        mistakes: Vec<String>,
        /// How the answer was read, where that differs from how it looks.
        #[serde(skip_serializing_if = "Option::is_none")]
        read_as: Option<String>,
        /// The worked solution, of an exercise; in JSON a line for each step.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        solution: Vec<Worked>,
        /// The answer as it was given, in words.
        #[serde(skip)]
        said: Prose,
        /// The right answer as a reader is told it: one of many is an example.
        #[serde(skip)]
        told: Prose,
        /// How the score came about, where an answer can be right in part.
        #[serde(skip)]
        earned: Option<String>,
        /// The question beside the answer, for a face that shows it again.
        #[serde(skip)]
        again: Vec<Again>,
    },
    /// The answer stands on the paper: it is in the record, and is marked when the paper is handed in.
    Taken { id: String, given: String },
    /// The end of the paper waits: an empty line hands it in.
    HandIn {
        answered: usize,
        of: usize,
        /// Numbers of the questions without an answer.
        open: Vec<usize>,
        /// Minutes that are left.
        minutes: i64,
    },
    /// The paper waits: its clock stands.
    Paused {
        code: String,
        answered: usize,
        of: usize,
        /// Seconds that are left.
        left: i64,
    },
    /// What an answer on the paper came to.
    Marked(Judged),
    /// The answer could not be read: no try is spent, the item stays open.
    Rejected {
        id: String,
        why: String,
        /// The key of the value that could not be, where it is one of several, for a face that has a line for each.
        #[serde(skip)]
        key: Option<String>,
    },
    /// One rung of the hint ladder.
    Hint { id: String, level: u8, text: String },
    /// The front of a card waits to be turned.
    Card {
        id: String,
        front: Prose,
        topic: String,
        number: usize,
        of: usize,
        /// The variant, of a card with fresh numbers.
        #[serde(skip_serializing_if = "Option::is_none")]
        code: Option<String>,
        /// Whether it is crammed: its schedule stays as it is.
        #[serde(skip)]
        cram: bool,
    },
    /// The back of a card waits for a rating; `due` says on which day each rating brings it back, and nothing of a card
    /// without a schedule that is crammed.
    Back {
        id: String,
        back: Reverse,
        /// What is accurate where the outline that the card follows is loose, with its source.
        #[serde(skip_serializing_if = "Option::is_none")]
        erratum: Option<Reasons>,
        due: indexmap::IndexMap<&'static str, Option<String>>,
        /// After how many minutes *Again* shows it once more in this session; absent where it does not.
        #[serde(skip_serializing_if = "Option::is_none")]
        again: Option<u32>,
        /// The same of every rating, the first of which is *Again*.
        #[serde(skip)]
        soon: [Option<u32>; 4],
        /// Whether it is crammed: no rating moves it.
        #[serde(skip)]
        cram: bool,
    },
    /// The rating was taken: it is in the record. The state is that which the card has now: none where it was crammed and
    /// never reviewed.
    Reviewed {
        id: String,
        rating: u8,
        due: Option<String>,
        stability: Option<f32>,
        difficulty: Option<f32>,
        /// After how many minutes it is shown once more in this session; absent where it is not.
        #[serde(skip_serializing_if = "Option::is_none")]
        again: Option<u32>,
        /// Whether it was crammed: its schedule stays as it is.
        #[serde(skip)]
        cram: bool,
        /// On how many days it was forgotten, of a card that ought to be worded anew or set apart.
        #[serde(skip_serializing_if = "Option::is_none")]
        lapses: Option<usize>,
    },
    /// The points of a key-points answer wait to be ticked.
    Points {
        id: String,
        points: Vec<PointLine>,
        /// What was asked, for a face that shows it again.
        #[serde(skip)]
        stem: Prose,
        /// What was answered.
        #[serde(skip)]
        given: String,
        /// Where it stands on a paper that was handed in.
        #[serde(skip)]
        place: Option<Handed>,
    },
    /// The item is marked as one to look at again, or is so no more.
    Flagged { id: String, on: bool },
    /// The answer to come is given with this confidence, 0 to 1.
    Sure { id: String, confidence: f64 },
    /// The card does not come until tomorrow.
    Buried { id: String },
    /// The card does not come any more.
    Suspended { id: String },
    /// What is not right comes once more at the end, or does so no more.
    Again { on: bool },
    /// Nothing was written for this item.
    Skipped { id: String },
    /// The last answer was taken back; its item is asked again.
    Undone { id: String },
    /// The last line.
    Summary(Summary),
}

/// Where a short answer stands on a paper that was handed in.
#[derive(Clone, Debug, PartialEq)]
pub struct Handed {
    /// The number of the question.
    pub number: usize,
    /// What its part is called.
    pub part: String,
    /// What it is worth.
    pub points: f64,
}

/// Where a question stands on a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Paper {
    /// What the part is called.
    pub part: String,
    /// Minutes that are left.
    pub minutes: i64,
    /// The answer that stands there already, as it is typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
}

/// How a session went.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Items answered.
    pub answered: usize,
    /// Of them, with full marks (a card: rated above 1).
    pub correct: usize,
    /// Points reached.
    #[serde(serialize_with = "plain_number")]
    pub score: f64,
    /// Points that could be reached by what was answered.
    #[serde(serialize_with = "plain_number")]
    pub points: f64,
    /// How it went when what was not right came once more; the numbers above are those of the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<Second>,
    /// Items that were left without an answer the first time.
    #[serde(skip)]
    pub skipped: usize,
    /// The share of the points that the last time came to, where there was one worth telling.
    #[serde(skip)]
    pub before: Option<f64>,
    /// Of a review, how its cards went.
    #[serde(skip)]
    pub review: Option<Turned>,
    /// Cards that are due tomorrow, of a review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tomorrow: Option<usize>,
    /// Points by part of the paper, of an exam.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Share>,
    /// Points by topic, of an exam.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Share>,
    /// Points by topic, of a quiz, the topics by their ids: for a face that shows them.
    #[serde(skip)]
    pub of_topics: Vec<Share>,
    /// Statements to read again, of an exam.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<Reading>,
}

impl Summary {
    /// The share of its cards that were not forgotten, of a review with any whose last time is known.
    #[must_use]
    pub fn known(&self) -> Option<f64> {
        let Turned { cards, forgotten, .. } = self.review.filter(|review| review.cards > 0 && !review.cram)?;
        self.before.map(|_| 1.0 - forgotten as f64 / cards as f64)
    }

    /// A share in percents, with that of the last time where there was one: ` (81%, last time 74%)`.
    #[must_use]
    pub fn beside_last(&self, share: f64, lang: Lang) -> String {
        let percent = percent(share);
        match self.before.map(crate::text::percent) {
            Some(before) => say(lang, "study.percent-before", &[("percent", &percent), ("before", &before)]),
            None => say(lang, "study.percent", &[("percent", &percent)]),
        }
    }
}

/// What stands on the back of a card.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reverse {
    /// What is to be known.
    pub answer: Prose,
    /// How it comes about, of a card that is computed.
    pub solution: Vec<Worked>,
}

/// Of a card that is not computed.
impl From<Prose> for Reverse {
    fn from(answer: Prose) -> Self {
        Self { answer, solution: Vec::new() }
    }
}

/// The answer, then a line for each step.
impl fmt::Display for Reverse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.answer)?;
        self.solution.iter().try_for_each(|step| write!(f, "\n{step}"))
    }
}

/// As its lines.
impl Serialize for Reverse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How the cards of a review went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Turned {
    /// Cards that were rated, each counted once.
    pub cards: usize,
    /// Of them, those that were forgotten, however often.
    pub forgotten: usize,
    /// Whether they were crammed.
    pub cram: bool,
}

/// How it went when what was not right came once more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Second {
    /// Items answered.
    pub answered: usize,
    /// Of them, with full marks.
    pub correct: usize,
}

/// Points reached in a part of something.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// A topic's id; empty for a part of the paper.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Points reached.
    #[serde(serialize_with = "plain_number")]
    pub score: f64,
    /// Points that could be reached.
    #[serde(serialize_with = "plain_number")]
    pub points: f64,
}

/// What an answer came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Judged {
    /// The question, or the kind of calculation.
    pub id: String,
    /// Whether it has all points.
    pub correct: bool,
    /// Points reached.
    #[serde(serialize_with = "plain_number")]
    pub score: f64,
    /// The answer as it was understood.
    pub given: String,
    /// The right one.
    pub answer: String,
    /// Why that is right, and what is wrong with the one that was given.
    pub why: Reasons,
    /// The mistake behind it, if it is a known one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<String>,
}

/// A statement to read again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reading {
    /// `cnn.output-size`
    pub id: String,
    /// Its words.
    pub text: String,
}

impl Event {
    /// The item that waits for a line after this; none where nothing does.
    #[must_use]
    pub fn prompts(&self) -> Option<&str> {
        match self {
            Self::Question { id, .. }
            | Self::Exercise { id, .. }
            | Self::Card { id, .. }
            | Self::Back { id, .. }
            | Self::Points { id, .. } => Some(id),
            _ => None,
        }
    }

    /// Whether it says that something was written to the record.
    #[must_use]
    pub const fn is_taken(&self) -> bool {
        matches!(
            self,
            Self::Feedback { .. }
                | Self::Taken { .. }
                | Self::Reviewed { .. }
                | Self::Undone { .. }
                | Self::Flagged { .. }
                | Self::Buried { .. }
                | Self::Suspended { .. }
        )
    }

    /// An item was set apart so.
    #[must_use]
    pub const fn set_apart(id: String, mark: ItemMark) -> Self {
        match mark {
            ItemMark::Suspended => Self::Suspended { id },
            ItemMark::Buried => Self::Buried { id },
            ItemMark::Flagged => Self::Flagged { id, on: true },
        }
    }

    /// A question as it stands on a paper.
    #[must_use]
    pub fn on_paper(mut self, part: &str, minutes: i64, given: Option<String>) -> Self {
        if let Self::Question { paper, .. } = &mut self {
            *paper = Some(Paper { part: part.to_owned(), minutes, given });
        }
        self
    }
}

/// A whole number without a fraction: `1`, not `1.0`.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn plain_number<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    crate::math::number::json_number(*number).serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_written_as_the_contract_has_it() {
        let summary = Summary { answered: 20, correct: 17, score: 17.5, points: 20.0, ..Summary::default() };
        assert_eq!(
            serde_json::to_string(&Event::Summary(summary)).unwrap(),
            r#"{"type":"summary","answered":20,"correct":17,"score":17.5,"points":20}"#
        );
    }

    #[test]
    fn a_share_stands_beside_that_of_the_last_time_where_there_was_one() {
        let summary = |before| Summary { before, ..Summary::default() };
        assert_eq!(summary(None).beside_last(0.808, Lang::En), " (81%)");
        assert_eq!(summary(Some(0.74)).beside_last(0.808, Lang::En), " (81%, last time 74%)");
        assert_eq!(summary(Some(0.74)).beside_last(0.808, Lang::Zh), "（81%，上次 74%）");
        let reviewed = Turned { cards: 4, forgotten: 1, cram: false };
        let review = |before, cram| Summary { review: Some(Turned { cram, ..reviewed }), before, ..Summary::default() };
        assert_eq!(review(Some(0.5), false).known(), Some(0.75));
        assert_eq!([review(None, false).known(), review(Some(0.5), true).known()], [None, None]);
    }

    #[test]
    fn an_exercise_begins_as_the_contract_has_it() {
        let exercise = Event::Exercise {
            id: "conv".into(),
            code: "conv@1.2:8F3A-C21D".into(),
            stem: Prose::of("…"),
            ask: vec![Asked {
                key: "out_h".into(),
                digits: None,
                title: "h".into(),
                notes: Vec::new(),
                is_number: true,
                is_list: false,
            }],
            number: 1,
            of: 5,
        };
        let line = serde_json::to_string(&exercise).unwrap();
        assert!(
            line.starts_with(
                r#"{"type":"exercise","id":"conv","code":"conv@1.2:8F3A-C21D","stem":"…","ask":[{"key":"out_h","digits":null,"#
            ),
            "{line}"
        );
    }
}
