//! What people write around a value: marks of emphasis, words before it, a unit behind it, the other sides of a chain.

use super::numerals::in_figures;
use crate::course::Lang;
use crate::course::messages::say;
use crate::math::{Expr, Machine, MathError, Value, parse_answer, proofread};
use crate::text::simplified;

/// How much may stand around a value.
const LAYERS: usize = 12;

/// Marks around a value.
const MARKS: [(&str, &str); 15] = [
    ("**", "**"),
    ("__", "__"),
    ("*", "*"),
    ("_", "_"),
    ("```", "```"),
    ("`", "`"),
    ("\"", "\""),
    ("'", "'"),
    ("“", "”"),
    ("‘", "’"),
    ("「", "」"),
    ("『", "』"),
    ("<", ">"),
    ("＜", "＞"),
    ("【", "】"),
];

/// Signs before the last side of a chain, besides that of equality.
const SIDES: [&str; 9] = ["≈", "≒", "≃", "≅", "≐", "→", "⇒", "->", "=>"];

/// A value without what stands around it.
pub(super) struct Bare {
    pub text: String,
    pub expr: Expr,
    pub value: Value,
    /// Whether words, marks or separators were passed over.
    pub passed_over: bool,
}

/// What can be read as it stands stays so; else one layer after another is taken off.
pub(super) fn bare(text: &str) -> Result<Bare, MathError> {
    let text = &simplified(text);
    // A sentence ends with a full stop, and a number is in it.
    let whole = side(text.trim().trim_matches(is_unseen)).trim().trim_end_matches(is_stop).trim_end();
    let mut rest = once(whole);
    let mut passed_over = rest != whole;
    let mut read = evaluate(&rest);
    for _ in 0..LAYERS {
        // A text between quotes is a value too, but none that is asked for so.
        if read.as_ref().is_ok_and(|(_, value)| value.is_numeric()) {
            break;
        }
        let Some(shorter) = without(&rest).filter(|without| !without.is_empty()) else { break };
        rest = once(&shorter);
        passed_over = true;
        read = evaluate(&rest);
    }
    read.map(|(expr, value)| Bare { text: rest, expr, value, passed_over })
}

fn evaluate(text: &str) -> Result<(Expr, Value), MathError> {
    let read = parse_answer(text).and_then(|expr| Machine::new().evaluate(&expr).map(|value| (expr, value)));
    // A function as it stands in a solution: `ReLU(3)`.
    read.or_else(|error| {
        let printed = proofread::printed(text).ok_or_else(|| error.clone())?;
        Machine::new().evaluate(&printed).map(|value| (printed, value)).map_err(|_| error)
    })
}

const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// What ends a sentence or a line of several.
fn is_stop(c: char) -> bool {
    c.is_whitespace() || is_unseen(c) || matches!(c, '.' | '。' | '．' | '!' | '！' | '?' | '？' | '…' | ';' | '；')
}

/// The text behind the last sign of equality, where something stands there.
fn side(text: &str) -> &str {
    let text = text.trim_end_matches(['=', '＝', '≈']);
    let compares = |at: usize| text[..at].ends_with(['<', '>', '!', '≤', '≥', '=']);
    let mut depth = 0_usize;
    let mut last = None;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '（' | '[' => depth += 1,
            ')' | '）' | ']' => depth = depth.saturating_sub(1),
            '=' | '＝' if depth == 0 && !compares(at) => last = Some((at, c)),
            _ => {}
        }
    }
    last.map_or(text, |(at, c)| &text[at + c.len_utf8()..])
}

/// The text without one layer of what stands around its value.
fn without(text: &str) -> Option<String> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    let shorter = |rest: &str| Some(rest.trim()).filter(|rest| rest.len() < text.len()).map(ToOwned::to_owned);
    shorter(text.trim_end_matches(|c| is_stop(c) || matches!(c, ',' | '，' | '、' | ':' | '：')))
        .or_else(|| shorter(remark_off(text)?))
        .or_else(|| MARKS.iter().find_map(|(open, close)| marked(text, open, close)))
        .or_else(|| shorter(last_side(text)?))
        .or_else(|| in_figures(text))
        .or_else(|| shorter(words_off(text)))
        .or_else(|| shorter(unit_off(text)))
        .or_else(|| shorter(after_verb(text)?))
        .or_else(|| factor(text))
        .or_else(|| shorter(named(text)?))
        .or_else(|| array(text))
        .or_else(|| listed(text))
        .or_else(|| upright(text))
}

