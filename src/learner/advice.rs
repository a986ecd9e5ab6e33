//! What to do next: one thing, by what is due, what the plan says and what went wrong.

use jiff::civil::Date;

use super::stats::Stats;
use crate::course::Lang;
use crate::course::messages::say;
use crate::schedule::days_between;

/// Wrong questions that are worth a round of their own.
const A_ROUND: usize = 5;

/// Days before the exam from which whole papers are practised.
const PAPERS_FROM: i64 = 14;

/// Days after which the last paper is old.
const PAPER_LASTS: i64 = 3;

/// What is left to do today.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Agenda {
    /// Cards to be reviewed that are due.
    pub due: usize,
    /// Cards to be reviewed before they are due; only a plan to an exam has any.
    pub early: usize,
    /// New cards.
    pub new: usize,
    /// Questions; only a plan to an exam has any.
    pub questions: usize,
    /// Minutes that it takes.
    pub minutes: f64,
    /// Minutes that were spent today already.
    pub spent: f64,
}

/// The one thing to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// To go on with the paper that waits.
    Paper,
    /// To review this many cards that are due, and this many before they are.
    Review(usize, usize),
    /// To learn this many new cards.
    New(usize),
    /// To answer this many questions again that went wrong.
    Wrong(usize),
    /// To answer this many questions, as the plan says.
    Questions(usize),
    /// To write a mock exam.
    Exam,
    /// To practise the topic with this id: most of what the paper still has to give lies there, as far as what it builds
    /// on is met.
    Topic(String),
}

impl Agenda {
    /// How many things there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.due + self.early + self.new + self.questions
    }

    /// The cards to be reviewed, in words: `9 due`, `9 due, 2 early`.
    #[must_use]
    pub fn reviews(&self, lang: Lang) -> String {
        let key = if self.early == 0 { "advice.reviews" } else { "advice.reviews-early" };
        say(lang, key, &[("due", &self.due), ("early", &self.early)])
    }
}

impl Advice {
    /// What is advised, in words; `title` tells what a topic is called.
    pub fn sentence(&self, title: impl Fn(&str) -> String, lang: Lang) -> String {
        match self {
            Self::Paper => say(lang, "advice.paper", &[]),
            Self::Review(due, 0) => say(lang, "advice.due", &[("count", due)]),
            Self::Review(0, early) => say(lang, "advice.early", &[("count", early)]),
            Self::Review(due, early) => say(lang, "advice.due-early", &[("due", due), ("early", early)]),
            Self::New(count) => say(lang, "advice.new", &[("count", count)]),
            Self::Wrong(count) => say(lang, "advice.wrong", &[("count", count)]),
            Self::Questions(count) => say(lang, "advice.questions", &[("count", count)]),
            Self::Exam => say(lang, "advice.exam", &[]),
            Self::Topic(id) => say(lang, "advice.topic", &[("topic", &title(id))]),
        }
    }

