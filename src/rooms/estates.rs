//! 小区: the estates on this device, new ones, files, and the examples.

mod arrivals;
mod difference;
mod shelf;
mod summary;

use self::arrivals::{Match, MergedInto};
use self::shelf::{Shelf, Space};
use crate::components::number_field::NumberField;
use crate::format;
use crate::later;
use crate::photo_files;
use crate::ports::photos::Album;
use crate::ports::{dialog, files, input, pictures, store::Store, zip};
use crate::records;
use crate::session::{Action, Room, Saved, SessionContext};
use crate::text::{self, Lang};
use buqi_core::id::GroupId;
use buqi_core::plan::{Dossier, Edit};
use buqi_exchange::format::MAX_COUNT;
use buqi_exchange::{Extras, OpenError, Opened, Repair};
use litemap::LiteMap;
use std::cell::RefCell;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// "兴隆苑 · 3 栋".
pub fn title(lang: Lang, dossier: &Dossier) -> String {
    titled(lang, &dossier.name, dossier.survey.n_buildings())
}

fn titled(lang: Lang, name: &str, n_buildings: u32) -> String {
    let n_buildings = n_buildings.to_string();
    lang.fill(text::GROUP_OF, &[called(lang, name), &n_buildings])
}

fn called(lang: Lang, name: &str) -> &str {
    if name.is_empty() {
        lang.say(text::UNNAMED)
    } else {
        name
    }
}

/// What the file of an estate with that name is called.
pub fn file_name(lang: Lang, name: &str) -> String {
    format!("{}.json", called(lang, name))
}

/// What such a file with photos is called.
pub fn archive_name(lang: Lang, name: &str) -> String {
    format!("{}.zip", called(lang, name))
}

/// What came of a file, kept on the screen until it is dismissed.
#[derive(Clone, PartialEq)]
pub enum Notice {
    NotOpened {
        file: String,
        error: OpenError,
        original: Rc<Vec<u8>>,
    },
    Repaired {
        file: String,
        repairs: Rc<Vec<Repair>>,
        original: Rc<Vec<u8>>,
    },
    Deleted {
        key: String,
        name: String,
        text: Rc<str>,
    },
    /// A zip file that is being read; large ones take a while.
    Opening(String),
    ArchiveDamaged(String),
    /// What of a zip file can't be read: survey files by name, and pictures.
    Lost {
        surveys: Vec<String>,
        n_pictures: usize,
    },
    TooLarge,
    /// How many photos are not in the file, because they are not here.
    Lacks(usize),
    /// Of a file with several estates: how many opened, and how many did not.
    Arrived {
        n_opened: usize,
        n_not_opened: usize,
    },
    AlreadyHere(Rc<Vec<Match>>),
    Merged(Rc<Vec<MergedInto>>),
}

impl Notice {
    fn is_way_back(&self) -> bool {
        matches!(self, Notice::Deleted { .. })
    }

    /// Nothing where nothing is lost.
    fn lost(surveys: Vec<String>, n_pictures: usize) -> Vec<Notice> {
        if surveys.is_empty() && n_pictures == 0 {
            return Vec::new();
        }
        vec![Notice::Lost {
            surveys,
            n_pictures,
        }]
    }
}

#[derive(PartialEq, Properties)]
pub struct EstatesProps {
    pub store: Rc<Store>,
}

pub fn draw(session: &SessionContext, store: &Rc<Store>) -> Html {
    html! {
        <section aria-labelledby="estates-title">
            <h1 id="estates-title">{ session.t(text::ESTATES) }</h1>
            <div class="buqi-estate-columns">
                <section aria-labelledby="new-title">
                    <h2 id="new-title">{ session.t(text::NEW_ESTATE) }</h2>
                    <NewEstate store={store.clone()} />
                </section>
                { later::draw(session, |it| (it.shelves)(store)) }
            </div>
        </section>
    }
}

thread_local! {
    /// The ways back of deleted estates by storage key, for when the room is
    /// entered again.
    static WAYS_BACK: RefCell<LiteMap<String, Vec<Notice>>> = const { RefCell::new(LiteMap::new()) };
}

fn ways_back(store: &Store) -> Vec<Notice> {
    WAYS_BACK.with_borrow(|all| all.get(store.key()).cloned().unwrap_or_default())
}

