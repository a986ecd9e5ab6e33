//! A short answer that is marked point by point.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::letters::numbers;
use super::{Again, Asking, Body, Kind, Mark, PointLine, Prompt, State, Task, Unposed, Unreadable};
use crate::course::denial::Place;
use crate::course::format::{AnyTexts, AtLeast, AtLeastOne, Fields, table};
use crate::course::messages::say;
use crate::course::prose::prose;
use crate::course::signs::{Reading, Sign};
use crate::course::synonyms::{Lexicon, Synonyms};
use crate::course::tokens::tokens;
use crate::course::{Bilingual, Lang};
use crate::text::{Words, fold};

/// The kind.
pub static KIND: Kind =
    Kind::of::<KeyPoints>("key-points", ["简答", "short answer"], ["写出要点", "the points, in your words"]);

/// One, or more.
type SomePoints = AtLeast<1, Point>;

table! {
    /// What a short-answer question has.
    #[derive(Serialize, Deserialize)]
    pub struct KeyPoints {
        /// How many of the points are wanted; the stem says so.
        asked: usize = "asked": AtLeastOne,
        /// The points that an answer may make.
        points: Vec<Point> = "key-points": SomePoints,
    }
}

table! {
    /// A point of a short answer.
    #[derive(Serialize, Deserialize)]
    pub struct Point: is_sound {
        text: Bilingual = flat,
        /// Words by which a free text is seen to make this point, in this form or in words that mean the same.
        synonyms: Vec<String> = "synonyms": AnyTexts,
        /// Words by which it is seen to say the opposite, and so not to make this point; `大步幅：慢` names of what they
        /// are said, and is no opposite where they are said of another.
        contrary: Vec<String> = "contrary": AnyTexts,
    }
}

/// No words make the point and are its opposite.
fn is_sound(point: &Point, fields: &Fields<'_, '_>) {
    let reader = fields.reader();
    if reader.is_trusting() {
        return;
    }
    let made: HashSet<String> = point.synonyms.iter().map(|words| fold(words)).collect();
    if let Some(at) = point.contrary.iter().position(|words| made.contains(&fold(words))) {
        reader.problem("E016", fields.nth("contrary", at), &[("given", point.contrary[at].clone())]);
    }
}

impl Body for KeyPoints {
    fn kind(&self) -> &'static Kind {
        &KIND
    }

    fn parts(&self) -> usize {
        self.points.len() + self.points.iter().map(|point| point.synonyms.len()).sum::<usize>()
    }

    fn check(&self, _: &Bilingual, fields: &Fields<'_, '_>) {
        if self.asked > self.points.len() {
            let args = [("asked", self.asked.to_string()), ("points", self.points.len().to_string())];
            fields.reader().problem("E019", fields.place("asked"), &args);
        }
    }

    fn ask(&self, asking: &mut Asking<'_>) -> Result<Box<dyn Task>, Unposed> {
        Ok(Box::new(Wanted::new(self, &asking.stem, asking.lang, &asking.synonyms)))
    }

    fn wanted(&self) -> Option<usize> {
        Some(self.asked)
    }
}

/// Characters of a point that a hint tells at most.
const LONGEST_HINT: usize = 12;

/// A text of so few characters is no more than a word or two.
const FEW: usize = 5;

/// The points wanted.
#[derive(Clone, Debug, PartialEq)]
struct Wanted {
    lang: Lang,
    stem: String,
    asked: usize,
    points: Vec<Shown>,
    synonyms: Synonyms,
}

#[derive(Clone, Debug, PartialEq)]
struct Shown {
    text: String,
    /// By what the point is seen; none of it stands in the stem.
    signs: Vec<Sign>,
    /// Of these the bare words of what the point says does not come about: `梯度消失` of `不会梯度消失`.
    averted: Vec<Sign>,
    /// By what the opposite is seen.
    contrary: Vec<Sign>,
}

impl Wanted {
    /// The points in the session's language. Words of the stem are no sign of a point.
    fn new(question: &KeyPoints, stem: &str, lang: Lang, synonyms: &Synonyms) -> Self {
        let lexicon = synonyms.lexicon();
        let asked = Reading::new(stem, lexicon);
        let points = question
            .points
            .iter()
            .map(|point| {
                let words = point.synonyms.iter().map(String::as_str).chain([point.text.zh.as_str(), &point.text.en]);
                let signs: Vec<Sign> =
                    words.flat_map(|words| Sign::all(words, lexicon)).filter_map(|sign| sign.beyond(&asked)).collect();
                let texts = [&point.text.zh, &point.text.en].map(|text| Reading::new(text, lexicon));
                let averts = |sign: &&Sign| texts.iter().any(|text| text.averts(sign));
                let averted = signs.iter().filter(averts).cloned().collect();
                let contrary = point.contrary.iter().map(|words| Sign::contrary(words, lexicon)).collect();
                Shown { text: prose(point.text.get(lang)), signs, averted, contrary }
            })
            .collect();
        Self { lang, stem: stem.to_owned(), asked: question.asked, points, synonyms: synonyms.clone() }
    }

