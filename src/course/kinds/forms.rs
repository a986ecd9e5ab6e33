//! English words of a blank in another form: singular and plural, endings of a verb, either spelling, `loss of the
//! network` for `network loss`.

use crate::course::plain::plain;
use crate::course::stem::stem;

/// Words that say nothing by themselves.
const LIGHT: [&str; 3] = ["a", "an", "the"];

/// A word of fewer letters has one form.
const SHORT: usize = 4;

/// Whether two texts have the same English words, each in whatever form.
pub(super) fn same(given: &str, wanted: &str) -> bool {
    if !(given.is_ascii() && wanted.is_ascii()) {
        return false;
    }
    let (given, wanted) = (words(given), words(wanted));
    let alike = |one: &[String], other: &[String]| {
        !one.is_empty() && one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_form(one, other))
    };
    alike(&given, &wanted) || alike(&turned(&given), &turned(&wanted))
}

/// The words of a text, but for articles.
fn words(text: &str) -> Vec<String> {
    // `1-3` is no word and another number than 13.
    let text = plain(text);
    let words = text.split(|c: char| c.is_whitespace() || c == ',').map(|word| word.trim_matches(['.', '"', '\'']));
    words.filter(|word| !word.is_empty() && !LIGHT.contains(word)).map(str::to_owned).collect()
}

/// `loss of network` as `network loss`.
fn turned(words: &[String]) -> Vec<String> {
    match words.iter().position(|word| word == "of") {
        Some(at) => [&words[at + 1..], &words[..at]].concat(),
        None => words.to_vec(),
    }
}

/// Whether two words are forms of one.
fn is_form(one: &str, other: &str) -> bool {
    let letters = |word: &str| word.len() >= SHORT && word.bytes().all(|b| b.is_ascii_alphabetic());
    let plural = |one: &str, many: &str| many.strip_prefix(one).is_some_and(|end| matches!(end, "s" | "es"));
    let forms = || plural(one, other) || plural(other, one) || stem(one) == stem(other);
    one == other || letters(one) && letters(other) && forms()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_another_form_is_the_same_and_another_word_is_not() {
        for (given, wanted) in [
            ("weights", "weight"),
            ("vanishing gradients", "vanishing gradient"),
            ("normalisation", "normalization"),
            ("the bias", "biases"),
            ("loss of the network", "network loss"),
            ("centered", "centred"),
            ("fine tune", "fine-tuning"),
        ] {
            assert!(same(given, wanted), "{given}");
        }
        for (given, wanted) in [
            ("encoder", "decoder"),
            ("input", "output"),
            ("gru", "grus"),
            ("权重", "权重"),
            ("loss", "lose"),
            ("1-3", "13"),
        ] {
            assert!(!same(given, wanted), "{given}");
        }
    }
}
