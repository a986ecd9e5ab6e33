//! What an exam says beyond a quiz, as plain lines: where a question stands on the paper, its end, the report.

use std::fmt::Display;
use std::io::{self, Write};

use crate::course::Lang;
use crate::course::messages::{list, say};
use crate::study::{Paper, Share, Summary};
use crate::text::runs;

/// Statements to read again that are listed.
const READINGS: usize = 10;

/// What a paper is, whoever writes it.
pub(super) struct Opening<'a> {
    pub(super) code: &'a str,
    pub(super) of: usize,
    pub(super) points: f64,
    pub(super) minutes: usize,
}

/// What paper it is; of one that is gone on with, how far it has come.
pub(super) fn opening(
    lang: Lang,
    paper: &Opening<'_>,
    (answered, left): (usize, i64),
    out: &mut dyn Write,
) -> io::Result<()> {
    let Opening { code, of, points, minutes } = paper;
    let args: [(&str, &dyn Display); 4] = [("code", code), ("of", of), ("points", points), ("minutes", minutes)];
    writeln!(out, "{}", say(lang, "exam.paper", &args))?;
    let all = i64::try_from(*minutes).unwrap_or(i64::MAX / 60) * 60;
    if left > 0 && (answered > 0 || left < all) {
        writeln!(out, "{}", say(lang, "exam.again", &[("answered", &answered), ("minutes", &minutes_of(left))]))?;
    }
    Ok(())
}

/// The paper waits.
pub(super) fn paused(lang: Lang, (answered, of): (usize, usize), left: i64, out: &mut dyn Write) -> io::Result<()> {
    let args: [(&str, &dyn Display); 3] = [("answered", &answered), ("of", &of), ("minutes", &minutes_of(left))];
    writeln!(out, "\n{}", say(lang, "exam.paused", &args))
}

/// Whole minutes, of which the last one counts while it runs.
const fn minutes_of(seconds: i64) -> i64 {
    (seconds + 59).div_euclid(60)
}

/// `单项选择题 · 第 3 题，共 48 题 · 1 分 · 还有 96 分钟`
pub(super) fn place(lang: Lang, paper: &Paper, number: &str, out: &mut dyn Write) -> io::Result<()> {
    let left = say(lang, "exam.minutes-left", &[("minutes", &paper.minutes)]);
    writeln!(out, "\n{} · {number} · {left}", paper.part)
}

/// The end of the paper.
pub(super) fn end(
    lang: Lang,
    (answered, of): (usize, usize),
    open: &[usize],
    minutes: i64,
    out: &mut dyn Write,
) -> io::Result<()> {
    let args: [(&str, &dyn Display); 4] =
        [("answered", &answered), ("of", &of), ("open", &open.len()), ("minutes", &minutes)];
    let key = if open.is_empty() { "exam.end-full" } else { "exam.end" };
    writeln!(out, "\n{}", say(lang, key, &args))?;
    if !open.is_empty() {
        let numbers = list(lang, runs(open));
        writeln!(out, "{}", say(lang, "exam.open", &[("numbers", &numbers)]))?;
    }
    Ok(())
}

/// The points in all, by part and by topic, and what to read again.
pub(super) fn report(lang: Lang, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
    let args: [(&str, &dyn Display); 2] = [("score", &summary.score), ("points", &summary.points)];
    writeln!(out, "\n{}", say(lang, "exam.score", &args))?;
    let counts: [(&str, &dyn Display); 2] = [("answered", &summary.answered), ("correct", &summary.correct)];
    writeln!(out, "{}", say(lang, "exam.counts", &counts))?;
    for (title, shares) in [("exam.by-part", &summary.parts), ("exam.by-topic", &summary.topics)] {
        writeln!(out, "\n{}", say(lang, title, &[]))?;
        for Share { title, score, points, .. } in shares {
            writeln!(out, "  {score} / {points}  {title}")?;
        }
    }
    if !summary.again.is_empty() {
        writeln!(out, "\n{}", say(lang, "exam.read-again", &[]))?;
        for reading in summary.again.iter().take(READINGS) {
            writeln!(out, "  · {}", reading.text)?;
        }
    }
    Ok(())
}
