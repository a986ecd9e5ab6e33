//! What a student types → values by answer key.

mod names;
mod unreadable;

pub use names::assignments;
pub use unreadable::{Form, Unreadable, note};

use names::{called, commas, each_named, is_of_another};

use super::exercise::{Ask, Exercise, Word};
use super::same::Reply;
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::Spec;
use crate::course::typed::unit::{Stated, foreign, stated};
use crate::course::typed::{self, Typed};
use crate::math::Value;
use crate::text::fold;

/// What an answer line was read as.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The values, in the order asked; `None` for one that is not there.
    pub values: Vec<Option<Reply>>,
    /// How it was read, where that differs from how it looks.
    pub read_as: Option<String>,
}

/// The values of an answer line.
///
/// # Errors
/// A line that cannot be read.
pub fn read(spec: &Spec, exercise: &Exercise, line: &str) -> Result<Reading, Unreadable> {
    let line = line.trim().trim_end_matches([';', '；', '。']).trim();
    if line.is_empty() {
        return Err(Unreadable::Empty);
    }
    let asks = &exercise.ask;
    let known = |key: &str| called(asks, key).is_some();
    let pieces = assignments(line, &known);
    if let ([ask], Some(list)) = (asks.as_slice(), each_named(line))
        && ask.value.as_scalar().is_none()
        && !pieces.iter().any(|(key, _)| key.as_ref().is_some_and(|key| known(key) || is_of_another(spec, asks, key)))
    {
        let (value, read_as) = value(ask, &list)?;
        return Ok(Reading { values: vec![Some(value)], read_as: read_as.or(Some(list)) });
    }
    // One value goes by whatever name it is given, but for that of another.
    let own = |(key, text): &(Option<String>, String)| match (asks.as_slice(), key) {
        ([ask], Some(key)) if !known(key) && !is_of_another(spec, asks, key) => {
            (Some(ask.key.to_string()), text.clone())
        }
        _ => (key.clone(), text.clone()),
    };
    if pieces.iter().any(|(key, _)| key.is_some()) {
        return by_key(exercise, &pieces.iter().map(own).collect::<Vec<_>>());
    }
    if let [ask] = asks.as_slice() {
        let (value, read_as) = value(ask, line)?;
        return Ok(Reading { values: vec![Some(value)], read_as });
    }
    in_order(spec, exercise, line)
}

