//! The one command that the page may call. It carries a name and a payload to the command layer and the answer back; who
//! acts comes from the desk's session, never from the payload. Nothing is decided here.

use chaperone_commands::COMMANDS;
use chaperone_commands::command::Kind;
use serde_json::Value;
use tauri::State;

use crate::seat::{Nudge, Seat};
use crate::start::Opening;

/// The commands after which another workspace is open or another person has signed in.
const MOVES: [&str; 11] = [
    "create_workspace",
    "open_workspace",
    "open_training_company",
    "reset_training_company",
    "start_exercise",
    "begin_try_out",
    "end_try_out",
    "restore_workspace",
    "sign_in",
    "redeem_recovery_code",
    "sign_out",
];
/// The command after which somebody else acts at a training desk.
const ACT_AS: &str = "act_as";

/// Carries out one command of the list. The error is the failure's `{ code, message, details }`.
#[tauri::command]
pub(crate) async fn rpc(
    seat: State<'_, Seat>,
    opening: State<'_, Opening>,
    command: String,
    payload: Value,
) -> Result<Value, Value> {
    let nudge = nudge_after(&command);
    opening.is_over().await;
    let answer = seat.away(move |seat| seat.ask(&command, payload)).await;
    if let (Ok(_), Some(nudge)) = (&answer, nudge) {
        seat.nudge(nudge);
    }
    answer.map_err(|failure| failure.to_wire())
}

/// What the background loop should hear of once a command is done.
fn nudge_after(command: &str) -> Option<Nudge> {
    if MOVES.contains(&command) {
        return Some(Nudge::Moved);
    }
    if command == ACT_AS {
        return Some(Nudge::ActsAs);
    }
    let known = COMMANDS.iter().find(|known| known.name == command)?;
    let writes = known.kind == Kind::Write || matches!(command, "advance_clock" | "run_due_work");
    writes.then_some(Nudge::Wrote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_moves_the_desk_is_in_the_list_as_one_of_the_desk() {
        for name in MOVES.into_iter().chain([ACT_AS]) {
            let known = COMMANDS.iter().find(|known| known.name == name);
            assert_eq!(
                known.map(|known| known.kind),
                Some(Kind::Desk),
                "{name} was renamed: name it anew here"
            );
        }
    }

    #[test]
    fn a_write_wakes_the_loop_and_a_read_lets_it_sleep() {
        assert_eq!(nudge_after("request_extension"), Some(Nudge::Wrote));
        assert_eq!(nudge_after("sign_in"), Some(Nudge::Moved));
        assert_eq!(nudge_after("advance_clock"), Some(Nudge::Wrote));
        assert_eq!(nudge_after("act_as"), Some(Nudge::ActsAs));
        assert_eq!(nudge_after("show_home"), None);
        assert_eq!(nudge_after("read_list"), None);
        assert_eq!(nudge_after("no_such_command"), None);
    }
}
