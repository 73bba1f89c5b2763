//! 预算匹配: the best items for a given sum of money.
//!
//! Items that share work, repeat each other's work or need one another form a
//! cluster. Every subset of a cluster is priced by the estimate itself, so the
//! cost of a set is what the bill would say. Clusters do not touch each other,
//! so what is left is to take one subset from each: a knapsack, solved exactly
//! by dynamic programming over whole money units. Its effort depends on the
//! number of units and not on the figures, so no cap is harder than another.
//!
//! A money unit is one [`N_UNITS`]th of what can be spent, and at least a fen.
//! Costs are rounded up to units: a set that is found never exceeds the cap,
//! and none is better in rounded costs. What the rounding left is spent at
//! the end, in fen.

use crate::catalogue::{Catalogue, Severity};
use crate::estimate::{Estimate, Knowledge, Standing, affected_rows, estimate_standing, standings};
use crate::id::{ItemId, ItemIdx};
use crate::money::Fen;
use crate::plan::Plan;
use crate::project::typical_total;
use crate::suggestions::Assessment;
use crate::terms::Wish;
use crate::truth::Truth;
use litemap::LiteMap;

/// How many money units the sum is divided into.
pub const N_UNITS: i64 = 5_000;

/// The most items of one cluster whose subsets are all priced. Further ones
/// are left out of the fit and reported; the catalogue stays well below.
pub const MAX_CLUSTER: usize = 12;

/// The weight of an item nobody wished for or against, in percent.
pub const NEUTRAL: u32 = 100;

/// The largest weight that is told apart from others.
const MAX_WEIGHT: u32 = 1000;

/// Bottom-line worth counts above everything that can be had beside it.
const BOTTOM_LINE: u64 = 1 << 32;

/// The items of a plan, priced in every combination that matters.
pub struct Budget<'a> {
    catalogue: &'a Catalogue,
    clusters: Vec<Vec<Pick>>,
    candidates: Vec<Candidate>,
    unpriced: Vec<ItemIdx>,
    undetermined: Vec<ItemIdx>,
    partly: Vec<ItemIdx>,
    excluded: bool,
}

struct Candidate {
    item: ItemIdx,
    locked: bool,
    worth: u64,
    cluster: usize,
    /// Candidates it is of no use without.
    needs: Vec<ItemIdx>,
}

/// One way to take something from a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    pub items: Vec<ItemIdx>,
    /// Works only, typical.
    pub works: Fen,
    pub worth: u64,
}

/// 预算匹配. What a sum of money buys. All totals are typical project totals,
/// with fees and contingency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    pub cap: Fen,
    /// In menu order.
    pub items: Vec<ItemIdx>,
    pub total: Fen,
    pub left_out: Vec<LeftOut>,
    /// Items of the plan without any known price. They are not fitted, and
    /// what they cost comes on top.
    pub unpriced: Vec<ItemIdx>,
    /// Items of the plan that may cost something or nothing, until more is
    /// answered. They are not fitted either.
    pub undetermined: Vec<ItemIdx>,
    /// Items of `items` with work that is not priced or may cost something or
    /// nothing, and comes on top.
    pub partly: Vec<ItemIdx>,
    /// The least cap under which every priced bottom-line item can be had.
    pub bottom_line: Fen,
    /// What a tenth more money changes.
    pub with_a_tenth_more: Change,
    /// The estate, or a part of it, is not for this menu.
    pub excluded: bool,
}

/// An item that found no place, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub item: ItemIdx,
    pub locked: bool,
    /// By how much the total would exceed the cap with it, and with what it
    /// needs, beside everything that fits, or for a bottom-line item beside the
    /// others that fit: the rest gives way to it. Zero when it is not a matter
    /// of money.
    pub short: Fen,
    /// What it needs and was left out as well.
    pub needs: Vec<ItemIdx>,
}

/// How one fit differs from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub cap: Fen,
    pub total: Fen,
    pub adds: Vec<ItemIdx>,
    pub drops: Vec<ItemIdx>,
}

