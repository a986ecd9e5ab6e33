//! Traditional characters as simplified ones: 學習率 is 学习率.
//!
//! The table has each character that no simplified text has (it is not in GB 2312) beside the one that stands for it,
//! after the characters of OpenCC.

use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("traditional.txt");

/// Before this no character is Chinese.
const FIRST: char = '\u{3400}';

/// A traditional character as the simplified one; any other as it is.
#[must_use]
pub fn simple(c: char) -> char {
    static KNOWN: OnceLock<HashMap<char, char>> = OnceLock::new();
    if c < FIRST {
        return c;
    }
    let pair = |pair: &str| {
        let mut both = pair.chars();
        Some((both.next()?, both.next()?))
    };
    let known = KNOWN.get_or_init(|| TABLE.split_whitespace().filter_map(pair).collect());
    known.get(&c).copied().unwrap_or(c)
}

/// A text in simplified characters.
#[must_use]
pub fn simplified(text: &str) -> String {
    text.chars().map(simple).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_characters_are_read_as_simplified_ones() {
        for (traditional, expected) in [
            ("學習率", "学习率"),
            ("卷積神經網絡", "卷积神经网络"),
            ("過擬合與欠擬合", "过拟合与欠拟合"),
            ("殘差連接、層歸一化", "残差连接、层归一化"),
            ("對於參數數量，權重衰減後", "对于参数数量，权重衰减后"),
            ("兩個、三萬、錯誤", "两个、三万、错误"),
        ] {
            assert_eq!(simplified(traditional), expected);
        }
    }

    #[test]
    fn simplified_text_stays_as_it_is() {
        let courses = [include_str!("../../content/vocabulary.toml"), include_str!("../../content/outline.toml")];
        for text in courses.into_iter().chain([include_str!("../../content/messages/zh.toml")]) {
            assert_eq!(simplified(text), text);
        }
    }

    #[test]
    fn each_pair_is_two_characters_and_none_is_made_again_another() {
        for pair in TABLE.split_whitespace() {
            let both: Vec<char> = pair.chars().collect();
            assert_eq!(both.len(), 2, "{pair}");
            assert_eq!(simple(both[1]), both[1], "{pair}");
        }
    }
}
