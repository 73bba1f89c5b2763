//! The provider of the session, what keeps it stored, and the page around
//! the rooms.

use crate::components::bill_bar::{BillBar, headline};
use crate::keeping::Ledger;
use crate::later::{self, Again};
use crate::ports;
use crate::ports::photos::Album;
use crate::ports::store::{self, Store};
use crate::rooms;
use crate::session::{Action, Arrival, Order, Room, Saved, Session, SessionContext, Surveyor};
use crate::text::{self, Lang};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use yew::prelude::*;

/// How a host wants the element.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// For a first visit; later what the person chose last goes first.
    pub lang: Option<Lang>,
    /// The host has just changed the language, so that one goes first.
    pub insist: bool,
    pub room: Option<Room>,
    pub storage_key: String,
    /// The page holds nothing else, so it may ask the browser for favours.
    pub is_standalone: bool,
    /// A promise of the file of notes; the app works before it is kept.
    pub notes: JsValue,
}

impl Options {
    const KNOWN: [&str; 6] = ["lang", "room", "storageKey", "mode", "notes", "insist"];

    pub fn read(options: &JsValue) -> Options {
        let text = |name: &str| {
            js_sys::Reflect::get(options, &name.into())
                .ok()
                .and_then(|it| it.as_string())
                .filter(|it| !it.is_empty())
        };
        if let Some(object) = options.dyn_ref::<js_sys::Object>() {
            for key in js_sys::Object::keys(object).iter() {
                let key = key.as_string().unwrap_or_default();
                if !Options::KNOWN.contains(&key.as_str()) {
                    gloo::console::warn!(format!(
                        "buqi: unknown option {key}; known are {}",
                        Options::KNOWN.join(", ")
                    ));
                }
            }
        }
        Options {
            lang: text("lang").map(|it| Lang::from_tag(&it)),
            insist: js_sys::Reflect::get(options, &"insist".into()).is_ok_and(|it| it.is_truthy()),
            room: text("room").and_then(|it| Room::from_str(&it)),
            notes: js_sys::Reflect::get(options, &"notes".into()).unwrap_or_default(),
            is_standalone: text("mode").as_deref() == Some("standalone"),
            storage_key: text("storageKey").unwrap_or_else(|| "default".to_owned()),
        }
    }
}

#[derive(PartialEq, Properties)]
pub struct AppProps {
    pub options: Rc<Options>,
}

/// Waits with what is stored until there is what reads it, with English until
/// its names are there, and with nothing else.
#[component]
pub fn App(props: &AppProps) -> Html {
    let store = use_memo((), |()| Store::new(&props.options.storage_key));
    let (arrival, again) = later::use_arrival(&store);
    let options = props.options.clone();
    let notes = use_notes(&options, arrival);
    let waits = use_state(|| Waits {
        for_readers: store.has_any(),
        for_names: language(&store, &options) == Lang::En,
    });
    let is_ready = (arrival == Arrival::Here || !(waits.for_readers || waits.for_names))
        && (notes != Notes::Awaited || !waits.for_names);
    html! {
        if is_ready {
            <Application {options} {store} {arrival} {again} {notes} />
        } else {
            <div class="buqi-app">{ later::missing(language(&store, &options), arrival, &again) }</div>
        }
    }
}

#[derive(PartialEq, Properties)]
struct ApplicationProps {
    options: Rc<Options>,
    store: Rc<Store>,
    arrival: Arrival,
    again: Again,
    notes: Notes,
}

/// What the first picture has to wait for, as it is when the page opens.
struct Waits {
    /// Stored estates need what reads them.
    for_readers: bool,
    /// English needs its names.
    for_names: bool,
}

#[component]
fn Application(props: &ApplicationProps) -> Html {
    let store = props.store.clone();
    let album = use_memo((), |()| Album::new(&props.options.storage_key));
    let session = use_reducer({
        let store = store.clone();
        let (options, again) = (props.options.clone(), props.again.clone());
        let arrival = props.arrival;
        move || start(&store, &options, (arrival, again))
    });
    use_autosave(&session, &store);
    let has_estate = session.estate.is_some() && props.options.is_standalone;
    use_effect_with(has_estate, |has_estate| {
        if *has_estate {
            store::persist();
        }
    });
    {
        let dispatch = session.dispatcher();
        use_effect_with((props.arrival, props.notes), move |(arrival, _)| {
            // What the second module draws needs the catalogue that it brought.
            dispatch.dispatch(Action::Learn(buqi_bundled::catalogue()));
            dispatch.dispatch(Action::Arrive(*arrival));
        });
    }
    {
        let (store, album) = (store.clone(), album.clone());
        use_effect_with(props.arrival, move |_| {
            if let Some(later) = later::here() {
                (later.tidy)(&store, &album);
            }
        });
    }

    page(&session, &store, &album)
}

