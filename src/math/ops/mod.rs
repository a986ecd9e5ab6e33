//! The operations of the language, one file a family.
//!
//! An operation is one place: how to evaluate it, the shape of its result, its gradient, how it explains its own
//! steps and how it is written. The registry's tests hold every entry to the same promises.

mod apply;
mod arithmetic;
mod axes;
mod broadcast;
mod column;
mod compare;
mod detection;
mod elementary;
mod exponential;
pub(crate) mod forms;
mod linear;
mod network;
mod noise;
mod notation;
mod reduce;
mod select;
mod sequence;
mod shape;
mod sizes;
mod softmax;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_of_networks;
#[cfg(test)]
mod tests_of_values;
mod window;

pub use forms::Form;
pub use network::{JOINS, Layer, Padding, Window, check_layers, layer_words, layers};
pub use notation::{Notation, Told};

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::error::{Refusal, Sort, Unfit};
use super::line::Line;
use super::value::{Tensor, Value};

/// What an operation comes to, or why it refuses its operands.
pub type Outcome<T> = Result<T, Refusal>;

/// The gradients by each operand; `None` for one that has none (an index, a text).
pub type Gradients = Vec<Option<Tensor>>;

/// The derivatives by the left and by the right operand, given x, y and f(x, y).
pub type Slopes = fn(f64, f64, f64) -> (f64, f64);

/// One operation of the language.
#[derive(Debug)]
pub struct Operation {
    /// Its name as a function: `floor`.
    pub name: &'static str,
    /// Names of its operands; `?` marks one that may be left out, `…` one that repeats.
    pub operands: &'static [&'static str],
    /// What it does, in one line.
    pub about: &'static str,
    /// How it is written.
    pub notation: Notation,
    /// How a formula with it is told.
    pub told: Told,
    /// What is known of its results by what it is.
    pub traits: &'static [Trait],
    /// Whether it only lays out what is there: with numbers in, its result stands in its place.
    pub laid: bool,
    /// What the machine looks at its operands as, where that is more than their values.
    pub form: Option<Form>,
    /// How it is computed.
    pub rule: Rule,
    /// Multiply-adds it costs, where that is more than one an element of its result.
    pub work: Option<fn(&[Value]) -> f64>,
    /// The result in the memory of an operand that nobody else needs; otherwise as the rule has it.
    pub in_place: Option<fn(&mut [Value]) -> Outcome<Value>>,
    /// The function of each of many numbers and one, over the numbers: where the second operand is one number.
    pub sweep: Option<fn(&mut [f64], f64)>,
    /// The derivatives of a binary rule where both operands vary together, if at a tie they are others than one by one.
    pub together: Option<Slopes>,
    /// Its derivatives by its first operands, as formulas of all of them, for differentiation by rules.
    pub derivatives: &'static [&'static str],
    /// Whole numbers whose value is a whole number too, by which a derivative is simplified: ln 1 = 0.
    pub exact: &'static [(i64, i64)],
    /// Whether it looks at the sides of its operands alone: what it gives does not vary with their numbers.
    pub of_sides: bool,
    /// Its inner steps: each window of a convolution, each entry of a product.
    pub explain: Option<fn(&[Value], &Value) -> Vec<Line>>,
    /// Expressions that use it; tests evaluate and differentiate each.
    pub examples: &'static [&'static str],
}

/// What is known of the results of an operation by what it is: how a wrong value is related to the right one hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trait {
    /// It has a natural logarithm in it.
    Logarithm,
    /// It adds up.
    Sum,
    /// It divides by how many there are.
    Mean,
    /// It is how many there are.
    Count,
    /// It gives shares of a whole.
    Share,
    /// What it gives is no share, even where it lies between 0 and 1.
    NoShare,
}

