//! `content new DIR`: a small course that works, to start from.

use std::fs;
use std::io;
use std::path::PathBuf;

use clap::ArgMatches;

use super::super::output;
use super::Failure;
use crate::course::Lang;
use crate::course::messages::say;
use crate::files;

/// Bytes of a file that may be one of these.
const LARGEST: u64 = 1 << 20;

/// The files of the small course.
const FILES: [(&str, &str); 3] = [
    ("course.toml", include_str!("template/course.toml")),
    ("topics/01-first.toml", include_str!("template/topic.toml")),
    ("calculations/sum.toml", include_str!("template/calculation.toml")),
];

/// Runs it. Nothing that exists is overwritten; what an earlier run that was stopped has made is taken as it is.
pub(super) fn run(matches: &ArgMatches, lang: Lang) -> Result<(), Failure> {
    let folder = matches.get_one::<PathBuf>("folder").cloned().unwrap_or_default();
    let places = FILES.map(|(path, text)| (folder.join(path), text));
    let (made, missing): (Vec<_>, Vec<_>) = places.iter().partition(|(path, _)| path.exists());
    let is_ours = |(path, text): &(PathBuf, &str)| files::read_text(path, LARGEST).is_ok_and(|found| found == *text);
    if let Some((path, _)) = made.iter().find(|place| missing.is_empty() || !is_ours(place)) {
        return Err(Failure::Failed(say(lang, "content.exists", &[("path", &path.display())])));
    }
    for (path, text) in missing {
        let written = || -> io::Result<()> {
            path.parent().map_or(Ok(()), fs::create_dir_all)?;
            files::write_new(path, text.as_bytes())
        };
        written().map_err(|error| Failure::unwritten(path, &error, lang))?;
        output::line(&path.display().to_string())?;
    }
    output::message(&say(lang, "content.made", &[("folder", &folder.display())]));
    Ok(())
}
