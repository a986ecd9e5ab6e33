//! The names that students write before values: `loss=0.5`, `准确率为 0.9`, `tanh(2) = 0.964`.

use super::super::exercise::Ask;
use crate::course::spec::{Spec, Step};
use crate::course::typed;
use crate::course::{Bilingual, Lang};
use crate::math::{Expr, render};
use crate::text::fold;

/// Words that say what a value is, between its name and it.
const VERBS: [&str; 6] = ["约为", "等于", "为", "是", " is ", " of "];

/// Characters that a name can have: behind them, in an answer of any length, none is looked for.
const LONGEST: usize = 120;

/// The pieces of a line: `key=value` apart by `;`, where rows of a matrix may have `;` too, or by a comma before a key
/// that is known.
#[must_use]
pub fn assignments(line: &str, known: &dyn Fn(&str) -> bool) -> Vec<(Option<String>, String)> {
    let mut pieces: Vec<(Option<String>, String)> = Vec::new();
    let line = &names_apart(line, known);
    for part in line.split([';', '；']) {
        for (within, part) in part.split([',', '，']).enumerate() {
            let between = if within > 0 { ',' } else { ';' };
            let halves = |marks: &[char]| part.split_once(marks).map(|(key, value)| (key.trim(), value.trim()));
            let equals = halves(&['=', '＝', '≈']).filter(|(key, _)| {
                let word = key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || c == '_');
                known(key) || (word && !is_number(key) && (within == 0 || pieces.iter().any(|(key, _)| key.is_some())))
            });
            let named = equals.or_else(|| halves(&[':', '：']).filter(|(key, _)| known(key)));
            // Behind a value with its name, another name is that of another value, known or not.
            let follows = pieces.last().is_some_and(|(key, _)| key.is_some());
            let other = || {
                halves(&['=', '＝', '≈', ':', '：']).filter(|(key, value)| follows && is_name(key) && !value.is_empty())
            };
            let named = named.or_else(other);
            // `params 38`, 准确率为0.9
            let named = named.or_else(|| led(part.trim(), known));
            match (named, pieces.last_mut()) {
                (Some((key, value)), _) => pieces.push((Some(key.to_owned()), value.to_owned())),
                (None, Some((_, text))) => {
                    text.push(between);
                    text.push_str(part);
                }
                (None, _) => pieces.push((None, part.to_owned())),
            }
        }
    }
    pieces
}

/// A line with a semicolon between values that only a space keeps apart, where each has its name: `loss=0.5 grad=-1`.
fn names_apart(line: &str, known: &dyn Fn(&str) -> bool) -> String {
    let mut marks = line.match_indices(['=', '＝', '≈', ':', '：']).map(|(at, mark)| (at, at + mark.len()));
    let mut out = line.to_owned();
    let Some((_, mut value)) = marks.next() else { return out };
    let mut cuts = Vec::new();
    for (at, after) in marks {
        let between = line[value..at].trim_end();
        // A name of several words behind a mark of its own is apart already.
        let is_apart = between.rsplit_once([',', '，', ';', '；']).is_some_and(|(_, name)| known(name.trim()));
        if let Some((said, name)) = between.rsplit_once(char::is_whitespace)
            && known(name)
            && !is_apart
            && !said.trim_end().is_empty()
        {
            cuts.push(value + said.len());
        }
        value = after;
    }
    cuts.into_iter().rev().for_each(|cut| out.insert(cut, ';'));
    out
}

/// Whether something may be a name, and is no value: `dL/dz`, 隐藏状态.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '∂') && !is_number(text)
}

/// Whether a word has a value of its own: `ln2`.
fn is_number(word: &str) -> bool {
    typed::read(word).is_ok_and(|typed| typed.value.is_numeric())
}

/// A name that is known, and the value behind it without a sign of equality.
fn led<'a>(part: &'a str, known: &dyn Fn(&str) -> bool) -> Option<(&'a str, &'a str)> {
    let begins = |c: char| c.is_ascii_digit() || matches!(c, '-' | '−' | '.' | '[' | '√' | '⌊' | '负');
    let cuts = part.char_indices().map(|(at, _)| at).take(LONGEST).skip(1);
    let cut = |at: usize| {
        let (name, rest) = part.split_at(at);
        // No word of letters is cut.
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.ends_with(letter) && rest.starts_with(letter) || is_number(name.trim()) || !known(name.trim()) {
            return None;
        }
        let verb =
            VERBS.iter().find_map(|verb| rest.strip_prefix(verb).or_else(|| rest.strip_prefix(verb.trim_start())));
        let value = verb.unwrap_or(rest).trim_start();
        let apart = verb.is_some() || rest.starts_with(' ') || !name.is_ascii() && value.starts_with(begins);
        (apart && !value.is_empty()).then_some((name.trim(), value))
    };
    cuts.filter_map(cut).last()
}

