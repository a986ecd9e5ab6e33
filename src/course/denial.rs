//! Where a free text says a word only to deny it: `没有重置门`, `it does not saturate`, `遗忘门不行`.
//!
//! A negation reaches a few characters or words, within its clause, and over a list (`没有重置门和更新门`). Two of them
//! cancel. What is a word of its own (`不同`, `不仅`, `not only`) denies nothing.

use super::plain::plain;
use super::tokens::Token;
use crate::text::Words;

/// Characters between a Chinese negation and the word that it denies.
const CHARACTERS: usize = 5;

/// Words between an English negation and the word that it denies.
const WORDS: usize = 3;

/// Characters that may stand between two members of a list.
const JOINT: usize = 6;

/// Characters of a noun that may follow a sign.
const NOUN: usize = 2;

/// What denies what follows.
const CHINESE: [char; 5] = ['不', '没', '无', '未', '非'];
const ENGLISH: [&str; 10] = ["not", "no", "non", "never", "without", "neither", "nor", "lacks", "lacking", "unable"];

/// Words that begin with such a character and deny nothing.
const OWN: [&str; 16] = [
    "不同",
    "不断",
    "不但",
    "不仅",
    "不只",
    "不光",
    "不单",
    "不少",
    "不论",
    "不管",
    "未来",
    "无论",
    "无监督",
    "非常",
    "非线性",
    "无标签",
];

/// Characters that the longest of them has.
const OWN_LENGTH: usize = 3;

/// Where a clause ends.
const MARKS: [char; 9] = ['→', ',', '.', ';', ':', '!', '?', '(', ')'];
const CHINESE_JOINTS: [&str; 10] = ["但", "而", "却", "且", "也", "所以", "因此", "因为", "就", "使"];
const ENGLISH_JOINTS: [&str; 9] = ["and", "but", "yet", "so", "while", "because", "then", "thus", "only"];

/// What denies what it follows, at the end of a clause.
const AFTER: [&str; 49] = [
    "无关",
    "没关系",
    "没有关系",
    "不相关",
    "不行",
    "不对",
    "不是",
    "不可以",
    "不算",
    "不成立",
    "不存在",
    "不需要",
    "没有",
    "没用",
    "没有用",
    "无效",
    "错",
    "错误",
    "不高",
    "不大",
    "不快",
    "不好",
    "不多",
    "不强",
    "不简单",
    "isnot",
    "arenot",
    "doesnot",
    "donot",
    "doesnothelp",
    "donothelp",
    "doesnotwork",
    "donotwork",
    "iswrong",
    "arewrong",
    "isnotone",
    "ismissing",
    "不受影响",
    "没有影响",
    "未受影响",
    "没有变化",
    "没变化",
    "isunaffected",
    "areunaffected",
    "isnotaffected",
    "arenotaffected",
    "doesnotsuffer",
    "donotsuffer",
    "doesnotoccur",
];

/// What says of what follows that it comes about.
const ASSERTS: [&str; 24] = [
    "会",
    "就会",
    "将",
    "导致",
    "造成",
    "引起",
    "引发",
    "产生",
    "出现",
    "发生",
    "容易",
    "易",
    "加剧",
    "cause",
    "causes",
    "causing",
    "leadto",
    "leadsto",
    "leadingto",
    "will",
    "sufferfrom",
    "suffersfrom",
    "worsens",
    "produces",
];

/// Where one member of a list ends and the next begins.
const AND: [&str; 7] = ["和", "与", "或", "及", "跟", "or", "nor"];

/// A free text in which words are looked for.
#[derive(Debug)]
pub(super) struct Said {
    words: Words,
}

/// A word that stands in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub from: usize,
    pub to: usize,
    /// Negations between its parts.
    pub negations: usize,
    /// Whether it is meant where the text denies it.
    pub is_denied: bool,
}

impl Said {
    /// The text with contractions written out.
    pub fn new(text: &str) -> Self {
        Self { words: Words::new(&plain(text)) }
    }

    /// Its words.
    pub const fn words(&self) -> &Words {
        &self.words
    }

