//! The panel that answers "why" and "how much": for an item, one line of the
//! estimate, or a deficiency.

use crate::components::class_tag::{class_of, class_tag};
use crate::components::evidence::{evidence, mark_chip};
use crate::components::item_card::{cost_of, reason, tally_text};
use crate::components::number_field::{Bounds, plain};
use crate::components::provenance::provenance_text;
use crate::components::trace_list::{condition, trace_list, truth_word};
use crate::components::working_list::working_list;
use crate::format::{self, vote_rule};
use crate::ports::{dialog, input};
use crate::session::{Action, Detail, OpenEstate, Session, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Truth;
use buqi_core::by_hand::far_off;
use buqi_core::catalogue::{Catalogue, Consent};
use buqi_core::estimate::{Netted, affected_rows};
use buqi_core::explain::{why_deficiency, why_item, work_out_line};
use buqi_core::id::{DeficiencyIdx, FactIdx, ItemIdx};
use buqi_core::plan::{Edit, MOST_BY_HAND, Override};
use buqi_core::quantity::Amount;
use buqi_core::rule::FactSet;
use buqi_core::sizing::Site;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct DetailsProps {
    pub detail: Detail,
    pub on_close: Callback<()>,
}

#[component]
pub fn Details(props: &DetailsProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.detail, move |_| dialog::show(&node));
    }
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    let onclose = props.on_close.reform(|_: Event| ());
    let close = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| dialog::close(&node))
    };
    let title = match props.detail {
        Detail::Item(item) | Detail::Line { item, .. } => {
            lang.of(&session.catalogue.item(item).name)
        }
        Detail::Deficiency(idx) => lang.of(&session.catalogue.deficiency(idx).name),
    };
    html! {
        <dialog class="buqi-details" ref={node} {onclose} aria-labelledby="details-title">
            <header>
                <h2 id="details-title">{ title.to_owned() }</h2>
                <button type="button" class="buqi-plain" onclick={close} data-close="">{ lang.say(text::CLOSE) }</button>
            </header>
            { match props.detail {
                Detail::Item(item) => item_details(&session, item),
                Detail::Line { item, line } => html! { <LineDetails {item} {line} /> },
                Detail::Deficiency(idx) => deficiency_details(&session, idx),
            } }
        </dialog>
    }
}

fn item_details(session: &SessionContext, idx: ItemIdx) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(idx);
    let payers: Vec<String> = item
        .payers
        .iter()
        .map(|it| lang.of(&catalogue.payer(*it).name).to_owned())
        .collect();
    html! {
        <>
            <p>{ lang.of(&item.summary) }</p>
            <p class="buqi-tags">
                { class_tag(lang, class_of(item)) }
                { mark_chip(lang, item.evidence.mark) }
                if item.earns { <span class="buqi-chip">{ lang.say(text::EARNS) }</span> }
            </p>
            if let Some(estate) = &session.estate {
                { why(session, estate, idx) }
                { scope(session, estate, idx) }
            }
            <h3>{ lang.say(text::PAYERS) }</h3>
            <ol class="buqi-payers">{ for payers.into_iter().map(|it| html! { <li>{ it }</li> }) }</ol>
            <p class="buqi-soft">{ lang.say(text::PAYERS_HELP) }</p>
            <h3>{ lang.say(text::CONSENT) }</h3>
            { match item.consent {
                Some(it) => consent(session, catalogue.consent(it)),
                None => html! { <p>{ lang.say(text::CONSENT_NONE) }</p> },
            } }
            <h3>{ lang.say(text::EVIDENCE) }</h3>
            { evidence(lang, catalogue, &item.evidence) }
            <p class="buqi-soft">{ lang.of(&catalogue.notice) }</p>
        </>
    }
}

/// Which vote, and what it takes.
fn consent(session: &Session, consent: &Consent) -> Html {
    let lang = session.lang;
    html! {
        <>
            <p>
                { lang.of(&consent.name) }{ " · " }
                { vote_rule(lang, consent.rule) }
                if consent.by_entrance { { " · " }{ lang.say(text::BY_ENTRANCE) } }
            </p>
            { evidence(lang, session.catalogue, &consent.evidence) }
        </>
    }
}

