//! Single choice: one option is right. The options of a calculation are its truth and its typical mistakes.

use serde::{Deserialize, Serialize};

use super::choices::{self, Choice, Shown, make_a_choice};
use super::{Again, Asking, Body, Computed, Kind, Mark, Prompt, Task, Unposed, Unreadable};
use crate::course::format::{AtLeast, Fields, Id, table};
use crate::course::lang::Bilingual;
use crate::course::messages::say;

/// The kind.
pub static KIND: Kind =
    Kind::of::<Single>("single", ["单选", "single choice"], ["选一项，如 B", "one letter, such as B"]);

/// Two of them, or more; none where a calculation makes them.
type Options = AtLeast<2, Choice, true>;

table! {
    /// What a single-choice question has.
    #[derive(Serialize, Deserialize)]
    pub struct Single {
        /// The options, exactly one of them right.
        options: Vec<Choice> = "options": Options,
        /// Whether the options keep the order in which they are written.
        fixed: bool = "fixed",
        computed: Option<Computed> = flat,
    }
    either ["options"] ["calculation"]
}

impl Body for Single {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        self.options.len()
    }

    fn check(&self, _: &Bilingual, fields: &Fields<'_, '_>) {
        if self.computed.is_none() {
            make_a_choice(&self.options, "1", |right| right == 1, fields);
        }
    }

    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed> {
        let Some(computed) = &self.computed else {
            return Ok(Box::new(One(Shown::new(&self.options, self.fixed, asking))));
        };
        let seed = asking.dice.variant();
        let (stem, options) = asking.poser.options(computed, seed)?;
        computed.worded(asking, stem);
        Ok(Box::new(One(Shown::new(&options, false, asking))))
    }

    fn computed(&self) -> Option<&Computed> {
        self.computed.as_ref()
    }

    fn words(&self) -> Vec<&str> {
        choices::words(&self.options)
    }

    fn mistakes(&self) -> Vec<(&Id, &Bilingual)> {
        choices::mistakes(&self.options)
    }

    fn options(&self) -> &[Choice] {
        &self.options
    }
}

/// The options as they are asked.
#[derive(Debug)]
struct One(Shown);

impl Task for One {
    fn prompt(&self) -> Prompt {
        Prompt::One { options: self.0.lines() }
    }

    fn mark(&self, line: &str, _: Option<&str>) -> Result<Mark, Unreadable> {
        self.0.mark_one(line)
    }

    fn answer(&self) -> String {
        self.0.answer()
    }

    fn hints(&self) -> Vec<String> {
        let lang = self.0.lang;
        self.0.ruled_out().iter().map(|letter| say(lang, "study.hint-ruled-out", &[("letter", letter)])).collect()
    }

    fn again(&self, given: &str) -> Vec<Again> {
        self.0.again(given)
    }
}
