//! The topics of a course as they are at one moment, each file read once.
//!
//! It and `library` import each other: a course keeps the shelf that it was asked to fill from its files.

use std::path::Path;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use rustc_hash::FxHashMap;

use super::image::{self, Draft, Image, Key};
use super::library::Course;
use super::problem::{Problem, Severity};
use super::read::Loaded;
use super::spec::Spec;
use super::topic::{Id, Topic};

/// Threads that read a course's files at once.
const MOST_THREADS: usize = 4;

/// What stands in a course's files.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    /// The topics in order, merged by id where several files have one: a later file's items lie over an earlier one's.
    /// What cannot be read is left out.
    pub(super) topics: Vec<Arc<Topic>>,
    /// The first error of each of the author's own files.
    pub(super) errors: Vec<Problem>,
}

impl Shelf {
    /// The topics of `course`, whose files are parsed.
    pub(super) fn parsed(course: &Course) -> Self {
        let topics = course.files_in("topics").into_iter().filter_map(|path| course.topic_file(&path).value);
        Self { topics: merged(topics), errors: Vec::new() }
    }

    /// What stands in the files of `course`, and what is wrong with its author's own. A file that was compiled into the
    /// image at `image` is not parsed again; those that were not are compiled into it.
    pub(super) fn compiled(course: &Course, image: &Path) -> Self {
        let paths = course.files_in("topics");
        let (old, keys) = thread::scope(|scope| {
            let old = scope.spawn(|| Image::open(image));
            let keys = each(&paths, |path| course.file(path).as_deref().map(Key::topic));
            (joined(old), keys)
        });
        let known: Vec<(String, Option<Key>)> = paths.into_iter().zip(keys).collect();
        let read = each(&known, |(path, key)| match key.and_then(|key| Some((key, old.topic(key)?))) {
            Some((key, topic)) => File { value: Some(topic), kept: Some(key), ..File::default() },
            None => File::parsed(course, path),
        });
        let mut new = Draft::over(&old);
        let mut errors = Vec::new();
        let mut topics = Vec::new();
        for file in read {
            file.kept.into_iter().for_each(|key| new.keep(key));
            file.added.into_iter().for_each(|(key, bytes)| new.add(key, bytes));
            errors.extend(file.error);
            topics.extend(file.value);
        }
        let parts = course.parts();
        for path in course.own_files_in("calculations") {
            let Some(text) = course.file(&path) else {
                errors.extend(first_error(course.calculation_file(&path).problems));
                continue;
            };
            let key = Key::calculation(&text, &parts);
            if old.has(key) {
                new.keep(key);
                continue;
            }
            match first_error(course.parsed::<Spec>(&path, &text).problems) {
                Some(error) => errors.push(error),
                None => new.add(key, Vec::new()),
            }
        }
        new.put(image);
        Self { topics: merged(topics), errors }
    }
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
    added: Option<(Key, Vec<u8>)>,
}

impl File {
    /// The file at a path. What is to be kept under its text is what that very text says, whatever becomes of the file
    /// meanwhile.
    fn parsed(course: &Course, path: &str) -> Self {
        let Some(text) = course.file(path) else {
            return Self { error: first_error(course.topic_file(path).problems), ..Self::default() };
        };
        let Loaded { value, problems, .. } = course.parsed::<Topic>(path, &text);
        let error = first_error(problems);
        let compiled = || Some((Key::topic(&text), image::topic(value.as_ref()?)?));
        let added = if error.is_none() { compiled() } else { None };
        Self { error: error.filter(|_| course.is_own(path)), kept: None, added, value }
    }
}

/// What `act` makes of each item, by as many threads as the machine can run at once.
fn each<T: Sync, R: Send>(items: &[T], act: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let share = items.len().div_ceil(threads);
    if threads < 2 || share < 2 {
        return items.iter().map(act).collect();
    }
    thread::scope(|scope| {
        let act = &act;
        let shares = items.chunks(share);
        let workers: Vec<_> =
            shares.map(|items| scope.spawn(move || items.iter().map(act).collect::<Vec<R>>())).collect();
        workers.into_iter().flat_map(joined).collect()
    })
}

/// What a thread made.
fn joined<R>(worker: ScopedJoinHandle<'_, R>) -> R {
    worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// The first error among problems.
pub(super) fn first_error(problems: Vec<Problem>) -> Option<Problem> {
    problems.into_iter().find(|problem| problem.severity() == Severity::Error)
}

/// Topics by id, in the order of their numbers; a later one lies over an earlier one.
fn merged(topics: impl IntoIterator<Item = Topic>) -> Vec<Arc<Topic>> {
    let mut places: FxHashMap<Id, usize> = FxHashMap::default();
    let mut merged: Vec<(u32, Topic)> = Vec::new();
    for topic in topics {
        match places.get(&topic.id) {
            Some(at) => {
                let (section, under) = &mut merged[*at];
                *section = topic.section.min(*section);
                under.lay(topic);
            }
            None => {
                places.insert(topic.id.clone(), merged.len());
                merged.push((topic.section, topic));
            }
        }
    }
    merged.sort_by(|(section, topic), (other, next)| (section, &topic.id).cmp(&(other, &next.id)));
    merged.into_iter().map(|(_, topic)| Arc::new(topic)).collect()
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
        lay(&mut self.headings, over.headings, |heading| &heading.id);
        lay(&mut self.tables, over.tables, |table| &table.id);
        self.statements.lay(over.statements);
        self.cards.lay(over.cards);
        self.questions.lay(over.questions);
    }
}
