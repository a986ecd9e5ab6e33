//! A derivation as Markdown with LaTeX between dollars, or as a LaTeX fragment.

use std::fmt::Write as _;

use super::text::labelled;
use crate::calculation::{Derivation, Elsewhere, Told, Worked};
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::math::render::{Joint, Target, joined, latex, prose};
use crate::math::{Expr, Value};

/// The whole derivation.
pub(super) fn derivation(spec: &Spec, derivation: &Derivation, lang: Lang, pure: bool) -> String {
    let mut out = String::new();
    let title = spec.title.get(lang);
    let _ = if pure { writeln!(out, "\\section*{{{title}}}\n") } else { writeln!(out, "## {title}\n") };
    let given: Vec<String> = derivation
        .stated(spec)
        .filter_map(|(flag, value)| {
            let param = spec.param(flag)?;
            let written = latex(&Expr::value(value.clone()));
            match value {
                Value::Record(_) => Some(format!("${written}$")),
                Value::Truth(on) => on.then(|| prose(param.about.get(lang), Target::Latex)),
                _ => Some(format!("${} = {written}$", latex(&param.called(flag)))),
            }
        })
        .collect();
    let given = given.join(&say(lang, "calc.and-also", &[]));
    let _ = writeln!(out, "{}\n", labelled("calc.given-label", &given, lang));
    for remark in derivation.remarks(spec) {
        let _ = writeln!(out, "{}\n", prose(remark.get(lang), Target::Latex));
    }
    for told in derivation.told(&derivation.steps) {
        step(&mut out, spec, &told, lang, pure);
    }
    let answers: Vec<String> = derivation
        .answers
        .iter()
        .map(|(key, value)| {
            let key = key.replace('_', "\\_");
            format!("$\\mathrm{{{key}}} = {}$", latex(&Expr::value(value.clone())))
        })
        .collect();
    let answers = answers.join(&say(lang, "calc.and-also", &[]));
    let _ = writeln!(out, "{}", labelled("calc.answers-label", &answers, lang));
    out
}

/// The answers under other conventions, a paragraph for each.
pub(super) fn elsewhere(others: &[Elsewhere], lang: Lang) -> String {
    let mut out = String::new();
    for other in others {
        let answer = |(key, value): &(String, Value)| {
            format!("$\\mathrm{{{}}} = {}$", key.replace('_', "\\_"), latex(&Expr::value(value.clone())))
        };
        let answers: Vec<String> = other.answers.iter().map(answer).collect();
        let why = prose(other.say.get(lang), Target::Latex);
        let line =
            say(lang, "calc.elsewhere", &[("answers", &answers.join(&say(lang, "calc.and-also", &[]))), ("why", &why)]);
        let _ = writeln!(out, "\n{line}");
    }
    out
}

fn step(out: &mut String, spec: &Spec, told: &Told<'_>, lang: Lang, pure: bool) {
    let shown = told.shown;
    let file = &spec.steps[shown.step];
    if let Some(title) = &file.title {
        let title = prose(title.get(lang), Target::Latex);
        let turn = shown.turn.as_ref().map_or_else(String::new, |turn| format!(" (${turn}$)"));
        let _ = if pure { writeln!(out, "\\paragraph{{{title}{turn}}}") } else { writeln!(out, "**{title}**{turn}\n") };
    }
    if let Some(why) = &file.say {
        let _ = writeln!(out, "{}\n", prose(why.get(lang), Target::Latex));
    }
    let worked = Worked::new(String::new(), told, lang).in_words(file);
    let name = latex(&worked.equation.left);
    let sides = joined(&worked.equation.sides).map(|(joint, side)| format!("&{} {}", joint.latex(), latex(side)));
    let body = sides.collect::<Vec<_>>().join(" \\\\\n");
    let _ = if pure {
        writeln!(out, "\\begin{{align*}}\n{name} {body}\n\\end{{align*}}\n")
    } else {
        writeln!(out, "$$\\begin{{aligned}}\n{name} {body}\n\\end{{aligned}}$$\n")
    };
    if let Some(introduction) = worked.introduction(|equation| format!("${}$", equation.latex())) {
        let _ = writeln!(out, "{introduction}\n");
    }
    for line in shown.graph.iter().chain(&shown.trace.inside) {
        let place = crate::calculation::place(&line.place, lang);
        let value = Expr::value(line.value.clone());
        let joint = Joint::between(&line.expr, &value).latex();
        let whole = format!("{} {joint} {}", latex(&line.expr), latex(&value));
        let _ = if pure { writeln!(out, "{place}: ${whole}$\\\\") } else { writeln!(out, "- {place}: ${whole}$") };
    }
    if !(shown.trace.inside.is_empty() && shown.graph.is_empty()) {
        out.push('\n');
    }
}
