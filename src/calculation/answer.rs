//! What a student types → values by answer key.

use super::exercise::{Ask, Exercise, Word};
use super::same::Reply;
use crate::course::messages::say;
use crate::course::typed::{self, Typed};
use crate::course::{Bilingual, Lang, formula_error};
use crate::math::{Expr, MathError, MathErrorKind, Value, render};
use crate::text::fold;

/// Why an answer cannot be read: it is sent back and costs nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Unreadable {
    /// Nothing was typed.
    #[error("empty")]
    Empty,
    /// A formula that does not parse or come to a value.
    #[error("{0}")]
    Formula(MathError),
    /// Another number of values than asked for.
    #[error("{wanted} values are asked for")]
    Count {
        /// As many are asked for.
        wanted: usize,
        /// What they are called, in their order.
        titles: Vec<Bilingual>,
        /// How to write them by their names.
        form: String,
    },
    /// Another number of values in a list than the task tells.
    #[error("{wanted} numbers are asked for")]
    Length {
        /// What the list is called.
        title: Bilingual,
        /// As many are asked for.
        wanted: usize,
    },
    /// A key that is not asked for.
    #[error("{key} is not asked for")]
    Key {
        /// The key.
        key: String,
        /// How to write what is.
        form: String,
    },
    /// A key with two values.
    #[error("{key} stands twice")]
    Twice {
        /// The key.
        key: String,
    },
    /// A value that a parameter does not take.
    #[error("{}", what.en)]
    Value {
        /// What is wrong with it.
        what: Bilingual,
    },
    /// A value of another form: a list where a number is asked for.
    #[error("{form:?} is asked for")]
    Form {
        /// What the value is called.
        title: Bilingual,
        /// What is asked for.
        form: Form,
    },
    /// A word that is none of those that are asked for.
    #[error("{got} is no word for the answer")]
    Word {
        /// What was typed.
        got: String,
        /// The words that may be answered.
        known: Vec<Bilingual>,
    },
    /// One of several values.
    #[error("{key}: {why}")]
    One {
        /// The key of the value.
        key: String,
        /// What is wrong with it.
        why: Box<Unreadable>,
    },
}

/// How an asked value is to be written, where that is no mere number.
#[must_use]
pub fn note(ask: &Ask, lang: Lang) -> Option<String> {
    Form::of(&ask.value).note().map(|key| say(lang, key, &[]))
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `12544`
    Number,
    /// `1,2,3`
    List,
    /// `1,2;3,4`
    Matrix,
    /// `[[[1,2],[3,4]]]`
    Nested,
}

impl Form {
    /// The form of a value.
    fn of(value: &Value) -> Self {
        match value.shape().len() {
            0 => Self::Number,
            1 => Self::List,
            2 => Self::Matrix,
            _ => Self::Nested,
        }
    }

    /// The key of the message that says how to write it, in short; none of a number.
    const fn note(self) -> Option<&'static str> {
        match self {
            Self::Number => None,
            Self::List => Some("answer.as-list"),
            Self::Matrix => Some("answer.as-matrix"),
            Self::Nested => Some("answer.as-nested"),
        }
    }

    /// The key of the message that says how to write it.
    const fn message(self) -> &'static str {
        match self {
            Self::Number => "answer.number",
            Self::List => "answer.list",
            Self::Matrix => "answer.matrix",
            Self::Nested => "answer.nested",
        }
    }
}

impl Unreadable {
    /// One sentence in both languages.
    #[must_use]
    pub fn sentence(&self) -> Bilingual {
        Bilingual::of(|lang| match self {
            Self::Empty => say(lang, "answer.empty", &[]),
            Self::Formula(MathError { kind: MathErrorKind::UnknownName { name: got, .. }, .. }) => {
                say(lang, "answer.unknown", &[("got", got)])
            }
            Self::Formula(MathError { kind: MathErrorKind::Character(got), .. }) => {
                say(lang, "answer.unknown", &[("got", got)])
            }
            Self::Formula(MathError { kind: MathErrorKind::Unexpected { found: None, .. }, .. }) => {
                say(lang, "answer.unfinished", &[])
            }
            Self::Formula(error) => say(lang, "answer.formula", &[("what", &formula_error::plain(&error.kind, lang))]),
            Self::Count { wanted, titles, form } => {
                let titles: Vec<String> =
                    titles.iter().map(|title| render::prose(title.get(lang), render::Target::Line)).collect();
                let titles = titles.join(&say(lang, "calc.semicolon", &[]));
                say(lang, "answer.count", &[("wanted", wanted), ("titles", &titles), ("form", form)])
            }
            Self::Length { title, wanted } => {
                let title = render::prose(title.get(lang), render::Target::Line);
                say(lang, "answer.length", &[("title", &title), ("wanted", wanted)])
            }
            Self::Key { key, form } => say(lang, "answer.key", &[("key", key), ("form", form)]),
            Self::Twice { key } => say(lang, "answer.twice", &[("key", key)]),
            Self::Value { what } => what.get(lang).to_owned(),
            Self::Form { title, form } => {
                let how = say(lang, form.message(), &[]);
                say(lang, "answer.form", &[("title", &title.get(lang)), ("how", &how)])
            }
            Self::Word { got, known } => {
                let known: Vec<&str> = known.iter().map(|word| word.get(lang)).collect();
                let known = known.join(&say(lang, "calc.comma", &[]));
                say(lang, "answer.word", &[("got", got), ("known", &known)])
            }
            Self::One { why, .. } => why.sentence().get(lang).to_owned(),
        })
    }

