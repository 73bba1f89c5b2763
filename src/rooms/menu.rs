//! 点单: the items of the catalogue, those the estate lacks first marked.

use crate::components::class_tag::{class_mark, class_name, class_of, class_style};
use crate::components::item_card::item_card;
use crate::ports::input;
use crate::session::{OpenEstate, Session, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::Truth;
use buqi_core::catalogue::Item;
use buqi_core::estimate::{Class, Standing};
use buqi_core::id::ItemIdx;
use yew::prelude::*;

#[derive(Clone, Copy, PartialEq)]
enum Filter {
    All,
    Suggested,
    Undecided,
    InPlan,
    NotSuggested,
}

impl Filter {
    const ALL: [(Filter, Phrase, &str); 5] = [
        (Filter::All, text::ALL, "all"),
        (Filter::Suggested, text::SUGGESTED, "suggested"),
        (Filter::Undecided, text::UNDECIDED, "undecided"),
        (Filter::InPlan, text::IN_PLAN, "plan"),
        (Filter::NotSuggested, text::NOT_SUGGESTED, "not"),
    ];

    fn takes(self, estate: &OpenEstate, item: ItemIdx) -> bool {
        let truth = estate.assessment.suggestion(item).truth;
        match self {
            Filter::All => true,
            Filter::Suggested => truth == Truth::Yes,
            Filter::Undecided => truth == Truth::Unknown,
            Filter::NotSuggested => truth == Truth::No,
            Filter::InPlan => {
                estate.estimate.standings.get(item.index()) == Some(&Standing::Chosen)
            }
        }
    }
}

#[component]
pub fn Menu() -> Html {
    let query = use_state(String::new);
    let filter = use_state(|| Filter::All);
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| query.set(input::typed(&event)))
    };
    let shown: Vec<ItemIdx> = session
        .catalogue
        .item_indices()
        .filter(|it| matches(session.catalogue.item(*it), &query))
        .filter(|it| {
            session
                .estate
                .as_ref()
                .is_none_or(|estate| filter.takes(estate, *it))
        })
        .collect();
    html! {
        <section aria-labelledby="menu-title">
            <h1 id="menu-title">{ lang.say(text::MENU) }</h1>
            <p class="buqi-notice-block">{ lang.of(&session.catalogue.notice) }</p>
            if let Some(estate) = &session.estate { <p class="buqi-soft">{ summary(&session, estate) }</p> }
            <label class="buqi-hidden" for="menu-search">{ lang.say(text::SEARCH) }</label>
            <input id="menu-search" class="buqi-search" type="search" placeholder={lang.say(text::SEARCH)}
                value={(*query).clone()} {oninput} autocomplete="off" />
            if session.estate.is_some() {
                <div class="buqi-chips" role="group" aria-label={lang.say(text::FILTER)}>
                    { for Filter::ALL.into_iter().map(|(own, name, key)| {
                        let choose = {
                            let filter = filter.clone();
                            Callback::from(move |_: MouseEvent| filter.set(own))
                        };
                        html! { <button type="button" aria-pressed={(*filter == own).to_string()} onclick={choose} data-filter={key}>{ lang.say(name) }</button> }
                    }) }
                </div>
            }
            <p class="buqi-hidden" role="status">{ lang.fill(text::N_ITEMS, &[&shown.len().to_string()]) }</p>
            if shown.is_empty() { <p class="buqi-empty">{ lang.say(text::NO_MATCH) }</p> }
            { for Class::ALL.into_iter().map(|class| {
                let items: Vec<ItemIdx> = shown.iter().copied()
                    .filter(|it| class_of(session.catalogue.item(*it)) == class)
                    .collect();
                section(&session, class, &items)
            }) }
        </section>
    }
}

fn section(session: &SessionContext, class: Class, items: &[ItemIdx]) -> Html {
    if items.is_empty() {
        return Html::default();
    }
    let lang = session.lang;
    let mut group = None;
    html! {
        <section class={class_style(class)} key={class_style(class)}>
            <h2 class="buqi-class-title">
                { class_mark(class) }{ lang.say(class_name(class)) }
                <small>{ lang.fill(text::N_ITEMS, &[&items.len().to_string()]) }</small>
            </h2>
            <div class="buqi-cards">
                { for items.iter().map(|item| {
                    let own = session.catalogue.item(*item).group;
                    let heading = own.filter(|it| group != Some(*it)).and_then(|it| session.catalogue.groups.get(it.index()));
                    group = own;
                    html! {
                        <>
                            if let Some(heading) = heading { <h3 class="buqi-group-title">{ lang.of(&heading.name) }</h3> }
                            { item_card(session, *item, false) }
                        </>
                    }
                }) }
            </div>
        </section>
    }
}

/// Finds by name in both languages, field words, and pinyin initials.
fn matches(item: &Item, query: &str) -> bool {
    let query = query.trim().to_ascii_lowercase();
    query.split_whitespace().all(|word| {
        item.name.zh.contains(word)
            || item.name.en.to_ascii_lowercase().contains(word)
            || item.initials.contains(word)
            || item.id.as_str().contains(word)
            || item.summary.zh.contains(word)
            || item
                .aliases
                .iter()
                .any(|it| it.to_ascii_lowercase().contains(word))
    })
}

/// "按缺口建议 12 项，已选 11 项，待定 20 项".
pub fn summary(session: &Session, estate: &OpenEstate) -> String {
    let suggestions = &estate.assessment.suggestions;
    let standings = &estate.estimate.standings;
    let suggested = suggestions
        .iter()
        .filter(|it| it.truth == Truth::Yes)
        .count();
    let count = |standing: Standing| standings.iter().filter(|it| **it == standing).count();
    session.lang.fill(
        text::N_OF_64,
        &[
            &suggested.to_string(),
            &count(Standing::Chosen).to_string(),
            &count(Standing::Undecided).to_string(),
        ],
    )
}
