//! A step's table → [`Step`].

use std::sync::{Arc, OnceLock};

use schemars::{Schema, SchemaGenerator, json_schema};
use toml::Spanned;
use toml::de::DeValue;

use super::listed::Terms;
use super::{Convention, Inside, Mistake, Require, Step, Turns, Word};
use crate::course::Bilingual;
use crate::course::format::{Reader, Value, table};
use crate::course::typed::unit::Unit;
use crate::math::{Binding, Expr};

table! {
    /// A step: a formula that is worked out, shown, and may be asked for.
    pub(super) struct WrittenStep {
        /// The name it binds and the formula: `N_1 = floor((N_0 + 2*P - F)/S) + 1`. Needed unless its ways have it.
        binding: Binding = "let" short,
        /// The answer keys it gives; two take the sides of a size. `{l}` stands for the turn.
        keys: Vec<String> = "keys",
        /// What it is called.
        title: Option<Bilingual> = "title",
        /// Other names by which an answer may call its value: `MSE`, `TPR`.
        called: Vec<String> = "called",
        /// The unit of its value: a text, or a list of it and of other ways to write it. A first `nat`, `bit`, `byte`, `step`, `epoch`, or `base B` (of information by a logarithm to the base B) is known: answers in multiples of it are converted, those in another unit are sent back. Any other is the course's own, such as `['m', 'metres', '米']`: the task is told in it, and an answer may have it.
        unit: Option<Unit> = "unit",
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
            called: written.called,
            unit: written.unit,
            say: written.say,
            when: written.when,
            turns: written.turns,
            hidden: written.hidden,
            beside: written.beside,
            graph: written.graph,
            inside: if written.open { Inside::Always } else { Inside::OnRequest },
            require: written.require,
            undefined: written.undefined,
            mistakes: written.mistakes.into_iter().map(Arc::new).collect::<Vec<_>>().into(),
            words: written.words,
            conventions: written.conventions.into_iter().map(Arc::new).collect::<Vec<_>>().into(),
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
        let wrong = || reader.wrong::<Turns>(item, "check.wants.turns");
        if let Some((name, of)) = text.split_once(" over ") {
            return Some(Turns::Variables { name: name.trim().into(), of: of.trim().into() });
        }
        let Some((name, range)) = text.split_once(" in ") else { return wrong() };
        let (range, step) = range.split_once(" step ").unwrap_or((range, "1"));
        let (Some((from, _)), Ok(step)) = (range.split_once(".."), step.trim().parse::<i64>()) else { return wrong() };
        if step.abs() != 1 {
            return wrong();
        }
        let start = name.len() + " in ".len();
        let ends = [start..start + from.len(), start + from.len() + "..".len()..start + range.len()];
        let [from, to] = ends.map(|at| reader.formula_within(item, &text, at));
        Some(Turns::Range { name: Arc::from(name.trim()), from: from?, to: to?, step })
    }

    fn schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "range", "pattern": "^[A-Za-z_]+ (in .+[.][.].+|over .+)$" })
    }
}

/// Ways of a step. Nothing of them is left once a file is written out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ways;

impl Value for Ways {
    fn read<'a>(_: &Reader<'a>, _: &Spanned<DeValue<'a>>) -> Option<Self> {
        Some(Self)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let way = generator.subschema_for::<WrittenStep>();
        json_schema!({ "type": "array", "items": { "anyOf": [way, { "type": "array", "items": way }] } })
    }
}
