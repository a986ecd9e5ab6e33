//! `dlrev record`: the learner's record, out, in, copied, put back, checked.

mod class;

use std::io::{self, BufReader, BufWriter, Cursor, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, ValueHint};
use serde::Serialize;

use super::failure::Failure;
use super::gate::Kind;
use super::globals::Globals;
use super::{learner, output};
use crate::course::Lang;
use crate::course::messages::{self, list, say};
use crate::files;
use crate::learner::thousandth;
use crate::schedule::{Fit, day_of};
use crate::store::{Flaw, NotRead, Record, Repaired, StoreError, Synced};

/// Bytes of an export in UTF-16 that are read; one in UTF-8 may have any length.
const LARGEST_WIDE: u64 = 1 << 30;

/// Its parser.
pub(super) fn parser(lang: Lang) -> Command {
    let words = |key: &str| say(lang, key, &[]);
    let file = |required: bool| {
        Arg::new("file")
            .value_name("FILE")
            .required(required)
            .value_hint(ValueHint::FilePath)
            .value_parser(clap::value_parser!(PathBuf))
    };
    let repair = Arg::new("repair").long("repair").action(ArgAction::SetTrue).help(words("record.check-repair"));
    Command::new("record")
        .about(words("record.about"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommands([
            Command::new("export").about(words("record.export")),
            Command::new("import").about(words("record.import")).arg(file(true).help(words("record.import-file"))),
            Command::new("backup").about(words("record.backup")).arg(file(false).help(words("record.backup-file"))),
            Command::new("restore").about(words("record.restore")).arg(file(true).help(words("record.restore-file"))),
            Command::new("check").about(words("record.check")).arg(repair),
            Command::new("undo").about(words("record.undo")),
            Command::new("fit").about(words("record.fit")),
            class::parser(lang),
            Command::new("sync").about(words("record.sync")).arg(
                Arg::new("folder")
                    .value_name("FOLDER")
                    .required(true)
                    .value_hint(ValueHint::DirPath)
                    .value_parser(clap::value_parser!(PathBuf))
                    .help(words("record.sync-folder")),
            ),
        ])
}

/// Runs it.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let file = |m: &ArgMatches| m.get_one::<PathBuf>("file").cloned();
    match matches.subcommand() {
        Some(("export", _)) => {
            globals.format_among(&["jsonl"])?;
            export(&learner::record_to_read(globals)?, globals.lang)
        }
        Some(("import", m)) => {
            globals.format_among(&["text"])?;
            import(&file(m).unwrap_or_default(), globals)
        }
        Some(("backup", m)) => {
            globals.format_among(&["text"])?;
            backup(file(m), globals)
        }
        Some(("restore", m)) => {
            globals.format_among(&["text"])?;
            restore(&file(m).unwrap_or_default(), globals)
        }
        Some(("check", m)) => {
            globals.format_among(&["text"])?;
            if m.get_flag("repair") { repair(globals) } else { check(globals) }
        }
        Some(("undo", _)) => {
            globals.format_among(&["text"])?;
            undo(globals)
        }
        Some(("fit", _)) => {
            let format = globals.format_among(&["text", "json"])?;
            fit(format, globals)
        }
        Some(("class", m)) => class::run(m, globals),
        Some(("sync", m)) => {
            let format = globals.format_among(&["text", "json"])?;
            sync(m.get_one::<PathBuf>("folder").cloned().unwrap_or_default().as_path(), format, globals)
        }
        _ => Ok(()),
    }
}

/// What came of fitting the memory model, as JSON has it.
#[derive(Debug, Serialize)]
struct Fitted {
    own: bool,
    parameters: Vec<f32>,
    loss: Option<f64>,
    published: Option<f64>,
}

/// Fits the memory model to the learner.
fn fit(format: &str, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let today = day_of(&learner::clock(lang)?.now());
    let mut record = learner::record(globals)?;
    let fitted = record.fit(today).map_err(|why| Failure::Failed(why.sentence(lang)))?;
    if format == "text" {
        return output::line(&learner::fit_told(&fitted, lang));
    }
    let (own, losses) = match &fitted {
        Fit::TooFew { .. } => (false, None),
        Fit::Judged { own, loss, published } => (own.is_some(), Some((thousandth(*loss), thousandth(*published)))),
    };
    output::json(&Fitted {
        own,
        parameters: record.scheduler().parameters().numbers().to_vec(),
        loss: losses.map(|losses| losses.0),
        published: losses.map(|losses| losses.1),
    })
}

/// What came of synchronising, as JSON has it.
#[derive(Debug, Serialize)]
struct Told {
    sent: usize,
    taken: usize,
    others: usize,
    waiting: usize,
}

/// Brings the record in step with others by a folder.
fn sync(folder: &Path, format: &str, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    if !folder.is_dir() {
        return Err(Failure::Usage(say(lang, "record.no-sync-folder", &[("path", &folder.display())])));
    }
    let synced = learner::record(globals)?.sync(folder).map_err(|why| Failure::Failed(why.sentence(lang)))?;
    let Synced { sent, taken, others, not_read } = synced;
    let read = tell_not_read(&not_read, lang);
    let told = Told { sent, taken, others, waiting: not_read.count() };
    if format == "json" {
        output::json(&told)?;
    } else {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("sent", &told.sent), ("taken", &told.taken), ("others", &told.others)];
        output::message(&say(lang, "record.synced", &counts));
    }
    read
}

