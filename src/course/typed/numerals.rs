//! Numbers in words, as figures: 三, 十二, 三分之一, 百分之二十, 一半; `three`, `one half`, `two thirds`.

/// The Chinese figures; 两 is another 二.
const DIGITS: [(char, u64); 13] = [
    ('零', 0),
    ('〇', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('兩', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
];

/// What the figure before is multiplied by.
const PLACES: [(char, u64); 3] = [('十', 10), ('百', 100), ('千', 1000)];

/// What all before it is multiplied by.
const GROUPS: [(char, u64); 4] = [('万', 10_000), ('萬', 10_000), ('亿', 100_000_000), ('億', 100_000_000)];

/// English words for whole numbers.
const WORDS: [(&str, u64); 28] = [
    ("zero", 0),
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// English words for what something is divided by.
const PARTS: [(&str, u64); 10] = [
    ("half", 2),
    ("third", 3),
    ("quarter", 4),
    ("fourth", 4),
    ("fifth", 5),
    ("sixth", 6),
    ("eighth", 8),
    ("ninth", 9),
    ("tenth", 10),
    ("hundredth", 100),
];

/// A text with figures for its numbers in words; none where it has no such number.
pub(super) fn in_figures(text: &str) -> Option<String> {
    let figures = english(&chinese(text));
    (figures != text).then_some(figures)
}

fn of<T: PartialEq + Copy>(known: &[(T, u64)], word: T) -> Option<u64> {
    known.iter().find(|(other, _)| *other == word).map(|(_, number)| *number)
}

/// Whether a character can stand in a Chinese number.
fn is_numeral(c: char) -> bool {
    of(&DIGITS, c).or_else(|| of(&PLACES, c)).or_else(|| of(&GROUPS, c)).is_some()
}

fn chinese(text: &str) -> String {
    let text = text.replace("百分之", "\u{1}").replace("千分之", "\u{2}").replace("分之", "\u{3}");
    let text = text.replace("一半", "1/2").replace("个半", "又二分之一").replace("二分之一", "1/2");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let run: String = rest.chars().take_while(|c| is_numeral(*c)).collect();
        let before = out.chars().next_back();
        // 1.2万 and 5千 are read by their factor.
        let behind_figures = before.is_some_and(|c| c.is_ascii_digit()) && of(&DIGITS, first).is_none();
        if let Some(number) = whole(&run).filter(|_| !behind_figures) {
            out.push_str(&number.to_string());
            rest = &rest[run.len()..];
            out.push_str(&fraction(&mut rest));
        } else {
            let kept = run.len().max(first.len_utf8());
            out.push_str(&rest[..kept]);
            rest = &rest[kept..];
        }
    }
    shares(&out)
}

/// What stands behind the point of a number: 点五.
fn fraction(rest: &mut &str) -> String {
    let Some(behind) = rest.strip_prefix('点').or_else(|| rest.strip_prefix('點')) else { return String::new() };
    let digits: String = behind.chars().map_while(|c| of(&DIGITS, c)).map(|digit| digit.to_string()).collect();
    if digits.is_empty() {
        return String::new();
    }
    *rest = &behind[behind.chars().take(digits.len()).map(char::len_utf8).sum()..];
    format!(".{digits}")
}

/// 3分之1 as 1/3, 百分之20 as 20%.
fn shares(text: &str) -> String {
    let figure = |c: char| c.is_ascii_digit() || c == '.';
    let mut out = text.to_owned();
    while let Some(at) = out.find(['\u{1}', '\u{2}', '\u{3}']) {
        let mark = out[at..].chars().next().unwrap_or_default();
        let ahead: String = out[at + 1..].chars().take_while(|c| figure(*c)).collect();
        let back: String =
            out[..at].chars().rev().take_while(|c| figure(*c)).collect::<Vec<_>>().into_iter().rev().collect();
        let (from, share) = match mark {
            '\u{1}' => (at, format!("{ahead}%")),
            '\u{2}' => (at, format!("({ahead}/1000)")),
            _ => (at - back.len(), format!("({ahead}/{back})")),
        };
        if ahead.is_empty() || mark == '\u{3}' && back.is_empty() {
            let word = ["百分之", "千分之", "分之"][(mark as usize - 1).min(2)];
            out.replace_range(at..=at, word);
            continue;
        }
        let to = at + 1 + ahead.len();
        // 二又三分之一
        let mixed = out[..from].strip_suffix('又').filter(|whole| whole.ends_with(figure)).map(str::len);
        out.replace_range(mixed.unwrap_or(from)..to, &if mixed.is_some() { format!("+{share}") } else { share });
    }
    out
}

/// 三百二十, 一九九八: nothing but Chinese figures, as a number.
fn whole(run: &str) -> Option<u64> {
    let figures: Vec<char> = run.chars().collect();
    // 百 by itself is one of 百分比; only 十 goes without a figure before it.
    if figures.first().is_none_or(|first| *first != '十' && of(&DIGITS, *first).is_none()) {
        return None;
    }
    if figures.iter().all(|c| of(&DIGITS, *c).is_some()) {
        // 一九九八 is read figure by figure.
        return figures
            .iter()
            .map(|c| of(&DIGITS, *c).unwrap_or_default().to_string())
            .collect::<String>()
            .parse()
            .ok();
    }
    let (mut sum, mut group, mut digit) = (0_u64, 0_u64, None);
    for c in figures {
        if let Some(figure) = of(&DIGITS, c) {
            digit = Some(figure);
        } else if let Some(place) = of(&PLACES, c) {
            group += digit.take().unwrap_or(1) * place;
        } else {
            let by = of(&GROUPS, c)?;
            let upto = group + digit.take().unwrap_or(0);
            // 一亿二千万 is a hundred million and twenty; 一万亿 is ten thousand hundred millions.
            (sum, group) = (if sum >= by { sum + upto.checked_mul(by)? } else { (sum + upto).checked_mul(by)? }, 0);
        }
    }
    Some(sum + group + digit.unwrap_or(0))
}

/// Whether a number in words goes on with this one: `thirty two`, `two hundred five`, `two thousand four`.
const fn goes_on(sum: u64, group: u64, more: u64) -> bool {
    match (group, group % 100) {
        (0, _) => sum > 0,
        (_, 0) => true,
        (_, tens) => tens >= 20 && tens % 10 == 0 && more < 10 && more > 0,
    }
}

/// With figures for the English words of numbers.
fn english(text: &str) -> String {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let hyphen = |word: &str| {
        word.match_indices('-')
            .any(|(at, _)| letter(word[..at].chars().next_back()) && letter(word[at + 1..].chars().next()))
    };
    let words = text.split(' ').flat_map(|word| if hyphen(word) { word.split('-').collect() } else { vec![word] });
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let known = |word: &str| of(&WORDS, &*word.to_ascii_lowercase());
    let part = |word: &str| {
        let word = word.to_ascii_lowercase();
        of(&PARTS, &*word).or_else(|| of(&PARTS, word.strip_suffix('s')?))
    };
    let scale = |word: &str| match &*word.to_ascii_lowercase() {
        "hundred" => Some(100),
        "thousand" => Some(1000),
        "million" => Some(1_000_000),
        _ => None,
    };
    if !words.iter().any(|word| known(word).is_some() || part(word).is_some()) {
        return text.to_owned();
    }
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let is_one = matches!(&*words[at].to_ascii_lowercase(), "a" | "an");
        let counted = known(words[at]).or_else(|| is_one.then_some(1));
        if let (Some(count), Some(of)) = (counted, words.get(at + 1).and_then(|word| part(word))) {
            out.push(format!("{count}/{of}"));
            at += 2;
        } else if let Some(of) = part(words[at]) {
            out.push(format!("1/{of}"));
            at += 1;
        } else if let Some(first) = known(words[at]) {
            let (mut sum, mut group) = (0, first);
            at += 1;
            while let Some(word) = words.get(at) {
                if let Some(by) = scale(word) {
                    (sum, group) = if by == 100 { (sum, group * by) } else { (sum + group * by, 0) };
                } else if let Some(more) = known(word).filter(|more| goes_on(sum, group, *more)) {
                    group += more;
                } else if !(word.eq_ignore_ascii_case("and") && group % 100 == 0 && sum + group > 0) {
                    break;
                }
                at += 1;
            }
            out.push((sum + group).to_string());
        } else {
            out.push(words[at].to_owned());
            at += 1;
        }
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_are_read_as_figures() {
        for (text, figures) in [
            ("三", "3"),
            ("十二", "12"),
            ("二十", "20"),
            ("一百零五", "105"),
            ("两千四百三十二", "2432"),
            ("五千万", "50000000"),
            ("一亿二千万", "120000000"),
            ("一九九八", "1998"),
            ("二〇一二年", "2012年"),
            ("两个", "2个"),
            ("三点一四", "3.14"),
            ("负零点五", "负0.5"),
            ("三分之一", "(1/3)"),
            ("百分之二十", "20%"),
            ("百分之九十五点五", "95.5%"),
            ("千分之五", "(5/1000)"),
            ("一半", "1/2"),
            ("二又三分之一", "2+(1/3)"),
            ("三，四", "3，4"),
            ("第五轮", "第5轮"),
        ] {
            assert_eq!(in_figures(text).as_deref(), Some(figures), "{text}");
        }
        for text in ["5千万", "1.2万", "分之", "百分之九十".trim_end_matches("九十"), "过拟合", "0.5"] {
            assert_eq!(in_figures(text), None, "{text}");
        }
    }

    #[test]
    fn english_numbers_are_read_as_figures() {
        for (text, figures) in [
            ("three", "3"),
            ("Twelve", "12"),
            ("twenty-one", "21"),
            ("one hundred and five", "105"),
            ("two thousand four hundred and thirty two", "2432"),
            ("fifty million", "50000000"),
            ("half", "1/2"),
            ("one half", "1/2"),
            ("a third", "1/3"),
            ("two thirds", "2/3"),
            ("three layers", "3 layers"),
            ("twenty percent", "20 percent"),
        ] {
            assert_eq!(in_figures(text).as_deref(), Some(figures), "{text}");
        }
        for text in ["overfit", "a", "0.5 - 1", "bone", "someone else"] {
            assert_eq!(in_figures(text), None, "{text}");
        }
    }
}
