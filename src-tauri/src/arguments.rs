//! What the desktop program may be told when it starts. Only what concerns the window: everything a script needs is in
//! the command line program.

use std::path::{Path, PathBuf};

use clap::Parser;
use serde::{Deserialize, Serialize};

/// Governs the identities of AI agents: every agent has a responsible human, and no access outlives its need.
///
/// This is the desktop program. Scripts and agents use `chaperone`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Parser, Serialize, Deserialize)]
#[command(name = "chaperone-desktop", version)]
pub(crate) struct Arguments {
    /// Open the workspace in this folder.
    #[arg(long, value_name = "FOLDER", env = "CHAPERONE_WORKSPACE")]
    pub(crate) workspace: Option<PathBuf>,
    /// Open the training company instead; it is made on first use.
    #[arg(long)]
    pub(crate) training: bool,
    /// Start in the background: reminders come, the window waits until it is wanted.
    #[arg(long)]
    pub(crate) hidden: bool,
    /// Go to what a link leads to: `chaperone://assignment/ID`, or an `agent`, a `request`, an `approval`.
    #[arg(value_name = "LINK")]
    pub(crate) link: Option<String>,
}

impl Arguments {
    /// The same arguments as seen from any folder, so that they may be handed to a desk that was started elsewhere.
    pub(crate) fn seen_from(mut self, folder: &Path) -> Self {
        self.workspace = self.workspace.map(|workspace| folder.join(workspace));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_folder_means_the_same_in_the_desk_that_is_already_open() {
        let given = Arguments { workspace: Some("here".into()), ..Arguments::default() };
        assert_eq!(
            given.seen_from(Path::new("/home/ada")).workspace,
            Some("/home/ada/here".into())
        );
    }
}
