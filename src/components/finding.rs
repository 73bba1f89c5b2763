//! 按楼栋记: one sub-issue, marked on the buildings that show it, with one
//! thumb. A tap on a part of a group splits it off; what is known of extent and
//! grade is asked right there.

use crate::components::number_field::NumberField;
use crate::components::question::{about, question_in};
use crate::components::select::{Choice, select};
use crate::format;
use crate::ports::{clock, dialog, input, random};
use crate::session::{Action, OpenEstate, SessionContext};
use crate::text::{self, Lang};
use buqi_core::catalogue::{Fact, FactKind, Level};
use buqi_core::id::{FactIdx, GroupId};
use buqi_core::marking::{Members, details, marked, telltale};
use buqi_core::plan::{Edit, Subject};
use buqi_core::rule::decide;
use buqi_core::survey::{Answer, BuildingGroup, Reply, new_group_id};
use buqi_core::{Catalogue, Truth};
use std::rc::Rc;
use yew::prelude::*;

/// With more groups than this, they are filtered, and the parts of one group
/// are shown at a time.
const FEW_GROUPS: usize = 8;

/// With more buildings than this in a group, how many is typed.
const FEW_BUILDINGS: u32 = 12;

/// "2 / 6 栋"; nothing marked yet is an empty text, and `None` a question that
/// is not marked by building.
pub fn marked_text(session: &SessionContext, estate: &OpenEstate, fact: FactIdx) -> Option<String> {
    let survey = &estate.dossier.survey;
    let by_building = session.catalogue.fact(fact).level == Level::Building;
    if !by_building || survey.n_buildings() < 2 {
        return None;
    }
    let reply = telltale(session.catalogue, fact)?;
    let marked = marked(session.catalogue, survey, fact, &reply);
    if marked.with + marked.without == 0 {
        return Some(String::new());
    }
    let counts = [marked.with.to_string(), marked.of().to_string()];
    Some(
        session
            .lang
            .fill(text::MARKED_SHORT, &[&counts[0], &counts[1]]),
    )
}

#[derive(PartialEq, Properties)]
pub struct FindingProps {
    pub fact: FactIdx,
}

/// What one tap on the pad does.
#[derive(Clone)]
enum Tap {
    /// The whole group; again takes it back.
    Group(GroupId),
    /// So many of the group.
    Part(GroupId, u32),
    /// The building of this number.
    Member(GroupId, u32),
    All,
    /// Everything that has no answer yet.
    Rest(Reply),
    Undo,
}

