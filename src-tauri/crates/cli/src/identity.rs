//! What agents and blueprints have in common on the command line: what is written on them, and who answers for them.

use std::collections::BTreeMap;

use chaperone_commands::Reply;
use chaperone_commands::view::agent::{SponsorAsk, SponsorView};
use chaperone_commands::wire::Wire;
use chaperone_domain::agent::AgentPlatform;
use chaperone_domain::id::PersonId;
use clap::Args;
use serde_json::{Value, json};

use crate::find;
use crate::host::Host;
use crate::term::term;
use crate::words::names;

/// What is written on an agent or a blueprint.
#[derive(Debug, Args)]
pub(crate) struct Labels {
    /// What it is for
    #[arg(long)]
    description: Option<String>,
    /// Where it was made
    #[arg(long, value_parser = term::<AgentPlatform>())]
    platform: Option<AgentPlatform>,
    /// A label; together they take the place of those that there are
    #[arg(long)]
    tag: Vec<String>,
    /// A custom security attribute; together they take the place of those that there are
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    attribute: Vec<(String, String)>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or_else(|| "write it as NAME=VALUE".to_owned())?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Labels {
    /// A request with what was given.
    pub(crate) fn into(self, mut ask: Value) -> Value {
        if let Some(description) = self.description {
            ask["description"] = description.into();
        }
        if let Some(platform) = self.platform {
            ask["platform"] = json!(Wire(platform));
        }
        if !self.tag.is_empty() {
            ask["tags"] = json!(self.tag);
        }
        if !self.attribute.is_empty() {
            ask["attributes"] = json!(self.attribute.into_iter().collect::<BTreeMap<_, _>>());
        }
        ask
    }
}

/// Who becomes a sponsor, and who no longer is one.
#[derive(Debug, Args)]
pub(crate) struct SponsorChange {
    /// A person who becomes a sponsor, by id, address or name
    #[arg(long)]
    add: Vec<String>,
    /// A group that becomes a sponsor, by id or name
    #[arg(long)]
    add_group: Vec<String>,
    /// A person who no longer is one
    #[arg(long)]
    remove: Vec<String>,
    /// A group that no longer is one
    #[arg(long)]
    remove_group: Vec<String>,
}

/// A change of sponsors with everybody found.
pub(crate) struct Found(Value);

impl SponsorChange {
    /// Finds everybody.
    pub(crate) fn read(&self, host: &Host) -> Reply<Found> {
        Ok(Found(json!({
            "add": sponsors(host, &self.add, &self.add_group)?,
            "remove": sponsors(host, &self.remove, &self.remove_group)?,
        })))
    }
}

impl Found {
    /// The request about one thing.
    pub(crate) fn with(self, field: &str, id: Value) -> Value {
        let mut ask = self.0;
        ask[field] = id;
        ask
    }
}

/// People and groups as sponsors.
pub(crate) fn sponsors(
    host: &Host,
    people: &[String],
    groups: &[String],
) -> Reply<Vec<SponsorAsk>> {
    let mut named = Vec::new();
    for text in people {
        let person_id = Some(find::person(host, text)?);
        named.push(SponsorAsk { person_id, group_id: None });
    }
    for text in groups {
        let group_id = Some(find::group(host, text)?);
        named.push(SponsorAsk { person_id: None, group_id });
    }
    Ok(named)
}

/// The ids of people.
pub(crate) fn people(host: &Host, people: &[String]) -> Reply<Vec<Wire<PersonId>>> {
    people.iter().map(|text| find::person(host, text)).collect()
}

/// Attributes in a row.
pub(crate) fn attributes(attributes: &BTreeMap<String, String>) -> String {
    let pairs: Vec<_> = attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
    names(pairs.iter().map(String::as_str), "none")
}

/// Sponsors in a row.
pub(crate) fn sponsors_in_words(sponsors: &[SponsorView]) -> String {
    let name = |sponsor: &SponsorView| {
        let person = sponsor.person.as_ref().map(|person| person.display_name.clone());
        let group =
            || sponsor.group.as_ref().map(|group| format!("{} (group)", group.display_name));
        let name = person.or_else(group).unwrap_or_default();
        if sponsor.is_active { name } else { format!("{name} (inactive)") }
    };
    let sponsors: Vec<_> = sponsors.iter().map(name).collect();
    names(sponsors.iter().map(String::as_str), "nobody")
}
