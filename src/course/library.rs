//! A course's files: bundled in the binary, in a folder, or a folder laid over the bundled ones. A file is read when
//! it is asked for, and no path leaves its folder.

mod calculations;
mod compiled;
mod seen;
pub(super) mod shelf;
mod topics;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use super::beside::{self, Bundled, Texts};
use super::bundle;
use super::format::{Loaded, Reader, Table};
use super::image;
use super::lang::{Bilingual, Lang};
use super::messages::{self, say};
use super::network::Network;
use super::problem::Problem;
use super::schema::FILES;
use super::spec::{Part, Place};
use super::syllabus::{Outline, Syllabus};
use super::synonyms::{self, Vocabulary};
use crate::files::{self, ReadError};

use shelf::{Shelf, first_error};

pub use calculations::KindTitle;
pub use topics::TopicTitle;

/// Bytes that one file of a course may have.
const LARGEST: u64 = 4 << 20;
/// The folder of topics. A topic may have a folder of its own in it.
const TOPICS: &str = "topics";
/// Files that one folder of a course may have.
const MOST: usize = 2000;

/// A course, of which nothing but its folder is known until something is asked for.
#[derive(Clone, Debug)]
pub struct Course {
    folder: Option<PathBuf>,
    /// Whether the folder is a course of its own, or laid over the bundled one.
    own: bool,
    /// Whether the bundled files are read without the checks that they have passed.
    trusting: bool,
    /// What stands in its files once somebody asked, where it is to be at hand then, and the image it is read from.
    at_hand: Option<(Arc<OnceLock<Arc<Shelf>>>, PathBuf)>,
    /// Where calculations are kept in compiled form.
    images: Option<PathBuf>,
}

/// A course that cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CourseError {
    /// The folder does not exist or is none.
    #[error("{0} is not a folder that can be read")]
    Folder(PathBuf),
}

impl CourseError {
    /// One sentence for the user.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::Folder(path) => say(lang, "course.no-folder", &[("path", &path.display())]),
        }
    }
}

impl Course {
    /// The bundled course, or the one in a folder.
    ///
    /// # Errors
    /// A folder that is none.
    pub fn open(folder: Option<&Path>) -> Result<Self, CourseError> {
        let none = Self { folder: None, own: false, trusting: false, at_hand: None, images: None };
        let Some(folder) = folder else { return Ok(none) };
        let real = fs::canonicalize(folder).ok().filter(|real| real.is_dir());
        let real = real.ok_or_else(|| CourseError::Folder(folder.to_owned()))?;
        let own = real.join("course.toml").exists();
        Ok(Self { folder: Some(real), own, ..none })
    }

    /// The same course, whose bundled files are taken as they are: every release has checked them. What lies in a
    /// folder is checked as ever.
    #[must_use]
    pub fn trusting_the_bundle(self) -> Self {
        Self { trusting: true, ..self }
    }

    /// The same course with all its topics at hand from when they are first asked for, as they are then. They are
    /// compiled into an image among those in `images`, so that they are not parsed the next time.
    #[must_use]
    pub fn at_hand(self, images: &Path) -> Self {
        let image = image::place(images, self.folder.as_deref());
        Self { at_hand: Some((Arc::default(), image)), ..self }.compiling(images)
    }

    /// The same course, each of whose calculations is compiled into an image among those in `images` when it is first
    /// read.
    #[must_use]
    pub fn compiling(self, images: &Path) -> Self {
        Self { images: Some(images.to_owned()), ..self }
    }

    /// The same course as it is now, where it was at hand as it was then.
    #[must_use]
    pub fn looked_at_again(&self) -> Self {
        let now = self.at_hand.as_ref().filter(|_| self.folder.is_some());
        let now = now.map(|(_, image)| (Arc::default(), image.clone()));
        Self { at_hand: now.or_else(|| self.at_hand.clone()), ..self.clone() }
    }

    /// What stands in its files: what is at hand, or what is read now.
    fn shelf(&self) -> Arc<Shelf> {
        match &self.at_hand {
            Some((shelf, image)) => {
                Arc::clone(shelf.get_or_init(|| Arc::new(Shelf::compiled(self, image, SystemTime::now()))))
            }
            None => Arc::new(Shelf::parsed(self)),
        }
    }

    /// What the text of a file says.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method itself is of one lifetime")]
    #[expect(clippy::ptr_arg, reason = "borrowed for ever or owned says where the text comes from")]
    pub(super) fn parsed<T: Table>(&self, path: &str, text: &Cow<'static, str>) -> Loaded<T> {
        self.reading(path, text, |reader| reader.load())
    }

