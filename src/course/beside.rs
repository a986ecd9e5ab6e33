//! The files of a course that another file of it speaks of: networks that calculations know by name, parts that they
//! share.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt::Debug;

use super::bundle;

/// Files that one file may take from.
const MOST: usize = 64;

/// Where files of a course are found.
pub trait Shelf: Debug + Send + Sync {
    /// The text of a file of the course.
    fn text(&self, path: &str) -> Option<Cow<'static, str>>;

    /// The files of a folder of the course.
    fn paths(&self, folder: &str) -> Vec<String>;
}

/// The files of the bundled course.
#[derive(Debug)]
pub struct Bundled;

impl Shelf for Bundled {
    fn text(&self, path: &str) -> Option<Cow<'static, str>> {
        bundle::file(path).map(Cow::Borrowed)
    }

    fn paths(&self, folder: &str) -> Vec<String> {
        let inside = |path: &&str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        bundle::files().iter().map(|(path, _)| *path).filter(inside).map(str::to_owned).collect()
    }
}

/// The texts of files, kept for as long as what is read of them is looked at.
#[derive(Debug)]
pub struct Texts<'s> {
    shelf: &'s dyn Shelf,
    kept: [OnceCell<(String, Cow<'static, str>)>; MOST],
}

impl<'s> Texts<'s> {
    /// No text yet of those on a shelf.
    #[must_use]
    pub const fn of(shelf: &'s dyn Shelf) -> Self {
        Self { shelf, kept: [const { OnceCell::new() }; MOST] }
    }

    /// The path and text of a file; none where there is no such file, or where there are too many.
    pub fn get(&self, path: &str) -> Option<(&str, &str)> {
        for place in &self.kept {
            let (known, text) = match place.get() {
                Some(kept) => kept,
                None => {
                    let text = self.shelf.text(path)?;
                    place.get_or_init(|| (path.to_owned(), text))
                }
            };
            if known == path {
                return Some((known, text));
            }
        }
        None
    }

    /// The names of the files in a folder of the course.
    #[must_use]
    pub fn names(&self, folder: &str) -> Vec<String> {
        let inside =
            |path: String| Some(path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".toml")?.to_owned());
        self.shelf.paths(folder).into_iter().filter_map(inside).collect()
    }
}
