//! 估算: quantities and costs of the plan, never a bare total.

use crate::bundles::{Part, Saving, net, savings};
use crate::catalogue::{self, Catalogue, Level, Tier};
use crate::id::ItemIdx;
use crate::money::{Cost, Fen, UnitPrice};
use crate::plan::{Decision, Plan};
use crate::quantity::Amount;
use crate::rule::FactSet;
use crate::sizing::{Site, as_bought, measure_line, unmeasured};
use crate::suggestions::Assessment;
use crate::truth::Truth;

/// What an item is to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// In the plan; its cost counts in full.
    Chosen,
    /// Not settled and nobody decided: it may cost from nothing to its high.
    Undecided,
    /// Not in the plan.
    Out,
}

/// 估算. Sums what is priced and lists what is not.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// One per item of the catalogue, in menu order.
    pub standings: Vec<Standing>,
    pub lines: Vec<Line>,
    pub unpriced: Vec<Unpriced>,
    /// Work counted once although two items imply it.
    pub netted: Vec<Netted>,
    /// What chosen items save by sharing work.
    pub savings: Vec<Saving>,
    /// The sum of the lines above less the savings, and only those.
    pub total: Cost,
    /// The same without the undecided items.
    pub chosen: Cost,
    /// The lines under each heading, before savings.
    pub by_class: Vec<(Class, Cost)>,
    /// What makes the range of the total as wide as it is.
    pub causes: Causes,
    /// For dividing the total; `None` while the figure is not known.
    pub floor_area: Option<Amount>,
    pub households: Option<Amount>,
}

impl Estimate {
    /// Whether any chosen line has a price. Without one, what is chosen costs an
    /// unknown sum and not nothing.
    pub fn is_priced(&self) -> bool {
        self.lines.iter().any(|it| it.standing == Standing::Chosen)
    }

    /// Whether anything is left to build of an item: not where another one
    /// contains all of it, nor where every quantity is nothing.
    pub fn has_work(&self, item: ItemIdx) -> bool {
        let mut lines = self.lines.iter().filter(|it| it.item == item);
        let mut unpriced = self.unpriced.iter().filter(|it| it.item == item);
        lines.any(|it| it.quantity.high() > 0.0)
            || unpriced.any(|it| it.quantity.is_none_or(|it| it.high() > 0.0))
    }

    /// Whether a chosen item is built, be it as a part of another one.
    pub fn is_built(&self, item: ItemIdx) -> bool {
        let contained = || self.netted.iter().any(|it| it.covered == item);
        self.standings[item.index()] == Standing::Chosen && (self.has_work(item) || contained())
    }

    /// How much is known of what a chosen item costs.
    pub fn knowledge(&self, item: ItemIdx) -> Knowledge {
        let (mut known, mut open) = (false, false);
        for line in self.lines.iter().filter(|it| it.item == item) {
            known |= line.cost.typical() > Fen(0);
            open |= line.cost.typical() == Fen(0) && line.cost.high() > Fen(0);
        }
        let unpriced = self.unpriced.iter().any(|it| it.item == item);
        match (known, open, unpriced) {
            (_, false, false) => Knowledge::Whole,
            (true, ..) => Knowledge::Part,
            (false, true, _) => Knowledge::Undetermined,
            (false, false, true) => Knowledge::Unpriced,
        }
    }
}

/// How much is known of what an item costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Knowledge {
    /// All of it, within its range; nothing is left to be done at times.
    Whole,
    /// Some of its work is priced; other work is not, or may cost something or
    /// nothing.
    Part,
    /// It may cost something, though nothing that is known makes it cost anything.
    Undetermined,
    /// Nothing of it is priced.
    Unpriced,
}

/// The four headings a total is split under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    Basic,
    Improve,
    Enhance,
    Service,
}

impl Class {
    pub const ALL: [Class; 4] = [Class::Basic, Class::Improve, Class::Enhance, Class::Service];

    pub fn of(part: catalogue::Part, tier: Tier) -> Class {
        match (part, tier) {
            (catalogue::Part::Service, _) => Class::Service,
            (catalogue::Part::Renovation, Tier::Basic) => Class::Basic,
            (catalogue::Part::Renovation, Tier::Improve) => Class::Improve,
            (catalogue::Part::Renovation, Tier::Enhance) => Class::Enhance,
        }
    }
}