/// Remembers the ways back among the notices that are shown now, where `before`
/// were. With one that is gone go the pictures.
fn keep_ways_back(store: &Rc<Store>, album: &Rc<Album>, before: &mut Vec<Notice>, now: &[Notice]) {
    let now: Vec<Notice> = now.iter().filter(|it| it.is_way_back()).cloned().collect();
    let is_new = |it: &&Notice| !before.contains(it);
    WAYS_BACK.with_borrow_mut(|all| {
        // Another element of the page may have some of its own.
        let mut kept = all.remove(store.key()).unwrap_or_default();
        kept.retain(|it| is_new(&it) || now.contains(it));
        kept.extend(now.iter().filter(is_new).cloned());
        all.insert(store.key().to_owned(), kept);
    });
    for gone in before.iter().filter(|it| !now.contains(it)) {
        if let Notice::Deleted { text, .. } = gone {
            photo_files::forget(store, album, text.clone());
        }
    }
    *before = now;
}

/// Everything in the room that is about estates that are there already.
#[component]
pub fn Shelves(props: &EstatesProps) -> Html {
    let notices = use_state(|| ways_back(&props.store));
    let before = use_mut_ref(|| (*notices).clone());
    let place = use_node_ref();
    let album = use_context::<Rc<Album>>();
    {
        let (place, store, album) = (place.clone(), props.store.clone(), album.clone());
        use_effect_with((*notices).clone(), move |notices| {
            let mut before = before.borrow_mut();
            if !notices.is_empty() && notices != &*before {
                dialog::reveal_begin(&place);
            }
            if let Some(album) = album {
                keep_ways_back(&store, &album, &mut before, notices);
            }
        });
    }
    let session = use_context::<SessionContext>();
    let (Some(session), Some(album)) = (session, album) else {
        return Html::default();
    };
    let lang = session.lang;
    let store = &props.store;
    let choose = {
        let (album, notices, session) = (album.clone(), notices.clone(), session.clone());
        let store = store.clone();
        Callback::from(move |event: Event| {
            for file in files::chosen(&event) {
                let (album, notices, session) = (album.clone(), notices.clone(), session.clone());
                let store = store.clone();
                let say = {
                    let store = store.clone();
                    move |news: Vec<Notice>| notices.set([ways_back(&store), news].concat())
                };
                spawn_local(async move {
                    if !zip::is_zip(&file.blob).await {
                        let bytes = pictures::bytes_of(&file.blob).await.unwrap_or_default();
                        let alone = vec![(file.name, bytes)];
                        say(arrivals::receive(&session, &store, alone, Vec::new()));
                        return;
                    }
                    say(vec![Notice::Opening(file.name.clone())]);
                    let unpacked = photo_files::open(&album, &file).await;
                    let Some(unpacked) = unpacked else {
                        say(vec![Notice::ArchiveDamaged(file.name)]);
                        return;
                    };
                    if let Some(outcome) = unpacked.outcome {
                        session.dispatch(Action::PicturesSaved(outcome.into()));
                    }
                    let lost = Notice::lost(unpacked.damaged, unpacked.n_lost_pictures);
                    say(arrivals::receive(&session, &store, unpacked.surveys, lost));
                });
            }
        })
    };
    let notify = {
        let notices = notices.clone();
        Callback::from(move |it: Notice| {
            // The way back of what was deleted stays.
            let is_kept = |it: &&Notice| it.is_way_back();
            let mut all: Vec<Notice> = notices.iter().filter(is_kept).cloned().collect();
            all.push(it);
            notices.set(all);
        })
    };
    // What becomes of one of them: another one in its place, or nothing.
    let change = |at: usize| {
        let notices = notices.clone();
        Callback::from(move |it: Option<Notice>| {
            let mut all = (*notices).clone();
            all.splice(at..at + 1, it);
            notices.set(all);
        })
    };
    let storage = match session.saved {
        Saved::Stored => (text::STORAGE_OK, "buqi-soft"),
        Saved::Forbidden => (text::STORAGE_FORBIDDEN, "buqi-warning"),
        Saved::Full => (text::STORAGE_FULL, "buqi-warning"),
    };
    html! {
        <>
            <section aria-labelledby="here-title">
                <h2 id="here-title">{ lang.say(text::ESTATES_HERE) }</h2>
                <div ref={place} class="buqi-notices">{ for notices.iter().enumerate().map(|(at, it)| notice_panel(&session, store, it, &change(at))) }</div>
                <Shelf store={store.clone()} {notify} />
                <p class={storage.1} data-storage="" role="status">
                    { lang.say(storage.0) }{ " " }
                    { match session.saved {
                        Saved::Stored => lang.say(text::OFFLINE_READY),
                        Saved::Forbidden => lang.say(text::STORAGE_PRIVATE),
                        Saved::Full => lang.say(text::MAKE_ROOM),
                    } }
                    if session.saved != Saved::Forbidden { { " " }<Space store={store.clone()} /> }
                </p>
                <h2>{ lang.say(text::OPEN_FILE) }</h2>
                <p id="open-help">{ lang.say(text::OPEN_FILE_HELP) }</p>
                <label class="buqi-file">
                    <input id="open-file" type="file" class="buqi-hidden" accept=".json,.zip,application/json,application/zip"
                        aria-describedby="open-help" onchange={choose} />
                    { lang.say(text::CHOOSE_FILE) }
                </label>
            </section>
            <section class="buqi-across" aria-labelledby="demos-title">
                <h2 id="demos-title">{ lang.say(text::DEMOS) }</h2>
                <p class="buqi-soft">{ lang.say(text::DEMOS_HELP) }</p>
                <Demos store={store.clone()} />
            </section>
        </>
    }
}

