//! 表决: what must be voted, by whom, and how many that takes here.
//!
//! One household stands for one owner and one head. Who owns several homes
//! counts once in a real vote; no survey knows that.

use crate::catalogue::{Catalogue, Share, VoteRule, VoteTest};
use crate::estimate::{Estimate, affected_rows};
use crate::id::{ConsentIdx, ItemIdx};
use crate::plan::Plan;
use crate::quantity::{Amount, Basis};
use crate::suggestions::Assessment;
use crate::truth::Truth;

/// 表决事项. One vote that the plan needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    pub consent: ConsentIdx,
    /// The plan's rule where it has one, else the catalogue's.
    pub rule: VoteRule,
    pub overridden: bool,
    /// The chosen items it is about; one for a vote by stairwell.
    pub items: Vec<ItemIdx>,
    /// The whole estate, or one entry for each group of buildings in which
    /// each stairwell votes by itself.
    pub voters: Vec<Voters>,
}

impl Ballot {
    /// The local rule of the catalogue that is in use, by its place; `None` for
    /// the Code and for a rule of one's own.
    pub fn local(&self, catalogue: &Catalogue) -> Option<usize> {
        let local = &catalogue.consent(self.consent).local;
        local
            .iter()
            .position(|it| self.overridden && it.rule == self.rule)
    }
}

/// Those who vote together.
#[derive(Clone, Debug, PartialEq)]
pub struct Voters {
    /// The row of the facts whose stairwells these are; `None` for the estate.
    pub row: Option<usize>,
    /// How many such stairwells vote, each by itself.
    pub stairwells: Option<Amount>,
    /// It is not settled that the item is needed in these buildings.
    pub open: bool,
    /// Households; `None` while their number is not known.
    pub heads: Option<Need>,
    /// Square metres of floor area, which stands for the area owned.
    pub area: Option<Need>,
}

/// The least numbers of one test, for the estate or for one stairwell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    pub of: Amount,
    pub attend: Amount,
    /// When no more take part than must. Of an area under a strict rule it is
    /// the figure to be passed, as there is no smallest area above it.
    pub agree: Amount,
}

/// A share as people type it: a fraction, a percentage or a decimal, also in
/// full-width characters. Above nothing and up to all; `None` otherwise.
pub fn typed_share(typed: &str) -> Option<Share> {
    let narrow = |it: char| match it {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(it as u32 - 0xfee0).unwrap_or(it),
        '。' => '.',
        it => it,
    };
    let text: String = typed
        .chars()
        .map(narrow)
        .filter(|it| !it.is_whitespace())
        .collect();
    let (above, below) = if let Some((above, below)) = text.split_once('/') {
        (above.parse().ok()?, below.parse().ok()?)
    } else if let Some(percent) = text.strip_suffix('%') {
        let (above, below) = decimal(percent)?;
        (above, below.checked_mul(100)?)
    } else {
        decimal(&text)?
    };
    let divisor = greatest_common(above, below);
    (0 < above && above <= below).then(|| Share {
        numerator: above / divisor,
        denominator: below / divisor,
    })
}

/// 667 and 1000 of "0.667"; at most six decimals.
fn decimal(text: &str) -> Option<(u32, u32)> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 6 {
        return None;
    }
    let below = 10_u32.checked_pow(decimals.len() as u32)?;
    Some((format!("{whole}{decimals}").parse().ok()?, below))
}

fn greatest_common(one: u32, other: u32) -> u32 {
    if other == 0 {
        one.max(1)
    } else {
        greatest_common(other, one % other)
    }
}

/// The votes that the chosen items need, in menu order of their first item.
pub fn ballots(
    catalogue: &Catalogue,
    assessment: &Assessment,
    estimate: &Estimate,
    plan: &Plan,
) -> Vec<Ballot> {
    let mut ballots: Vec<Ballot> = Vec::new();
    for item in catalogue.item_indices() {
        let Some(idx) = catalogue.item(item).consent else {
            continue;
        };
        if !estimate.is_built(item) {
            continue;
        }
        let consent = catalogue.consent(idx);
        let same = ballots.iter_mut().find(|it| it.consent == idx);
        if let Some(ballot) = same
            && !consent.by_entrance
        {
            ballot.items.push(item);
            continue;
        }
        let agreed = plan.terms.votes.get(&consent.id);
        let rule = agreed.copied().unwrap_or(consent.rule);
        let voters = if consent.by_entrance {
            stairwells(catalogue, assessment, item, rule)
        } else {
            vec![Voters {
                row: None,
                stairwells: None,
                open: false,
                heads: estimate.households.map(|it| heads(it, rule.heads)),
                area: estimate.floor_area.map(|it| area(it, rule.area)),
            }]
        };
        ballots.push(Ballot {
            consent: idx,
            rule,
            overridden: agreed.is_some(),
            items: vec![item],
            voters,
        });
    }
    ballots
}

