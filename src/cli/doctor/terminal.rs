//! The terminal: its size, colours, encoding, and how many columns characters take on it.

use std::io::{self, IsTerminal as _};

use crossterm::cursor::{MoveToColumn, position};
use crossterm::execute;
use crossterm::style::Print;
use crossterm::terminal::{self, Clear, ClearType};

use super::Finding;
use crate::cli::globals::{self, Globals};
use crate::cli::output;
use crate::course::Lang;
use crate::course::messages::say;

/// The least that screens are made for.
const LEAST: (u16, u16) = (40, 12);

/// A character that takes two columns, and one that takes one or two.
const MEASURED: [&str; 2] = ["卷", "→"];

/// What the terminal is like; without one, that there is none.
pub(super) fn findings(globals: &Globals) -> Vec<Finding> {
    let lang = globals.lang;
    let mut findings = vec![encoding(lang)];
    if !io::stdin().is_terminal() || !output::is_terminal() {
        findings.push(Finding::fine("terminal", say(lang, "doctor.no-terminal", &[])));
        return findings;
    }
    let name = variable("TERM").unwrap_or_else(|| "-".to_owned());
    findings.push(if globals::dumb() {
        Finding::wrong("terminal", name, say(lang, "doctor.dumb", &[]))
    } else {
        Finding::fine("terminal", name)
    });
    findings.extend(terminal::size().ok().map(|size| of_size(size, lang)));
    findings.push(Finding::fine("colours", say(lang, colours(), &[])));
    if !globals::dumb() {
        let measured = MEASURED.map(|text| measure(text).ok());
        findings.extend(widths(measured, globals.config.ambiguous_wide, lang));
    }
    findings
}

fn of_size((columns, rows): (u16, u16), lang: Lang) -> Finding {
    let found = format!("{columns}x{rows}");
    if columns >= LEAST.0 && rows >= LEAST.1 {
        Finding::fine("size", found)
    } else {
        Finding::wrong("size", found, say(lang, "doctor.small", &[("columns", &LEAST.0), ("rows", &LEAST.1)]))
    }
}

fn colours() -> &'static str {
    if globals::no_color() { "doctor.no-color" } else { "doctor.sixteen" }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The encoding that the locale names: the first of the three variables that says anything decides.
fn encoding(lang: Lang) -> Finding {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let said = names.into_iter().find_map(|name| Some((name, variable(name)?)));
    // Windows and macOS have no need of the variables.
    let Some((name, value)) = said else {
        let found = say(lang, "doctor.no-locale", &[]);
        return if cfg!(all(unix, not(target_os = "macos"))) && output::is_terminal() {
            Finding::wrong("encoding", found, say(lang, "doctor.set-utf8", &[("name", &"LANG")]))
        } else {
            Finding::fine("encoding", found)
        };
    };
    let found = format!("{name}={value}");
    if is_utf8(&value) {
        Finding::fine("encoding", found)
    } else {
        Finding::wrong("encoding", found, say(lang, "doctor.set-utf8", &[("name", &name)]))
    }
}

fn is_utf8(locale: &str) -> bool {
    let folded = locale.to_ascii_lowercase();
    folded.contains("utf-8") || folded.contains("utf8")
}

/// By how many columns the terminal moves its cursor for a text.
fn measure(text: &str) -> io::Result<u16> {
    terminal::enable_raw_mode()?;
    let measured = columns_of(text);
    // What was written to be measured is taken away, whatever came of it.
    let cleared = execute!(output::terminal(), MoveToColumn(0), Clear(ClearType::CurrentLine));
    terminal::disable_raw_mode()?;
    cleared?;
    measured
}

fn columns_of(text: &str) -> io::Result<u16> {
    execute!(output::terminal(), MoveToColumn(0), Print(text))?;
    Ok(position()?.0)
}

/// What the measured columns mean for the setting `ambiguous-wide`.
fn widths([wide, ambiguous]: [Option<u16>; 2], setting: bool, lang: Lang) -> Vec<Finding> {
    let (Some(wide), Some(ambiguous)) = (wide, ambiguous) else {
        return vec![Finding::fine("widths", say(lang, "doctor.unmeasured", &[]))];
    };
    let found = |text: &str, columns: u16| say(lang, "doctor.columns", &[("text", &text), ("columns", &columns)]);
    let of_wide = found(MEASURED[0], wide);
    let of_ambiguous = found(MEASURED[1], ambiguous);
    vec![
        if wide == 2 {
            Finding::fine("wide", of_wide)
        } else {
            Finding::wrong("wide", of_wide, say(lang, "doctor.not-wide", &[]))
        },
        if (ambiguous == 2) == setting {
            Finding::fine("ambiguous", of_ambiguous)
        } else {
            let value = ambiguous == 2;
            Finding::wrong("ambiguous", of_ambiguous, say(lang, "doctor.set-ambiguous", &[("value", &value)]))
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_setting_is_held_against_what_the_terminal_does() {
        let ok = |measured, setting| {
            widths(measured, setting, Lang::En).iter().map(|finding| finding.ok).collect::<Vec<_>>()
        };
        assert_eq!(ok([Some(2), Some(1)], false), [true, true]);
        assert_eq!(ok([Some(2), Some(2)], true), [true, true]);
        assert_eq!(ok([Some(2), Some(2)], false), [true, false]);
        assert_eq!(ok([Some(1), Some(1)], true), [false, false]);
        assert_eq!(ok([None, Some(1)], true), [true], "what cannot be measured is not held against anybody");
        let advice = widths([Some(2), Some(2)], false, Lang::En)[1].advice.clone().unwrap();
        assert!(advice.contains("dlrev config ambiguous-wide true"), "{advice}");
    }

    #[test]
    fn a_small_window_and_another_encoding_are_told() {
        assert_eq!([(39, 12), (40, 11), (40, 12)].map(|size| of_size(size, Lang::Zh).ok), [false, false, true]);
        let utf8 = ["C", "POSIX", "zh_CN.GBK", "en_US.UTF-8", "C.utf8"].map(is_utf8);
        assert_eq!(utf8, [false, false, false, true, true]);
    }
}
