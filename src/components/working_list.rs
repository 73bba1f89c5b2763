//! The working of a quantity: formula, values, and where each comes from.

use crate::format;
use crate::session::{OpenEstate, Session};
use crate::text;
use buqi_core::catalogue::FactKind;
use buqi_core::explain::{Operation, Working};
use buqi_core::quantity::Amount;
use yew::prelude::*;

pub fn working_list(session: &Session, estate: &OpenEstate, working: &Working) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let plain = |phrase| lang.say(phrase).to_owned();
    // One for each building is just their number.
    let counts_buildings = matches!(working.operation, Operation::Buildings(_))
        && working
            .parts
            .iter()
            .all(|it| it.operation == Operation::Constant(1.0));
    let (name, value) = match &working.operation {
        Operation::Fact(idx) => {
            let fact = catalogue.fact(*idx);
            let value = working.amount.map(|it| match &fact.kind {
                FactKind::Number { unit, .. } => spread(it, |value| {
                    format::with_unit(lang, catalogue.unit(*unit), value)
                }),
                _ => String::new(),
            });
            (lang.of(&fact.label).to_owned(), value)
        }
        Operation::Convention(idx) => {
            let convention = catalogue.convention(*idx);
            let value = working.amount.map(|it| {
                spread(it, |value| {
                    format::with_unit(lang, catalogue.unit(convention.unit), value)
                })
            });
            let name = format!(
                "{} · {}",
                lang.say(text::CONVENTION),
                lang.of(&convention.name)
            );
            (name, value)
        }
        Operation::Constant(value) => (plain(text::NUMBER), Some(format::number(*value))),
        other => {
            let phrase = match other {
                Operation::Sum => text::SUM_OF,
                Operation::Product => text::PRODUCT_OF,
                Operation::Max => text::LARGEST_OF,
                Operation::Min => text::SMALLEST_OF,
                Operation::Gap => text::SHORTFALL,
                Operation::Ratio => text::DIVIDED,
                Operation::CeilDiv => text::PIECES,
                Operation::FloorDiv => text::PIECES_THAT_FIT,
                Operation::FirstKnown => text::FIRST_KNOWN,
                Operation::WholePieces => text::WHOLE_PIECES,
                Operation::When => text::ONLY_WHEN,
                _ if counts_buildings => text::N_BUILDINGS,
                _ => text::OVER_BUILDINGS,
            };
            let value = working.amount.map(|it| spread(it, format::number));
            let rounded = working.parts.first().and_then(|it| it.amount);
            let value = match (other, rounded, value) {
                (Operation::WholePieces, Some(exact), Some(value)) => {
                    Some(format!("{} → {value}", spread(exact, format::precise)))
                }
                (_, _, value) => value,
            };
            (plain(phrase), value)
        }
    };
    let basis = working.amount.map(|it| it.basis());
    let labels: Vec<String> = match &working.operation {
        Operation::Buildings(rows) => rows
            .iter()
            .map(|(row, count)| {
                let label = estate
                    .dossier
                    .survey
                    .groups
                    .get(*row)
                    .map(|it| it.label.to_string())
                    .unwrap_or_default();
                lang.fill(text::TIMES_BUILDINGS, &[&label, &count.to_string()])
            })
            .collect(),
        _ => Vec::new(),
    };
    let evidence = match &working.operation {
        Operation::Convention(idx) => Some(&catalogue.convention(*idx).evidence),
        _ => None,
    };
    html! {
        <ul class="buqi-working">
            <li>
                <span class="buqi-working-name">{ name }</span>
                <span class="buqi-working-value">
                    { value.unwrap_or_else(|| plain(text::UNKNOWN)) }
                    if let Some(basis) = basis { <span class="buqi-chip">{ format::basis(lang, basis) }</span> }
                </span>
                if let Some(evidence) = evidence {
                    { crate::components::evidence::evidence(lang, catalogue, evidence) }
                }
                { for working.parts.iter().filter(|_| !counts_buildings).enumerate().map(|(at, part)| html! {
                    <>
                        if let Some(label) = labels.get(at) { <p class="buqi-soft">{ label.clone() }</p> }
                        { working_list(session, estate, part) }
                    </>
                }) }
            </li>
        </ul>
    }
}

/// "2,600 m² (1,900–3,300)", or just the value where it has no range.
fn spread(amount: Amount, say: impl Fn(f64) -> String) -> String {
    if amount.is_exact() {
        return say(amount.typical());
    }
    format!(
        "{} ({}–{})",
        say(amount.typical()),
        format::number(amount.low()),
        format::number(amount.high())
    )
}
