//! A calculation's file → [`Spec`], with every problem at its place.

use std::sync::{Arc, OnceLock};

use toml::Spanned;
use toml::de::DeValue;

use super::{Ask, Convention, Draw, Example, Inside, Kind, Mistake, Param, Require, Spec, Step, Turns};
use crate::course::read::{Fields, Loaded, Reader};
use crate::math::{self, Expr};

/// The options that every command or `calc` itself has: no parameter may take one of these names. A test of the command
/// line holds the list to its parsers.
pub const RESERVED: [&str; 12] =
    ["lang", "course", "data", "plain", "color", "format", "given", "seed", "answer-only", "detail", "save", "help"];

/// Reads the calculation in a file.
#[must_use]
pub fn load(reader: Reader<'_>) -> Loaded<Spec> {
    let table = reader.parse();
    let value = spec(&reader.fields(table.get_ref(), 0..0));
    Loaded { value, problems: reader.finish() }
}

fn spec(fields: &Fields<'_, '_>) -> Option<Spec> {
    let reader = fields.reader();
    if let Some(format) = fields.maybe_number("format").filter(|f| *f != 1.0) {
        reader.problem("E012", fields.span(), &[("given", format.to_string())]);
    }
    let params = match fields.need("params").and_then(|item| reader.table(item)) {
        Some(table) => table
            .entries()
            .filter_map(|(flag, span, item)| {
                if RESERVED.contains(&flag.as_str()) {
                    reader.problem("E026", span, &[("what", format!("--{flag} is a flag of every command"))]);
                }
                param(&flag, &reader.table(item)?)
            })
            .collect(),
        None => Vec::new(),
    };
    let mut spec = Spec {
        id: fields.text("id")?.into(),
        version: fields.maybe_whole("version").unwrap_or(1) as u32,
        topic: fields.text("topic")?.into(),
        title: fields.bilingual("title")?,
        about: fields.maybe_bilingual("about"),
        params,
        require: fields.tables("require").into_iter().filter_map(require).collect(),
        steps: fields.tables("steps").into_iter().filter_map(step).collect(),
        asks: fields.tables("ask").into_iter().map(ask).collect(),
        accept: exprs(fields, "accept"),
        examples: fields.tables("examples").into_iter().filter_map(example).collect(),
        content: fields.content_hash("examples"),
    };
    let settled: Vec<bool> = spec.steps.iter().map(|step| step.asks_parameters(&spec.params, &spec.steps)).collect();
    spec.steps.iter_mut().zip(settled).for_each(|(step, settled)| step.settled = settled);
    fields.get("$schema");
    fields.finish_ref();
    Some(spec)
}

fn exprs(fields: &Fields<'_, '_>, key: &'static str) -> Vec<Expr> {
    fields.list(key).into_iter().filter_map(|item| fields.reader().formula(item, math::parse)).collect()
}

fn param(flag: &str, fields: &Fields<'_, '_>) -> Option<Param> {
    let symbol = fields.maybe_text("symbol").unwrap_or_else(|| flag.replace('-', "_"));
    let choices = fields.texts("choices");
    let name = fields.text("kind")?;
    let kind = match name.as_str() {
        "number" => Kind::Number,
        "size" => Kind::Size,
        "count" => Kind::Count,
        "vector" => Kind::Vector,
        "matrix" => Kind::Matrix,
        "tensor" => Kind::Tensor,
        "choice" => Kind::Choice(choices),
        "flag" => Kind::Flag,
        "expression" => Kind::Expression,
        "bindings" => Kind::Bindings,
        "layers" => Kind::Layers(fields.maybe_whole("columns").unwrap_or(3)),
        "network" => Kind::Network,
        other => {
            let known = "number size count vector matrix tensor choice flag expression bindings layers network";
            let span = fields.get("kind").map_or(fields.span(), Spanned::span);
            fields.reader().problem("E011", span, &[("given", other.to_owned()), ("known", known.to_owned())]);
            return None;
        }
    };
    let default = match (&kind, fields.maybe_text("default")) {
        (Kind::Choice(_), Some(word)) => Some(Expr::new(math::ExprKind::Text(word.into()))),
        (_, Some(_)) => fields.maybe_expr("default"),
        (_, None) => None,
    };
    let words = fields.get("words").and_then(|item| fields.reader().table(item)).map_or_else(Vec::new, |table| {
        let each =
            table.entries().filter_map(|(word, _, item)| Some((word, fields.reader().formula(item, math::parse)?)));
        each.collect()
    });
    let param = Param {
        flag: flag.into(),
        symbol: symbol.into(),
        kind,
        about: fields.bilingual("about")?,
        optional: fields.flag("optional"),
        default,
        words,
        positional: fields.flag("positional"),
        repeat: fields.flag("repeat"),
        least: fields.maybe_number("least"),
        most: fields.maybe_number("most"),
        ranks: fields
            .list("ranks")
            .into_iter()
            .filter_map(|item| item.get_ref().as_integer()?.as_str().parse().ok())
            .collect(),
        needs: fields.maybe_whole("needs").unwrap_or(1),
        draw: draws(fields),
    };
    fields.finish_ref();
    Some(param)
}

/// One drawing rule for all levels, or one for each.
fn draws(fields: &Fields<'_, '_>) -> Vec<Draw> {
    let Some(item) = fields.get("draw") else { return Vec::new() };
    let one = |item: &Spanned<DeValue<'_>>| draw(&fields.reader().table(item)?);
    match item.get_ref() {
        DeValue::Array(items) => items.iter().filter_map(one).collect(),
        _ => one(item).map_or_else(Vec::new, |rule| vec![rule; 3]),
    }
}

