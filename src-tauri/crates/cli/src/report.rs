//! Reports for auditors: as tables for people, as CSV for spreadsheets, as JSON for programs, and as documents to hand on. What
//! a report finds is the command layer's business.

use std::path::PathBuf;

use chaperone_commands::Reply;
use chaperone_commands::view::document::{
    AccessPackageDocumentAsk, AgentDocumentAsk, MonthDocumentAsk,
};
use chaperone_commands::view::export::ExportOf;
use chaperone_commands::view::lateness::{LatenessView, ShowLateness};
use chaperone_commands::view::report::{ReportAsk, ReportView, ShowReport};
use chaperone_commands::wire::Wire;
use chaperone_domain::language::Language;
use chaperone_domain::report::{PackageStanding, ReportKind};
use chaperone_domain::workflow_run::ProcessingState;
use clap::{Args, Subcommand, ValueEnum};

use crate::exit::Exit;
use crate::host::Host;
use crate::moment::{self, Moment};
use crate::output::{self, Output};
use crate::table::Table;
use crate::term::term;
use crate::words::wrap;
use crate::{audit, find};

/// A report, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct Ask {
    #[command(subcommand)]
    which: Which,
    /// Print comma-separated values
    #[arg(long, global = true, conflicts_with = "json")]
    csv: bool,
    /// Write comma-separated values into this new file
    #[arg(long, global = true, value_name = "FILE")]
    file: Option<PathBuf>,
}

/// The reports.
#[derive(Debug, Subcommand)]
pub(crate) enum Which {
    /// Who holds or held a package, or all packages
    Assignments {
        /// The package, by id or name
        #[arg(long)]
        package: Option<String>,
        #[command(flatten)]
        narrow: Narrow,
    },
    /// Everything that an agent may or might do: package, policy, start, end
    Access {
        /// The agent, by id or name
        agent: String,
        #[command(flatten)]
        narrow: Narrow,
    },
    /// Requests with each decision and its reason
    Requests {
        /// The package, by id or name
        #[arg(long)]
        package: Option<String>,
        #[command(flatten)]
        narrow: Narrow,
    },
    /// How late due things were done, while Chaperone ran and while it was closed
    Lateness {
        /// Done at or after
        #[arg(long, value_name = "INSTANT")]
        from: Option<Moment>,
        /// Done until
        #[arg(long, value_name = "INSTANT")]
        until: Option<Moment>,
    },
    /// A document about an agent: who answers for it, what it may do and why, what it holds and held
    Agent {
        /// The agent, by id or name
        agent: String,
        #[command(flatten)]
        document: Document,
    },
    /// A document about a package: what it grants, its policies in words, who holds it, what excludes it
    Package {
        /// The package, by id or name
        package: String,
        #[command(flatten)]
        document: Document,
    },
    /// A document about a month: what was asked, decided and ended, who left, how the history is checked
    Month {
        /// The month, as in 2026-03
        month: String,
        #[command(flatten)]
        document: Document,
    },
    /// Rights that agents hold outside packages
    OutsidePackages {
        #[command(flatten)]
        narrow: Narrow,
    },
    /// Which packages an agent has, and which could be requested for it; by anybody, or by one person
    #[command(group = clap::ArgGroup::new("subject").required(true).multiple(true))]
    Packages {
        /// The agent, by id or name
        #[arg(long, group = "subject")]
        agent: Option<String>,
        /// The person who would ask, by id or name; alone, for each agent that they may ask for
        #[arg(long, group = "subject")]
        person: Option<String>,
        /// Only this package, by id or name
        #[arg(long)]
        package: Option<String>,
        /// Only packages that stand so
        #[arg(long, value_parser = term::<PackageStanding>())]
        standing: Option<PackageStanding>,
    },
    /// What lifecycle workflows did: run by run, person by person or task by task
    Workflows {
        /// What a row is
        #[arg(long, value_enum, default_value_t)]
        by: By,
        /// Only of this workflow, by id or name
        #[arg(long)]
        workflow: Option<String>,
        /// Only what was done for this person, by id or name
        #[arg(long)]
        person: Option<String>,
        /// Only in this state
        #[arg(long, value_parser = term::<ProcessingState>())]
        state: Option<ProcessingState>,
        /// Only what was due at or after
        #[arg(long, value_name = "INSTANT")]
        from: Option<Moment>,
        /// Only what was due before
        #[arg(long, value_name = "INSTANT")]
        until: Option<Moment>,
    },
}

/// What a row of the history of workflows is.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum By {
    /// A run
    #[default]
    Runs,
    /// What a run did for a person
    People,
    /// A task
    Tasks,
}

impl By {
    fn report(self) -> ReportKind {
        match self {
            Self::Runs => ReportKind::WorkflowRuns,
            Self::People => ReportKind::WorkflowPeople,
            Self::Tasks => ReportKind::WorkflowTasks,
        }
    }
}

/// A document and its language.
#[derive(Debug, Args)]
pub(crate) struct Document {
    /// Write it into this new file
    #[arg(long, value_name = "FILE", conflicts_with_all = ["csv", "file"])]
    pdf: PathBuf,
    /// In this language: en or de
    #[arg(long, default_value = "en", value_parser = term::<Language>())]
    language: Language,
}

