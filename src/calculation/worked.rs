//! A step of a worked solution: formula, numbers in, reduction, value. Each face writes it in its own way.

use std::fmt;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use super::derive::Shown;
use super::derive::told::{Equation, Told};
use crate::course::messages::say;
use crate::course::{Lang, spec};
use crate::math::render::{self, Style, has_derivative, is_notation};
use crate::math::{Expr, ExprKind, Value, variables};

/// One step, as an equation with several sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Worked {
    /// What the step is called; may be empty.
    pub title: String,
    /// The name it binds, with its index; formula, numbers put in, reductions and value, none written like the one before.
    pub equation: Equation,
    /// What names stand for that no step shows.
    pub introduced: Vec<Equation>,
    /// The language of its words.
    pub lang: Lang,
}

impl Worked {
    /// A step that was derived, under its title.
    #[must_use]
    pub fn new(title: String, told: &Told<'_>, lang: Lang) -> Self {
        let trace = &told.shown.trace;
        let value = Expr::value(trace.value.clone());
        let left = Self::left(told.shown);
        let mut sides = Vec::new();
        // `∂f/∂x` is no side of its own.
        let mut last = has_derivative(&left).then(|| render::line(&left));
        let sides_known = [&told.formula, &trace.substituted].into_iter().chain(&trace.reductions);
        for side in sides_known.filter(|side| is_notation(side)).chain([&value]) {
            let written = Some(render::line(side));
            if written != last {
                sides.push(side.clone());
                last = written;
            }
        }
        // A list of one number is told by that, where it stands there already.
        let alone = trace.value.as_tensor().filter(|list| list.ndim() == 1 && list.len() == 1);
        let alone = alone.map(|list| render::line(&Expr::value(Value::scalar(list.sum()))));
        if let [.., before, _] = sides.as_slice()
            && alone.is_some_and(|alone| alone == render::line(before))
        {
            sides.pop();
        }
        let equation = Equation { left, sides: render::sharp(sides) };
        Self { title, equation, introduced: told.introduced.clone(), lang }
    }

    /// The same in words of its language, where its formulas have those of a verdict.
    #[must_use]
    pub fn in_words(mut self, step: &spec::Step) -> Self {
        for side in &mut self.equation.sides {
            *side = in_words(side, step, self.lang);
        }
        self
    }

    /// The name that a step binds, with its index.
    #[must_use]
    pub fn left(shown: &Shown) -> Expr {
        let name = Expr::name(&shown.trace.name);
        if let Value::Formula(formula) = &shown.trace.value {
            // A formula is one of its variables, also of those that its value has lost: f′(x) = 3. A derivative among
            // several is a partial one: ∂f/∂x.
            let taken = has_derivative(&shown.trace.formula);
            let variables = variables(if taken { &shown.trace.substituted } else { formula });
            let variables: Vec<Expr> = variables.into_iter().map(|name| Expr::name(&name)).collect();
            return match variables.len() {
                0 => name,
                2.. if taken => shown.trace.formula.clone(),
                _ => Expr::value_at(name, variables),
            };
        }
        match shown.trace.index {
            None => name,
            Some(index) => name.at(index),
        }
    }

    /// The equation in two dimensions where that fits `width` columns, its sides under each other.
    #[must_use]
    pub fn rows(&self, width: usize, style: Style) -> Vec<String> {
        let Equation { left, sides } = &self.equation;
        render::equation(left, &sides.iter().collect::<Vec<_>>(), width, style)
    }

    /// What names stand for that no step shows: `where u = …`; nothing where all are known.
    #[must_use]
    pub fn introduction(&self, write: impl Fn(&Equation) -> String) -> Option<String> {
        introduction(&self.introduced, self.lang, write)
    }
}

/// An expression of a step in words of a language, where it has those of a verdict or says whether something holds.
pub(super) fn in_words(expr: &Expr, step: &spec::Step, lang: Lang) -> Expr {
    expr.replace(&mut |part| {
        let word: Arc<str> = match &part.kind {
            ExprKind::Value(Value::Truth(true)) => say(lang, "calc.true", &[]).into(),
            ExprKind::Value(Value::Truth(false)) => say(lang, "calc.false", &[]).into(),
            _ => step.word(part)?.name.get(lang).into(),
        };
        Some(Expr::value(Value::Text(word)))
    })
}

/// `where u = …; v = …`; nothing where nothing is introduced.
pub(super) fn introduction(introduced: &[Equation], lang: Lang, write: impl Fn(&Equation) -> String) -> Option<String> {
    let what = introduced.iter().map(write).collect::<Vec<_>>().join(&say(lang, "calc.semicolon", &[]));
    (!what.is_empty()).then(|| say(lang, "calc.where", &[("what", &what)]))
}

/// The step in one line.
impl fmt::Display for Worked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.title.is_empty() {
            write!(f, "{}", self.equation)?;
        } else {
            f.write_str(&say(self.lang, "calc.titled", &[("title", &self.title), ("text", &self.equation)]))?;
        }
        match self.introduction(ToString::to_string) {
            Some(introduction) => f.write_str(&say(self.lang, "calc.aside", &[("what", &introduction)])),
            None => Ok(()),
        }
    }
}

/// As its line.
impl Serialize for Worked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
