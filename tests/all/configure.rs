//! Settings: listed with their sources, shown, set, refused.

use std::fs;

use serde_json::{Value, json};

use crate::learner::{Learner, Ran};

/// A learner whose configuration is a file of their own.
struct Configured(Learner);

impl Configured {
    fn new() -> Self {
        Self(Learner::new())
    }

    fn path(&self) -> std::path::PathBuf {
        self.0.data().join("settings/config.toml")
    }

    fn run(&self, args: &[&str]) -> Ran {
        let output = self.0.command(args).env("DLREV_CONFIG", self.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn setting(&self, args: &[&str]) -> Value {
        serde_json::from_str(&self.run(&[args, &["--format", "json"]].concat()).out).unwrap()
    }

    fn write(&self, text: &str) {
        fs::create_dir_all(self.path().parent().unwrap()).unwrap();
        fs::write(self.path(), text).unwrap();
    }
}

#[test]
fn a_setting_is_set_shown_and_taken_out_again() {
    let learner = Configured::new();
    learner.write("# mine\nexam = 2027-01-12 # the day\n");
    for (key, value) in [("minutes", "45"), ("exam", "2027-01-13"), ("keys.hint", "ctrl-t"), ("lang", "zh")] {
        let set = learner.run(&["config", key, value]);
        assert_eq!((set.code, set.out.as_str(), set.err.as_str()), (0, "", ""), "{key}");
        assert_eq!(learner.run(&["config", key]).out, format!("{}\n", if key == "lang" { "en" } else { value }));
    }
    let text = fs::read_to_string(learner.path()).unwrap();
    assert!(text.starts_with("# mine\nexam = 2027-01-13 # the day\nminutes = 45\n"), "{text}");
    assert_eq!(learner.setting(&["config", "minutes"]), json!({ "key": "minutes", "value": 45, "source": "file" }));
    assert_eq!(learner.run(&["config", "minutes", "--unset"]).code, 0);
    assert_eq!(learner.setting(&["config", "minutes"]), json!({ "key": "minutes", "value": 30, "source": "default" }));
}

#[test]
fn every_setting_is_listed_with_its_source() {
    let learner = Configured::new();
    learner.write("retention = 0.85\ncourse = 'nowhere'\n");
    let rows = learner.setting(&["config", "--plain"]);
    let row = |key: &str| rows.as_array().unwrap().iter().find(|row| row["key"] == key).unwrap().clone();
    assert_eq!(rows.as_array().unwrap().len(), 14);
    let pair = |key: &str| (row(key)["value"].clone(), row(key)["source"].as_str().unwrap().to_owned());
    assert_eq!(pair("lang"), (json!("en"), "environment".to_owned()));
    assert_eq!(pair("plain"), (json!(true), "flag".to_owned()));
    assert_eq!(pair("retention"), (json!(0.85), "file".to_owned()));
    assert_eq!(pair("course"), (json!("nowhere"), "file".to_owned()));
    assert_eq!(pair("data").1, "environment");
    assert_eq!(pair("exam"), (Value::Null, "default".to_owned()));
    assert_eq!(pair("new-per-day"), (json!(20), "default".to_owned()));
    let text = learner.run(&["config", "--lang", "zh"]).out;
    assert!(text.contains("retention") && text.contains("0.85") && text.contains("配置文件"), "{text}");
}

#[test]
fn what_is_unknown_or_impossible_is_refused_in_a_sentence_and_nothing_is_written() {
    let learner = Configured::new();
    for (args, said) in [
        (vec!["config", "retention", "90"], "0.7 to 0.99"),
        (vec!["config", "colour", "red"], "no setting “colour”"),
        (vec!["config", "colour"], "no setting"),
        (vec!["config", "lang.x", "zh"], "no setting"),
        (vec!["config", "exam", "soon"], "2027-01-12"),
        (vec!["config", "exam", "2020-01-01"], "is past"),
        (vec!["config", "exam", "2027-02-30"], "There is no 30 February in 2027"),
        (vec!["config", "minutes", "-5"], "1440"),
        (vec!["config", "keys.hint", "ctrl-c"], "no key"),
        (vec!["config", "keys.dance", "f9"], "no action"),
        (vec!["config", "theme", "bright"], "mono"),
        (vec!["config", "--unset"], "KEY"),
    ] {
        let ran = learner.run(&args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(said) && ran.err.lines().count() == 1, "{args:?}: {}", ran.err);
    }
    assert!(!learner.path().exists());
}

#[test]
fn a_configuration_with_a_fault_is_told_by_every_command_and_mended_by_one() {
    let learner = Configured::new();
    learner.write("retention = 90\n");
    for args in [vec!["config"], vec!["stats"]] {
        let ran = learner.run(&args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("line 1") && ran.err.contains("retention"), "{}", ran.err);
    }
    let elsewhere = learner.run(&["config", "minutes", "45"]);
    assert!(elsewhere.code == 2 && elsewhere.err.contains("line 1"), "{}", elsewhere.err);
    assert_eq!(learner.run(&["config", "retention", "0.9"]).code, 0);
    assert_eq!(learner.run(&["stats"]).code, 0);
}

#[test]
fn a_day_that_no_calendar_has_is_told_as_such_however_it_is_written() {
    let learner = Configured::new();
    for written in ["exam = 2027-02-30 # the day\n", "minutes = 20\nexam = '2027-02-30'\n"] {
        learner.write(written);
        for (lang, said) in [("en", "There is no 30 February in 2027"), ("zh", "2027 年没有 2月30日")] {
            let ran = learner.run(&["stats", "--lang", lang]);
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{written}");
            assert!(ran.err.contains(said) && !ran.err.contains("TOML"), "{}", ran.err);
        }
    }
}

#[test]
fn a_folder_is_kept_as_it_is_named_from_here() {
    let learner = Configured::new();
    assert_eq!(learner.run(&["config", "course", "content"]).code, 0);
    let kept = learner.setting(&["config", "course"])["value"].as_str().unwrap().to_owned();
    assert!(std::path::Path::new(&kept).is_absolute() && kept.ends_with("content"), "{kept}");
    let missing = learner.run(&["config", "course", "no/such/folder"]);
    assert!(missing.code == 2 && missing.err.contains("no/such/folder"), "{}", missing.err);
}

#[test]
fn of_two_that_set_a_key_at_once_neither_is_lost() {
    let learner = Configured::new();
    for round in 0..6 {
        learner.write("# mine\n");
        let set = [["minutes", "45"], ["new-per-day", "7"], ["ascii", "true"]]
            .map(|[key, value]| learner.0.command(&["config", key, value]).env("DLREV_CONFIG", learner.path()).spawn());
        for set in set {
            assert!(set.unwrap().wait().unwrap().success());
        }
        let text = fs::read_to_string(learner.path()).unwrap();
        assert_eq!(text.lines().count(), 4, "{round}: {text}");
    }
}

#[test]
fn a_file_stays_in_the_form_in_which_it_was_written() {
    let learner = Configured::new();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let (old, new) = ("\u{feff}# mine\r\nminutes = 45\r\n", "\u{feff}# mine\r\nminutes = 20\r\n");
    for (old, new) in [(old.as_bytes().to_vec(), new.as_bytes().to_vec()), (wide(old), wide(new))] {
        learner.write("");
        fs::write(learner.path(), &old).unwrap();
        let set = learner.run(&["config", "minutes", "20"]);
        assert_eq!((set.code, fs::read(learner.path()).unwrap()), (0, new), "{}", set.err);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_one_fault_whoever_meets_it() {
    let learner = Configured::new();
    learner.write("");
    fs::write(learner.path(), b"\xff\xfe\0").unwrap();
    for args in [&["config", "minutes", "20"][..], &["config"], &["calc", "conv", "--n", "32", "--f", "5"]] {
        let ran = learner.run(args);
        assert!(ran.code == 2 && ran.err.contains("cannot be read"), "{args:?}: {ran:?}");
    }
}
