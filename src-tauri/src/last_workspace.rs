//! Which live workspace this desktop had open last, so that the next start comes back to it, wherever it lies. It belongs to
//! this device. The training company is never come back to by itself.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Where it lay.
pub(crate) struct LastWorkspace {
    file: PathBuf,
}

impl LastWorkspace {
    /// Keeps it in `file`.
    pub(crate) fn kept_in(file: PathBuf) -> Self {
        Self { file }
    }

    /// Its folder; nothing before the first one was open.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let kept = std::fs::read_to_string(&self.file).ok()?;
        let folder = Path::new(kept.trim_end_matches('\n'));
        folder.is_absolute().then(|| folder.to_owned())
    }

    /// Keeps where the workspace lies that a desk shows, if it is a live one.
    pub(crate) fn is_of(&self, desk: &Value) {
        let workspace = &desk["workspace"];
        let Some(folder) = workspace["folder"].as_str().filter(|_| workspace["kind"] == "live")
        else {
            return;
        };
        if self.folder().as_deref() == Some(Path::new(folder)) {
            return;
        }
        let place = self.file.parent().map_or(Ok(()), std::fs::create_dir_all);
        if let Err(error) = place.and_then(|()| std::fs::write(&self.file, folder)) {
            tracing::warn!(%error, "the next start won't know which workspace was open");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_last_live_workspace_is_kept_and_the_training_company_is_not() {
        let place = std::env::temp_dir().join(format!("chaperone-last-{}", std::process::id()));
        let last = LastWorkspace::kept_in(place.join("workspace"));
        assert_eq!(last.folder(), None);
        let desk = |kind, folder| json!({ "workspace": { "kind": kind, "folder": folder } });
        last.is_of(&desk("live", "/srv/team"));
        last.is_of(&desk("training", "/srv/training"));
        last.is_of(&json!({ "workspace": null }));
        let next = LastWorkspace::kept_in(place.join("workspace"));
        assert_eq!(next.folder().as_deref(), Some(Path::new("/srv/team")));
        std::fs::write(place.join("workspace"), "somewhere").expect("it can be written");
        assert_eq!(next.folder(), None, "a folder relative to any place is none");
        std::fs::remove_dir_all(place).expect("the folder was made above");
    }
}
