//! The binary at a pseudo-terminal: what people see who sit at one.

use std::fs::File;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

/// Nothing that is waited for takes this long, unless it never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal with a program at work in it.
pub struct Terminal {
    keys: File,
    shown: Receiver<Vec<u8>>,
    child: Child,
    /// All that was shown and not yet asked for.
    text: String,
}

impl Terminal {
    /// Starts a program at a terminal of so many columns.
    ///
    /// # Panics
    ///
    /// Where there are no pseudo-terminals, or the program does not start.
    pub fn start(mut command: Command, columns: u16) -> Self {
        let keys = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        grantpt(&keys).expect("it is ours");
        unlockpt(&keys).expect("it is ours");
        let name = ptsname(&keys, Vec::new()).expect("it has a name");
        let screen = rustix::fs::open(&*name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("it opens");
        let size = Winsize { ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&screen, size).expect("it has a size");
        let again = || Stdio::from(screen.try_clone().expect("one more descriptor"));
        let child = command.stdin(again()).stdout(again()).stderr(again()).spawn().expect("it starts");
        // The command holds the screen open as long as it lives, and the end would never be seen.
        drop((command, screen));
        let keys = File::from(keys);
        let mut reader = keys.try_clone().expect("one more descriptor");
        let (show, shown) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // A terminal whose last program has gone fails to be read.
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if show.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self { keys, shown, child, text: String::new() }
    }

    /// What is shown up to a text, which has to come.
    ///
    /// # Panics
    ///
    /// Where it does not come.
    pub fn until(&mut self, text: &str) -> String {
        loop {
            if let Some(at) = self.text.find(text) {
                return self.text.drain(..at + text.len()).collect();
            }
            let Ok(bytes) = self.shown.recv_timeout(PATIENCE) else { panic!("no {text:?} in {:?}", self.text) };
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// Types a line.
    ///
    /// # Panics
    ///
    /// Where nobody is there to read it.
    pub fn answer(&mut self, line: &str) {
        writeln!(self.keys, "{line}").expect("it is read");
    }

    /// Waits for the end: the exit code, and what was shown since.
    ///
    /// # Panics
    ///
    /// Where it does not end, or a signal ends it.
    pub fn finish(mut self) -> (i32, String) {
        let code = self.child.wait().expect("it ends").code().expect("no signal ends it");
        while let Ok(bytes) = self.shown.recv_timeout(PATIENCE) {
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
        (code, self.text)
    }
}
