//! Words on a grid of cells: widths, wrapping of mixed Chinese and English, and what may reach a terminal.

mod shown;
mod simplified;

pub use shown::{one_line, repeated, visible};
pub use simplified::{simple, simplified};

use std::borrow::Cow;
use std::collections::HashSet;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_normalization::UnicodeNormalization as _;

pub use crate::math::columns::{fill, set_ambiguous_wide, width};

/// Whether a character may not reach a terminal: controls (but line breaks and tabs), marks that reorder text, and what
/// is not seen but makes two texts differ: spaces and joiners without width, tags, interlinear marks.
#[must_use]
pub fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(
            c,
            '\u{61C}'
                | '\u{200B}'
                | '\u{200E}'
                | '\u{200F}'
                | '\u{2028}'..='\u{202E}'
                | '\u{2060}'
                | '\u{2066}'..='\u{2069}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E007F}'
        )
}

/// The text without anything that may not reach a terminal.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_harmful) { text.chars().filter(|c| !is_harmful(*c)).collect() } else { Cow::Borrowed(text) }
}

/// A JSON text that means the same and holds nothing that may not reach a terminal: such a character stands in a string,
/// where it may be escaped.
#[must_use]
pub fn escaped_in_json(json: &str) -> Cow<'_, str> {
    if !json.chars().any(is_harmful) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        if is_harmful(c) {
            let mut units = [0; 2];
            out.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Breaks a text into rows at most `width` columns wide, first fit, at places where its script allows it: no row starts
/// with 、。） or ends with （《. A word longer than a row is cut.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(2);
    let mut rows = Vec::new();
    for paragraph in text.split('\n') {
        let mut row = String::new();
        // Columns of the row; the width of a text is never more than that of its pieces.
        let mut columns = 0;
        let mut from = 0;
        let breaks: Vec<(usize, BreakOpportunity)> = linebreaks(paragraph).collect();
        let kept = together(paragraph, &breaks, width);
        for (at, (to, opportunity)) in breaks.iter().copied().enumerate() {
            if kept.get(at).copied().unwrap_or_default() {
                continue;
            }
            let piece = &paragraph[from..to];
            from = to;
            let wide = self::width(piece.trim_end());
            if columns + wide > width && !row.is_empty() {
                rows.push(row.trim_end().to_owned());
                row.clear();
                columns = 0;
            }
            if columns + wide <= width {
                row.push_str(piece);
                columns += self::width(piece);
            } else {
                for c in piece.chars() {
                    let mut buffer = [0; 4];
                    if self::width(&row) + self::width(c.encode_utf8(&mut buffer)) > width && !c.is_whitespace() {
                        rows.push(row.trim_end().to_owned());
                        row.clear();
                    }
                    row.push(c);
                }
                columns = self::width(&row);
            }
            if opportunity == BreakOpportunity::Mandatory && to < paragraph.len() {
                rows.push(row.trim_end().to_owned());
                row.clear();
                columns = 0;
            }
        }
        rows.push(row.trim_end().to_owned());
    }
    rows
}

/// Signs between two sides of a formula, which are written with a space to either side.
const JOINTS: [char; 9] = ['=', '≈', '≤', '≥', '−', '+', '×', '∈', '⊙'];

/// Which places to break at stand inside a formula or a vector that fits into a row: none is broken there. Empty where
/// none does.
fn together(paragraph: &str, breaks: &[(usize, BreakOpportunity)], width: usize) -> Vec<bool> {
    if !paragraph.contains('[') && !paragraph.contains(JOINTS) {
        return Vec::new();
    }
    let is_inside = |to: usize| {
        let (before, after) = (&paragraph[..to], &paragraph[to..]);
        let opened = before.rfind('[').is_some_and(|at| !before[at..].contains(']'));
        let joint = |c: Option<char>| c.is_some_and(|c| JOINTS.contains(&c));
        let spaced =
            before.ends_with(' ') && (joint(before.trim_end().chars().next_back()) || joint(after.chars().next()));
        spaced || opened && after.contains(']')
    };
    let mut kept: Vec<bool> = breaks
        .iter()
        .map(|(to, opportunity)| *to < paragraph.len() && *opportunity == BreakOpportunity::Allowed && is_inside(*to))
        .collect();
    // What is longer than a row as a whole is broken as words are.
    let (mut from, mut start) = (0, 0);
    for at in 0..kept.len() {
        if kept[at] {
            continue;
        }
        if self::width(paragraph[start..breaks[at].0].trim_end()) > width {
            kept[from..at].fill(false);
        }
        (from, start) = (at + 1, breaks[at].0);
    }
    kept
}

