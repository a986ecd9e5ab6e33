//! The help of `calc`: its kinds by topic, a kind's flags, an example.

use std::fmt::Write as _;

use crate::course::messages::say;
use crate::course::spec::{Kind, Param, Spec};
use crate::course::{Course, KindTitle, Lang};
use crate::math::render;
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
        let _ = write!(text, " [{} {}]", say(lang, "calc.default", &[]), render::line(default));
    } else if param.optional {
        let _ = write!(text, " [{}]", say(lang, "calc.optional", &[]));
    }
    if param.repeat {
        let _ = write!(text, " [{0}1 {0}2 …]", param.flag);
    }
    text::printable(&text).into_owned()
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
