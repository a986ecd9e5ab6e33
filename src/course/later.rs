//! What a compiled form holds and not every run asks for.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

/// A value that is taken out of its compiled form when it is first asked for. It reads like the value itself.
pub struct Later<T> {
    /// The compiled form; empty where the value was made in this run.
    compiled: Box<[u8]>,
    value: OnceLock<T>,
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self { compiled: Box::default(), value: value.into() }
    }
}

impl<T: Default> Default for Later<T> {
    fn default() -> Self {
        T::default().into()
    }
}

impl<T: DeserializeOwned + Default> Deref for Later<T> {
    type Target = T;

    /// The bytes are those that this build wrote, as the checksum of their image says; should they be odd all the same,
    /// nothing is there.
    fn deref(&self) -> &T {
        self.value.get_or_init(|| postcard::from_bytes(&self.compiled).unwrap_or_default())
    }
}

impl<'a, T> IntoIterator for &'a Later<Vec<T>>
where
    Vec<T>: DeserializeOwned,
{
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Clone> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self { compiled: self.compiled.clone(), value: self.value.clone() }
    }
}

impl<T: DeserializeOwned + Default + PartialEq> PartialEq for Later<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: DeserializeOwned + Default + Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let compiled = postcard::to_stdvec(&**self).map_err(ser::Error::custom)?;
        serializer.serialize_bytes(&compiled)
    }
}

impl<'de, T> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let compiled = <&[u8]>::deserialize(deserializer)?;
        Ok(Self { compiled: compiled.into(), value: OnceLock::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_off_is_what_was_kept() {
        let words: Later<Vec<String>> = vec!["stride".to_owned(), "步幅".to_owned()].into();
        let kept = postcard::to_stdvec(&words).unwrap();
        let read: Later<Vec<String>> = postcard::from_bytes(&kept).unwrap();
        assert_eq!(read.value.get(), None, "nothing is taken out before it is asked for");
        assert_eq!(read.clone(), words);
        assert_eq!(read.iter().map(String::as_str).collect::<Vec<_>>(), ["stride", "步幅"]);
        assert_eq!(postcard::to_stdvec(&read).unwrap(), kept);
    }

    #[test]
    fn odd_bytes_are_as_if_there_were_nothing() {
        let odd: Later<Vec<String>> = postcard::from_bytes(&[2, 200, 1]).unwrap();
        assert!(odd.is_empty());
        assert!(postcard::from_bytes::<Later<Vec<String>>>(&[9, 1]).is_err(), "and cut bytes are told at once");
    }
}