    /// The numbers of the points that `text` seems to make, as they would be ticked.
    fn seen(&self, text: &str) -> String {
        let seen = self.points(text).into_iter().filter(|point| point.seen).map(|point| point.key);
        seen.collect::<Vec<_>>().join(",")
    }

    /// Which points a text makes: it says a sign of the point without denying it, and does not say the opposite.
    fn made(&self, text: &str) -> Vec<bool> {
        let signs = self.points.iter().flat_map(|point| point.signs.iter().chain(&point.contrary));
        let said = Reading::new(text, self.synonyms.lexicon()).speaking_of(signs);
        let places = |signs: &[Sign]| signs.iter().flat_map(|sign| said.places(sign)).collect::<Vec<Place>>();
        let mut all: Vec<Place> =
            self.points.iter().flat_map(|p| [places(&p.signs), places(&p.contrary)].concat()).collect();
        all.sort_unstable();
        all.dedup();
        let denied = said.denied(&all);
        let says = |signs: &[Sign]| {
            places(signs).iter().any(|place| all.iter().zip(&denied).any(|(known, denied)| known == place && !denied))
        };
        let asserts = |signs: &[Sign]| signs.iter().any(|sign| said.asserts(sign));
        let points = self.points.iter();
        points.map(|p| says(&p.signs) && !says(&p.contrary) && !asserts(&p.averted)).collect()
    }

    /// Whether the text has no word that the stem does not have.
    fn only_repeats_the_stem(&self, text: &str) -> bool {
        words(text).is_subset(&words(&self.stem))
    }
}

impl Task for Wanted {
    fn prompt(&self) -> Prompt {
        Prompt::Text {}
    }

    /// Marks the points ticked for the free text `line`, or those that it seems to make: each of the points asked for
    /// earns the same. A text that only repeats the stem makes no point.
    fn mark(&self, line: &str, ticks: Option<&str>) -> Result<Mark, Unreadable> {
        if line.is_empty() {
            return Err(Unreadable::Empty);
        }
        let seen = self.seen(line);
        let (text, line) = (line, ticks.unwrap_or(&seen));
        let last = self.points.len();
        let ticked: HashSet<usize> = numbers(line, last).ok_or(Unreadable::Points { last })?.into_iter().collect();
        let mut ticked: Vec<usize> = ticked.into_iter().collect();
        ticked.sort_unstable();
        let counted = if self.only_repeats_the_stem(text) { 0 } else { ticked.len().min(self.asked) };
        let numbers = ticked.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        Ok(Mark {
            given: format!("{} | {numbers}", text.trim()).trim_end().to_owned(),
            share: counted as f64 / self.asked.max(1) as f64,
            earned: (self.asked > 1)
                .then(|| say(self.lang, "study.earned-points", &[("right", &counted), ("of", &self.asked)])),
            ..Mark::default()
        })
    }

    /// The text, without the points that were ticked or seen.
    fn typed(&self, given: &str) -> String {
        given.rsplit_once(" |").map_or(given, |(text, _)| text).to_owned()
    }

    fn ticks(&self, given: &str) -> Option<String> {
        Some(given.rsplit_once(" |")?.1.trim().to_owned())
    }

    /// All points, one after the other.
    fn answer(&self) -> String {
        let numbered = self.points.iter().zip(1..);
        numbered.map(|(p, number): (_, usize)| format!("{number}. {}", p.text)).collect::<Vec<_>>().join("  ")
    }

    fn rule(&self) -> Option<String> {
        Some(say(self.lang, "study.rule-key-points", &[("asked", &self.asked)]))
    }

    /// How the first point begins.
    fn hints(&self) -> Vec<String> {
        let Some(first) = self.points.first() else { return Vec::new() };
        let words = beginning(&first.text, self.synonyms.lexicon());
        vec![say(self.lang, "study.hint-point", &[("words", &words)])]
    }

    fn points(&self, text: &str) -> Vec<PointLine> {
        let numbered = self.points.iter().zip(self.made(text)).zip(1..);
        numbered
            .map(|((p, seen), number): (_, usize)| PointLine { key: number.to_string(), text: p.text.clone(), seen })
            .collect()
    }

    fn again(&self, given: &str) -> Vec<Again> {
        let ticked = self.ticks(given).unwrap_or_default();
        let ticked = numbers(&ticked, self.points.len()).unwrap_or_default();
        let points = self.points.iter().zip(1..);
        points
            .map(|(point, number): (_, usize)| Again {
                key: number.to_string(),
                text: point.text.clone().into(),
                state: State::of(true, ticked.contains(&number)),
                aside: None,
            })
            .collect()
    }
}

