//! Turns a folder of YAML into a checked [`Catalogue`] and a list of mistakes.
//!
//! This is the only crate that knows how authors write the catalogue. It knows
//! nothing of browsers and of survey files, and it never looks at a clock: the
//! date for the review of prices is an argument.

mod cases;
mod desk;
mod diagnostic;
mod facts;
mod forms;
mod items;
mod key_path;
mod lists;
mod lowering;
mod mistakes;
mod order;
mod plain;
mod reading;
mod register;
mod rules;
mod schemas;
mod slips;
mod source;
mod spot;
mod tree;
mod usage;
mod works;

pub use desk::is_date;
pub use diagnostic::{Code, Diagnostic, Lang, Severity, cells_of};
pub use mistakes::CODES;
pub use plain::plain_value;
pub use reading::Files;
pub use schemas::schemas;
pub use spot::Spot;

use buqi_core::Catalogue;
use buqi_core::catalogue::MAX_FACTS;
use desk::{Desk, Names};
use reading::Report;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// The pattern of every id, for the schemas.
const ID_PATTERN: &str = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

/// What compiling comes to: the catalogue, unless there are errors, and
/// everything there is to say about its source.
#[derive(Debug)]
pub struct Checked {
    pub output: Option<Catalogue>,
    /// In the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    pub fn n_errors(&self) -> usize {
        self.diagnostics.iter().filter(|it| it.is_error()).count()
    }
}

/// Compiles a catalogue. `today` (`YYYY-MM-DD`) turns on the warning about
/// prices past their review; a build leaves it out, so that the same source
/// always builds.
pub fn compile(files: &Files, today: Option<&str>) -> Checked {
    let mut report = Report::default();
    let sources = reading::read(files, &mut report);
    let mut desk = Desk {
        names: Names::of(&sources),
        sources: &sources,
        report: &mut report,
        file: 0,
        catalogue: Catalogue::default(),
        item_sources: Vec::new(),
        broken: BTreeSet::new(),
        incomplete: sources.partial,
    };
    let n_facts = sources.facts.len();
    if n_facts > MAX_FACTS {
        let last = &sources.facts[n_facts - 1];
        desk.file = last.file;
        desk.say(last.id.spot, mistakes::too_many_facts(n_facts, MAX_FACTS));
    } else {
        desk.lower();
        desk.run_cases();
        if !desk.incomplete {
            desk.check_usage();
        }
        if let Some(today) = today {
            desk.check_reviews(today);
        }
    }
    let mut catalogue = desk.catalogue;
    let mut diagnostics = report.diagnostics;
    diagnostics.sort_by(|a, b| (&a.file, a.spot, a.code).cmp(&(&b.file, b.spot, b.code)));
    diagnostics.dedup();
    let output = if diagnostics.iter().any(Diagnostic::is_error) {
        None
    } else {
        catalogue.fingerprint = fingerprint(&catalogue).into();
        Some(catalogue)
    };
    Checked {
        output,
        diagnostics,
    }
}

/// Compiles the catalogue in a folder.
pub fn compile_folder(folder: &Path, today: Option<&str>) -> io::Result<Checked> {
    Ok(compile(&Files::read(folder)?, today))
}

impl Desk<'_> {
    fn check_reviews(&mut self, today: &str) {
        for entry in &self.sources.prices {
            self.file = entry.file;
            let review_by = &entry.body.review_by;
            // Dates of this form sort as text.
            if review_by.value.as_str() < today {
                self.say(review_by.spot, mistakes::review_due(review_by));
            }
        }
    }
}

/// FNV-1a over the compiled bytes. It tells editions apart; it is no defence
/// against anyone who means to deceive.
fn fingerprint(catalogue: &Catalogue) -> String {
    let (first, rest) = catalogue.to_parts();
    let hash = first
        .iter()
        .chain(&rest)
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
    format!("{hash:016x}")
}
