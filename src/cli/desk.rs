//! What a session needs of the rest of the program: the options, the course, the record, the clock.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use super::failure::Failure;
use super::globals::Globals;
use super::learner;
use crate::course::{Course, Topic};
use crate::schedule::{Clock, day_of};
use crate::store::{Record, StoreError};
use crate::study::{Catalog, ItemMark, Setting};

/// The options, the course, the record and the clock.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) globals: Globals,
    pub(super) course: Course,
    pub(super) record: Record,
    pub(super) clock: Clock,
    /// Whether an option asks that what was not right comes once more at the end by itself.
    pub(super) again: bool,
}

impl Desk {
    /// A desk with the learner's record on it, which is made where there is none.
    pub(super) fn open(globals: &Globals, course: Course) -> Result<Self, Failure> {
        let clock = learner::clock(globals.lang)?;
        Ok(Self { globals: globals.clone(), course, record: learner::record(globals)?, clock, again: false })
    }

    /// A desk with a record that is read alone.
    pub(super) fn to_read(globals: &Globals, course: Course) -> Result<Self, Failure> {
        let clock = learner::clock(globals.lang)?;
        Ok(Self { globals: globals.clone(), course, record: learner::record_to_read(globals)?, clock, again: false })
    }

    /// What every session of the course is given; without a seed, one that nobody chose.
    pub(super) fn setting(&self, seed: Option<u64>) -> Result<Setting, Failure> {
        Ok(Setting {
            seed: seed.unwrap_or_else(learner::random_seed),
            flagged: self.marked(ItemMark::Flagged)?,
            again: self.again || self.globals.comes_again(),
            ..Setting::new(self.globals.lang, Rc::new(Catalog::new(self.course.clone())))
        })
    }

    /// The same of a session of what is marked: what has numbers comes with those that were seen when it was marked.
    pub(super) fn setting_as_marked(&self, seed: Option<u64>) -> Result<Setting, Failure> {
        let seen = self.record.marked_variants(ItemMark::Flagged).map_err(|why| self.failed(&why))?;
        let variants = seen.into_iter().filter_map(|(id, code)| Some((id, code.parse().ok()?))).collect();
        Ok(Setting { variants, ..self.setting(seed)? })
    }

    /// The items that are marked so today, as the record names them.
    pub(super) fn marked(&self, mark: ItemMark) -> Result<HashSet<String>, Failure> {
        self.record.marked(mark, day_of(&self.clock.now())).map_err(|why| self.failed(&why))
    }

    /// The cards that do not come today: suspended or buried.
    pub(super) fn set_apart(&self) -> Result<HashSet<String>, Failure> {
        let mut apart = self.marked(ItemMark::Suspended)?;
        apart.extend(self.marked(ItemMark::Buried)?);
        Ok(apart)
    }

    /// A failure of the record.
    pub(super) fn failed(&self, why: &StoreError) -> Failure {
        Failure::Failed(why.sentence(self.globals.lang))
    }

    /// Every topic of the course, in its order.
    pub(super) fn topics(&self) -> Vec<Arc<Topic>> {
        self.course.topics()
    }
}
