//! A derivation as worked steps for a terminal or a pipe.

use std::fmt::Write as _;

use crate::calculation::title::head;
use crate::calculation::{Derivation, Elsewhere, Told, Worked, place, titled};
use crate::cli::Globals;
use crate::cli::paint::Paint;
use crate::course::messages::{list, say};
use crate::course::spec::{Kind, Param, Spec};
use crate::course::{Lang, Prose};
use crate::math::render::{self, Style, Target, prose};
use crate::math::{Expr, Value, number};
use crate::text;
use crate::tui::widgets::prose::{ALL, in_rows};

/// Columns, where the terminal does not say how wide it is.
const WIDTH: usize = 80;

/// `Given: N₀ = 32, F = 5`
pub(super) fn labelled(label: &str, text: &str, lang: Lang) -> String {
    say(lang, "calc.titled", &[("title", &say(lang, label, &[])), ("text", &text)])
}

/// The whole derivation: what is given, the steps, the answers, and what more flags would add.
pub(super) fn derivation(spec: &Spec, derivation: &Derivation, others: &[Elsewhere], globals: &Globals) -> String {
    let style = Style { ascii: globals.config.ascii };
    let width = if globals.color { crossterm::terminal::size().map_or(WIDTH, |(w, _)| usize::from(w)) } else { WIDTH };
    laid_out(spec, derivation, others, (width.clamp(20, 120), style, globals.lang), (globals.color, &str::to_owned))
}

/// The same in so many columns, in colour or not, the answers by the names that `called` gives their keys.
pub(super) fn laid_out(
    spec: &Spec,
    derivation: &Derivation,
    others: &[Elsewhere],
    (width, style, lang): (usize, Style, Lang),
    (color, called): (bool, &dyn Fn(&str) -> String),
) -> String {
    let paint = Paint(color);
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint.bold(spec.title.get(lang)));
    let given: Vec<Prose> = derivation
        .stated(spec)
        .filter_map(|(flag, value)| {
            let param = spec.param(flag)?;
            let written = Expr::value(value.clone());
            match value {
                Value::Record(_) => Some(render::line(&written).into()),
                // A switch is told in words, where it is on.
                Value::Truth(on) => on.then(|| prose(param.about.get(lang), Target::Line).into()),
                Value::Text(word) => Some(chosen(param, flag, word, lang).into()),
                _ => Some(Prose::formula(vec![param.called(flag), written])),
            }
        })
        .collect();
    let given = Prose::joined(given, &say(lang, "calc.and-also", &[]));
    for row in in_rows(&given.within(|given| labelled("calc.given-label", given, lang)), width, ALL, style).0 {
        let _ = writeln!(out, "{row}");
    }
    for remark in derivation.remarks(spec) {
        for row in text::wrap(&prose(remark.get(lang), Target::Line), width) {
            let _ = writeln!(out, "{}", paint.dim(&row));
        }
    }
    let mut number = 0;
    let mut before = None;
    for told in derivation.told(&derivation.steps) {
        let shown = told.shown;
        let fresh = before != Some(shown.step) || shown.turn.is_none();
        // Each heading has a number of its own, also that of a further turn.
        number += usize::from(!titled(&spec.steps[shown.step], shown.turn.as_ref(), lang).is_empty());
        before = Some(shown.step);
        step(&mut out, spec, &told, (number, fresh), (width, style, lang), paint);
    }
    out.push('\n');
    for row in text::wrap(labelled("calc.answers-label", &size(spec, derivation), lang).trim_end(), width) {
        let _ = writeln!(out, "{}", paint.green(&row));
    }
    for (key, value) in &derivation.answers {
        let beside = derivation.columns.iter().filter(|(of, ..)| of == key);
        let beside: Vec<(&str, &Value)> = beside.map(|(_, name, column)| (&**name, column)).collect();
        let rows = super::table::table(value, &beside)
            .unwrap_or_else(|| in_rows(&answer(&called(key), value), width.saturating_sub(2), ALL, style).0);
        for row in rows {
            let _ = writeln!(out, "  {row}");
        }
    }
    for other in others {
        let answers: Vec<Prose> = other.answers.iter().map(|(key, value)| answer(&called(key), value)).collect();
        let why = prose(other.say.get(lang), Target::Line);
        let line = say(
            lang,
            "calc.elsewhere",
            &[
                ("answers", &answers.iter().map(|it| &**it).collect::<Vec<_>>().join(&say(lang, "calc.and-also", &[]))),
                ("why", &why),
            ],
        );
        for row in text::wrap(&line, width) {
            let _ = writeln!(out, "{}", paint.dim(&row));
        }
    }
    for missing in &derivation.missing {
        let named = |flags: &[String]| flags.iter().map(|f| format!("--{f}")).collect::<Vec<_>>().join(" ");
        let (flags, other, keys) = (named(&missing.flags), named(&missing.instead_of), list(lang, &missing.keys));
        let key = if other.is_empty() { "calc.would-add" } else { "calc.would-give" };
        let line = say(lang, key, &[("flags", &flags), ("other", &other), ("keys", &keys)]);
        for row in text::wrap(&line, width) {
            let _ = writeln!(out, "{}", paint.dim(&row));
        }
    }
    out
}