/// The whole page of a session.
pub fn page(session: &SessionContext, store: &Rc<Store>, album: &Rc<Album>) -> Html {
    let close = {
        let session = session.clone();
        Callback::from(move |()| session.dispatch(Action::Show(None)))
    };
    let page = html! {
        <div class="buqi-app" lang={session.lang.tag()} data-room-open={session.room.as_str()}>
            { masthead(session) }
            { not_stored(session, album) }
            <div class="buqi-main">
                { rooms::draw(session, store) }
            </div>
            <BillBar />
            if let Some(detail) = session.detail {
                { later::draw_over(session, |it| (it.details)(detail, close)) }
            }
            { announcer(session) }
        </div>
    };
    around(session, album, page)
}

/// What every part of a page may ask for.
pub fn around(session: &SessionContext, album: &Rc<Album>, page: Html) -> Html {
    html! {
        <ContextProvider<Rc<Album>> context={album.clone()}>
            <ContextProvider<SessionContext> context={session.clone()}>{ page }</ContextProvider<SessionContext>>
        </ContextProvider<Rc<Album>>>
    }
}

/// Title, open estate, language, and the way between the rooms.
fn masthead(session: &SessionContext) -> Html {
    let lang = session.lang;
    let switch = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Speak(match session.lang {
                Lang::Zh => Lang::En,
                Lang::En => Lang::Zh,
            }));
        })
    };
    let other = match lang {
        Lang::Zh => Lang::En,
        Lang::En => Lang::Zh,
    };
    html! {
        <header class="buqi-masthead">
            <div class="buqi-brand">
                <strong>{ lang.say(text::BRAND) }</strong>
                <span class="buqi-soft">
                    { match &session.estate {
                        Some(estate) => rooms::estates::title(lang, &estate.dossier),
                        None => lang.say(text::TAGLINE).to_owned(),
                    } }
                </span>
                <span class="buqi-notice">{ lang.say(text::RECONSTRUCTED) }</span>
                // English comes with the second module.
                <button class="buqi-plain buqi-language" type="button" disabled={later::of(session).is_none()} onclick={switch} lang={other.tag()} data-lang={other.tag()}>
                    { lang.say(text::OTHER_LANGUAGE) }
                </button>
            </div>
            <nav class="buqi-rooms" aria-label={lang.say(text::ROOMS)}>
                { for Room::ALL.into_iter().map(|room| room_link(session, room)) }
            </nav>
        </header>
    }
}

/// In every room but that of estates, which says it anyway, and over it: that
/// what is on the screen is not stored, and the way out.
pub fn not_stored(session: &SessionContext, album: &Rc<Album>) -> Html {
    let phrase = match (session.saved, session.pictures) {
        (Saved::Forbidden, _) => text::STORAGE_FORBIDDEN,
        (Saved::Full, _) => text::STORAGE_FULL,
        (Saved::Stored, Saved::Forbidden) => text::PHOTOS_FORBIDDEN,
        (Saved::Stored, Saved::Full) => text::PHOTOS_FULL,
        (Saved::Stored, Saved::Stored) => return Html::default(),
    };
    if session.estate.is_none() || session.room == Room::Estates {
        return Html::default();
    }
    let save = {
        let (session, album) = (session.clone(), album.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(later) = later::here() {
                (later.export)(&session, &album);
            }
        })
    };
    let has_way_out = later::here().is_some();
    html! {
        <div class="buqi-panel buqi-warning buqi-row" role="status" data-not-stored="">
            <span>{ session.t(phrase) }</span>
            if has_way_out { <button type="button" onclick={save}>{ session.t(text::EXPORT) }</button> }
        </div>
    }
}

fn room_link(session: &SessionContext, room: Room) -> Html {
    let go = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Go(room)))
    };
    let current = (session.room == room).then_some("page");
    html! {
        <button type="button" key={room.as_str()} aria-current={current} onclick={go} data-room={room.as_str()}>
            { session.t(rooms::name(room)) }
            if let Some(count) = rooms::count(room, session) {
                <span class="buqi-count">{ count }</span>
            }
        </button>
    }
}

/// Says what the last edit changed to a screen reader, politely.
fn announcer(session: &SessionContext) -> Html {
    let change = session.change.as_ref().filter(|it| !it.is_none());
    let said = change.zip(session.estate.as_ref()).map(|(change, estate)| {
        // In the words of the bar, to which nothing known is no zero.
        change.announce(session.lang, &headline(session, &estate.estimate))
    });
    let said = said.unwrap_or_default();
    html! { <p class="buqi-hidden" role="status" aria-live="polite" data-announcer="">{ said }</p> }
}

/// What the host asks for first, then what the person chose last; on a page of
/// our own that nobody chose anything on, what the browser speaks.
fn language(store: &Store, options: &Options) -> Lang {
    let chosen = store.setting("lang").map(|it| Lang::from_tag(&it));
    let spoken = || {
        let tag = ports::store::language().filter(|_| options.is_standalone)?;
        Some(Lang::from_tag(&tag))
    };
    options
        .lang
        .filter(|_| options.insist || chosen.is_none())
        .or(chosen)
        .or_else(spoken)
        .unwrap_or_default()
}

