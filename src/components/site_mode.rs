//! 现场模式: one question at a time over the whole screen, for one thumb and
//! dirty hands. Keys 1-2-3 answer, Backspace takes back, Escape leaves.

use crate::app::not_stored;
use crate::components::finding::marked_text;
use crate::components::number_field::Bounds;
use crate::components::onward::onward;
use crate::components::photos;
use crate::components::question::{about, subject_of};
use crate::components::sketch::sketch;
use crate::ports::photos::Album;
use crate::ports::{clock, dialog, input};
use crate::session::{Action, SessionContext};
use crate::text::{self, Lang};
use buqi_core::catalogue::{Fact, FactKind};
use buqi_core::id::FactIdx;
use buqi_core::plan::{Dossier, Edit};
use buqi_core::survey::Reply;
use std::rc::Rc;
use yew::prelude::*;

/// A question and the row of the facts it is asked for.
pub type Place = (FactIdx, usize);

#[derive(PartialEq, Properties)]
pub struct SiteModeProps {
    /// In the order to ask; those with an answer are passed over.
    pub list: Vec<Place>,
    pub on_close: Callback<()>,
}

/// Where the walk is.
#[derive(Clone, Default, PartialEq)]
struct Walk {
    /// Answered on this walk, for taking back; the last one last, each with what
    /// was there before it.
    done: Vec<(Place, Rc<Dossier>)>,
    skipped: Vec<Place>,
    /// Taken back, so it is asked again before all others.
    again: Option<Place>,
    /// The digits typed so far, and for which question.
    typed: String,
    typed_for: Option<Place>,
}

enum Step {
    Reply(Reply),
    Type(char),
    RubOut,
    Enter,
    Skip,
    /// Takes the last answer back.
    Undo,
    ToSkipped,
}