    /// The key of the value that it is about, where it is about one of several.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Self::One { key, .. } | Self::Twice { key } => Some(key),
            _ => None,
        }
    }

    /// The same of the value that has this key.
    pub(super) fn of(self, key: &str) -> Self {
        Self::One { key: key.to_owned(), why: Box::new(self) }
    }
}

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
pub fn read(exercise: &Exercise, line: &str) -> Result<Reading, Unreadable> {
    let line = line.trim().trim_end_matches([';', '；', '。']).trim();
    if line.is_empty() {
        return Err(Unreadable::Empty);
    }
    let asks = &exercise.ask;
    let pieces = assignments(line, &|key| asks.iter().any(|ask| ask.is_called(key)));
    if pieces.iter().any(|(key, _)| key.is_some()) {
        return by_key(exercise, &pieces);
    }
    if let [ask] = asks.as_slice() {
        let (value, read_as) = value(ask, line)?;
        return Ok(Reading { values: vec![Some(value)], read_as });
    }
    in_order(exercise, line)
}

/// Several values without their names: `32x32x6`, or in the order asked, apart by `;`.
fn in_order(exercise: &Exercise, line: &str) -> Result<Reading, Unreadable> {
    let (asks, wrong) = (&exercise.ask, || count(exercise));
    let mut parts = apart(line);
    if parts.len() < 2 && asks.iter().any(|ask| matches!(ask.value, Value::Text(_))) {
        // A word among numbers is kept apart by whatever stands there once for each value.
        parts = between_words(asks, line).ok_or_else(wrong)?;
    }
    if parts.len() > 1 {
        if parts.len() != asks.len() {
            return Err(wrong());
        }
        let mut values = Vec::new();
        let mut read_as = Vec::new();
        let mut differs = false;
        for (ask, part) in asks.iter().zip(parts) {
            let (value, read) = value(ask, part).map_err(|why| why.of(&ask.key))?;
            differs |= read.is_some();
            read_as.push(read.unwrap_or_else(|| part.trim().to_owned()));
            values.push(Some(value));
        }
        return Ok(Reading { values, read_as: differs.then(|| read_as.join("; ")) });
    }
    let mut typed = typed::read(line).map_err(Unreadable::Formula)?;
    let mut read_as = typed.read_as();
    let sides = asks.iter().all(|ask| side(&ask.key, asks.len()).is_some());
    if sides
        && typed.value.as_scalar().is_some()
        && let Ok(size) = typed::read(&line.replace(['*', '·'], "×"))
        && size.is_size()
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
    let list: Vec<f64> = list.iter().copied().collect();
    let values = if typed.is_size() {
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
    let reply = |x| Some(Reply { value: Value::scalar(x), exact });
    Ok(Reading { values: values.into_iter().map(reply).collect(), read_as })
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
        let at = exercise.ask.iter().position(|ask| ask.is_called(key));
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
            // `params 38`
            let spaced = || part.trim().split_once(' ').filter(|(key, _)| known(key) && !is_number(key));
            let named = named.or_else(spaced);
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

/// Whether a word has a value of its own: `ln2`.
fn is_number(word: &str) -> bool {
    typed::read(word).is_ok_and(|typed| typed.value.is_numeric())
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
    let wrong = || Unreadable::Form { title: ask.title.clone(), form: Form::of(&ask.value) };
    let text = ask.without_unit(text);
    if let Value::Text(_) = ask.value {
        let (value, read_as) = word(ask, text)?;
        return Ok((Reply { value, exact: true }, read_as));
    }
    if ask.value.as_scalar().is_some() {
        let typed = typed::number(text).map_err(Unreadable::Formula)?;
        let (read_as, exact) = (typed.read_as(), typed.is_exact());
        return scalar(ask, &typed).map(|value| (Reply { value, exact }, read_as)).ok_or_else(wrong);
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
    Ok((Reply { value, exact: typed.is_exact() }, read_as))
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
    match side(&ask.key, list.len()) {
        _ if !typed.is_size() => None,
        None => Some(Value::scalar(list.iter().product())),
        Some(2) => Some(Value::scalar(list[2])),
        Some(_) if list[0] == list[1] => Some(Value::scalar(list[0])),
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
    /// A value without the unit behind it, where that is its own.
    fn without_unit<'t>(&self, text: &'t str) -> &'t str {
        let text = text.trim_end();
        let behind_value = |rest: &str| rest.ends_with(|c: char| c.is_whitespace() || !c.is_alphabetic());
        let shorter = self.units.iter().filter_map(|unit| text.strip_suffix(unit.as_str()));
        shorter.filter(|rest| behind_value(rest)).min_by_key(|rest| rest.len()).map_or(text, str::trim_end)
    }

    /// Whether a student may call it so: by its key, its title in either language, or its symbol.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        let plain = |text: &str| fold(text).replace(['_', '{', '}'], "");
        let name = plain(name);
        let titles = [Lang::Zh, Lang::En].map(|lang| render::prose(self.title.get(lang), render::Target::Line));
        let symbol = render::line(&Expr::name(&self.symbol));
        let called = [self.key.to_string(), self.symbol.to_string(), symbol, titles[0].clone(), titles[1].clone()];
        !name.is_empty() && called.iter().any(|known| plain(known) == name)
    }
}

#[cfg(test)]
mod tests;
