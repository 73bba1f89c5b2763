//! The trace of a rule, as a list a person can follow.

use crate::format;
use crate::text::{self, Lang};
use buqi_core::Catalogue;
use buqi_core::Truth;
use buqi_core::catalogue::FactKind;
use buqi_core::explain::{Step, Trace, Wanted};
use buqi_core::facts::Value;
use buqi_core::id::FactIdx;
use yew::prelude::*;

pub fn truth_word(lang: Lang, truth: Truth) -> &'static str {
    lang.say(match truth {
        Truth::Yes => text::HOLDS,
        Truth::No => text::FAILS,
        Truth::Unknown => text::UNKNOWN,
    })
}

fn truth_style(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "buqi-holds",
        Truth::No => "buqi-fails",
        Truth::Unknown => "buqi-unknown",
    }
}

/// `origin` tells who says so, when and how; empty where there is no answer.
pub fn trace_list(
    lang: Lang,
    catalogue: &Catalogue,
    trace: &Trace,
    origin: &dyn Fn(FactIdx) -> String,
) -> Html {
    let word = truth_word(lang, trace.truth);
    let said = match &trace.step {
        Step::All => lang.say(text::ALL_OF).to_owned(),
        Step::Any => lang.say(text::ANY_OF).to_owned(),
        Step::Not => lang.say(text::NOT_THIS).to_owned(),
        Step::Fact {
            fact,
            wanted,
            answered,
        } => format!(
            "{} · {}",
            condition(lang, catalogue, *fact, wanted),
            answer(lang, catalogue, *fact, *answered, origin)
        ),
        Step::Exceeds { of, than } => {
            let side = |facts: &[(FactIdx, Option<Value>)]| {
                let parts: Vec<String> = facts
                    .iter()
                    .map(|(fact, value)| {
                        format!(
                            "{} {}",
                            lang.of(&catalogue.fact(*fact).label),
                            answer(lang, catalogue, *fact, *value, origin)
                        )
                    })
                    .collect();
                lang.list(&parts)
            };
            format!(
                "{} · {} / {}",
                lang.say(text::EXCEEDS),
                side(of),
                side(than)
            )
        }
    };
    html! {
        <ul class="buqi-trace">
            <li>
                <span class={classes!("buqi-truth", truth_style(trace.truth))}>{ word }</span>{ said }
                { for origins(lang, catalogue, trace, origin) }
                { for trace.parts.iter().map(|it| trace_list(lang, catalogue, it, origin)) }
            </li>
        </ul>
    }
}

/// Where the answers a step rests on come from.
fn origins<'a>(
    lang: Lang,
    catalogue: &'a Catalogue,
    trace: &'a Trace,
    origin: &'a dyn Fn(FactIdx) -> String,
) -> impl Iterator<Item = Html> + 'a {
    let facts: Vec<FactIdx> = match &trace.step {
        Step::Fact { fact, .. } => vec![*fact],
        Step::Exceeds { of, than } => of.iter().chain(than).map(|it| it.0).collect(),
        Step::All | Step::Any | Step::Not => Vec::new(),
    };
    let is_one = facts.len() == 1;
    facts.into_iter().filter_map(move |fact| {
        let said = origin(fact);
        let label = lang.of(&catalogue.fact(fact).label);
        let said = if is_one {
            said
        } else {
            format!("{label} · {said}")
        };
        let is_known = !origin(fact).is_empty();
        is_known.then(|| html! { <small class="buqi-origin" data-origin="">{ said }</small> })
    })
}

/// "层数 不少于 4 层".
pub fn condition(lang: Lang, catalogue: &Catalogue, fact: FactIdx, wanted: &Wanted) -> String {
    let fact = catalogue.fact(fact);
    let bound = |value: f64| match &fact.kind {
        FactKind::Number { unit, .. } => format::with_unit(lang, catalogue.unit(*unit), value),
        _ => format::number(value),
    };
    let wanted = match wanted {
        Wanted::YesNo(true) => lang.say(text::IS_YES).to_owned(),
        Wanted::YesNo(false) => lang.say(text::IS_NO).to_owned(),
        Wanted::AtLeast(value) => lang.fill(text::AT_LEAST_N, &[&bound(*value)]),
        Wanted::AtMost(value) => lang.fill(text::AT_MOST_N, &[&bound(*value)]),
        Wanted::LessThan(value) => lang.fill(text::LESS_THAN_N, &[&bound(*value)]),
        Wanted::OneOf(options) => {
            let names: Vec<String> = options
                .iter()
                .map(|it| option_name(lang, &fact.kind, *it))
                .collect();
            lang.list(&names)
        }
    };
    match lang {
        Lang::Zh => format!("{}：{wanted}", lang.of(&fact.label)),
        Lang::En => format!("{}: {wanted}", lang.of(&fact.label)),
    }
}

fn option_name(lang: Lang, kind: &FactKind, option: u8) -> String {
    match kind {
        FactKind::Choice(options) => options
            .get(usize::from(option))
            .map(|it| lang.of(&it.name).to_owned())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

fn answer(
    lang: Lang,
    catalogue: &Catalogue,
    fact: FactIdx,
    value: Option<Value>,
    origin: &dyn Fn(FactIdx) -> String,
) -> String {
    let kind = &catalogue.fact(fact).kind;
    let said = match value {
        None if origin(fact).is_empty() => return lang.say(text::NOT_ANSWERED).to_owned(),
        // Somebody looked, and could not say.
        None => lang.say(text::CANNOT_TELL).to_owned(),
        Some(Value::YesNo(true)) => lang.say(text::YES).to_owned(),
        Some(Value::YesNo(false)) => lang.say(text::NO).to_owned(),
        Some(Value::Number(number)) => match kind {
            FactKind::Number { unit, .. } => format::with_unit(lang, catalogue.unit(*unit), number),
            _ => format::number(number),
        },
        Some(Value::Choice(option)) => option_name(lang, kind, option),
    };
    lang.fill(text::ANSWERED_AS, &[&said])
}
