//! How the learner stands, what keeps going wrong, and the plan: as commands tell it.

use serde_json::{Value, json};

use crate::learner::{Learner, small_course};

/// A command's JSON.
fn told(learner: &Learner, args: &[&str]) -> Value {
    let ran = learner.run(&[args, &["--format", "json"]].concat(), "");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}");
    serde_json::from_str(&ran.out).unwrap()
}

/// The same of the small course.
fn told_of_tea(learner: &Learner, args: &[&str]) -> Value {
    told(learner, &[args, &["--course", small_course().to_str().unwrap()]].concat())
}

#[test]
fn who_never_studied_has_nothing_and_is_told_so() {
    let learner = Learner::new();
    let stats = told(&learner, &["stats"]);
    assert_eq!((&stats["answers"], &stats["streak"], &stats["days"]), (&json!(0), &json!(0), &json!([])));
    let topics = stats["topics"].as_array().unwrap();
    assert_eq!(topics.len(), 20);
    for topic in topics {
        assert_eq!((&topic["seen"], &topic["cards"]["learnt"]), (&json!(0), &json!(0)), "{topic}");
    }
    assert_eq!(told(&learner, &["mistakes"]), json!([]));
    assert_eq!(std::fs::read_dir(learner.data()).unwrap().count(), 0, "looking makes nothing");
}

