//! What is wrong with papers that are drawn by a blueprint, over many seeds.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::ExamPlan;
use super::draw::{Draw, Pick, most_alike, most_beyond};
use crate::course::{Bilingual, Id, Part, Topic};
use crate::study::item::{Statements, akin, is_beyond, statements};

/// A topic may have so much less or more of the papers than its weight, on average: a share of its own, and points.
const SLACK: (f64, f64) = (0.4, 1.0);

/// What does not hold of the papers.
#[derive(Clone, Debug, PartialEq)]
pub enum Flaw {
    /// A part has fewer questions than are wanted.
    Short {
        /// The part.
        part: Bilingual,
        /// How many are wanted.
        wanted: usize,
        /// In how many papers.
        papers: usize,
        /// One of them.
        seed: u64,
    },
    /// Two questions of a paper ask for one statement.
    Twice {
        /// The statement.
        statement: Id,
        /// In how many papers any is.
        papers: usize,
        /// One of them.
        seed: u64,
    },
    /// Two questions of a paper ask for statements that say in part the same.
    Akin {
        /// The statement that names the other.
        statement: Id,
        /// The other.
        other: Id,
        /// In how many papers any two are.
        papers: usize,
        /// One of them.
        seed: u64,
    },
    /// Too many sentences are true, or too many false.
    OneSided {
        /// In how many papers.
        papers: usize,
        /// One of them.
        seed: u64,
    },
    /// More of a part goes beyond the outline than is wanted.
    Beyond {
        /// In how many papers.
        papers: usize,
        /// One of them.
        seed: u64,
    },
    /// A topic has another share of the points than its weight.
    Uneven {
        /// The topic.
        topic: Id,
        /// Its points in a paper, on average.
        points: f64,
        /// Those that its weight gives it.
        wanted: f64,
    },
}

/// Draws papers with the seeds from 0 on, and says what is wrong with any of them.
#[must_use]
pub fn survey(plan: &ExamPlan, topics: &[Arc<Topic>], papers: u64) -> Vec<Flaw> {
    let mut short: BTreeMap<usize, (usize, u64)> = BTreeMap::new();
    let mut twice: Option<(Id, usize, u64)> = None;
    let mut alike: Option<([Id; 2], usize, u64)> = None;
    let mut one_sided: Option<(usize, u64)> = None;
    let mut beyond: Option<(usize, u64)> = None;
    let statements = statements(topics);
    let mut points: Vec<f64> = vec![0.0; topics.len()];
    for seed in 0..papers {
        let picks = Draw::new(plan, topics, &statements, seed).picks(|_, _| Some(()));
        for (at, part) in plan.parts.iter().enumerate() {
            if picks.iter().filter(|pick| pick.part == at).count() < part.count {
                short.entry(at).or_insert((0, seed)).0 += 1;
            }
        }
        if let Some(statement) = asked_twice(&picks) {
            twice.get_or_insert((statement, 0, seed)).1 += 1;
        }
        if let Some(pair) = asked_akin(&picks, &statements) {
            alike.get_or_insert((pair, 0, seed)).1 += 1;
        }
        if (0..plan.parts.len()).any(|part| is_one_sided(&picks, part)) {
            one_sided.get_or_insert((0, seed)).0 += 1;
        }
        let too_far = |(at, part): (usize, &Part)| {
            let far = picks.iter().filter(|pick| pick.part == at && is_beyond(pick.question, &statements));
            far.count() > most_beyond(part.count, plan.beyond)
        };
        if plan.parts.iter().enumerate().any(too_far) {
            beyond.get_or_insert((0, seed)).0 += 1;
        }
        for pick in &picks {
            points[pick.topic] += plan.parts[pick.part].points;
        }
    }
    let mut flaws = Vec::new();
    flaws.extend(short.into_iter().map(|(at, (papers, seed))| {
        let part = &plan.parts[at];
        Flaw::Short { part: part.title.clone(), wanted: part.count, papers, seed }
    }));
    flaws.extend(twice.map(|(statement, papers, seed)| Flaw::Twice { statement, papers, seed }));
    flaws.extend(alike.map(|([statement, other], papers, seed)| Flaw::Akin { statement, other, papers, seed }));
    flaws.extend(one_sided.map(|(papers, seed)| Flaw::OneSided { papers, seed }));
    flaws.extend(beyond.map(|(papers, seed)| Flaw::Beyond { papers, seed }));
    flaws.extend(uneven(plan, topics, &points, papers));
    flaws
}

