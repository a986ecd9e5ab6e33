//! `course.toml`: what the course is called, its topics in order, and how its exam is made up.

use super::lang::Bilingual;
use super::read::Fields;
use super::topic::Id;

/// What `course.toml` says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Syllabus {
    /// What the course is called.
    pub title: Bilingual,
    /// Topic ids in order.
    pub topics: Vec<Id>,
    /// Minutes of the paper.
    pub minutes: Option<usize>,
    /// Parts of the paper.
    pub parts: Vec<Part>,
    /// How much of the paper each topic is.
    pub weights: Vec<(Id, f64)>,
}

/// A part of the exam paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What it is called.
    pub title: Bilingual,
    /// Kinds of its questions, as `--kind` names them.
    pub kinds: Vec<String>,
    /// How many questions.
    pub count: usize,
    /// What each is worth.
    pub points: f64,
}

/// Reads `course.toml`.
pub(super) fn read(fields: &Fields<'_, '_>) -> Option<Syllabus> {
    fields.maybe_number("format");
    fields.maybe_text("id");
    fields.maybe_text("outline");
    fields.texts("languages");
    let exam = fields.get("exam").and_then(|item| fields.reader().table(item));
    let mut syllabus = Syllabus {
        title: fields.bilingual("title")?,
        topics: fields.texts("topics").into_iter().map(Id::from).collect(),
        ..Syllabus::default()
    };
    if let Some(exam) = exam {
        syllabus.minutes = exam.maybe_whole("minutes");
        for part in exam.tables("parts") {
            let title = part.bilingual("title");
            let part_read = Part {
                title: title.unwrap_or_default(),
                kinds: part.texts("kinds"),
                count: part.maybe_whole("count").unwrap_or(0),
                points: part.maybe_number("points").unwrap_or(1.0),
            };
            part.finish();
            syllabus.parts.push(part_read);
        }
        for weight in exam.tables("weights") {
            if let (Some(topic), Some(share)) = (weight.text("topic"), weight.maybe_number("weight")) {
                syllabus.weights.push((topic.into(), share));
            }
            weight.finish();
        }
        exam.maybe_whole("points");
        exam.finish();
    }
    fields.finish_ref();
    Some(syllabus)
}
