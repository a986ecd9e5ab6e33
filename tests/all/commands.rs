//! What is common to all commands: where options may stand, help, completion, manual pages, names.

use std::fs;

use crate::learner::{Learner, Ran, small_course};

fn run(line: &str) -> Ran {
    Learner::new().run(&line.split(' ').collect::<Vec<_>>(), "")
}

#[test]
fn a_folder_may_be_called_as_a_command_is() {
    let folder = tempfile::tempdir().unwrap();
    let (learner, here) = (Learner::new(), folder.path());
    let ran = learner.command(&["--data", "calc", "calc", "pool", "--n", "4", "--f", "2"]).current_dir(here).output();
    assert!(ran.unwrap().status.success());
}

#[test]
fn options_of_every_command_stand_before_behind_and_between_its_words() {
    let plain = run("calc conv --n 5 --f 3 --answer-only").out;
    for line in [
        "--plain calc conv --n 5 --f 3 --answer-only",
        "calc --color never conv --n 5 --f 3 --answer-only",
        "calc conv --n 5 --f 3 --answer-only --data x",
    ] {
        assert_eq!(run(line).out, plain, "{line}");
    }
}

#[test]
fn help_before_a_command_says_what_help_behind_it_says() {
    for (before, behind) in [
        ("help", "--help"),
        ("help quiz", "quiz --help"),
        ("help content check", "content check --help"),
        ("help calc conv", "calc conv --help"),
        ("help calc", "calc --help"),
        ("--lang zh help record", "record --help --lang zh"),
    ] {
        let (before, behind) = (run(before), run(behind));
        assert_eq!((before.code, &before.out), (0, &behind.out));
        assert!(!before.out.is_empty());
    }
    assert_eq!(run("help nosuch").code, 2);
}

#[test]
fn every_shell_gets_a_script_that_knows_commands_and_options() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish", "nushell"] {
        let ran = run(&format!("completions {shell}"));
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{shell}");
        for word in ["quiz", "answer-only", "attention"] {
            assert!(ran.out.contains(word), "{shell}: {word}");
        }
    }
    let refused = run("completions tcsh");
    assert!(refused.code == 2 && refused.err.contains("nushell"), "{}", refused.err);
}

#[test]
fn there_is_a_manual_page_for_each_command_in_the_language_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man");
    let args = ["--lang", "zh", "man", pages.to_str().unwrap()];
    assert_eq!(Learner::new().run(&args, "").code, 0);
    for (page, word) in [
        ("dlrev.1", "quiz"),
        ("dlrev-quiz.1", "题型"),
        ("dlrev-calc-conv.1", "卷积"),
        ("dlrev-content-check.1", "watch"),
    ] {
        let text = fs::read_to_string(pages.join(page)).unwrap();
        assert!(text.contains(word), "{page}");
    }
}

#[test]
fn a_topic_is_named_by_id_number_or_title() {
    let topic = |name: &str, lang: &str| {
        let args = ["quiz", "--seed", "1", "-n", "1", "--format", "jsonl", "--lang", lang, "--topic", name];
        let ran = Learner::new().run(&args, "");
        assert_eq!(ran.code, 0, "{name}: {}", ran.err);
        ran.lines()[0]["topic"].as_str().unwrap().to_owned()
    };
    for name in ["cnn", "CNN", "5", "卷积神经网络", "convolutional neural networks", "ＣＮＮ"] {
        assert_eq!(topic(name, "en"), "cnn", "{name}");
    }
    for command in ["review", "exam", "drill"] {
        let args = [command, "--topic", "5", "--format", "jsonl"];
        assert_eq!(Learner::new().run(&args, "").code, 0, "{command}");
    }
    let notes = run("notes 5 --plain");
    assert!(notes.out.starts_with("5. ") && notes.out == run("notes cnn --plain").out);
}

#[test]
fn a_kind_of_question_is_named_by_key_or_name() {
    for name in ["single", "单选", "Single choice", "SINGLE"] {
        let ran = Learner::new().session(&["quiz", "--kind", name, "--seed", "1"], "");
        assert_eq!(ran.lines()[0]["kind"], "single", "{name}");
    }
}

#[test]
fn what_is_not_known_gets_the_list() {
    for (line, known) in
        [("quiz --topic nn", ["transformer", "Attention"]), ("quiz --kind pairs", ["matching", "short answer"])]
    {
        let ran = run(line);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{line}");
        assert!(known.iter().all(|word| ran.err.contains(word)), "{line}: {}", ran.err);
    }
    let own = Learner::new().session(&["quiz", "--topic", "coffee"], "");
    assert!(own.code == 2 && own.err.contains("tea") && !own.err.contains("cnn"), "{}", own.err);
}

