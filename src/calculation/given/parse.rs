//! Texts → values: numbers, sizes, tensors, layers, bindings.

use indexmap::IndexMap;

use crate::course::messages::say;
use crate::course::{Bilingual, formula_error, typed};
use crate::math::{ExprKind, Machine, MathError, Value, parse, parse_size, parse_typed};

/// What is wrong with a text, where more can be said than that it is not of its kind.
pub(super) type Why = Option<Bilingual>;

/// Arrays inside each other.
const DEEP: usize = 16;

/// A reason by the key of its message.
pub(super) fn reason(key: &str) -> Why {
    Some(Bilingual::of(|lang| say(lang, key, &[])))
}

/// A text short enough for a sentence.
#[must_use]
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST - 1).collect();
    format!("{start}…")
}

/// What the formula language says of a text.
pub(super) fn said(error: &MathError) -> Bilingual {
    formula_error::sentences(&error.kind)
}

/// A number: any constant expression of the language.
pub(super) fn number(text: &str) -> Result<f64, Why> {
    let expr = parse_typed(text).map_err(|error| Some(said(&error)))?;
    let value = Machine::new().evaluate(&expr).map_err(|error| Some(said(&error)))?;
    value.as_scalar().filter(|x| x.is_finite()).ok_or(None)
}

/// The same where one number is wanted: `1,000` is a thousand.
pub(super) fn single(text: &str) -> Result<f64, Why> {
    let value = typed::number(text).map_err(|error| Some(said(&error)))?.value;
    value.as_scalar().filter(|x| x.is_finite()).ok_or(None)
}

/// The sides of `32`, `32x28`, `[32,28]` or, as a pair is written, `(32, 28)`.
pub(super) fn sides(text: &str) -> Option<Vec<f64>> {
    let each = |sides: Vec<&str>| sides.iter().map(|side| number(side.trim()).ok()).collect();
    match (listed(text), parse_size(text)) {
        (Some(inside), _) => each(inside.split(',').collect()),
        (None, Some(sides)) => Some(Machine::new().evaluate(&sides).ok()?.as_tensor()?.iter().copied().collect()),
        (None, _) => each(text.split(['x', 'X', '×']).collect()),
    }
}

/// What stands in the brackets of a list of several sides.
fn listed(text: &str) -> Option<&str> {
    let between = |open, close| text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
    between('[', ']').or_else(|| between('(', ')').filter(|inside| inside.contains(',') && !inside.contains('(')))
}

/// A size of up to `most` sides. One number stands for height and width.
pub(super) fn size(text: &str, most: usize) -> Option<Value> {
    let sides = sides(text)?;
    match *sides.as_slice() {
        [side] if listed(text).is_none() => Some(Value::Pair([side; 2])),
        [h, w] => Some(Value::Pair([h, w])),
        [_, _, _, ..] if sides.len() <= most => Some(Value::vector(sides)),
        _ => None,
    }
}

/// The shape of `random(3,4)`.
pub(super) fn random_shape(text: &str) -> Option<Vec<usize>> {
    let inside = text.strip_prefix("random(")?.strip_suffix(')')?;
    inside.split(',').map(|side| side.trim().parse().ok().filter(|side| *side > 0)).collect()
}

/// Splits where one of the marks stands in no brackets.
fn split<'a>(text: &'a str, marks: &[char]) -> Vec<&'a str> {
    let (mut depth, mut from, mut parts) = (0_usize, 0, Vec::new());
    for (place, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            c if marks.contains(&c) && depth == 0 => {
                parts.push(&text[from..place]);
                from = place + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[from..]);
    parts
}

/// `1,2;3,4`, `[[1,2],[3,4]]`, `[[1, 2]; [3, 4]]`, or a number. Large ones are read without the formula language; what
/// is written in another way is read as an answer is.
pub(super) fn tensor(text: &str) -> Result<Value, Why> {
    plain_tensor(text).or_else(|why| {
        let typed = typed::read(text).ok().filter(|typed| !typed.is_size());
        typed.map(|typed| typed.value).filter(|value| value.is_numeric() && !value.is_empty()).ok_or(why)
    })
}

