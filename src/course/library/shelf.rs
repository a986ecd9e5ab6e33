//! The topics of a course as they are at one moment, each file read once.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use rustc_hash::FxHashMap;

use super::Course;
use super::compiled::kept;
use crate::beside::Beside;
use crate::course::format::{Id, Loaded};
use crate::course::image::{self, Draft, Image, Key, Parts, Seen};
use crate::course::items::Again;
use crate::course::problem::{Problem, Severity};
use crate::course::spec::Spec;
use crate::course::topic::Topic;

/// Threads that read a course's files at once.
const MOST_THREADS: usize = 4;

/// What stands in a course's files.
#[derive(Debug, Default)]
pub(in crate::course) struct Shelf {
    /// The topics in order, merged by id where several files have one: a later file's items lie over an earlier one's.
    /// What cannot be read is left out.
    pub(in crate::course) topics: Vec<Arc<Topic>>,
    /// The first error of each of the author's own files.
    pub(in crate::course) errors: Vec<Problem>,
}

impl Shelf {
    /// The topics of `course`, whose files are parsed.
    pub(in crate::course) fn parsed(course: &Course) -> Self {
        let read = each(&course.files_in("topics"), |path| Some((path.clone(), course.topic_file(path).value?)));
        let (topics, errors) = merged(read.into_iter().flatten());
        Self { topics, errors }
    }

    /// What stands in the files of `course`, and what is wrong with its author's own. A file that was compiled into the
    /// image at `image` is not parsed again; those that were not are compiled into it.
    pub(in crate::course) fn compiled(course: &Course, image: &Path, now: SystemTime) -> Self {
        let old = Image::open(image);
        let looked = course.files_in("topics").into_iter().map(|path| {
            let seen = course.seen(&path, now);
            let known = seen.and_then(|seen| old.known(&path, seen));
            Look { path, seen, known }
        });
        let looked: Vec<Look> = looked.collect();
        let again = Arc::new(course.by_its_files());
        let read = each(&looked, |look| File::of(&again, &old, look));
        let mut new = Draft::over(&old);
        let mut errors = Vec::new();
        let mut topics = Vec::new();
        for (file, Look { path, seen, .. }) in read.into_iter().zip(looked) {
            if let Some((key, seen)) = file.key().zip(seen) {
                new.note(&path, seen, key);
            }
            file.kept.into_iter().for_each(|key| new.keep(key));
            file.added.into_iter().for_each(|(key, compiled)| new.add(key, compiled));
            errors.extend(file.error);
            topics.extend(file.value.map(|topic| (path, topic)));
        }
        for path in course.own_files_in("calculations") {
            let Some(text) = course.file(&path) else {
                errors.extend(first_error(course.calculation_file(&path).problems));
                continue;
            };
            let key = Key::calculation(&text);
            if old.took(key, |path| course.file(path)).is_some() {
                new.keep(key);
                continue;
            }
            let Loaded { problems, took, .. } = course.parsed::<Spec>(&path, &text);
            match first_error(problems) {
                Some(error) => errors.push(error),
                // That it holds no error is all that is kept of it here.
                None => new.add(key, Parts::taking(Vec::new(), kept(&text, took))),
            }
        }
        new.put(image);
        let (topics, untitled) = merged(topics);
        errors.extend(untitled);
        Self { topics, errors }
    }
}

/// A topic's file before it is read.
struct Look {
    path: String,
    seen: Option<Seen>,
    /// What it was when it was compiled, if it has not been written since.
    known: Option<Key>,
}

/// What came of a topic's file.
#[derive(Default)]
struct File {
    value: Option<Topic>,
    /// Of the author's own file.
    error: Option<Problem>,
    /// Where it stands in the image.
    kept: Option<Key>,
    /// What the image is to get of it.
    added: Option<(Key, Parts)>,
}

