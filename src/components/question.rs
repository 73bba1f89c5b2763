//! One question of the survey, for the estate or for one building group.

use crate::components::number_field::NumberField;
use crate::components::photos;
use crate::components::provenance::ProvenanceProps;
use crate::components::sketch::letter;
use crate::format;
use crate::later;
use crate::ports::{clock, dialog};
use crate::session::{Action, Arrival, OpenEstate, Session, SessionContext, Surveyor};
use crate::text::{self, Lang};
use buqi_core::catalogue::{Fact, FactKind, Level, Text};
use buqi_core::id::FactIdx;
use buqi_core::photos::Photos;
use buqi_core::plan::{Edit, Subject};
use buqi_core::quantity::Basis;
use buqi_core::survey::{Answer, Reply};
use std::sync::Arc;
use yew::prelude::*;

/// Everything the question shows: an edit elsewhere leaves these equal, and
/// then it is not drawn again.
#[derive(PartialEq, Properties)]
pub struct QuestionProps {
    pub fact: FactIdx,
    /// The row of the facts; that of an estate fact does not matter.
    pub row: usize,
    pub lang: Lang,
    pub subject: Subject,
    pub answer: Option<Answer>,
    /// Whom it is about, where there is more than one building group.
    #[prop_or_default]
    pub about: AttrValue,
    /// What is used while a number is not answered, or what speaks against it.
    #[prop_or_default]
    pub hint: AttrValue,
    /// What the answer would do, where the order is by importance.
    #[prop_or_default]
    pub stakes: AttrValue,
    /// Whether all that can be drawn of it can be drawn yet.
    pub arrival: Arrival,
    /// How many buildings were marked, where it can be marked by building.
    #[prop_or_default]
    pub marked: Option<AttrValue>,
    /// Tells its fields apart from those of the same question elsewhere.
    #[prop_or_default]
    pub scope: AttrValue,
    /// Bring it into view and focus it.
    #[prop_or_default]
    pub asked: bool,
    pub photos: Photos,
    pub surveyor: Surveyor,
    pub dispatch: UseReducerDispatcher<Session>,
}

/// The question about `fact` as the session has it; nothing where no estate
/// is open or the group has gone.
pub fn question(
    session: &SessionContext,
    fact: FactIdx,
    row: usize,
    stakes: &str,
    asked: bool,
) -> Html {
    question_in(session, "", (fact, row), stakes, asked)
}

/// The same in another place of the page, where `scope` keeps it apart.
pub fn question_in(
    session: &SessionContext,
    scope: &'static str,
    (fact, row): (FactIdx, usize),
    stakes: &str,
    asked: bool,
) -> Html {
    let Some(estate) = &session.estate else {
        return Html::default();
    };
    let (lang, idx) = (session.lang, fact);
    let fact = session.catalogue.fact(idx);
    let survey = &estate.dossier.survey;
    let Some(subject) = subject_of(estate, fact, row) else {
        return Html::default();
    };
    let answers = survey.answers(fact.level, row);
    let answer = answers.and_then(|it| it.get(&fact.id)).cloned();
    let about = about(lang, estate, fact, row);
    let hint = meanwhile(session, estate, fact, idx, row, answer.is_some());
    // The pad of buildings is in the second module, and so is what leads there.
    let later = later::of(session).filter(|_| scope.is_empty());
    let marked = later.and_then(|it| (it.marked)(session, estate, idx));
    let marked = marked.map(AttrValue::from);
    html! {
        <Question key={format!("{}-{row}", idx.0)} {scope} {marked} fact={idx} {row} {lang} {subject} {answer} {about} {hint} arrival={session.arrival} photos={estate.dossier.photos.clone()}
            stakes={stakes.to_owned()} {asked} surveyor={session.surveyor.clone()} dispatch={session.dispatcher()} />
    }
}

/// Whom an answer in this row is about; `None` where the group has gone.
pub fn subject_of(estate: &OpenEstate, fact: &Fact, row: usize) -> Option<Subject> {
    Some(match fact.level {
        Level::Estate => Subject::Estate,
        Level::Building => Subject::Group(estate.dossier.survey.groups.get(row)?.id.clone()),
    })
}

/// The building group a question is about, where there is more than one.
pub fn about(lang: Lang, estate: &OpenEstate, fact: &Fact, row: usize) -> String {
    let groups = &estate.dossier.survey.groups;
    match groups.get(row) {
        Some(group) if fact.level == Level::Building && groups.len() > 1 => {
            lang.fill(text::BRACKETED, &[&group.label])
        }
        _ => String::new(),
    }
}

