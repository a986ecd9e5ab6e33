pub mod course;
pub mod math;
