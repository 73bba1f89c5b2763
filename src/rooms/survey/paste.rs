//! 从表格粘贴: figures of a department or a building ledger, pasted as text and
//! looked at before anything is taken.

use crate::components::provenance::provenance_text;
use crate::format;
use crate::ports::{clock, dialog, input};
use crate::rooms::survey::groups::free_id;
use crate::session::{Action, OpenEstate, SessionContext, Surveyor, opened};
use crate::text::{self, Lang};
use buqi_core::Catalogue;
use buqi_core::id::FactIdx;
use buqi_core::plan::Edit;
use buqi_core::survey::{How, Refused, Reply};
use buqi_exchange::sheet::{
    Cell, Found, Ground, Shape, Sheet, Sum, TakenAs, Taking, Whom, Why, read_as,
};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct PasteProps {
    /// What was taken; `None` when it was only closed.
    pub on_close: Callback<Option<Taken>>,
}

/// How much of a paste the survey takes.
#[derive(Clone, Copy, PartialEq)]
pub struct Taken {
    n_answers: usize,
    /// Groups that come, go, or get another number of buildings.
    n_groups: usize,
}

impl Taken {
    fn is_none(self) -> bool {
        self.n_answers + self.n_groups == 0
    }

    /// "28 项答案、15 组楼栋".
    fn counted(self, lang: Lang) -> String {
        let counts = [
            (self.n_answers, text::N_ANSWERS),
            (self.n_groups, text::N_GROUPS),
        ];
        let counts = counts.into_iter().filter(|it| it.0 > 0);
        let counts: Vec<String> = counts
            .map(|(n, phrase)| lang.fill(phrase, &[&n.to_string()]))
            .collect();
        lang.list(&counts)
    }
}

/// Says what was taken, once the paste is closed.
pub fn taken_text(lang: Lang, taken: Taken) -> String {
    lang.fill(text::PASTE_TAKEN, &[&taken.counted(lang)])
}

/// What the person settled so far.
#[derive(Clone, Default, PartialEq)]
struct Settled {
    text: Rc<str>,
    /// Differing answers for which the pasted one is taken.
    take: BTreeSet<usize>,
    /// The same for the number of buildings.
    take_count: BTreeSet<usize>,
    /// What figures of several buildings are, where that was chosen.
    taken_as: BTreeMap<FactIdx, TakenAs>,
    /// Whether groups that the ledger does not name go, once that was chosen.
    drop_others: Option<bool>,
}

#[component]
pub fn Paste(props: &PasteProps) -> Html {
    let node = use_node_ref();
    let settled = use_state(Settled::default);
    {
        let node = node.clone();
        use_effect_with((), move |()| dialog::show(&node));
    }
    let session = use_context::<SessionContext>();
    let Some((session, estate)) = opened(&session) else {
        return Html::default();
    };
    let lang = session.lang;
    let survey = &estate.dossier.survey;
    let group = survey.groups.get(session.row);
    let sheet = read_as(
        &settled.text,
        session.catalogue,
        survey,
        group.map(|it| &it.id),
        &settled.taken_as,
    );
    let sheet = Rc::new(sheet);
    let oninput = {
        let settled = settled.clone();
        Callback::from(move |event: InputEvent| {
            settled.set(Settled {
                text: input::typed(&event).into(),
                ..Settled::default()
            });
        })
    };
    let settle = {
        let settled = settled.clone();
        Callback::from(move |next: Settled| settled.set(next))
    };
    let drops = drops_others(&settled, &sheet, estate);
    let taken = taken(&settled, &sheet, estate, drops);
    let take = {
        let (session, sheet, settled) = (session.clone(), sheet.clone(), settled.clone());
        let (node, on_close) = (node.clone(), props.on_close.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(edit) = edit_of(&session, &sheet, &settled, drops) {
                session.dispatch(Action::Edit(edit));
                dialog::close(&node);
                on_close.emit(Some(taken));
            }
        })
    };
    let leave = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| dialog::close(&node))
    };
    let onclose = props.on_close.reform(|_: Event| None);
    html! {
        <dialog class="buqi-details buqi-paste" ref={node} {onclose} aria-labelledby="paste-title">
            <header>
                <h2 id="paste-title">{ lang.say(text::PASTE) }</h2>
                <button type="button" class="buqi-plain" onclick={leave} data-close="">{ lang.say(text::CLOSE) }</button>
            </header>
            <label for="paste-text">{ lang.say(text::PASTE_HELP) }</label>
            <textarea id="paste-text" rows="5" spellcheck="false" {oninput} aria-describedby="paste-said" data-paste="" />
            <p id="paste-said" role="status" data-pasted="">
                if !settled.text.trim().is_empty() { { summary(lang, &sheet) } }
            </p>
            if sheet.shape == Shape::Ledger { { ledger(lang, &sheet, estate, &settled, drops, &settle) } }
            { sums(lang, session.catalogue, &sheet, &settled, &settle) }
            if sheet.shape != Shape::Ledger && sheet.found.iter().any(|it| it.whom != Whom::Estate) {
                if let Some(group) = group { <p class="buqi-soft">{ lang.fill(text::PASTE_ABOUT, &[&group.label]) }</p> }
            }
            { differences(session, &sheet, &settled, &settle) }
            { left(lang, &sheet) }
            { recognised(session, &sheet) }
            <p class="buqi-row buqi-paste-foot">
                <button type="button" class="buqi-primary" disabled={taken.is_none()} onclick={take} data-take="">
                    { lang.fill(text::PASTE_TAKE, &[&taken.counted(lang)]) }
                </button>
            </p>
        </dialog>
    }
}

