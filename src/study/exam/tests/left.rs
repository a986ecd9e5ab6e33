//! A paper that is left, and goes on.

use super::*;

/// What the log would tell of a paper whose rows are these.
fn sitting(journal: &Memory, ran: SignedDuration, running: Option<ZonedDateTime>) -> Sitting {
    let begun = &journal.papers[0];
    // The first row says that it was begun.
    let standing = (2..).zip(&journal.answers).filter(|(seq, _)| !journal.undone.contains(seq));
    Sitting {
        code: begun.code.clone(),
        plan: begun.plan.clone(),
        begun: begun.at.clone(),
        ran,
        running,
        left: match journal.papers.last().filter(|row| row.event == PaperEvent::Paused) {
            Some(paused) => paused.plan.clone(),
            None => journal.place.clone(),
        },
        handed_in: None,
        answers: standing.map(|(seq, answer)| (seq, answer.clone())).collect(),
    }
}

/// The number of the question that a paper begins with, behind its cover.
fn asked(events: &[Event]) -> Option<usize> {
    match &events[1] {
        Event::Question { number, .. } => Some(*number),
        _ => None,
    }
}

#[test]
fn a_paper_begins_with_what_it_is_and_its_questions_are_kept() {
    let (mut exam, mut journal) = (plan().exam(&[topic()], setting(1)).unwrap(), Memory::default());
    let events = exam.start(&now(), &mut journal).unwrap();
    let code = "exam@4.60:0000-0001".to_owned();
    let opening = Event::Paper { code: code.clone(), of: 4, points: 14.0, minutes: 60, left: 3600, answered: 0 };
    assert_eq!(events[0], opening);
    assert!(matches!(events[1], Event::Question { number: 1, .. }));
    let [PaperRow { code: written, event: PaperEvent::Begun, plan: Some(kept), .. }] = journal.papers.as_slice() else {
        panic!("{:?}", journal.papers)
    };
    assert_eq!(*written, code);
    let kept: Kept = serde_json::from_str(kept).unwrap();
    assert_eq!((kept.points, kept.parts.iter().map(Vec::len).collect::<Vec<_>>()), (14.0, vec![2, 2]));
}

#[test]
fn a_paper_that_is_left_says_nothing_of_what_is_right_and_goes_on_with_its_answers_and_its_clock() {
    for command in [":pause", ":quit"] {
        let mut journal = Memory::default();
        let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
        exam.start(&now(), &mut journal).unwrap();
        let answer = right(&exam);
        say(&mut exam, &answer, &mut journal);
        let events = exam.submit(Command::read(command), &now().saturating_add(20.minutes()), &mut journal).unwrap();
        let [Event::Paused { answered: 1, of: 4, left: 2400, .. }, Event::Summary(summary)] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!(*summary, Summary { answered: 1, ..Summary::default() });
        assert!(exam.is_over() && exam.missed().is_empty());
        assert!(say(&mut exam, ":undo", &mut journal).is_empty());
        let tomorrow = now().saturating_add(24.hours());
        let left = sitting(&journal, SignedDuration::from_mins(20), None);
        let mut exam = plan().again(&[topic()], &left, setting(1)).unwrap();
        let events = exam.start(&tomorrow, &mut journal).unwrap();
        assert!(matches!(&events[0], Event::Paper { left: 2400, answered: 1, .. }), "{events:?}");
        assert!(matches!(events[1], Event::Question { number: 2, .. }));
        assert_eq!(events_of(&journal), [PaperEvent::Begun, PaperEvent::Paused, PaperEvent::Resumed]);
        let back = exam.submit(Command::read(":back"), &tomorrow, &mut journal).unwrap();
        let [Event::Question { paper: Some(paper), number: 1, .. }] = back.as_slice() else { panic!("{back:?}") };
        assert_eq!(paper.given.as_deref(), Some(&*answer));
    }
}

#[test]
fn a_paper_comes_back_at_the_question_at_which_it_was_left_whatever_is_answered() {
    // At the second with a draft in it, at the third with the first open, and at the end.
    for (lines, draft, number) in
        [(&["A"][..], Some("T"), Some(2)), (&[":next", ":next"], None, Some(3)), (&[":go 4", ":next"], None, None)]
    {
        let mut journal = Memory::default();
        let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
        exam.start(&now(), &mut journal).unwrap();
        for line in lines {
            say(&mut exam, line, &mut journal);
        }
        if let Some(draft) = draft {
            exam.keep(draft, &now(), &mut journal).unwrap();
        }
        exam.hold(true, &now(), &mut journal).unwrap();
        say(&mut exam, ":pause", &mut journal);
        let left = sitting(&journal, SignedDuration::ZERO, None);
        let mut exam = plan().again(&[topic()], &left, setting(1)).unwrap();
        let events = exam.start(&now(), &mut journal).unwrap();
        assert_eq!(asked(&events), number, "{events:?}");
    }
}

