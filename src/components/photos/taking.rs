//! From files to photos of the estate: shrunk, stored, and said to be there.

use crate::ports::clock;
use crate::ports::files::Chosen;
use crate::ports::photos::Album;
use crate::ports::pictures::{self, Refusal};
use crate::ports::random;
use crate::ports::store;
use crate::session::{Action, Session};
use crate::text::{self, Lang};
use buqi_core::id::PhotoId;
use buqi_core::photos::{About, Photo};
use buqi_core::plan::Edit;
use std::rc::Rc;
use yew::prelude::*;

/// How far the files that were chosen have come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    pub n_done: usize,
    pub n_all: usize,
    pub n_added: usize,
    /// By the name of the file.
    pub refused: Vec<(String, Refusal)>,
}

impl Progress {
    pub fn is_working(&self) -> bool {
        self.n_done < self.n_all
    }

    pub fn say(&self, lang: Lang) -> String {
        if self.is_working() {
            let numbers = [self.n_done + 1, self.n_all].map(|it| it.to_string());
            return lang.fill(text::PHOTOS_WORKING, &[&numbers[0], &numbers[1]]);
        }
        if self.n_added == 0 {
            return String::new();
        }
        lang.fill(text::PHOTOS_ADDED, &[&self.n_added.to_string()])
    }

    pub fn refusals(&self, lang: Lang) -> impl Iterator<Item = String> {
        self.refused.iter().map(move |(name, refusal)| {
            let phrase = match refusal {
                Refusal::Heic => text::PHOTO_HEIC,
                Refusal::NotAPicture => text::PHOTO_UNREADABLE,
            };
            lang.fill(phrase, &[name])
        })
    }
}

/// Where the photos go.
pub struct Taking {
    pub album: Rc<Album>,
    /// The estate they were taken for, which may be closed meanwhile.
    pub key: Rc<str>,
    pub about: About,
    pub keeps_position: bool,
    pub dispatch: UseReducerDispatcher<Session>,
}

impl Taking {
    /// Takes the files one after the other, so that memory holds one of them.
    /// Each is a photo of the estate as soon as it is stored.
    pub async fn take(self, files: Vec<Chosen>, report: Callback<Progress>) {
        let mut progress = Progress {
            n_all: files.len(),
            ..Progress::default()
        };
        report.emit(progress.clone());
        store::persist();
        for file in files {
            match self.take_one(&file).await {
                Ok(()) => progress.n_added += 1,
                Err(refusal) => progress.refused.push((file.name, refusal)),
            }
            progress.n_done += 1;
            report.emit(progress.clone());
        }
    }

    async fn take_one(&self, file: &Chosen) -> Result<(), Refusal> {
        let shrunk = pictures::shrink(&file.blob).await?;
        let position = if self.keeps_position {
            buqi_exchange::camera_position(&pictures::camera_notes(&file.blob).await)
        } else {
            None
        };
        let id = new_id().ok_or(Refusal::NotAPicture)?;
        let outcome = self.album.keep(id.as_str(), &shrunk.picture).await;
        self.dispatch
            .dispatch(Action::PicturesSaved(outcome.into()));
        let photo = Photo {
            about: self.about.clone(),
            taken: Some(clock::moment()),
            width: shrunk.width,
            height: shrunk.height,
            bytes: shrunk.bytes,
            position,
            shapes: Vec::new(),
        };
        self.dispatch.dispatch(Action::EditOf {
            key: self.key.clone(),
            edit: Edit::Photos(vec![(id, Some(photo))]),
        });
        Ok(())
    }
}

/// Sorts by age and does not collide.
fn new_id() -> Option<PhotoId> {
    let (now, random) = (store::now(), (random::number(), random::number()));
    PhotoId::new(&format!("p{now:011x}{:08x}{:08x}", random.0, random.1)).ok()
}
