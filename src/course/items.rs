//! The items of a topic: each with its name, and read when it is first asked for.
//!
//! A course may have a hundred thousand cards, of which a session shows twenty. What chooses them goes by their names;
//! an item that was compiled stays a run of bytes until somebody looks at it.

use std::fmt::{self, Debug};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use schemars::{Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::format::Value;
use super::read::Reader;
use super::topic::Id;

/// What a topic has many of.
pub trait Item: Clone + Debug + PartialEq + Serialize + DeserializeOwned + 'static {
    /// What is known of it without reading it.
    type Name: Clone + Debug + PartialEq + Serialize + DeserializeOwned;

    /// What it practises: what its compiled form begins with.
    type Glance<'a>: Deserialize<'a>;

    /// Its name.
    fn name(&self) -> Self::Name;

    /// What it practises.
    fn glance(&self) -> Self::Glance<'_>;

    /// The id in a name.
    fn id(name: &Self::Name) -> &Id;
}

/// Items in the order of their file.
#[derive(Clone)]
pub struct Items<T: Item> {
    slots: Vec<Slot<T>>,
    /// Where each id stands, once somebody has looked for one.
    places: OnceLock<FxHashMap<Id, usize>>,
}

#[derive(Clone, Debug)]
struct Slot<T: Item> {
    name: T::Name,
    read: OnceLock<Box<T>>,
    compiled: Option<Compiled>,
}

/// Where an item stands in compiled form.
#[derive(Clone, Debug)]
struct Compiled {
    bytes: Arc<Vec<u8>>,
    at: Range<usize>,
}

impl<T: Item> Slot<T> {
    fn of(item: T) -> Self {
        Self { name: item.name(), read: OnceLock::from(Box::new(item)), compiled: None }
    }

    /// The item. What was compiled has been read back once when that was done: there is none that cannot be read.
    fn get(&self) -> Option<&T> {
        if let Some(item) = self.read.get() {
            return Some(item);
        }
        let item: T = postcard::from_bytes(self.bytes()?).ok()?;
        Some(self.read.get_or_init(|| Box::new(item)))
    }

    /// What the item practises.
    fn glance(&self) -> Option<T::Glance<'_>> {
        match self.read.get() {
            Some(item) => Some(item.glance()),
            None => postcard::take_from_bytes(self.bytes()?).ok().map(|(glance, _)| glance),
        }
    }

    fn bytes(&self) -> Option<&[u8]> {
        let Compiled { bytes, at } = self.compiled.as_ref()?;
        bytes.get(at.clone())
    }
}

impl<T: Item> Items<T> {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The item at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.slots.get(at)?.get()
    }

    /// The item with this id; of several, the last.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&T> {
        self.get(*self.places().get(id)?)
    }

    fn places(&self) -> &FxHashMap<Id, usize> {
        self.places.get_or_init(|| self.names().map(T::id).cloned().zip(0..).collect())
    }

    /// The names of all, without reading them.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &T::Name> {
        self.slots.iter().map(|slot| &slot.name)
    }

    /// All of them, read.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self.slots.iter())
    }

    /// What all of them practise, with their names; none is read as a whole for it.
    pub fn glances(&self) -> impl Iterator<Item = (&T::Name, T::Glance<'_>)> {
        self.slots.iter().filter_map(|slot| Some((&slot.name, slot.glance()?)))
    }

    /// All of them, each a value of its own.
    #[must_use]
    pub fn to_vec(&self) -> Vec<T> {
        self.iter().cloned().collect()
    }

    /// Lays others over these: each in place of the one with its id, or behind the last.
    pub(super) fn lay(&mut self, over: Self) {
        let mut places = self.places().clone();
        for slot in over.slots {
            match places.get(T::id(&slot.name)) {
                Some(at) => self.slots[*at] = slot,
                None => {
                    places.insert(T::id(&slot.name).clone(), self.slots.len());
                    self.slots.push(slot);
                }
            }
        }
        self.places = OnceLock::from(places);
    }

    /// Appends each item to `bytes`, and gives the names with how many bytes each item takes. None where an item would
    /// not be read back as it is.
    pub(super) fn compile(&self, bytes: &mut Vec<u8>) -> Option<Vec<(T::Name, u32)>> {
        let each = self.iter().map(|item| {
            let compiled = postcard::to_stdvec(item).ok()?;
            let again: T = postcard::from_bytes(&compiled).ok()?;
            let length = u32::try_from(compiled.len()).ok().filter(|_| again == *item)?;
            bytes.extend(compiled);
            Some((item.name(), length))
        });
        each.collect()
    }

    /// The items that [`Items::compile`] wrote, the first of them at `at`, which moves behind the last.
    pub(super) fn compiled(names: Vec<(T::Name, u32)>, bytes: &Arc<Vec<u8>>, at: &mut usize) -> Self {
        let slots = names.into_iter().map(|(name, length)| {
            let start = *at;
            *at += length as usize;
            let compiled = Some(Compiled { bytes: Arc::clone(bytes), at: start..*at });
            Slot { name, read: OnceLock::new(), compiled }
        });
        Self { slots: slots.collect(), places: OnceLock::new() }
    }
}

/// Goes through items, reading each.
#[derive(Clone, Debug)]
pub struct Iter<'a, T: Item>(std::slice::Iter<'a, Slot<T>>);

impl<'a, T: Item> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.0.find_map(Slot::get)
    }
}

impl<'a, T: Item> IntoIterator for &'a Items<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: Item> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self { slots: items.into_iter().map(Slot::of).collect(), places: OnceLock::new() }
    }
}

impl<T: Item> Default for Items<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: Item> PartialEq for Items<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other)
    }
}

impl<T: Item> Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<T: Item + Value> Value for Items<T> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        Vec::read(reader, item).map(Self::from)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::schema(generator)
    }
}