#[component]
pub fn Question(props: &QuestionProps) -> Html {
    let node = use_node_ref();
    let noted = use_mut_ref(|| None::<Arc<str>>);
    {
        let node = node.clone();
        use_effect_with(
            (props.asked, props.fact, props.row),
            move |(asked, _, _)| {
                if *asked {
                    dialog::reveal(&node);
                    dialog::focus(&node);
                }
            },
        );
    }
    let catalogue = buqi_bundled::catalogue();
    let lang = props.lang;
    let fact = catalogue.fact(props.fact);
    let reply = props.answer.as_ref().map(|it| &it.reply);
    let set = {
        let (dispatch, subject) = (props.dispatch.clone(), props.subject.clone());
        let (id, surveyor) = (fact.id.clone(), props.surveyor.clone());
        // A new reply is not the old one's: who said that and how does not
        // carry over, only what was noted.
        // A number that is typed anew is emptied first, and keeps its note.
        if props.answer.is_some() || !matches!(fact.kind, FactKind::Number { .. }) {
            *noted.borrow_mut() = own_note(props.answer.as_ref());
        }
        let note = noted.borrow().clone();
        Callback::from(move |(reply, sketch): (Option<Reply>, Option<String>)| {
            // An estimate by eye says so, where nothing else was noted.
            let note = note.clone().or(sketch.map(Into::into));
            let answer = reply.map(|it| surveyor.attest(it, note, clock::today()));
            dispatch.dispatch(Action::Edit(Edit::Answer {
                subject: subject.clone(),
                fact: id.clone(),
                answer,
            }));
        })
    };
    let by_eye = |at: usize| {
        let said = by_sketch(lang, at);
        set.reform(move |reply: Option<Reply>| (reply, Some(said.clone())))
    };
    let set = set.reform(|reply: Option<Reply>| (reply, None));
    let on_rest = {
        let dispatch = props.dispatch.clone();
        Callback::from(move |()| dispatch.dispatch(Action::Rest))
    };
    let dom_id = format!("{}q-{}-{}", props.scope, fact.id, props.row);
    let number_id = format!("{dom_id}-n");
    html! {
        <fieldset class="buqi-question" data-fact={fact.id.to_string()} ref={node} tabindex="-1"
            aria-describedby={format!("{dom_id}-help")}>
            <legend>{ lang.of(&fact.question).to_owned() }{ &props.about }</legend>
            <p class="buqi-soft" id={format!("{dom_id}-help")}>
                if !props.stakes.is_empty() { <span class="buqi-stakes">{ &props.stakes }</span> }
                if let Some(help) = &fact.help { { lang.of(help) } }
            </p>
            { match &fact.kind {
                FactKind::YesNo => yes_no(lang, reply, &set),
                FactKind::Choice(options) if fact.sketch.is_some() => html! {
                    <>
                        <div class="buqi-grades">
                            { for options.iter().enumerate().map(|(at, it)| {
                                let own = Reply::Choice(it.id.clone());
                                graded(lang, fact, (at, &it.name), own, reply, &set)
                            }) }
                        </div>
                        { toggle(lang.say(text::CANNOT_TELL), "unknown", Reply::CannotTell, reply, &set) }
                    </>
                },
                FactKind::Choice(options) => html! {
                    <div class="buqi-options">
                        { for options.iter().map(|it| {
                            let own = Reply::Choice(it.id.clone());
                            toggle(lang.of(&it.name), it.id.as_str(), own, reply, &set)
                        }) }
                        { toggle(lang.say(text::CANNOT_TELL), "unknown", Reply::CannotTell, reply, &set) }
                    </div>
                },
                FactKind::Number { unit, min, max } => {
                    let unit = catalogue.unit(*unit);
                    let on_change = set.reform(|value: Option<f64>| value.map(Reply::Number));
                    let value = match reply {
                        Some(Reply::Number(value)) => Some(*value),
                        _ => None,
                    };
                    let name = lang.of(&unit.name);
                    let unit_text = match fact.level {
                        Level::Building if !name.is_empty() => format!("{name} · {}", lang.say(text::PER_BUILDING)),
                        _ => name.to_owned(),
                    };
                    html! {
                        <>
                        if !fact.grades.is_empty() {
                            <div class="buqi-grades" role="group" aria-label={lang.say(text::GRADES)}>
                                { for fact.grades.iter().enumerate().map(|(at, it)| {
                                    graded(lang, fact, (at, &it.name), Reply::Number(it.value), reply, &by_eye(at))
                                }) }
                            </div>
                        }
                        <div class="buqi-number-answer">
                            <NumberField id={number_id} label={lang.of(&fact.label).to_owned()} unit={unit_text}
                                {lang} {value} min={*min} max={*max} whole={unit.whole}
                                hint={props.hint.clone()} {on_change} {on_rest} />
                            { toggle(lang.say(text::CANNOT_TELL), "unknown", Reply::CannotTell, reply, &set) }
                        </div>
                        </>
                    }
                }
            } }
            if let Some(marked) = &props.marked {
                { mark_button(lang, props.fact, marked, &props.dispatch) }
            }
            if let Some(later) = later::here() {
                <div class="buqi-question-foot">
                    { (later.photo_strip)(lang, photos::of_answer(&props.subject, &fact.id), lang.of(&fact.label).to_owned().into(), &props.photos) }
                    if let Some(answer) = &props.answer {
                        { (later.provenance)(ProvenanceProps {
                            id: dom_id,
                            lang,
                            subject: props.subject.clone(),
                            fact: fact.id.clone(),
                            answer: answer.clone(),
                            dispatch: props.dispatch.clone(),
                        }) }
                    }
                </div>
            }
        </fieldset>
    }
}

