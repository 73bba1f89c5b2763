//! The rows of the pad: each group, and the parts of it that a tap may take.

use super::taps::Tap;
use crate::components::number_field::NumberField;
use crate::format;
use crate::ports::input;
use crate::text::{self, Lang};
use buqi_core::Catalogue;
use buqi_core::catalogue::{Fact, FactKind};
use buqi_core::id::GroupId;
use buqi_core::marking::Members;
use buqi_core::survey::{BuildingGroup, Reply};
use yew::prelude::*;

/// With more buildings than this in a group, how many is typed.
const FEW_BUILDINGS: u32 = 12;

/// What the rows of the pad need to know.
pub struct Pad<'a> {
    pub lang: Lang,
    pub catalogue: &'a Catalogue,
    pub fact: &'a Fact,
    pub paint: &'a Reply,
    pub act: &'a Callback<Tap>,
}

impl Pad<'_> {
    pub fn button(&self, tap: Tap, name: String, key: &'static str, disabled: bool) -> Html {
        let onclick = self.act.reform(move |_: MouseEvent| tap.clone());
        html! { <button type="button" {onclick} {disabled} data-tap={key}>{ name }</button> }
    }

    /// Which reply a tap gives.
    pub fn replies(&self, chosen: &UseStateHandle<Option<Reply>>) -> Html {
        let all: Vec<Reply> = match &self.fact.kind {
            FactKind::Choice(options) => options
                .iter()
                .map(|it| Reply::Choice(it.id.clone()))
                .collect(),
            _ => vec![Reply::YesNo(true), Reply::YesNo(false)],
        };
        html! {
            <div class="buqi-finding-replies" role="group" aria-label={self.lang.say(text::MARK_AS)}>
                <span class="buqi-soft" aria-hidden="true">{ self.lang.say(text::MARK_AS) }</span>
                { for all.into_iter().chain([Reply::CannotTell]).map(|reply| {
                    let pressed = reply == *self.paint;
                    let name = format::reply(self.lang, self.catalogue, self.fact, &reply);
                    let key = reply_key(&reply);
                    let chosen = chosen.clone();
                    let onclick = Callback::from(move |_: MouseEvent| chosen.set(Some(reply.clone())));
                    html! { <button type="button" aria-pressed={pressed.to_string()} {onclick} data-paint={key}>{ name }</button> }
                }) }
            </div>
        }
    }

    pub fn row(
        &self,
        group: &BuildingGroup,
        is_open: bool,
        fold: Option<&Callback<Option<GroupId>>>,
    ) -> Html {
        let lang = self.lang;
        let reply = group.answers.get(&self.fact.id).map(|it| &it.reply);
        let pressed = reply == Some(self.paint);
        let state = match reply {
            Some(reply) => format::reply(lang, self.catalogue, self.fact, reply),
            None => lang.say(text::NOT_MARKED).to_owned(),
        };
        let tap = {
            let id = group.id.clone();
            self.act.reform(move |_: MouseEvent| Tap::Group(id.clone()))
        };
        let splits = group.count > 1 && !pressed;
        let count = group.count.to_string();
        html! {
            <li key={group.id.to_string()} data-row={group.id.to_string()} onkeydown={self.keys(group, splits)}>
                <div class="buqi-pad-row">
                    <button type="button" aria-pressed={pressed.to_string()} onclick={tap} data-mark={group.id.to_string()}>
                        <b>{ lang.fill(text::GROUP_OF, &[&group.label, &count]) }</b>
                        <span>{ state }</span>
                    </button>
                    if let Some(fold) = fold.filter(|_| splits) {
                        <button type="button" class="buqi-plain" aria-expanded={is_open.to_string()} data-unfold=""
                            onclick={fold.reform({
                                let id = group.id.clone();
                                move |_: MouseEvent| (!is_open).then(|| id.clone())
                            })}>{ lang.say(text::MARK_PARTS) }</button>
                    }
                </div>
                if splits && is_open { { self.parts(group) } }
            </li>
        }
    }

    /// Its single buildings where the label names them, else how many of them.
    fn parts(&self, group: &BuildingGroup) -> Html {
        let lang = self.lang;
        let part = |tap: Tap, name: String, number: u32| {
            let label = lang.fill(text::PART_N_OF, &[&group.label, &number.to_string()]);
            let onclick = self.act.reform(move |_: MouseEvent| tap.clone());
            html! { <button type="button" {onclick} aria-label={label} data-part={number.to_string()}>{ name }</button> }
        };
        let id = || group.id.clone();
        let chips = |chips: Html| {
            let label = format!("{} · {}", group.label, lang.say(text::MARK_PARTS));
            html! { <div class="buqi-pad-parts" role="group" aria-label={label}>{ chips }</div> }
        };
        if let Some(members) =
            Members::of(&group.label, group.count).filter(|it| it.numbers.len() <= MOST_CHIPS)
        {
            let each = members.numbers.iter().map(|&number| {
                let name = members.name(number);
                let onclick = {
                    let tap = Tap::Member(id(), number);
                    self.act.reform(move |_: MouseEvent| tap.clone())
                };
                html! { <button type="button" {onclick} data-member={number.to_string()}>{ name }</button> }
            });
            return chips(each.collect());
        }
        if group.count <= FEW_BUILDINGS {
            let each = (1..group.count).map(|n| {
                part(
                    Tap::Part(id(), n),
                    lang.fill(text::PART_N, &[&n.to_string()]),
                    n,
                )
            });
            return chips(each.collect());
        }
        html! { <TypedPart lang={lang} group={group.id.clone()} count={group.count}
        on_take={self.act.reform({
            let id = id();
            move |n: u32| Tap::Part(id.clone(), n)
        })} /> }
    }

    /// A digit takes that building, or that many.
    fn keys(&self, group: &BuildingGroup, splits: bool) -> Callback<KeyboardEvent> {
        let members = Members::of(&group.label, group.count);
        let (act, id, count) = (self.act.clone(), group.id.clone(), group.count);
        Callback::from(move |event: KeyboardEvent| {
            let digit = event.key().parse::<u32>().ok().filter(|it| *it > 0);
            let is_plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
            let Some(digit) = digit.filter(|_| splits && is_plain && !input::is_typing(&event))
            else {
                return;
            };
            match &members {
                Some(it) if it.numbers.contains(&digit) => act.emit(Tap::Member(id.clone(), digit)),
                None if digit < count => act.emit(Tap::Part(id.clone(), digit)),
                _ => return,
            }
            event.prevent_default();
        })
    }
}

