//! The texts of a catalogue, in an order that never changes, so that some of
//! them can travel apart from the rest.

use crate::catalogue::{Catalogue, Evidence, FactKind, Text};

impl Catalogue {
    /// The names of things: what the survey and every list show.
    pub fn names(&mut self) -> Vec<&mut Text> {
        let mut names = vec![&mut self.title, &mut self.notice];
        names.extend(self.groups.iter_mut().map(|it| &mut it.name));
        names.extend(self.units.iter_mut().map(|it| &mut it.name));
        names.extend(self.places.iter_mut().map(|it| &mut it.name));
        for it in &mut self.facts {
            names.extend([&mut it.label, &mut it.question]);
            names.extend(&mut it.help);
            names.extend(it.grades.iter_mut().map(|it| &mut it.name));
            if let FactKind::Choice(options) = &mut it.kind {
                names.extend(options.iter_mut().map(|it| &mut it.name));
            }
        }
        names.extend(self.deficiencies.iter_mut().map(|it| &mut it.name));
        for it in &mut self.items {
            names.push(&mut it.name);
            names.extend(it.lines.iter_mut().map(|it| &mut it.label));
        }
        names.extend(self.payers.iter_mut().map(|it| &mut it.name));
        for it in &mut self.consents {
            names.push(&mut it.name);
            names.extend(it.local.iter_mut().map(|it| &mut it.name));
        }
        names
    }

    /// The texts that only a closer look shows: summaries, remedies, reasons,
    /// notes on evidence, and the names of what the estimate rests on.
    pub fn notes(&mut self) -> Vec<&mut Text> {
        let mut notes = Notes(Vec::new());
        for it in &mut self.facts {
            notes.take([], &mut it.evidence);
        }
        for it in &mut self.conventions {
            notes.take([&mut it.name], &mut it.evidence);
        }
        for it in &mut self.deficiencies {
            notes.take([&mut it.remedy], &mut it.evidence);
            notes.0.extend(&mut it.responsible);
            notes.0.extend(&mut it.outside_menu);
        }
        for it in &mut self.items {
            notes.take([&mut it.summary], &mut it.evidence);
            if let Some(it) = &mut it.duration {
                notes.take([], &mut it.evidence);
            }
            if let Some(it) = &mut it.by_floor {
                notes.take([], &mut it.evidence);
            }
        }
        for it in &mut self.prices {
            notes.take([&mut it.name], &mut it.evidence);
        }
        for it in &mut self.regions {
            notes.take([&mut it.name], &mut it.evidence);
        }
        for it in &mut self.payers {
            notes.take([], &mut it.evidence);
        }
        for it in &mut self.consents {
            notes.take([], &mut it.evidence);
            for it in &mut it.local {
                notes.take([], &mut it.evidence);
            }
        }
        notes
            .0
            .extend(self.sources.iter_mut().map(|it| &mut it.title));
        for it in &mut self.sequence {
            notes.take([&mut it.reason], &mut it.evidence);
        }
        for it in &mut self.overlaps {
            notes.take([&mut it.reason], &mut it.evidence);
        }
        for it in &mut self.shared_works {
            notes.take([&mut it.name, &mut it.reason], &mut it.evidence);
        }
        for it in &mut self.requirements {
            notes.take([&mut it.reason], &mut it.evidence);
        }
        for it in &mut self.exclusions {
            notes.take([&mut it.reason], &mut it.evidence);
        }
        for it in &mut self.conflicts {
            notes.take([&mut it.reason], &mut it.evidence);
        }
        for it in &mut self.seasons {
            notes.take([&mut it.reason], &mut it.evidence);
        }
        for it in &mut self.shares_elsewhere {
            notes.take([&mut it.name], &mut it.evidence);
        }
        for it in &mut self.subsidies {
            notes.take([&mut it.name], &mut it.evidence);
        }
        for it in &mut self.upkeep_modes {
            notes.take([&mut it.name, &mut it.summary], &mut it.evidence);
        }
        for it in &mut self.upkeep_checks {
            notes.take([&mut it.what], &mut it.evidence);
        }
        notes
            .0
            .extend(self.moved.iter_mut().map(|it| &mut it.reason));
        notes.0
    }
}

struct Notes<'a>(Vec<&'a mut Text>);

impl<'a> Notes<'a> {
    fn take<const N: usize>(&mut self, texts: [&'a mut Text; N], evidence: &'a mut Evidence) {
        self.0.extend(texts);
        self.0.extend(&mut evidence.note);
    }
}
