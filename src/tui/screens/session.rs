//! A session of any kind: the prompt that waits, the feedback on the last one, the look back at the end.

mod asked;
mod beside;
mod exam;
mod head;
mod overview;
mod rows;
mod said;
mod summary;

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use ratatui::layout::Size;

use super::answer::Answer;
use super::behind::Behind;
use super::fields::Fields;
use crate::course::messages::say;
use crate::course::{Bilingual, Id, Kind, Lang, Prose};
use crate::schedule::day_of;
use crate::study::{Action, Command, Event, Missed, Session, StudyError, Summary};
use crate::tui::choice::{Choice, Opening};
use crate::tui::dates;
use crate::tui::desk::Desk;
use crate::tui::look::{Hint, Look};
use crate::tui::message::Message;
use crate::tui::screen::{Next, Screen};
use crate::tui::widgets::page::{self, Typed};
use crate::tui::widgets::{List, Page, Rows, Scroll, Spread, pane};
use asked::Back;
pub(super) use exam::report;
use overview::Overview;

/// How sure one can say to be, in percent, from one press of its key to the next.
const SURE: [u8; 4] = [50, 70, 90, 100];

/// How far a paper is on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leaving {
    /// It is written.
    No,
    /// It was asked to end, and asks back how.
    Asks,
    /// It waits, and the screen is to be left.
    Paused,
    /// It was handed in in another window: it can only be left.
    Elsewhere,
}

/// A session on the screen.
#[derive(Debug)]
pub struct SessionScreen {
    session: Box<dyn Session>,
    lang: Lang,
    /// What topics and calculations are called.
    titles: Vec<(Id, Bilingual)>,
    /// The learner's day on which it began.
    today: Date,
    /// The topic or the calculation of the item that is open.
    topic: Option<String>,
    /// What kind of question it is.
    kind: Option<&'static Kind>,
    /// What the session has said and is not shown yet.
    waiting: VecDeque<Event>,
    /// The prompt that is open, or that the feedback is about.
    prompt: Option<Event>,
    /// What the item that is open is worth.
    worth: f64,
    /// What stands on the front of the card that is turned.
    front: Option<Prose>,
    answer: Answer,
    /// Feedback that is being read.
    feedback: Option<Event>,
    hints: Vec<String>,
    /// Why the last line was sent back, or what became of the last card.
    notice: Option<String>,
    summary: Option<Summary>,
    missed: Vec<Missed>,
    /// How sure one said to be of the answer to come.
    sure: Option<u8>,
    /// How far a paper is on its way out.
    leaving: Leaving,
    /// All questions of a paper, while one is chosen among them.
    overview: Option<Overview>,
    /// Whether the last hint is in view: until one moves on.
    hinted: bool,
    /// Whether the answer that is being made is another than the one that stood there.
    touched: bool,
    /// For how many seconds nothing was done to it.
    idle: u8,
    /// What the last key asked back: the same key once more does it.
    asked: Option<Back>,
    /// What the key before asked back.
    confirmed: Option<Back>,
    /// The answer that was begun when the session was left.
    begun: Option<Answer>,
    scroll: Scroll,
    /// Whether what is typed stands at the edge, whatever is seen of the page.
    at_edge: bool,
    /// What was not right, of which one is selected when the session is over.
    list: List,
    /// The statement behind what was answered, where there is room for it.
    behind: Behind,
    /// When the screen was opened, and for how many minutes that is.
    began: Timestamp,
    minutes: i64,
}

impl SessionScreen {
    /// Starts a session.
    ///
    /// # Errors
    /// A sentence why it cannot be.
    pub fn start(mut session: Box<dyn Session>, desk: &mut dyn Desk, look: Look) -> Result<Self, String> {
        let now = desk.now();
        let events = session.start(&now, desk.journal()).map_err(|error| error.sentence(look.lang))?;
        Ok(Self::of(session, events, desk, look.lang))
    }

    /// A session that has said these things.
    #[must_use]
    pub fn of(session: Box<dyn Session>, events: Vec<Event>, desk: &dyn Desk, lang: Lang) -> Self {
        let mut titles = desk.titles();
        titles.extend(desk.calculations());
        let mut screen = Self {
            session,
            lang,
            titles,
            today: day_of(&desk.now()),
            topic: None,
            kind: None,
            waiting: events.into(),
            prompt: None,
            worth: 1.0,
            front: None,
            answer: Answer::Nothing,
            feedback: None,
            hints: Vec::new(),
            notice: None,
            summary: None,
            missed: Vec::new(),
            sure: None,
            leaving: Leaving::No,
            overview: None,
            hinted: false,
            touched: false,
            idle: 0,
            asked: None,
            confirmed: None,
            begun: None,
            scroll: Scroll::default(),
            at_edge: false,
            list: List::unchosen(),
            behind: Behind::default(),
            began: desk.now().timestamp(),
            minutes: 0,
        };
        screen.advance();
        screen
    }

