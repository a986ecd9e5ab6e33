//! A short answer marked point by point: a free text, then the points that it makes.

use std::collections::HashSet;

use super::letters::numbers;
use super::{Mark, Unreadable};
use crate::course::{Lang, Point};
use crate::study::event::PointLine;
use crate::study::words::prose;
use crate::text::{Words, fold};

/// The points wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyPoints {
    stem: String,
    asked: usize,
    points: Vec<Shown>,
}

#[derive(Clone, Debug, PartialEq)]
struct Shown {
    text: String,
    /// Folded words by which the point is seen; none of them stands in the stem.
    signs: Vec<String>,
}

impl KeyPoints {
    /// The points in the session's language. Words of the stem are no sign of a point.
    #[must_use]
    pub fn new(stem: &str, asked: usize, points: &[Point], lang: Lang) -> Self {
        let stem_words = Words::new(stem);
        let points = points
            .iter()
            .map(|point| {
                let words = point.synonyms.iter().map(String::as_str).chain([point.text.zh.as_str(), &point.text.en]);
                let signs = words.map(fold).filter(|w| !w.is_empty() && !stem_words.hold(w)).collect();
                Shown { text: prose(point.text.get(lang)), signs }
            })
            .collect();
        Self { stem: stem.to_owned(), asked, points }
    }

    /// The points with their numbers, those ticked that `text` seems to make.
    #[must_use]
    pub fn lines(&self, text: &str) -> Vec<PointLine> {
        let text = Words::new(text);
        let seen = |point: &Shown| point.signs.iter().any(|sign| text.hold(sign));
        let numbered = self.points.iter().zip(1..);
        numbered
            .map(|(p, number): (_, usize)| PointLine { key: number.to_string(), text: p.text.clone(), seen: seen(p) })
            .collect()
    }

    /// The numbers of the points that `text` seems to make, as they would be ticked.
    #[must_use]
    pub fn seen(&self, text: &str) -> String {
        let seen = self.lines(text).into_iter().filter(|point| point.seen).map(|point| point.key);
        seen.collect::<Vec<_>>().join(",")
    }

    /// All points, one after the other.
    #[must_use]
    pub fn answer(&self) -> String {
        let numbered = self.points.iter().zip(1..);
        numbered.map(|(p, number): (_, usize)| format!("{number}. {}", p.text)).collect::<Vec<_>>().join("  ")
    }

    /// How many points are asked for.
    #[must_use]
    pub const fn asked(&self) -> usize {
        self.asked
    }

    /// How the first point begins, for a hint.
    #[must_use]
    pub fn beginning(&self) -> Option<String> {
        let text = &self.points.first()?.text;
        let count = text.chars().count();
        Some(text.chars().take((count / 3).clamp(1, 12)).collect())
    }

    /// Marks the points ticked in `line` for the free text given before: each of the points asked for earns the same.
    /// A text that only repeats the stem makes no point.
    pub fn mark(&self, text: &str, line: &str) -> Result<Mark, Unreadable> {
        let last = self.points.len();
        let ticked: HashSet<usize> = numbers(line, last).ok_or(Unreadable::Points { last })?.into_iter().collect();
        let mut ticked: Vec<usize> = ticked.into_iter().collect();
        ticked.sort_unstable();
        let counted = if self.only_repeats_the_stem(text) { 0 } else { ticked.len().min(self.asked) };
        let numbers = ticked.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        Ok(Mark {
            given: format!("{} | {numbers}", text.trim()).trim_end().to_owned(),
            share: counted as f64 / self.asked.max(1) as f64,
            mistake: None,
            notes: Vec::new(),
        })
    }

    /// Whether the text has no word that the stem does not have.
    fn only_repeats_the_stem(&self, text: &str) -> bool {
        words(text).is_subset(&words(&self.stem))
    }
}

/// The words of a text: runs of ASCII letters and digits, and single characters of other scripts.
fn words(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    for run in text.split(|c: char| !c.is_alphanumeric()).map(fold) {
        let mut word = String::new();
        for c in run.chars() {
            if c.is_ascii() {
                word.push(c);
            } else {
                found.extend([std::mem::take(&mut word), c.to_string()]);
            }
        }
        found.insert(word);
    }
    found.remove("");
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Bilingual;

    fn question() -> KeyPoints {
        let point = |zh: &str, synonyms: &[&str]| Point {
            text: Bilingual { zh: zh.into(), en: zh.into() },
            synonyms: synonyms.iter().map(|&s| s.to_owned()).collect(),
        };
        let points = [
            point("计算简单", &["快", "cheap"]),
            point("缓解梯度消失", &["不饱和"]),
            point("稀疏激活", &["稀疏", "ReLU"]),
        ];
        KeyPoints::new("写出 ReLU 相对 sigmoid 的两个优点", 2, &points, Lang::Zh)
    }

    fn seen(text: &str) -> Vec<bool> {
        question().lines(text).iter().map(|l| l.seen).collect()
    }

    #[test]
    fn a_synonym_ticks_its_point() {
        assert_eq!(seen("算得快，而且在正区间不饱和"), [true, true, false]);
    }

    #[test]
    fn words_of_the_stem_tick_nothing() {
        assert_eq!(seen("写出 ReLU 相对 sigmoid 的两个优点"), [false, false, false]);
    }

    #[test]
    fn repeating_the_stem_earns_nothing_whatever_is_ticked() {
        assert_eq!(question().mark("ReLU 相对 sigmoid 的优点", "1,2").unwrap().share, 0.0);
        assert_eq!(question().mark("写出两个优点", "1,2").unwrap().share, 0.0);
    }

    #[test]
    fn each_point_asked_for_earns_the_same_and_no_more_than_all() {
        let share = |line: &str| question().mark("算得快，梯度不消失", line).unwrap().share;
        assert_eq!([share(""), share("2"), share("1,3"), share("123")], [0.0, 0.5, 1.0, 1.0]);
        assert!(question().mark("快", "4").is_err());
        assert_eq!(question().mark("算得快", "3 1").unwrap().given, "算得快 | 1,3");
    }
}
