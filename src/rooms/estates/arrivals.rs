//! Files that come in: new estates, and files of estates that are here already.

use super::{Notice, difference};
use crate::format;
use crate::ports::store::Store;
use crate::records;
use crate::session::{Action, Room, SessionContext};
use crate::text::{self, Lang};
use buqi_core::plan::Dossier;
use buqi_exchange::{Difference, Extras, Opened, Repair, merge, part, settle};
use serde_json::Value;
use std::rc::Rc;
use yew::prelude::*;

/// A file of an estate that is on this device under the same name.
#[derive(Clone, PartialEq)]
pub struct Match {
    pub key: String,
    pub opened: Rc<Opened>,
}

/// What came of merging one file.
#[derive(Clone, PartialEq)]
pub struct MergedInto {
    pub key: String,
    pub name: String,
    pub n_added: usize,
    pub differences: Rc<Vec<Difference>>,
}

/// Takes in survey files that came at once, by name, and returns what is to be
/// said about them after `notices`. An estate that came alone is opened, and the
/// survey shown where there is nothing to say.
pub fn receive(
    session: &SessionContext,
    store: &Store,
    files: Vec<(String, Vec<u8>)>,
    mut notices: Vec<Notice>,
) -> Vec<Notice> {
    let (mut opened, mut n_not_opened) = (Vec::new(), 0);
    for (file, bytes) in files {
        let original = Rc::new(bytes);
        let arrived = match buqi_exchange::open_all(&original, session.catalogue) {
            Ok(arrived) => arrived,
            Err(error) => {
                notices.push(Notice::NotOpened {
                    file,
                    error,
                    original,
                });
                continue;
            }
        };
        let n_arrived = arrived.len();
        let whole: Vec<Opened> = arrived.into_iter().flatten().collect();
        n_not_opened += n_arrived - whole.len();
        let repairs = whole.iter().flat_map(|it| it.repairs.clone());
        let repairs: Rc<Vec<Repair>> = Rc::new(repairs.collect());
        if !repairs.is_empty() {
            notices.push(Notice::Repaired {
                file,
                repairs,
                original,
            });
        }
        opened.extend(whole);
    }
    let n_opened = opened.len();
    let matches = take_in(session, store, opened);
    let is_one = n_opened == 1 && n_not_opened == 0;
    if !is_one && (n_opened + n_not_opened > 0 || notices.is_empty()) {
        notices.push(Notice::Arrived {
            n_opened: n_opened - matches.len(),
            n_not_opened,
        });
    }
    if !matches.is_empty() {
        notices.push(Notice::AlreadyHere(Rc::new(matches)));
    }
    if notices.is_empty() {
        session.dispatch(Action::Go(Room::Survey));
    }
    notices
}

/// Takes in what could be opened. An estate that is here already waits for a
/// decision; what comes alone is opened, what comes with others is only stored.
fn take_in(session: &SessionContext, store: &Store, arrived: Vec<Opened>) -> Vec<Match> {
    let here: Vec<(String, Rc<str>)> = records::of(store)
        .into_iter()
        .flat_map(|it| it.names())
        .collect();
    let is_alone = arrived.len() == 1;
    let mut matches = Vec::new();
    for opened in arrived {
        let name = opened.dossier.name.trim();
        match here.iter().find(|it| !name.is_empty() && *it.1 == *name) {
            Some((key, _)) => matches.push(Match {
                key: key.clone(),
                opened: Rc::new(opened),
            }),
            None => add(session, store, opened, is_alone),
        }
    }
    matches
}

/// Adds an estate of its own. Groups without a name, which files may have, get
/// one that can be said.
fn add(session: &SessionContext, store: &Store, mut opened: Opened, opens: bool) {
    for (row, group) in opened.dossier.survey.groups.iter_mut().enumerate() {
        if group.label.trim().is_empty() {
            group.label = format::numbered_group(session.lang, row);
        }
    }
    if opens {
        super::begin(session, store, opened);
        return;
    }
    store_as(
        session,
        store,
        &store.new_key(),
        &opened.dossier,
        &opened.extras,
    );
}

/// Merges a file into the estate that is here. The estate is opened for it, so
/// that the merge can be undone, unless there are several.
pub fn merge_in(
    session: &SessionContext,
    store: &Store,
    it: &Match,
    opens: bool,
) -> Option<MergedInto> {
    let (ours, extras) = current(session, store, &it.key)?;
    let theirs = (&it.opened.dossier, &it.opened.extras);
    let merged = merge((&ours, &extras), theirs, session.catalogue);
    if opens {
        open(session, store, &it.key);
    }
    put(
        session,
        store,
        &it.key,
        opens,
        (merged.dossier, merged.extras),
    );
    Some(MergedInto {
        key: it.key.clone(),
        name: ours.name.to_string(),
        n_added: merged.n_added,
        differences: Rc::new(merged.differences),
    })
}

fn current(session: &SessionContext, store: &Store, key: &str) -> Option<(Dossier, Extras)> {
    let open = session.estate.clone().filter(|it| *it.key == *key);
    let estate = open.or_else(|| records::of(store)?.open(key))?;
    Some(((*estate.dossier).clone(), (*estate.extras).clone()))
}

fn open(session: &SessionContext, store: &Store, key: &str) {
    let is_open = session.estate.as_ref().is_some_and(|it| *it.key == *key);
    if !is_open && let Some(estate) = records::of(store).and_then(|it| it.open(key)) {
        session.dispatch(Action::Open(estate));
    }
}

