//! 分期: the plan split into years.
//!
//! Bottom-line items go first, with whatever must precede them; no item stands
//! in an earlier year than one that must be finished before it. Works that
//! share a trench, a scaffold, a road surface or a power cut are kept in one
//! year where it has room for them: a saving is had only within a year.

use crate::bundles::{Part, net, savings};
use crate::catalogue::{Catalogue, Gate, LineRef};
use crate::estimate::{Estimate, Knowledge, parts_of};
use crate::id::ItemIdx;
use crate::money::{Cost, Fen};
use crate::schedule::{Weeks, nearest_before, schedule_of};
use crate::shares::Portion;
use crate::suggestions::Assessment;
use crate::terms::{MAX_YEARS, Phasing};

/// 一期. The works of one year.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// In the order in which they were placed.
    pub items: Vec<ItemIdx>,
    /// Of these items, works only, less what they save by sharing works within
    /// this year.
    pub cost: Portion,
    /// Of this year and all before it.
    pub cumulative: Portion,
    /// How long the works of this year take when nothing else is under way;
    /// `open` says that it is the least, as some duration is not known.
    pub weeks: Weeks,
    pub open: bool,
    /// One item alone costs more than the cap.
    pub over_cap: bool,
    /// Items without any known price: the cost is the least there is.
    pub unpriced: Vec<ItemIdx>,
    /// Items that may cost something or nothing: they took no room, and only
    /// the high end of the cost has them in it.
    pub undetermined: Vec<ItemIdx>,
    /// Items of which one or the other holds for a part only.
    pub partly: Vec<ItemIdx>,
}

