//! 出资: who brings which dish, and how much once people have agreed on it.

use super::{agree, heads, names, title};
use crate::components::details::ask_button;
use crate::components::evidence::evidence;
use crate::components::item_card::why_no_cost;
use crate::components::number_field::NumberField;
use crate::components::select::{Choice, select};
use crate::format;
use crate::ports::input;
use crate::session::{Action, OpenEstate, SessionContext};
use crate::text::{self, Lang};
use buqi_core::catalogue::SharesElsewhere;
use buqi_core::id::{FactIdx, ItemIdx, PayerId, PayerIdx};
use buqi_core::money::Fen;
use buqi_core::plan::Edit;
use buqi_core::shares::{
    Bearing, Floor, FloorSharing, ItemPaying, Paying, Portion, by_floor, who_pays,
};
use buqi_core::terms::{Term, WHOLE};
use litemap::LiteMap;
use yew::prelude::*;

pub fn draw(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let paying = who_pays(
        session.catalogue,
        &estate.assessment,
        &estate.estimate,
        estate.plan(),
    );
    html! {
        <>
            <h2>{ lang.say(text::PAYERS) }</h2>
            <p class="buqi-soft">{ lang.say(text::PAYERS_HELP) }</p>
            { by_first(session, &paying) }
            { sums(session, &paying) }
            if !paying.by_payer.is_empty() { <p class="buqi-soft">{ lang.say(text::AFTER_SAVINGS) }</p> }
            <h3>{ lang.say(text::ENTER_SHARES) }</h3>
            <p class="buqi-soft">{ lang.say(text::SHARES_HELP) }</p>
            { paying.items.iter().map(|it| item(session, estate, it)).collect::<Html>() }
            { floors(session, estate) }
        </>
    }
}

/// Who brings which dish: items under the payer that comes first.
fn by_first(session: &SessionContext, paying: &Paying) -> Html {
    let lang = session.lang;
    let payers = (0..session.catalogue.payers.len() as u16).map(PayerIdx);
    html! {
        <dl class="buqi-payer-list">
            { for payers.filter_map(|payer| {
                let first: Vec<ItemIdx> = paying.items.iter()
                    .filter(|it| it.order.first() == Some(&payer))
                    .map(|it| it.item)
                    .collect();
                (!first.is_empty()).then(|| html! {
                    <><dt>{ lang.of(&session.catalogue.payer(payer).name) }</dt><dd>{ names(session, &first) }</dd></>
                })
            }) }
        </dl>
    }
}

fn money(session: &SessionContext, portion: Portion) -> Html {
    let lang = session.lang;
    html! { <><b>{ typical(lang, portion) }</b>{ range(lang, portion) }</> }
}

fn typical(lang: Lang, portion: Portion) -> String {
    format::typical(lang, portion.low, portion.typical, portion.high)
}

/// Nothing where it is one figure.
fn range(lang: Lang, portion: Portion) -> Html {
    if portion.low == portion.high {
        return Html::default();
    }
    html! { <>{ " " }<small class="buqi-soft">{ format::cost_range(lang, portion.range()) }</small></> }
}

/// What a payer gives as subsidies, which its sum holds.
fn subsidies_of(session: &SessionContext, paying: &Paying, payer: PayerIdx) -> Portion {
    let subsidies = paying.items.iter().filter_map(|it| it.subsidy);
    let is_its = |at: usize| {
        let subsidy = session.catalogue.subsidies.get(at);
        subsidy.is_some_and(|it| it.payer == payer)
    };
    subsidies.filter(|it| is_its(it.0)).map(|it| it.1).sum()
}

/// Amounts per payer, as far as shares are known, and what is not shared.
fn sums(session: &SessionContext, paying: &Paying) -> Html {
    let lang = session.lang;
    if paying.by_payer.is_empty() {
        return Html::default();
    }
    let with_subsidy = |payer: PayerIdx| {
        let subsidies = subsidies_of(session, paying, payer);
        if subsidies.high == Fen(0) {
            return Html::default();
        }
        html! { <small class="buqi-soft">{ lang.fill(text::WITH_SUBSIDY, &[&typical(lang, subsidies)]) }</small> }
    };
    html! {
        <table class="buqi-lines buqi-figures" aria-label={lang.say(text::PART_PAYERS)} data-payers="">
            { heads(session, &[text::PAYER, text::PAYS, text::EACH_HOUSEHOLD]) }
            <tbody>
                { for paying.by_payer.iter().map(|it| html! {
                    <tr key={it.payer.0}>
                        <th scope="row" data-name={lang.say(text::PAYER)}>{ lang.of(&session.catalogue.payer(it.payer).name) }</th>
                        <td data-name={lang.say(text::PAYS)}>{ money(session, it.sum) }{ with_subsidy(it.payer) }</td>
                        <td data-name={lang.say(text::EACH_HOUSEHOLD)}>
                            { match it.per_household {
                                Some(each) => money(session, each),
                                None if it.differs => html! { { lang.say(text::EACH_DIFFERS) } },
                                None => html! { { lang.say(text::NOT_KNOWN_YET) } },
                            } }
                        </td>
                    </tr>
                }) }
                if paying.unshared.high > Fen(0) {
                    <tr>
                        <th scope="row" data-name={lang.say(text::PAYER)}>{ lang.say(text::UNSHARED) }</th>
                        <td data-name={lang.say(text::PAYS)}>{ money(session, paying.unshared) }</td>
                        <td></td>
                    </tr>
                }
            </tbody>
        </table>
    }
}

