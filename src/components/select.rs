//! One choice out of a few, as the browser's own control.

use yew::prelude::*;

pub struct Choice {
    value: String,
    name: String,
    pub chosen: bool,
}

impl Choice {
    pub fn new(value: &str, name: &str, chosen: bool) -> Choice {
        Choice {
            value: value.to_owned(),
            name: name.to_owned(),
            chosen,
        }
    }
}

/// `id` is unique within the element. Once a person has chosen, an option says
/// by its attribute no more than what a new one is, so later the property does.
pub fn select(id: &str, label: &str, choices: &[Choice], on_change: Callback<Event>) -> Html {
    let chosen = choices.iter().position(|it| it.chosen).unwrap_or_default();
    html! {
        <div class="buqi-select">
            <label for={id.to_owned()}>{ label.to_owned() }</label>
            <select id={id.to_owned()} ~selectedIndex={chosen as u32} onchange={on_change}>
                { for choices.iter().map(|it| html! {
                    <option key={&*it.value} value={it.value.clone()} selected={it.chosen}>{ it.name.clone() }</option>
                }) }
            </select>
        </div>
    }
}