/// One priced line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub item: ItemIdx,
    /// The position among the item's scope lines.
    pub line: usize,
    pub standing: Standing,
    pub quantity: Amount,
    /// For one unit, in the region of the plan.
    pub price: UnitPrice,
    /// A person set the quantity.
    pub overridden: bool,
    pub cost: Cost,
    pub causes: Causes,
}

impl Line {
    /// What the line costs if its item is needed, which for an undecided one
    /// is not the cost it counts with.
    pub fn if_needed(&self) -> Cost {
        self.price.times(self.quantity)
    }

    /// Where nine of ten such costs lie if it is needed.
    pub fn likely(&self) -> Cost {
        self.price.likely(self.quantity)
    }
}

/// A line that can't be priced, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Unpriced {
    pub item: ItemIdx,
    pub line: usize,
    pub standing: Standing,
    pub quantity: Option<Amount>,
    /// `true` when the catalogue knows no price for this work.
    pub no_price: bool,
    /// The facts that would give the quantity.
    pub missing: FactSet,
}

/// Work another chosen item already contains.
#[derive(Clone, Debug, PartialEq)]
pub struct Netted {
    /// The position among the catalogue's overlaps.
    pub overlap: usize,
    pub covering: ItemIdx,
    pub covered: ItemIdx,
    pub line: usize,
    /// What was left out, in the line's unit.
    pub quantity: Amount,
}

/// How far a cost may lie from its typical value, by cause, in fen.
///
/// Low to high with everything else held at its typical value; the parts
/// therefore need not add up to the whole range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Causes {
    /// Unit prices vary.
    pub prices: i64,
    /// Quantities were not measured.
    pub quantities: i64,
    /// Questions are unanswered, so it is not settled what is needed where.
    pub answers: i64,
}

impl Causes {
    fn plus(self, other: Causes) -> Causes {
        Causes {
            prices: self.prices.saturating_add(other.prices),
            quantities: self.quantities.saturating_add(other.quantities),
            answers: self.answers.saturating_add(other.answers),
        }
    }
}

/// What `plan` and `assessment` make of an item.
///
/// A suggestion stands until somebody decides otherwise; an item that nobody
/// asked for is out; one that is not settled stays undecided.
pub fn standing(
    catalogue: &Catalogue,
    assessment: &Assessment,
    plan: &Plan,
    item: ItemIdx,
) -> Standing {
    match plan.decisions.get(&catalogue.item(item).id) {
        Some(Decision::Accepted) => Standing::Chosen,
        Some(Decision::Deferred | Decision::Declined { .. }) => Standing::Out,
        None => match assessment.suggestion(item).truth {
            Truth::Yes => Standing::Chosen,
            Truth::Unknown => Standing::Undecided,
            Truth::No => Standing::Out,
        },
    }
}

/// Sizes and prices the plan.
pub fn estimate(catalogue: &Catalogue, assessment: &Assessment, plan: &Plan) -> Estimate {
    let standings = standings(catalogue, assessment, plan);
    estimate_standing(catalogue, assessment, plan, standings)
}

/// One per item, in menu order.
pub(crate) fn standings(
    catalogue: &Catalogue,
    assessment: &Assessment,
    plan: &Plan,
) -> Vec<Standing> {
    catalogue
        .item_indices()
        .map(|it| standing(catalogue, assessment, plan, it))
        .collect()
}

/// Sizes and prices as if the items stood so.
pub(crate) fn estimate_standing(
    catalogue: &Catalogue,
    assessment: &Assessment,
    plan: &Plan,
    standings: Vec<Standing>,
) -> Estimate {
    let mut sized = Sized::default();
    for item in catalogue.item_indices() {
        size_item(catalogue, assessment, plan, &standings, item, &mut sized);
    }
    let Sized {
        lines,
        unpriced,
        netted,
    } = sized;
    let parts = parts_of(&lines);
    let savings = savings(catalogue, &parts);
    let total = net(lines.iter().map(|it| it.cost).sum(), &savings);
    let chosen = net(parts.iter().map(|it| it.cost).sum(), &savings);
    let by_class = Class::ALL
        .into_iter()
        .map(|class| {
            let cost = lines
                .iter()
                .filter(|it| {
                    let item = catalogue.item(it.item);
                    Class::of(item.part, item.tier) == class
                })
                .map(|it| it.cost)
                .sum();
            (class, cost)
        })
        .collect();
    let causes = lines
        .iter()
        .fold(Causes::default(), |sum, it| sum.plus(it.causes));
    Estimate {
        standings,
        lines,
        unpriced,
        netted,
        savings,
        total,
        chosen,
        by_class,
        causes,
        floor_area: reference_amount(catalogue, assessment, catalogue.floor_area),
        households: reference_amount(catalogue, assessment, catalogue.households),
    }
}