#[component]
pub fn Finding(props: &FindingProps) -> Html {
    let node = use_node_ref();
    let heading = use_node_ref();
    let chosen = use_state(|| None::<Reply>);
    let filter = use_state(String::new);
    let unfolded = use_state(|| None::<GroupId>);
    let detailed = use_state(|| None::<GroupId>);
    let n_edits = use_state(|| 0_usize);
    {
        let (node, heading) = (node.clone(), heading.clone());
        use_effect_with(props.fact, move |_| {
            dialog::show(&node);
            dialog::focus(&heading);
        });
    }
    let session = use_context::<SessionContext>();
    {
        // The part that was tapped may be gone.
        let (node, heading) = (node.clone(), heading.clone());
        let revision = session.as_ref().map(|it| it.revision);
        use_effect_with(revision, move |_| dialog::keep_focus(&node, &heading));
    }
    let Some((session, estate)) = session
        .as_ref()
        .and_then(|it| it.estate.as_ref().map(|estate| (it, estate)))
    else {
        return Html::default();
    };
    let lang = session.lang;
    let fact = session.catalogue.fact(props.fact);
    let Some(telling) = telltale(session.catalogue, props.fact) else {
        return Html::default();
    };
    let paint = (*chosen).clone().unwrap_or_else(|| telling.clone());
    let groups = asked_groups(session, estate, props.fact);
    let act = {
        let (session, paint, fact) = (session.clone(), paint.clone(), props.fact);
        let (n_edits, detailed) = (n_edits.clone(), detailed.clone());
        Callback::from(move |tap: Tap| {
            if matches!(tap, Tap::Undo) {
                n_edits.set(n_edits.saturating_sub(1));
                session.dispatch(Action::Undo);
                return;
            }
            if let Some((edit, group)) = edit_of(&session, fact, &paint, tap) {
                n_edits.set(*n_edits + 1);
                if let Some(group) = group {
                    detailed.set(Some(group));
                }
                session.dispatch(Action::Edit(edit));
            }
        })
    };
    let onclose = {
        let session = session.clone();
        Callback::from(move |_: Event| session.dispatch(Action::Find(None)))
    };
    let leave = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Find(None)))
    };
    let onkeydown = {
        let act = act.clone();
        let can_undo = *n_edits > 0;
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Backspace" && can_undo && !input::is_typing(&event) {
                event.prevent_default();
                act.emit(Tap::Undo);
            }
        })
    };
    let wanted = filter.trim().to_lowercase();
    let shown: Vec<&BuildingGroup> = groups
        .iter()
        .copied()
        .filter(|it| it.label.to_lowercase().contains(&wanted))
        .collect();
    let is_few = groups.len() <= FEW_GROUPS;
    let onfilter = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| filter.set(input::typed(&event)))
    };
    let fold = {
        let unfolded = unfolded.clone();
        Callback::from(move |id: Option<GroupId>| unfolded.set(id))
    };
    let reading = Pad {
        lang,
        catalogue: session.catalogue,
        fact,
        paint: &paint,
        act: &act,
    };
    let n_buildings: u32 = groups
        .iter()
        .fold(0, |sum, it| sum.saturating_add(it.count));
    html! {
        <dialog class="buqi-site buqi-finding" ref={node} {onclose} {onkeydown} aria-labelledby="finding-title">
            <header>
                <h2 id="finding-title" ref={heading} tabindex="-1">{ lang.of(&fact.question) }</h2>
                <button type="button" class="buqi-plain" onclick={leave.clone()} data-close="">{ lang.say(text::CLOSE) }</button>
            </header>
            <p class="buqi-finding-tally" role="status" data-tally="">{ tally(session, estate, props.fact, &telling) }</p>
            <div class="buqi-finding-list">
                if !is_few {
                    <input type="search" value={(*filter).clone()} oninput={onfilter} aria-label={lang.say(text::MARK_FIND)}
                        placeholder={lang.say(text::MARK_FIND)} data-filter="" />
                }
                <p class="buqi-soft">{ lang.say(text::MARK_HELP) }</p>
                if shown.is_empty() { <p class="buqi-empty">{ lang.say(text::MARK_NONE_FOUND) }</p> }
                <ul class="buqi-pad">
                    { for shown.iter().map(|group| {
                        let is_open = is_few || unfolded.as_ref() == Some(&group.id);
                        reading.row(group, is_open, (!is_few).then_some(&fold))
                    }) }
                </ul>
                { extent(session, estate, props.fact, &telling, &detailed) }
            </div>
            <footer>
                { reading.replies(&chosen) }
                <div class="buqi-finding-foot">
                    { reading.button(Tap::All, lang.fill(text::MARK_ALL, &[&n_buildings.to_string()]), "all", false) }
                    if let Some(other) = opposite(&paint) {
                        { reading.button(Tap::Rest(other.clone()), lang.fill(text::MARK_REST, &[&format::reply(lang, session.catalogue, fact, &other)]), "rest", false) }
                    }
                    { reading.button(Tap::Undo, lang.say(text::UNDO).to_owned(), "undo", *n_edits == 0) }
                    <button type="button" class="buqi-primary" onclick={leave} data-tap="done">{ lang.say(text::DONE) }</button>
                </div>
            </footer>
        </dialog>
    }
}

/// What the rows of the pad need to know.
struct Pad<'a> {
    lang: Lang,
    catalogue: &'a Catalogue,
    fact: &'a Fact,
    paint: &'a Reply,
    act: &'a Callback<Tap>,
}

