//! 出资: who pays how much, as far as people entered it.
//!
//! The catalogue knows an order of payers and no shares. An item is split only
//! by shares that were entered and make a whole; then the parts add up to its
//! cost to the fen.

use crate::catalogue::Catalogue;
use crate::estimate::{Estimate, affected_rows, estimate_standing, parts_of};
use crate::id::{FactIdx, ItemIdx, PayerIdx};
use crate::money::{Cost, Fen};
use crate::plan::Plan;
use crate::quantity::Amount;
use crate::suggestions::Assessment;
use crate::terms::WHOLE;
use crate::truth::Truth;
use std::iter::Sum;
use std::ops::Add;

/// 份额. A part of a cost. Unlike a [`Cost`] it keeps its three figures as
/// they are, so that parts always add up to the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Portion {
    pub low: Fen,
    pub typical: Fen,
    pub high: Fen,
}

impl From<Cost> for Portion {
    fn from(cost: Cost) -> Portion {
        Portion {
            low: cost.low(),
            typical: cost.typical(),
            high: cost.high(),
        }
    }
}

impl Add for Portion {
    type Output = Portion;

    fn add(self, other: Portion) -> Portion {
        Portion {
            low: self.low + other.low,
            typical: self.typical + other.typical,
            high: self.high + other.high,
        }
    }
}

impl Sum for Portion {
    fn sum<I: Iterator<Item = Portion>>(items: I) -> Portion {
        items.fold(Portion::default(), Add::add)
    }
}

impl Portion {
    pub fn less(self, other: Portion) -> Portion {
        Portion {
            low: Fen(self.low.0 - other.low.0),
            typical: Fen(self.typical.0 - other.typical.0),
            high: Fen(self.high.0 - other.high.0),
        }
    }

    /// For showing it: unlike the portion the range holds all three figures.
    pub fn range(self) -> Cost {
        let Portion { low, typical, high } = self;
        Cost::new(low.min(typical).min(high), typical, high.max(low))
    }

    /// For one of these households: low over the most of them and high over the
    /// fewest, rounded outward.
    pub fn each(self, households: Amount) -> Portion {
        let each = |fen: Fen, households: f64| fen.0 as f64 / households.max(1.0);
        Portion {
            low: Fen(each(self.low, households.high()).floor() as i64),
            typical: Fen(each(self.typical, households.typical()).round() as i64),
            high: Fen(each(self.high, households.low()).ceil() as i64),
        }
    }

    /// Parts by weight, which add up exactly. All weights of nothing give no
    /// parts.
    pub fn split(self, weights: &[u32]) -> Vec<Portion> {
        let parts = |whole: Fen| split(whole, weights);
        let (low, typical, high) = (parts(self.low), parts(self.typical), parts(self.high));
        low.into_iter()
            .zip(typical)
            .zip(high)
            .map(|((low, typical), high)| Portion { low, typical, high })
            .collect()
    }
}

/// Splits by largest remainder; of equal ones the first gets the fen.
fn split<W: Copy + Into<i128>>(whole: Fen, weights: &[W]) -> Vec<Fen> {
    let sum: i128 = weights.iter().map(|it| (*it).into()).sum();
    if sum == 0 {
        return Vec::new();
    }
    let whole = i128::from(whole.0.max(0));
    let exact = |weight: &W| whole * (*weight).into();
    let mut parts: Vec<i64> = weights.iter().map(|it| (exact(it) / sum) as i64).collect();
    let given: i128 = parts.iter().map(|it| i128::from(*it)).sum();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|it| std::cmp::Reverse(exact(&weights[*it]) % sum));
    for it in by_remainder.into_iter().take((whole - given) as usize) {
        parts[it] += 1;
    }
    parts.into_iter().map(Fen).collect()
}

/// What each chosen item costs once it has its part of what is saved by sharing
/// works, by position in the menu; `None` where it is not chosen or nothing of
/// it is priced. Together they are the total of the chosen items, to the fen.
///
/// All lines that share a work have a part in the saving, also the one that
/// pays for it, in proportion to what they cost: without the others it would
/// have saved nothing. The three figures are split each for itself, so those
/// of one item need not be in order.
pub fn net_costs(catalogue: &Catalogue, estimate: &Estimate) -> Vec<Option<Portion>> {
    let parts = parts_of(&estimate.lines);
    let mut left: Vec<[i64; 3]> = parts
        .iter()
        .map(|it| [it.cost.low(), it.cost.typical(), it.cost.high()].map(|it| it.0))
        .collect();
    for saving in &estimate.savings {
        let shares_it = |at: &usize| {
            let line = (parts[*at].item, parts[*at].line);
            line == saving.borne_by || saving.lines.contains(&line)
        };
        let members: Vec<usize> = (0..parts.len()).filter(shares_it).collect();
        let off = [saving.at_low, saving.at_typical, saving.at_high];
        for (end, off) in off.into_iter().enumerate() {
            take_off(&mut left, &members, end, off);
        }
    }
    let mut costs = vec![None; catalogue.items.len()];
    for (part, [low, typical, high]) in parts.iter().zip(left) {
        let sum: &mut Option<Portion> = &mut costs[part.item.index()];
        *sum = Some(
            sum.unwrap_or_default()
                + Portion {
                    low: Fen(low),
                    typical: Fen(typical),
                    high: Fen(high),
                },
        );
    }
    costs
}

