//! The gallery: every room and every component in each of its states, one at a
//! time, for whoever draws or checks them. It is built by `./x gallery` with the
//! feature of its name and is no part of what visitors get.

use crate::app::{self, AppProps, Notes, Options};
use crate::components::class_tag::class_tag;
use crate::components::evidence::mark_chip;
use crate::components::number_field::NumberField;
use crate::later::{self, Again};
use crate::ports::photos::Album;
use crate::ports::store::Store;
use crate::session::{Action, Arrival, Detail, Order, Room, Saved, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Catalogue;
use buqi_core::catalogue::{Fact, FactKind, Level, Mark};
use buqi_core::estimate::Class;
use buqi_core::id::{DeficiencyIdx, FactIdx, GroupId, ItemIdx, PlaceIdx};
use buqi_core::photos::Photos;
use buqi_core::plan::{Dossier, Edit, Subject};
use buqi_core::survey::{Answer, Reply};
use buqi_exchange::Extras;
use std::rc::Rc;
use yew::prelude::*;

/// What is known of the estate that an example is about.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Known {
    /// No estate is open.
    NoEstate,
    /// A name and nothing else.
    Name,
    /// The first of the bundled examples, with its published facts.
    Part,
    /// An answer to every question.
    All,
}

const KNOWN: [(Known, &str); 4] = [
    (Known::NoEstate, "none"),
    (Known::Name, "empty"),
    (Known::Part, "partial"),
    (Known::All, "complete"),
];

/// One state of one room or component.
#[derive(Clone)]
struct Example {
    name: String,
    known: Known,
    /// What happens to the session before it is shown.
    then: Vec<Action>,
    /// Instead of the room.
    component: Option<fn(&SessionContext) -> Html>,
}

impl Example {
    fn room(room: Room, state: &str, known: Known, then: Vec<Action>) -> Example {
        let name = format!("{}-{state}", room.as_str());
        let mut all = vec![Action::Go(room)];
        all.extend(then);
        Example {
            name,
            known,
            then: all,
            component: None,
        }
    }
}

fn examples(catalogue: &Catalogue) -> Vec<Example> {
    let mut all = Vec::new();
    for room in Room::ALL {
        for (known, state) in KNOWN {
            all.push(Example::room(room, state, known, Vec::new()));
        }
        for (state, action) in [
            ("forbidden", Action::Saved(Saved::Forbidden)),
            ("full", Action::Saved(Saved::Full)),
            ("photos-full", Action::PicturesSaved(Saved::Full)),
            ("awaited", Action::Arrive(Arrival::Awaited)),
            ("lost", Action::Arrive(Arrival::Lost)),
        ] {
            all.push(Example::room(room, state, Known::Part, vec![action]));
        }
    }
    let survey = |state: &str, known: Known, then: Vec<Action>| {
        Example::room(Room::Survey, state, known, then)
    };
    for (known, state) in KNOWN.into_iter().skip(1) {
        let by_importance = vec![Action::Order(Order::Importance)];
        all.push(survey(&format!("importance-{state}"), known, by_importance));
    }
    for (at, place) in (0..).zip(&catalogue.places) {
        let then = vec![Action::Order(Order::Place(PlaceIdx(at)))];
        all.push(survey(&format!("place-{}", place.id), Known::All, then));
    }
    let at_building = |it: &Fact| it.level == Level::Building;
    let is_finding = |it: &Fact| at_building(it) && matches!(it.kind, FactKind::YesNo);
    if let Some(fact) = first(catalogue, is_finding) {
        for (known, state) in KNOWN.into_iter().skip(1) {
            let then = vec![Action::Find(Some(fact))];
            all.push(survey(&format!("finding-{state}"), known, then));
        }
    }
    for (known, state) in KNOWN.into_iter().skip(1) {
        let details = [
            ("item", Detail::Item(ItemIdx(0))),
            (
                "line",
                Detail::Line {
                    item: ItemIdx(1),
                    line: 0,
                },
            ),
            ("deficiency", Detail::Deficiency(DeficiencyIdx(0))),
        ];
        for (what, detail) in details {
            let then = vec![Action::Show(Some(detail))];
            let state = format!("{what}-{state}");
            all.push(Example::room(Room::Menu, &state, known, then));
        }
    }
    let components: [(&str, Known, fn(&SessionContext) -> Html); 10] = [
        ("number-field", Known::Name, number_fields),
        ("chips", Known::Name, chips),
        ("sketches", Known::Name, sketches),
        ("site-yes-no", Known::Name, |session| {
            site(session, |it| matches!(it.kind, FactKind::YesNo))
        }),
        ("site-number", Known::Name, |session| {
            site(session, |it| matches!(it.kind, FactKind::Number { .. }))
        }),
        ("site-sketches", Known::Name, |session| {
            site(session, |it| {
                matches!(it.kind, FactKind::Choice(_)) && it.sketch.is_some()
            })
        }),
        ("site-done", Known::Part, |session| site(session, |_| false)),
        ("paste", Known::Part, |session| {
            later::draw(session, |it| (it.paste)(Callback::noop()))
        }),
        ("groups", Known::Part, |session| {
            later::draw(session, |it| (it.groups)())
        }),
        ("photos-none", Known::Part, |session| {
            let fact = session.catalogue.facts.first();
            let about =
                fact.and_then(|it| crate::components::photos::of_answer(&Subject::Estate, &it.id));
            later::draw(session, |it| {
                (it.photo_strip)(session.lang, about, "".into(), &Photos::new())
            })
        }),
    ];
    all.extend(components.map(|(name, known, draw)| Example {
        name: format!("component-{name}"),
        known,
        then: Vec::new(),
        component: Some(draw),
    }));
    all
}

