//! Whether the parts of a catalogue point at one another as the compiler
//! leaves them. Numbers and texts may be anything.

use buqi_core::Catalogue;
use buqi_core::catalogue::{Evidence, FactKind, Level, MAX_FACTS, Quantity, Rule, TakesLand};
use buqi_core::id::FactIdx;

/// How deep a rule or quantity may be nested. The compiler reads at most this
/// much from YAML, and whoever evaluates one recurses as deep.
const MAX_DEPTH: usize = 64;

pub fn is_coherent(catalogue: &Catalogue) -> bool {
    let n_facts = catalogue.facts.len();
    let reach = Reach { catalogue };
    let mut order: Vec<usize> = catalogue.fact_order.iter().map(|it| it.index()).collect();
    order.sort_unstable();
    let mut by_id: Vec<usize> = catalogue.facts_by_id.iter().map(|it| it.index()).collect();
    by_id.sort_unstable();
    let each_once: Vec<usize> = (0..n_facts).collect();
    n_facts <= MAX_FACTS
        && order == each_once
        && by_id == each_once
        && [catalogue.floor_area, catalogue.households]
            .into_iter()
            .flatten()
            .all(|it| it.index() < n_facts && catalogue.fact(it).level == Level::Estate)
        && catalogue
            .conventions
            .iter()
            .all(|it| it.unit.index() < catalogue.units.len() && reach.evidence(&it.evidence))
        && (0..n_facts).all(|it| reach.fact(it))
        && catalogue.deficiencies.iter().all(|it| {
            reach.rule(&it.present_when, MAX_DEPTH)
                && reach.evidence(&it.evidence)
                && (it.level == Level::Building || !has_building_fact(catalogue, &it.present_when))
                && it
                    .answered_by
                    .iter()
                    .all(|it| it.index() < catalogue.items.len())
        })
        && catalogue.items.iter().all(|it| {
            reach.evidence(&it.evidence)
                && it
                    .answers
                    .iter()
                    .all(|it| it.index() < catalogue.deficiencies.len())
                && it.applies_when.iter().all(|it| reach.rule(it, MAX_DEPTH))
                && it.lines.iter().all(|it| {
                    it.unit.index() < catalogue.units.len()
                        && reach.quantity(&it.quantity, MAX_DEPTH)
                        && it
                            .price
                            .is_none_or(|it| it.index() < catalogue.prices.len())
                        && match it.takes_land {
                            Some(TakesLand::About(it)) => it.index() < catalogue.conventions.len(),
                            Some(TakesLand::Exactly(_)) | None => true,
                        }
                })
                && it
                    .payers
                    .iter()
                    .all(|it| it.index() < catalogue.payers.len())
                && it
                    .consent
                    .is_none_or(|it| it.index() < catalogue.consents.len())
                && it
                    .group
                    .is_none_or(|it| it.index() < catalogue.groups.len())
        })
        && catalogue
            .prices
            .iter()
            .all(|it| it.unit.index() < catalogue.units.len() && reach.evidence(&it.evidence))
        && catalogue.sequence.iter().all(|it| {
            it.before.index() < catalogue.items.len() && it.after.index() < catalogue.items.len()
        })
        && catalogue.shared_works.iter().all(|it| {
            it.lines.iter().chain(&it.host).all(|line| {
                catalogue
                    .items
                    .get(line.item.index())
                    .is_some_and(|it| usize::from(line.line) < it.lines.len())
            }) && it.saved.index() < catalogue.conventions.len()
        })
        && catalogue.requirements.iter().all(|it| {
            it.item.index() < catalogue.items.len() && it.needs.index() < catalogue.items.len()
        })
        && catalogue.overlaps.iter().all(|it| {
            it.covering.index() < catalogue.items.len()
                && it.covered.index() < catalogue.items.len()
        })
        && catalogue
            .exclusions
            .iter()
            .all(|it| reach.rule(&it.when, MAX_DEPTH))
}

fn has_building_fact(catalogue: &Catalogue, rule: &Rule) -> bool {
    buqi_core::rule::facts_of(rule)
        .iter()
        .any(|it| catalogue.fact(it).level == Level::Building)
}

struct Reach<'a> {
    catalogue: &'a Catalogue,
}

impl Reach<'_> {
    fn fact(&self, idx: usize) -> bool {
        let catalogue = self.catalogue;
        let fact = &catalogue.facts[idx];
        let place_in_order =
            |idx: usize| catalogue.fact_order.iter().position(|it| it.index() == idx);
        let unit_is_there = match &fact.kind {
            FactKind::Number { unit, .. } => unit.index() < catalogue.units.len(),
            FactKind::YesNo | FactKind::Choice(_) => true,
        };
        unit_is_there
            && self.evidence(&fact.evidence)
            && fact
                .place
                .is_none_or(|it| it.index() < catalogue.places.len())
            && fact
                .assume
                .is_none_or(|it| it.index() < catalogue.conventions.len())
            && fact.asked_when.iter().all(|it| self.rule(it, MAX_DEPTH))
            && fact.sum_of.is_none_or(|it| self.is_fact(it))
            && fact.derive.iter().all(|derive| {
                self.quantity(derive, MAX_DEPTH)
                    // Worked out from what comes before it only.
                    && buqi_core::rule::facts_in(derive)
                        .iter()
                        .all(|it| place_in_order(it.index()) < place_in_order(idx))
            })
    }

    fn is_fact(&self, idx: FactIdx) -> bool {
        idx.index() < self.catalogue.facts.len()
    }

    fn evidence(&self, evidence: &Evidence) -> bool {
        evidence
            .source
            .is_none_or(|it| it.index() < self.catalogue.sources.len())
    }

    fn rule(&self, rule: &Rule, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        match rule {
            Rule::All(rules) | Rule::Any(rules) => rules.iter().all(|it| self.rule(it, depth)),
            Rule::Not(rule) => self.rule(rule, depth),
            Rule::Is(fact, _)
            | Rule::OneOf(fact, _)
            | Rule::AtLeast(fact, _)
            | Rule::AtMost(fact, _)
            | Rule::LessThan(fact, _) => self.is_fact(*fact),
            Rule::Exceeds(a, b) => self.quantity(a, depth) && self.quantity(b, depth),
        }
    }

    fn quantity(&self, quantity: &Quantity, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return false;
        };
        match quantity {
            Quantity::Fact(fact) => self.is_fact(*fact),
            Quantity::Constant(_) => true,
            Quantity::Convention(idx) => idx.index() < self.catalogue.conventions.len(),
            Quantity::Sum(parts)
            | Quantity::Product(parts)
            | Quantity::Max(parts)
            | Quantity::Min(parts)
            | Quantity::FirstKnown(parts) => parts.iter().all(|it| self.quantity(it, depth)),
            Quantity::Gap { of, less: by }
            | Quantity::Ratio { of, by }
            | Quantity::CeilDiv { of, by }
            | Quantity::FloorDiv { of, by } => self.quantity(of, depth) && self.quantity(by, depth),
            Quantity::When { rule, then, .. } => self.rule(rule, depth) && self.quantity(then, depth),
            Quantity::EachBuilding(each) | Quantity::EachAffected(each) => {
                self.quantity(each, depth)
            }
        }
    }
}
