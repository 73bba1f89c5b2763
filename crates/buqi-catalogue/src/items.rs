//! Lowers items, in the order of the menu.

use crate::desk::{Desk, likely_id};
use crate::lists::NO_UNIT;
use crate::mistakes;
use crate::reading::Entry;
use crate::register::{Register, nearest};
use crate::rules::Scene;
use crate::source;
use crate::spot::{At, Spot};
use buqi_core::catalogue::{
    Gate, Item, Level, NamedLines, Part, Quantity, Rule, ScopeLine, TakesLand, Tier, Urgency,
};
use buqi_core::id::{
    ConsentIdx, ConventionIdx, DeficiencyIdx, GroupIdx, ItemId, LineId, PayerIdx, PriceIdx,
};
use buqi_core::rule::{facts_of, level_of};
use std::collections::BTreeSet;

const SUMMARY_ZH: usize = 80;
const SUMMARY_EN: usize = 160;

/// Stands for a rule that could not be put together.
pub const NEVER: Rule = Rule::Any(Vec::new());

/// Stands for such a quantity.
const NOTHING: Quantity = Quantity::Sum(Vec::new());

impl Desk<'_> {
    /// The items in menu order; those the menu forgets come last, so that they
    /// are checked all the same.
    pub fn order_menu(&mut self) {
        let sources = self.sources;
        let mut order: Vec<usize> = Vec::new();
        if let Some((file, header)) = &sources.header {
            self.file = *file;
            let parts = [
                (Part::Renovation, "renovation", &header.renovation),
                (Part::Service, "service", &header.service),
            ];
            for (part, folder, listed) in parts {
                self.order_part(part, folder, listed, &mut order);
            }
        }
        let headers = sources.header.iter().map(|(_, it)| it);
        let in_menu: BTreeSet<&str> = headers
            .flat_map(|it| it.renovation.iter().chain(&it.service))
            .map(|it| it.value.as_str())
            .collect();
        let listed: BTreeSet<usize> = order.iter().copied().collect();
        for (idx, (_, entry)) in sources.items.iter().enumerate() {
            if !listed.contains(&idx) {
                order.push(idx);
                // The menu may well list it under the name that was meant.
                let is_named = likely_id(&entry.id) == entry.id.value;
                let is_renamed = sources.moved.iter().any(|(_, it)| {
                    let to = it.to.as_ref().map(|it| &it.value);
                    to == Some(&entry.id.value) && in_menu.contains(it.from.value.as_str())
                });
                if is_named && !is_renamed && !sources.unsure.contains("catalogue") {
                    self.file = entry.file;
                    self.say(entry.id.spot, mistakes::not_in_menu(&entry.id));
                }
            }
        }
        let ids = order
            .iter()
            .map(|it| &sources.items[*it].1)
            .map(|it| it.sound.then_some(it.id.value.as_str()));
        self.names.items = Register::new("改造项", "item", ids);
        self.item_sources = order;
    }

    fn order_part(
        &mut self,
        part: Part,
        folder: &str,
        listed: &[source::Ref],
        order: &mut Vec<usize>,
    ) {
        let sources = self.sources;
        let mut tiers: Vec<(usize, &source::Ref)> = Vec::new();
        for id in listed {
            let of_part = |(its_part, entry): &(Part, Entry<source::Item>)| {
                *its_part == part && entry.id.value == id.value
            };
            let Some(idx) = sources.items.iter().position(of_part) else {
                if let Some(renamed) = sources.renamed(id) {
                    self.say(id.spot, renamed);
                } else if !sources.unread.contains(&id.value) {
                    let known = sources.items.iter().filter(|(it, _)| *it == part);
                    let near = nearest(id, known.map(|(_, it)| it.id.value.as_str()));
                    self.say(id.spot, mistakes::no_such_item(id, folder, near));
                }
                continue;
            };
            if order.contains(&idx) {
                let mistake = mistakes::menu_out_of_order(id, "列了两次", "it stands twice");
                self.say(id.spot, mistake);
                continue;
            }
            order.push(idx);
            let tier = &sources.items[idx].1.body.tier;
            if part == Part::Renovation && tier.spot != Spot::NOWHERE {
                tiers.push((tier.value as usize, id));
            }
        }
        for id in out_of_order(&tiers) {
            let mistake = mistakes::menu_out_of_order(
                id,
                "基础类在完善类之前，完善类在提升类之前",
                "basic items come before improve, improve before enhance",
            );
            self.say(id.spot, mistake);
        }
    }

    pub fn lower_items(&mut self) {
        for idx in self.item_sources.clone() {
            let (part, entry) = &self.sources.items[idx];
            self.file = entry.file;
            let item = self.item(*part, entry);
            self.catalogue.items.push(item);
        }
    }

    fn item(&mut self, part: Part, entry: &Entry<source::Item>) -> Item {
        let body = &entry.body;
        let top = Spot { line: 1, column: 1 };
        let answers: Vec<DeficiencyIdx> = body
            .answers
            .iter()
            .filter_map(|it| self.resolve(|names| &mut names.deficiencies, it))
            .map(DeficiencyIdx)
            .collect();
        self.check_once(&body.answers.value);
        if body.answers.is_empty() {
            self.say(body.answers.spot, mistakes::nothing_suggests());
            self.broken.insert(entry.id.value.clone());
        }
        let applies_when = body
            .applies_when
            .as_ref()
            .map(|it| self.rule(it, Level::Building));
        let answers_broken = body
            .answers
            .iter()
            .any(|it| self.broken.contains(&it.value));
        let answers_known = answers.len() == body.answers.len() && !answers_broken;
        if applies_when == Some(None) || !answers_known || !entry.sound {
            self.broken.insert(entry.id.value.clone());
        }
        let applies_when = applies_when.map(|it| it.unwrap_or(NEVER));
        let mut used = applies_when.as_ref().map(facts_of).unwrap_or_default();
        for answer in &answers {
            used |= facts_of(&self.catalogue.deficiency(*answer).present_when);
        }
        self.check_summary(&body.summary);
        self.check_group(part, body, top);
        let lines = self.lines(body);
        Item {
            id: self.id(&entry.id, ItemId::new),
            name: self.words(&body.name),
            summary: self.words(&body.summary),
            part,
            tier: match body.tier.value {
                source::Tier::Basic => Tier::Basic,
                source::Tier::Improve => Tier::Improve,
                source::Tier::Enhance => Tier::Enhance,
            },
            official_number: body.official_number.as_deref().map(Into::into),
            evidence: self.evidence(&body.evidence, top),
            aliases: self.aliases(&body.aliases),
            initials: body
                .name
                .zh
                .as_ref()
                .map_or_else(String::new, |it| initials(it))
                .into(),
            answers,
            applies_when,
            level: level_of(&self.catalogue, used),
            urgency: urgency(body.urgency),
            gate: gate(body.gate),
            published_as: self.aliases(&body.published_as),
            named_lines: self.named_lines(body, &lines),
            lines,
            payers: self.payers(&body.payers),
            consent: body
                .consent
                .as_ref()
                .and_then(|it| self.resolve(|names| &mut names.consents, it))
                .map(ConsentIdx),
            earns: body.earns,
            group: body
                .group
                .as_ref()
                .and_then(|it| self.resolve(|names| &mut names.groups, it))
                .map(GroupIdx),
            duration: body.duration.as_ref().map(|it| self.duration(it)),
            by_floor: body.by_floor.as_ref().and_then(|it| self.by_floor(it)),
        }
    }

    fn payers(&mut self, payers: &At<Vec<source::Ref>>) -> Vec<PayerIdx> {
        if payers.is_empty() {
            self.say(payers.spot, mistakes::empty_list("payers"));
        }
        self.check_once(&payers.value);
        payers
            .iter()
            .filter_map(|it| self.resolve(|names| &mut names.payers, it))
            .map(PayerIdx)
            .collect()
    }

    fn named_lines(&mut self, body: &source::Item, lines: &[ScopeLine]) -> Vec<NamedLines> {
        let mut named = Vec::new();
        for it in &body.named_lines {
            for word in &it.words {
                let mut names = body.aliases.iter().chain(&body.published_as);
                if names.all(|name| name.value != word.value) {
                    self.say(word.spot, mistakes::not_an_alias(word));
                }
            }
            let mut places = Vec::new();
            for line in &it.lines {
                match lines.iter().position(|it| it.id.as_str() == line.value) {
                    Some(place) => places.push(place),
                    None => self.say(line.spot, mistakes::no_such_line(line)),
                }
            }
            named.push(NamedLines {
                words: it.words.iter().map(|it| it.trim().into()).collect(),
                lines: places,
            });
        }
        named
    }

    fn check_summary(&mut self, summary: &source::Words) {
        for (text, most) in [(&summary.zh, SUMMARY_ZH), (&summary.en, SUMMARY_EN)] {
            if let Some(text) = text {
                let n_chars = text.chars().count();
                if n_chars > most {
                    self.say(text.spot, mistakes::summary_too_long(n_chars, most));
                }
            }
        }
    }

    fn check_group(&mut self, part: Part, body: &source::Item, top: Spot) {
        match (part, &body.group) {
            (Part::Renovation, Some(group)) => {
                let mistake = mistakes::misplaced(
                    "group",
                    "只有社区服务项有分组",
                    "only service items stand under a heading",
                );
                self.say(group.spot, mistake);
            }
            (Part::Service, None) => {
                self.say(top, mistakes::group_missing());
            }
            _ => {}
        }
    }

    fn lines(&mut self, body: &source::Item) -> Vec<ScopeLine> {
        let scope = &body.scope;
        let own = LineId::new("scope").expect("a plain word is an id");
        let mut lines = vec![self.line(
            own,
            &scope.label,
            &scope.unit,
            &scope.quantity,
            body.price.as_ref(),
            scope.takes_land.as_ref(),
        )];
        let file = self.file;
        let ids = body.extras.iter().map(|it| (file, &it.id));
        self.check_unique(ids);
        for extra in &body.extras {
            let id = self.id(&extra.id, LineId::new);
            lines.push(self.line(
                id,
                &extra.label,
                &extra.unit,
                &extra.quantity,
                extra.price.as_ref(),
                extra.takes_land.as_ref(),
            ));
        }
        lines
    }

    fn line(
        &mut self,
        id: LineId,
        label: &source::Words,
        unit: &source::Ref,
        quantity: &At<source::Quantity>,
        price: Option<&source::Ref>,
        takes_land: Option<&source::TakesLand>,
    ) -> ScopeLine {
        let unit_idx = self.unit(unit);
        let wanted = self.dimension(unit_idx);
        let lowered = self.quantity(quantity, Scene::ITEM);
        self.incomplete |= lowered.is_none();
        if let Some((_, dimension)) = &lowered {
            self.check_dimension(quantity.spot, *dimension, wanted, "单位", "the unit");
        }
        let price_idx = price
            .and_then(|it| self.resolve(|names| &mut names.prices, it))
            .map(PriceIdx);
        if let (Some(reference), Some(price)) = (price, price_idx) {
            let price_unit = self.catalogue.price(price).unit;
            if unit_idx != price_unit && unit_idx != NO_UNIT && price_unit != NO_UNIT {
                let price_unit = self.catalogue.unit(price_unit).id.to_string();
                let mistake = mistakes::price_unit(unit, reference, &price_unit);
                self.say(reference.spot, mistake);
            }
        }
        ScopeLine {
            id,
            label: self.words(label),
            unit: unit_idx,
            quantity: lowered.map_or(NOTHING, |(it, _)| it),
            price: price_idx,
            takes_land: takes_land.and_then(|it| self.takes_land(it)),
        }
    }

    fn takes_land(&mut self, takes: &source::TakesLand) -> Option<TakesLand> {
        match takes {
            source::TakesLand::M2PerUnit(area) => {
                if !(area.is_finite() && area.value >= 0.0) {
                    self.say(area.spot, mistakes::unusable_number(area.value));
                }
                Some(TakesLand::Exactly(area.value))
            }
            source::TakesLand::Convention(reference) => self
                .resolve(|names| &mut names.conventions, reference)
                .map(|it| TakesLand::About(ConventionIdx(it))),
        }
    }
}

