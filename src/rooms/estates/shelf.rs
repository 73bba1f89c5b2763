//! The estates on this device: how far each survey is, what was not exported
//! yet, and what can be done with one.

use super::summary::{Stored, Summary, all_stored, archived, mark_exported, text_of};
use super::{EstatesProps, Notice, arrivals, file_name};
use crate::components::photos;
use crate::format;
use crate::photo_files;
use crate::ports::photos::Album;
use crate::ports::store::{self, Store};
use crate::ports::{files, input};
use crate::records;
use crate::session::{Action, Room, SessionContext};
use crate::text;
use buqi_core::id::PhotoId;
use buqi_core::plan::Dossier;
use buqi_exchange::file_of;
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Recent,
    Name,
    Progress,
}

impl Sort {
    const ALL: [(Sort, &str, text::Phrase); 3] = [
        (Sort::Recent, "recent", text::SORT_RECENT),
        (Sort::Name, "name", text::SORT_NAME),
        (Sort::Progress, "progress", text::SORT_PROGRESS),
    ];
}

/// What a button of the list does.
#[derive(Clone, Copy, PartialEq)]
enum Deed {
    Open,
    Export,
    ExportPhotos,
    Duplicate,
    Archive,
    Delete,
}

#[derive(PartialEq, Properties)]
pub struct ShelfProps {
    pub store: Rc<Store>,
    pub notify: Callback<Notice>,
}