/// One item: its order of payers, its shares, and subsidies that exist.
fn item(session: &SessionContext, estate: &OpenEstate, paying: &ItemPaying) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(paying.item);
    let order: Vec<String> = paying
        .order
        .iter()
        .map(|it| lang.of(&catalogue.payer(*it).name).to_owned())
        .collect();
    let percent = |share: u32| format!("{}%", format::precise(f64::from(share) / 100.0));
    let state = match paying.sum {
        0 => lang.say(text::ORDER_ONLY).to_owned(),
        WHOLE => lang.say(text::SHARES_WHOLE).to_owned(),
        sum => {
            let off = if sum < WHOLE {
                text::SHARES_SHORT
            } else {
                text::SHARES_OVER
            };
            lang.fill(off, &[&percent(sum), &percent(sum.abs_diff(WHOLE))])
        }
    };
    html! {
        <details class="buqi-folded" key={paying.item.0} data-sharing={item.id.as_str().to_owned()}>
            <summary>
                { lang.of(&item.name) }
                <small class="buqi-soft">{ " " }{ order.join(" → ") }{ " · " }{ state }</small>
                if paying.earns { { " " }<span class="buqi-chip">{ lang.say(text::EARNS) }</span> }
            </summary>
            <p>
                { title(session, paying.item) }
                if let Some(cost) = paying.cost {
                    { " " }{ typical(lang, cost) }{ " · " }{ format::cost_range(lang, cost.range()) }
                    if paying.unpriced { { " · " }{ lang.say(text::PARTLY_PRICED) } }
                } else { { " · " }{ why_no_cost(session, estate, paying.item) } }
            </p>
            { subsidy(session, paying) }
            { elsewhere(session, paying.item) }
            <div class="buqi-shares">
                { for paying.order.iter().map(|payer| share(session, paying, *payer)) }
            </div>
            if let Some(split) = &paying.split {
                <>
                    <p class="buqi-soft" data-served="">{ served(lang, paying) }</p>
                    <ul>{ for split.iter().map(|it| bears(session, it)) }</ul>
                </>
            }
        </details>
    }
}

fn served(lang: Lang, paying: &ItemPaying) -> String {
    match paying.served.households {
        Some(it) => {
            let [low, high] = [it.low(), it.high()].map(|it| format::number(it.round()));
            let count = if low == high {
                low
            } else {
                format!("{low}–{high}")
            };
            lang.fill(text::SERVED, &[&count])
        }
        None => lang.say(text::SERVED_UNKNOWN).to_owned(),
    }
}

/// A payer's part of an item, and of that the part of a household it serves.
fn bears(session: &SessionContext, bearing: &Bearing) -> Html {
    let lang = session.lang;
    html! {
        <li>
            { lang.of(&session.catalogue.payer(bearing.payer).name) }{ " " }{ money(session, bearing.sum) }
            if let Some(each) = bearing.each {
                { " · " }
                { lang.fill(text::EACH_BEARS, &[&typical(lang, each)]) }
                <small class="buqi-soft">{ lang.fill(text::BRACKETED, &[&format::cost_range(lang, each.range())]) }</small>
            }
        </li>
    }
}

fn share(session: &SessionContext, paying: &ItemPaying, payer: PayerIdx) -> Html {
    let lang = session.lang;
    let item = &session.catalogue.item(paying.item).id;
    let name = lang.of(&session.catalogue.payer(payer).name);
    let payer_id = &session.catalogue.payer(payer).id;
    let id = format!("share-{item}-{payer_id}");
    let entered = paying.entered.iter().find(|it| it.0 == payer);
    let value = entered.map(|it| f64::from(it.1) / 100.0);
    let on_change = {
        let dispatch = session.dispatcher();
        let (item, payer) = (item.clone(), payer_id.clone());
        Callback::from(move |value: Option<f64>| {
            dispatch.dispatch(Action::Edit(Edit::Agree(Term::Share {
                item: item.clone(),
                payer: payer.clone(),
                share: value.map(|it| (it * 100.0).round() as u32),
            })));
        })
    };
    html! {
        <div key={payer.0}>
            <label for={id.clone()}>{ name }</label>
            <NumberField {id} label={name.to_owned()} unit="%" {lang} {value} min={0.0} max={100.0} whole={false} {on_change} />
        </div>
    }
}

