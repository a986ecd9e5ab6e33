//! JSON Schemas of the files of a course, for the completion of editors. A test holds every bundled file to them;
//! what a schema cannot say, `content check` does.

use serde_json::{Map, Value, json};

use super::topic::QuestionKind;

/// The files that have a schema.
pub const FILES: [&str; 3] = ["topic", "calculation", "course"];

/// The schema of a file, by its name in [`FILES`].
#[must_use]
pub fn schema(file: &str) -> Option<Value> {
    let mut schema = match file {
        "topic" => topic(),
        "calculation" => calculation(),
        "course" => course(),
        _ => return None,
    };
    if let Value::Object(fields) = &mut schema {
        fields.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
        fields.insert("title".to_owned(), file.into());
    }
    Some(schema)
}

/// A table with fixed keys; those that end with `!` must be there.
fn table(fields: &[(&str, Value)]) -> Value {
    let name = |key: &str| key.trim_end_matches('!').to_owned();
    let properties: Map<String, Value> = fields.iter().map(|(key, value)| (name(key), value.clone())).collect();
    let required: Vec<String> = fields.iter().filter(|(key, _)| key.ends_with('!')).map(|(key, _)| name(key)).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties, "required": required })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn number() -> Value {
    json!({ "type": "number" })
}

fn whole() -> Value {
    json!({ "type": "integer" })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn list(of: &Value) -> Value {
    json!({ "type": "array", "items": of })
}

fn texts() -> Value {
    list(&text())
}

fn one_of(words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words })
}

/// A table with any keys.
fn any_keys(of: &Value) -> Value {
    json!({ "type": "object", "additionalProperties": of })
}

/// Words in both languages.
fn words() -> Value {
    table(&[("zh!", text()), ("en!", text())])
}

/// Words in both languages, with further keys beside them.
fn words_and(fields: &[(&str, Value)]) -> Value {
    table(&[&[("zh!", text()), ("en!", text())], fields].concat())
}

fn kinds() -> Vec<&'static str> {
    QuestionKind::ALL.map(QuestionKind::key).to_vec()
}

fn topic() -> Value {
    let erratum = words_and(&[("source!", text()), ("formula", text())]);
    let derivative = table(&[("statement!", text()), ("by!", text())]);
    let statement = words_and(&[
        ("id!", text()),
        ("heading", text()),
        ("from", texts()),
        ("formula", text()),
        ("derivative-of", derivative),
        ("plot", list(&number())),
        ("plot-with", any_keys(&number())),
        ("beyond", flag()),
        ("erratum", erratum),
        ("renamed-from", texts()),
    ]);
    let cells = words_and(&[]);
    let lines =
        words_and(&[("id!", text()), ("heading", text()), ("columns!", list(&cells)), ("rows!", list(&list(&cells)))]);
    table(&[
        ("format!", whole()),
        ("id!", text()),
        ("section", whole()),
        ("title!", words()),
        ("headings", list(&words_and(&[("id!", text())]))),
        ("tables", list(&lines)),
        ("statements", list(&statement)),
        ("cards", list(&card())),
        ("questions", list(&question())),
    ])
}

fn card() -> Value {
    table(&[
        ("id!", text()),
        ("kind!", one_of(&["basic", "reversed", "cloze", "formula", "computed"])),
        ("tests!", texts()),
        ("front", words()),
        ("back", words()),
        ("text", words()),
        ("formula", text()),
        ("calculation", text()),
        ("ask", texts()),
        ("level", whole()),
        ("renamed-from", texts()),
    ])
}

fn question() -> Value {
    let option = words_and(&[("right", flag()), ("why", words()), ("mistake", text())]);
    let blank = table(&[("accept!", texts()), ("shown-en", text()), ("reject", texts())]);
    let pair = table(&[("left!", words()), ("right!", words())]);
    table(&[
        ("id!", text()),
        ("kind!", one_of(&kinds())),
        ("tests!", texts()),
        ("points", number()),
        ("stem", words()),
        ("why", words()),
        ("options", list(&option)),
        ("fixed", flag()),
        ("answer", flag()),
        ("blanks", list(&blank)),
        ("any-order", flag()),
        ("pairs", list(&pair)),
        ("extra", list(&words())),
        ("items", list(&words_and(&[("after", list(&whole()))]))),
        ("asked", whole()),
        ("key-points", list(&words_and(&[("synonyms", texts())]))),
        ("calculation", text()),
        ("given", any_keys(&json!(true))),
        ("level", whole()),
        ("ask", texts()),
        ("choose", texts()),
        ("digits", whole()),
        ("renamed-from", texts()),
    ])
}