pub fn start(store: &Store, options: &Options, (arrival, again): (Arrival, Again)) -> Session {
    let catalogue = buqi_bundled::catalogue();
    let lang = language(store, options);
    let room = options
        .room
        .or_else(|| store.setting("room").and_then(|it| Room::from_str(&it)))
        .unwrap_or(Room::Estates);
    let mut session = Session {
        saved: if store.is_allowed() {
            Saved::Stored
        } else {
            Saved::Forbidden
        },
        catalogue,
        lang,
        room,
        estate: None,
        order: Order::Quick,
        row: 0,
        asked: None,
        detail: None,
        finding: None,
        surveyor: Surveyor {
            name: store
                .setting("surveyor")
                .filter(|it| !it.is_empty())
                .map(Into::into),
            how: None,
        },
        revision: 0,
        heard: 0,
        arrival,
        again,
        pictures: Saved::Stored,
        strays: Rc::default(),
        keeps_position: false,
        change: None,
    };
    if let Some(later) = later::here() {
        (later.recall)(store, &mut session);
    }
    session
}

/// Whether the file of notes has been asked for in vain, or is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Notes {
    Awaited,
    Here,
    Lost,
}

/// Takes the notes in when they arrive. Without them every room works; a closer
/// look says that the texts are missing, and names are in Chinese.
#[hook]
pub fn use_notes(options: &Rc<Options>, arrival: Arrival) -> Notes {
    let notes = use_state(|| Notes::Awaited);
    let set = notes.setter();
    let promise = options.notes.clone();
    use_effect_with(arrival, move |_| {
        let Some(later) = later::here() else {
            return;
        };
        ports::files::read_promised(
            promise,
            Callback::from(move |bytes: Option<Vec<u8>>| {
                let is_read = bytes.is_some_and(|it| (later.read_notes)(&it));
                set.set(if is_read { Notes::Here } else { Notes::Lost });
            }),
        );
    });
    *notes
}

/// Writes what an edit changed, before anything else can happen, takes in what
/// other tabs wrote, and remembers where the person is.
#[hook]
fn use_autosave(session: &SessionContext, store: &Rc<Store>) {
    let ledger = use_mut_ref(Ledger::default);
    {
        let (session, store, ledger) = (session.clone(), store.clone(), ledger.clone());
        let moment = (session.revision, session.heard);
        use_effect_with(moment, move |_| {
            let mut ledger = ledger.borrow_mut();
            let Some(estate) = &session.estate else {
                *ledger = Ledger::default();
                return;
            };
            let saved = ledger.keep(&store, session.catalogue, estate);
            session.dispatch(Action::Saved(saved));
            if let Some(later) = later::here() {
                if saved == Saved::Full {
                    (later.fold)(&store, &estate.key);
                }
                (later.tend)(&store);
            }
        });
    }
    {
        let (session, store, ledger) = (session.clone(), store.clone(), ledger.clone());
        let moment = (session.heard, session.arrival);
        use_effect_with(moment, move |_| {
            let mut ledger = ledger.borrow_mut();
            let tab = ledger.tab();
            let Ledger { known, unsaved, .. } = &mut *ledger;
            let (Some(estate), Some(known), Some(later)) =
                (&session.estate, known.as_mut(), later::here())
            else {
                return;
            };
            let joined = (later.joined)(&store, estate, known, &tab, unsaved.as_deref());
            let Some(joined) = joined else {
                return;
            };
            *known = joined.clone();
            if Rc::ptr_eq(&joined.dossier, &estate.dossier) {
                return;
            }
            session.dispatch(Action::Sync {
                from: estate.dossier.clone(),
                to: joined,
                retrace: later.retrace,
            });
        });
    }
    {
        let (session, store) = (session.clone(), store.clone());
        use_effect_with(session.arrival, move |_| {
            let dispatch = session.dispatcher();
            let heard = Callback::from(move |saved: Option<Saved>| {
                dispatch.dispatch(Action::Heard);
                if let Some(saved) = saved {
                    dispatch.dispatch(Action::Saved(saved));
                }
            });
            let listening = later::here().and_then(|it| (it.listen)(&store, heard));
            move || drop(listening)
        });
    }
    {
        let (session, store) = (session.clone(), store.clone());
        let moment = (session.strays.len(), session.arrival);
        use_effect_with(moment, move |(n_strays, arrival)| {
            let Some(later) = later::here().filter(|_| *arrival == Arrival::Here) else {
                return;
            };
            for (key, edit) in session.strays.iter() {
                if let Some(estate) = (later.reopen)(&store, key) {
                    let dossier = (later.apply)(&estate.dossier, edit);
                    (later.put)(&store, key, &dossier, &estate.extras);
                }
            }
            if *n_strays > 0 {
                session.dispatch(Action::StraysStored(*n_strays));
            }
        });
    }
    let open = session.estate.as_ref().map(|it| it.key.clone());
    let (store, session) = (store.clone(), session.clone());
    use_effect_with(
        (
            open,
            session.room,
            session.lang,
            session.order,
            session.row,
            session.surveyor.clone(),
        ),
        move |(open, room, lang, ..)| {
            store.set_setting("open", open.as_deref().unwrap_or_default());
            store.set_setting("room", room.as_str());
            store.set_setting("lang", lang.tag());
            if let Some(later) = later::here() {
                (later.remember)(&store, &session);
            }
        },
    );
}
