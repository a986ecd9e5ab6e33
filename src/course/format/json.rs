//! The values of TOML as JSON has them, and as options take them.

use toml::de::DeValue;

/// A TOML value as a flag takes it.
#[must_use]
pub fn flag_text(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        other => json(other).to_string(),
    }
}

/// A TOML value as JSON.
pub(in crate::course) fn json(value: &DeValue<'_>) -> serde_json::Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).unwrap_or_default().into(),
        DeValue::Float(x) => x.as_str().parse::<f64>().unwrap_or_default().into(),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Datetime(time) => time.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => serde_json::Value::Object(
            table.iter().map(|(key, item)| (key.get_ref().to_string(), json(item.get_ref()))).collect(),
        ),
    }
}
