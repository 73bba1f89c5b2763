//! Estates with their photos as one file, and the pictures that no estate needs.

use crate::ports::files::{self, Chosen};
use crate::ports::photos::{Album, Picture};
use crate::ports::store::{self, Outcome, Store};
use crate::ports::{pictures, zip};
use crate::records;
use crate::rooms::estates;
use crate::session::SessionContext;
use buqi_core::id::{PhotoId, is_id};
use buqi_exchange::archive::TooLarge;
use buqi_exchange::format::MAX_BYTES;
use js_sys::JsString;
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::platform::spawn_local;

/// Where the pictures are in a zip file, each as `pictures/ID.jpg`.
const FOLDER: &str = "pictures/";
const ENDING: &str = ".jpg";

/// The survey file, or the file of several, in a zip file.
const SURVEY: &str = "survey.json";

/// A picture we stored is far below; one from elsewhere may be somewhat larger.
const MAX_PICTURE: u32 = 2_000_000;

/// Saves a survey file with the given pictures beside it, as far as this device
/// has them, and says how many it has.
pub async fn save(
    album: &Album,
    name: &str,
    survey: &[u8],
    photos: &BTreeSet<PhotoId>,
) -> Result<usize, TooLarge> {
    let mut packing = zip::Packing::default();
    let mut n_pictures = 0;
    if let Some(survey) = files::blob(survey, "application/json") {
        packing.add(SURVEY, &survey).await?;
    }
    for id in photos {
        if let Some(picture) = album.picture(id.as_str()).await {
            let name = format!("{FOLDER}{id}{ENDING}");
            packing.add(&name, &picture.full).await?;
            n_pictures += 1;
        }
    }
    if let Some(zip) = packing.finish()? {
        files::save_blob(name, &zip);
    }
    Ok(n_pictures)
}

/// Saves the open estate as a file, with its photos where it has any.
pub fn export(session: &SessionContext, album: &Rc<Album>) {
    let Some(estate) = &session.estate else {
        return;
    };
    let dossier = &estate.dossier;
    let bytes = buqi_exchange::save(dossier, &estate.extras, session.catalogue);
    let photos: BTreeSet<PhotoId> = dossier.photos.keys().cloned().collect();
    if photos.is_empty() {
        files::save(&estates::file_name(session.lang, &dossier.name), &bytes);
        return;
    }
    let (name, album) = (
        estates::archive_name(session.lang, &dossier.name),
        album.clone(),
    );
    spawn_local(async move {
        // One estate is far from what a zip file can hold.
        let _ = save(&album, &name, &bytes, &photos).await;
    });
}

/// What a zip file brought.
#[derive(Default)]
pub struct Unpacked {
    /// Every survey file that is in it, by name.
    pub surveys: Vec<(String, Vec<u8>)>,
    /// The names of those that are not whole, or too large.
    pub damaged: Vec<String>,
    /// How many pictures are not whole, or none that can be shown.
    pub n_lost_pictures: usize,
    /// What became of the last picture, when there was one to store.
    pub outcome: Option<Outcome>,
}

/// Takes the pictures of a zip file into the album and hands out the survey
/// files. A picture that is here already stays as it is. Nothing where the file
/// is no zip file to the end.
pub async fn open(album: &Album, file: &Chosen) -> Option<Unpacked> {
    let entries = zip::entries(&file.blob).await?;
    let here = album.ids().await;
    let mut unpacked = Unpacked::default();
    // All survey files together may be as large as one alone.
    let mut room = MAX_BYTES as u32;
    for entry in entries {
        if entry.is_survey() {
            match zip::read(&file.blob, &entry, room).await {
                Some(bytes) => {
                    room -= entry.size;
                    unpacked.surveys.push((entry.name, bytes));
                }
                None => unpacked.damaged.push(entry.name),
            }
        } else if let Some(id) = picture_id(&entry.name).filter(|it| !here.contains(*it)) {
            let bytes = zip::read(&file.blob, &entry, MAX_PICTURE).await;
            match picture_of(bytes).await {
                Some(picture) => unpacked.outcome = Some(album.keep(id, &picture).await),
                None => unpacked.n_lost_pictures += 1,
            }
        }
    }
    (!unpacked.surveys.is_empty()).then_some(unpacked)
}

/// The id in a name such as `pictures/p1.jpg`, also within another folder.
fn picture_id(name: &str) -> Option<&str> {
    let (folder, file) = name.rsplit_once('/')?;
    let is_ours = format!("/{folder}/").ends_with(&format!("/{FOLDER}"));
    file.strip_suffix(ENDING).filter(|it| is_ours && is_id(it))
}

/// Only what can be shown is worth keeping.
async fn picture_of(bytes: Option<Vec<u8>>) -> Option<Picture> {
    let full = files::blob(&bytes?, "image/jpeg")?;
    let thumb = pictures::thumb_of(&full).await?;
    Some(Picture { full, thumb })
}

/// Takes away the pictures of an estate that was deleted for good, except those
/// that another one has. `text` is its record.
pub fn forget(store: &Rc<Store>, album: &Rc<Album>, text: Rc<str>) {
    let (store, album) = (store.clone(), album.clone());
    spawn_local(async move {
        let Some(records) = records::of(&store) else {
            return;
        };
        // Where nobody knows what is used, nothing is taken away.
        let Some(others) = records.texts() else {
            return;
        };
        let ids = album.ids().await.into_iter();
        let gone: Vec<String> = ids
            .filter(|id| text.contains(&**id) && !mentions(&others, id))
            .collect();
        album.remove(&gone).await;
    });
}

/// Looks for pictures that nothing needs. An id in a record is a use, also in a
/// record that can't be read.
pub fn tidy(store: &Rc<Store>, album: &Rc<Album>) {
    let (store, album) = (store.clone(), album.clone());
    spawn_local(async move {
        if let Some(texts) = records::of(&store).and_then(|it| it.texts()) {
            let is_used = |id: &str| mentions(&texts, id);
            album.tidy(is_used, store::now() as f64).await;
        }
    });
}

fn mentions(texts: &[JsString], id: &str) -> bool {
    texts.iter().any(|it| it.includes(id, 0))
}