#[component]
pub fn Shelf(props: &ShelfProps) -> Html {
    let wanted = use_state(String::new);
    let sort = use_state(|| Sort::Recent);
    let shows_archived = use_state(|| false);
    let again = use_force_update();
    let album = use_context::<Rc<Album>>();
    let session = use_context::<SessionContext>();
    let (Some(session), Some(album)) = (session, album) else {
        return Html::default();
    };
    let (lang, catalogue) = (session.lang, session.catalogue);
    // Of what did not change, the summary stays.
    let before = use_mut_ref(Vec::<Rc<Summary>>::new);
    let all = use_memo(all_stored(&session, &props.store), |all| {
        let mut before = before.borrow_mut();
        let summary = |it: &Stored| {
            let same = before.iter().find(|other| other.stored == *it);
            same.cloned().unwrap_or_else(|| {
                let text = text_of(&session, &props.store, it).unwrap_or_default();
                Rc::new(Summary::of(it.clone(), &text, catalogue))
            })
        };
        let all: Vec<Rc<Summary>> = all.iter().map(summary).collect();
        before.clone_from(&all);
        all
    });
    if all.is_empty() {
        return html! { <p class="buqi-empty">{ lang.say(text::NONE_HERE) }</p> };
    }
    let deed = {
        let (session, store, notify) = (session.clone(), props.store.clone(), props.notify.clone());
        let (all, album) = (all.clone(), album.clone());
        Callback::from(move |(at, deed): (usize, Deed)| {
            if let Some(summary) = all.get(at) {
                perform(&session, &store, &album, &notify, summary, deed);
            }
            again.force_update();
        })
    };
    let n_archived = all.iter().filter(|it| it.stored.is_archived).count();
    let n_at_risk = all.iter().filter(|it| it.is_at_risk()).count();
    let needle = wanted.trim().to_lowercase();
    let mut shown: Vec<usize> = (0..all.len()).collect();
    shown.retain(|at| {
        all.get(*at).is_some_and(|it| {
            (*shows_archived || !it.stored.is_archived || !needle.is_empty())
                && it.name(lang).to_lowercase().contains(&needle)
        })
    });
    shown.sort_by_cached_key(|at| {
        let Some(it) = all.get(*at) else {
            return (0, String::new());
        };
        let last = u64::MAX - it.changed_at;
        match *sort {
            Sort::Recent => (last, String::new()),
            Sort::Name => (0, it.name(lang)),
            // In a thousandth, the furthest first.
            Sort::Progress => {
                let part = it.n_answered * 1000 / it.n_asked.max(1);
                (1000 - part as u64, last.to_string())
            }
        }
    });
    let find = {
        let wanted = wanted.clone();
        Callback::from(move |event: InputEvent| wanted.set(input::typed(&event)))
    };
    let order = {
        let sort = sort.clone();
        Callback::from(move |event: Event| {
            let chosen = input::selected(&event);
            if let Some((chosen, ..)) = Sort::ALL.iter().find(|it| it.1 == chosen) {
                sort.set(*chosen);
            }
        })
    };
    let toggle = {
        let shows_archived = shows_archived.clone();
        Callback::from(move |_: MouseEvent| shows_archived.set(!*shows_archived))
    };
    let export_all = {
        let (all, store) = (all.clone(), props.store.clone());
        let (deed, session) = (deed.clone(), session.clone());
        let name = format!(
            "{}-{}.json",
            lang.say(text::BRAND),
            lang.say(text::ALL_ESTATES)
        );
        Callback::from(move |_: MouseEvent| {
            files::save(&name, &file_of_all(&session, &store, &all));
            for it in readable(&all).filter(|it| it.photos().is_empty()) {
                mark_exported(&store, it);
            }
            // Only to draw the list again.
            deed.emit((usize::MAX, Deed::Export));
        })
    };
    let has_photos = all.iter().any(|it| !it.photos().is_empty());
    let export_all_photos = {
        let (all, notify) = (all.clone(), props.notify.clone());
        let (store, album, deed) = (props.store.clone(), album.clone(), deed.clone());
        let session = session.clone();
        let name = format!(
            "{}-{}.zip",
            lang.say(text::BRAND),
            lang.say(text::ALL_ESTATES)
        );
        Callback::from(move |_: MouseEvent| {
            let survey = file_of_all(&session, &store, &all);
            let photos = readable(&all).flat_map(|it| it.photos()).collect();
            let marks = readable(&all).cloned().collect();
            let deed = deed.clone();
            let done = Callback::from(move |()| deed.emit((usize::MAX, Deed::Export)));
            export_photos(
                &store,
                &album,
                &notify,
                name.clone(),
                survey,
                photos,
                marks,
                done,
            );
        })
    };
    html! {
        <>
            if n_at_risk > 0 {
                <p class="buqi-soft" data-not-exported={n_at_risk.to_string()}>{ lang.fill(text::N_NOT_EXPORTED, &[&n_at_risk.to_string()]) }</p>
            }
            <div class="buqi-shelf">
                <label>{ lang.say(text::FIND_ESTATE) }
                    <input type="search" value={(*wanted).clone()} oninput={find} data-find-estate="" />
                </label>
                <label>{ lang.say(text::SORT) }
                    <select onchange={order} data-sort="">
                        { for Sort::ALL.iter().map(|(it, id, phrase)| html! {
                            <option value={*id} selected={*sort == *it}>{ lang.say(*phrase) }</option>
                        }) }
                    </select>
                </label>
                <button type="button" onclick={export_all} data-export-all="">{ lang.say(text::EXPORT_ALL) }</button>
                if has_photos {
                    <button type="button" onclick={export_all_photos} data-export-all-photos="">{ lang.say(text::EXPORT_ALL_PHOTOS) }</button>
                }
                if n_archived > 0 {
                    <button type="button" class="buqi-plain" aria-pressed={shows_archived.to_string()} onclick={toggle} data-show-archived="">
                        { lang.fill(text::SHOW_ARCHIVED, &[&n_archived.to_string()]) }
                    </button>
                }
            </div>
            if shown.is_empty() {
                <p class="buqi-empty">{ lang.say(text::NONE_FOUND) }</p>
            }
            <ul class="buqi-estates">
                { for shown.into_iter().filter_map(|at| Some(entry(&session, at, all.get(at)?, &deed))) }
            </ul>
        </>
    }
}

fn readable(all: &[Rc<Summary>]) -> impl Iterator<Item = &Rc<Summary>> {
    all.iter().filter(|it| it.known.is_some())
}

fn file_of_all(session: &SessionContext, store: &Store, all: &[Rc<Summary>]) -> Vec<u8> {
    let texts: Vec<String> = readable(all).map(|it| it.text(session, store)).collect();
    let files: Vec<&str> = texts.iter().map(|it| file_of(it)).collect();
    buqi_exchange::save_all(&files)
}

