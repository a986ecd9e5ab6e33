//! The topics of a course as they are at one moment, each file read once.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::image::{self, Draft, Image, Key};
use super::library::Course;
use super::problem::{Problem, Severity};
use super::read::Loaded;
use super::spec::Spec;
use super::topic::{Id, Topic};

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
        let old = Image::open(image);
        let mut new = Draft::over(&old);
        let mut errors = Vec::new();
        let mut topics = Vec::new();
        for path in course.files_in("topics") {
            // What is kept under a text is what that very text says, whatever becomes of the file meanwhile.
            let Some(text) = course.file(&path) else {
                errors.extend(first_error(course.topic_file(&path).problems));
                continue;
            };
            let key = Key::topic(&text);
            if let Some(topic) = old.topic(key) {
                new.keep(key);
                topics.push(topic);
                continue;
            }
            let Loaded { value, problems } = course.parsed::<Topic>(&path, &text);
            match (first_error(problems), &value) {
                (Some(error), _) if course.is_own(&path) => errors.push(error),
                (None, Some(topic)) => new.add(key, image::topic(topic)),
                _ => {}
            }
            topics.extend(value);
        }
        for path in course.own_files_in("calculations") {
            let Some(text) = course.file(&path) else {
                errors.extend(first_error(course.calculation_file(&path).problems));
                continue;
            };
            let key = Key::calculation(&text);
            if old.has(key) {
                new.keep(key);
                continue;
            }
            match first_error(course.parsed::<Spec>(&path, &text).problems) {
                Some(error) => errors.push(error),
                None => new.add(key, Some(Vec::new())),
            }
        }
        new.put(image);
        Self { topics: merged(topics), errors }
    }
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
