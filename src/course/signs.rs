//! Signs of a point, and where a free text says them: as they stand, or in words that mean the same, in another order,
//! with a few words between.

use std::ops::Range;

use super::denial::{self, Place, Said};
use super::plain::sign;
use super::removal;
use super::synonyms::{Lexicon, Meaning, PREVENT, Run};
use super::tokens::{Token, tokens};
use crate::text::Words;

/// How much may stand between two parts of a sign, of which a character is two and a word three.
const GAP: usize = 10;
/// The same of what is contrary to a point.
const NEAR: usize = 6;
/// How much a word between the members of a list is.
const LIST: usize = 6;
/// Places of a part that are tried beside one of another.
const TRIED: usize = 6;

/// Where one thing ends and another begins.
const MARKS: [&str; 10] = [",", ".", ";", "!", "?", "(", ")", "|", "/", ">"];
const STOPS: [&str; 4] = [".", ";", "!", "?"];
const JOINTS: [&str; 14] =
    ["但", "而", "却", "但是", "所以", "因此", "but", "while", "whereas", "so", "because", "yet", "时", "且"];
const AND: [&str; 7] = ["和", "与", "或", "及", "跟", "and", "or"];

/// Words by which a point is seen.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sign {
    /// As they stand, folded.
    exact: String,
    /// What they mean; none where they mean nothing but what stands there.
    pattern: Option<Pattern>,
    /// Of what they are said: 大步幅：快.
    subject: Option<Pattern>,
}

/// What stands in a text in some order, close together.
#[derive(Clone, Debug, PartialEq)]
struct Pattern {
    parts: Vec<Part>,
    /// Whether the text is to deny it.
    is_denied: bool,
    /// Whether it is of the opposite of a point: then the text has its parts in their order, and nothing that turns it.
    is_contrary: bool,
}

/// The parts of a pattern as its text has them.
struct Parts {
    parts: Vec<Part>,
    negations: usize,
    /// Whether all words of the text are among them.
    is_whole: bool,
    /// Whether a denial ends it.
    is_open: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    /// A word of a class.
    Class(usize),
    /// These very words.
    Words(Vec<Token>),
}

/// The first of some tokens, and the one behind their last.
type Span = (usize, usize);

/// A free text that is looked through.
#[derive(Debug)]
pub(super) struct Reading<'l> {
    said: Said,
    tokens: Vec<Token>,
    runs: Vec<Run>,
    lexicon: &'l Lexicon,
    /// Where something stands of which a sign is said.
    subjects: Vec<Span>,
}

impl<'l> Reading<'l> {
    pub fn new(text: &str, lexicon: &'l Lexicon) -> Self {
        let said = Said::new(text);
        let tokens = tokens(said.words());
        let runs = lexicon.runs(&tokens);
        Self { said, tokens, runs, lexicon, subjects: Vec::new() }
    }

    /// Where the text says a sign.
    pub fn places(&self, sign: &Sign) -> Vec<Place> {
        let mut places = if sign.exact.is_empty() { Vec::new() } else { self.said.places(&sign.exact) };
        if let Some(pattern) = &sign.pattern {
            let found = self.found(pattern).into_iter().filter(|spans| self.is_of(spans, sign));
            places.extend(found.map(|spans| self.place(&spans, pattern)));
        }
        places
    }

