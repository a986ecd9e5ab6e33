//! `dlrev` alone where lines are plain: what there is to do today, and the command that does it.

use super::failure::Failure;
use super::globals::Globals;
use super::{standing, stats};
use crate::course::messages::say;
use crate::learner::plan::whole_minutes;
use crate::learner::{Advice, Agenda};
use crate::tui::desk::Desk as _;
use crate::tui::told::Told;

/// Home in words.
pub(super) fn text(globals: &Globals) -> Result<String, Failure> {
    let lang = globals.lang;
    let mut desk = standing::desk(globals)?;
    let Told { agenda, advice, stats, .. } = desk.told().map_err(Failure::Failed)?;
    let Agenda { new, questions, minutes, .. } = agenda;
    let args: [(&str, &dyn std::fmt::Display); 4] = [
        ("cards", &agenda.reviews(lang)),
        ("new", &new),
        ("questions", &questions),
        ("minutes", &whole_minutes(minutes)),
    ];
    let key = if agenda.count() == 0 { "home.done" } else { "home.today-questions" };
    let mut lines = vec![say(lang, key, &args)];
    lines.push(match stats.answers {
        0 => say(lang, "home.unknown", &[]),
        _ => stats::readiness("home.readiness", &stats.readiness, lang),
    });
    if let Some(advice) = advice {
        let titles = desk.titles();
        let title = |id: &str| {
            let title = titles.iter().find(|(known, _)| **known == *id);
            title.map_or_else(|| id.to_owned(), |(_, title)| title.get(lang).to_owned())
        };
        let (what, how) = (advice.sentence(title, lang), command(&advice));
        lines.push(say(lang, "calc.titled", &[("title", &what), ("text", &how)]));
    }
    lines.push(say(lang, "cli.more", &[]));
    Ok(lines.join("\n") + "\n")
}

/// The command that does what is advised.
fn command(advice: &Advice) -> String {
    match advice {
        Advice::Paper | Advice::Exam => "dlrev exam".to_owned(),
        Advice::Review(..) | Advice::New(_) => "dlrev review".to_owned(),
        Advice::Wrong(_) => "dlrev quiz --wrong".to_owned(),
        Advice::Questions(_) => "dlrev quiz".to_owned(),
        Advice::Topic(id) => format!("dlrev quiz --topic {id}"),
    }
}