fn stairwells(
    catalogue: &Catalogue,
    assessment: &Assessment,
    item: ItemIdx,
    rule: VoteRule,
) -> Vec<Voters> {
    let facts = &assessment.facts;
    affected_rows(assessment, item)
        .into_iter()
        .enumerate()
        .filter(|(row, truth)| *truth != Truth::No && facts.count(*row) > 0)
        .map(|(row, truth)| {
            let each = catalogue.stairwell.map(|it| {
                let entrances = facts.amount(row, it.entrances);
                let over = |fact| facts.amount(row, fact)?.over(entrances?);
                (
                    entrances.map(|it| it.times(Amount::exact(f64::from(facts.count(row))))),
                    over(it.households),
                    over(it.floor_area),
                )
            });
            let (stairwells, households, floor_area) = each.unwrap_or_default();
            Voters {
                row: Some(row),
                stairwells,
                open: truth == Truth::Unknown,
                heads: households.map(|it| heads(it, rule.heads)),
                area: floor_area.map(|it| area(it, rule.area)),
            }
        })
        .collect()
}

/// Numbers of households. A share that does not come whole, as that of a
/// stairwell of uneven ones, lies between the whole numbers around it.
fn heads(of: Amount, test: VoteTest) -> Need {
    let whole = |it: f64| (it + 1e-9).floor().max(0.0) as u64;
    let low = whole(of.low());
    let typical = whole(of.typical() + 0.5).max(low);
    let high = whole(of.high().ceil()).max(typical);
    let basis = if low == high && of.is_exact() {
        of.basis()
    } else {
        of.basis().weaker(Basis::Derived)
    };
    let [low, typical, high] = [low, typical, high].map(|it| (it, least(it, test)));
    let amount = |low: u64, typical: u64, high: u64| {
        Amount::ranged(low as f64, typical as f64, high as f64, basis)
    };
    Need {
        of: amount(low.0, typical.0, high.0),
        attend: amount(low.1.0, typical.1.0, high.1.0),
        agree: amount(low.1.1, typical.1.1, high.1.1),
    }
}

/// How many of `of` must take part at least, and how many of those must then
/// agree. A share above all there are is cut to all.
fn least(of: u64, test: VoteTest) -> (u64, u64) {
    let at_least = |of: u64, share: Share| {
        let below = u64::from(share.denominator).max(1);
        of.saturating_mul(u64::from(share.numerator))
            .div_ceil(below)
    };
    let agreeing = |of: u64| {
        let below = u64::from(test.approval.denominator).max(1);
        let needed = if test.strict {
            of.saturating_mul(u64::from(test.approval.numerator)) / below + 1
        } else {
            at_least(of, test.approval)
        };
        needed.min(of)
    };
    let attend = at_least(of, test.attendance);
    if test.of_all {
        let agree = agreeing(of);
        (attend.max(agree), agree)
    } else {
        (attend, agreeing(attend))
    }
}

