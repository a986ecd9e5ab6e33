//! Compiled items for tests.

use crate::course::Card;
use crate::course::format::Reader;
use crate::course::items::{Again, Items};
use crate::course::topic::Topic;

/// These cards as they come out of their compiled form.
pub fn compiled(cards: &Items<Card>) -> Items<Card> {
    let text = "id = 't'\nsection = 1\ntitle = { zh = '题', en = 'a topic' }\n";
    let topic = Topic { cards: cards.clone(), ..Reader::new("t.toml", text).load().value.unwrap() };
    super::topic(&topic).unwrap().topic(Again::new(|| None)).unwrap().cards
}