    /// Remembers what the signs of a task are said of: what is said of another is not said of this.
    pub fn speaking_of<'s>(mut self, signs: impl Iterator<Item = &'s Sign>) -> Self {
        let subjects = signs.filter_map(|sign| sign.subject.as_ref());
        self.subjects = subjects.flat_map(|subject| self.found(subject)).map(|spans| whole(&spans)).collect();
        self
    }

    /// Whether what stands at these spans is said of the subject of a sign: of what was named last, in the same clause
    /// rather than before it.
    fn is_of(&self, spans: &[Span], sign: &Sign) -> bool {
        let Some(subject) = &sign.subject else { return true };
        let (from, to) = whole(spans);
        let clause = self.item(from..to, self.around(from..to, &MARKS));
        let sentence = self.around(from..to, &STOPS);
        let last = |start: usize| self.subjects.iter().filter(|s| s.0 >= start && s.1 <= from).max_by_key(|s| s.1);
        let next = || self.subjects.iter().filter(|s| s.0 >= to && s.1 <= clause.end).min_by_key(|s| s.0);
        let meant = last(clause.start).or_else(next).or_else(|| last(sentence.start));
        meant.is_some_and(|meant| self.found(subject).iter().any(|spans| whole(spans).1 == meant.1))
    }

    /// The tokens around some, up to those that end it.
    fn around(&self, tokens: Range<usize>, ends: &[&str]) -> Range<usize> {
        let is_end = |token: &Token| ends.contains(&&*token.word);
        let from = self.tokens[..tokens.start].iter().rposition(is_end).map_or(0, |at| at + 1);
        let to = self.tokens[tokens.end..].iter().position(is_end).map_or(self.tokens.len(), |at| tokens.end + at);
        from..to
    }

    /// What of a clause around some tokens is of the same item of a list of statements.
    fn item(&self, tokens: Range<usize>, clause: Range<usize>) -> Range<usize> {
        let from = self.tokens[tokens.start].from;
        let begin = self.said.item(from);
        let start = (clause.start..tokens.start).find(|at| self.tokens[*at].from >= begin);
        let end = (tokens.end..clause.end).find(|at| self.said.is_parted(from, self.tokens[*at].to));
        start.unwrap_or(tokens.start)..end.unwrap_or(clause.end)
    }

    /// Which of these places, which stand in order, the text does not mean.
    pub fn denied(&self, places: &[Place]) -> Vec<bool> {
        let denied = self.said.denied(places).into_iter().zip(places);
        denied.map(|(denied, place)| if place.is_denied { place.negations % 2 == 0 } else { denied }).collect()
    }

    /// Whether the text has these very words, and says that what they name does not come about.
    pub fn averts(&self, sign: &Sign) -> bool {
        let places = self.very(sign);
        !places.is_empty() && self.said.denied(&places).iter().all(|denied| *denied)
    }

    /// Whether the text says of what these very words name that it comes about.
    pub fn asserts(&self, sign: &Sign) -> bool {
        self.very(sign).into_iter().any(|place| self.said.asserts(place))
    }

    /// Where the words of a sign stand as they are.
    fn very(&self, sign: &Sign) -> Vec<Place> {
        if sign.exact.is_empty() { Vec::new() } else { self.said.places(&sign.exact) }
    }

    /// The spans of a pattern, wherever it stands.
    fn found(&self, pattern: &Pattern) -> Vec<Vec<Span>> {
        let spans: Vec<Vec<Span>> = pattern.parts.iter().map(|part| self.spans(part)).collect();
        let Some((first, others)) = spans.split_first() else { return Vec::new() };
        let chosen = first.iter().filter_map(|first| self.beside(&[*first], others, pattern));
        let chosen = chosen.filter(|spans| !pattern.is_contrary || !self.is_turned(spans));
        chosen.collect()
    }

    /// Spans with one of each of the other parts, close together.
    fn beside(&self, chosen: &[Span], others: &[Vec<Span>], pattern: &Pattern) -> Option<Vec<Span>> {
        let Some((next, rest)) = others.split_first() else {
            let placed: Vec<(usize, Span)> = chosen.iter().copied().enumerate().collect();
            let mut chosen = chosen.to_vec();
            if pattern.is_contrary && !chosen.is_sorted() {
                return None;
            }
            chosen.sort_unstable();
            let is_close = chosen.windows(2).all(|two| self.is_joined(two[0].1..two[1].0, pattern));
            return (is_close && !self.is_outdone(&placed, pattern)).then_some(chosen);
        };
        let from = |span: &Span| chosen.iter().map(|other| span.0.abs_diff(other.0)).min();
        let is_apart = |span: &&Span| chosen.iter().all(|other| span.0 >= other.1 || other.0 >= span.1);
        let mut near: Vec<&Span> = next.iter().filter(is_apart).collect();
        near.sort_by_key(|span| from(span));
        near.into_iter().take(TRIED).find_map(|span| self.beside(&[chosen, &[*span]].concat(), rest, pattern))
    }

    /// Where a part stands.
    fn spans(&self, part: &Part) -> Vec<Span> {
        match part {
            Part::Class(class) => {
                let of = |run: &&Run| run.meaning == Meaning::Class(*class);
                self.runs.iter().filter(of).map(|run| (run.from, run.to)).collect()
            }
            Part::Words(words) => {
                let stands = |at: usize| {
                    let typed = self.tokens.get(at..at + words.len()).unwrap_or_default();
                    !typed.is_empty() && words.iter().zip(typed).all(|(word, typed)| word.is(typed))
                };
                (0..self.tokens.len()).filter(|at| stands(*at)).map(|at| (at, at + words.len())).collect()
            }
        }
    }

    /// Whether two parts of a sign belong together with these tokens between them.
    fn is_joined(&self, between: Range<usize>, pattern: &Pattern) -> bool {
        let turns = pattern.is_denied || pattern.classes().any(|class| class == PREVENT);
        if turns
            && self
                .tokens
                .get(between.end)
                .is_some_and(|next| self.said.is_parted(self.tokens[between.start - 1].from, next.from))
        {
            return false;
        }
        let mut gap = 0;
        let mut at = between.start;
        while at < between.end {
            let light = self.runs.iter().filter(|run| run.meaning == Meaning::Light && run.from == at);
            if let Some(to) = light.map(|run| run.to).filter(|to| *to <= between.end).max() {
                at = to;
                continue;
            }
            let token = &self.tokens[at];
            let ends = MARKS.contains(&&*token.word) || JOINTS.contains(&&*token.word);
            if ends || AND.contains(&&*token.word) && self.is_of_degree(pattern) {
                return false;
            }
            gap += match (AND.contains(&&*token.word), token.is_ascii_word()) {
                (true, _) => LIST,
                (false, true) => 3,
                (false, false) => 2,
            };
            at += 1;
        }
        gap <= (if pattern.is_contrary { NEAR } else { GAP }) && !self.is_parted(&between, pattern)
    }

    /// Whether it says how something is, or how much.
    fn is_of_degree(&self, pattern: &Pattern) -> bool {
        pattern.classes().any(|class| self.lexicon.opposite(class).is_some())
    }

    /// Whether a word beside the parts of an opposite says that it does not come about: `avoids looking ahead`.
    fn is_turned(&self, spans: &[Span]) -> bool {
        let (from, to) = whole(spans);
        let around = self.around(from..to, &[&MARKS[..], &JOINTS, &AND].concat());
        self.beside_them(&around, spans).iter().any(|run| run.meaning == Meaning::Class(PREVENT))
    }

    /// Whether a word of the opposite degree stands nearer to the other parts: large d makes the products small.
    fn is_outdone(&self, spans: &[(usize, Span)], pattern: &Pattern) -> bool {
        let far = |one: Span, other: Span| one.0.saturating_sub(other.1).max(other.0.saturating_sub(one.1));
        let (from, to) = (spans.iter().map(|s| s.1.0).min(), spans.iter().map(|s| s.1.1).max());
        let Some((from, to)) = from.zip(to) else { return false };
        let around = self.around(from..to, &[&MARKS[..], &JOINTS, &AND].concat());
        let places: Vec<Span> = spans.iter().map(|span| span.1).collect();
        let beside = self.beside_them(&around, &places);
        spans.iter().any(|(part, span)| {
            let Part::Class(class) = pattern.parts[*part] else { return false };
            let Some(opposite) = self.lexicon.opposite(class) else { return false };
            let others = || spans.iter().filter(|other| other.0 != *part).map(|other| other.1);
            let least = |span: Span| others().map(|other| far(span, other)).min();
            let rivals = beside.iter().filter(|run| run.meaning == Meaning::Class(opposite));
            rivals.into_iter().any(|run| least((run.from, run.to)) < least(*span))
        })
    }

    /// Whether another degree stands between: 核变大参数变少 is no smaller kernel.
    fn is_parted(&self, between: &Range<usize>, pattern: &Pattern) -> bool {
        let mut parts = pattern.classes().filter_map(|class| Some([class, self.lexicon.opposite(class)?]));
        let other = |run: &Run, classes: [usize; 2]| classes.iter().any(|class| run.meaning == Meaning::Class(*class));
        let inside = |run: &&Run| between.start <= run.from && run.to <= between.end;
        parts.any(|classes| self.runs.iter().filter(inside).any(|run| other(run, classes)))
    }

    /// What stands in a range of tokens besides some spans.
    fn beside_them(&self, around: &Range<usize>, spans: &[Span]) -> Vec<Run> {
        let apart = |run: &Run| spans.iter().all(|span| run.from >= span.1 || span.0 >= run.to);
        let inside = |run: &Run| around.start <= run.from && run.to <= around.end;
        self.runs.iter().copied().filter(|run| inside(run) && apart(run)).collect()
    }

    /// Verbs among some tokens that take away what follows.
    fn removals(&self, range: Range<usize>) -> usize {
        let words = || self.tokens[range.clone()].iter().map(|token| &*token.word);
        removal::before(&words().collect::<String>()) + removal::before_in(words().rev())
    }

    fn place(&self, spans: &[Span], pattern: &Pattern) -> Place {
        let negations = |range: Range<usize>| denial::negations(&self.tokens[range]);
        let inside = |range: Range<usize>| negations(range.clone()) + self.removals(range);
        let between = spans.windows(2).map(|two| inside(two[0].1..two[1].0)).sum::<usize>();
        let (from, to) = whole(spans);
        let negations = if pattern.is_denied {
            let around = self.around(from..to, &[&MARKS[..], &JOINTS, &["and"]].concat());
            let around = self.item(from..to, around);
            let prevents = |run: &Run| run.meaning == Meaning::Class(PREVENT);
            let prevented = self.beside_them(&around, spans).into_iter().filter(prevents).count();
            let removed = if prevented > 0 { 0 } else { self.said.removals(self.tokens[from].from) };
            let behind = if prevented > 0 { negations(to..around.end) } else { 0 };
            between + negations(around.start..from) + behind + prevented + removed
        } else {
            between
        };
        Place { from: self.tokens[from].from, to: self.tokens[to - 1].to, negations, is_denied: pattern.is_denied }
    }
}

