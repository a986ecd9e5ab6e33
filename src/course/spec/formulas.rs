//! Every formula of a calculation with its place, and the names that it may speak of.

use std::sync::Arc;

use super::{Draw, Kind, Mistake, Place, Require, Spec, Step, Turns};
use crate::math::parse::visit;
use crate::math::{Expr, ExprKind, Span, names, near, variables};

/// A function that a formula of a calculation may call beyond those of the language: it asks how a parameter was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whether {
    /// Whether the optional parameter was given.
    Given,
    /// Whether the parameter was given as one of its words.
    Word,
}

impl Whether {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Given, Self::Word];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Word => "word",
        }
    }

    /// What it is, in one line.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Given => "1 where the optional parameter was given, else 0; in conditions of a calculation alone",
            Self::Word => {
                "1 where the parameter was given as one of its words, else 0; in conditions of a calculation alone"
            }
        }
    }

    /// An expression that uses it.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Given => "given(B)",
            Self::Word => "word(P)",
        }
    }

    /// What an expression asks, and of which name.
    #[must_use]
    pub fn of(expr: &Expr) -> Option<(Self, &Arc<str>)> {
        let ExprKind::Call(function, operands) = &expr.kind else { return None };
        let [Expr { kind: ExprKind::Name(name), .. }] = operands.as_slice() else { return None };
        Some((Self::ALL.into_iter().find(|ask| ask.name() == &**function)?, name))
    }
}

/// A formula and where it stands.
#[derive(Clone, Debug)]
pub struct Written<'a> {
    /// Its place.
    pub place: Place,
    /// The formula.
    pub formula: &'a Expr,
    /// Where it is worked out.
    scope: Scope<'a>,
    /// Of a mistake or convention, its id.
    pub id: Option<&'a Arc<str>>,
}

/// When a formula is worked out, and so what it may speak of.
#[derive(Clone, Copy, Debug)]
enum Scope<'a> {
    /// While parameters are bound: any of them.
    Parameters,
    /// While values are drawn: the parameters before this one.
    Drawing(usize),
    /// Before the first step, in turns or not.
    Before(Option<&'a Turns>),
    /// Before the turns of a step.
    Range(usize),
    /// In a step, of what has turns of its own in one of them.
    Step(usize, Option<&'a Turns>),
    /// After the last step.
    After,
    /// With variables of its own, which are known once they are given.
    Own,
}

/// What takes a formula of a list.
type Put<'p, 'a> = &'p mut dyn FnMut(Written<'a>);

impl Spec {
    /// Every formula of the file.
    #[must_use]
    pub fn written(&self) -> Vec<Written<'_>> {
        let mut written = Vec::new();
        let mut put = |place: Place, formula, scope| written.push(Written { place, formula, scope, id: None });
        for (at, param) in self.params.iter().enumerate() {
            let place = Place::default().key("params").key(&param.flag);
            if let Some(default) = &param.default {
                let scope = if param.kind == Kind::Expression { Scope::Own } else { Scope::Parameters };
                put(place.clone().key("default"), default, scope);
            }
            for (word, formula) in &param.words {
                put(place.clone().key("words").key(word), formula, Scope::Parameters);
            }
            for (level, rule) in param.draw.iter().enumerate() {
                let place = place.clone().key("draw").at(level);
                match rule {
                    Draw::Formula(formula) => put(place.key("formula"), formula, Scope::Drawing(at)),
                    Draw::Grid { shape, .. } => {
                        for (side, formula) in shape.iter().enumerate() {
                            put(place.clone().key("shape").at(side), formula, Scope::Drawing(at));
                        }
                    }
                    Draw::OneOf(_) => {}
                }
            }
        }
        for (at, require) in self.require.iter().enumerate() {
            require.each_formula(&Place::item("require", at), Scope::Before, &mut |formula| written.push(formula));
        }
        for (at, step) in self.steps.iter().enumerate() {
            step.each_formula(at, &mut |formula| written.push(formula));
        }
        for (at, formula) in self.accept.iter().enumerate() {
            written.push(Written { place: Place::item("accept", at), formula, scope: Scope::After, id: None });
        }
        written
    }
}

impl Require {
    /// Every formula of the requirement that stands at a place; `scope` is that of its turns, if it has any.
    fn each_formula<'a>(&'a self, place: &Place, scope: impl Fn(Option<&'a Turns>) -> Scope<'a>, put: Put<'_, 'a>) {
        let key = |key: &str| place.clone().key(key);
        for formula in bounds(self.turns.as_ref()) {
            put(Written { place: key("for"), formula, scope: scope(None), id: None });
        }
        let scope = scope(self.turns.as_ref());
        put(Written { place: key("that"), formula: &self.that, scope, id: None });
        if let Some(formula) = &self.when {
            put(Written { place: key("when"), formula, scope, id: None });
        }
    }
}

