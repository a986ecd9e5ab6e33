//! The values of answer keys, as the steps give them.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::math::Value;

/// Values by answer key, each with the step that gave it by its place in the calculation's file.
#[derive(Clone, Debug, Default)]
pub(super) struct Answered(IndexMap<String, (Value, usize)>);

impl Answered {
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key).map(|(value, _)| value)
    }

    /// The step that gave an answer.
    pub(super) fn source(&self, key: &str) -> Option<usize> {
        self.0.get(key).map(|(_, step)| *step)
    }

    pub(super) fn insert(&mut self, key: &str, value: Value, step: usize) {
        match self.0.get_mut(key) {
            Some(known) => *known = (value, step),
            None => {
                self.0.insert(key.to_owned(), (value, step));
            }
        }
    }

    /// Keeps a step's value under its answer keys: two keys take the sides of a size.
    pub(super) fn keep(&mut self, keys: &[String], value: Value, step: usize) {
        match (keys, value) {
            ([], _) => {}
            ([h, w], Value::Pair([height, width])) => {
                self.insert(h, Value::scalar(height), step);
                self.insert(w, Value::scalar(width), step);
            }
            (keys, value) => keys.iter().for_each(|key| self.insert(key, value.clone(), step)),
        }
    }

    /// Those of some keys alone.
    pub(super) fn of(&self, wanted: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|(key, _)| wanted(key)).map(|(key, known)| (key.clone(), known.clone())).collect())
    }

    /// The values.
    pub(super) fn values(self) -> IndexMap<String, Value> {
        self.0.into_iter().map(|(key, (value, _))| (key, value)).collect()
    }

    /// The values, and where they are from.
    pub(super) fn apart(self) -> (IndexMap<String, Value>, HashMap<String, usize>) {
        let sources = self.0.iter().map(|(key, (_, step))| (key.clone(), *step)).collect();
        (self.values(), sources)
    }
}

/// What a student says instead of a step's value.
pub(super) fn overridden(keys: &[String], value: &Value, said: &IndexMap<String, Value>) -> Option<Value> {
    match (keys, value) {
        ([h, w], Value::Pair([height, width])) => {
            let side = |key: &String, own: f64| said.get(key).map_or(Some(own), Value::as_scalar);
            (said.contains_key(h) || said.contains_key(w))
                .then(|| Some(Value::Pair([side(h, *height)?, side(w, *width)?])))?
        }
        _ => keys.iter().find_map(|key| said.get(key)).cloned(),
    }
}
