//! When it is built: the order of works, and the years it is split into.

use super::{Works, fen, portion};
use crate::figures;
use crate::output::say;
use buqi_core::Truth;
use buqi_core::money::Fen;
use buqi_core::phases::spoiled;
use buqi_core::schedule::{Task, Weeks, month_of};
use buqi_core::shares::Portion;
use buqi_exchange::Lang;
use serde_json::{Value, json};

/// How many cells the longest bar of the schedule takes.
const BAR: u32 = 48;

impl Works<'_> {
    pub(super) fn print_schedule(&self, lang: Lang) {
        let schedule = &self.schedule;
        let length = weeks(schedule.weeks, lang);
        let least = match schedule.open {
            true => lang.pick("至少 ", "at least "),
            false => "",
        };
        let start = match self.start_month {
            Some(month) => lang.pick(
                format!("{month} 月开工"),
                format!("starting in month {month}"),
            ),
            None => lang
                .pick(
                    "没有定开工月份，未避开季节",
                    "no first month, so no season is kept",
                )
                .to_owned(),
        };
        say!(
            "\n{}",
            lang.pick(
                format!("工序：{least}{length}（{start}；★ 决定总工期）"),
                format!("Order of works: {least}{length} ({start}; ★ sets the length)"),
            )
        );
        if let Some(whole) = schedule.weeks.to_acceptance(self.catalogue) {
            let whole = weeks(whole, lang);
            say!(
                "  {}",
                lang.pick(
                    format!("从开工到验收：{least}{whole}，按公布项目的工期推算"),
                    format!("From start to acceptance: {least}{whole}, by the length of published projects"),
                )
            );
        }
        let total = schedule.weeks.typical.max(1);
        let scale = |week: u32| (week * BAR).div_ceil(total.max(BAR));
        let rows: Vec<Vec<String>> = schedule
            .tasks
            .iter()
            .map(|task| {
                let from = scale(task.start.typical);
                let cells = scale(task.finish.typical).saturating_sub(from).max(1);
                let (mark, cells) = match (task.weeks, task.no_work) {
                    (None, _) => ("?", 1),
                    (Some(_), true) => ("·", 1),
                    _ => ("█", cells),
                };
                let bar = " ".repeat(from as usize) + &mark.repeat(cells as usize);
                let star = if task.critical { "★" } else { "" };
                vec![
                    self.name(task.item, lang).to_owned(),
                    star.to_owned(),
                    self.timing(task, lang),
                    bar,
                ]
            })
            .collect();
        figures::table(&rows);
        for note in &schedule.seasons {
            let season = &self.catalogue.seasons[note.season];
            let months: Vec<String> = (0..12_u16)
                .filter(|it| season.closed & (1 << it) != 0)
                .map(|it| (it + 1).to_string())
                .collect();
            let months = months.join(lang.pick("、", ", "));
            let open = match note.holds {
                Truth::Yes => "",
                _ => lang.pick("（是否适用还不知道）", " (not known whether it holds here)"),
            };
            let (reason, names) = (lang.of(&season.reason), self.names(&note.items, lang));
            say!(
                "  {}",
                lang.pick(
                    format!("季节：{months} 月{open} {reason}（{names}）"),
                    format!("Season: months {months}{open}. {reason} ({names})"),
                )
            );
        }
    }

    fn timing(&self, task: &Task, lang: Lang) -> String {
        if task.no_work {
            let told = if self.contained.contains(&task.item) {
                lang.pick("并入其他项目", "contained in other work")
            } else {
                lang.pick("工程量为 0", "nothing to be done")
            };
            return told.to_owned();
        }
        let Some(lasts) = task.weeks else {
            return lang.pick("工期未知", "no duration known").to_owned();
        };
        let open = if task.open { "≥" } else { "" };
        let first = task.start.typical + 1;
        let last = task.finish.typical;
        let lasts = weeks(lasts, lang);
        let mut text = lang.pick(
            format!("{open}第 {first}–{last} 周，{lasts}"),
            format!("{open}weeks {first} to {last}, {lasts}"),
        );
        if task.float > 0 {
            let float = task.float;
            text += &lang.pick(
                format!("，可推迟 {float} 周"),
                format!(", {float} to spare"),
            );
        }
        if task.wait > 0 {
            let wait = task.wait;
            text += &lang.pick(
                format!("，等季节 {wait} 周"),
                format!(", waits {wait} for its season"),
            );
        }
        if task.out_of_season {
            text += lang.pick("，避不开停工季节", ", runs into a closed season");
        }
        text
    }

    pub(super) fn print_phases(&self, lang: Lang) {
        if self.phases.is_empty() {
            return;
        }
        say!(
            "\n{}",
            lang.pick(
                "分期：底线项目在先，只计工程费",
                "Phases: bottom line first, works only",
            )
        );
        for (year, phase) in self.phases.iter().enumerate() {
            let n = year + 1;
            let price = |it: Portion| match it.high {
                Fen(0) => lang.pick("尚无计价", "nothing priced yet").to_owned(),
                _ => portion(it, lang),
            };
            let (cost, sum) = (price(phase.cost), price(phase.cumulative));
            let least = match phase.open {
                true => lang.pick("至少 ", "at least "),
                false => "",
            };
            let length = weeks(phase.weeks, lang);
            say!(
                "  {}",
                lang.pick(
                    format!("第 {n} 年：{cost}，累计 {sum}，{least}{length}"),
                    format!("Year {n}: {cost}, {sum} so far, {least}{length}"),
                )
            );
            say!("    {}", self.names(&phase.items, lang));
            if phase.over_cap {
                say!(
                    "    {}",
                    lang.pick(
                        "单项已超过每年上限",
                        "one item alone is above the yearly cap"
                    )
                );
            }
            let lacking = [
                (&phase.unpriced, "未计价", "not priced"),
                (
                    &phase.undetermined,
                    "费用未定，只计入上限",
                    "cost not known yet, in the high end only",
                ),
                (&phase.partly, "只计了一部分", "priced in part"),
            ];
            for (items, zh, en) in lacking {
                if !items.is_empty() {
                    let names = self.names(items, lang);
                    say!(
                        "    {}",
                        lang.pick(format!("{zh}：{names}"), format!("{en}: {names}"))
                    );
                }
            }
        }
        for it in spoiled(self.catalogue, &self.phases) {
            let (item, by) = (self.name(it.item, lang), self.names(&it.by, lang));
            say!(
                "  {}",
                lang.pick(
                    format!("“{item}”排在“{by}”之前的年份，后面施工时要保护，或预留相关部位"),
                    format!("{item} comes in an earlier year than {by}: protect it later, or leave those places out"),
                )
            );
        }
        if self.forgone > Fen(0) {
            let lost = figures::money(self.forgone, lang);
            say!(
                "  {}",
                lang.pick(
                    format!("可合并的工程分在不同年份，比一次做完多花 {lost}"),
                    format!("Works that could share fall into different years: {lost} more than in one go"),
                )
            );
        }
    }

    pub(super) fn schedule_json(&self) -> Value {
        let tasks: Vec<Value> = self
            .schedule
            .tasks
            .iter()
            .map(|it| {
                let month = self.start_month;
                json!({
                    "item": self.id(it.item),
                    "weeks": it.weeks.map(span),
                    "start": span(it.start),
                    "finish": span(it.finish),
                    "month": month.map(|month| month_of(month, it.start.typical)),
                    "float": it.float,
                    "wait": it.wait,
                    "out-of-season": it.out_of_season,
                    "open": it.open,
                    "no-work": it.no_work,
                    "critical": it.critical,
                    "after": self.ids(&it.after),
                    "apart-from": it.apart.iter().map(|it| self.id(it.0)).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "start-month": self.start_month,
            "weeks": span(self.schedule.weeks),
            "weeks-to-acceptance": self.schedule.weeks.to_acceptance(self.catalogue).map(span),
            "open": self.schedule.open,
            "tasks": tasks,
        })
    }

    pub(super) fn phases_json(&self) -> Vec<Value> {
        self.phases
            .iter()
            .map(|it| {
                json!({
                    "items": self.ids(&it.items),
                    "cost-fen": fen(it.cost),
                    "cumulative-fen": fen(it.cumulative),
                    "weeks": span(it.weeks),
                    "open": it.open,
                    "over-cap": it.over_cap,
                    "unpriced": self.ids(&it.unpriced),
                    "undetermined": self.ids(&it.undetermined),
                    "partly-unpriced": self.ids(&it.partly),
                })
            })
            .collect()
    }
}

fn weeks(weeks: Weeks, lang: Lang) -> String {
    let Weeks { low, typical, high } = weeks;
    let spread = if low == high {
        String::new()
    } else {
        lang.pick(format!("（{low}–{high}）"), format!(" ({low}–{high})"))
    };
    lang.pick(
        format!("{typical} 周{spread}"),
        figures::counted(typical, "week", "weeks") + &spread,
    )
}

fn span(weeks: Weeks) -> Value {
    json!({ "low": weeks.low, "typical": weeks.typical, "high": weeks.high })
}
