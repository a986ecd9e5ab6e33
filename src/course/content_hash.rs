//! A hash of what a piece of content says, by which the record knows later what was answered.

use toml::de::{DeTable, DeValue};
use xxhash_rust::xxh3::Xxh3Default;

/// The hash of a table: the same for the same values whatever their order, spacing and comments, on every machine and
/// in every release. The field `but` does not count.
#[must_use]
pub(super) fn of(table: &DeTable<'_>, but: &str) -> u64 {
    let mut hasher = Xxh3Default::new();
    feed_table(&mut hasher, table, but);
    hasher.digest()
}

fn feed_table(hasher: &mut Xxh3Default, table: &DeTable<'_>, but: &str) {
    let mut fields: Vec<_> = table.iter().filter(|(key, _)| key.get_ref() != but).collect();
    fields.sort_unstable_by_key(|(key, _)| key.get_ref().as_ref());
    hasher.update(b"{");
    for (key, value) in fields {
        feed_text(hasher, key.get_ref().as_ref());
        feed(hasher, value.get_ref());
    }
    hasher.update(b"}");
}

fn feed(hasher: &mut Xxh3Default, value: &DeValue<'_>) {
    match value {
        DeValue::String(text) => feed_text(hasher, text),
        DeValue::Integer(number) => feed_text(hasher, number.as_str()),
        DeValue::Float(number) => feed_text(hasher, number.as_str()),
        DeValue::Boolean(truth) => hasher.update(if *truth { b"t" } else { b"f" }),
        DeValue::Datetime(time) => feed_text(hasher, &time.to_string()),
        DeValue::Array(items) => {
            hasher.update(b"[");
            items.iter().for_each(|item| feed(hasher, item.get_ref()));
            hasher.update(b"]");
        }
        DeValue::Table(table) => feed_table(hasher, table, ""),
    }
}

/// The length goes first, so that no two sequences of texts are alike.
fn feed_text(hasher: &mut Xxh3Default, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes());
    hasher.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(source: &str) -> u64 {
        of(DeTable::parse(source).unwrap().get_ref(), "aside")
    }

    #[test]
    fn order_spacing_and_comments_do_not_matter() {
        let one = hash("id = 'a'\nstem = { zh = '一', en = 'one' } # first\nright = true");
        assert_eq!(one, hash("aside = 3\nright=true\nstem.en = \"one\"\nstem.zh = '一'\nid = 'a'"));
    }

    #[test]
    fn every_value_matters() {
        let sources =
            ["a = 'bc'", "ab = 'c'", "a = ['b', 'c']", "a = ['bc']", "a = 1", "a = true", "a = false", "a = {}"];
        let mut hashes: Vec<u64> = sources.iter().map(|source| hash(source)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), sources.len());
    }

    #[test]
    fn it_stays_from_release_to_release() {
        assert_eq!(format!("{:016x}", hash("id = 'cnn.q1'\nanswer = true")), "c0e078883f98faab");
    }
}
