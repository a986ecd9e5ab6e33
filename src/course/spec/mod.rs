//! One calculation, as its file under `content/calculations/` says: parameters, steps, mistakes, examples.
//!
//! From this come the subcommand with its flags and help, the worked steps, the random exercises, the grader, the
//! diagnosis, the options of multiple-choice questions and a test (the examples).

mod formulas;
mod kept;
mod listed;
mod param;
mod part;
mod place;
mod read;
mod short;
mod size;
mod step;
mod word;

pub use formulas::{Whether, Written};
pub use param::RESERVED;
pub use part::Part;
pub use place::Place;
pub use size::Side;

use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::course::Bilingual;
use crate::course::format::{AtLeast, Digits, NotNegative, SomeTexts, table};
use crate::course::later::Later;
use crate::course::network::Networks;
use crate::course::typed::unit::Unit;
use crate::math::{Binding, Expr, ExprKind, Value, names};

/// A calculation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spec {
    /// `conv`
    pub id: Arc<str>,
    /// The version of its drawing rules.
    pub version: u32,
    /// The topic it belongs to.
    pub topic: Arc<str>,
    /// What it is called.
    pub title: Bilingual,
    /// What it is about, for its help.
    pub about: Option<Bilingual>,
    /// Its parameters, in the order of its help.
    pub params: Vec<Param>,
    /// What must hold of what was given.
    pub require: Vec<Require>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// What an exercise may ask for.
    pub asks: Later<Vec<Ask>>,
    /// Answers that are told as one size, in the order of its sides.
    pub size: Vec<Side>,
    /// What must hold of a drawn variant beyond the requirements.
    pub accept: Later<Vec<Expr>>,
    /// Worked cases from published sources.
    pub examples: Later<Vec<Example>>,
    /// A hash of its content, but for the examples.
    pub content: u64,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Param {
    /// The flag's name: `n`. A family's flags are `w1`, `w2`, …
    pub flag: Arc<str>,
    /// What formulas call it: `N_0`.
    pub symbol: Arc<str>,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub about: Bilingual,
    /// Whether it may be left out without a default: what needs it is left out then.
    pub optional: bool,
    /// Its value when left out, an expression of other parameters.
    pub default: Option<Expr>,
    /// Words that stand for an expression: `same`, `valid`.
    pub words: Vec<(String, Expr)>,
    /// What the choices are called in the words of a task.
    pub names: Vec<(String, Bilingual)>,
    /// Given without a flag: `dlrev calc network vgg16`.
    pub positional: bool,
    /// A family `w1 w2 …`, a sequence of values by index.
    pub repeat: bool,
    /// The least value of a number, count or size.
    pub least: Option<f64>,
    /// The greatest value of a number, count or size.
    pub most: Option<f64>,
    /// What a number must be less than.
    pub below: Option<f64>,
    /// The ranks a tensor may have; empty for any.
    pub ranks: Vec<usize>,
    /// Of a size, how many sides may be given.
    pub sides: usize,
    /// Of a size, the parameter that says how many sides it has: as many are given, or one for all.
    pub axes: Option<String>,
    /// Of layers, how many of a row's numbers must be there; the others are 1 where left out.
    pub needs: usize,
    /// Flags one of which at least must be given too: without them it has no effect.
    pub goes_with: Vec<String>,
    /// How it is drawn at levels 1, 2 and 3; empty where it is never drawn.
    pub draw: Later<Vec<Draw>>,
}

/// What a parameter holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A real number.
    Number,
    /// Height and width.
    Size,
    /// A whole number, at least 1 unless the file says otherwise.
    Count,
    /// A list of numbers.
    Vector,
    /// Rows of numbers.
    Matrix,
    /// Numbers in any shape.
    Tensor,
    /// One of a few words.
    Choice(Vec<String>),
    /// On or off.
    Flag,
    /// A formula.
    Expression,
    /// Named numbers: `x=-2,y=5`.
    Bindings,
    /// `3x1,2x2,3x1x2`: rows of so many numbers, the last ones 1 where left out.
    Layers(usize),
    /// A network of the course, a file of layers, or a list of layers; what they mean.
    Network(#[serde(skip)] Networks),
}

impl Kind {
    /// All of them, a choice with these words and layers with so many columns.
    fn all(words: Vec<String>, columns: usize) -> [Self; 12] {
        [
            Self::Number,
            Self::Size,
            Self::Count,
            Self::Vector,
            Self::Matrix,
            Self::Tensor,
            Self::Choice(words),
            Self::Flag,
            Self::Expression,
            Self::Bindings,
            Self::Layers(columns),
            Self::Network(Networks::default()),
        ]
    }

    /// What files call each.
    fn keys() -> [&'static str; 12] {
        Self::all(Vec::new(), 0).map(|kind| kind.key())
    }

    /// What files call it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Size => "size",
            Self::Count => "count",
            Self::Vector => "vector",
            Self::Matrix => "matrix",
            Self::Tensor => "tensor",
            Self::Choice(_) => "choice",
            Self::Flag => "flag",
            Self::Expression => "expression",
            Self::Bindings => "bindings",
            Self::Layers(_) => "layers",
            Self::Network(_) => "network",
        }
    }
}