/// What was chosen, in words: `reduction: mean`.
fn chosen(param: &Param, flag: &str, word: &str, lang: Lang) -> String {
    let name = param.names.iter().find(|(known, _)| **known == *word).map_or(word, |(_, name)| name.get(lang));
    let what = head(param.about.get(lang));
    let Kind::Choice(choices) = &param.kind else { return format!("{} = {word}", render::line(&param.called(flag))) };
    // Words that begin with what one of the choices means name nothing.
    if choices.iter().any(|choice| what.starts_with(choice.as_str())) {
        return format!("{} = {name}", render::line(&param.called(flag)));
    }
    say(lang, "calc.titled", &[("title", &prose(what, Target::Line)), ("text", &name)])
}

/// The size that the answers make up, where they make up one: `32×32×6`.
fn size(spec: &Spec, derivation: &Derivation) -> String {
    let mut sides = Vec::new();
    for side in &spec.size {
        match derivation.answers.get(&*side.key).and_then(Value::as_scalar) {
            Some(length) => sides.push(number::line(length)),
            None if side.optional => {}
            None => return String::new(),
        }
    }
    sides.join("×")
}

/// `out_h = 28`
pub(super) fn answer(key: &str, value: &Value) -> Prose {
    Prose::from(format!("{key} = ")).and(Prose::formula(vec![Expr::value(value.clone())]))
}

/// The answers alone, one a line, at full precision.
pub(super) fn answers(derivation: &Derivation, format: &str) -> String {
    let mut out = String::new();
    for (key, value) in &derivation.answers {
        let _ = match format {
            "latex" => writeln!(
                out,
                "\\mathrm{{{}}} = {}",
                key.replace('_', "\\_"),
                render::latex(&Expr::value(value.clone()))
            ),
            "markdown" => writeln!(out, "- {key} = ${}$", render::latex(&Expr::value(value.clone()))),
            _ => match value {
                Value::Text(text) => writeln!(out, "{key} = {text}"),
                Value::Formula(formula) => writeln!(out, "{key} = {}", render::source(formula)),
                value => writeln!(out, "{key} = {}", render::json(value)),
            },
        };
    }
    out
}

/// A step with its number; why it is so is said of the first of its turns.
fn step(
    out: &mut String,
    spec: &Spec,
    told: &Told<'_>,
    (number, fresh): (usize, bool),
    (width, style, lang): (usize, Style, Lang),
    paint: Paint,
) {
    let shown = told.shown;
    let file = &spec.steps[shown.step];
    let title = titled(file, shown.turn.as_ref(), lang);
    if !title.is_empty() {
        let _ = writeln!(out, "\n{}", paint.bold(&format!("{number}. {title}")));
    }
    if let Some(why) = file.say.as_ref().filter(|_| fresh) {
        for row in text::wrap(&prose(why.get(lang), Target::Line), width.saturating_sub(3)) {
            let _ = writeln!(out, "   {}", paint.dim(&row));
        }
    }
    let worked = Worked::new(title, told, lang).in_words(file);
    for row in worked.rows(width.saturating_sub(5), style) {
        let _ = writeln!(out, "     {row}");
    }
    let introduction = worked.introduction(ToString::to_string).unwrap_or_default();
    for row in text::wrap(&introduction, width.saturating_sub(5)).iter().filter(|row| !row.is_empty()) {
        let _ = writeln!(out, "     {row}");
    }
    for line in shown.graph.iter().chain(&shown.trace.inside) {
        let value = Expr::value(line.value.clone());
        let (side, alone) = (render::line(&line.expr), render::line(&value));
        // What is there as it is, is told once.
        let equality = if side == alone { alone } else { render::equality(&line.expr, &value) };
        let text = format!("{}: {equality}", place(&line.place, lang));
        for (at, row) in text::wrap(&text, width.saturating_sub(9)).into_iter().enumerate() {
            let _ = writeln!(out, "     {}{row}", if at == 0 { "· " } else { "    " });
        }
    }
}
