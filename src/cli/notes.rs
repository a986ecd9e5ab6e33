//! `dlrev notes [TOPIC | WORDS]` and `dlrev search WORDS`: the statements.

mod markdown;

use std::fmt::Write as _;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::Desk;
use super::failure::Failure;
use super::globals::Globals;
use super::{learner, named, output, screen};
use crate::course::messages::say;
use crate::course::{Id, Lang, Synonyms};
use crate::math::render::Style;
use crate::study;
use crate::study::reading::{self, Layout, Row, RowKind};
use crate::text::width;
use crate::tui::choice::Opening;

/// Columns of the plain text.
const WIDTH: usize = 78;

const FORMATS: [&str; 2] = ["text", "markdown"];

/// The parser of `notes`.
pub(super) fn parser(lang: Lang) -> Command {
    Command::new("notes").about(say(lang, "notes.about", &[])).arg(words(lang, "notes.what"))
}

/// The parser of `search`.
pub(super) fn search_parser(lang: Lang) -> Command {
    Command::new("search").about(say(lang, "notes.search", &[])).arg(words(lang, "notes.words").required(true))
}

fn words(lang: Lang, help: &str) -> Arg {
    Arg::new("words").value_name("WORDS").action(ArgAction::Append).help(say(lang, help, &[]))
}

/// Runs `notes`: one topic, all of them, or a search where no topic has that id; in the reader where there is a screen.
pub(super) fn run(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let words = learner::several(matches, "words");
    let course = learner::course(globals)?;
    let topics: Vec<Option<Id>> = words.iter().map(|word| course.topic_named(word)).collect();
    let are_topics = topics.iter().all(Option::is_some);
    if globals.full_screen() {
        let opening = match topics.first() {
            None => Opening::Contents,
            Some(Some(topic)) if are_topics => Opening::Topic(topic.to_string()),
            Some(_) => Opening::Search(words.join(" ")),
        };
        return screen::notes(&mut Desk::open(globals, course)?, &opening);
    }
    if !are_topics {
        return search(matches, globals);
    }
    let format = globals.format_among(&FORMATS)?;
    let topics = named::topics(&course, &words, globals.lang)?;
    let text: String = topics
        .iter()
        .map(|topic| match format {
            "markdown" => markdown::topic(topic, globals.lang),
            _ => plain(&reading::topic(topic, layout(globals))),
        })
        .collect();
    output::write(&text)
}

/// Runs `search`. That nothing is found is said on standard error, with exit code 1.
pub(super) fn search(matches: &ArgMatches, globals: &Globals) -> Result<(), Failure> {
    let lang = globals.lang;
    let format = globals.format_among(&FORMATS)?;
    let query = learner::several(matches, "words").join(" ");
    let course = learner::course(globals)?;
    let (topics, synonyms) = (course.topics(), Synonyms::of(course));
    let mut found = study::search::statements(&topics, &query, synonyms.names()).peekable();
    if found.peek().is_none() {
        return Err(Failure::Failed(say(lang, "notes.nothing", &[("given", &query)])));
    }
    let mut text = String::new();
    let mut last = None;
    for (topic, statement) in found {
        if last.replace(&topic.id) != Some(&topic.id) {
            match format {
                "markdown" => text.push_str(&markdown::title(topic, lang)),
                _ => {
                    let _ = writeln!(text, "{}. {}", topic.section, topic.title().get(lang));
                }
            }
        }
        match format {
            "markdown" => markdown::statement(statement, lang, &mut text),
            _ => text.push_str(&lines(&reading::statement(statement, layout(globals)))),
        }
    }
    output::write(&text)
}

fn layout(globals: &Globals) -> Layout {
    let (lang, spoken, style) = (globals.lang, globals.plain, Style { ascii: globals.config.ascii });
    Layout { lang, width: WIDTH, style, spoken, letters: true }
}

/// A topic's rows, its title and headings underlined.
fn plain(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        text.push_str(&lines(std::slice::from_ref(row)));
        let under = match row.kind {
            RowKind::Title => "=",
            RowKind::Heading => "-",
            _ => continue,
        };
        text.push_str(&under.repeat(width(&row.text)));
        text.push('\n');
    }
    text.push('\n');
    text
}

fn lines(rows: &[Row]) -> String {
    rows.iter().fold(String::new(), |text, row| text + &row.text + "\n")
}
