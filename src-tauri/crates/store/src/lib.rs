//! The SQLite store of one workspace: open, migrate, read, write.
//!
//! The only crate that names rusqlite and refinery. SQL stands in `table/<plural>.rs` beside its row mapping and nowhere
//! else. Reading takes `&Db`, writing takes `&mut Db`; the same functions serve alone and inside a transaction. What may
//! not be in here: decisions (they are in `domain`) and clocks.

pub mod backup;
mod column;
pub mod db;
pub mod error;
pub mod folder;
pub mod invariant;
mod list;
mod migration;
pub mod store;
pub mod table;

pub use db::Db;
pub use error::{Error, Result, Unfit, reason};
pub use list::Page;
pub use store::{DATABASE_FILE, Store, sqlite_version};
