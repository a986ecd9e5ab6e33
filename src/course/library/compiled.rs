//! Calculations that are read once and kept in compiled form.

use std::borrow::Cow;

use super::Course;
use crate::course::format::Loaded;
use crate::course::image::{self, Draft, Image, Key};
use crate::course::spec::Spec;

impl Course {
    /// The calculation that a text says: what its image holds for this very text, or what is read now and kept.
    #[expect(clippy::ptr_arg, reason = "borrowed for ever or owned says where the text comes from")]
    pub(super) fn compiled(&self, path: &str, text: &Cow<'static, str>) -> Loaded<Spec> {
        let id = path.strip_prefix("calculations/").and_then(|name| name.strip_suffix(".toml"));
        let (Some(images), Some(id)) = (&self.images, id) else { return self.parsed(path, text) };
        let place = image::place_of(id, images, self.folder.as_deref());
        let (key, image) = (Key::calculation(text, &self.beside(text)), Image::open(&place));
        if let Some(spec) = image.calculation(key) {
            return Loaded { value: Some(spec), ..Loaded::nothing(Vec::new()) };
        }
        let loaded = self.parsed(path, text);
        let sound = loaded.value.as_ref().filter(|_| loaded.problems.is_empty());
        if let Some(compiled) = sound.and_then(image::calculation) {
            let none = Image::default();
            let mut new = Draft::over(&none);
            new.add(key, compiled);
            new.put(&place);
        }
        loaded
    }

    /// What the files say that a calculation may take from, which counts as its own text: the parts and, where it says
    /// that it is like another one, the calculations. Those of the bundle are of one build, as an image is.
    pub(in crate::course) fn beside(&self, text: &str) -> String {
        let like = |line: &str| line.strip_prefix("like").is_some_and(|rest| rest.trim_start().starts_with('='));
        let folders: &[&str] = if text.lines().any(like) { &["parts", "calculations"] } else { &["parts"] };
        let own = |folder: &&str| self.folder.as_ref().map(|_| self.own_files_in(folder)).unwrap_or_default();
        folders.iter().flat_map(own).filter_map(|path| self.file(&path)).collect()
    }
}
