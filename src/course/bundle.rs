//! The bundled course, inside the binary, and the index that the build script made of it.

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

use super::lang::Lang;

/// What lists and help say of a calculation or topic, without parsing its file.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// `conv`, `cnn`
    pub id: &'static str,
    /// The topic a calculation belongs to; empty for a topic.
    pub topic: &'static str,
    zh: &'static str,
    en: &'static str,
    /// Its path inside the course: `calculations/conv.toml`.
    pub path: &'static str,
}

impl Entry {
    /// Its title in `lang`.
    #[must_use]
    pub const fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// The calculations of the bundled course, by id.
#[must_use]
pub fn calculations() -> &'static [Entry] {
    CALCULATIONS
}

/// The topics of the bundled course, in the outline's order.
#[must_use]
pub fn topics() -> &'static [Entry] {
    TOPICS
}

/// The paths and texts of all bundled files, sorted by path.
#[must_use]
pub fn files() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// The text of one bundled file.
#[must_use]
pub fn file(path: &str) -> Option<&'static str> {
    let at = FILES.binary_search_by_key(&path, |(name, _)| name).ok()?;
    FILES.get(at).map(|(_, text)| *text)
}

/// Key, Chinese and English of every word of the interface, sorted by key.
pub(super) fn messages() -> &'static [(&'static str, &'static str, &'static str)] {
    MESSAGES
}
