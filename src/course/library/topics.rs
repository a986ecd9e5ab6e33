//! The topics of a course, by id and by file.

use std::sync::Arc;

use super::{Course, shelf, unreadable};
use crate::course::bundle;
use crate::course::format::{Id, Loaded};
use crate::course::lang::{Bilingual, Lang};
use crate::course::topic::Topic;
use crate::text::fold;

/// A topic as the table of contents has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicTitle {
    /// Its number in the outline, from 1.
    pub section: u32,
    /// `cnn`
    pub id: Id,
    /// What it is called.
    pub title: Bilingual,
}

impl Course {
    /// The topics in order, by number, id and title; the bundled ones without reading their files.
    #[must_use]
    pub fn contents(&self) -> Vec<TopicTitle> {
        if self.folder.is_none() {
            let entry = |entry: &bundle::Entry| TopicTitle {
                section: entry.section,
                id: entry.id.into(),
                title: Bilingual::of(|lang| entry.title(lang).to_owned()),
            };
            return bundle::topics().iter().map(entry).collect();
        }
        let topic = |topic: &Arc<Topic>| TopicTitle {
            section: topic.section,
            id: topic.id.clone(),
            title: topic.title().clone(),
        };
        self.shelf().topics.iter().map(topic).collect()
    }

    /// The ids and titles of the topics, in order.
    #[must_use]
    pub fn titles(&self) -> Vec<(Id, Bilingual)> {
        self.contents().into_iter().map(|topic| (topic.id, topic.title)).collect()
    }

    /// The topic that a user means by a name: its id in any case, its number, its title in either language.
    #[must_use]
    pub fn topic_named(&self, name: &str) -> Option<Id> {
        let wanted = fold(name);
        let contents = self.contents();
        let named = |entry: &&TopicTitle| {
            let titles = Lang::ALL.map(|lang| fold(entry.title.get(lang)));
            fold(&entry.id) == wanted || entry.section.to_string() == wanted || titles.contains(&wanted)
        };
        contents.iter().find(|entry| *entry.id == *name).or_else(|| contents.iter().find(named)).map(|e| e.id.clone())
    }

    /// The topic in a file.
    #[must_use]
    pub fn topic_file(&self, path: &str) -> Loaded<Topic> {
        match self.source(path) {
            Ok(text) => self.parsed(path, &text),
            Err(why) => unreadable(path, &why),
        }
    }

    /// A topic, merged by id where several files have it: a later file's items stand above an earlier one's.
    #[must_use]
    pub fn topic(&self, id: &str) -> Option<Arc<Topic>> {
        if self.folder.is_none() {
            let entry = bundle::topics().iter().find(|entry| entry.id == id)?;
            let files = entry.paths.iter().filter_map(|path| Some(((*path).to_owned(), self.topic_file(path).value?)));
            return shelf::merged(files).0.into_iter().next();
        }
        self.shelf().topics.iter().find(|topic| *topic.id == *id).cloned()
    }

    /// The topics with these ids, in order; all where none is named.
    #[must_use]
    pub fn topics_among(&self, ids: &[Id]) -> Vec<Arc<Topic>> {
        if ids.is_empty() {
            return self.topics();
        }
        if self.folder.is_none() {
            let wanted = bundle::topics().iter().filter(|entry| ids.iter().any(|id| **id == *entry.id));
            return wanted.filter_map(|entry| self.topic(entry.id)).collect();
        }
        self.shelf().topics.iter().filter(|topic| ids.contains(&topic.id)).cloned().collect()
    }

    /// All topics, in order. What cannot be read of them is left out; `content check` tells of it.
    #[must_use]
    pub fn topics(&self) -> Vec<Arc<Topic>> {
        self.shelf().topics.clone()
    }
}
