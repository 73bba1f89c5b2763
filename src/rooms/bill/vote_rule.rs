//! A rule of one's own for a vote, in the place of the Code's.

use crate::format::share;
use crate::ports::input;
use crate::session::{Action, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::catalogue::VoteRule;
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

/// What was typed and not yet taken.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    attendance: Option<String>,
    approval: Option<String>,
    refused: bool,
    said: Option<Phrase>,
}

/// Two shares and how they count, taken together by a button, so that no half
/// of a rule is ever in force.
#[component]
pub fn RuleForm(props: &RuleProps) -> Html {
    let draft = use_state(Draft::default);
    let (strict, of_all) = (use_node_ref(), use_node_ref());
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    let consent = session.catalogue.consent(props.consent);
    let code = consent.rule();
    let shown = [
        draft
            .attendance
            .clone()
            .unwrap_or_else(|| share(props.rule.attendance)),
        draft
            .approval
            .clone()
            .unwrap_or_else(|| share(props.rule.approval)),
    ];
    let agree = {
        let (session, id) = (session.clone(), consent.id.clone());
        move |rule: Option<VoteRule>| {
            let consent = id.clone();
            session.dispatch(Action::Edit(Edit::Agree(Term::Vote { consent, rule })));
        }
    };
    let save = {
        let (draft, shown, agree) = (draft.clone(), shown.clone(), agree.clone());
        let (strict, of_all) = (strict.clone(), of_all.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let [attendance, approval] = [typed_share(&shown[0]), typed_share(&shown[1])];
            if let (Some(attendance), Some(approval)) = (attendance, approval) {
                agree(Some(VoteRule {
                    attendance,
                    approval,
                    strict: input::checked(&strict),
                    of_all: input::checked(&of_all),
                }));
                draft.set(Draft {
                    said: Some(text::RULE_KEPT),
                    ..Draft::default()
                });
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
            draft.set(Draft {
                said: Some(text::RULE_RESET),
                ..Draft::default()
            });
        })
    };
    let id = |part: &str| format!("rule-{}-{part}", consent.id.as_str());
    let field = |part: &'static str, label: Phrase, value: &str, put: fn(&mut Draft, String)| {
        let bad = draft.refused && typed_share(value).is_none();
        let draft = draft.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            let mut next = (*draft).clone();
            put(&mut next, input::typed(&event));
            next.said = None;
            draft.set(next);
        });
        html! {
            <div>
                <label for={id(part)}>{ lang.say(label) }</label>
                <input id={id(part)} type="text" autocomplete="off" value={value.to_owned()} {oninput}
                    aria-invalid={bad.then_some("true")} aria-describedby={id(&format!("{part}-note"))} />
                <span id={id(&format!("{part}-note"))} class={if bad { "buqi-problem" } else { "buqi-soft buqi-hint" }} role={bad.then_some("alert")}>
                    { lang.say(if bad { text::SHARE_BAD } else { text::SHARE_FORM }) }
                </span>
            </div>
        }
    };
    let tick = |part: &str, label: Phrase, node: &NodeRef, on: bool| {
        html! {
            <label class="buqi-tick" for={id(part)}>
                <input id={id(part)} ref={node} type="checkbox" checked={on} />
                <span>{ lang.say(label) }</span>
            </label>
        }
    };
    html! {
        <details class="buqi-folded" data-own-rule="">
            <summary>{ lang.say(text::OWN_RULE) }</summary>
            <form class="buqi-own-rule" onsubmit={save} novalidate=true>
                { field("attendance", text::RULE_ATTENDANCE, &shown[0], |draft, it| draft.attendance = Some(it)) }
                { field("approval", text::RULE_APPROVAL, &shown[1], |draft, it| draft.approval = Some(it)) }
                { tick("strict", text::RULE_STRICT, &strict, props.rule.strict) }
                { tick("of-all", text::RULE_OF_ALL, &of_all, props.rule.of_all) }
                <p class="buqi-row">
                    <button type="submit" class="buqi-primary">{ lang.say(text::RULE_SAVE) }</button>
                    if props.overridden { <button type="button" onclick={reset} data-reset-rule="">{ lang.say(text::RULE_TO_CODE) }</button> }
                </p>
            </form>
            <p role="status" data-rule-said="">
                if let Some(said) = draft.said { { lang.say(said) } }
            </p>
            if props.overridden && props.rule.below(code) { <p class="buqi-warning" data-below-code="">{ lang.say(text::RULE_BELOW_CODE) }</p> }
        </details>
    }
}
