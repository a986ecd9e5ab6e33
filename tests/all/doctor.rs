//! What the doctor finds, and what it says to do.

use std::fs;

use serde_json::Value;

use crate::learner::Learner;

/// The finding of this name, with how the command ended.
fn finding(learner: &Learner, args: &[&str], envs: &[(&str, &str)], check: &str) -> (i32, Value) {
    let args = [&["doctor", "--format", "json"], args].concat();
    let output = learner.command(&args).env("LC_ALL", "C.UTF-8").envs(envs.iter().copied()).output().unwrap();
    let findings: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    for finding in &findings {
        assert_eq!(finding["ok"] == true, finding["advice"].is_null(), "{finding}");
    }
    let wrong = findings.iter().filter(|finding| finding["ok"] == false).count();
    assert_eq!(output.status.code(), Some(i32::from(wrong > 0)), "{findings:?}");
    let found = findings.into_iter().find(|finding| finding["check"] == check).unwrap();
    (output.status.code().unwrap(), found)
}

#[test]
fn a_new_learner_is_fine_and_nothing_is_made() {
    let learner = Learner::new();
    for check in ["version", "encoding", "terminal", "configuration", "data", "cache", "clock", "record", "course"] {
        let (code, found) = finding(&learner, &[], &[], check);
        assert_eq!((code, found["ok"].as_bool()), (0, Some(true)), "{found}");
    }
    assert_eq!(fs::read_dir(learner.data()).unwrap().count(), 0, "looking makes nothing");
    let text = learner.run(&["doctor", "--lang", "zh"], "").out;
    assert!(text.lines().all(|line| line.starts_with(['✓', '✗', ' '])) && text.contains("自带的课程"), "{text}");
}

#[test]
fn what_is_not_fine_comes_with_what_to_do() {
    let mut learner = Learner::new();
    learner.session(&["quiz", "--kind", "true-false", "--seed", "1"], "T\n");
    let wrong = |learner: &Learner, args: &[&str], envs: &[(&str, &str)], check: &str, advice: &str| {
        let (code, found) = finding(learner, args, envs, check);
        assert_eq!((code, found["ok"].as_bool()), (1, Some(false)), "{found}");
        assert!(found["advice"].as_str().unwrap().contains(advice), "{found}");
    };
    let (_, sound) = finding(&learner, &[], &[], "record");
    assert!(sound["ok"] == true && sound["found"].as_str().unwrap().contains('1'), "{sound}");
    wrong(&learner, &[], &[("LC_ALL", "zh_CN.GBK")], "encoding", "UTF-8");
    let file = learner.data().join("file");
    fs::write(&file, "retention = 90\n").unwrap();
    let file = file.to_str().unwrap();
    wrong(&learner, &[], &[("DLREV_CONFIG", file)], "configuration", "line 1");
    wrong(&learner, &["--data", file], &[], "data", "--data");
    let course = learner.data().join("course");
    fs::create_dir_all(course.join("topics")).unwrap();
    fs::write(course.join("course.toml"), "format = 1\nid = 'c'\ntitle.zh = 'c'\ntitle.en = 'c'\ntopics = []\n")
        .unwrap();
    fs::write(course.join("topics/01-t.toml"), "format = 1\nid = \n").unwrap();
    wrong(&learner, &["--course", course.to_str().unwrap()], &[], "course", "content check");
    learner.at("2026-11-20T10:00:00+08:00");
    wrong(&learner, &[], &[], "clock", "2026-11-23");
    learner.at("2026-11-23T10:00:00+08:00");
    fs::write(learner.data().join("record.db"), "no database, but long enough to be read as one".repeat(99)).unwrap();
    wrong(&learner, &[], &[], "record", "backup");
}