/// Several values without their names: `32x32x6`, or in the order asked, apart by `;`.
fn in_order(spec: &Spec, exercise: &Exercise, line: &str) -> Result<Reading, Unreadable> {
    let (asks, wrong) = (&exercise.ask, || count(exercise));
    let mut parts = apart(line);
    let alone = |ask: &Ask| matches!(ask.value, Value::Text(_) | Value::Number(_));
    if parts.len() < 2 && asks.iter().all(alone) && commas(line).len() == asks.len() {
        // `11×11, 8`, 5 轮，3 轮: each may have its own form and words.
        parts = commas(line);
    }
    if parts.len() < 2 && asks.iter().any(|ask| matches!(ask.value, Value::Text(_))) {
        // A word among numbers is kept apart by whatever stands there once for each value.
        parts = between_words(asks, line).ok_or_else(wrong)?;
    }
    if parts.len() > 1 {
        let sided = asks.iter().all(|ask| side(&ask.key, 3).is_some());
        if parts.len() != asks.len() && sided {
            // `11×11; 8`: a size gives its sides.
            parts = parts.into_iter().flat_map(sides).collect();
        }
        if parts.len() != asks.len() {
            return Err(wrong());
        }
        let places = places(spec, exercise, &parts)?;
        let mut values = vec![None; asks.len()];
        let mut read_as = vec![String::new(); asks.len()];
        let mut differs = false;
        for (order, (at, part)) in places.into_iter().enumerate() {
            let ask = &asks[at];
            let (value, read) = value(ask, part).map_err(|why| why.of(&ask.key))?;
            differs |= read.is_some() || at != order;
            read_as[at] = read.unwrap_or_else(|| part.trim().to_owned());
            values[at] = Some(value);
        }
        return Ok(Reading { values, read_as: differs.then(|| read_as.join("; ")) });
    }
    let mut typed = match typed::read(line) {
        Ok(typed) => typed,
        // Of lists each may have its own words.
        Err(_) if commas(line).len() == asks.len() => return in_order(spec, exercise, &commas(line).join(";")),
        Err(error) => return Err(Unreadable::Formula(error)),
    };
    let mut read_as = typed.read_as();
    let sides = asks.iter().all(|ask| side(&ask.key, asks.len()).is_some());
    if sides
        && typed.value.as_scalar().is_some()
        && let Some(size) = starred(line)
    {
        // Of `32*28` the sides, where they are asked for.
        read_as = Some(typed::written(&size.value, None).replace(',', "×"));
        typed = size;
    }
    let Value::Tensor(list) = &typed.value else { return Err(wrong()) };
    let apart = list.ndim() == 2 && list.shape()[1] == 1;
    if list.ndim() != 1 && !apart {
        return Err(wrong());
    }
    let mut list: Vec<f64> = list.iter().copied().collect();
    let digits = typed.digits().filter(|digits| digits.len() == list.len());
    let values = if typed.is_size() {
        list = channels_last(list, |list| asks.iter().all(|ask| is_side_of(ask, list)));
        let sides = asks.iter().map(|ask| side(&ask.key, list.len()).map(|at| list[at]));
        sides.collect::<Option<Vec<f64>>>().ok_or_else(wrong)?
    } else {
        let numbers = asks.iter().all(|ask| ask.value.as_scalar().is_some());
        if list.len() != asks.len() || !numbers {
            return Err(wrong());
        }
        list
    };
    let exact = typed.is_exact();
    let digits = |at: usize| digits.as_ref().and_then(|all| Some(vec![*all.get(at)?]));
    let reply = |(at, x)| Some(Reply { digits: digits(at), ..Reply::new(Value::scalar(x), exact) });
    Ok(Reading { values: values.into_iter().enumerate().map(reply).collect(), read_as })
}

/// Which of the values each part of a line is: the one that a remark behind it names, `0.74 (recall)`, or whose title has
/// its unit, 8 通道; the others in the order asked.
fn places<'l>(spec: &Spec, exercise: &Exercise, parts: &[&'l str]) -> Result<Vec<(usize, &'l str)>, Unreadable> {
    let asks = &exercise.ask;
    let mut told = Vec::new();
    for part in parts {
        told.push(match remarked(part) {
            Some((value, name)) if called(asks, name).is_some() => (called(asks, name), value),
            Some((_, name)) if is_of_another(spec, asks, name) => {
                return Err(Unreadable::Key { key: name.to_owned(), form: form(exercise) });
            }
            _ => (of_unit(asks, part), *part),
        });
    }
    let twice = |at: &usize| told.iter().filter(|(other, _)| other.as_ref() == Some(at)).count() > 1;
    if told.iter().filter_map(|(at, _)| at.as_ref()).any(twice) {
        return Ok(told.into_iter().enumerate().map(|(at, (_, part))| (at, part)).collect());
    }
    let mut rest = (0..asks.len()).filter(|at| !told.iter().any(|(other, _)| *other == Some(*at)));
    let rest: Vec<usize> = rest.by_ref().collect();
    let mut rest = rest.into_iter();
    Ok(told.into_iter().filter_map(|(at, part)| Some((at.or_else(|| rest.next())?, part))).collect())
}

/// A value and the remark in brackets behind it.
fn remarked(part: &str) -> Option<(&str, &str)> {
    let part = part.trim();
    let (value, remark) = part.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    (!value.trim().is_empty()).then_some((value, remark))
}

