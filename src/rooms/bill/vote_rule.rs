//! A rule of one's own for a vote, in the place of the Code's.

use crate::format::share;
use crate::ports::input;
use crate::session::{Action, SessionContext};
use crate::text::{self, Lang, Phrase};
use buqi_core::catalogue::{Below, VoteRule, VoteTest};
use buqi_core::consent::typed_share;
use buqi_core::id::ConsentIdx;
use buqi_core::plan::Edit;
use buqi_core::terms::Term;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct RuleProps {
    pub consent: ConsentIdx,
    /// In force now.
    pub rule: VoteRule,
    pub overridden: bool,
}

/// One test as it stands in the form.
#[derive(Clone, PartialEq)]
struct Typed {
    attendance: String,
    approval: String,
    strict: bool,
    of_all: bool,
}

impl Typed {
    fn new(test: VoteTest) -> Typed {
        Typed {
            attendance: share(test.attendance),
            approval: share(test.approval),
            strict: test.strict,
            of_all: test.of_all,
        }
    }

    fn test(&self) -> Option<VoteTest> {
        Some(VoteTest {
            attendance: typed_share(&self.attendance)?,
            approval: typed_share(&self.approval)?,
            strict: self.strict,
            of_all: self.of_all,
        })
    }
}

/// What was changed in the form and not yet taken.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    area: Option<Typed>,
    heads: Option<Typed>,
    refused: bool,
    said: Option<Phrase>,
}

impl Draft {
    fn said(phrase: Phrase) -> Draft {
        Draft {
            said: Some(phrase),
            ..Draft::default()
        }
    }
}

/// Both tests and how they count, taken together by a button, so that no half
/// of a rule is ever in force.
#[component]
pub fn RuleForm(props: &RuleProps) -> Html {
    let draft = use_state(Draft::default);
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    let consent = session.catalogue.consent(props.consent);
    let below = match props.rule.below(consent.rule) {
        Below::Never => None,
        Below::NearlyAllAttend => Some(text::RULE_BELOW_CODE_AT_FULL),
        Below::Always => Some(text::RULE_BELOW_CODE),
    };
    let area = draft.area.clone();
    let area = area.unwrap_or_else(|| Typed::new(props.rule.area));
    let heads = draft.heads.clone();
    let heads = heads.unwrap_or_else(|| Typed::new(props.rule.heads));
    let agree = {
        let (session, id) = (session.clone(), consent.id.clone());
        move |rule: Option<VoteRule>| {
            let consent = id.clone();
            session.dispatch(Action::Edit(Edit::Agree(Term::Vote { consent, rule })));
        }
    };
    let save = {
        let (draft, agree) = (draft.clone(), agree.clone());
        let tests = (area.test(), heads.test());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let (Some(area), Some(heads)) = tests {
                agree(Some(VoteRule { area, heads }));
                draft.set(Draft::said(text::RULE_KEPT));
            } else {
                draft.set(Draft {
                    refused: true,
                    said: None,
                    ..(*draft).clone()
                });
            }
        })
    };
    let reset = {
        let draft = draft.clone();
        Callback::from(move |_: MouseEvent| {
            agree(None);
            draft.set(Draft::said(text::RULE_RESET));
        })
    };
    let test = |legend: Phrase, name: &str, typed: &Typed, put: fn(&mut Draft, Typed)| {
        let change = {
            let (draft, typed) = (draft.clone(), typed.clone());
            Callback::from(move |change: Box<dyn FnOnce(&mut Typed)>| {
                let mut next = (*draft).clone();
                let mut typed = typed.clone();
                change(&mut typed);
                put(&mut next, typed);
                next.said = None;
                draft.set(next);
            })
        };
        let id = format!("rule-{}-{name}", consent.id.as_str());
        test_fields(lang, lang.say(legend), &id, typed, draft.refused, &change)
    };
    html! {
        <details class="buqi-folded" data-own-rule="">
            <summary>{ lang.say(text::OWN_RULE) }</summary>
            <form class="buqi-own-rule" onsubmit={save} novalidate=true>
                { test(text::BY_AREA, "area", &area, |draft, it| draft.area = Some(it)) }
                { test(text::BY_HEADS, "heads", &heads, |draft, it| draft.heads = Some(it)) }
                <p class="buqi-row">
                    <button type="submit" class="buqi-primary">{ lang.say(text::RULE_SAVE) }</button>
                    if props.overridden { <button type="button" onclick={reset} data-reset-rule="">{ lang.say(text::RULE_TO_CODE) }</button> }
                </p>
            </form>
            <p role="status" data-rule-said="">
                if let Some(said) = draft.said { { lang.say(said) } }
            </p>
            if let Some(warning) = below.filter(|_| props.overridden) { <p class="buqi-warning" data-below-code="">{ lang.say(warning) }</p> }
        </details>
    }
}

type Change = Callback<Box<dyn FnOnce(&mut Typed)>>;

fn test_fields(
    lang: Lang,
    legend: &str,
    id: &str,
    typed: &Typed,
    refused: bool,
    change: &Change,
) -> Html {
    let field = |part: &str, label: Phrase, value: &str, put: fn(&mut Typed, String)| {
        let bad = refused && typed_share(value).is_none();
        let change = change.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            let value = input::typed(&event);
            change.emit(Box::new(move |typed| put(typed, value)));
        });
        let id = format!("{id}-{part}");
        let note = format!("{id}-note");
        html! {
            <div>
                <label for={id.clone()}>{ lang.say(label) }</label>
                <input {id} type="text" autocomplete="off" value={value.to_owned()} {oninput}
                    aria-invalid={bad.then_some("true")} aria-describedby={note.clone()} />
                <span id={note} class={if bad { "buqi-problem" } else { "buqi-soft buqi-hint" }} role={bad.then_some("alert")}>
                    { lang.say(if bad { text::SHARE_BAD } else { text::SHARE_FORM }) }
                </span>
            </div>
        }
    };
    let tick = |part: &str, label: Phrase, on: bool, put: fn(&mut Typed)| {
        let change = change.clone();
        let onchange = Callback::from(move |_: Event| change.emit(Box::new(put)));
        let id = format!("{id}-{part}");
        html! {
            <label class="buqi-tick" for={id.clone()}>
                <input {id} type="checkbox" checked={on} {onchange} />
                <span>{ lang.say(label) }</span>
            </label>
        }
    };
    html! {
        <fieldset>
            <legend>{ legend.to_owned() }</legend>
            { field("attendance", text::RULE_ATTENDANCE, &typed.attendance, |typed, it| typed.attendance = it) }
            { field("approval", text::RULE_APPROVAL, &typed.approval, |typed, it| typed.approval = it) }
            { tick("strict", text::RULE_STRICT, typed.strict, |typed| typed.strict = !typed.strict) }
            { tick("of-all", text::RULE_OF_ALL, typed.of_all, |typed| typed.of_all = !typed.of_all) }
        </fieldset>
    }
}
