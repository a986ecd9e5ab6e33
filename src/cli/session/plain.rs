//! Plain lines: numbered choices, no box drawing, nothing that moves the cursor. For pipes, screen readers and
//! terminals that can only print.

use std::fmt::Display;
use std::io::{self, Write};

use jiff::civil::Date;

use super::{Face, paper};
use crate::course::messages::say;
use crate::course::{Lang, Prose};
use crate::math::render;
use crate::study::{
    Again, Asked, Event, Handed, Judged, Missed, OnPaper, OptionLine, Prompt, Second, State, Summary, Turned, Went,
};
use crate::text::{capital, right, width};
use crate::tui::dates;

/// Prints events as lines of text.
#[derive(Debug)]
pub(super) struct Plain {
    lang: Lang,
    /// Whether the answer is typed on the prompt's own line.
    interactive: bool,
    /// What is being marked, for the words of its feedback.
    points: f64,
    /// The item that was asked last.
    asked: String,
    /// The learner's day on which the session began.
    today: Date,
    /// Whether a paper waits: there is nothing to sum up.
    paused: bool,
    /// How many answers were told at once what they came to.
    told: usize,
}

impl Plain {
    pub(super) fn new(lang: Lang, interactive: bool, today: Date) -> Self {
        Self { lang, interactive, points: 1.0, asked: String::new(), today, paused: false, told: 0 }
    }

    fn words(&self, key: &str, args: &[(&str, &dyn Display)]) -> String {
        say(self.lang, key, args)
    }

    fn prompt(&self, key: &str, out: &mut dyn Write) -> io::Result<()> {
        self.prompt_words(&self.words(key, &[]), out)
    }

    fn prompt_words(&self, prompt: &str, out: &mut dyn Write) -> io::Result<()> {
        if self.interactive { write!(out, "{prompt} > ") } else { writeln!(out, "{prompt} >") }
    }

    fn question(&mut self, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        let Event::Question { id, kind, number, of, points, stem, prompt, rule, paper, .. } = event else {
            return Ok(());
        };
        self.asked.clone_from(id);
        self.points = *points;
        let place = self.place(*number, *of);
        let worth = self.words("study.worth", &[("points", points)]);
        match paper {
            Some(paper) => paper::place(self.lang, paper, &format!("{place} · {worth}"), out)?,
            None => {
                let code = match prompt {
                    Prompt::Values { code, .. } => code_after(code.as_deref()),
                    _ => String::new(),
                };
                writeln!(out, "\n{place} · {} · {worth}{code}", kind.name(self.lang))?;
            }
        }
        prose(stem, "", out)?;
        if let Some(rule) = rule {
            writeln!(out, "{}", self.words("calc.aside", &[("what", rule)]).trim_start())?;
        }
        match prompt {
            Prompt::One { options } | Prompt::Some { options } | Prompt::Order { items: options } => {
                lines(options, out)?;
            }
            Prompt::Pairs { left, right } => {
                lines(left, out)?;
                writeln!(out)?;
                lines(right, out)?;
            }
            Prompt::Values { ask, .. } => self.asked(ask, out)?,
            Prompt::Text {} | Prompt::Truth {} | Prompt::Blanks { .. } => {}
        }
        if let Some(given) = paper.as_ref().and_then(|paper| paper.given.as_ref()) {
            writeln!(out, "{}", self.words("study.given", &[("given", given)]))?;
        }
        self.prompt_words(kind.how(self.lang), out)
    }

    fn asked(&self, ask: &[Asked], out: &mut dyn Write) -> io::Result<()> {
        for Asked { key, title, notes, .. } in ask {
            let notes = notes.join(&self.words("calc.semicolon", &[]));
            let aside = if notes.is_empty() { notes } else { self.words("calc.aside", &[("what", &notes)]) };
            writeln!(out, "  {}{aside}", self.words("calc.titled", &[("title", key), ("text", title)]))?;
        }
        Ok(())
    }

    fn feedback(&self, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        let Event::Feedback { judged, said, earned, read_as, solution, told, again, .. } = event else {
            return Ok(());
        };
        let Judged { correct, score, why, .. } = judged;
        if *correct {
            writeln!(out, "{}", self.words("study.is-right", &[]))?;
        } else {
            let key = if *score > 0.0 { "study.is-partly-right" } else { "study.is-wrong" };
            let score = (score * 100.0).round() / 100.0;
            let verdict = self.words(key, &[("score", &score), ("points", &self.points)]);
            let earned = earned.as_ref().map_or_else(String::new, |earned| self.aside(earned));
            writeln!(out, "{verdict}{earned}")?;
            self.sentence("study.given", ("given", said), "", out)?;
            self.sentence("study.answer", ("answer", told), "", out)?;
            self.again(again, "  ", out)?;
        }
        if let Some(read_as) = read_as {
            writeln!(out, "  {}", self.words("answer.read-as", &[("read", read_as)]))?;
        }
        // That it is right is said already.
        if !why.is_plainly_right() {
            indented(&why.to_string(), "  ", out)?;
        }
        for step in solution {
            indented(&step.to_string(), "    ", out)?;
        }
        Ok(())
    }

