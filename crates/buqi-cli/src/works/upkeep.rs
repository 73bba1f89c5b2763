//! Who looks after it once the works are done.

use super::Works;
use crate::assess::{cost, truth};
use crate::figures;
use crate::output::say;
use buqi_core::Truth;
use buqi_exchange::Lang;
use serde_json::{Value, json};

impl Works<'_> {
    pub(super) fn print_upkeep(&self, lang: Lang) {
        say!("\n{}", lang.pick("后续管护", "Upkeep"));
        let rows: Vec<Vec<String>> = self
            .upkeep
            .modes
            .iter()
            .map(|it| {
                let mode = &self.catalogue.upkeep_modes[it.mode];
                let facts = |facts| figures::labels(self.catalogue, facts, lang);
                let settled = |word: &str| {
                    let because = facts(it.verdict.because);
                    lang.pick(
                        format!("{word}（{because}）"),
                        format!("{word} ({because})"),
                    )
                };
                let fits = match it.verdict.truth {
                    Truth::Yes => settled(lang.pick("适合", "fits")),
                    Truth::No => settled(lang.pick("不适合", "does not fit")),
                    Truth::Unknown => {
                        let missing = facts(it.verdict.missing);
                        lang.pick(format!("还缺：{missing}"), format!("missing: {missing}"))
                    }
                };
                let yearly = match it.yearly {
                    Some(cost) => {
                        let cost = figures::cost(cost, lang);
                        lang.pick(format!("每年{cost}"), format!("{cost} a year"))
                    }
                    None if it.no_price => lang.pick("没有价格依据", "no price known").to_owned(),
                    None => lang.pick("面积未知", "floor area not known").to_owned(),
                };
                vec![lang.of(&mode.name).to_owned(), fits, yearly]
            })
            .collect();
        figures::table(&rows);
        let rows: Vec<Vec<String>> = self
            .upkeep
            .calendar
            .iter()
            .map(|it| {
                let check = &self.catalogue.upkeep_checks[it.check];
                let every = match check.half_months {
                    1 => lang.pick("每半月", "every half month").to_owned(),
                    2 => lang.pick("每月", "every month").to_owned(),
                    it => {
                        let months = figures::number(f64::from(it) / 2.0);
                        lang.pick(
                            format!("每 {months} 个月"),
                            format!("every {months} months"),
                        )
                    }
                };
                vec![
                    every,
                    lang.of(&check.what).to_owned(),
                    self.names(&it.items, lang),
                ]
            })
            .collect();
        figures::table(&rows);
    }

    pub(super) fn upkeep_json(&self) -> Value {
        let modes: Vec<Value> = self
            .upkeep
            .modes
            .iter()
            .map(|it| {
                json!({
                    "id": self.catalogue.upkeep_modes[it.mode].id.as_str(),
                    "fits": truth(it.verdict.truth),
                    "yearly-fen": it.yearly.map(cost),
                })
            })
            .collect();
        let calendar: Vec<Value> = self
            .upkeep
            .calendar
            .iter()
            .map(|it| {
                let check = &self.catalogue.upkeep_checks[it.check];
                json!({
                    "months": f64::from(check.half_months) / 2.0,
                    "what": { "zh": check.what.zh, "en": check.what.en },
                    "items": self.ids(&it.items),
                })
            })
            .collect();
        json!({ "modes": modes, "calendar": calendar })
    }
}
