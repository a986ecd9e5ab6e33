//! A free text in the form in which words are looked for in it: contractions written out, one spelling of a word, a
//! hyphen apart, the comma of a list told from that between clauses.

use crate::text::fold;

/// Contractions that are typed without their apostrophe, and words with a negation in them.
const SHORT: [(&str, &str); 22] = [
    ("cant", "can not"),
    ("cannot", "can not"),
    ("wont", "will not"),
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("didnt", "did not"),
    ("isnt", "is not"),
    ("arent", "are not"),
    ("wasnt", "was not"),
    ("shouldnt", "should not"),
    ("wouldnt", "would not"),
    ("couldnt", "could not"),
    ("neednt", "need not"),
    ("center", "centre"),
    ("centers", "centres"),
    ("centered", "centred"),
    ("labeled", "labelled"),
    ("unlabeled", "unlabelled"),
    ("labeling", "labelling"),
    ("labeler", "labeller"),
    ("gray", "grey"),
    ("artefact", "artifact"),
];

/// The folded sign as it stands in a text that is looked through.
pub(super) fn sign(text: &str) -> String {
    fold(&plain(text))
}

/// What stands for 、 in [`listed`], as long as the word that stands for it in [`plain`].
pub(super) const LISTED: char = '\u{e000}';

/// The text in that form.
pub(super) fn plain(text: &str) -> String {
    listed(text).replace(LISTED, "和")
}

/// The text in that form, with a mark where a list goes on.
pub(super) fn listed(text: &str) -> String {
    let text = text.to_lowercase().replace(['’', '‘'], "'").replace("can't", "can not").replace("won't", "will not");
    let text = text
        .replace("n't", " not")
        .replace("rather than", "not")
        .replace("instead of", "not")
        .replace('、', &LISTED.to_string());
    let mut out = String::with_capacity(text.len() + 8);
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphabetic() {
            word.push(c);
            continue;
        }
        out.push_str(&spelt(&word));
        let in_a_word = matches!(c, '-' | '‐' | '‑') && word.len() > 1;
        word.clear();
        out.push(if in_a_word { ' ' } else { c });
    }
    out.pop();
    out
}

/// A word as it is spelt in the one country and the other.
fn spelt(word: &str) -> String {
    if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == word) {
        return (*long).to_owned();
    }
    let z = ["is", "ise", "ised", "iser", "ises", "ising", "isation", "isations"];
    let ending = z.iter().find(|ending| word.len() >= ending.len() + 5 && word.ends_with(**ending));
    let word = ending
        .map_or_else(|| word.to_owned(), |ending| format!("{}iz{}", &word[..word.len() - ending.len()], &ending[2..]));
    if word.len() > 5 { word.replace("our", "or") } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_a_word_are_one() {
        for (one, other) in [
            ("generalises", "generalizes"),
            ("normalis", "normaliz"),
            ("Regularisation", "regularization"),
            ("behaviour", "behavior"),
            ("zero-centred", "zero centered"),
            ("non-linear", "nonlinear"),
            ("doesn’t", "does not"),
            ("cant", "cannot"),
        ] {
            assert_eq!(sign(one), sign(other), "{one}");
        }
    }

    #[test]
    fn a_minus_is_no_hyphen() {
        assert_eq!(sign("n-1"), "n-1");
        assert_eq!(sign("p − y"), "p-y");
    }
}
