//! The program as other programs run it.

use std::process::Command;

use dlrev::course::Course;

/// The program's file.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_dlrev");

/// What every test sets of the environment, whoever runs it: English, no configuration, nothing else said.
pub const ENVIRONMENT: [(&str, Option<&str>); 7] = [
    ("XDG_CACHE_HOME", Some(concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"))),
    ("DLREV_LANG", Some("en")),
    ("DLREV_CONFIG", Some(concat!(env!("CARGO_TARGET_TMPDIR"), "/no-config.toml"))),
    ("DLREV_COURSE", None),
    ("DLREV_DATA", None),
    ("DLREV_NOW", None),
    ("NO_COLOR", None),
];

/// `dlrev`, without the settings of whoever runs the tests.
pub fn dlrev() -> Command {
    set_up(Command::new(PROGRAM))
}

/// A line of the shell, in which `$DLREV` is the program.
#[cfg(unix)]
pub fn shell(line: &str) -> Command {
    let mut command = set_up(Command::new("sh"));
    command.args(["-c", line]).env("DLREV", PROGRAM);
    command
}

/// A command in the environment of the tests.
pub fn set_up(mut command: Command) -> Command {
    for (name, value) in ENVIRONMENT {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

#[test]
fn a_plot_is_drawn_in_braille_in_ascii_and_as_svg() {
    let run = |arguments: &[&str]| dlrev().arg("plot").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let braille = text(run(&["relu", "sigmoid", "--derivative"]).stdout);
    assert!(braille.contains("b relu′") && braille.contains("d sigmoid′"), "{braille}");
    let ascii = text(run(&["relu", "sigmoid", "--derivative", "--ascii"]).stdout);
    assert!(ascii.is_ascii() && ascii.contains("+ relu'"), "{ascii}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("f.svg");
    assert!(run(&["cosine", "warmup-cosine", "--out", file.to_str().unwrap()]).status.success());
    let svg = std::fs::read_to_string(&file).unwrap();
    assert!(svg.starts_with("<svg") && svg.contains("warmup-cosine"));
    let all = Course::open(None).unwrap().syllabus().value.unwrap().plots.into_iter().flat_map(|plots| plots.names);
    for name in all {
        assert!(text(run(&[&name]).stdout).contains(&name), "{name} is drawn");
    }
    let refused = run(&["nosuch"]);
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    assert!(text(refused.stderr).starts_with("there is no curve “nosuch”"));
}

#[test]
fn why_a_file_cannot_be_written_is_told_in_the_language_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let (file, taken) = (folder.path().join("none/f.svg"), folder.path().join("taken"));
    std::fs::write(&taken, "").unwrap();
    let inside = taken.join("course");
    let (file, inside) = (file.to_str().unwrap(), inside.to_str().unwrap());
    for (arguments, path, why) in [
        (vec!["plot", "relu", "--out", file], file, "没有这个文件或文件夹"),
        (vec!["content", "new", inside], inside, "路径"),
        (vec!["--data", inside, "quiz", "-n", "1"], inside, "路径"),
    ] {
        let refused = dlrev().args(["--lang", "zh"]).args(&arguments).output().unwrap();
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "{arguments:?}: {said}");
        assert!(said.contains(path) && said.contains(why) && !said.contains("os error"), "{said}");
    }
}

#[test]
fn a_derivative_that_is_not_finite_is_refused() {
    for (f, at) in [("sqrt(x)", "x=0"), ("x^0.5", "x=0"), ("1/x", "x=1e-200")] {
        let refused = dlrev().args(["calc", "chain", "--f", f, "--at", at, "--format", "json"]).output().unwrap();
        let said = String::from_utf8(refused.stderr).unwrap();
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{f}");
        assert!(said.contains("--f") && said.contains("not finite"), "{said}");
    }
}

#[test]
fn a_command_without_its_part_is_wrong_usage() {
    for command in ["record", "content"] {
        let refused = dlrev().arg(command).output().unwrap();
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{command}");
        assert!(String::from_utf8(refused.stderr).unwrap().contains("Usage"), "{command}");
        let refused = dlrev().args(["--lang", "zh", command]).output().unwrap();
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{command}");
        assert!(String::from_utf8(refused.stderr).unwrap().contains("check"), "{command}");
    }
}

#[test]
fn help_is_in_the_language_of_the_user() {
    for command in [&["--help"][..], &["quiz", "--help"], &["calc", "conv", "--help"], &["content", "stress", "--help"]]
    {
        let help = String::from_utf8(dlrev().args(["--lang", "zh"]).args(command).output().unwrap().stdout).unwrap();
        assert!(help.contains("用法：") && help.contains("选项"), "{help}");
        for english in ["Usage", "Options", "Print help", "possible values", "default:", "[OPTIONS]", "COMMAND"] {
            assert!(!help.contains(english), "{english}: {help}");
        }
        let narrow = help.lines().filter(|line| line.ends_with(':')).collect::<Vec<_>>();
        assert!(narrow.is_empty(), "a heading has the colon of its language: {narrow:?}");
    }
}

#[test]
fn a_format_that_a_command_does_not_have_is_refused() {
    for command in [vec!["record", "check"], vec!["record", "export"], vec!["plot", "relu"], vec!["content", "schema"]]
    {
        let refused = dlrev().args(&command).args(["--format", "xml"]).output().unwrap();
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{command:?}");
    }
}

#[test]
fn an_escape_sequence_in_an_argument_is_not_sent_back_to_the_terminal() {
    for arguments in [["calc", "conv", "--n", "\u{1b}[31m5"], ["plot", "\u{1b}]0;title\u{7}", "relu", "tanh"]] {
        let refused = dlrev().args(arguments).output().unwrap();
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(!refused.stderr.contains(&0x1b) && !refused.stderr.is_empty(), "{arguments:?}");
    }
}
