//! What screens share.

pub mod input;
pub mod page;

pub use input::Input;
pub use page::{Page, Rows};
