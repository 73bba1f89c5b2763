//! 分期: the plan split into years.
//!
//! Bottom-line items go first, with whatever must precede them; no item stands
//! in an earlier year than one that must be finished before it.

use crate::catalogue::{Catalogue, Gate};
use crate::estimate::{Estimate, Standing};
use crate::id::ItemIdx;
use crate::money::Fen;
use crate::schedule::{Weeks, nearest_before, schedule_of};
use crate::shares::{Portion, net_costs};
use crate::suggestions::Assessment;
use crate::terms::{MAX_YEARS, Phasing};

/// 一期. The works of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// In the order in which they were placed.
    pub items: Vec<ItemIdx>,
    /// Of these items, works only, less what they save by sharing works.
    pub cost: Portion,
    /// Of this year and all before it.
    pub cumulative: Portion,
    /// How long the works of this year take when nothing else is under way;
    /// `open` says that it is the least, as some duration is not known.
    pub weeks: Weeks,
    pub open: bool,
    /// One item alone costs more than the cap.
    pub over_cap: bool,
    /// Items with work that is not priced: the cost is the least there is.
    pub unpriced: Vec<ItemIdx>,
}

/// Splits the chosen items into years. Undecided items stand outside, as they
/// may not be needed at all. A cap of nothing or less is taken for no cap.
pub fn phases(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    phasing: Phasing,
    start_month: Option<u8>,
) -> Vec<Phase> {
    let chosen: Vec<ItemIdx> = catalogue
        .item_indices()
        .filter(|it| estimate.standings[it.index()] == Standing::Chosen)
        .collect();
    let net = net_costs(catalogue, estimate);
    let cost_of = |it: &ItemIdx| net[it.index()].unwrap_or_default();
    let costs: Vec<Portion> = chosen.iter().map(cost_of).collect();
    let typical: Vec<i64> = costs.iter().map(|it| it.typical.0).collect();
    let mut before = nearest_before(catalogue, &chosen);
    hand_over_covered(catalogue, estimate, &chosen, &mut before);
    let pressing: Vec<bool> = chosen
        .iter()
        .map(|it| catalogue.item(*it).gate == Gate::BottomLine || assessment.suggestion(*it).locked)
        .collect();
    let order = placing_order(&before, pressing);
    let (years, cap) = match phasing {
        Phasing::Years(years) => {
            let years = usize::from(years.clamp(1, MAX_YEARS));
            let cap = even_cap(&order, &before, &typical, years);
            (place(&order, &before, &typical, cap), None)
        }
        Phasing::YearlyCap(Fen(cap)) => {
            let cap = if cap > 0 { cap } else { i64::MAX };
            (place(&order, &before, &typical, cap), Some(cap))
        }
    };
    let n_years = years.iter().map(|it| it + 1).max().unwrap_or(0);
    let mut cumulative = Portion::default();
    (0..n_years)
        .map(|year| {
            let placed: Vec<usize> = order
                .iter()
                .copied()
                .filter(|it| years[*it] == year)
                .collect();
            let items: Vec<ItemIdx> = placed.iter().map(|it| chosen[*it]).collect();
            let cost: Portion = placed.iter().map(|it| costs[*it]).sum();
            cumulative = cumulative + cost;
            let mut in_menu_order = items.clone();
            in_menu_order.sort_unstable();
            let schedule =
                schedule_of(catalogue, assessment, estimate, &in_menu_order, start_month);
            Phase {
                unpriced: items
                    .iter()
                    .copied()
                    .filter(|item| estimate.unpriced.iter().any(|it| it.item == *item))
                    .collect(),
                items,
                cost,
                cumulative,
                weeks: schedule.weeks,
                open: schedule.open,
                over_cap: cap.is_some_and(|it| cost.typical.0 > it),
            }
        })
        .collect()
}

/// An item whose work another one contains is done when that one is, so the
/// containing item comes first and presses as much.
fn hand_over_covered(
    catalogue: &Catalogue,
    estimate: &Estimate,
    chosen: &[ItemIdx],
    before: &mut [Vec<usize>],
) {
    let position = |item: ItemIdx| chosen.iter().position(|it| *it == item);
    for overlap in &catalogue.overlaps {
        let has_work = estimate.lines.iter().any(|it| it.item == overlap.covered)
            || estimate
                .unpriced
                .iter()
                .any(|it| it.item == overlap.covered);
        if let (Some(covering), Some(covered)) =
            (position(overlap.covering), position(overlap.covered))
            && !has_work
            && !precedes(before, covered, covering)
        {
            before[covered].push(covering);
        }
    }
}