/// The text with spaces behind it, `columns` wide; one that is wider stays as it is.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// The text with spaces before it, `columns` wide; one that is wider stays as it is.
#[must_use]
pub fn right(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(width(text))))
}

/// A share as a bar of so many columns.
#[must_use]
pub fn bar(share: f64, columns: usize, ascii: bool) -> String {
    let (full, empty) = if ascii { ("#", ".") } else { ("█", "░") };
    let pieces = columns / width(full).max(1);
    let filled = ((share.clamp(0.0, 1.0) * pieces as f64).round() as usize).min(pieces);
    pad(&format!("{}{}", full.repeat(filled), empty.repeat(pieces - filled)), columns)
}

/// A share in whole percents.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{}", (share * 100.0).round())
}

/// The text cut to `width` columns, with … where something was cut.
#[must_use]
pub fn cut(text: &str, width: usize) -> String {
    if self::width(text) <= width {
        return text.to_owned();
    }
    let mark = self::width("…");
    let mut out = String::new();
    for c in text.chars() {
        let mut buffer = [0; 4];
        if self::width(&out) + self::width(c.encode_utf8(&mut buffer)) + mark > width {
            break;
        }
        out.push(c);
    }
    if width >= mark {
        out.push('…');
    }
    out
}

/// The text as answers are compared: compatibility forms folded (full width to half), lower case, no spaces, and one
/// form of each mark.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| !c.is_whitespace() && !is_harmful(*c))
        .map(|c| match simple(c) {
            '，' | '、' => ',',
            '；' => ';',
            '。' => '.',
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '−' | '–' | '—' | '‐' => '-',
            '×' => 'x',
            other => other,
        })
        .collect()
}

/// A text folded as [`fold`] does, that remembers where words begin and end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    folded: String,
    /// Places in the folded text between two words, or between a word of ASCII and another script.
    edges: HashSet<usize>,
}

impl Words {
    /// Folds a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let (mut folded, mut edges) = (String::new(), HashSet::new());
        for word in text.split_whitespace().map(fold) {
            edges.insert(folded.len());
            let mut before = None;
            for c in word.chars() {
                if before.is_some_and(|before: char| before.is_ascii_alphanumeric() != c.is_ascii_alphanumeric()) {
                    edges.insert(folded.len());
                }
                before = Some(c);
                folded.push(c);
            }
        }
        edges.insert(folded.len());
        Self { folded, edges }
    }

    /// Whether a folded sign stands in the text.
    #[must_use]
    pub fn hold(&self, sign: &str) -> bool {
        self.places(sign).next().is_some()
    }

    /// Where in [`Self::folded`] a folded sign begins and ends. One of ASCII begins where a word does; a short one (`He`,
    /// `Adam`) is a whole word or its plural, a longer one may be how a word begins (`normalis`).
    pub fn places<'a>(&'a self, sign: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        const SHORT: usize = 4;
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let (first, last) = (ascii(sign.chars().next()), ascii(sign.chars().next_back()));
        let places = self.folded.match_indices(sign).map(|(at, _)| (at, at + sign.len()));
        places.filter(move |(at, end)| {
            let begins = !first || self.edges.contains(at);
            let plural = self.folded[*end..].starts_with('s') && self.edges.contains(&(end + 1));
            let ends = !last || sign.len() > SHORT || plural || self.edges.contains(end);
            begins && ends
        })
    }

    /// The folded text.
    #[must_use]
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// The words before a place of the folded text, in order; a run of another script is one.
    #[must_use]
    pub fn before(&self, at: usize) -> Vec<&str> {
        self.between(0, at)
    }

    /// The words after a place of the folded text.
    #[must_use]
    pub fn after(&self, at: usize) -> Vec<&str> {
        self.between(at, self.folded.len())
    }

    /// Where the ASCII word ends that goes on at this place; the place itself where none does.
    #[must_use]
    pub fn end_of_word(&self, at: usize) -> usize {
        let goes_on = self.folded[at..].starts_with(|c: char| c.is_ascii_alphanumeric());
        let end = self.edges.iter().copied().filter(|edge| goes_on && *edge >= at).min();
        end.unwrap_or(at)
    }

    fn between(&self, from: usize, to: usize) -> Vec<&str> {
        let mut edges: Vec<usize> = self.edges.iter().copied().filter(|edge| (from..=to).contains(edge)).collect();
        edges.sort_unstable();
        edges.windows(2).map(|ends| &self.folded[ends[0]..ends[1]]).collect()
    }
}