fn entry(
    session: &SessionContext,
    at: usize,
    summary: &Summary,
    deed: &Callback<(usize, Deed)>,
) -> Html {
    let lang = session.lang;
    let name = summary.name(lang);
    let button = |phrase: text::Phrase, it: Deed, class: &'static str, id: &'static str| {
        let deed = deed.clone();
        let act = Callback::from(move |_: MouseEvent| deed.emit((at, it)));
        let label = format!("{} {name}", lang.say(phrase));
        html! { <button type="button" {class} onclick={act} aria-label={label} data-deed={id}>{ lang.say(phrase) }</button> }
    };
    let key = summary.stored.key.clone();
    let Some(known) = &summary.known else {
        let key = match &summary.stored.entry {
            Some(entry) => format!("{key}/{entry}"),
            None => key,
        };
        return html! {
            <li key={key.clone()} class="buqi-warning" data-damaged={key}>
                <p>{ lang.say(text::DAMAGED_STORED) }</p>
                <p class="buqi-row">
                    { button(text::EXPORT_ORIGINAL, Deed::Export, "", "export") }
                    { button(text::DELETE, Deed::Delete, "buqi-plain", "delete") }
                </p>
            </li>
        };
    };
    let is_open = session.estate.as_ref().is_some_and(|it| *it.key == *key);
    let has_photos = !known.photos.is_empty();
    let (n_answered, n_asked) = (summary.n_answered.to_string(), summary.n_asked.to_string());
    let said = lang.fill(text::PROGRESS, &[&n_answered, &n_asked]);
    let archive = if summary.stored.is_archived {
        text::UNARCHIVE
    } else {
        text::ARCHIVE
    };
    html! {
        <li key={key.clone()} data-estate={key}>
            <h3>{ name.clone() }</h3>
            <p class="buqi-soft">
                { super::titled(lang, &known.name, known.n_buildings) }
                if is_open { { " · " }<b>{ lang.say(text::NOW_OPEN) }</b> }
                if summary.stored.is_archived { { " · " }{ lang.say(text::ARCHIVED) } }
                if summary.is_at_risk() { { " · " }{ lang.say(text::NOT_EXPORTED) } }
            </p>
            <p class="buqi-soft buqi-progress">
                <progress max={n_asked} value={n_answered} aria-label={said.clone()}></progress>
                <span>{ said }</span>
            </p>
            <p class="buqi-row">
                { button(text::OPEN, Deed::Open, "buqi-primary", "open") }
                if has_photos {
                    { button(text::EXPORT_PHOTOS, Deed::ExportPhotos, "", "export-photos") }
                } else {
                    { button(text::EXPORT, Deed::Export, "", "export") }
                }
            </p>
            <details>
                <summary>{ lang.say(text::MORE) }</summary>
                <p class="buqi-row">
                    if has_photos { { button(text::EXPORT_WITHOUT, Deed::Export, "", "export") } }
                    { button(text::DUPLICATE, Deed::Duplicate, "", "duplicate") }
                    { button(archive, Deed::Archive, "", "archive") }
                    { button(text::DELETE, Deed::Delete, "buqi-plain", "delete") }
                </p>
            </details>
        </li>
    }
}

/// Saves estates with their photos, and then remembers them as exported: without
/// their photos they would not be.
#[allow(clippy::too_many_arguments)]
fn export_photos(
    store: &Rc<Store>,
    album: &Rc<Album>,
    notify: &Callback<Notice>,
    name: String,
    survey: Vec<u8>,
    photos: BTreeSet<PhotoId>,
    marks: Vec<Rc<Summary>>,
    done: Callback<()>,
) {
    let (store, album, notify) = (store.clone(), album.clone(), notify.clone());
    spawn_local(async move {
        match photo_files::save(&album, &name, &survey, &photos).await {
            Ok(n_pictures) => {
                marks.iter().for_each(|it| mark_exported(&store, it));
                if n_pictures < photos.len() {
                    notify.emit(Notice::Lacks(photos.len() - n_pictures));
                }
            }
            Err(_) => notify.emit(Notice::TooLarge),
        }
        done.emit(());
    });
}

