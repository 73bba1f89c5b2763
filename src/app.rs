//! The provider of the session, what keeps it stored, and the page around
//! the rooms.

use crate::components::bill_bar::bill_bar;
use crate::components::details::Details;
use crate::keeping::{self, Ledger};
use crate::photo_files;
use crate::ports;
use crate::ports::files;
use crate::ports::photos::Album;
use crate::ports::store::{self, Store};
use crate::rooms;
use crate::session::{Action, Order, Room, Saved, Session, SessionContext, Surveyor};
use crate::text::{self, Lang};
use buqi_core::id::PhotoId;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use yew::platform::spawn_local;
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

#[component]
pub fn App(props: &AppProps) -> Html {
    let store = use_memo((), |()| Store::new(&props.options.storage_key));
    let album = use_memo((), |()| Album::new(&props.options.storage_key));
    let session = use_reducer({
        let store = store.clone();
        let options = props.options.clone();
        move || start(&store, &options)
    });
    use_autosave(&session, &store);
    let has_estate = session.estate.is_some() && props.options.is_standalone;
    use_effect_with(has_estate, |has_estate| {
        if *has_estate {
            store::persist();
        }
    });
    use_notes(&session, &props.options);
    {
        let (store, album) = (store.clone(), album.clone());
        use_effect_with((), move |()| photo_files::tidy(&store, &album));
    }

    let lang = session.lang;
    let close = {
        let session = session.clone();
        Callback::from(move |()| session.dispatch(Action::Show(None)))
    };
    html! {
        <ContextProvider<Rc<Album>> context={album.clone()}>
        <ContextProvider<SessionContext> context={session.clone()}>
            <div class="buqi-app" lang={lang.tag()} data-room-open={session.room.as_str()}>
                { masthead(&session) }
                { not_stored(&session, &album) }
                <div class="buqi-main">
                    { rooms::draw(&session, &store) }
                </div>
                { bill_bar(&session) }
                if let Some(detail) = session.detail {
                    <Details {detail} on_close={close} />
                }
                { announcer(&session) }
            </div>
        </ContextProvider<SessionContext>>
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
                <button class="buqi-plain buqi-language" type="button" onclick={switch} lang={other.tag()} data-lang={other.tag()}>
                    { lang.say(text::OTHER_LANGUAGE) }
                </button>
            </div>
            <nav class="buqi-rooms" aria-label={lang.say(text::ROOMS)}>
                { for Room::ALL.into_iter().map(|room| room_link(session, room)) }
            </nav>
        </header>
    }
}

