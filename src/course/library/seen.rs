//! Files of a course that need not be read to know what they say.

use std::time::SystemTime;

use super::Course;
use crate::course::image::Seen;
use crate::files::Stamp;

impl Course {
    /// How a topic's file is seen without reading it; none where that would not tell whether it is written.
    pub(in crate::course) fn seen(&self, path: &str, now: SystemTime) -> Option<Seen> {
        let Some(folder) = &self.folder else { return Some(Seen::Bundled) };
        let wanted = folder.join(path);
        if wanted.exists() { Stamp::of(&wanted, now).map(Seen::File) } else { (!self.own).then_some(Seen::Bundled) }
    }

    /// The same course, read from its files and from nothing that is kept of them.
    pub(in crate::course) fn by_its_files(&self) -> Self {
        Self { at_hand: None, images: None, ..self.clone() }
    }
}