    /// By how the learner stands on `today`; nothing where there is no topic at all.
    #[must_use]
    pub fn of(stats: &Stats, agenda: &Agenda, paper_waits: bool, exam: Option<Date>, today: Date) -> Option<Self> {
        let wrong: usize = stats.topics.iter().map(|topic| topic.questions.wrong).sum();
        let paper_is_old =
            stats.exams.last().is_none_or(|last| days_between(last.date, today) >= PAPER_LASTS) && stats.answers > 0;
        let near = exam.is_some_and(|exam| (0..=PAPERS_FROM).contains(&days_between(today, exam)));
        if paper_waits {
            Some(Self::Paper)
        } else if agenda.due + agenda.early > 0 {
            Some(Self::Review(agenda.due, agenda.early))
        } else if agenda.new > 0 {
            Some(Self::New(agenda.new))
        } else if wrong >= A_ROUND {
            Some(Self::Wrong(wrong))
        } else if agenda.questions > 0 {
            Some(Self::Questions(agenda.questions))
        } else if near && paper_is_old {
            Some(Self::Exam)
        } else {
            let missing = |topic: &&super::TopicOf| topic.weight * (1.0 - topic.mastery) * topic.ready;
            let most = stats.topics.iter().max_by(|a, b| missing(a).total_cmp(&missing(b)));
            most.map(|topic| Self::Topic(topic.id.clone()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{answer, told};
    use super::*;
    use crate::store::Of;

    const TODAY: Date = jiff::civil::date(2026, 11, 5);

    /// Statistics with so many questions answered wrong.
    fn stats(wrong: usize) -> Stats {
        let answers: Vec<_> = (0..wrong).map(|n| answer(1, Of::Question, &format!("t.q{n}"), 0.0)).collect();
        told(&answers, wrong.max(1))
    }

    #[test]
    fn what_waits_comes_before_what_is_due_and_that_before_the_rest() {
        let exam = Some(jiff::civil::date(2026, 11, 12));
        let full = Agenda { due: 3, new: 2, questions: 4, ..Agenda::default() };
        let advice = |agenda: &Agenda, wrong, waits| Advice::of(&stats(wrong), agenda, waits, exam, TODAY).unwrap();
        assert_eq!(advice(&full, 6, true), Advice::Paper);
        assert_eq!(advice(&full, 6, false), Advice::Review(3, 0));
        assert_eq!(advice(&Agenda { due: 0, early: 2, ..full }, 6, false), Advice::Review(0, 2));
        assert_eq!(advice(&Agenda { due: 0, ..full }, 6, false), Advice::New(2));
        let practised = Agenda { due: 0, new: 0, ..full };
        assert_eq!(advice(&practised, 5, false), Advice::Wrong(5));
        assert_eq!(advice(&practised, 4, false), Advice::Questions(4));
        assert_eq!(advice(&Agenda::default(), 4, false), Advice::Exam);
        assert_eq!(advice(&Agenda::default(), 0, false), Advice::Topic("t".to_owned()), "no paper before any answer");
    }

    #[test]
    fn the_topic_that_is_advised_is_the_heaviest_that_enough_is_met_for() {
        let mut stats = stats(0);
        let first = stats.topics[0].clone();
        stats.topics.push(super::super::TopicOf { id: "u".to_owned(), weight: 1.1 * first.weight, ..first });
        let advised = |stats: &Stats| Advice::of(stats, &Agenda::default(), false, None, TODAY).unwrap();
        assert_eq!(advised(&stats), Advice::Topic("u".to_owned()));
        stats.topics[1].ready = 0.6;
        assert_eq!(advised(&stats), Advice::Topic("t".to_owned()));
    }

    #[test]
    fn a_paper_is_for_the_last_days_and_not_every_day() {
        let mut stats = stats(1);
        let advice =
            |stats: &Stats, exam: &str| Advice::of(stats, &Agenda::default(), false, exam.parse().ok(), TODAY).unwrap();
        assert_eq!(advice(&stats, "2026-11-05"), Advice::Exam);
        let topic = Advice::Topic("t".to_owned());
        assert_eq!([advice(&stats, "2026-12-24"), advice(&stats, "2026-11-04")], [topic.clone(), topic.clone()]);
        assert_eq!([advice(&stats, "2026-11-19"), advice(&stats, "2026-11-20")], [Advice::Exam, topic.clone()]);
        for (last, advised) in [(5, &topic), (3, &topic), (2, &Advice::Exam)] {
            stats.exams = vec![super::super::ExamOf::new("c".to_owned(), jiff::civil::date(2026, 11, last), 1.0, None)];
            assert_eq!(advice(&stats, "2026-11-06"), *advised, "{last}");
        }
    }

    #[test]
    fn what_comes_before_its_day_is_not_called_due() {
        let words = |due, early, lang| {
            let agenda = Agenda { due, early, ..Agenda::default() };
            (agenda.reviews(lang), Advice::Review(due, early).sentence(str::to_owned, lang))
        };
        assert_eq!(words(9, 0, Lang::En), ("9 due".to_owned(), "Review the cards that are due (9)".to_owned()));
        assert_eq!(
            words(9, 2, Lang::En),
            ("9 due, 2 early".to_owned(), "Review today's cards (9 due, 2 before their day)".to_owned())
        );
        assert_eq!(words(0, 2, Lang::En).1, "Review cards before their day, as the plan has it (2)");
        assert_eq!(
            words(9, 2, Lang::Zh),
            ("到期 9 · 提前 2".to_owned(), "复习今天的卡片（到期 9，提前 2）".to_owned())
        );
    }
}
