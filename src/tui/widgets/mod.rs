//! What screens share.

pub mod input;
pub mod list;
pub mod page;

pub use input::Input;
pub use list::List;
pub use page::{Page, Rows};
