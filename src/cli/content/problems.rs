//! Every problem of a course: of its files, of the whole, of what can be proven.

use std::collections::BTreeSet;

use super::super::plot::answered;
use super::SYLLABUS;
use crate::calculation::check::{Finding, Flaw, check as prove, misread_in_words};
use crate::calculation::{Exercise, applies};
use crate::course::check::{self, Checked, File};
use crate::course::messages::say;
use crate::course::plots::Plots;
use crate::course::spec::{Place, Spec};
use crate::course::{Bilingual, Computed, Course, Problem, Severity, formula_error};
use crate::math::{budget, near};
use crate::study::exam::{Flaw as Unevenness, survey};
use crate::study::{Catalog, ExamPlan, ExerciseError, Exercises as _};

/// Multiply-adds of all evaluations by which one course is checked.
const CHECK: u64 = 20_000_000_000;

/// Variants of each calculation that are drawn at each level.
const VARIANTS: u32 = 8;

/// All problems: of the files, of the whole, of what can be proven.
pub(super) fn problems(course: &Course) -> Vec<Problem> {
    budget::within(CHECK, || found(course))
}

/// That no more can be worked out after this file, if so.
fn spent(path: &str) -> Option<Problem> {
    budget::is_spent().then(|| Problem::new("E048", path, 0..0, vec![("bound", CHECK.to_string())]))
}

fn found(course: &Course) -> Vec<Problem> {
    let Checked { mut problems, files } = check::check(course);
    if course.is_empty() {
        problems.push(Problem::new("E062", SYLLABUS, 0..0, Vec::new()));
    }
    let unread = problems.iter().any(|problem| ["E001", "E002"].contains(&problem.code));
    let topics: Option<BTreeSet<String>> =
        (!unread).then(|| course.contents().into_iter().map(|topic| topic.id.to_string()).collect());
    let (mut taken, mut broken) = (BTreeSet::new(), BTreeSet::new());
    for path in course.own_files_in("calculations") {
        let Some(id) = path.strip_prefix("calculations/").and_then(|p| p.strip_suffix(".toml")) else { continue };
        let loaded = course.calculation(id);
        let before = problems.len();
        let sound = loaded.problems.iter().all(|p| p.severity() != Severity::Error);
        problems.extend(loaded.problems);
        taken.extend(loaded.took.into_iter().map(|file| file.path));
        problems.extend(loaded.value.iter().flat_map(|spec| misplaced(course, &path, id, spec, topics.as_ref())));
        if let Some(spec) = loaded.value.filter(|_| sound) {
            problems.extend(prove(&spec, VARIANTS).into_iter().map(|finding| problem(course, &path, &spec, finding)));
        }
        if let Some(spent) = spent(&path) {
            problems.push(spent);
            return problems;
        }
        if problems[before..].iter().any(|problem| problem.severity() == Severity::Error) {
            broken.insert(id.to_owned());
        }
    }
    problems.extend(course.network_problems());
    problems.extend(course.part_problems());
    problems.extend(course.word_problems());
    let idle = course.own_files_in("parts").into_iter().filter(|path| !taken.contains(path));
    problems.extend(idle.map(|path| Problem::new("W116", &path, 0..0, Vec::new())));
    problems.extend(undrawn(course, &broken));
    problems.extend(unposed(course, &files, &broken));
    // A course in which something is not there cannot make up a paper as it should.
    let sound = problems.iter().all(|p| p.severity() != Severity::Error && p.code != "W108");
    problems.extend(sound.then(|| uneven_papers(course)).into_iter().flatten());
    problems
}

/// That a calculation is not called as its file is, or belongs to none of the topics, where these are known.
fn misplaced(course: &Course, path: &str, file: &str, spec: &Spec, topics: Option<&BTreeSet<String>>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut note = |key: &str, code, args| {
        let (path, span) = course.placed(path, &Place::default().key(key));
        problems.push(Problem::new(code, &path, span, args));
    };
    let file = file.split('@').next().unwrap_or_default();
    if *spec.id != *file {
        note("id", "E061", vec![("id", spec.id.to_string()), ("file", file.to_owned())]);
    }
    if let Some(topics) = topics.filter(|topics| !topics.contains(&*spec.topic)) {
        let id = ("id", spec.topic.to_string());
        match near(&spec.topic, topics.iter().map(String::as_str)) {
            Some(near) => note("topic", "E010n", vec![id, ("near", near.to_owned())]),
            None => note("topic", "E010", vec![id]),
        }
    }
    problems
}