/// From the first of some spans to the last.
fn whole(spans: &[Span]) -> Span {
    (spans[0].0, spans[spans.len() - 1].1)
}

impl Sign {
    /// What an author wrote. Words that say nothing by themselves may be missing in an answer; a denial is a part of it.
    fn new(text: &str, lexicon: &Lexicon) -> Self {
        Self::of(text, lexicon, false)
    }

    fn of(text: &str, lexicon: &Lexicon, is_contrary: bool) -> Self {
        let exact = sign(text);
        let parts = text.split_once('：').or_else(|| text.split_once(": "));
        let parts = parts.and_then(|(subject, said)| Some((Pattern::subject(subject, lexicon)?, said)));
        let (subject, said) = parts.map_or((None, text), |(subject, said)| (Some(subject), said));
        Self { exact, pattern: Pattern::new(said, lexicon, is_contrary), subject }
    }

    /// What an author wrote of the opposite.
    pub fn contrary(text: &str, lexicon: &Lexicon) -> Self {
        Self::of(text, lexicon, true)
    }

    /// What an author wrote, and what says the same.
    pub fn all(text: &str, lexicon: &Lexicon) -> Vec<Self> {
        let sign = Self::new(text, lexicon);
        let prevented = sign.prevented();
        [sign].into_iter().chain(prevented).collect()
    }