#[component]
pub fn SiteMode(props: &SiteModeProps) -> Html {
    let node = use_node_ref();
    let heading = use_node_ref();
    let walk = use_state(Walk::default);
    let session = use_context::<SessionContext>();
    // When a tap last led to another question.
    let moved_at = use_mut_ref(|| f64::NEG_INFINITY);
    let album = use_context::<Rc<Album>>();
    let estate = session.as_ref().and_then(|it| it.estate.as_ref());
    let answered = |it: &Place| {
        session
            .as_ref()
            .zip(estate)
            .is_some_and(|(session, estate)| {
                let fact = session.catalogue.fact(it.0);
                let answers = estate.dossier.survey.answers(fact.level, it.1);
                answers.is_none_or(|answers| answers.contains_key(&fact.id))
            })
    };
    let current = walk.again.or_else(|| {
        let mut open = props.list.iter().filter(|it| !answered(it));
        open.find(|it| !walk.skipped.contains(it)).copied()
    });
    {
        let node = node.clone();
        use_effect_with((), move |()| dialog::show(&node));
    }
    {
        let heading = heading.clone();
        use_effect_with(current, move |_| dialog::focus(&heading));
    }
    let (Some(session), Some(estate)) = (session.clone(), estate) else {
        return Html::default();
    };
    let lang = session.lang;
    let asked = current.map(|(fact, row)| (session.catalogue.fact(fact), row));
    let about_photos =
        asked.and_then(|(fact, row)| photos::of_answer(&subject_of(estate, fact, row)?, &fact.id));
    let replies = asked.map(|(fact, _)| Rc::new(replies(lang, fact)));
    let bounds = asked.and_then(|(fact, _)| bounds(&session, fact));
    let is_number = bounds.is_some();
    // Somebody else may have answered what was being typed.
    let typed = match walk.typed_for == current {
        true => &*walk.typed,
        false => "",
    };
    let problem = bounds
        .as_ref()
        .and_then(|it| it.read(typed).err())
        .unwrap_or_default();
    let act = {
        let (walk, session) = (walk.clone(), session.clone());
        let subject = asked.and_then(|(fact, row)| subject_of(estate, fact, row));
        let asked = asked.map(|(fact, _)| fact.id.clone());
        let (undo, before) = (estate.undo.clone(), estate.dossier.clone());
        Callback::from(move |step: Step| {
            let mut next = (*walk).clone();
            if next.typed_for != current {
                next.typed.clear();
                next.typed_for = current;
            }
            let reply = match step {
                Step::Reply(reply) => Some(reply),
                Step::Enter => bounds
                    .as_ref()
                    .and_then(|it| it.read(&next.typed).ok().flatten())
                    .map(Reply::Number),
                Step::Type(digit) => {
                    if next.typed.len() < MAX_TYPED {
                        next.typed.push(digit);
                    }
                    None
                }
                Step::RubOut if next.typed.pop().is_some() => None,
                Step::RubOut | Step::Undo => {
                    // A photo or a mark on the buildings may have come after it.
                    let step = undo.last().map(|it| &it.to);
                    let is_own = |it: &mut (Place, Rc<Dossier>)| {
                        step.is_some_and(|to| Rc::ptr_eq(to, &it.1))
                    };
                    if let Some((last, _)) = next.done.pop_if(is_own) {
                        next.again = Some(last);
                        next.typed.clear();
                    }
                    session.dispatch(Action::Undo);
                    None
                }
                Step::Skip => {
                    next.skipped.extend(current);
                    next.again = None;
                    next.typed.clear();
                    None
                }
                Step::ToSkipped => {
                    next.skipped.clear();
                    None
                }
            };
            if let (Some(reply), Some(fact), Some(subject)) = (reply, &asked, &subject) {
                let answer = session.surveyor.attest(reply, None, clock::today());
                session.dispatch(Action::Edit(Edit::Answer {
                    subject: subject.clone(),
                    fact: fact.clone(),
                    answer: Some(answer),
                }));
                next.done.extend(current.map(|it| (it, before.clone())));
                next.again = None;
                next.typed.clear();
            }
            walk.set(next);
        })
    };
    // The question that comes is not the one that a double tap was meant for.
    let tap = {
        let act = act.clone();
        Callback::from(move |(event, step): (MouseEvent, Step)| {
            if input::is_second_half(&event, *moved_at.borrow()) {
                return;
            }
            if !matches!(step, Step::Type(_) | Step::RubOut) {
                *moved_at.borrow_mut() = event.time_stamp();
            }
            act.emit(step);
        })
    };
    let onkeydown = {
        let (act, replies) = (act.clone(), replies.clone());
        Callback::from(move |event: KeyboardEvent| {
            // A key that is held answers one question, and not those behind it.
            if event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat() {
                return;
            }
            // Whoever goes from button to button presses the one they are at.
            if event.key() == "Enter" && input::is_at_button(&event) {
                return;
            }
            if let Some(step) = step_of(&event.key(), is_number, replies.as_deref()) {
                event.prevent_default();
                act.emit(step);
            }
        })
    };
    let find = current
        .filter(|it| marked_text(&session, estate, it.0).is_some())
        .map(|(fact, _)| {
            let session = session.clone();
            Callback::from(move |_: MouseEvent| session.dispatch(Action::Find(Some(fact))))
        });
    let drawn = asked.and_then(|(fact, _)| fact.sketch.as_deref());
    let n_left = props.list.iter().filter(|it| !answered(it)).count();
    let n_done = walk.done.len();
    let onclose = props.on_close.reform(|_: Event| ());
    let leave = {
        let node = node.clone();
        Callback::from(move |_: MouseEvent| dialog::close(&node))
    };
    let button = |step: fn() -> Step, name: text::Phrase, key: &'static str, disabled: bool| {
        let onclick = tap.reform(move |event: MouseEvent| (event, step()));
        html! { <button type="button" {onclick} {disabled} data-step={key}>{ lang.say(name) }</button> }
    };
    html! {
        <dialog class="buqi-site" ref={node} {onclose} {onkeydown} aria-label={lang.say(text::SITE_MODE)}>
            <header>
                <span>
                    <progress max={(n_done + n_left).to_string()} value={n_done.to_string()} aria-label={lang.say(text::SITE_MODE)}></progress>
                    <span class="buqi-soft" data-progress="">
                        { lang.fill(text::SITE_LEFT, &[&n_done.to_string(), &n_left.to_string()]) }
                    </span>
                </span>
                <button type="button" onclick={leave} data-step="leave">{ lang.say(text::LEAVE) }</button>
            </header>
            if let Some(album) = &album { { not_stored(&session, album) } }
            <div class="buqi-site-question" aria-live="polite">
                <h2 ref={heading} tabindex="-1" data-site-fact={asked.map(|(fact, _)| fact.id.to_string())}>
                    { match asked {
                        Some((fact, row)) => format!("{}{}", lang.of(&fact.question), about(lang, estate, fact, row)),
                        None if walk.skipped.is_empty() => lang.say(text::SITE_DONE).to_owned(),
                        None => lang.say(text::SITE_REST_SKIPPED).to_owned(),
                    } }
                </h2>
                if let Some(help) = asked.and_then(|(fact, _)| fact.help.as_ref()) {
                    <p class="buqi-soft">{ lang.of(help) }</p>
                }
                if asked.is_none() && !walk.skipped.is_empty() {
                    <p>{ lang.fill(text::SITE_SKIPPED, &[&walk.skipped.len().to_string()]) }</p>
                    { button(|| Step::ToSkipped, text::SITE_BACK_TO_SKIPPED, "to-skipped", false) }
                }
                if asked.is_none() { { onward(&session, estate) } }
            </div>
            if let Some((about, (fact, _))) = about_photos.zip(asked) {
                { photos::strip(lang, Some(about), lang.of(&fact.label).to_owned().into(), &estate.dossier.photos) }
            }
            if let (Some((fact, _)), true) = (asked, is_number) {
                { pad(&session, fact, typed, &problem, &tap) }
            } else if let Some(replies) = &replies {
                <div class={classes!("buqi-site-replies", drawn.map(|_| "buqi-site-sketches"))}>
                    { for replies.iter().enumerate().map(|(at, (name, reply))| {
                        let (reply, key) = (reply.clone(), (at + 1).to_string());
                        let onclick = tap.reform(move |event: MouseEvent| (event, Step::Reply(reply.clone())));
                        html! {
                            <button type="button" {onclick} data-site-reply={key.clone()}>
                                <kbd aria-hidden="true">{ key }</kbd>
                                if let Some(drawn) = drawn { { sketch(lang, drawn, at) } }
                                { name }
                            </button>
                        }
                    }) }
                </div>
            }
            if !is_number {
                <footer>
                    if let Some(find) = find {
                        <button type="button" onclick={find} data-step="find">{ lang.say(text::MARK_BUILDINGS) }</button>
                    }
                    { button(|| Step::Undo, text::UNDO, "undo", n_done == 0) }
                    { button(|| Step::Skip, text::SKIP, "skip", asked.is_none()) }
                </footer>
            }
        </dialog>
    }
}

