//! `dlrev doctor`: what the terminal, the folders, the clock, the record and the course are like, and what to do.

mod places;
mod study;
mod terminal;

use std::fmt::{Display, Write as _};

use clap::{ArgMatches, Command};
use serde::Serialize;

use super::failure::Failure;
use super::globals::Globals;
use super::output;
use crate::course::Lang;
use crate::course::messages::say;
use crate::text::{pad, visible, width};

/// What was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Finding {
    /// What it is called in JSON; its word is the message `doctor.NAME`.
    check: &'static str,
    /// Whether it is as it should be.
    ok: bool,
    /// What was found.
    found: String,
    /// What to do about it, where it is not fine.
    advice: Option<String>,
}

impl Finding {
    fn fine(check: &'static str, found: impl Display) -> Self {
        Self { check, ok: true, found: found.to_string(), advice: None }
    }

    fn wrong(check: &'static str, found: impl Display, advice: String) -> Self {
        Self { check, ok: false, found: found.to_string(), advice: Some(advice) }
    }
}

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("doctor").about(say(lang, "doctor.about", &[]))
}

/// Runs it.
pub(super) fn run(_: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let format = globals.format_among(&["text", "json"])?;
    let mut findings = vec![Finding::fine("version", env!("CARGO_PKG_VERSION"))];
    findings.extend(terminal::findings(globals));
    findings.extend(places::findings(globals));
    findings.extend(study::findings(globals));
    output::heard(if format == "json" { output::json(&findings) } else { output::write(&text(&findings, lang)) })?;
    match findings.iter().filter(|finding| !finding.ok).count() {
        0 => Ok(()),
        count => Err(Failure::Failed(say(lang, "doctor.wrong", &[("count", &count)]))),
    }
}

fn text(findings: &[Finding], lang: Lang) -> String {
    let words: Vec<String> =
        findings.iter().map(|finding| say(lang, &format!("doctor.{}", finding.check), &[])).collect();
    let wide = words.iter().map(|word| width(word)).max().unwrap_or_default();
    let mut out = String::new();
    for (finding, word) in findings.iter().zip(words) {
        let mark = if finding.ok { "✓" } else { "✗" };
        let _ = writeln!(out, "{mark} {}  {}", pad(&word, wide), visible(&finding.found));
        if let Some(advice) = &finding.advice {
            let _ = writeln!(out, "  {}  → {}", pad("", wide), visible(advice));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_has_what_to_do_about_it_below() {
        let findings =
            [Finding::fine("version", "0.1.0"), Finding::wrong("encoding", "LANG=C", "set LANG=C.UTF-8".to_owned())];
        let text = text(&findings, Lang::En);
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("✓ ") && lines[0].ends_with(" 0.1.0"), "{text}");
        assert!(lines[1].starts_with("✗ ") && lines[1].ends_with(" LANG=C"), "{text}");
        assert!(lines[2].ends_with("→ set LANG=C.UTF-8"), "{text}");
    }
}
