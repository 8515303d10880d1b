//! Secrets of agents and blueprints: listed, made and taken back. A new one is printed once, here; nothing keeps it.

use chaperone_commands::view::secret::{IssuedSecret, SecretRow, Secrets};
use chaperone_commands::{Failure, Reply};
use chaperone_domain::id::SecretId;
use clap::Subcommand;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::Output;
use crate::table::Table;
use crate::words::{minute, second_or};

/// What can be done with secrets.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// List the secrets, newest first; what they say is never shown again
    List {
        /// Whose, by id or name
        holder: String,
    },
    /// Make a secret and print it once
    Issue {
        /// For whom, by id or name
        holder: String,
        /// Where it is used, so that it can be told from others
        name: String,
        /// Until when it holds; 180 days when left out
        #[arg(long, value_name = "INSTANT")]
        until: Option<Moment>,
    },
    /// Take a secret back; tokens that were given for it are worth nothing at once
    Revoke {
        /// Whose, by id or name
        holder: String,
        /// The secret, by id or name
        secret: String,
    },
}

/// Whose secrets they are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Holder {
    /// An agent's.
    Agent,
    /// A blueprint's.
    Blueprint,
}

impl Holder {
    fn command(self, verb: &str, many: &str) -> String {
        let kind = match self {
            Self::Agent => "agent",
            Self::Blueprint => "blueprint",
        };
        format!("{verb}_{kind}_secret{many}")
    }

    /// The request with the holder that somebody named.
    fn named(self, host: &Host, text: &str) -> Reply<Value> {
        Ok(match self {
            Self::Agent => json!({ "agentId": find::agent(host, text)? }),
            Self::Blueprint => json!({ "blueprintId": find::blueprint(host, text)? }),
        })
    }
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, of: Holder, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::List { holder } => {
            let ask = of.named(host, &holder)?;
            output.answer(host.call(&of.command("list", "s"), ask)?, |secrets: Secrets| {
                table(&secrets.rows, output.width())
            })?;
        }
        Verb::Issue { holder, name, until } => {
            let mut ask = of.named(host, &holder)?;
            ask["displayName"] = name.into();
            if let Some(until) = moment::instant(until, host)? {
                ask["endsAt"] = json!(until);
            }
            let command = of.command("issue", "");
            let view = host.call(&command, ask)?;
            output.answer_once(&command, view, |issued: IssuedSecret| {
                format!(
                    "{}\n\nIt holds until {}. Keep it where its program finds it; it is not shown again.\n",
                    issued.secret,
                    minute(issued.row.ends_at)
                )
            })?;
        }
        Verb::Revoke { holder, secret } => {
            let ask = of.named(host, &holder)?;
            let secrets: Secrets = host.view(&of.command("list", "s"), ask)?;
            let ask = json!({ "secretId": named(&secrets, &secret)? });
            output.answer(host.call(&of.command("revoke", ""), ask)?, |row: SecretRow| {
                format!("The secret {} is worth nothing any more.", row.display_name)
            })?;
        }
    }
    Ok(Exit::Done)
}

/// The one secret with this id or, among those that aren't revoked, this name.
fn named(secrets: &Secrets, text: &str) -> Reply<String> {
    if let Ok(id) = text.parse::<SecretId>() {
        return Ok(id.to_string());
    }
    let mut found = secrets.rows.iter().filter(|row| {
        row.revoked_at.is_none() && row.display_name.to_lowercase() == text.trim().to_lowercase()
    });
    match (found.next(), found.next()) {
        (Some(row), None) => Ok(row.id.to_string()),
        (None, _) => Err(Failure::not_found("secret")),
        (Some(_), Some(_)) => {
            Err(Failure::usage(format!("Several secrets are called '{text}'; name one by its id.")))
        }
    }
}

fn table(rows: &[SecretRow], width: Option<u16>) -> String {
    let headings = ["Id", "Name", "Ends in", "State", "Until", "Last used", "Made by"];
    let mut table = Table::of("secrets", headings);
    for row in rows {
        table.row([
            row.id.to_string(),
            row.display_name.clone(),
            format!("…{}", row.hint),
            row.state.to_string(),
            minute(row.ends_at),
            second_or(row.last_used_at, "never"),
            row.created_by.display_name.clone(),
        ]);
    }
    table.text(width)
}
