//! Figures of a survey that do not fit together. They are used all the same,
//! since nobody knows which is wrong.

use crate::cases::{AREA_PER_BUILDING, AREA_PER_HOUSEHOLD, HOUSEHOLDS_PER_BUILDING};
use crate::figures;
use buqi_core::Catalogue;
use buqi_core::by_hand::far_off;
use buqi_core::catalogue::FactKind;
use buqi_core::id::{FactIdx, ItemIdx};
use buqi_core::plan::{Dossier, Plan};
use buqi_core::quantity::Amount;
use buqi_core::sizing::ledger_gap;
use buqi_core::suggestions::Assessment;
use buqi_core::survey::Reply;
use buqi_core::terms::Wish;
use buqi_exchange::Lang;

pub fn remarks(
    catalogue: &Catalogue,
    dossier: &Dossier,
    assessment: &Assessment,
    lang: Lang,
) -> Vec<String> {
    let figure = |fact: Option<FactIdx>| Figure::of(catalogue, dossier, fact?, lang);
    let area = figure(catalogue.floor_area);
    let households = figure(catalogue.households);
    let n_buildings = dossier.survey.n_buildings();
    let buildings = (n_buildings > 0).then(|| Figure {
        value: n_buildings.into(),
        text: lang.pick(
            format!(" {n_buildings} 栋楼"),
            figures::counted(n_buildings, "building", "buildings"),
        ),
    });
    let ratios = [
        (&area, &households, AREA_PER_HOUSEHOLD),
        (&households, &buildings, HOUSEHOLDS_PER_BUILDING),
        (&area, &buildings, AREA_PER_BUILDING),
    ];
    let unfit = ratios.into_iter().filter_map(|(above, below, range)| {
        let (above, below) = (above.as_ref()?, below.as_ref()?);
        let fits = range.contains(&(above.value / below.value));
        (!fits).then(|| {
            let (above, below) = (&above.text, &below.text);
            lang.pick(
                format!("{above}与{below}不相称，请核对。"),
                format!("{above} and {below} do not fit together; check them."),
            )
        })
    });
    let mut remarks: Vec<String> = unfit.collect();
    let facts = &assessment.facts;
    remarks.extend(catalogue.fact_indices().filter_map(|idx| {
        let sum = amount(catalogue, idx, ledger_gap(catalogue, facts, idx)?, lang);
        let typed = Figure::of(catalogue, dossier, idx, lang)?.text;
        Some(lang.pick(
            format!("{typed}，各楼栋合计却是 {sum}，请核对。"),
            format!("{typed} against {sum} that the buildings add up to; check them."),
        ))
    }));
    remarks.extend(catalogue.item_indices().flat_map(|item| {
        let n_lines = catalogue.item(item).lines.len();
        (0..n_lines).filter_map(move |line| {
            far_off_by_hand(catalogue, assessment, &dossier.plan, item, line, lang)
        })
    }));
    let Some(households) = &households else {
        return remarks;
    };
    for (item, wish) in &dossier.plan.terms.wishes {
        let (Wish::Households(wished), Some(idx)) = (wish, catalogue.find_item(item)) else {
            continue;
        };
        if f64::from(*wished) > households.value {
            let (name, of) = (lang.of(&catalogue.item(idx).name), &households.text);
            remarks.push(lang.pick(
                format!("想要“{name}”的 {wished} 户多于{of}，请核对。"),
                format!("{wished} households that want “{name}” are more than {of}; check them."),
            ));
        }
    }
    remarks
}

/// What speaks against a quantity that was set by hand.
fn far_off_by_hand(
    catalogue: &Catalogue,
    assessment: &Assessment,
    plan: &Plan,
    item: ItemIdx,
    line: usize,
    lang: Lang,
) -> Option<String> {
    let far = far_off(catalogue, assessment, plan, item, line)?;
    let item = catalogue.item(item);
    let line = &item.lines[line];
    let (name, label) = (lang.of(&item.name), lang.of(&line.label));
    let worked_out = figures::amount(catalogue, line.unit, far.worked_out, lang);
    let more = far.times > 1.0;
    let times = if more { far.times } else { 1.0 / far.times };
    let times = figures::number(times.round());
    Some(match more {
        true => lang.pick(
            format!("“{name}”的“{label}”按公式算出 {worked_out}，人工设定的约为它的 {times} 倍，请核对。"),
            format!("“{label}” of “{name}”: the formula gives {worked_out}; what was set by hand is about {times} times as much; check it."),
        ),
        false => lang.pick(
            format!("“{name}”的“{label}”按公式算出 {worked_out}，人工设定的只约为它的 1/{times}，请核对。"),
            format!("“{label}” of “{name}”: the formula gives {worked_out}; what was set by hand is about 1/{times} of it; check it."),
        ),
    })
}

/// A figure of the estate, and how it is told.
struct Figure {
    value: f64,
    text: String,
}

impl Figure {
    fn of(catalogue: &Catalogue, dossier: &Dossier, fact: FactIdx, lang: Lang) -> Option<Figure> {
        let idx = fact;
        let fact = catalogue.fact(idx);
        let Reply::Number(value) = dossier.survey.estate.get(&fact.id)?.reply else {
            return None;
        };
        let amount = amount(catalogue, idx, value, lang);
        let label = lang.of(&fact.label);
        Some(Figure {
            value,
            text: lang.pick(format!("“{label}”{amount}"), format!("“{label}” {amount}")),
        })
    }
}

fn amount(catalogue: &Catalogue, fact: FactIdx, value: f64, lang: Lang) -> String {
    let unit = match catalogue.fact(fact).kind {
        FactKind::Number { unit, .. } => Some(catalogue.unit(unit)),
        FactKind::YesNo | FactKind::Choice(_) => None,
    };
    figures::spread(unit, Amount::exact(value), figures::precise, lang)
}
