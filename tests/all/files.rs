//! Files that the program reads and writes: all of one or none, and nothing that never ends.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::program::dlrev;
#[cfg(unix)]
use crate::program::shell;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    dlrev().args(arguments).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn two_answers_are_not_saved_to_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let conv = ["calc", "conv", "--n", "32", "--f", "5", "--p", "2", "--s", "1"];
    for (one, other) in [("out_h=a.json", "out_c=a.json"), ("out_h=a.json", "out_c=./a.json")] {
        let refused = run(folder.path(), &[&conv[..], &["--save", one, "--save", other]].concat());
        assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_whole_leaves_the_old_one_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("f.svg"), "old").unwrap();
    let mut line = shell("trap '' XFSZ; ulimit -f 1; \"$DLREV\" plot relu sigmoid tanh gelu --out f.svg");
    let output = line.current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("the disk is full"), "{}", said(&output));
    assert_eq!(fs::read_to_string(folder.path().join("f.svg")).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let fifo = |name: &str| {
        assert!(std::process::Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
    };
    ["x.json", "f.svg", "net.toml", "pipe"].into_iter().for_each(fifo);
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.npy")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.csv")).unwrap();
    for arguments in [
        vec!["calc", "mse", "--y", "@x.json"],
        vec!["calc", "mse", "--y", "@zero.npy"],
        vec!["calc", "mse", "--y", "@zero.csv"],
        vec!["calc", "conv", "--given", "pipe"],
        vec!["calc", "conv", "--given", "/dev/zero"],
        vec!["calc", "network", "net.toml"],
        vec!["plot", "relu", "--out", "f.svg"],
        vec!["record", "import", "pipe"],
    ] {
        let refused = run(folder.path(), &arguments);
        assert_ne!(refused.status.code(), Some(0), "{arguments:?}");
        assert!(said(&refused).contains("not a regular file"), "{arguments:?}: {}", said(&refused));
    }
}

#[test]
fn values_are_given_in_utf_16_and_by_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let wide = "\u{feff}n = 32\r\nf = 5\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    fs::write(folder.path().join("given.toml"), wide).unwrap();
    let read = run(folder.path(), &["calc", "conv", "--given", "given.toml", "--format", "json"]);
    assert!(read.status.success(), "{}", said(&read));
    for piped in ["n = 32\nf = 5\n", r#"{"n": 32, "f": 5}"#] {
        let learner = crate::learner::Learner::new();
        let ran = learner.run(&["calc", "conv", "--given", "-", "--format", "json"], piped);
        assert_eq!((ran.code, ran.out.as_bytes()), (0, &read.stdout[..]), "{}", ran.err);
    }
}

#[test]
fn a_course_whose_making_was_stopped_is_made_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let made = |files: usize| {
        let output = run(folder.path(), &["content", "new", "c"]);
        assert_eq!(String::from_utf8(output.stdout).unwrap().lines().count(), files);
        output.status.code()
    };
    assert_eq!(made(3), Some(0));
    assert_eq!(made(0), Some(1), "nothing that is whole is made again");
    fs::remove_file(folder.path().join("c/calculations/sum.toml")).unwrap();
    assert_eq!(made(1), Some(0));
    fs::remove_file(folder.path().join("c/calculations/sum.toml")).unwrap();
    fs::write(folder.path().join("c/course.toml"), "mine").unwrap();
    assert_eq!(made(0), Some(1), "what is the author's is left alone");
}

#[test]
fn a_configuration_counts_only_where_it_can_be_read_or_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    fs::write(&home, "no folder").unwrap();
    let conv = ["calc", "conv", "--n", "32", "--f", "5"];
    let without =
        dlrev().args(conv).env_remove("DLREV_CONFIG").env_remove("XDG_CONFIG_HOME").env("HOME", &home).output();
    assert!(without.unwrap().status.success());
    let named = dlrev().args(conv).env("DLREV_CONFIG", folder.path()).output().unwrap();
    assert_eq!(named.status.code(), Some(2));
    assert!(said(&named).contains("cannot be read"), "{}", said(&named));
    let file = folder.path().join("config.toml");
    fs::write(&file, "lang = 'zh'\nretention = 90\n").unwrap();
    let wrong = dlrev().args(conv).env("DLREV_CONFIG", &file).env_remove("DLREV_LANG").output().unwrap();
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong).contains("第 2 行") && said(&wrong).contains("0.7 到 0.99"), "{}", said(&wrong));
}
