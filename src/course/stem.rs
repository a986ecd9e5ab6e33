//! English words without their endings, so that one form of a word is another: `reduces`, `reducing`, `reduction`.

use strsim::osa_distance;

/// A word of fewer letters is no other word misspelt.
const LONG: usize = 7;

/// Endings, the longest first, with how much of a word must stand before.
const ENDINGS: [(&str, usize); 23] = [
    ("ations", 4),
    ("ation", 4),
    ("ating", 4),
    ("ated", 4),
    ("ates", 4),
    ("ate", 4),
    ("ences", 4),
    ("ence", 4),
    ("ency", 4),
    ("ents", 4),
    ("ent", 4),
    ("ities", 4),
    ("ity", 4),
    ("ions", 3),
    ("ion", 3),
    ("ings", 3),
    ("ing", 3),
    ("edly", 3),
    ("ed", 3),
    ("ly", 4),
    ("ies", 3),
    ("es", 3),
    ("s", 3),
];

/// What is left of a word in lower case.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() || word.ends_with("ss") || word.ends_with("us") {
        return word;
    }
    let ending = ENDINGS.iter().find(|(ending, least)| word.ends_with(ending) && word.len() >= ending.len() + least);
    let stem = ending.map_or(word, |(ending, _)| &word[..word.len() - ending.len()]);
    let stem = if stem.len() > 3 { stem.trim_end_matches(['e', 'y', 'i']) } else { stem };
    // `stopped` is a form of `stop`.
    let [.., a, b] = stem.as_bytes() else { return stem };
    let doubled = a == b && stem.len() > 3 && !matches!(b, b'l' | b's' | b'e' | b'o' | b'z');
    if doubled { &stem[..stem.len() - 1] } else { stem }
}

/// Whether a word that was typed is a form of a known one, or it with a letter wrong.
pub(super) fn is_form(typed: &str, known: &str) -> bool {
    stem(typed) == stem(known) || is_misspelt(typed, known)
}

/// Whether a word that was typed is a known one with a letter wrong.
pub(super) fn is_misspelt(typed: &str, known: &str) -> bool {
    // A letter wrong, missing or too many, or two of them the wrong way round; the first is as a rule the right one.
    // Of Chinese one character is another word.
    let english = typed.is_ascii() && known.is_ascii();
    let long = typed.len().min(known.len()) >= LONG && typed.len().abs_diff(known.len()) <= 1;
    english && long && typed.as_bytes()[0] == known.as_bytes()[0] && osa_distance(typed, known) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["oscillate", "oscillates", "oscillating", "oscillation", "oscillations"][..],
            &["converge", "converges", "converged", "convergence"],
            &["saturate", "saturation", "saturating"],
            &["depend", "depends", "dependence", "dependent"],
            &["stop", "stops", "stopped", "stopping"],
            &["sparse", "sparsity"],
            &["update", "updates", "updating"],
            &["precise", "precision"],
            &["gate", "gates"],
            &["prevent", "prevents"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
        for (one, other) in [("forget", "form"), ("input", "output"), ("loss", "lose"), ("layer", "later")] {
            assert_ne!(stem(one), stem(other));
        }
    }

    #[test]
    fn only_a_long_word_is_seen_through_a_slip() {
        assert!(is_misspelt("convolutoin", "convolution") && is_misspelt("gradiant", "gradient"));
        assert!(!is_misspelt("layer", "later") && !is_misspelt("decrease", "increase"));
        assert!(!is_misspelt("绝对最大值", "绝对最小值") && !is_misspelt("gradient", "gradient"));
    }
}
