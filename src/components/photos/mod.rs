//! 照片: the photos of one answer or finding, and the way to take more.

mod album;
mod drawing;
mod taking;
mod thumb;
mod viewer;

use self::album::AlbumDialog;
use self::thumb::Thumb;
use crate::session::{OpenEstate, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Catalogue;
use buqi_core::id::{FactId, GroupId, PhotoId};
use buqi_core::photos::{About, Photo, Photos};
use buqi_core::plan::Subject;
use yew::prelude::*;

/// How many thumbnails a strip draws; the rest are a tap away.
const IN_STRIP: usize = 8;

/// Where the photos of a question belong.
pub fn of_answer(subject: &Subject, fact: &FactId) -> Option<About> {
    let group = match subject {
        Subject::Estate => None,
        Subject::Group(id) => Some(id.clone()),
    };
    let fact = fact.clone();
    Some(About::Answer { group, fact })
}

/// The photos that no question and no finding of this estate would show.
pub fn others(session: &SessionContext) -> Html {
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    let photos = owned(photos_of(session.catalogue, estate, None));
    if photos.is_empty() {
        return Html::default();
    }
    html! {
        <section data-other-photos="">
            <h2>{ session.t(text::OTHER_PHOTOS) }</h2>
            <p class="buqi-soft">{ session.t(text::OTHER_PHOTOS_HELP) }</p>
            <PhotoStrip about={None::<About>} title={session.t(text::OTHER_PHOTOS)} lang={session.lang} {photos} />
        </section>
    }
}

/// In the order they were taken; without `about`, those that are about nothing
/// that is there.
fn photos_of<'a>(
    catalogue: &Catalogue,
    estate: &'a OpenEstate,
    about: Option<&About>,
) -> Vec<(&'a PhotoId, &'a Photo)> {
    let photos = estate.dossier.photos.iter();
    let wanted = photos.filter(|(_, it)| match about {
        Some(about) => it.about == *about,
        None => is_lost(catalogue, estate, &it.about),
    });
    wanted.collect()
}

fn is_lost(catalogue: &Catalogue, estate: &OpenEstate, about: &About) -> bool {
    match about {
        About::Answer { group, fact } => {
            let groups = &estate.dossier.survey.groups;
            let has_group = |id: &GroupId| groups.iter().any(|it| it.id == *id);
            group.as_ref().is_some_and(|it| !has_group(it))
                || catalogue.facts.iter().all(|it| it.id != *fact)
        }
        About::Finding(id) => catalogue.deficiencies.iter().all(|it| it.id != *id),
    }
}

/// "612 kB", "1.4 MB", "3.0 GB".
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1000)),
        1_000_000_000.. => format!("{} GB", crate::format::fixed(bytes as f64 / 1e9, 1)),
        _ => format!("{} MB", crate::format::fixed(bytes as f64 / 1e6, 1)),
    }
}

/// "3 张，共 612 kB".
fn counted<'a>(lang: Lang, photos: impl Iterator<Item = &'a Photo>) -> String {
    let (n, bytes) = photos.fold((0, 0), |(n, bytes), it| {
        (n + 1, bytes + u64::from(it.bytes))
    });
    lang.fill(text::N_PHOTOS, &[&u64::to_string(&n), &size(bytes)])
}

fn owned(photos: Vec<(&PhotoId, &Photo)>) -> Vec<(PhotoId, Photo)> {
    let owned = photos.into_iter().map(|(id, it)| (id.clone(), it.clone()));
    owned.collect()
}

/// The photos about one thing, as a strip.
pub fn strip(lang: Lang, about: Option<About>, title: AttrValue, all: &Photos) -> Html {
    let here = all.iter().filter(|it| Some(&it.1.about) == about.as_ref());
    let photos = owned(here.collect());
    html! { <PhotoStrip {about} {title} {lang} {photos} /> }
}

#[derive(PartialEq, Properties)]
pub struct PhotoStripProps {
    /// `None` for those that belong nowhere.
    pub about: Option<About>,
    /// What the photos are about, in words.
    pub title: AttrValue,
    pub lang: Lang,
    /// In the order they were taken. Of the whole session, a strip would be drawn
    /// again after every answer, and a survey has one for every question.
    pub photos: Vec<(PhotoId, Photo)>,
}

/// A button that opens the photos, and small copies beside it.
#[component]
pub fn PhotoStrip(props: &PhotoStripProps) -> Html {
    // The photo to begin with, once the dialog is open.
    let open = use_state(|| None::<Option<PhotoId>>);
    let (lang, photos) = (props.lang, &props.photos);
    let mut said = lang.say(text::PHOTOS).to_owned();
    if !photos.is_empty() {
        said = format!("{said} {}", counted(lang, photos.iter().map(|it| &it.1)));
    }
    // What is on the button first, for those who speak to it.
    let label = lang.list(&[said.clone(), props.title.to_string()]);
    let show = |photo: Option<PhotoId>| {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(Some(photo.clone())))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |()| open.set(None))
    };
    html! {
        <div class="buqi-photos" data-photos={photos.len().to_string()}>
            <button type="button" class="buqi-plain" onclick={show(None)} aria-label={label} aria-haspopup="dialog" data-open-photos="">
                { camera() }{ said }
            </button>
            if !photos.is_empty() {
                <ul class="buqi-thumbs">
                    { for photos.iter().take(IN_STRIP).enumerate().map(|(at, (id, photo))| html! {
                        <li key={id.as_str()}>
                            <Thumb id={id.clone()} {lang} label={name(lang, at, photo)} onclick={show(Some(id.clone()))} />
                        </li>
                    }) }
                </ul>
            }
            if let Some(photo) = &*open {
                <AlbumDialog about={props.about.clone()} title={props.title.clone()} photo={photo.clone()} on_close={close} />
            }
        </div>
    }
}

/// "照片 2，2026-11-27 09:30 加入".
fn name(lang: Lang, at: usize, photo: &Photo) -> String {
    let name = lang.fill(text::PHOTO_N, &[&(at + 1).to_string()]);
    match &photo.taken {
        Some(taken) => lang.list(&[name, said_moment(lang, taken)]),
        None => name,
    }
}

fn said_moment(lang: Lang, taken: &str) -> String {
    lang.fill(text::PHOTO_TAKEN, &[&taken.replace('T', " ")])
}

fn camera() -> Html {
    html! {
        <svg class="buqi-mark" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 5h3l1-2h4l1 2h3v8H2zM8 11.2a2.4 2.4 0 100-4.8 2.4 2.4 0 000 4.8z" />
        </svg>
    }
}
