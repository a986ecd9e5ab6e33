//! What can be done from home: each with its key.

use crate::tui::choice::{Choice, Opening};
use crate::tui::desk::Desk;
use crate::tui::screen::{Next, Screen};
use crate::tui::screens::calculator::Calculator;
use crate::tui::screens::curves::Curves;
use crate::tui::screens::marked::MarkedScreen;
use crate::tui::screens::mistakes::MistakesScreen;
use crate::tui::screens::papers::Papers;
use crate::tui::screens::plan::plan;
use crate::tui::screens::settings::Settings;
use crate::tui::screens::statistics::statistics;

/// Something that can be done.
pub(super) struct Activity {
    /// Its key.
    pub(super) key: char,
    /// What its key is called.
    pub(super) label: &'static str,
    /// The message of its word.
    pub(super) word: &'static str,
    /// Where it leads.
    pub(super) open: fn(&mut dyn Desk) -> Next,
}

/// All of them, in the order in which home lists them.
pub(super) const ACTIVITIES: &[Activity] = &[
    Activity { key: 'r', label: "r", word: "home.review", open: |_| Next::Begin(Choice::Review(None)) },
    Activity { key: 'q', label: "q", word: "home.quiz", open: |_| Next::Begin(Choice::Quiz(None)) },
    Activity { key: 'w', label: "w", word: "home.wrong", open: |_| Next::Begin(Choice::Wrong(None)) },
    Activity { key: 'd', label: "d", word: "home.drill", open: |_| Next::Begin(Choice::Drill(None)) },
    Activity { key: 'x', label: "x", word: "home.drill-mistakes", open: |_| Next::Begin(Choice::Mistakes(None)) },
    Activity { key: 'e', label: "e", word: "home.mock-exam", open: |_| Next::Begin(Choice::Exam) },
    Activity { key: 'o', label: "o", word: "home.papers", open: |desk| open(Papers::new(desk)) },
    Activity { key: 'n', label: "n", word: "home.notes", open: |_| Next::Read(Opening::Contents) },
    Activity { key: '/', label: "/", word: "tui.search", open: |_| Next::Read(Opening::Search(String::new())) },
    Activity { key: 's', label: "s", word: "home.statistics", open: |desk| open(statistics(desk)) },
    Activity { key: 'm', label: "m", word: "home.mistakes", open: |desk| open(MistakesScreen::new(desk)) },
    Activity { key: 'f', label: "f", word: "home.marked", open: |desk| open(MarkedScreen::new(desk, None)) },
    Activity { key: 'p', label: "p", word: "home.plan", open: |_| open(plan()) },
    Activity { key: 'c', label: "c", word: "home.calculator", open: |desk| open(Calculator::new(desk)) },
    Activity { key: 'g', label: "g", word: "home.curves", open: |desk| open(Curves::new(desk)) },
    Activity { key: ',', label: ",", word: "home.settings", open: |desk| open(Settings::new(desk)) },
];

fn open(screen: impl Screen + 'static) -> Next {
    Next::Open(Box::new(screen))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_activity_has_a_key_of_its_own_that_moves_nothing() {
        for (at, activity) in ACTIVITIES.iter().enumerate() {
            assert_eq!(activity.label, activity.key.to_string());
            assert!(!"jk0123456789".contains(activity.key), "{}", activity.key);
            assert!(ACTIVITIES[..at].iter().all(|other| other.key != activity.key), "{}", activity.key);
        }
    }
}
