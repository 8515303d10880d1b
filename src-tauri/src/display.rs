//! Whether there is a screen to draw on. Without one the window toolkit ends the program with a page of internals; this
//! says it in one plain line instead. Nothing about the window itself belongs here.

/// The exit code of "could not", the same as in the command line program.
pub(crate) const COULD_NOT: u8 = 4;

/// Why there is nothing to draw on, if so.
pub(crate) fn missing() -> Option<&'static str> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") {
        return Some(
            "no display: neither DISPLAY nor WAYLAND_DISPLAY is set. Start it from a desktop session, or use the \
             command line program `chaperone`.",
        );
    }
    None
}
