//! Somebody's own working, marked line by line: `--mine FILE`.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use crate::calculation::mine::{Mark, Marked};
use crate::cli::failure::Failure;
use crate::course::messages::{self, say};
use crate::course::spec::Spec;
use crate::course::{Bilingual, Lang};
use crate::files;
use crate::math::render::{self, Target, prose};
use crate::math::{Expr, Value};

/// Bytes that a working may have.
const LARGEST: u64 = 1 << 20;

/// The text of a working: of a file, or of standard input where `-` is named.
pub(super) fn read(path: &Path, lang: Lang) -> Result<String, Failure> {
    let bytes = if path.as_os_str() == "-" {
        files::bounded(io::stdin().lock(), LARGEST).and_then(files::text)
    } else {
        files::read_text(path, LARGEST)
    };
    bytes.map_err(|error| {
        let why = messages::unread(&error, lang);
        Failure::Usage(say(lang, "mine.unreadable", &[("path", &path.display()), ("why", &why)]))
    })
}

/// The first line with something wrong.
fn first_wrong(lines: &[Marked]) -> Option<usize> {
    lines.iter().find(|line| line.mark.is_wrong()).map(|line| line.number)
}

/// Whether nothing is wrong.
pub(super) fn is_right(lines: &[Marked]) -> bool {
    first_wrong(lines).is_none()
}

/// `{"kind", "lines", "first_wrong", "right"}`
pub(super) fn json(spec: &Spec, lines: &[Marked], lang: Lang) -> String {
    let lines_json: Vec<Json> = lines.iter().map(|line| one(line, lang)).collect();
    let whole = json!({
        "kind": &*spec.id, "lines": lines_json, "first_wrong": first_wrong(lines), "right": is_right(lines),
    });
    format!("{whole}\n")
}

fn one(line: &Marked, lang: Lang) -> Json {
    let mut object = Map::new();
    object.insert("number".to_owned(), line.number.into());
    object.insert("text".to_owned(), line.text.clone().into());
    let mut put = |key: &str, value: Option<Json>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    put("read_as", line.read_as.clone().map(Into::into));
    put("verdict", Some(line.mark.name().into()));
    put("step", line.step.as_deref().map(Into::into));
    put("value", line.value.as_ref().map(value));
    put("right", line.right.as_ref().map(value));
    match &line.mark {
        Mark::Wrong { slips, .. } => {
            put("mistake", slips.first().map(|slip| (*slip.id).into()));
            let several = slips.len() > 1;
            put("mistakes", several.then(|| slips.iter().map(|slip| Json::from(&*slip.id)).collect()));
        }
        Mark::Unread { why } => put("why", Some(words(why, lang).into())),
        _ => {}
    }
    put("say", said(&line.mark, lang).map(Into::into));
    object.into()
}

/// A size with equal sides is one number.
fn value(value: &Value) -> Json {
    match value {
        Value::Pair([h, w]) if h == w => render::json(&Value::scalar(*h)),
        other => render::json(other),
    }
}

fn words(text: &Bilingual, lang: Lang) -> String {
    prose(text.get(lang), Target::Line)
}

/// What is to be said of a line that is not simply right.
fn said(mark: &Mark, lang: Lang) -> Option<String> {
    match mark {
        Mark::Wrong { slips, look } => {
            let all = slips.iter().map(|slip| words(&slip.say, lang));
            let all = all.reduce(|all, next| say(lang, "slip.or", &[("first", &all), ("second", &next)]));
            all.or_else(|| look.as_ref().map(|look| words(look, lang)))
        }
        Mark::Contradicts { say } => Some(words(say, lang)),
        Mark::Right | Mark::Follows | Mark::Known | Mark::Unread { .. } => None,
    }
}

/// Each line with its mark and what is said of it, and how it stands.
pub(super) fn text(lines: &[Marked], lang: Lang) -> String {
    let mut out = String::new();
    for line in lines {
        let sign = match line.mark {
            Mark::Right | Mark::Known => "✓",
            Mark::Follows => "→",
            Mark::Wrong { .. } | Mark::Contradicts { .. } => "✗",
            Mark::Unread { .. } => "?",
        };
        let verdict = say(lang, &format!("mine.{}", line.mark.name()), &[]);
        let _ = writeln!(out, "{sign} {}  {}", line.number, line.text);
        let about = line.step.as_deref().map(|step| format!(" ({step})")).unwrap_or_default();
        let told = match &line.mark {
            Mark::Unread { why } => Some(words(why, lang)),
            mark => said(mark, lang),
        };
        let told = told.map(|told| say(lang, "mine.told", &[("what", &told)])).unwrap_or_default();
        let right = line.right.as_ref().map(|right| render::line(&Expr::value(right.clone())));
        let right = right.map(|right| say(lang, "mine.should-be", &[("right", &right)])).unwrap_or_default();
        let _ = writeln!(out, "    {verdict}{about}{told}{right}");
    }
    let sum = match first_wrong(lines) {
        Some(number) => say(lang, "mine.first-wrong", &[("number", &number)]),
        None => say(lang, "mine.all-right", &[]),
    };
    let _ = writeln!(out, "{sum}");
    out
}