/// Takes `off` from one figure of `members`, in proportion and never below
/// zero. Where earlier savings left them less than that, all lines bear it.
fn take_off(left: &mut [[i64; 3]], members: &[usize], end: usize, off: Fen) {
    let there = |of: &[usize]| -> i128 { of.iter().map(|it| i128::from(left[*it][end])).sum() };
    let everyone: Vec<usize> = (0..left.len()).collect();
    let bearing = if there(members) < i128::from(off.0) {
        &everyone
    } else {
        members
    };
    let weights: Vec<i64> = bearing.iter().map(|it| left[*it][end]).collect();
    for (at, cut) in bearing.iter().zip(split(off, &weights)) {
        left[*at][end] -= cut.0;
    }
}

/// 出资安排. Who pays for the chosen items.
#[derive(Clone, Debug, PartialEq)]
pub struct Paying {
    /// One per chosen item, in menu order.
    pub items: Vec<ItemPaying>,
    /// What each payer bears of the items that are split, and the subsidies
    /// that were picked, in the order of the catalogue.
    pub by_payer: Vec<PayerSum>,
    /// Of items with an order of payers and no shares: never split.
    pub unshared: Portion,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PayerSum {
    pub payer: PayerIdx,
    pub sum: Portion,
    /// Something it pays for serves a part of the estate only, so that not every
    /// household bears the same: what each item comes to stands with the item.
    pub differs: bool,
    /// Spread over all households of the estate; `None` where it differs, and
    /// while their number is not known.
    pub per_household: Option<Portion>,
}

/// Who pays for one item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemPaying {
    pub item: ItemIdx,
    /// The catalogue's order of payers.
    pub order: Vec<PayerIdx>,
    /// Less its part of what is saved by sharing works; `None` when nothing of
    /// it is priced.
    pub cost: Option<Portion>,
    /// It also holds work that is not priced; the parts below leave that out.
    pub unpriced: bool,
    pub served: Served,
    /// What was entered, in basis points, in the order of the catalogue.
    pub entered: Vec<(PayerIdx, u32)>,
    /// The sum of those; only [`WHOLE`] is used.
    pub sum: u32,
    /// The picked subsidy, as a position among those of the catalogue, and
    /// what it comes to.
    pub subsidy: Option<(usize, Portion)>,
    /// Subsidies that some place gives for it, for information.
    pub subsidies: Vec<usize>,
    /// The cost, less the subsidy, by payer; `None` without usable shares.
    pub split: Option<Vec<Bearing>>,
    /// It can earn money afterwards.
    pub earns: bool,
}

/// What one payer bears of an item.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bearing {
    pub payer: PayerIdx,
    pub sum: Portion,
    /// For one of the households the item serves; `None` while their number is
    /// not known. What buildings cost that may not be needed is divided by
    /// households that hold theirs.
    pub each: Option<Portion>,
}

impl ItemPaying {
    /// A household bears something between the buildings surely meant and all
    /// that may be; typically what it does for the former.
    fn span(&mut self, surely: ItemPaying, at_most: ItemPaying) {
        let (fewest, most) = (surely.served.households, at_most.served.households);
        self.served.households = fewest.zip(most).map(|(fewest, most)| {
            let low = fewest.low().min(most.low());
            let high = fewest.high().max(most.high());
            let basis = fewest.basis().weaker(most.basis());
            Amount::ranged(low, fewest.typical(), high, basis)
        });
        let others = surely.split.into_iter().flatten();
        let others = others.zip(at_most.split.into_iter().flatten());
        for (own, (fewest, most)) in self.split.iter_mut().flatten().zip(others) {
            own.each = fewest.each.zip(most.each).map(|(fewest, most)| Portion {
                low: fewest.low.min(most.low),
                typical: fewest.typical,
                high: fewest.high.max(most.high),
            });
        }
    }
}