impl Pad<'_> {
    fn button(&self, tap: Tap, name: String, key: &'static str, disabled: bool) -> Html {
        let onclick = self.act.reform(move |_: MouseEvent| tap.clone());
        html! { <button type="button" {onclick} {disabled} data-tap={key}>{ name }</button> }
    }

    /// Which reply a tap gives.
    fn replies(&self, chosen: &UseStateHandle<Option<Reply>>) -> Html {
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

    fn row(
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

/// The groups the question makes sense for.
fn asked_groups<'a>(
    session: &SessionContext,
    estate: &'a OpenEstate,
    fact: FactIdx,
) -> Vec<&'a BuildingGroup> {
    let gate = session.catalogue.fact(fact).asked_when.as_ref();
    let facts = &estate.assessment.facts;
    let groups = estate.dossier.survey.groups.iter().enumerate();
    groups
        .filter(|(row, _)| {
            gate.is_none_or(|it| decide(session.catalogue, it, facts, *row).truth != Truth::No)
        })
        .map(|(_, group)| group)
        .collect()
}

/// The change a tap makes, and the group it is about where that is one.
fn edit_of(
    session: &SessionContext,
    fact: FactIdx,
    paint: &Reply,
    tap: Tap,
) -> Option<(Edit, Option<GroupId>)> {
    let estate = session.estate.as_ref()?;
    let id = &session.catalogue.fact(fact).id;
    let answer = |group: &BuildingGroup, reply: &Reply| -> Answer {
        let note = group.answers.get(id).and_then(|it| it.note.clone());
        session.surveyor.attest(reply.clone(), note, clock::today())
    };
    let about = |group: &BuildingGroup, answer: Option<Answer>| Edit::Answer {
        subject: Subject::Group(group.id.clone()),
        fact: id.clone(),
        answer,
    };
    let groups = asked_groups(session, estate, fact);
    let find = |wanted: &GroupId| groups.iter().copied().find(|it| it.id == *wanted);
    let stands = |group: &BuildingGroup, reply: &Reply| {
        group.answers.get(id).is_some_and(|it| it.reply == *reply)
    };
    match tap {
        Tap::Group(group) => {
            let group = find(&group)?;
            let next = (!stands(group, paint)).then(|| answer(group, paint));
            Some((about(group, next), Some(group.id.clone())))
        }
        Tap::Part(group, count) => {
            let group = find(&group)?;
            let label = part_label(session.lang, &estate.dossier.survey.groups, &group.label);
            apart(
                session,
                group,
                (label, group.label.to_string()),
                count,
                fact,
                answer(group, paint),
            )
        }
        Tap::Member(group, number) => {
            let group = find(&group)?;
            let members = Members::of(&group.label, group.count)?;
            let labels = (members.name(number), members.without(number));
            apart(session, group, labels, 1, fact, answer(group, paint))
        }
        Tap::All => {
            let edits = groups.iter().filter(|it| !stands(it, paint));
            together(edits.map(|it| about(it, Some(answer(it, paint)))).collect())
        }
        Tap::Rest(other) => {
            let open = groups.iter().filter(|it| !it.answers.contains_key(id));
            together(open.map(|it| about(it, Some(answer(it, &other)))).collect())
        }
        Tap::Undo => None,
    }
}

fn together(edits: Vec<Edit>) -> Option<(Edit, Option<GroupId>)> {
    (!edits.is_empty()).then_some((Edit::Together(edits), None))
}

fn apart(
    session: &SessionContext,
    group: &BuildingGroup,
    (label, rest): (String, String),
    count: u32,
    fact: FactIdx,
    answer: Answer,
) -> Option<(Edit, Option<GroupId>)> {
    let groups = &session.estate.as_ref()?.dossier.survey.groups;
    let id = new_group_id(groups, random::number)?;
    let edit = Edit::AnswerApart {
        from: group.id.clone(),
        id: id.clone(),
        label: label.as_str().into(),
        rest: rest.as_str().into(),
        count,
        fact: session.catalogue.fact(fact).id.clone(),
        answer: Some(answer),
    };
    Some((edit, Some(id)))
}

