//! The help of `calc`: its kinds by topic, a kind's flags, an example.

use std::fmt::Write as _;

use crate::course::messages::say;
use crate::course::spec::{Kind, Param, Spec};
use crate::course::{Course, KindTitle, Lang};
use crate::math::parse::visit;
use crate::math::{BinaryOp, Expr, ExprKind, constant, names, render};
use crate::text;

/// The kinds by topic: of the bundled course from the index made at build time, of a folder from its files.
pub(super) fn kinds(course: &Course, lang: Lang) -> String {
    let mut out = say(lang, "calc.help-head", &[]);
    out.push('\n');
    let mut known = course.calculation_titles();
    for topic in course.contents() {
        let (own, rest): (Vec<_>, Vec<_>) = known.into_iter().partition(|kind| kind.topic == topic.id);
        known = rest;
        section(&mut out, topic.title.get(lang), &own, lang);
    }
    section(&mut out, &say(lang, "calc.other", &[]), &known, lang);
    out.push('\n');
    out.push_str(&say(lang, "calc.help-tail", &[]));
    out.push('\n');
    out
}

fn section(out: &mut String, title: &str, kinds: &[KindTitle], lang: Lang) {
    if kinds.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for kind in kinds {
        let _ = writeln!(out, "  {:<22}{}", kind.id, kind.title.get(lang));
    }
}

/// What a flag means, its default and its choices.
pub(super) fn param(param: &Param, lang: Lang) -> String {
    let mut text = render::prose(param.about.get(lang), render::Target::Line);
    if let Kind::Choice(words) = &param.kind {
        let _ = write!(text, " [{}]", words.join(", "));
    }
    if let Some(default) = &param.default {
        let _ = write!(text, " [{} {}]", say(lang, "calc.default", &[]), usual(default, lang));
    } else if param.optional {
        let _ = write!(text, " [{}]", say(lang, "calc.optional", &[]));
    }
    if param.repeat {
        let _ = write!(text, " [{0}1 {0}2 …]", param.flag);
    }
    text::printable(&text).into_owned()
}

/// A default as a reader is told it: a value, the name of another value, or what hangs on others in words.
fn usual(default: &Expr, lang: Lang) -> String {
    let words = |key: &str| say(lang, key, &[]);
    let is = |part: &Expr, number: f64| matches!(part.kind, ExprKind::Number(value, _) if value == number);
    match &default.kind {
        ExprKind::Name(name) if constant(name).is_none() => {
            say(lang, "calc.default-as", &[("name", &render::line(default))])
        }
        ExprKind::Call(function, _) if **function == *"ones" => words("calc.default-ones"),
        ExprKind::Call(function, _) if **function == *"zeros" => words("calc.default-zeros"),
        ExprKind::Call(function, operands) => match (&**function, operands.as_slice()) {
            ("where", [_, a, b]) => {
                let (a, b) = (usual(a, lang), usual(b, lang));
                let derived = words("calc.default-derived");
                if a == b || b == derived {
                    b
                } else if a == derived {
                    a
                } else {
                    say(lang, "calc.default-either", &[("a", &a), ("b", &b)])
                }
            }
            _ if names(default).is_empty() => render::line(default),
            ("sum", _) => render::line(default),
            _ => words("calc.default-derived"),
        },
        ExprKind::Binary(BinaryOp::Mul, zero, _) if is(zero, 0.0) => words("calc.default-zeros"),
        ExprKind::Binary(BinaryOp::Add, zeros, one)
            if is(one, 1.0) && usual(zeros, lang) == words("calc.default-zeros") =>
        {
            words("calc.default-ones")
        }
        _ if has_call(default) && !names(default).is_empty() => words("calc.default-derived"),
        _ => render::line(default),
    }
}

/// Whether an operation that is no sign of arithmetic stands in an expression.
fn has_call(expr: &Expr) -> bool {
    let mut found = false;
    visit(expr, &mut |part| found |= matches!(part.kind, ExprKind::Call(..)));
    found
}

/// How the help writes a value.
pub(super) const fn value_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Number => "NUMBER",
        Kind::Size => "N|HxW",
        Kind::Count => "N",
        Kind::Vector => "1,2,3",
        Kind::Matrix => "1,2;3,4",
        Kind::Tensor => "TENSOR",
        Kind::Choice(_) => "WORD",
        Kind::Flag => "",
        Kind::Expression => "FORMULA",
        Kind::Bindings => "x=1,y=2",
        Kind::Layers(_) => "3x1,2x2",
        Kind::Network(_) => "NETWORK",
    }
}

/// The examples of the file, as commands.
pub(super) fn examples(spec: &Spec, lang: Lang) -> String {
    let mut out = say(lang, "calc.examples", &[]);
    for example in &spec.examples {
        let _ = write!(out, "\n  dlrev calc {}", spec.id);
        for (flag, value) in &example.given {
            match spec.param(flag) {
                Some(p) if p.kind == Kind::Flag => {
                    if value == "true" {
                        let _ = write!(out, " --{flag}");
                    }
                }
                Some(p) if p.positional => {
                    let _ = write!(out, " {value}");
                }
                _ if value.contains([';', ' ', '(', '[', '*', '^']) => {
                    let _ = write!(out, " --{flag} '{value}'");
                }
                _ => {
                    let _ = write!(out, " --{flag} {value}");
                }
            }
        }
        let _ = write!(out, "\n      {}", example.source);
    }
    text::printable(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_default_hangs_on_is_said_in_words() {
        let usual = |text: &str| usual(&crate::math::parse(text).unwrap(), Lang::En);
        for (default, words) in [
            ("ones(dim(Q, 1), dim(K, 1))", "all 1"),
            ("0 * gamma", "all 0"),
            ("0 * sigma_1 + 1", "all 1"),
            ("F", "the same as F"),
            ("e", "e"),
            ("1 - beta", "1 − β"),
            ("where(k == 1, ones(2), ones(3))", "all 1"),
            ("where(f == g, 1, 0.1)", "1 or 0.1, by the other values"),
            ("T(concat(r_h, z_h))", "from the other values"),
            ("1e-5", "1×10⁻⁵"),
            ("where(rank(P) == 3, dim(P, 1) + 1, 2)", "from the other values"),
        ] {
            assert_eq!(usual(default), words, "{default}");
        }
    }

    #[test]
    fn no_help_of_the_course_tells_a_default_by_functions_of_the_formula_language() {
        let course = Course::open(None).unwrap();
        for id in course.calculation_ids() {
            for param in &course.calculation(&id).value.unwrap().params {
                let help = self::param(param, Lang::Zh);
                let is_told = ["dim(", "ones(", "zeros(", "where(", "concat("].iter().all(|name| !help.contains(name));
                assert!(is_told, "{id}: {help}");
            }
        }
    }
}
