//! What a number of a file may be, declared at its key: `points: f64 = "points" [1.0]: Positive`.

use schemars::{Schema, SchemaGenerator};
use serde_json::json;
use toml::Spanned;
use toml::de::DeValue;

use super::{Reader, Value};

/// The numbers that a key takes.
pub trait Bound {
    /// What they are besides.
    type Of: Value;
    /// The message that says which they are.
    const WANTED: &'static str;
    /// Whether a number is one of them.
    fn holds(number: &Self::Of) -> bool;
    /// The bounds as JSON Schema has them.
    fn bounds() -> Vec<(&'static str, u32)>;
}

/// A number within its bounds.
#[derive(Debug)]
pub struct Within<B: Bound>(pub B::Of);

impl<B: Bound> Value for Within<B> {
    fn read<'a>(reader: &Reader<'a>, item: &Spanned<DeValue<'a>>) -> Option<Self> {
        let number = B::Of::read(reader, item)?;
        if B::holds(&number) { Some(Self(number)) } else { reader.wrong(item, B::WANTED) }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = B::Of::schema(generator);
        for (key, bound) in B::bounds() {
            schema.insert(key.to_owned(), json!(bound));
        }
        schema
    }
}

/// Declares bounds: their name, the type of the number, the message, what holds, what JSON Schema says.
macro_rules! bound {
    ($(#[doc = $about:literal])* $name:ident: $of:ty, $wanted:literal, $holds:expr, $bounds:expr) => {
        $(#[doc = $about])*
        #[derive(Debug)]
        pub struct $name;

        impl Bound for $name {
            type Of = $of;
            const WANTED: &'static str = $wanted;

            fn holds(number: &$of) -> bool {
                let holds: fn($of) -> bool = $holds;
                holds(*number)
            }

            fn bounds() -> Vec<(&'static str, u32)> {
                $bounds
            }
        }
    };
}

bound!(
    /// More than nothing.
    Positive: f64, "check.wants.positive", |number| number > 0.0, vec![("exclusiveMinimum", 0)]
);
bound!(
    /// Nothing or more.
    NotNegative: f64, "check.wants.not-negative", |number| number >= 0.0, vec![("minimum", 0)]
);
bound!(
    /// A share of a whole.
    Share: f64, "check.wants.share", |number| (0.0..=1.0).contains(&number), vec![("minimum", 0), ("maximum", 1)]
);
bound!(
    /// One or more.
    AtLeastOne: usize, "check.wants.at-least-one", |number| number >= 1, vec![("minimum", 1)]
);
