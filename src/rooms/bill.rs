//! 估算: lines, quantities, prices, ranges, and what is not priced.

use crate::components::bill_bar::{figures, headline, stacked_bar};
use crate::components::class_tag::{class_of, class_style};
use crate::components::details::consent;
use crate::components::evidence::evidence;
use crate::format;
use crate::session::{Action, Detail, OpenEstate, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::Truth;
use buqi_core::estimate::{Line, Standing, Unpriced};
use buqi_core::id::{ConsentIdx, ConventionIdx, ItemIdx};
use buqi_core::money::{Cost, Fen};
use buqi_core::project::build_up;
use yew::prelude::*;

pub fn draw(session: &SessionContext) -> Html {
    let Some(estate) = &session.estate else {
        return super::nothing_open(session);
    };
    let lang = session.lang;
    let estimate = &estate.estimate;
    let empty = estimate.lines.is_empty() && estimate.unpriced.is_empty();
    html! {
        <section aria-labelledby="bill-title">
            <h1 id="bill-title">{ lang.say(text::BILL) }</h1>
            { excluded(session, estate) }
            <p class="buqi-total">
                <strong>{ headline(session, estimate) }</strong>
                <span>{ figures(session, estimate) }</span>
                <span class="buqi-soft">{ lang.fill(text::BOUNDS_OF_TOTAL, &[&format::cost_range(lang, estimate.total)]) }</span>
            </p>
            <p class="buqi-soft">{ lang.say(text::WORKS_ONLY) }</p>
            if empty { <p class="buqi-empty">{ lang.say(text::NOTHING_CHOSEN) }</p> } else {
                <>
                    <h2>{ lang.say(text::BY_CATEGORY) }</h2>
                    { stacked_bar(session, estimate) }
                    { project(session, estate) }
                    { causes(session, estate) }
                    { lines(session, estate) }
                    { unpriced(session, estate) }
                    { netted(session, estate) }
                    { payers(session, estate) }
                    { votes(session, estate) }
                </>
            }
        </section>
    }
}

fn excluded(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    session
        .catalogue
        .exclusions
        .iter()
        .zip(&estate.assessment.exclusions)
        .filter(|(_, truth)| **truth == Truth::Yes)
        .map(|(exclusion, _)| {
            html! { <p class="buqi-warning buqi-panel">{ lang.fill(text::EXCLUDED, &[lang.of(&exclusion.reason)]) }</p> }
        })
        .collect()
}

/// Works, other fees, contingency and total, as an approval lists them.
fn project(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let Some(project) = build_up(session.catalogue, &estate.estimate) else {
        return Html::default();
    };
    let row = |name: Phrase, cost: Cost, by: Option<ConventionIdx>| {
        let share = by.map(|it| {
            let convention = session.catalogue.convention(it);
            let percent = format!("{}%", format::number(convention.typical * 100.0));
            lang.fill(text::SHARE_OF, &[&percent])
        });
        html! {
            <tr>
                <th scope="row">
                    { lang.say(name) }
                    if let Some(share) = share { <small class="buqi-soft">{ share }</small> }
                </th>
                <td data-name={lang.say(text::COST)}>
                    <b>{ format::money(lang, cost.typical()) }</b>
                    <small class="buqi-soft">{ format::cost_range(lang, cost) }</small>
                </td>
            </tr>
        }
    };
    let evidences = [project.fees.by, project.contingency.by];
    html! {
        <>
            <h2>{ lang.say(text::BUILD_UP) }</h2>
            <table class="buqi-lines" data-project="">
                <tbody>
                    { row(text::WORKS, project.works.cost, None) }
                    { row(text::FEES, project.fees.cost, project.fees.by) }
                    { row(text::CONTINGENCY, project.contingency.cost, project.contingency.by) }
                    { row(text::TOTAL, project.total, None) }
                </tbody>
            </table>
            if project.total.typical() > Fen(0) {
                <p><b>{ lang.fill(text::LIKELY, &[&format::cost_range(lang, project.likely)]) }</b></p>
            }
            <p class="buqi-soft">{ lang.say(text::LIKELY_HELP) }</p>
            <details>
                <summary>{ lang.say(text::EVIDENCE) }</summary>
                { for evidences.into_iter().flatten().map(|it| {
                    let convention = session.catalogue.convention(it);
                    html! { <><p>{ lang.of(&convention.name) }</p>{ evidence(lang, session.catalogue, &convention.evidence) }</> }
                }) }
            </details>
        </>
    }
}

/// Three bars on one scale: how far each cause alone spreads the total.
fn causes(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let causes = estate.estimate.causes;
    let rows = [
        (text::CAUSE_PRICES, causes.prices),
        (text::CAUSE_QUANTITIES, causes.quantities),
        (text::CAUSE_ANSWERS, causes.answers),
    ];
    let most = rows.iter().map(|it| it.1).max().unwrap_or(0).max(1);
    html! {
        <>
            <h2>{ lang.say(text::CAUSES) }</h2>
            <dl class="buqi-causes">
                { for rows.iter().map(|(name, fen)| {
                    let width = 100.0 * *fen as f64 / most as f64;
                    html! {
                        <>
                            <dt>{ lang.say(*name) }</dt>
                            <dd>
                                <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                                    <rect class="buqi-cause" x="0" y="0" width={format::fixed(width, 2)} height="8" />
                                </svg>
                                <span>{ format::money(lang, Fen(*fen)) }</span>
                            </dd>
                        </>
                    }
                }) }
            </dl>
            <p class="buqi-soft">{ lang.say(text::CAUSES_HELP) }</p>
        </>
    }
}

fn show_line(session: &SessionContext, item: ItemIdx, line: usize) -> Callback<MouseEvent> {
    let session = session.clone();
    Callback::from(move |_| session.dispatch(Action::Show(Some(Detail::Line { item, line }))))
}

/// The chosen lines in a table; the undecided ones in another, folded away.
fn lines(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let (chosen, undecided): (Vec<&Line>, Vec<&Line>) = estate
        .estimate
        .lines
        .iter()
        .partition(|it| it.standing == Standing::Chosen);
    html! {
        <>
            <h2>{ lang.say(text::LINES) }</h2>
            if chosen.is_empty() { <p class="buqi-empty">{ lang.say(text::NOTHING_CHOSEN) }</p> } else { { table(session, &chosen) } }
            if !undecided.is_empty() {
                <details class="buqi-folded">
                    <summary>{ lang.say(text::UNDECIDED) }{ " " }{ lang.fill(text::N_LINES, &[&undecided.len().to_string()]) }</summary>
                    <p class="buqi-soft">{ lang.say(text::UNDECIDED_COUNTS) }</p>
                    { table(session, &undecided) }
                </details>
            }
        </>
    }
}

fn table(session: &SessionContext, lines: &[&Line]) -> Html {
    let lang = session.lang;
    let head = |phrase: Phrase| html! { <th scope="col">{ lang.say(phrase) }</th> };
    html! {
        <table class="buqi-lines">
            <thead>
                <tr>{ head(text::ITEM) }{ head(text::QUANTITY) }{ head(text::UNIT_PRICE) }{ head(text::COST) }</tr>
            </thead>
            <tbody>{ for lines.iter().map(|line| row(session, line)) }</tbody>
        </table>
    }
}

fn row(session: &SessionContext, line: &Line) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(line.item);
    let Some(scope) = item.lines.get(line.line) else {
        return Html::default();
    };
    let basis = if line.overridden {
        lang.say(text::SET_BY_HAND)
    } else {
        format::basis(lang, line.quantity.basis())
    };
    let price = scope.price.map(|it| catalogue.price(it).price.typical);
    let name = lang.of(&item.name);
    let quantity = format::amount(lang, catalogue, scope.unit, line.quantity);
    let label = format!(
        "{name} {} {quantity} · {}",
        lang.of(&scope.label),
        lang.say(text::HOW)
    );
    html! {
        <tr class={class_style(class_of(item))} key={format!("{}-{}", line.item.0, line.line)} data-line={format!("{}/{}", item.id, scope.id)}>
            <th scope="row" data-name={lang.say(text::ITEM)}>
                { name }
                <small class="buqi-soft">{ lang.of(&scope.label) }</small>
                if line.standing == Standing::Undecided { <span class="buqi-chip buqi-open">{ lang.say(text::UNDECIDED) }</span> }
            </th>
            <td data-name={lang.say(text::QUANTITY)}>
                <button type="button" class="buqi-link" onclick={show_line(session, line.item, line.line)} aria-label={label}>{ quantity }</button>
                <small class="buqi-soft">{ basis }</small>
            </td>
            <td data-name={lang.say(text::UNIT_PRICE)}>{ price.map(|it| format::money(lang, it)) }</td>
            <td data-name={lang.say(text::COST)}>
                <b>{ if line.standing == Standing::Undecided { lang.say(text::UNDECIDED).to_owned() } else { format::money(lang, line.cost.typical()) } }</b>
                <small class="buqi-soft">{ format::cost_range(lang, line.cost) }</small>
            </td>
        </tr>
    }
}

