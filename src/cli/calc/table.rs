//! A list of records as a table: the layers of a network, as a student knows them from a model's summary.

use crate::math::{Value, number, render};

/// The rows under a head of the fields' names, with further columns beside them; `None` of anything but records with
/// the same fields.
pub(super) fn table(value: &Value, beside: &[(&str, &Value)]) -> Option<Vec<String>> {
    let Value::List(items) = value else { return None };
    let Value::Record(first) = items.first()? else { return None };
    let mut rows = vec![first.keys().map(ToString::to_string).collect::<Vec<_>>()];
    let mut numeric = vec![true; first.len()];
    for item in items {
        let Value::Record(fields) = item else { return None };
        if fields.len() != first.len() {
            return None;
        }
        for (column, field) in numeric.iter_mut().zip(fields.values()) {
            *column &= !matches!(field, Value::Text(_));
        }
        rows.push(fields.values().map(cell).collect());
    }
    for (name, column) in beside {
        let Value::List(cells) = column else { continue };
        numeric.push(true);
        let cells = std::iter::once((*name).to_owned()).chain(cells.iter().map(cell));
        rows.iter_mut().zip(cells).for_each(|(row, cell)| row.push(cell));
    }
    rows.iter().all(|row| row.len() == numeric.len()).then_some(())?;
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..numeric.len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).zip(&numeric).map(|((cell, width), numeric)| {
            if *numeric { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    Some(rows.iter().map(line).collect())
}

/// A number as it is, a vector as a shape: `6×28×28`.
fn cell(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Number(x) => number::line(*x),
        Value::Tensor(t) => t.iter().map(|x| number::line(*x)).collect::<Vec<_>>().join("×"),
        Value::Absent => "—".to_owned(),
        other => render::json(other).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, out: &[f64], params: f64) -> Value {
        let fields = [
            ("name", Value::Text(name.into())),
            ("out", Value::vector(out.to_vec())),
            ("params", Value::scalar(params)),
        ];
        Value::Record(fields.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    #[test]
    fn numbers_stand_under_each_other() {
        let layers = Value::List(vec![record("conv1", &[6.0, 28.0, 28.0], 156.0), record("fc1", &[10.0], 4.0)]);
        let rows = table(&layers, &[]);
        assert_eq!(rows.unwrap(), ["name       out  params", "conv1  6×28×28     156", "fc1         10       4"]);
        let rf = Value::List(vec![Value::scalar(5.0), Value::Absent]);
        let rows = table(&layers, &[("rf", &rf)]).unwrap();
        assert_eq!(rows, ["name       out  params  rf", "conv1  6×28×28     156   5", "fc1         10       4   —"]);
    }

    #[test]
    fn other_values_are_no_table() {
        assert_eq!(table(&Value::scalar(3.0), &[]), None);
        assert_eq!(table(&Value::List(vec![Value::scalar(3.0)]), &[]), None);
    }
}
