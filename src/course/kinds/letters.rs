//! Reading letters and numbers from an answer line.

use crate::text::{fold, simplified};

/// The letter of the option at `index`: `A` for 0.
#[must_use]
pub fn letter(index: usize) -> char {
    u8::try_from(index).ok().and_then(|i| b'A'.checked_add(i)).map_or('?', char::from)
}

/// Marks that may stand between letters or numbers, after folding.
fn is_separator(c: char) -> bool {
    matches!(
        c,
        ',' | ';' | '.' | '/' | '&' | '+' | '|' | ':' | '(' | ')' | '[' | ']' | '和' | '与' | '、' | '及' | '跟'
    )
}

/// Words that may stand around letters: 选 B, `A, B and D`, `option C`.
const AROUND: [&str; 24] = [
    "and", "option", "options", "answer", "answers", "choice", "choices", "letter", "letters", "is", "are", "the", "i",
    "choose", "pick", "select", "it", "its", "correct", "right", "my", "would", "only", "both",
];
const AROUND_CHINESE: [&str; 16] = [
    "正确答案",
    "正确选项",
    "答案",
    "选项",
    "选择",
    "应选",
    "应该",
    "我选",
    "选",
    "是",
    "为",
    "以及",
    "还有",
    "项",
    "应",
    "都对",
];

/// The line without the words around its letters, where words of letters are apart.
fn bare(line: &str) -> String {
    let chinese = AROUND_CHINESE.iter().fold(simplified(line), |line, word| line.replace(word, " "));
    let folded = chinese.to_lowercase();
    let word = |c: char| c.is_ascii_alphabetic();
    let mut out = String::with_capacity(folded.len());
    let mut rest = folded.as_str();
    while let Some(at) = rest.find(word) {
        let end = rest[at..].find(|c| !word(c)).map_or(rest.len(), |end| at + end);
        out.push_str(&rest[..at]);
        if !AROUND.contains(&&rest[at..end]) {
            out.push_str(&rest[at..end]);
        }
        rest = &rest[end..];
    }
    out + rest
}

/// The indices of the letters in a line such as `A,C`, `ac` or `Ａ、Ｃ`, in the order given and each once; `None` if
/// there is anything else in it or a letter beyond `count`.
#[must_use]
pub fn letters(line: &str, count: usize) -> Option<Vec<usize>> {
    let mut found = Vec::new();
    for c in fold(&bare(line)).chars().filter(|c| !is_separator(*c)) {
        let index = u32::from(c).checked_sub(u32::from('a'))? as usize;
        if index >= count {
            return None;
        }
        if !found.contains(&index) {
            found.push(index);
        }
    }
    Some(found)
}

/// The numbers in a line such as `3,1,2`, `3 > 1 > 2` or, where none is above 9, `312`; from 1 to `count`.
#[must_use]
pub fn numbers(line: &str, count: usize) -> Option<Vec<usize>> {
    let mut words: Vec<String> = vec![String::new()];
    for c in line.chars() {
        let folded = fold(&c.to_string());
        match folded.chars().next() {
            Some(digit) if digit.is_ascii_digit() => words.last_mut()?.push_str(&folded),
            None | Some('>' | '-' | '→') => words.push(String::new()),
            Some(mark) if is_separator(mark) => words.push(String::new()),
            Some(_) => return None,
        }
    }
    words.retain(|w| !w.is_empty());
    if let [run] = words.as_slice()
        && run.len() > 1
        && count <= 9
    {
        words = run.chars().map(String::from).collect();
    }
    words.iter().map(|w| w.parse().ok().filter(|n| (1..=count).contains(n))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_however_they_are_apart() {
        for line in [
            "A,C",
            "AC",
            "a c",
            "Ａ、Ｃ",
            "(A) (C)",
            "A和C",
            "c,a,c",
            "选 A 和 C",
            "A and C",
            "A, C.",
            "options A and C",
            "答案是 A、C",
            "A以及C",
            "The answer is A & C",
            "选ＡＣ。",
        ] {
            let mut found = letters(line, 4).unwrap();
            found.sort_unstable();
            assert_eq!(found, [0, 2], "{line}");
        }
        for line in ["E", "1", "A?", "不选A", "not A", "A or not"] {
            assert_eq!(letters(line, 4), None, "{line}");
        }
    }

    #[test]
    fn numbers_are_read_however_they_are_apart() {
        for line in ["3,1,2", "312", "3 1 2", "３，１，２", "3->1->2", "3→1→2", "3、1、2"] {
            assert_eq!(numbers(line, 3), Some(vec![3, 1, 2]), "{line}");
        }
        assert_eq!(numbers("10,2", 10), Some(vec![10, 2]));
        for line in ["4", "0", "a", "1,x"] {
            assert_eq!(numbers(line, 3), None, "{line}");
        }
    }
}
