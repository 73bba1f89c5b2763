//! The photos of one answer or finding, over the page: take, choose, open.

use super::taking::{Progress, Taking};
use super::thumb::Thumb;
use super::viewer::Viewer;
use super::{camera, counted, name, photos_of};
use crate::ports::photos::Album;
use crate::ports::{dialog, files};
use crate::session::{Action, Saved, SessionContext};
use crate::text;
use buqi_core::id::PhotoId;
use buqi_core::photos::{About, Photo};
use buqi_core::plan::Edit;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct AlbumDialogProps {
    /// `None` for the photos that belong nowhere; none can be added to them.
    pub about: Option<About>,
    pub title: AttrValue,
    /// The photo to begin with.
    pub photo: Option<PhotoId>,
    pub on_close: Callback<()>,
}

#[component]
pub fn AlbumDialog(props: &AlbumDialogProps) -> Html {
    let node = use_node_ref();
    let heading = use_node_ref();
    let open = use_state(|| props.photo.clone());
    let progress = use_state(Progress::default);
    let deleted = use_state(|| None::<(PhotoId, Photo)>);
    let album = use_context::<Rc<Album>>();
    {
        let node = node.clone();
        use_effect_with((), move |()| dialog::show(&node));
    }
    {
        let heading = heading.clone();
        use_effect_with((*open).clone(), move |_| dialog::focus(&heading));
    }
    let (Some(session), Some(album)) = (use_context::<SessionContext>(), album) else {
        return Html::default();
    };
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    let lang = session.lang;
    let photos = photos_of(session.catalogue, estate, props.about.as_ref());
    let show = |photo: Option<PhotoId>| {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(photo.clone()))
    };
    let at = open
        .as_ref()
        .and_then(|id| photos.iter().position(|it| it.0 == id));
    let shown = at.and_then(|at| Some((at, *photos.get(at)?)));
    let delete = shown.map(|(_, (id, photo))| {
        let (session, open, deleted) = (session.clone(), open.clone(), deleted.clone());
        let (id, photo) = (id.clone(), photo.clone());
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Edit(Edit::Photos(vec![(id.clone(), None)])));
            deleted.set(Some((id.clone(), photo.clone())));
            open.set(None);
        })
    });
    let restore = {
        let (session, deleted) = (session.clone(), deleted.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some((id, photo)) = &*deleted {
                let back = vec![(id.clone(), Some(photo.clone()))];
                session.dispatch(Action::Edit(Edit::Photos(back)));
            }
            deleted.set(None);
        })
    };
    let take = props.about.clone().map(|about| {
        let (session, album, key) = (session.clone(), album.clone(), estate.key.clone());
        let progress = progress.clone();
        let report = Callback::from(move |it: Progress| progress.set(it));
        Callback::from(move |event: Event| {
            let chosen = files::chosen(&event);
            let taking = Taking {
                album: album.clone(),
                key: key.clone(),
                about: about.clone(),
                keeps_position: session.keeps_position,
                dispatch: session.dispatcher(),
            };
            if !chosen.is_empty() {
                spawn_local(taking.take(chosen, report.clone()));
            }
        })
    });
    let keep_position = {
        let session = session.clone();
        Callback::from(move |_: Event| {
            session.dispatch(Action::KeepPosition(!session.keeps_position));
        })
    };
    // Keys pressed here mean nothing to what the dialog lies over.
    let onkeydown = Callback::from(|event: KeyboardEvent| event.stop_propagation());
    let onclose = props.on_close.reform(|_: Event| ());
    let close = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| dialog::close(&node))
    };
    let is_working = progress.is_working();
    let class = classes!(
        "buqi-details",
        "buqi-album",
        shown.map(|_| "buqi-album-photo")
    );
    html! {
        <dialog {class} ref={node} {onclose} {onkeydown} aria-labelledby="album-title">
            <header>
                <h2 id="album-title" ref={heading} tabindex="-1">
                    { match shown {
                        Some((at, _)) => lang.fill(text::PHOTO_N, &[&(at + 1).to_string()]),
                        None => lang.fill(text::PHOTOS_OF, &[&props.title]),
                    } }
                </h2>
                if shown.is_some() {
                    <button type="button" class="buqi-plain" onclick={show(None)} data-back="">{ lang.say(text::PHOTO_BACK) }</button>
                } else {
                    <button type="button" class="buqi-plain" onclick={close} data-close="">{ lang.say(text::CLOSE) }</button>
                }
            </header>
            { unstored(&session) }
            if let (Some((at, (id, photo))), Some(delete)) = (shown, delete) {
                <Viewer key={id.as_str()} id={id.clone()} photo={photo.clone()} />
                <p class="buqi-row buqi-album-foot">
                    if photos.len() > 1 {
                        { step(&photos, at.checked_sub(1), lang.say(text::PHOTO_PREVIOUS), "previous", &show) }
                        { step(&photos, Some(at + 1), lang.say(text::PHOTO_NEXT), "next", &show) }
                    }
                    <button type="button" class="buqi-plain" onclick={delete} data-delete-photo="">{ lang.say(text::PHOTO_DELETE) }</button>
                </p>
            } else {
                if let Some(take) = &take {
                    <div class="buqi-row">
                        { input(lang.say(text::TAKE_PHOTO), true, is_working, take) }
                        { input(lang.say(text::CHOOSE_PHOTOS), false, is_working, take) }
                    </div>
                    <label class="buqi-check">
                        <input type="checkbox" checked={session.keeps_position} onchange={keep_position} data-keep-position="" />
                        <span>{ lang.say(text::KEEP_POSITION) }<small class="buqi-soft">{ lang.say(text::KEEP_POSITION_HELP) }</small></span>
                    </label>
                }
                <p role="status" data-progress="">{ progress.say(lang) }</p>
                <div role="alert">
                    { for progress.refusals(lang).map(|it| html! { <p class="buqi-problem" data-refused="">{ it }</p> }) }
                </div>
                if deleted.is_some() {
                    <p class="buqi-row" role="status">
                        <span>{ lang.say(text::PHOTO_DELETED) }</span>
                        <button type="button" onclick={restore} data-restore-photo="">{ lang.say(text::RESTORE) }</button>
                    </p>
                }
                if !photos.is_empty() {
                    <p data-counted=""><b>{ counted(lang, photos.iter().map(|it| it.1)) }</b></p>
                    <ul class="buqi-thumbs buqi-thumbs-all">
                        { for photos.iter().enumerate().map(|(at, (id, photo))| html! {
                            <li key={id.as_str()}>
                                <Thumb id={(*id).clone()} {lang} label={name(lang, at, photo)} onclick={show(Some((*id).clone()))} />
                            </li>
                        }) }
                    </ul>
                }
                if take.is_some() { <p class="buqi-soft">{ lang.say(text::PHOTOS_HELP) }</p> }
            }
        </dialog>
    }
}