/// How an operation is computed.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// Number by number, with an optional constant (the slope of a leaky ReLU).
    Elementwise {
        /// The function of x and the constant.
        f: fn(f64, f64) -> f64,
        /// Its derivative by x; at a kink the left one.
        slope: fn(f64, f64) -> f64,
        /// The constant where none is given.
        constant: f64,
    },
    /// Two operands number by number, with broadcasting.
    Binary {
        /// The function.
        f: fn(f64, f64) -> f64,
        /// Its derivatives by the left and by the right operand, given x, y and f(x, y).
        slopes: Option<Slopes>,
    },
    /// Anything else.
    General {
        /// The shape of the result, found before anything is allocated.
        shape: fn(&[Value]) -> Outcome<Vec<usize>>,
        /// The result.
        evaluate: fn(&[Value]) -> Outcome<Value>,
        /// From operands, result and the gradient by the result: the gradients by each operand.
        gradient: Option<fn(&[Value], &Value, &Tensor) -> Outcome<Gradients>>,
    },
}

impl Operation {
    /// An operation of one operand, number by number.
    pub(super) const fn elementwise(
        name: &'static str,
        about: &'static str,
        f: fn(f64, f64) -> f64,
        slope: fn(f64, f64) -> f64,
    ) -> Self {
        Self::new(name, &["x"], about, Rule::Elementwise { f, slope, constant: 0.0 })
    }

