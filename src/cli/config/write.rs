//! Changes of `config.toml`: one value at a time, comments and order as they are.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, Value};

use super::{Config, ConfigError, Fault, LARGEST, What, Why, of_keys};
use crate::cli::failure::Failure;
use crate::course::Lang;
use crate::course::messages::say;
use crate::files::{self, ReadError};

/// Sets a key, or takes it out where there is no value. `keys.hint` names an entry of the table `keys`.
///
/// # Errors
/// A key that there is not, a value that it cannot have, a file that cannot be read or written.
pub(crate) fn set(path: Option<PathBuf>, key: &str, value: Option<&str>, lang: Lang) -> Result<(), Failure> {
    let known = Config::known(key);
    let Some(takes) = known else { return Err(Failure::Usage(What::Key(key.to_owned()).sentence(lang))) };
    let Some(path) = path else { return Err(Failure::Failed(say(lang, "config.no-folder", &[]))) };
    let unwritten = |error: &std::io::Error| Failure::unwritten(&path, error, lang);
    let place = path.canonicalize().unwrap_or_else(|_| path.clone());
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files::private_folder(folder).map_err(|error| unwritten(&error))?;
    // Of two programs that each change a key, the second sees what the first wrote.
    let _lock = files::lock(folder);
    let (bytes, text) = match files::read(&path, LARGEST).and_then(|bytes| Ok((bytes.clone(), files::text(bytes)?))) {
        Ok(read) => read,
        Err(ReadError::Io(why)) if why.kind() == std::io::ErrorKind::NotFound => Default::default(),
        Err(why) => return Err(Failure::Usage(ConfigError { path, why: Why::Unread(why) }.sentence(lang))),
    };
    let is_missing = key == "course" && value.is_some_and(|folder| !Path::new(folder.trim()).is_dir());
    let changed = if is_missing { Err(None) } else { changed(&text, key, value) };
    let changed = changed
        .map_err(|fault| match fault {
            Some(fault) => ConfigError { path: path.clone(), why: Why::Fault(fault) }.sentence(lang),
            None => {
                let found = value.unwrap_or_default().to_owned();
                What::Value { key: key.to_owned(), found, takes }.sentence(lang)
            }
        })
        .map_err(Failure::Usage)?;
    if let Ok(config) = Config::read(&changed) {
        of_keys(&config, lang)?;
    }
    files::write(&path, &files::in_form_of(&bytes, &changed)).map_err(|error| unwritten(&error))
}

/// The text with a key set or taken out; a fault where the text has one elsewhere, none where the key cannot have the
/// value.
fn changed(text: &str, key: &str, value: Option<&str>) -> Result<String, Option<Fault>> {
    let lines_end_with_both = text.contains("\r\n");
    let mut document: DocumentMut = text.parse().map_err(|_| Config::read(text).err())?;
    let (table, name): (&mut Table, &str) = match key.split_once('.') {
        None => (document.as_table_mut(), key),
        Some((outer, inner)) => {
            let outer = document.entry(outer).or_insert(Item::Table(Table::new()));
            if let Some(inline) = outer.as_inline_table() {
                *outer = Item::Table(inline.clone().into_table());
            }
            (outer.as_table_mut().ok_or(None)?, inner)
        }
    };
    match value {
        None => _ = table.remove(name),
        Some(text) => {
            let mut value = candidates(key, text).into_iter().find(|value| fits(key, value)).ok_or(None)?;
            if let Some(old) = table.get(name).and_then(Item::as_value) {
                *value.decor_mut() = old.decor().clone();
            }
            table[name] = Item::Value(value);
        }
    }
    let mut text = document.to_string();
    if lines_end_with_both {
        text = text.replace('\n', "\r\n");
    }
    // What was wrong elsewhere stays wrong; it is told, and nothing is written.
    Config::read(&text).map(|_| text).map_err(Some)
}

/// What a text may mean: a value of TOML, or the text itself. A folder is named from where the program is run now.
fn candidates(key: &str, text: &str) -> Vec<Value> {
    if matches!(key, "course" | "data") {
        let path = std::path::absolute(text).unwrap_or_else(|_| text.into());
        return vec![Value::from(path.to_string_lossy().into_owned())];
    }
    let share = if key == "retention" { share(text) } else { None };
    let written = text.trim().parse().into_iter().chain([Value::from(text.trim())]);
    share.map(Value::from).into_iter().chain(written).collect()
}

/// A share written in percent: `95%`.
fn share(text: &str) -> Option<f64> {
    let percent: f64 = text.trim().strip_suffix(['%', '％'])?.trim_end().parse().ok()?;
    Some((percent * 100.0).round() / 10_000.0)
}

fn fits(key: &str, value: &Value) -> bool {
    let read = Config::read(&format!("{key} = {}", value.clone().decorated(" ", "")));
    // What is wrong with a key of an action is told with the file's line.
    read.is_ok() || matches!(read, Err(Fault { what: What::Keys(_), .. }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINE: &str = "# mine\nretention = 0.9 # as Anki\n\nlang = 'en'\nkeys.hint = 'ctrl-t'\n";

    #[test]
    fn comments_and_order_stay_where_a_value_changes() {
        let set = |key: &str, value: &str| changed(MINE, key, Some(value)).unwrap();
        assert_eq!(set("retention", "0.85"), MINE.replace("0.9 ", "0.85 "));
        for percent in ["85%", " 85 ％"] {
            assert_eq!(set("retention", percent), MINE.replace("0.9 ", "0.85 "), "{percent}");
        }
        assert_eq!(set("lang", "zh"), MINE.replace("'en'", "\"zh\""));
        assert_eq!(set("keys.hint", "f9"), MINE.replace("'ctrl-t'", "\"f9\""));
        assert!(set("exam", "2027-01-12").ends_with("exam = 2027-01-12\n"));
        assert_eq!(changed("", "minutes", Some("45")).unwrap(), "minutes = 45\n");
        let twice = changed(&changed("", "keys.hint", Some("f9")).unwrap(), "keys.skip", Some("f10")).unwrap();
        assert_eq!(Config::read(&twice).unwrap().keys.len(), 2, "{twice}");
    }

    #[test]
    fn lines_end_as_they_did() {
        let theirs = MINE.replace('\n', "\r\n");
        assert_eq!(changed(&theirs, "retention", Some("0.85")).unwrap(), theirs.replace("0.9 ", "0.85 "));
    }

    #[test]
    fn a_key_is_taken_out_with_its_line_alone() {
        assert_eq!(changed(MINE, "lang", None).unwrap(), "# mine\nretention = 0.9 # as Anki\nkeys.hint = 'ctrl-t'\n");
        assert_eq!(changed(MINE, "exam", None).unwrap(), MINE);
    }

    #[test]
    fn what_cannot_be_is_not_written() {
        for (key, value) in [
            ("retention", "90"),
            ("retention", "50%"),
            ("retention", "0.9%"),
            ("retention", "0.5"),
            ("lang", "fr"),
            ("exam", "soon"),
            ("minutes", "0"),
            ("ascii", "yes"),
            ("new-per-day", "-1"),
            ("new-per-day", "1.5"),
        ] {
            assert_eq!(changed(MINE, key, Some(value)), Err(None), "{key} {value}");
        }
        let broken = changed("retention = 5\n", "minutes", Some("45")).unwrap_err().unwrap();
        assert_eq!(broken.line, 1);
        assert!(changed("retention = 5\n", "retention", Some("0.9")).is_ok(), "a fault is mended by setting its key");
    }
}