/// Why suggested, why not, or why not settled; and what would turn it.
fn why(session: &SessionContext, estate: &OpenEstate, idx: ItemIdx) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let suggestion = estate.assessment.suggestion(idx);
    let heading = match suggestion.truth {
        Truth::Yes => text::WHY_SUGGESTED,
        Truth::No => text::WHY_NOT,
        Truth::Unknown => text::WHY_OPEN,
    };
    let rows = why_item(catalogue, &estate.assessment, idx);
    let several = rows.len() > 1;
    let origin = |row: usize| move |fact: FactIdx| origin(session, estate, row, fact);
    html! {
        <section data-why="">
            <h3>{ lang.say(heading) }</h3>
            <p>{ reason(session, estate, idx) }</p>
            { for rows.iter().map(|row| {
                let label = estate.dossier.survey.groups.get(row.row).map(|it| it.label.to_string()).unwrap_or_default();
                html! {
                    <details open={!several}>
                        <summary>
                            if several { { format!("{label} · ") } }
                            { truth_word(lang, row.truth) }
                        </summary>
                        if let Some(applies) = &row.applies {
                            <p class="buqi-soft">{ lang.say(text::APPLIES) }</p>
                            { trace_list(lang, catalogue, applies, &origin(row.row)) }
                        }
                        { for row.deficiencies.iter().map(|(deficiency, trace)| html! {
                            <>
                                <p class="buqi-soft">{ lang.of(&catalogue.deficiency(*deficiency).name) }</p>
                                { trace_list(lang, catalogue, trace, &origin(row.row)) }
                            </>
                        }) }
                        if !row.turns.is_empty() {
                            <p>{ lang.say(text::TURN) }</p>
                            <ul>
                                { for row.turns.iter().map(|turn| html! {
                                    <li>
                                        { condition(lang, catalogue, turn.fact, &turn.wanted) }{ " " }
                                        { ask_button(session, turn.fact, row.row) }
                                    </li>
                                }) }
                            </ul>
                        }
                    </details>
                }
            }) }
            { missing_list(session, suggestion.missing()) }
        </section>
    }
}

/// Who gave an answer, when and how; empty where there is none.
pub fn origin(session: &Session, estate: &OpenEstate, row: usize, fact: FactIdx) -> String {
    let fact = session.catalogue.fact(fact);
    let answers = estate.dossier.survey.answers(fact.level, row);
    let Some(answer) = answers.and_then(|it| it.get(&fact.id)) else {
        return String::new();
    };
    let known = provenance_text(session.lang, answer);
    match known.is_empty() {
        true => session.t(text::NOT_SAID).to_owned(),
        false => known,
    }
}

/// The answers still missing, each with the way to its question.
pub fn missing_list(session: &SessionContext, missing: FactSet) -> Html {
    let lang = session.lang;
    if missing.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <p>{ lang.say(text::MISSING) }</p>
            <ul>
                { for missing.iter().map(|fact| html! {
                    <li>
                        { lang.of(&session.catalogue.fact(fact).label) }{ " " }
                        { ask_button(session, fact, session.row) }
                    </li>
                }) }
            </ul>
        </>
    }
}

pub fn ask_button(session: &SessionContext, fact: FactIdx, row: usize) -> Html {
    let lang = session.lang;
    if session.catalogue.fact(fact).place.is_none() {
        return Html::default();
    }
    let label = format!(
        "{} {}",
        lang.say(text::ANSWER_IT),
        lang.of(&session.catalogue.fact(fact).label)
    );
    let ask = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Ask { fact, row }))
    };
    html! {
        <button type="button" class="buqi-link buqi-ask" onclick={ask} aria-label={label}>{ lang.say(text::ANSWER_IT) }</button>
    }
}

