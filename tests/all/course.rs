//! The bundled course, question by question.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use dlrev::course::kinds::fill::Fill;
use dlrev::course::kinds::key_points::KeyPoints;
use dlrev::course::{Course, Lang, Topic};
use dlrev::study::item::{Item, statements};
use dlrev::study::{Action, Catalog, Command, Exercises as _, ReviewPlan, Session as _, Setting, Standing};

fn topics() -> (Course, Vec<Arc<Topic>>) {
    let course = Course::open(None).unwrap();
    let topics = course.topics();
    (course, topics)
}

#[test]
fn the_bundle_reads_alike_with_its_checks_and_without() {
    let checked = Course::open(None).unwrap();
    let trusted = checked.clone().trusting_the_bundle();
    for path in checked.files_in("topics") {
        assert_eq!(format!("{:?}", trusted.topic_file(&path)), format!("{:?}", checked.topic_file(&path)), "{path}");
    }
    for id in checked.calculation_ids() {
        assert_eq!(format!("{:?}", trusted.calculation(&id)), format!("{:?}", checked.calculation(&id)), "{id}");
    }
}

#[test]
fn the_right_answer_to_every_question_reaches_all_points() {
    let (course, topics) = topics();
    let catalog = Rc::new(Catalog::new(course));
    let known = catalog.kinds();
    let statements = statements(&topics);
    let mut wrong = Vec::new();
    for lang in Lang::ALL {
        let setting = Setting { seed: 1, ..Setting::new(lang, catalog.clone()) };
        for (topic, question) in topics.iter().flat_map(|t| t.questions.iter().map(move |q| (t, q))) {
            if let Some(c) = question.body.computed()
                && !known.contains(&c.calculation)
            {
                // `content check` reports it.
                continue;
            }
            let item = match Item::new(question, topic, &statements, &setting) {
                Ok(item) => item,
                Err(error) => {
                    wrong.push(format!("{}: {error}", question.id));
                    continue;
                }
            };
            let (line, ticks) = match question.body.of::<KeyPoints>() {
                Some(KeyPoints { asked, points }) => {
                    let numbers = (1..=*asked).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
                    let text = points.iter().map(|p| p.text.get(lang).to_owned()).collect::<Vec<_>>().join("; ");
                    (text, Some(numbers))
                }
                None => (item.task.answer(), None),
            };
            match item.task.mark(&line, ticks.as_deref()) {
                // What the record has of an answer on a paper is read again as the same answer.
                Ok(mark) if mark.is_full() => match item.task.mark(&line, None) {
                    Ok(alone) if item.task.mark(&item.task.typed(&alone.given), None).as_ref() == Ok(&alone) => {}
                    other => wrong.push(format!("{} in {lang}, read again: {line}: {other:?}", question.id)),
                },
                other => wrong.push(format!("{} in {lang}: {line}: {other:?}", question.id)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_a_blank_accepts_is_right_and_what_it_rejects_is_not() {
    let (_, topics) = topics();
    let mut wrong = Vec::new();
    for question in topics.iter().flat_map(|t| &t.questions) {
        let Some(Fill { blanks, .. }) = question.body.of::<Fill>() else { continue };
        for blank in blanks {
            wrong.extend(blank.accept.iter().filter(|a| !blank.takes(a)).map(|a| format!("{}: {a}", question.id)));
            wrong.extend(blank.reject.iter().filter(|r| blank.takes(r)).map(|r| format!("{}: not {r}", question.id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_card_can_be_shown() {
    let (course, topics) = topics();
    let today = "2026-11-23".parse().unwrap();
    let standing = Standing {
        today,
        due: std::collections::HashMap::default(),
        new_today: 0,
        seen_today: std::collections::HashSet::default(),
        apart: HashSet::new(),
    };
    let setting = Setting { seed: 1, ..Setting::new(Lang::En, Rc::new(Catalog::new(course))) };
    let plan = ReviewPlan { count: Some(usize::MAX), ..ReviewPlan::default() };
    let mut review = plan.review(&topics, standing, setting);
    let now = dlrev::schedule::Clock::still("2026-11-23T10:00:00+08:00").unwrap().now();
    let mut journal = dlrev::store::Record::in_memory(dlrev::schedule::Scheduler::default()).unwrap();
    review.start(&now, &mut journal).unwrap();
    let mut shown = 0;
    while let Some(showing) = review.open() {
        let sides = &showing.sides;
        assert!(!sides.front.is_empty() && !sides.back.answer.is_empty(), "{sides:?}");
        assert!(!sides.front.contains("{{") && !sides.back.answer.contains("{{"), "{sides:?}");
        shown += 1;
        review.submit(Command::Do(Action::Skip), &now, &mut journal).unwrap();
    }
    assert!(shown > 100);
}