/// The form in which texts of blanks are compared: [`fold`], then without an English article before it, quotation
/// marks, a stop at the end, and the hyphen inside a word (`fine-tuning`, `Fine Tuning`); the minus of a formula stays.
#[must_use]
pub fn answer_form(text: &str) -> String {
    let raised: String = without_article(text.trim())
        .chars()
        .flat_map(|c| match c {
            '²' => vec!['^', '2'],
            '³' => vec!['^', '3'],
            other => vec![other],
        })
        .collect();
    let folded: Vec<char> =
        fold(&raised).chars().filter(|c| !matches!(c, '"' | '\'' | '《' | '》' | '「' | '」')).collect();
    let run = |chars: &mut dyn Iterator<Item = &char>| chars.take_while(|c| c.is_alphabetic()).take(2).count();
    let inside_a_word = |at: usize| {
        let (before, after) = (run(&mut folded[..at].iter().rev()), run(&mut folded[at + 1..].iter()));
        folded[at] == '-' && before.min(after) > 0 && before.max(after) > 1
    };
    let kept: String = (0..folded.len()).filter(|at| !inside_a_word(*at)).map(|at| folded[at]).collect();
    kept.trim_end_matches(['.', ',', ';', '!']).to_owned()
}

/// Without `the`, `a` or `an` before other words.
fn without_article(text: &str) -> &str {
    let article = |first: &str| ["the", "a", "an"].iter().any(|a| first.eq_ignore_ascii_case(a));
    let split = text.split_once(char::is_whitespace).map(|(first, rest)| (first, rest.trim_start()));
    let before = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic());
    split.filter(|(first, rest)| article(first) && before(rest)).map_or(text, |(_, rest)| rest)
}

/// `1–4`, `7`: numbers in order, those that follow each other together.
#[must_use]
pub fn runs(numbers: &[usize]) -> Vec<String> {
    let run = |run: &[usize]| match run {
        [first, .., last] if *last > first + 1 => vec![format!("{first}–{last}")],
        few => few.iter().map(ToString::to_string).collect(),
    };
    numbers.chunk_by(|one, other| *other == one + 1).flat_map(run).collect()
}

