//! What the catalogue makes of a published project.

use super::PriceYear;
use super::words::{Works, works};
use crate::cases::Case;
use buqi_core::catalogue::{Project, Quantity, Rule, ScopeLine};
use buqi_core::estimate::{Standing, estimate};
use buqi_core::id::{FactIdx, GroupId, ItemIdx};
use buqi_core::likely::widened;
use buqi_core::money::{Cost, Fen};
use buqi_core::plan::{Decision, Override, Plan};
use buqi_core::project::{BuildUp, build_up};
use buqi_core::schedule::{Weeks, schedule};
use buqi_core::survey::{Answers, BuildingGroup, Reply, Survey};
use buqi_core::{Catalogue, assess};

/// 预测. What the catalogue makes of a case.
pub struct Prediction {
    pub total: Cost,
    pub likely: Cost,
    /// Of that, what the list of works leaves out.
    pub unnamed: Cost,
    /// Of the works of one average estate, and from their start to acceptance.
    pub weeks: Weeks,
    pub to_acceptance: Weeks,
    /// Each word that means something, with the items it was read as.
    pub matched: Vec<(String, Vec<ItemIdx>)>,
    pub unmatched: Vec<String>,
    /// Items that were matched and have no priced line.
    pub unpriced: Vec<ItemIdx>,
    /// Lines of matched items that have a price and add nothing to the typical
    /// total: what they depend on was not published.
    pub counted_as_none: Vec<(ItemIdx, usize)>,
}

impl Case {
    pub fn has_size(&self) -> bool {
        let sizes = [self.area, self.dwellings, self.buildings, self.stairwells];
        sizes.iter().any(Option::is_some)
    }

    /// What was not published is taken from what was, at its usual proportion
    /// and without a range of its own.
    fn size(&self, catalogue: &Catalogue, project: &Project) -> Size {
        let typical = |it| catalogue.convention(it).typical;
        let per_building = typical(project.floor_area_per_building);
        let per_dwelling = typical(project.floor_area_per_household);
        let per_stairwell = typical(project.floor_area_per_entrance);
        let area = self
            .area
            .or(self.dwellings.map(|it| it * per_dwelling))
            .or(self.buildings.map(|it| it * per_building))
            .or(self.stairwells.map(|it| it * per_stairwell))
            .unwrap_or_default();
        let buildings = self.buildings.unwrap_or(area / per_building);
        // Half a building makes no estate of its own.
        let estates = area / typical(project.floor_area_per_estate);
        Size {
            area,
            dwellings: self.dwellings.unwrap_or(area / per_dwelling),
            buildings,
            estates: self.n_estates.unwrap_or(estates.round().max(1.0)),
        }
    }

    /// The average estate of the case, which is priced and then multiplied:
    /// gates, rooms and the like come once per estate.
    fn average_estate(&self, catalogue: &Catalogue, project: &Project, size: &Size) -> Survey {
        let mut survey = Survey::default();
        for (fact, value) in [
            (catalogue.floor_area, size.area),
            (catalogue.households, size.dwellings),
        ] {
            if let Some(fact) = fact {
                answer(catalogue, &mut survey.estate, fact, value / size.estates);
            }
        }
        let mut answers = Answers::new();
        if let Some(year) = self.year_built {
            answer(catalogue, &mut answers, project.year_built, year);
        }
        if let Some(stairwells) = self.stairwells {
            let each = (stairwells / size.buildings).round().max(1.0);
            answer(catalogue, &mut answers, project.entrances, each);
        }
        if let Ok(id) = GroupId::new("all") {
            survey.groups.push(BuildingGroup {
                id,
                label: "".into(),
                count: (size.buildings / size.estates).round().max(1.0) as u32,
                answers,
            });
        }
        survey
    }
}

/// What a project is made of, all of it.
struct Size {
    area: f64,
    dwellings: f64,
    buildings: f64,
    estates: f64,
}

fn answer(catalogue: &Catalogue, answers: &mut Answers, fact: FactIdx, value: f64) {
    answers.insert(catalogue.fact(fact).id.clone(), Reply::Number(value).into());
}