fn precedes(before: &[Vec<usize>], early: usize, late: usize) -> bool {
    let mut seen = vec![false; before.len()];
    let mut waiting = vec![late];
    while let Some(it) = waiting.pop() {
        if it == early {
            return true;
        }
        if !std::mem::replace(&mut seen[it], true) {
            waiting.extend(&before[it]);
        }
    }
    false
}

/// Every item after what must precede it; among those that could come next a
/// pressing one, then the first of the menu.
fn placing_order(before: &[Vec<usize>], mut pressing: Vec<bool>) -> Vec<usize> {
    // What must precede a pressing item presses as much.
    loop {
        let mut changed = false;
        for (at, before) in before.iter().enumerate() {
            for it in before {
                if pressing[at] && !pressing[*it] {
                    pressing[*it] = true;
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    let mut placed = vec![false; before.len()];
    let mut order = Vec::with_capacity(before.len());
    while let Some(next) = (0..before.len())
        .filter(|it| !placed[*it] && before[*it].iter().all(|it| placed[*it]))
        .min_by_key(|it| (!pressing[*it], *it))
    {
        placed[next] = true;
        order.push(next);
    }
    order
}

/// Puts each item into the first year that has room and is not before what
/// must precede it. An item dearer than the cap gets a year of its own.
fn place(order: &[usize], before: &[Vec<usize>], typical: &[i64], cap: i64) -> Vec<usize> {
    let mut years = vec![0; typical.len()];
    let mut spent: Vec<i64> = Vec::new();
    for it in order {
        let mut year = before[*it].iter().map(|it| years[*it]).max().unwrap_or(0);
        while let Some(sum) = spent.get(year) {
            // What is not priced takes no room; it is listed beside the sum.
            if *sum == 0 || typical[*it] == 0 || sum.saturating_add(typical[*it]) <= cap {
                break;
            }
            year += 1;
        }
        if year == spent.len() {
            spent.push(0);
        }
        spent[year] = spent[year].saturating_add(typical[*it]);
        years[*it] = year;
    }
    years
}

/// The smallest cap found by halving with which `years` are enough.
fn even_cap(order: &[usize], before: &[Vec<usize>], typical: &[i64], years: usize) -> i64 {
    let fits = |cap: i64| {
        let placed = place(order, before, typical, cap);
        placed.iter().all(|it| *it < years)
    };
    let (mut low, mut high) = (
        0,
        typical
            .iter()
            .fold(1, |sum: i64, it| sum.saturating_add(*it)),
    );
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if fits(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_presses_goes_first_and_takes_its_predecessors_along() {
        let before = vec![vec![], vec![], vec![1]];
        assert_eq!(placing_order(&before, vec![false, false, true]), [1, 2, 0]);
    }

    #[test]
    fn what_comes_before_is_found_however_far_back() {
        let before = vec![vec![], vec![0], vec![1]];
        assert!(precedes(&before, 0, 2));
        assert!(!precedes(&before, 2, 0));
    }

    #[test]
    fn a_smaller_item_fills_the_year_a_larger_one_does_not_fit_into() {
        let before = vec![vec![], vec![], vec![]];
        assert_eq!(place(&[0, 1, 2], &before, &[6, 7, 3], 10), [0, 1, 0]);
    }

    #[test]
    fn an_item_dearer_than_the_cap_still_gets_its_year() {
        let before = vec![vec![], vec![]];
        assert_eq!(place(&[0, 1], &before, &[50, 3], 10), [0, 1]);
    }

    proptest! {
        #[test]
        fn a_year_keeps_to_its_cap_and_to_the_order(
            costs in proptest::collection::vec(0_i64..1000, 1..40),
            edges in proptest::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..60),
            cap in 1_i64..3000,
            n_years in 1_usize..8,
        ) {
            let mut before = vec![Vec::new(); costs.len()];
            for (one, other) in edges {
                let (one, other) = (one.index(costs.len()), other.index(costs.len()));
                if one != other {
                    before[one.max(other)].push(one.min(other));
                }
            }
            let order = placing_order(&before, vec![false; costs.len()]);
            prop_assert_eq!(order.len(), costs.len());
            let years = place(&order, &before, &costs, cap);
            for (at, before) in before.iter().enumerate() {
                for it in before {
                    prop_assert!(years[*it] <= years[at]);
                }
            }
            for year in 0..=years.iter().copied().max().unwrap_or(0) {
                let of_year = |it: &usize| years[*it] == year && costs[*it] > 0;
                let mut inside = (0..costs.len()).filter(of_year);
                let sum: i64 = inside.clone().map(|it| costs[it]).sum();
                prop_assert!(sum <= cap || (inside.next().is_some() && inside.next().is_none()));
            }
            let even = even_cap(&order, &before, &costs, n_years);
            let years = place(&order, &before, &costs, even);
            prop_assert!(years.iter().all(|it| *it < n_years));
        }
    }
}
