//! Questions that are asked twice, stems that do not say how much is wanted, numbers on which the languages differ.

use std::collections::HashMap;

use super::{File, MOST};
use crate::course::Question;
use crate::course::lang::Bilingual;
use crate::course::problem::Problem;
use crate::text::fold;

/// Warnings about a file's stems; `seen` is what earlier files ask, and grows by what this one does.
pub(super) fn check<'a>(file: &'a File, seen: &mut HashMap<String, &'a str>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for question in &file.topic.questions {
        let asked = asks(question);
        if problems.len() >= MOST {
            seen.extend(asked.map(|stem| (stem, &*question.id)));
            continue;
        }
        if let Some(stem) = asked {
            if let Some(twin) = seen.get(&stem) {
                problems.push(file.at(&question.id, "W105", vec![("id", (*twin).to_owned())]));
            }
            seen.entry(stem).or_insert(&question.id);
        }
        if let Some(asked) = question.body.wanted()
            && !(says(&question.stem.zh, asked, &CHINESE) && says(&question.stem.en.to_lowercase(), asked, &ENGLISH))
        {
            problems.push(file.at(&question.id, "W106", vec![("asked", asked.to_string())]));
        }
        problems.extend(numbers_differ(&question.stem).map(|args| file.at(&question.id, "W107", args)));
    }
    for statement in &file.topic.statements {
        if problems.len() >= MOST {
            break;
        }
        problems.extend(numbers_differ(&statement.text).map(|args| file.at(&statement.id, "W107", args)));
    }
    problems.truncate(MOST);
    problems
}

/// What a question asks: its kind and its folded words, with the options where the stem alone says little.
fn asks(question: &Question) -> Option<String> {
    let mut stem = format!("{} {}", question.body.kind(), fold(&question.stem.zh));
    if question.stem.zh.is_empty() {
        return None;
    }
    stem.extend(question.body.words().into_iter().map(fold));
    Some(stem)
}

/// Words for 1 to 10.
const CHINESE: [&str; 10] = ["一", "两", "三", "四", "五", "六", "七", "八", "九", "十"];
const ENGLISH: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Whether a stem says a number, in digits or words.
fn says(stem: &str, number: usize, words: &[&str; 10]) -> bool {
    let word = number.checked_sub(1).and_then(|at| words.get(at));
    digits(stem).contains(&number.to_string())
        || word.is_some_and(|w| stem.contains(w))
        || (number == 2 && stem.contains('二'))
}

/// Both languages' numbers, where they differ. Numbers in formulas are compared as formulas.
fn numbers_differ(text: &Bilingual) -> Option<Vec<(&'static str, String)>> {
    let of = |side: &str| {
        let mut numbers = digits(&outside_formulas(side));
        numbers.sort();
        numbers
    };
    let (zh, en) = (of(&text.zh), of(&text.en));
    let short = |numbers: &[String]| numbers.iter().filter(|n| n.len() > 1).cloned().collect::<Vec<_>>();
    // A small number may be a word in one of the languages.
    (short(&zh) != short(&en)).then(|| vec![("zh", zh.join(" ")), ("en", en.join(" "))])
}

fn outside_formulas(text: &str) -> String {
    text.split('$').step_by(2).collect::<Vec<_>>().join(" ")
}

/// The runs of digits, a decimal point inside included; `1,024` is one number.
fn digits(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let mut number = String::new();
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let next_is_digit = chars.get(at + 1).is_some_and(char::is_ascii_digit);
        match c {
            '0'..='9' => number.push(*c),
            '.' if !number.is_empty() && next_is_digit => number.push('.'),
            ',' if !number.is_empty() && next_is_digit => {}
            _ if !number.is_empty() => numbers.push(std::mem::take(&mut number)),
            _ => {}
        }
    }
    if !number.is_empty() {
        numbers.push(number);
    }
    numbers
}
