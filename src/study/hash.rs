//! The hash of content that each row of the record carries.

use std::fmt::{Debug, Write as _};

use sha2::{Digest as _, Sha256};

/// Sixteen hexadecimal digits that change when anything in the content changes.
#[must_use]
pub fn of(content: &impl Debug) -> String {
    let digest = Sha256::digest(format!("{content:?}"));
    digest.iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
