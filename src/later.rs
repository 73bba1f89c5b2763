//! What a first visit does without until the app stands: it comes in a wasm
//! module of its own, which is asked for at once and not waited for.
//!
//! Only what is reached through [`Later`] alone leaves the first module, so
//! what is named here must not be called in any other way.

use crate::components::details::{Details, DetailsProps};
use crate::components::finding::{Finding, FindingProps, marked_text};
use crate::components::photos;
use crate::components::provenance::{Provenance, ProvenanceProps, surveyor_panel};
use crate::components::site_mode::{Place, SiteMode, SiteModeProps};
use crate::components::sketch::sketch;
use crate::format;
use crate::keeping::Known;
use crate::photo_files;
use crate::ports::photos::Album;
use crate::ports::store::Store;
use crate::ports::{style, task};
use crate::records;
use crate::rooms::survey::Asked;
use crate::rooms::survey::beside::Beside;
use crate::rooms::survey::bookmark;
use crate::rooms::survey::groups::Groups;
use crate::rooms::survey::importance;
use crate::rooms::survey::paste::{Paste, PasteProps, Taken, taken_text};
use crate::rooms::{about, bill, deficiencies, estates, menu};
use crate::session::{Arrival, Detail, OpenEstate, Retrace, Saved, Session, SessionContext};
use crate::text::{self, Lang};
use buqi_core::id::FactIdx;
use buqi_core::photos::{About, Photos};
use buqi_core::plan::{Dossier, Edit};
use buqi_exchange::Extras;
use std::any::Any;
use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use yew::prelude::*;

/// Listens until it is dropped.
type Listening = Box<dyn Any>;

/// The ways into the second module.
#[derive(Clone, Copy)]
pub struct Later {
    pub shelves: fn(&Rc<Store>) -> Html,
    pub deficiencies: fn(&SessionContext) -> Html,
    pub menu: fn() -> Html,
    pub bill: fn() -> Html,
    pub about: fn(&SessionContext) -> Html,
    pub details: fn(Detail, Callback<()>) -> Html,
    pub site_mode: fn(Vec<Place>, Callback<()>) -> Html,
    pub beside: fn() -> Html,
    pub groups: fn() -> Html,
    pub surveyor: fn(&SessionContext) -> Html,
    /// Opens the estate that was open, where the survey of it was left.
    pub recall: fn(&Store, &mut Session),
    /// Stores where in the survey a person is, and who surveys.
    pub remember: fn(&Store, &Session),
    /// The questions that can still change something, and how far they are.
    pub by_importance: fn(&SessionContext, &OpenEstate) -> (Vec<Asked>, String),
    pub provenance: fn(ProvenanceProps) -> Html,
    pub photo_strip: fn(Lang, Option<About>, AttrValue, &Photos) -> Html,
    pub finding: fn(FactIdx) -> Html,
    /// What speaks against the answer to a question of the estate; empty where
    /// nothing does.
    pub against: fn(&SessionContext, &OpenEstate, FactIdx) -> String,
    /// How many buildings are marked, where a question is marked by building.
    pub marked: fn(&SessionContext, &OpenEstate, FactIdx) -> Option<String>,
    pub paste: fn(Callback<Option<Taken>>) -> Html,
    /// What a paste took, in words.
    pub taken: fn(Lang, Taken) -> String,
    pub sketch: fn(Lang, &str, usize) -> Html,
    /// Takes away the pictures that nothing needs.
    pub tidy: fn(&Rc<Store>, &Rc<Album>),
    /// Saves the open estate as a file, with its photos where it has any.
    pub export: fn(&SessionContext, &Rc<Album>),
    /// Whether it took the notes in.
    pub read_notes: fn(&[u8]) -> bool,
    /// The dossier after an edit of any kind.
    pub apply: fn(&Dossier, &Edit) -> Dossier,
    /// Reads what is stored under a storage key; to be waited for before any of
    /// the following.
    pub read_records: fn(String) -> Pin<Box<dyn Future<Output = ()>>>,
    /// Calls back when somebody else stored something, and with what became of a
    /// write that took a while, until the result is dropped.
    pub listen: fn(&Store, Callback<Option<Saved>>) -> Option<Listening>,
    /// Reads a stored estate; `None` when it is gone or can't be read.
    pub reopen: fn(&Store, &str) -> Option<OpenEstate>,
    /// The state of the open estate with what others wrote, if anything.
    pub joined: fn(&Store, &OpenEstate, &Known, &str, Option<&str>) -> Option<Known>,
    /// Takes a step where another tab has changed the estate.
    pub retrace: Retrace,
    /// Stores another state of an estate that is not open.
    pub put: fn(&Store, &str, &Dossier, &Extras) -> Saved,
    /// To be called after each edit.
    pub tend: fn(&Store),
    /// Makes room in the log of an estate.
    pub fold: fn(&Store, &str),
}

thread_local! {
    /// The second module, once it is here.
    static HERE: Cell<Option<Later>> = const { Cell::new(None) };
}

/// The second module, when it is here.
pub fn here() -> Option<Later> {
    HERE.get()
}

/// The same once the session has the catalogue that it needs.
pub fn of(session: &Session) -> Option<Later> {
    here().filter(|_| session.arrival == Arrival::Here)
}

/// Asks for the second module again.
#[derive(Clone, PartialEq)]
pub struct Again(Callback<()>);

