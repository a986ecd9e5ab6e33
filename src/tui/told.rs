//! What the rest of the program tells the screens: made ready by the desk, only drawn here.

use std::collections::HashMap;
use std::fmt::Display;

use jiff::civil::Date;

use super::choice::Choice;
use super::dates;
use crate::course::messages::say;
use crate::course::{Bilingual, Id, Lang};
use crate::learner::plan::{Plan, whole_minutes};
use crate::learner::{Advice, Agenda, Misconception, Source, Stats};
use crate::schedule::days_between;

/// What is known at once, however long the record is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overview {
    /// The course's title.
    pub course: Bilingual,
    /// Cards that are due; nothing yet where telling that should wait for the first frame too.
    pub due: Option<usize>,
    /// Days until the exam, where a day is set.
    pub days: Option<i64>,
    /// Topics: id and title.
    pub topics: Vec<(Id, Bilingual)>,
    /// Whether telling more takes so long that it should wait for the first frame.
    pub long: bool,
}

/// How the learner stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The learner's day.
    pub today: Date,
    /// The statistics.
    pub stats: Stats,
    /// What is left to do today.
    pub agenda: Agenda,
    /// What to do next.
    pub advice: Option<Advice>,
}

/// The plan to the exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The learner's day.
    pub today: Date,
    /// Minutes a day.
    pub minutes: u32,
    /// The plan.
    pub plan: Plan,
}

impl Planned {
    /// How far the exam is, and what there is to do today; on its day, that it is today.
    #[must_use]
    pub fn head(&self, lang: Lang) -> [String; 2] {
        let Self { today, minutes, plan } = self;
        let (exam, now) = (dates::long(plan.exam, lang), &plan.today);
        let spent = whole_minutes(now.minutes);
        let days = days_between(*today, plan.exam);
        if days == 0 {
            let key = if now.due == 0 { "plan.exam-none" } else { "plan.exam-due" };
            let left = say(lang, key, &[("due", &now.due), ("minutes", &spent)]);
            return [say(lang, "plan.exam-today", &[("exam", &exam)]), left];
        }
        let cards = now.due + now.early;
        let args: [(&str, &dyn Display); 5] = [
            ("cards", &cards),
            ("early", &now.early),
            ("new", &now.new),
            ("questions", &now.questions),
            ("minutes", &spent),
        ];
        let left: [(&str, &dyn Display); 3] = [("exam", &exam), ("days", &days), ("minutes", minutes)];
        let key = if now.early == 0 { "plan.today" } else { "plan.today-early" };
        [say(lang, "plan.left", &left), say(lang, key, &args)]
    }
}

/// A mistake that was recognised.
#[derive(Clone, Debug, PartialEq)]
pub struct Mistake {
    /// What is said of it.
    pub say: Bilingual,
    /// The calculation or the question it belongs to.
    pub place: Bilingual,
    /// How often and how likely.
    pub entry: Misconception,
    /// What practises it.
    pub practise: Choice,
}

impl Mistake {
    /// What it is known by, and what stands below that: of a question its words come first, without which what was chosen
    /// says little.
    #[must_use]
    pub fn words(&self, lang: Lang) -> [&str; 2] {
        let (say, place) = (self.say.get(lang), self.place.get(lang));
        match self.entry.source {
            Source::Question(_) => [place, say],
            Source::Calculation(_) => [say, place],
        }
    }
}

/// How the learner stands with questions and cards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Learnt {
    /// The points of the last answer to each question.
    pub scores: HashMap<String, f64>,
    /// The day on which each card that was reviewed is due.
    pub due: HashMap<String, Date>,
    /// The learner's day.
    pub today: Option<Date>,
}

/// A paper that was handed in, or waits.
#[derive(Clone, Debug, PartialEq)]
pub struct HandedIn {
    /// Its code.
    pub code: String,
    /// The learner's day on which it was handed in, or begun.
    pub date: Date,
    /// How many questions are answered, of one that waits.
    pub waits: Option<usize>,
    /// Points reached.
    pub points: f64,
    /// Points that could be reached, where the record says so.
    pub of: Option<f64>,
}

/// A setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its key.
    pub key: &'static str,
    /// Its value as one would type it; nothing where it has none.
    pub value: String,
    /// Where that comes from.
    pub origin: Origin,
}

/// Where the value of a setting comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An option or the environment, which go before the configuration.
    Elsewhere,
    /// The configuration.
    Chosen,
    /// Nobody said anything.
    Usual,
}

/// A calculation as a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// What it is called.
    pub title: Bilingual,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name of its flag.
    pub flag: String,
    /// What it is called, in short.
    pub title: Bilingual,
    /// What the worked steps call it.
    pub symbol: String,
    /// What stands in it at first.
    pub value: String,
    /// What it means.
    pub about: Bilingual,
    /// What holds where it is empty.
    pub usual: Option<String>,
    /// What it can be, of one that is a word or a switch.
    pub choices: Vec<String>,
}

/// What the values of a form come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// The worked steps, row by row.
    pub rows: Vec<String>,
    /// The answers that are short, in one line.
    pub answers: String,
    /// What holds where a field is empty, by flag: of some it hangs on others.
    pub usual: Vec<(String, String)>,
    /// What is wrong with a field, by flag: what needs it is left out.
    pub wrong: Vec<(String, String)>,
}
