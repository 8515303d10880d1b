//! Policies of a package: added and worded anew from files, switched, deleted. What a policy may say is the command layer's
//! business.

use std::path::PathBuf;

use chaperone_commands::Reply;
use chaperone_commands::view::policy::{DeletePolicy, DisablePolicy, EnablePolicy};
use chaperone_commands::wire::Wire;
use chaperone_domain::id::PolicyId;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::host::Host;
use crate::output::Output;
use crate::{access_package, find, input};

/// What can be done with policies.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Add a policy from the JSON of `policy` in `add_policy`; see `chaperone commands add_policy`
    Add {
        /// The package, by id or name
        package: String,
        /// The file; `-` is standard input
        #[arg(value_name = "JSON-FILE")]
        file: PathBuf,
    },
    /// Word a policy anew; what was requested before runs on under the wording of its time
    Edit {
        #[command(flatten)]
        which: Which,
        /// The new wording; questions, requestor settings and targets that it leaves out stay; `-` is standard input
        #[arg(value_name = "JSON-FILE")]
        file: PathBuf,
    },
    /// Let a policy take requests and direct assignments again
    Enable {
        #[command(flatten)]
        which: Which,
    },
    /// Let a policy take nothing new, not even from administrators
    Disable {
        #[command(flatten)]
        which: Which,
    },
    /// Delete a policy under which nothing stands
    Delete {
        #[command(flatten)]
        which: Which,
    },
}

/// One policy.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The package, by id or name
    package: String,
    /// The policy, by id or name
    policy: String,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    let view: Value = match verb {
        Verb::Add { package, file } => {
            let ask = json!({
                "accessPackageId": find::access_package(host, &package)?,
                "policy": input::json(&file)?,
            });
            host.call("add_policy", ask)?
        }
        Verb::Edit { which, file } => {
            let policy_id = find(host, &which)?;
            host.call(
                "update_policy",
                json!({ "policyId": policy_id, "policy": input::json(&file)? }),
            )?
        }
        Verb::Enable { which } => {
            host.call("enable_policy", EnablePolicy { policy_id: find(host, &which)? })?
        }
        Verb::Disable { which } => {
            host.call("disable_policy", DisablePolicy { policy_id: find(host, &which)? })?
        }
        Verb::Delete { which } => {
            host.call("delete_policy", DeletePolicy { policy_id: find(host, &which)? })?
        }
    };
    output.answer(view, |view| access_package::show(view, output.width()))?;
    Ok(Exit::Done)
}

fn find(host: &Host, which: &Which) -> Reply<Wire<PolicyId>> {
    let package = find::access_package(host, &which.package)?;
    find::policy(host, package, &which.policy)
}
