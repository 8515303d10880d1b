//! What lies behind Graph's addresses: each module reads one kind of thing from a call, hands a command on, and writes the
//! view as Graph would. Names and JSON follow Microsoft Graph v1.0; where a thing isn't Graph's, its module says so.

pub(crate) mod access;
pub(crate) mod access_package;
pub(crate) mod approval;
pub(crate) mod ask;
pub(crate) mod assignment;
pub(crate) mod audit;
pub(crate) mod body;
pub(crate) mod catalog;
pub(crate) mod directory;
pub(crate) mod identity;
pub(crate) mod list;
pub(crate) mod policy;
mod question;
pub(crate) mod request;
pub(crate) mod subject;
