//! The working of a quantity: formula, values, and where each comes from.

use crate::components::details::origin;
use crate::components::trace_list::trace_list;
use crate::format;
use crate::session::{OpenEstate, Session};
use crate::text::{self, Lang};
use buqi_core::Truth;
use buqi_core::catalogue::FactKind;
use buqi_core::explain::{Operation, Row, Working};
use buqi_core::quantity::Amount;
use yew::prelude::*;

/// `row` is the group of buildings it is about, where it is about one.
pub fn working_list(session: &Session, estate: &OpenEstate, working: &Working, row: usize) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let plain = |phrase| lang.say(phrase).to_owned();
    // One for each building is just their number.
    let counts_buildings = matches!(working.operation, Operation::Buildings(_))
        && working.amount.is_some_and(Amount::is_exact)
        && working
            .parts
            .iter()
            .all(|it| it.operation == Operation::Constant(1.0));
    let (name, value) = match &working.operation {
        Operation::Fact(idx) => {
            let fact = catalogue.fact(*idx);
            let value = working.amount.map(|it| match &fact.kind {
                FactKind::Number { unit, .. } => {
                    format::with_range(lang, catalogue.unit(*unit), it)
                }
                _ => String::new(),
            });
            (lang.of(&fact.label).to_owned(), value)
        }
        Operation::Convention(idx) => {
            let convention = catalogue.convention(*idx);
            let value = working
                .amount
                .map(|it| format::with_range(lang, catalogue.unit(convention.unit), it));
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
                Operation::When(_) => text::ONLY_WHEN,
                _ if counts_buildings => text::N_BUILDINGS,
                _ => text::OVER_BUILDINGS,
            };
            let value = working.amount.map(|it| spread(lang, it, format::number));
            let part = working.parts.first().and_then(|it| it.amount);
            let value = match (other, part, value) {
                (Operation::WholePieces, Some(exact), Some(value)) => Some(format!(
                    "{} → {value}",
                    spread(lang, exact, format::precise)
                )),
                (Operation::When(it), Some(part), Some(_)) if it.truth == Truth::Unknown => {
                    Some(lang.fill(text::CONDITION_OPEN, &[&if_at_all(lang, part)]))
                }
                (Operation::When(it), _, Some(_)) if it.truth == Truth::No => {
                    Some(plain(text::CONDITION_FAILS))
                }
                (_, _, value) => value,
            };
            (plain(phrase), value)
        }
    };
    let is_constant = matches!(working.operation, Operation::Constant(_));
    let basis = working.amount.filter(|_| !is_constant);
    let basis = basis.map(|it| it.basis());
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
                { match &working.operation {
                    _ if counts_buildings => Html::default(),
                    Operation::Buildings(rows) => group_list(session, estate, rows, &working.parts),
                    other => html! {
                        <>
                            if let Operation::When(condition) = other {
                                { trace_list(lang, catalogue, condition, &|fact| origin(session, estate, row, fact)) }
                            }
                            { for working.parts.iter().map(|it| working_list(session, estate, it, row)) }
                        </>
                    },
                } }
            </li>
        </ul>
    }
}

/// What each group adds, and behind it how. One whose buildings are not looked
/// at yet counts to the high end only.
fn group_list(session: &Session, estate: &OpenEstate, rows: &[Row], parts: &[Working]) -> Html {
    let lang = session.lang;
    let groups = &estate.dossier.survey.groups;
    let one = |(row, part): (&Row, &Working)| {
        let label = groups.get(row.row).map_or("", |it| &it.label);
        let buildings = lang.fill(text::TIMES_BUILDINGS, &[label, &row.count.to_string()]);
        let added = part
            .amount
            .map(|it| spread(lang, it.repeated(row.count), format::number));
        let added = match added {
            Some(it) if row.is_open => lang.fill(text::GROUP_OPEN, &[&it]),
            Some(it) => it,
            None => lang.say(text::UNKNOWN).to_owned(),
        };
        html! {
            <details open={rows.len() == 1}>
                <summary>{ buildings }{ " = " }<b>{ added }</b></summary>
                { working_list(session, estate, part, row.row) }
            </details>
        }
    };
    rows.iter().zip(parts).map(one).collect()
}

/// "0 or 2,600 (1,900–3,300)", of what may not be needed at all.
fn if_at_all(lang: Lang, amount: Amount) -> String {
    if amount.typical() == 0.0 {
        return format!("0–{}", format::number(amount.high()));
    }
    lang.fill(text::NOTHING_OR, &[&spread(lang, amount, format::number)])
}

/// "2,600 (1,900–3,300)", or just the value where it has no range.
fn spread(lang: Lang, amount: Amount, say: impl Fn(f64) -> String) -> String {
    if amount.is_exact() {
        return say(amount.typical());
    }
    let [low, high] = [amount.low(), amount.high()].map(format::number);
    say(amount.typical()) + &lang.fill(text::BRACKETED, &[&format!("{low}–{high}")])
}