impl<'a> Budget<'a> {
    /// Prepares the chosen items of `plan`. `wishes` weighs items by what
    /// residents want, in percent, [`NEUTRAL`] where an item is not listed;
    /// bottom-line items are not put to a vote. See [`weights`].
    pub fn new(
        catalogue: &'a Catalogue,
        assessment: &Assessment,
        plan: &Plan,
        wishes: &[(ItemIdx, u32)],
    ) -> Budget<'a> {
        let chosen: Vec<ItemIdx> = standings(catalogue, assessment, plan)
            .into_iter()
            .zip(catalogue.item_indices())
            .filter(|(standing, _)| *standing == Standing::Chosen)
            .map(|(_, item)| item)
            .collect();
        let priced = |items: &[ItemIdx]| -> Estimate {
            let mut standings = vec![Standing::Out; catalogue.items.len()];
            for item in items {
                standings[item.index()] = Standing::Chosen;
            }
            estimate_standing(catalogue, assessment, plan, standings)
        };
        let (mut unpriced, mut undetermined, mut partly) = (Vec::new(), Vec::new(), Vec::new());
        let mut items = Vec::new();
        for item in chosen {
            let alone = priced(&[item]);
            if !alone.has_work(item) {
                continue;
            }
            let apart = match alone.knowledge(item) {
                Knowledge::Whole => &mut items,
                Knowledge::Part => {
                    partly.push(item);
                    &mut items
                }
                Knowledge::Undetermined => &mut undetermined,
                Knowledge::Unpriced => &mut unpriced,
            };
            apart.push(item);
        }
        let groups = clusters(catalogue, &items);
        let mut candidates = Vec::new();
        let mut clusters = Vec::new();
        for (at, group) in groups.iter().enumerate() {
            for &item in group {
                let needs = catalogue.requirements.iter();
                candidates.push(Candidate {
                    item,
                    locked: assessment.suggestion(item).locked,
                    worth: worth(catalogue, assessment, item, wishes),
                    cluster: at,
                    needs: needs
                        .filter(|it| it.item == item && items.contains(&it.needs))
                        .map(|it| it.needs)
                        .collect(),
                });
            }
            let members = &candidates[candidates.len() - group.len()..];
            // What is not fitted is in the plan all the same, and may contain
            // the work of what is.
            clusters.push(picks(members, |items| {
                let items = [items, &unpriced[..], &undetermined[..]].concat();
                priced(&items).chosen.typical()
            }));
        }
        Budget {
            catalogue,
            clusters,
            candidates,
            unpriced,
            undetermined,
            partly,
            excluded: assessment.exclusions.contains(&Truth::Yes),
        }
    }

    /// The best set under `cap`, a project total: first as much bottom-line
    /// work as possible, then the most severity times the share of the estate
    /// it serves times the residents' weight.
    pub fn fit(&self, cap: Fen) -> Fit {
        let cap = Fen(cap.0.max(0));
        let picked = self.solve(cap, None);
        let works = picked.iter().map(|it| it.works).sum();
        let items = items_of(&picked);
        let more = Fen(cap.0.saturating_add(cap.0 / 10));
        Fit {
            cap,
            total: typical_total(self.catalogue, works),
            left_out: self.left_out(cap, &picked),
            unpriced: self.unpriced.clone(),
            undetermined: self.undetermined.clone(),
            partly: self
                .partly
                .iter()
                .copied()
                .filter(|it| items.contains(it))
                .collect(),
            bottom_line: self.bottom_line(),
            with_a_tenth_more: self.change(more, &items, None),
            excluded: self.excluded,
            items,
        }
    }

    /// What these items are worth together; see [`Budget::fit`].
    pub fn worth(&self, items: &[ItemIdx]) -> u64 {
        let taken = self.candidates.iter().filter(|it| items.contains(&it.item));
        taken.map(|it| it.worth).sum()
    }

    /// How many items the largest cluster has.
    pub fn largest_cluster(&self) -> usize {
        (0..self.clusters.len())
            .map(|at| self.candidates.iter().filter(|it| it.cluster == at).count())
            .max()
            .unwrap_or(0)
    }

    /// What dropping `item` from the fit under `cap` makes room for.
    pub fn dropping(&self, cap: Fen, item: ItemIdx) -> Change {
        let cap = Fen(cap.0.max(0));
        let items = items_of(&self.solve(cap, None));
        self.change(cap, &items, Some(item))
    }

    fn change(&self, cap: Fen, before: &[ItemIdx], without: Option<ItemIdx>) -> Change {
        let picked = self.solve(cap, without);
        let after = items_of(&picked);
        let works = picked.iter().map(|it| it.works).sum();
        let only = |these: &[ItemIdx], those: &[ItemIdx]| -> Vec<ItemIdx> {
            let these = these.iter().copied();
            these.filter(|it| !those.contains(it)).collect()
        };
        Change {
            cap,
            total: typical_total(self.catalogue, works),
            adds: only(&after, before),
            drops: only(before, &after),
        }
    }

    /// Where all bottom-line items can be paid for they are taken as given, to
    /// the fen, and only what comes on top is rounded to units.
    fn solve(&self, cap: Fen, without: Option<ItemIdx>) -> Vec<&Pick> {
        let works = self.works_under(cap);
        let allowed = |it: &&Pick| without.is_none_or(|item| !it.items.contains(&item));
        let ways = |bottom_line: bool| -> Vec<Vec<&Pick>> {
            let clusters = self.clusters.iter().enumerate();
            let ways = clusters.map(|(at, picks)| {
                let required = |it: &&Pick| !bottom_line || self.has_locked(at, it, without);
                picks.iter().filter(allowed).filter(required).collect()
            });
            ways.collect()
        };
        let bottom_line = ways(true);
        let least = |ways: &Vec<&Pick>| ways.iter().map(|it| it.works).min();
        // `None` where a cluster cannot have all its bottom-line items.
        let needed: Option<Vec<Fen>> = bottom_line.iter().map(least).collect();
        match needed {
            Some(needed) if needed.iter().copied().sum::<Fen>() <= works => {
                best(&bottom_line, works)
            }
            _ => best(&ways(false), works),
        }
    }

    /// Whether a pick has every bottom-line item of its cluster.
    fn has_locked(&self, cluster: usize, pick: &Pick, without: Option<ItemIdx>) -> bool {
        let mut locked = self
            .candidates
            .iter()
            .filter(|it| it.cluster == cluster && it.locked && Some(it.item) != without);
        locked.all(|it| pick.items.contains(&it.item))
    }

    /// The most works whose project total stays under `cap`.
    fn works_under(&self, cap: Fen) -> Fen {
        let (mut fits, mut too_much) = (0, cap.0.saturating_add(1));
        while too_much - fits > 1 {
            let middle = fits + (too_much - fits) / 2;
            if typical_total(self.catalogue, Fen(middle)) <= cap {
                fits = middle;
            } else {
                too_much = middle;
            }
        }
        Fen(fits)
    }

    fn left_out(&self, cap: Fen, picked: &[&Pick]) -> Vec<LeftOut> {
        let taken = |item: ItemIdx| picked.iter().any(|it| it.items.contains(&item));
        let left = self.candidates.iter().filter(|it| !taken(it.item));
        let mut left: Vec<LeftOut> = left
            .map(|it| {
                let missing = it.needs.iter().copied().filter(|it| !taken(*it));
                let stays = self.candidates.iter().filter(|other| {
                    taken(other.item) && (other.locked || !it.locked) || other.item == it.item
                });
                let stays: Vec<ItemIdx> = stays.map(|it| it.item).collect();
                let more = self.least_total(&stays);
                LeftOut {
                    item: it.item,
                    locked: it.locked,
                    short: Fen(more.0.saturating_sub(cap.0).max(0)),
                    needs: missing.collect(),
                }
            })
            .collect();
        left.sort_by_key(|it| (!it.locked, it.item));
        left
    }

    fn bottom_line(&self) -> Fen {
        let locked = self.candidates.iter().filter(|it| it.locked);
        let locked: Vec<ItemIdx> = locked.map(|it| it.item).collect();
        self.least_total(&locked)
    }

    /// What having all these costs at least: in each cluster the cheapest way
    /// to have those of it.
    fn least_total(&self, items: &[ItemIdx]) -> Fen {
        let works = self.clusters.iter().enumerate().map(|(at, picks)| {
            let own = self.candidates.iter().filter(|it| it.cluster == at);
            let wanted: Vec<ItemIdx> = own
                .map(|it| it.item)
                .filter(|it| items.contains(it))
                .collect();
            let ways = picks
                .iter()
                .filter(|way| wanted.iter().all(|it| way.items.contains(it)));
            ways.map(|it| it.works).min().unwrap_or_default()
        });
        typical_total(self.catalogue, works.sum())
    }
}