/// Opens the pad of buildings.
fn mark_button(
    lang: Lang,
    fact: FactIdx,
    marked: &AttrValue,
    dispatch: &UseReducerDispatcher<Session>,
) -> Html {
    let dispatch = dispatch.clone();
    let find = Callback::from(move |_: MouseEvent| dispatch.dispatch(Action::Find(Some(fact))));
    html! {
        <button type="button" class="buqi-mark-buildings" onclick={find} data-find="">
            { lang.say(text::MARK_BUILDINGS) }
            if !marked.is_empty() { <b>{ marked }</b> }
        </button>
    }
}

fn yes_no(lang: Lang, reply: Option<&Reply>, set: &Callback<Option<Reply>>) -> Html {
    html! {
        <div class="buqi-tri">
            { toggle(lang.say(text::YES), "yes", Reply::YesNo(true), reply, set) }
            { toggle(lang.say(text::NO), "no", Reply::YesNo(false), reply, set) }
            { toggle(lang.say(text::CANNOT_TELL), "unknown", Reply::CannotTell, reply, set) }
        </div>
    }
}

fn by_sketch(lang: Lang, at: usize) -> String {
    lang.fill(text::BY_SKETCH, &[&letter(at).to_string()])
}

/// What a person noted; that the last reply was read off a sketch is no part
/// of the next.
fn own_note(answer: Option<&Answer>) -> Option<Arc<str>> {
    let note = answer?.note.clone()?;
    let is_sketch = |lang: Lang| (0..26).any(|at| *by_sketch(lang, at) == *note);
    (!is_sketch(Lang::Zh) && !is_sketch(Lang::En)).then_some(note)
}

/// An option or a grade with its drawing.
fn graded(
    lang: Lang,
    fact: &Fact,
    (at, name): (usize, &Text),
    own: Reply,
    reply: Option<&Reply>,
    set: &Callback<Option<Reply>>,
) -> Html {
    let pressed = reply == Some(&own);
    let key = match &own {
        Reply::Choice(option) => Some(option.to_string()),
        _ => None,
    };
    let onclick = set.reform(move |_: MouseEvent| (!pressed).then(|| own.clone()));
    html! {
        <button type="button" aria-pressed={pressed.to_string()} data-grade={letter(at).to_string()} data-reply={key} {onclick}>
            if let (Some(later), Some(name)) = (later::here(), &fact.sketch) { { (later.sketch)(lang, name, at) } }
            <span><b>{ letter(at) }</b>{ " " }{ lang.of(name).to_owned() }</span>
        </button>
    }
}

/// Pressing the answer that stands takes it back.
fn toggle(
    name: &str,
    key: &str,
    own: Reply,
    reply: Option<&Reply>,
    set: &Callback<Option<Reply>>,
) -> Html {
    let pressed = reply == Some(&own);
    let set = set.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        set.emit((!pressed).then(|| own.clone()));
    });
    html! {
        <button type="button" aria-pressed={pressed.to_string()} data-reply={key.to_owned()} {onclick}>{ name.to_owned() }</button>
    }
}

/// What is used while a number is not answered; of one that is, what speaks
/// against it.
fn meanwhile(
    session: &SessionContext,
    estate: &OpenEstate,
    fact: &Fact,
    idx: FactIdx,
    row: usize,
    looked_at: bool,
) -> String {
    let FactKind::Number { unit, .. } = fact.kind else {
        return String::new();
    };
    let Some(amount) = estate.assessment.facts.amount(row, idx) else {
        let phrase = match looked_at {
            true => text::CANNOT_TELL,
            false => text::NOT_ANSWERED,
        };
        return session.t(phrase).to_owned();
    };
    let value = format::amount(session.lang, session.catalogue, unit, amount);
    match amount.basis() {
        Basis::Measured => later::of(session)
            .map(|it| (it.against)(session, estate, idx))
            .unwrap_or_default(),
        Basis::Derived => session.lang.fill(text::DERIVED_HINT, &[&value]),
        _ if looked_at => session.lang.fill(text::ASSUMED_UNKNOWN, &[&value]),
        _ => session.lang.fill(text::ASSUMED_HINT, &[&value]),
    }
}