/// The fewest things that must go so that the tiers of the others never fall.
fn out_of_order<T: Copy>(tiers: &[(usize, T)]) -> Vec<T> {
    // The longest rising row that ends with each thing, and the thing before.
    let mut rows: Vec<(usize, Option<usize>)> = Vec::new();
    for (position, (tier, _)) in tiers.iter().enumerate() {
        let before = (0..position)
            .rev()
            .filter(|it| tiers[*it].0 <= *tier)
            .max_by_key(|it| rows[*it].0);
        rows.push((before.map_or(1, |it| rows[it].0 + 1), before));
    }
    let mut kept = vec![false; tiers.len()];
    let mut next = (0..tiers.len()).rev().max_by_key(|it| rows[*it].0);
    while let Some(position) = next {
        kept[position] = true;
        next = rows[position].1;
    }
    let things = tiers.iter().zip(kept);
    things
        .filter(|(_, kept)| !kept)
        .map(|((_, thing), _)| *thing)
        .collect()
}

pub fn gate(gate: source::Gate) -> Gate {
    match gate {
        source::Gate::BottomLine => Gate::BottomLine,
        source::Gate::Improvement => Gate::Improvement,
    }
}

pub fn urgency(urgency: source::Urgency) -> Urgency {
    match urgency {
        source::Urgency::TimeLimited => Urgency::TimeLimited,
        source::Urgency::BestEffort => Urgency::BestEffort,
    }
}

/// What a search may type for a Chinese name: 屋面防水 is `wmfs`.
fn initials(name: &str) -> String {
    use pinyin::ToPinyin;
    name.chars()
        .filter_map(|it| match it.to_pinyin() {
            Some(pinyin) => pinyin.plain().chars().next(),
            None => it.is_ascii_alphanumeric().then(|| it.to_ascii_lowercase()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_thing_in_the_wrong_place_is_named() {
        let tiers = [(0, 'a'), (2, 'b'), (0, 'c'), (1, 'd'), (1, 'e'), (2, 'f')];
        assert_eq!(out_of_order(&tiers), ['b']);
        let tiers = [(0, 'a'), (1, 'b'), (1, 'c'), (2, 'd'), (0, 'e')];
        assert_eq!(out_of_order(&tiers), ['e']);
        assert_eq!(out_of_order(&[(0, 'a'), (0, 'b'), (2, 'c')]), []);
    }

    #[test]
    fn initials_are_what_people_type() {
        assert_eq!(initials("屋面防水（含CCTV）"), "wmfshcctv");
    }
}
