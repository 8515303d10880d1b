//! The display, as one who looks at it and types on its keyboard.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    ConnectionExt as _, ImageFormat, KEY_PRESS_EVENT, KEY_RELEASE_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use super::program::Program;
use crate::Fallible;

/// Text has this many shades at least, where a blank window has one.
const SHADES: usize = 12;
const PATIENCE: Duration = Duration::from_secs(30);
/// How often one looks. Looking costs the display some of its time.
const GLANCE: Duration = Duration::from_millis(8);

/// The display.
pub(crate) struct Screen {
    connection: RustConnection,
    root: u32,
    /// The middle of the display, where a page shows what it is about.
    middle: (i16, i16, u16, u16),
    /// The key of each sign.
    keys: HashMap<u32, u8>,
}

impl Screen {
    /// Connects to the display that there is.
    pub(crate) fn open() -> Fallible<Self> {
        let (connection, number) = x11rb::connect(None)?;
        let setup = connection.setup();
        let screen = setup.roots.get(number).ok_or("the display has no screen")?;
        let (root, width, height) = (screen.root, screen.width_in_pixels, screen.height_in_pixels);
        let (first, last) = (setup.min_keycode, setup.max_keycode);
        let map = connection.get_keyboard_mapping(first, last - first + 1)?.reply()?;
        let signs = map.keysyms.chunks(usize::from(map.keysyms_per_keycode).max(1));
        let keys = (first..=last)
            .zip(signs)
            .filter_map(|(key, signs)| Some((*signs.first()?, key)))
            .collect();
        let part = |of: u16, tenths: u16| i16::try_from(of / 10 * tenths).unwrap_or(0);
        let middle = (part(width, 4), part(height, 5), width / 10 * 4, height / 10 * 3);
        Ok(Self { connection, root, middle, keys })
    }

    /// How long after its start a program has painted something in the middle of the display.
    pub(crate) fn painted(&self, program: &mut Program) -> Fallible<Duration> {
        while program.started.elapsed() < PATIENCE {
            if has_text(&self.look()?) {
                return Ok(program.started.elapsed());
            }
            program.still_runs()?;
            std::thread::sleep(GLANCE);
        }
        Err("nothing was painted".into())
    }

    /// Does something, and answers how long after it the middle of the display shows other text than before.
    pub(crate) fn painted_after(&self, act: impl FnOnce() -> Fallible) -> Fallible<Duration> {
        let before = self.look()?;
        act()?;
        let since = Instant::now();
        while since.elapsed() < PATIENCE {
            let seen = self.look()?;
            if seen != before && has_text(&seen) {
                return Ok(since.elapsed());
            }
            std::thread::sleep(GLANCE);
        }
        Err("nothing else was painted".into())
    }

    /// Goes to a place by its keys: G, then its letter.
    pub(crate) fn go(&self, letter: char) -> Fallible {
        for sign in ['g', letter] {
            let key = *self.keys.get(&u32::from(sign)).ok_or("the keyboard lacks a letter")?;
            for event in [KEY_PRESS_EVENT, KEY_RELEASE_EVENT] {
                self.connection.xtest_fake_input(event, key, 0, self.root, 0, 0, 0)?.check()?;
            }
        }
        Ok(())
    }

    fn look(&self) -> Fallible<Vec<u8>> {
        let (x, y, width, height) = self.middle;
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX)?
            .reply()?;
        Ok(image.data)
    }
}

/// Whether there are as many shades as text has. What it looks at is mostly one shade, so it stops as soon as it knows.
fn has_text(picture: &[u8]) -> bool {
    let mut shades: Vec<&[u8]> = Vec::with_capacity(SHADES);
    for pixel in picture.chunks_exact(4) {
        if shades.last() != Some(&pixel) && !shades.contains(&pixel) {
            shades.push(pixel);
            if shades.len() >= SHADES {
                return true;
            }
        }
    }
    false
}
