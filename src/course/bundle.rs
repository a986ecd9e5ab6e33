//! The bundled course, inside the binary, and the index that the build script made of it.

include!(concat!(env!("OUT_DIR"), "/bundle.rs"));

use std::cmp::Ordering;

use super::lang::Lang;

/// What lists and help say of a calculation or topic, without parsing its file.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// `conv`, `cnn`
    pub id: &'static str,
    /// The topic a calculation belongs to; empty for a topic.
    pub topic: &'static str,
    /// The number of a topic, from 1; 0 of a calculation.
    pub section: u32,
    /// Whether exercises of a calculation are asked.
    pub asks: bool,
    zh: &'static str,
    en: &'static str,
    /// The paths of its files inside the course: `calculations/conv.toml`.
    pub paths: &'static [&'static str],
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

/// How many words the interface has.
const MESSAGES: usize = PLACES.len() - 1;

/// Key, Chinese and English of the word at `at` in the order of keys; nothing behind the last.
fn message_at(at: usize) -> [&'static str; 3] {
    let place = |entry: usize, part: usize| PLACES.get(entry).map_or(WORDS.len(), |places| places[part] as usize);
    let [key, zh, en, end] = [place(at, 0), place(at, 1), place(at, 2), place(at + 1, 0)];
    [key..zh, zh..en, en..end].map(|range| WORDS.get(range).unwrap_or_default())
}

/// The word of the interface `key`, in Chinese and English.
pub(super) fn message(key: &str) -> Option<[&'static str; 2]> {
    let (mut low, mut high) = (0, MESSAGES);
    while low < high {
        let middle = low.midpoint(high);
        let [found, zh, en] = message_at(middle);
        match found.cmp(key) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle,
            Ordering::Equal => return Some([zh, en]),
        }
    }
    None
}

/// The keys of all words of the interface, in order.
pub(super) fn message_keys() -> impl Iterator<Item = &'static str> {
    (0..MESSAGES).map(|at| message_at(at)[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_a_topic_is_in_the_index() {
        let mut indexed: Vec<&str> = topics().iter().flat_map(|topic| topic.paths).copied().collect();
        indexed.sort_unstable();
        let there: Vec<&str> =
            files().iter().map(|(path, _)| *path).filter(|path| path.starts_with("topics/")).collect();
        assert_eq!(indexed, there);
    }
}
