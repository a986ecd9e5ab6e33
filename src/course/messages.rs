//! The words of the interface, in both languages, from `content/messages/`.

use std::fmt::Display;

use super::bundle;
use super::lang::Lang;
use crate::files::ReadError;
use crate::text::counted;

/// The message `key` in `lang`, with each `{name}` replaced by the argument of that name, and each `{name:card|cards}` by
/// it and its noun.
///
/// A key that does not exist comes back as it is; a test holds that every key used in the source exists.
#[must_use]
pub fn say(lang: Lang, key: &str, args: &[(&str, &dyn Display)]) -> String {
    let Some([zh, en]) = bundle::message(key) else { return key.to_owned() };
    let mut rest = match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let mut text = String::with_capacity(rest.len());
    while let Some(open) = rest.find('{') {
        let (before, after) = rest.split_at(open);
        text.push_str(before);
        let close = after.find('}').unwrap_or(after.len() - 1);
        let (placeholder, tail) = after.split_at(close + 1);
        let inside = placeholder.trim_matches(['{', '}']);
        let (name, nouns) = inside.split_once(':').map_or((inside, None), |(name, nouns)| (name, Some(nouns)));
        match (args.iter().find(|(n, _)| *n == name), nouns) {
            (Some((_, value)), None) => text.push_str(&value.to_string()),
            (Some((_, value)), Some(nouns)) => text.push_str(&counted(&value.to_string(), nouns)),
            (None, _) => text.push_str(placeholder),
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// Several words one after the other, as a sentence lists them.
#[must_use]
pub fn list<T: Display>(lang: Lang, words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| word.to_string()).collect();
    words.join(&say(lang, "calc.comma", &[]))
}

/// Why a file cannot be read or written.
#[must_use]
pub fn io(error: &std::io::Error, lang: Lang) -> String {
    use std::io::ErrorKind;
    let key = match error.kind() {
        ErrorKind::NotFound => "io.not-found",
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "io.denied",
        ErrorKind::IsADirectory => "io.folder",
        ErrorKind::NotADirectory => "io.no-folder",
        ErrorKind::InvalidData => "io.utf8",
        ErrorKind::InvalidInput => "io.special",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => "io.full",
        _ => return say(lang, "io.other", &[("what", &error.kind())]),
    };
    say(lang, key, &[])
}

/// Why a file that a user names cannot be read.
#[must_use]
pub fn unread(error: &ReadError, lang: Lang) -> String {
    match error {
        ReadError::Io(error) => io(error, lang),
        ReadError::Special => say(lang, "io.special", &[]),
        ReadError::Large(bound) => say(lang, "io.too-large", &[("bound", bound)]),
        ReadError::Text(line) => say(lang, "io.not-text", &[("line", line)]),
    }
}

/// Whether `key` exists.
#[must_use]
pub fn exists(key: &str) -> bool {
    bundle::message(key).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_take_the_place_of_their_names() {
        assert_eq!(say(Lang::En, "common.of", &[("number", &3), ("total", &20)]), "3 of 20");
        assert_eq!(say(Lang::Zh, "common.of", &[("number", &3), ("total", &20)]), "第 3 题，共 20 题");
    }

    #[test]
    fn a_number_has_its_noun() {
        let tomorrow = |count: usize| say(Lang::En, "tui.tomorrow", &[("count", &count)]);
        assert_eq!([tomorrow(1), tomorrow(2)], ["1 card is due tomorrow", "2 cards are due tomorrow"]);
    }

    #[test]
    fn chinese_words_have_chinese_punctuation() {
        let is_chinese = |letter: char| matches!(letter, '\u{4e00}'..='\u{9fff}');
        for key in bundle::message_keys() {
            let [zh, _] = bundle::message(key).unwrap();
            let letters: Vec<char> = zh.chars().collect();
            let mixed = letters.windows(2).any(|pair| {
                is_chinese(pair[0]) && ",:;?!()".contains(pair[1]) || ",;?!()".contains(pair[0]) && is_chinese(pair[1])
            });
            assert!(!mixed, "{key}: {zh}");
        }
    }

    #[test]
    fn an_unknown_key_comes_back_as_it_is() {
        assert_eq!(say(Lang::En, "no.such", &[]), "no.such");
    }
}
