//! Where a free text says a word only to deny it: `没有重置门`, `it does not saturate`, `遗忘门不行`.
//!
//! A negation reaches a few characters or words, within its clause, and over a list of things (`没有重置门、更新门`), but
//! not over one of statements (`没有细胞状态、有更新门`). What is taken away is denied too (`去掉 BN`). Two of them cancel. What
//! is a word of its own (`不同`, `不仅`, `not only`) denies nothing.

use super::after;
use super::plain::{LISTED, listed, plain};
use super::removal;
use super::things;
use super::tokens::Token;
use crate::text::Words;

/// Characters between a Chinese negation and the word that it denies.
const CHARACTERS: usize = 5;

/// Words between an English negation and the word that it denies.
const WORDS: usize = 3;

/// Characters that may stand between two members of a list.
const JOINT: usize = 6;

/// What denies what follows.
const CHINESE: [char; 5] = ['不', '没', '无', '未', '非'];
const ENGLISH: [&str; 10] = ["not", "no", "non", "never", "without", "neither", "nor", "lacks", "lacking", "unable"];

/// Words that begin with such a character and deny nothing.
const OWN: [&str; 23] = [
    "不大于",
    "不超过",
    "不高于",
    "不多于",
    "不小于",
    "不少于",
    "不低于",
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
    /// Where a list goes on (、).
    lists: Vec<usize>,
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
        let marked = Words::new(&listed(text));
        let lists = marked.folded().match_indices(LISTED).map(|(at, _)| at).collect();
        Self { words: Words::new(&plain(text)), lists }
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
            let taken =
                |other: Place| self.removals(other.from) > 0 && &self.words.folded()[other.to..place.from] == "and";
            let listed = before
                .filter(|(other, denied)| **denied && other.to <= place.from)
                .any(|(other, _)| self.is_joined(*other, *place) || taken(*other));
            denied.push(listed || self.is_denied(*place));
        }
        // 层数和学习率都不是
        let mut behind: Vec<bool> = places.iter().map(|place| self.is_denied_after(place.to)).collect();
        for at in (0..places.len()).rev() {
            let mut later = at + 1..places.len();
            behind[at] |= later.any(|next| behind[next] && self.is_joined_before(places[at], places[next]));
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
        let clause = self.clause(place.from);
        // A list that is left in a clause is one of things, which its negation reaches.
        let goes_on = self.lists.iter().any(|list| (self.begin(place.from)..place.from).contains(list));
        let negations = if goes_on { 1 } else { chinese(clause) } + self.english(place.from) + place.negations;
        (negations + self.removals(place.from)) % 2 == 1 || self.is_denied_after(place.to)
    }

    /// The text before `at`, from where its clause begins.
    fn clause(&self, at: usize) -> &str {
        &self.words.folded()[self.begin(at)..at]
    }

    /// Where the item of a list of statements begins that stands at `at`; where the text does, if there is none.
    pub fn item(&self, at: usize) -> usize {
        let list = self.lists.iter().rev().find(|list| **list < at);
        list.filter(|list| self.begin(at) > **list).map_or(0, |list| list + LISTED.len_utf8())
    }

    /// Where the clause of what stands at `at` begins; in a list of statements each is a clause.
    fn begin(&self, at: usize) -> usize {
        let from = self.begin_of_list(at);
        let item = self.lists.iter().rev().find(|list| (from..at).contains(*list));
        item.filter(|_| !self.is_of_things(from, at)).map_or(from, |item| item + LISTED.len_utf8())
    }

    /// The same where a list is one clause.
    fn begin_of_list(&self, at: usize) -> usize {
        let before = &self.words.folded()[..at];
        let mark = before.rmatch_indices(MARKS).next().map_or(0, |(at, mark)| at + mark.len());
        // 使用 is no 使.
        let is_joint = |at: &usize| !before[*at..].starts_with('用');
        let ends = |joint: &str| before.rmatch_indices(joint).map(|(at, _)| at + joint.len()).find(is_joint);
        mark.max(CHINESE_JOINTS.iter().filter_map(|joint| ends(joint)).max().unwrap_or(0))
    }

    /// Whether a negation stands before a list of things that goes from here up to what stands at `at`.
    fn is_of_things(&self, from: usize, at: usize) -> bool {
        let folded = self.words.folded();
        let next = |at: usize| self.lists.iter().copied().find(|list| *list >= at).unwrap_or(folded.len());
        let end_of_list = folded[at..].find(MARKS).map_or(folded.len(), |mark| at + mark);
        let end = end_of_list.min(next(at));
        let mut items = Vec::new();
        let mut start = from;
        while start < end {
            let to = next(start).min(end);
            items.push(&folded[start..to]);
            start = to + LISTED.len_utf8();
        }
        // `没有重置门、更新门和细胞状态`
        let last = self.lists.iter().rev().find(|list| (from..end_of_list).contains(*list)).copied().unwrap_or(from);
        let is_closed = AND.iter().any(|and| {
            !and.is_ascii() && folded[last..end_of_list].contains(and) && !folded[last..].starts_with(and)
                || folded[last..end_of_list].matches(and).count() > 1
        });
        things::is_denied(&items, is_closed, |word| OWN.iter().any(|own| word.starts_with(own)))
    }

    fn english(&self, at: usize) -> usize {
        self.clause_words(at).take(WORDS + 1).filter(|word| ENGLISH.contains(word)).count()
    }

    /// Whether the clause goes on after `to` with nothing but a denial.
    fn is_denied_after(&self, to: usize) -> bool {
        let after = &self.words.folded()[self.words.end_of_word(to)..];
        let clause = after.split(MARKS).next().unwrap_or_default();
        let list = self.lists.iter().find(|list| **list >= to);
        let item = list.and_then(|list| after.get(..list.saturating_sub(self.words.end_of_word(to))));
        let clause = if item.is_some_and(|item| item.len() < clause.len()) { item.unwrap_or_default() } else { clause };
        after::denies(clause)
    }

    /// Whether the list that `place` is a member of goes on to `next`, and what follows is said of all: `都不是`.
    fn is_joined_before(&self, place: Place, next: Place) -> bool {
        let folded = self.words.folded();
        let of_all = || {
            let clause = folded[next.to..].split(MARKS).next().unwrap_or_default();
            let between = folded.get(place.to..next.from).unwrap_or(",");
            ["都", "均", "全"].iter().any(|all| clause.contains(all)) && !between.contains(MARKS)
        };
        self.is_joined(place, next) || of_all()
    }

    /// How often what stands at `at` is said to be taken away.
    pub fn removals(&self, at: usize) -> usize {
        removal::before(self.clause(at)) + removal::before_in(self.clause_words(at))
    }

    /// The English words of the clause before `at`, the last first.
    fn clause_words(&self, at: usize) -> impl Iterator<Item = &str> {
        let before = self.words.before(at);
        before.into_iter().rev().take_while(|word| !word.contains(MARKS) && !ENGLISH_JOINTS.contains(word))
    }

    /// Whether a list of statements goes on between two places.
    pub fn is_parted(&self, from: usize, to: usize) -> bool {
        (from..to).contains(&self.begin(to)) && self.lists.iter().any(|list| (from..to).contains(list))
    }

    /// Whether `next` is the member of a list that follows `place`.
    fn is_joined(&self, place: Place, next: Place) -> bool {
        let Some(between) = self.words.folded().get(place.to..next.from) else { return false };
        if self.lists.iter().any(|list| (place.to..next.from).contains(list)) {
            return self.is_of_things(self.begin_of_list(next.from), next.from);
        }
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
    fn a_list_of_statements_ends_a_negation() {
        for (text, word) in [
            ("非零中心化、易饱和", "饱和"),
            ("无法收敛、更新过大、不稳定", "更新过大"),
            ("没有细胞状态、有重置门、更新门", "更新"),
            ("不依赖未来、因果", "因果"),
        ] {
            assert!(!denies(text, word), "{text}");
        }
        assert!(denies("没有局部连接、权重共享", "权重共享"));
        assert!(denies("不影响尺寸、感受野和速度", "速度"));
    }

    #[test]
    fn what_is_taken_away_or_replaced_is_denied() {
        for (text, word) in [
            ("去掉批量规范化", "批量规范化"),
            ("用 sigmoid 代替 ReLU", "relu"),
            ("ReLU 被 sigmoid 取代", "relu"),
            ("replace ReLU by sigmoid", "relu"),
            ("avoid batch normalisation", "batch norm"),
            ("ReLU is removed", "relu"),
            ("不使用 ReLU", "relu"),
            ("非线性不变", "非线性"),
        ] {
            assert!(denies(text, word), "{text}");
        }
        for (text, word) in [
            ("用 ReLU 代替 sigmoid", "relu"),
            ("replace sigmoid by ReLU", "relu"),
            ("不能去掉 ReLU", "relu"),
            ("避免 sigmoid，使用 ReLU", "relu"),
        ] {
            assert!(!denies(text, word), "{text}");
        }
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
