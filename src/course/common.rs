//! What cards and questions have alike.

use super::format::{Fields, Id, table};

table! {
    /// What every card and every question has.
    pub(super) struct Common {
        /// Its id: `cnn.c3`, `cnn.q12`. The learner's record goes by it.
        id: Id = "id",
        /// What it was called before, the oldest name first: the record goes on calling it so.
        renamed_from: Vec<Id> = "renamed-from",
        /// The statements that it practises.
        tests: Vec<Id> = "tests",
    }
}

/// Notes that a kind is none of those that are known.
pub(super) fn unknown_kind<T>(
    fields: &Fields<'_, '_>,
    given: String,
    known: impl Iterator<Item = &'static str>,
) -> Option<T> {
    let args = [("given", given), ("known", known.collect::<Vec<_>>().join(" "))];
    fields.reader().problem("E011", fields.place("kind"), &args);
    None
}

/// The name by which the record knows an item: the oldest that it ever had.
pub(super) fn recorded<'a>(id: &'a Id, renamed_from: &'a [Id]) -> &'a Id {
    renamed_from.first().unwrap_or(id)
}