/// What residents want, as weights in percent: half of them is [`NEUTRAL`], all
/// is twice that, none is nothing. A number of households counts only where it
/// is known of how many.
pub fn weights(
    catalogue: &Catalogue,
    estimate: &Estimate,
    wishes: &LiteMap<ItemId, Wish>,
) -> Vec<(ItemIdx, u32)> {
    let of_all = estimate.households.map(|it| it.typical());
    let percent = |wish: &Wish| match wish {
        Wish::Percent(percent) => Some(f64::from(*percent)),
        Wish::Households(wanting) => {
            let all = of_all.filter(|it| *it > 0.0)?;
            Some(f64::from(*wanting) / all * 100.0)
        }
    };
    let weight = |it: f64| (it.clamp(0.0, 100.0) * f64::from(NEUTRAL) / 50.0).round() as u32;
    let known = wishes.iter().filter_map(|(id, wish)| {
        let item = catalogue.find_item(id)?;
        Some((item, weight(percent(wish)?)))
    });
    known.collect()
}

fn items_of(picked: &[&Pick]) -> Vec<ItemIdx> {
    let mut items: Vec<ItemIdx> = picked
        .iter()
        .flat_map(|it| it.items.iter().copied())
        .collect();
    items.sort_unstable();
    items
}

/// Groups items that touch each other, in menu order.
fn clusters(catalogue: &Catalogue, items: &[ItemIdx]) -> Vec<Vec<ItemIdx>> {
    let mut links: Vec<Vec<ItemIdx>> = Vec::new();
    for overlap in &catalogue.overlaps {
        links.push(vec![overlap.covering, overlap.covered]);
    }
    for requirement in &catalogue.requirements {
        links.push(vec![requirement.item, requirement.needs]);
    }
    for shared in &catalogue.shared_works {
        let lines = shared.lines.iter().chain(&shared.host);
        links.push(lines.map(|it| it.item).collect());
    }
    let mut groups: Vec<Vec<ItemIdx>> = items.iter().map(|it| vec![*it]).collect();
    for link in links {
        let (mut together, apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|it| it.iter().any(|it| link.contains(it)));
        groups = apart;
        if !together.is_empty() {
            let mut joined = together.concat();
            joined.sort_unstable();
            together.clear();
            groups.push(joined);
        }
    }
    groups.sort_unstable();
    groups
}

