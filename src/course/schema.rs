//! JSON Schemas of the files of a course, for the completion of editors: from the types that the files are read into. A
//! test holds every bundled file to them; what a schema cannot say, `content check` does.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::Value;

use super::network::Network;
use super::spec::{Part, Spec};
use super::syllabus::{Outline, Syllabus};
use super::synonyms::{self, Vocabulary};
use super::topic::Topic;

/// A kind of file of a course.
#[derive(Debug)]
pub struct File {
    /// What it is called.
    pub name: &'static str,
    /// Where in a course it stands: a folder of such files, or the one that there is.
    pub place: &'static str,
    schema: fn(SchemaGenerator) -> Schema,
}

impl File {
    const fn new<T: JsonSchema>(name: &'static str, place: &'static str) -> Self {
        Self { name, place, schema: SchemaGenerator::into_root_schema_for::<T> }
    }

    /// Its schema.
    #[must_use]
    pub fn schema(&self) -> Value {
        (self.schema)(SchemaSettings::draft2020_12().into_generator()).to_value()
    }
}

/// The files that have a schema.
pub const FILES: [File; 7] = [
    File::new::<Topic>("topic", "topics"),
    File::new::<Spec>("calculation", "calculations"),
    File::new::<Part>("part", "parts"),
    File::new::<Network>("network", "networks"),
    File::new::<Vocabulary>("vocabulary", synonyms::FILE),
    File::new::<Outline>("outline", "outline.toml"),
    File::new::<Syllabus>("course", "course.toml"),
];

