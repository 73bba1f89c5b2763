//! Lowers what says who and when: durations, conflicts, seasons, floors,
//! subsidies and upkeep.

use crate::desk::Desk;
use crate::lists::fen;
use crate::mistakes;
use crate::source;
use crate::spot::{At, Spot};
use buqi_core::catalogue::{
    ByFloor, Conflict, Duration, FactKind, Level, Season, SharesElsewhere, StairwellFacts, Subsidy,
    UpkeepCheck, UpkeepMode,
};
use buqi_core::id::{FactIdx, ItemIdx, PayerIdx, SubsidyId, UpkeepId};
use buqi_core::money::UnitPrice;

impl Desk<'_> {
    pub fn duration(&mut self, duration: &source::Duration) -> Duration {
        let source::Duration {
            low,
            typical,
            high,
            step,
            most,
            evidence,
        } = duration;
        let [low_weeks, typical_weeks, high_weeks] =
            [low, typical, high].map(|it| f64::from(it.value));
        let known = [low, typical, high]
            .iter()
            .all(|it| it.spot != Spot::NOWHERE);
        if known && !(low_weeks >= 1.0 && low_weeks <= typical_weeks && typical_weeks <= high_weeks)
        {
            let mistake = mistakes::unordered(low_weeks, typical_weeks, high_weeks);
            self.say(low.spot, mistake);
        }
        match (step, most) {
            (Some(step), _) if !(step.value > 0.0 && step.is_finite()) => {
                self.say(step.spot, mistakes::not_positive(step.value));
            }
            (Some(step), None) => {
                let mistake = mistakes::unusable_works(
                    "写了 step 就要写 most，工期不能随规模无限延长",
                    "a step needs a most, or the works would last without end",
                );
                self.say(step.spot, mistake);
            }
            (_, Some(most)) if most.value < high.value => {
                let mistake =
                    mistakes::unusable_works("most 不能小于 high", "most can't be less than high");
                self.say(most.spot, mistake);
            }
            _ => {}
        }
        Duration {
            low: low.value,
            typical: typical.value,
            high: high.value,
            step: step.as_ref().map(|it| it.value),
            most: most.as_ref().map_or(high.value, |it| it.value),
            evidence: self.evidence(evidence, low.spot),
        }
    }

    pub fn by_floor(&mut self, by_floor: &source::ByFloor) -> Option<ByFloor> {
        let payer = self.resolve(|names| &mut names.payers, &by_floor.payer);
        let weights = &by_floor.weights;
        // Two floors show a step; one weight above nothing, that somebody pays.
        if weights.len() < 2 || weights.iter().all(|it| *it == 0) {
            let mistake = mistakes::unusable_works(
                "分层系数至少写两层，且不能都是零",
                "weights name at least two floors, and not all are zero",
            );
            self.say(weights.spot, mistake);
        }
        let evidence = self.evidence(&by_floor.evidence, by_floor.payer.spot);
        Some(ByFloor {
            payer: PayerIdx(payer?),
            weights: weights.value.clone(),
            evidence,
        })
    }

    pub fn lower_works(&mut self) {
        let sources = self.sources;
        if let Some((file, header)) = &sources.header
            && let Some(stairwell) = &header.stairwell
        {
            self.file = *file;
            self.catalogue.stairwell = self.stairwell(stairwell);
        }
        if let Some((file, sequence)) = &sources.sequence {
            self.file = *file;
            for season in &sequence.seasons {
                let season = self.season(season);
                self.catalogue.seasons.extend(season);
            }
        }
        for entry in &sources.shares {
            self.file = entry.file;
            let shares = self.shares_elsewhere(entry.id.spot, &entry.body);
            self.catalogue.shares_elsewhere.extend(shares);
        }
        for entry in &sources.subsidies {
            self.file = entry.file;
            let subsidy = self.subsidy(&entry.id, &entry.body);
            self.catalogue.subsidies.extend(subsidy);
        }
        if let Some((file, upkeep)) = &sources.upkeep {
            self.file = *file;
            let ids = upkeep.modes.iter().map(|(id, _)| (*file, id));
            self.check_unique(ids);
            for (id, mode) in upkeep.modes.iter() {
                let mode = self.upkeep_mode(id, mode);
                self.catalogue.upkeep_modes.extend(mode);
            }
            for check in &upkeep.checks {
                let check = self.upkeep_check(check);
                self.catalogue.upkeep_checks.push(check);
            }
        }
    }

    fn stairwell(&mut self, stairwell: &source::Stairwell) -> Option<StairwellFacts> {
        let facts = [
            &stairwell.entrances,
            &stairwell.households,
            &stairwell.floor_area,
            &stairwell.storeys,
        ]
        .map(|it| {
            let idx = self.resolve(|names| &mut names.facts, it).map(FactIdx)?;
            let fact = self.catalogue.fact(idx);
            let is_number = matches!(fact.kind, FactKind::Number { .. });
            if fact.level == Level::Building && is_number {
                return Some(idx);
            }
            let mistake = mistakes::wrong_kind(it, "楼栋的数字", "building-level number");
            self.say(it.spot, mistake);
            None
        });
        let [entrances, households, floor_area, storeys] = facts;
        Some(StairwellFacts {
            entrances: entrances?,
            households: households?,
            floor_area: floor_area?,
            storeys: storeys?,
        })
    }

    fn items_of(&mut self, node: &str, items: &At<Vec<source::Ref>>) -> Vec<ItemIdx> {
        if items.is_empty() {
            self.say(items.spot, mistakes::empty_list(node));
        }
        items
            .iter()
            .filter_map(|it| self.resolve(|names| &mut names.items, it))
            .map(ItemIdx)
            .collect()
    }

    pub fn conflict(&mut self, conflict: &source::Conflict) -> Conflict {
        let ones = self.items_of("ones", &conflict.ones);
        let others = self.items_of("others", &conflict.others);
        if ones.iter().any(|it| others.contains(it)) {
            let mistake = mistakes::unusable_works(
                "一个改造项不会和自己冲突",
                "an item is in no conflict with itself",
            );
            self.say(conflict.others.spot, mistake);
        }
        Conflict {
            ones,
            others,
            ones_first: conflict.ones_first,
            reason: self.words(&conflict.reason),
            evidence: self.evidence(&conflict.evidence, conflict.ones.spot),
        }
    }

    fn season(&mut self, season: &source::Season) -> Option<Season> {
        let mut closed = 0;
        for month in &season.closed_months.value {
            if (1..=12).contains(&month.value) {
                closed |= 1 << (month.value - 1);
            } else {
                let value = f64::from(month.value);
                let mistake = mistakes::out_of_bounds("closed-months", value, 1.0, 12.0);
                self.say(month.spot, mistake);
            }
        }
        if closed == 0 || closed == 0xfff {
            let mistake = mistakes::unusable_works(
                "停工月份要有，也不能是全年",
                "some months are closed, and not the whole year",
            );
            self.say(season.closed_months.spot, mistake);
        }
        let items = self.items_of("items", &season.items);
        let reason = self.words(&season.reason);
        let evidence = self.evidence(&season.evidence, season.items.spot);
        let when = match &season.when {
            Some(when) => Some(self.rule(when, Level::Estate)?),
            None => None,
        };
        Some(Season {
            items,
            closed,
            when,
            reason,
            evidence,
        })
    }

    fn shares_elsewhere(
        &mut self,
        spot: Spot,
        body: &source::SharesElsewhere,
    ) -> Option<SharesElsewhere> {
        let item = self.resolve(|names| &mut names.items, &body.item);
        let mut shares = Vec::new();
        for (payer, percent) in body.percent.iter() {
            if !(percent.value > 0.0 && percent.is_finite()) {
                self.say(percent.spot, mistakes::not_positive(percent.value));
            }
            let spot = payer.spot;
            let payer = self.resolve(|names| &mut names.payers, payer);
            self.check_payer(item, payer, spot);
            let points = (percent.value * 100.0).round() as u32;
            shares.extend(payer.map(|it| (PayerIdx(it), points)));
        }
        let whole: f64 = body.percent.iter().map(|(_, it)| it.value).sum();
        if (whole - 100.0).abs() > 1e-9 {
            self.say(spot, mistakes::no_whole(whole));
        }
        shares.sort_unstable();
        let name = self.words(&body.name);
        let evidence = self.evidence(&body.evidence, spot);
        Some(SharesElsewhere {
            name,
            item: ItemIdx(item?),
            shares,
            evidence,
        })
    }

    /// Who gives money for an item is one of its payers.
    fn check_payer(&mut self, item: Option<u16>, payer: Option<u16>, spot: Spot) {
        let (Some(item), Some(payer)) = (item, payer) else {
            return;
        };
        let item = self.catalogue.item(ItemIdx(item));
        if !item.payers.is_empty() && !item.payers.contains(&PayerIdx(payer)) {
            let mistake = mistakes::payer_of_no_such_item(item.id.as_str());
            self.say(spot, mistake);
        }
    }

    fn subsidy(&mut self, id: &At<String>, body: &source::Subsidy) -> Option<Subsidy> {
        let item = self.resolve(|names| &mut names.items, &body.item);
        let payer = self.resolve(|names| &mut names.payers, &body.payer);
        self.check_payer(item, payer, body.payer.spot);
        if !(body.amount.value > 0.0 && body.amount.is_finite()) {
            self.say(body.amount.spot, mistakes::not_positive(body.amount.value));
        }
        self.check_size(&body.amount);
        let id_of = self.id(id, SubsidyId::new);
        let name = self.words(&body.name);
        let evidence = self.evidence(&body.evidence, id.spot);
        Some(Subsidy {
            id: id_of,
            name,
            item: ItemIdx(item?),
            payer: PayerIdx(payer?),
            amount: fen(&body.amount),
            up_to: body.up_to,
            year: self.year(&body.year),
            evidence,
        })
    }

    fn upkeep_mode(&mut self, id: &At<String>, mode: &source::UpkeepMode) -> Option<UpkeepMode> {
        let fits_when = self.rule(&mode.fits_when, Level::Estate);
        let yearly = mode.yearly.as_ref().map(|it| {
            self.check_range(&it.low, &it.typical, &it.high);
            UnitPrice {
                low: fen(&it.low),
                typical: fen(&it.typical),
                high: fen(&it.high),
            }
        });
        let id_of = self.id(id, UpkeepId::new);
        let name = self.words(&mode.name);
        let summary = self.words(&mode.summary);
        let evidence = self.evidence(&mode.evidence, id.spot);
        Some(UpkeepMode {
            id: id_of,
            name,
            summary,
            fits_when: fits_when?,
            yearly,
            evidence,
        })
    }

    fn upkeep_check(&mut self, check: &source::UpkeepCheck) -> UpkeepCheck {
        let half_months = check.months.value * 2.0;
        if half_months.fract() != 0.0 || !(1.0..=f64::from(u16::MAX)).contains(&half_months) {
            let mistake = mistakes::unusable_works(
                "巡查间隔至少半个月，并是半个月的整数倍",
                "a check comes round after half a month at the soonest, and after whole half months",
            );
            self.say(check.months.spot, mistake);
        }
        UpkeepCheck {
            items: self.items_of("items", &check.items),
            what: self.words(&check.what),
            half_months: half_months as u16,
            evidence: self.evidence(&check.evidence, check.items.spot),
        }
    }
}
