//! A calculation's file → [`Spec`]: what it says in another form than the program uses.

use std::sync::{Arc, OnceLock};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::part::{Listed, Terms, Ways};
use super::{
    Ask, Convention, Draw, Example, Inside, Kind, Mistake, Param, Require, Side, Spec, Step, Turns, Word, short, size,
};
use crate::course::Bilingual;
use crate::course::format::{Keys, Table, Value, Version, table};
use crate::course::read::{Fields, Reader};
use crate::math::{self, Binding, Expr, ExprKind};

/// The options that every command or `calc` itself has: no parameter may take one of these names. A test of the command
/// line holds the list to its parsers.
pub const RESERVED: [&str; 13] = [
    "lang",
    "course",
    "data",
    "plain",
    "color",
    "format",
    "given",
    "seed",
    "answer-only",
    "detail",
    "save",
    "mine",
    "help",
];

table! {
    /// A calculation: `calculations/….toml`.
    struct Written {
        /// The version of the rules by which the file is written: 1.
        format: Version = "format",
        /// The calculation that it is like: what is left out here is as there, of a parameter key by key.
        like: Option<String> = "like",
        /// Its id, as the file is called: `conv`.
        id: Arc<str> = "id" short,
        /// The version of its drawing rules; the file of an older one stays as `conv@1.toml`.
        version: u32 = "version" [1],
        /// The topic it belongs to.
        topic: Arc<str> = "topic" short,
        /// What it is called.
        title: Bilingual = "title" short,
        /// What it is about, for its help.
        about: Option<Bilingual> = "about",
        /// Names for formulas, which stand for them in all formulas of the file that follow; `part = 'NAME'` takes those of a part.
        terms: Option<Terms> = "terms",
        /// Its parameters by their options, in the order of its help.
        params: Params = "params" short,
        /// What must hold of what was given.
        require: Vec<Listed<Require>> = "require",
        /// Its steps.
        steps: Vec<Listed<Step>> = "steps",
        /// What an exercise may ask for.
        asks: Vec<Ask> = "ask",
        /// Answers that are told as one size, in the order of its sides; `?` behind one that may be missing: `out_h`, `out_c?`.
        size: Vec<Side> = "size",
        /// What must hold of a drawn variant beyond the requirements.
        accept: Vec<Expr> = "accept",
        /// Worked cases from published sources; they are tests.
        examples: Vec<Example> = "examples",
    }
}

impl Table for Spec {
    fn written_out<'a>(reader: &Reader<'a>, table: DeTable<'a>) -> DeTable<'a> {
        short::written_out(reader, table)
    }

    fn read_from(fields: &Fields<'_, '_>) -> Option<Self> {
        let Written {
            format: Version,
            like: _,
            id,
            version,
            topic,
            title,
            about,
            terms: _,
            params,
            require,
            steps,
            asks,
            size,
            accept,
            examples,
        } = Written::read_from(fields)?;
        let (params, content) = (params.0, fields.content_hash("examples"));
        let (require, mut steps) = (Listed::all(require), Listed::all(steps));
        size::check(&size, &steps, fields);
        let settled: Vec<bool> = steps.iter().map(|step| step.asks_parameters(&params, &steps)).collect();
        steps.iter_mut().zip(settled).for_each(|(step, settled)| step.settled = settled);
        Some(Self { id, version, topic, title, about, params, require, steps, asks, size, accept, examples, content })
    }

    fn properties(generator: &mut SchemaGenerator, keys: &mut Keys) {
        Written::properties(generator, keys);
    }
}

impl JsonSchema for Spec {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Calculation".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Written::json_schema(generator)
    }
}

/// The parameters by their options.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Params(Vec<Param>);

impl Value for Params {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        let params = entries.filter_map(|(flag, span, item)| {
            if RESERVED.contains(&flag.as_str()) {
                reader.problem("E026", span.clone(), &[("what", format!("--{flag} is a flag of every command"))]);
            }
            // It is typed, and written in help and errors: nothing else may stand in it.
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if !flag.starts_with(|c: char| c.is_ascii_lowercase()) || !flag.chars().all(plain) {
                reader.problem("E011", span, &[("given", flag), ("known", "[a-z][a-z0-9-]*".to_owned())]);
                return None;
            }
            param(&flag, reader.table(item)?)
        });
        Some(Self(params.collect()))
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": generator.subschema_for::<Parameter>() })
    }
}