/// The lines that are certain to be built.
pub(crate) fn parts_of(lines: &[Line]) -> Vec<Part> {
    lines
        .iter()
        .filter(|it| it.standing == Standing::Chosen)
        .map(|it| Part {
            item: it.item,
            line: it.line,
            cost: it.cost,
        })
        .collect()
}

/// What sizing found.
#[derive(Default)]
pub(crate) struct Sized {
    pub lines: Vec<Line>,
    pub unpriced: Vec<Unpriced>,
    pub netted: Vec<Netted>,
}

/// Sizes and prices the lines of one item, beside the others' standings.
pub(crate) fn size_item(
    catalogue: &Catalogue,
    assessment: &Assessment,
    plan: &Plan,
    standings: &[Standing],
    item: ItemIdx,
    into: &mut Sized,
) {
    let standing = standings[item.index()];
    if standing == Standing::Out {
        return;
    }
    let job = Job {
        catalogue,
        assessment,
        plan,
        standings,
        item,
        standing,
        affected: affected_rows(assessment, item),
    };
    for line in 0..catalogue.item(item).lines.len() {
        job.size(line, &mut into.lines, &mut into.unpriced, &mut into.netted);
    }
}

fn reference_amount(
    catalogue: &Catalogue,
    assessment: &Assessment,
    fact: Option<crate::id::FactIdx>,
) -> Option<Amount> {
    let fact = fact?;
    debug_assert_eq!(catalogue.fact(fact).level, Level::Estate);
    assessment.facts.amount(0, fact).filter(|it| it.low() > 0.0)
}

/// Which rows an item is about. Where a person added it without a finding,
/// that is every row nobody has ruled out, and failing that every row.
pub fn affected_rows(assessment: &Assessment, item: ItemIdx) -> Vec<Truth> {
    let suggestion = assessment.suggestion(item);
    let rows = suggestion.standings(assessment.facts.n_rows());
    affected_if(suggestion.truth, rows)
}

/// The same for a suggestion that says `truth` and these `rows`.
pub(crate) fn affected_if(truth: Truth, mut rows: Vec<Truth>) -> Vec<Truth> {
    if truth != Truth::Yes {
        let ruled_out = truth == Truth::No;
        for row in &mut rows {
            *row = (ruled_out || *row == Truth::Unknown).into();
        }
    }
    rows
}

struct Job<'a> {
    catalogue: &'a Catalogue,
    assessment: &'a Assessment,
    plan: &'a Plan,
    standings: &'a [Standing],
    item: ItemIdx,
    standing: Standing,
    affected: Vec<Truth>,
}