/// In every room but that of estates, which says it anyway: that what is on the
/// screen is not stored, and the way out.
fn not_stored(session: &SessionContext, album: &Rc<Album>) -> Html {
    let phrase = match (session.saved, session.pictures) {
        (Saved::Forbidden, _) => text::STORAGE_FORBIDDEN,
        (Saved::Full, _) => text::STORAGE_FULL,
        (Saved::Stored, Saved::Forbidden) => text::PHOTOS_FORBIDDEN,
        (Saved::Stored, Saved::Full) => text::PHOTOS_FULL,
        (Saved::Stored, Saved::Stored) => return Html::default(),
    };
    let Some(estate) = session
        .estate
        .as_ref()
        .filter(|_| session.room != Room::Estates)
    else {
        return Html::default();
    };
    let save = {
        let (estate, album) = (estate.clone(), album.clone());
        let (lang, catalogue) = (session.lang, session.catalogue);
        Callback::from(move |_: MouseEvent| {
            let bytes = buqi_exchange::save(&estate.dossier, &estate.extras, catalogue);
            let photos: BTreeSet<PhotoId> = estate.dossier.photos.keys().cloned().collect();
            if photos.is_empty() {
                files::save(&rooms::estates::file_name(lang, &estate.dossier), &bytes);
                return;
            }
            let (name, album) = (
                rooms::estates::archive_name(lang, &estate.dossier),
                album.clone(),
            );
            spawn_local(async move {
                // One estate is far from what a zip file can hold.
                let _ = photo_files::save(&album, &name, &bytes, &photos).await;
            });
        })
    };
    html! {
        <div class="buqi-panel buqi-warning buqi-row" role="status" data-not-stored="">
            <span>{ session.t(phrase) }</span>
            <button type="button" onclick={save}>{ session.t(text::EXPORT) }</button>
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
    let said = session
        .change
        .as_ref()
        .map(|it| it.announce(session.lang))
        .unwrap_or_default();
    html! { <p class="buqi-hidden" role="status" aria-live="polite" data-announcer="">{ said }</p> }
}

fn start(store: &Store, options: &Options) -> Session {
    let catalogue = buqi_bundled::catalogue();
    let lang = options
        .lang
        .filter(|_| options.insist || store.setting("lang").is_none())
        .or_else(|| store.setting("lang").map(|it| Lang::from_tag(&it)))
        .unwrap_or_default();
    let room = options
        .room
        .or_else(|| store.setting("room").and_then(|it| Room::from_str(&it)))
        .unwrap_or(Room::Estates);
    let estate = store
        .setting("open")
        .and_then(|key| rooms::estates::reopen(store, catalogue, &key));
    Session {
        saved: if store.is_allowed() {
            Saved::Stored
        } else {
            Saved::Forbidden
        },
        catalogue,
        lang,
        room,
        estate,
        order: Order::Quick,
        row: 0,
        asked: None,
        detail: None,
        surveyor: Surveyor {
            name: store
                .setting("surveyor")
                .filter(|it| !it.is_empty())
                .map(Into::into),
            how: None,
        },
        revision: 0,
        heard: 0,
        pictures: Saved::Stored,
        strays: Rc::default(),
        keeps_position: false,
        change: None,
    }
}

/// Takes the notes in when they arrive. Without them every room works; a closer
/// look says that the texts are missing.
#[hook]
fn use_notes(session: &SessionContext, options: &Rc<Options>) {
    let dispatch = session.dispatcher();
    let notes = options.notes.clone();
    use_effect_with((), move |()| {
        ports::files::read_promised(
            notes,
            Callback::from(move |bytes: Vec<u8>| {
                if buqi_bundled::read_notes(&bytes) {
                    dispatch.dispatch(Action::Learn(buqi_bundled::catalogue()));
                }
            }),
        );
    });
}

/// Writes the open estate after every edit, before anything else can happen,
/// takes in what other tabs wrote, and remembers where the person is.
#[hook]
fn use_autosave(session: &SessionContext, store: &Rc<Store>) {
    let ledger = use_mut_ref(Ledger::default);
    {
        let session = session.clone();
        let store = store.clone();
        let moment = (session.revision, session.heard);
        use_effect_with(moment, move |_| {
            let Some(estate) = &session.estate else {
                return;
            };
            let kept = ledger.borrow_mut().keep(&store, session.catalogue, estate);
            if let Some((dossier, extras)) = kept.joined {
                session.dispatch(Action::Sync { dossier, extras });
            }
            session.dispatch(Action::Saved(kept.saved));
        });
    }
    {
        let dispatch = session.dispatcher();
        let store = store.clone();
        use_effect_with((), move |()| {
            let heard = Callback::from(move |()| dispatch.dispatch(Action::Heard));
            let listening = store.listen(heard);
            move || drop(listening)
        });
    }
    {
        let (session, store) = (session.clone(), store.clone());
        use_effect_with(session.strays.len(), move |n_strays| {
            for (key, edit) in session.strays.iter() {
                if let Some(estate) = rooms::estates::reopen(&store, session.catalogue, key) {
                    let dossier = estate.dossier.apply(edit);
                    keeping::put(&store, session.catalogue, key, &dossier, &estate.extras);
                }
            }
            if *n_strays > 0 {
                session.dispatch(Action::StraysStored(*n_strays));
            }
        });
    }
    let open = session.estate.as_ref().map(|it| it.key.clone());
    let store = store.clone();
    use_effect_with(
        (
            open,
            session.room,
            session.lang,
            session.surveyor.name.clone(),
        ),
        move |(open, room, lang, surveyor)| {
            store.set_setting("surveyor", surveyor.as_deref().unwrap_or_default());
            store.set_setting("open", open.as_deref().unwrap_or_default());
            store.set_setting("room", room.as_str());
            store.set_setting("lang", lang.tag());
        },
    );
}
