//! Binding what was given, and checking what must hold of it.

use std::sync::Arc;

use super::change::At;
use super::{Run, variables};
use crate::calculation::given::{Given, GivenError};
use crate::course::spec::{Kind, Param};
use crate::math::{Expr, Value};

impl Run<'_> {
    /// Binds what was given, then words and defaults, which may need other parameters.
    pub(super) fn parameters(&mut self, given: &Given) -> Result<(), GivenError> {
        let mut waiting: Vec<(At, &Param, &Expr)> = Vec::new();
        for value in given.values() {
            if let Value::Record(fields) = value {
                let variables = Arc::make_mut(&mut self.plan.variables);
                fields.keys().for_each(|variable| variables.insert(variable));
            }
        }
        for (place, param) in self.plan.spec.params.iter().enumerate() {
            let flag = param.flag.to_string();
            if param.repeat {
                self.family(param, given)?;
                continue;
            }
            match given.get(&flag) {
                Some(Value::Text(word)) => {
                    match param.words.iter().enumerate().find(|(_, (known, _))| **known == **word) {
                        Some((at, (_, expr))) => {
                            waiting.push((At::Parameter(place, Some(at)), param, expr));
                            self.keep(flag, Value::Text(word.clone()));
                        }
                        None => self.set(param, &flag, &Value::Text(word.clone())),
                    }
                }
                Some(value) => self.set(param, &flag, value),
                None => match &param.default {
                    // A formula stands for itself.
                    Some(default) if param.kind == Kind::Expression => {
                        self.set(param, &flag, &Value::Formula(default.clone().into()));
                    }
                    Some(default) => waiting.push((At::Parameter(place, None), param, default)),
                    None if param.kind == Kind::Flag => self.bound.machine.set(&param.symbol, Value::Truth(false)),
                    None if param.optional => {
                        self.bound.absent.insert(param.symbol.clone(), vec![flag]);
                    }
                    None => return Err(GivenError::Missing { flag }),
                },
            }
        }
        while !waiting.is_empty() {
            let ready = waiting.iter().position(|(_, _, expr)| self.unknown(expr).is_empty());
            let Some(at) = ready else {
                for (_, param, _) in waiting {
                    self.bound.absent.insert(param.symbol.clone(), vec![param.flag.to_string()]);
                }
                break;
            };
            let (place, param, expr) = waiting.swap_remove(at);
            self.at.place = place;
            let value = self.bound.machine.evaluate(expr).map_err(|error| self.failed(expr, error))?;
            if !value.is_finite() {
                return Err(self.infinite(expr));
            }
            let value = match (&param.kind, value.as_scalar()) {
                (Kind::Size, Some(side)) => Value::Pair([side; 2]),
                _ => value,
            };
            let word = self.plan.given.get(&*param.flag).cloned();
            self.set(param, &param.flag, &value);
            if let Some(word) = word {
                // What was typed, not what it stands for.
                self.keep(param.flag.to_string(), word);
            }
        }
        let spec = self.plan.spec;
        Arc::make_mut(&mut self.plan.given).sort_by(|a, _, b, _| spec.order(a).cmp(&spec.order(b)));
        Ok(())
    }

    fn keep(&mut self, flag: String, value: Value) {
        Arc::make_mut(&mut self.plan.given).insert(flag, value);
    }

    fn set(&mut self, param: &Param, flag: &str, value: &Value) {
        if let (Kind::Bindings, Value::Record(fields)) = (&param.kind, value) {
            for (name, value) in fields {
                self.bound.machine.set(&variables::inner(name), value.clone());
            }
        }
        let meant = match (&param.kind, value) {
            (Kind::Network(networks), Value::Text(text)) => networks.resolve(text).unwrap_or(Value::Absent),
            (Kind::Expression, Value::Formula(formula)) => Value::Formula(self.plan.variables.hidden(formula).into()),
            _ => value.clone(),
        };
        self.bound.machine.set(&param.symbol, meant);
        self.keep(flag.to_owned(), value.clone());
    }

    /// `w1 w2 …`, without a gap.
    fn family(&mut self, param: &Param, given: &Given) -> Result<(), GivenError> {
        let mut members: Vec<(usize, &String, &Value)> =
            given.iter().filter_map(|(flag, value)| Some((param.index(flag)?, flag, value))).collect();
        members.sort_by_key(|(index, ..)| *index);
        for (at, (index, ..)) in members.iter().enumerate() {
            if *index != at + 1 {
                return Err(GivenError::Missing { flag: format!("{}{}", param.flag, at + 1) });
            }
        }
        if members.is_empty() {
            let flag = format!("{}1", param.flag);
            if !param.optional {
                return Err(GivenError::Missing { flag });
            }
            self.bound.absent.insert(param.symbol.clone(), vec![flag]);
            return Ok(());
        }
        for (_, flag, value) in &members {
            self.keep((*flag).clone(), (*value).clone());
        }
        self.bound
            .machine
            .set(&param.symbol, Value::List(members.into_iter().map(|(.., value)| value.clone()).collect()));
        Ok(())
    }
}
