//! The corpora of the fuzzers, and what little changes make of them.

use std::fs;
use std::path::Path;

use dlrev::random::Dice;

use crate::fuzzed::TARGETS;

/// How many changed copies of each input are tried.
const CHANGES: u64 = 12;

/// Bytes that mean something to somebody.
const TELLING: &[u8] = b"()[]{}=,;|:\"'\\#$%^*/+-.<>~@ \n\r\t0123456789eEnNxX\0\x7f\xff\xe2\x82\xac";

/// An input with a few bytes changed, left out, doubled or put in.
fn changed(input: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len() + 1);
        let byte = TELLING[dice.below(TELLING.len())];
        match dice.below(5) {
            0 if at < bytes.len() => bytes[at] = byte,
            1 if at < bytes.len() => {
                bytes.remove(at);
            }
            2 => bytes.insert(at, byte),
            3 => bytes.truncate(at),
            _ => {
                let piece = bytes[at..(at + dice.below(24)).min(bytes.len())].to_vec();
                let to = dice.below(bytes.len() + 1);
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}

#[test]
fn every_input_of_the_corpora_and_what_is_like_it_keeps_the_promises() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (name, target) in TARGETS {
        let mut files: Vec<_> = fs::read_dir(root.join(name)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        assert!(files.len() >= 7, "{name} has a corpus");
        for file in files {
            let input = fs::read(&file).unwrap();
            target(&input);
            let mut dice = Dice::new(0, &file.file_name().unwrap().to_string_lossy());
            for _ in 0..CHANGES {
                let changed = changed(&input, &mut dice);
                let ran = std::panic::catch_unwind(|| target(&changed));
                assert!(ran.is_ok(), "{name}: {}", changed.escape_ascii());
            }
        }
    }
}