    /// Where a folded sign stands.
    pub fn places(&self, sign: &str) -> Vec<Place> {
        let number = |rest: &str| {
            let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
            digit(rest) || rest.strip_prefix(['.', '/']).is_some_and(digit)
        };
        let goes_on = |to: usize| sign.ends_with(|c: char| c.is_ascii_digit()) && number(&self.words.folded()[to..]);
        let places = self.words.places(sign).filter(|(_, to)| !goes_on(*to));
        places.map(|(from, to)| Place { from, to, ..Place::default() }).collect()
    }

    /// Which of these places, which stand in order, the text denies.
    pub fn denied(&self, places: &[Place]) -> Vec<bool> {
        let mut denied: Vec<bool> = Vec::new();
        for (at, place) in places.iter().enumerate() {
            let before = places[..at].iter().zip(&denied);
            let listed = before.filter(|(other, denied)| **denied && self.is_joined(**other, *place)).count() > 0;
            denied.push(listed || self.is_denied(*place));
        }
        // 层数和学习率都不是
        let mut behind: Vec<bool> = places.iter().map(|place| self.is_denied_after(place.to)).collect();
        for at in (0..places.len()).rev() {
            let mut later = at + 1..places.len();
            behind[at] |= later.any(|next| behind[next] && self.is_joined(places[at], places[next]));
        }
        denied.into_iter().zip(behind).map(|(denied, behind)| denied || behind).collect()
    }

    /// Whether the text says of what stands at a place that it comes about: `会梯度消失`.
    pub fn asserts(&self, place: Place) -> bool {
        let clause = self.clause(place.from);
        let clause = clause.trim_end_matches(['的', '有']);
        let turned = chinese(clause) + self.english(place.from) > 0;
        ASSERTS.iter().any(|word| clause.ends_with(word)) && !turned
    }

    fn is_denied(&self, place: Place) -> bool {
        let negations = chinese(self.clause(place.from)) + self.english(place.from) + place.negations;
        negations % 2 == 1 || self.is_denied_after(place.to)
    }

    /// The text before `at`, from where its clause begins.
    fn clause(&self, at: usize) -> &str {
        let before = &self.words.folded()[..at];
        let mark = before.rmatch_indices(MARKS).next().map_or(0, |(at, mark)| at + mark.len());
        let joint = CHINESE_JOINTS.iter().filter_map(|joint| before.rfind(joint).map(|at| at + joint.len())).max();
        &before[mark.max(joint.unwrap_or(0))..]
    }

    fn english(&self, at: usize) -> usize {
        let before = self.words.before(at);
        let clause = before.iter().rev().take_while(|word| !word.contains(MARKS) && !ENGLISH_JOINTS.contains(word));
        clause.take(WORDS + 1).filter(|word| ENGLISH.contains(word)).count()
    }

    /// Whether the clause goes on after `to` with nothing but a denial.
    fn is_denied_after(&self, to: usize) -> bool {
        let after = &self.words.folded()[self.words.end_of_word(to)..];
        let clause = after.split(MARKS).next().unwrap_or_default();
        let rest = clause.trim_start_matches(['门', '层', '的', '了']).trim_end_matches(['的', '了']);
        let noun = |noun: &str| noun.trim_end_matches(['都', '也']).chars().count() <= NOUN;
        let rest = ["gates", "gate", "layers", "layer", "s"].iter().find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
        // A sign may be how a noun begins: 批量大小.
        AFTER.iter().filter_map(|denial| rest.strip_suffix(denial)).any(noun)
    }

    /// Whether `next` is the member of a list that follows `place`.
    fn is_joined(&self, place: Place, next: Place) -> bool {
        let Some(between) = self.words.folded().get(place.to..next.from) else { return false };
        if between == "," {
            // `no forget, input or output gates`: the list ends with its last comma.
            let rest = &self.words.folded()[next.from..];
            let list = rest.split(['.', ';', '!', '?']).next().unwrap_or_default();
            return list.is_ascii()
                && self.words.folded()[..place.to].ends_with(|c: char| c.is_ascii())
                && self.or(next.to);
        }
        let short = between.chars().count() <= JOINT;
        short && !between.contains(MARKS) && AND.iter().any(|and| between.contains(and))
    }

    /// Whether the word `or` follows, within the sentence.
    fn or(&self, from: usize) -> bool {
        let after = self.words.after(from);
        after.iter().take_while(|word| !word.contains(['.', ';', '!', '?'])).any(|word| matches!(*word, "or" | "nor"))
    }
}