/// Tells which segments were not read; it is a failure if the system does not let one be read.
fn tell_not_read(not_read: &NotRead, lang: Lang) -> Result<(), Failure> {
    for path in &not_read.waiting {
        output::message(&say(lang, "record.segment-waits", &[("path", &path.display())]));
    }
    for (path, why) in &not_read.refused {
        output::message(&say(lang, "record.segment-refused", &[("path", &path.display()), ("why", &why.get(lang))]));
    }
    // What is wrong has been told.
    if not_read.refused.is_empty() { Ok(()) } else { Err(Failure::Failed(String::new())) }
}

/// Takes back the last answer of the learner's day, whichever session it is of.
fn undo(globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let failed = |why: StoreError| Failure::Failed(why.sentence(lang));
    let now = learner::clock(lang)?.now();
    let mut record = learner::record(globals)?;
    let last = record.last_answer(None, day_of(&now)).map_err(failed)?;
    let last = last.ok_or_else(|| Failure::Failed(say(lang, "record.nothing-to-undo", &[])))?;
    record.undo(last.seq, &now).map_err(failed)?;
    let what = last.code.as_ref().unwrap_or(&last.id);
    output::message(&say(lang, "record.undone", &[("what", what), ("seq", &last.seq)]));
    Ok(())
}

fn export(record: &Record, lang: Lang) -> Result<(), Failure> {
    learner::tell_notices(record, lang);
    let passed_over = match record.export(&mut BufWriter::new(output::piecewise(Kind::Json))) {
        Err(StoreError::Io(error)) => return Err(Failure::from(error)),
        done => done.map_err(|e| Failure::Failed(e.sentence(lang)))?,
    };
    if passed_over.is_empty() {
        return Ok(());
    }
    let rows = list(lang, &passed_over);
    Err(Failure::Failed(say(lang, "record.passed-over", &[("count", &passed_over.len()), ("rows", &rows)])))
}

fn import(path: &Path, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let imported = if path.as_os_str() == "-" {
        learner::record(globals)?.import(&mut io::stdin().lock())
    } else {
        let unread = |why: files::ReadError| {
            let why = messages::unread(&why, lang);
            Failure::Usage(say(lang, "record.unreadable", &[("path", &path.display()), ("why", &why)]))
        };
        let mut file = files::open(path).map_err(unread)?;
        let mut head = Vec::new();
        file.by_ref().take(2).read_to_end(&mut head).map_err(|why| unread(why.into()))?;
        file.rewind().map_err(|why| unread(why.into()))?;
        // Some shells write what is sent to a file in UTF-16.
        if head == [0xff, 0xfe] || head == [0xfe, 0xff] {
            let text = files::bounded(file, LARGEST_WIDE).and_then(files::text).map_err(unread)?;
            learner::record(globals)?.import(&mut Cursor::new(text))
        } else {
            learner::record(globals)?.import(&mut BufReader::new(file))
        }
    };
    let imported = imported.map_err(|e| Failure::Failed(e.sentence(lang)))?;
    output::message(&say(lang, "record.imported", &[("added", &imported.added), ("known", &imported.known)]));
    Ok(())
}