/// The only value whose title has the word behind a number.
fn of_unit(asks: &[Ask], part: &str) -> Option<usize> {
    let part = fold(part);
    let word = &part[part.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ').len()..];
    let word = word.trim().trim_start_matches('个').trim_end_matches('s');
    // A single character is in too many words.
    if word.len() < 3 || word.chars().count() < 2 {
        return None;
    }
    let has = |ask: &Ask| [Lang::Zh, Lang::En].iter().any(|lang| fold(ask.title.get(*lang)).contains(word));
    let mut having = (0..asks.len()).filter(|at| has(&asks[*at]));
    having.next().filter(|_| having.next().is_none())
}

/// The sides of a size, or the part as it is.
fn sides(part: &str) -> Vec<&str> {
    let is_size = typed::read(part).is_ok_and(|typed| typed.is_size());
    if is_size { part.split(['x', 'X', '×']).collect() } else { vec![part] }
}

/// A size whose crosses are stars or dots: `32*28`.
fn starred(text: &str) -> Option<Typed> {
    typed::read(&text.replace(['*', '·'], "×")).ok().filter(Typed::is_size)
}

/// A size with its channels behind the sides, as `H×W×C`; of `C×H×W` too, which frameworks write. `is_right` says whether
/// sides are those asked for.
fn channels_last(list: Vec<f64>, is_right: impl Fn(&[f64]) -> bool) -> Vec<f64> {
    let [first, second, third] = list[..] else { return list };
    let turned = vec![second, third, first];
    let is_square = first != second && second == third;
    if !is_right(&list) && (is_square || is_right(&turned)) { turned } else { list }
}

/// Whether a size has the right value of one of its sides.
fn is_side_of(ask: &Ask, list: &[f64]) -> bool {
    side(&ask.key, list.len()).is_some_and(|at| ask.value.as_scalar() == Some(list[at]))
}

/// The parts of a line apart by `;`, but for those between brackets.
#[must_use]
pub fn apart(line: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    line.split(|c| {
        match c {
            '[' | '(' | '（' | '【' => depth += 1,
            ']' | ')' | '）' | '】' => depth -= 1,
            _ => {}
        }
        depth == 0 && matches!(c, ';' | '；')
    })
    .collect()
}

/// The parts of a line with as many values as are asked for, each a word or one number, apart by commas or spaces.
fn between_words<'l>(asks: &[Ask], line: &'l str) -> Option<Vec<&'l str>> {
    if !asks.iter().all(|ask| matches!(ask.value, Value::Text(_) | Value::Number(_))) {
        return None;
    }
    let by = |is: fn(char) -> bool| line.split(is).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    [by(|c| matches!(c, ',' | '，' | '、')), by(char::is_whitespace)]
        .into_iter()
        .find(|parts| parts.len() == asks.len())
}

fn by_key(exercise: &Exercise, pieces: &[(Option<String>, String)]) -> Result<Reading, Unreadable> {
    let mut values = vec![None; exercise.ask.len()];
    let mut parts = Vec::new();
    let mut differs = false;
    for (key, text) in pieces {
        let Some(key) = key else { return Err(count(exercise)) };
        let at = called(&exercise.ask, key);
        let at = at.ok_or_else(|| Unreadable::Key { key: key.clone(), form: form(exercise) })?;
        let ask = &exercise.ask[at];
        if values[at].is_some() {
            return Err(Unreadable::Twice { key: key.clone() });
        }
        let (value, read_as) = value(ask, text).map_err(|why| why.of(&ask.key))?;
        differs |= read_as.is_some();
        parts.push(format!("{}={}", ask.key, read_as.unwrap_or_else(|| text.trim().to_owned())));
        values[at] = Some(value);
    }
    Ok(Reading { values, read_as: differs.then(|| parts.join("; ")) })
}

/// `out_h=28; out_w=28`
pub(super) fn form(exercise: &Exercise) -> String {
    exercise.ask.iter().map(|ask| format!("{}=…", ask.key)).collect::<Vec<_>>().join("; ")
}

pub(super) fn count(exercise: &Exercise) -> Unreadable {
    let titles = exercise.ask.iter().map(|ask| ask.title.clone()).collect();
    Unreadable::Count { wanted: exercise.ask.len(), titles, form: form(exercise) }
}