/// A statement that two questions of a paper ask for.
fn asked_twice(picks: &[Pick<'_, ()>]) -> Option<Id> {
    let mut seen: HashMap<&Id, usize> = HashMap::new();
    for (at, pick) in picks.iter().enumerate() {
        for id in &pick.question.tests {
            if seen.insert(id, at).is_some_and(|before| before != at) {
                return Some(id.clone());
            }
        }
    }
    None
}

/// Two statements that say in part the same, each asked for by a question of its own.
fn asked_akin(picks: &[Pick<'_, ()>], statements: &Statements<'_>) -> Option<[Id; 2]> {
    let asked =
        |by: usize, id: &Id| picks.iter().enumerate().any(|(at, pick)| at != by && pick.question.tests.contains(id));
    picks.iter().enumerate().find_map(|(at, pick)| {
        pick.question.tests.iter().find_map(|id| {
            let other = akin(std::slice::from_ref(id), statements).find(|other| asked(at, other))?;
            Some([id.clone(), other.clone()])
        })
    })
}

fn is_one_sided(picks: &[Pick<'_, ()>], part: usize) -> bool {
    let truths = || picks.iter().filter(|pick| pick.part == part).filter_map(|pick| pick.question.body.truth());
    let (all, truths) = (truths().count(), truths().filter(|truth| *truth).count());
    truths.max(all - truths) > most_alike(all)
}

/// The topics whose points on average are not what their weights give them.
fn uneven(plan: &ExamPlan, topics: &[Arc<Topic>], points: &[f64], papers: u64) -> Vec<Flaw> {
    let total: f64 = plan.parts.iter().map(|part| part.points * part.count as f64).sum();
    let weights = plan.shares(topics);
    let each = topics.iter().zip(points).zip(weights);
    let off = each.filter_map(|((topic, points), share)| {
        let (points, wanted) = (points / papers.max(1) as f64, share * total);
        let slack = SLACK.0 * wanted + SLACK.1;
        ((points - wanted).abs() > slack).then(|| Flaw::Uneven { topic: topic.id.clone(), points, wanted })
    });
    off.collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::super::testing::{question, topic};
    use super::*;
    use crate::course::kinds::computed::Computed;
    use crate::course::kinds::true_false::TrueFalse;
    use crate::course::{Question, Statement, Topic};

    fn part(kind: &str, count: usize, points: f64) -> Part {
        let title = Bilingual { zh: kind.to_owned(), en: kind.to_owned() };
        Part { title, kinds: vec![kind.to_owned()], count, points, drawn: false, least: None, most: None }
    }

    fn plan(parts: Vec<Part>) -> ExamPlan {
        ExamPlan { parts, weights: HashMap::new(), minutes: 60, beyond: 1.0, topics: Vec::new() }
    }

    /// A topic of these questions.
    fn topics(id: &str, questions: Vec<Question>) -> Arc<Topic> {
        let mut made: Topic = (*topic()).clone();
        made.id = id.into();
        made.questions = questions.into();
        Arc::new(made)
    }

    /// A true or false sentence about a statement.
    fn sentence(id: &str, statement: &str, answer: bool) -> Question {
        Question { tests: vec![statement.into()], ..question(id, TrueFalse { answer }) }
    }

    fn computed(id: &str, ask: &[&str], given: bool) -> Question {
        let given = if given { vec![("a".to_owned(), "1".to_owned())] } else { vec![] };
        let ask = ask.iter().map(ToString::to_string).collect();
        let computed =
            Computed { calculation: "sum".into(), given, level: 1, ask, choose: vec![], digits: None, open: vec![] };
        Question { tests: vec![format!("s.{id}").as_str().into()], ..question(id, computed) }
    }

    /// Sentences of which each tests a statement of its own, so many true, then so many false.
    fn sentences(truths: usize, lies: usize) -> Vec<Question> {
        let ids = (0..truths + lies).map(|n| (format!("t.q{n}"), format!("t.s{n}"), n < truths));
        ids.map(|(id, statement, answer)| sentence(&id, &statement, answer)).collect()
    }

    #[test]
    fn papers_of_enough_questions_have_no_flaw() {
        let topic = topics("t", sentences(8, 8));
        assert_eq!(survey(&plan(vec![part("true-false", 10, 1.0)]), &[topic], 50), []);
    }

    #[test]
    fn a_part_without_enough_questions_is_short() {
        let flaws = survey(&plan(vec![part("true-false", 10, 1.0)]), &[topics("t", sentences(4, 4))], 5);
        assert!(matches!(flaws.as_slice(), [Flaw::Short { wanted: 10, papers: 5, seed: 0, .. }, ..]), "{flaws:?}");
    }

    #[test]
    fn true_sentences_alone_are_one_sided() {
        let flaws = survey(&plan(vec![part("true-false", 10, 1.0)]), &[topics("t", sentences(12, 1))], 5);
        assert_eq!(flaws, [Flaw::OneSided { papers: 5, seed: 0 }]);
    }

    #[test]
    fn a_statement_is_asked_twice_only_where_there_is_no_other() {
        let plan = plan(vec![part("true-false", 2, 1.0)]);
        let other = |statement: &str| {
            let questions =
                vec![sentence("t.a", "t.s", true), sentence("t.b", "t.s", true), sentence("t.c", statement, false)];
            survey(&plan, &[topics("t", questions)], 20)
        };
        assert_eq!(other("t.other"), []);
        assert_eq!(other("t.s")[0], Flaw::Twice { statement: "t.s".into(), papers: 20, seed: 0 });
    }

    #[test]
    fn statements_that_say_in_part_the_same_are_asked_together_only_where_there_are_no_others() {
        let plan = plan(vec![part("true-false", 2, 1.0)]);
        let drawn = |relations: [&[&str]; 3]| {
            let questions =
                vec![sentence("t.a", "t.r", true), sentence("t.b", "t.s", true), sentence("t.c", "t.u", false)];
            let mut made: Topic = (*topics("t", questions)).clone();
            let statement = made.statements.get(0).unwrap().clone();
            let named = |(id, akin): (&str, &[&str])| Statement {
                id: id.into(),
                akin: akin.iter().map(|id| (*id).into()).collect(),
                ..statement.clone()
            };
            made.statements = ["t.r", "t.s", "t.u"].into_iter().zip(relations).map(named).collect::<Vec<_>>().into();
            survey(&plan, &[Arc::new(made)], 20)
        };
        assert_eq!(drawn([&["t.s"], &[], &[]]), []);
        let all = drawn([&["t.s", "t.u"], &[], &["t.s"]]);
        assert!(matches!(&all[..], [Flaw::Akin { papers: 20, seed: 0, .. }, ..]), "{all:?}");
    }

    #[test]
    fn another_topic_is_asked_before_a_statement_is_asked_again() {
        let one = topics("one", vec![sentence("one.a", "one.s", true), sentence("one.b", "one.s", false)]);
        let two = topics("two", vec![sentence("two.a", "two.s", true), sentence("two.b", "two.r", false)]);
        let mut plan = plan(vec![part("true-false", 3, 1.0)]);
        plan.weights = [("one".into(), 2.0), ("two".into(), 1.0)].into();
        let flaws = survey(&plan, &[one, two], 30);
        assert!(flaws.iter().all(|flaw| !matches!(flaw, Flaw::Twice { .. } | Flaw::Short { .. })), "{flaws:?}");
    }

    #[test]
    fn a_topic_that_lacks_questions_has_too_few_points() {
        let one = topics("one", sentences(1, 0));
        let two = topics("two", sentences(20, 20).into_iter().map(|q| renamed(&q)).collect());
        let flaws = survey(&plan(vec![part("true-false", 10, 1.0)]), &[one, two], 5);
        let uneven: Vec<&str> = flaws
            .iter()
            .filter_map(|f| if let Flaw::Uneven { topic, .. } = f { Some(&**topic) } else { None })
            .collect();
        assert_eq!(uneven, ["one", "two"]);
    }

    fn renamed(question: &Question) -> Question {
        let other = |id: &Id| Id::from(id.replace("t.", "u.").as_str());
        let tests = question.tests.iter().map(other).collect();
        Question { id: other(&question.id), tests, ..question.clone() }
    }

    #[test]
    fn so_much_of_a_part_goes_beyond_the_outline_as_is_wanted() {
        let beyond = |far: usize, near: usize| {
            let mut made: Topic = (*topics("t", sentences(far, near))).clone();
            let statement = made.statements.get(0).unwrap().clone();
            let statements = (0..far).map(|n| Statement {
                id: format!("t.s{n}").as_str().into(),
                beyond: true,
                ..statement.clone()
            });
            made.statements = statements.collect::<Vec<_>>().into();
            let mut plan = plan(vec![part("true-false", 10, 1.0)]);
            plan.beyond = 0.5;
            let flaws = survey(&plan, &[Arc::new(made)], 20);
            flaws.iter().filter(|flaw| matches!(flaw, Flaw::Beyond { papers: 20, seed: 0 })).count()
        };
        assert_eq!((beyond(8, 8), beyond(8, 2)), (0, 1));
    }

    #[test]
    fn a_part_takes_the_computations_that_it_wants() {
        let questions = vec![
            computed("t.long", &["a", "b", "c", "d"], false),
            computed("t.short", &["a"], false),
            computed("t.given", &["a"], true),
            computed("t.level", &[], false),
        ];
        let topic = topics("t", questions);
        let asked = |part: Part| {
            let plan = plan(vec![part]);
            let topics = [Arc::clone(&topic)];
            let statements = statements(&topics);
            let mut ids: Vec<String> = Draw::new(&plan, &topics, &statements, 1)
                .picks(|_, _| Some(()))
                .iter()
                .map(|pick| pick.question.id.to_string())
                .collect();
            ids.sort();
            ids
        };
        let any = part("computed", 4, 6.0);
        assert_eq!(asked(Part { least: Some(4), ..any.clone() }), ["t.long"]);
        assert_eq!(asked(Part { most: Some(3), drawn: true, ..any.clone() }), ["t.level", "t.short"]);
        assert_eq!(asked(any).len(), 4);
    }
}