#[test]
fn a_topic_in_place_of_a_computation_is_told_what_it_has() {
    let ran = run("drill cnn");
    assert!(ran.code == 2 && ran.err.contains("conv, ") && ran.err.contains("--topic cnn"), "{}", ran.err);
    let ran = run("quiz cnn");
    assert!(ran.code == 2 && ran.err.contains("--topic cnn"), "{}", ran.err);
    let kinds = run("drill cnn").err;
    for line in run("drill --topic cnn --seed 1 -n 9 --format jsonl").lines() {
        assert!(line["type"] == "summary" || kinds.contains(line["id"].as_str().unwrap()), "{line}");
    }
}

#[test]
fn the_list_of_computations_has_those_of_the_course() {
    let learner = Learner::new();
    let folder = learner.data().join("course");
    let folder = folder.to_str().unwrap();
    learner.run(&["content", "new", folder], "");
    let list = learner.run(&["calc", "--help", "--course", folder], "").out;
    assert!(list.contains("  sum "), "{list}");
    assert!(!run("calc --help").out.contains("  sum "));
}

#[test]
fn what_is_missing_is_told_with_an_example() {
    for (line, example) in [("search", "dlrev search"), ("plot", "dlrev plot relu"), ("calc", "dlrev calc --help")] {
        let ran = run(line);
        assert!(ran.code == 2 && ran.err.contains(example), "{line}: {}", ran.err);
    }
    let course = small_course();
    let refused = Learner::new().run(&["calc", "conv", "--same=3", "--course", course.to_str().unwrap()], "");
    assert_eq!(refused.code, 2, "{}", refused.err);
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told_in_the_readers_language() {
    for (line, said) in [
        ("notes cnn --lang zh", "无法写入 标准输出：磁盘已满"),
        ("calc pool --n 4 --f 2 --lang zh", "无法写入 标准输出：磁盘已满"),
        ("record export --lang zh", "无法写入 标准输出：磁盘已满"),
        ("quiz --plain --seed 1 --lang zh", "无法写入 标准输出：磁盘已满"),
        ("notes cnn --lang en", "standard output cannot be written: the disk is full"),
    ] {
        let learner = Learner::new();
        // A record that has something to export.
        learner.run(&["quiz", "--seed", "1", "--format", "jsonl"], ":flag\n");
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let args: Vec<&str> = line.split(' ').collect();
        let ran = learner.command(&args).stdout(full).stdin(std::process::Stdio::null()).output().unwrap();
        let err = String::from_utf8(ran.stderr).unwrap();
        assert_eq!((ran.status.code(), err.trim()), (Some(1), said), "{line}");
    }
}

#[test]
fn a_language_that_there_is_not_is_refused_with_those_that_there_are() {
    let learner = Learner::new();
    let ran = |args: &[&str]| learner.command(args).env("DLREV_LANG", "fr").output().unwrap();
    let refused = ran(&["stats"]);
    let err = String::from_utf8(refused.stderr).unwrap();
    assert_eq!((refused.status.code(), err.lines().count()), (Some(2), 1), "{err}");
    assert!(err.contains("DLREV_LANG") && err.contains("fr") && err.contains("zh, en"), "{err}");
    assert!(ran(&["stats", "--lang", "en"]).status.success(), "the flag stands above it");
}

#[test]
fn a_wrong_row_of_an_import_is_told_without_words_of_another_language() {
    for (row, said) in [
        ("{\"type\":\"undo\"}", "缺少 seq"),
        (
            "{\"type\":\"mark\",\"seq\":1,\"at\":\"x\",\"id\":\"q\",\"mark\":\"loved\",\"on\":true}",
            "“loved”不是可以有的值",
        ),
        ("{\"type\":\"undo\",\"seq\":1,\"at\":\"x\",\"undoes\":\"a\"}", "有一个值不是该有的样子"),
        ("{", "不是有效的 JSON"),
    ] {
        let ran = Learner::new().run(&["record", "import", "-", "--lang", "zh"], row);
        assert!(ran.code == 1 && ran.err.contains(said), "{row}: {}", ran.err);
        let latin = ran.err.replace("JSON", "").replace("seq", "").replace("loved", "");
        assert!(!latin.chars().any(|c| c.is_ascii_alphabetic()), "{}", ran.err);
    }
}

#[test]
fn a_number_below_zero_is_told_to_be_out_of_bounds_and_not_to_be_an_option() {
    for (line, flag) in [
        ("plan --minutes -5", "--minutes"),
        ("plan --simulate --seeds -5", "--seeds"),
        ("exam --minutes -5", "--minutes"),
        ("quiz -n -5", "-n"),
        ("drill --level -5", "--level"),
        ("drill --seed -5", "--seed"),
        ("content stress conv --variants -5", "--variants"),
    ] {
        let ran = run(line);
        assert_eq!(ran.code, 2, "{line}");
        let words = ["-5", flag, "whole number"].map(|word| ran.err.contains(word));
        assert_eq!(words, [true; 3], "{line}: {}", ran.err);
    }
}