fn calculation() -> Value {
    let grid = [("from", number()), ("to", number()), ("step", number()), ("shape", texts())];
    let rule = table(&[&grid[..], &[("one-of", texts()), ("formula", text())]].concat());
    let kinds = [
        "number",
        "size",
        "count",
        "vector",
        "matrix",
        "tensor",
        "choice",
        "flag",
        "expression",
        "bindings",
        "layers",
        "network",
    ];
    let param = table(&[
        ("symbol", text()),
        ("kind!", one_of(&kinds)),
        ("about!", words()),
        ("optional", flag()),
        ("default", text()),
        ("choices", texts()),
        ("words", any_keys(&text())),
        ("repeat", flag()),
        ("positional", flag()),
        ("least", number()),
        ("most", number()),
        ("ranks", list(&whole())),
        ("columns", whole()),
        ("needs", whole()),
        ("draw", json!({ "anyOf": [rule.clone(), list(&rule)] })),
    ]);
    let require = table(&[("that!", text()), ("for", text()), ("when", text()), ("flag", text()), ("say!", words())]);
    let mistake = table(&[("id!", text()), ("when", text()), ("let!", text()), ("say!", words())]);
    let convention = table(&[("when", text()), ("let!", text()), ("say!", words())]);
    let step = table(&[
        ("let!", text()),
        ("keys", texts()),
        ("title", words()),
        ("say", words()),
        ("when", text()),
        ("for", text()),
        ("hidden", flag()),
        ("beside", text()),
        ("graph", flag()),
        ("open", flag()),
        ("require", list(&require)),
        ("undefined", words()),
        ("mistakes", list(&mistake)),
        ("conventions", list(&convention)),
    ]);
    let ask = table(&[
        ("keys!", texts()),
        ("levels", list(&whole())),
        ("digits", whole()),
        ("with", texts()),
        ("says", texts()),
        ("choose", texts()),
        ("stem", words()),
    ]);
    let example = table(&[
        ("source!", text()),
        ("given!", any_keys(&json!(true))),
        ("expect!", any_keys(&json!(true))),
        ("tolerance", number()),
    ]);
    table(&[
        ("format!", whole()),
        ("id!", text()),
        ("version", whole()),
        ("topic!", text()),
        ("title!", words()),
        ("about", words()),
        ("accept", texts()),
        ("params!", any_keys(&param)),
        ("require", list(&require)),
        ("steps!", list(&step)),
        ("ask", list(&ask)),
        ("examples", list(&example)),
    ])
}

fn course() -> Value {
    let part =
        table(&[("title!", words()), ("kinds!", list(&one_of(&kinds()))), ("count!", whole()), ("points!", number())]);
    let exam = table(&[
        ("minutes", whole()),
        ("points", whole()),
        ("parts", list(&part)),
        ("weights", list(&table(&[("topic!", text()), ("weight!", number())]))),
    ]);
    table(&[
        ("format!", whole()),
        ("id!", text()),
        ("title!", words()),
        ("languages", texts()),
        ("topics!", texts()),
        ("outline", text()),
        ("exam", exam),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::bundle;

    /// What in `value` the schema does not allow.
    fn refused(value: &Value, schema: &Value, at: &str) -> Vec<String> {
        if let Some(any) = schema["anyOf"].as_array() {
            let fits = any.iter().any(|s| refused(value, s, at).is_empty());
            return if fits { vec![] } else { vec![format!("{at}: fits nothing")] };
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
        if !right || schema["enum"].as_array().is_some_and(|known| !known.contains(value)) {
            return vec![format!("{at}: {value}")];
        }
        let missing = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut found: Vec<String> =
            missing.filter(|key| value.get(key).is_none()).map(|key| format!("{at}: no {key}")).collect();
        for (key, field) in value.as_object().into_iter().flatten() {
            let known = schema["properties"].get(key).or(Some(&schema["additionalProperties"]));
            match known.filter(|s| **s != json!(false)) {
                Some(schema) => found.extend(refused(field, schema, &format!("{at}.{key}"))),
                None => found.push(format!("{at}: {key} is unknown")),
            }
        }
        for item in value.as_array().into_iter().flatten() {
            found.extend(refused(item, &schema["items"], &format!("{at}[]")));
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
                Some("course.toml") => "course",
                _ => continue,
            };
            let value: toml::Value = toml::from_str(text).unwrap();
            let value = serde_json::to_value(value).unwrap();
            assert_eq!(refused(&value, &schema(file).unwrap(), path), Vec::<String>::new());
            fitted += 1;
        }
        assert!(fitted > 10);
    }

    #[test]
    fn a_key_too_many_and_a_wrong_kind_are_refused() {
        let good = json!({ "format": 1, "id": "t", "title": { "zh": "题", "en": "t" } });
        let schema = schema("topic").unwrap();
        assert_eq!(refused(&good, &schema, ""), Vec::<String>::new());
        let bad = json!({ "format": 1, "id": 2, "title": { "zh": "题" }, "colour": 1 });
        assert_eq!(refused(&bad, &schema, "").len(), 3);
    }
}
