//! The bill that stands at the foot all the time.

use crate::components::class_tag::{class_mark, class_name, class_style};
use crate::format;
use crate::session::{Action, Room, SessionContext, opened};
use crate::text;
use buqi_core::estimate::{Estimate, Standing};
use buqi_core::money::Fen;
use buqi_core::project::build_up;
use yew::prelude::*;

/// On a narrow screen two lines and the bar, which a button opens upward.
#[component]
pub fn BillBar() -> Html {
    let unfolded = use_state(|| false);
    let session = use_context::<SessionContext>();
    let Some((session, estate)) = opened(&session) else {
        return Html::default();
    };
    let lang = session.lang;
    let estimate = &estate.estimate;
    let act = |action: fn() -> Action| {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(action()))
    };
    let is_open = *unfolded;
    let unfold = move |_: MouseEvent| unfolded.set(!is_open);
    // The room of the bill says the rest itself.
    let is_all = session.room != Room::Bill;
    html! {
        <footer class={classes!("buqi-bar", is_open.then_some("buqi-bar-open"))} aria-label={lang.say(text::BILL)}>
            <div class="buqi-bar-figures">
                <strong data-total="">{ headline(session, estimate) }</strong>
                if is_all {
                    <span class="buqi-soft">
                        { for figures(session, estimate).into_iter().map(|it| html! { <span>{ it }</span> }) }
                    </span>
                }
                if let Some(change) = session.change.as_ref().filter(|it| !it.is_none()) {
                    <span class="buqi-change" key={change.revision.to_string()} data-change="">{ change.say(lang) }</span>
                }
                <span class="buqi-bar-actions">
                    <button type="button" class="buqi-plain" onclick={act(|| Action::Undo)} disabled={estate.undo.is_empty()} data-undo="">{ lang.say(text::UNDO) }</button>
                    <button type="button" class="buqi-plain" onclick={act(|| Action::Redo)} disabled={estate.redo.is_empty()} data-redo="">{ lang.say(text::REDO) }</button>
                    if is_all {
                        <button type="button" class="buqi-plain" onclick={act(|| Action::Go(Room::Bill))} data-see-bill="">{ lang.say(text::SEE_BILL) }</button>
                        <button type="button" class="buqi-plain buqi-unfold" onclick={unfold} aria-expanded={is_open.to_string()}
                            aria-label={lang.say(text::MORE)} data-open-bar=""></button>
                    }
                </span>
            </div>
            // The room of the bill shows the bar itself.
            if is_all { { stacked_bar(session, estimate) } }
        </footer>
    }
}

/// The typical cost of what is chosen; while nothing is, how much is open
/// instead of a zero that would read as "costs nothing".
pub fn headline(session: &SessionContext, estimate: &Estimate) -> String {
    let lang = session.lang;
    if estimate.chosen.typical() == Fen(0) && n_undecided(estimate) > 0 {
        return lang.fill(text::N_UNDECIDED, &[&n_undecided(estimate).to_string()]);
    }
    if !estimate.is_priced() {
        return lang.say(text::NOTHING_PRICED).to_owned();
    }
    lang.fill(
        text::ABOUT_MONEY,
        &[&format::money(lang, estimate.chosen.typical())],
    )
}

fn n_undecided(estimate: &Estimate) -> usize {
    let standings = estimate.standings.iter();
    standings.filter(|it| **it == Standing::Undecided).count()
}