/// Whether the second module is there and has read what is stored, and the way
/// to ask for it again.
#[hook]
pub fn use_arrival(store: &Rc<Store>) -> (Arrival, Again) {
    let arrival = use_state(|| Arrival::Awaited);
    let is_awaited = *arrival == Arrival::Awaited;
    let set = arrival.setter();
    let again = {
        let set = set.clone();
        Again(Callback::from(move |()| set.set(Arrival::Awaited)))
    };
    let key = store.key().to_owned();
    use_effect_with(is_awaited, move |is_awaited| {
        if *is_awaited {
            task::start(async move {
                let later = fetch().await;
                if let Some(later) = later {
                    (later.read_records)(key).await;
                }
                HERE.set(later.or(here()));
                set.set(match later {
                    Some(_) => Arrival::Here,
                    None => Arrival::Lost,
                });
            });
        }
    });
    (*arrival, again)
}

/// Draws with the second module, or says that it is still to come.
pub fn draw(session: &SessionContext, with: impl FnOnce(Later) -> Html) -> Html {
    match of(session) {
        Some(later) => with(later),
        None => missing(session.lang, session.arrival, &session.again),
    }
}

/// The same for what opens over a room. The room itself says that the second
/// module did not arrive, so this asks for it again and says nothing.
pub fn draw_over(session: &SessionContext, with: impl FnOnce(Later) -> Html) -> Html {
    match of(session) {
        Some(later) => with(later),
        None => {
            html! { <Over lang={session.lang} arrival={session.arrival} again={session.again.clone()} /> }
        }
    }
}

/// Whether the second module was asked for in vain.
pub fn is_lost(session: &Session) -> bool {
    session.arrival == Arrival::Lost && here().is_none()
}

#[derive(PartialEq, Properties)]
struct OverProps {
    lang: Lang,
    arrival: Arrival,
    again: Again,
}

/// Asks once, however often that is in vain.
#[component]
fn Over(props: &OverProps) -> Html {
    let is_lost = props.arrival == Arrival::Lost;
    let again = props.again.clone();
    use_effect_with((), move |()| {
        if is_lost {
            again.0.emit(());
        }
    });
    if is_lost {
        return Html::default();
    }
    missing(props.lang, props.arrival, &props.again)
}

/// What stands in the place of a part that is not here.
pub fn missing(lang: Lang, arrival: Arrival, again: &Again) -> Html {
    let say = |[zh, en]: [&'static str; 2]| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    if arrival != Arrival::Lost {
        return html! { <p class="buqi-empty" role="status">{ say(text::ARRIVING) }</p> };
    }
    let onclick = again.0.reform(|_: MouseEvent| ());
    html! {
        <section class="buqi-empty" role="alert" data-lost="">
            <p>{ say(text::NOT_ARRIVED) }</p>
            <button class="buqi-primary" type="button" {onclick}>{ say(text::TRY_AGAIN) }</button>
        </section>
    }
}

#[cfg(not(feature = "split"))]
async fn fetch() -> Option<Later> {
    Some(ways_in())
}

#[cfg(feature = "split")]
async fn fetch() -> Option<Later> {
    split::ways_in().await.ok()
}

/// The macro of the splitter declares functions that the linker is to leave for
/// another module, which takes `unsafe` in what it writes.
#[cfg(feature = "split")]
#[allow(unsafe_code)]
mod split {
    use super::Later;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[wasm_split(later, fallible)]
    pub fn ways_in() -> Result<Later, SplitLoaderError> {
        Ok(super::ways_in())
    }
}

/// What it brings for all is put in its place before anything uses it.
fn ways_in() -> Later {
    buqi_bundled::read_rest();
    style::complete();
    text::learn_english();
    Later {
        shelves: |store| html! { <estates::Shelves store={store.clone()} /> },
        deficiencies: deficiencies::draw,
        menu: || html! { <menu::Menu /> },
        bill: || html! { <bill::Bill /> },
        about: about::draw,
        details: |detail, on_close| html! { <Details ..DetailsProps { detail, on_close } /> },
        site_mode: |list, on_close| html! { <SiteMode ..SiteModeProps { list, on_close } /> },
        beside: || html! { <Beside /> },
        groups: || html! { <Groups /> },
        surveyor: surveyor_panel,
        recall: bookmark::recall,
        remember: bookmark::remember,
        by_importance: importance::questions,
        provenance: |props| html! { <Provenance ..props /> },
        photo_strip: photos::strip,
        finding: |fact| html! { <Finding key={fact.0} ..FindingProps { fact } /> },
        against: |session, estate, fact| {
            let facts = &estate.assessment.facts;
            format::ledger_gap(session.lang, session.catalogue, facts, fact).unwrap_or_default()
        },
        marked: marked_text,
        paste: |on_close| html! { <Paste ..PasteProps { on_close } /> },
        taken: taken_text,
        sketch,
        tidy: photo_files::tidy,
        export: photo_files::export,
        read_notes: buqi_bundled::read_notes,
        apply: Dossier::apply,
        read_records: |key| Box::pin(records::read(key)),
        listen: |store, heard| Some(Box::new(records::of(store)?.listen(store, heard))),
        reopen: |store, key| records::of(store)?.open(key),
        joined: |store, estate, known, tab, unsaved| {
            records::of(store)?.joined(estate, known, tab, unsaved)
        },
        retrace: buqi_exchange::retrace,
        put: |store, key, dossier, extras| match records::of(store) {
            Some(records) => records.put(key, dossier, extras),
            None => Saved::Forbidden,
        },
        tend: |store| {
            if let Some(records) = records::of(store) {
                records.tend();
            }
        },
        fold: |store, key| {
            if let Some(records) = records::of(store) {
                records.fold(key);
            }
        },
    }
}