/// How many papers are drawn by the blueprint.
const PAPERS: u64 = 200;

/// What is wrong with papers that the course's blueprint makes.
fn uneven_papers(course: &Course) -> Vec<Problem> {
    let Some(plan) = course.syllabus().value.as_ref().and_then(ExamPlan::new) else { return Vec::new() };
    let source = course.file(SYLLABUS).unwrap_or_default();
    let place = |text: &str| source.find(text).map_or(0..0, |at| at..at + text.len());
    let seed = |seed: u64| ("seed", seed.to_string().into());
    let of = |papers: usize| ("papers", papers.to_string().into());
    let flaws = survey(&plan, &course.topics(), PAPERS).into_iter().map(|flaw| {
        let (code, span, mut args) = match flaw {
            Unevenness::Short { part, wanted, papers, seed: first } => {
                let span = place(&format!("'{}'", part.zh));
                ("W109", span, vec![("part", part), ("count", wanted.to_string().into()), of(papers), seed(first)])
            }
            Unevenness::Twice { statement, papers, seed: first } => {
                ("W110", place("[exam]"), vec![("id", statement.to_string().into()), of(papers), seed(first)])
            }
            Unevenness::Akin { statement, other, papers, seed: first } => {
                let ids = [("id", statement.to_string().into()), ("other", other.to_string().into())];
                ("W114", place("[exam]"), ids.into_iter().chain([of(papers), seed(first)]).collect())
            }
            Unevenness::OneSided { papers, seed: first } => ("W111", place("[exam]"), vec![of(papers), seed(first)]),
            Unevenness::Beyond { papers, seed: first } => ("W113", place("beyond"), vec![of(papers), seed(first)]),
            Unevenness::Uneven { topic, points, wanted } => {
                let number = |points: f64| format!("{points:.1}").into();
                let span = place(&format!("'{topic}'"));
                (
                    "W112",
                    span,
                    vec![("id", topic.to_string().into()), ("points", number(points)), ("wanted", number(wanted))],
                )
            }
        };
        args.push(("of", PAPERS.to_string().into()));
        Problem { code, path: SYLLABUS.to_owned(), span, args }
    });
    flaws.collect()
}

/// How many variants are posed of a question or card whose numbers are drawn.
const POSED: u32 = 12;

/// Computed questions and cards that cannot be asked. What is wrong with a calculation itself is told of it alone.
fn unposed(course: &Course, files: &[File], broken: &BTreeSet<String>) -> Vec<Problem> {
    let catalog = Catalog::new(course.clone());
    let mut problems = Vec::new();
    for file in files {
        let File { path, topic, .. } = file;
        let questions =
            topic.questions.iter().filter_map(|q| Some((&q.id, q.body.computed()?.clone(), q.stem.zh.is_empty())));
        let cards = topic.cards.iter().filter_map(|c| Some((&c.id, c.face.computed()?, true)));
        let sound = |(_, computed, _): &(_, Computed, _)| !broken.contains(&*computed.calculation);
        let failed = questions.chain(cards).filter(sound).filter_map(|(id, computed, alone)| {
            let seeds = if computed.given.is_empty() { 0..POSED } else { 0..1 };
            let mut posed = seeds.map(|seed| catalog.of_question(&computed, alone, seed.wrapping_mul(0x9E37_79B9)));
            posed.find_map(|posed| match posed {
                Ok(exercise) => unfounded(course, &computed, &exercise).map(|args| (id, "E045", args)),
                // That there is no such calculation is a problem of its own.
                Err(ExerciseError::Unknown(_)) => None,
                Err(error) => Some((id, "E028", vec![("what", Bilingual::of(|lang| error.sentence(lang)))])),
            })
        });
        problems.extend(
            failed
                // What cannot be posed any more may be sound.
                .take_while(|_| !budget::is_spent())
                .take(check::MOST)
                .map(|(id, code, args)| Problem { code, path: path.clone(), span: file.place(id), args }),
        );
        if let Some(spent) = spent(path) {
            problems.push(spent);
            break;
        }
    }
    problems
}

