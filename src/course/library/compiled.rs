//! Calculations that are read once and kept in compiled form.

use std::borrow::Cow;

use super::Course;
use crate::course::format::{Loaded, Taken};
use crate::course::image::{self, Draft, Image, Key, Parts};
use crate::course::spec::Spec;

impl Course {
    /// The calculation that a text says: what its image holds for this very text, or what is read now and kept.
    #[expect(clippy::ptr_arg, reason = "borrowed for ever or owned says where the text comes from")]
    pub(super) fn compiled(&self, path: &str, text: &Cow<'static, str>) -> Loaded<Spec> {
        let id = path.strip_prefix("calculations/").and_then(|name| name.strip_suffix(".toml"));
        let (Some(images), Some(id)) = (&self.images, id) else { return self.parsed(path, text) };
        let place = image::place_of(id, images, self.folder.as_deref());
        let (key, image) = (Key::calculation(text), Image::open(&place));
        if let Some(took) = image.took(key, |path| self.file(path))
            && let Some(spec) = image.calculation(key)
        {
            return Loaded { value: Some(spec), problems: Vec::new(), took: took.to_vec() };
        }
        let loaded = self.parsed(path, text);
        let sound = loaded.value.as_ref().filter(|_| loaded.problems.is_empty());
        if let Some(compiled) = sound.and_then(image::calculation) {
            let none = Image::default();
            let mut new = Draft::over(&none);
            new.add(key, Parts::taking(compiled, kept(text, loaded.took.clone())));
            new.put(&place);
        }
        loaded
    }
}

/// Of the files that one with this text took from, those that an image has to look at again: those of the bundle are of
/// one build, as an image is.
#[expect(clippy::ptr_arg, reason = "borrowed for ever or owned says where the text comes from")]
pub(super) fn kept(text: &Cow<'static, str>, took: Vec<Taken>) -> Vec<Taken> {
    if matches!(text, Cow::Borrowed(_)) { Vec::new() } else { took }
}