table! {
    /// A parameter.
    struct Parameter {
        /// What formulas call it: `N_0`; its option where left out.
        symbol: Option<String> = "symbol",
        /// The part, by the name of its file, whose parameter of this option it is: keys that are left out here are those.
        part: Option<String> = "part",
        /// What it holds. Needed unless the part has it.
        kind: KindName = "kind" short,
        /// What it means. Needed unless the part has it.
        about: Bilingual = "about" short,
        /// Whether it may be left out without a default: what needs it is left out then.
        optional: bool = "optional",
        /// Its value when left out: an expression of other parameters, or a word of a choice.
        default: Option<String> = "default",
        /// The words of a choice.
        choices: Vec<String> = "choices",
        /// Words that stand for an expression: `same`, `valid`.
        words: Vec<(String, Expr)> = "words",
        /// What the choices are called in the words of a task; a choice that has no name goes by its own word.
        names: Vec<(String, Bilingual)> = "names",
        /// Given without an option: `dlrev calc network vgg16`.
        positional: bool = "positional",
        /// A family `w1 w2 …`: a sequence of values by index.
        repeat: bool = "repeat",
        /// The least value of a number, count or size.
        least: Option<f64> = "least",
        /// The greatest value of a number, count or size.
        most: Option<f64> = "most",
        /// What a number must be less than, where the bound itself is not taken: 1 of a rate of decay.
        below: Option<f64> = "below",
        /// The ranks a tensor may have; any where left out.
        ranks: Vec<usize> = "ranks",
        /// Of a size, how many sides may be given: height and width, or more.
        sides: usize = "sides" [2],
        /// Of a size, the option that says how many sides it has: as many are given, or one for all.
        axes: Option<String> = "axes",
        /// Of layers, how many numbers a row has.
        columns: usize = "columns" [3],
        /// Of layers, how many of a row's numbers must be there; the others are 1 where left out.
        needs: usize = "needs" [1],
        /// How it is drawn: one rule for all levels, or one for each of the levels 1, 2 and 3; never where left out.
        draw: Option<Draws> = "draw",
    }
}

fn param(flag: &str, fields: Fields<'_, '_>) -> Option<Param> {
    let written = Parameter::read_from(&fields);
    let word = written.as_ref().is_some_and(|written| written.kind.0 == "choice");
    // Of a choice it is a word, of all others an expression.
    let default = match written.as_ref().and_then(|written| written.default.as_ref()) {
        Some(text) if word => Some(Expr::new(ExprKind::Text(text.as_str().into()))),
        Some(_) => fields.maybe_expr("default"),
        None => None,
    };
    fields.finish();
    let written = written?;
    let (_, make) = Kind::ALL.iter().find(|(name, _)| *name == written.kind.0)?;
    Some(Param {
        flag: flag.into(),
        symbol: written.symbol.unwrap_or_else(|| flag.replace('-', "_")).into(),
        kind: make(written.choices, written.columns),
        about: written.about,
        optional: written.optional,
        default,
        words: written.words,
        names: written.names,
        positional: written.positional,
        repeat: written.repeat,
        least: written.least,
        most: written.most,
        below: written.below,
        ranks: written.ranks,
        sides: written.sides,
        axes: written.axes,
        needs: written.needs,
        draw: written.draw.map(|draws| draws.0).unwrap_or_default(),
    })
}

/// What files call a kind of parameter.
#[derive(Clone, Debug, PartialEq)]
struct KindName(String);

impl Value for KindName {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let given = reader.text(item)?;
        if Kind::ALL.iter().any(|(name, _)| *name == given) {
            return Some(Self(given));
        }
        let known = Kind::ALL.map(|(name, _)| name).join(" ");
        reader.problem("E011", item.span(), &[("given", given), ("known", known)]);
        None
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Kind::ALL.map(|(name, _)| name) })
    }
}

/// Expressions by name.
impl Value for Vec<(String, Expr)> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        Some(entries.filter_map(|(word, _, item)| Some((word, Expr::read(reader, item)?))).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": Expr::schema(generator) })
    }
}

/// Words in both languages, by name.
impl Value for Vec<(String, Bilingual)> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        Some(entries.filter_map(|(word, _, item)| Some((word, Bilingual::read(reader, item)?))).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": <Bilingual as Value>::schema(generator) })
    }
}

/// Answers by key.
impl Value for Vec<(String, serde_json::Value)> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        Some(entries.map(|(key, _, item)| (key, json(item.get_ref()))).collect())
    }

    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object", "additionalProperties": true })
    }
}

/// One drawing rule for all levels, or one for each.
#[derive(Clone, Debug, PartialEq)]
struct Draws(Vec<Draw>);

impl Value for Draws {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        match item.get_ref() {
            DeValue::Array(_) => Vec::read(reader, item).map(Self),
            _ => Draw::read(reader, item).map(|rule| Self(vec![rule; 3])),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = Draw::schema(generator);
        json_schema!({ "anyOf": [rule, { "type": "array", "items": rule, "maxItems": 3 }] })
    }
}