/// How a parameter is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Draw {
    /// A number of the grid from, from + step, … to; a tensor of such numbers where a shape is given.
    Grid {
        /// The least.
        from: f64,
        /// The greatest.
        to: f64,
        /// The distance.
        step: f64,
        /// The sides of a tensor, as expressions of what was drawn before.
        shape: Vec<Expr>,
    },
    /// One of a few values, written as a flag takes them.
    OneOf(Vec<String>),
    /// A value made of what was drawn before.
    Formula(Expr),
}

table! {
    /// What must hold of what was given.
    #[derive(Serialize, Deserialize)]
    pub struct Require {
        /// The condition.
        that: Expr = "that",
        /// Runs over a range, as a step does: the condition must hold in each turn.
        turns: Option<Turns> = "for",
        /// Only where this holds.
        when: Option<Expr> = "when",
        /// The option to name; `{l}` stands for the turn.
        flag: Option<String> = "flag",
        /// What is wrong where it does not hold.
        say: Bilingual = "say",
    }
}

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The name it binds and the formula.
    pub binding: Binding,
    /// The answer keys it gives; two take the sides of a size. `{l}` stands for the turn.
    pub keys: Vec<String>,
    /// What it is called.
    pub title: Option<Bilingual>,
    /// Other names by which an answer may call its value.
    pub called: Vec<String>,
    /// The unit of its value.
    pub unit: Option<Unit>,
    /// Why it is so.
    pub say: Option<Bilingual>,
    /// Only where this holds.
    pub when: Option<Expr>,
    /// Runs over a range, or over the variables of bindings.
    pub turns: Option<Turns>,
    /// Computed but not shown.
    pub hidden: bool,
    /// A list that stands as one more column beside the table of this answer, where it is shown as a table.
    pub beside: Option<String>,
    /// Show the nodes of the computational graph under it, where details are asked for.
    pub graph: bool,
    /// When the steps inside its operations are shown.
    pub inside: Inside,
    /// What must hold for it to be taken; in words, `{k}` stands for the turn.
    pub require: Vec<Require>,
    /// What to say where it is not defined for what was given; `{k}` stands for the turn.
    pub undefined: Option<Bilingual>,
    /// The words that it may come to, of a verdict.
    pub words: Vec<Word>,
    /// Typical mistakes.
    pub mistakes: Later<Vec<Arc<Mistake>>>,
    /// Other conventions, right elsewhere.
    pub conventions: Later<Vec<Arc<Convention>>>,
    /// The names that any of these formulas reads, once that is asked for.
    #[serde(skip)]
    read: OnceLock<Vec<Arc<str>>>,
    /// Whether its condition asks for parameters alone: it holds throughout or not at all.
    pub settled: bool,
}

table! {
    /// A word that a step may come to: `overfit`, 过拟合, overfitting.
    #[derive(Serialize, Deserialize)]
    pub struct Word {
        /// As the answer has it.
        value: Arc<str> = "value",
        /// What it is called.
        name: Bilingual = "name",
        /// Other forms that people write; case, hyphens, spaces and full stops do not count.
        forms: Vec<String> = "forms",
    }
}

/// When the steps inside a step's operations are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Inside {
    /// Where details are asked for.
    OnRequest,
    /// Always: they are what the step is about.
    Always,
}

/// What a step runs over. Neighbouring steps with equal turns run together, turn by turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "a handful of steps run over anything")]
pub enum Turns {
    /// `t in 1..T`, `l in L..1 step -1`
    Range {
        /// The variable.
        name: Arc<str>,
        /// Its first value.
        from: Expr,
        /// Its last value.
        to: Expr,
        /// 1 or -1.
        step: i64,
    },
    /// `v over at`: the variables of the bindings `at`.
    Variables {
        /// What each is called in the step.
        name: Arc<str>,
        /// The flag of the bindings.
        of: Arc<str>,
    },
}

table! {
    /// A typical mistake: a wrong formula beside the right one.
    #[derive(Serialize, Deserialize)]
    pub struct Mistake {
        /// Its id: `padding-once`.
        id: Arc<str> = "id",
        /// Only where this holds: elsewhere it cannot be told from the truth.
        when: Option<Expr> = "when",
        /// What a student computes who makes it. Needed unless the ways of the step have it.
        formula: Expr = "let" short,
        /// What the student did. Needed unless the step has it for its ways.
        say: Bilingual = "say" short,
    }
}

table! {
    /// Another convention. Where a task leaves it open, an answer by it counts and is explained; where the task's words
    /// settle it, such an answer is a mistake of this name. In several steps, one name is one convention: it is followed
    /// in all of them.
    #[derive(Serialize, Deserialize)]
    pub struct Convention {
        /// Its id: `rounded-up`.
        id: Arc<str> = "id",
        /// Only where this holds.
        when: Option<Expr> = "when",
        /// What it comes to there. Needed unless the ways of the step have it.
        formula: Expr = "let" short,
        /// Whose convention it is, and which one the course uses. Needed unless the step has it for its ways.
        say: Bilingual = "say" short,
    }
}