/// Every subset of a cluster that is allowed and not worth less than a cheaper
/// one. The first takes nothing; later ones cost and are worth more.
fn picks(members: &[Candidate], works: impl Fn(&[ItemIdx]) -> Fen) -> Vec<Pick> {
    let members = &members[..members.len().min(MAX_CLUSTER)];
    let mut all: Vec<Pick> = Vec::new();
    for subset in 0..1_u32 << members.len() {
        let taken = members
            .iter()
            .enumerate()
            .filter(|(n, _)| subset >> n & 1 == 1);
        let taken: Vec<&Candidate> = taken.map(|(_, it)| it).collect();
        let items: Vec<ItemIdx> = taken.iter().map(|it| it.item).collect();
        let has = |it: &ItemIdx| items.contains(it);
        if taken.iter().all(|it| it.needs.iter().all(has)) {
            all.push(Pick {
                works: if items.is_empty() {
                    Fen(0)
                } else {
                    works(&items)
                },
                worth: taken.iter().map(|it| it.worth).sum(),
                items,
            });
        }
    }
    all
}

/// Severity times the share of the estate that is served, times the wish.
fn worth(
    catalogue: &Catalogue,
    assessment: &Assessment,
    item: ItemIdx,
    wishes: &[(ItemIdx, u32)],
) -> u64 {
    let reasons = assessment.reasons(catalogue, item);
    let severity = reasons
        .iter()
        .map(|it| match catalogue.deficiency(*it).severity {
            Some(Severity::VerySerious) => 4,
            Some(Severity::Serious) => 3,
            Some(Severity::General) => 2,
            None => 1,
        })
        .max()
        .unwrap_or(1);
    let facts = &assessment.facts;
    let rows = affected_rows(assessment, item);
    let served = |(row, truth): (usize, &Truth)| match truth {
        Truth::No => 0,
        _ => u64::from(facts.count(row)),
    };
    let served: u64 = rows.iter().enumerate().map(served).sum();
    let all = u64::from(facts.n_buildings());
    // In thousandths, and never nothing: somebody chose it.
    let share = (served * 1000)
        .checked_div(all)
        .unwrap_or(1000)
        .clamp(1, 1000);
    if assessment.suggestion(item).locked {
        return severity * share * BOTTOM_LINE;
    }
    let wish = wishes.iter().find(|(it, _)| *it == item);
    let weight = wish.map_or(NEUTRAL, |(_, it)| *it).min(MAX_WEIGHT);
    (severity * share * u64::from(weight)).max(1)
}

