//! What screens share.

pub mod input;
pub mod list;
pub mod page;
pub mod pane;
pub mod progress;
pub mod prose;
pub mod rows;
pub mod scroll;
pub mod spread;

pub use input::Input;
pub use list::List;
pub use page::Page;
pub use rows::Rows;
pub use scroll::Scroll;
pub use spread::Spread;