fn put(
    session: &SessionContext,
    store: &Store,
    key: &str,
    is_open: bool,
    (dossier, extras): (Dossier, Extras),
) {
    if is_open {
        session.dispatch(Action::Put { dossier, extras });
    } else {
        store_as(session, store, key, &dossier, &extras);
    }
}

/// Stores an estate that is not open.
pub fn store_as(
    session: &SessionContext,
    store: &Store,
    key: &str,
    dossier: &Dossier,
    extras: &Extras,
) {
    if let Some(records) = records::of(store) {
        session.dispatch(Action::Saved(records.put(key, dossier, extras)));
    }
}

/// Whether to merge or to keep both.
pub fn asked(
    session: &SessionContext,
    store: &Rc<Store>,
    matches: &Rc<Vec<Match>>,
    notify: &Callback<Option<Notice>>,
) -> Html {
    let lang = session.lang;
    let names: Vec<String> = matches
        .iter()
        .map(|it| it.opened.dossier.name.to_string())
        .collect();
    let is_alone = matches.len() == 1;
    let merge = {
        let (session, store, matches) = (session.clone(), store.clone(), matches.clone());
        let notify = notify.clone();
        Callback::from(move |_: MouseEvent| {
            let merged: Vec<MergedInto> = matches
                .iter()
                .filter_map(|it| merge_in(&session, &store, it, is_alone))
                .collect();
            notify.emit(Some(Notice::Merged(Rc::new(merged))));
        })
    };
    let keep_both = {
        let (session, store, matches) = (session.clone(), store.clone(), matches.clone());
        let notify = notify.clone();
        Callback::from(move |_: MouseEvent| {
            notify.emit(None);
            for it in matches.iter() {
                add(&session, &store, (*it.opened).clone(), is_alone);
            }
            if is_alone {
                session.dispatch(Action::Go(Room::Survey));
            }
        })
    };
    html! {
        <>
            <h2>{ lang.fill(text::ALREADY_HERE, &[&lang.list(&names)]) }</h2>
            <p>{ lang.say(text::ALREADY_HERE_HELP) }</p>
            <p class="buqi-row">
                <button type="button" class="buqi-primary" onclick={merge} data-merge="">{ lang.say(text::MERGE) }</button>
                <button type="button" onclick={keep_both} data-keep-both="">{ lang.say(text::KEEP_BOTH) }</button>
            </p>
        </>
    }
}

/// What a merge added, and what differs, side by side.
pub fn merged(
    session: &SessionContext,
    store: &Rc<Store>,
    all: &[MergedInto],
    again: &Callback<()>,
) -> Html {
    let lang = session.lang;
    html! {
        { for all.iter().map(|it| {
            let numbers = [it.n_added.to_string(), it.differences.len().to_string()];
            html! {
                <>
                    <h2 data-merged={it.key.clone()}>{ lang.fill(text::MERGED_INTO, &[&it.name, &numbers[0], &numbers[1]]) }</h2>
                    if !it.differences.is_empty() {
                        <p>{ lang.say(text::DIFFERENCES_HELP) }</p>
                        <ul class="buqi-differences">
                            { for it.differences.iter().map(|difference| row(session, store, &it.key, difference, again)) }
                        </ul>
                    }
                </>
            }
        }) }
    }
}

fn row(
    session: &SessionContext,
    store: &Rc<Store>,
    key: &str,
    difference: &Difference,
    again: &Callback<()>,
) -> Html {
    let Some((dossier, extras)) = current(session, store, key) else {
        return Html::default();
    };
    let lang = session.lang;
    let now = part(&dossier, &extras, session.catalogue, &difference.address);
    let label = difference::label(lang, session.catalogue, &dossier, &difference.address);
    let side = |phrase: text::Phrase, value: &Value, id: &'static str| {
        let take = {
            let (session, store, again) = (session.clone(), store.clone(), again.clone());
            let (key, address, value) = (key.to_owned(), difference.address.clone(), value.clone());
            Callback::from(move |_: MouseEvent| {
                if let Some((dossier, extras)) = current(&session, &store, &key) {
                    let next = settle(&dossier, &extras, session.catalogue, &address, &value);
                    if next == (dossier, extras) {
                        return;
                    }
                    let is_open = session.estate.as_ref().is_some_and(|it| *it.key == *key);
                    put(&session, &store, &key, is_open, next);
                    again.emit(());
                }
            })
        };
        let in_force = now.as_ref() == Some(value);
        html! {
            <button type="button" class="buqi-side" aria-pressed={in_force.to_string()} onclick={take} data-side={id}>
                <span class="buqi-soft">
                    { lang.say(phrase) }
                    if in_force { { " · " }{ lang.say(text::IN_FORCE) } }
                </span>
                <b>{ difference::said(session, (&dossier, &extras), &difference.address, value) }</b>
            </button>
        }
    };
    html! {
        <li data-difference={difference.address.join("/")}><div role="group" aria-label={label.clone()}>
            <span>{ label }</span>
            { side(text::OURS, &difference.ours, "ours") }
            { side(text::THEIRS, &difference.theirs, "theirs") }
        </div></li>
    }
}

/// How a file with several estates came in.
pub fn counted(lang: Lang, n_opened: usize, n_not_opened: usize) -> String {
    lang.fill(
        text::N_ARRIVED,
        &[&n_opened.to_string(), &n_not_opened.to_string()],
    )
}