/// Takes one pick per cluster, the worthiest together whose works stay within
/// `cap`; of equals the cheaper. The cheapest picks together must be within it;
/// what they cost is not rounded.
pub fn best<'p>(clusters: &[Vec<&'p Pick>], cap: Fen) -> Vec<&'p Pick> {
    let ways: Vec<Vec<&Pick>> = clusters.iter().map(|it| frontier(it)).collect();
    let first = ways.iter().filter_map(|it| it.first());
    let given: Fen = first.map(|it| it.works).sum();
    let spare = cap.0.saturating_sub(given.0).max(0);
    let unit = (spare / N_UNITS + i64::from(spare % N_UNITS > 0)).max(1);
    let n_units = (spare / unit) as usize;
    // What the clusters so far are worth at most, by units spent at most.
    let mut worth = vec![0_u64; n_units + 1];
    let mut chosen: Vec<Vec<u16>> = Vec::with_capacity(ways.len());
    for ways in &ways {
        let mut choice = vec![0_u16; n_units + 1];
        let mut next = worth.clone();
        if let [first, ..] = &ways[..] {
            for (n, way) in ways.iter().enumerate().skip(1) {
                let units = units_of(way, first, unit);
                let gain = way.worth - first.worth;
                let spent = next.iter_mut().zip(&mut choice).skip(units);
                for ((most, choice), had) in spent.zip(&worth) {
                    let candidate = had + gain;
                    if candidate > *most {
                        *most = candidate;
                        *choice = n as u16;
                    }
                }
            }
        }
        worth = next;
        chosen.push(choice);
    }
    let mut left = n_units;
    let mut picked: Vec<&Pick> = Vec::with_capacity(ways.len());
    for (choice, ways) in chosen.iter().zip(&ways).rev() {
        if let (Some(first), Some(way)) = (ways.first(), ways.get(usize::from(choice[left]))) {
            left -= units_of(way, first, unit);
            picked.push(way);
        }
    }
    picked.reverse();
    spend_the_rest(&ways, &mut picked, cap);
    picked
}

/// What `way` costs more than `first`, in whole units.
fn units_of(way: &Pick, first: &Pick, unit: i64) -> usize {
    let more = way.works.0 - first.works.0;
    (more / unit + i64::from(more % unit > 0)) as usize
}

/// The picks that no other one beats in both cost and worth, cheapest first.
fn frontier<'p>(picks: &[&'p Pick]) -> Vec<&'p Pick> {
    let mut sorted: Vec<&Pick> = picks.to_vec();
    sorted.sort_by(|a, b| (a.works, b.worth, &a.items).cmp(&(b.works, a.worth, &b.items)));
    let mut worthiest = None;
    sorted.retain(|it| {
        let better = worthiest.is_none_or(|most| it.worth > most);
        if better {
            worthiest = Some(it.worth);
        }
        better
    });
    sorted
}

