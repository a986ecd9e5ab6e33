//! Calculations that are read once and kept in compiled form.

use std::borrow::Cow;

use super::Course;
use crate::course::image::{self, Draft, Image, Key};
use crate::course::read::Loaded;
use crate::course::spec::Spec;

impl Course {
    /// The calculation that a text says: what its image holds for this very text, or what is read now and kept.
    #[expect(clippy::ptr_arg, reason = "borrowed for ever or owned says where the text comes from")]
    pub(super) fn compiled(&self, path: &str, text: &Cow<'static, str>) -> Loaded<Spec> {
        let id = path.strip_prefix("calculations/").and_then(|name| name.strip_suffix(".toml"));
        let (Some(images), Some(id)) = (&self.images, id) else { return self.parsed(path, text) };
        let place = image::place_of(id, images, self.folder.as_deref());
        let (key, image) = (Key::calculation(text, &self.parts()), Image::open(&place));
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

    /// What the parts say that calculations may take from, which counts as their own text. Those of the bundle are of
    /// one build, as an image is.
    pub(in crate::course) fn parts(&self) -> String {
        let own = self.folder.as_ref().map(|_| self.own_files_in("parts")).unwrap_or_default();
        own.into_iter().filter_map(|path| self.file(&path)).collect()
    }
}
