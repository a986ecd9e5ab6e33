//! The program is killed at random moments: what it showed as taken is in the record, once.

#![cfg(unix)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::time::Duration;

use serde_json::Value;

use crate::learner::{Learner, small_course};

/// How often the program is killed.
const KILLS: u64 = 200;

/// The longest a program lives after its first line, in milliseconds.
const LONGEST: u64 = 60;

/// One in so many is killed by the time since its start instead: before it has opened the record, or while it does.
const EARLY: u64 = 8;

/// Rates cards and takes some ratings back until the program dies, so long after its first line (or its start, if
/// `early`). Gives what it showed as taken.
fn until_killed(learner: &Learner, after: Duration, early: bool) -> Vec<Value> {
    let course = small_course();
    let args = ["review", "-n", "4", "--format", "jsonl", "--course", course.to_str().unwrap()];
    let mut child = learner.command(&args).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let output = BufReader::new(child.stdout.take().unwrap());
    let (first_line, begun) = std::sync::mpsc::channel();
    let killer = std::thread::spawn(move || {
        if !early {
            let _ = begun.recv_timeout(Duration::from_secs(60));
        }
        std::thread::sleep(after);
        child.kill().unwrap();
        child.wait().unwrap();
    });
    let mut taken = Vec::new();
    let mut ratings = 0;
    for line in output.lines() {
        let _ = first_line.send(());
        // The last line may have been cut off by the kill.
        let Ok(line) = line else { break };
        let Ok(event) = serde_json::from_str::<Value>(&line) else { break };
        let reply = match event["type"].as_str() {
            Some("card") if ratings == 3 => {
                ratings = 0;
                ":undo\n"
            }
            Some("card") => "\n",
            Some("back") => {
                ratings += 1;
                "1\n"
            }
            Some("rejected") => "\n",
            Some("reviewed" | "undone") => {
                taken.push(event);
                continue;
            }
            _ => continue,
        };
        if input.write_all(reply.as_bytes()).is_err() {
            break;
        }
    }
    killer.join().unwrap();
    taken
}

/// How many rows of a kind there are for each card.
fn count(rows: &[Value], kind: &str) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for row in rows.iter().filter(|r| r["type"] == kind) {
        *count.entry(row["id"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    count
}

#[test]
fn what_was_shown_as_taken_survives_a_kill_and_counts_once() {
    let mut learner = Learner::new();
    let first_day: jiff::civil::Date = "2026-11-23".parse().unwrap();
    let (mut shown, mut before, mut pace) = (0, 0, 1);
    // The record is there before the first kill, so that every export has one to read.
    learner.run(&["review", "--format", "jsonl"], "");
    for kill in 0..KILLS {
        // Each time a day later, so that all cards are due.
        let day = first_day.saturating_add(jiff::ToSpan::days(kill as i64));
        learner.at(&format!("{day}T10:00:00+08:00"));
        // Spread evenly, in an order that does not repeat: 17 has no factor in common with the number of moments.
        let moment = Duration::from_micros((kill * 17 % (LONGEST * 10)) * 100);
        let early = kill % EARLY == 0;
        let taken = until_killed(&learner, moment * pace, early);
        // On a busy machine it lives longer, or it never comes to anything.
        if taken.is_empty() && !early && moment > Duration::from_millis(LONGEST / 2) {
            pace += 1;
        }
        shown += taken.len();
        let rows: Vec<Value> = learner.export().into_iter().filter(|r| r["seq"].is_u64()).collect();
        let new = &rows[before..];
        let answers = count(new, "answer");
        for (id, ratings) in count(&taken, "reviewed") {
            let kept = answers.get(&id).copied().unwrap_or(0);
            // One more may be on disk whose line was never shown.
            assert!((ratings..=ratings + 1).contains(&kept), "kill {kill}: {id} shown {ratings}, kept {kept}");
        }
        let undone = taken.iter().filter(|e| e["type"] == "undone").count();
        let undos = new.iter().filter(|r| r["type"] == "undo").count();
        assert!((undone..=undone + 1).contains(&undos), "kill {kill}: undone {undone}, kept {undos}");
        assert!(new.len() <= taken.len() + 1, "kill {kill}: {} rows for {} lines", new.len(), taken.len());
        before = rows.len();
    }
    assert!(shown as u64 > KILLS, "the program must get far enough to be interrupted: {shown}");
    let seqs: Vec<u64> = learner.export().iter().filter_map(|r| r["seq"].as_u64()).collect();
    assert_eq!(seqs, (1..=seqs.len() as u64).collect::<Vec<_>>());
    let check = learner.run(&["record", "check"], "");
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
}
