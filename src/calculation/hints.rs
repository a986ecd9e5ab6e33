//! The hint ladder, the worked solution, and the options of a computed choice.

use std::sync::Arc;

use super::derive::otherwise::Mistaken;
use super::derive::told::{Equation, Told, uses};
use super::derive::{Derivation, Shown, needed};
use super::exercise::{Ask, Exercise, Hint};
use super::place::{place, titled};
use super::same::same;
use super::words;
use super::worked::{Worked, in_words, introduction};
use super::workings::{Workings, tells};
use crate::course::messages::say;
use crate::course::spec::{Param, Spec};
use crate::course::typed::written;
use crate::course::{Bilingual, Choice, Lang};
use crate::math::render::{self, Target, is_notation, prose};
use crate::math::{Expr, ExprKind, Line, Place, Value, number};

/// Windows of a convolution, or the like, that are worked out, at most.
const PARTS: usize = 9;

/// Options of a computed choice, at most.
const OPTIONS: usize = 4;

impl Workings<'_> {
    /// Name of the formula → formulas → numbers in → value, of the steps that the asked answers hang on.
    #[must_use]
    pub fn hints(&self) -> Vec<Hint> {
        let Some(derivation) = self.derivation() else { return Vec::new() };
        let (spec, exercise) = (self.spec, self.exercise);
        let asked: Vec<&Shown> = asked_steps(spec, exercise, derivation);
        let behind = derivation.told(self.last_turns());
        let of = |steps: &[&Shown], write: &dyn Fn(&Shown) -> String| {
            steps.iter().map(|shown| write(shown)).collect::<Vec<_>>().join("\n")
        };
        let each = |write: &dyn Fn(&Shown) -> String| of(&asked, write);
        let name = |lang: Lang| {
            let mut lines: Vec<String> = Vec::new();
            for shown in &asked {
                let step = &spec.steps[shown.step];
                let title = words::title(step, shown.turn.as_ref());
                let parts = [&title, &step.say].into_iter().flatten().map(|text| text.get(lang));
                let named = match *parts.collect::<Vec<_>>() {
                    [title, text] => say(lang, "calc.titled", &[("title", &title), ("text", &text)]),
                    ref alone => alone.concat(),
                };
                let line = prose(&named, Target::Line);
                // Several asked answers may come from one step, taken for each layer or variable.
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
            lines.join("\n")
        };
        let equation = |side: &Expr, shown: &Shown, lang: Lang| {
            let side = in_words(side, &spec.steps[shown.step], lang);
            format!("{} = {}", render::line(&Worked::left(shown)), render::line(&side))
        };
        let is_asked = |told: &Told<'_>| asked.iter().any(|shown| shown.order == told.shown.order);
        let formula = |lang: Lang| {
            let first = |name: &Expr| say(lang, "calc.find-first", &[("what", &render::line(name))]);
            let mut said: Vec<Arc<str>> = Vec::new();
            let lines = behind.iter().filter_map(|told| {
                let left = Worked::left(told.shown);
                if matches!(told.shown.trace.value, Value::Text(_)) {
                    return self.in_words(told.shown, lang);
                }
                if !is_notation(&told.formula) {
                    // In words, which the first rung has of what is asked for: of that one part of it, worked out.
                    return if is_asked(told) {
                        told.shown.trace.inside.first().map(|line| part(line, lang, true))
                    } else {
                        self.in_words(told.shown, lang)
                    };
                }
                if matches!(told.shown.trace.formula.kind, ExprKind::Value(Value::Number(_))) {
                    // How many there are needs no computing.
                    return Some(equation(&told.formula, told.shown, lang));
                }
                if matches!(told.formula.kind, ExprKind::Value(_)) {
                    // No formula tells it: its value is for the next rung.
                    return Some(first(&left));
                }
                let known: Vec<Equation> =
                    told.turn().into_iter().chain(told.introduced.iter().filter_map(before_values)).collect();
                let sought = told.introduced.iter().filter(|equation| before_values(equation).is_none());
                let known = introduction(&known, lang, ToString::to_string);
                let asides: Vec<String> =
                    known.into_iter().chain(sought.map(|equation| first(&equation.left))).collect();
                let aside = asides.join(&say(lang, "calc.semicolon", &[]));
                let aside = if aside.is_empty() { aside } else { say(lang, "calc.aside", &[("what", &aside)]) };
                said.extend(told.turn().iter().chain(&told.introduced).flat_map(|it| uses(&it.left)).map(|it| it.name));
                let glossary = self.glossary([&left, &told.formula], &mut said);
                Some(equation(&told.formula, told.shown, lang) + &aside + glossary.get(lang))
            });
            let lines = lines.collect::<Vec<_>>().join("\n");
            if lines.is_empty() { name(lang) } else { lines }
        };
        let substituted = |shown: &Shown, lang: Lang| equation(&shown.trace.substituted, shown, lang);
        let (numbers, value) = if exercise.goal.is_empty() {
            let numbers = |lang: Lang| {
                let lines = behind.iter().filter_map(|told| {
                    let shown = told.shown;
                    let links = || shown.trace.inside.iter().any(|line| matches!(line.place, Place::Link { .. }));
                    if is_notation(&shown.trace.substituted) && !(is_asked(told) && links()) {
                        return Some(substituted(shown, lang));
                    }
                    if !is_asked(told) {
                        return Some(equation(&Expr::value(shown.trace.value.clone()), shown, lang));
                    }
                    let parts = shown.trace.inside.iter().take(PARTS).map(|line| part(line, lang, false));
                    Some(parts.collect::<Vec<_>>().join("\n")).filter(|parts| !parts.is_empty())
                });
                let lines = lines.collect::<Vec<_>>().join("\n");
                if lines.is_empty() { name(lang) } else { lines }
            };
            let told = |lang: Lang| values(exercise, &asked, &|side: &Expr, shown: &Shown| equation(side, shown, lang));
            (Bilingual::of(numbers), Bilingual::of(told))
        } else {
            // What is to be chosen keeps its name until the last rung.
            let wanted = |shown: &Shown| render::line(&Expr::value(shown.trace.value.clone()));
            (
                each(&|shown| format!("{} = {}", render::line(&but_chosen(spec, exercise, shown)), wanted(shown)))
                    .into(),
                Bilingual::of(|lang| {
                    each(&|shown| {
                        say(lang, "calc.titled", &[("title", &answer(exercise)), ("text", &substituted(shown, lang))])
                    })
                }),
            )
        };
        let rungs = [Bilingual::of(name), Bilingual::of(formula), numbers, value];
        (1..).zip(rungs).map(|(level, text)| Hint { level, text }).collect()
    }

    /// What a step does, in the words of its file.
    fn in_words(&self, shown: &Shown, lang: Lang) -> Option<String> {
        let step = &self.spec.steps[shown.step];
        let why = prose(step.say.as_ref()?.get(lang), Target::Line);
        let title = titled(step, shown.turn.as_ref(), lang);
        Some(if title.is_empty() { why } else { say(lang, "calc.titled", &[("title", &title), ("text", &why)]) })
    }

    /// The steps that the asked answers hang on, and no other.
    #[must_use]
    pub fn solution(&self, lang: Lang) -> Vec<Worked> {
        let told = self.derivation().map(|derivation| derivation.told(self.behind())).unwrap_or_default();
        let mut solution = Vec::new();
        for told in &told {
            let shown = told.shown;
            let title = titled(&self.spec.steps[shown.step], shown.turn.as_ref(), lang);
            solution.push(Worked::new(title, told, lang).in_words(&self.spec.steps[shown.step]));
            if !tells(&told.formula) {
                solution.extend(shown.trace.inside.iter().take(PARTS).map(|line| inside(shown, line, lang)));
            }
        }
        solution
    }

    /// The same, of a step that is taken turn by turn the last turn alone, and those that give what is asked for.
    fn last_turns(&self) -> impl Iterator<Item = &Shown> {
        let steps: Vec<&Shown> = self.behind().collect();
        let last = |shown: &Shown| steps.iter().rev().find(|other| other.step == shown.step).map(|other| other.order);
        let gives = |shown: &Shown| self.exercise.ask.iter().any(|ask| shown.keys.iter().any(|key| **key == *ask.key));
        let kept = |shown: &&&Shown| last(shown) == Some(shown.order) || gives(shown);
        let kept: Vec<&Shown> = steps.iter().filter(kept).copied().collect();
        kept.into_iter()
    }

    /// The steps that the asked answers hang on, in order.
    pub fn behind(&self) -> impl Iterator<Item = &Shown> {
        let (derivation, keys) = (self.derivation(), self.exercise.keys());
        let behind = derivation.map(|derivation| needed::behind(self.spec, derivation, &keys)).unwrap_or_default();
        let steps = derivation.map_or(&[][..], |derivation| &derivation.steps);
        steps.iter().zip(behind).filter(|(_, behind)| *behind).map(|(shown, _)| shown)
    }

    /// The truth and what each mistake gives for the first asked answer, all different as they are shown, and none of
    /// them right under another convention.
    #[must_use]
    pub fn options(&self) -> Vec<Choice> {
        let exercise = self.exercise;
        let Some(ask) = exercise.ask.first().filter(|_| exercise.goal.is_empty()) else { return Vec::new() };
        let shown = |value: &Value| written(value, ask.digits);
        let text = |value: &Value| Bilingual { zh: shown(value), en: shown(value) };
        let mut options = vec![Choice { text: text(&ask.value), right: true, why: None, mistake: None }];
        let otherwise = self.otherwise();
        let elsewhere: Vec<&Value> =
            otherwise.conventions.iter().filter_map(|(_, answers)| answers.get(&*ask.key)).collect();
        for Mistaken { mistake, answers, .. } in &otherwise.mistakes {
            let Some(value) = answers.get(&*ask.key) else { continue };
            let known = options.iter().any(|o| o.text.en == shown(value));
            let right_elsewhere = elsewhere.iter().any(|other| same(value, other, ask.digits));
            if known || right_elsewhere || options.len() == OPTIONS {
                continue;
            }
            let (why, mistake) = (Some(mistake.say.clone()), Some(mistake.id.clone()));
            options.push(Choice { text: text(value), right: false, why, mistake });
        }
        options
    }
}

