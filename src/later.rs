//! What a first visit does without until the app stands: it comes in a wasm
//! module of its own, which is asked for at once and not waited for.
//!
//! Only what is reached through [`Later`] alone leaves the first module, so
//! what is named here must not be called in any other way.

use crate::components::details::{Details, DetailsProps};
use crate::components::finding::{Finding, FindingProps};
use crate::components::photos::{PhotoStrip, PhotoStripProps};
use crate::components::provenance::{Provenance, ProvenanceProps, surveyor_panel};
use crate::components::site_mode::{Place, SiteMode, SiteModeProps};
use crate::components::sketch::sketch;
use crate::keeping;
use crate::photo_files;
use crate::ports::photos::Album;
use crate::ports::store::Store;
use crate::ports::task;
use crate::rooms::survey::beside;
use crate::rooms::survey::groups::Groups;
use crate::rooms::survey::paste::{Paste, PasteProps};
use crate::rooms::{about, bill, deficiencies, estates, menu};
use crate::session::{Arrival, Detail, Saved, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Catalogue;
use buqi_core::id::FactIdx;
use buqi_core::photos::About;
use buqi_core::plan::Dossier;
use buqi_exchange::{Extras, OpenError, Opened, Record};
use std::cell::Cell;
use std::rc::Rc;
use yew::prelude::*;

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
    pub beside: fn(&SessionContext) -> Html,
    pub groups: fn() -> Html,
    pub surveyor: fn(&SessionContext) -> Html,
    pub provenance: fn(ProvenanceProps) -> Html,
    pub photo_strip: fn(Option<About>, AttrValue) -> Html,
    pub finding: fn(FactIdx) -> Html,
    pub paste: fn(Callback<Option<usize>>) -> Html,
    pub sketch: fn(Lang, &str, usize) -> Html,
    /// Takes away the pictures that nothing needs.
    pub tidy: fn(&Rc<Store>, &Rc<Album>),
    /// Saves the open estate as a file, with its photos where it has any.
    pub export: fn(&SessionContext, &Rc<Album>),
    /// Whether it took the notes in.
    pub read_notes: fn(&[u8]) -> bool,
    pub open: fn(&[u8], &Catalogue) -> Result<Opened, OpenError>,
    /// Stores another state of an estate that is not open.
    pub put: fn(&Store, &Catalogue, &str, &Dossier, &Extras) -> Saved,
    pub read_record: fn(&str, &Catalogue) -> Option<Record>,
    /// Takes another record in; the state of both, when that is a new one.
    pub join: fn(&mut Record, &Record, &Catalogue) -> Option<(Dossier, Extras)>,
}

thread_local! {
    /// The second module, once it is here.
    static HERE: Cell<Option<Later>> = const { Cell::new(None) };
}

/// The second module, when it is here.
pub fn here() -> Option<Later> {
    HERE.get()
}

/// Asks for the second module again.
#[derive(Clone, PartialEq)]
pub struct Again(Callback<()>);

/// Whether the second module is there, and the way to ask for it again.
#[hook]
pub fn use_arrival() -> (Arrival, Again) {
    let arrival = use_state(|| match here() {
        Some(_) => Arrival::Here,
        None => Arrival::Awaited,
    });
    let is_awaited = *arrival == Arrival::Awaited;
    let set = arrival.setter();
    let again = {
        let set = set.clone();
        Again(Callback::from(move |()| set.set(Arrival::Awaited)))
    };
    use_effect_with(is_awaited, move |is_awaited| {
        if *is_awaited {
            task::start(async move {
                let later = fetch().await;
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
    draw_at(session, false, with)
}

/// The same for what opens over a room. The room itself says that the second
/// module did not arrive, so this asks for it again and says nothing.
pub fn draw_over(session: &SessionContext, with: impl FnOnce(Later) -> Html) -> Html {
    draw_at(session, true, with)
}

fn draw_at(session: &SessionContext, is_over: bool, with: impl FnOnce(Later) -> Html) -> Html {
    match here() {
        Some(later) => with(later),
        None => html! { <Missing lang={session.lang} arrival={session.arrival} {is_over} /> },
    }
}

/// Whether the second module was asked for in vain.
pub fn is_lost(session: &SessionContext) -> bool {
    session.arrival == Arrival::Lost && here().is_none()
}

#[derive(PartialEq, Properties)]
pub struct MissingProps {
    pub lang: Lang,
    pub arrival: Arrival,
    #[prop_or_default]
    pub is_over: bool,
}

/// What stands in the place of a part that is not here.
#[component]
pub fn Missing(props: &MissingProps) -> Html {
    let again = use_context::<Again>();
    let lang = props.lang;
    let is_lost = props.arrival == Arrival::Lost;
    {
        let again = again.clone().filter(|_| props.is_over && is_lost);
        use_effect_with((), move |()| {
            if let Some(Again(ask)) = again {
                ask.emit(());
            }
        });
    }
    if !is_lost {
        return html! { <p class="buqi-empty" role="status">{ lang.say(text::ARRIVING) }</p> };
    }
    if props.is_over {
        return Html::default();
    }
    let onclick = move |_: MouseEvent| {
        if let Some(Again(ask)) = &again {
            ask.emit(());
        }
    };
    html! {
        <section class="buqi-empty" role="alert" data-lost="">
            <p>{ lang.say(text::NOT_ARRIVED) }</p>
            <button class="buqi-primary" type="button" {onclick}>{ lang.say(text::TRY_AGAIN) }</button>
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

fn ways_in() -> Later {
    Later {
        shelves: |store| html! { <estates::Shelves store={store.clone()} /> },
        deficiencies: deficiencies::draw,
        menu: || html! { <menu::Menu /> },
        bill: || html! { <bill::Bill /> },
        about: about::draw,
        details: |detail, on_close| html! { <Details ..DetailsProps { detail, on_close } /> },
        site_mode: |list, on_close| html! { <SiteMode ..SiteModeProps { list, on_close } /> },
        beside: beside::draw,
        groups: || html! { <Groups /> },
        surveyor: surveyor_panel,
        provenance: |props| html! { <Provenance ..props /> },
        photo_strip: |about, title| html! { <PhotoStrip ..PhotoStripProps { about, title } /> },
        finding: |fact| html! { <Finding key={fact.0} ..FindingProps { fact } /> },
        paste: |on_close| html! { <Paste ..PasteProps { on_close } /> },
        sketch,
        tidy: photo_files::tidy,
        export: photo_files::export,
        read_notes: buqi_bundled::read_notes,
        open: buqi_exchange::open,
        put: keeping::put,
        read_record: Record::read,
        join: |record, other, catalogue| record.join(other).then(|| record.open(catalogue)),
    }
}