/// Negations among tokens that stand one after the other.
pub(super) fn negations(tokens: &[Token]) -> usize {
    let rest = |at: usize| tokens[at..].iter().take(OWN_LENGTH).map(|token| &*token.word).collect::<String>();
    let is_negation = |at: usize| match tokens[at].word.chars().next() {
        Some(c) if CHINESE.contains(&c) => !OWN.iter().any(|own| rest(at).starts_with(own)),
        _ => ENGLISH.contains(&&*tokens[at].word),
    };
    (0..tokens.len()).filter(|at| is_negation(*at)).count()
}

/// Chinese negations that reach the end of this clause.
fn chinese(clause: &str) -> usize {
    let chars: Vec<(usize, char)> = clause.char_indices().collect();
    let first = chars.len().saturating_sub(CHARACTERS + 1);
    let reaching = chars.iter().skip(first).filter(|(_, c)| CHINESE.contains(c));
    reaching.filter(|(at, _)| !OWN.iter().any(|own| clause[*at..].starts_with(own))).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::plain::sign;

    fn denies(text: &str, word: &str) -> bool {
        let said = Said::new(text);
        let places = said.places(&sign(word));
        assert!(!places.is_empty(), "{text}: {word}");
        said.denied(&places).into_iter().all(|denied| denied)
    }

    #[test]
    fn a_negation_before_a_word_denies_it() {
        for (text, word) in [
            ("没有重置门", "重置"),
            ("它不包括池化", "池化"),
            ("无法很好泛化", "泛化"),
            ("并非线性交互", "线性"),
            ("it does not saturate", "saturat"),
            ("It doesn’t vanish", "vanish"),
            ("there is no forget gate", "forget"),
            ("works without any labels", "labels"),
            ("Never uses pooling", "pooling"),
        ] {
            assert!(denies(text, word), "{text}");
        }
    }

    #[test]
    fn a_negation_after_a_word_denies_it() {
        for (text, word) in
            [("ReLU 不行，其余可以", "relu"), ("遗忘门没有", "遗忘"), ("Dropout does not work; BN does", "dropout")]
        {
            assert!(denies(text, word), "{text}");
        }
        for (text, word) in [
            ("学习能力不受影响", "学习能力"),
            ("the ability to learn is unaffected", "learn"),
            ("层数没有变化", "层数"),
        ] {
            assert!(denies(text, word), "{text}");
        }
        assert!(denies("批量大小不是，其余是", "批量"));
        assert!(denies("Batch Normalization 不行", "batchnorm"));
        assert!(!denies("ReLU 不会饱和", "relu"));
        assert!(!denies("ReLU does not saturate", "relu"));
    }

    #[test]
    fn a_negation_of_something_else_denies_nothing() {
        for (text, word) in [
            ("不同的子空间", "子空间"),
            ("不仅加速收敛", "收敛"),
            ("不饱和，收敛快", "收敛"),
            ("不饱和且收敛快", "收敛"),
            ("没有回路所以没有记忆", "回路所以"),
            ("not only faster", "faster"),
            ("does not saturate and converges faster", "converge"),
            ("不是慢而是快", "快"),
        ] {
            assert_eq!(denies(text, word), word == "回路所以", "{text}");
        }
    }

    #[test]
    fn two_negations_cancel() {
        assert!(!denies("并非没有遗忘门", "遗忘"));
        assert!(!denies("不能没有输出门", "输出"));
    }

    #[test]
    fn a_negation_reaches_over_a_list() {
        let said = Said::new("没有重置门、更新门和细胞状态，有输入门");
        let mut places: Vec<Place> =
            ["重置", "更新", "细胞", "输入"].iter().flat_map(|word| said.places(&sign(word))).collect();
        places.sort_unstable();
        assert_eq!(said.denied(&places), [true, true, true, false]);
        let said = Said::new("no forget, input or output gates, smaller kernels");
        let words = ["forget", "input", "output", "kernel"];
        let mut places: Vec<Place> = words.iter().flat_map(|word| said.places(&sign(word))).collect();
        places.sort_unstable();
        assert_eq!(said.denied(&places), [true, true, true, false]);
    }
}