/// Splits the items that are built into years. Undecided items stand outside, as
/// they may not be needed at all. A cap of nothing or less is taken for no cap.
pub fn phases(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    phasing: Phasing,
    start_month: Option<u8>,
) -> Vec<Phase> {
    let chosen: Vec<ItemIdx> = catalogue
        .item_indices()
        .filter(|it| estimate.is_built(*it))
        .collect();
    let parts = parts_of(&estimate.lines);
    let cost_of = |items: &[ItemIdx]| -> Cost {
        let is_here = |it: &Part| items.contains(&it.item);
        let parts: Vec<Part> = parts.iter().copied().filter(is_here).collect();
        let saved = savings(catalogue, &parts);
        net(parts.iter().map(|it| it.cost).sum(), &saved)
    };
    let items_at = |at: &[usize]| -> Vec<ItemIdx> { at.iter().map(|it| chosen[*it]).collect() };
    let typical_of = |at: &[usize]| cost_of(&items_at(at)).typical().0;
    let mut before = nearest_before(catalogue, &chosen);
    hand_over_covered(catalogue, estimate, &chosen, &mut before);
    let pressing = |it: &ItemIdx| {
        catalogue.item(*it).gate == Gate::BottomLine || assessment.suggestion(*it).locked
    };
    let pressing = with_their_predecessors(&before, chosen.iter().map(pressing).collect());
    let mates = mates(catalogue, &parts, &chosen, &pressing);
    put_in_turn(catalogue, &chosen, &pressing, &mates, &mut before);
    let order = Order {
        placing: placing_order(&before, &pressing),
        mates,
        before,
        cost_of: &typical_of,
    };
    let (years, cap) = match phasing {
        Phasing::Years(years) => {
            let years = usize::from(years.clamp(1, MAX_YEARS));
            (order.place(order.even_cap(years), Cap::Guide), None)
        }
        Phasing::YearlyCap(Fen(cap)) => {
            let cap = if cap > 0 { cap } else { i64::MAX };
            (order.place(cap, Cap::Limit), Some(cap))
        }
    };
    let mut cumulative = Portion::default();
    years
        .into_iter()
        .map(|placed| {
            let items = items_at(&placed);
            let cost = Portion::from(cost_of(&items));
            cumulative = cumulative + cost;
            let mut in_menu_order = items.clone();
            in_menu_order.sort_unstable();
            let schedule =
                schedule_of(catalogue, assessment, estimate, &in_menu_order, start_month);
            let those = |knowledge: Knowledge| {
                let items = items.iter().copied();
                let those = items.filter(|it| estimate.knowledge(*it) == knowledge);
                those.collect()
            };
            Phase {
                unpriced: those(Knowledge::Unpriced),
                undetermined: those(Knowledge::Undetermined),
                partly: those(Knowledge::Part),
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

/// What these years cost more than all works in one go, because works that
/// could share a trench or a scaffold fall into different years.
pub fn forgone(phases: &[Phase], estimate: &Estimate) -> Fen {
    let last = phases.last();
    last.map_or(Fen(0), |it| {
        let more = it.cumulative.typical.0 - estimate.chosen.typical().0;
        Fen(more.max(0))
    })
}

/// 先铺后挖. Work that is finished in an earlier year than what would dig it up
/// or stand on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spoiled {
    pub item: ItemIdx,
    pub by: Vec<ItemIdx>,
}

/// What these years spoil, in menu order.
pub fn spoiled(catalogue: &Catalogue, phases: &[Phase]) -> Vec<Spoiled> {
    let year = |item: ItemIdx| phases.iter().position(|it| it.items.contains(&item));
    let ordered = catalogue.conflicts.iter().filter(|it| it.ones_first);
    let later = ordered.flat_map(|it| it.pairs()).filter(|(one, other)| {
        let years = year(*one).zip(year(*other));
        years.is_some_and(|(one, other)| one > other)
    });
    let mut spoiled: Vec<Spoiled> = Vec::new();
    for (one, other) in later {
        match spoiled.iter_mut().find(|it| it.item == other) {
            Some(it) => it.by.push(one),
            None => spoiled.push(Spoiled {
                item: other,
                by: vec![one],
            }),
        }
    }
    spoiled.sort_by_key(|it| it.item);
    spoiled
}

/// For each of `chosen` the ones it shares work with.
fn mates(
    catalogue: &Catalogue,
    parts: &[Part],
    chosen: &[ItemIdx],
    pressing: &[bool],
) -> Vec<Vec<usize>> {
    let mut mates = vec![Vec::new(); chosen.len()];
    for shared in &catalogue.shared_works {
        let is_there = |line: &&LineRef| {
            parts.iter().any(|it| {
                (it.item, it.line) == (line.item, usize::from(line.line)) && it.cost.high() > Fen(0)
            })
        };
        let lines = shared.lines.iter().chain(&shared.host).filter(is_there);
        let sharing: Vec<usize> = lines
            .filter_map(|line| chosen.iter().position(|it| *it == line.item))
            .collect();
        for one in &sharing {
            // Bottom-line works do not wait for others, which may join them.
            let others = sharing
                .iter()
                .filter(|it| pressing[**it] || !pressing[*one]);
            mates[*one].extend(others);
        }
    }
    mates
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
        if let (Some(covering), Some(covered)) =
            (position(overlap.covering), position(overlap.covered))
            && !estimate.has_work(overlap.covered)
            && !precedes(before, covered, covering)
        {
            before[covered].push(covering);
        }
    }
}

/// What would dig up or stand on another's work comes first, unless that one
/// presses and the former does not, or joins what presses to share its work.
fn put_in_turn(
    catalogue: &Catalogue,
    chosen: &[ItemIdx],
    pressing: &[bool],
    mates: &[Vec<usize>],
    before: &mut [Vec<usize>],
) {
    let joins = |it: usize| !pressing[it] && mates[it].iter().any(|it| pressing[*it]);
    let position = |item: ItemIdx| chosen.iter().position(|it| *it == item);
    let ordered = catalogue.conflicts.iter().filter(|it| it.ones_first);
    for (one, other) in ordered.flat_map(|it| it.pairs()) {
        if let (Some(one), Some(other)) = (position(one), position(other))
            && (pressing[one] || !pressing[other])
            && !joins(other)
            && !precedes(before, other, one)
        {
            before[other].push(one);
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

/// What must precede a pressing item presses as much.
fn with_their_predecessors(before: &[Vec<usize>], mut pressing: Vec<bool>) -> Vec<bool> {
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
            return pressing;
        }
    }
}

/// Every item after what must precede it; among those that could come next a
/// pressing one, then the first of the menu.
fn placing_order(before: &[Vec<usize>], pressing: &[bool]) -> Vec<usize> {
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

/// What a cap by year is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cap {
    /// Nobody has more to spend in a year.
    Limit,
    /// It was sought so that the years come out even, and sharing works counts
    /// for more than that.
    Guide,
}

/// In what order items are put into years, and what keeps them together.
struct Order<'a> {
    placing: Vec<usize>,
    before: Vec<Vec<usize>>,
    /// The ones it shares work with.
    mates: Vec<Vec<usize>>,
    /// Typical, in fen; less than the sum of its parts where they share work.
    cost_of: &'a dyn Fn(&[usize]) -> i64,
}

impl Order<'_> {
    /// Puts each item into the first year that has room and is not before what
    /// must precede it, together with what it shares work with where they have
    /// room together. An item dearer than the cap gets a year of its own. What
    /// has no cost that is known takes no room; it is listed beside the sum.
    fn place(&self, cap: i64, kind: Cap) -> Vec<Vec<usize>> {
        let mut year_of = vec![None; self.before.len()];
        let mut years: Vec<(Vec<usize>, i64)> = Vec::new();
        for it in &self.placing {
            if year_of[*it].is_some() {
                continue;
            }
            let group = self.together(*it, &year_of);
            let alone = vec![*it];
            let fits_a_year = kind == Cap::Guide || (self.cost_of)(&group) <= cap;
            let group = if fits_a_year { group } else { alone };
            let before = group.iter().flat_map(|it| &self.before[*it]);
            let mut year = before.filter_map(|it| year_of[*it]).max().unwrap_or(0);
            // Where what it shares work with has a year already.
            let mates = group.iter().flat_map(|it| &self.mates[*it]);
            let shared = mates.filter_map(|it| year_of[*it]).max();
            let shared = shared.filter(|it| kind == Cap::Guide && *it >= year);
            let joined = loop {
                let (there, sum) = years.get(year).cloned().unwrap_or_default();
                let joined = [there, group.clone()].concat();
                let cost = (self.cost_of)(&joined);
                let fits = sum == 0 || cost == sum || cost <= cap;
                if shared.map_or(fits, |it| it == year) {
                    break (joined, cost);
                }
                year += 1;
            };
            for it in group {
                year_of[it] = Some(year);
            }
            match years.get_mut(year) {
                Some(there) => *there = joined,
                None => years.push(joined),
            }
        }
        years.into_iter().map(|(items, _)| items).collect()
    }

    /// An item, what it shares work with, and what must precede any of them,
    /// as far as they have no year, in the order of placing.
    fn together(&self, it: usize, year_of: &[Option<usize>]) -> Vec<usize> {
        let mut group = vec![false; self.before.len()];
        let mut waiting = self.mates[it].clone();
        waiting.push(it);
        while let Some(it) = waiting.pop() {
            if year_of[it].is_none() && !std::mem::replace(&mut group[it], true) {
                waiting.extend(&self.before[it]);
            }
        }
        let order = self.placing.iter().copied();
        order.filter(|it| group[*it]).collect()
    }

    /// About the smallest cap with which `years` are enough, found by halving
    /// down to a thousandth of the whole.
    fn even_cap(&self, years: usize) -> i64 {
        let whole = self
            .placing
            .iter()
            .map(|it| (self.cost_of)(&[*it]))
            .fold(1, i64::saturating_add);
        let (mut low, mut high) = (0, whole);
        while high - low > (whole / 1000).max(1) {
            let middle = low + (high - low) / 2;
            if self.place(middle, Cap::Guide).len() <= years {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_presses_goes_first_and_takes_its_predecessors_along() {
        let before = vec![vec![], vec![], vec![1]];
        let pressing = with_their_predecessors(&before, vec![false, false, true]);
        assert_eq!(placing_order(&before, &pressing), [1, 2, 0]);
    }

    #[test]
    fn what_comes_before_is_found_however_far_back() {
        let before = vec![vec![], vec![0], vec![1]];
        assert!(precedes(&before, 0, 2));
        assert!(!precedes(&before, 2, 0));
    }

    /// Places items whose costs add up, less 1 for each pair of mates that
    /// shares a year.
    fn placed(costs: &[i64], mates: &[(usize, usize)], cap: i64, kind: Cap) -> Vec<Vec<usize>> {
        let both = |it: &[usize], (one, other): (usize, usize)| {
            i64::from(it.contains(&one) && it.contains(&other))
        };
        let cost_of = |it: &[usize]| {
            let sum: i64 = it.iter().map(|it| costs[*it]).sum();
            sum - mates.iter().map(|pair| both(it, *pair)).sum::<i64>()
        };
        let mut all = vec![Vec::new(); costs.len()];
        for (one, other) in mates {
            all[*one].push(*other);
            all[*other].push(*one);
        }
        let order = Order {
            placing: (0..costs.len()).collect(),
            before: vec![Vec::new(); costs.len()],
            mates: all,
            cost_of: &cost_of,
        };
        order.place(cap, kind)
    }

    #[test]
    fn a_smaller_item_fills_the_year_a_larger_one_does_not_fit_into() {
        assert_eq!(
            placed(&[6, 7, 3], &[], 10, Cap::Limit),
            [vec![0, 2], vec![1]]
        );
    }

    #[test]
    fn an_item_dearer_than_the_cap_still_gets_its_year() {
        assert_eq!(placed(&[50, 3], &[], 10, Cap::Limit), [[0], [1]]);
    }

    #[test]
    fn what_shares_a_trench_shares_a_year_if_one_has_room_for_both() {
        // One by one, 0 and 1 would fill the first year and 2 start another.
        let placed = |costs: &[i64], mates: &[(usize, usize)], kind| placed(costs, mates, 10, kind);
        let apart = placed(&[5, 5, 5], &[(0, 2)], Cap::Limit);
        assert_eq!(apart, [vec![0, 2], vec![1]]);
        // What is saved makes room.
        assert_eq!(placed(&[5, 6], &[(0, 1)], Cap::Limit), [[0, 1]]);
        // Together they are dearer than a year that is limited.
        let dear = [5, 4, 7];
        let limited = placed(&dear, &[(0, 2)], Cap::Limit);
        assert_eq!(limited, [vec![0, 1], vec![2]]);
        assert_eq!(placed(&dear, &[(0, 2)], Cap::Guide), [vec![0, 2], vec![1]]);
    }

    proptest! {
        #[test]
        fn a_year_keeps_to_its_cap_and_to_the_order(
            costs in proptest::collection::vec(0_i64..1000, 1..40),
            edges in proptest::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..60),
            shared in proptest::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..20),
            cap in 1_i64..3000,
            n_years in 1_usize..8,
        ) {
            let pair = |(one, other): (prop::sample::Index, prop::sample::Index)| {
                (one.index(costs.len()), other.index(costs.len()))
            };
            let mut before = vec![Vec::new(); costs.len()];
            for (one, other) in edges.into_iter().map(pair) {
                if one != other {
                    before[one.max(other)].push(one.min(other));
                }
            }
            let mut mates = vec![Vec::new(); costs.len()];
            for (one, other) in shared.into_iter().map(pair) {
                mates[one].push(other);
                mates[other].push(one);
            }
            let cost_of = |it: &[usize]| it.iter().map(|it| costs[*it]).sum::<i64>();
            let placing = placing_order(&before, &vec![false; costs.len()]);
            prop_assert_eq!(placing.len(), costs.len());
            let order = Order { placing, before, mates, cost_of: &cost_of };
            let years = order.place(cap, Cap::Limit);
            let mut placed = years.concat();
            placed.sort_unstable();
            prop_assert_eq!(placed, (0..costs.len()).collect::<Vec<_>>());
            let year_of = |item: usize| years.iter().position(|it| it.contains(&item));
            for (at, before) in order.before.iter().enumerate() {
                for it in before {
                    prop_assert!(year_of(*it) <= year_of(at));
                }
            }
            let even = order.place(order.even_cap(n_years), Cap::Guide);
            prop_assert!(even.len() <= n_years);
            let year_of = |item: usize| even.iter().position(|it| it.contains(&item));
            for (at, before) in order.before.iter().enumerate() {
                for it in before {
                    prop_assert!(year_of(*it).is_some() && year_of(*it) <= year_of(at));
                }
            }
            for items in &years {
                let dear = items.iter().filter(|it| costs[**it] > 0).count();
                prop_assert!(cost_of(items) <= cap || dear == 1);
            }
        }
    }
}
