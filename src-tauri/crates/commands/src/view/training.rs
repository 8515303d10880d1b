//! What a trainer sees and does besides moving the clock: exercises and their marking, the try-out, the projector's view.

use chaperone_domain::exercise::{Exercise, Requirement};
use chaperone_domain::id::{AgentId, AssignmentId, RequestId};
use chaperone_domain::tour::TourStep;

use super::desk::NextEvent;
use crate::wire::{When, Wire};

asks! {
    /// See the exercises and which of them were solved here.
    ListExercises {}

    /// Throw the training company away, make it anew, and plant the fault of an exercise in it.
    StartExercise {
        /// Which.
        exercise: Wire<Exercise>,
    }

    /// Mark the exercise that is running: look whether what must be true is true.
    CheckExercise {}

    /// Go on in a copy of the training workspace, to be thrown away afterwards.
    BeginTryOut {}

    /// Throw the copy away and go back to the workspace from which it was made.
    EndTryOut {}

    /// See what just happened and what comes next, for everybody in the room.
    ShowPresentation {}

    /// See how far the tour of the main job has come.
    ShowTour {}
}

views! {
    /// The exercises, in order.
    Exercises {
        /// One row each.
        rows: Vec<ExerciseRow>,
    }

    /// An exercise.
    ExerciseRow {
        /// Which.
        id: Wire<Exercise>,
        /// Its name.
        title: String,
        /// What to do, in two sentences.
        task: String,
        /// Hints, from the smallest to the whole way.
        hints: Vec<String>,
        /// Whether the company is this exercise's now.
        is_running: bool,
        /// When it was solved here last, by the clock of the machine.
        solved_at: Option<When>,
    }

    /// How the running exercise stands.
    ExerciseMarking {
        /// Which.
        exercise: Wire<Exercise>,
        /// Its name.
        title: String,
        /// What must be true, in order.
        requirements: Vec<RequirementRow>,
        /// Whether all of it is.
        is_solved: bool,
        /// Why the fault matters, told once it is mended.
        explanation: Option<String>,
    }

    /// Something that must be true.
    RequirementRow {
        /// Which.
        id: Wire<Requirement>,
        /// In words.
        sentence: String,
        /// Whether it is true.
        is_met: bool,
    }

    /// How far the tour of the main job has come.
    TourProgress {
        /// The steps, in order.
        steps: Vec<TourStepRow>,
        /// The agent that the tour is about.
        agent_id: Option<Wire<AgentId>>,
        /// What was asked for it first.
        request_id: Option<Wire<RequestId>>,
        /// What it was given last.
        assignment_id: Option<Wire<AssignmentId>>,
    }

    /// A step of the tour.
    TourStepRow {
        /// Which.
        id: Wire<TourStep>,
        /// When it happened.
        done_at: Option<When>,
    }

    /// What a room full of people looks at.
    PresentationView {
        /// The workspace's present instant.
        now: When,
        /// What falls due next.
        next_event: Option<NextEvent>,
        /// What happened last, the latest first, at most 6.
        happened: Vec<HappenedRow>,
    }

    /// Something that happened.
    HappenedRow {
        /// Its number in the history.
        seq: i64,
        /// When it fell due or was done.
        at: When,
        /// Who did it; nobody when it fell due by itself.
        actor: Option<String>,
        /// What was done.
        activity: String,
        /// In words.
        sentence: String,
    }
}