/// Groups nobody answered anything for are a first guess, which a ledger
/// replaces unless somebody wants them to stay.
fn drops_others(settled: &Settled, sheet: &Sheet, estate: &OpenEstate) -> bool {
    let others = sheet.others(&estate.dossier.survey);
    let is_guess = others.iter().all(|it| it.answers.is_empty());
    !others.is_empty() && settled.drop_others.unwrap_or(is_guess)
}

fn taken(settled: &Settled, sheet: &Sheet, estate: &OpenEstate, drops: bool) -> Taken {
    let answers = sheet.found.iter().enumerate();
    let answers =
        answers.filter(|(at, it)| it.now.is_none() || it.differs() && settled.take.contains(at));
    let groups = sheet.groups.iter().enumerate();
    let groups = groups.filter(|(at, it)| it.here.is_none() || settled.take_count.contains(at));
    let dropped = if drops {
        sheet.others(&estate.dossier.survey).len()
    } else {
        0
    };
    Taken {
        n_answers: answers.count(),
        n_groups: groups.count() + dropped,
    }
}

/// Everything as one change, answered from the records of a department.
fn edit_of(
    session: &SessionContext,
    sheet: &Sheet,
    settled: &Settled,
    drop_others: bool,
) -> Option<Edit> {
    let estate = session.estate.as_ref()?;
    let differing = sheet
        .found
        .iter()
        .enumerate()
        .filter(|(_, it)| it.differs());
    let keep = differing
        .map(|(at, _)| at)
        .filter(|it| !settled.take.contains(it))
        .collect();
    let keep_count = (0..sheet.groups.len())
        .filter(|it| sheet.groups.get(*it).is_some_and(|it| it.here.is_some()))
        .filter(|it| !settled.take_count.contains(it))
        .collect();
    let surveyor = Surveyor {
        how: Some(How::Records),
        ..session.surveyor.clone()
    };
    let taking = Taking {
        keep: &keep,
        keep_count: &keep_count,
        drop_others,
    };
    let survey = &estate.dossier.survey;
    Some(sheet.edit(
        session.catalogue,
        survey,
        &taking,
        || free_id(session),
        |reply, note| surveyor.attest(reply, note, clock::today()),
    ))
}

fn summary(lang: Lang, sheet: &Sheet) -> String {
    if sheet.shape == Shape::Nothing {
        return lang.say(text::PASTE_NOTHING).to_owned();
    }
    let count = |wanted: fn(&&Found) -> bool| sheet.found.iter().filter(wanted).count().to_string();
    lang.fill(
        text::PASTE_SUMMARY,
        &[
            &sheet.found.len().to_string(),
            &count(|it| it.now.is_none()),
            &count(|it| it.is_same()),
            &count(|it| it.differs()),
            &sheet.left().count().to_string(),
        ],
    )
}