/// A part of what an operation comes to, and how: with what it comes to, or without.
fn part(line: &Line, lang: Lang, whole: bool) -> String {
    let text = if whole && !line.expr.is_literal() {
        render::equality(&line.expr, &Expr::value(line.value.clone()))
    } else {
        render::line(&line.expr)
    };
    say(lang, "calc.titled", &[("title", &place(&line.place, lang)), ("text", &text)])
}

/// The same as a step of a solution.
fn inside(shown: &Shown, line: &Line, lang: Lang) -> Worked {
    let at = match &line.place {
        Place::Window { channel, row, column } => channel.iter().chain([row, column]).copied().collect(),
        Place::Entry(at) => at.clone(),
        _ => Vec::new(),
    };
    let (expr, value) = (line.expr.clone(), Expr::value(line.value.clone()));
    let (left, mut sides) =
        if at.is_empty() { (expr, vec![value]) } else { (Expr::name(&shown.trace.name).part(&at), vec![expr, value]) };
    sides.dedup_by(|a, b| render::line(a) == render::line(b));
    sides.retain(|side| render::line(side) != render::line(&left));
    Worked {
        title: place(&line.place, lang),
        equation: Equation { left, sides: render::sharp(sides) },
        introduced: Vec::new(),
        lang,
    }
}