fn perform(
    session: &SessionContext,
    store: &Rc<Store>,
    album: &Rc<Album>,
    notify: &Callback<Notice>,
    summary: &Rc<Summary>,
    deed: Deed,
) {
    let lang = session.lang;
    let Stored { key, entry, .. } = &summary.stored;
    let text = summary.text(session, store);
    let is_open = session.estate.as_ref().is_some_and(|it| *it.key == **key);
    match (deed, &summary.known) {
        (Deed::Export, None) => {
            let bytes = match entry {
                Some(_) => text.as_bytes(),
                None => file_of(&text).as_bytes(),
            };
            files::save(&format!("{key}.json"), bytes);
        }
        (Deed::Export, Some(known)) => {
            files::save(&file_name(lang, &known.name), file_of(&text).as_bytes());
            if known.photos.is_empty() {
                mark_exported(store, summary);
            }
        }
        (Deed::ExportPhotos, None) => {}
        (Deed::ExportPhotos, Some(known)) => {
            let name = super::archive_name(lang, &known.name);
            let (survey, marks) = (file_of(&text).into(), vec![summary.clone()]);
            let session = session.clone();
            // Only to draw the list again.
            let done = Callback::from(move |()| session.dispatch(Action::Heard));
            export_photos(
                store,
                album,
                notify,
                name,
                survey,
                summary.photos(),
                marks,
                done,
            );
        }
        (Deed::Open, _) => {
            if !is_open && let Some(estate) = records::of(store).and_then(|it| it.open(key)) {
                session.dispatch(Action::Open(estate));
            }
            session.dispatch(Action::Go(Room::Survey));
        }
        (Deed::Duplicate, _) => {
            if let Ok(opened) = buqi_exchange::open(file_of(&text).as_bytes(), session.catalogue) {
                let name = lang.fill(text::COPY_OF, &[&summary.name(lang)]);
                let dossier = Dossier {
                    name: name.as_str().into(),
                    ..opened.dossier
                };
                let key = store.new_key();
                arrivals::store_as(session, store, &key, &dossier, &opened.extras);
            }
        }
        (Deed::Archive, _) => {
            let mark = if summary.stored.is_archived { "" } else { "1" };
            store.set_setting(&archived(key), mark);
        }
        (Deed::Delete, None) if entry.is_some() => {
            let name = entry.clone().unwrap_or_default();
            if let Some(records) = records::of(store) {
                records.remove_damaged(key, &name);
            }
            notify.emit(Notice::Deleted {
                key: key.clone(),
                name: summary.name(lang),
                text: text.into(),
            });
        }
        (Deed::Delete, _) => {
            notify.emit(Notice::Deleted {
                key: key.clone(),
                name: summary.name(lang),
                text: text.into(),
            });
            match records::of(store) {
                Some(records) => records.remove(key),
                None => store.remove_estate(key),
            }
            if is_open {
                session.dispatch(Action::Close);
            }
        }
    }
}

/// How many characters browsers usually let one site store. They tell nobody.
const USUAL_SPACE: f64 = 5.0 * 1024.0 * 1024.0;

/// How much of the storage is taken up.
#[component]
pub fn Space(props: &EstatesProps) -> Html {
    // Nothing before the browser has answered.
    let device = use_state(|| None::<Option<(f64, f64)>>);
    {
        let device = device.clone();
        use_effect_with((), move |()| {
            spawn_local(async move { device.set(Some(store::estimate().await)) });
        });
    }
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    let used = props.store.n_chars() as f64 / USUAL_SPACE * 100.0;
    let used = format::fixed(used, 1);
    let device = match &*device {
        None => String::new(),
        Some(None) => lang.say(text::SPACE_UNKNOWN).to_owned(),
        Some(Some((used, quota))) => {
            let left = (quota - used).max(0.0);
            lang.fill(
                text::SPACE_DEVICE,
                &[&photos::size(*used as u64), &photos::size(left as u64)],
            )
        }
    };
    html! {
        <>
            <span data-space="">{ lang.fill(text::SPACE_USED, &[&used]) }</span>
            <span data-device-space="">{ " " }{ device }</span>
        </>
    }
}
