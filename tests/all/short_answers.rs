//! Short answers of the course, as students write them: which points are seen, and that the opposite makes none.

use std::collections::BTreeMap;
use std::path::Path;

use dlrev::course::kinds::key_points::KeyPoints;
use dlrev::course::{Lang, Question, Topic};
use dlrev::study::item::Item;
use serde::Deserialize;

use crate::asked::Questions;

#[derive(Deserialize)]
struct Table {
    answers: Vec<Answer>,
}

/// An answer, and the points that it makes.
#[derive(Deserialize)]
struct Answer {
    to: String,
    text: String,
    makes: Vec<usize>,
}

impl Questions {
    /// The short-answer questions of the course.
    fn all(&self) -> BTreeMap<&str, (&Topic, &Question)> {
        let questions = self.topics.iter().flat_map(|topic| topic.questions.iter().map(move |q| (&**topic, q)));
        questions.filter(|(_, q)| q.body.of::<KeyPoints>().is_some()).map(|(topic, q)| (&*q.id, (topic, q))).collect()
    }
}

/// The numbers of the points that a text makes.
fn made(item: &Item, text: &str) -> Vec<usize> {
    let points = item.task.points(text);
    points.iter().filter(|point| point.seen).map(|point| point.key.parse().unwrap()).collect()
}

#[test]
fn the_points_of_an_answer_are_those_that_a_reader_sees() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let read = |file: &str| toml::from_str(&std::fs::read_to_string(folder.join(file)).unwrap()).unwrap();
    let tables: [Table; 3] = ["short-answers.toml", "short-answers-unseen.toml", "short-answers-denied.toml"].map(read);
    let questions = Questions::new();
    let all = questions.all();
    let mut items = BTreeMap::new();
    let mut wrong = Vec::new();
    for answer in tables.iter().flat_map(|table| &table.answers) {
        let lang =
            if answer.text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) { Lang::Zh } else { Lang::En };
        let item = || questions.asked(all[&*answer.to], lang);
        let seen = made(items.entry((&answer.to, lang == Lang::Zh)).or_insert_with(item), &answer.text);
        if seen != answer.makes {
            wrong.push(format!("{} {}: {seen:?}, not {:?}", answer.to, answer.text, answer.makes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a sign has in it that denies something.
const NEGATIONS: [&str; 16] = [
    "不", "没", "无", "非", "避免", "防止", "难", "减", "not", "no", "without", "fail", "avoid", "prevent", "less",
    "fewer",
];

#[test]
fn the_model_answer_makes_every_point_and_a_sign_that_is_denied_makes_none() {
    let questions = Questions::new();
    let mut wrong = Vec::new();
    for (id, of) in questions.all() {
        let points = &of.1.body.of::<KeyPoints>().unwrap().points;
        let all: Vec<usize> = (1..=points.len()).collect();
        let items = Lang::ALL.map(|lang| questions.asked(of, lang));
        for item in &items {
            let model = item.task.points("").into_iter().map(|point| point.text).collect::<Vec<_>>().join("；");
            let seen = made(item, &model);
            if seen != all {
                wrong.push(format!("{id} {model}: {seen:?}"));
            }
        }
        for (point, number) in points.iter().zip(1..) {
            for sign in &point.synonyms {
                let text = format!("{}{sign}", if sign.is_ascii() { "it is not " } else { "并不是" });
                // A longer sign may have the denial in it.
                let denies = |other: &String| NEGATIONS.iter().any(|word| other.to_lowercase().contains(word));
                // Of a point that is a denial the denial is what is wanted: 不用池化 is made by 并不是池化.
                let holds = |other: &String| {
                    other != sign && (text.to_lowercase().contains(&other.to_lowercase()) || denies(other))
                };
                if !point.synonyms.iter().any(holds) && made(&items[0], &text).contains(&number) {
                    wrong.push(format!("{id} {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