    /// What became of each part of the question, but for what was rightly left.
    fn again(&self, again: &[Again], indent: &str, out: &mut dyn Write) -> io::Result<()> {
        for Again { key, text, state, aside } in again.iter().filter(|part| part.state != State::Left) {
            let aside = aside.clone().map(|it| it.within(|it| self.words("study.aside", &[("aside", &it)])));
            let part = Prose::from(format!("{} {key}. ", state.mark())).and(text.clone());
            prose(&part.and(aside.unwrap_or_default()), indent, out)?;
        }
        Ok(())
    }

    fn back(&self, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        let Event::Back { back, erratum, due, soon, cram, .. } = event else { return Ok(()) };
        prose(&back.answer, "  ", out)?;
        for step in &back.solution {
            indented(&step.to_string(), "    ", out)?;
        }
        if let Some(erratum) = erratum {
            indented(&erratum.to_string(), "  ! ", out)?;
        }
        if *cram {
            // No rating moves it: what counts is whether it was known.
            for rating in ["1", "3"] {
                writeln!(out, "  {rating}. {}", self.words(&format!("cram.{rating}"), &[]))?;
            }
            return self.prompt("prompt.cram", out);
        }
        for ((rating, day), soon) in due.iter().zip(soon) {
            let name = self.words(&format!("rating.{rating}"), &[]);
            let soon = soon.map(|minutes| self.words("study.in-minutes", &[("minutes", &minutes)]));
            writeln!(
                out,
                "  {rating}. {name}{}",
                self.aside(&soon.unwrap_or_else(|| self.day(day.as_deref().unwrap_or_default())))
            )?;
        }
        self.prompt("prompt.rating", out)
    }

    fn summary(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        let Summary { answered, correct, score, points, second, review, tomorrow, skipped, .. } = summary;
        if !summary.parts.is_empty() {
            return paper::report(self.lang, summary, out);
        }
        if self.paused {
            return Ok(());
        }
        if let Some(Turned { cards, forgotten, .. }) = review {
            let args: [(&str, &dyn Display); 2] = [("cards", cards), ("forgotten", forgotten)];
            let last = summary.known().map_or_else(String::new, |known| summary.beside_last(known, self.lang));
            let went = if *answered == 0 { String::new() } else { self.words("tui.summary-review", &args) + &last };
            let ahead = tomorrow.map(|count| match count {
                0 => self.words("tui.none-tomorrow", &[]),
                _ => self.words("tui.tomorrow", &[("count", &count)]),
            });
            let told: Vec<String> = [went, ahead.unwrap_or_default()].into_iter().filter(|it| !it.is_empty()).collect();
            return if told.is_empty() { Ok(()) } else { writeln!(out, "\n{}", told.join("\n")) };
        }
        let skipped = match skipped {
            0 => String::new(),
            skipped => self.words("study.skipped-too", &[("skipped", skipped)]),
        };
        let second = second.filter(|second| second.answered > 0);
        // Of nothing there is nothing to tell.
        if *answered == 0 && skipped.is_empty() && second.is_none() {
            return Ok(());
        }
        let args: [(&str, &dyn Display); 4] =
            [("answered", answered), ("correct", correct), ("score", score), ("points", points)];
        let head = match (answered, second) {
            (0, None) => self.words("tui.summary-nothing", &[]),
            (0, Some(_)) => self.words("tui.first-nothing", &[]),
            _ => {
                let last =
                    summary.before.map(|_| summary.beside_last(score / points.max(f64::MIN_POSITIVE), self.lang));
                self.words("study.summary", &args) + &last.unwrap_or_default()
            }
        };
        writeln!(out, "\n{head}{skipped}")?;
        let Some(Second { answered, correct }) = second else { return Ok(()) };
        let args: [(&str, &dyn Display); 2] = [("answered", &answered), ("correct", &correct)];
        writeln!(out, "{}", self.words("study.second", &args))
    }

    /// A day that the session names, as people say it.
    fn day(&self, day: &str) -> String {
        day.parse().map_or_else(|_| day.to_owned(), |day| dates::ahead(self.today, day, self.lang))
    }