/// How many buildings the ledger has, and what becomes of the others.
fn ledger(
    lang: Lang,
    sheet: &Sheet,
    estate: &OpenEstate,
    settled: &Settled,
    drops: bool,
    settle: &Callback<Settled>,
) -> Html {
    let n_buildings = sheet
        .groups
        .iter()
        .fold(0, |sum: u32, it| sum.saturating_add(it.count));
    let n_here = sheet.groups.iter().filter(|it| it.here.is_some()).count();
    let counts = [
        sheet.groups.len(),
        n_buildings as usize,
        n_here,
        sheet.groups.len() - n_here,
    ];
    let counts = counts.map(|it| it.to_string());
    let others = sheet.others(&estate.dossier.survey);
    let n_others = others
        .iter()
        .fold(0, |sum: u32, it| sum.saturating_add(it.count));
    let toggle = {
        let settled = settled.clone();
        settle.reform(move |_: MouseEvent| Settled {
            drop_others: Some(!drops),
            ..settled.clone()
        })
    };
    html! {
        <>
            <p>{ lang.fill(text::PASTE_GROUPS, &counts.each_ref().map(String::as_str)) }</p>
            if !others.is_empty() {
                <p><button type="button" aria-pressed={drops.to_string()} onclick={toggle} data-drop-others="">
                    { lang.fill(text::PASTE_DROP, &[&others.len().to_string(), &n_others.to_string()]) }
                </button></p>
            }
        </>
    }
}

/// How figures of several buildings were read, and totals that say otherwise.
fn sums(
    lang: Lang,
    catalogue: &Catalogue,
    sheet: &Sheet,
    settled: &Settled,
    settle: &Callback<Settled>,
) -> Html {
    let lines = sheet.sums.iter().map(|it| {
        let fact = it.fact.map(|idx| catalogue.fact(idx));
        let name = fact.map_or(lang.say(text::GROUP_COUNT), |fact| lang.of(&fact.label));
        let tell = |value: f64| match fact {
            Some(fact) => format::reply(lang, catalogue, fact, &Reply::Number(value)),
            None => format::number(value),
        };
        let other = it.total.filter(|_| !it.agrees()).map(|total| {
            lang.fill(text::SUM_OTHER, &[name, &tell(it.sum), &tell(total)])
        });
        html! {
            <>
                if let Some(other) = other { <p class="buqi-warning" data-sum-other="">{ other }</p> }
                if let Some(fact) = it.fact.filter(|_| it.differs) { { reading(lang, it, fact, name, settled, settle) } }
            </>
        }
    });
    lines.collect()
}

/// What the figures of a column were taken for and why, and the other way.
fn reading(
    lang: Lang,
    sum: &Sum,
    fact: FactIdx,
    name: &str,
    settled: &Settled,
    settle: &Callback<Settled>,
) -> Html {
    let (said, other, change) = match sum.taken_as {
        TakenAs::Each => (text::SUM_EACH, TakenAs::Whole, text::SUM_TO_WHOLE),
        TakenAs::Whole => (text::SUM_WHOLE, TakenAs::Each, text::SUM_TO_EACH),
    };
    let why = lang.say(match sum.ground {
        Ground::Guess => text::SUM_BY_GUESS,
        Ground::Total => text::SUM_BY_TOTAL,
        Ground::Name => text::SUM_BY_NAME,
        Ground::Chosen => text::SUM_CHOSEN,
    });
    let said = lang.fill(text::LABELLED, &[&lang.fill(said, &[name]), why]);
    // Other figures may differ then from what is here.
    let mut next = Settled {
        text: settled.text.clone(),
        taken_as: settled.taken_as.clone(),
        drop_others: settled.drop_others,
        ..Settled::default()
    };
    next.taken_as.insert(fact, other);
    let onclick = settle.reform(move |_: MouseEvent| next.clone());
    html! {
        <p class="buqi-row">
            <span>{ said }</span>
            <button type="button" {onclick} data-taken-as="">{ lang.say(change) }</button>
        </p>
    }
}

fn whom(lang: Lang, estate: &OpenEstate, sheet: &Sheet, whom: &Whom) -> String {
    match whom {
        Whom::Estate => lang.say(text::WHOLE_ESTATE).to_owned(),
        Whom::Group(id) => {
            let group = estate.dossier.survey.groups.iter().find(|it| it.id == *id);
            group.map(|it| it.label.to_string()).unwrap_or_default()
        }
        Whom::Ledger(at) => sheet
            .groups
            .get(*at)
            .map(|it| it.label.to_string())
            .unwrap_or_default(),
    }
}