impl File {
    /// The file at a path, by its image if that holds it. What is to be kept under its text is what that very text says,
    /// whatever becomes of the file meanwhile.
    fn of(course: &Arc<Course>, image: &Image, look: &Look) -> Self {
        let path = &look.path;
        let kept =
            |key: Key| Some(Self { value: Some(image.topic(key, || again(course, path, key))?), ..Self::at(key) });
        if let Some(file) = look.known.and_then(kept) {
            return file;
        }
        let Some(text) = course.file(path) else {
            return Self { error: first_error(course.topic_file(path).problems), ..Self::default() };
        };
        let key = Key::topic(&text);
        if let Some(file) = kept(key) {
            return file;
        }
        let Loaded { value, problems, .. } = course.parsed::<Topic>(path, &text);
        let error = first_error(problems);
        let compiled = value.as_ref().filter(|_| error.is_none()).and_then(image::topic);
        // A course may be large: what was read of each file goes, and only what it was compiled to stays.
        let small = compiled.as_ref().and_then(|parts| parts.topic(again(course, path, key)));
        let added = compiled.map(|parts| (key, parts));
        Self { error: error.filter(|_| course.is_own(path)), kept: None, added, value: small.or(value) }
    }

    fn at(key: Key) -> Self {
        Self { kept: Some(key), ..Self::default() }
    }

    /// What the image holds, or is to hold, of it.
    fn key(&self) -> Option<Key> {
        self.kept.or(self.added.as_ref().map(|(key, _)| *key))
    }
}

/// The file that was compiled, to be read again if it still says the same.
fn again(course: &Arc<Course>, path: &str, key: Key) -> Again<Topic> {
    let (course, path) = (Arc::clone(course), path.to_owned());
    Again::new(move || {
        let text = course.file(&path).filter(|text| Key::topic(text) == key)?;
        course.parsed(&path, &text).value
    })
}

/// What `act` makes of each item, by as many threads as the machine can run at once, and gives.
pub(in crate::course) fn each<T: Sync, R: Send>(items: &[T], act: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let share = items.len().div_ceil(threads);
    if threads < 2 || share < 2 {
        return items.iter().map(act).collect();
    }
    thread::scope(|scope| {
        let act = &act;
        let shares = items.chunks(share);
        let workers: Vec<_> =
            shares.map(|items| Beside::begin(scope, move || items.iter().map(act).collect::<Vec<R>>())).collect();
        workers.into_iter().flat_map(Beside::done).collect()
    })
}

/// The first error among problems.
pub(in crate::course) fn first_error(problems: Vec<Problem>) -> Option<Problem> {
    problems.into_iter().find(|problem| problem.severity() == Severity::Error)
}

/// Topics by id, in the order of their numbers, of the files at these paths; a later one lies over an earlier one. What
/// no file says the title of is left out, and told.
pub(in crate::course) fn merged(files: impl IntoIterator<Item = (String, Topic)>) -> (Vec<Arc<Topic>>, Vec<Problem>) {
    let mut places: FxHashMap<Id, usize> = FxHashMap::default();
    let mut merged: Vec<Merged> = Vec::new();
    for (path, topic) in files {
        let section = topic.title.as_ref().map(|_| topic.section);
        match places.get(&topic.id) {
            Some(at) => {
                let under = &mut merged[*at];
                under.section = section.into_iter().chain(under.section).min();
                under.topic.lay(topic);
            }
            None => {
                places.insert(topic.id.clone(), merged.len());
                merged.push(Merged { path, section, topic });
            }
        }
    }
    merged.sort_by(|a, b| (a.section, &a.topic.id).cmp(&(b.section, &b.topic.id)));
    let (titled, untitled): (Vec<Merged>, Vec<Merged>) = merged.into_iter().partition(|m| m.topic.title.is_some());
    let told = untitled.into_iter().map(|m| Problem::new("E004", &m.path, 0..0, vec![("key", "title".to_owned())]));
    (titled.into_iter().map(|m| Arc::new(m.topic)).collect(), told.collect())
}

/// A topic of several files.
struct Merged {
    /// The first of them.
    path: String,
    /// The least number under which one of them titles it.
    section: Option<u32>,
    topic: Topic,
}

impl Topic {
    /// Lays another one's items over those of this topic, by id.
    fn lay(&mut self, over: Self) {
        fn lay<T>(under: &mut Vec<T>, over: Vec<T>, id: fn(&T) -> &Id) {
            for item in over {
                match under.iter_mut().find(|known| id(known) == id(&item)) {
                    Some(known) => *known = item,
                    None => under.push(item),
                }
            }
        }
        if self.title.is_none() {
            (self.title, self.section) = (over.title, over.section);
        }
        lay(&mut self.headings, over.headings, |heading| &heading.id);
        lay(&mut self.tables, over.tables, |table| &table.id);
        self.statements.lay(over.statements);
        self.cards.lay(over.cards);
        self.questions.lay(over.questions);
    }
}
