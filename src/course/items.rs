//! The items of a topic: each with its name, and read when it is first asked for.
//!
//! A course may have a hundred thousand cards, of which a session shows twenty. What chooses them goes by their names;
//! an item that was compiled stays a run of bytes until somebody looks at it, and so do the names of a kind of item that
//! nobody asks for.

use std::fmt::{self, Debug};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use schemars::{Schema, SchemaGenerator};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use toml::Spanned;
use toml::de::DeValue;

use super::format::{Id, Reader, Value};
use super::haystack::{Haystack, Query, Searched, Sought, Sounds, Words};
use super::section::Section;

/// What a topic has many of.
pub trait Item: Clone + Debug + PartialEq + Serialize + DeserializeOwned + 'static {
    /// What is known of it without reading it.
    type Name: Clone + Debug + PartialEq + Serialize + DeserializeOwned;

    /// What it stands in: a topic.
    type Whole: Debug + 'static;

    /// What it practises: what its compiled form begins with.
    type Glance<'a>: Deserialize<'a>;

    /// Its name.
    fn name(&self) -> Self::Name;

    /// What it practises.
    fn glance(&self) -> Self::Glance<'_>;

    /// The id in a name.
    fn id(name: &Self::Name) -> &Id;

    /// Those of what they stand in.
    fn among(whole: &Self::Whole) -> &Items<Self>;
}

/// Items in the order of their file.
pub struct Items<T: Item> {
    /// Each with its name, once somebody has asked for a name.
    slots: OnceLock<Vec<Slot<T>>>,
    /// What the slots are read from, where the items were compiled.
    compiled: Option<Arc<Compiled<T::Whole>>>,
    /// Where each id stands, once somebody has looked for one.
    places: OnceLock<FxHashMap<Id, usize>>,
    /// What is searched of them.
    haystack: Haystack,
}

#[derive(Debug)]
struct Slot<T: Item> {
    name: T::Name,
    read: OnceLock<Box<T>>,
    /// Where it is read from, and which of the items there it is.
    compiled: Option<(Arc<Compiled<T::Whole>>, usize)>,
}

/// The items of one kind of one file in compiled form.
#[derive(Debug)]
pub(super) struct Compiled<W> {
    count: usize,
    /// Of each item its name and how many bytes each of its parts takes.
    names: Section,
    /// What the items begin with, which is what they practise, and the rest of them: who asks for the one reads no other.
    parts: [Section; 2],
    /// Of statements: their words, and their sounds.
    haystack: Option<[Section; 2]>,
    /// Where the parts of each item end, once the names are read.
    ends: OnceLock<Vec<[usize; 2]>>,
    /// The bytes of the parts, once one is read.
    bytes: [OnceLock<Option<Arc<Vec<u8>>>>; 2],
    again: Arc<Again<W>>,
}

/// The file that was compiled, to be read again where what was compiled is damaged.
pub(super) struct Again<W> {
    read: Box<dyn Fn() -> Option<W> + Send + Sync>,
    whole: OnceLock<Option<W>>,
}

impl<W> Again<W> {
    /// What `read` gives, if anybody needs it.
    pub(super) fn new(read: impl Fn() -> Option<W> + Send + Sync + 'static) -> Self {
        Self { read: Box::new(read), whole: OnceLock::new() }
    }

    fn items<T: Item<Whole = W>>(&self) -> Option<&Items<T>> {
        self.whole.get_or_init(|| (self.read)()).as_ref().map(T::among)
    }
}

impl<W> Debug for Again<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Again").finish_non_exhaustive()
    }
}

impl<W> Compiled<W> {
    /// So many items with their names, as [`Items::compile`] wrote them.
    pub(super) fn new(count: usize, [names, begin, rest]: [Section; 3], again: Arc<Again<W>>) -> Self {
        let (parts, bytes) = ([begin, rest], [OnceLock::new(), OnceLock::new()]);
        Self { count, names, parts, haystack: None, ends: OnceLock::new(), bytes, again }
    }