/// What the survey has and what was pasted, side by side. The survey's own
/// stays in force until the other is tapped.
fn differences(
    session: &SessionContext,
    sheet: &Sheet,
    settled: &Settled,
    settle: &Callback<Settled>,
) -> Html {
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    let (lang, catalogue) = (session.lang, session.catalogue);
    let found: Vec<(usize, &Found)> = sheet
        .found
        .iter()
        .enumerate()
        .filter(|(_, it)| it.differs())
        .collect();
    let counts: Vec<(usize, &str, u32, u32)> = sheet
        .groups
        .iter()
        .enumerate()
        .filter_map(|(at, it)| {
            let (_, now) = it.here.as_ref()?;
            (*now != it.count).then_some((at, &*it.label, *now, it.count))
        })
        .collect();
    if found.is_empty() && counts.is_empty() {
        return Html::default();
    }
    let all = {
        let mut next = settled.clone();
        next.take.extend(found.iter().map(|it| it.0));
        next.take_count.extend(counts.iter().map(|it| it.0));
        settle.reform(move |_: MouseEvent| next.clone())
    };
    let answers = found.iter().map(|&(at, it)| {
        let fact = catalogue.fact(it.fact);
        let label = format!(
            "{} · {}",
            whom(lang, estate, sheet, &it.whom),
            lang.of(&fact.label)
        );
        let now = it.now.as_ref().map(|now| {
            let known = provenance_text(lang, now);
            let reply = format::reply(lang, catalogue, fact, &now.reply);
            if known.is_empty() {
                reply
            } else {
                format!("{reply} · {known}")
            }
        });
        let sides = (
            now.unwrap_or_default(),
            format::reply(lang, catalogue, fact, &it.reply),
        );
        let toggled = |takes: bool| {
            let mut next = settled.clone();
            set(&mut next.take, at, takes);
            next
        };
        side_by_side(
            lang,
            &label,
            sides,
            settled.take.contains(&at),
            toggled,
            settle,
        )
    });
    let numbers = counts.iter().map(|&(at, label, now, count)| {
        let label = format!("{label} · {}", lang.say(text::GROUP_COUNT));
        let sides = (now.to_string(), count.to_string());
        let toggled = |takes: bool| {
            let mut next = settled.clone();
            set(&mut next.take_count, at, takes);
            next
        };
        side_by_side(
            lang,
            &label,
            sides,
            settled.take_count.contains(&at),
            toggled,
            settle,
        )
    });
    html! {
        <section data-paste-differs="">
            <h3>{ lang.say(text::PASTE_DIFFERS) }</h3>
            <p class="buqi-soft">{ lang.say(text::PASTE_DIFFERS_HELP) }</p>
            <button type="button" onclick={all} data-take-all="">{ lang.say(text::PASTE_ALL_NEW) }</button>
            <ul class="buqi-differences">{ for numbers.chain(answers) }</ul>
        </section>
    }
}

fn set(all: &mut BTreeSet<usize>, at: usize, is_in: bool) {
    if is_in {
        all.insert(at);
    } else {
        all.remove(&at);
    }
}

fn side_by_side(
    lang: Lang,
    label: &str,
    (now, pasted): (String, String),
    takes: bool,
    toggled: impl Fn(bool) -> Settled,
    settle: &Callback<Settled>,
) -> Html {
    let side = |phrase: text::Phrase, value: String, is_pasted: bool, key: &'static str| {
        let in_force = takes == is_pasted;
        let next = toggled(is_pasted);
        let onclick = settle.reform(move |_: MouseEvent| next.clone());
        html! {
            <button type="button" class="buqi-side" aria-pressed={in_force.to_string()} {onclick} data-side={key}>
                <span class="buqi-soft">
                    { lang.say(phrase) }
                    if in_force { { " · " }{ lang.say(text::IN_FORCE) } }
                </span>
                <b>{ value }</b>
            </button>
        }
    };
    html! {
        <li><div role="group" aria-label={label.to_owned()}>
            <span>{ label.to_owned() }</span>
            { side(text::PASTE_NOW, now, false, "ours") }
            { side(text::PASTE_NEW, pasted, true, "theirs") }
        </div></li>
    }
}