/// What single places give; it counts only once somebody picks it.
fn subsidy(session: &SessionContext, paying: &ItemPaying) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    if paying.subsidies.is_empty() {
        return Html::default();
    }
    let picked = paying.subsidy.map(|it| it.0);
    let mut choices = vec![Choice::new(
        "",
        lang.say(text::NO_SUBSIDY),
        picked.is_none(),
    )];
    for at in &paying.subsidies {
        if let Some(it) = catalogue.subsidies.get(*at) {
            let name = format!("{} · {}", lang.of(&it.name), it.year);
            choices.push(Choice::new(&at.to_string(), &name, picked == Some(*at)));
        }
    }
    let item = catalogue.item(paying.item).id.clone();
    let on_change = agree(session, move |event: Event| {
        let chosen = input::selected(&event).parse::<usize>().ok();
        Some(Term::Subsidy {
            item: item.clone(),
            subsidy: chosen.and_then(|it| Some(catalogue.subsidies.get(it)?.id.clone())),
        })
    });
    let id = format!("subsidy-{}", catalogue.item(paying.item).id);
    html! {
        <>
            { select(&id, lang.say(text::SUBSIDY), &choices, on_change) }
            <p class="buqi-soft">{ lang.say(text::SUBSIDY_HELP) }</p>
            if let Some((at, sum)) = paying.subsidy {
                if let Some(it) = catalogue.subsidies.get(at) {
                    { less_subsidy(session, paying, sum, it.payer) }
                    { evidence(lang, catalogue, &it.evidence) }
                }
            }
        </>
    }
}

/// What is left to be shared once the subsidy is off, and whose it is.
fn less_subsidy(
    session: &SessionContext,
    paying: &ItemPaying,
    subsidy: Portion,
    payer: PayerIdx,
) -> Html {
    let lang = session.lang;
    let Some(cost) = paying.cost else {
        return Html::default();
    };
    let payer = lang.of(&session.catalogue.payer(payer).name);
    let rest = cost.less(subsidy);
    let [cost, off, left] = [cost, subsidy, rest].map(|it| typical(lang, it));
    html! {
        <p data-less-subsidy="">
            { lang.fill(text::COST_LESS_SUBSIDY, &[&cost, &off, payer, &left]) }
            { range(lang, rest) }
        </p>
    }
}

/// How other places share the cost of this item; it counts once taken over.
fn elsewhere(session: &SessionContext, item: ItemIdx) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let known = catalogue.shares_elsewhere.iter();
    html! {
        { for known.filter(|it| it.item == item).map(|it| html! {
            <p class="buqi-soft">
                { lang.fill(text::SHARES_ELSEWHERE, &[lang.of(&it.name)]) }{ " " }
                { evidence(lang, catalogue, &it.evidence) }{ " " }
                <button type="button" onclick={take_over(session, it)} data-take-shares="">{ lang.say(text::TAKE_SHARES) }</button>
            </p>
        }) }
    }
}

fn take_over(session: &SessionContext, known: &SharesElsewhere) -> Callback<MouseEvent> {
    let catalogue = session.catalogue;
    let item = catalogue.item(known.item).id.clone();
    let shares = known.shares.iter();
    let shares: LiteMap<PayerId, u32> = shares
        .map(|(payer, share)| (catalogue.payer(*payer).id.clone(), *share))
        .collect();
    let session = session.clone();
    Callback::from(move |_: MouseEvent| {
        let Some(estate) = &session.estate else {
            return;
        };
        let mut dossier = (*estate.dossier).clone();
        let terms = &mut dossier.plan.terms;
        terms.shares.insert(item.clone(), shares.clone());
        let extras = (*estate.extras).clone();
        session.dispatch(Action::Put { dossier, extras });
    })
}

/// What each floor of a stairwell bears of a thing shared by floor.
fn floors(session: &SessionContext, estate: &OpenEstate) -> Html {
    let sharings = by_floor(
        session.catalogue,
        &estate.assessment,
        &estate.estimate,
        estate.plan(),
    );
    if sharings.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ session.t(text::BY_FLOORS) }</h3>
            { for sharings.iter().map(|it| sharing(session, estate, it)) }
        </>
    }
}