/// 受益户. The households an item is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Served {
    /// It serves the whole estate.
    pub all: bool,
    /// `None` while their number is not known.
    pub households: Option<Amount>,
}

/// Whom an item serves: the buildings it is about, and of those as many
/// stairwells as it builds for where each pays for its own.
fn served(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    idx: ItemIdx,
) -> Served {
    let facts = &assessment.facts;
    let item = catalogue.item(idx);
    let rows: Vec<(usize, Truth)> = affected_rows(assessment, idx)
        .into_iter()
        .enumerate()
        .filter(|it| facts.count(it.0) > 0)
        .collect();
    let everywhere = rows.iter().all(|it| it.1 == Truth::Yes);
    let Some(stairwell) = catalogue.stairwell else {
        return Served {
            all: everywhere,
            households: estimate.households.filter(|_| everywhere),
        };
    };
    let there = |fact: FactIdx| {
        let mut surely = rows.iter().filter(|it| it.1 == Truth::Yes);
        surely.try_fold(Amount::ZERO, |sum, (row, _)| {
            Some(sum.plus(facts.amount(*row, fact)?.repeated(facts.count(*row))))
        })
    };
    let stairwells = there(stairwell.entrances);
    let other_than = |it: &Amount| stairwells.is_none_or(|all| all.typical() != it.typical());
    let mut lines = estimate.lines.iter();
    let built = lines
        .find(|it| it.item == idx && it.line == 0)
        .map(|it| it.quantity)
        .filter(|it| item.by_floor.is_some() && other_than(it));
    let all = everywhere && built.is_none();
    let households = match built {
        _ if all && estimate.households.is_some() => estimate.households,
        None => there(stairwell.households),
        Some(built) => there(stairwell.households)
            .and_then(|it| it.over(stairwells?))
            .map(|it| it.times(built)),
    };
    Served {
        all,
        households: households.filter(|it| it.typical() > 0.0),
    }
}

/// Splits what can be split.
pub fn who_pays(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    plan: &Plan,
) -> Paying {
    let mut items = items_paying(catalogue, assessment, estimate, plan, estimate);
    let is_open = |it: &ItemPaying| affected_rows(assessment, it.item).contains(&Truth::Unknown);
    if items.iter().any(is_open) {
        let [surely, at_most] = [Truth::No, Truth::Yes].map(|truth| {
            let settled = assessment.settled(truth);
            let standings = estimate.standings.clone();
            let sized = estimate_standing(catalogue, &settled, plan, standings);
            items_paying(catalogue, &settled, &sized, plan, estimate)
        });
        let others = surely.into_iter().zip(at_most);
        for (item, (surely, at_most)) in items.iter_mut().zip(others) {
            if is_open(item) {
                item.span(surely, at_most);
            }
        }
    }
    let mut sums = vec![None; catalogue.payers.len()];
    let mut bear = |payer: PayerIdx, part: Portion, item: &ItemPaying| {
        let sum: &mut Option<(Portion, bool)> = &mut sums[payer.index()];
        let (so_far, differs) = sum.unwrap_or_default();
        *sum = Some((so_far + part, differs || !item.served.all));
    };
    let mut unshared = Portion::default();
    for item in &items {
        if let Some((which, amount)) = item.subsidy {
            bear(catalogue.subsidies[which].payer, amount, item);
        }
        match (&item.split, item.cost) {
            (Some(split), _) => {
                for it in split {
                    bear(it.payer, it.sum, item);
                }
            }
            (None, Some(cost)) => {
                let subsidy = item.subsidy.map_or(Portion::default(), |it| it.1);
                unshared = unshared + cost.less(subsidy);
            }
            (None, None) => {}
        }
    }
    let by_payer = sums
        .into_iter()
        .enumerate()
        .filter_map(|(payer, sum)| {
            let (sum, differs) = sum?;
            let households = estimate.households.filter(|_| !differs);
            Some(PayerSum {
                payer: PayerIdx(payer as u16),
                sum,
                differs,
                per_household: households.map(|it| sum.each(it)),
            })
        })
        .collect();
    Paying {
        items,
        by_payer,
        unshared,
    }
}

/// One per item that is built according to `whole`, as `estimate` prices it.
fn items_paying(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    plan: &Plan,
    whole: &Estimate,
) -> Vec<ItemPaying> {
    let costs = net_costs(catalogue, estimate);
    catalogue
        .item_indices()
        .filter(|it| whole.is_built(*it))
        .map(|it| item_paying(catalogue, assessment, estimate, plan, it, costs[it.index()]))
        .collect()
}

