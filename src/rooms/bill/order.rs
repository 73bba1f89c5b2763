//! 工序: the works week by week, and year by year.

use super::{agree, heads, lacking, names, range_beside, title};
use crate::components::details::missing_list;
use crate::components::evidence::{evidence, note_text};
use crate::components::number_field::NumberField;
use crate::components::select::{Choice, select};
use crate::format;
use crate::ports::input;
use crate::session::{OpenEstate, SessionContext};
use crate::text::{self, Lang};
use buqi_core::Truth;
use buqi_core::id::ItemIdx;
use buqi_core::money::Fen;
use buqi_core::phases::{Phase, forgone, phases, spoiled};
use buqi_core::plan::{Edit, Plan};
use buqi_core::schedule::{Schedule, Task, Weeks, months_before, schedule};
use buqi_core::shares::Portion;
use buqi_core::terms::{MAX_YEARS, Phasing, Term};
use std::collections::BTreeSet;
use yew::prelude::*;

pub fn draw(session: &SessionContext, estate: &OpenEstate) -> Html {
    let lang = session.lang;
    let terms = &estate.plan().terms;
    let schedule = schedule(
        session.catalogue,
        &estate.assessment,
        &estate.estimate,
        terms.start_month,
    );
    let parts = years_of(session, estate, estate.plan());
    html! {
        <>
            <h2>{ lang.say(text::PART_ORDER) }</h2>
            { month(session, terms.start_month) }
            if schedule.weeks.high == 0 { <p data-weeks="">{ lang.say(text::NO_DURATION) }</p> }
            else {
                <p data-weeks="">
                    <b>{ lang.fill(text::WEEKS_IN_ALL, &[&how_long(lang, schedule.weeks, schedule.open)]) }</b>
                    if schedule.open { { " " }{ lang.say(text::WEEKS_OPEN) } }
                </p>
            }
            { to_acceptance(session, &schedule) }
            if !parts.is_empty() { <p data-one-go="">{ lang.fill(text::NOT_IN_ONE_GO, &[&parts.len().to_string()]) }</p> }
            <p class="buqi-soft">{ lang.say(text::ORDER_HELP) }</p>
            <ol class="buqi-gantt" data-gantt="">
                { for schedule.tasks.iter().map(|it| task(session, &schedule, terms.start_month, it)) }
            </ol>
            { seasons(session, &schedule) }
            { years(session, estate, terms.phasing, &parts) }
        </>
    }
}

/// The works alone are not the project: published ones took longer.
fn to_acceptance(session: &SessionContext, schedule: &Schedule) -> Html {
    let lang = session.lang;
    let catalogue = session.catalogue;
    let whole = schedule.weeks.to_acceptance(catalogue);
    let (Some(whole), Some(project)) = (whole, &catalogue.project) else {
        return Html::default();
    };
    let times = catalogue.convention(project.length_per_works);
    let [low, typical, high] = [times.low, times.typical, times.high].map(format::number);
    let whole = how_long(lang, whole, schedule.open);
    html! {
        <p data-acceptance="">
            { lang.fill(text::TO_ACCEPTANCE, &[&whole, &typical, &low, &high]) }{ " " }
            { evidence(lang, catalogue, &times.evidence) }
        </p>
    }
}

fn month(session: &SessionContext, chosen: Option<u8>) -> Html {
    let lang = session.lang;
    let mut choices = vec![Choice::new(
        "",
        lang.say(text::MONTH_OPEN),
        chosen.is_none(),
    )];
    for month in 1..=12_u8 {
        choices.push(Choice::new(
            &month.to_string(),
            &format::month(lang, month),
            chosen == Some(month),
        ));
    }
    let on_change = agree(session, |event: Event| {
        Some(Term::StartMonth(input::selected(&event).parse().ok()))
    });
    select(
        "start-month",
        lang.say(text::START_MONTH),
        &choices,
        on_change,
    )
}

