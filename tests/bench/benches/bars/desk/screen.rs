//! The display, as one who looks at it and types on its keyboard.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ConnectionExt as _, ImageFormat, KEY_PRESS_EVENT,
    KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use super::program::Program;
use crate::Fallible;

/// What X calls the Enter key.
const ENTER: u32 = 0xff0d;
/// Text has this many shades at least, where a blank window has one.
const SHADES: usize = 12;
const PATIENCE: Duration = Duration::from_secs(30);
/// What hasn't changed for so long is at rest.
const REST: Duration = Duration::from_millis(1_500);
/// How often one looks. Looking costs the display some of its time.
const GLANCE: Duration = Duration::from_millis(8);

/// The display.
pub(crate) struct Screen {
    connection: RustConnection,
    root: u32,
    /// The middle of the display, where a page shows what it is about.
    middle: (i16, i16, u16, u16),
    codes: Vec<(u32, u8)>,
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
        let each = usize::from(map.keysyms_per_keycode).max(1);
        let codes = (first..=last)
            .zip(map.keysyms.chunks(each))
            .filter_map(|(code, signs)| Some((*signs.first()?, code)))
            .collect();
        let part = |of: u16, tenths: u16| i16::try_from(of / 10 * tenths).unwrap_or(0);
        let middle = (part(width, 4), part(height, 5), width / 10 * 4, height / 10 * 3);
        Ok(Self { connection, root, middle, codes })
    }

    /// How long after its start a program has painted something in the middle of the display.
    pub(crate) fn painted(&self, program: &mut Program) -> Fallible<Duration> {
        while program.started.elapsed() < PATIENCE {
            let shades: HashSet<_> =
                self.look()?.chunks_exact(4).map(<[u8]>::to_owned).take(400_000).collect();
            if shades.len() >= SHADES {
                return Ok(program.started.elapsed());
            }
            program.still_runs()?;
            std::thread::sleep(GLANCE);
        }
        Err("nothing was painted".into())
    }

    /// Does something, and answers how long after it the middle of the display showed what it shows when all is at rest.
    pub(crate) fn changed_by(&self, act: impl FnOnce() -> Fallible) -> Fallible<Duration> {
        act()?;
        let since = Instant::now();
        let (mut seen, mut changed) = (0, Duration::ZERO);
        while since.elapsed() < PATIENCE && since.elapsed() - changed < REST {
            let mut hash = DefaultHasher::new();
            self.look()?.hash(&mut hash);
            let now = hash.finish();
            if now != seen {
                (seen, changed) = (now, since.elapsed());
            }
            std::thread::sleep(GLANCE);
        }
        Ok(changed)
    }

    /// Goes to a place by its keys: G, then its letter.
    pub(crate) fn go(&self, letter: char) -> Fallible {
        self.press(u32::from('g'))?;
        self.press(u32::from(letter))
    }

    /// Types letters.
    pub(crate) fn type_in(&self, letters: &str) -> Fallible {
        letters.chars().try_for_each(|letter| self.press(u32::from(letter)))
    }

    /// Presses Enter.
    pub(crate) fn press_enter(&self) -> Fallible {
        self.press(ENTER)
    }

    /// Clicks at a place.
    pub(crate) fn click(&self, x: i16, y: i16) -> Fallible {
        self.fake(MOTION_NOTIFY_EVENT, 0, (x, y))?;
        self.fake(BUTTON_PRESS_EVENT, 1, (0, 0))?;
        self.fake(BUTTON_RELEASE_EVENT, 1, (0, 0))
    }

    fn press(&self, sign: u32) -> Fallible {
        let code = self.codes.iter().find(|(known, _)| *known == sign);
        let &(_, code) = code.ok_or("the keyboard lacks a key")?;
        self.fake(KEY_PRESS_EVENT, code, (0, 0))?;
        self.fake(KEY_RELEASE_EVENT, code, (0, 0))
    }

    fn fake(&self, event: u8, detail: u8, (x, y): (i16, i16)) -> Fallible {
        Ok(self.connection.xtest_fake_input(event, detail, 0, self.root, x, y, 0)?.check()?)
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
