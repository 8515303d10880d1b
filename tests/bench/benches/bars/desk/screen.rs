//! The display, as one who looks at it.

use std::collections::HashSet;
use std::time::Duration;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};
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
}

impl Screen {
    /// Connects to the display that there is.
    pub(crate) fn open() -> Fallible<Self> {
        let (connection, number) = x11rb::connect(None)?;
        let setup = connection.setup();
        let screen = setup.roots.get(number).ok_or("the display has no screen")?;
        let (root, width, height) = (screen.root, screen.width_in_pixels, screen.height_in_pixels);
        let part = |of: u16, tenths: u16| i16::try_from(of / 10 * tenths).unwrap_or(0);
        let middle = (part(width, 4), part(height, 5), width / 10 * 4, height / 10 * 3);
        Ok(Self { connection, root, middle })
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

    fn look(&self) -> Fallible<Vec<u8>> {
        let (x, y, width, height) = self.middle;
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, x, y, width, height, u32::MAX)?
            .reply()?;
        Ok(image.data)
    }
}
