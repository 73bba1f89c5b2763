//! Writing to standard output.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// Prints one line. Stops the program quietly when nobody reads on, as with
/// `buqi assess … | head`, and with a reason when there is no room to write.
pub fn line(text: Arguments) {
    if let Err(error) = writeln!(std::io::stdout().lock(), "{text}") {
        if error.kind() == ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        eprintln!("{error}");
        std::process::exit(1);
    }
}

macro_rules! say {
    ($($text:tt)*) => {
        $crate::output::line(format_args!($($text)*))
    };
}

pub(crate) use say;