/// Which rows.
#[derive(Debug, Args)]
pub(crate) struct Narrow {
    /// Only of this agent, by id or name
    #[arg(long = "agent", value_name = "AGENT")]
    only_agent: Option<String>,
    /// Only in this state
    #[arg(long)]
    state: Option<String>,
    /// Only what began at or after
    #[arg(long, value_name = "INSTANT")]
    from: Option<Moment>,
    /// Only what began before
    #[arg(long, value_name = "INSTANT")]
    until: Option<Moment>,
}

/// Shows a report.
pub(crate) fn run(ask: Ask, host: &Host, output: &Output) -> Reply<Exit> {
    let (csv, file) = (ask.csv, ask.file);
    let what = match ask.which {
        Which::Assignments { package, narrow } => {
            narrowed(ReportKind::PackageAssignments, package.as_deref(), narrow, host)?
        }
        Which::Access { agent, narrow } => {
            let narrow = Narrow { only_agent: Some(agent), ..narrow };
            narrowed(ReportKind::AgentAccess, None, narrow, host)?
        }
        Which::Requests { package, narrow } => {
            narrowed(ReportKind::RequestHistory, package.as_deref(), narrow, host)?
        }
        Which::OutsidePackages { narrow } => {
            narrowed(ReportKind::OutsidePackages, None, narrow, host)?
        }
        Which::Packages { agent, person, package, standing } => ReportAsk {
            agent_id: agent.map(|text| find::agent(host, &text)).transpose()?,
            person_id: person.map(|text| find::person(host, &text)).transpose()?,
            access_package_id: package.map(|text| find::access_package(host, &text)).transpose()?,
            state: standing.map(|standing| standing.to_string()),
            ..of(ReportKind::SubjectPackages)
        },
        Which::Workflows { by, workflow, person, state, from, until } => ReportAsk {
            workflow_id: workflow.map(|text| find::workflow(host, &text)).transpose()?,
            person_id: person.map(|text| find::person(host, &text)).transpose()?,
            state: state.map(|state| state.to_string()),
            from: moment::instant(from, host)?,
            to: moment::instant(until, host)?,
            ..of(by.report())
        },
        Which::Lateness { from, until } => return late(from, until, host, output),
        Which::Agent { agent, document } => {
            let (agent_id, language) = (find::agent(host, &agent)?, Wire(document.language));
            let what = ExportOf::AgentDocument(AgentDocumentAsk { agent_id, language });
            return audit::save(&document.pdf, what, host, output);
        }
        Which::Package { package, document } => {
            let access_package_id = find::access_package(host, &package)?;
            let language = Wire(document.language);
            let ask = AccessPackageDocumentAsk { access_package_id, language };
            let what = ExportOf::AccessPackageDocument(ask);
            return audit::save(&document.pdf, what, host, output);
        }
        Which::Month { month, document } => {
            let ask = MonthDocumentAsk { month, language: Wire(document.language) };
            return audit::save(&document.pdf, ExportOf::MonthDocument(ask), host, output);
        }
    };
    if let Some(file) = file {
        return audit::save(&file, ExportOf::Report(what), host, output);
    }
    let view = host.call("show_report", ShowReport { ask: what })?;
    if csv {
        let report: ReportView = output::read(view)?;
        output.contents(&report.csv)?;
    } else {
        output.answer(view, |report: ReportView| table(report, output.width()))?;
    }
    Ok(Exit::Done)
}

/// A report over everything.
fn of(report: ReportKind) -> ReportAsk {
    ReportAsk {
        report: Wire(report),
        agent_id: None,
        person_id: None,
        access_package_id: None,
        workflow_id: None,
        state: None,
        from: None,
        to: None,
    }
}

fn narrowed(
    report: ReportKind,
    package: Option<&str>,
    narrow: Narrow,
    host: &Host,
) -> Reply<ReportAsk> {
    Ok(ReportAsk {
        agent_id: narrow.only_agent.map(|text| find::agent(host, &text)).transpose()?,
        access_package_id: package.map(|text| find::access_package(host, text)).transpose()?,
        state: narrow.state,
        from: moment::instant(narrow.from, host)?,
        to: moment::instant(narrow.until, host)?,
        ..of(report)
    })
}

fn late(from: Option<Moment>, until: Option<Moment>, host: &Host, output: &Output) -> Reply<Exit> {
    let (from, to) = (moment::instant(from, host)?, moment::instant(until, host)?);
    output.answer(
        host.call("show_lateness", ShowLateness { from, to })?,
        |view: LatenessView| {
            let mut table =
                Table::of("late things", ["Due", "Done", "While running", "While closed", "What"]);
            for thing in view.late {
                table.row([
                    thing.due_at.to_string(),
                    thing.done_at.to_string(),
                    thing.while_running.to_string(),
                    thing.while_closed.to_string(),
                    thing.sentence,
                ]);
            }
            format!("{}\n\n{}", wrap(&view.sentence, output.width(), 0), table.text(output.width()))
        },
    )?;
    Ok(Exit::Done)
}

fn table(report: ReportView, width: Option<u16>) -> String {
    let mut table = Table::with_headings("rows", report.columns.iter().map(|column| &column.id));
    for row in report.rows {
        table.cells(row);
    }
    table.text(width)
}
