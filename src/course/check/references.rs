//! Ids: each stands once, and what is referred to is there.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{File, MOST, places};
use crate::course::Face;
use crate::course::library::Course;
use crate::course::problem::Problem;
use crate::course::syllabus::Blueprint;
use crate::course::topic::Topic;
use crate::math::near;

/// What can be referred to.
#[derive(Debug)]
pub(super) struct Known {
    topics: BTreeSet<String>,
    /// Those whose title some file says.
    titled: BTreeSet<String>,
    statements: BTreeSet<String>,
    headings: HashMap<String, BTreeSet<String>>,
    calculations: BTreeSet<String>,
    lines: BTreeSet<String>,
    /// Every question, behind its kind.
    questions: BTreeSet<(&'static str, String)>,
    /// The file in which each id stands first.
    first: HashMap<String, String>,
}

impl Known {
    /// Everything in the course, including what a folder is laid over.
    pub fn of(course: &Course, files: &[File]) -> Self {
        let below = if course.is_laid_over() { course.topics() } else { Vec::new() };
        let topics = || files.iter().map(|f| &f.topic).chain(below.iter().map(|topic| &**topic));
        let mut known = Self {
            topics: topics().map(|topic| topic.id.to_string()).collect(),
            titled: topics().filter(|topic| topic.title.is_some()).map(|topic| topic.id.to_string()).collect(),
            statements: BTreeSet::new(),
            headings: HashMap::new(),
            calculations: course.calculation_ids().into_iter().collect(),
            questions: BTreeSet::new(),
            lines: course.outline_lines().into_iter().map(|(id, _)| id).collect(),
            first: HashMap::new(),
        };
        for file in files {
            for id in ids(&file.topic) {
                known.first.entry(id.to_owned()).or_insert_with(|| file.path.clone());
            }
        }
        for topic in topics() {
            known.questions.extend(topic.questions.iter().map(|q| (q.body.kind().key, q.id.to_string())));
            known.statements.extend(topic.statements.iter().map(|s| s.id.to_string()));
            let headings = known.headings.entry(topic.id.to_string()).or_default();
            headings.extend(topic.headings.iter().map(|h| h.id.to_string()));
        }
        known
    }

    /// The statements that seem to be meant where cards and questions name such as are not there.
    pub fn meant(&self, files: &[File]) -> HashSet<String> {
        let topics = || files.iter().map(|file| &file.topic);
        let cards = topics().flat_map(|topic| topic.cards.iter().flat_map(|card| &card.tests));
        let questions = topics().flat_map(|topic| topic.questions.iter().flat_map(|question| &question.tests));
        let missing = cards.chain(questions).filter(|id| !self.statements.contains(&***id));
        missing.filter_map(|id| near(id, self.statements.iter().map(String::as_str))).map(str::to_owned).collect()
    }

    /// What `course.toml` refers to that is not there.
    pub fn outline(&self, course: &Course) -> Vec<Problem> {
        let Some(outline) = course.syllabus().value else { return Vec::new() };
        let source = course.file("course.toml").unwrap_or_default();
        let problem = |keys: &[&str], given: &str, (code, args): Wrong| {
            Problem::new(code, "course.toml", places::under(&source, keys, given), args)
        };
        let circle = outline.circle().map(|circle| {
            let way = circle.iter().map(ToString::to_string).collect::<Vec<_>>().join(" → ");
            Problem::new("E052", "course.toml", places::of_key(&source, "needs"), vec![("way", way)])
        });
        let none = Blueprint::default();
        let exam = outline.exam.as_ref().unwrap_or(&none);
        let needed = outline.needs.iter().flat_map(|need| need.on.iter().chain([&need.topic]));
        let weights = exam.weights.iter().map(|weight| &weight.topic);
        let named: BTreeSet<_> = outline.topics.iter().chain(weights).chain(needed).collect();
        let topics = named.into_iter().filter(|id| !self.topics.contains(&***id));
        let mut problems: Vec<Problem> =
            topics.take(MOST).map(|id| problem(&["topics", "exam", "needs"], id, missing(id, &self.topics))).collect();
        problems.extend(circle);
        let drawn = outline.plots.iter().filter_map(|plots| plots.calculation.as_ref());
        let drawn = drawn.filter(|id| !self.calculations.contains(&***id));
        problems.extend(drawn.take(MOST).map(|id| problem(&["plots"], id, missing(id, &self.calculations))));
        let of_kind =
            |kinds: &[String]| self.questions.iter().filter(|(kind, _)| kinds.iter().any(|k| k == kind)).count();
        for part in exam.parts.iter().take(MOST) {
            let have = of_kind(&part.kinds);
            if have < part.count {
                let numbers = [
                    ("count", part.count.to_string()),
                    ("have", have.to_string()),
                    ("points", part.points.to_string()),
                ];
                let mut short = problem(&["exam"], &part.title.zh, ("W108", numbers.into()));
                short.args.push(("part", part.title.clone()));
                problems.push(short);
            }
        }
        problems
    }
}

/// Code and arguments of a problem.
type Wrong = (&'static str, Vec<(&'static str, String)>);

