//! Whole numbers as values of options: what is refused is refused with the bounds.

use std::ffi::OsStr;
use std::fmt::Debug;
use std::marker::PhantomData;
use std::ops::RangeInclusive;

use clap::builder::TypedValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command};

/// Reads a whole number within bounds.
#[derive(Clone, Debug)]
pub(super) struct Whole<T> {
    bounds: RangeInclusive<u64>,
    read: PhantomData<T>,
}

/// A reader of whole numbers within these bounds.
pub(super) const fn whole<T>(bounds: RangeInclusive<u64>) -> Whole<T> {
    Whole { bounds, read: PhantomData }
}

/// A reader of whole numbers from this one on.
pub(super) const fn from<T>(least: u64) -> Whole<T> {
    whole(least..=u64::MAX)
}

/// An argument that takes such numbers. One below zero looks like an option, and comes through to the reader none the less,
/// who says what is wrong with it.
pub(super) fn taking<T: TryFrom<u64> + Clone + Debug + Send + Sync + 'static>(arg: Arg, numbers: Whole<T>) -> Arg {
    arg.value_parser(numbers).allow_negative_numbers(true)
}

/// The bounds that an error names: the least number, and the greatest where there is one.
pub(super) fn bounds(error: &clap::Error) -> Option<(String, Option<String>)> {
    match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(bounds)) if error.kind() == ErrorKind::ValueValidation => {
            Some((bounds.first()?.clone(), bounds.get(1).cloned()))
        }
        _ => None,
    }
}

impl<T: TryFrom<u64> + Clone + Debug + Send + Sync + 'static> TypedValueParser for Whole<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let number = value.to_str().and_then(|text| text.parse().ok()).filter(|number| self.bounds.contains(number));
        number.and_then(|number| T::try_from(number).ok()).ok_or_else(|| {
            let mut error = clap::Error::new(ErrorKind::ValueValidation).with_cmd(command);
            if let Some(arg) = arg {
                error.insert(ContextKind::InvalidArg, ContextValue::String(arg.to_string()));
            }
            let value = value.to_string_lossy().into_owned();
            error.insert(ContextKind::InvalidValue, ContextValue::String(value));
            let (least, most) = (self.bounds.start(), self.bounds.end());
            let most = (*most < u64::MAX).then(|| most.to_string());
            let bounds = std::iter::once(least.to_string()).chain(most).collect();
            error.insert(ContextKind::ValidValue, ContextValue::Strings(bounds));
            error
        })
    }
}