fn weeks(lang: Lang, weeks: Weeks) -> String {
    let typical = lang.fill(text::N_WEEKS, &[&weeks.typical.to_string()]);
    if weeks.low == weeks.high {
        return typical;
    }
    let range = format!("{}–{}", weeks.low, weeks.high);
    typical + &lang.fill(text::BRACKETED, &[&range])
}

/// About so long, or at least where `open`: some duration is not known.
pub fn how_long(lang: Lang, lasts: Weeks, open: bool) -> String {
    let said = if open {
        text::AT_LEAST_OF
    } else {
        text::ABOUT_MONEY
    };
    lang.fill(said, &[&weeks(lang, lasts)])
}

/// The years of a plan; none where all is done in one go.
pub fn years_of(session: &SessionContext, estate: &OpenEstate, plan: &Plan) -> Vec<Phase> {
    let Some(phasing) = plan.terms.phasing else {
        return Vec::new();
    };
    let (catalogue, assessment) = (session.catalogue, &estate.assessment);
    let estimate = buqi_core::estimate(catalogue, assessment, plan);
    let month = plan.terms.start_month;
    phases(catalogue, assessment, &estimate, phasing, month)
}

/// One row of the chart: in words, and as a bar on the scale of the whole.
fn task(
    session: &SessionContext,
    schedule: &Schedule,
    start_month: Option<u8>,
    task: &Task,
) -> Html {
    let lang = session.lang;
    let critical = task.critical;
    let when = match task.weeks {
        _ if task.no_work => lang.say(text::NO_WORK).to_owned(),
        None => lang.fill(text::FROM_WEEK, &[&(task.start.typical + 1).to_string()]),
        Some(lasts) => {
            let from = (task.start.typical + 1).to_string();
            let to = task.finish.typical.max(task.start.typical + 1).to_string();
            let lasts = weeks(lang, lasts);
            let mut said = match from == to {
                true => lang.fill(text::WEEK_ALONE, &[&from, &lasts]),
                false => lang.fill(text::WEEKS_FROM_TO, &[&from, &to, &lasts]),
            };
            if let Some(month) = start_month {
                said.push_str(" · ");
                said.push_str(&months(lang, month, task));
            }
            said
        }
    };
    let mut notes = Vec::new();
    if critical {
        notes.push(lang.say(text::CRITICAL).to_owned());
    } else if task.float > 0 && task.weeks.is_some() {
        notes.push(lang.fill(text::FLOAT, &[&task.float.to_string()]));
    }
    if task.weeks.is_none() {
        notes.push(lang.say(text::NO_DURATION).to_owned());
    }
    if task.wait > 0 {
        notes.push(lang.fill(text::WAITS, &[&task.wait.to_string()]));
    }
    if task.out_of_season {
        notes.push(lang.say(text::OUT_OF_SEASON).to_owned());
    }
    let is_long = task.after.len() > MOST_NAMED;
    if !task.after.is_empty() && !is_long {
        notes.push(lang.fill(text::AFTER_THESE, &[&names(session, &task.after)]));
    }
    let conflicts: BTreeSet<usize> = task.apart.iter().map(|it| it.1).collect();
    for which in conflicts {
        if let Some(conflict) = session.catalogue.conflicts.get(which) {
            let others = task.apart.iter().filter(|it| it.1 == which);
            let others: Vec<ItemIdx> = others.map(|it| it.0).collect();
            // A sentence of its own, here a part of one.
            let reason = note_text(lang, &conflict.reason).trim_end_matches(['。', '.']);
            let others = names(session, &others);
            notes.push(if conflict.ones_first {
                let after = lang.fill(text::AFTER_THESE, &[&others]);
                lang.fill(text::LABELLED, &[&after, reason])
            } else {
                lang.fill(text::APART_FROM, &[&others, reason])
            });
        }
    }
    html! {
        <li key={task.item.0} class={if critical { "buqi-critical" } else { "" }} data-task={session.catalogue.item(task.item).id.as_str().to_owned()}>
            <div>
                { title(session, task.item) }
                <span class="buqi-when">{ when }</span>
                <small class="buqi-soft">{ notes.join(" · ") }</small>
                if is_long { { after_many(session, &task.after) } }
            </div>
            { bar(schedule, task) }
        </li>
    }
}