/// That there is no such id, with the nearest one.
fn missing(id: &str, known: &BTreeSet<String>) -> Wrong {
    let mut args = vec![("id", id.to_owned())];
    match near(id, known.iter().map(String::as_str)) {
        Some(near) => {
            args.push(("near", near.to_owned()));
            ("E010n", args)
        }
        None => ("E010", args),
    }
}

/// What a file refers to that is not there.
pub(super) fn check(file: &File, known: &Known) -> Vec<Problem> {
    let mut problems = Vec::new();
    let topic = &file.topic;
    let none = BTreeSet::new();
    let mut refer = |owner: &str, to: &str, among: &BTreeSet<String>| {
        if problems.len() < MOST && !among.contains(to) {
            let (code, args) = missing(to, among);
            problems.push(file.within(owner, to, code, args));
        }
    };
    let headings = known.headings.get(&*topic.id).unwrap_or(&none);
    for statement in &topic.statements {
        if let Some(heading) = &statement.heading {
            refer(&statement.id, heading, headings);
        }
        for line in statement.from.iter().filter(|_| !known.lines.is_empty()) {
            refer(&statement.id, line, &known.lines);
        }
        statement.akin.iter().for_each(|id| refer(&statement.id, id, &known.statements));
        if let Some(of) = statement.formula.as_ref().and_then(|f| f.derivative_of.as_ref()) {
            refer(&statement.id, &of.statement, &known.statements);
        }
    }
    for table in &topic.tables {
        if let Some(heading) = &table.heading {
            refer(&table.id, heading, headings);
        }
    }
    for card in &topic.cards {
        card.tests.iter().for_each(|id| refer(&card.id, id, &known.statements));
        if let Face::Computed { calculation, .. } = &card.face {
            refer(&card.id, calculation, &known.calculations);
        }
    }
    for question in &topic.questions {
        question.tests.iter().for_each(|id| refer(&question.id, id, &known.statements));
        if let Some(c) = question.body.computed() {
            refer(&question.id, &c.calculation, &known.calculations);
        }
    }
    problems
}

/// That no file says the title of the topic, told of each of its files.
pub(super) fn title(file: &File, known: &Known) -> Option<Problem> {
    let id = &file.topic.id;
    (!known.titled.contains(&**id)).then(|| file.at(id, "E004", vec![("key", "title".to_owned())]))
}

/// Ids that stand in this file a second time, or in an earlier one.
pub(super) fn doubles(file: &File, known: &Known, files: &[File]) -> Vec<Problem> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut problems = Vec::new();
    for id in ids(&file.topic) {
        let times = seen.entry(id).or_default();
        let first = known.first.get(id).and_then(|path| files.iter().find(|other| other.path == *path));
        if let Some(first) = first.filter(|first| *times > 0 || first.path != file.path) {
            let args = vec![("id", id.to_owned()), ("first", first.line(id))];
            problems.push(Problem::new("E009", &file.path, file.place_again(id, *times), args));
        }
        *times += 1;
        if problems.len() >= MOST {
            break;
        }
    }
    problems
}

fn ids(topic: &Topic) -> Vec<&str> {
    let statements = topic.statements.iter().map(|s| &*s.id);
    // What an item was called before is taken too: the record goes by it.
    let cards = topic.cards.iter().flat_map(|c| [&c.id].into_iter().chain(&c.renamed_from));
    let questions = topic.questions.iter().flat_map(|q| [&q.id].into_iter().chain(&q.renamed_from));
    statements.chain(cards.chain(questions).map(|id| &**id)).collect()
}
