//! Where things lie: the configuration, the folder of the record, the folder of what can be made again.

use std::fs;
use std::path::Path;

use super::Finding;
use crate::cli::globals::Globals;
use crate::cli::{config, learner};
use crate::course::Lang;
use crate::course::messages::{self, say};

/// What the places are like. Nothing is made that is not there.
pub(super) fn findings(globals: &Globals) -> Vec<Finding> {
    let lang = globals.lang;
    let mut findings = vec![configuration(lang)];
    match learner::folder(globals) {
        Ok(folder) => findings.push(of_folder("data", &folder, lang)),
        Err(failure) => findings.push(Finding::wrong("data", "-", failure.sentence().to_owned())),
    }
    findings.extend(config::cache_folder().map(|folder| of_folder("cache", &folder, lang)));
    findings
}

fn configuration(lang: Lang) -> Finding {
    let Some(path) = config::path() else {
        return Finding::wrong("configuration", "-", say(lang, "config.no-folder", &[]));
    };
    let found = path.display();
    match config::load() {
        Err(error) => Finding::wrong("configuration", found, error.sentence(lang)),
        Ok(_) if path.exists() => Finding::fine("configuration", found),
        Ok(_) => Finding::fine("configuration", say(lang, "doctor.not-yet", &[("path", &found)])),
    }
}

/// A folder that is there must be one, and must let itself be written; one that is not there can still be made where the
/// folder above it can be written.
fn of_folder(check: &'static str, path: &Path, lang: Lang) -> Finding {
    let found = path.display();
    let above = path.ancestors().find(|above| above.exists());
    let writable = above.map(|above| match fs::metadata(above) {
        Ok(found) if !found.is_dir() => Err(std::io::Error::from(std::io::ErrorKind::NotADirectory)),
        Ok(_) => tempfile_in(above),
        Err(why) => Err(why),
    });
    match writable {
        Some(Err(why)) => {
            let why = messages::io(&why, lang);
            Finding::wrong(check, found, say(lang, "doctor.not-writable", &[("why", &why)]))
        }
        _ if path.exists() => Finding::fine(check, found),
        _ => Finding::fine(check, say(lang, "doctor.not-yet", &[("path", &found)])),
    }
}

/// Whether a file can be written in a folder: one is, and taken away at once.
fn tempfile_in(folder: &Path) -> std::io::Result<()> {
    crate::files::try_to_write(&folder.join("dlrev-doctor"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_not_there_yet_is_fine_and_one_that_cannot_be_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let ok = |path: &Path| of_folder("data", path, Lang::En).ok;
        assert!(ok(folder.path()) && ok(&folder.path().join("a/b")));
        assert!(!ok(&file) && !ok(&file.join("below")));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "looking leaves nothing behind");
    }
}