/// Range, per square metre, per household, and what is still open; only what
/// is known.
pub fn figures(session: &SessionContext, estimate: &Estimate) -> Vec<String> {
    let lang = session.lang;
    let chosen = estimate.chosen;
    let settled = chosen.typical() > Fen(0);
    let project = build_up(session.catalogue, estimate);
    let mut parts = Vec::new();
    if settled {
        parts.push(match &project {
            Some(project) => lang.fill(
                text::LIKELY,
                &[&format::cost_range(lang, project.likely_works)],
            ),
            None => lang.fill(text::BOUNDS_OF_TOTAL, &[&format::cost_range(lang, chosen)]),
        });
    }
    if let Some(area) = estimate.floor_area.filter(|_| settled) {
        let each = format::each(chosen.typical(), area.typical());
        // Less than ten yuan is said with its decimals, and never as nothing.
        let each = match each.to_yuan() {
            it if it < 10.0 => format::precise(it),
            it => format::number(it.round()),
        };
        parts.push(lang.fill(text::PER_M2, &[&each]));
    }
    if let Some(households) = estimate.households.filter(|_| settled) {
        let each = format::each(chosen.typical(), households.typical());
        parts.push(lang.fill(text::PER_HOUSEHOLD, &[&format::money(lang, each)]));
    }
    let open = project.map_or(Fen(0), |it| it.open.works.high());
    if open > Fen(0) {
        parts.push(lang.fill(text::OPEN_MAY_ADD, &[&format::money(lang, open)]));
    }
    parts
}

/// One bar of the four classes at their typical cost, and hatched what is
/// undecided. Drawn with SVG attributes: the policy allows no inline style.
pub fn stacked_bar(session: &SessionContext, estimate: &Estimate) -> Html {
    let lang = session.lang;
    let n_undecided = n_undecided(estimate);
    let undecided: f64 = estimate
        .lines
        .iter()
        .filter(|it| it.standing == Standing::Undecided)
        .map(|it| it.cost.high().to_yuan())
        .sum();
    // Before savings, as the headings below it are.
    let typical: f64 = estimate
        .by_class
        .iter()
        .map(|it| it.1.typical().to_yuan())
        .sum();
    // The open part has no typical cost to draw to scale; its width only says
    // that it is there, and never drowns what is known.
    let open = if undecided == 0.0 {
        0.0
    } else if typical == 0.0 {
        1000.0
    } else {
        (1000.0 * undecided / (typical + undecided)).min(200.0)
    };
    let width = |yuan: f64| {
        if typical > 0.0 {
            (1000.0 - open) * yuan / typical
        } else {
            0.0
        }
    };
    let mut x = 0.0;
    let bars: Html = estimate
        .by_class
        .iter()
        .map(|(class, cost)| {
            let w = width(cost.typical().to_yuan());
            let bar = html! {
                <rect class={class_style(*class)} x={format::fixed(x, 2)} y="0" width={format::fixed(w, 2)} height="14" />
            };
            x += w;
            bar
        })
        .collect();
    let undecided_text = lang.fill(text::N_UNDECIDED, &[&n_undecided.to_string()]);
    html! {
            <>
                <svg class="buqi-stack" viewBox="0 0 1000 14" preserveAspectRatio="none" aria-hidden="true">
                    <rect class="buqi-stack-ground" x="0" y="0" width="1000" height="14" />
                    { bars }
    <path d={stripes(1000.0 - open)} />
                </svg>
                <ul class="buqi-key">
                    { for estimate.by_class.iter().filter(|it| it.1.typical() > Fen(0)).map(|(class, cost)| html! {
                        <li class={class_style(*class)} key={class_style(*class)}>
                            { class_mark(*class) }
                            { format!("{} {}", lang.say(class_name(*class)), format::money(lang, cost.typical())) }
                        </li>
                    }) }
                    if n_undecided > 0 {
                        <li class="buqi-open" key="open"><span class="buqi-hatch" aria-hidden="true"></span>{ undecided_text }</li>
                    }
                </ul>
            </>
        }
}

/// Upright stripes from `x` to the end of the bar: what is not settled.
fn stripes(x: f64) -> String {
    let mut path = String::new();
    let mut at = x + 4.0;
    while at < 1000.0 {
        path.push_str(&format!("M{} 0V14", format::fixed(at, 1)));
        at += 9.0;
    }
    path
}