#[test]
fn a_paper_that_is_killed_comes_back_at_the_question_that_stood_open() {
    // Moved on from the first without an answer, gone back behind an answer, and at the end of the paper.
    for (lines, number) in
        [(&[":next", ":next"][..], Some(3)), (&["A", ":go 4", ":back"], Some(3)), (&[":go 4", ":next"], None)]
    {
        let mut journal = Memory::default();
        let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
        exam.start(&now(), &mut journal).unwrap();
        for line in lines {
            say(&mut exam, line, &mut journal);
        }
        let killed = sitting(&journal, SignedDuration::ZERO, Some(now()));
        let mut exam = plan().again(&[topic()], &killed, setting(1)).unwrap();
        let events = exam.start(&now(), &mut journal).unwrap();
        assert_eq!(asked(&events), number, "{events:?}");
    }
}

#[test]
fn the_cover_of_a_paper_that_was_killed_tells_the_time_that_is_left_by_the_clock_that_ran_on() {
    let mut journal = Memory::default();
    let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
    exam.start(&now(), &mut journal).unwrap();
    let minutes = |running: Option<ZonedDateTime>, later: i64| {
        let left = sitting(&journal, SignedDuration::from_mins(10), running);
        let exam = plan().again(&[topic()], &left, setting(1)).unwrap();
        exam.cover(&now().saturating_add(later.minutes())).unwrap().left.unwrap().as_mins()
    };
    assert_eq!((minutes(Some(now()), 20), minutes(Some(now()), 90), minutes(None, 20)), (30, 0, 50));
}

#[test]
fn a_paper_whose_clock_ran_out_while_nobody_was_there_is_handed_in_as_it_stands() {
    let mut journal = Memory::default();
    let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
    exam.start(&now(), &mut journal).unwrap();
    let answer = right(&exam);
    say(&mut exam, &answer, &mut journal);
    let killed = sitting(&journal, SignedDuration::ZERO, Some(now()));
    let mut exam = plan().again(&[topic()], &killed, setting(1)).unwrap();
    let events = exam.start(&now().saturating_add(3.hours()), &mut journal).unwrap();
    assert!(matches!(&events[0], Event::Paper { left: 0, answered: 1, .. }), "{events:?}");
    assert_eq!((summary(&events).score, exam.is_over()), (2.0, true));
    assert_eq!(events_of(&journal), [PaperEvent::Begun, PaperEvent::HandedIn]);
}

#[test]
fn the_questions_that_were_drawn_come_back_whatever_the_course_has_become() {
    let ids = |exam: &Exam| exam.deck().entries.iter().map(|e| e.item.id.to_string()).collect::<Vec<_>>();
    let mut journal = Memory::default();
    let mut exam = plan().exam(&[topic()], setting(1)).unwrap();
    exam.start(&now(), &mut journal).unwrap();
    let mut later: Topic = (*topic()).clone();
    let mut questions = later.questions.to_vec();
    questions.reverse();
    let more = questions.iter().cloned().map(|mut question| {
        question.id = format!("{}.new", question.id).into();
        question
    });
    let more: Vec<_> = more.collect();
    questions.splice(0..0, more);
    later.questions = questions.into();
    let left = sitting(&journal, SignedDuration::ZERO, None);
    let again = plan().again(&[std::sync::Arc::new(later)], &left, setting(1)).unwrap();
    assert_eq!(ids(&again), ids(&exam));
    assert!(matches!(plan().again(&[], &left, setting(1)), Err(StudyError::Nothing)));
}

#[test]
fn the_clock_can_stand_and_both_are_written() {
    let (mut exam, mut journal) = (exam(1), Memory::default());
    let later = |minutes: i64| now().saturating_add(minutes.minutes());
    let left = |exam: &Exam| exam.progress().left.unwrap().as_secs() / 60;
    exam.hold(true, &later(10), &mut journal).unwrap();
    exam.hold(true, &later(11), &mut journal).unwrap();
    assert!(exam.tick(None, &later(500), &mut journal).unwrap().is_empty());
    assert_eq!(left(&exam), 50);
    exam.hold(false, &later(500), &mut journal).unwrap();
    exam.tick(None, &later(505), &mut journal).unwrap();
    assert_eq!(left(&exam), 45);
    let events: Vec<_> = journal.papers.iter().map(|paper| paper.event).collect();
    assert_eq!(events, [PaperEvent::Paused, PaperEvent::Resumed]);
    // Who leaves while it stands has left already.
    exam.hold(true, &later(506), &mut journal).unwrap();
    say(&mut exam, ":pause", &mut journal);
    assert_eq!(journal.papers.len(), 3);
}
