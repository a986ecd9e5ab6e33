//! Compiled items for tests.

use std::path::Path;

use super::{Draft, Image, Key};
use crate::course::items::{Again, Items};
use crate::course::read::Reader;
use crate::course::topic::{Card, Topic};

/// These cards as they are read from the image at a path, which is made for it.
pub fn compiled(cards: &Items<Card>, path: &Path) -> Items<Card> {
    let text = "id = 't'\nsection = 1\ntitle = { zh = '题', en = 'a topic' }\n";
    let topic = Topic { cards: cards.clone(), ..Reader::new("t.toml", text).load().value.unwrap() };
    let none = Image::default();
    let mut draft = Draft::over(&none);
    draft.add(Key::topic(text), super::topic(&topic).unwrap());
    draft.put(path);
    Image::open(path).topic(Key::topic(text), || Again::new(|| None)).unwrap().cards
}