/// Why what a household bears is about, or what has to be known for it.
fn about_each(session: &SessionContext, estate: &OpenEstate, sharing: &FloorSharing) -> Html {
    let (lang, catalogue) = (session.lang, session.catalogue);
    if sharing.floors.iter().all(|it| it.households.is_some()) {
        return Html::default();
    }
    if let Some(average) = sharing.per_floor {
        let average = format::number(average.typical());
        return html! { <p class="buqi-soft">{ lang.fill(text::EACH_IS_AVERAGE, &[&average]) }</p> };
    }
    let facts = &estate.assessment.facts;
    let known = |it: &FactIdx| {
        facts
            .amount(sharing.row, *it)
            .is_none_or(|it| it.low() <= 0.0)
    };
    let needed = catalogue.stairwell.map(|it| [it.households, it.entrances]);
    let missing = needed.into_iter().flatten().filter(known);
    let asked = missing.map(|it| {
        html! { <>{ lang.of(&catalogue.fact(it).label) }{ " " }{ ask_button(session, it, sharing.row) }{ " " }</> }
    });
    html! { <p>{ lang.say(text::EACH_LACKS) }{ for asked }</p> }
}

/// A household's part, exact where as many live on every floor.
fn each_of(session: &SessionContext, sharing: &FloorSharing, floor: &Floor) -> Html {
    let lang = session.lang;
    let exact = floor.households.as_ref().and_then(|it| it.first());
    match (exact, sharing.per_floor) {
        _ if !sharing.is_weighed() => html! { { "—" } },
        (Some(each), _) => money(session, *each),
        (None, Some(_)) if floor.amount.high == Fen(0) => money(session, floor.amount),
        (None, Some(average)) => {
            let each = floor.amount.each(average);
            html! { <><b>{ lang.fill(text::ABOUT_MONEY, &[&typical(lang, each)]) }</b>{ range(lang, each) }</> }
        }
        (None, None) => html! { { lang.say(text::NOT_KNOWN_YET) } },
    }
}

fn sharing(session: &SessionContext, estate: &OpenEstate, sharing: &FloorSharing) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(sharing.item);
    let payer = lang.of(&catalogue.payer(sharing.payer).name);
    let group = estate.dossier.survey.groups.get(sharing.row);
    let label = group.map_or("", |it| &it.label);
    let weights: Vec<u32> = sharing.floors.iter().map(|it| it.weight).collect();
    let weight = |at: usize, floor: u32| {
        let (weights, id) = (weights.clone(), item.id.clone());
        let dispatch = session.dispatcher();
        let on_change = Callback::from(move |value: Option<f64>| {
            let (Some(value), mut weights) = (value, weights.clone()) else {
                return;
            };
            if let Some(weight) = weights.get_mut(at) {
                *weight = value as u32;
            }
            dispatch.dispatch(Action::Edit(Edit::Agree(Term::Floors {
                item: id.clone(),
                weights: Some(weights),
            })));
        });
        let name = lang.fill(text::WEIGHT_OF_FLOOR, &[&(at + 1).to_string()]);
        html! {
            <NumberField id={format!("floor-{}-{}-{at}", item.id, sharing.row)} label={name} unit="" {lang}
                value={f64::from(floor)} min={0.0} max={1000.0} whole={true} {on_change} />
        }
    };
    let back = super::act(
        session,
        Action::Edit(Edit::Agree(Term::Floors {
            item: item.id.clone(),
            weights: None,
        })),
    );
    let name = lang.fill(text::BY_FLOOR, &[lang.of(&item.name), label]);
    html! {
        <details class="buqi-folded" data-floors={label.to_owned()}>
            <summary>{ &name }</summary>
            <p>{ payer }{ " " }{ money(session, sharing.amount) }</p>
            if !sharing.is_weighed() { <p class="buqi-warning" data-no-weights="">{ lang.say(text::NO_WEIGHTS) }</p> }
            if sharing.whole { <p class="buqi-soft">{ lang.say(text::WHOLE_BY_FLOOR) }</p> }
            if let Some(rule) = &item.by_floor { { evidence(lang, catalogue, &rule.evidence) } }
            <table class="buqi-lines buqi-figures" aria-label={name.clone()}>
                { heads(session, &[text::FLOOR, text::WEIGHT, text::PART, text::EACH_HOUSEHOLD]) }
                <tbody>
                    { for sharing.floors.iter().enumerate().map(|(at, floor)| html! {
                        <tr key={at}>
                            <th scope="row" data-name={lang.say(text::FLOOR)}>{ at + 1 }</th>
                            <td data-name={lang.say(text::WEIGHT)}>{ weight(at, floor.weight) }</td>
                            <td data-name={lang.say(text::PART)}>
                                if sharing.is_weighed() { { money(session, floor.amount) } } else { { "—" } }
                            </td>
                            <td data-name={lang.say(text::EACH_HOUSEHOLD)}>{ each_of(session, sharing, floor) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            if sharing.is_weighed() { { about_each(session, estate, sharing) } }
            if sharing.overridden { <button type="button" onclick={back}>{ lang.say(text::WEIGHTS_BACK) }</button> }
        </details>
    }
}
