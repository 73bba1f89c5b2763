//! The estates on this device: how far each survey is, what was not exported
//! yet, and what can be done with one.

use super::{EstatesProps, Notice, file_name, reopen};
use crate::components::photos;
use crate::format;
use crate::keeping::{self, fingerprint};
use crate::photo_files;
use crate::ports::photos::Album;
use crate::ports::store::{self, Store};
use crate::ports::{files, input};
use crate::session::{Action, Room, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Catalogue;
use buqi_core::catalogue::Level;
use buqi_core::id::PhotoId;
use buqi_core::plan::Dossier;
use buqi_core::survey::Answers;
use buqi_exchange::file_of;
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// An estate as it is stored.
#[derive(Clone, PartialEq)]
struct Stored {
    key: String,
    text: String,
    is_exported: bool,
    is_archived: bool,
}

/// What the list says about it.
struct Summary {
    stored: Stored,
    /// Nothing where the record can't be read.
    dossier: Option<Dossier>,
    /// In milliseconds.
    changed_at: u64,
    n_answered: usize,
    n_asked: usize,
}

impl Summary {
    fn of(stored: Stored, catalogue: &Catalogue) -> Summary {
        let opened = buqi_exchange::open(file_of(&stored.text).as_bytes(), catalogue);
        let dossier = opened.ok().map(|it| it.dossier);
        let (n_answered, n_asked) = dossier
            .as_ref()
            .map_or((0, 0), |it| progress(catalogue, it));
        let began = stored.key.split('-').next().unwrap_or_default();
        let began = u64::from_str_radix(began, 16).unwrap_or(0);
        Summary {
            changed_at: buqi_exchange::changed_at(&stored.text).max(began),
            dossier,
            n_answered,
            n_asked,
            stored,
        }
    }

    /// Whether something was changed here that no file has. What came from a
    /// file or an example and was only looked at is not at risk.
    fn is_at_risk(&self) -> bool {
        !self.stored.is_exported && buqi_exchange::changed_at(&self.stored.text) > 0
    }

    fn photos(&self) -> BTreeSet<PhotoId> {
        let photos = self.dossier.iter().flat_map(|it| it.photos.keys());
        photos.cloned().collect()
    }

    fn name(&self, lang: Lang) -> String {
        match &self.dossier {
            Some(dossier) => super::name(lang, dossier).to_owned(),
            None => self.stored.key.clone(),
        }
    }
}

/// How many questions are answered, of how many that can be asked.
fn progress(catalogue: &Catalogue, dossier: &Dossier) -> (usize, usize) {
    let (mut n_answered, mut n_asked) = (0, 0);
    for fact in catalogue.facts.iter().filter(|it| it.place.is_some()) {
        let mut count = |answers: &Answers| {
            n_asked += 1;
            n_answered += usize::from(answers.contains_key(&fact.id));
        };
        match fact.level {
            Level::Estate => count(&dossier.survey.estate),
            Level::Building => dossier
                .survey
                .groups
                .iter()
                .for_each(|it| count(&it.answers)),
        }
    }
    (n_answered, n_asked)
}

fn exported(key: &str) -> String {
    format!("exported/{key}")
}

fn archived(key: &str) -> String {
    format!("archived/{key}")
}

fn all_stored(session: &SessionContext, store: &Store) -> Vec<Stored> {
    let stored = |key: String, text: String| Stored {
        is_exported: store.setting(&exported(&key)) == Some(fingerprint(file_of(&text))),
        is_archived: store
            .setting(&archived(&key))
            .is_some_and(|it| !it.is_empty()),
        key,
        text,
    };
    let mut all: Vec<Stored> = store
        .estates()
        .into_iter()
        .filter_map(|key| Some((store.load_estate(&key)?, key)))
        .map(|(text, key)| stored(key, text))
        .collect();
    // Where nothing can be stored, the open estate is the only one there is.
    if let Some(estate) = &session.estate
        && all.iter().all(|it| *it.key != *estate.key)
    {
        let bytes = buqi_exchange::save(&estate.dossier, &estate.extras, session.catalogue);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        all.push(stored(estate.key.to_string(), text));
    }
    all
}

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
    let all = use_memo(all_stored(&session, &props.store), |all| {
        let all = all.iter().cloned();
        all.map(|it| Summary::of(it, catalogue)).collect::<Vec<_>>()
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
        let deed = deed.clone();
        let name = format!(
            "{}-{}.json",
            lang.say(text::BRAND),
            lang.say(text::ALL_ESTATES)
        );
        Callback::from(move |_: MouseEvent| {
            let readable: Vec<&Summary> = all.iter().filter(|it| it.dossier.is_some()).collect();
            let texts: Vec<&str> = readable.iter().map(|it| file_of(&it.stored.text)).collect();
            files::save(&name, &buqi_exchange::save_all(&texts));
            for it in readable.iter().filter(|it| it.photos().is_empty()) {
                mark_exported(&store, &it.stored);
            }
            // Only to draw the list again.
            deed.emit((usize::MAX, Deed::Export));
        })
    };
    let has_photos = all.iter().any(|it| !it.photos().is_empty());
    let export_all_photos = {
        let (all, notify) = (all.clone(), props.notify.clone());
        let (store, album, deed) = (props.store.clone(), album.clone(), deed.clone());
        let name = format!(
            "{}-{}.zip",
            lang.say(text::BRAND),
            lang.say(text::ALL_ESTATES)
        );
        Callback::from(move |_: MouseEvent| {
            let readable: Vec<&Summary> = all.iter().filter(|it| it.dossier.is_some()).collect();
            let texts: Vec<&str> = readable.iter().map(|it| file_of(&it.stored.text)).collect();
            let survey = buqi_exchange::save_all(&texts);
            let photos = readable.iter().flat_map(|it| it.photos()).collect();
            let marks = readable.into_iter().map(|it| it.stored.clone()).collect();
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

fn mark_exported(store: &Store, stored: &Stored) {
    let mark = fingerprint(file_of(&stored.text));
    store.set_setting(&exported(&stored.key), &mark);
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
    let Some(dossier) = &summary.dossier else {
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
    let has_photos = !dossier.photos.is_empty();
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
                { super::title(lang, dossier) }
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
    marks: Vec<Stored>,
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
    summary: &Summary,
    deed: Deed,
) {
    let lang = session.lang;
    let Stored { key, text, .. } = &summary.stored;
    let is_open = session.estate.as_ref().is_some_and(|it| *it.key == **key);
    match (deed, &summary.dossier) {
        (Deed::Export, None) => {
            files::save(&format!("{key}.json"), file_of(text).as_bytes());
        }
        (Deed::Export, Some(dossier)) => {
            files::save(&file_name(lang, dossier), file_of(text).as_bytes());
            if dossier.photos.is_empty() {
                mark_exported(store, &summary.stored);
            }
        }
        (Deed::ExportPhotos, None) => {}
        (Deed::ExportPhotos, Some(dossier)) => {
            let name = super::archive_name(lang, dossier);
            let (survey, marks) = (file_of(text).into(), vec![summary.stored.clone()]);
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
            if !is_open && let Some(estate) = reopen(store, session.catalogue, key) {
                session.dispatch(Action::Open {
                    key: estate.key.clone(),
                    dossier: (*estate.dossier).clone(),
                    extras: (*estate.extras).clone(),
                });
            }
            session.dispatch(Action::Go(Room::Survey));
        }
        (Deed::Duplicate, _) => {
            if let Ok(opened) = buqi_exchange::open(file_of(text).as_bytes(), session.catalogue) {
                let name = lang.fill(text::COPY_OF, &[&summary.name(lang)]);
                let dossier = Dossier {
                    name: name.as_str().into(),
                    ..opened.dossier
                };
                let key = store.new_key();
                let saved = keeping::put(store, session.catalogue, &key, &dossier, &opened.extras);
                session.dispatch(Action::Saved(saved));
            }
        }
        (Deed::Archive, _) => {
            let mark = if summary.stored.is_archived { "" } else { "1" };
            store.set_setting(&archived(key), mark);
        }
        (Deed::Delete, _) => {
            notify.emit(Notice::Deleted {
                key: key.clone(),
                name: summary.name(lang),
                text: text.as_str().into(),
            });
            store.remove_estate(key);
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
