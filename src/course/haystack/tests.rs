//! What is found by which words.

use proptest::prelude::*;

use super::*;
use crate::course::items::Items;
use crate::course::lang::Bilingual;
use crate::course::topic::Statement;

fn statement(zh: &str, en: &str) -> Statement {
    let text = Bilingual { zh: zh.to_owned(), en: en.to_owned() };
    let (from, akin) = (Vec::new(), Vec::new());
    let (heading, formula, figure, curves, erratum) = (None, None, None, None, None);
    Statement { id: "t.9".into(), heading, from, text, beyond: false, formula, figure, curves, erratum, akin }
}

/// Whether a text matches, by itself.
fn plainly(text: &str, query: &str) -> bool {
    let initials: Vec<Vec<u8>> = text
        .chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_pinyin_multi().into_iter().flatten().filter_map(|s| s.plain().bytes().next()).collect())
        .collect();
    let sounds = |word: &str| {
        let begins = |run: &[Vec<u8>]| word.bytes().zip(run).all(|(letter, sounds)| sounds.contains(&letter));
        let is_pinyin = may_sound(word);
        is_pinyin && (initials.windows(word.len()).any(begins) || spelled(&fold(text), word))
    };
    // What folds, with the places of spaces between two words of letters and digits.
    let (mut folded, mut spaces, mut word) = (String::new(), Vec::new(), "");
    for part in text.split_inclusive(char::is_whitespace) {
        let [ends, begins] = [word.chars().next_back(), part.chars().next()];
        if ends.is_some_and(|c| c.is_ascii_alphanumeric()) && begins.is_some_and(|c| c.is_ascii_alphanumeric()) {
            spaces.push(folded.len());
        }
        if !part.trim().is_empty() {
            word = part.trim();
        }
        folded += &fold(part);
    }
    let stands = |word: &str| {
        let mut places = folded.match_indices(word).map(|(at, _)| at);
        places.any(|at| {
            let inner: Vec<usize> = spaces.iter().copied().filter(|s| at < *s && *s < at + word.len()).collect();
            let ends = [vec![at], inner.clone(), vec![at + word.len()]].concat();
            inner.is_empty() || ends.windows(2).all(|ends| ends[1] - ends[0] >= OVER)
        })
    };
    let any = |word: &String| alike(word).iter().any(|word| stands(word)) || sounds(bare(word));
    Query::new(query, &[]).typed.iter().any(|words| !words.is_empty() && words.iter().all(any))
}

fn is_found(zh: &str, en: &str, query: &str) -> bool {
    !Items::from(vec![statement(zh, en)]).matching(&Query::new(query, &[]), Sought::Anywhere).is_empty()
}

#[test]
fn words_match_in_both_languages_and_by_initials() {
    let found = |query: &str| is_found("梯度消失", "Vanishing Gradients", query);
    for query in ["梯度", "vanish", "VANISHING gradients", "tdxs", "td", "消失 grad", "grad tdx"] {
        assert!(found(query), "{query}");
    }
    for query in ["爆炸", "exploding", "", "  ", "xsv", "xsva", "td 爆炸", "t3"] {
        assert!(!found(query), "{query}");
    }
}

#[test]
fn chinese_words_are_found_by_their_whole_sounds() {
    let found = |query: &str| is_found("卷积层的感受野；学习率，长短期记忆 LSTM", "", query);
    for query in [
        "juanji",
        "JuanJi",
        "ganshouye",
        "gan shou ye",
        "juanjiceng",
        "juanjicen",
        "xuexilv",
        "changduanqi",
        "zhangduan",
        "juanji 感受",
    ] {
        assert!(found(query), "{query}");
    }
    for query in ["juanja", "juanjc", "juan", "juanj", "ganshouyi", "jilstm", "qilstm", "yexuexx"] {
        assert!(!found(query), "{query}");
    }
}

#[test]
fn what_has_several_names_is_found_by_each() {
    let names = [vec!["批量规范化".to_owned(), "批归一化".to_owned(), "BN".to_owned(), "batch norm".to_owned()]];
    let found = |text: &str, query: &str| {
        !Items::from(vec![statement(text, "")]).matching(&Query::new(query, &names), Sought::Anywhere).is_empty()
    };
    for query in ["批归一化", "批归一化层", "批归一化 稳定", "bn", "BN层", "Batch Norm", "batch norm 稳定"]
    {
        assert!(found("批量规范化层更稳定", query), "{query}");
    }
    for query in ["批归一化 快", "abnormal", "bns", "batch normal"] {
        assert!(!found("批量规范化层更稳定", query), "{query}");
    }
    assert!(found("1×1 卷积", "1*1卷积") && !found("2×1 卷积", "1*1卷积"));
}

