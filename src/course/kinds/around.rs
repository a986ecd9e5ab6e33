//! What an answer to a blank may have besides what is asked for: words of the stem that stand beside the blank
//! (`第10列` of `第____列`), a measure word (`四个`), the name of the kind of thing (`AlexNet网络`).

use crate::course::Lang;
use crate::course::messages::say;
use crate::text::simplified;

/// The words of a message in both languages.
fn words(key: &str) -> Vec<String> {
    let of = |lang| say(lang, key, &[]).split_whitespace().map(str::to_lowercase).collect::<Vec<String>>();
    [of(Lang::Zh), of(Lang::En)].concat()
}

/// The text of the stem on both sides of a blank.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Around {
    before: String,
    after: String,
}

impl Around {
    /// Those of each blank of a stem.
    pub(super) fn all(stem: &str) -> Vec<Self> {
        let parts: Vec<String> = stem.split("____").map(|part| part.trim().to_lowercase()).collect();
        let sides = parts.windows(2).map(|sides| Self { before: sides[0].clone(), after: sides[1].clone() });
        sides.collect()
    }

    /// The text, and what is left of it without what it repeats or adds.
    pub(super) fn readings(&self, text: &str) -> Vec<String> {
        let text = simplified(text.trim()).to_lowercase();
        let mut found = vec![text.clone()];
        for led in std::iter::once(text.as_str()).chain(self.without_lead(&text)) {
            for kept in std::iter::once(led).chain(self.without_trail(led)) {
                let kept = kept.trim().to_owned();
                if !kept.is_empty() && !found.contains(&kept) {
                    found.push(kept);
                }
            }
        }
        found
    }

    /// The text without words before the blank at its beginning.
    fn without_lead<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let mut ordinals = words("answer.ordinals");
        ordinals.retain(|word| text.starts_with(word.as_str()));
        let cuts = ordinals.iter().map(String::len).chain(lead(text));
        let repeated = cuts_of(text).filter(|cut| self.before.ends_with(text[..*cut].trim_end()));
        cuts.chain(repeated).filter(|cut| is_between_words(text, *cut)).map(|cut| text[cut..].trim_start()).collect()
    }

    /// The text without words behind the blank at its end, a measure word or the name of a kind.
    fn without_trail<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let mut nouns = words("answer.kinds");
        nouns.extend(words("answer.measures").into_iter().chain(words("answer.units")));
        nouns.retain(|noun| text.ends_with(noun.as_str()));
        let cuts = nouns.iter().map(|noun| text.len() - noun.len());
        let repeated = cuts_of(text).filter(|cut| self.after.starts_with(text[*cut..].trim_start()));
        cuts.chain(repeated).filter(|cut| is_between_words(text, *cut)).map(|cut| text[..cut].trim_end()).collect()
    }
}

/// Where what follows 答案是 begins.
fn lead(text: &str) -> Option<usize> {
    let (about, verbs) = (words("answer.about"), words("answer.verbs"));
    let mut led = about.iter().filter_map(|word| text.strip_prefix(word.as_str()).map(str::trim_start));
    let value = led.find_map(|rest| verbs.iter().find_map(|verb| rest.strip_prefix(verb.as_str())))?;
    Some(text.len() - value.len())
}

/// The places between two characters.
fn cuts_of(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().map(|(at, _)| at).skip(1)
}

/// Whether no word of letters goes through a place, and something stands on both sides.
fn is_between_words(text: &str, cut: usize) -> bool {
    let (left, right) = text.split_at(cut);
    let inner = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let through_a_word = inner(left.chars().next_back()) && inner(right.chars().next());
    !left.is_empty() && !right.is_empty() && !through_a_word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_blank_may_be_repeated_and_a_kind_or_a_measure_added() {
        let around = |stem: &str| Around::all(stem).remove(0);
        for (stem, text, meant) in [
            ("第 4 个窗口从第____列开始。", "第10列", "10"),
            ("the fourth window begins at column ____.", "column 10", "10"),
            ("这一层有____个卷积核。", "四个卷积核", "四"),
            ("共____。", "16个", "16"),
            ("首次夺冠的是____。", "AlexNet网络", "alexnet"),
            ("It was won by ____.", "AlexNet network", "alexnet"),
            ("所用的激活函数是____。", "tanh激活", "tanh"),
            ("这时的标签是____。", "答案是e", "e"),
            ("输出共有____个数值。", "2304 numbers", "2304"),
        ] {
            let readings = around(stem).readings(text);
            assert!(readings.contains(&meant.to_owned()), "{text}: {readings:?}");
        }
        let of = |text: &str| around("The layer has ____ kernels.").readings(text);
        assert_eq!(of("s"), ["s"]);
        assert!(!of("sixteen").iter().any(|text| text == "sixtee" || text.is_empty()));
    }
}
