//! 摸排: the questions, by place or by importance, with the menu beside them
//! where there is room.

pub mod beside;
pub mod bookmark;
pub mod groups;
pub mod importance;
pub mod paste;

use crate::components::question::question;
use crate::later;
use crate::ports::dialog;
use crate::rooms::survey::paste::Taken;
use crate::session::{Action, OpenEstate, Order, SessionContext};
use crate::text;
use buqi_core::Truth;
use buqi_core::agenda::asking_order;
use buqi_core::catalogue::Level;
use buqi_core::id::{FactIdx, PlaceIdx};
use buqi_core::rule::decide;
use yew::prelude::*;

/// A question with the row it is asked for, and what hangs on it.
pub struct Asked {
    pub fact: FactIdx,
    pub row: usize,
    pub stakes: String,
}

pub fn draw(session: &SessionContext) -> Html {
    if session.estate.is_none() {
        return super::nothing_open(session);
    }
    html! {
        <div class="buqi-split">
            <Questions />
            // Where it is missing, the questions beside it say so.
            if let Some(later) = later::of(session) { { (later.beside)() } }
        </div>
    }
}

/// The questions in the order that was chosen.
#[component]
fn Questions() -> Html {
    let catalogue = buqi_bundled::catalogue();
    let rank = use_memo((), |()| asking_order(catalogue));
    let held = use_mut_ref(Held::default);
    let on_site = use_state(|| false);
    let pastes = use_state(|| false);
    let taken = use_state(|| None::<Taken>);
    let pressed = use_node_ref();
    let session = use_context::<SessionContext>();
    {
        let pressed = pressed.clone();
        let order = session.as_ref().map(|it| it.order);
        use_effect_with(order, move |_| dialog::reveal_in_row(&pressed));
    }
    let Some(session) = session else {
        return Html::default();
    };
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    let lang = session.lang;
    let (mut asked, summary) = match session.order {
        Order::Importance => match later::of(&session) {
            Some(later) => (later.by_importance)(&session, estate),
            None => (Vec::new(), String::new()),
        },
        order => here(&session, estate, order, &rank),
    };
    let list: Vec<(FactIdx, usize)> = asked.iter().map(|it| (it.fact, it.row)).collect();
    if session.order == Order::Importance {
        held.borrow_mut().keep(&session, estate, &mut asked);
    } else {
        *held.borrow_mut() = Held::default();
    }
    let any_building = asked
        .iter()
        .any(|it| session.catalogue.fact(it.fact).level == Level::Building);
    let site = |on: bool| {
        let on_site = on_site.clone();
        move || on_site.set(on)
    };
    let (open, close) = (site(true), site(false));
    let open_paste = {
        let (pastes, taken) = (pastes.clone(), taken.clone());
        move || {
            taken.set(None);
            pastes.set(true);
        }
    };
    let close_paste = {
        let (pastes, taken) = (pastes.clone(), taken.clone());
        Callback::from(move |now: Option<Taken>| {
            pastes.set(false);
            if now.is_some() {
                taken.set(now);
            }
        })
    };
    let n_answered = asked
        .iter()
        .filter(|it| is_answered(&session, estate, (it.fact, it.row)))
        .count();
    html! {
        <section aria-labelledby="survey-title">
            <div class="buqi-survey-head">
                <h1 id="survey-title">{ lang.say(text::SURVEY) }</h1>
                <button type="button" class="buqi-plain" title={lang.say(text::PASTE)} data-open-paste=""
                    onclick={move |_: MouseEvent| open_paste()}>{ lang.say(text::PASTE_SHORT) }</button>
                <button type="button" class="buqi-primary" title={lang.say(text::SITE_MODE_HELP)} data-site-mode=""
                    disabled={list.is_empty()} onclick={move |_: MouseEvent| open()}>{ lang.say(text::SITE_MODE) }</button>
            </div>
            { orders(&session, &pressed) }
            if any_building || later::is_lost(&session) { { later::draw(&session, |it| (it.groups)()) } }
            if let Some(later) = later::of(&session) { { (later.surveyor)(&session) } }
            <div class="buqi-soft" role="status" data-taken="">
                if let Some((later, taken)) = later::of(&session).zip(*taken) { { (later.taken)(lang, taken) } }
            </div>
            { progress(&session, summary, n_answered, asked.len()) }
            // A list of its own: only where all entries have keys do those stay that
            // come after one that has gone.
            { asked.iter().take(MAX_SHOWN).map(|it| {
                question(&session, it.fact, it.row, &it.stakes, session.asked == Some(it.fact))
            }).collect::<Html>() }
            if session.order == Order::Importance && !later::is_lost(&session) { { later::draw(&session, |_| Html::default()) } }
            if *pastes { { later::draw_over(&session, |it| (it.paste)(close_paste)) } }
            if *on_site { { later::draw_over(&session, |it| (it.site_mode)(list, Callback::from(move |()| close()))) } }
            if let Some(fact) = session.finding { { later::draw_over(&session, |it| (it.finding)(fact)) } }
        </section>
    }
}

