//! How a statement is backed: mark, document, clause and note.

use crate::text::{self, Lang, Phrase};
use buqi_core::Catalogue;
use buqi_core::catalogue::{Evidence, Mark, Text};
use yew::prelude::*;

pub fn mark_name(mark: Mark) -> Phrase {
    match mark {
        Mark::Quoted => text::QUOTED,
        Mark::Paraphrased => text::PARAPHRASED,
        Mark::Own => text::OWN,
    }
}

/// The chip that stands beside every item of the list.
pub fn mark_chip(lang: Lang, mark: Mark) -> Html {
    let style = match mark {
        Mark::Quoted => "buqi-chip buqi-quoted",
        Mark::Paraphrased => "buqi-chip buqi-paraphrased",
        Mark::Own => "buqi-chip buqi-own",
    };
    html! { <span class={style}>{ lang.say(mark_name(mark)) }</span> }
}

/// A note, or that the file it comes in has not arrived.
pub fn note_text(lang: Lang, note: &Text) -> &str {
    match lang.of(note) {
        "" => lang.say(text::NOTES_MISSING),
        note => note,
    }
}

pub fn evidence(lang: Lang, catalogue: &Catalogue, evidence: &Evidence) -> Html {
    let source = evidence.source.map(|it| {
        let source = catalogue.source(it);
        match &evidence.clause {
            Some(clause) => format!("{} · {clause}", lang.of(&source.title)),
            None => lang.of(&source.title).to_owned(),
        }
    });
    html! {
        <p class="buqi-evidence">
            { mark_chip(lang, evidence.mark) }
            if let Some(source) = source { <span>{ source }</span> }
            if let Some(note) = &evidence.note { <span class="buqi-soft">{ note_text(lang, note) }</span> }
        </p>
    }
}