/// Which of the numbers of `32x32x6` a key is.
fn side(key: &str, count: usize) -> Option<usize> {
    match key.rsplit_once('_')?.1 {
        "h" => Some(0),
        "w" => Some(1),
        "c" if count > 2 => Some(2),
        _ => None,
    }
}

/// One value, in the form that is asked for, and how it was read where that differs from how it looks. Its shape is the
/// student's: another one than the truth's is a wrong answer, not an unreadable one.
fn value(ask: &Ask, text: &str) -> Result<(Reply, Option<String>), Unreadable> {
    let wrong = || Unreadable::Form { title: ask.title.clone(), form: Form::of(ask) };
    let text = ask.without_unit(text);
    if let Value::Text(_) = ask.value {
        let (value, read_as) = word(ask, text)?;
        return Ok((Reply::new(value, true), read_as));
    }
    if ask.value.as_scalar().is_some() {
        match ask.unit.as_deref().and_then(|wanted| stated(text, wanted)) {
            Some(Stated::Times(rest, each)) => return times(ask, rest, each),
            Some(Stated::Other(rest, unit, each)) => {
                let number = typed::number(rest).ok().and_then(|typed| typed.value.as_scalar());
                if let (Some(number), Some(wanted)) = (number, &ask.unit) {
                    let given = (rest.trim().to_owned(), unit);
                    let number = each.map(|each| number * each);
                    return Err(Unreadable::Unit { wanted: wanted.clone(), given, number });
                }
            }
            None => {}
        }
        if let Some(unit) = foreign(text).filter(|_| ask.unit.is_none()) {
            return Err(Unreadable::NoUnit { unit });
        }
        let mut typed = typed::number(text).map_err(Unreadable::Formula)?;
        if ask.is_side()
            && typed.value.as_scalar() != ask.value.as_scalar()
            && let Some(size) = starred(text).filter(|size| size.value.len() == 2)
        {
            // Of `9*9` the side, where that is no formula for it.
            typed = size;
        }
        let read_as = typed.read_as();
        return scalar(ask, &typed).map(|value| (Reply::of(value, &typed), read_as)).ok_or_else(wrong);
    }
    let typed = typed::several(&listed(text)).map_err(Unreadable::Formula)?;
    let read_as = typed.read_as();
    if !typed.value.is_numeric() {
        return Err(wrong());
    }
    let wanted = ask.value.shape().to_vec();
    let value = match typed.value.as_tensor() {
        // A number or row for a matrix of one row; a column for a list.
        Some(t) if t.len() == wanted.iter().product::<usize>() && t.ndim() < wanted.len() => {
            Value::tensor(&wanted, t.iter().copied().collect()).ok_or_else(wrong)?
        }
        Some(t) if wanted.len() == 1 && (t.ndim() < 2 || t.ndim() == 2 && t.shape().contains(&1)) => {
            if ask.sized && t.len() != wanted[0] {
                return Err(Unreadable::Length { title: ask.title.clone(), wanted: wanted[0] });
            }
            Value::vector(t.iter().copied().collect())
        }
        Some(t) if wanted.len() == 2 && t.ndim() == 1 => {
            Value::tensor(&[1, t.len()], t.iter().copied().collect()).ok_or_else(wrong)?
        }
        // A row or a column is one list of numbers, whichever way it is typed.
        Some(t) if is_line(t.shape()) && is_line(&wanted) && t.len() == wanted.iter().product::<usize>() => {
            Value::tensor(&wanted, t.iter().copied().collect()).ok_or_else(wrong)?
        }
        Some(t) if t.ndim() == wanted.len() => t.into(),
        _ => return Err(wrong()),
    };
    Ok((Reply::of(value, &typed), read_as))
}