/// How far the questions of a place are; it stays in sight while they scroll.
/// By importance there is no end to run towards, only the stop rule.
fn progress(session: &SessionContext, said: String, n_answered: usize, n_asked: usize) -> Html {
    let is_run = session.order != Order::Importance;
    html! {
        <div class={classes!("buqi-survey-progress", is_run.then_some("buqi-sticky"))}>
            if is_run {
                <progress max={n_asked.max(1).to_string()} value={n_answered.to_string()} aria-label={said.clone()}></progress>
            }
            <p class="buqi-soft" data-summary="">{ said }</p>
        </div>
    }
}

/// Keeps the question that was answered last where it stands, until another
/// one is answered: by importance it would be gone after the first digit.
#[derive(Default)]
struct Held {
    shown: Vec<(FactIdx, usize)>,
    last: Option<(FactIdx, usize)>,
}

impl Held {
    fn keep(&mut self, session: &SessionContext, estate: &OpenEstate, asked: &mut Vec<Asked>) {
        let answered = |it: &(FactIdx, usize)| is_answered(session, estate, *it);
        let open = |it: &(FactIdx, usize)| asked.iter().any(|asked| (asked.fact, asked.row) == *it);
        let newly = |it: &&(FactIdx, usize)| Some(**it) != self.last && answered(it) && !open(it);
        let last = self.shown.iter().find(newly).copied().or(self.last);
        self.last = last.filter(|it| answered(it) && !open(it));
        if let Some((fact, row)) = self.last {
            let at = self.shown.iter().position(|it| *it == (fact, row));
            let stakes = String::new();
            asked.insert(
                at.unwrap_or_default().min(asked.len()),
                Asked { fact, row, stakes },
            );
        }
        self.shown = asked.iter().map(|it| (it.fact, it.row)).collect();
    }
}

/// By importance, more than this at once would only bury the next question.
const MAX_SHOWN: usize = 60;

/// The questions of one place, or the quick ones.
fn here(
    session: &SessionContext,
    estate: &OpenEstate,
    order: Order,
    rank: &[FactIdx],
) -> (Vec<Asked>, String) {
    let wanted = |it: &FactIdx| is_of(session, order, *it);
    let mut facts: Vec<FactIdx> = rank.iter().copied().filter(wanted).collect();
    if order == Order::Quick {
        // The few of the quick survey follow the walk.
        facts.sort_unstable();
    }
    facts.retain(|it| makes_sense(session, estate, *it, session.row));
    let n_answered = facts
        .iter()
        .filter(|it| is_answered(session, estate, (**it, session.row)))
        .count();
    let summary = session.lang.fill(
        text::ASKED_HERE,
        &[&facts.len().to_string(), &n_answered.to_string()],
    );
    let asked = facts.into_iter().map(|fact| Asked {
        fact,
        row: session.row,
        stakes: String::new(),
    });
    (asked.collect(), summary)
}

/// Whether a question is one of this order, which is not the one by importance.
fn is_of(session: &SessionContext, order: Order, fact: FactIdx) -> bool {
    let fact = session.catalogue.fact(fact);
    match order {
        Order::Place(place) => fact.place == Some(place),
        _ => fact.quick,
    }
}

/// How many questions of a place, or of the quick ones, are still open for this
/// building group.
pub fn n_open(session: &SessionContext, estate: &OpenEstate, order: Order, row: usize) -> usize {
    let facts = (0..session.catalogue.facts.len()).map(|it| FactIdx(it as u16));
    facts
        .filter(|it| is_of(session, order, *it) && makes_sense(session, estate, *it, row))
        .filter(|it| !is_answered(session, estate, (*it, row)))
        .count()
}

/// A question whose gate is known not to hold is not asked.
fn makes_sense(session: &SessionContext, estate: &OpenEstate, fact: FactIdx, row: usize) -> bool {
    let fact = session.catalogue.fact(fact);
    fact.place.is_some()
        && fact.asked_when.as_ref().is_none_or(|gate| {
            decide(session.catalogue, gate, &estate.assessment.facts, row).truth != Truth::No
        })
}

fn is_answered(
    session: &SessionContext,
    estate: &OpenEstate,
    (fact, row): (FactIdx, usize),
) -> bool {
    let fact = session.catalogue.fact(fact);
    estate
        .dossier
        .survey
        .answers(fact.level, row)
        .is_some_and(|it| it.contains_key(&fact.id))
}

/// Quick, by importance, or one of the places.
fn orders(session: &SessionContext, node: &NodeRef) -> Html {
    let lang = session.lang;
    let chip = |name: String, order: Order, key: &str| {
        let pressed = session.order == order;
        let choose = {
            let session = session.clone();
            Callback::from(move |_: MouseEvent| session.dispatch(Action::Order(order)))
        };
        html! {
            <button type="button" ref={if pressed { node.clone() } else { NodeRef::default() }} aria-pressed={pressed.to_string()}
                onclick={choose} data-order={key.to_owned()}>{ name }</button>
        }
    };
    html! {
        <div class="buqi-chips buqi-one-line" role="group" aria-label={lang.say(text::BY_PLACE)}>
            { chip(lang.say(text::QUICK).to_owned(), Order::Quick, "quick") }
            { chip(lang.say(text::BY_IMPORTANCE).to_owned(), Order::Importance, "importance") }
            { for session.catalogue.places.iter().enumerate().map(|(at, place)| {
                chip(lang.of(&place.name).to_owned(), Order::Place(PlaceIdx(at as u16)), place.id.as_str())
            }) }
        </div>
    }
}