/// The first third of a text, up to where a word of it ends; of a few characters the first.
fn beginning<'t>(text: &'t str, lexicon: &Lexicon) -> &'t str {
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).skip(1).collect();
    let third = (ends.len().div_ceil(3)).min(LONGEST_HINT);
    let tokens = tokens(&Words::new(text));
    let runs = lexicon.runs(&tokens);
    let is_whole = |end: &usize| {
        let at = fold(&text[..*end]).len();
        let crossed = |from: usize, to: usize| from < at && at < to;
        let opened = text[..*end].ends_with(['(', '（', ' ', '“']);
        !opened
            && !tokens.iter().any(|token| crossed(token.from, token.to))
            && !runs.iter().any(|run| crossed(tokens[run.from].from, tokens[run.to - 1].to))
    };
    let (near, far) = ends.split_at(third.min(ends.len()));
    let end = near.iter().rfind(|end| is_whole(end)).or_else(|| far.iter().find(|end| is_whole(end)));
    let few = || ends.first().copied().unwrap_or(text.len());
    let end = if ends.len() < FEW { few() } else { end.copied().unwrap_or_else(few) };
    &text[..end]
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

    fn question() -> Wanted {
        let point = |zh: &str, synonyms: &[&str]| Point {
            text: Bilingual { zh: zh.into(), en: zh.into() },
            synonyms: synonyms.iter().map(|&s| s.to_owned()).collect(),
            contrary: Vec::new(),
        };
        let points = vec![
            point("计算简单", &["快", "cheap"]),
            point("缓解梯度消失", &["不饱和"]),
            point("稀疏激活", &["稀疏", "ReLU"]),
        ];
        Wanted::new(
            &KeyPoints { asked: 2, points },
            "写出 ReLU 相对 sigmoid 的两个优点",
            Lang::Zh,
            &Synonyms::default(),
        )
    }

    fn seen(text: &str) -> Vec<bool> {
        question().points(text).iter().map(|l| l.seen).collect()
    }

    #[test]
    fn a_synonym_ticks_its_point() {
        assert_eq!(seen("算得快，而且在正区间不饱和"), [true, true, false]);
    }

    #[test]
    fn who_says_the_opposite_makes_no_point() {
        assert_eq!(seen("算得不快，也没有稀疏激活"), [false, false, false]);
        assert_eq!(seen("not cheap"), [false, false, false]);
        assert_eq!(seen("不饱和，所以快"), [true, true, false]);
        let mut question = question();
        question.points[2].contrary = vec![Sign::contrary("减少稀疏", question.synonyms.lexicon())];
        let seen = |text: &str| question.made(text)[2];
        assert_eq!([seen("稀疏激活"), seen("它减少稀疏激活"), seen("并不减少稀疏激活，很稀疏")], [true, false, true]);
    }

    #[test]
    fn what_a_point_says_does_not_come_about_is_not_said_by_who_says_that_it_does() {
        let point = Point {
            text: Bilingual { zh: "正区间内不会导致梯度消失".into(), en: "gradients do not vanish".into() },
            synonyms: ["梯度消失", "不会梯度消失", "vanishing gradient"].map(str::to_owned).to_vec(),
            contrary: Vec::new(),
        };
        let question = KeyPoints { asked: 1, points: vec![point] };
        let question = Wanted::new(&question, "写出 ReLU 的优点", Lang::Zh, &Synonyms::default());
        for (text, made) in [
            ("不会梯度消失", true),
            ("梯度消失问题得到缓解", true),
            ("没有梯度消失", true),
            ("会梯度消失", false),
            ("容易出现梯度消失", false),
        ] {
            assert_eq!(question.made(text)[0], made, "{text}");
        }
    }

    #[test]
    fn a_hint_ends_where_a_word_ends_and_is_not_the_whole() {
        let synonyms = Synonyms::default();
        for (text, words) in [
            ("键（K）与查询", "键"),
            ("梯度可沿直连边直接传回", "梯度可沿"),
            ("the gradient flows back along the shortcut", "the gradient"),
            ("遗忘门", "遗"),
            ("计算成本高，要算指数", "计算成本高"),
        ] {
            assert_eq!(beginning(text, synonyms.lexicon()), words, "{text}");
        }
    }

    #[test]
    fn words_of_the_stem_tick_nothing() {
        assert_eq!(seen("写出 ReLU 相对 sigmoid 的两个优点"), [false, false, false]);
    }

    #[test]
    fn repeating_the_stem_earns_nothing_whatever_is_ticked() {
        assert_eq!(question().mark("ReLU 相对 sigmoid 的优点", Some("1,2")).unwrap().share, 0.0);
        assert_eq!(question().mark("写出两个优点", Some("1,2")).unwrap().share, 0.0);
    }

    #[test]
    fn each_point_asked_for_earns_the_same_and_no_more_than_all() {
        let share = |line: &str| question().mark("算得快，梯度不消失", Some(line)).unwrap().share;
        assert_eq!([share(""), share("2"), share("1,3"), share("123")], [0.0, 0.5, 1.0, 1.0]);
        assert!(question().mark("快", Some("4")).is_err());
        assert_eq!(question().mark("算得快", Some("3 1")).unwrap().given, "算得快 | 1,3");
    }

    #[test]
    fn what_was_typed_is_read_from_the_record() {
        for text in ["算得快", "快 | 不饱和", "不知道"] {
            let given = question().mark(text, None).unwrap().given;
            assert_eq!(question().typed(&given), text, "{given}");
        }
    }
}
