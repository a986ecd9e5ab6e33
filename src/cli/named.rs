//! What a user means by a name: a topic by its id, number or title, a kind of question by its key or its name in either
//! language. What is not known is answered with what there is.

use std::fmt::Write as _;
use std::sync::Arc;

use super::failure::Failure;
use super::usage;
use crate::course::kinds::KINDS;
use crate::course::messages::say;
use crate::course::{Course, Id, Kind, Lang, Topic};
use crate::text::fold;

/// The topics with these names, in the course's order; all where none is named.
pub(super) fn topics(course: &Course, names: &[String], lang: Lang) -> Result<Vec<Arc<Topic>>, Failure> {
    let wanted = names
        .iter()
        .map(|name| course.topic_named(name).ok_or_else(|| unknown_topic(course, name, lang)))
        .collect::<Result<Vec<Id>, _>>()?;
    Ok(course.topics_among(&wanted))
}

fn unknown_topic(course: &Course, name: &str, lang: Lang) -> Failure {
    let contents = course.contents();
    let ids = contents.iter().map(|entry| &entry.id);
    let mut sentence = usage::unknown("study.unknown-topic", name, ids, lang);
    sentence.push('\n');
    sentence.push_str(&say(lang, "study.topics", &[]));
    for entry in &contents {
        let (number, id, title) = (entry.section, &entry.id, entry.title.get(lang));
        let _ = write!(sentence, "\n  {number:>2}  {id:<16} {title}");
    }
    Failure::Usage(sentence)
}

/// The kind of question with this name.
pub(super) fn question_kind(name: &str, lang: Lang) -> Result<&'static Kind, Failure> {
    let called = |kind: &&&Kind| {
        let names = Lang::ALL.map(|lang| kind.name(lang));
        names.into_iter().chain([kind.key]).any(|known| fold(known) == fold(name))
    };
    KINDS.iter().find(called).copied().ok_or_else(|| {
        let mut sentence = usage::unknown("quiz.unknown-kind", name, KINDS.iter().map(|kind| kind.key), lang);
        sentence.push('\n');
        sentence.push_str(&say(lang, "quiz.kinds", &[]));
        for kind in KINDS {
            let _ = write!(sentence, "\n  {:<12} {}", kind.key, kind.name(lang));
        }
        Failure::Usage(sentence)
    })
}
