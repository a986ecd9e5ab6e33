//! The words of the interface, in both languages, from `content/messages/`.

use std::fmt::Display;

use serde_json::error::Category;

use super::bundle;
use super::lang::Lang;
use crate::files::ReadError;
use crate::text::{counted, cut, repeated};

/// Columns of a name in a wrong text that are repeated.
const REPEATED: usize = 60;

/// The message `key` in `lang`, with each `{name}` replaced by the argument of that name, and each `{name:card|cards}` by
/// it and its noun.
///
/// A key that does not exist comes back as it is, and so does a placeholder without its argument; tests hold that every
/// key used in the source exists and is given what it has placeholders for.
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
            (Some((_, value)), None) => match most(name, [zh, en]) {
                Some(columns) => text.push_str(&repeated(&value.to_string(), columns)),
                None => text.push_str(&value.to_string()),
            },
            (Some((_, value)), Some(nouns)) => text.push_str(&counted(&value.to_string(), nouns)),
            (None, _) => text.push_str(placeholder),
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// Columns of what stands in quotation marks: somebody wrote it, and it is repeated to be recognised.
const QUOTED: usize = 120;

/// Columns of what is called by its name without them.
const NAMED: usize = 300;

/// Columns of a path, which may be wanted whole.
const PATH: usize = 1000;

/// Columns that the argument of this name may take in a message: what is repeated of what somebody wrote, of any length, in
/// place of what the program says itself.
fn most(name: &str, message: [&str; 2]) -> Option<usize> {
    let is_quoted = |text: &str| {
        text.match_indices('“').any(|(at, mark)| {
            let behind = text[at + mark.len()..].strip_prefix('{').and_then(|text| text.strip_prefix(name));
            behind.is_some_and(|behind| behind.starts_with('}'))
        })
    };
    match name {
        _ if message.into_iter().any(is_quoted) => Some(QUOTED),
        "path" | "folder" => Some(PATH),
        "flag" | "key" | "name" | "code" | "kind" | "topic" | "got" | "found" => Some(NAMED),
        _ => None,
    }
}

/// Words that a sentence lists; of more it says how many there are.
const LISTED: usize = 100;

/// Several words one after the other, as a sentence lists them.
#[must_use]
pub fn list<T: Display>(lang: Lang, words: impl IntoIterator<Item = T>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| word.to_string()).collect();
    let more = words.len().saturating_sub(LISTED);
    words.truncate(LISTED);
    let listed = words.join(&say(lang, "calc.comma", &[]));
    if more == 0 { listed } else { say(lang, "common.and-more", &[("listed", &listed), ("more", &more)]) }
}

/// The system's numbers of what `ErrorKind` has no name for: too many open files, of a program or of all.
const OPEN_FILES: &[i32] = if cfg!(windows) { &[4] } else { &[23, 24] };

/// Links that lead in a circle.
const LOOP: i32 = if cfg!(windows) {
    1921
} else if cfg!(any(target_os = "linux", target_os = "android")) {
    40
} else {
    62
};

/// Why a file cannot be read or written.
#[must_use]
pub fn io(error: &std::io::Error, lang: Lang) -> String {
    use std::io::ErrorKind;
    let key = match error.kind() {
        ErrorKind::NotFound => "io.not-found",
        ErrorKind::PermissionDenied => "io.denied",
        ErrorKind::ReadOnlyFilesystem => "io.read-only",
        ErrorKind::IsADirectory => "io.folder",
        ErrorKind::NotADirectory => "io.no-folder",
        ErrorKind::InvalidData => "io.utf8",
        ErrorKind::InvalidInput => "io.special",
        ErrorKind::StorageFull | ErrorKind::FileTooLarge => "io.full",
        ErrorKind::QuotaExceeded => "io.quota",
        ErrorKind::AlreadyExists => "io.exists",
        ErrorKind::DirectoryNotEmpty => "io.not-empty",
        ErrorKind::InvalidFilename if cfg!(unix) => "io.long-name",
        ErrorKind::InvalidFilename => "io.bad-name",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::Deadlock => "io.busy",
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted => "io.timed-out",
        ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => "io.closed",
        ErrorKind::UnexpectedEof => "io.cut-off",
        ErrorKind::WriteZero => "io.not-taken",
        ErrorKind::OutOfMemory => "io.memory",
        ErrorKind::CrossesDevices | ErrorKind::NotSeekable | ErrorKind::Unsupported => "io.unsupported",
        ErrorKind::StaleNetworkFileHandle
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown => "io.network",
        _ => match error.raw_os_error() {
            Some(number) if OPEN_FILES.contains(&number) => "io.open-files",
            Some(LOOP) => "io.loop",
            Some(_) => {
                let said = error.to_string();
                let said = said.split(" (os error").next().unwrap_or_default();
                return say(lang, "io.system", &[("said", &said)]);
            }
            None => "io.other",
        },
    };
    say(lang, key, &[])
}