fn item_paying(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    plan: &Plan,
    idx: ItemIdx,
    cost: Option<Portion>,
) -> ItemPaying {
    let item = catalogue.item(idx);
    let lines = || estimate.lines.iter().filter(|it| it.item == idx);
    let entered = entered(catalogue, plan, idx);
    let sum = entered
        .iter()
        .fold(0, |sum: u32, (_, it)| sum.saturating_add(*it));
    let of_item = |it: &usize| catalogue.subsidies[*it].item == idx;
    let subsidies: Vec<usize> = (0..catalogue.subsidies.len()).filter(of_item).collect();
    let picked = plan.terms.subsidies.get(&item.id);
    let subsidy = subsidies
        .iter()
        .copied()
        .find(|it| Some(&catalogue.subsidies[*it].id) == picked)
        .and_then(|which| {
            let quantity = lines().find(|it| it.line == 0)?.quantity;
            let amount = catalogue.subsidies[which].amount;
            let cost = cost?;
            let of = |quantity: f64, most: Fen| {
                Fen((amount.0 as f64 * quantity).floor() as i64).min(most)
            };
            let portion = Portion {
                low: of(quantity.low(), cost.low),
                typical: of(quantity.typical(), cost.typical),
                high: of(quantity.high(), cost.high),
            };
            Some((which, portion))
        });
    let served = served(catalogue, assessment, estimate, idx);
    let split = cost.filter(|_| sum == WHOLE).map(|cost| {
        let rest = cost.less(subsidy.map_or(Portion::default(), |it| it.1));
        let weights: Vec<u32> = entered.iter().map(|(_, it)| *it).collect();
        let payers = entered.iter().map(|(payer, _)| *payer);
        let bearing = |(payer, sum): (PayerIdx, Portion)| Bearing {
            payer,
            sum,
            each: served.households.map(|it| sum.each(it)),
        };
        payers.zip(rest.split(&weights)).map(bearing).collect()
    });
    ItemPaying {
        item: idx,
        order: item.payers.clone(),
        cost,
        unpriced: estimate.unpriced.iter().any(|it| it.item == idx),
        served,
        entered,
        sum,
        subsidy,
        subsidies,
        split,
        earns: item.earns,
    }
}

fn entered(catalogue: &Catalogue, plan: &Plan, item: ItemIdx) -> Vec<(PayerIdx, u32)> {
    let Some(shares) = plan.terms.shares.get(&catalogue.item(item).id) else {
        return Vec::new();
    };
    let payers = catalogue.payers.iter().enumerate();
    payers
        .filter_map(|(at, payer)| Some((PayerIdx(at as u16), *shares.get(&payer.id)?)))
        .collect()
}

/// 分层分摊. What the floors of one stairwell bear of one unit of an item,
/// such as one lift.
#[derive(Clone, Debug, PartialEq)]
pub struct FloorSharing {
    pub item: ItemIdx,
    /// The row of the facts whose stairwells these are.
    pub row: usize,
    pub payer: PayerIdx,
    /// What is shared: one unit at its price, less the subsidy, and of that
    /// the part of `payer`.
    pub amount: Portion,
    /// No shares were entered, so all of the rest is shared.
    pub whole: bool,
    /// The plan's weights stand in the place of the catalogue's.
    pub overridden: bool,
    /// Households on a floor on average; `None` while their number is not known.
    pub per_floor: Option<Amount>,
    /// The ground floor first; they add up to `amount`, and bear nothing where all
    /// their weights are zero.
    pub floors: Vec<Floor>,
}

