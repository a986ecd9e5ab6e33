//! An example as an image keeps it: what it expects are values of any form, which stand there as their text.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Example;

impl Serialize for Example {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { source, given, expect, tolerance } = self;
        let expect: Vec<(&str, String)> = expect.iter().map(|(key, value)| (key.as_str(), value.to_string())).collect();
        (source, given, expect, tolerance).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Example {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        type Kept<'k> = (String, Vec<(String, String)>, Vec<(String, &'k str)>, f64);
        let (source, given, expect, tolerance): Kept<'de> = Deserialize::deserialize(deserializer)?;
        let value = |(key, text): (String, &str)| Ok((key, serde_json::from_str(text).map_err(D::Error::custom)?));
        Ok(Self { source, given, expect: expect.into_iter().map(value).collect::<Result<_, D::Error>>()?, tolerance })
    }
}