impl Job<'_> {
    fn size(
        &self,
        line: usize,
        lines: &mut Vec<Line>,
        unpriced: &mut Vec<Unpriced>,
        netted: &mut Vec<Netted>,
    ) {
        let item = self.catalogue.item(self.item);
        let scope = &item.lines[line];
        let overrides = &self.plan.overrides;
        // To look one up its key must be put together; mostly there are none.
        let overridden = (!overrides.is_empty())
            .then(|| overrides.get(&(item.id.clone(), scope.id.clone())))
            .flatten()
            .map(|it| as_bought(self.catalogue, scope, Amount::exact(it.quantity)));
        let n_netted = netted.len();
        let worked_out = overridden.or_else(|| {
            let whole = measure_line(self.site(&self.affected), scope)?;
            Some(self.net(line, whole, None, netted))
        });
        // What was set to nothing by hand stands there, to be set otherwise.
        if overridden.is_none() && worked_out.is_some_and(|it| it.high() == 0.0) {
            return;
        }
        let price = scope.price.map(|it| {
            self.catalogue
                .priced(it, self.plan.terms.region(self.catalogue))
                .price
        });
        let (Some(quantity), Some(price)) = (worked_out, price) else {
            unpriced.push(Unpriced {
                item: self.item,
                line,
                standing: self.standing,
                quantity: worked_out,
                no_price: price.is_none(),
                missing: if worked_out.is_none() {
                    unmeasured(self.site(&self.affected), &scope.quantity)
                } else {
                    FactSet::EMPTY
                },
            });
            return;
        };
        let cost = price.times(quantity);
        let at_typical_quantity = price.times(Amount::exact(quantity.typical()));
        let typical_price = UnitPrice {
            low: price.typical,
            typical: price.typical,
            high: price.typical,
        };
        let is_open = self.affected.contains(&Truth::Unknown) || netted.len() > n_netted;
        let settled_quantity = if overridden.is_none() && is_open {
            let settled: Vec<Truth> = self
                .affected
                .iter()
                .map(|it| (*it == Truth::Yes).into())
                .collect();
            let whole = measure_line(self.site(&settled), scope);
            whole.map_or(quantity, |it| {
                self.net(line, it, Some(&settled), &mut Vec::new())
            })
        } else {
            quantity
        };
        let settled_cost = typical_price.times(settled_quantity);
        let whole_cost = typical_price.times(quantity);
        let mut causes = Causes {
            prices: at_typical_quantity.high().0 - at_typical_quantity.low().0,
            quantities: settled_cost.high().0 - settled_cost.low().0,
            answers: (whole_cost.high().0 - settled_cost.high().0).max(0)
                + (settled_cost.low().0 - whole_cost.low().0).max(0),
        };
        let cost = match self.standing {
            Standing::Undecided => {
                causes = Causes {
                    answers: cost.high().0,
                    ..Causes::default()
                };
                cost.if_needed()
            }
            _ => cost,
        };
        lines.push(Line {
            item: self.item,
            line,
            standing: self.standing,
            quantity,
            price,
            overridden: overridden.is_some(),
            cost,
            causes,
        });
    }

    fn site<'a>(&'a self, affected: &'a [Truth]) -> Site<'a> {
        Site {
            catalogue: self.catalogue,
            facts: &self.assessment.facts,
            row: 0,
            affected,
        }
    }

    /// Takes out what a chosen item that covers this one does anyway.
    ///
    /// With `settled` rows, what is open falls to neither item.
    ///
    /// Only the first line is the item's own scope. Where both are about
    /// single buildings the covered work falls away in the buildings they
    /// share; otherwise it falls away by the covering quantity when the units
    /// agree, and altogether when they do not.
    fn net(
        &self,
        line: usize,
        whole: Amount,
        settled: Option<&[Truth]>,
        netted: &mut Vec<Netted>,
    ) -> Amount {
        if line != 0 {
            return whole;
        }
        let mut rest = whole;
        for (position, overlap) in self.catalogue.overlaps.iter().enumerate() {
            let covers = overlap.covered == self.item
                && self.standings[overlap.covering.index()] == Standing::Chosen;
            if !covers {
                continue;
            }
            let covering = self.catalogue.item(overlap.covering);
            let covered = self.catalogue.item(self.item);
            let covering_rows = affected_rows(self.assessment, overlap.covering);
            let (own, other) = (&covered.lines[0], &covering.lines[0]);
            let left = if covering.level == Level::Building && covered.level == Level::Building {
                // What may be covered is not yet, and may come to nothing.
                let beside = |covers: fn(Truth) -> bool| {
                    let affected = settled.unwrap_or(&self.affected);
                    let rows = affected.iter().zip(&covering_rows);
                    let rows: Vec<Truth> = rows
                        .map(|(own, other)| own.and((!covers(*other)).into()))
                        .collect();
                    measure_line(self.site(&rows), own).map_or(Amount::ZERO, |it| it.min(rest))
                };
                let left = beside(|it| it == Truth::Yes);
                match settled {
                    Some(_) => left,
                    None => left.down_to(beside(|it| it != Truth::No).low()),
                }
            } else if own.unit == other.unit {
                measure_line(self.site(&covering_rows), other).map_or(rest, |it| rest.less(it))
            } else {
                Amount::ZERO
            };
            let cut = Amount::ranged(
                rest.low() - left.low(),
                rest.typical() - left.typical(),
                rest.high() - left.high(),
                rest.basis(),
            );
            if cut.high() > 0.0 {
                netted.push(Netted {
                    covering: overlap.covering,
                    overlap: position,
                    covered: self.item,
                    line,
                    quantity: cut,
                });
            }
            rest = left;
        }
        rest
    }
}