    /// What comes of reading the text of a file. A bundled one takes from bundled ones alone, whatever a folder has.
    #[expect(clippy::ptr_arg, reason = "borrowed for ever or owned says where the text comes from")]
    fn reading<R>(&self, path: &str, text: &Cow<'static, str>, act: impl FnOnce(Reader<'_>) -> R) -> R {
        let bundled = matches!(text, Cow::Borrowed(_));
        let texts = Texts::of(if bundled { &Bundled } else { self });
        let reader = if self.trusting && bundled { Reader::trusting(path, text) } else { Reader::new(path, text) };
        act(reader.with(&texts))
    }

    /// The file in which something of a calculation stands, and where in it.
    #[must_use]
    pub fn placed(&self, path: &str, place: &Place) -> (String, Range<usize>) {
        let text = self.file(path).unwrap_or_default();
        self.reading(path, &text, |reader| place.of(&reader))
    }

    /// The text of a file of the course.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<Cow<'static, str>> {
        self.source(path).ok()
    }

    /// The text of a file, or why it cannot be read.
    fn source(&self, path: &str) -> Result<Cow<'static, str>, Unread> {
        let bundled = || bundle::file(path).map(Cow::Borrowed).ok_or(Unread::Missing);
        let Some(folder) = &self.folder else { return bundled() };
        let wanted = folder.join(path);
        if !wanted.exists() {
            // A course of its own may still use the bundled calculations, networks and parts.
            let shared =
                ["calculations/", "networks/", "parts/", synonyms::FILE].iter().any(|shared| path.starts_with(shared));
            return if self.own && !shared { Err(Unread::Missing) } else { bundled() };
        }
        read_inside(folder, &wanted).map(Cow::Owned)
    }

    /// The paths of the TOML files in one folder of the course, sorted; of topics those in the folders in it, too.
    #[must_use]
    pub fn files_in(&self, inside: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        if !self.own || inside != TOPICS {
            let prefix = format!("{inside}/");
            found.extend(bundle::files().iter().filter(|(p, _)| p.starts_with(&prefix)).map(|(p, _)| (*p).to_owned()));
        }
        if let Some(folder) = &self.folder {
            found.extend(listed(folder, inside, false));
            if inside == TOPICS {
                found.extend(listed(folder, inside, true).iter().flat_map(|path| listed(folder, path, false)));
            }
        }
        found.into_iter().collect()
    }

    /// The paths of the TOML files in one folder of the course, without what the course is laid over: the files that
    /// its author can mend.
    #[must_use]
    pub fn own_files_in(&self, inside: &str) -> Vec<String> {
        self.files_in(inside).into_iter().filter(|path| self.is_own(path)).collect()
    }

    /// Whether a file is the author's own.
    pub(super) fn is_own(&self, path: &str) -> bool {
        self.folder.as_ref().is_none_or(|folder| folder.join(path).exists())
    }

    /// What is wrong with the author's own files of topics and calculations: the first error of each.
    #[must_use]
    pub fn own_errors(&self) -> Vec<Problem> {
        if self.at_hand.is_some() {
            return self.shelf().errors.clone();
        }
        let untitled = Shelf::parsed(self).errors;
        let topics = self.own_files_in(TOPICS).into_iter().map(|path| self.topic_file(&path).problems);
        let calculations = self.own_files_in("calculations").into_iter();
        let calculations = calculations.map(|path| self.calculation_file(&path).problems);
        topics.chain(calculations).filter_map(first_error).chain(untitled).collect()
    }

    /// What is wrong with the file of the course itself: its first error.
    #[must_use]
    pub fn syllabus_error(&self) -> Option<Problem> {
        first_error(self.syllabus().problems)
    }

    /// Whether it is a folder laid over the bundled course.
    #[must_use]
    pub const fn is_laid_over(&self) -> bool {
        self.folder.is_some() && !self.own
    }

    /// Id and text of each line of the outline, in order; none where the course names none.
    #[must_use]
    pub fn outline_lines(&self) -> Vec<(String, String)> {
        let Some(path) = self.syllabus().value.and_then(|syllabus| syllabus.outline) else { return Vec::new() };
        let outline = self.file(&path).and_then(|text| self.parsed::<Outline>(&path, &text).value);
        let lines = outline.map(|outline| outline.lines).unwrap_or_default().into_iter();
        lines.map(|line| (line.id, line.text)).collect()
    }

    /// What `course.toml` says, with what is wrong with it.
    #[must_use]
    pub fn syllabus(&self) -> Loaded<Syllabus> {
        match self.source("course.toml") {
            Ok(text) => self.parsed("course.toml", &text),
            Err(why) => unreadable("course.toml", &why),
        }
    }

    /// Whether nothing of a course lies in its folder.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let is_file = |place| self.folder.as_ref().is_some_and(|folder| folder.join(place).is_file());
        self.is_laid_over() && FILES.iter().all(|file| !is_file(file.place) && self.own_files_in(file.place).is_empty())
    }

    /// What is wrong with the outline that the course names, where it cannot be read as one.
    #[must_use]
    pub fn outline_problems(&self) -> Vec<Problem> {
        let Some(path) = self.syllabus().value.and_then(|syllabus| syllabus.outline) else { return Vec::new() };
        match self.source(&path) {
            Ok(text) => self.parsed::<Outline>(&path, &text).problems,
            Err(why) => unreadable::<Outline>(&path, &why).problems,
        }
    }

    /// What is wrong with the author's own networks.
    #[must_use]
    pub fn network_problems(&self) -> Vec<Problem> {
        self.own_problems::<Network>("networks")
    }

    /// What is wrong with the author's own parts of calculations, read by themselves.
    #[must_use]
    pub fn part_problems(&self) -> Vec<Problem> {
        self.own_problems::<Part>("parts")
    }

    /// What is wrong with the author's own list of words.
    #[must_use]
    pub fn word_problems(&self) -> Vec<Problem> {
        let text = self.file(synonyms::FILE).filter(|_| self.is_own(synonyms::FILE));
        text.map_or_else(Vec::new, |text| self.parsed::<Vocabulary>(synonyms::FILE, &text).problems)
    }

    fn own_problems<T: Table>(&self, folder: &str) -> Vec<Problem> {
        let paths = self.own_files_in(folder).into_iter();
        let problems = paths.map(|path| match self.source(&path) {
            Ok(text) => self.parsed::<T>(&path, &text).problems,
            Err(why) => unreadable::<T>(&path, &why).problems,
        });
        problems.flatten().collect()
    }
}

