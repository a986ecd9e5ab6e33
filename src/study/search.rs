//! Searching the statements, over both languages and by the sounds of the Chinese words.

use std::sync::Arc;

use crate::course::{Query, Statement, Topic};

/// The statements that match a query, each by its topic and its place there, in the course's order. All words of a query
/// must occur, as written, by their sounds or by another name of the same; without words nothing matches.
pub fn places<'a>(
    topics: &'a [Arc<Topic>],
    query: &str,
    names: &[Vec<String>],
) -> impl Iterator<Item = (&'a Arc<Topic>, usize)> + use<'a> {
    let query = Query::new(query, names);
    topics.iter().flat_map(move |topic| topic.statements.matching(&query).into_iter().map(move |at| (topic, at)))
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