/// The lines of an item, each a way to its working.
fn scope(session: &SessionContext, estate: &OpenEstate, idx: ItemIdx) -> Html {
    let lang = session.lang;
    let item = session.catalogue.item(idx);
    html! {
        <section>
            <h3>{ lang.say(text::SCOPE) }</h3>
            <ul>
                { for item.lines.iter().enumerate().map(|(line, scope)| {
                    let found = estate.estimate.lines.iter().find(|it| it.item == idx && it.line == line);
                    let said = found.map(|it| format!(
                        "{} · {}",
                        format::amount(lang, session.catalogue, scope.unit, it.quantity),
                        format::cost_range(lang, it.cost),
                    ));
                    let show = {
                        let session = session.clone();
                        Callback::from(move |_: MouseEvent| {
                            session.dispatch(Action::Show(Some(Detail::Line { item: idx, line })));
                        })
                    };
                    html! {
                        <li>
                            <button type="button" class="buqi-link" onclick={show}>{ lang.of(&scope.label) }</button>
                            if let Some(said) = said { { " " }{ said } }
                        </li>
                    }
                }) }
            </ul>
            if let Some(cost) = cost_of(estate, idx) {
                <p>{ lang.say(text::WORKS_OF_ITEM) }{ " " }{ format::cost_range(lang, cost) }</p>
            }
        </section>
    }
}

/// Which item contains the work already, and how much that takes off it.
pub fn netted_by(lang: Lang, catalogue: &Catalogue, netted: &Netted) -> String {
    let line = catalogue.item(netted.covered).lines.get(netted.line);
    let quantity = line.map_or_else(String::new, |it| {
        format::amount(lang, catalogue, it.unit, netted.quantity)
    });
    let covering = lang.of(&catalogue.item(netted.covering).name);
    lang.fill(text::NETTED_BY, &[covering, &quantity])
}

#[derive(PartialEq, Properties)]
struct LineProps {
    item: ItemIdx,
    line: usize,
}