fn area(of: Amount, test: VoteTest) -> Need {
    let part = |of: Amount, share: Share| {
        let share = f64::from(share.numerator) / f64::from(share.denominator.max(1));
        Amount::ranged(
            of.low() * share,
            of.typical() * share,
            of.high() * share,
            of.basis(),
        )
    };
    let attend = part(of, test.attendance);
    if test.of_all {
        let agree = part(of, test.approval);
        Need {
            of,
            attend: attend.max(agree),
            agree,
        }
    } else {
        Need {
            of,
            attend,
            agree: part(attend, test.approval),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Below;

    const fn share(numerator: u32, denominator: u32) -> Share {
        Share {
            numerator,
            denominator,
        }
    }

    const MAJORITY: VoteTest = VoteTest {
        attendance: share(2, 3),
        approval: share(1, 2),
        strict: true,
        of_all: false,
    };

    const THREE_QUARTERS: VoteTest = VoteTest {
        attendance: share(2, 3),
        approval: share(3, 4),
        strict: false,
        of_all: false,
    };

    #[test]
    fn more_than_half_and_at_least_three_quarters_round_differently() {
        // Of 12 households 8 take part: more than half is 5, three quarters 6.
        assert_eq!(least(12, MAJORITY), (8, 5));
        assert_eq!(least(12, THREE_QUARTERS), (8, 6));
        // Of 100 at least 67 take part: 34 are more than half, 51 three quarters.
        assert_eq!(least(100, MAJORITY), (67, 34));
        assert_eq!(least(100, THREE_QUARTERS), (67, 51));
        assert_eq!(least(1, MAJORITY), (1, 1));
        assert_eq!(least(0, MAJORITY), (0, 0));
    }

    #[test]
    fn a_share_is_typed_as_people_write_it() {
        for (typed, wanted) in [
            ("2/3", Some((2, 3))),
            ("４／６", Some((2, 3))),
            (" 65% ", Some((13, 20))),
            ("66.7％", Some((667, 1000))),
            ("0.65", Some((13, 20))),
            (".5", Some((1, 2))),
            ("1", Some((1, 1))),
            ("100%", Some((1, 1))),
            ("0", None),
            ("0/3", None),
            ("1/0", None),
            ("4/3", None),
            ("101%", None),
            ("65", None),
            ("-1/2", None),
            ("", None),
            (".", None),
            ("%", None),
            ("半数", None),
            ("0.1234567", None),
            ("99999999999/99999999999", None),
        ] {
            let share = wanted.map(|(above, below)| share(above, below));
            assert_eq!(typed_share(typed), share, "{typed}");
        }
    }

    #[test]
    fn a_rule_below_another_is_told() {
        let code = VoteRule::alike(MAJORITY);
        let with = |attendance, approval| VoteTest {
            attendance,
            approval,
            ..MAJORITY
        };
        let both = VoteRule::alike;
        assert_eq!(code.below(code), Below::Never);
        assert_eq!(
            both(with(share(65, 100), share(1, 2))).below(code),
            Below::Always
        );
        assert_eq!(
            both(with(share(2, 3), share(49, 100))).below(code),
            Below::Always
        );
        assert_eq!(
            both(with(share(3, 4), share(3, 5))).below(code),
            Below::Never
        );
        let lax = VoteTest {
            strict: false,
            ..MAJORITY
        };
        assert_eq!(both(lax).below(code), Below::Always);
        let all = VoteTest {
            of_all: true,
            ..MAJORITY
        };
        assert_eq!(code.below(both(all)), Below::Always);
        assert_eq!(both(all).below(code), Below::Never);
        // One test below the Code is enough, however much the other asks.
        let much = with(share(1, 1), share(1, 1));
        let mixed = |area, heads| VoteRule { area, heads };
        assert_eq!(mixed(lax, much).below(code), Below::Always);
        assert_eq!(mixed(much, lax).below(code), Below::Always);
        assert_eq!(mixed(much, MAJORITY).below(code), Below::Never);
    }

    #[test]
    fn a_rule_of_all_owners_may_be_below_only_when_nearly_all_attend() {
        let code = VoteRule::alike(THREE_QUARTERS);
        let of_all = |attendance, approval| {
            VoteRule::alike(VoteTest {
                attendance,
                approval,
                strict: false,
                of_all: true,
            })
        };
        // 11 of 16 against 9 of 11 that come, and against 12 of 16.
        let two_thirds = of_all(share(2, 3), share(2, 3));
        assert_eq!(two_thirds.below(code), Below::NearlyAllAttend);
        assert_eq!(of_all(share(2, 3), share(1, 2)).below(code), Below::Always);
        assert_eq!(of_all(share(1, 2), share(2, 3)).below(code), Below::Always);
        // At nine tenths the Code asks for more already.
        assert_eq!(of_all(share(9, 10), share(2, 3)).below(code), Below::Always);
        assert_eq!(of_all(share(2, 3), share(3, 4)).below(code), Below::Never);
        let half = of_all(share(2, 3), share(1, 2));
        let majority = VoteRule::alike(MAJORITY);
        assert_eq!(half.below(majority), Below::NearlyAllAttend);
    }

    #[test]
    fn of_an_area_the_share_is_not_rounded() {
        let test = VoteTest {
            attendance: share(1, 2),
            approval: share(3, 5),
            strict: true,
            of_all: false,
        };
        let by_area = area(Amount::exact(1_000.0), test);
        assert_eq!(by_area.attend.typical(), 500.0);
        assert_eq!(by_area.agree.typical(), 300.0);
        let all = VoteTest {
            of_all: true,
            ..test
        };
        let by_area = area(Amount::exact(1_000.0), all);
        assert_eq!(by_area.attend.typical(), 600.0);
        assert_eq!(by_area.agree.typical(), 600.0);
    }

    #[test]
    fn a_rule_about_all_owners_raises_attendance_with_it() {
        let test = VoteTest {
            attendance: share(1, 2),
            approval: share(4, 5),
            strict: false,
            of_all: true,
        };
        assert_eq!(least(11, test), (9, 9));
    }

    #[test]
    fn the_least_is_enough_and_one_less_is_not() {
        for of in 1..400_u64 {
            for rule in [MAJORITY, THREE_QUARTERS] {
                let (attend, agree) = least(of, rule);
                let enough = |part: u64, of: u64, share: Share, strict: bool| {
                    let (part, of) = (
                        part * u64::from(share.denominator),
                        of * u64::from(share.numerator),
                    );
                    if strict { part > of } else { part >= of }
                };
                assert!(enough(attend, of, rule.attendance, false));
                assert!(!enough(attend - 1, of, rule.attendance, false));
                assert!(enough(agree, attend, rule.approval, rule.strict));
                assert!(!enough(agree - 1, attend, rule.approval, rule.strict));
            }
        }
    }

    #[test]
    fn a_stairwell_of_uneven_size_gives_a_range() {
        let need = heads(Amount::exact(12.5), THREE_QUARTERS);
        assert_eq!((need.of.low(), need.of.high()), (12.0, 13.0));
        assert_eq!(need.of.basis(), Basis::Derived);
        assert_eq!((need.attend.low(), need.attend.high()), (8.0, 9.0));
    }
}