impl Step {
    /// Every formula of the step that stands at a place of the list: the one list of them.
    fn each_formula<'a>(&'a self, at: usize, put: Put<'_, 'a>) {
        let place = Place::item("steps", at);
        let key = |key: &str| place.clone().key(key);
        for formula in bounds(self.turns.as_ref()) {
            put(Written { place: key("for"), formula, scope: Scope::Range(at), id: None });
        }
        let scope = Scope::Step(at, None);
        let own =
            [("let", Some(&self.binding.body)), ("let", self.binding.index.as_ref()), ("when", self.when.as_ref())];
        for (name, formula) in own {
            if let Some(formula) = formula {
                put(Written { place: key(name), formula, scope, id: None });
            }
        }
        for (of, require) in self.require.iter().enumerate() {
            require.each_formula(&key("require").at(of), |turns| Scope::Step(at, turns), put);
        }
        let mistakes = self.mistakes.iter().enumerate();
        let mistakes = mistakes.map(|(of, m)| ("mistakes", of, &m.id, m.when.as_ref(), &m.formula));
        let conventions = self.conventions.iter().enumerate();
        let conventions = conventions.map(|(of, c)| ("conventions", of, &c.id, c.when.as_ref(), &c.formula));
        for (list, of, id, when, formula) in mistakes.chain(conventions) {
            let place = key(list).at(of);
            if let Some(when) = when {
                put(Written { place: place.clone().key("when"), formula: when, scope, id: Some(id) });
            }
            put(Written { place: place.key("let"), formula, scope, id: Some(id) });
        }
    }

    /// The names that its formulas read, those of its mistakes and conventions too.
    #[must_use]
    pub fn reads(&self) -> &[Arc<str>] {
        self.read.get_or_init(|| {
            let mut read: Vec<Arc<str>> = Vec::new();
            self.each_formula(0, &mut |written| read.extend(names(written.formula)));
            read.sort_unstable();
            read.dedup();
            read
        })
    }
}

/// The ends of a range.
fn bounds(turns: Option<&Turns>) -> impl Iterator<Item = &Expr> {
    let ends = match turns {
        Some(Turns::Range { from, to, .. }) => [Some(from), Some(to)],
        Some(Turns::Variables { .. }) | None => [None, None],
    };
    ends.into_iter().flatten()
}

impl Spec {
    /// Where the first mistake stands that is the one meant.
    pub fn mistake_place(&self, is_meant: impl Fn(&Arc<Mistake>) -> bool) -> Option<Place> {
        self.steps.iter().enumerate().find_map(|(at, step)| {
            let of = step.mistakes.iter().position(&is_meant)?;
            Some(Place::item("steps", at).key("mistakes").at(of))
        })
    }
}

impl Written<'_> {
    /// The first name in it that stands for nothing where it is worked out, whatever was given, and its place in the
    /// formula.
    #[must_use]
    pub fn stranger(&self, spec: &Spec) -> Option<(Arc<str>, Span)> {
        let name = variables(self.formula).into_iter().find(|name| !self.knows(spec, name))?;
        let mut span = Span::default();
        visit(self.formula, &mut |part| {
            if matches!(&part.kind, ExprKind::Name(other) if *other == name) && span == Span::default() {
                span = part.span;
            }
        });
        Some((name, span))
    }

    /// A name that it knows and that is spelled nearly like this one.
    #[must_use]
    pub fn near(&self, spec: &Spec, name: &str) -> Option<String> {
        let symbols = spec.params.iter().map(|param| &param.symbol);
        let known =
            symbols.chain(spec.steps.iter().map(|step| &step.binding.name)).filter(|name| self.knows(spec, name));
        near(name, known.map(|name| &**name)).map(str::to_owned)
    }

    fn knows(&self, spec: &Spec, name: &Arc<str>) -> bool {
        let parameter = |until: usize| spec.params[..until].iter().any(|param| param.symbol == *name);
        let bound = |step: &Step| step.binds(name);
        let turn = |turns: Option<&Turns>| turns.is_some_and(|turns| turns.name() == name);
        match self.scope {
            Scope::Parameters => parameter(spec.params.len()),
            Scope::Drawing(until) => parameter(until),
            Scope::Before(turns) => parameter(spec.params.len()) || turn(turns),
            Scope::After => parameter(spec.params.len()) || spec.steps.iter().any(bound),
            Scope::Own => true,
            Scope::Range(at) => parameter(spec.params.len()) || spec.steps[..at].iter().any(bound),
            Scope::Step(at, turns) => {
                let step = &spec.steps[at];
                let together = |other: &Step| step.turns.is_some() && other.turns == step.turns;
                parameter(spec.params.len())
                    || turn(step.turns.as_ref())
                    || turn(turns)
                    || spec.steps[..at].iter().any(bound)
                    // A later turn knows what an earlier one bound.
                    || spec.steps[at..].iter().filter(|other| together(other)).any(bound)
                        && !of_this_turn(step, name, self.formula)
            }
        }
    }
}

impl Step {
    /// Whether it binds a name; one that runs over variables binds a name for each: `d_x` of `d_v`.
    fn binds(&self, name: &Arc<str>) -> bool {
        let of_variable = |variable: &str| {
            let stem = self.binding.name.strip_suffix(variable)?.strip_suffix('_')?;
            name.strip_prefix(stem)?.strip_prefix('_')
        };
        match &self.turns {
            Some(Turns::Variables { name: variable, .. }) => of_variable(variable).is_some(),
            _ => self.binding.name == *name,
        }
    }
}

/// Whether an expression uses a step's own name for nothing but what this very turn is about to bind.
fn of_this_turn(step: &Step, name: &Arc<str>, expr: &Expr) -> bool {
    if step.binding.name != *name {
        return false;
    }
    let Some(own) = &step.binding.index else { return true };
    let mut another = false;
    visit(expr, &mut |part| {
        if let ExprKind::Index(of, at) = &part.kind {
            another |= matches!(&of.kind, ExprKind::Name(n) if n == name) && at.as_slice() != std::slice::from_ref(own);
        }
    });
    !another
}
