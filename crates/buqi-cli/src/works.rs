//! Who votes, who pays, when it is built and who looks after it, for `assess`.

mod payers;
mod timetable;
mod upkeep;
mod votes;

use crate::figures;
use buqi_core::consent::{Ballot, ballots};
use buqi_core::id::ItemIdx;
use buqi_core::money::Fen;
use buqi_core::phases::{Phase, forgone, phases, spoiled};
use buqi_core::schedule::{Schedule, schedule};
use buqi_core::shares::{FloorSharing, Paying, Portion, by_floor, who_pays};
use buqi_core::upkeep::{Upkeep, upkeep};
use buqi_core::{Assessment, Catalogue, Estimate, Plan};
use buqi_exchange::Lang;
use serde_json::{Value, json};

pub struct Works<'a> {
    catalogue: &'a Catalogue,
    start_month: Option<u8>,
    ballots: Vec<Ballot>,
    paying: Paying,
    floors: Vec<FloorSharing>,
    schedule: Schedule,
    phases: Vec<Phase>,
    /// What the phases cost more than all in one go.
    forgone: Fen,
    upkeep: Upkeep,
    /// Items whose work others contain, all of it or a part.
    contained: Vec<ItemIdx>,
    labels: Vec<String>,
}

impl<'a> Works<'a> {
    /// `labels` name the groups of buildings, in the order of the survey.
    pub fn new(
        catalogue: &'a Catalogue,
        assessment: &Assessment,
        estimate: &Estimate,
        plan: &Plan,
        labels: Vec<String>,
    ) -> Works<'a> {
        let start_month = plan.terms.start_month;
        let split = |it| phases(catalogue, assessment, estimate, it, start_month);
        let phases = plan.terms.phasing.map(split).unwrap_or_default();
        Works {
            catalogue,
            start_month,
            ballots: ballots(catalogue, assessment, estimate, plan),
            paying: who_pays(catalogue, assessment, estimate, plan),
            floors: by_floor(catalogue, assessment, estimate, plan),
            schedule: schedule(catalogue, assessment, estimate, start_month),
            forgone: forgone(&phases, estimate),
            phases,
            contained: estimate.netted.iter().map(|it| it.covered).collect(),
            upkeep: upkeep(catalogue, assessment, estimate),
            labels,
        }
    }

    pub fn print(&self, lang: Lang) {
        if self.schedule.tasks.is_empty() {
            return;
        }
        self.print_ballots(lang);
        self.print_paying(lang);
        self.print_schedule(lang);
        self.print_phases(lang);
        self.print_upkeep(lang);
    }

    pub fn to_json(&self) -> Value {
        json!({
            "votes": self.votes_json(),
            "payers": self.payers_json(),
            "schedule": self.schedule_json(),
            "phases": self.phases_json(),
            "phases-forgone-fen": self.forgone.0,
            "phases-spoiled": spoiled(self.catalogue, &self.phases)
                .iter()
                .map(|it| json!({ "item": self.id(it.item), "by": self.ids(&it.by) }))
                .collect::<Vec<_>>(),
            "upkeep": self.upkeep_json(),
        })
    }

    fn name(&self, item: ItemIdx, lang: Lang) -> &'a str {
        lang.of(&self.catalogue.item(item).name)
    }

    fn names(&self, items: &[ItemIdx], lang: Lang) -> String {
        let names: Vec<&str> = items.iter().map(|it| self.name(*it, lang)).collect();
        names.join(lang.pick("、", ", "))
    }

    fn id(&self, item: ItemIdx) -> &str {
        self.catalogue.item(item).id.as_str()
    }

    fn ids(&self, items: &[ItemIdx]) -> Vec<&str> {
        items.iter().map(|it| self.id(*it)).collect()
    }

    /// The group of a row as it is called in a sentence.
    fn group(&self, row: usize, lang: Lang) -> String {
        figures::group(self.label(row), row, lang)
    }

    fn label(&self, row: usize) -> &str {
        self.labels.get(row).map_or("", String::as_str)
    }
}

fn portion(portion: Portion, lang: Lang) -> String {
    if portion.high.0 == 0 {
        return figures::money(portion.high, lang);
    }
    figures::cost(portion.range(), lang)
}

fn fen(portion: Portion) -> Value {
    json!({ "low": portion.low.0, "typical": portion.typical.0, "high": portion.high.0 })
}