/// Opens a dossier under a key of its own.
fn begin(session: &SessionContext, store: &Store, opened: Opened) {
    session.dispatch(Action::Begin {
        key: store.new_key().into(),
        dossier: opened.dossier,
        extras: opened.extras,
    });
}

/// The same, and goes on to the survey.
fn open_new(session: &SessionContext, store: &Store, opened: Opened) {
    begin(session, store, opened);
    session.dispatch(Action::Go(Room::Survey));
}

#[component]
fn NewEstate(props: &EstatesProps) -> Html {
    let name_node = use_node_ref();
    let count = use_state(|| None::<f64>);
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    let create = {
        let (session, store) = (session.clone(), props.store.clone());
        let (name_node, count) = (name_node.clone(), count.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if input::refused(&event) {
                return;
            }
            let Ok(id) = GroupId::new("g1") else {
                return;
            };
            let dossier = Dossier {
                name: input::value_of(&name_node).trim().into(),
                ..Dossier::default()
            }
            .surveyed(&Edit::PutGroup {
                id,
                label: format::numbered_group(session.lang, 0),
                count: count.unwrap_or(1.0) as u32,
            });
            let Some(dossier) = dossier else {
                return;
            };
            session.dispatch(Action::Begin {
                key: store.new_key().into(),
                dossier,
                extras: Extras::default(),
            });
            session.dispatch(Action::Go(Room::Survey));
        })
    };
    let on_change = {
        let count = count.clone();
        Callback::from(move |value: Option<f64>| count.set(value))
    };
    html! {
        <form class="buqi-panel" onsubmit={create} novalidate=true data-new-estate="">
            <label for="new-name">{ lang.say(text::ESTATE_NAME) }</label>
            <input id="new-name" type="text" ref={name_node} autocomplete="off" />
            <label for="new-count">{ lang.say(text::N_BUILDINGS_ASK) }</label>
            <NumberField id="new-count" label={lang.say(text::N_BUILDINGS_ASK)} unit={lang.say(text::BUILDINGS)}
                {lang} value={*count} min={1.0} max={f64::from(MAX_COUNT)} whole={true} {on_change} />
            <button type="submit" class="buqi-primary">{ lang.say(text::CREATE) }</button>
        </form>
    }
}

/// More names than that would bury the rest of the room.
const MAX_NAMED: usize = 8;

