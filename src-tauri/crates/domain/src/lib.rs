//! The rules of governing agent identities, as functions of facts.
//!
//! This crate reads like the policy handbook. A function here takes everything that its rule may know, the present
//! instant included, and returns a decision. It must not contain serialisation, SQL, clocks, randomness, logging or
//! anything else that touches the world; `Cargo.toml` shows that it can't.
//!
//! The facts of the field (objects, states, limits) follow Microsoft Entra's documentation of agent identities and
//! entitlement management; where that is silent or contradicts itself, the decision taken here is said at the rule.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod access;
pub mod access_package;
pub mod action;
pub mod agent;
pub mod application;
pub mod appointment;
pub mod approval;
pub mod assignment;
pub mod assignment_update;
pub mod audit;
pub mod authority;
pub mod autostart;
pub mod backup;
pub mod blocklist;
pub mod blueprint;
pub mod checkpoint;
pub mod clock;
pub mod decision;
pub mod delegation;
pub mod deletion;
pub mod delivery;
pub mod departure;
pub mod directory_role;
pub mod doctor;
pub mod door;
pub mod due;
pub mod escalation;
pub mod exercise;
pub mod explanation;
pub mod extension;
pub mod file;
pub mod fingerprint;
pub mod group;
pub mod id;
pub mod incompatibility;
pub mod interruption;
pub mod label;
pub mod language;
pub mod lateness;
pub mod lifecycle;
pub mod notice;
pub mod offender;
pub mod passphrase;
pub mod permission;
pub mod person;
pub mod policy;
pub mod question;
pub mod quota;
pub mod refusal;
pub mod reminder;
pub mod report;
pub mod request;
pub mod requestor;
pub mod right;
pub mod role;
pub mod said;
pub mod secret;
pub mod sign_in;
pub mod sign_in_code;
pub mod sponsorship;
pub mod term;
pub mod text;
pub mod time;
pub mod tour;
pub mod unshown;
pub mod workflow;
pub mod workflow_run;
pub mod workflow_scope;
pub mod workflow_text;