/// More lines than this of one kind would only bury the others.
const MOST_LEFT: usize = 60;

/// The cells that were not taken, each with the reason.
fn left(lang: Lang, sheet: &Sheet) -> Html {
    let n_left = sheet.left().count();
    if n_left == 0 {
        return Html::default();
    }
    html! {
        <section data-paste-left="">
            <h3>{ lang.say(text::PASTE_LEFT) }</h3>
            <ul>
                { for sheet.left().take(MOST_LEFT).map(|(cell, why)| html! { <li>{ place(lang, cell, why) }</li> }) }
            </ul>
            if n_left > MOST_LEFT {
                <p class="buqi-soft">{ lang.fill(text::AND_MORE, &[&(n_left - MOST_LEFT).to_string()]) }</p>
            }
        </section>
    }
}

fn place(lang: Lang, cell: &Cell, why: &Why) -> String {
    let why = match why {
        Why::UnknownName => lang.say(text::WHY_UNKNOWN_NAME).to_owned(),
        Why::NoName => lang.say(text::WHY_NO_NAME).to_owned(),
        Why::Ragged => lang.say(text::WHY_RAGGED).to_owned(),
        Why::NoValue => lang.say(text::WHY_NO_VALUE).to_owned(),
        Why::UnknownUnit(unit) => lang.fill(text::WHY_UNIT, &[unit]),
        Why::Refused(Refused::Below(bound)) => {
            lang.fill(text::WHY_BELOW, &[&format::number(*bound)])
        }
        Why::Refused(Refused::Above(bound)) => {
            lang.fill(text::WHY_ABOVE, &[&format::number(*bound)])
        }
        Why::Refused(Refused::NotWhole) => lang.say(text::WHOLE).to_owned(),
        Why::Refused(Refused::UnknownOption) => lang.say(text::WHY_OPTION).to_owned(),
        Why::Refused(Refused::NotAsked) => lang.say(text::WHY_NOT_ASKED).to_owned(),
        Why::Refused(Refused::WrongKind | Refused::NotANumber) | Why::NotUnderstood => {
            lang.say(text::WHY_NOT_UNDERSTOOD).to_owned()
        }
        Why::Twice => lang.say(text::WHY_TWICE).to_owned(),
        Why::NoBuilding => lang.say(text::WHY_NO_BUILDING).to_owned(),
        Why::Total => lang.say(text::WHY_TOTAL).to_owned(),
        Why::TooMany => lang.say(text::WHY_TOO_MANY).to_owned(),
    };
    let (row, column) = (cell.row.to_string(), cell.column.to_string());
    lang.fill(text::PASTE_CELL, &[&row, &column, &cell.text, &why])
}

/// What was recognised, as a table: a line for each of those it is about.
fn recognised(session: &SessionContext, sheet: &Sheet) -> Html {
    let Some(estate) = session.estate.as_ref().filter(|_| !sheet.found.is_empty()) else {
        return Html::default();
    };
    let (lang, catalogue) = (session.lang, session.catalogue);
    html! {
        <section data-paste-found="">
            <h3>{ lang.say(text::PASTE_FOUND) }</h3>
            <div class="buqi-wide" tabindex="0" role="region" aria-label={lang.say(text::PASTE_FOUND)}>
                <table class="buqi-compare">
                    <tbody>
                        { for sheet.found.iter().map(|it| {
                            let fact = catalogue.fact(it.fact);
                            html! {
                                <tr>
                                    <td>{ whom(lang, estate, sheet, &it.whom) }</td>
                                    <th scope="row">{ lang.of(&fact.label).to_owned() }</th>
                                    <td>{ format::reply(lang, catalogue, fact, &it.reply) }</td>
                                    <td class="buqi-soft">{ state(lang, it) }</td>
                                </tr>
                            }
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

fn state(lang: Lang, found: &Found) -> &'static str {
    lang.say(if found.is_same() {
        text::PASTE_IS_SAME
    } else if found.differs() {
        text::PASTE_IS_OTHER
    } else {
        text::PASTE_IS_NEW
    })
}