/// What the sum leaves out: the chosen part in the open, the rest folded.
fn unpriced(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let (chosen, undecided): (Vec<&Unpriced>, Vec<&Unpriced>) = estate
        .estimate
        .unpriced
        .iter()
        .partition(|it| it.standing == Standing::Chosen);
    if chosen.is_empty() && undecided.is_empty() {
        return Html::default();
    }
    let list = |lines: &[&Unpriced]| {
        html! {
            <ul class="buqi-unpriced">{ for lines.iter().map(|it| unpriced_line(session, it)) }</ul>
        }
    };
    html! {
        <>
            <h2>{ lang.say(text::UNPRICED) }</h2>
            <p class="buqi-soft">{ lang.say(text::UNPRICED_HELP) }</p>
            { list(&chosen) }
            if !undecided.is_empty() {
                <details class="buqi-folded">
                    <summary>{ lang.say(text::UNDECIDED) }{ " " }{ lang.fill(text::N_LINES, &[&undecided.len().to_string()]) }</summary>
                    { list(&undecided) }
                </details>
            }
        </>
    }
}

fn unpriced_line(session: &SessionContext, line: &Unpriced) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(line.item);
    let Some(scope) = item.lines.get(line.line) else {
        return Html::default();
    };
    let why = if line.no_price {
        text::NO_PRICE
    } else {
        text::NO_QUANTITY
    };
    let missing: Vec<String> = line
        .missing
        .iter()
        .take(4)
        .map(|fact| lang.of(&catalogue.fact(fact).label).to_owned())
        .collect();
    html! {
        <li key={format!("{}-{}", line.item.0, line.line)}>
            <button type="button" class="buqi-link" onclick={show_line(session, line.item, line.line)}>
                { lang.of(&item.name) }{ " · " }{ lang.of(&scope.label) }
            </button>
            { " " }{ lang.say(why) }
            if let Some(quantity) = line.quantity { { " · " }{ format::amount(lang, catalogue, scope.unit, quantity) } }
            if !missing.is_empty() { <span class="buqi-soft">{ " · " }{ lang.say(text::TO_ASK) }{ " " }{ lang.list(&missing) }</span> }
        </li>
    }
}