pub fn predict(
    catalogue: &Catalogue,
    project: &Project,
    case: &Case,
    year: PriceYear,
) -> Prediction {
    let size = case.size(catalogue, project);
    let survey = case.average_estate(catalogue, project, &size);
    let Works {
        done,
        matched,
        unmatched,
    } = works(catalogue, &case.works);
    let mut catalogue = catalogue.clone();
    let mut plan = Plan::default();
    for idx in catalogue.item_indices() {
        let item = &mut catalogue.items[idx.index()];
        let Some(named) = done.iter().find(|it| it.item == idx) else {
            plan.decisions.insert(item.id.clone(), Decision::Deferred);
            continue;
        };
        // A word for one line says nothing about the others.
        let only = named.lines.iter().flat_map(|only| {
            let lines = item.lines.iter().enumerate();
            lines.filter(|(place, _)| !only.contains(place))
        });
        let nothing = |line: &ScopeLine| {
            let none = Override {
                quantity: 0.0,
                note: "".into(),
            };
            ((item.id.clone(), line.id.clone()), none)
        };
        plan.overrides.extend(only.map(|(_, it)| nothing(it)));
        // Where each stairwell decides for itself the word says that some
        // did, not how many: the item stays undecided.
        let each_for_itself = item
            .consent
            .is_some_and(|it| catalogue.consents[it.index()].by_entrance);
        if !each_for_itself {
            plan.decisions.insert(item.id.clone(), Decision::Accepted);
            for line in &mut catalogue.items[idx.index()].lines {
                presume(&mut line.quantity);
            }
        }
    }
    let assessment = assess(&catalogue, &survey);
    let estimate = estimate(&catalogue, &assessment, &plan);
    let unpriced = done
        .iter()
        .map(|it| it.item)
        .filter(|it| estimate.standings[it.index()] != Standing::Out)
        .filter(|it| {
            let mut lines = estimate.lines.iter().filter(|line| line.item == *it);
            lines.all(|line| line.cost.high() == Fen(0))
        })
        .filter(|it| estimate.netted.iter().all(|cut| cut.covered != *it))
        .collect();
    let counted_as_none = estimate
        .lines
        .iter()
        .filter(|it| it.cost.high() > Fen(0) && it.cost.typical() == Fen(0))
        .map(|it| (it.item, it.line))
        .collect();
    let year = match year {
        PriceYear::Base => None,
        PriceYear::Of(year) => Some(year),
        PriceYear::Each => case.year.map(|it| it.round() as u16),
    };
    let scale = size.estates * year.map_or(1.0, |it| drift(&catalogue, project, it));
    let area = size.area / size.estates;
    let (total, likely, unnamed) = build_up(&catalogue, &estimate).map_or_else(
        || (estimate.chosen, estimate.chosen, Cost::default()),
        |it| {
            let unnamed = unnamed_works(&catalogue, project, &it, area);
            let likely = likely_of_words(&catalogue, project, &it, unnamed);
            (it.everything() + unnamed, likely, unnamed)
        },
    );
    let weeks = schedule(&catalogue, &assessment, &estimate, None).weeks;
    Prediction {
        total: scaled(total, scale),
        likely: scaled(likely, scale),
        unnamed: scaled(unnamed, scale),
        to_acceptance: weeks.to_acceptance(&catalogue).unwrap_or(weeks),
        weeks,
        matched,
        unmatched,
        unpriced,
        counted_as_none,
    }
}

/// What the list leaves out, with fees and contingency. Where nothing that it
/// names has a price there is nothing to add to.
fn unnamed_works(catalogue: &Catalogue, project: &Project, built: &BuildUp, area: f64) -> Cost {
    let works = built.works.cost.typical().0 as f64;
    if works <= 0.0 {
        return Cost::default();
    }
    let whole = built.total.typical().0 as f64 / works;
    let price = catalogue.price(project.unnamed_works).price;
    scaled(
        Cost::new(price.low, price.typical, price.high),
        area * whole,
    )
}