/// How one figure was worked out, and the place to put a better one.
#[component]
fn LineDetails(props: &LineProps) -> Html {
    let value = use_node_ref();
    let note = use_node_ref();
    // What was typed and is not taken.
    let refused = use_state(|| None::<String>);
    let session = use_context::<SessionContext>();
    {
        let dispatch = session.as_ref().map(|it| it.dispatcher());
        use_effect_with((props.item, props.line), move |_| {
            move || {
                if let Some(dispatch) = dispatch {
                    dispatch.dispatch(Action::Rest);
                }
            }
        });
    }
    let Some(session) = session else {
        return Html::default();
    };
    let lang = session.lang;
    let catalogue = session.catalogue;
    let item = catalogue.item(props.item);
    let (Some(estate), Some(scope)) = (&session.estate, item.lines.get(props.line)) else {
        return Html::default();
    };
    let affected = affected_rows(&estate.assessment, props.item);
    let site = Site {
        catalogue,
        facts: &estate.assessment.facts,
        row: 0,
        affected: &affected,
    };
    let working = work_out_line(site, scope);
    let bracketed = |it: &str| lang.fill(text::BRACKETED, &[it]);
    let netted = estate.estimate.netted.iter();
    let netted = netted.filter(|it| it.covered == props.item && it.line == props.line);
    let line = estate
        .estimate
        .lines
        .iter()
        .find(|it| it.item == props.item && it.line == props.line);
    let key = (item.id.clone(), scope.id.clone());
    let overridden = estate.plan().overrides.get(&key);
    let bounds = Bounds {
        min: 0.0,
        max: MOST_BY_HAND,
        whole: catalogue.unit(scope.unit).whole,
        lang,
    };
    let problem = refused.as_ref().and_then(|typed| {
        let why = bounds.read(typed).err()?;
        let set = overridden.map(|it| Amount::exact(it.quantity));
        let holds = set.or(line.map(|it| it.quantity)).or(working.amount);
        let holds = holds.map(|it| format::amount(lang, catalogue, scope.unit, it));
        let holds = holds.unwrap_or_else(|| lang.say(text::NOT_KNOWN_YET).to_owned());
        Some(lang.fill(text::OVERRIDE_REFUSED, &[typed.trim(), &why, &holds]))
    });
    let set = {
        let session = session.clone();
        Callback::from(move |value: Option<Override>| {
            session.dispatch(Action::Edit(Edit::Override {
                item: key.0.clone(),
                line: key.1.clone(),
                value,
            }));
        })
    };
    // As soon as a field is left: who closes the dialog then loses nothing.
    let keep = {
        let (set, value, note, refused) =
            (set.clone(), value.clone(), note.clone(), refused.clone());
        let was = overridden.cloned();
        move || {
            let typed = input::value_of(&value);
            let read = bounds.read(&typed);
            refused.set(read.is_err().then_some(typed));
            let quantity = read.unwrap_or(was.as_ref().map(|it| it.quantity));
            let next = quantity.map(|quantity| Override {
                quantity,
                note: input::value_of(&note).trim().into(),
            });
            if next != was {
                set.emit(next);
            }
        }
    };
    let on_change = {
        let keep = keep.clone();
        Callback::from(move |_: Event| keep())
    };
    let save = {
        let dispatch = session.dispatcher();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            keep();
            dispatch.dispatch(Action::Rest);
        })
    };
    let clear = {
        let refused = refused.clone();
        Callback::from(move |_: MouseEvent| {
            refused.set(None);
            set.emit(None);
        })
    };
    let shown = match &*refused {
        Some(typed) => Some(typed.clone()),
        None => overridden.map(|it| plain(it.quantity)),
    };
    html! {
        <>
            <h3>{ lang.of(&scope.label) }{ " · " }{ lang.say(text::HOW) }</h3>
            if let Some(line) = line {
                <p>
                    { format::amount(lang, catalogue, scope.unit, line.quantity) }
                    if !line.quantity.is_exact() { { bracketed(&format::amount_range(lang, catalogue, scope.unit, line.quantity)) } }
                    { " · " }
                    { if line.overridden { lang.say(text::SET_BY_HAND) } else { format::basis(lang, line.quantity.basis()) } }
                    { " · " }{ format::typical(lang, line.cost.low(), line.cost.typical(), line.cost.high()) }{ bracketed(&format::cost_range(lang, line.cost)) }
                </p>
            }
            { far_off_by_hand(&session, estate, props.item, props.line) }
            { for netted.map(|it| html! {
                <p>{ netted_by(lang, catalogue, it) }</p>
            }) }
            <h4>{ lang.say(if overridden.is_some() { text::FORMULA_NOT_USED } else { text::FORMULA }) }</h4>
            { working_list(&session, estate, &working, 0) }
            <h4>{ lang.say(text::UNIT_PRICE) }</h4>
            { match scope.price {
                None => html! { <p>{ lang.say(text::NO_PRICE) }</p> },
                Some(price) => {
                    let region = estate.plan().terms.region(catalogue);
                    let priced = catalogue.priced(price, region);
                    let book = catalogue.price(price);
                    let price = catalogue.price(priced.from);
                    html! {
                        <>
                            <p>
                                { lang.of(&price.name) }{ " · " }
                                { format::money(lang, priced.price.typical) }
                                { bracketed(&format::money_range(lang, priced.price.low, priced.price.high)) }{ " / " }
                                { lang.of(&catalogue.unit(price.unit).name) }
                            </p>
                            <p class="buqi-soft" data-region-factor="">{ match (region, priced.factor) {
                                (Some(region), Some(factor)) => lang.fill(text::PRICE_BY_FACTOR, &[
                                    &format::money(lang, book.price.typical),
                                    &format::precise(factor),
                                    lang.of(&catalogue.region(region).name),
                                    &format::money(lang, priced.price.typical),
                                ]),
                                (Some(region), None) => lang.fill(text::NO_FACTOR, &[lang.of(&catalogue.region(region).name)]),
                                (None, _) => lang.say(text::NO_REGION).to_owned(),
                            } }</p>
                            <p class="buqi-soft">
                                { lang.fill(text::BASE_YEAR, &[&price.base_year.to_string()]) }{ " · " }
                                { lang.fill(text::REVIEW_BY, &[&price.review_by]) }
                            </p>
                            { evidence(lang, catalogue, &price.evidence) }
                        </>
                    }
                }
            } }
            <form class="buqi-override" onsubmit={save} novalidate=true>
                <h4>{ lang.say(text::OVERRIDE) }</h4>
                <label for="override-value">{ lang.of(&catalogue.unit(scope.unit).name) }</label>
                <input id="override-value" ref={value} type="text" inputmode="decimal"
                    value={shown} onchange={on_change.clone()}
                    aria-invalid={problem.as_ref().map(|_| "true")} aria-describedby="override-problem" />
                <p id="override-problem" class="buqi-problem" role="alert">
                    { problem }
                </p>
                <label for="override-note">{ lang.say(text::OVERRIDE_NOTE) }</label>
                <input id="override-note" ref={note} type="text" value={overridden.map(|it| it.note.to_string())} onchange={on_change} />
                <p>
                    <button type="submit" class="buqi-primary">{ lang.say(text::SAVE) }</button>
                    if overridden.is_some() {
                        <button type="button" class="buqi-plain" onclick={clear}>{ lang.say(text::OVERRIDE_CLEAR) }</button>
                    }
                </p>
            </form>
        </>
    }
}