fn notice_panel(
    session: &SessionContext,
    store: &Rc<Store>,
    notice: &Notice,
    notify: &Callback<Option<Notice>>,
) -> Html {
    let lang = session.lang;
    let dismiss = notify.reform(|_: MouseEvent| None);
    let save_again = |file: &str, original: &Rc<Vec<u8>>| {
        let (file, original) = (file.to_owned(), original.clone());
        let save = Callback::from(move |_: MouseEvent| files::save(&file, &original));
        html! { <button type="button" onclick={save}>{ lang.say(text::EXPORT_ORIGINAL) }</button> }
    };
    let go_on = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Go(Room::Survey)))
    };
    let body = match notice {
        Notice::NotOpened {
            file,
            error,
            original,
        } => html! {
            <>
                <h2>{ lang.say(text::NOT_OPENED) }</h2>
                <p>{ error.message(lang.into()) }</p>
                { save_again(file, original) }
            </>
        },
        Notice::Repaired {
            file,
            repairs,
            original,
        } => html! {
            <>
                <h2>{ lang.say(text::REPAIRS) }</h2>
                <ul>{ for repairs.iter().map(|it| html! { <li>{ it.message(lang.into()) }</li> }) }</ul>
                <p>{ lang.say(text::REPAIRS_KEPT) }</p>
                <p class="buqi-row">
                    { save_again(file, original) }
                    if session.estate.is_some() {
                        <button type="button" class="buqi-primary" onclick={go_on} data-go-on="">{ lang.say(text::TO_SURVEY) }</button>
                    }
                </p>
            </>
        },
        Notice::Arrived {
            n_opened,
            n_not_opened,
        } => html! { <p>{ arrivals::counted(lang, *n_opened, *n_not_opened) }</p> },
        Notice::Opening(file) => html! { <p>{ lang.fill(text::OPENING, &[file]) }</p> },
        Notice::ArchiveDamaged(file) => {
            html! { <p data-archive-damaged="">{ lang.fill(text::ARCHIVE_DAMAGED, &[file]) }</p> }
        }
        Notice::Lost {
            surveys,
            n_pictures,
        } => html! {
            <>
                if !surveys.is_empty() {
                    <p data-lost-surveys="">{ lang.fill(text::SURVEYS_LOST, &[&surveys.len().to_string(), &lang.list(surveys.get(..MAX_NAMED).unwrap_or(surveys))]) }</p>
                }
                if *n_pictures > 0 { <p data-lost-pictures="">{ lang.fill(text::PICTURES_LOST, &[&n_pictures.to_string()]) }</p> }
            </>
        },
        Notice::TooLarge => html! { <p>{ lang.say(text::EXPORT_TOO_LARGE) }</p> },
        Notice::Lacks(n) => {
            html! { <p data-lacks="">{ lang.fill(text::EXPORT_LACKS, &[&n.to_string()]) }</p> }
        }
        Notice::AlreadyHere(matches) => arrivals::asked(session, store, matches, notify),
        Notice::Merged(merged) => {
            let again = {
                let (notify, notice) = (notify.clone(), notice.clone());
                Callback::from(move |()| notify.emit(Some(notice.clone())))
            };
            arrivals::merged(session, store, merged, &again)
        }
        Notice::Deleted { key, name, text } => {
            let restore = {
                let (session, store, dismiss) = (session.clone(), store.clone(), dismiss.clone());
                let (key, text) = (key.clone(), text.clone());
                Callback::from(move |event: MouseEvent| {
                    if let Some(records) = records::of(&store) {
                        records.restore(&key, &text);
                        // Another estate that is open meanwhile stays open.
                        let restored = records.open(&key).filter(|_| session.estate.is_none());
                        if let Some(estate) = restored {
                            session.dispatch(Action::Open(estate));
                        }
                    }
                    dismiss.emit(event);
                })
            };
            html! {
                <>
                    <p>{ lang.fill(text::DELETED, &[name]) }</p>
                    <button type="button" class="buqi-primary" onclick={restore} data-restore="">{ lang.say(text::RESTORE) }</button>
                </>
            }
        }
    };
    let is_warning = matches!(
        notice,
        Notice::NotOpened { .. }
            | Notice::Repaired { .. }
            | Notice::ArchiveDamaged(_)
            | Notice::Lost { .. }
            | Notice::TooLarge
    );
    html! {
        <div class={classes!("buqi-panel", is_warning.then_some("buqi-warning"))} role="alert" data-notice="">
            { body }
            <button type="button" class="buqi-plain" onclick={dismiss.clone()}>{ lang.say(text::DISMISS) }</button>
        </div>
    }
}

/// The bundled examples; opening one makes a copy of it on this device.
#[component]
fn Demos(props: &EstatesProps) -> Html {
    let arrived = buqi_bundled::estates().is_some();
    let demos = use_memo(arrived, |_| crate::demos::demos());
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    if !arrived {
        return html! { <p class="buqi-empty">{ lang.say(text::DEMOS_MISSING) }</p> };
    }
    html! {
        <ul class="buqi-estates buqi-demos">
            { for demos.iter().map(|demo| {
                let open = {
                    let (session, store) = (session.clone(), props.store.clone());
                    let survey = demo.survey.clone();
                    Callback::from(move |_: MouseEvent| {
                        if let Ok(opened) = buqi_exchange::open_value(survey.clone(), Vec::new(), session.catalogue) {
                            open_new(&session, &store, opened);
                        }
                    })
                };
                html! {
                    <li key={demo.id.clone()} data-demo={demo.id.clone()}>
                        <h3>{ lang.of(&demo.name) }</h3>
                        <p>{ lang.of(&demo.about) }</p>
                        <details>
                            <summary>{ lang.say(text::DEMO_SOURCE) }</summary>
                            <p class="buqi-soft">{ &demo.source }</p>
                            <p>{ lang.say(text::DEMO_WORKS) }</p>
                            <p class="buqi-soft">{ lang.list(&demo.works) }</p>
                        </details>
                        <button type="button" onclick={open} aria-label={format!("{} {}", lang.say(text::OPEN), lang.of(&demo.name))}>{ lang.say(text::OPEN) }</button>
                    </li>
                }
            }) }
        </ul>
    }
}
