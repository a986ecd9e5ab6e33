//! What a paper is made of.

use super::*;

#[test]
fn the_paper_follows_the_blueprint_and_the_seed() {
    let paper = |seed: u64| exam(seed).deck().entries.iter().map(|e| e.item.id.to_string()).collect::<Vec<_>>();
    assert_eq!(paper(1), paper(1));
    let exam = exam(1);
    assert_eq!(
        exam.deck().entries.iter().map(|e| (e.part, e.item.points)).collect::<Vec<_>>(),
        [(0, 2.0), (0, 2.0), (1, 5.0), (1, 5.0)]
    );
}

#[test]
fn a_shorter_paper_keeps_the_shares_of_its_parts() {
    let counts = |questions: usize| {
        let plan =
            ExamPlan { parts: vec![part("a", &[], 20, 1.0), part("b", &[], 8, 2.0), part("c", &[], 2, 6.0)], ..plan() };
        let short = plan.shortened(questions);
        (short.parts.iter().map(|p| p.count).collect::<Vec<_>>(), short.minutes)
    };
    assert_eq!(counts(30), (vec![20, 8, 2], 60));
    assert_eq!(counts(15), (vec![10, 4, 1], 30));
    assert_eq!(counts(1), (vec![1], 2));
    assert_eq!(counts(500), (vec![20, 8, 2], 60));
}

#[test]
fn topics_get_the_share_of_the_paper_that_their_weight_says() {
    let named = |id: &str| {
        let mut topic: Topic = (*topic()).clone();
        topic.id = id.into();
        let questions = topic.questions.to_vec();
        let more: Vec<_> = (0..12)
            .flat_map(|n| questions.clone().into_iter().map(move |q| (n, q)))
            .map(|(n, mut q)| {
                q.id = format!("{id}.{n}.{}", q.id).into();
                q.tests = Vec::new();
                q
            })
            .collect();
        topic.questions = more.into();
        std::sync::Arc::new(topic)
    };
    let topics = [named("much"), named("little")];
    let mut much = 0;
    for seed in 0..20 {
        let weights = [("much".into(), 9.0), ("little".into(), 1.0)].into();
        let plan = ExamPlan {
            parts: vec![part("I", &["single"], 10, 1.0)],
            weights,
            minutes: 60,
            beyond: 1.0,
            topics: Vec::new(),
        };
        let exam = plan.exam(&topics, setting(seed)).unwrap();
        much += exam.deck().entries.iter().filter(|e| &*e.item.topic == "much").count();
    }
    assert!((170..=190).contains(&much), "{much} of 200");
}
