//! What is wrong with a course as a whole: every file's own problems, then what only shows when they are seen together.

mod derivatives;
mod places;
mod practice;
mod references;
mod stems;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use places::Places;
pub use practice::{Practice, practices};

use super::format::SYNTAX;
use super::library::Course;
use super::library::shelf::each;
use super::problem::Problem;
use super::topic::Topic;

/// Problems that are reported of one file by each check; beyond that there is no use in more.
pub const MOST: usize = 100;

/// A topic's file that could be read.
#[derive(Debug)]
pub struct File {
    /// Its path inside the course.
    pub path: String,
    source: Cow<'static, str>,
    /// What it says.
    pub topic: Topic,
    /// Where its items stand, once somebody has asked for one.
    places: OnceLock<Places>,
}

/// What is wrong with the files of a course, and the topics that could be read of them.
#[derive(Debug)]
pub struct Checked {
    /// File by file.
    pub problems: Vec<Problem>,
    /// The topics' files.
    pub files: Vec<File>,
}

impl File {
    /// Where the id of an item stands.
    #[must_use]
    pub fn place(&self, id: &str) -> Range<usize> {
        self.places().of_item(id)
    }

    fn places(&self) -> &Places {
        self.places.get_or_init(|| Places::of(&self.source))
    }

    /// Where the id of an item stands for this time, from 0; the first where it does not stand so often.
    fn place_again(&self, id: &str, time: usize) -> Range<usize> {
        self.places().of_item_again(id, time).unwrap_or_else(|| self.place(id))
    }

    /// The file and line in which an id stands first.
    fn line(&self, id: &str) -> String {
        let before = self.source.get(..self.place(id).start).unwrap_or_default();
        format!("{}:{}", self.path, before.matches('\n').count() + 1)
    }

    /// A problem at the id of an item.
    fn at(&self, id: &str, code: &'static str, args: Vec<(&'static str, String)>) -> Problem {
        Problem::new(code, &self.path, self.place(id), args)
    }

    /// A problem at a text that an item mentions.
    fn within(&self, id: &str, text: &str, code: &'static str, args: Vec<(&'static str, String)>) -> Problem {
        Problem::new(code, &self.path, self.places().within_item(id, text), args)
    }
}

/// The problems of the course's own files and topics. What can be proven of calculations stands in `calculation::check`.
#[must_use]
pub fn check(course: &Course) -> Checked {
    let mut problems = course.syllabus().problems;
    let mut files = Vec::new();
    let paths = course.own_files_in("topics");
    let read = each(&paths, |path| (course.topic_file(path), course.file(path)));
    for (path, (loaded, source)) in paths.into_iter().zip(read) {
        problems.extend(loaded.problems);
        if let (Some(topic), Some(source)) = (loaded.value, source) {
            files.push(File { path, source, topic, places: OnceLock::new() });
        }
    }
    problems.extend(course.outline_problems());
    // Whatever seems to be missing may stand in a file that could not be read.
    if problems.iter().any(|problem| [SYNTAX, "E001"].contains(&problem.code)) {
        return Checked { problems, files };
    }
    let known = references::Known::of(course, &files);
    problems.extend(known.outline(course));
    let practised = practice::practices(files.iter().map(|f| &f.topic));
    let meant = known.meant(&files);
    let mut asked = HashMap::new();
    for file in &files {
        let checks = [
            references::title(file, &known).into_iter().collect(),
            references::check(file, &known),
            references::doubles(file, &known, &files),
            derivatives::check(file, &files),
            practice::check(file, &practised, &meant),
            practice::shares(file, &files),
            stems::check(file, &mut asked),
        ];
        problems.extend(checks.into_iter().flatten());
    }
    drop(known);
    Checked { problems, files }
}
