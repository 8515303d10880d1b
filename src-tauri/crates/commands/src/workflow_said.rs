//! What became of a workflow's task for one person, as code and values. Only the English sentence is kept; the sentences that
//! it can be are written anew here, and the one that it is names the code. Where none is, because somebody was renamed since,
//! the English sentence is all there is.

use chaperone_domain::id::PersonId;
use chaperone_domain::person::Person;
use chaperone_domain::said::Said;
use chaperone_domain::workflow::TaskDefinition;
use chaperone_domain::workflow_run::ProcessingState;
use chaperone_store::Db;
use chaperone_store::table::messages;
use chaperone_store::table::workflow_runs::{Processed, TaskResult};

use crate::failure::Reply;
use crate::succession::passed_on_at;
use crate::{message, person, workflow_run};

/// A sentence, and what it says.
type Told = (String, Said);

/// What a task did for a person, or why not.
pub(crate) fn said(db: &Db, processed: &Processed, result: &TaskResult) -> Reply<Option<Said>> {
    if result.state == ProcessingState::Canceled {
        return Ok(Some(Said::new("notReached")));
    }
    let about = person::get(db, processed.person_id)?;
    let mut possible = vec![
        (message::no_manager(&about).message, Said::new("noManager")),
        (message::sponsors_nothing(&about), Said::new("nothing")),
        (message::shares_nothing(&about), Said::new("shared")),
        (workflow_run::sponsors_nothing(&about), Said::new("nothing").of("passed")),
    ];
    for (_, said) in &mut possible {
        *said = said.clone().with("by", &about.display_name);
    }
    match result.task {
        TaskDefinition::TransferToManager => possible.extend(passed(db, &about, result)?),
        TaskDefinition::NotifyManager | TaskDefinition::NotifyCoSponsors => {
            possible.extend(written(db, processed)?);
        }
    }
    let found = possible.into_iter().find(|(sentence, _)| *sentence == result.sentence);
    Ok(found.map(|(_, said)| said))
}

/// What passed on when the task was done.
fn passed(db: &Db, about: &Person, result: &TaskResult) -> Reply<Option<Told>> {
    let passed = passed_on_at(db, about.id, result.completed_at)?;
    let Some(&heir) = passed.others.first() else { return Ok(None) };
    let heir = person::get(db, heir)?;
    let sentence = workflow_run::passed_in_words((passed.agents, passed.blueprints), about, &heir);
    let said = Said::new("passed")
        .with("agents", passed.agents)
        .with("blueprints", passed.blueprints)
        .with("by", &about.display_name)
        .with("heir", heir.display_name);
    Ok(Some((sentence, said)))
}

/// The messages that the run wrote about the person.
fn written(db: &Db, processed: &Processed) -> Reply<Vec<Told>> {
    let mut told = Vec::new();
    for message in messages::of_processed(db, processed.id)? {
        let recipients = messages::recipients(db, message.id)?;
        let those = |is_copy: bool| -> Vec<PersonId> {
            recipients.iter().filter(|it| it.is_copy == is_copy).map(|it| it.person_id).collect()
        };
        let (to, cc) = (message::names(db, &those(false))?, message::names(db, &those(true))?);
        let said = Said::new("wrote").with("to", to.as_slice());
        let sentence = message::went(&to, &cc);
        let said = if cc.is_empty() { said } else { said.of("copy").with("cc", cc.as_slice()) };
        told.push((sentence, said));
    }
    Ok(told)
}