/// One, or more.
type SomeLevels = AtLeast<1, u8>;

table! {
    /// What an exercise may ask for.
    #[derive(Serialize, Deserialize)]
    pub struct Ask {
        /// The answer keys.
        keys: Vec<String> = "keys": SomeTexts,
        /// The levels at which it is asked: 1 mental arithmetic, 2 paper, 3 calculator.
        levels: Vec<u8> = "levels" [vec![1, 2, 3]]: SomeLevels,
        /// Significant digits wanted of real numbers.
        digits: Option<Digits> = "digits",
        /// Optional parameters and flags that it gives.
        with: Vec<String> = "with",
        /// Options whose value the words of the task say without a place for it, as of a default: `no padding`.
        says: Vec<String> = "says",
        /// Options whose values the student chooses so that the answers come out as drawn: an inverse question. A stem
        /// that says what is to come out (`{=name}`) asks for them itself; else a sentence that does is added.
        choose: Vec<String> = "choose",
        /// The conventions that its words settle, by id: `rounded down`.
        settles: Vec<String> = "settles",
        /// The conventions that its words leave open, by id. Each that its answers hang on stands in one of both.
        open: Vec<String> = "open",
        /// The task in words, with `{flag}` for each value, `{flag:word|words}` for a number and its noun, `{flag=word,word:…}` for what is said of some choices alone, `{=name}` for what a step came to; made of title, values and keys where left out.
        stem: Option<Bilingual> = "stem",
    }
}

table! {
    /// A worked case from a published source.
    pub struct Example {
        /// Where it is published.
        source: String = "source",
        /// Options and values, as `dlrev calc` takes them.
        given: Vec<(String, String)> = "given" must,
        /// The answers by their keys.
        expect: Vec<(String, serde_json::Value)> = "expect" must,
        /// Relative tolerance of real numbers: published figures are rounded.
        tolerance: f64 = "tolerance" [1e-9]: NotNegative,
    }
}

impl Spec {
    /// The parameter with a flag; of a family, by any of its flags (`w2`).
    #[must_use]
    pub fn param(&self, flag: &str) -> Option<&Param> {
        self.params.iter().find(|p| p.takes(flag))
    }

    /// Where a flag stands among those of the file; of a family by its number.
    #[must_use]
    pub fn order<'f>(&self, flag: &'f str) -> (usize, usize, &'f str) {
        let place = self.params.iter().position(|param| param.takes(flag)).unwrap_or(usize::MAX);
        (place, flag.len(), flag)
    }

    /// The parameter that formulas call `symbol`.
    #[must_use]
    pub fn by_symbol(&self, symbol: &str) -> Option<&Param> {
        self.params.iter().find(|p| &*p.symbol == symbol)
    }
}

impl Turns {
    /// What each turn is called in the formulas.
    #[must_use]
    pub const fn name(&self) -> &Arc<str> {
        match self {
            Self::Range { name, .. } | Self::Variables { name, .. } => name,
        }
    }
}

impl Step {
    /// The word that an expression comes to, of a verdict.
    #[must_use]
    pub fn word(&self, expr: &Expr) -> Option<&Word> {
        let (ExprKind::Value(Value::Text(text)) | ExprKind::Text(text)) = &expr.kind else { return None };
        self.words.iter().find(|word| *word.value == **text)
    }

    /// Whether its condition reads parameters alone.
    pub(super) fn asks_parameters(&self, params: &[Param], steps: &[Self]) -> bool {
        let parameter = |name: &Arc<str>| {
            params.iter().any(|param| param.symbol == *name) && !steps.iter().any(|step| step.binding.name == *name)
        };
        self.when.as_ref().is_some_and(|when| names(when).iter().all(parameter))
    }

    /// Whether it gives an answer: by its name, or as a turn of it (`dw2` of `dw{l}`).
    #[must_use]
    pub fn gives(&self, key: &str) -> bool {
        let turn = |pattern: &str| {
            let stem = pattern.split_once('{').map(|(stem, _)| stem);
            stem.and_then(|stem| key.strip_prefix(stem)).is_some_and(|rest| !rest.is_empty())
        };
        self.keys.iter().any(|known| known == key || turn(known))
    }
}

impl Param {
    /// Whether `flag` is this parameter's, or one of its family's.
    #[must_use]
    pub fn takes(&self, flag: &str) -> bool {
        if !self.repeat {
            return *self.flag == *flag;
        }
        self.index(flag).is_some()
    }

    /// What formulas call the value of a flag: `N_0`, and `W[2]` of a family's `w2`.
    #[must_use]
    pub fn called(&self, flag: &str) -> Expr {
        let name = Expr::name(&self.symbol);
        match self.index(flag).filter(|_| self.repeat) {
            None => name,
            Some(index) => name.at(index as i64),
        }
    }

    /// The number of a family's flag: 2 of `w2`.
    #[must_use]
    pub fn index(&self, flag: &str) -> Option<usize> {
        let digits = flag.strip_prefix(&*self.flag)?;
        if digits.starts_with('0') { None } else { digits.parse().ok() }
    }
}