/// What speaks against a quantity that was set by hand, if anything.
pub fn far_off_by_hand(
    session: &SessionContext,
    estate: &OpenEstate,
    item: ItemIdx,
    line: usize,
) -> Html {
    let (lang, catalogue) = (session.lang, session.catalogue);
    let far = far_off(catalogue, &estate.assessment, estate.plan(), item, line);
    let (Some(far), Some(scope)) = (far, catalogue.item(item).lines.get(line)) else {
        return Html::default();
    };
    let worked_out = format::with_range(lang, catalogue.unit(scope.unit), far.worked_out);
    let (said, times) = match far.times {
        more if more > 1.0 => (text::BY_HAND_MORE, more),
        less => (text::BY_HAND_LESS, 1.0 / less),
    };
    let said = lang.fill(said, &[&worked_out, &format::number(times.round())]);
    html! { <small class="buqi-warning" data-far-off="">{ said }</small> }
}

fn deficiency_details(session: &SessionContext, idx: DeficiencyIdx) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let deficiency = catalogue.deficiency(idx);
    let said = session.estate.as_ref().map(|estate| {
        let finding = estate.assessment.finding(idx);
        let traces = why_deficiency(catalogue, &estate.assessment, idx);
        html! {
            <>
                if let Some(tally) = finding.tally { <p>{ tally_text(lang, tally) }</p> }
                { for traces.iter().enumerate().map(|(row, trace)| html! {
                    <>
                        if traces.len() > 1 {
                            <p class="buqi-soft">{ estate.dossier.survey.groups.get(row).map(|it| it.label.to_string()).unwrap_or_default() }</p>
                        }
                        { trace_list(lang, catalogue, trace, &|fact| origin(session, estate, row, fact)) }
                    </>
                }) }
                { missing_list(session, finding.missing()) }
            </>
        }
    });
    html! {
        <>
            { said.unwrap_or_default() }
            <h3>{ lang.say(text::REMEDY) }</h3>
            <p>{ lang.of(&deficiency.remedy) }</p>
            { answered_by(session, idx) }
            if let Some(responsible) = &deficiency.responsible {
                <h3>{ lang.say(text::RESPONSIBLE) }</h3>
                <p>{ lang.of(responsible) }</p>
            }
            <h3>{ lang.say(text::EVIDENCE) }</h3>
            { evidence(lang, catalogue, &deficiency.evidence) }
        </>
    }
}

/// The items that answer a deficiency, or why the menu has none.
pub fn answered_by(session: &SessionContext, idx: DeficiencyIdx) -> Html {
    let lang: Lang = session.lang;
    let deficiency = session.catalogue.deficiency(idx);
    if let Some(outside) = &deficiency.outside_menu {
        return html! { <p><b>{ lang.say(text::OUTSIDE_MENU) }</b>{ " " }{ lang.of(outside) }</p> };
    }
    html! {
        <p class="buqi-answers">
            <span class="buqi-soft">{ lang.say(text::ANSWERED_BY) }</span>
            { for deficiency.answered_by.iter().map(|item| {
                let item = *item;
                let show = {
                    let session = session.clone();
                    Callback::from(move |_: MouseEvent| session.dispatch(Action::Show(Some(Detail::Item(item)))))
                };
                html! {
                    <button type="button" class="buqi-link" onclick={show}>{ lang.of(&session.catalogue.item(item).name) }</button>
                }
            }) }
        </p>
    }
}
