//! The desk itself: which workspace is open, who sits at it, what time it is there.

use chaperone_domain::authority::{Action, Role};
use chaperone_domain::clock::WorkspaceKind;
use chaperone_domain::due::DueKind;
use chaperone_domain::id::PersonId;

use super::reference::{AgentRef, PersonRef};
use super::said::Saying;
use crate::wire::{Length, When, Wire};

asks! {
    /// See which workspace is open and who sits at the desk.
    ShowDesk {}

    /// Make a workspace in a folder and open it. Its first administrator is signed in and is its custodian.
    CreateWorkspace {
        /// Where; the platform's data folder when left out. Must not hold a workspace yet.
        folder: Option<String>,
        /// What the workspace is called.
        name: String,
        /// Live or training; never changes.
        kind: Wire<WorkspaceKind>,
        /// Name of the first administrator.
        administrator_name: String,
        /// Address of the first administrator.
        administrator_email: String,
        /// Their passphrase, at least 10 characters; live workspaces need one, training workspaces have none.
        passphrase: Option<String>,
    }

    /// Open the workspace in a folder.
    OpenWorkspace {
        /// Where.
        folder: String,
    }

    /// Open the training company; it is made on first use.
    OpenTrainingCompany {
        /// Where; the platform's data folder when left out.
        folder: Option<String>,
    }

    /// Throw the training company away and make it anew.
    ResetTrainingCompany {}

    /// Prove who one is in a live workspace.
    SignIn {
        /// Address.
        email: String,
        /// Passphrase.
        passphrase: String,
    }

    /// Leave the desk.
    SignOut {}

    /// Act as anyone, in a training workspace only.
    ActAs {
        /// Whom.
        person_id: Wire<PersonId>,
    }

    /// See the clock and the next event.
    ShowClock {}

    /// Move the training clock. Give exactly one of the fields; everything due on the way happens at its instant.
    AdvanceClock {
        /// By so much.
        by: Option<Length>,
        /// To this instant.
        to: Option<When>,
        /// To the next event.
        #[serde(default)]
        #[ts(optional, as = "Option<bool>")]
        to_next_event: bool,
    }

    /// Do what has fallen due.
    RunDueWork {}
}

views! {
    /// The desk.
    DeskView {
        /// The open workspace, if any.
        workspace: Option<WorkspaceView>,
        /// Who acts, if known.
        me: Option<Me>,
        /// Whether the session is locked: whoever sits here types their passphrase to go on.
        is_locked: bool,
        /// Whether the passphrase was given for one sign-in and has to be replaced first.
        must_change_passphrase: bool,
        /// The recovery code, told once: when a live workspace is made, and when the code before was used.
        recovery_code: Option<String>,
        /// The workspace's present instant.
        now: Option<When>,
        /// Who is who in the tour of the main job, in the training company only.
        tour: Option<TourView>,
        /// Where a new live workspace would be made.
        default_folder: String,
        /// Where the training company is, or would be made.
        training_folder: String,
        /// Whether the training company exists already.
        has_training_company: bool,
        /// This program's version.
        version: String,
        /// SQLite's version.
        sqlite_version: String,
    }

    /// Who is who in the tour of the main job.
    TourView {
        /// Sets up.
        administrator: PersonRef,
        /// Asks, and is reminded.
        sponsor: PersonRef,
        /// Decides.
        approver: PersonRef,
        /// The agent that the tour is about.
        agent: Option<AgentRef>,
    }

    /// An open workspace.
    WorkspaceView {
        /// What it is called.
        name: String,
        /// Live or training.
        kind: Wire<WorkspaceKind>,
        /// Where it is.
        folder: String,
        /// Whether it is a copy in which something is tried out, to be thrown away afterwards.
        is_try_out: bool,
    }

    /// Who acts.
    Me {
        /// The person.
        person: PersonRef,
        /// Address.
        email: String,
        /// Roles in the workspace.
        roles: Vec<Wire<Role>>,
        /// What the roles allow without any relation; a screen hides what is not in it and not relational.
        may: Vec<Wire<Action>>,
        /// How many agents the person sponsors or owns.
        agents: u32,
    }

    /// The clock.
    ClockView {
        /// Live or training.
        kind: Wire<WorkspaceKind>,
        /// The workspace's present instant.
        now: When,
        /// How far the training clock is ahead of the machine's.
        ahead: Length,
        /// What falls due next.
        next_event: Option<NextEvent>,
    }

    /// What falls due next.
    NextEvent {
        /// When.
        at: When,
        /// What kind of thing.
        kind: Wire<DueKind>,
        /// In words.
        sentence: String,
    }

    /// What happened while the clock moved.
    ClockAdvanced {
        /// Where it stood.
        from: When,
        /// Where it stands.
        to: When,
        /// What was done on the way, in order.
        done: Vec<DueItem>,
    }

    /// What was due and has been done.
    DueWorkDone {
        /// In order of the due instants.
        done: Vec<DueItem>,
    }

    /// One thing that fell due.
    DueItem {
        /// When it was due.
        due_at: When,
        /// When it was done.
        done_at: When,
        /// In words.
        sentence: String,
        /// The same as code and values; nothing on the catch-up card.
        saying: Option<Saying>,
        /// The activity of its record, for those who word it themselves; only on the catch-up card.
        activity: Option<String>,
        /// The names of the agents, packages, people, blueprints and workflows that it concerns; only on that card.
        about: Vec<String>,
    }
}