fn netted(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    if estate.estimate.netted.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2>{ lang.say(text::NETTED) }</h2>
            <ul>
                { for estate.estimate.netted.iter().filter_map(|it| {
                    let overlap = catalogue.overlaps.get(it.overlap)?;
                    let item = catalogue.item(it.covered);
                    let scope = item.lines.get(it.line)?;
                    let covering = lang.of(&catalogue.item(overlap.covering).name);
                    let quantity = format::amount(lang, catalogue, scope.unit, it.quantity);
                    Some(html! {
                        <li>
                            <b>{ lang.of(&item.name) }</b>{ " " }
                            { lang.fill(text::NETTED_BY, &[covering, &quantity]) }
                            <p class="buqi-soft">{ lang.of(&overlap.reason) }</p>
                        </li>
                    })
                }) }
            </ul>
        </>
    }
}

fn chosen(estate: &OpenEstate) -> impl Iterator<Item = ItemIdx> {
    estate
        .assessment
        .suggestions
        .iter()
        .map(|it| it.item)
        .filter(|it| estate.estimate.standings.get(it.index()) == Some(&Standing::Chosen))
}

/// Who brings which dish: items under the payer that comes first.
fn payers(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    html! {
        <>
            <h2>{ lang.say(text::PAYERS) }</h2>
            <p class="buqi-soft">{ lang.say(text::PAYERS_HELP) }</p>
            <dl class="buqi-payer-list">
                { for catalogue.payers.iter().enumerate().filter_map(|(at, payer)| {
                    let first: Vec<String> = chosen(estate)
                        .filter(|it| catalogue.item(*it).payers.first().is_some_and(|it| it.index() == at))
                        .map(|it| lang.of(&catalogue.item(it).name).to_owned())
                        .collect();
                    (!first.is_empty()).then(|| html! {
                        <><dt>{ lang.of(&payer.name) }</dt><dd>{ lang.list(&first) }</dd></>
                    })
                }) }
            </dl>
        </>
    }
}

/// Which votes the plan needs, each with the items under it.
fn votes(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let needed: Vec<(ConsentIdx, Vec<String>)> = (0..catalogue.consents.len() as u16)
        .map(ConsentIdx)
        .map(|idx| {
            let items = chosen(estate)
                .filter(|it| catalogue.item(*it).consent == Some(idx))
                .map(|it| lang.of(&catalogue.item(it).name).to_owned())
                .collect();
            (idx, items)
        })
        .filter(|(_, items): &(_, Vec<String>)| !items.is_empty())
        .collect();
    if needed.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h2>{ lang.say(text::CONSENT) }</h2>
            { for needed.iter().map(|(idx, items)| html! {
                <div class="buqi-panel" key={idx.0}>
                    <p><b>{ lang.list(items) }</b></p>
                    { consent(session, catalogue.consent(*idx)) }
                </div>
            }) }
        </>
    }
}
