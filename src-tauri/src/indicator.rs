//! Whether the library that draws tray icons on Linux can be loaded. The tray's crate panics where it can't, so it is
//! looked for first, the way the loader would: the folders of `LD_LIBRARY_PATH`, then the loader's cache.

use std::path::{Path, PathBuf};

/// The names that the tray's crate tries, in its order.
const NAMES: [&str; 2] = ["libayatana-appindicator3.so.1", "libappindicator3.so.1"];
const CACHE: &str = "/etc/ld.so.cache";

/// Whether one of the libraries is there.
pub(crate) fn is_installed() -> bool {
    let folders = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    if std::env::split_paths(&folders)
        .any(|folder| NAMES.iter().any(|name| folder.join(name).is_file()))
    {
        return true;
    }
    let cache = std::fs::read(CACHE).unwrap_or_default();
    NAMES.iter().any(|name| paths_in(&cache, name).iter().any(|path| path.is_file()))
}

/// The absolute paths in the cache that end in a name. The cache is a table followed by text, each piece closed by a zero
/// byte; reading the text is enough. A library that was removed may still stand there, so its file is looked at too.
fn paths_in(cache: &[u8], name: &str) -> Vec<PathBuf> {
    cache
        .split(|&byte| byte == 0)
        .filter_map(|piece| std::str::from_utf8(piece).ok())
        .filter(|piece| piece.starts_with('/'))
        .map(Path::new)
        .filter(|path| path.file_name().is_some_and(|file| file == name))
        .map(Path::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_paths_of_the_library_count() {
        let cache = b"\x01\xffld.so\0libappindicator3.so.1\0/usr/lib/libappindicator3.so.1\0/usr/lib/libappindicator3.so.10\0";
        assert_eq!(
            paths_in(cache, "libappindicator3.so.1"),
            [PathBuf::from("/usr/lib/libappindicator3.so.1")]
        );
        assert!(
            paths_in(b"", "libappindicator3.so.1").is_empty(),
            "a system without a cache has no library in it"
        );
    }
}