    /// The same for a text that keeps something from coming about, of a sign that denies it: `avoids` for `no`.
    fn prevented(&self) -> Option<Self> {
        let pattern = self.pattern.as_ref().filter(|pattern| pattern.is_denied)?;
        let parts = [&[Part::Class(PREVENT)], &pattern.parts[..]].concat();
        Some(Self {
            exact: String::new(),
            pattern: Some(Pattern { parts, is_denied: false, is_contrary: false }),
            subject: self.subject.clone(),
        })
    }

    /// What of it does not stand in the text of a task already.
    pub fn beyond(self, stem: &Reading<'_>) -> Option<Self> {
        let exact = if stem.said.places(&self.exact).is_empty() { self.exact.clone() } else { String::new() };
        let pattern = self.pattern.clone().filter(|pattern| self.subject.is_some() || stem.found(pattern).is_empty());
        (!exact.is_empty() || pattern.is_some()).then_some(Self { exact, pattern, ..self })
    }
}

impl Pattern {
    /// The classes of its parts.
    fn classes(&self) -> impl Iterator<Item = usize> {
        self.parts.iter().filter_map(|part| match part {
            Part::Class(class) => Some(*class),
            Part::Words(_) => None,
        })
    }

    /// What something is said of; one word may name it.
    fn subject(text: &str, lexicon: &Lexicon) -> Option<Self> {
        let parts = Self::parts(text, lexicon, false)?.parts;
        (!parts.is_empty()).then_some(Self { parts, is_denied: false, is_contrary: false })
    }