    /// Hands an answer or a command to the session.
    fn submit(&mut self, command: Command, desk: &mut dyn Desk) {
        self.leaving = Leaving::No;
        if !self.leave_question(&command, desk) {
            return;
        }
        let now = desk.now();
        match self.session.submit(command, &now, desk.journal()) {
            Ok(events) => {
                if events.iter().any(|e| matches!(e, Event::Undone { .. })) {
                    self.feedback = None;
                    self.summary = None;
                }
                self.waiting.extend(events);
                self.advance();
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Says why something could not be done.
    fn failed(&mut self, error: &StudyError) {
        if error.is_handed_in() {
            (self.leaving, self.overview, self.notice) = (Leaving::Elsewhere, None, None);
            self.scroll.restart();
        } else {
            self.notice = Some(error.sentence(self.lang));
        }
    }

    fn act(&mut self, action: Action, desk: &mut dyn Desk) {
        match action {
            Action::Sure => {
                let sure = SURE.into_iter().find(|sure| self.sure.is_none_or(|known| *sure > known));
                self.submit(Command::Sure(sure.or(Some(SURE[0]))), desk);
            }
            Action::Undo => self.undo(desk),
            other => self.submit(Command::Do(other), desk),
        }
    }

    /// Marks the item whose feedback is read as one to look at again, or takes that mark away.
    fn flag_last(&mut self, desk: &mut dyn Desk) {
        let now = desk.now();
        match self.session.flag_last(&now, desk.journal()) {
            Ok(Some(on)) => self.notice = Some(self.flagged(on)),
            Ok(None) => {}
            Err(error) => self.failed(&error),
        }
    }

    /// Whether the session is a paper that is not handed in.
    fn is_exam(&self) -> bool {
        self.summary.is_none() && self.session.progress().left.is_some()
    }

    /// Whether the session is a paper whose short answers are held against their points.
    fn is_marked(&self) -> bool {
        self.summary.is_none() && self.session.paper().is_some() && !self.is_exam()
    }

    /// Whether a card's back is seen.
    const fn is_turned(&self) -> bool {
        matches!(self.answer, Answer::Rating)
    }

    /// How many rows are seen.
    fn window(&self, size: Size, look: Look) -> usize {
        page::window_over(size, false, self.notice.as_deref(), self.ratings(size.width, look).len())
    }

    /// Whether the line that is typed stands below the rows, always seen, and not among them.
    fn is_typed_below(&self, rows: &Rows, look: Look) -> bool {
        rows.cursor.is_none() && self.typed(look).is_some()
    }

    /// Whether a card is being turned or rated.
    const fn turns_cards(&self) -> bool {
        matches!(self.answer, Answer::Turn | Answer::Rating)
    }

    /// A day that the session names, as people say it.
    fn day(&self, day: &str, lang: Lang) -> String {
        day.parse().map_or_else(|_| day.to_owned(), |day| dates::ahead(self.today, day, lang))
    }

    fn title_of(&self, id: &str, lang: Lang) -> String {
        let known = self.titles.iter().find(|(known, _)| **known == *id);
        known.map_or_else(|| id.to_owned(), |(_, title)| title.get(lang).to_owned())
    }

    /// Takes a message while feedback is read.
    fn read(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        let action = match message {
            Message::Do(action) => Some(*action),
            Message::Char(letter) => Action::of_letter(*letter),
            _ => None,
        };
        match (message, action) {
            (Message::Enter | Message::Char(' '), _) => {
                self.feedback = None;
                self.notice = None;
                self.advance();
            }
            (_, Some(Action::Undo)) => self.act(Action::Undo, desk),
            (_, Some(Action::Flag)) => self.flag_last(desk),
            (_, Some(Action::Practise)) => return self.practise().map_or(Next::Stay, Next::Begin),
            (_, Some(Action::Statement)) => return self.read_behind(),
            _ => _ = self.scroll.read(message),
        }
        Next::Stay
    }

    /// The question or the card, behind which a statement stands.
    fn item(&self) -> Option<&str> {
        match &self.prompt {
            Some(Event::Question { id, .. } | Event::Points { id, .. } | Event::Back { id, .. }) => Some(id),
            _ => None,
        }
    }

    /// Opens the statement behind it.
    fn read_behind(&self) -> Next {
        self.item().map_or(Next::Stay, |id| Next::Read(Opening::Behind(id.to_owned())))
    }

    /// The exercise again with other numbers.
    fn practise(&self) -> Option<Choice> {
        match &self.prompt {
            Some(Event::Exercise { code, .. }) => Some(Choice::Like(code.clone())),
            _ => None,
        }
    }

    /// Takes a message while an answer is made.
    fn make(&mut self, message: &Message, desk: &mut dyn Desk) {
        let typing = self.answer.input().is_some();
        let action = match message {
            Message::Do(action) => Some(*action),
            Message::Char(letter) if !typing && !self.answer.takes(*letter) => Action::of_letter(*letter),
            _ => None,
        };
        match action {
            Some(Action::Bury | Action::Suspend) if !self.turns_cards() => {}
            // Whoever goes on typing where points are ticked loses nothing by it.
            Some(Action::Skip) if matches!((message, &self.answer), (Message::Char(_), Answer::Points { .. })) => {}
            Some(
                Action::Help
                | Action::Language
                | Action::Practise
                | Action::Statement
                | Action::Again
                | Action::Quit
                | Action::Pause,
            ) => {}
            Some(Action::Previous | Action::Next | Action::HandIn | Action::Overview) if !self.is_exam() => {}
            Some(Action::Overview) => self.open_overview(desk),
            Some(action) => self.act(action, desk),
            None => self.answer_with(message, desk),
        }
    }

    /// Takes a key of the answer that is being made.
    fn answer_with(&mut self, message: &Message, desk: &mut dyn Desk) {
        // At the edge one types what one reads of, wherever that stands.
        if !self.at_edge || Fields::leads(message) {
            self.scroll.follow();
        }
        self.hinted = false;
        if self.must_turn_first(message) {
            return;
        }
        let before = self.answer.line();
        let finished = self.answer.update(message);
        self.touched |= self.answer.line() != before;
        let Some(line) = finished.filter(|line| !self.asks_for_parts(line)) else { return };
        // What is a command in plain lines is one here too.
        match Command::read(&line) {
            Command::Do(action) if self.answer.input().is_some() => {
                self.answer.clear();
                self.touched = !self.answer.line().is_empty();
                self.act(action, desk);
            }
            command => self.submit(command, desk),
        }
    }
}

impl Screen for SessionScreen {
    fn update(&mut self, message: &Message, desk: &mut dyn Desk) -> Next {
        // What was said of the key before is read by now.
        self.notice = None;
        self.idle = 0;
        self.minutes = desk.now().timestamp().duration_since(self.began).as_mins();
        self.confirmed = self.asked.take();
        if self.is_exam()
            && let Some(next) = self.update_exam(message, desk)
        {
            return next;
        }
        if self.summary.is_some() {
            return self.look_back(message, desk);
        }
        if self.scroll.page(message) {
            return Next::Stay;
        }
        match message {
            Message::Back => return self.end(desk),
            _ if self.feedback.is_some() => return self.read(message, desk),
            Message::Do(Action::Statement) | Message::Char('n') if self.is_turned() => return self.read_behind(),
            _ => self.make(message, desk),
        }
        Next::Stay
    }

    /// A paper that is left waits.
    fn quit(&mut self, desk: &mut dyn Desk) {
        if self.is_exam() {
            self.submit(Command::Do(Action::Pause), desk);
        } else if self.is_marked() {
            self.act(Action::Quit, desk);
        }
    }

    fn speak(&mut self, lang: Lang, desk: &mut dyn Desk) {
        self.lang = lang;
        self.said_anew(desk);
    }

    /// The clock of an exam goes by the second; what stands beside an answer is looked up once the answer is seen.
    fn moves(&self) -> Option<Duration> {
        let clock = self.is_exam().then_some(Duration::from_secs(1));
        clock.or_else(|| self.behind.moves(self.of_aside()))
    }

    fn has_clock(&self) -> bool {
        self.is_exam()
    }

    fn tick(&mut self, desk: &mut dyn Desk) -> bool {
        self.tell_time(desk);
        self.keep_after_a_while(desk);
        let aside = self.of_aside().map(str::to_owned);
        self.behind.look_up(aside.as_deref(), desk);
        true
    }

    fn fit(&mut self, size: Size, look: Look) {
        let window = self.window(size, look);
        self.behind.fit(size.width);
        if let Some(summary) = &self.summary {
            let (rows, items) = self.look_back_rows(summary, Spread::of(size.width), look);
            self.list.lay(rows, items, window);
            return;
        }
        if let Some(overview) = &mut self.overview {
            overview.fit(size.width.min(pane::MEASURE), &self.session.sheet());
        }
        let rows = self.rows(size, look);
        self.at_edge = self.is_typed_below(&rows, look);
        self.scroll.fit(&rows, window - usize::from(self.at_edge).min(window));
    }

    fn page(&self, size: Size, look: Look) -> Page {
        let (mut rows, scroll) = match &self.summary {
            Some(_) => (self.look_back_page(size, look), self.list.scroll()),
            None => (self.rows(size, look), self.scroll.at()),
        };
        rows.focus = None;
        Page {
            title: self.title(look.lang),
            corner: self.corner(size.width, look.lang),
            under: self.under(size.width, look),
            rows,
            scroll,
            notice: self.notice.clone(),
            below: self.ratings(size.width, look),
        }
    }

    fn typed(&self, look: Look) -> Option<Typed<'_>> {
        let is_open = self.feedback.is_none() && self.overview.is_none() && self.leaving == Leaving::No;
        let input = self.answer.input().filter(|_| is_open)?;
        let prompt = match &self.answer {
            Answer::Values(fields) => fields.prompt(look),
            _ => say(look.lang, "tui.prompt", &[]),
        };
        Some((prompt, input))
    }

    fn keys(&self) -> Vec<Hint> {
        self.hints_of_keys()
    }
}
