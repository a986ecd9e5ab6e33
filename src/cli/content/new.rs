//! `content new DIR`: a small course that works, to start from.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::ArgMatches;

use super::super::output;
use super::Failure;
use crate::course::Lang;
use crate::course::messages::say;

/// The files of the small course.
const FILES: [(&str, &str); 3] = [
    ("course.toml", include_str!("template/course.toml")),
    ("topics/01-first.toml", include_str!("template/topic.toml")),
    ("calculations/sum.toml", include_str!("template/calculation.toml")),
];

/// Runs it. Nothing that exists is overwritten.
pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<(), Failure> {
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    let taken = FILES.iter().map(|(path, _)| folder.join(path)).find(|path| path.exists());
    if let Some(path) = taken {
        return Err(Failure::Failed(say(lang, "content.exists", &[("path", &path.display())])));
    }
    for (path, text) in FILES {
        let path = folder.join(path);
        let written = || -> io::Result<()> {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            OpenOptions::new().write(true).create_new(true).open(&path)?.write_all(text.as_bytes())
        };
        written().map_err(|error| Failure::unwritten(&path, &error, lang))?;
        output::line(&path.display().to_string())?;
    }
    output::message(&say(lang, "content.made", &[("folder", &folder.display())]));
    Ok(())
}