/// What stands behind the last arrow or sign of approximation.
fn last_side(text: &str) -> Option<&str> {
    SIDES.iter().filter_map(|sign| text.rsplit_once(sign)).map(|(_, last)| last).min_by_key(|last| last.len())
}

/// What stands between two marks.
fn marked(text: &str, open: &str, close: &str) -> Option<String> {
    let inside = text.strip_prefix(open)?.strip_suffix(close)?.trim();
    (!inside.is_empty()).then(|| inside.to_owned())
}

/// The words of a message in both languages, the longest first.
pub(super) fn words(key: &str) -> Vec<String> {
    let in_each = |lang: &Lang| say(*lang, key, &[]).split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut words: Vec<String> = [Lang::Zh, Lang::En].iter().flat_map(in_each).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

/// The text without words such as “about” before or behind it.
fn words_off(text: &str) -> &str {
    let mut rest = text.trim_start_matches(['≈', '≒', '~', '～', '∼', '≃', '≅', ' ']).trim_start();
    // 第5轮
    rest = rest.strip_prefix('第').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(rest);
    for word in words("answer.about") {
        let whole = |rest: &str, ahead: bool| {
            let beside = if ahead { rest.chars().next() } else { rest.chars().next_back() };
            !beside.is_some_and(|c| c.is_ascii_alphabetic()) || !word.is_ascii()
        };
        rest = prefix(rest, &word).filter(|rest| whole(rest, true)).unwrap_or(rest).trim_start();
        rest = suffix(rest, &word).filter(|rest| whole(rest, false)).unwrap_or(rest).trim_end();
    }
    rest
}

/// What follows a word, in whatever case.
fn prefix<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word)).map(|_| &text[word.len()..])
}

/// What stands before a word, in whatever case.
fn suffix<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let from = text.len().checked_sub(word.len())?;
    text.get(from..).filter(|end| end.eq_ignore_ascii_case(word)).map(|_| &text[..from])
}

/// Units and measure words behind a value.
fn unit_off(text: &str) -> &str {
    let units = words("answer.units");
    let mut rest = text.trim_end();
    let factors = words("answer.factors-behind");
    let counts =
        |text: &str| factors.iter().filter_map(|pair| pair.split_once('=')).any(|(word, _)| text.ends_with(word));
    while let Some(shorter) = units.iter().filter_map(|unit| rest.strip_suffix(unit.as_str())).min_by_key(|s| s.len()) {
        let shorter = shorter.trim_end();
        let mark = |c: char| c.is_numeric() || matches!(c, ')' | '）' | ']' | '}' | '%' | '％' | '*' | '$' | '`');
        if !shorter.ends_with(mark) && !counts(shorter) {
            break;
        }
        rest = shorter;
    }
    rest
}

/// What follows `the answer is`, 答案是 and `loss:`: words without a number, then a verb or a colon. A denial stays.
fn after_verb(text: &str) -> Option<&str> {
    let verbs = words("answer.verbs");
    let ends = |verb: &String| {
        let (at, _) = text.rmatch_indices(verb.as_str()).next()?;
        let (before, after) = (&text[..at], &text[at + verb.len()..]);
        let apart = !verb.starts_with(|c: char| c.is_ascii_alphabetic())
            || (!before.ends_with(|c: char| c.is_alphanumeric()) && !after.starts_with(|c: char| c.is_alphanumeric()));
        let denied = words("answer.denials").iter().any(|word| suffix(before.trim_end(), word).is_some());
        let said = before.chars().any(char::is_alphabetic) || before.trim().is_empty();
        (apart && said && !denied).then_some(after)
    };
    verbs.iter().filter_map(ends).min_by_key(|after| after.len()).map(str::trim_start)
}

/// What follows words that name it: 边长37. A bound or a denial stays.
fn named(text: &str) -> Option<&str> {
    let at = text.find(|c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '[' | '('))?;
    let (name, value) = text.split_at(at);
    let says = |key: &str| words(key).iter().any(|word| !word.is_ascii() && name.contains(word.as_str()));
    let chinese = name.trim().chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    (chinese && !name.trim().is_empty() && !says("answer.bounds") && !says("answer.denials")).then_some(value)
}

