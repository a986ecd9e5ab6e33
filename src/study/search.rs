//! Searching the statements, over both languages and, where nothing is written so, by the sounds of the Chinese words.

use std::sync::Arc;

use crate::course::{Query, Sought, Statement, Topic};

/// The statements that match a query, each by its topic and its place there, in the course's order. All words of a query
/// must occur, as a word begins or by another name of the same; where that finds nothing, inside words and by their sounds.
/// Without words nothing matches.
pub fn places<'a>(
    topics: &'a [Arc<Topic>],
    query: &str,
    names: &[Vec<String>],
) -> impl Iterator<Item = (&'a Arc<Topic>, usize)> + use<'a> {
    let query = Query::new(query, names);
    let mut found = Vec::new();
    for sought in [Sought::Begun, Sought::Anywhere] {
        if found.is_empty() {
            let of = |topic: &'a Arc<Topic>| {
                topic.statements.matching(&query, sought).into_iter().map(move |at| (topic, at))
            };
            found.extend(topics.iter().flat_map(of));
        }
    }
    found.into_iter()
}

/// The statements that match a query, with their topics, in the course's order.
pub fn statements<'a>(
    topics: &'a [Arc<Topic>],
    query: &str,
    names: &[Vec<String>],
) -> impl Iterator<Item = (&'a Topic, &'a Statement)> + use<'a> {
    places(topics, query, names).filter_map(|(topic, at)| Some((&**topic, topic.statements.get(at)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::testing::topic;

    #[test]
    fn what_is_found_stands_in_the_order_of_the_course() {
        let topics = [topic(), topic()];
        let found: Vec<usize> = places(&topics, "IS known", &[]).map(|(_, at)| at).collect();
        assert_eq!(found, [0, 0]);
        assert_eq!(statements(&topics, "IS known", &[]).count(), 2);
        assert!(places(&topics, "unknown", &[]).chain(places(&topics, " ", &[])).next().is_none());
    }
}