/// A number of so many of the unit: `50 MB` of bytes.
fn times(ask: &Ask, number: &str, each: f64) -> Result<(Reply, Option<String>), Unreadable> {
    let plain = number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let text = match each {
        1.0 => number.to_owned(),
        each if plain => format!("{number}*{each}"),
        each => format!("({number})*{each}"),
    };
    let typed = typed::number(&text).map_err(Unreadable::Formula)?;
    let wrong = || Unreadable::Form { title: ask.title.clone(), form: Form::of(ask) };
    let read_as = typed.read_as().or(Some(text));
    let digits = typed::number(number).ok().and_then(|number| number.digits());
    let reply = |value| Reply { digits, each, ..Reply::of(value, &typed) };
    scalar(ask, &typed).map(|value| (reply(value), read_as)).ok_or_else(wrong)
}

/// Whether a matrix has but one row or one column.
fn is_line(shape: &[usize]) -> bool {
    matches!(shape, [1, _] | [_, 1])
}

/// A text with the round brackets around a list as square ones: `(75, 36)`.
fn listed(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix(['(', '（']).and_then(|rest| rest.strip_suffix([')', '）']));
    match inner {
        Some(inner) if inner.contains([',', '，']) && !inner.contains(['(', ')', '（', '）']) => {
            format!("[{inner}]")
        }
        _ => text.to_owned(),
    }
}

/// A number; of `14×14` the side, where one is asked for: two sides that differ are no answer to that, but a wrong one.
fn scalar(ask: &Ask, typed: &Typed) -> Option<Value> {
    if let Some(number) = typed.value.as_scalar() {
        return Some(Value::scalar(number));
    }
    let Value::Tensor(list) = &typed.value else { return None };
    let list: Vec<f64> = list.iter().copied().collect();
    let list = channels_last(list, |list| is_side_of(ask, list));
    match side(&ask.key, list.len()) {
        _ if !typed.is_size() => None,
        None if ask.is_side() && list.len() == 2 && list[0] == list[1] => Some(Value::scalar(list[0])),
        None => Some(Value::scalar(list.iter().product())),
        Some(2) => Some(Value::scalar(list[2])),
        Some(_) if list.len() == 2 && list[0] == list[1] => Some(Value::scalar(list[0])),
        Some(_) => Some(Value::vector(list)),
    }
}

/// A word for a choice, in either language and in its common forms.
fn word(ask: &Ask, text: &str) -> Result<(Value, Option<String>), Unreadable> {
    if let Some(word) = Word::meant(&ask.words, text) {
        let plain = fold(text) == fold(&word.value);
        let name = |lang: Lang| word.name.get(lang).to_owned();
        let said = [Lang::Zh, Lang::En].iter().any(|lang| fold(&name(*lang)) == fold(text));
        let read_as = (!plain && !said).then(|| word.value.to_string());
        return Ok((Value::Text(word.value.clone()), read_as));
    }
    if ask.words.is_empty() {
        return Ok((Value::Text(fold(text).into()), None));
    }
    let known = ask.words.iter().map(|word| word.name.clone()).collect();
    Err(Unreadable::Word { got: text.trim().to_owned(), known })
}

impl Ask {
    /// Whether it is one side of something: its key or its title says so.
    fn is_side(&self) -> bool {
        let zh = || self.title.zh.contains(&say(Lang::Zh, "answer.side", &[]));
        let en = || fold(&self.title.en).split(' ').any(|word| word == say(Lang::En, "answer.side", &[]));
        matches!(side(&self.key, 2), Some(0 | 1)) || zh() || en()
    }

    /// A value without the unit behind it, where that is its own.
    fn without_unit<'t>(&self, text: &'t str) -> &'t str {
        let text = text.trim_end();
        let behind_value = |rest: &str| rest.ends_with(|c: char| c.is_whitespace() || !c.is_alphabetic());
        let shorter = self.units.iter().filter_map(|unit| text.strip_suffix(unit.as_str()));
        shorter.filter(|rest| behind_value(rest)).min_by_key(|rest| rest.len()).map_or(text, str::trim_end)
    }
}

#[cfg(test)]
mod tests;
