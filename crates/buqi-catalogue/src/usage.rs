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
        let mut unused: Vec<(FileIdx, Spot, mistakes::Mistake)> = Vec::new();
        let mut look = |register: &Register, ids: &[(FileIdx, &crate::spot::At<String>)]| {
            for (position, (file, id)) in ids.iter().enumerate() {
                if !register.is_used(position) {
                    let mistake = mistakes::unused_entry(register.kind_zh, register.kind_en, id);
                    unused.push((*file, id.spot, mistake));
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
            if entry.body.instead.is_none() && !names.prices.is_used(position) {
                let (zh, en) = (names.prices.kind_zh, names.prices.kind_en);
                let mistake = mistakes::unused_entry(zh, en, &entry.id);
                unused.push((entry.file, entry.id.spot, mistake));
            }
        }
        for (file, spot, mistake) in unused {
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
            if !used.contains(idx) {
                let entry = &self.sources.facts[idx.index()];
                self.file = entry.file;
                self.say(entry.id.spot, mistakes::unused_fact(&entry.id));
            }
        }
    }
}