/// No figure of an estate has more digits.
const MAX_TYPED: usize = 9;

fn bounds(session: &SessionContext, fact: &Fact) -> Option<Bounds> {
    let FactKind::Number { unit, min, max } = fact.kind else {
        return None;
    };
    Some(Bounds {
        min,
        max,
        whole: session.catalogue.unit(unit).whole,
        lang: session.lang,
    })
}

/// The buttons of a question that is not about a number.
fn replies(lang: Lang, fact: &Fact) -> Vec<(String, Reply)> {
    let mut replies: Vec<(String, Reply)> = match &fact.kind {
        FactKind::YesNo => vec![
            (lang.say(text::YES).to_owned(), Reply::YesNo(true)),
            (lang.say(text::NO).to_owned(), Reply::YesNo(false)),
        ],
        FactKind::Choice(options) => options
            .iter()
            .map(|it| (lang.of(&it.name).to_owned(), Reply::Choice(it.id.clone())))
            .collect(),
        FactKind::Number { .. } => Vec::new(),
    };
    replies.push((lang.say(text::CANNOT_TELL).to_owned(), Reply::CannotTell));
    replies
}

fn step_of(key: &str, is_number: bool, replies: Option<&Vec<(String, Reply)>>) -> Option<Step> {
    let mut chars = key.chars();
    let only = chars.next().filter(|_| chars.next().is_none());
    match (key, only) {
        ("Backspace", _) if is_number => Some(Step::RubOut),
        ("Backspace", _) => Some(Step::Undo),
        ("Enter", _) if is_number => Some(Step::Enter),
        ("ArrowRight", _) => Some(Step::Skip),
        (_, Some(it)) if is_number && (it.is_ascii_digit() || it == '.') => Some(Step::Type(it)),
        (_, Some(it)) if !is_number => {
            let at = it.to_digit(10)?.checked_sub(1)? as usize;
            Some(Step::Reply(replies?.get(at)?.1.clone()))
        }
        _ => None,
    }
}

/// Digits, and what was typed above them.
fn pad(
    session: &SessionContext,
    fact: &Fact,
    typed: &str,
    problem: &str,
    tap: &Callback<(MouseEvent, Step)>,
) -> Html {
    let lang = session.lang;
    let FactKind::Number { unit, .. } = fact.kind else {
        return Html::default();
    };
    let unit = session.catalogue.unit(unit);
    let digit = |it: char| {
        let onclick = tap.reform(move |event: MouseEvent| (event, Step::Type(it)));
        let disabled = it == '.' && unit.whole;
        html! { <button type="button" {onclick} {disabled} data-digit={it.to_string()}>{ it }</button> }
    };
    let row = |digits: &str| digits.chars().map(digit).collect::<Html>();
    let key = |step: fn() -> Step, name: text::Phrase, key: &'static str| {
        let onclick = tap.reform(move |event: MouseEvent| (event, step()));
        html! { <button type="button" {onclick} data-step={key}>{ lang.say(name) }</button> }
    };
    // With nothing to rub out the key takes the last answer back instead.
    let rub_out = if typed.is_empty() {
        text::UNDO
    } else {
        text::RUB_OUT
    };
    let blocked = typed.is_empty() || !problem.is_empty();
    let enter = tap.reform(|event: MouseEvent| (event, Step::Enter));
    html! {
        <div>
            <p class="buqi-site-number">
                <output aria-label={lang.say(text::TYPED_NUMBER)} data-typed="">{ if typed.is_empty() { "–" } else { typed } }</output>
                <span class="buqi-unit">{ lang.of(&unit.name) }</span>
                <span class="buqi-problem" role="alert">{ problem }</span>
            </p>
            <div class="buqi-site-pad">
                { row("123") }
                { key(|| Step::RubOut, rub_out, "rub-out") }
                { row("456") }
                { key(|| Step::Reply(Reply::CannotTell), text::CANNOT_TELL, "cannot-tell") }
                { row("789") }
                <button type="button" class="buqi-primary" onclick={enter} disabled={blocked} data-step="enter">{ lang.say(text::ENTER_NUMBER) }</button>
                { row(".0") }
                { key(|| Step::Skip, text::SKIP, "skip") }
            </div>
        </div>
    }
}
