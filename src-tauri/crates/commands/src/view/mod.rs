//! What travels between the command layer and its hosts: requests in, views out. Plain data with names that people of
//! the field know; nothing here decides anything.
//!
//! Field names are camelCase on the wire. A request with a field that isn't known is refused, so that a misspelt field
//! never gets lost silently.

/// Declares requests: what a command is given.
macro_rules! asks {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[ts(optional_fields)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }
    )*};
}
/// Declares views: what a command answers.
macro_rules! views {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }
    )*};
}

pub mod access;
pub mod access_package;
pub mod agent;
pub mod appointment;
pub mod approval;
pub mod assignment;
pub mod audit;
pub mod backup;
pub mod blueprint;
pub mod catalog;
pub mod checkpoint;
pub mod decision;
pub mod delegation;
pub mod desk;
pub mod device;
pub mod directory;
pub mod doctor;
pub mod document;
pub mod door;
pub mod export;
pub mod group;
pub mod home;
pub mod import;
pub mod incompatibility;
pub mod lateness;
pub mod list;
pub mod my_settings;
pub mod notice;
pub(crate) mod patch;
pub mod permission;
pub mod person;
pub mod policy;
pub mod question;
pub mod reference;
pub mod report;
pub mod request;
pub mod said;
pub mod secret;
pub mod settings;
pub mod sign_in;
pub mod training;
pub mod work;
pub mod workflow;
