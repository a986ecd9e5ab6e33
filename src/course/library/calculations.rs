//! The calculations of a course, by id and by file.

use super::{Course, Unread, unreadable};
use crate::course::bundle;
use crate::course::format::{Id, Loaded};
use crate::course::lang::Bilingual;
use crate::course::network::Networks;
use crate::course::spec::{Kind, Spec};

/// A kind of calculation as lists have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindTitle {
    /// `conv`
    pub id: Id,
    /// The topic it belongs to.
    pub topic: Id,
    /// What it is called.
    pub title: Bilingual,
}

impl Course {
    /// The kinds of calculation with topic and title; the bundled ones without reading their files.
    #[must_use]
    pub fn calculation_titles(&self) -> Vec<KindTitle> {
        let title = |id: String| match self.indexed(&id) {
            Some(entry) => Some(KindTitle {
                id: entry.id.into(),
                topic: entry.topic.into(),
                title: Bilingual::of(|lang| entry.title(lang).to_owned()),
            }),
            None => {
                self.calculation(&id).value.map(|spec| KindTitle { id: spec.id, topic: spec.topic, title: spec.title })
            }
        };
        self.calculation_ids().into_iter().filter_map(title).collect()
    }

    /// The ids of all calculations.
    #[must_use]
    pub fn calculation_ids(&self) -> Vec<String> {
        let ids = self.files_in("calculations").into_iter();
        let ids = ids.filter_map(|path| path.strip_prefix("calculations/")?.strip_suffix(".toml").map(str::to_owned));
        ids.filter(|id| !id.contains('@')).collect()
    }

    /// The ids of the calculations that the course teaches: of a course of its own those of its folder, though it may use
    /// the bundled ones besides.
    #[must_use]
    pub fn taught_calculations(&self) -> Vec<String> {
        let taught = |id: &String| !self.own || self.is_own(&format!("calculations/{id}.toml"));
        self.calculation_ids().into_iter().filter(taught).collect()
    }

    /// The topic that a calculation belongs to; a bundled one is not read for it.
    #[must_use]
    pub fn topic_of(&self, calculation: &str) -> Option<Id> {
        match self.indexed(calculation) {
            Some(entry) => Some(entry.topic.into()),
            None => self.calculation(calculation).value.map(|spec| spec.topic),
        }
    }

    /// Whether exercises of a calculation can be asked; a bundled one is not read for it.
    #[must_use]
    pub fn asks(&self, calculation: &str) -> bool {
        match self.indexed(calculation) {
            Some(entry) => entry.asks,
            None => {
                let loaded = self.calculation(calculation);
                loaded.problems.is_empty() && loaded.value.is_some_and(|spec| !spec.asks.is_empty())
            }
        }
    }

    /// What the index says of a bundled calculation that the course has no other one for.
    fn indexed(&self, calculation: &str) -> Option<&'static bundle::Entry> {
        let path = format!("calculations/{calculation}.toml");
        let own = self.folder.as_ref().is_some_and(|folder| folder.join(path).exists());
        bundle::calculations().iter().find(|entry| !own && entry.id == calculation)
    }

    /// A calculation; nothing, and no problem, where there is none of that id.
    #[must_use]
    pub fn calculation(&self, id: &str) -> Loaded<Spec> {
        let plain =
            !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '@');
        if !plain {
            return Loaded::nothing(Vec::new());
        }
        self.calculation_file(&format!("calculations/{id}.toml"))
    }

    /// The calculation in a file; nothing, and no problem, where there is none.
    pub(in crate::course) fn calculation_file(&self, path: &str) -> Loaded<Spec> {
        let mut loaded: Loaded<Spec> = match self.source(path) {
            Ok(text) => self.compiled(path, &text),
            Err(Unread::Missing) => Loaded::nothing(Vec::new()),
            Err(why) => unreadable(path, &why),
        };
        if let (Some(spec), Some(_)) = (&mut loaded.value, &self.folder) {
            for param in &mut spec.params {
                if let Kind::Network(networks) = &mut param.kind {
                    *networks = Networks::of(self.clone());
                }
            }
        }
        loaded
    }
}
