//! Writing what was asked for to standard output.

use std::fmt::Arguments;
use std::io::Write;

/// Prints one line. Stops the program quietly when nobody reads on, as with
/// `./x size | head`.
pub fn line(text: Arguments) {
    if writeln!(std::io::stdout().lock(), "{text}").is_err() {
        std::process::exit(0);
    }
}

macro_rules! say {
    ($($text:tt)*) => {
        $crate::output::line(format_args!($($text)*))
    };
}

pub(crate) use say;