/// The way to the photo at `at`, where there is one.
fn step(
    photos: &[(&PhotoId, &Photo)],
    at: Option<usize>,
    name: &'static str,
    id: &'static str,
    show: &impl Fn(Option<PhotoId>) -> Callback<MouseEvent>,
) -> Html {
    let photo = at.and_then(|at| photos.get(at)).map(|it| it.0.clone());
    let disabled = photo.is_none();
    html! { <button type="button" onclick={show(photo)} {disabled} data-step={id}>{ name }</button> }
}

/// A control of our own look over the browser's, whose words are not ours to
/// choose. A camera is offered where fingers are; elsewhere the same list of
/// files would open twice.
fn input(name: &'static str, is_camera: bool, disabled: bool, take: &Callback<Event>) -> Html {
    html! {
        <label class={classes!("buqi-file", is_camera.then_some("buqi-camera"))}>
            <input type="file" class="buqi-hidden" accept="image/*" multiple={!is_camera} capture={is_camera.then_some("environment")}
                onchange={take.clone()} {disabled} data-take={if is_camera { "camera" } else { "files" }} />
            { camera() }{ name }
        </label>
    }
}

/// That new photos are not stored, while they are not.
fn unstored(session: &SessionContext) -> Html {
    let phrase = match session.pictures {
        Saved::Stored => return Html::default(),
        Saved::Forbidden => text::PHOTOS_FORBIDDEN,
        Saved::Full => text::PHOTOS_FULL,
    };
    html! { <p class="buqi-panel buqi-warning" role="alert" data-photos-not-stored="">{ session.t(phrase) }</p> }
}