    fn new(text: &str, lexicon: &Lexicon, is_contrary: bool) -> Option<Self> {
        let read = Self::parts(text, lexicon, is_contrary)?;
        let is_denied = read.negations % 2 == 1;
        match &read.parts[..] {
            [] => None,
            // `instance does not`: what it denies is left to the reader.
            _ if read.is_open => None,
            // A degree by itself says nothing, nor what is left of several words.
            [Part::Class(class)] if lexicon.is_weak(*class) => None,
            [_] if !read.is_whole && read.negations == 0 => None,
            _ => Some(Self { parts: read.parts, is_denied, is_contrary }),
        }
    }

    fn parts(text: &str, lexicon: &Lexicon, is_contrary: bool) -> Option<Parts> {
        let words = Words::new(&super::plain::plain(text));
        let tokens = tokens(&words);
        let runs = lexicon.runs(&tokens);
        let mut parts: Vec<Part> = Vec::new();
        let (mut negations, mut at, mut goes_on, mut is_whole, mut is_open) = (0, 0, false, true, false);
        while let Some(token) = tokens.get(at) {
            if MARKS.contains(&&*token.word) {
                return None;
            }
            let here = |run: &&Run| run.from == at;
            let longest = runs.iter().filter(here).max_by_key(|run| (run.to, run.meaning != Meaning::Light));
            let negates = denial::negations(&tokens[at..]) > denial::negations(&tokens[at + 1..]);
            match longest.map(|run| (run.meaning, run.to)) {
                Some((Meaning::Class(class), to)) => {
                    parts.push(Part::Class(class));
                    (at, goes_on, is_open) = (to, false, false);
                }
                Some((Meaning::Own, to)) => {
                    parts.push(Part::Words(tokens[at..to].to_vec()));
                    (at, goes_on, is_open) = (to, false, false);
                }
                Some((Meaning::Light, to)) if !is_contrary => (at, goes_on, is_whole) = (to, false, false),
                _ if negates => {
                    negations += 1;
                    (at, goes_on, is_open) = (at + 1, false, true);
                }
                _ => {
                    match parts.last_mut() {
                        Some(Part::Words(words)) if goes_on && !token.is_ascii_word() => words.push(token.clone()),
                        _ => parts.push(Part::Words(vec![token.clone()])),
                    }
                    (at, goes_on, is_open) = (at + 1, !token.is_ascii_word(), false);
                }
            }
        }
        Some(Parts { parts, negations, is_whole, is_open })
    }
}