fn plain_tensor(text: &str) -> Result<Value, Why> {
    if text.starts_with('[')
        && let Ok(json) = serde_json::from_str::<serde_json::Value>(text)
        && let Some(value) = from_json(&json)
    {
        return Ok(value);
    }
    let inside = text.strip_prefix('[').and_then(|t| t.strip_suffix(']'));
    let rows = split(inside.unwrap_or(text), &[';']);
    let row =
        |row: &&str| split(row, &[',']).into_iter().map(|cell| number(cell.trim())).collect::<Result<Vec<f64>, _>>();
    match (rows.as_slice(), inside) {
        (rows, Some(inside)) if rows.len() == 1 || inside.trim_start().starts_with('[') => {
            let (mut shape, mut elements) = (Vec::new(), Vec::new());
            nested(text, 0, &mut shape, &mut elements)?;
            Value::tensor(&shape, elements).ok_or(None)
        }
        ([one], None) => {
            let row = row(one)?;
            Ok(if let [number] = row[..] { Value::scalar(number) } else { Value::vector(row) })
        }
        _ => {
            let rows = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
            let width = rows.first().map_or(0, Vec::len);
            if rows.iter().any(|row| row.len() != width) {
                return Err(reason("calc.why.ragged"));
            }
            Value::tensor(&[rows.len(), width], rows.concat()).ok_or(None)
        }
    }
}

/// Arrays in brackets whose numbers are constant expressions, `[[1/3,sqrt(2)],[1e-3,-2]]`; rows may be apart by
/// semicolons, as they are displayed.
fn nested(text: &str, depth: usize, shape: &mut Vec<usize>, elements: &mut Vec<f64>) -> Result<(), Why> {
    let Some(inside) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) else {
        elements.push(number(text)?);
        return if depth == shape.len() { Ok(()) } else { Err(reason("calc.why.ragged")) };
    };
    if inside.trim().is_empty() {
        return Err(reason("calc.why.empty"));
    }
    let items = split(inside, if inside.trim_start().starts_with('[') { &[',', ';'] } else { &[','] });
    if depth == shape.len() {
        if !elements.is_empty() || depth > DEEP {
            return Err(reason("calc.why.ragged"));
        }
        shape.push(items.len());
    }
    if shape[depth] != items.len() {
        return Err(reason("calc.why.ragged"));
    }
    items.into_iter().try_for_each(|item| nested(item.trim(), depth + 1, shape, elements))
}

/// Nested JSON arrays of numbers as a tensor.
#[must_use]
pub fn from_json(json: &serde_json::Value) -> Option<Value> {
    fn walk(json: &serde_json::Value, depth: usize, shape: &mut Vec<usize>, elements: &mut Vec<f64>) -> bool {
        match json {
            serde_json::Value::Number(n) => {
                let number = n.as_f64().filter(|x| x.is_finite());
                elements.extend(number);
                number.is_some() && depth == shape.len()
            }
            serde_json::Value::Array(items) => {
                if depth == shape.len() {
                    if !elements.is_empty() || depth > DEEP {
                        return false;
                    }
                    shape.push(items.len());
                }
                shape[depth] == items.len() && items.iter().all(|item| walk(item, depth + 1, shape, elements))
            }
            _ => false,
        }
    }
    let (mut shape, mut elements) = (Vec::new(), Vec::new());
    walk(json, 0, &mut shape, &mut elements).then(|| Value::tensor(&shape, elements)).flatten()
}