/// What a message is told with.
type Args = Vec<(&'static str, Bilingual)>;

/// That a question leaves a convention open by which none of its answers could come out otherwise.
fn unfounded(course: &Course, computed: &Computed, exercise: &Exercise) -> Option<Args> {
    let asked = if exercise.goal.is_empty() { &exercise.ask } else { &exercise.goal };
    let keys: Vec<String> = asked.iter().map(|ask| ask.key.to_string()).collect();
    let spec = course.calculation(&computed.calculation).value.filter(|_| !computed.open.is_empty())?;
    let id = applies::unfounded(&spec, &keys, &computed.open)?;
    Some(vec![("keys", keys.join(", ").into()), ("id", id.clone().into())])
}

/// Curves of the course whose calculation does not answer what they draw.
fn undrawn(course: &Course, broken: &BTreeSet<String>) -> Vec<Problem> {
    let source = course.file(SYLLABUS).unwrap_or_default();
    let plots = course.syllabus().value.map(|syllabus| syllabus.plots).unwrap_or_default();
    let problem = |plots: &Plots| {
        let id = plots.calculation.as_ref().filter(|id| !broken.contains(&***id))?;
        course.calculation(id).value?;
        let name = plots.names.iter().find(|name| answered(plots, id, name, course).is_none())?;
        let literal = format!("'{name}'");
        let span = source.find(&literal).map_or(0..0, |at| at..at + literal.len());
        let what = |lang| say(lang, "plot.no-values", &[("calculation", id), ("name", name)]);
        Some(Problem { code: "E028", path: SYLLABUS.to_owned(), span, args: vec![("what", Bilingual::of(what))] })
    };
    plots.iter().filter_map(problem).collect()
}

/// What does not hold of a calculation, as a problem of its file or of one that it takes from.
fn problem(course: &Course, path: &str, spec: &Spec, finding: Finding) -> Problem {
    let (code, args) = match finding.flaw {
        Flaw::Example { source, key, expected, got } => (
            "E020",
            vec![("key", format!("{key} ({source})").into()), ("expected", expected.into()), ("got", got.into())],
        ),
        Flaw::Formula(why) => ("E008", vec![("what", formula_error::sentences(&why))]),
        Flaw::Broken(why) => ("E026", vec![("what", why.sentences(spec))]),
        Flaw::Stranger { step, name } => ("E041", vec![("step", step), ("name", name.into())]),
        Flaw::Unsaid { flag, code } => ("E042", vec![("flag", flag.into()), ("code", code.into())]),
        Flaw::Missing { id, near: None } => ("E010", vec![("id", id.into())]),
        Flaw::Missing { id, near: Some(near) } => ("E010n", vec![("id", id.into()), ("near", near.into())]),
        Flaw::Taken { name } => ("E069", vec![("name", name.into())]),
        Flaw::Twice { id } => ("E068", vec![("id", id.into())]),
        Flaw::Untold { keys, flag } => {
            ("E063", vec![("keys", keys.into()), ("place", format!("{{{flag}}}").into()), ("flag", flag.into())])
        }
        Flaw::Open => ("E064", Vec::new()),
        Flaw::Unfilled { place } => ("E065", vec![("place", format!("{{{place}}}").into())]),
        Flaw::Written { of, text, why } => {
            ("E043", vec![("of", of.into()), ("text", text.into()), ("what", misread_in_words(&why))])
        }
        Flaw::Never { id, name } => ("E046", vec![("id", id.into()), ("name", name.into())]),
        Flaw::Unknown { name, near: None } => ("E049", vec![("name", name.into())]),
        Flaw::Unknown { name, near: Some(near) } => ("E049n", vec![("name", name.into()), ("near", near.into())]),
        Flaw::Unsettled { keys, id } => ("E044", vec![("keys", keys.into()), ("id", id.into())]),
        Flaw::Unfounded { keys, id } => ("E045", vec![("keys", keys.into()), ("id", id.into())]),
        Flaw::Both { key } => ("E072", vec![("key", key.into())]),
        Flaw::Grading { code } => ("E027", vec![("code", code.into())]),
    };
    let (path, span) = course.placed(path, &finding.place);
    Problem { code, path, span, args }
}