    /// An operation on values of any type.
    pub(super) const fn general(
        name: &'static str,
        operands: &'static [&'static str],
        about: &'static str,
        shape: fn(&[Value]) -> Outcome<Vec<usize>>,
        evaluate: fn(&[Value]) -> Outcome<Value>,
    ) -> Self {
        Self::new(name, operands, about, Rule::General { shape, evaluate, gradient: None })
    }

    /// An operation, written as a function.
    pub(super) const fn new(
        name: &'static str,
        operands: &'static [&'static str],
        about: &'static str,
        rule: Rule,
    ) -> Self {
        Self {
            name,
            operands,
            about,
            notation: Notation::Function,
            told: Told::Written,
            traits: &[],
            laid: false,
            form: None,
            rule,
            work: None,
            in_place: None,
            sweep: None,
            together: None,
            derivatives: &[],
            exact: &[],
            of_sides: false,
            explain: None,
            examples: &[],
        }
    }

    /// The same, with a gradient.
    pub(super) const fn differentiable(mut self, pull: fn(&[Value], &Value, &Tensor) -> Outcome<Gradients>) -> Self {
        if let Rule::General { shape, evaluate, .. } = self.rule {
            self.rule = Rule::General { shape, evaluate, gradient: Some(pull) };
        }
        self
    }

    /// The same, written otherwise.
    pub(super) const fn written(mut self, notation: Notation) -> Self {
        self.notation = notation;
        self
    }

    /// The same, of which this is known.
    pub(super) const fn with(mut self, traits: &'static [Trait]) -> Self {
        self.traits = traits;
        self
    }

    /// Whether this is known of it.
    #[must_use]
    pub fn is(&self, what: Trait) -> bool {
        self.traits.contains(&what)
    }

    /// The same, told by its number.
    pub(super) const fn counted(mut self) -> Self {
        (self.told, self.laid) = (Told::Counted, true);
        self
    }

    /// The same, told in words.
    pub(super) const fn in_words(mut self) -> Self {
        self.told = Told::InWords;
        self
    }

    /// The same, which computes nothing.
    pub(super) const fn laying_out(mut self) -> Self {
        self.laid = true;
        self
    }

    /// The same, with examples.
    pub(super) const fn examples(mut self, examples: &'static [&'static str]) -> Self {
        self.examples = examples;
        self
    }

    /// The same, with its cost.
    pub(super) const fn costing(mut self, work: fn(&[Value]) -> f64) -> Self {
        self.work = Some(work);
        self
    }

    /// The same, able to write its result over its operands.
    pub(super) const fn in_place(mut self, evaluate: fn(&mut [Value]) -> Outcome<Value>) -> Self {
        self.in_place = Some(evaluate);
        self
    }

    /// The same, able to go over many numbers at once.
    pub(super) const fn sweeping(mut self, sweep: fn(&mut [f64], f64)) -> Self {
        self.sweep = Some(sweep);
        self
    }

    /// The same, with other derivatives where both operands vary together.
    pub(super) const fn together(mut self, slopes: Slopes) -> Self {
        self.together = Some(slopes);
        self
    }

    /// The same, with its derivatives as formulas.
    pub(super) const fn derived(mut self, derivatives: &'static [&'static str]) -> Self {
        self.derivatives = derivatives;
        self
    }

    /// The same, with whole numbers whose value is a whole number.
    pub(super) const fn exactly(mut self, values: &'static [(i64, i64)]) -> Self {
        self.exact = values;
        self
    }

    /// The same, which the machine takes in a form of its own.
    pub(super) const fn formed(mut self, form: Form) -> Self {
        self.form = Some(form);
        self
    }

    /// The constant of an operation number by number, where none is given.
    #[must_use]
    pub const fn constant(&self) -> Option<f64> {
        match self.rule {
            Rule::Elementwise { constant, .. } => Some(constant),
            _ => None,
        }
    }

    /// The same, of the sides of its operands alone.
    pub(super) const fn of_sides(mut self) -> Self {
        self.of_sides = true;
        self
    }

    /// The same, explaining its steps.
    pub(super) const fn explained(mut self, explain: fn(&[Value], &Value) -> Vec<Line>) -> Self {
        self.explain = Some(explain);
        self
    }

    /// The least and the greatest number of operands.
    #[must_use]
    pub fn arity(&self) -> (usize, usize) {
        let least = self.operands.iter().filter(|o| !o.ends_with('?') && !o.ends_with('…')).count();
        let repeats = self.operands.iter().any(|o| o.ends_with('…'));
        (least, if repeats { usize::MAX } else { self.operands.len() })
    }

    /// The shape of the result, before anything is allocated.
    ///
    /// # Errors
    /// The number, the sorts or the shapes of the operands are none that it takes.
    pub fn shape(&self, operands: &[Value]) -> Outcome<Vec<usize>> {
        self.takes(operands.len())?;
        match self.rule {
            Rule::Elementwise { .. } => Ok(operands[0].shape().to_vec()),
            Rule::Binary { .. } => broadcast::shape(&operands[0], &operands[1]),
            Rule::General { shape, .. } => shape(operands),
        }
    }

    /// The result.
    ///
    /// # Errors
    /// Those of [`Self::shape`], operands outside of its domain, and a result that is not finite.
    pub fn evaluate(&self, operands: &[Value]) -> Outcome<Value> {
        self.shape(operands)?;
        self.compute(&mut operands.to_vec())
    }

    /// The result, of operands whose shapes have been found to fit. It may take the memory of an operand that no other
    /// value shares.
    pub(super) fn compute(&self, operands: &mut [Value]) -> Outcome<Value> {
        let value = match (self.rule, self.in_place) {
            (Rule::Elementwise { f, constant, .. }, _) => {
                let constant = elementary::constant(operands, constant)?;
                broadcast::map(taken(operands), f, self.sweep, constant)?
            }
            (Rule::Binary { f, .. }, _) => {
                let left = taken(operands);
                broadcast::zip(left, &operands[1], f, self.sweep)?
            }
            (Rule::General { .. }, Some(in_place)) => in_place(operands)?,
            (Rule::General { evaluate, .. }, None) => evaluate(operands)?,
        };
        if value.is_finite() { Ok(value) } else { Err(Refusal::NotFinite) }
    }

    /// The same where all operands vary with what is differentiated by.
    pub(super) fn joint_gradient(&self, operands: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
        match self.together {
            Some(slopes) => broadcast::gradients(operands, result, upstream, slopes),
            None => self.gradient(operands, result, upstream),
        }
    }

    /// From the gradient by the result (`upstream`, of its shape): the gradients by each operand, each while the others
    /// stand still.
    ///
    /// # Errors
    /// It has no gradient, or none where these operands are.
    pub fn gradient(&self, operands: &[Value], result: &Value, upstream: &Tensor) -> Outcome<Gradients> {
        match self.rule {
            Rule::Elementwise { slope, constant, .. } => {
                let constant = elementary::constant(operands, constant)?;
                let x = tensor(operands, 0)?;
                let dx = ndarray::Zip::from(&x).and(upstream).map_collect(|x, up| up * slope(*x, constant));
                Ok(vec![Some(dx.into_shared()), None])
            }
            Rule::Binary { slopes: Some(slopes), .. } => broadcast::gradients(operands, result, upstream, slopes),
            Rule::General { gradient: Some(gradient), .. } => gradient(operands, result, upstream),
            Rule::Binary { slopes: None, .. } | Rule::General { gradient: None, .. } => Err(Refusal::NoGradient),
        }
    }

    /// That it takes so many operands.
    pub(super) fn takes(&self, count: usize) -> Outcome<()> {
        let (least, most) = self.arity();
        if (least..=most).contains(&count) { Ok(()) } else { Err(self.uncounted(count)) }
    }

    /// That it takes another number of operands.
    pub(super) fn uncounted(&self, got: usize) -> Refusal {
        let (least, most) = self.arity();
        Refusal::Arity { least, most, got }
    }
}