/// The values of a line that names each of them: `f(2) = 0.964, f(1) = 0.762`, as one list.
pub(super) fn each_named(line: &str) -> Option<String> {
    let parts: Vec<&str> = super::apart(line).into_iter().flat_map(commas).collect();
    let values: Vec<&str> = parts.into_iter().map(value_of).collect::<Option<_>>()?;
    (values.len() > 1).then(|| values.join(","))
}

/// The value of `tanh(2) = 0.964`.
fn value_of(part: &str) -> Option<&str> {
    let (name, value) = part.split_once(['=', '＝', '≈'])?;
    let value = value.rsplit(['=', '＝', '≈']).next().unwrap_or(value).trim();
    (name.trim().starts_with(char::is_alphabetic) && !value.is_empty()).then_some(value)
}

/// The parts of a text apart by commas, but for those between brackets.
pub(super) fn commas(text: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let apart = |c: char| {
        match c {
            '[' | '(' | '（' => depth += 1,
            ']' | ')' | '）' => depth -= 1,
            _ => {}
        }
        depth == 0 && matches!(c, ',' | '，' | '、')
    };
    text.split(apart).collect()
}

fn plain(text: &str) -> String {
    let folded = fold(text);
    let bare = folded.replace(['_', '{', '}', '的', '值'], "");
    if bare.is_empty() { folded } else { bare }
}

/// The value that a student calls so; by the beginning of its title where that is of this value alone: 召回 of 召回率.
pub(super) fn called(asks: &[Ask], name: &str) -> Option<usize> {
    let exactly = asks.iter().position(|ask| ask.is_called(name));
    let short = plain(name);
    let begins = |ask: &Ask| {
        [Lang::Zh, Lang::En].into_iter().any(|lang| {
            let title = plain(&render::prose(ask.title.get(lang), render::Target::Line));
            title.starts_with(&short) && (!short.is_ascii() || title != *short)
        })
    };
    let least = if short.is_ascii() { 4 } else { 2 };
    let mut beginning = (0..asks.len()).filter(|at| short.chars().count() >= least && begins(&asks[*at]));
    exactly.or_else(|| beginning.next().filter(|_| beginning.next().is_none()))
}

/// `dL/dz` and `∂L/∂z` as `dz`.
fn derivative(name: &str) -> Option<String> {
    let (above, below) = name.split_once('/')?;
    let below = below.trim().strip_prefix(['d', '∂'])?;
    let above = above.trim().strip_prefix(['d', '∂'])?;
    (!below.is_empty() && above.chars().count() <= 4).then(|| format!("d{below}"))
}

impl Ask {
    /// Whether a student may call it so: by its key, its title in either language, or its symbol.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let name = plain(&derivative(name).unwrap_or_else(|| name.to_owned()));
        let symbol = render::line(&Expr::name(&self.symbol));
        let called = [self.key.to_string(), self.symbol.to_string(), symbol];
        let mut called = called.iter().chain(&self.called).map(|known| plain(known));
        !name.is_empty() && (called.any(|known| known == name) || is_title(&self.title, &name))
    }
}

/// Whether a plain name is a title in either language, or what stands before brackets in it or within: 精确率（查准率）.
fn is_title(title: &Bilingual, name: &str) -> bool {
    [Lang::Zh, Lang::En].into_iter().any(|lang| {
        let title = render::prose(title.get(lang), render::Target::Line);
        let parts = title.split(['（', '(', '）', ')']).filter(|part| !part.trim().is_empty());
        parts.chain([&*title]).any(|part| plain(part) == name)
    })
}

/// Whether a name is that of another value of the calculation: of a step, an answer or what is given.
pub(super) fn is_of_another(spec: &Spec, asks: &[Ask], name: &str) -> bool {
    let name = plain(name);
    let symbol = |symbol: &str| plain(symbol) == name || plain(&render::line(&Expr::name(symbol))) == name;
    let is = |step: &&Step| {
        let key = step.keys.iter().chain(&step.called).any(|key| plain(key) == name);
        key || symbol(&step.binding.name) || step.title.as_ref().is_some_and(|title| is_title(title, &name))
    };
    let asked = |step: &Step| asks.iter().any(|ask| step.gives(&ask.key));
    let param = spec.params.iter().any(|param| symbol(&param.symbol) || plain(&param.flag) == name);
    param || spec.steps.iter().filter(is).any(|step| !asked(step))
}