impl beside::Shelf for Course {
    fn text(&self, path: &str) -> Option<Cow<'static, str>> {
        self.file(path)
    }

    fn paths(&self, folder: &str) -> Vec<String> {
        self.files_in(folder)
    }
}

/// Why a file of the course cannot be read.
#[derive(Debug)]
enum Unread {
    /// It is not there.
    Missing,
    /// Its path leaves the course's folder.
    Outside,
    /// Reading it fails.
    Failed(ReadError),
}

impl Unread {
    fn sentences(&self) -> Bilingual {
        Bilingual::of(|lang| match self {
            Self::Missing => messages::say(lang, "io.not-found", &[]),
            Self::Outside => messages::say(lang, "io.outside", &[]),
            Self::Failed(error) => messages::unread(error, lang),
        })
    }
}

/// The paths in one folder of a course: of its TOML files, or of its folders.
fn listed(course: &Path, inside: &str, folders: bool) -> Vec<String> {
    let entries = fs::read_dir(course.join(inside)).into_iter().flatten().take(MOST).filter_map(Result::ok);
    // What a link points at is no folder here: it may be the course itself.
    let wanted = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()) == folders);
    let names = wanted.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| folders || is_toml(name)).map(|name| format!("{inside}/{name}")).collect()
}

/// Whether a file's name says that it is TOML.
fn is_toml(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "toml")
}

fn unreadable<T>(path: &str, why: &Unread) -> Loaded<T> {
    let args = vec![("what", why.sentences())];
    Loaded::nothing(vec![Problem { code: "E001", path: path.to_owned(), span: 0..0, args }])
}

/// Reads a file that really lies inside the folder, is a file, and is not too large.
fn read_inside(folder: &Path, wanted: &Path) -> Result<String, Unread> {
    let real = fs::canonicalize(wanted).map_err(|error| Unread::Failed(ReadError::Io(error)))?;
    if !real.starts_with(folder) {
        return Err(Unread::Outside);
    }
    let text = files::read_text(&real, LARGEST).map_err(Unread::Failed)?;
    // Where lines end with two characters, a text of several lines says the same.
    Ok(if text.contains('\r') { text.replace("\r\n", "\n") } else { text })
}
