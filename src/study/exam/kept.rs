//! What the record keeps of a paper beside its code: the questions that were drawn, so that a later edition of the
//! course brings the same ones back.

use serde::{Deserialize, Serialize};

use super::entry::{Entry, points};
use crate::study::journal::Sitting;

/// The questions of a paper, as the record names them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The points that can be reached.
    pub points: f64,
    /// The questions of each part.
    pub parts: Vec<Vec<String>>,
}

impl Kept {
    /// Of these questions on a paper of so many parts.
    pub(super) fn of(entries: &[Entry], parts: usize) -> Self {
        let mut kept = Self { points: points(entries), parts: vec![Vec::new(); parts] };
        for entry in entries {
            if let Some(part) = kept.parts.get_mut(entry.part) {
                part.push(entry.item.recorded.to_string());
            }
        }
        kept
    }

    /// As it was written with a paper; none where that cannot be read.
    #[must_use]
    pub fn read(sitting: &Sitting) -> Option<Self> {
        serde_json::from_str(sitting.plan.as_deref()?).ok()
    }

    pub(super) fn written(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }
}

/// Where a paper was left, as the record keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Left {
    /// The number of the question; behind the last one, the end of the paper.
    pub(super) at: usize,
}

impl Left {
    /// The place that a paper of so many questions was left at, where the record knows it.
    pub(super) fn place(sitting: &Sitting, questions: usize) -> Option<usize> {
        let left: Self = serde_json::from_str(sitting.left.as_deref()?).ok()?;
        left.at.checked_sub(1).filter(|place| *place <= questions)
    }

    /// What is written of a paper that is left at this place.
    pub(super) fn written_at(place: usize) -> Option<String> {
        serde_json::to_string(&Self { at: place + 1 }).ok()
    }
}