fn first(catalogue: &Catalogue, is_wanted: impl Fn(&Fact) -> bool) -> Option<FactIdx> {
    let at = catalogue
        .facts
        .iter()
        .position(|it| it.place.is_some() && is_wanted(it))?;
    Some(FactIdx(at as u16))
}

/// Fields that are empty, filled, and filled with what is refused once it is
/// touched.
fn number_fields(session: &SessionContext) -> Html {
    let field = |id: &'static str, value: Option<f64>, hint: &'static str| {
        html! {
            <NumberField {id} label={id} unit={session.t(text::BUILDINGS)} lang={session.lang} {value}
                min={1.0} max={60.0} whole={true} {hint} on_change={Callback::noop()} />
        }
    };
    html! {
        <div class="buqi-panel">
            { field("empty", None, "") }
            { field("hint", None, session.t(text::NOT_ANSWERED)) }
            { field("filled", Some(12.0), "") }
            <NumberField id="many" label="many" unit="" lang={session.lang} value={Some(1_234_567.5)}
                min={0.0} max={1e9} whole={false} on_change={Callback::noop()} />
        </div>
    }
}

/// The marks of evidence and of the classes.
fn chips(session: &SessionContext) -> Html {
    let lang = session.lang;
    let marks = [Mark::Quoted, Mark::Paraphrased, Mark::Own];
    html! {
        <div class="buqi-panel">
            <p class="buqi-tags">{ for marks.map(|it| mark_chip(lang, it)) }</p>
            <p class="buqi-tags">{ for Class::ALL.map(|it| class_tag(lang, it)) }</p>
        </div>
    }
}

/// Every drawing of every fact that has one.
fn sketches(session: &SessionContext) -> Html {
    let drawn = session.catalogue.facts.iter();
    let drawn = drawn.filter_map(|it| Some((it, it.sketch.as_deref()?)));
    html! {
        <div class="buqi-panel">
            { for drawn.map(|(fact, name)| {
                let n_grades = match &fact.kind {
                    FactKind::Choice(options) => options.len(),
                    _ => fact.grades.len(),
                };
                let grades = (0..n_grades).map(|at| {
                    later::draw(session, |it| (it.sketch)(session.lang, name, at))
                });
                html! { <><h2>{ session.lang.of(&fact.label) }</h2><div class="buqi-grades">{ for grades }</div></> }
            }) }
        </div>
    }
}

fn site(session: &SessionContext, is_asked: fn(&Fact) -> bool) -> Html {
    let list = first(session.catalogue, is_asked).map(|it| (it, 0));
    let list = list.into_iter().collect();
    later::draw(session, |it| (it.site_mode)(list, Callback::noop()))
}