/// The same words with a capital at the beginning, as titles and sentences have it.
#[must_use]
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `1 card`, `3 cards`: a number with its noun, the first of `card|cards` for one.
#[must_use]
pub fn counted(number: &str, nouns: &str) -> String {
    let (one, many) = nouns.split_once('|').unwrap_or((nouns, nouns));
    format!("{number} {}", if number == "1" { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_follow_each_other_are_told_together() {
        assert_eq!(runs(&[1, 2, 3, 5, 6, 9]), ["1–3", "5", "6", "9"]);
        assert!(runs(&[]).is_empty());
    }

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        let bars = [0.0, 0.5, 1.0, 7.0].map(|share| bar(share, 4, false));
        assert_eq!(bars, ["░░░░", "██░░", "████", "████"]);
        assert_eq!([bar(0.5, 4, true), right("卷", 4), percent(0.615)], ["##..", "  卷", "62"]);
    }

    #[test]
    fn no_row_starts_with_a_stop_or_ends_with_an_opening_bracket() {
        let text = "卷积层提取局部特征，池化层降低特征维度（高和宽），而全连接层《汇总》它们。Convolution layers extract local features.";
        for width in 8..60 {
            let rows = wrap(text, width);
            for row in &rows {
                assert!(super::width(row) <= width, "{width}: {row}");
                assert!(!row.starts_with(['，', '。', '）', '》', '、']), "{width}: {row}");
                assert!(!row.ends_with(['（', '《']), "{width}: {row}");
            }
            let joined: String = rows.concat();
            assert_eq!(joined.replace(' ', ""), text.replace(' ', ""), "{width}");
        }
    }

    #[test]
    fn a_formula_and_a_vector_that_fit_into_a_row_are_not_broken() {
        assert_eq!(wrap("the bias b₁ = [0, 0.5] and more", 18), ["the bias", "b₁ = [0, 0.5] and", "more"]);
        assert_eq!(wrap("损失 ½Σ(t − y)²，学习率 0.1", 14), ["损失", "½Σ(t − y)²，学", "习率 0.1"]);
        assert_eq!(
            wrap("N = ⌊(13 + 2·2 − 7)/2⌋ + 1 = 6", 20),
            ["N = ⌊(13 + 2·2 −", "7)/2⌋ + 1 = 6"],
            "too long for a row"
        );
        assert_eq!(wrap("see [1, 2", 6), ["see", "[1, 2"], "a bracket that is not closed keeps nothing together");
    }

    #[test]
    fn a_word_longer_than_a_row_is_cut() {
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("a\n\nb", 10), ["a", "", "b"]);
    }

    #[test]
    fn characters_of_ambiguous_width_take_two_columns_where_the_terminal_says_so() {
        let text = "输入 → 输出：“3×3”，步幅 ≤ 2，√d";
        let narrow = width(text);
        set_ambiguous_wide(true);
        let (wide, rows, short) = (width(text), wrap(text, 12), cut(text, 12));
        let within = rows.iter().chain([&short]).all(|row| width(row) <= 12);
        let bar = fill("─", 5);
        set_ambiguous_wide(false);
        // → “ × ” ≤ √
        assert_eq!(wide, narrow + 6);
        assert!(within && short.ends_with('…'), "{rows:?} {short}");
        assert_eq!(bar, "───");
    }

    #[test]
    fn nothing_harmful_is_printable() {
        assert_eq!(printable("a\u{1b}[31mb\u{202e}c\u{7}"), "a[31mbc");
    }

    #[test]
    fn a_sign_is_a_word_or_how_one_begins() {
        let words = Words::new("Use AdamW with weight  decay; initialisation by He, 用 L2 正则化");
        for (sign, stands) in [("adam", false), ("adamw", true), ("he", true), ("l2", true), ("weightdecay", true)] {
            assert_eq!(words.hold(sign), stands, "{sign}");
        }
        for (sign, stands) in
            [("initiali", true), ("decay", true), ("ecay", false), ("weig", false), ("正则", true), ("eight", false)]
        {
            assert_eq!(words.hold(sign), stands, "{sign}");
        }
    }

    #[test]
    fn an_article_is_no_part_of_an_answer() {
        assert_eq!(answer_form("The chain rule"), answer_form("chain rule"));
        assert_eq!(answer_form("a"), "a");
        assert_eq!(answer_form("A | B"), "a|b");
    }

    #[test]
    fn answers_fold_width_case_and_spaces() {
        assert_eq!(fold(" Ｒｅ ＬＵ "), "relu");
        assert_eq!(fold("55 × 55"), "55x55");
    }

    proptest::proptest! {
        #[test]
        fn any_text_wraps_to_the_width(text in ".{0,60}", width in 2..30_usize) {
            for row in wrap(&printable(&text), width) {
                proptest::prop_assert!(super::width(&row) <= width, "{row:?}");
            }
        }
    }
}