fn draw(fields: &Fields<'_, '_>) -> Option<Draw> {
    let rule = if fields.get("one-of").is_some() {
        Draw::OneOf(fields.texts("one-of"))
    } else if let Some(formula) = fields.maybe_expr("formula") {
        Draw::Formula(formula)
    } else {
        fields.need("from")?;
        fields.need("to")?;
        Draw::Grid {
            from: fields.maybe_number("from")?,
            to: fields.maybe_number("to")?,
            step: fields.maybe_number("step").unwrap_or(1.0),
            shape: exprs(fields, "shape"),
        }
    };
    fields.finish_ref();
    Some(rule)
}

fn require(fields: Fields<'_, '_>) -> Option<Require> {
    let that = fields.reader().formula(fields.need("that")?, math::parse);
    let require = Require {
        turns: turns(&fields),
        when: fields.maybe_expr("when"),
        flag: fields.maybe_text("flag"),
        say: fields.bilingual("say")?,
        that: that?,
    };
    fields.finish();
    Some(require)
}

fn step(fields: Fields<'_, '_>) -> Option<Step> {
    let binding = fields.binding("let");
    let step = Step {
        keys: fields.texts("keys"),
        title: fields.maybe_bilingual("title"),
        say: fields.maybe_bilingual("say"),
        when: fields.maybe_expr("when"),
        turns: turns(&fields),
        hidden: fields.flag("hidden"),
        beside: fields.maybe_text("beside"),
        graph: fields.flag("graph"),
        inside: if fields.flag("open") { Inside::Always } else { Inside::OnRequest },
        require: fields.tables("require").into_iter().filter_map(require).collect(),
        undefined: fields.maybe_bilingual("undefined"),
        mistakes: fields.tables("mistakes").into_iter().filter_map(mistake).collect(),
        conventions: fields.tables("conventions").into_iter().filter_map(convention).collect(),
        binding: binding?,
        read: OnceLock::new(),
        settled: false,
    };
    fields.finish();
    Some(step)
}

/// `t in 1..T`, `l in L..1 step -1`, `v over at`
fn turns(fields: &Fields<'_, '_>) -> Option<Turns> {
    let item = fields.get("for")?;
    let text = fields.reader().text(item)?;
    let wrong = || fields.reader().wrong::<Turns>(item, "'t in 1..T' or 'v over flag'");
    if let Some((name, of)) = text.split_once(" over ") {
        return Some(Turns::Variables { name: name.trim().into(), of: of.trim().into() });
    }
    let Some((name, range)) = text.split_once(" in ") else { return wrong() };
    let (range, step) = range.split_once(" step ").unwrap_or((range, "1"));
    let (Some((from, to)), Ok(step)) = (range.split_once(".."), step.trim().parse::<i64>()) else { return wrong() };
    let (Ok(from), Ok(to)) = (math::parse(from), math::parse(to)) else { return wrong() };
    if step.abs() != 1 {
        return wrong();
    }
    Some(Turns::Range { name: Arc::from(name.trim()), from, to, step })
}

fn mistake(fields: Fields<'_, '_>) -> Option<Mistake> {
    let formula = fields.reader().formula(fields.need("let")?, math::parse);
    let mistake = Mistake {
        id: fields.text("id")?.into(),
        when: fields.maybe_expr("when"),
        say: fields.bilingual("say")?,
        formula: formula?,
    };
    fields.finish();
    Some(mistake)
}

fn convention(fields: Fields<'_, '_>) -> Option<Convention> {
    let formula = fields.reader().formula(fields.need("let")?, math::parse);
    let convention = Convention { when: fields.maybe_expr("when"), say: fields.bilingual("say")?, formula: formula? };
    fields.finish();
    Some(convention)
}

fn ask(fields: Fields<'_, '_>) -> Ask {
    let levels: Vec<u8> = fields
        .list("levels")
        .into_iter()
        .filter_map(|item| item.get_ref().as_integer()?.as_str().parse().ok())
        .collect();
    let ask = Ask {
        keys: fields.texts("keys"),
        levels: if levels.is_empty() { vec![1, 2, 3] } else { levels },
        digits: fields.maybe_whole("digits").map(|d| d as u32),
        with: fields.texts("with"),
        says: fields.texts("says"),
        choose: fields.texts("choose"),
        stem: fields.maybe_bilingual("stem"),
    };
    fields.finish();
    ask
}

fn example(fields: Fields<'_, '_>) -> Option<Example> {
    let reader = fields.reader();
    let given = reader.table(fields.need("given")?)?;
    let expect = reader.table(fields.need("expect")?)?;
    let example = Example {
        source: fields.text("source")?,
        given: given.entries().map(|(flag, _, item)| (flag, flag_text(item.get_ref()))).collect(),
        expect: expect.entries().map(|(key, _, item)| (key, json(item.get_ref()))).collect(),
        tolerance: fields.maybe_number("tolerance").unwrap_or(1e-9),
    };
    fields.finish();
    Some(example)
}

/// A TOML value as a flag takes it.
#[must_use]
pub fn flag_text(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        other => json(other).to_string(),
    }
}

/// A TOML value as JSON.
fn json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).unwrap_or_default().into(),
        DeValue::Float(x) => x.as_str().parse::<f64>().unwrap_or_default().into(),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => serde_json::Value::Object(
            table.iter().map(|(key, item)| (key.get_ref().to_string(), json(item.get_ref()))).collect(),
        ),
    }
}
