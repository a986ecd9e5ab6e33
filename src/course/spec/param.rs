//! A parameter's table → [`Param`], and how it is drawn.

use schemars::{Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::DeValue;

use super::{Draw, Kind, Param};
use crate::course::Bilingual;
use crate::course::format::{Fields, Positive, Reader, SomeTexts, Table as _, Value, Within, table};
use crate::course::messages::say;
use crate::math::{Expr, ExprKind};

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

/// The parameters by their options.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Params(pub(super) Vec<Param>);

impl Value for Params {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let entries = reader.table(item)?.entries();
        let params = entries.filter_map(|(flag, span, item)| {
            if RESERVED.contains(&flag.as_str()) {
                let what = Bilingual::of(|lang| say(lang, "calc.reserved-flag", &[("flag", &flag)]));
                reader.told("E026", span.clone(), what);
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
        let names = json_schema!({ "pattern": "^[a-z][a-z0-9-]*$", "not": { "enum": RESERVED } });
        let parameter = generator.subschema_for::<Parameter>();
        json_schema!({ "type": "object", "propertyNames": names, "additionalProperties": parameter })
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
        /// Options of which one at least must be given too, as it has no effect without them: `vocab` of `max-len`.
        goes_with: Vec<String> = "goes-with",
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
    let bounds = written.as_ref().and_then(|written| written.least.zip(written.most));
    if let (Some(item), Some(_)) = (fields.get("most"), bounds.filter(|(least, most)| least > most)) {
        let _: Option<()> = fields.reader().wrong(item, "check.wants.not-below-least");
    }
    fields.finish();
    let written = written?;
    let kinds = Kind::all(written.choices, written.columns);
    let kind = kinds.into_iter().find(|kind| kind.key() == written.kind.0)?;
    Some(Param {
        flag: flag.into(),
        symbol: written.symbol.unwrap_or_else(|| flag.replace('-', "_")).into(),
        kind,
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
        goes_with: written.goes_with,
        draw: written.draw.map(|draws| draws.0).unwrap_or_default().into(),
    })
}

/// What files call a kind of parameter.
#[derive(Clone, Debug, PartialEq)]
struct KindName(String);

impl Value for KindName {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let given = reader.text(item)?;
        if Kind::keys().iter().any(|key| *key == given) {
            return Some(Self(given));
        }
        let known = Kind::keys().join(" ");
        reader.problem("E011", item.span(), &[("given", given), ("known", known)]);
        None
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "enum": Kind::keys() })
    }
}

/// One drawing rule for all levels, or one for each.
#[derive(Clone, Debug, PartialEq)]
struct Draws(Vec<Draw>);

impl Value for Draws {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        match item.get_ref() {
            DeValue::Array(rules) if !(1..=3).contains(&rules.len()) => reader.wrong(item, "check.wants.rules"),
            DeValue::Array(_) => Vec::read(reader, item).map(Self),
            _ => Draw::read(reader, item).map(|rule| Self(vec![rule; 3])),
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let rule = Draw::schema(generator);
        json_schema!({ "anyOf": [rule, { "type": "array", "items": rule, "minItems": 1, "maxItems": 3 }] })
    }
}

table! {
    /// How a parameter is drawn: from a grid, from a list, or by a formula.
    struct Rule {
        /// One of these values, written as an option takes them.
        one_of: Option<Values> = "one-of",
        /// A value made of what was drawn before.
        formula: Option<Expr> = "formula",
        /// The least number of the grid.
        from: Option<f64> = "from",
        /// The greatest number of the grid.
        to: Option<f64> = "to",
        /// The distance of the grid's numbers.
        step: f64 = "step" [1.0]: Positive,
        /// The sides of a tensor of such numbers, as expressions of what was drawn before.
        shape: Vec<Expr> = "shape",
    }
    either ["from", "to"] ["one-of"] ["formula"]
}

impl Value for Draw {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let fields = reader.table(item)?;
        let rule = Rule::read_from(&fields);
        let ends = rule.as_ref().and_then(|rule| rule.from.zip(rule.to));
        if let (Some(item), Some(_)) = (fields.get("to"), ends.filter(|(from, to)| from > to)) {
            let _: Option<()> = reader.wrong(item, "check.wants.not-below-from");
        }
        let ways = ["one-of", "formula", "from"];
        let mut there = ways.into_iter().filter(|key| fields.get(key).is_some());
        if let (Some(key), Some(other)) = (there.next(), there.next()) {
            reader.problem("E070", fields.place(other), &[("key", key.to_owned()), ("other", other.to_owned())]);
        }
        fields.finish();
        match rule? {
            Rule { one_of: Some(values), .. } => Some(Self::OneOf(values.0)),
            Rule { formula: Some(formula), .. } => Some(Self::Formula(formula)),
            Rule { from: Some(from), to: Some(to), step, shape, .. } => Some(Self::Grid { from, to, step, shape }),
            Rule { .. } => None,
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Rule>()
    }
}

/// Values to choose among, one at least.
#[derive(Clone, Debug, PartialEq)]
struct Values(Vec<String>);

impl Value for Values {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        Within::<SomeTexts>::read(reader, item).map(|of| Self(of.0))
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        Within::<SomeTexts>::schema(generator)
    }
}
