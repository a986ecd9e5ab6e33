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

pub use places::of_item;
pub use practice::{Practice, practices};

use super::library::Course;
use super::problem::Problem;
use super::topic::Topic;

/// Problems that are reported of one file by each check; beyond that there is no use in more.
pub const MOST: usize = 100;

/// A topic's file that could be read.
#[derive(Debug)]
struct File {
    path: String,
    source: Cow<'static, str>,
    topic: Topic,
}

impl File {
    /// A problem at the id of an item.
    fn at(&self, id: &str, code: &'static str, args: Vec<(&'static str, String)>) -> Problem {
        Problem::new(code, &self.path, places::of_item(&self.source, id), args)
    }

    /// A problem at a text that an item mentions.
    fn within(&self, id: &str, text: &str, code: &'static str, args: Vec<(&'static str, String)>) -> Problem {
        Problem::new(code, &self.path, places::within_item(&self.source, id, text), args)
    }
}

/// The problems of the course's own files and topics, file by file. What can be proven of calculations stands in
/// `calculation::check`.
#[must_use]
pub fn check(course: &Course) -> Vec<Problem> {
    let mut problems = course.syllabus().problems;
    let mut files = Vec::new();
    for path in course.own_files_in("topics") {
        let loaded = course.topic_file(&path);
        problems.extend(loaded.problems);
        if let (Some(topic), Some(source)) = (loaded.value, course.file(&path)) {
            files.push(File { path, source, topic });
        }
    }
    let known = references::Known::of(course, &files);
    problems.extend(known.outline(course));
    let practised = practice::practices(files.iter().map(|f| &f.topic));
    let mut asked = HashMap::new();
    for file in &files {
        let checks = [
            references::check(file, &known),
            references::doubles(file, &known),
            derivatives::check(file, &files),
            practice::check(file, &practised),
            stems::check(file, &mut asked),
        ];
        problems.extend(checks.into_iter().flatten());
    }
    problems
}
