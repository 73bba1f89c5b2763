//! Who says so, when and how: for one answer, and for all that are to come.

use crate::ports::input;
use crate::session::{Action, Session, SessionContext, Surveyor};
use crate::text::{self, Lang};
use buqi_core::id::FactId;
use buqi_core::plan::{Edit, Subject};
use buqi_core::survey::{Answer, How};
use std::sync::Arc;
use yew::prelude::*;

const EVERY_HOW: [How; 4] = [How::Seen, How::Told, How::Records, How::Assumed];

pub fn how_name(lang: Lang, how: How) -> &'static str {
    lang.say(match how {
        How::Seen => text::HOW_SEEN,
        How::Told => text::HOW_TOLD,
        How::Records => text::HOW_RECORDS,
        How::Assumed => text::HOW_ASSUMED,
    })
}

/// As it is in a page and in what the browser keeps.
pub fn how_key(how: How) -> &'static str {
    match how {
        How::Seen => "seen",
        How::Told => "told",
        How::Records => "records",
        How::Assumed => "assumed",
    }
}

pub fn how_of(key: &str) -> Option<How> {
    EVERY_HOW.into_iter().find(|it| how_key(*it) == key)
}

/// "现场看到 · 王工 · 2026-11-24"; empty where nothing is known.
pub fn provenance_text(lang: Lang, answer: &Answer) -> String {
    let known = [
        answer.how.map(|it| how_name(lang, it)),
        answer.who.as_deref(),
        answer.on.as_deref(),
        answer.note.as_deref(),
    ];
    known.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// Pressing the one that stands takes it back.
fn hows(lang: Lang, chosen: Option<How>, set: &Callback<Option<How>>) -> Html {
    html! {
        <div class="buqi-chips" role="group" aria-label={lang.say(text::HOW_KNOWN)}>
            { for EVERY_HOW.into_iter().map(|how| {
                let pressed = chosen == Some(how);
                let onclick = set.reform(move |_: MouseEvent| (!pressed).then_some(how));
                html! {
                    <button type="button" aria-pressed={pressed.to_string()} {onclick} data-how={how_key(how)}>{ how_name(lang, how) }</button>
                }
            }) }
        </div>
    }
}

fn line(
    id: String,
    kind: &'static str,
    name: &'static str,
    value: Option<&str>,
    set: Callback<Option<Arc<str>>>,
) -> Html {
    let onchange = set.reform(|event: Event| {
        let typed = input::selected(&event);
        let typed = typed.trim();
        (!typed.is_empty()).then(|| typed.into())
    });
    html! {
        <>
            <label for={id.clone()}>{ name }</label>
            <input {id} type={kind} value={value.unwrap_or_default().to_owned()} {onchange} maxlength="500" />
        </>
    }
}

/// A note, which is kept with every key, as a number is.
fn note_line(
    id: String,
    lang: Lang,
    value: Option<&str>,
    set: Callback<Option<Arc<str>>>,
    rest: Callback<FocusEvent>,
) -> Html {
    let some = |it: &str| (!it.trim().is_empty()).then(|| Arc::from(it));
    let oninput = set.reform(move |event: InputEvent| some(&input::typed(&event)));
    let onchange = set.reform(move |event: Event| some(input::selected(&event).trim()));
    html! {
        <>
            <label for={id.clone()}>{ lang.say(text::NOTE) }</label>
            <input {id} type="text" value={value.unwrap_or_default().to_owned()} {oninput} {onchange}
                onfocus={rest.clone()} onblur={rest} maxlength="500" />
        </>
    }
}

/// What goes with every answer from now on.
pub fn surveyor_panel(session: &SessionContext) -> Html {
    let lang = session.lang;
    let surveyor = &session.surveyor;
    let set_how = {
        let session = session.clone();
        Callback::from(move |how: Option<How>| {
            let name = session.surveyor.name.clone();
            session.dispatch(Action::Surveyor(Surveyor { name, how }));
        })
    };
    let set_name = {
        let session = session.clone();
        Callback::from(move |name: Option<Arc<str>>| {
            let how = session.surveyor.how;
            session.dispatch(Action::Surveyor(Surveyor { name, how }));
        })
    };
    let known = [
        surveyor.how.map(|it| how_name(lang, it)),
        surveyor.name.as_deref(),
    ];
    let said: Vec<&str> = known.into_iter().flatten().collect();
    html! {
        <details class="buqi-surveyor" data-surveyor="">
            <summary>{ lang.say(text::SURVEYOR) }{ if said.is_empty() { lang.say(text::NOT_SAID).to_owned() } else { said.join(" · ") } }</summary>
            <p class="buqi-soft">{ lang.say(text::SURVEYOR_HELP) }</p>
            { hows(lang, surveyor.how, &set_how) }
            { line("surveyor-name".to_owned(), "text", lang.say(text::WHO_SURVEYS), surveyor.name.as_deref(), set_name) }
        </details>
    }
}

#[derive(PartialEq, Properties)]
pub struct ProvenanceProps {
    /// Told apart from the same field of other questions.
    pub id: String,
    pub lang: Lang,
    pub subject: Subject,
    pub fact: FactId,
    pub answer: Answer,
    pub dispatch: UseReducerDispatcher<Session>,
}

/// Under an answer: who, when and how, and a note; opens for changing them.
#[component]
pub fn Provenance(props: &ProvenanceProps) -> Html {
    let open = use_state(|| false);
    let lang = props.lang;
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let change = {
        let (dispatch, subject) = (props.dispatch.clone(), props.subject.clone());
        let fact = props.fact.clone();
        Callback::from(move |answer: Answer| {
            dispatch.dispatch(Action::Edit(Edit::Answer {
                subject: subject.clone(),
                fact: fact.clone(),
                answer: Some(answer),
            }));
        })
    };
    let with = |set: fn(&mut Answer, Option<Arc<str>>)| {
        let answer = props.answer.clone();
        change.reform(move |value: Option<Arc<str>>| {
            let mut answer = answer.clone();
            set(&mut answer, value);
            answer
        })
    };
    let set_how = {
        let answer = props.answer.clone();
        change.reform(move |how: Option<How>| Answer {
            how,
            ..answer.clone()
        })
    };
    let rest = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |_: FocusEvent| dispatch.dispatch(Action::Rest))
    };
    let said = provenance_text(lang, &props.answer);
    html! {
        <div class="buqi-provenance">
            <button type="button" class="buqi-link" aria-expanded={open.to_string()} onclick={toggle} data-provenance="">
                { if said.is_empty() { lang.say(text::ADD_SOURCE).to_owned() } else { said } }
            </button>
            if *open {
                { hows(lang, props.answer.how, &set_how) }
                { line(format!("{}-who", props.id), "text", lang.say(text::WHO_SAYS), props.answer.who.as_deref(), with(|it, value| it.who = value)) }
                { line(format!("{}-on", props.id), "date", lang.say(text::ON_DAY), props.answer.on.as_deref(), with(|it, value| it.on = value)) }
                { note_line(format!("{}-note", props.id), lang, props.answer.note.as_deref(), with(|it, value| it.note = value), rest) }
            }
        </div>
    }
}