/// A step's formula with the given numbers in, but for those that are to be chosen.
fn but_chosen(spec: &Spec, exercise: &Exercise, shown: &Shown) -> Expr {
    let chosen = |param: &Param| exercise.ask.iter().any(|ask| param.takes(&ask.key));
    shown.trace.formula.replace(&mut |part| match &part.kind {
        ExprKind::Name(name) => {
            let param = spec.by_symbol(name).filter(|param| !chosen(param))?;
            exercise.given.get(&*param.flag).map(|value| Expr::value(value.clone()))
        }
        _ => None,
    })
}

/// The asked values: each as its step comes to it, or whole where its step is one turn of a sequence.
fn values(exercise: &Exercise, asked: &[&Shown], equation: &dyn Fn(&Expr, &Shown) -> String) -> String {
    let gives = |ask: &Ask| asked.iter().find(|shown| shown.keys.iter().any(|key| **key == *ask.key));
    let mut lines: Vec<String> = Vec::new();
    for ask in &exercise.ask {
        let line = match gives(ask) {
            Some(shown) => equation(&Expr::value(shown.trace.value.clone()), shown),
            None => {
                let value = ask.digits.and_then(|digits| number::rounded(&ask.value, digits));
                let value = value.unwrap_or_else(|| ask.value.clone());
                format!("{} = {}", render::line(&Expr::name(&ask.symbol)), render::whole(&value))
            }
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// What a name stands for as the rung of formulas says it: its formula without what comes of it, or a number; a list
/// that no formula tells is a part of the way.
fn before_values(equation: &Equation) -> Option<Equation> {
    let sides = match equation.sides.as_slice() {
        [formula, ..] if !matches!(formula.kind, ExprKind::Value(_)) => vec![formula.clone()],
        [value] if matches!(&value.kind, ExprKind::Value(Value::Number(_) | Value::Text(_))) => vec![value.clone()],
        _ => return None,
    };
    Some(Equation { left: equation.left.clone(), sides })
}

/// The steps that give the asked answers; the last turn of a sequence, and of an answer that a hidden step takes over
/// from others the last of these.
fn asked_steps<'a>(spec: &Spec, exercise: &Exercise, derivation: &'a Derivation) -> Vec<&'a Shown> {
    let mut found: Vec<&Shown> = Vec::new();
    for ask in exercise.sought() {
        let gives = |shown: &&Shown| shown.keys.iter().any(|key| **key == *ask.key);
        let source = derivation.sources.get(&*ask.key);
        let step = derivation.steps.iter().rev().find(gives);
        let step = step.or_else(|| derivation.steps.iter().rev().find(|shown| source == Some(&shown.step)));
        let step = step.or_else(|| {
            let behind = needed::behind(spec, derivation, &[ask.key.to_string()]);
            derivation.steps.iter().zip(behind).rfind(|(_, behind)| *behind).map(|(shown, _)| shown)
        });
        if let Some(step) = step.filter(|step| !found.iter().any(|known| std::ptr::eq(*known, *step))) {
            found.push(step);
        }
    }
    found
}

/// The right answer as a student would type it.
#[must_use]
pub fn answer(exercise: &Exercise) -> String {
    match exercise.ask.as_slice() {
        [ask] => written(&ask.value, ask.digits),
        asks => {
            let each = asks.iter().map(|ask| format!("{}={}", ask.key, written(&ask.value, ask.digits)));
            each.collect::<Vec<_>>().join("; ")
        }
    }
}