#[test]
fn a_word_that_stands_there_is_sought_where_words_begin() {
    let begun = |text: &str, query: &str| {
        !Items::from(vec![statement(text, "")]).matching(&Query::new(query, &[]), Sought::Begun).is_empty()
    };
    for (text, query) in [
        ("AI 的历史", "ai"),
        ("强AI", "ai"),
        ("the batch-norm layer", "norm lay"),
        ("LayerNorm", "norm"),
        ("用 3×3 卷积", "3x3"),
        ("按时间", "时间"),
    ] {
        assert!(begun(text, query), "{query} in {text}");
    }
    for (text, query) in
        [("the chain rule", "ai"), ("abnormal", "norm"), ("不能", "bn"), ("卷积", "juanji"), ("13×3", "3x3")]
    {
        assert!(!begun(text, query), "{query} in {text}");
    }
}

#[test]
fn no_word_is_found_over_the_space_between_two_short_ones() {
    for sought in [Sought::Begun, Sought::Anywhere] {
        let found = |text: &str, query: &str| {
            !Items::from(vec![statement("", text)]).matching(&Query::new(query, &[]), sought).is_empty()
        };
        for (text, query) in [
            ("first derivative g and second h", "gan"),
            ("what is a net", "isa"),
            ("of the net", "ofthe"),
            ("g and h", "gand"),
        ] {
            assert!(!found(text, query), "{query} in {text}");
        }
        for (text, query) in [("g and a GAN", "gan"), ("layer norm", "layernorm"), ("batch-norm", "batch norm")] {
            assert!(found(text, query), "{query} in {text}");
        }
    }
}

#[test]
fn a_word_is_found_however_it_is_spelled_and_closed() {
    let begun = |text: &str, query: &str| {
        !Items::from(vec![statement(text, "")]).matching(&Query::new(query, &[]), Sought::Begun).is_empty()
    };
    for (text, query) in [
        ("The optimizer", "optimiser"),
        ("the optimiser", "Optimizers"),
        ("an optimizer", "optimisers?"),
        ("normalisation", "normalization"),
        ("the learning rate", "learning-rate"),
        ("ReLU 的导数", "relu导数"),
        ("感受野", "感受野？"),
        ("two losses", "loss"),
        ("a loss", "losses"),
        ("the property", "properties"),
        ("its behaviour", "behavior"),
    ] {
        assert!(begun(text, query), "{query} in {text}");
    }
    for (text, query) in [("a los", "loss"), ("bias", "bia s-x"), ("a rate", "learning-rate"), ("C", "c++")] {
        assert!(!begun(text, query), "{query} in {text}");
    }
}

#[test]
fn a_character_is_found_by_each_of_its_sounds() {
    let found = |query: &str| is_found("重置门；长短期记忆，用 ReLU 的权重", "", query);
    for query in ["czm", "cdqjy", "zdqjy", "qz", "ZM", "mcd"] {
        assert!(found(query), "{query}");
    }
    assert!(!found("ydqz"), "no run goes over other letters");
}

const WORDS: &str = "[重长的行梯度 aAgt9，.é×ﬁ\n]{0,9}";

proptest! {
    #[test]
    fn all_are_found_that_match_by_themselves(
        texts in prop::collection::vec((WORDS, WORDS), 0..6),
        query in "[重长的梯度 agtcdzhx9.×f]{0,4}",
    ) {
        let texts: Vec<Statement> = texts.iter().map(|(zh, en)| statement(zh, en)).collect();
        let plainly: Vec<usize> =
            (0..texts.len()).filter(|at| plainly(&texts[*at].written(), &query)).collect();
        let statements = Items::from(texts);
        let matching = |sought| statements.matching(&Query::new(&query, &[]), sought);
        prop_assert_eq!(matching(Sought::Anywhere), plainly.clone());
        prop_assert!(matching(Sought::Begun).iter().all(|at| plainly.contains(at)));
        let sounds = Sounds::of(&statements);
        prop_assert_eq!(Sounds::of_bytes(&sounds.to_bytes()), Some(sounds));
    }
}