    /// The same with what is searched of them.
    pub(super) fn with_haystack(self, words: Section, sounds: Section) -> Self {
        Self { haystack: Some([words, sounds]), ..self }
    }

    /// The items with their names, none of them read yet.
    fn slots<T: Item<Whole = W>>(self: &Arc<Self>) -> Option<Vec<Slot<T>>> {
        let names = self.names.read()?;
        let (mut rest, mut end) = (&names[..], [0; 2]);
        let (mut slots, mut ends) = (Vec::with_capacity(self.count), Vec::with_capacity(self.count));
        for number in 0..self.count {
            let ((name, lengths), behind): ((T::Name, [usize; 2]), _) = postcard::take_from_bytes(rest).ok()?;
            (rest, end) = (behind, [end[0] + lengths[0], end[1] + lengths[1]]);
            ends.push(end);
            slots.push(Slot { name, read: OnceLock::new(), compiled: Some((Arc::clone(self), number)) });
        }
        let _ = self.ends.set(ends);
        Some(slots)
    }

    /// The bytes of an item.
    fn item(&self, number: usize) -> Option<Vec<u8>> {
        Some([self.part(0, number)?, self.part(1, number)?].concat())
    }

    /// The bytes of one of its parts.
    fn part(&self, part: usize, number: usize) -> Option<&[u8]> {
        let ends = self.ends.get()?;
        let start = number.checked_sub(1).map_or(Some(0), |before| Some(ends.get(before)?[part]))?;
        let bytes = self.bytes[part].get_or_init(|| self.parts[part].read()).as_ref()?;
        bytes.get(start..ends.get(number)?[part])
    }
}

// Derived, these would want that what the items stand in can be cloned.
impl<T: Item> Clone for Slot<T> {
    fn clone(&self) -> Self {
        Self { name: self.name.clone(), read: self.read.clone(), compiled: self.compiled.clone() }
    }
}

impl<T: Item> Clone for Items<T> {
    fn clone(&self) -> Self {
        Self {
            slots: self.slots.clone(),
            compiled: self.compiled.clone(),
            places: self.places.clone(),
            haystack: self.haystack.clone(),
        }
    }
}

impl<T: Item> Slot<T> {
    fn of(item: T) -> Self {
        Self { name: item.name(), read: OnceLock::from(Box::new(item)), compiled: None }
    }

    /// The item. What was compiled has been read back once when that was done: there is none that cannot be read, unless
    /// both its image and its file were changed in the meantime.
    fn get(&self) -> Option<&T> {
        if let Some(item) = self.read.get() {
            return Some(item);
        }
        let (compiled, number) = self.compiled.as_ref()?;
        let again = || compiled.again.items::<T>()?.get(*number).cloned();
        let item = compiled.item(*number).and_then(|bytes| postcard::from_bytes(&bytes).ok()).or_else(again)?;
        Some(self.read.get_or_init(|| Box::new(item)))
    }

    /// What the item practises.
    fn glance(&self) -> Option<T::Glance<'_>> {
        if let Some(item) = self.read.get() {
            return Some(item.glance());
        }
        let (compiled, number) = self.compiled.as_ref()?;
        let again = || Some(compiled.again.items::<T>()?.get(*number)?.glance());
        let glance = |bytes| postcard::take_from_bytes(bytes).ok().map(|(glance, _)| glance);
        compiled.part(0, *number).and_then(glance).or_else(again)
    }
}

