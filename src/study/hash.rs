//! The hash of content that each row of the record carries.

/// Sixteen hexadecimal digits.
#[must_use]
pub fn written(content: u64) -> String {
    format!("{content:016x}")
}
