//! Finds what nothing uses.

use crate::desk::Desk;
use crate::mistakes;
use crate::reading::{Entry, FileIdx};
use crate::register::Register;
use crate::spot::Spot;
use buqi_core::rule::{FactSet, facts_in, facts_of};

impl Desk<'_> {
    pub fn check_usage(&mut self) {
        self.check_facts_used();
        let sources = self.sources;
        let names = &self.names;
        let mut found: Vec<(FileIdx, Spot, mistakes::Mistake)> = Vec::new();
        let mut look = |register: &Register, ids: &[(FileIdx, &crate::spot::At<String>)]| {
            for (position, (file, id)) in ids.iter().enumerate() {
                // The second of two entries of one id is reported as that.
                let is_first = register.position(id) == Some(position as u16);
                if is_first && !register.is_used(position) {
                    let mistake = mistakes::unused_entry(register.kind_zh, register.kind_en, id);
                    found.push((*file, id.spot, mistake));
                }
            }
        };
        fn ids<T>(entries: &[Entry<T>]) -> Vec<(FileIdx, &crate::spot::At<String>)> {
            entries.iter().map(|it| (it.file, &it.id)).collect()
        }
        look(&names.units, &ids(&sources.units));
        look(&names.places, &ids(&sources.places));
        look(&names.payers, &ids(&sources.payers));
        look(&names.consents, &ids(&sources.consents));
        look(&names.sources, &ids(&sources.sources));
        look(&names.conventions, &ids(&sources.conventions));
        if let Some((file, header)) = &sources.header {
            let groups: Vec<_> = header.groups.iter().map(|(id, _)| (*file, id)).collect();
            look(&names.groups, &groups);
        }
        // One that stands in the place of another in some region is used with it.
        for (position, entry) in sources.prices.iter().enumerate() {
            let is_first = names.prices.position(&entry.id) == Some(position as u16);
            let unused = is_first && !names.prices.is_used(position);
            if entry.body.instead.is_none() && unused {
                let (zh, en) = (names.prices.kind_zh, names.prices.kind_en);
                let mistake = mistakes::unused_entry(zh, en, &entry.id);
                found.push((entry.file, entry.id.spot, mistake));
            }
        }
        for (file, spot, mistake) in found {
            self.file = file;
            self.say(spot, mistake);
        }
    }

    fn check_facts_used(&mut self) {
        let catalogue = &self.catalogue;
        let divisors = [
            catalogue.floor_area,
            catalogue.households,
            catalogue.free_land,
        ];
        let mut used: FactSet = divisors.into_iter().flatten().collect();
        for rule in catalogue.rules() {
            used |= facts_of(rule);
        }
        for quantity in catalogue.quantities() {
            used |= facts_in(quantity);
        }
        for idx in self.catalogue.fact_indices() {
            let entry = &self.sources.facts[idx.index()];
            let is_first = self.names.facts.position(&entry.id) == Some(idx.0);
            if is_first && !used.contains(idx) {
                self.file = entry.file;
                self.say(entry.id.spot, mistakes::unused_fact(&entry.id));
            }
        }
    }
}