table! {
    /// How a parameter is drawn: from a grid, from a list, or by a formula.
    struct Rule {
        /// One of these values, written as an option takes them.
        one_of: Option<Vec<String>> = "one-of",
        /// A value made of what was drawn before.
        formula: Option<Expr> = "formula",
        /// The least number of the grid.
        from: Option<f64> = "from",
        /// The greatest number of the grid.
        to: Option<f64> = "to",
        /// The distance of the grid's numbers.
        step: f64 = "step" [1.0],
        /// The sides of a tensor of such numbers, as expressions of what was drawn before.
        shape: Vec<Expr> = "shape",
    }
}

impl Value for Draw {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let fields = reader.table(item)?;
        let rule = Rule::read_from(&fields);
        fields.finish();
        match rule? {
            Rule { one_of: Some(values), .. } => Some(Self::OneOf(values)),
            Rule { formula: Some(formula), .. } => Some(Self::Formula(formula)),
            Rule { from: Some(from), to: Some(to), step, shape, .. } => Some(Self::Grid { from, to, step, shape }),
            Rule { .. } => {
                fields_needed(reader, item);
                None
            }
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Rule>()
    }
}

/// Notes which end of a grid is missing.
fn fields_needed<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) {
    if let Some(fields) = reader.table(item) {
        fields.need("from");
        fields.need("to");
    }
}

table! {
    /// A step: a formula that is worked out, shown, and may be asked for.
    pub(super) struct WrittenStep {
        /// The name it binds and the formula: `N_1 = floor((N_0 + 2*P - F)/S) + 1`. Needed unless its ways have it.
        binding: Binding = "let" short,
        /// The answer keys it gives; two take the sides of a size. `{l}` stands for the turn.
        keys: Vec<String> = "keys",
        /// What it is called.
        title: Option<Bilingual> = "title",
        /// Why it is so.
        say: Option<Bilingual> = "say",
        /// Only where this holds.
        when: Option<Expr> = "when",
        /// Runs over a range (`t in 1..T`, `l in L..1 step -1`), or over the variables of bindings (`v over at`).
        turns: Option<Turns> = "for",
        /// Computed but not shown.
        hidden: bool = "hidden",
        /// A list that stands as one more column beside the table of this answer, where it is shown as a table.
        beside: Option<String> = "beside",
        /// Show the nodes of the computational graph under it, where details are asked for.
        graph: bool = "graph",
        /// Whether the steps inside its operations are always shown, not only where details are asked for.
        open: bool = "open",
        /// What must hold for it to be taken; in words, `{k}` stands for the turn.
        require: Vec<Require> = "require",
        /// What to say where it is not defined for what was given; `{k}` stands for the turn.
        undefined: Option<Bilingual> = "undefined",
        /// Typical mistakes.
        mistakes: Vec<Mistake> = "mistakes",
        /// The words that it may come to, of a verdict: answers may be given in either language and other forms.
        words: Vec<Word> = "words",
        /// Other conventions, right elsewhere.
        conventions: Vec<Convention> = "conventions",
        /// Ways in which it may go: a step for each, of the keys of the way and, where it leaves one out, those of the step. Both conditions must hold. Of lists of ways one of each goes with every other. Of the mistakes and conventions of the step a way has those that it names by id, completed from the step's; where it has no list, all that have a `let`.
        ways: Option<Ways> = "ways",
        /// Names for formulas, which stand for them in all formulas of the step, or of the way; those of a way of one list in those of the ways that it goes with too.
        names: Option<Terms> = "with",
    }
}

impl Value for Step {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let written = WrittenStep::read(reader, item)?;
        Some(Self {
            binding: written.binding,
            keys: written.keys,
            title: written.title,
            say: written.say,
            when: written.when,
            turns: written.turns,
            hidden: written.hidden,
            beside: written.beside,
            graph: written.graph,
            inside: if written.open { Inside::Always } else { Inside::OnRequest },
            require: written.require,
            undefined: written.undefined,
            mistakes: written.mistakes.into_iter().map(Arc::new).collect(),
            words: written.words,
            conventions: written.conventions.into_iter().map(Arc::new).collect(),
            read: OnceLock::new(),
            settled: false,
        })
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<WrittenStep>()
    }
}

/// `t in 1..T`, `l in L..1 step -1`, `v over at`
impl Value for Turns {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let text = reader.text(item)?;
        let wrong = || reader.wrong::<Turns>(item, "'t in 1..T' or 'v over flag'");
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

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[A-Za-z_]+ (in .+[.][.].+|over .+)$" })
    }
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
pub(super) fn json(value: &DeValue<'_>) -> serde_json::Value {
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
