//! The class of an item: always a mark, a word and a colour together.

use crate::text::{self, Lang, Phrase};
use buqi_core::catalogue::Item;
use buqi_core::estimate::Class;
use yew::prelude::*;

pub fn class_of(item: &Item) -> Class {
    Class::of(item.part, item.tier)
}

pub fn class_name(class: Class) -> Phrase {
    match class {
        Class::Basic => text::BASIC,
        Class::Improve => text::IMPROVE,
        Class::Enhance => text::ENHANCE,
        Class::Service => text::SERVICE,
    }
}

/// The style class that sets the colour of a class of items.
pub fn class_style(class: Class) -> &'static str {
    match class {
        Class::Basic => "buqi-basic",
        Class::Improve => "buqi-improve",
        Class::Enhance => "buqi-enhance",
        Class::Service => "buqi-service",
    }
}

/// The drawn mark, so that no class is told by its colour alone: a base, a
/// plus, a star and a pair of people, in a 16 by 16 box.
pub fn class_mark(class: Class) -> Html {
    let path = match class {
        Class::Basic => "M2 13h12M4 13V7h8v6M8 7V3",
        Class::Improve => "M8 3v10M3 8h10",
        Class::Enhance => "M8 2l1.8 4 4.2.5-3.1 2.9.8 4.2L8 11.5l-3.7 2.1.8-4.2L2 6.5 6.2 6z",
        Class::Service => {
            "M5.5 7a2 2 0 100-4 2 2 0 000 4zM2 13c0-3 7-3 7 0M11 7.5a1.7 1.7 0 100-3.4M11 9.5c2 0 3 1.3 3 3"
        }
    };
    html! {
        <svg class="buqi-mark" viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>
    }
}

pub fn class_tag(lang: Lang, class: Class) -> Html {
    html! {
        <span class={classes!("buqi-class", class_style(class))}>
            { class_mark(class) }{ lang.say(class_name(class)) }
        </span>
    }
}
