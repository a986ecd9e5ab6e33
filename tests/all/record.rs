//! The learner's record at the command line: what is read makes nothing, what is damaged is told, what is lost comes
//! back.

use std::fs;

use crate::learner::{Learner, Ran};

/// A learner who rated so many cards.
fn learner(cards: usize) -> Learner {
    let learner = Learner::new();
    let ratings = "\n3\n".repeat(cards);
    let ran = learner.session(&["review", "-n", &cards.to_string()], &ratings);
    assert_eq!(ran.code, 0, "{}", ran.err);
    learner
}

fn record(learner: &Learner, args: &[&str]) -> Ran {
    learner.run(&[&["record"], args].concat(), "")
}

#[test]
fn a_mistyped_folder_is_told_and_not_made() {
    let learner = Learner::new();
    let typo = learner.data().join("typo");
    let typo = typo.to_str().unwrap();
    for args in [vec!["check"], vec!["check", "--repair"], vec!["export"], vec!["backup"], vec!["backup", "b.db"]] {
        let ran = record(&learner, &[&args[..], &["--data", typo]].concat());
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains("there is no record yet"), "{args:?}: {}", ran.err);
    }
    assert!(!learner.data().join("typo").exists());
}

#[test]
fn damage_is_named_mended_and_the_way_back_is_shown() {
    let learner = learner(4);
    assert_eq!(record(&learner, &["backup"]).out.trim(), learner.data().join("backup-2026-11-23.db").to_str().unwrap());
    assert!(record(&learner, &["backup"]).out.contains("backup-2026-11-23-2.db"));
    let file = learner.data().join("record.db");
    let mut bytes = fs::read(&file).unwrap();
    let place = bytes.windows(10).rposition(|w| w == b"answercard").unwrap();
    bytes[place + 6] = 0xff;
    fs::write(&file, bytes).unwrap();
    let exported = record(&learner, &["export"]);
    let rows = exported.out.lines().filter(|line| line.contains("\"seq\"")).count();
    assert_eq!((exported.code, rows), (1, 3), "{}", exported.err);
    assert!(exported.err.contains("left out: 1 ("), "{}", exported.err);
    let checked = record(&learner, &["check"]);
    assert_eq!(checked.code, 1);
    assert!(checked.out.contains("cannot be read"), "{}", checked.out);
    assert!(checked.err.contains("record check --repair"), "{}", checked.err);
    let refused = record(&learner, &["backup", learner.data().join("c.db").to_str().unwrap()]);
    assert!(refused.code == 1 && refused.err.contains("damaged"), "{}", refused.err);
    let repaired = record(&learner, &["check", "--repair"]);
    assert!(repaired.code == 0 && repaired.err.contains("3 rows kept, 1 left out"), "{}", repaired.err);
    assert_eq!(record(&learner, &["check"]).code, 0);
    let backup = learner.data().join("backup-2026-11-23.db");
    let restored = record(&learner, &["restore", backup.to_str().unwrap()]);
    assert!(restored.code == 0 && restored.err.contains("4 rows"), "{}", restored.err);
    assert!(restored.err.contains("record-before-restore-1.db"), "{}", restored.err);
    assert_eq!(learner.export().iter().filter(|row| row["seq"].is_u64()).count(), 4);
    assert_eq!(record(&learner, &["check"]).err.trim(), "the record is sound");
}

#[test]
fn each_day_of_learning_leaves_a_backup() {
    let mut learner = learner(3);
    let backups = |learner: &Learner| fs::read_dir(learner.data().join("backups")).map_or(0, Iterator::count);
    assert_eq!(backups(&learner), 0, "there was nothing to keep");
    for day in 24..=26 {
        learner.at(&format!("2026-11-{day}T10:00:00+08:00"));
        for _ in 0..2 {
            learner.session(&["review", "-n", "1"], "\n1\n");
        }
    }
    assert_eq!(backups(&learner), 3);
    let newest = learner.data().join("backups/record-2026-11-26.db");
    assert_eq!(record(&learner, &["restore", newest.to_str().unwrap()]).code, 0);
    assert_eq!(record(&learner, &["check"]).code, 0);
}