impl<T: Item> Items<T> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        let kept = || self.compiled.as_ref().map_or(0, |compiled| compiled.count);
        self.slots.get().map_or_else(kept, Vec::len)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn slots(&self) -> &[Slot<T>] {
        self.slots.get_or_init(|| {
            let Some(compiled) = &self.compiled else { return Vec::new() };
            let again = || compiled.again.items().map(|items| items.slots().to_vec());
            compiled.slots().or_else(again).unwrap_or_default()
        })
    }

    fn into_slots(mut self) -> Vec<Slot<T>> {
        self.slots();
        self.slots.take().unwrap_or_default()
    }

    /// The item at a place.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&T> {
        self.slots().get(at)?.get()
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
        self.slots().iter().map(|slot| &slot.name)
    }

    /// All of them, read.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self.slots().iter())
    }

    /// What all of them practise, with their names; none is read as a whole for it.
    pub fn glances(&self) -> impl Iterator<Item = (&T::Name, T::Glance<'_>)> {
        self.slots().iter().filter_map(|slot| Some((&slot.name, slot.glance()?)))
    }

    /// All of them, each a value of its own.
    #[must_use]
    pub fn to_vec(&self) -> Vec<T> {
        self.iter().cloned().collect()
    }

    /// Lays others over these: each in place of the one with its id, or behind the last.
    pub(super) fn lay(&mut self, over: Self) {
        if over.is_empty() {
            return;
        }
        if self.is_empty() {
            *self = over;
            return;
        }
        let mut places = self.places().clone();
        let mut slots = std::mem::take(self).into_slots();
        for slot in over.into_slots() {
            match places.get(T::id(&slot.name)) {
                Some(at) => slots[*at] = slot,
                None => {
                    places.insert(T::id(&slot.name).clone(), slots.len());
                    slots.push(slot);
                }
            }
        }
        let (slots, places) = (OnceLock::from(slots), OnceLock::from(places));
        *self = Self { slots, places, ..Self::default() };
    }

    /// The names with how many bytes the parts of each item take, and the parts. None where an item would not be read back
    /// as it is.
    pub(super) fn compile(&self) -> Option<[Vec<u8>; 3]> {
        let [mut names, mut begin, mut end] = [const { Vec::new() }; 3];
        for item in self {
            let compiled = postcard::to_stdvec(item).ok()?;
            let again: T = postcard::from_bytes(&compiled).ok().filter(|again| again == item)?;
            let (_, rest): (T::Glance<'_>, _) = postcard::take_from_bytes(&compiled).ok()?;
            let (glance, rest) = compiled.split_at(compiled.len() - rest.len());
            names.extend(postcard::to_stdvec(&(again.name(), [glance.len(), rest.len()])).ok()?);
            begin.extend(glance);
            end.extend(rest);
        }
        Some([names, begin, end])
    }
}

#[expect(private_bounds, reason = "what is searched of an item is its own affair")]
impl<T: Item + Searched> Items<T> {
    /// The places of the items that match a query, in order.
    #[must_use]
    pub fn matching(&self, query: &Query, sought: Sought) -> Vec<usize> {
        let words = || self.kept_words().unwrap_or_else(|| Words::of(self));
        let sounds = || self.kept_sounds().unwrap_or_else(|| Sounds::of(self));
        self.haystack.matching(query, sought, words, sounds)
    }

    /// The words of all, where they were compiled.
    fn kept_words(&self) -> Option<Words> {
        let [words, _] = self.compiled.as_ref()?.haystack.as_ref()?;
        postcard::from_bytes(&words.read()?).ok()
    }

    /// The sounds of all, where they were compiled.
    fn kept_sounds(&self) -> Option<Sounds> {
        let [_, sounds] = self.compiled.as_ref()?.haystack.as_ref()?;
        Sounds::of_bytes(&sounds.read()?)
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
        let slots = OnceLock::from(items.into_iter().map(Slot::of).collect::<Vec<_>>());
        Self { slots, compiled: None, places: OnceLock::new(), haystack: Haystack::default() }
    }
}

impl<T: Item> From<Compiled<T::Whole>> for Items<T> {
    fn from(compiled: Compiled<T::Whole>) -> Self {
        let (slots, compiled) = (OnceLock::new(), Some(Arc::new(compiled)));
        Self { slots, compiled, places: OnceLock::new(), haystack: Haystack::default() }
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