/// More single buildings than this of one group are counted, not shown.
const MOST_CHIPS: usize = 60;

#[derive(PartialEq, Properties)]
struct TypedPartProps {
    lang: Lang,
    group: GroupId,
    count: u32,
    on_take: Callback<u32>,
}

/// How many of a large group.
#[component]
fn TypedPart(props: &TypedPartProps) -> Html {
    let typed = use_state(|| None::<f64>);
    let lang = props.lang;
    let on_change = {
        let typed = typed.clone();
        Callback::from(move |it: Option<f64>| typed.set(it))
    };
    let take = {
        let (typed, on_take) = (typed.clone(), props.on_take.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(n) = *typed {
                on_take.emit(n as u32);
            }
        })
    };
    html! {
        <div class="buqi-pad-typed">
            <NumberField id={format!("part-{}", props.group)} label={lang.say(text::PART_COUNT)} unit={lang.say(text::BUILDINGS)}
                {lang} value={*typed} min={1.0} max={f64::from(props.count.saturating_sub(1))} whole={true} {on_change} />
            <button type="button" onclick={take} disabled={typed.is_none()} data-part="typed">{ lang.say(text::ENTER_NUMBER) }</button>
        </div>
    }
}

fn reply_key(reply: &Reply) -> String {
    match reply {
        Reply::YesNo(true) => "yes".to_owned(),
        Reply::YesNo(false) => "no".to_owned(),
        Reply::Choice(option) => option.to_string(),
        Reply::CannotTell | Reply::Number(_) => "unknown".to_owned(),
    }
}