/// So many items are named that something comes after; the others fold away.
const MOST_NAMED: usize = 4;

fn after_many(session: &SessionContext, after: &[ItemIdx]) -> Html {
    let lang = session.lang;
    let (first, _) = after.split_at(MOST_NAMED);
    let first = [&*names(session, first), &after.len().to_string()];
    html! {
        <details data-after="">
            <summary>{ lang.fill(text::AFTER_THESE, &[&lang.fill(text::AND_OTHERS, &first)]) }</summary>
            <small class="buqi-soft">{ names(session, after) }</small>
        </details>
    }
}

/// The months a task typically runs in.
fn months(lang: Lang, start_month: u8, task: &Task) -> String {
    let weeks = [task.start.typical, task.finish.typical.saturating_sub(1)];
    let [from, to] = weeks.map(|it| months_before(start_month, it));
    format::months(lang, from, to.max(from))
}

fn bar(schedule: &Schedule, task: &Task) -> Html {
    let whole = f64::from(schedule.weeks.high.max(1));
    let x = |week: u32| format::fixed(1000.0 * f64::from(week) / whole, 1);
    let width = |from: u32, to: u32| x(to.saturating_sub(from));
    let mut grid = String::new();
    for week in (4..schedule.weeks.high).step_by(4) {
        grid.push_str(&format!("M{} 0V20", x(week)));
    }
    html! {
        <svg viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
            <path class="buqi-grid" d={grid} />
            if task.weeks.is_some() {
                <rect class="buqi-late" x={x(task.finish.typical)} y="8" width={width(task.finish.typical, task.finish.high)} height="4" />
                <rect class="buqi-work" x={x(task.start.typical)} y="2" width={width(task.start.typical, task.finish.typical)} height="16" />
            }
        </svg>
    }
}

fn seasons(session: &SessionContext, schedule: &Schedule) -> Html {
    let lang = session.lang;
    if schedule.seasons.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ lang.say(text::SEASONS) }</h3>
            { for schedule.seasons.iter().filter_map(|note| {
                let season = session.catalogue.seasons.get(note.season)?;
                Some(html! {
                    <div>
                        <p>
                            <b>{ format::months_of(lang, season.closed) }</b>{ " " }{ names(session, &note.items) }
                            if note.holds == Truth::Unknown { { " " }<span class="buqi-chip buqi-open">{ lang.say(text::SEASON_OPEN) }</span> }
                        </p>
                        { missing_list(session, note.missing) }
                        <p class="buqi-soft">{ note_text(lang, &season.reason) }</p>
                        { evidence(lang, session.catalogue, &season.evidence) }
                    </div>
                })
            }) }
        </>
    }
}

