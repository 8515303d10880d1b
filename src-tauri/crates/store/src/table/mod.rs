//! One file for each table, or for each table and its children: SQL beside its row mapping.

pub mod access_packages;
pub mod agents;
pub mod applications;
pub mod assignments;
pub mod audit_records;
pub mod blueprints;
pub mod catalog_role_appointments;
pub mod catalogs;
pub mod changes;
pub mod directory_roles;
pub mod grants;
pub mod groups;
pub mod names;
pub mod notices;
pub mod passphrases;
pub mod people;
pub mod policies;
pub mod reminders;
pub mod reports;
pub mod requests;
pub mod resources;
pub mod role_appointments;
pub mod sponsors;
pub mod stages;
pub mod workspace;