/// The schema of a file, by its name in [`FILES`].
#[must_use]
pub fn schema(file: &str) -> Option<Value> {
    FILES.iter().find(|known| known.name == file).map(File::schema)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::{BTreeMap, HashMap};
    use std::fs;
    use std::path::Path;

    use regex::Regex;
    use serde_json::json;

    use super::*;
    use crate::course::format::Reader;
    use crate::course::{Lang, Problem, Severity, bundle};

    /// What in `value` the schema does not allow; `root` has what it refers to.
    fn refused(value: &Value, schema: &Value, root: &Value, at: &str) -> Vec<String> {
        if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
            return refused(value, &root["$defs"][name], root, at);
        }
        let right = match schema["type"].as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("boolean") => value.is_boolean(),
            Some("integer") => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Some("number") => value.is_number(),
            _ => true,
        };
        if !right || !fits(value, schema) {
            return vec![format!("{at}: {value}")];
        }
        let mut found = Vec::new();
        if let Some(any) = schema["anyOf"].as_array() {
            let each: Vec<Vec<String>> = any.iter().map(|s| refused(value, s, root, at)).collect();
            if !each.iter().any(Vec::is_empty) {
                found.extend(each.into_iter().min_by_key(Vec::len).unwrap_or_default());
            }
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            found.extend(refused(value, part, root, at));
        }
        let mut need = |keys: &Value| {
            let keys = keys.as_array().into_iter().flatten().filter_map(Value::as_str);
            found.extend(keys.filter(|key| value.get(key).is_none()).map(|key| format!("{at}: no {key}")));
        };
        need(&schema["required"]);
        for (key, others) in schema["dependentRequired"].as_object().into_iter().flatten() {
            if value.get(key).is_some() {
                need(others);
            }
        }
        for (key, field) in value.as_object().into_iter().flatten() {
            found.extend(refused(&json!(key), &schema["propertyNames"], root, at));
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

    thread_local! {
        /// Patterns that were made before: to make one takes longer than all else here.
        static PATTERNS: RefCell<HashMap<String, Regex>> = RefCell::default();
    }

    fn matches(pattern: &str, text: &str) -> bool {
        PATTERNS.with_borrow_mut(|known| {
            let made = || Regex::new(pattern).unwrap();
            known.entry(pattern.to_owned()).or_insert_with(made).is_match(text)
        })
    }

    /// Whether a value of the right type keeps to what else is said of it alone.
    fn fits(value: &Value, schema: &Value) -> bool {
        let among = |list: &Value| list.as_array().map(|known| known.contains(value));
        let pattern = schema["pattern"].as_str();
        let matches = |pattern: &str| value.as_str().is_some_and(|text| matches(pattern, text));
        let length = value.as_array().map(|items| items.len() as f64);
        let number = value.as_f64();
        let above = |bound: &Value, number: Option<f64>| bound.as_f64().is_none_or(|b| number.is_none_or(|n| n >= b));
        let below = |bound: &Value, number: Option<f64>| bound.as_f64().is_none_or(|b| number.is_none_or(|n| n <= b));
        among(&schema["enum"]).unwrap_or(true)
            && !among(&schema["not"]["enum"]).unwrap_or(false)
            && schema.get("const").is_none_or(|only| only == value)
            && pattern.is_none_or(matches)
            && above(&schema["minItems"], length)
            && below(&schema["maxItems"], length)
            && above(&schema["minimum"], number)
            && below(&schema["maximum"], number)
            && schema["exclusiveMinimum"].as_f64().is_none_or(|bound| number.is_none_or(|number| number > bound))
    }

    /// What a file of a course is.
    fn of_path(path: &str) -> Option<&'static str> {
        let place = path.split('/').next()?;
        FILES.iter().find(|file| file.place == place).map(|file| file.name)
    }

    /// What the reader notes of a file.
    fn noted(file: &str, text: &str) -> Vec<Problem> {
        let reader = Reader::new("file", text);
        match file {
            "topic" => reader.load::<Topic>().problems,
            "calculation" => reader.load::<Spec>().problems,
            "network" => reader.load::<Network>().problems,
            "vocabulary" => reader.load::<Vocabulary>().problems,
            "outline" => reader.load::<Outline>().problems,
            _ => reader.load::<Syllabus>().problems,
        }
    }

    /// The places of a value as JSON pointers, by what stands there: of items that are alike, the first.
    fn places(value: &Value, at: &str, what: &str, found: &mut BTreeMap<String, String>) {
        found.entry(what.to_owned()).or_insert_with(|| at.to_owned());
        for (key, inner) in value.as_object().into_iter().flatten() {
            places(inner, &format!("{at}/{key}"), &format!("{what}/{key}"), found);
        }
        for (nth, inner) in value.as_array().into_iter().flatten().enumerate() {
            places(inner, &format!("{at}/{nth}"), &format!("{what}/{}", inner["kind"]), found);
        }
    }

    /// A value with little changes at a place: taken out, emptied, of another type, below nothing, with a key too many.
    fn mutants(value: &Value, at: &str) -> Vec<Value> {
        let with = |change: &dyn Fn(&mut Value)| {
            let mut mutant = value.clone();
            if let Some(part) = mutant.pointer_mut(at) {
                change(part);
            }
            mutant
        };
        let mut found = Vec::new();
        match value.pointer(at) {
            Some(Value::String(_)) => found.extend([with(&|v| *v = json!("")), with(&|v| *v = json!(7))]),
            Some(Value::Number(_)) => found.extend([with(&|v| *v = json!("x")), with(&|v| *v = json!(-1))]),
            Some(Value::Array(_)) => found.extend([with(&|v| *v = json!([])), with(&|v| *v = json!("x"))]),
            Some(Value::Object(_)) => found.extend([with(&|v| v["zz"] = json!(1)), with(&|v| *v = json!("x"))]),
            _ => found.push(with(&|v| *v = json!("x"))),
        }
        if let Some((owner, key)) = at.rsplit_once('/') {
            let mut mutant = value.clone();
            if let Some(fields) = mutant.pointer_mut(owner).and_then(Value::as_object_mut) {
                fields.remove(key);
                found.push(mutant);
            }
        }
        found
    }

    /// What no schema says: what hangs on several values, on formulas, on the rest of the course.
    const UNSAID: [&str; 17] = [
        "E008", "E014", "E015", "E016", "E017", "E018", "E019", "E024", "E025", "E040", "E050", "E051", "E060", "E067",
        "E070", "E071", "E074",
    ];

    /// Keys whose numbers hang on each other, or whose text is a little language of its own.
    const TOGETHER: [&str; 8] = ["plot", "range", "from", "to", "least", "most", "equals", "text"];

    /// Whether a schema cannot say what is noted at a place: a step has what one of its ways or its part has.
    fn is_unsaid(problem: &Problem, file: &str, at: &str) -> bool {
        let together = || at.split('/').any(|key| TOGETHER.contains(&key));
        UNSAID.contains(&problem.code)
            || problem.code == "E005" && together()
            || problem.code == "E004" && file == "calculation" && (at.contains("/steps") || at.contains("/params"))
    }

    #[test]
    fn schema_and_reader_refuse_the_same() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/own");
        let paths =
            ["topics/01-desc.toml", "topics/03-motion.toml", "calculations/fall.toml", "calculations/bayes.toml"];
        let others = ["networks/tiny.toml", "outline.toml", "course.toml", "vocabulary.toml"];
        let mut apart = Vec::new();
        for path in paths.into_iter().chain(others) {
            let file = of_path(path).unwrap();
            let schema = schema(file).unwrap();
            let value: toml::Value = toml::from_str(&fs::read_to_string(folder.join(path)).unwrap()).unwrap();
            let value = serde_json::to_value(value).unwrap();
            let mut at = BTreeMap::new();
            places(&value, "", "", &mut at);
            for (at, mutant) in at.values().flat_map(|at| mutants(&value, at).into_iter().map(move |m| (at, m))) {
                let Ok(text) = toml::to_string(&mutant) else { continue };
                let told: Vec<Problem> =
                    noted(file, &text).into_iter().filter(|p| p.severity() == Severity::Error).collect();
                let said = refused(&mutant, &schema, &schema, "");
                let unsaid = !told.is_empty() && told.iter().all(|problem| is_unsaid(problem, file, at));
                if !unsaid && said.is_empty() != told.is_empty() {
                    let told: Vec<_> = told.iter().map(|p| (p.code, p.sentence(Lang::En))).collect();
                    apart.push(format!("{path}{at} → {:?}: {said:?}, {told:?}", mutant.pointer(at)));
                }
            }
        }
        assert!(apart.is_empty(), "{}\n{}", apart.len(), apart.join("\n"));
    }

    #[test]
    fn no_two_tables_are_called_alike() {
        let mut known = BTreeMap::new();
        for file in FILES {
            for (name, table) in file.schema()["$defs"].as_object().into_iter().flatten() {
                assert!(!name.ends_with(|c: char| c.is_ascii_digit()), "{name}");
                let other = known.insert(name.clone(), table.clone());
                assert!(other.is_none_or(|other| other == *table), "{name}");
            }
        }
        assert!(known.len() > 20);
    }

    #[test]
    fn every_bundled_file_fits_its_schema() {
        let mut fitted = 0;
        for (path, text) in bundle::files() {
            let Some(file) = of_path(path) else { continue };
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
            bare(&file.schema(), file.name, &mut found);
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
