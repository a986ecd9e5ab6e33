//! Questions of the bundled course, each ready to be asked in a language.

use std::rc::Rc;
use std::sync::Arc;

use dlrev::course::{Course, Lang, Question, Topic};
use dlrev::study::item::{Item, statements};
use dlrev::study::{Catalog, Setting};

/// The topics of the course.
pub struct Questions {
    course: Course,
    pub topics: Vec<Arc<Topic>>,
}

impl Questions {
    pub fn new() -> Self {
        let course = Course::open(None).unwrap();
        let topics = course.topics();
        Self { course, topics }
    }

    /// The question with this id, as a session asks it.
    pub fn item(&self, id: &str, lang: Lang) -> Item {
        let questions = self.topics.iter().flat_map(|topic| topic.questions.iter().map(move |q| (&**topic, q)));
        self.asked(questions.into_iter().find(|(_, question)| *question.id == *id).expect(id), lang)
    }

    /// A question of a topic, as a session asks it.
    pub fn asked(&self, (topic, question): (&Topic, &Question), lang: Lang) -> Item {
        let setting = Setting { seed: 1, ..Setting::new(lang, Rc::new(Catalog::new(self.course.clone()))) };
        Item::new(question, topic, &statements(&self.topics), &setting).unwrap()
    }
}
