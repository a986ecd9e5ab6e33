//! Signs in which people write numbers, lists and powers, made into those of the language.

/// Brackets of other alphabets than the language's, each pair with what stands for it.
const BRACKETS: [(char, char); 12] = [
    ('{', '['),
    ('}', ']'),
    ('⟨', '['),
    ('⟩', ']'),
    ('〈', '['),
    ('〉', ']'),
    ('《', '['),
    ('》', ']'),
    ('【', '['),
    ('】', ']'),
    ('〔', '['),
    ('〕', ']'),
];

/// Functions that are written right before a number: `ln2`, `ln0.4`. Names with a digit of their own (`log2`) are others.
const BEFORE_A_NUMBER: [&str; 7] = ["ln", "lg", "exp", "sqrt", "tanh", "sin", "cos"];

/// Between the thousands of a number, whatever stands beside it.
const GROUPING: [char; 5] = ['_', '’', '\'', '\u{2009}', '\u{202f}'];

/// A text with the language's signs: `**` is a power, braces and angles are brackets, `1_024` and `1’024` are a number,
/// `ln2` is a logarithm, `1.` is 1.
pub(super) fn spelled(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut text = String::with_capacity(source.len());
    // Braces of subscripts and powers belong to them.
    let mut kept: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        at += 1;
        let next = chars.get(at).copied();
        match c {
            '{' | '}' => {
                let keep = if c == '{' { text.ends_with(['_', '^']) } else { kept.pop().unwrap_or_default() };
                if c == '{' {
                    kept.push(keep);
                }
                text.push(if keep { c } else { bracket(c) });
            }
            '*' if next == Some('*') => {
                text.push('^');
                at += 1;
            }
            '‰' => text.push_str("/1000"),
            '。' if text.ends_with(digit) && next.is_some_and(digit) => text.push('.'),
            '.' if text.ends_with(digit) && next.is_none_or(ends) && is_plain(&text) => {}
            c if GROUPING.contains(&c) && groups(&text, &chars[at..]) => {}
            c if digit(c) && is_function(&text, c, next) => {
                text.push(' ');
                text.push(c);
            }
            c => text.push(bracket(c)),
        }
    }
    text
}

fn digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn bracket(c: char) -> char {
    BRACKETS.iter().find(|(known, _)| *known == c).map_or(c, |(_, bracket)| *bracket)
}

/// What may stand behind `1.` where that is a number.
fn ends(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | ']' | ')' | '}' | '，' | '；' | '、')
}

/// The digits at the end of a text, where they are no part of a name or of a fraction.
fn last_digits(text: &str) -> Option<&str> {
    let start = text.trim_end_matches(digit).len();
    let alone = !text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'));
    Some(&text[start..]).filter(|digits| alone && !digits.is_empty())
}

fn is_plain(text: &str) -> bool {
    last_digits(text).is_some()
}

/// Whether three digits and no more follow a number.
fn groups(before: &str, after: &[char]) -> bool {
    let three = after.iter().take_while(|c| digit(**c)).count() == 3;
    three && last_digits(before).is_some()
}

/// Whether the text ends with a function of the number that begins with `c`.
fn is_function(text: &str, c: char, next: Option<char>) -> bool {
    let word = &text[text.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len()..];
    let own = !text[..text.len() - word.len()].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    own && (BEFORE_A_NUMBER.contains(&word) || word == "log" && c == '0' && next == Some('.'))
}
