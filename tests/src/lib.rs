//! What the tests across crates stand on. Nothing of it is part of the product.

pub mod bridge;
#[cfg(feature = "desktop")]
pub mod desktop;
mod news;
pub mod simulation;
