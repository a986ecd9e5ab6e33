//! What a session says, taken in until something must be read or answered.

use super::asked::brief;
use super::{Leaving, SessionScreen};
use crate::course::messages::say;
use crate::study::{Event, Handed, Spoken};
use crate::text::capital;
use crate::tui::desk::Desk;
use crate::tui::screens::answer::Answer;
use crate::tui::widgets::List;

impl SessionScreen {
    /// Takes what the session has said, up to what must be read or answered.
    pub(super) fn advance(&mut self) {
        while let Some(event) = self.waiting.pop_front() {
            match event {
                Event::Question { .. } | Event::Exercise { .. } | Event::Card { .. } => self.open(event),
                Event::Points { .. } | Event::Back { .. } | Event::HandIn { .. } => self.go_on(event),
                Event::Taken { .. } => self.tell("exam.taken", &[]),
                // The look back tells of what went wrong.
                Event::Marked(_) => {}
                Event::Paper { answered, left, minutes, .. } => self.notice = self.goes_on(answered, left, minutes),
                Event::Paused { .. } => self.leaving = Leaving::Paused,
                Event::Flagged { on, .. } => self.notice = Some(self.flagged(on)),
                Event::Sure { confidence, .. } => {
                    let percent = (confidence * 100.0).round();
                    self.sure = Some(percent as u8);
                    self.tell("tui.sure", &[("percent", &percent)]);
                }
                Event::Buried { .. } => self.tell("tui.buried", &[("card", &self.card())]),
                Event::Suspended { .. } => self.tell("tui.suspended", &[("card", &self.card())]),
                Event::Feedback { .. } => {
                    self.answer = Answer::Nothing;
                    self.feedback = Some(event);
                    self.scroll.restart();
                    return;
                }
                Event::Rejected { why, key, .. } => {
                    // A symbol keeps its case.
                    let names = key.as_ref().is_some_and(|key| why.starts_with(&**key));
                    self.notice = Some(if names { why } else { capital(&why) });
                    if let (Answer::Values(fields), Some(key)) = (&mut self.answer, key) {
                        fields.stand_in(&key);
                    }
                }
                Event::Hint { text, .. } => {
                    self.hints.push(text);
                    self.hinted = true;
                    self.scroll.follow();
                }
                Event::Reviewed { due, lapses, again, cram, .. } => {
                    let due = self.day(due.as_deref().unwrap_or_default(), self.lang);
                    match (lapses, again) {
                        (Some(days), _) => self.tell("tui.leech", &[("card", &self.card()), ("days", &days)]),
                        (None, Some(minutes)) if cram => self.tell("tui.comes-back", &[("minutes", &minutes)]),
                        (None, Some(minutes)) => {
                            self.tell("tui.reviewed-soon", &[("minutes", &minutes), ("due", &due)]);
                        }
                        (None, None) if cram => {}
                        (None, None) => self.tell("tui.reviewed", &[("due", &due)]),
                    }
                }
                // The end says it, and begins it.
                Event::Again { .. } => {}
                Event::Skipped { .. } => self.tell("study.skipped", &[]),
                Event::Undone { .. } => self.tell("study.undone", &[]),
                Event::Summary(_) if self.leaving == Leaving::Paused => {}
                Event::Summary(summary) => {
                    (self.summary, self.overview) = (Some(summary), None);
                    self.missed = self.session.missed();
                    // What was said of the item before stands on this page.
                    self.notice = None;
                    self.prompt = None;
                    self.answer = Answer::Nothing;
                    self.list = List::unchosen();
                }
            }
        }
    }

    fn tell(&mut self, key: &str, args: &[(&str, &dyn std::fmt::Display)]) {
        self.notice = Some(say(self.lang, key, args));
    }

    /// That an item is marked, or is so no more.
    pub(super) fn flagged(&self, on: bool) -> String {
        let key = match (on, self.is_exam()) {
            (true, true) => "exam.flagged",
            (true, false) => "tui.flagged",
            (false, _) => "study.unflagged",
        };
        say(self.lang, key, &[])
    }

    /// What stands on the front of the card that is open, in short.
    fn card(&self) -> String {
        match (&self.front, &self.prompt) {
            (Some(front), _) | (None, Some(Event::Card { front, .. })) => brief(front),
            _ => String::new(),
        }
    }

    /// Opens an item.
    fn open(&mut self, event: Event) {
        self.kind = match &event {
            Event::Question { kind, .. } => Some(kind),
            _ => None,
        };
        self.topic = match &event {
            Event::Question { topic, .. } | Event::Card { topic, .. } => Some(topic.clone()),
            Event::Exercise { id, .. } => Some(id.clone()),
            _ => None,
        };
        self.worth = match &event {
            Event::Question { points, .. } => *points,
            _ => 1.0,
        };
        self.summary = None;
        self.front = None;
        self.sure = None;
        self.answer = self.answer_to(&event);
        self.touched = false;
        self.prompt = Some(event);
        self.hints.clear();
        self.hinted = false;
        self.scroll.restart();
    }

    /// Goes on with the item that is open: its back, its points; or to the end of a paper.
    fn go_on(&mut self, event: Event) {
        if let Some(Event::Card { front, .. }) = &self.prompt {
            self.front = Some(front.clone());
        }
        if let Event::HandIn { .. } = event {
            self.topic = None;
        }
        if let Event::Points { place: Some(Handed { points, .. }), .. } = &event {
            self.worth = *points;
        }
        // What the hints said is seen now.
        self.hints.clear();
        self.touched = false;
        self.answer = self.answer_to(&event);
        self.prompt = Some(event);
        self.scroll.restart();
    }

    fn answer_to(&self, event: &Event) -> Answer {
        Answer::to(event, [say(self.lang, "tui.true", &[]), say(self.lang, "tui.false", &[])])
    }

    /// Everything that is shown, in the language that is spoken now. What was begun as an answer stays.
    pub(super) fn said_anew(&mut self, desk: &mut dyn Desk) {
        let now = desk.now();
        let Spoken { closed, open, hints } = match self.session.speak(self.lang, &now, desk.journal()) {
            Ok(spoken) => spoken,
            Err(error) => {
                self.notice = Some(error.sentence(self.lang));
                return;
            }
        };
        self.notice = None;
        self.missed = self.session.missed();
        if let (Some(_), Some((prompt, feedback))) = (&self.feedback, closed) {
            (self.prompt, self.feedback) = (Some(prompt), Some(feedback));
            self.waiting = open.into();
            return;
        }
        self.hints = hints;
        let begun = self.answer.clone();
        for event in open {
            match event {
                Event::Summary(summary) if self.summary.is_some() => self.summary = Some(summary),
                Event::Summary(_) => {}
                Event::Card { ref front, .. } if self.front.is_some() => self.front = Some(front.clone()),
                event => {
                    let mut answer = self.answer_to(&event);
                    answer.take_over(&begun);
                    (self.answer, self.prompt) = (answer, Some(event));
                }
            }
        }
    }
}
