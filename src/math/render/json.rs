//! Values as JSON.

use super::source;
use crate::number::json_number;
use crate::value::Value;

/// A value as JSON: tensors are nested arrays, absence is null.
#[must_use]
pub fn json(value: &Value) -> serde_json::Value {
    match value {
        Value::Number(number) => json_number(*number),
        Value::Tensor(t) => nested(t.shape(), &mut t.iter().copied()),
        Value::Pair(sides) => sides.iter().map(|side| json_number(*side)).collect(),
        Value::Truth(truth) => (*truth).into(),
        Value::Text(text) => (**text).into(),
        Value::List(items) => items.iter().map(json).collect(),
        Value::Record(fields) => {
            serde_json::Value::Object(fields.iter().map(|(name, value)| (name.to_string(), json(value))).collect())
        }
        Value::Formula(expr) => source(expr).into(),
        Value::Absent => serde_json::Value::Null,
    }
}

fn nested(shape: &[usize], elements: &mut dyn Iterator<Item = f64>) -> serde_json::Value {
    match shape.split_first() {
        None => elements.next().map_or(serde_json::Value::Null, json_number),
        Some((side, rest)) => (0..*side).map(|_| nested(rest, elements)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_whole_numbers_without_a_fraction_and_nothing_as_null() {
        let value = Value::List(vec![Value::vector(vec![1.0, 0.5]), Value::Absent, Value::Pair([3.0, 4.0])]);
        assert_eq!(json(&value).to_string(), "[[1,0.5],null,[3,4]]");
        let large = Value::vector(vec![9_007_199_254_740_991.0, 9.9e15, 999_999_866_000_004_480.0, 2e19]);
        assert_eq!(json(&large).to_string(), "[9007199254740991,9900000000000000.0,9.999998660000045e+17,2e+19]");
    }
}
