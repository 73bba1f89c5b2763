//! A number with its unit and bounds. What can't be taken is refused at the
//! field, with the bound named, and the answer is again what it was before the
//! typing began.

use crate::format::typed_number;
use crate::ports::input;
use crate::text::{self, Lang};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct NumberFieldProps {
    pub id: AttrValue,
    pub label: AttrValue,
    pub unit: AttrValue,
    pub lang: Lang,
    /// What is answered now.
    pub value: Option<f64>,
    pub min: f64,
    pub max: f64,
    pub whole: bool,
    /// What is used while nothing is answered, or what speaks against the answer.
    #[prop_or_default]
    pub hint: AttrValue,
    /// `None` when the field was emptied. Called with every key that leaves a
    /// number, so that none is lost, and again with the earlier one when more
    /// keys make it none.
    pub on_change: Callback<Option<f64>>,
    /// When the field is left.
    #[prop_or_default]
    pub on_rest: Callback<()>,
}

#[component]
pub fn NumberField(props: &NumberFieldProps) -> Html {
    // The text as typed; `None` once it agrees with the answer again.
    let draft = use_state(|| None::<String>);
    let before = use_mut_ref(|| None::<f64>);
    let shown = match &*draft {
        Some(text) => text.clone(),
        None => props.value.map(plain).unwrap_or_default(),
    };
    let bounds = Bounds {
        min: props.min,
        max: props.max,
        whole: props.whole,
        lang: props.lang,
    };
    let problem = draft.as_deref().and_then(|it| bounds.read(it).err());
    let oninput = {
        let draft = draft.clone();
        let on_change = props.on_change.clone();
        let value = props.value;
        Callback::from(move |event: InputEvent| {
            let typed = input::typed(&event);
            if draft.is_none() {
                *before.borrow_mut() = value;
            }
            match bounds.read(&typed) {
                Ok(value) => on_change.emit(value),
                Err(_) if value != *before.borrow() => on_change.emit(*before.borrow()),
                Err(_) => {}
            }
            draft.set(Some(typed));
        })
    };
    let onblur = {
        let draft = draft.clone();
        let on_rest = props.on_rest.clone();
        Callback::from(move |_: FocusEvent| {
            if draft.as_deref().is_some_and(|it| bounds.read(it).is_ok()) {
                draft.set(None);
            }
            on_rest.emit(());
        })
    };
    let note_id = format!("{}-note", props.id);
    html! {
        <div class="buqi-number">
            <span class="buqi-number-row">
                <input id={props.id.clone()} type="text" inputmode="decimal" autocomplete="off"
                    aria-label={props.label.clone()} value={shown} {oninput} {onblur}
                    aria-invalid={problem.as_ref().map(|_| "true")} aria-describedby={note_id.clone()} />
                <span class="buqi-unit">{ &props.unit }</span>
            </span>
            <span id={note_id} class={if problem.is_some() { "buqi-problem" } else { "buqi-soft buqi-hint" }}>
                { match problem {
                    Some(problem) => problem,
                    None => props.hint.to_string(),
                } }
            </span>
        </div>
    }
}

/// What a number may be, and the language to refuse others in.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub min: f64,
    pub max: f64,
    pub whole: bool,
    pub lang: Lang,
}

impl Bounds {
    /// Reads what was typed; nothing typed is no value.
    pub fn read(&self, typed: &str) -> Result<Option<f64>, String> {
        if typed.trim().is_empty() {
            return Ok(None);
        }
        let value =
            typed_number(typed).ok_or_else(|| self.lang.say(text::NOT_NUMBER).to_owned())?;
        if value < self.min || value > self.max {
            return Err(self
                .lang
                .fill(text::BOUNDS, &[&bound(self.min), &bound(self.max)]));
        }
        if self.whole && value.fract() != 0.0 {
            return Err(self.lang.say(text::WHOLE).to_owned());
        }
        Ok(Some(value))
    }
}

/// A bound as it is said: a year has no separators.
fn bound(value: f64) -> String {
    if value < 10_000.0 {
        plain(value)
    } else {
        crate::format::number(value)
    }
}

/// As a person would type it: no separators, no trailing zeros.
pub fn plain(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, expected: Result<Option<f64>, ()>) {
        let bounds = Bounds {
            min: 1.0,
            max: 60.0,
            whole: true,
            lang: Lang::En,
        };
        assert_eq!(bounds.read(typed).map_err(|_| ()), expected, "{typed}");
    }

    #[test]
    fn numbers_are_taken_as_people_type_them() {
        check(" 12 ", Ok(Some(12.0)));
        check("１２", Ok(Some(12.0)));
        check("", Ok(None));
        check("0", Err(()));
        check("61", Err(()));
        check("2.5", Err(()));
        check("1e1", Err(()));
        check("inf", Err(()));
        check("六", Err(()));
        // A comma may be meant as a point.
        check("1,5", Err(()));
    }
}
