//! Multiple choice: any number of options, at least one, is right; each is marked by itself.

use serde::{Deserialize, Serialize};

use super::choices::{self, Choice, Shown, Two, make_a_choice};
use super::{Again, Asking, Body, Kind, Mark, Prompt, Task, Unposed, Unreadable};
use crate::course::format::{Fields, Id, table};
use crate::course::lang::Bilingual;
use crate::course::messages::say;

/// The kind.
pub static KIND: Kind = Kind::of::<Multiple>(
    "multiple",
    ["多选", "multiple choice"],
    ["选出所有正确的，如 A,C", "all right ones, such as A,C"],
);

/// Two of them, or more.
type Options = Two<Choice>;

table! {
    /// What a multiple-choice question has.
    #[derive(Serialize, Deserialize)]
    pub struct Multiple {
        /// The options, at least one of them right.
        options: Vec<Choice> = "options": Options,
        /// Whether the options keep the order in which they are written.
        fixed: bool = "fixed",
    }
}

impl Body for Multiple {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        self.options.len()
    }

    fn check(&self, _: &Bilingual, fields: &Fields<'_, '_>) {
        make_a_choice(&self.options, "≥ 1", |right| right > 0, fields);
    }

    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed> {
        Ok(Box::new(Several(Shown::new(&self.options, self.fixed, asking))))
    }

    fn words(&self) -> Vec<&str> {
        choices::words(&self.options)
    }

    fn mistaken(&self, mistake: &str) -> Option<&Choice> {
        self.options.iter().find(|option| option.mistake.as_deref() == Some(mistake))
    }

    fn mistakes(&self) -> Vec<(&Id, &Bilingual)> {
        choices::mistakes(&self.options)
    }
}

/// The options as they are asked.
#[derive(Debug)]
struct Several(Shown);

impl Task for Several {
    fn prompt(&self) -> Prompt {
        Prompt::Some { options: self.0.lines() }
    }

    fn mark(&self, line: &str, _: Option<&str>) -> Result<Mark, Unreadable> {
        self.0.mark_some(line)
    }

    fn answer(&self) -> String {
        self.0.answer()
    }

    fn rule(&self) -> Option<String> {
        Some(say(self.0.lang, "study.rule-multiple", &[]))
    }

    fn hints(&self) -> Vec<String> {
        let lang = self.0.lang;
        self.0.ruled_out().iter().map(|letter| say(lang, "study.hint-ruled-out", &[("letter", letter)])).collect()
    }

    fn again(&self, given: &str) -> Vec<Again> {
        self.0.again(given)
    }
}
