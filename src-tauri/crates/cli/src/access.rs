//! What an agent may do, and why: the decision point as a command. The answer is the command layer's; a no ends with exit
//! code 1, so that scripts can ask.

use chaperone_commands::Reply;
use chaperone_commands::view::access::{
    AccessAnswer, AccessExplanation, AccessView, CheckAccess, ExplainAccess, HeldRight, ListAccess,
};
use chaperone_commands::view::access_package::RightView;
use clap::{Args, Subcommand};

use crate::exit::Exit;
use crate::find;
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::{self, Output};
use crate::table::Table;
use crate::words::{facts, names, part, second, second_or, whole, wrap};

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// May the agent use this right? Exit code 0 for yes, 1 for no
    Check(Right),
    /// Why, or why not, and what would help
    Explain(Right),
    /// Everything that the agent may do, with why and until when
    List {
        /// The agent, by id or name
        #[arg(long)]
        agent: String,
        /// At which instant; now when left out
        #[arg(long, value_name = "INSTANT")]
        at: Option<Moment>,
    },
}

/// A right of an agent.
#[derive(Debug, Args)]
pub(crate) struct Right {
    /// The agent, by id or name
    #[arg(long)]
    agent: String,
    /// The group, application or directory role, by id or name
    #[arg(long)]
    resource: String,
    /// The role on it: the value of an app role or scope, `member`, `active` or `eligible`
    #[arg(long)]
    role: Option<String>,
    /// At which instant; now when left out
    #[arg(long, value_name = "INSTANT")]
    at: Option<Moment>,
}

/// Carries out a verb.
pub(crate) fn run(verb: Verb, host: &Host, output: &Output) -> Reply<Exit> {
    match verb {
        Verb::Check(right) => check(right, host, output),
        Verb::Explain(right) => explain(right, host, output),
        Verb::List { agent, at } => {
            let ask =
                ListAccess { agent_id: find::agent(host, &agent)?, at: moment::instant(at, host)? };
            output.answer(host.call("list_access", ask)?, |view| list(view, output.width()))?;
            Ok(Exit::Done)
        }
    }
}

fn check(right: Right, host: &Host, output: &Output) -> Reply<Exit> {
    let Right { agent, resource, role, at } = right;
    let (agent_id, at) = (find::agent(host, &agent)?, moment::instant(at, host)?);
    let view = host.call("check_access", CheckAccess { agent_id, resource, role, at })?;
    let answer: AccessAnswer = output::read(view.clone())?;
    output.answer(view, |answer: AccessAnswer| say(&answer))?;
    Ok(Exit::when(answer.is_allowed))
}

fn explain(right: Right, host: &Host, output: &Output) -> Reply<Exit> {
    let Right { agent, resource, role, at } = right;
    let (agent_id, at) = (find::agent(host, &agent)?, moment::instant(at, host)?);
    let view = host.call("explain_access", ExplainAccess { agent_id, resource, role, at })?;
    output.answer(view, |why: AccessExplanation| {
        let packages = why.packages.iter().map(|package| package.display_name.as_str());
        let would = format!("\nPackages that would grant it: {}\n", names(packages, "none"));
        let width = output.width();
        let reasons = numbered("Why", why.why.iter().map(|reason| reason.sentence.as_str()), width);
        let obstacles = why.why_not.iter().map(|obstacle| obstacle.sentence.as_str());
        let obstacles = numbered("Why not, and what would help", obstacles, width);
        let grants = part("Grants", why.grants.is_empty(), || rights(&why.grants, width));
        say(&why.answer) + &reasons + &obstacles + &grants + &would
    })?;
    Ok(Exit::Done)
}

/// Sentences under a heading, numbered in their order.
fn numbered<'s>(
    heading: &str,
    sentences: impl Iterator<Item = &'s str>,
    width: Option<u16>,
) -> String {
    let lines: Vec<String> = sentences
        .zip(1..)
        .map(|(sentence, number)| format!("  {number}. {}\n", wrap(sentence, width, 5)))
        .collect();
    part(heading, lines.is_empty(), || lines.concat())
}

fn say(answer: &AccessAnswer) -> String {
    let allowed =
        if answer.is_allowed { "yes".to_owned() } else { format!("no ({})", answer.code) };
    facts([
        ("Allowed", allowed),
        ("Because", whole(&answer.sentence)),
        ("At", answer.at.to_string()),
        ("Until", answer.until.map_or_else(|| "no end is known".to_owned(), |at| at.to_string())),
    ])
}

fn list(view: AccessView, width: Option<u16>) -> String {
    let out = view
        .out_of_force
        .map_or_else(String::new, |why| format!("\nNone of it is in force: {}\n", whole(&why)));
    let heading = format!("{} at {}\n\n", view.agent.display_name, view.at);
    heading + &rights(&view.rights, width) + &out
}

fn rights(rights: &[HeldRight], width: Option<u16>) -> String {
    let mut table = Table::of("rights", ["Right", "Since", "Until", "Why"]);
    for held in rights {
        let until = second_or(held.ends_at, "no end");
        table.row([right(&held.right), second(held.starts_at), until, held.why.clone()]);
    }
    table.text(width)
}

/// A right in words: what it is on, and which role there.
pub(crate) fn right(right: &RightView) -> String {
    format!("{}: {}", right.origin_name, right.role_name)
}