/// The families, in the order in which a manual lists them.
const FAMILIES: &[&[Operation]] = &[
    arithmetic::OPERATIONS,
    compare::OPERATIONS,
    elementary::OPERATIONS,
    apply::OPERATIONS,
    reduce::OPERATIONS,
    linear::OPERATIONS,
    sizes::OPERATIONS,
    shape::OPERATIONS,
    softmax::OPERATIONS,
    window::OPERATIONS,
    axes::OPERATIONS,
    select::OPERATIONS,
    sequence::OPERATIONS,
    detection::OPERATIONS,
    network::OPERATIONS,
    forms::OPERATIONS,
];

static REGISTRY: LazyLock<FxHashMap<&'static str, &'static Operation>> =
    LazyLock::new(|| all().map(|operation| (operation.name, operation)).collect());

/// All operations.
pub fn all() -> impl Iterator<Item = &'static Operation> {
    FAMILIES.iter().copied().flatten()
}

/// The operation called `name`.
#[must_use]
pub fn find(name: &str) -> Option<&'static Operation> {
    REGISTRY.get(name).copied()
}

/// The `index`-th operand as a tensor.
fn tensor(operands: &[Value], index: usize) -> Outcome<Tensor> {
    let value = operands.get(index).unwrap_or(&Value::Absent);
    value.as_tensor().ok_or(Refusal::Type { expected: Sort::Tensor, got: value.sort() })
}

/// The sum of two gradients of one shape; what cancels leaves no rounding noise.
pub(super) fn added(a: &Tensor, b: &Tensor) -> Tensor {
    ndarray::Zip::from(a).and(b).map_collect(|x, y| noise::of_two(x + y, *x, *y)).into_shared()
}

/// The first operand, taken out of them.
fn taken(operands: &mut [Value]) -> Value {
    operands.first_mut().map_or(Value::Absent, |first| std::mem::replace(first, Value::Absent))
}

/// The `index`-th operand as a number.
fn number(operands: &[Value], index: usize) -> Outcome<f64> {
    let value = operands.get(index).unwrap_or(&Value::Absent);
    value.as_scalar().ok_or(Refusal::Type { expected: Sort::Number, got: value.sort() })
}

/// The `index`-th operand as a whole number that is not negative.
fn whole(operands: &[Value], index: usize) -> Outcome<usize> {
    let number = number(operands, index)?;
    if number >= 0.0 && number.fract() == 0.0 && number < 9e15 {
        return Ok(number as usize);
    }
    Err(Refusal::Domain(Unfit::NotWholeOrNegative))
}

/// The `index`-th operand as a pair of whole numbers; one number stands for both, `default` for none.
fn pair(operands: &[Value], index: usize, default: usize) -> Outcome<[usize; 2]> {
    match operands.get(index) {
        None => Ok([default; 2]),
        Some(Value::Pair([h, w])) if h.fract() == 0.0 && w.fract() == 0.0 && *h >= 0.0 && *w >= 0.0 => {
            Ok([*h as usize, *w as usize])
        }
        Some(_) => whole(operands, index).map(|side| [side; 2]),
    }
}

/// The `index`-th operand as a text.
fn text(operands: &[Value], index: usize) -> Outcome<&str> {
    match operands.get(index) {
        Some(Value::Text(text)) => Ok(text),
        other => {
            let got = other.unwrap_or(&Value::Absent).sort();
            Err(Refusal::Type { expected: Sort::Text, got })
        }
    }
}
