//! The clock, the learner's record and the course.

use std::fmt::Display;

use jiff::civil::Date;

use super::Finding;
use crate::cli::failure::Failure;
use crate::cli::globals::Globals;
use crate::cli::learner;
use crate::course::messages::say;
use crate::course::{Course, Lang};
use crate::schedule::{Clock, day_of, strange_zone};
use crate::store::{Flaw, Record, StoreError};

/// What they are like.
pub(super) fn findings(globals: &Globals) -> Vec<Finding> {
    let mut findings = Vec::new();
    let clock = learner::clock(globals.lang);
    let record = learner::record_to_look(globals);
    match &clock {
        Ok(clock) => findings.push(of_clock(clock, record.as_ref().ok(), globals.lang)),
        Err(failure) => findings.push(Finding::wrong("clock", "DLREV_NOW", failure.sentence().to_owned())),
    }
    // Without a clock the newest is the one that was named last.
    let today = clock.as_ref().map_or(Date::MAX, |clock| day_of(&clock.now()));
    findings.extend(of_record(&record, today, globals));
    findings.push(of_course(globals));
    findings
}

fn of_clock(clock: &Clock, record: Option<&Record>, lang: Lang) -> Finding {
    let now = clock.now();
    let args: [(&str, &dyn Display); 2] = [("now", &now.strftime("%Y-%m-%d %H:%M %:z")), ("day", &day_of(&now))];
    let found = say(lang, "doctor.now", &args);
    let last = record.and_then(|record| record.last_at().ok().flatten());
    if let Some(given) = strange_zone().filter(|_| *clock == Clock::System) {
        return Finding::wrong("clock", found, learner::zone_told(given, lang));
    }
    match last.filter(|last| learner::is_before(clock, last)) {
        Some(last) => {
            let last = last.strftime("%Y-%m-%d %H:%M");
            Finding::wrong("clock", found, say(lang, "study.clock-back", &[("last", &last)]))
        }
        None => Finding::fine("clock", found),
    }
}

fn of_record(record: &Result<Record, Failure>, today: Date, globals: &Globals) -> Vec<Finding> {
    let lang = globals.lang;
    let backups = learner::folder(globals).map(|folder| Record::backups(&folder, today)).unwrap_or_default();
    let restore = || backups.first().map(|path| say(lang, "record.advice-restore", &[("path", &path.display())]));
    let record = match record {
        Ok(record) => record,
        Err(failure) => {
            let advice = restore().unwrap_or_else(|| say(lang, "doctor.no-backup", &[]));
            return vec![Finding::wrong("record", failure.sentence(), advice)];
        }
    };
    let known = learner::folder(globals).is_ok_and(|folder| folder.join(Record::FILE).exists());
    if !known {
        return vec![Finding::fine("record", say(lang, "doctor.no-record", &[]))];
    }
    let rows = record.days().map(|days| days.iter().map(|day| day.answers).sum::<u64>());
    let found = rows.map(|answers| say(lang, "doctor.answers", &[("answers", &answers)]));
    vec![
        match (record.check(), found) {
            (Ok(flaws), Ok(found)) if flaws.is_empty() => Finding::fine("record", found),
            (Ok(flaws), _) if !flaws.is_empty() => {
                let advice = say(lang, "record.advice-repair", &[]);
                let derived = flaws.iter().all(Flaw::is_derived);
                let advice = match restore().filter(|_| !derived) {
                    Some(restore) => format!("{advice}; {restore}"),
                    None => advice,
                };
                Finding::wrong("record", flaws[0].sentence(lang), advice)
            }
            (Err(why), _) | (_, Err(why)) => failed(&why, lang),
            (Ok(_), Ok(found)) => Finding::fine("record", found),
        },
        match backups.first() {
            Some(path) => Finding::fine("backup", path.display()),
            None => Finding::fine("backup", say(lang, "doctor.no-backup", &[])),
        },
    ]
}

fn failed(why: &StoreError, lang: Lang) -> Finding {
    Finding::wrong("record", why.sentence(lang), say(lang, "record.advice-repair", &[]))
}

fn of_course(globals: &Globals) -> Finding {
    let lang = globals.lang;
    let place = globals.course.as_ref().map(|folder| folder.display().to_string());
    let found = place.clone().unwrap_or_else(|| say(lang, "doctor.bundled", &[]));
    let course = match Course::open(globals.course.as_deref()) {
        Ok(course) => course.trusting_the_bundle(),
        Err(error) => return Finding::wrong("course", found, error.sentence(lang)),
    };
    match course.own_errors().len() {
        0 => {
            let args: [(&str, &dyn Display); 2] = [("place", &found), ("topics", &course.titles().len())];
            Finding::fine("course", say(lang, "doctor.topics", &args))
        }
        count => {
            let folder = place.unwrap_or_default();
            let args: [(&str, &dyn Display); 2] = [("count", &count), ("folder", &folder)];
            Finding::wrong("course", found, say(lang, "doctor.broken-course", &args))
        }
    }
}