#[test]
fn what_was_answered_is_counted_by_day_topic_and_kind() {
    let mut learner = Learner::new();
    learner.session(&["quiz", "--kind", "true-false", "--seed", "1"], "T\n");
    learner.session(&["review", "-n", "2"], "\n3\n\n1\n\n3\n\n3\n");
    learner.at("2026-11-24T10:00:00+08:00");
    learner.session(&["quiz", "--kind", "single", "--seed", "1"], "A\n");
    let stats = told_of_tea(&learner, &["stats"]);
    let days = stats["days"].as_array().unwrap();
    let dates: Vec<&Value> = days.iter().map(|day| &day["date"]).collect();
    assert_eq!(dates, [&json!("2026-11-23"), &json!("2026-11-24")]);
    let answers: u64 = days.iter().map(|day| day["answers"].as_u64().unwrap()).sum();
    assert_eq!((&stats["answers"], &stats["streak"]), (&json!(answers), &json!(2)));
    let topic = &stats["topics"][0];
    assert_eq!((&topic["questions"]["asked"], &topic["cards"]["learnt"]), (&json!(2), &json!(2)));
    let kinds: Vec<&str> = stats["kinds"].as_array().unwrap().iter().map(|k| k["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["single", "true-false", "card"]);
}

#[test]
fn the_statistics_are_drawn_in_both_languages() {
    let learner = Learner::new();
    let course = small_course();
    learner.session(&["quiz", "--kind", "true-false", "--seed", "1"], ":sure 70\nT\n");
    for (lang, words) in [("en", ["Topics", "Answers by day", "70% sure"]), ("zh", ["章节", "每天的答题数", "70%"])]
    {
        let args = ["stats", "--out", "-", "--lang", lang, "--course", course.to_str().unwrap()];
        let drawn = learner.run(&args, "").out;
        assert!(drawn.starts_with("<svg ") && drawn.ends_with("</svg>\n"), "{drawn}");
        for word in words {
            assert!(drawn.contains(word), "{word}: {drawn}");
        }
        assert_eq!(drawn.matches('<').count(), drawn.matches('>').count());
    }
    let formatted = learner.run(&["stats", "--format", "svg", "--course", course.to_str().unwrap()], "").out;
    assert!(formatted.starts_with("<svg "), "{formatted}");
}

#[test]
fn an_answer_that_is_taken_back_counts_nowhere() {
    let learner = Learner::new();
    learner.session(&["quiz", "--kind", "true-false", "--kind", "single", "--seed", "1"], "A\n:undo\n:quit\n");
    learner.session(&["quiz", "--kind", "true-false", "--kind", "single", "--seed", "1"], "T\n:undo\n:quit\n");
    assert!(learner.export().iter().any(|row| row["type"] == "undo"), "one of them could be read");
    assert_eq!(told_of_tea(&learner, &["stats"])["answers"], json!(0));
}

#[test]
fn a_paper_that_was_handed_in_is_listed_with_its_points() {
    let learner = Learner::new();
    learner.run(&["exam", "-n", "2", "--seed", "1", "--plain"], ":submit\n\n");
    let exams = &told(&learner, &["stats"])["exams"];
    assert_eq!((&exams[0]["date"], &exams[0]["points"]), (&json!("2026-11-23"), &json!(0)));
    assert!(exams[0]["of"].as_f64().unwrap() > 0.0 && exams[0]["code"].as_str().unwrap().starts_with("exam@"));
}

/// A drill of one variant, answered with these lines.
fn drilled(learner: &Learner, code: &str, input: &str) -> Vec<Value> {
    learner.run(&["drill", "--code", code, "--format", "jsonl"], input).lines()
}

#[test]
fn a_mistake_is_counted_among_the_times_it_could_have_been_made_and_drilled() {
    let learner = Learner::new();
    let feedback = &drilled(&learner, "conv@1.2:8F3A-C21D", "out_h=5\n")[1];
    assert_eq!(feedback["mistake"], "padding-once");
    let rows = told(&learner, &["mistakes"]);
    let row = &rows[0];
    assert_eq!(
        (&row["mistake"], &row["kind"], &row["count"], &row["of"], &row["last"], &row["closed"]),
        (&json!("padding-once"), &json!("conv"), &json!(1), &json!(1), &json!("2026-11-23"), &json!(false))
    );
    assert!(row["probability"].as_f64().unwrap() > 0.5 && !row["say"].as_str().unwrap().is_empty(), "{row}");
    let drill = learner.run(&["drill", "--mistakes", "-n", "3", "--seed", "4", "--format", "jsonl"], "");
    assert_eq!((drill.code, drill.err.as_str()), (0, ""));
    let first = &drill.lines()[0];
    assert_eq!(first["id"], "conv");
}

#[test]
fn clean_answers_on_three_days_close_a_mistake_which_is_said_and_no_longer_drilled() {
    let mut learner = Learner::new();
    drilled(&learner, "conv@1.2:8F3A-C21D", "out_h=5\n");
    let listed = |learner: &Learner| learner.run(&["mistakes", "--lang", "en"], "").out;
    for day in 24..=26 {
        assert!(listed(&learner).contains("drill --mistakes"), "{day}: {}", listed(&learner));
        learner.at(&format!("2026-11-{day}T10:00:00+08:00"));
        assert_eq!(drilled(&learner, "conv@1.2:8F3A-C21D", "out_h=6\n")[1]["correct"], true);
    }
    let closed = listed(&learner);
    assert!(closed.contains("overcome by clean answers on three days"), "{closed}");
    assert!(!closed.contains("drill --mistakes"), "{closed}");
    assert_eq!(learner.run(&["drill", "--mistakes", "--format", "jsonl"], "").code, 1);
}

#[test]
fn a_drill_of_mistakes_without_any_says_so() {
    let ran = Learner::new().run(&["drill", "--mistakes", "--format", "jsonl"], "");
    assert_eq!((ran.code, ran.out.as_str()), (1, ""));
    assert!(ran.err.contains("No mistake in a calculation"), "{}", ran.err);
}

#[test]
fn the_plan_has_every_day_before_the_exam() {
    let learner = Learner::new();
    let plan = told(&learner, &["plan", "--exam", "2026-11-27", "--minutes", "20"]);
    let dates: Vec<&str> = plan["days"].as_array().unwrap().iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(
        (&plan["exam"], dates.as_slice()),
        (&json!("2026-11-27"), &["2026-11-24", "2026-11-25", "2026-11-26"][..])
    );
    let today = &plan["today"];
    assert!(today["new"].as_u64().unwrap() > 0 && today["questions"].as_u64().unwrap() > 0, "{today}");
    for day in plan["days"].as_array().unwrap().iter().chain([today]) {
        assert!(day["minutes"].as_f64().unwrap() <= 20.0, "{day}");
    }
    let points: Vec<f64> =
        plan["what_if"].as_array().unwrap().iter().map(|other| other["expected"].as_f64().unwrap()).collect();
    assert!(points.windows(2).all(|pair| pair[0] <= pair[1] + 1.0), "more minutes, more points: {points:?}");
    let readiness = &plan["readiness"];
    assert!(readiness["low"].as_f64() < readiness["expected"].as_f64());
    assert!(readiness["expected"].as_f64() < readiness["high"].as_f64());
}

#[test]
fn home_and_plan_tell_the_same_of_today() {
    let learner = Learner::new();
    learner.session(&["review", "-n", "2"], "\n3\n\n1\n");
    let config = learner.data().join("config.toml");
    for minutes in [7, 24, 60] {
        std::fs::write(&config, format!("exam = 2027-01-12\nminutes = {minutes}\n")).unwrap();
        let today = |args: &[&str]| {
            let ran = learner.command(args).env("DLREV_CONFIG", &config).output().unwrap();
            let text = String::from_utf8(ran.stdout).unwrap();
            let line = text.lines().find(|line| line.starts_with("Today")).unwrap().to_owned();
            let numbers = line.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
            numbers.map(str::to_owned).collect::<Vec<_>>()
        };
        let (home, plan) = (today(&["--plain"]), today(&["plan"]));
        assert!(home.len() == 4 && home == plan, "{home:?} {plan:?}");
    }
}

#[test]
fn a_day_that_is_no_exam_is_refused() {
    for (args, said) in [
        (vec!["plan"], "When is the exam"),
        (vec!["plan", "--exam", "soon"], "2027-01-12"),
        (vec!["plan", "--exam", "2020-01-01"], "past"),
        (vec!["plan", "--minutes", "0", "--exam", "2027-01-12"], "--minutes"),
        (vec!["plan", "--seeds", "3"], "--simulate"),
    ] {
        let ran = Learner::new().run(&args, "");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(said) && ran.err.lines().count() == 1, "{args:?}: {}", ran.err);
    }
}

#[test]
fn the_simulation_has_a_number_for_each_learner_of_each_policy() {
    let args = ["plan", "--simulate", "--seeds", "3", "--reviews", "30", "--days", "12"];
    let policies = told_of_tea(&Learner::new(), &args)["policies"].clone();
    let names: Vec<&Value> = policies.as_array().unwrap().iter().map(|policy| &policy["name"]).collect();
    assert_eq!(names, ["plan", "fsrs", "fixed"]);
    for policy in policies.as_array().unwrap() {
        let recall = policy["recall"].as_array().unwrap();
        assert_eq!(recall.len(), 3);
        assert!(recall.iter().all(|share| (0.0..=1.0).contains(&share.as_f64().unwrap())), "{policy}");
    }
}

#[test]
fn on_the_day_of_the_exam_home_and_plan_are_of_one_mind() {
    let learner = Learner::new();
    let config = learner.data().join("config.toml");
    std::fs::write(&config, "exam = 2026-11-23\n").unwrap();
    let ran = |args: &[&str]| {
        let output = learner.command(args).env("DLREV_CONFIG", &config).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let plan = ran(&["plan"]);
    assert!(plan.starts_with("The exam is today (23 Nov 2026)."), "{plan}");
    assert!(!plan.contains("0 days") && !plan.contains("other minutes"), "{plan}");
    assert!(ran(&["plan", "--lang", "zh"]).starts_with("今天（2026年11月23日）考试。"));
    let home = ran(&["--plain"]);
    assert!(!home.contains("new cards") && !home.contains("20 new"), "{home}");
    let told: Value = serde_json::from_str(&ran(&["plan", "--format", "json"])).unwrap();
    assert_eq!((&told["today"]["new"], &told["what_if"]), (&serde_json::json!(0), &serde_json::json!([])));
}

#[test]
fn what_the_plan_takes_up_early_is_not_counted_as_due() {
    let mut learner = Learner::new();
    let rated = (0..20).map(|_| "\n3\n").collect::<String>();
    learner.run(&["review", "--topic", "cnn", "-n", "20", "--plain"], &rated);
    let mut early = 0;
    for day in ["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"] {
        learner.at(&format!("{day}T10:00:00+08:00"));
        let plan = told(&learner, &["plan", "--exam", "2026-11-28"]);
        let stats = told(&learner, &["stats"]);
        let topics = stats["topics"].as_array().unwrap();
        let due: u64 = topics.iter().map(|topic| topic["cards"]["due"].as_u64().unwrap()).sum();
        let planned = plan["today"]["due"].as_u64().unwrap();
        assert!(planned <= due, "{day}: {planned} of {due}: {plan}");
        early += plan["today"]["early"].as_u64().unwrap();
        let text = learner.run(&["plan", "--exam", "2026-11-28"], "").out;
        let says = text.contains("ahead of time");
        assert_eq!(says, plan["today"]["early"] != 0, "{text}");
    }
    assert!(early > 0, "towards a near exam cards are taken up early");
}