/// In how many years, or with how much a year.
fn years(
    session: &SessionContext,
    estate: &OpenEstate,
    phasing: Option<Phasing>,
    parts: &[Phase],
) -> Html {
    let lang = session.lang;
    let is = |years: u8| phasing == Some(Phasing::Years(years));
    let cap = match phasing {
        Some(Phasing::YearlyCap(cap)) => Some(cap.to_yuan() / 10_000.0),
        _ => None,
    };
    let mut choices = vec![Choice::new("", lang.say(text::ONE_GO), phasing.is_none())];
    for years in 2..=MAX_YEARS.min(5) {
        choices.push(Choice::new(
            &years.to_string(),
            &lang.fill(text::N_YEARS, &[&years.to_string()]),
            is(years),
        ));
    }
    if cap.is_some() {
        choices.push(Choice::new("cap", lang.say(text::BY_CAP), true));
    }
    let on_change = agree(session, |event: Event| {
        let typed = input::selected(&event);
        Some(Term::Phasing(typed.parse().ok().map(Phasing::Years)))
    });
    let on_cap = {
        let dispatch = session.dispatcher();
        Callback::from(move |value: Option<f64>| {
            let cap = value.map(|it| Phasing::YearlyCap(Fen((it * 1_000_000.0).round() as i64)));
            dispatch.dispatch(crate::session::Action::Edit(Edit::Agree(Term::Phasing(
                cap,
            ))));
        })
    };
    let lost = forgone(parts, &estate.estimate);
    html! {
        <>
            <h3>{ lang.say(text::PHASES) }</h3>
            <div class="buqi-row">
                { select("phasing", lang.say(text::HOW_MANY_YEARS), &choices, on_change) }
                <div>
                    <label for="yearly-cap">{ lang.say(text::YEARLY_CAP) }</label>
                    <NumberField id="yearly-cap" label={lang.say(text::YEARLY_CAP)} unit={lang.say(text::WAN_YUAN)} {lang}
                        value={cap} min={1.0} max={1e7} whole={false} on_change={on_cap} />
                </div>
            </div>
            if let Some(Phasing::Years(years)) = phasing {
                <p class="buqi-only-paper">{ lang.fill(text::LABELLED, &[lang.say(text::HOW_MANY_YEARS), &lang.fill(text::N_YEARS, &[&years.to_string()])]) }</p>
            }
            if let Some(Phasing::YearlyCap(cap)) = phasing {
                <p data-yearly-cap-now="">{ lang.fill(text::LABELLED, &[lang.say(text::YEARLY_CAP), &format::money(lang, cap)]) }</p>
            }
            <p class="buqi-soft">{ lang.say(text::YEARLY_CAP_HELP) }</p>
            if !parts.is_empty() {
                <>
                <p class="buqi-soft">{ lang.say(text::AFTER_YEARLY_SAVINGS) }</p>
                <table class="buqi-lines buqi-figures" aria-label={lang.say(text::PHASES)} data-phases="">
                    { heads(session, &[text::YEAR, text::YEAR_SUM, text::CUMULATIVE, text::DURATION]) }
                    <tbody>{ for parts.iter().enumerate().map(|(at, it)| phase(session, it, at)) }</tbody>
                </table>
                { for spoiled(session.catalogue, parts).iter().map(|it| html! {
                    <p class="buqi-warning" data-spoiled="">{ lang.fill(text::SPOILED, &[&names(session, &[it.item]), &names(session, &it.by)]) }</p>
                }) }
                if lost > Fen(0) { <p class="buqi-warning" data-forgone="">{ lang.fill(text::FORGONE, &[&format::money(lang, lost)]) }</p> }
                </>
            }
        </>
    }
}

fn phase(session: &SessionContext, phase: &Phase, at: usize) -> Html {
    let lang = session.lang;
    let sum = |cost: Portion| {
        html! { <><b>{ format::typical(lang, cost.low, cost.typical, cost.high) }</b>{ range_beside(lang, cost.range()) }</> }
    };
    html! {
        <tr key={at}>
            <th scope="row" data-name={lang.say(text::YEAR)}>
                { lang.fill(text::YEAR_N, &[&(at + 1).to_string()]) }
                <small class="buqi-soft">{ names(session, &phase.items) }</small>
                if phase.over_cap { <span class="buqi-chip buqi-urgent">{ lang.say(text::OVER_CAP) }</span> }
                { lacking(session, &phase.unpriced, &phase.undetermined, &phase.partly) }
            </th>
            <td data-name={lang.say(text::YEAR_SUM)}>{ sum(phase.cost) }</td>
            <td data-name={lang.say(text::CUMULATIVE)}>{ sum(phase.cumulative) }</td>
            <td data-name={lang.say(text::DURATION)}>
                { how_long(lang, phase.weeks, phase.open) }
            </td>
        </tr>
    }
}
