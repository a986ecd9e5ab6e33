//! What a value of a file may be beyond its type, declared at its key: `points: f64 = "points" [1.0]: Positive`,
//! `pairs: Vec<Pair> = "pairs": Pairs`. From the declaration come what the reader refuses and what the schema says.

use std::marker::PhantomData;

use schemars::{Schema, SchemaGenerator};
use serde_json::{Value as Json, json};
use toml::Spanned;
use toml::de::DeValue;

use super::{Reader, Value};

/// A text with something to be seen in it, as JSON Schema says it.
pub const SEEN: &str = r"[^ \t\r\n]";

/// What a key takes.
pub trait Bound {
    /// What it is besides.
    type Of: Value;

    /// Reads it; what is beyond the bounds is noted as a problem.
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self::Of>;

    /// What it is where the key is missing; none where the key must be there.
    #[must_use]
    fn absent() -> Option<Self::Of> {
        None
    }

    /// The bounds as JSON Schema has them.
    fn bounds() -> Vec<(&'static str, Json)>;
}

/// A value within its bounds.
#[derive(Debug)]
pub struct Within<B: Bound>(pub B::Of);

impl<B: Bound> Value for Within<B> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        B::read(reader, item).map(Self)
    }

    fn absent() -> Option<Self> {
        B::absent().map(Self)
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = B::Of::schema(generator);
        for (key, bound) in B::bounds() {
            schema.insert(key.to_owned(), bound);
        }
        schema
    }
}

/// Declares bounds of a number: their name, its type, the message, what holds, what JSON Schema says.
macro_rules! bound {
    ($(#[doc = $about:literal])* $name:ident: $of:ty, $wanted:literal, $holds:expr, $bounds:expr) => {
        $(#[doc = $about])*
        #[derive(Debug)]
        pub struct $name;

        impl Bound for $name {
            type Of = $of;

            fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<$of> {
                let number = <$of>::read(reader, item)?;
                let holds: fn($of) -> bool = $holds;
                if holds(number) { Some(number) } else { reader.wrong(item, $wanted) }
            }

            fn bounds() -> Vec<(&'static str, Json)> {
                $bounds
            }
        }
    };
}

bound!(
    /// More than nothing.
    Positive: f64, "check.wants.positive", |number| number > 0.0, vec![("exclusiveMinimum", json!(0))]
);
bound!(
    /// Nothing or more.
    NotNegative: f64, "check.wants.not-negative", |number| number >= 0.0, vec![("minimum", json!(0))]
);
bound!(
    /// A share of a whole.
    Share: f64, "check.wants.share", |number| (0.0..=1.0).contains(&number), vec![("minimum", json!(0)), ("maximum", json!(1))]
);
bound!(
    /// One or more.
    AtLeastOne: usize, "check.wants.at-least-one", |number| number >= 1, vec![("minimum", json!(1))]
);

/// A list of so many items or more; one that may be missing altogether where `MISSING` says so. What is read of a shorter
/// one is used all the same.
#[derive(Debug)]
pub struct AtLeast<const LEAST: usize, T, const MISSING: bool = false>(PhantomData<T>);

impl<const LEAST: usize, T: Value, const MISSING: bool> Bound for AtLeast<LEAST, T, MISSING> {
    type Of = Vec<T>;

    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Vec<T>> {
        let list = Vec::read(reader, item)?;
        reader.has_enough(item, LEAST);
        Some(list)
    }

    fn absent() -> Option<Vec<T>> {
        MISSING.then(Vec::new)
    }

    fn bounds() -> Vec<(&'static str, Json)> {
        vec![("minItems", json!(LEAST))]
    }
}

/// A list of so many texts or more, none of them empty; one that may be missing altogether where `MISSING` says so.
#[derive(Debug)]
pub struct Texts<const LEAST: usize, const MISSING: bool>;

/// Texts that must be there.
pub type SomeTexts = Texts<1, false>;
/// Texts that may be missing, but are not none where they are there.
pub type SomeTextsOrNone = Texts<1, true>;
/// Any number of texts.
pub type AnyTexts = Texts<0, true>;

impl<const LEAST: usize, const MISSING: bool> Bound for Texts<LEAST, MISSING> {
    type Of = Vec<String>;

    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Vec<String>> {
        let DeValue::Array(items) = item.get_ref() else { return reader.wrong(item, "check.wants.list") };
        reader.has_enough(item, LEAST);
        let text = |item: &Spanned<DeValue<'a>>| {
            let text = reader.text(item)?;
            let seen = reader.is_trusting() || !text.trim().is_empty();
            if seen { Some(text) } else { reader.wrong(item, "check.wants.words") }
        };
        Some(items.iter().filter_map(text).collect())
    }

    fn absent() -> Option<Vec<String>> {
        MISSING.then(Vec::new)
    }

    fn bounds() -> Vec<(&'static str, Json)> {
        let items = ("items", json!({ "type": "string", "pattern": SEEN }));
        let least = ("minItems", json!(LEAST));
        if LEAST > 0 { vec![items, least] } else { vec![items] }
    }
}
