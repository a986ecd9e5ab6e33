//! What the program finds around it: time zones, disks, bounds of the system.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::learner::{Learner, Ran, small_course};
use crate::program::{PROGRAM, set_up};

/// What one command may take on a machine that is busy with much else.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs the program by the system's clock in this time zone.
fn in_zone(learner: &Learner, zone: &str, args: &[&str]) -> Ran {
    let start = Instant::now();
    let output = learner.command(args).env_remove("DLREV_NOW").env("TZ", zone).output().unwrap();
    assert!(start.elapsed() < PATIENCE, "{zone}");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

#[cfg(unix)]
#[test]
fn a_time_zone_that_cannot_be_read_is_told_once_and_utc_is_used() {
    let learner = Learner::new();
    let (fifo, empty) = (learner.data().join("fifo"), learner.data().join("empty"));
    assert!(Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    fs::write(&empty, "").unwrap();
    let stats = ["stats", "--format", "json"];
    let strange = ["/dev/zero", ":/dev/zero", "/", "Nope/Zone", fifo.to_str().unwrap(), empty.to_str().unwrap()];
    for zone in strange {
        let ran = in_zone(&learner, zone, &stats);
        assert_eq!(ran.err.matches("TZ is").count(), 1, "{zone}: {}", ran.err);
        assert!(ran.code == 0 && ran.err.contains("UTC"), "{zone}: {ran:?}");
        let doctor = in_zone(&learner, zone, &["doctor", "--format", "json"]);
        assert!(doctor.code == 1 && doctor.out.contains("TZ is") && doctor.out.contains("+00:00"), "{doctor:?}");
    }
    for zone in ["", "UTC", "Asia/Shanghai", ":Asia/Shanghai", "CST-8", "EST5EDT,M3.2.0,M11.1.0"] {
        assert_eq!(in_zone(&learner, zone, &stats).err, "", "{zone}");
    }
}

#[cfg(unix)]
#[test]
fn a_record_for_which_there_is_no_room_is_told_with_its_place_and_what_to_do() {
    let (learner, course) = (Learner::new(), small_course());
    let data = learner.data().join("mine");
    let mut shell = set_up(Command::new("sh"));
    let line = format!(
        "ulimit -f 8; echo T | '{PROGRAM}' quiz --kind true-false -n 1 --plain --course '{}' --data '{}'",
        course.display(),
        data.display()
    );
    let output = shell.args(["-c", &line]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    let record = data.join("record.db");
    for words in [record.to_str().unwrap(), "the disk is full", "--data"] {
        assert!(said.contains(words), "{said}");
    }
    assert_eq!(fs::read_dir(&data).unwrap().count(), 0, "nothing half made is left");
}