/// `x=-2,y=5` or `{"x":-2,"y":5}`, each variable once.
pub(super) fn bindings(text: &str) -> Result<Value, Why> {
    let pairs: Vec<(String, String)> = if text.starts_with('{') {
        let json: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).map_err(|_| None)?;
        let number = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
        json.into_iter().map(|(name, value)| (name, number(value))).collect()
    } else {
        let pair = |part: &str| part.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        split(text, &[',']).into_iter().map(pair).collect::<Option<_>>().ok_or(None)?
    };
    let mut fields = IndexMap::new();
    for (name, value) in pairs {
        let name = parse(&name).map_err(|error| Some(said(&error)))?;
        let ExprKind::Name(name) = name.kind else { return Err(None) };
        if fields.contains_key(&name) {
            return Err(Some(Bilingual::of(|lang| say(lang, "calc.why.twice", &[("name", &name)]))));
        }
        fields.insert(name, tensor(value.trim())?);
    }
    if fields.is_empty() { Err(None) } else { Ok(Value::Record(fields)) }
}

/// `3x1,2x2,3x1x2` or `[[3,1,1],…]` (of one row also `[3,1,1]`) as rows of `columns` numbers, of which the first `needs` must be there.
pub(super) fn layers(text: &str, columns: usize, needs: usize) -> Option<Value> {
    let rows: Vec<Vec<f64>> = if text.starts_with('[') {
        let rows = from_json(&serde_json::from_str(text).ok()?)?.as_tensor()?;
        match rows.ndim() {
            1 => vec![rows.iter().copied().collect()],
            2 => rows.outer_iter().map(|row| row.iter().copied().collect()).collect(),
            _ => return None,
        }
    } else {
        let side = |side: &str| side.trim().parse::<u32>().ok().map(f64::from);
        let layer = |layer: &str| layer.split(['x', 'X', '×']).map(side).collect();
        text.split(',').map(layer).collect::<Option<_>>()?
    };
    let count = |x: f64| x >= 1.0 && x.fract() == 0.0 && x <= f64::from(u32::MAX);
    let mut elements = Vec::new();
    for row in &rows {
        if row.len() < needs.max(1) || row.len() > columns || !row.iter().all(|x| count(*x)) {
            return None;
        }
        elements.extend(row.iter().copied().chain(std::iter::repeat(1.0)).take(columns));
    }
    Value::tensor(&[rows.len(), columns], elements).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_hold_constant_expressions_and_make_the_rank() {
        for (text, shape) in [
            ("1/3", &[][..]),
            ("1/3,2", &[2]),
            ("[1/3]", &[1]),
            ("[sqrt(2)]", &[1]),
            ("[larger(1,2),3]", &[2]),
            ("[1,2;3,4]", &[2, 2]),
            ("[[1/3,sqrt(2)],[1e-3,-2]]", &[2, 2]),
            ("[[[1/3]]]", &[1, 1, 1]),
        ] {
            assert_eq!(tensor(text).unwrap().shape(), shape, "{text}");
        }
    }

    #[test]
    fn ragged_and_empty_brackets_are_refused() {
        for text in ["[[1/3,2],[3]]", "[1,[2]]", "[[1],2]", "1,2;3", "[1,2", "1,2]", "[\"a\"]", "[null]"] {
            assert!(tensor(text).is_err(), "{text}");
        }
    }

    #[test]
    fn sizes_layers_and_bindings_are_read_as_they_are_printed() {
        assert_eq!(size("[32,28]", 2), size("32x28", 2));
        assert_eq!(size("[32]", 2), None);
        assert_eq!(size("8x9x10", 3), size("[8,9,10]", 3));
        assert_eq!(size("8x9x10", 2), None);
        assert_eq!(layers("[[3,1,1],[2,2,1]]", 3, 2), layers("3x1,2x2", 3, 2));
        assert_eq!(layers("3x8", 3, 3), None);
        assert_eq!(bindings("{\"x\":1,\"y\":-2.5}"), bindings("x=1,y=-2.5"));
        assert!(bindings("x=1,y=2,x=3").is_err());
    }

    fn refused(text: &str) -> String {
        tensor(text).unwrap_err().map_or_else(String::new, |why| why.en)
    }

    #[test]
    fn brackets_are_told_to_be_ragged_or_empty() {
        let [ragged, empty] = ["calc.why.ragged", "calc.why.empty"].map(|key| reason(key).unwrap().en);
        for text in ["[[1/3,2],[3]]", "[[1/3],2]", "[1/3,[2]]", "[[1],[[2/3]]]", "[[[2/3]],[1]]", "1,2;3"] {
            assert_eq!(refused(text), ragged, "{text}");
        }
        for text in ["[[1/3],[ ]]", "[[ ],[1/3]]"] {
            assert_eq!(refused(text), empty, "{text}");
        }
    }

    #[test]
    fn rows_in_brackets_may_be_apart_by_semicolons() {
        let rows = Value::tensor(&[2, 2], vec![0.5, 2.0, 3.0, 4.0]);
        for text in ["[[1/2,2];[3,4]]", "[[1/2, 2], [3, 4]]", "[1/2,2;3,4]", "1/2,2;3,4"] {
            assert_eq!(tensor(text).ok(), rows, "{text}");
        }
    }

    #[test]
    fn arrays_lie_in_each_other_as_deep_as_is_useful_and_no_deeper() {
        let deep = |brackets: usize| {
            let text = format!("{}2{}", "[".repeat(brackets), "]".repeat(brackets));
            from_json(&serde_json::from_str(&text).unwrap()).map(|value| value.shape().len())
        };
        assert_eq!((deep(1), deep(17), deep(18)), (Some(1), Some(17), None));
    }

    #[test]
    fn a_long_text_is_cut_to_sixty_characters() {
        let of = |count: usize| shortened(&"数".repeat(count));
        assert_eq!(of(60), "数".repeat(60));
        assert_eq!(of(61), format!("{}…", "数".repeat(59)));
    }

    #[test]
    fn the_shape_of_random_values_has_sides_from_one_on() {
        assert_eq!(random_shape("random(3, 4)"), Some(vec![3, 4]));
        for text in ["random(3,0)", "random(0)", "random()", "random(3", "randomly(3)", "random(a)"] {
            assert_eq!(random_shape(text), None, "{text}");
        }
    }

    #[test]
    fn sides_are_listed_in_brackets_or_as_a_pair() {
        for (text, read) in [
            ("32x28", Some(vec![32.0, 28.0])),
            ("[32,28]", Some(vec![32.0, 28.0])),
            ("(32, 28)", Some(vec![32.0, 28.0])),
            ("(32)", Some(vec![32.0])),
            ("larger(3,4)", Some(vec![4.0])),
            ("(larger(3,4))", Some(vec![4.0])),
            ("32x", None),
        ] {
            assert_eq!(sides(text), read, "{text}");
        }
    }

    #[test]
    fn rows_of_layers_are_whole_numbers_from_one_on_and_no_longer_than_a_row() {
        let rows = |elements: &[f64]| Value::tensor(&[elements.len() / 3, 3], elements.to_vec());
        assert_eq!(layers("3x1,2", 3, 0), rows(&[3.0, 1.0, 1.0, 2.0, 1.0, 1.0]));
        assert_eq!(layers("[3,2]", 3, 2), rows(&[3.0, 2.0, 1.0]));
        assert_eq!(layers("3x2x2", 3, 3), rows(&[3.0, 2.0, 2.0]));
        assert_eq!(layers("4294967295", 3, 1), rows(&[4_294_967_295.0, 1.0, 1.0]));
        for text in ["3x2x2x2", "3x0", "3x1.5", "", "[3,0.5]", "[0,1]", "[4294967296]", "[[[3,1]]]", "[]", "3"] {
            assert_eq!(layers(text, 3, 2), None, "{text}");
        }
    }

    #[test]
    fn named_numbers_have_a_name_and_a_value_each() {
        for text in ["", "{}", "x", "x=", "2=3", "x=1,", "{\"x\":[[1],2]}"] {
            assert!(bindings(text).is_err(), "{text}");
        }
        assert_eq!(bindings("{\"x\":\"1/2\"}"), bindings("x=0.5"));
        assert_eq!(bindings("x=[1,2],y=(1+2)"), bindings("{\"x\":[1,2],\"y\":3}"));
    }
}
