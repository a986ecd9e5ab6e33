//! A step of a worked solution: formula, numbers in, reduction, value. Each face writes it in its own way.

use std::fmt;

use serde::{Serialize, Serializer};

use super::derive::Shown;
use crate::math::Expr;
use crate::math::render::{self, Style};

/// One step, as an equation with several sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Worked {
    /// What the step is called; may be empty.
    pub title: String,
    /// The name it binds, with its index.
    pub left: Expr,
    /// Formula, numbers put in, reductions and value, none written like the one before.
    pub sides: Vec<Expr>,
}

impl Worked {
    /// A step that was derived, under its title.
    #[must_use]
    pub fn new(title: String, shown: &Shown) -> Self {
        let trace = &shown.trace;
        let value = Expr::value(trace.value.clone());
        let mut sides = Vec::new();
        let mut last = None;
        for side in [&trace.formula, &trace.substituted].into_iter().chain(&trace.reductions).chain([&value]) {
            let written = Some(render::line(side));
            if written != last {
                sides.push(side.clone());
                last = written;
            }
        }
        Self { title, left: Self::left(shown), sides }
    }

    /// The name that a step binds, with its index.
    #[must_use]
    pub fn left(shown: &Shown) -> Expr {
        let name = Expr::name(&shown.trace.name);
        match shown.trace.index {
            None => name,
            Some(index) => name.at(index),
        }
    }

    /// The equation in two dimensions where that fits `width` columns, its sides under each other.
    #[must_use]
    pub fn rows(&self, width: usize, style: Style) -> Vec<String> {
        render::equation(&self.left, &self.sides.iter().collect::<Vec<_>>(), width, style)
    }
}

/// The step in one line.
impl fmt::Display for Worked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.title.is_empty() {
            write!(f, "{}: ", self.title)?;
        }
        f.write_str(&render::line(&self.left))?;
        render::joined(&self.sides).try_for_each(|(joint, side)| write!(f, " {joint} {}", render::line(side)))
    }
}

/// As its line.
impl Serialize for Worked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