fn backup(path: Option<PathBuf>, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let record = learner::record_to_read(globals)?;
    learner::tell_notices(&record, lang);
    let made = match path {
        Some(path) => record.backup(&path).map(|()| path),
        None => {
            let day = day_of(&learner::clock(lang)?.now());
            let names = (1..).map(|n| if n == 1 { format!("backup-{day}.db") } else { format!("backup-{day}-{n}.db") });
            let folder = learner::folder(globals)?;
            let mut made = Err(StoreError::Exists(folder.clone()));
            for path in names.map(|name| folder.join(name)) {
                made = record.backup(&path).map(|()| path);
                if !matches!(made, Err(StoreError::Exists(_))) {
                    break;
                }
            }
            made
        }
    };
    let path = made.map_err(|e| Failure::Failed(e.sentence(lang)))?;
    output::line(&path.display().to_string())
}

fn restore(from: &Path, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let restored = Record::restore(&learner::folder(globals)?, from, &learner::scheduler(globals));
    let restored = restored.map_err(|error| {
        Failure::Failed(match error {
            // What is missing is the file that was named, and not the learner's record.
            StoreError::Absent(path) => say(lang, "record.missing-file", &[("path", &path.display())]),
            error => error.sentence(lang),
        })
    })?;
    output::message(&say(lang, "record.restored", &[("rows", &restored.rows)]));
    if let Some(aside) = restored.aside {
        output::message(&say(lang, "record.aside", &[("path", &aside.display())]));
    }
    Ok(())
}

fn check(globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let flaws = learner::record_to_read(globals).and_then(|record| {
        learner::tell_notices(&record, lang);
        record.check().map_err(|e| Failure::Failed(e.sentence(lang)))
    });
    let flaws = flaws.inspect_err(|_| advise_backups(globals))?;
    let told: Vec<String> = flaws.iter().map(|flaw| flaw.sentence(lang)).collect();
    output::heard(output::lines(&told))?;
    if flaws.is_empty() {
        output::message(&say(lang, "record.sound", &[]));
        return Ok(());
    }
    output::message(&say(lang, "record.advice-repair", &[]));
    if !flaws.iter().all(Flaw::is_derived) {
        advise_backups(globals);
    }
    Err(Failure::Failed(say(lang, "record.flawed", &[("count", &flaws.len())])))
}

/// Names the newest backup, if there is one.
fn advise_backups(globals: &Globals) {
    let Ok((folder, clock)) = learner::folder(globals).and_then(|folder| Ok((folder, learner::clock(globals.lang)?)))
    else {
        return;
    };
    if let Some(newest) = Record::backups(&folder, day_of(&clock.now())).first() {
        output::message(&say(globals.lang, "record.advice-restore", &[("path", &newest.display())]));
    }
}

fn repair(globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let repaired = Record::repair(&learner::folder(globals)?, &learner::scheduler(globals));
    let repaired = repaired.inspect_err(|_| advise_backups(globals)).map_err(|e| Failure::Failed(e.sentence(lang)))?;
    match repaired {
        Repaired::Sound => output::message(&say(lang, "record.sound", &[])),
        Repaired::Derived => output::message(&say(lang, "record.repaired-derived", &[])),
        Repaired::Salvaged { kept, lost, aside } => {
            output::message(&say(lang, "record.repaired", &[("kept", &kept), ("lost", &lost)]));
            output::message(&say(lang, "record.aside", &[("path", &aside.display())]));
        }
    }
    Ok(())
}
