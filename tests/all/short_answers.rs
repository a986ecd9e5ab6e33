//! Short answers of the course, as students write them: which points are seen, and that the opposite makes none.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use dlrev::course::kinds::key_points::KeyPoints;
use dlrev::course::{Course, Lang, Question, Topic};
use dlrev::study::item::{Item, statements};
use dlrev::study::{Catalog, Setting};
use serde::Deserialize;

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

/// The short-answer questions of the course, each ready to be asked in both languages.
struct Questions {
    course: Course,
    topics: Vec<Arc<Topic>>,
}

impl Questions {
    fn new() -> Self {
        let course = Course::open(None).unwrap();
        let topics = course.topics();
        Self { course, topics }
    }

    fn all(&self) -> BTreeMap<&str, (&Topic, &Question)> {
        let questions = self.topics.iter().flat_map(|topic| topic.questions.iter().map(move |q| (&**topic, q)));
        questions.filter(|(_, q)| q.body.of::<KeyPoints>().is_some()).map(|(topic, q)| (&*q.id, (topic, q))).collect()
    }

    fn item(&self, (topic, question): (&Topic, &Question), lang: Lang) -> Item {
        let exercises = Rc::new(Catalog::new(self.course.clone()));
        let setting = Setting { lang, seed: 1, exercises, flagged: HashSet::new(), again: false };
        Item::new(question, topic, &statements(&self.topics), &setting).unwrap()
    }
}

/// The numbers of the points that a text makes.
fn made(item: &Item, text: &str) -> Vec<usize> {
    let points = item.task.points(text);
    points.iter().filter(|point| point.seen).map(|point| point.key.parse().unwrap()).collect()
}

#[test]
fn the_points_of_an_answer_are_those_that_a_reader_sees() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/short-answers.toml");
    let table: Table = toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let questions = Questions::new();
    let all = questions.all();
    let mut wrong = Vec::new();
    for answer in &table.answers {
        let seen = made(&questions.item(all[&*answer.to], Lang::Zh), &answer.text);
        if seen != answer.makes {
            wrong.push(format!("{} {}: {seen:?}, not {:?}", answer.to, answer.text, answer.makes));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_model_answer_makes_every_point_and_a_sign_that_is_denied_makes_none() {
    let questions = Questions::new();
    let mut wrong = Vec::new();
    for (id, of) in questions.all() {
        let points = &of.1.body.of::<KeyPoints>().unwrap().points;
        let all: Vec<usize> = (1..=points.len()).collect();
        let items = Lang::ALL.map(|lang| questions.item(of, lang));
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
                let holds = |other: &String| other != sign && text.to_lowercase().contains(&other.to_lowercase());
                if !point.synonyms.iter().any(holds) && made(&items[0], &text).contains(&number) {
                    wrong.push(format!("{id} {text}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
