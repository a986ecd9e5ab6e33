//! JSON Schemas of the files of a course, for the completion of editors: from the types that the files are read into. A
//! test holds every bundled file to them; what a schema cannot say, `content check` does.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::network::Network;
use super::spec::{Part, Spec};
use super::syllabus::{Outline, Syllabus};
use super::synonyms::Vocabulary;
use super::topic::Topic;

/// The files that have a schema.
pub const FILES: [&str; 7] = ["topic", "calculation", "part", "network", "vocabulary", "outline", "course"];

/// The schema of a file, by its name in [`FILES`].
#[must_use]
pub fn schema(file: &str) -> Option<Value> {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = match file {
        "topic" => generator.into_root_schema_for::<Topic>(),
        "calculation" => generator.into_root_schema_for::<Spec>(),
        "part" => generator.into_root_schema_for::<Part>(),
        "network" => generator.into_root_schema_for::<Network>(),
        "vocabulary" => generator.into_root_schema_for::<Vocabulary>(),
        "outline" => generator.into_root_schema_for::<Outline>(),
        "course" => generator.into_root_schema_for::<Syllabus>(),
        _ => return None,
    };
    Some(schema.to_value())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::course::bundle;

    /// What in `value` the schema does not allow; `root` has what it refers to.
    fn refused(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            return refused(value, &root["$defs"][name], root, at);
        }
        if let Some(any) = schema["anyOf"].as_array() {
            let each: Vec<Vec<String>> = any.iter().map(|s| refused(value, s, root, at)).collect();
            let fits = each.iter().any(Vec::is_empty);
            return if fits { vec![] } else { each.into_iter().min_by_key(Vec::len).unwrap_or_default() };
        }
        let right = match schema["type"].as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.is_i64(),
            Some("number") => value.is_number(),
            _ => true,
        };
        let one = schema["enum"].as_array().is_none_or(|known| known.contains(value));
        let same = schema.get("const").is_none_or(|only| only == value);
        if !right || !one || !same {
            return vec![format!("{at}: {value}")];
        }
        let missing = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut found: Vec<String> =
            missing.filter(|key| value.get(key).is_none()).map(|key| format!("{at}: no {key}")).collect();
        for (key, field) in value.as_object().into_iter().flatten() {
            let known = schema["properties"].get(key).or(Some(&schema["additionalProperties"]));
            match known.filter(|s| **s != json!(false)) {
                Some(schema) => found.extend(refused(field, schema, root, &format!("{at}.{key}"))),
                None => found.push(format!("{at}: {key} is unknown")),
            }
        }
        for item in value.as_array().into_iter().flatten() {
            found.extend(refused(item, &schema["items"], root, &format!("{at}[]")));
        }
        found
    }

    #[test]
    fn every_bundled_file_fits_its_schema() {
        let mut fitted = 0;
        for (path, text) in bundle::files() {
            let file = match path.split('/').next() {
                Some("topics") => "topic",
                Some("calculations") => "calculation",
                Some("parts") => "part",
                Some("vocabulary.toml") => "vocabulary",
                Some("outline.toml") => "outline",
                Some("course.toml") => "course",
                _ => continue,
            };
            let value: toml::Value = toml::from_str(text).unwrap();
            let value = serde_json::to_value(value).unwrap();
            let schema = schema(file).unwrap();
            assert_eq!(refused(&value, &schema, &schema, path), Vec::<String>::new());
            fitted += 1;
        }
        assert!(fitted > 10);
    }

    #[test]
    fn every_key_says_what_it_means() {
        fn bare(schema: &Value, at: &str, found: &mut Vec<String>) {
            for (key, field) in schema["properties"].as_object().into_iter().flatten() {
                if field["description"].is_null() && key != "kind" {
                    found.push(format!("{at}.{key}"));
                }
            }
            for (name, inner) in schema["$defs"].as_object().into_iter().flatten() {
                bare(inner, name, found);
            }
            for inner in schema["anyOf"].as_array().into_iter().flatten() {
                bare(inner, at, found);
            }
        }
        for file in FILES {
            let mut found = Vec::new();
            bare(&schema(file).unwrap(), file, &mut found);
            assert!(found.is_empty(), "{found:?}");
        }
    }

    #[test]
    fn a_key_too_many_and_a_wrong_kind_are_refused() {
        let good = json!({ "format": 1, "id": "t", "title": { "zh": "题", "en": "t" } });
        let schema = schema("topic").unwrap();
        assert_eq!(refused(&good, &schema, &schema, ""), Vec::<String>::new());
        let bad = json!({ "format": 1, "id": 2, "title": { "zh": "题" }, "colour": 1 });
        assert_eq!(refused(&bad, &schema, &schema, "").len(), 3);
    }
}