#[test]
fn an_import_reads_what_a_shell_wrote_in_utf_16_and_no_device() {
    let ours = learner(2);
    let lines = record(&ours, &["export"]).out;
    let theirs = Learner::new();
    let wide = theirs.data().join("all.jsonl");
    fs::write(&wide, format!("\u{feff}{lines}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()).unwrap();
    let imported = record(&theirs, &["import", wide.to_str().unwrap()]);
    assert_eq!((imported.code, record(&theirs, &["export"]).out), (0, lines), "{}", imported.err);
    if cfg!(unix) {
        let refused = record(&theirs, &["import", "/dev/zero"]);
        assert!(refused.code == 2 && refused.err.contains("not a regular file"), "{}", refused.err);
    }
}

#[cfg(unix)]
#[test]
fn a_write_that_fails_leaves_the_item_open_and_is_told() {
    let learner = learner(1);
    let course = crate::learner::small_course();
    // Files may have 32 KiB: the log beside the record soon cannot grow.
    let mut line = crate::program::shell(
        "trap '' XFSZ; ulimit -f 64; for i in 1 2 3 4 5 6; do printf '\\n3\\n'; done \
         | \"$DLREV\" review -n 4 --format jsonl --course \"$COURSE\"",
    );
    line.env("COURSE", course).env("DLREV_DATA", learner.data()).env("DLREV_NOW", "2026-11-27T10:00:00+08:00");
    let output = line.output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    let ran = Ran { code: output.status.code().unwrap(), out, err };
    let types = ran.types();
    let count = |kind: &str| types.iter().filter(|t| *t == kind).count();
    assert!(count("rejected") > 2 && types.last().unwrap() == "summary", "{}{}", ran.out, ran.err);
    assert!(
        ran.out.contains("record.db cannot be written: the disk is full") && ran.code == 1,
        "{}{}",
        ran.out,
        ran.err
    );
    let kept = learner.export().iter().filter(|row| row["seq"].is_u64()).count();
    assert_eq!(kept, 1 + count("reviewed"), "{}", ran.out);
    assert_eq!(record(&learner, &["check"]).code, 0);
}

#[test]
fn two_machines_are_kept_in_step_by_a_folder() {
    let (one, other, cloud) = (Learner::new(), Learner::new(), tempfile::tempdir().unwrap());
    let folder = cloud.path().to_str().unwrap();
    one.session(&["review", "-n", "1"], "\n3\n");
    other.session(&["review", "-n", "2"], "\n3\n\n1\n\n3\n\n3\n");
    let sync = |learner: &Learner| {
        let ran = learner.run(&["record", "sync", folder, "--format", "json"], "");
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        serde_json::from_str::<serde_json::Value>(&ran.out).unwrap()
    };
    assert_eq!(sync(&one), serde_json::json!({"sent": 1, "taken": 0, "others": 0, "waiting": 0}));
    assert_eq!(sync(&other)["taken"], 1);
    sync(&one);
    let cards = |learner: &Learner| -> Vec<serde_json::Value> {
        learner.export().into_iter().filter(|row| row["type"] == "card").collect()
    };
    assert_eq!(cards(&one), cards(&other));
    assert_eq!(one.export().len(), other.export().len());
    for learner in [&one, &other] {
        assert_eq!(learner.run(&["record", "check"], "").code, 0);
    }
    let ran = one.run(&["record", "sync", "/nowhere/at/all"], "");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (2, "", 1));
}

#[test]
fn a_class_is_told_from_the_folders_of_its_learners() {
    let folder = tempfile::tempdir().unwrap();
    let nobody = Learner::new().run(&["record", "class", folder.path().to_str().unwrap()], "");
    assert_eq!((nobody.code, nobody.out.as_str()), (0, ""));
    assert!(nobody.err.contains("no learner"), "{}", nobody.err);
    let mut folders = Vec::new();
    for (name, answer) in [("a", "out_h=5\n"), ("b", "out_h=5\n"), ("c", ":quit\n")] {
        let (learner, own) = (Learner::new(), folder.path().join(name));
        learner.run(&["drill", "--code", "conv@1.2:8F3A-C21D", "--format", "jsonl"], answer);
        fs::create_dir(&own).unwrap();
        let own = own.to_str().unwrap().to_owned();
        assert_eq!(learner.run(&["record", "sync", &own], "").code, 0);
        folders.push(own);
    }
    let class = |format: &[&str]| {
        let folders = folders.iter().map(String::as_str);
        let args: Vec<&str> = ["record", "class"].into_iter().chain(folders).chain(format.iter().copied()).collect();
        Learner::new().run(&args, "")
    };
    let told = &class(&["--format", "json"]).lines()[0];
    assert_eq!((&told["learners"], &told["answers"]), (&2.into(), &2.into()), "who answered nothing sends nothing");
    let mistake = &told["mistakes"][0];
    assert_eq!((&mistake["mistake"], &mistake["kind"]), (&"padding-once".into(), &"conv".into()));
    assert_eq!((&mistake["count"], &mistake["learners"]), (&2.into(), &2.into()));
    assert_eq!(class(&["--format", "jsonl"]).types(), ["learner", "learner", "class"]);
    for (lang, words) in [("en", ["2 learners, 2 answers", "2 of 2 learners"]), ("zh", ["2 名学生", "有 2 名犯过"])]
    {
        let text = class(&["--lang", lang]).out;
        assert!(words.iter().all(|word| text.contains(word)), "{text}");
    }
}

#[test]
fn a_file_or_a_folder_that_is_not_there_is_named_for_what_it_is() {
    let learner = Learner::new();
    for (lang, no_file, no_folder) in [
        ("en", "there is no such file", "is not a folder that can be read"),
        ("zh", "没有这个文件", "不是可以读取的文件夹"),
    ] {
        let restore = learner.run(&["record", "restore", "/nope", "--lang", lang], "");
        assert!(restore.code == 1 && restore.err.contains(no_file), "{}", restore.err);
        let check = learner.run(&["content", "check", "/nope", "--lang", lang], "");
        assert!(check.err.contains(no_folder) && !check.err.contains("--course"), "{}", check.err);
        let named = learner.run(&["stats", "--course", "/nope", "--lang", lang], "");
        assert!(named.err.contains("--course"), "{}", named.err);
    }
}