/// What a reader of JSON has against a text that is to be a row, whose words are English alone.
#[must_use]
pub fn json(error: &serde_json::Error, lang: Lang) -> String {
    let said = error.to_string();
    let quoted = said.split('`').nth(1).map(|key| cut(key, REPEATED)).unwrap_or_default();
    let key = match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => {
            return say(lang, "io.json", &[("line", &error.line()), ("column", &error.column())]);
        }
        Category::Data if said.starts_with("missing field") => "io.json-missing",
        Category::Data if said.starts_with("unknown field") => "io.json-unknown",
        Category::Data if said.starts_with("duplicate field") => "io.json-twice",
        Category::Data if said.starts_with("unknown variant") => "io.json-variant",
        Category::Data => "io.json-value",
    };
    say(lang, key, &[("key", &quoted)])
}

/// What a reader of TOML has against a text, whose words are English alone.
#[must_use]
pub fn toml(said: &str, lang: Lang) -> String {
    let key = sentence(said);
    if exists(&key) { say(lang, &key, &[]) } else { say(lang, "toml.other", &[]) }
}

/// The message of a sentence of the parser, which has no kinds of errors; a test makes it say each that there is one of.
fn sentence(said: &str) -> String {
    // What would have been right there follows.
    let said = said.lines().next().and_then(|line| line.split(", expected").next()).unwrap_or_default();
    format!("toml.{}", said.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
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
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn whatever_the_system_says_is_told_in_the_readers_language() {
        let is_chinese = |text: &str| text.chars().all(|c| !c.is_ascii_alphabetic());
        for code in 1..134 {
            let error = std::io::Error::from_raw_os_error(code);
            let (zh, en) = (io(&error, Lang::Zh), io(&error, Lang::En));
            // What is rare stands in the system's own words behind ours.
            let (zh, words) = zh.split_once('：').unwrap_or((&zh, ""));
            assert!(is_chinese(&zh.replace("UTF-8", "")) && !zh.is_empty() && !en.is_empty(), "{code}: {zh} {en}");
            assert!(words.is_empty() || en.ends_with(words) && !words.contains("os error"), "{code}: {words} {en}");
        }
        for (code, zh, en) in [
            (24, "打开的文件太多", "too many files are open"),
            (LOOP, "链接绕成了圈", "its links lead in a circle"),
            (20, "路径的一段不是文件夹", "a part of the path is no folder"),
            (30, "所在的文件系统只能读", "its file system is read-only"),
        ] {
            let error = std::io::Error::from_raw_os_error(code);
            assert!(!cfg!(unix) || [io(&error, Lang::Zh), io(&error, Lang::En)] == [zh, en], "{code}");
        }
        let own = std::io::Error::other("anything");
        assert!(is_chinese(&io(&own, Lang::Zh)), "{}", io(&own, Lang::Zh));
        assert_eq!(io(&std::io::ErrorKind::StorageFull.into(), Lang::En), "the disk is full");
    }

    #[test]
    fn what_readers_of_formats_say_is_told_in_the_readers_language() {
        #[derive(Debug, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        #[expect(dead_code, reason = "it is read to fail")]
        struct Row {
            of: u8,
        }
        for (text, zh, en) in [
            ("{}", "缺少 of", "of is missing"),
            (r#"{"of":1,"to":2}"#, "不认识的键 to", "no row has to"),
            (r#"{"of":"x"}"#, "有一个值不是该有的样子", "a value is not of its form"),
            (r#"{"of":1,"of":1}"#, "of 出现了两次", "of occurs twice"),
            ("{", "第 1 行第 1 列不是有效的 JSON", "not valid JSON at line 1, column 1"),
        ] {
            let error = serde_json::from_str::<Row>(text).unwrap_err();
            assert_eq!([json(&error, Lang::Zh), json(&error, Lang::En)], [zh, en], "{text}");
        }
        for (text, zh) in [("a = 1\na = 2", "键重复了"), ("a = ", "缺少值，或文字没有写在引号里"), ("[a", "表头缺少 ]")]
        {
            let error = toml::de::DeTable::parse(text).unwrap_err();
            assert_eq!(toml(error.message(), Lang::Zh), zh, "{text:?}: {}", error.message());
        }
        assert_eq!(toml("a fault of tomorrow", Lang::Zh), "写法不合规则");
    }

    /// Texts that break each rule of TOML which the parser has words for.
    const BROKEN: [&str; 66] = [
        "a = 1\na = 2",
        "a",
        "a =",
        "a = \n",
        "a = [1, , 2]",
        "a = [,1]",
        "a = {,}",
        "a = {b = 1,, c = 2}",
        "a = {b = 1 c = 2}",
        "a = [1 2]",
        "[a",
        "[[a",
        "[[a]",
        "a = [1",
        "a = [",
        "a = {b = 1",
        "a = {",
        "a == 1",
        "a = = 1",
        "a = {b 1}",
        "a 1",
        "a \"b\"",
        "ä = 1",
        "a+b = 1",
        " = 1",
        "= 1",
        "a. = 1",
        "a..b = 1",
        "[]",
        "[[]]",
        "[a.]",
        "a = 1 2",
        "a = 1 b",
        "] = 1",
        "} = 1",
        "[a] b",
        "[a]]",
        "a = 1 ]",
        "a = 01",
        "a = -01",
        "a = \"\\\"",
        "a = \"x\\",
        "a = \"x\\\n\"",
        "a = \"\\q\"",
        "a = x\"",
        "a = x'",
        "a = '",
        "a = \"",
        "a = 'x",
        "a = '''x",
        "a = \"\"\"x",
        "a = \"\"\"\\",
        "a = [b = 1]",
        "a = [=]",
        "a = [1 = 2]",
        "a = {b}",
        "a = {b = }",
        "a = {b = , c = 1}",
        "a = {= 1}",
        "a = tru",
        "a = hello",
        "a = 1x",
        "a = 1e",
        "a = .5",
        ".b",
        "a = \"\\uD800\"",
    ];

    #[test]
    fn the_parser_of_toml_says_every_sentence_that_there_are_words_for() {
        let deep = format!("a = {}", "[".repeat(1000));
        let texts = BROKEN.into_iter().chain([&*deep]);
        let errors = texts.flat_map(|text| toml::de::DeTable::parse_recoverable(text).1);
        let said: BTreeSet<String> = errors.map(|error| sentence(error.message())).collect();
        let known = bundle::message_keys().filter(|key| key.starts_with("toml.") && *key != "toml.other");
        assert_eq!(said.iter().map(String::as_str).collect::<BTreeSet<_>>(), known.collect());
    }

    #[test]
    fn arguments_take_the_place_of_their_names() {
        assert_eq!(say(Lang::En, "common.of", &[("number", &3), ("total", &20)]), "3 of 20");
        assert_eq!(say(Lang::Zh, "common.of", &[("number", &3), ("total", &20)]), "第 3 题，共 20 题");
    }

    #[test]
    fn what_somebody_wrote_is_shortened_and_shown_as_it_is() {
        let said = |given: &str| say(Lang::En, "cli.unknown-command", &[("given", &given)]);
        assert!(said("\u{202e}conv").contains(r"“\u{202e}conv”"), "{}", said("\u{202e}conv"));
        assert!(said("a\nb").contains(r"“a\nb”") && said("").contains("“”"));
        assert!(said(&"x".repeat(100_000)).len() < 250);
        let listed = list(Lang::En, (0..9000).map(|n| format!("curve-{n}")));
        assert!(listed.len() < 1500 && listed.contains("curve-99 ") && listed.contains("8900"), "{listed}");
        let path = format!("/tmp/{}", "long/".repeat(60));
        assert!(say(Lang::Zh, "record.absent", &[("path", &path)]).contains(&path));
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
