//! A picture on the screen, fetched from the album when it is drawn.

use crate::ports::photos::Album;
use crate::ports::pictures::Address;
use crate::text::{self, Lang};
use buqi_core::id::PhotoId;
use std::cell::Cell;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// What is known of a picture.
#[derive(Clone)]
pub enum Fetched {
    NotYet,
    Here(Rc<Address>),
    Missing,
}

/// The address of the picture, or of its small copy, for as long as the
/// component stands there.
#[hook]
pub fn use_picture(id: &PhotoId, is_small: bool) -> Fetched {
    let album = use_context::<Rc<Album>>();
    let fetched = use_state(|| (None::<PhotoId>, Fetched::NotYet));
    {
        let fetched = fetched.clone();
        use_effect_with(id.clone(), move |id| {
            let is_wanted = Rc::new(Cell::new(true));
            if let Some(album) = album {
                let (id, is_wanted) = (id.clone(), is_wanted.clone());
                spawn_local(async move {
                    let picture = album.picture(id.as_str()).await;
                    let blob = picture.map(|it| if is_small { it.thumb } else { it.full });
                    let address = blob.and_then(|it| Address::new(&it));
                    if is_wanted.get() {
                        let found = address.map_or(Fetched::Missing, |it| Fetched::Here(it.into()));
                        fetched.set((Some(id), found));
                    }
                });
            }
            move || is_wanted.set(false)
        });
    }
    // What was fetched for another photo is not shown for this one.
    match &*fetched {
        (Some(of), fetched) if of == id => fetched.clone(),
        _ => Fetched::NotYet,
    }
}

#[derive(PartialEq, Properties)]
pub struct ThumbProps {
    pub id: PhotoId,
    pub lang: Lang,
    pub label: String,
    pub onclick: Callback<MouseEvent>,
}

/// A small copy to tap.
#[component]
pub fn Thumb(props: &ThumbProps) -> Html {
    let fetched = use_picture(&props.id, true);
    let is_missing = matches!(fetched, Fetched::Missing);
    let label = if is_missing {
        let missing = props.lang.say(text::PHOTO_MISSING).to_owned();
        props.lang.list(&[props.label.clone(), missing])
    } else {
        props.label.clone()
    };
    html! {
        <button type="button" class="buqi-thumb" onclick={props.onclick.clone()} aria-label={label} data-photo={props.id.to_string()}>
            { match &fetched {
                Fetched::Here(address) => html! { <img src={address.as_str().to_owned()} alt="" /> },
                Fetched::Missing => html! { <span aria-hidden="true" data-missing="">{ "?" }</span> },
                Fetched::NotYet => Html::default(),
            } }
        </button>
    }
}