/// The dossier of an example; nothing where none is open.
fn dossier(catalogue: &Catalogue, lang: Lang, known: Known) -> Option<Dossier> {
    if known == Known::NoEstate {
        return None;
    }
    if known == Known::Part {
        let demo = crate::demos::demos().into_iter().next()?;
        let opened = buqi_exchange::open_value(demo.survey, Vec::new(), catalogue).ok()?;
        return Some(opened.dossier);
    }
    let id = GroupId::new("g1").ok()?;
    let named = Dossier {
        name: lang.say(text::ESTATE_NAME).into(),
        ..Dossier::default()
    };
    let label = lang.fill(text::GROUP_N, &["1"]);
    let mut dossier = named.apply(&Edit::PutGroup {
        id: id.clone(),
        label: label.as_str().into(),
        count: 4,
    });
    if known == Known::All {
        for fact in catalogue.facts.iter().filter(|it| it.place.is_some()) {
            dossier = dossier.apply(&Edit::Answer {
                subject: match fact.level {
                    Level::Estate => Subject::Estate,
                    Level::Building => Subject::Group(id.clone()),
                },
                fact: fact.id.clone(),
                answer: reply(fact).map(|reply| Answer {
                    reply,
                    how: None,
                    who: Some("王工".into()),
                    on: Some("2026-11-27".into()),
                    note: None,
                }),
            });
        }
    }
    Some(dossier)
}

/// An answer of each kind: yes, the first option, a number between the bounds.
fn reply(fact: &Fact) -> Option<Reply> {
    Some(match &fact.kind {
        FactKind::YesNo => Reply::YesNo(true),
        FactKind::Choice(options) => Reply::Choice(options.first()?.id.clone()),
        FactKind::Number { min, max, .. } => Reply::Number(
            (min.max(1.0) * max.min(1e4))
                .sqrt()
                .round()
                .clamp(*min, *max),
        ),
    })
}

#[component]
pub fn Gallery(props: &AppProps) -> Html {
    let store = use_memo((), |()| Store::new("gallery"));
    let (arrival, again) = later::use_arrival(&store);
    let notes = app::use_notes(&props.options, arrival);
    let shown = use_state(|| 0);
    if arrival != Arrival::Here || notes == Notes::Awaited {
        return html! { <p role="status">{ "…" }</p> };
    }
    let all = examples(buqi_bundled::catalogue());
    let Some(example) = all.get(*shown).cloned() else {
        return Html::default();
    };
    let key = example.name.clone();
    html! {
        <>
            <nav class="buqi-app buqi-gallery" lang="en" aria-label="Examples">
                <div class="buqi-chips">
                    { for all.iter().enumerate().map(|(at, it)| {
                        let shown = shown.clone();
                        let pressed = (*shown == at).to_string();
                        let onclick = move |_: MouseEvent| shown.set(at);
                        html! { <button type="button" key={at} {onclick} aria-pressed={pressed} data-example={it.name.clone()}>{ &it.name }</button> }
                    }) }
                </div>
            </nav>
            <Stage key={key} {example} options={props.options.clone()} {again} />
        </>
    }
}

#[derive(Properties)]
struct StageProps {
    example: Example,
    options: Rc<Options>,
    again: Again,
}

impl PartialEq for StageProps {
    /// Another example is another stage, by its key.
    fn eq(&self, other: &StageProps) -> bool {
        self.example.name == other.example.name
    }
}

/// One example as it would stand on a page. Nothing of it is stored.
#[component]
fn Stage(props: &StageProps) -> Html {
    let store = use_memo((), |()| Store::new("gallery"));
    let album = use_memo((), |()| Album::new("gallery"));
    let session = use_reducer({
        let store = store.clone();
        let (options, again) = (props.options.clone(), props.again.clone());
        let example = props.example.clone();
        move || {
            let session = app::start(&store, &options, (Arrival::Here, again));
            let dossier = dossier(session.catalogue, session.lang, example.known);
            let open = dossier.map(|dossier| Action::Begin {
                key: "gallery".into(),
                dossier,
                extras: Extras::default(),
            });
            let actions = open.into_iter().chain(example.then);
            let session = actions.fold(Rc::new(session), Reducible::reduce);
            (*session).clone()
        }
    });
    html! {
        <div data-stage-of={props.example.name.clone()}>
            { match props.example.component {
                Some(draw) => app::around(&session, &album, html! {
                    <div class="buqi-app" lang={session.lang.tag()}>
                        <div class="buqi-main"><h1>{ &props.example.name }</h1>{ draw(&session) }</div>
                    </div>
                }),
                None => app::page(&session, &store, &album),
            } }
        </div>
    }
}