/// Rounding to units may have left money: it goes to the worthiest step up
/// that it pays for, until none is left.
fn spend_the_rest<'p>(ways: &[Vec<&'p Pick>], picked: &mut [&'p Pick], cap: Fen) {
    loop {
        let works: Fen = picked.iter().map(|it| it.works).sum();
        let mut step: Option<(u64, usize, &Pick)> = None;
        for (at, ways) in ways.iter().enumerate() {
            let now = picked[at];
            for way in ways {
                let gain = way.worth.saturating_sub(now.worth);
                let fits = works.0 - now.works.0 + way.works.0 <= cap.0;
                if fits && gain > step.map_or(0, |(most, ..)| most) {
                    step = Some((gain, at, way));
                }
            }
        }
        match step {
            Some((_, at, way)) => picked[at] = way,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pick(item: usize, works: i64, worth: u64) -> Vec<Pick> {
        let nothing = Pick {
            items: Vec::new(),
            works: Fen(0),
            worth: 0,
        };
        let it = Pick {
            items: vec![ItemIdx(item as u16)],
            works: Fen(works),
            worth,
        };
        vec![nothing, it]
    }

    /// The most worth any combination has within the cap, by trying them all.
    fn by_force(clusters: &[Vec<Pick>], cap: i64) -> u64 {
        match clusters.split_first() {
            None => 0,
            Some((first, rest)) => first
                .iter()
                .filter(|it| it.works.0 <= cap)
                .map(|it| it.worth + by_force(rest, cap - it.works.0))
                .max()
                .unwrap_or(0),
        }
    }

    fn solved(clusters: &[Vec<Pick>], cap: i64) -> (u64, i64) {
        let refs: Vec<Vec<&Pick>> = clusters.iter().map(|it| it.iter().collect()).collect();
        let picked = best(&refs, Fen(cap));
        assert_eq!(picked.len(), clusters.len());
        (
            picked.iter().map(|it| it.worth).sum(),
            picked.iter().map(|it| it.works.0).sum(),
        )
    }

    #[test]
    fn equal_ratios_and_a_cap_in_the_middle_are_solved_exactly() {
        let clusters: Vec<Vec<Pick>> = (1..=16)
            .map(|n| pick(n, n as i64 * 37, n as u64 * 37))
            .collect();
        let cap = 16 * 17 / 2 * 37 / 2;
        assert_eq!(solved(&clusters, cap).0, by_force(&clusters, cap));
    }

    #[test]
    fn bottom_line_work_comes_before_any_amount_of_other_work() {
        let mut clusters: Vec<Vec<Pick>> = (1..=8).map(|n| pick(n, 10, 4_000_000)).collect();
        clusters.push(pick(9, 80, BOTTOM_LINE));
        assert_eq!(solved(&clusters, 85), (BOTTOM_LINE, 80));
    }

    #[test]
    fn no_money_buys_nothing() {
        assert_eq!(solved(&[pick(1, 5, 9)], 0), (0, 0));
        assert_eq!(solved(&[], 100), (0, 0));
    }

    fn any_clusters(most: i64) -> impl Strategy<Value = Vec<Vec<Pick>>> {
        let way = (0..=most, 1..1000_u64);
        proptest::collection::vec(proptest::collection::vec(way, 1..4), 0..8).prop_map(|it| {
            it.into_iter()
                .map(|ways| {
                    let mut picks = pick(0, ways[0].0, ways[0].1);
                    picks.extend(ways[1..].iter().map(|(works, worth)| Pick {
                        items: vec![ItemIdx(1)],
                        works: Fen(*works),
                        worth: *worth,
                    }));
                    picks
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn small_sums_are_solved_as_by_force(clusters in any_clusters(3000), cap in 0..=N_UNITS) {
            let (worth, works) = solved(&clusters, cap);
            prop_assert_eq!(worth, by_force(&clusters, cap));
            prop_assert!(works <= cap);
        }

        #[test]
        fn large_sums_lose_no_more_than_the_rounding(
            clusters in any_clusters(1_000_000_000),
            cap in N_UNITS..4_000_000_000,
        ) {
            let (worth, works) = solved(&clusters, cap);
            let rounding = (cap / N_UNITS + 1) * clusters.len() as i64;
            prop_assert!(works <= cap);
            prop_assert!(worth <= by_force(&clusters, cap));
            prop_assert!(worth >= by_force(&clusters, cap - rounding));
        }
    }
}
