//! 合并施工: works that are done in one go, and what that saves.
//!
//! A shared work is a trench, a scaffold, a road surface or a power cut that
//! several lines pay for, each in full, because each was priced as if it were
//! alone. The saving is a figure of its own: no line is changed.

use crate::catalogue::{Catalogue, LineRef};
use crate::id::ItemIdx;
use crate::money::{Cost, Fen};

/// One priced line that is certain to be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub item: ItemIdx,
    /// The position among the item's scope lines.
    pub line: usize,
    pub cost: Cost,
}

/// 节省. What one shared work takes off the sum of the lines.
///
/// The three figures belong to the three ends of the sum. At its low end the
/// largest share is saved and at its high end the smallest, so that the net
/// sum stays within what is possible; they need not be in order themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saving {
    /// The position among the catalogue's shared works.
    pub bundle: usize,
    /// The lines that become cheaper.
    pub lines: Vec<(ItemIdx, usize)>,
    /// The line that pays for the shared work.
    pub borne_by: (ItemIdx, usize),
    pub at_low: Fen,
    pub at_typical: Fen,
    pub at_high: Fen,
}

impl Saving {
    /// The saving itself as a range, for showing it alone.
    pub fn range(&self) -> Cost {
        Cost::new(
            self.at_low.min(self.at_high),
            self.at_typical,
            self.at_low.max(self.at_high),
        )
    }
}

/// The sum of `parts`, less the savings.
pub fn net(sum: Cost, savings: &[Saving]) -> Cost {
    let less = |fen: Fen, off: fn(&Saving) -> Fen| {
        let off: Fen = savings.iter().map(off).sum();
        Fen(fen.0.saturating_sub(off.0))
    };
    Cost::new(
        less(sum.low(), |it| it.at_low),
        less(sum.typical(), |it| it.at_typical),
        less(sum.high(), |it| it.at_high),
    )
}