/// A number with a word that multiplies it: 1.2万, `60k`, `90 percent`, 百分之90, 负2.
fn factor(text: &str) -> Option<String> {
    let factors = |key: &str| {
        let pairs =
            words(key).into_iter().filter_map(|pair| pair.split_once('=').map(|(w, f)| (w.to_owned(), f.to_owned())));
        pairs.collect::<Vec<_>>()
    };
    let numeric = |c: char| c.is_numeric() || matches!(c, ')' | '(' | '.' | '√');
    let before = factors("answer.factors-before").into_iter().find_map(|(word, factor)| {
        let rest = prefix(text, &word)?.trim_start();
        rest.starts_with(numeric).then(|| multiplied(rest, &factor))
    });
    let behind = || {
        factors("answer.factors-behind").into_iter().find_map(|(word, factor)| {
            // Thousands are `k` or `K`; the letter M alone is no metre.
            let rest = text.strip_suffix(word.as_str())?.trim_end();
            rest.ends_with(numeric).then(|| multiplied(rest, &factor))
        })
    };
    before.or_else(behind)
}

fn multiplied(text: &str, factor: &str) -> String {
    match factor {
        "-1" => format!("-{text}"),
        "0.01" => format!("{text}%"),
        _ => format!("{text}*{factor}"),
    }
}

/// Values that differ by no more than this part are the same one, once rounded.
const ROUNDED: f64 = 0.005;

/// The text with each value said once: what stands in brackets behind a blank and comes to the number before it, as
/// `18 (16+2)` and `0.67 (2/3)`, is no factor of it.
fn once(text: &str) -> String {
    let said_twice = |part: &str| {
        let at = part.rfind(['(', '（']).filter(|_| part.trim_end().ends_with([')', '）']))?;
        let (before, behind) = part.split_at(at);
        let apart = before.ends_with(char::is_whitespace) || behind.starts_with('（');
        let number = |text: &str| evaluate(text.trim()).ok()?.1.as_scalar();
        let (told, again) =
            Some((before, behind)).filter(|_| apart).and_then(|(a, b)| Some((number(a)?, number(b)?)))?;
        ((told - again).abs() <= ROUNDED * told.abs()).then(|| before.trim_end().to_owned())
    };
    let mut depth = 0_usize;
    let between = |c: char| {
        match c {
            '(' | '（' | '[' | '【' | '{' => depth += 1,
            ')' | '）' | ']' | '】' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ',' | '，' | '、' | ';' | '；')
    };
    let each = text.split_inclusive(between).map(|part| {
        let value = part.trim_end_matches([',', '，', '、', ';', '；']);
        said_twice(value).map_or_else(|| part.to_owned(), |once| once + &part[value.len()..])
    });
    each.collect()
}

/// The text without a remark in brackets behind it: `0.5 (rounded)`. What comes to a value is none.
fn remark_off(text: &str) -> Option<&str> {
    let at = text.rfind(['(', '（']).filter(|_| text.ends_with([')', '）']))?;
    let before = text[..at].trim_end();
    if evaluate(&text[at..]).is_ok_and(|(_, value)| value.is_numeric()) {
        return None;
    }
    before.ends_with(|c: char| c.is_numeric() || matches!(c, ')' | '）' | ']' | '%')).then_some(before)
}

/// What is in `np.array([1, 2])`, `tensor([1., 2.], grad_fn=…)`.
fn array(text: &str) -> Option<String> {
    let (name, inside) = text.split_once('(')?;
    let last = name.rsplit('.').next()?.trim().to_ascii_lowercase();
    let is_array = matches!(last.as_str(), "array" | "tensor" | "matrix" | "vector" | "list" | "tuple" | "size");
    let end = inside.rfind(']')?;
    (is_array && inside.starts_with('[')).then(|| inside[..=end].to_owned())
}

/// With commas for the words between the values of a list: `1 and 2`, 1 和 2.
fn listed(text: &str) -> Option<String> {
    let between = words("answer.and").into_iter().fold(text.to_owned(), |text, word| {
        let parts: Vec<&str> = text.split(word.as_str()).collect();
        let apart = parts.len() > 1 && parts.iter().all(|part| part.contains(|c: char| c.is_numeric()));
        if apart { parts.join(",") } else { text }
    });
    (between != text).then_some(between)
}

/// A row that stands for a column: `[1, 2]^T`.
fn upright(text: &str) -> Option<String> {
    let row = ["^T", "^⊤", "ᵀ", "⊤", ".T", "^{T}", "^\\top", "'"].iter().find_map(|sign| text.strip_suffix(sign))?;
    let list = |open: &str, close: &str| row.starts_with(open) && row.ends_with(close);
    let flat = row.matches(['[', '(']).count() == 1 && !row.contains(';');
    if list("[", "]") || list("(", ")") {
        Some(if flat { row.to_owned() } else { format!("{row}ᵀ") }).filter(|upright| upright != text)
    } else {
        None
    }
}
