//! What the commands for studying share: the course's topics, the clock, the record.

use std::env;
use std::hash::{BuildHasher as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Once;

use clap::{Arg, ArgAction, ArgMatches};
use jiff::civil::Date;
use jiff::{SignedDuration, ZonedDateTime};

use super::config::{self, cache_folder};
use super::failure::Failure;
use super::globals::Globals;
use super::{data_folder, output, whole};
use crate::course::messages::say;
use crate::course::{Course, Lang, Problem};
use crate::learner::thousandth;
use crate::schedule::{Clock, ENOUGH, Fit, Scheduler, day_of, strange_zone};
use crate::store::{Record, StoreError};

/// How far the clock may stand before the last answer without a word.
const CLOCK_SLACK: SignedDuration = SignedDuration::from_mins(10);

/// The course that is run. What is wrong with the files of a folder is told once; the rest is used.
pub fn course(globals: &Globals) -> Result<Course, Failure> {
    let course = Course::open(globals.course.as_deref()).map_err(|e| Failure::Failed(e.sentence(globals.lang)))?;
    let course = course.trusting_the_bundle();
    let course = match cache_folder() {
        Some(folder) => course.at_hand(&folder.join("courses")),
        None => course,
    };
    if let Some(folder) = &globals.course {
        let errors: Vec<Problem> = course.syllabus_error().into_iter().chain(course.own_errors()).collect();
        if let Some(first) = errors.first() {
            let source = course.file(&first.path).unwrap_or_default();
            let (line, column) = first.place(&source);
            output::message(&say(
                globals.lang,
                "study.broken-course",
                &[
                    ("place", &format!("{}:{line}:{column}", first.path)),
                    ("what", &first.sentence(globals.lang)),
                    ("count", &errors.len()),
                    ("folder", &folder.display()),
                ],
            ));
        }
    }
    Ok(course)
}

/// Says so where the clock stands well before the last answer: it was set back, or the answer came from elsewhere.
pub fn notice_clock(record: &Record, clock: &Clock, lang: Lang) -> Result<(), Failure> {
    let last = record.last_at().map_err(|e| Failure::Failed(e.sentence(lang)))?;
    if let Some(last) = last.filter(|last| is_before(clock, last)) {
        output::message(&say(lang, "study.clock-back", &[("last", &last.strftime("%Y-%m-%d %H:%M"))]));
    }
    Ok(())
}

/// Whether the clock stands well before a time.
#[must_use]
pub fn is_before(clock: &Clock, last: &ZonedDateTime) -> bool {
    clock.now().timestamp().duration_until(last.timestamp()) > CLOCK_SLACK
}

/// The clock: the system's, or the one that `DLREV_NOW` makes stand still.
pub fn clock(lang: Lang) -> Result<Clock, Failure> {
    match env::var("DLREV_NOW") {
        Ok(text) if !text.is_empty() => {
            Clock::still(&text).map_err(|e| Failure::Usage(say(lang, "study.bad-now", &[("given", &e.0)])))
        }
        _ => {
            static TOLD: Once = Once::new();
            TOLD.call_once(|| {
                strange_zone().inspect(|given| output::message(&zone_told(given, lang)));
            });
            Ok(Clock::System)
        }
    }
}

/// That `TZ` names no time zone that can be read.
pub fn zone_told(given: &str, lang: Lang) -> String {
    say(lang, "study.bad-zone", &[("given", &given)])
}

/// The learner's record. What was noticed at opening it is told, and the day's backup begun if there is none yet.
pub fn record(globals: &Globals) -> Result<Record, Failure> {
    let mut record = opened(globals, Record::open)?;
    tell_notices(&record, globals.lang);
    record.begin_daily_backup(day_of(&clock(globals.lang)?.now()));
    Ok(record)
}

/// The learner's record to be read alone: one that cannot be written will do, and nothing is made where there is none.
pub fn record_to_read(globals: &Globals) -> Result<Record, Failure> {
    opened(globals, Record::open_to_read)
}

/// The learner's record to be looked at: where there is none yet, one with nothing in it.
pub fn record_to_look(globals: &Globals) -> Result<Record, Failure> {
    match Record::open_to_read(&folder(globals)?, scheduler(globals)) {
        Err(StoreError::Absent(_)) => Record::in_memory(scheduler(globals)),
        opened => opened,
    }
    .map_err(|why| Failure::Failed(why.sentence(globals.lang)))
}

/// Tells what was noticed when a record was opened.
pub fn tell_notices(record: &Record, lang: Lang) {
    for notice in record.notices() {
        output::message(&notice.sentence(lang));
    }
}

/// What is done with the record when a session is over: the day's backup is waited for, and once a week the memory
/// model is fitted. Nothing of what was answered hangs on either.
pub fn settle(record: &mut Record, today: Date, lang: Lang) {
    if let Err(error) = record.daily_backup_done() {
        output::message(&say(lang, "record.no-daily-backup", &[("why", &error.sentence(lang))]));
    }
    if record.is_fit_due(today).unwrap_or(false) {
        output::message(&say(lang, "record.fits", &[]));
        match record.fit(today) {
            Ok(fitted @ Fit::Judged { own: Some(_), .. }) => output::message(&fit_told(&fitted, lang)),
            // That nothing changes is no news.
            Ok(_) => {}
            Err(error) => output::message(&error.sentence(lang)),
        }
    }
}

/// What came of fitting the memory model, in a sentence.
pub fn fit_told(fitted: &Fit, lang: Lang) -> String {
    match fitted {
        Fit::TooFew { reviews, cards } => {
            let counts: [(&str, &dyn std::fmt::Display); 4] =
                [("reviews", reviews), ("cards", cards), ("enough", &ENOUGH.0), ("of", &ENOUGH.1)];
            say(lang, "record.fit-too-few", &counts)
        }
        Fit::Judged { own, loss, published } => {
            let key = if own.is_some() { "record.fit-own" } else { "record.fit-published" };
            say(lang, key, &[("loss", &thousandth(*loss)), ("published", &thousandth(*published))])
        }
    }
}

fn opened(globals: &Globals, open: fn(&Path, Scheduler) -> Result<Record, StoreError>) -> Result<Record, Failure> {
    open(&folder(globals)?, scheduler(globals)).map_err(|e| Failure::Failed(e.sentence(globals.lang)))
}

/// The folder of the learner's record.
pub fn folder(globals: &Globals) -> Result<PathBuf, Failure> {
    let folder = globals.data.clone().or_else(data_folder);
    folder.ok_or_else(|| Failure::Failed(say(globals.lang, "record.no-folder", &[])))
}

/// Whether nobody has used the program here: there is neither a record nor a configuration.
pub fn is_new(globals: &Globals) -> Result<bool, Failure> {
    let configured = config::path().is_some_and(|path| path.exists());
    Ok(!configured && !folder(globals)?.join(Record::FILE).exists())
}

/// The scheduler that the configuration asks for.
#[must_use]
pub fn scheduler(globals: &Globals) -> Scheduler {
    Scheduler::new(globals.config.retention)
}

/// A seed that nobody chose.
#[must_use]
pub fn random_seed() -> u64 {
    std::hash::RandomState::new().build_hasher().finish()
}

/// `--topic`, which may stand several times.
#[must_use]
pub fn topic_arg(lang: Lang) -> Arg {
    Arg::new("topic").long("topic").value_name("TOPIC").action(ArgAction::Append).help(say(lang, "study.topic", &[]))
}

/// `-n`: how many items.
#[must_use]
pub fn count_arg(lang: Lang) -> Arg {
    let count = Arg::new("count").short('n').value_name("N").help(say(lang, "study.count", &[]));
    whole::taking(count, whole::from::<u64>(1))
}

/// What a session takes that draws what it asks: `--again`, `-n`, `--seed`.
#[must_use]
pub fn drawn_args(lang: Lang) -> [Arg; 3] {
    let again = Arg::new("again").long("again").action(ArgAction::SetTrue).help(say(lang, "study.again", &[]));
    [again, count_arg(lang), seed_arg(lang)]
}

/// `--seed`
#[must_use]
pub fn seed_arg(lang: Lang) -> Arg {
    let seed = Arg::new("seed").long("seed").value_name("SEED").help(say(lang, "study.seed", &[]));
    whole::taking(seed, whole::from::<u64>(0))
}

/// The values of an argument that may stand several times.
#[must_use]
pub fn several(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).map(|values| values.cloned().collect()).unwrap_or_default()
}

/// The value of `-n`.
#[must_use]
pub fn count(matches: &ArgMatches) -> Option<usize> {
    matches.get_one::<u64>("count").map(|n| usize::try_from(*n).unwrap_or(usize::MAX))
}

/// The value of `--seed`.
#[must_use]
pub fn seed(matches: &ArgMatches) -> Option<u64> {
    matches.get_one::<u64>("seed").copied()
}
