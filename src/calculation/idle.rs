//! Flags that play no part with the choices made: `--alpha` for a sigmoid. They are refused, for whoever gives one takes
//! it to matter.

use std::sync::Arc;

use super::given::{Given, GivenError};
use crate::course::spec::{Kind, Param, Spec, Step, Turns, Whether};
use crate::math::{BinaryOp, Expr, ExprKind, UnaryOp, Value, names};

/// Refuses the first value that was given without what it goes with, or that no step, requirement or default reads once the choices and switches
/// beside it are settled, while under others one would. What waits for a value that is not given yet is not idle.
///
/// # Errors
/// The flag, and what it needs or the choices that keep it from playing a part.
pub fn idle(spec: &Spec, given: &Given) -> Result<(), GivenError> {
    for flag in given.keys() {
        let Some(param) = spec.param(flag) else { continue };
        let may_be_left_out = param.optional || param.default.is_some() || param.kind == Kind::Flag;
        if !may_be_left_out {
            continue;
        }
        let known = |other: &String| given.keys().any(|flag| spec.param(flag).is_some_and(|param| param.takes(other)));
        if !param.goes_with.is_empty() && !param.goes_with.iter().any(known) {
            return Err(GivenError::Alone { flag: flag.clone(), with: param.goes_with.clone() });
        }
        let readers: Vec<Reader<'_>> = readers(spec).filter(|reader| reader.reads(&param.symbol)).collect();
        let choices = Choices { spec, given, but: &param.symbol };
        if readers.is_empty() || readers.iter().any(|reader| choices.leave(reader, &param.symbol)) {
            continue;
        }
        let asked: Vec<Arc<str>> = readers.iter().flat_map(Reader::names).collect();
        let decisive = spec.params.iter().filter(|other| asked.contains(&other.symbol));
        let with = decisive.filter_map(|other| Some((other.flag.to_string(), choices.value(other)?))).collect();
        return Err(GivenError::Idle { flag: flag.clone(), with });
    }
    Ok(())
}

/// Something that reads parameters, under a condition.
struct Reader<'a> {
    when: Option<&'a Expr>,
    exprs: Vec<&'a Expr>,
}

impl Reader<'_> {
    fn names(&self) -> Vec<Arc<str>> {
        self.exprs.iter().copied().chain(self.when).flat_map(names).collect()
    }

    fn reads(&self, name: &Arc<str>) -> bool {
        self.names().contains(name)
    }
}

/// All that reads parameters: steps, requirements, defaults and the words that stand for expressions.
fn readers(spec: &Spec) -> impl Iterator<Item = Reader<'_>> {
    let steps = spec.steps.iter().map(|step: &Step| Reader {
        when: step.when.as_ref(),
        exprs: [Some(&step.binding.body), step.binding.index.as_ref()]
            .into_iter()
            .flatten()
            .chain(ends(step.turns.as_ref()))
            .collect(),
    });
    let requirements = spec.require.iter().map(|require| Reader {
        when: require.when.as_ref(),
        exprs: std::iter::once(&require.that).chain(ends(require.turns.as_ref())).collect(),
    });
    let params = spec.params.iter().map(|param| Reader {
        when: None,
        exprs: param.default.iter().chain(param.words.iter().map(|(_, expr)| expr)).collect(),
    });
    steps.chain(requirements).chain(params)
}

/// The first and the last turn of a range.
fn ends(turns: Option<&Turns>) -> impl Iterator<Item = &Expr> {
    let ends = match turns {
        Some(Turns::Range { from, to, .. }) => [Some(from), Some(to)],
        _ => [None, None],
    };
    ends.into_iter().flatten()
}

/// The choices and switches of what was given, all but one.
struct Choices<'a> {
    spec: &'a Spec,
    given: &'a Given,
    but: &'a Arc<str>,
}

impl Choices<'_> {
    /// Whether a reader still reads a name once they are settled.
    fn leave(&self, reader: &Reader<'_>, name: &Arc<str>) -> bool {
        let when = reader.when.map(|when| self.settled(when));
        if when.as_ref().is_some_and(|when| self.truth(when) == Some(false)) {
            return false;
        }
        let exprs = reader.exprs.iter().map(|expr| self.settled(expr)).chain(when);
        exprs.into_iter().any(|expr| names(&expr).contains(name))
    }

    /// An expression without what they decide.
    fn settled(&self, expr: &Expr) -> Expr {
        expr.replace(&mut |part| {
            if let Some(truth) = self.truth(part) {
                return Some(Expr::value(Value::Truth(truth)));
            }
            let [condition, yes, no] = part.as_cases()?;
            Some(self.settled(if self.truth(condition)? { yes } else { no }))
        })
    }

    /// Whether a condition holds, where they decide it.
    fn truth(&self, condition: &Expr) -> Option<bool> {
        match &condition.kind {
            ExprKind::Value(value) => value.as_truth(),
            ExprKind::Name(name) => self.of(name)?.as_truth(),
            ExprKind::Unary(UnaryOp::Not, operand) => self.truth(operand).map(|truth| !truth),
            ExprKind::Binary(BinaryOp::And, a, b) => match (self.truth(a), self.truth(b)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            },
            ExprKind::Binary(BinaryOp::Or, a, b) => match (self.truth(a), self.truth(b)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            },
            ExprKind::Binary(BinaryOp::Eq, a, b) => Some(self.word(a)? == self.word(b)?),
            ExprKind::Binary(BinaryOp::Ne, a, b) => Some(self.word(a)? != self.word(b)?),
            // What is not given might still be.
            _ => match Whether::of(condition)? {
                (Whether::Given, name) => self.is_given(name).then_some(true),
                (Whether::Word, _) => None,
            },
        }
    }

    /// A word that stands in an expression, or that was chosen.
    fn word(&self, expr: &Expr) -> Option<Arc<str>> {
        match &expr.kind {
            ExprKind::Text(word) => Some(word.clone()),
            ExprKind::Name(name) => match self.of(name)? {
                Value::Text(word) => Some(word),
                _ => None,
            },
            _ => None,
        }
    }

    fn of(&self, name: &Arc<str>) -> Option<Value> {
        if name == self.but {
            return None;
        }
        self.value(self.spec.by_symbol(name)?)
    }

    /// What a choice or a switch is set to, given or by default.
    fn value(&self, param: &Param) -> Option<Value> {
        let given = || self.given.get(&*param.flag).cloned();
        match &param.kind {
            Kind::Flag => Some(given().unwrap_or(Value::Truth(false))),
            Kind::Choice(_) => given().or_else(|| match &param.default.as_ref()?.kind {
                ExprKind::Text(word) => Some(Value::Text(word.clone())),
                _ => None,
            }),
            _ => None,
        }
    }

    fn is_given(&self, name: &Arc<str>) -> bool {
        name != self.but
            && self.spec.by_symbol(name).is_some_and(|param| self.given.keys().any(|flag| param.takes(flag)))
    }
}