    fn aside(&self, what: &str) -> String {
        self.words("calc.aside", &[("what", &what)])
    }

    /// A sentence that has some words in it.
    fn sentence(&self, key: &str, (name, words): (&str, &Prose), indent: &str, out: &mut dyn Write) -> io::Result<()> {
        prose(&words.clone().within(|words| self.words(key, &[(name, &words)])), indent, out)
    }

    fn place(&self, number: usize, of: usize) -> String {
        self.words("common.of", &[("number", &number), ("total", &of)])
    }
}

impl Face for Plain {
    fn show(&mut self, event: &Event, out: &mut dyn Write) -> io::Result<()> {
        match event {
            Event::Question { .. } => self.question(event, out),
            Event::Exercise { code, stem, ask, number, of, .. } => {
                self.points = 1.0;
                writeln!(out, "\n{}{}", self.place(*number, *of), code_after(Some(code)))?;
                prose(stem, "", out)?;
                self.asked(ask, out)?;
                self.prompt("prompt.exercise", out)
            }
            Event::Feedback { .. } => {
                self.told += 1;
                self.feedback(event, out)
            }
            Event::Rejected { why, .. } => {
                writeln!(out, "{}", capital(why))?;
                self.prompt("prompt.again", out)
            }
            Event::Hint { level, text, .. } => {
                writeln!(out, "{}", self.words("study.hint", &[("level", level), ("text", text)]))?;
                self.prompt("prompt.again", out)
            }
            Event::Card { front, number, of, code, cram, .. } => {
                let place = self.words("study.card", &[("number", number), ("total", of)]);
                let cram = if *cram { format!(" · {}", self.words("tui.cramming", &[])) } else { String::new() };
                writeln!(out, "\n{place}{cram}{}", code_after(code.as_deref()))?;
                prose(front, "", out)?;
                self.prompt("prompt.turn", out)
            }
            Event::Back { .. } => self.back(event, out),
            Event::Reviewed { due, lapses, again, cram, .. } => {
                let due = self.day(due.as_deref().unwrap_or_default());
                match again {
                    Some(minutes) if *cram => {
                        writeln!(out, "{}", self.words("study.comes-back", &[("minutes", minutes)]))?;
                    }
                    Some(minutes) => {
                        let args: [(&str, &dyn Display); 2] = [("minutes", minutes), ("due", &due)];
                        writeln!(out, "{}", self.words("study.reviewed-soon", &args))?;
                    }
                    None if *cram => {}
                    None => writeln!(out, "{}", self.words("study.reviewed", &[("due", &due)]))?,
                }
                lapses.map_or(Ok(()), |days| writeln!(out, "{}", self.words("study.leech", &[("days", &days)])))
            }
            Event::Points { id, points, stem, given, place } => {
                // On a paper they come when it is handed in, far from the question.
                if self.asked != *id {
                    writeln!(out)?;
                    if let Some(Handed { number, part, points }) = place {
                        let worth = self.words("study.worth", &[("points", points)]);
                        let number = self.words("exam.number", &[("number", number)]);
                        writeln!(out, "{part} · {number} · {worth}")?;
                    }
                    prose(stem, "", out)?;
                    writeln!(out, "{}", self.words("study.given", &[("given", given)]))?;
                }
                for point in points {
                    let seen = if point.seen { self.words("study.seen", &[]) } else { String::new() };
                    writeln!(out, "  {}. {}{seen}", point.key, point.text)?;
                }
                self.prompt("prompt.points", out)
            }
            Event::Taken { .. } => writeln!(out, "{}", self.words("exam.taken", &[])),
            Event::HandIn { answered, of, open, minutes } => {
                paper::end(self.lang, (*answered, *of), open, *minutes, out)?;
                self.prompt("prompt.hand-in", out)
            }
            // The look back tells of what went wrong.
            Event::Marked(_) => Ok(()),
            Event::Paper { code, of, points, minutes, left, answered } => {
                let shown = paper::Opening { code, of: *of, points: *points, minutes: *minutes };
                paper::opening(self.lang, &shown, (*answered, *left), out)
            }
            Event::Paused { answered, of, left, .. } => {
                self.paused = true;
                paper::paused(self.lang, (*answered, *of), *left, out)
            }
            Event::Flagged { on, .. } => {
                writeln!(out, "{}", self.words(if *on { "study.flagged" } else { "study.unflagged" }, &[]))
            }
            Event::Sure { confidence, .. } => {
                writeln!(out, "{}", self.words("study.sure", &[("percent", &(confidence * 100.0).round())]))
            }
            Event::Buried { .. } => writeln!(out, "{}", self.words("study.buried", &[])),
            Event::Suspended { .. } => writeln!(out, "{}", self.words("study.suspended", &[])),
            Event::Again { on } => {
                writeln!(out, "{}", self.words(if *on { "study.again-on" } else { "study.again-off" }, &[]))
            }
            Event::Skipped { .. } => writeln!(out, "{}", self.words("study.skipped", &[])),
            Event::Undone { .. } => writeln!(out, "{}", self.words("study.undone", &[])),
            Event::Summary(summary) => self.summary(summary, out),
        }
    }