/// The likely range of works of which only the names are known. What the list
/// leaves out is as uncertain as what it names.
fn likely_of_words(
    catalogue: &Catalogue,
    project: &Project,
    built: &BuildUp,
    unnamed: Cost,
) -> Cost {
    // Lifts stay undecided: they may add cost to what was certainly done, and
    // vary together with it as any two lines do.
    let above = (built.likely.high().0 - built.likely.typical().0) as f64;
    let open = built.open.likely.0 as f64;
    let shared = catalogue.convention(project.line_correlation).typical;
    let reach = (above * above + open * open + 2.0 * shared * above * open).sqrt();
    let priced = Cost::new(
        built.likely.low(),
        built.likely.typical(),
        built.likely.typical() + Fen(reach.ceil() as i64),
    );
    let named = priced.typical().0.max(1) as f64;
    let priced = scaled(priced, 1.0 + unnamed.typical().0 as f64 / named);
    let spread = catalogue.convention(project.named_works_spread).typical;
    widened(priced, spread, built.everything() + unnamed)
}

/// The prices of `year` per price of the catalogue.
fn drift(catalogue: &Catalogue, project: &Project, year: u16) -> f64 {
    let mut years: Vec<u16> = catalogue.prices.iter().map(|it| it.base_year).collect();
    years.sort_unstable();
    let base = years.get(years.len() / 2).copied().unwrap_or(year);
    let yearly = 1.0 + catalogue.convention(project.price_drift).typical;
    let over = |n_years: u16| (0..n_years).fold(1.0, |so_far, _| so_far * yearly);
    if year >= base {
        over(year - base)
    } else {
        1.0 / over(base - year)
    }
}

fn scaled(cost: Cost, by: f64) -> Cost {
    let scale = |it: Fen| Fen((it.0 as f64 * by).round() as i64);
    Cost::new(scale(cost.low()), scale(cost.typical()), scale(cost.high()))
}

/// A published work was done, so what it depends on was the case: conditions
/// that call for more work are taken as met, in all lines of the item.
///
/// Two kinds stay open. A condition that compares a number, such as a height
/// from which a rule applies, was not published. And one under a quantity that
/// is taken away, or divided by, works the other way round.
fn presume(quantity: &mut Quantity) {
    match quantity {
        // Nobody gave a rough grade, so none is presumed.
        Quantity::When { strict: true, .. } => {}
        Quantity::When { rule, then, .. } => {
            presume(then);
            if !compares(rule) {
                *quantity = (**then).clone();
            }
        }
        Quantity::Sum(parts)
        | Quantity::Product(parts)
        | Quantity::Max(parts)
        | Quantity::Min(parts)
        | Quantity::FirstKnown(parts) => parts.iter_mut().for_each(presume),
        Quantity::Gap { of, .. }
        | Quantity::Ratio { of, .. }
        | Quantity::CeilDiv { of, .. }
        | Quantity::FloorDiv { of, .. } => presume(of),
        Quantity::EachBuilding(each) | Quantity::EachAffected(each) => presume(each),
        Quantity::Fact(_) | Quantity::Constant(_) | Quantity::Convention(_) => {}
    }
}

fn compares(rule: &Rule) -> bool {
    match rule {
        Rule::All(parts) | Rule::Any(parts) => parts.iter().any(compares),
        Rule::Not(part) => compares(part),
        Rule::Is(..) | Rule::OneOf(..) => false,
        Rule::AtLeast(..) | Rule::AtMost(..) | Rule::LessThan(..) | Rule::Exceeds(..) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_met_unless_they_compare_or_take_away() {
        let one = Quantity::Constant(1.0);
        let when = |rule: Rule| Quantity::When {
            rule: Box::new(rule),
            then: Box::new(Quantity::Constant(1.0)),
            strict: false,
        };
        let is = Rule::Is(FactIdx(0), true);
        let tall = Rule::All(vec![is.clone(), Rule::AtLeast(FactIdx(1), 8.0)]);
        let gap = Quantity::Gap {
            of: Box::new(one.clone()),
            less: Box::new(when(is.clone())),
        };
        let mut quantity = Quantity::Sum(vec![when(is), when(tall.clone()), gap.clone()]);
        presume(&mut quantity);
        assert_eq!(quantity, Quantity::Sum(vec![one, when(tall), gap]));
    }
}
