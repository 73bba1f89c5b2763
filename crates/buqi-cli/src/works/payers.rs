//! Who pays, and how a stairwell shares by floor.

use super::{Works, fen, portion};
use crate::figures;
use crate::output::say;
use buqi_core::id::PayerIdx;
use buqi_core::shares::{Bearing, Portion};
use buqi_exchange::Lang;
use serde_json::{Value, json};

impl Works<'_> {
    pub(super) fn print_paying(&self, lang: Lang) {
        say!("\n{}", lang.pick("出资", "Payers"));
        let rows: Vec<Vec<String>> = self
            .paying
            .items
            .iter()
            .map(|it| {
                let order: Vec<&str> = it.order.iter().map(|it| self.payer(*it, lang)).collect();
                let split = match (&it.split, it.sum) {
                    (Some(split), _) => {
                        let one = |part: &Bearing| {
                            let bears = format!(
                                "{} {}",
                                self.payer(part.payer, lang),
                                portion(part.sum, lang)
                            );
                            match part.each.filter(|_| !it.served.all) {
                                Some(each) => format!("{bears}{}", self.each(each, lang)),
                                None => bears,
                            }
                        };
                        let parts: Vec<String> = split.iter().map(one).collect();
                        parts.join(lang.pick("；", "; "))
                    }
                    (None, 10_000) => lang
                        .pick("没有可分摊的费用", "there is no cost to share")
                        .to_owned(),
                    (None, 0) => lang
                        .pick("只有先后，不知比例", "order only, no shares known")
                        .to_owned(),
                    (None, sum) => {
                        let percent = figures::precise(f64::from(sum) / 100.0);
                        lang.pick(
                            format!("比例合计 {percent}%，不是 100%，没有采用"),
                            format!("the shares make {percent} %, not 100 %, and are not used"),
                        )
                    }
                };
                let mut notes = Vec::new();
                if let Some((which, amount)) = it.subsidy {
                    let name = lang.of(&self.catalogue.subsidies[which].name);
                    notes.push(format!("{name} {}", portion(amount, lang)));
                } else if !it.subsidies.is_empty() {
                    let n = it.subsidies.len();
                    notes.push(lang.pick(
                        format!("已知 {n} 地的补助，未选用"),
                        format!("subsidies of {n} places are known, none is picked"),
                    ));
                }
                let elsewhere = &self.catalogue.shares_elsewhere;
                for known in elsewhere.iter().filter(|known| known.item == it.item) {
                    let name = lang.of(&known.name);
                    notes.push(lang.pick(format!("参考：{name}"), format!("elsewhere: {name}")));
                }
                if it.earns {
                    notes.push(
                        lang.pick("建成后可有收益", "can earn money afterwards")
                            .to_owned(),
                    );
                }
                vec![
                    self.name(it.item, lang).to_owned(),
                    order.join(" → "),
                    split,
                    notes.join(lang.pick("；", "; ")),
                ]
            })
            .collect();
        figures::table(&rows);
        let mut rows: Vec<Vec<String>> = self
            .paying
            .by_payer
            .iter()
            .map(|it| {
                let each = it.per_household.map(|it| {
                    let each = portion(it, lang);
                    lang.pick(format!("每户{each}"), format!("{each} per household"))
                });
                let differs = lang.pick("每户不同，见各项", "households differ, see the items");
                let each = each.or(it.differs.then(|| differs.to_owned()));
                vec![
                    self.payer(it.payer, lang).to_owned(),
                    portion(it.sum, lang),
                    each.unwrap_or_default(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            rows.push(vec![
                lang.pick("没有比例的部分", "without shares").to_owned(),
                portion(self.paying.unshared, lang),
            ]);
            figures::table(&rows);
        }
        for sharing in &self.floors {
            let floors: Vec<String> = sharing
                .floors
                .iter()
                .map(|it| portion(it.amount, lang))
                .collect();
            let item = self.name(sharing.item, lang);
            let label = self.group(sharing.row, lang);
            let what = match sharing.whole {
                true => lang.pick("全部费用", "all of it").to_owned(),
                false => self.payer(sharing.payer, lang).to_owned(),
            };
            say!(
                "  {}",
                lang.pick(
                    format!("{item}，{label}，每个单元按楼层分摊（{what}，示意系数可改），从一层起："),
                    format!("{item}, {label}, by floor of one stairwell ({what}; weights can be changed), from the ground up:"),
                )
            );
            if sharing.is_weighed() {
                say!("    {}", floors.join(lang.pick("；", "; ")));
            } else {
                say!(
                    "    {}",
                    lang.pick(
                        "各层系数都是 0，没法分摊",
                        "all weights are 0, so nothing is shared"
                    )
                );
            }
        }
    }

    /// Of those an item serves, in brackets.
    fn each(&self, each: Portion, lang: Lang) -> String {
        let each = portion(each, lang);
        lang.pick(
            format!("（受益户每户{each}）"),
            format!(" ({each} per household served)"),
        )
    }

    fn payer(&self, payer: PayerIdx, lang: Lang) -> &str {
        lang.of(&self.catalogue.payer(payer).name)
    }

    fn payer_id(&self, payer: PayerIdx) -> &str {
        self.catalogue.payer(payer).id.as_str()
    }

    pub(super) fn payers_json(&self) -> Value {
        let payers: Vec<Value> = self
            .paying
            .items
            .iter()
            .map(|it| {
                let split = it.split.as_ref().map(|it| -> Vec<Value> {
                    it.iter()
                        .map(|it| {
                            json!({
                                "payer": self.payer_id(it.payer),
                                "fen": fen(it.sum),
                                "per-household-fen": it.each.map(fen),
                            })
                        })
                        .collect()
                });
                let subsidy = it.subsidy.map(|(which, amount)| {
                    json!({ "id": self.catalogue.subsidies[which].id.as_str(), "fen": fen(amount) })
                });
                json!({
                    "item": self.id(it.item),
                    "order": it.order.iter().map(|it| self.payer_id(*it)).collect::<Vec<_>>(),
                    "basis-points": it.sum,
                    "households-served": it.served.households.map(|it| it.typical()),
                    "split": split,
                    "subsidy": subsidy,
                    "earns": it.earns,
                })
            })
            .collect();
        let sums: Vec<Value> = self
            .paying
            .by_payer
            .iter()
            .map(|it| {
                json!({
                    "payer": self.payer_id(it.payer),
                    "fen": fen(it.sum),
                    "per-household-fen": it.per_household.map(fen),
                })
            })
            .collect();
        let floors: Vec<Value> = self
            .floors
            .iter()
            .map(|it| {
                let floors: Vec<Value> = it
                    .floors
                    .iter()
                    .map(|it| {
                        let households = it.households.as_ref();
                        json!({
                            "weight": it.weight,
                            "fen": fen(it.amount),
                            "households-fen": households
                                .map(|it| it.iter().map(|it| fen(*it)).collect::<Vec<_>>()),
                        })
                    })
                    .collect();
                json!({
                    "item": self.id(it.item),
                    "group": self.label(it.row),
                    "payer": self.payer_id(it.payer),
                    "whole": it.whole,
                    "fen": fen(it.amount),
                    "floors": floors,
                })
            })
            .collect();
        json!({
            "items": payers,
            "sums": sums,
            "unshared-fen": fen(self.paying.unshared),
            "by-floor": floors,
        })
    }
}