impl FloorSharing {
    /// Some floor has a weight; otherwise nobody bears the amount.
    pub fn is_weighed(&self) -> bool {
        self.floors.iter().any(|it| it.weight > 0)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Floor {
    pub weight: u32,
    pub amount: Portion,
    /// One part per household of the floor, which add up to `amount`; `None`
    /// unless as many live on each floor and their number is known.
    pub households: Option<Vec<Portion>>,
}

/// Shares the chosen items that are shared by floor, for each group of
/// buildings whose storeys are known.
pub fn by_floor(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    plan: &Plan,
) -> Vec<FloorSharing> {
    let Some(stairwell) = catalogue.stairwell else {
        return Vec::new();
    };
    let facts = &assessment.facts;
    let costs = net_costs(catalogue, estimate);
    let mut sharings = Vec::new();
    for idx in catalogue.item_indices() {
        let item = catalogue.item(idx);
        let (Some(rule), Some(price)) = (&item.by_floor, item.lines[0].price) else {
            continue;
        };
        if !estimate.is_built(idx) {
            continue;
        }
        let paying = item_paying(
            catalogue,
            assessment,
            estimate,
            plan,
            idx,
            costs[idx.index()],
        );
        let mut amount = Portion::from(
            catalogue
                .priced(price, plan.terms.region(catalogue))
                .price
                .times(Amount::exact(1.0)),
        );
        if let Some((which, _)) = paying.subsidy {
            let subsidy = catalogue.subsidies[which].amount;
            amount = Portion {
                low: Fen((amount.low.0 - subsidy.0).max(0)),
                typical: Fen((amount.typical.0 - subsidy.0).max(0)),
                high: Fen((amount.high.0 - subsidy.0).max(0)),
            };
        }
        let whole = paying.sum != WHOLE;
        if !whole {
            let shares: Vec<u32> = paying.entered.iter().map(|(_, it)| *it).collect();
            let at = paying.entered.iter().position(|it| it.0 == rule.payer);
            let parts = amount.split(&shares);
            amount = at.map_or(Portion::default(), |it| parts[it]);
        }
        let agreed = plan.terms.floors.get(&item.id);
        for (row, truth) in affected_rows(assessment, idx).into_iter().enumerate() {
            let storeys = facts.amount(row, stairwell.storeys);
            let Some(storeys) = storeys.filter(|it| it.is_exact() && truth != Truth::No) else {
                continue;
            };
            let n_floors = storeys.typical() as usize;
            let weights = weights(agreed.unwrap_or(&rule.weights), n_floors);
            let mut parts = amount.split(&weights);
            parts.resize(n_floors, Portion::default());
            let households = facts.amount(row, stairwell.households);
            let entrances = facts.amount(row, stairwell.entrances);
            let per_floor = households
                .zip(entrances)
                .and_then(|(households, entrances)| households.over(entrances)?.over(storeys));
            let each = per_floor
                .map(|it| it.typical())
                .filter(|it| it.fract() == 0.0 && *it >= 1.0);
            let floors: Vec<Floor> = weights
                .iter()
                .zip(parts)
                .map(|(weight, amount)| Floor {
                    weight: *weight,
                    amount,
                    households: each.map(|it| amount.split(&vec![1; it as usize])),
                })
                .collect();
            if !floors.is_empty() {
                sharings.push(FloorSharing {
                    item: idx,
                    row,
                    payer: rule.payer,
                    amount,
                    whole,
                    overridden: agreed.is_some(),
                    per_floor,
                    floors,
                });
            }
        }
    }
    sharings
}

/// Weights for so many floors; above the last one given its last step goes on.
fn weights(given: &[u32], n_floors: usize) -> Vec<u32> {
    let last = given.last().copied().unwrap_or(0);
    let before = given.len().checked_sub(2).map_or(last, |it| given[it]);
    let step = last.saturating_sub(before);
    (0..n_floors)
        .map(|floor| match given.get(floor) {
            Some(weight) => *weight,
            None => {
                let further = (floor + 1 - given.len()) as u32;
                last.saturating_add(step.saturating_mul(further))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_odd_fen_goes_to_the_largest_remainder() {
        assert_eq!(split(Fen(100), &[1, 1, 1]), [Fen(34), Fen(33), Fen(33)]);
        assert_eq!(split(Fen(10), &[1, 5]), [Fen(2), Fen(8)]);
        assert_eq!(split(Fen(10), &[0, 0]), []);
    }

    #[test]
    fn floors_above_the_table_go_on_by_its_last_step() {
        assert_eq!(weights(&[0, 1, 2], 6), [0, 1, 2, 3, 4, 5]);
        assert_eq!(weights(&[0, 10, 15], 5), [0, 10, 15, 20, 25]);
        assert_eq!(weights(&[0, 1, 2], 2), [0, 1]);
        assert_eq!(weights(&[3], 3), [3, 3, 3]);
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_fen_and_stay_within_one_of_their_share(
            whole in 0_i64..1_000_000_000_000,
            weights in proptest::collection::vec(0_u32..20_000, 1..40),
        ) {
            let parts = split(Fen(whole), &weights);
            let sum: u64 = weights.iter().map(|it| u64::from(*it)).sum();
            if sum == 0 {
                prop_assert!(parts.is_empty());
            } else {
                prop_assert_eq!(parts.iter().map(|it| it.0).sum::<i64>(), whole);
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = i128::from(whole) * i128::from(*weight);
                    let off = i128::from(part.0) * i128::from(sum) - exact;
                    prop_assert!(off.abs() < i128::from(sum));
                    prop_assert!(*weight > 0 || part.0 == 0);
                }
            }
        }
    }
}