/// What the shared works of the catalogue save among `parts`.
///
/// Without a host the line with the largest typical cost pays for the shared
/// work and each other one saves the stated share of its cost. With a host the
/// host pays, and the largest of the other lines saves; the smaller ones have
/// shared with it already. Each shared work is worked out on what the ones
/// before it left, so nothing is saved twice and no line ends below zero.
pub fn savings(catalogue: &Catalogue, parts: &[Part]) -> Vec<Saving> {
    let mut left: Vec<[i64; 3]> = parts
        .iter()
        .map(|it| [it.cost.low(), it.cost.typical(), it.cost.high()].map(|it| it.0))
        .collect();
    let mut savings = Vec::new();
    for (bundle, shared) in catalogue.shared_works.iter().enumerate() {
        let find = |wanted: &LineRef| {
            parts.iter().position(|it| {
                it.item == wanted.item
                    && it.line == usize::from(wanted.line)
                    && it.cost.high() > Fen(0)
            })
        };
        let present: Vec<usize> = shared.lines.iter().filter_map(find).collect();
        // The first of equals, so that the result is stable.
        let largest = present.iter().copied().reduce(|best, it| {
            let size = |at: usize| (left[at][1], left[at][2]);
            if size(it) > size(best) { it } else { best }
        });
        let Some(largest) = largest else { continue };
        let (payer, cheaper): (usize, Vec<usize>) = match &shared.host {
            Some(host) => match find(host) {
                Some(host) => (host, vec![largest]),
                None => continue,
            },
            None => {
                let others = present.iter().copied().filter(|it| *it != largest);
                (largest, others.collect())
            }
        };
        if cheaper.is_empty() {
            continue;
        }
        let share = catalogue.convention(shared.saved);
        let mut off = [0; 3];
        // From the low end of the sum to its high end.
        for (end, share) in [share.high, share.typical, share.low]
            .into_iter()
            .enumerate()
        {
            for at in &cheaper {
                let cut = (left[*at][end] as f64 * share.clamp(0.0, 1.0)).floor() as i64;
                let cut = cut.min(left[*at][end]);
                left[*at][end] -= cut;
                off[end] += cut;
            }
        }
        let place = |at: usize| (parts[at].item, parts[at].line);
        savings.push(Saving {
            bundle,
            lines: cheaper.into_iter().map(place).collect(),
            borne_by: place(payer),
            at_low: Fen(off[0]),
            at_typical: Fen(off[1]),
            at_high: Fen(off[2]),
        });
    }
    savings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Convention, Evidence, SharedWork, Text};
    use crate::id::{ConventionId, ConventionIdx, UnitIdx};
    use proptest::prelude::*;

    /// Lines 0, 1 and 2 share a trench; line 3 repairs the road above it.
    fn catalogue([low, typical, high]: [f64; 3]) -> Catalogue {
        let line = |item| LineRef {
            item: ItemIdx(item),
            line: 0,
        };
        let shared = |lines: &[u16], host: Option<u16>| SharedWork {
            name: Text::default(),
            lines: lines.iter().copied().map(line).collect(),
            host: host.map(line),
            saved: ConventionIdx(0),
            reason: Text::default(),
            evidence: Evidence::OWN,
        };
        Catalogue {
            conventions: vec![Convention {
                id: ConventionId::new("saved").expect("a plain word is an id"),
                name: Text::default(),
                unit: UnitIdx(0),
                low,
                typical,
                high,
                evidence: Evidence::OWN,
            }],
            shared_works: vec![shared(&[0, 1, 2], None), shared(&[0, 1, 2], Some(3))],
            ..Catalogue::default()
        }
    }

    fn part(item: u16, fen: i64) -> Part {
        Part {
            item: ItemIdx(item),
            line: 0,
            cost: Cost::new(Fen(fen / 2), Fen(fen), Fen(fen * 2)),
        }
    }

    fn check(parts: &[Part], typical: &[i64]) {
        let catalogue = catalogue([0.05, 0.1, 0.2]);
        let saved: Vec<i64> = savings(&catalogue, parts)
            .iter()
            .map(|it| it.at_typical.0)
            .collect();
        assert_eq!(saved, typical);
    }

    #[test]
    fn a_work_alone_shares_nothing() {
        check(&[], &[]);
        check(&[part(0, 1000)], &[]);
        check(&[part(3, 1000)], &[]);
        // Netted away: what costs nothing saves nothing.
        check(&[part(0, 1000), part(1, 0)], &[]);
    }

    #[test]
    fn the_largest_pays_and_each_other_saves_once() {
        check(&[part(0, 1000), part(1, 3000)], &[100]);
        check(&[part(0, 1000), part(1, 3000), part(2, 500)], &[150]);
    }

    #[test]
    fn the_host_saves_the_largest_its_surface() {
        check(&[part(0, 1000), part(3, 9000)], &[100]);
        check(&[part(0, 1000), part(1, 3000), part(3, 9000)], &[100, 300]);
    }

    proptest! {
        #[test]
        fn a_saving_never_exceeds_what_its_lines_cost(
            costs in proptest::collection::vec((0..4_u16, 0..1_000_000_000_000_i64), 0..4),
            shares in proptest::array::uniform3(0.0..=1.0_f64),
        ) {
            let mut shares = shares;
            shares.sort_by(f64::total_cmp);
            let mut parts: Vec<Part> = costs.into_iter().map(|(item, fen)| part(item, fen)).collect();
            parts.dedup_by_key(|it| it.item);
            let saved = savings(&catalogue(shares), &parts);
            let sum: Cost = parts.iter().map(|it| it.cost).sum();
            let net = net(sum, &saved);
            for (net, sum, off) in [
                (net.low(), sum.low(), saved.iter().map(|it| it.at_low).sum::<Fen>()),
                (net.typical(), sum.typical(), saved.iter().map(|it| it.at_typical).sum()),
                (net.high(), sum.high(), saved.iter().map(|it| it.at_high).sum()),
            ] {
                prop_assert_eq!(net + off, sum);
                prop_assert!(net.0 >= 0 && off.0 >= 0);
            }
            for saving in &saved {
                let lines: Cost = parts
                    .iter()
                    .filter(|it| saving.lines.contains(&(it.item, it.line)))
                    .map(|it| it.cost)
                    .sum();
                prop_assert!(saving.at_low <= lines.low());
                prop_assert!(saving.at_typical <= lines.typical());
                prop_assert!(saving.at_high <= lines.high());
            }
        }
    }
}
