//! The command layer.
pub mod change;
pub mod command;
pub mod contract;
pub mod view;
pub mod wire;

use command::{Command, Kind, with_commands};
macro_rules! kind { (desk) => { Kind::Desk }; (read) => { Kind::Read }; (write) => { Kind::Write }; }
macro_rules! list {
    ($($kind:ident $module:ident::$name:ident($ask:ident) -> $view:ident tells [$($tag:ident),*];)*) => {
        /// The command list.
        pub static COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            kind: kind!($kind),
            request: stringify!($ask),
            view: stringify!($view),
            tells: &[$(change::Tag::$tag),*],
        }),*];
    };
}
with_commands!(list);
