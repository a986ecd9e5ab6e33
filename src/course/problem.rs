//! What is wrong with a course, and where.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::lang::{Bilingual, Lang};
use super::messages::{exists, say};
use crate::text::{cut, printable};

/// Columns of what a problem repeats of a file.
const LONGEST: usize = 1000;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The course should not be used so: exit code 3.
    Error,
    /// The course works, and could be better.
    Warning,
}

/// One problem of one file. Its words are the messages `check.CODE.say`, `.hint` and `.explain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `E003`, `W101`
    pub code: &'static str,
    /// The file, inside the course.
    pub path: String,
    /// Bytes of the file that it is about.
    pub span: Range<usize>,
    /// What the message puts in.
    pub args: Vec<(&'static str, Bilingual)>,
}

impl Problem {
    /// A problem whose message puts in words that are the same in both languages.
    #[must_use]
    pub fn new(code: &'static str, path: &str, span: Range<usize>, args: Vec<(&'static str, String)>) -> Self {
        let short = |value: String| if value.len() > LONGEST { cut(&value, LONGEST) } else { value };
        let args = args.into_iter().map(|(name, value)| (name, short(value).into())).collect();
        Self { code, path: path.to_owned(), span, args }
    }

    /// How bad it is, by its code.
    #[must_use]
    pub fn severity(&self) -> Severity {
        if self.code.starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// The sentence.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> String {
        self.words(lang, "say")
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self, lang: Lang) -> Option<String> {
        exists(&format!("check.{}.hint", self.code)).then(|| self.words(lang, "hint"))
    }

    fn words(&self, lang: Lang, which: &str) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, value)| (*name, value.get(lang))).collect();
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
        printable(&say(lang, &format!("check.{}.{which}", self.code), &args)).into_owned()
    }

    /// Line and column of its start in `source`, from 1.
    #[must_use]
    pub fn place(&self, source: &str) -> (usize, usize) {
        let before = source.get(..self.span.start).unwrap_or(source);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }

    /// The problem with the excerpt of `source` that it is about, a caret under it, and what to do.
    #[must_use]
    pub fn render(&self, source: &str, lang: Lang, color: bool) -> String {
        let level = match self.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let end = source.len();
        let start = floor_boundary(source, self.span.start.min(end));
        let stop = floor_boundary(source, self.span.end.clamp(start, end));
        let around = excerpt(source, start, stop);
        let stop = stop.clamp(start, around.end);
        let line = source[..around.start].matches('\n').count() + 1;
        // Characters that may not reach a terminal are shown as question marks of the same length.
        let shown: String = source[around.clone()]
            .chars()
            .flat_map(|c| {
                std::iter::repeat_n(
                    if crate::text::is_harmful(c) { '?' } else { c },
                    if crate::text::is_harmful(c) { c.len_utf8() } else { 1 },
                )
            })
            .collect();
        let title = self.sentence(lang);
        let mut group: Group<'_> = level.primary_title(title.as_str()).id(self.code).element(
            Snippet::source(shown.as_str())
                .path(self.path.as_str())
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(start - around.start..stop - around.start)),
        );
        let hint = self.hint(lang);
        if let Some(hint) = &hint {
            group = group.element(Level::HELP.message(hint.as_str()));
        }
        let renderer = if color { Renderer::styled() } else { Renderer::plain() };
        let mut out = renderer.render(&[group]);
        let _ = writeln!(out);
        out
    }

    /// The problem as JSON.
    #[must_use]
    pub fn json(&self, source: &str, lang: Lang) -> serde_json::Value {
        let (line, column) = self.place(source);
        serde_json::json!({
            "code": self.code,
            "severity": match self.severity() { Severity::Error => "error", Severity::Warning => "warning" },
            "path": self.path,
            "line": line,
            "column": column,
            "message": self.sentence(lang),
            "hint": self.hint(lang),
        })
    }
}

/// The codes of all problems.
#[must_use]
pub fn codes() -> Vec<&'static str> {
    let code = |key: &'static str| key.strip_prefix("check.")?.strip_suffix(".explain");
    super::bundle::message_keys().filter_map(code).collect()
}

/// The lines that a span touches; of very long lines, what is near its start.
fn excerpt(source: &str, start: usize, stop: usize) -> Range<usize> {
    const LONGEST: usize = 4000;
    let from = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = source[stop..].find('\n').map_or(source.len(), |at| stop + at);
    let from = if start - from > LONGEST { floor_boundary(source, start - LONGEST) } else { from };
    let to = if to - start > LONGEST { floor_boundary(source, start + LONGEST) } else { to };
    from..to
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