    fn look_back(&mut self, missed: &[Missed], out: &mut dyn Write) -> io::Result<()> {
        // Of the one thing that was asked everything stands right above.
        if missed.is_empty() || self.told == 1 {
            return Ok(());
        }
        writeln!(out, "\n{}", self.words("study.look-back", &[]))?;
        for (item, number) in missed.iter().zip(1_usize..) {
            writeln!(out)?;
            let code = code_after(item.code.as_deref());
            let place = item.place.map(|OnPaper { number, score, points }| {
                let args: [(&str, &dyn Display); 3] = [("number", &number), ("score", &score), ("points", &points)];
                self.words("exam.place", &args)
            });
            let place = place.unwrap_or_else(|| format!("{number}. "));
            prose(&Prose::from(place).and(item.stem.clone()).and(code.into()), "", out)?;
            if item.went == Went::Open {
                indented(&self.words("tui.not-answered", &[]), "   ", out)?;
            }
            if !item.given.is_empty() {
                self.sentence("study.given", ("given", &item.given), "   ", out)?;
            }
            if !item.answer.is_empty() {
                self.sentence("study.answer", ("answer", &item.answer), "   ", out)?;
            }
            self.again(&item.again, "   ", out)?;
            indented(&item.why.to_string(), "   ", out)?;
        }
        Ok(())
    }
}

/// ` · conv@1.2:8F3A-C21D`
fn code_after(code: Option<&str>) -> String {
    code.filter(|c| !c.is_empty()).map(|c| format!(" · {c}")).unwrap_or_default()
}

/// Options, each on a line: `  A. …`
fn lines(options: &[OptionLine], out: &mut dyn Write) -> io::Result<()> {
    options.iter().try_for_each(|OptionLine { key, text }| writeln!(out, "  {key}. {text}"))
}

/// Words behind `indent`; each row of a matrix has a line, as it is read aloud.
fn prose(words: &Prose, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut from = 0;
    let mut text = String::new();
    for formula in words.formulas() {
        let [.., last] = formula.sides.as_slice() else { continue };
        let Some(rows) = render::rows(last) else { continue };
        let before =
            words[from..formula.at.end].trim_start_matches(if from > 0 { [' ', '\n'].as_slice() } else { &[] });
        text.push_str(before.strip_suffix(&render::line(last)).unwrap_or(before).trim_end());
        text.push_str(&lines_of(&rows));
        from = formula.at.end;
        let mark = words[from..].find(|c: char| !is_mark(c)).unwrap_or(words.len() - from);
        text.push_str(&words[from..from + mark]);
        from += mark;
        text.push('\n');
    }
    text.push_str(words[from..].trim_start_matches([' ', '\n']));
    indented(text.trim_end(), indent, out)
}

/// The rows of a matrix, each in a line of its own with its numbers under each other.
fn lines_of(rows: &[Vec<String>]) -> String {
    let wide = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max();
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(at, cell)| right(cell, wide(at).unwrap_or_default()));
        format!("\n  {}", cells.collect::<Vec<_>>().join("  "))
    };
    rows.iter().map(line).collect()
}

/// Whether a sign ends what stands before it.
const fn is_mark(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '。' | '）' | ',' | ';' | '.' | ')')
}

/// Each line of a text behind `indent`.
fn indented(text: &str, indent: &str, out: &mut dyn Write) -> io::Result<()> {
    text.lines().try_for_each(|line| writeln!(out, "{indent}{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_a_matrix_has_a_line() {
        let shown = |text: &str| {
            let mut out = Vec::new();
            prose(&Prose::of(text), "  ", &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            shown("x = $[[1, -10], [3, 4]]$, pooled. k = $[[5], [6]]$"),
            "  x =\n    1  −10\n    3    4,\n  pooled. k =\n    5\n    6\n"
        );
        assert_eq!(shown("no matrix: $[1, 2]$, $a^2$"), "  no matrix: [1, 2], a²\n");
    }
}