/// "第 3 组·部分", with a number where there is one already.
fn part_label(lang: Lang, groups: &[BuildingGroup], of: &str) -> String {
    let is_taken = |label: &str| groups.iter().any(|it| *it.label == *label);
    let first = lang.fill(text::PART_OF, &[of]);
    let numbered = (2..).map(|n: usize| lang.fill(text::PART_OF_N, &[of, &n.to_string()]));
    std::iter::once(first)
        .chain(numbered)
        .find(|it| !is_taken(it))
        .unwrap_or_default()
}

/// What "the others" are, where there are just two sides.
fn opposite(paint: &Reply) -> Option<Reply> {
    match paint {
        Reply::YesNo(value) => Some(Reply::YesNo(!value)),
        _ => None,
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

/// "屋面漏水：2 栋，共 6 栋，1 栋没有记".
fn tally(session: &SessionContext, estate: &OpenEstate, fact: FactIdx, telling: &Reply) -> String {
    let lang = session.lang;
    let marked = marked(session.catalogue, &estate.dossier.survey, fact, telling);
    let fact = session.catalogue.fact(fact);
    let label = lang.of(&fact.label);
    // "Yes" is what one expects; another reply has to be named.
    let label = match telling {
        Reply::YesNo(true) => label.to_owned(),
        _ => lang.fill(
            text::MARKED_AS,
            &[
                label,
                &format::reply(lang, session.catalogue, fact, telling),
            ],
        ),
    };
    let counts = [marked.with, marked.of(), marked.open].map(|it| it.to_string());
    let mut said = lang.fill(text::MARKED, &[&label, &counts[0], &counts[1]]);
    if marked.open > 0 {
        said += &lang.fill(text::MARKED_OPEN, &[&counts[2]]);
    }
    said
}

/// What is worth asking about the buildings that were marked, one group at a
/// time: the one marked last, or another that is chosen.
fn extent(
    session: &SessionContext,
    estate: &OpenEstate,
    fact: FactIdx,
    telling: &Reply,
    detailed: &UseStateHandle<Option<GroupId>>,
) -> Html {
    let lang = session.lang;
    let id = &session.catalogue.fact(fact).id;
    let more = details(session.catalogue, fact);
    let groups = estate.dossier.survey.groups.iter().enumerate();
    let marked: Vec<(usize, &BuildingGroup)> = groups
        .filter(|(_, it)| it.answers.get(id).is_some_and(|it| it.reply == *telling))
        .collect();
    let is_meant = |it: &&(usize, &BuildingGroup)| Some(&it.1.id) == detailed.as_ref();
    let Some(&(row, group)) = marked.iter().find(is_meant).or(marked.first()) else {
        return Html::default();
    };
    let facts = &estate.assessment.facts;
    let more: Vec<FactIdx> = more
        .into_iter()
        .filter(|it| {
            let gate = session.catalogue.fact(*it).asked_when.as_ref();
            gate.is_none_or(|it| decide(session.catalogue, it, facts, row).truth == Truth::Yes)
        })
        .collect();
    if more.is_empty() {
        return Html::default();
    }
    let choices: Vec<Choice> = marked
        .iter()
        .map(|(_, it)| Choice::new(it.id.as_str(), &it.label, it.id == group.id))
        .collect();
    let choose = {
        let detailed = detailed.clone();
        let ids: Rc<Vec<GroupId>> = Rc::new(marked.iter().map(|(_, it)| it.id.clone()).collect());
        Callback::from(move |event: Event| {
            let wanted = input::selected(&event);
            detailed.set(ids.iter().find(|it| it.as_str() == wanted).cloned());
        })
    };
    html! {
        <section class="buqi-extent" aria-labelledby="extent-title" data-extent={group.id.to_string()}>
            <h3 id="extent-title">
                { lang.say(text::EXTENT) }
                if choices.len() < 2 { { about(lang, estate, session.catalogue.fact(fact), row) } }
            </h3>
            if choices.len() > 1 { { select("extent-of", lang.say(text::EXTENT_OF), &choices, choose) } }
            { for more.into_iter().map(|it| question_in(session, "pad-", (it, row), "", false)) }
        </section>
    }
}
