//! Who votes, who pays, when it is built and who looks after it, for `assess`.

use crate::figures;
use crate::output::say;
use buqi_core::catalogue::{VoteRule, VoteTest};
use buqi_core::consent::{Ballot, Need, Voters, ballots};
use buqi_core::id::{ItemIdx, PayerIdx};
use buqi_core::money::Cost;
use buqi_core::phases::{Phase, phases};
use buqi_core::quantity::Amount;
use buqi_core::schedule::{Schedule, Task, Weeks, month_of, schedule};
use buqi_core::shares::{FloorSharing, Paying, Portion, by_floor, who_pays};
use buqi_core::upkeep::{Upkeep, upkeep};
use buqi_core::{Assessment, Catalogue, Estimate, Plan, Truth};
use buqi_exchange::Lang;
use serde_json::{Value, json};

/// How many cells the longest bar of the schedule takes.
const BAR: u32 = 48;

pub struct Works<'a> {
    catalogue: &'a Catalogue,
    start_month: Option<u8>,
    ballots: Vec<Ballot>,
    paying: Paying,
    floors: Vec<FloorSharing>,
    schedule: Schedule,
    phases: Vec<Phase>,
    upkeep: Upkeep,
    labels: Vec<String>,
}

impl<'a> Works<'a> {
    /// `labels` name the groups of buildings, in the order of the survey.
    pub fn new(
        catalogue: &'a Catalogue,
        assessment: &Assessment,
        estimate: &Estimate,
        plan: &Plan,
        labels: Vec<String>,
    ) -> Works<'a> {
        let start_month = plan.terms.start_month;
        let split = |it| phases(catalogue, assessment, estimate, it, start_month);
        Works {
            catalogue,
            start_month,
            ballots: ballots(catalogue, assessment, estimate, plan),
            paying: who_pays(catalogue, estimate, plan),
            floors: by_floor(catalogue, assessment, estimate, plan),
            schedule: schedule(catalogue, assessment, estimate, start_month),
            phases: plan.terms.phasing.map(split).unwrap_or_default(),
            upkeep: upkeep(catalogue, assessment, estimate),
            labels,
        }
    }

    pub fn print(&self, lang: Lang) {
        if self.paying.items.is_empty() {
            return;
        }
        self.print_ballots(lang);
        self.print_paying(lang);
        self.print_schedule(lang);
        self.print_phases(lang);
        self.print_upkeep(lang);
    }

    fn name(&self, item: ItemIdx, lang: Lang) -> &'a str {
        lang.of(&self.catalogue.item(item).name)
    }

    fn names(&self, items: &[ItemIdx], lang: Lang) -> String {
        let names: Vec<&str> = items.iter().map(|it| self.name(*it, lang)).collect();
        names.join(lang.pick("、", ", "))
    }

    fn payer(&self, payer: PayerIdx, lang: Lang) -> &'a str {
        lang.of(&self.catalogue.payer(payer).name)
    }

    fn label(&self, row: usize) -> &str {
        self.labels.get(row).map_or("", String::as_str)
    }

    fn print_ballots(&self, lang: Lang) {
        let n_votes = self.ballots.len();
        say!(
            "\n{}",
            lang.pick(
                format!("表决：{n_votes} 项，面积和人数都要达到（一户按一人计）"),
                format!(
                    "Votes: {n_votes}, each by area and by heads (a household counts as one head)"
                ),
            )
        );
        for ballot in &self.ballots {
            let consent = self.catalogue.consent(ballot.consent);
            let colon = lang.pick("：", ": ");
            say!(
                "  {}{colon}{}",
                lang.of(&consent.name),
                rule(ballot.rule, lang)
            );
            let from = match (ballot.overridden, ballot.local(self.catalogue)) {
                (false, _) => lang.pick("《民法典》第278条", "Civil Code, article 278"),
                (true, Some(local)) => lang.of(&consent.local[local].name),
                (true, None) => lang.pick("本方案自己的规则", "a rule of this plan's own"),
            };
            let below = match ballot.rule.below(consent.rule) {
                true => lang.pick("，低于《民法典》", ", which asks for less than the Code"),
                false => "",
            };
            say!("    {}{from}{below}", lang.pick("规则：", "rule: "));
            say!("    {}", self.names(&ballot.items, lang));
            for voters in &ballot.voters {
                say!(
                    "    {}{colon}{}",
                    self.who(voters, lang),
                    needs(voters, ballot.rule, lang)
                );
            }
        }
    }

    fn who(&self, voters: &Voters, lang: Lang) -> String {
        let Some(row) = voters.row else {
            return lang.pick("全小区", "The estate").to_owned();
        };
        let label = self.label(row);
        let open = match voters.open {
            true => lang.pick("（是否需要待定）", " (not settled that it is needed)"),
            false => "",
        };
        match voters.stairwells {
            Some(n) => {
                let n = range(n);
                lang.pick(
                    format!("{label}，{n} 个单元各自表决，每个单元{open}"),
                    format!(
                        "{label}, {}, each by itself{open}",
                        figures::counted(&n, "stairwell", "stairwells")
                    ),
                )
            }
            None => lang.pick(
                format!("{label}，各单元自己表决，单元数未知{open}"),
                format!("{label}, each stairwell by itself, their number not known{open}"),
            ),
        }
    }

    fn print_paying(&self, lang: Lang) {
        say!("\n{}", lang.pick("出资", "Payers"));
        let rows: Vec<Vec<String>> = self
            .paying
            .items
            .iter()
            .map(|it| {
                let order: Vec<&str> = it.order.iter().map(|it| self.payer(*it, lang)).collect();
                let split = match (&it.split, it.sum) {
                    (Some(split), _) => {
                        let parts: Vec<String> = split
                            .iter()
                            .map(|(payer, part)| {
                                format!("{} {}", self.payer(*payer, lang), portion(*part, lang))
                            })
                            .collect();
                        parts.join(lang.pick("；", "; "))
                    }
                    (None, 0) => lang
                        .pick("只有先后，不知比例", "order only, no shares known")
                        .to_owned(),
                    (None, sum) => {
                        let percent = figures::number(f64::from(sum) / 100.0);
                        lang.pick(
                            format!("比例合计 {percent}%，不是 100%，没有采用"),
                            format!("the shares make {percent} %, not 100 %, and are not used"),
                        )
                    }
                };
                let mut notes = Vec::new();
                if let Some((which, amount)) = it.subsidy {
                    let name = lang.of(&self.catalogue.subsidies[which].name);
                    notes.push(format!("{name} {}", portion(amount, lang)));
                } else if !it.subsidies.is_empty() {
                    let n = it.subsidies.len();
                    notes.push(lang.pick(
                        format!("已知 {n} 地的补助，未选用"),
                        format!("subsidies of {n} places are known, none is picked"),
                    ));
                }
                if it.earns {
                    notes.push(
                        lang.pick("建成后可有收益", "can earn money afterwards")
                            .to_owned(),
                    );
                }
                vec![
                    self.name(it.item, lang).to_owned(),
                    order.join(" → "),
                    split,
                    notes.join(lang.pick("；", "; ")),
                ]
            })
            .collect();
        figures::table(&rows);
        let mut rows: Vec<Vec<String>> = self
            .paying
            .by_payer
            .iter()
            .map(|it| {
                let each = it.per_household.map(|it| {
                    let each = portion(it, lang);
                    lang.pick(format!("每户{each}"), format!("{each} per household"))
                });
                vec![
                    self.payer(it.payer, lang).to_owned(),
                    portion(it.sum, lang),
                    each.unwrap_or_default(),
                ]
            })
            .collect();
        if !rows.is_empty() {
            rows.push(vec![
                lang.pick("没有比例的部分", "without shares").to_owned(),
                portion(self.paying.unshared, lang),
            ]);
            figures::table(&rows);
        }
        for sharing in &self.floors {
            let floors: Vec<String> = sharing
                .floors
                .iter()
                .map(|it| portion(it.amount, lang))
                .collect();
            let item = self.name(sharing.item, lang);
            let label = self.label(sharing.row);
            let what = match sharing.whole {
                true => lang.pick("全部费用", "all of it").to_owned(),
                false => self.payer(sharing.payer, lang).to_owned(),
            };
            say!(
                "  {}",
                lang.pick(
                    format!("{item}，{label}，每个单元按楼层分摊（{what}，示意系数可改），从一层起："),
                    format!("{item}, {label}, by floor of one stairwell ({what}; weights can be changed), from the ground up:"),
                )
            );
            say!("    {}", floors.join(lang.pick("；", "; ")));
        }
    }

    fn print_schedule(&self, lang: Lang) {
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
        let total = schedule.weeks.typical.max(1);
        let scale = |week: u32| (week * BAR).div_ceil(total.max(BAR));
        let rows: Vec<Vec<String>> = schedule
            .tasks
            .iter()
            .enumerate()
            .map(|(at, task)| {
                let from = scale(task.start.typical);
                let cells = scale(task.finish.typical).saturating_sub(from).max(1);
                let (mark, cells) = match (task.weeks, task.no_work) {
                    (None, _) => ("?", 1),
                    (Some(_), true) => ("·", 1),
                    _ => ("█", cells),
                };
                let bar = " ".repeat(from as usize) + &mark.repeat(cells as usize);
                let star = if schedule.critical.contains(&at) {
                    "★"
                } else {
                    ""
                };
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
            return lang
                .pick("并入其他项目", "contained in other work")
                .to_owned();
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

    fn print_phases(&self, lang: Lang) {
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
            let (cost, sum) = (portion(phase.cost, lang), portion(phase.cumulative, lang));
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
            if !phase.unpriced.is_empty() {
                let names = self.names(&phase.unpriced, lang);
                say!(
                    "    {}",
                    lang.pick(
                        format!("含未计价的工程：{names}"),
                        format!("with work that is not priced: {names}"),
                    )
                );
            }
        }
    }

    fn print_upkeep(&self, lang: Lang) {
        say!("\n{}", lang.pick("后续管护", "Upkeep"));
        let rows: Vec<Vec<String>> = self
            .upkeep
            .modes
            .iter()
            .map(|it| {
                let mode = &self.catalogue.upkeep_modes[it.mode];
                let facts = |facts| figures::labels(self.catalogue, facts, lang);
                let fits = match it.verdict.truth {
                    Truth::Yes => {
                        lang.pick("适合", "fits").to_owned()
                            + &lang.pick(
                                format!("（{}）", facts(it.verdict.because)),
                                format!(" ({})", facts(it.verdict.because)),
                            )
                    }
                    Truth::No => {
                        lang.pick("不适合", "does not fit").to_owned()
                            + &lang.pick(
                                format!("（{}）", facts(it.verdict.because)),
                                format!(" ({})", facts(it.verdict.because)),
                            )
                    }
                    Truth::Unknown => {
                        let missing = facts(it.verdict.missing);
                        lang.pick(format!("还缺：{missing}"), format!("missing: {missing}"))
                    }
                };
                let yearly = match it.yearly {
                    Some(cost) => {
                        let cost = figures::cost(cost, lang);
                        lang.pick(format!("每年{cost}"), format!("{cost} a year"))
                    }
                    None if it.no_price => lang.pick("没有价格依据", "no price known").to_owned(),
                    None => lang.pick("面积未知", "floor area not known").to_owned(),
                };
                vec![lang.of(&mode.name).to_owned(), fits, yearly]
            })
            .collect();
        figures::table(&rows);
        let rows: Vec<Vec<String>> = self
            .upkeep
            .calendar
            .iter()
            .map(|it| {
                let check = &self.catalogue.upkeep_checks[it.check];
                let every = match check.months {
                    1 => lang.pick("每月", "every month").to_owned(),
                    months => lang.pick(
                        format!("每 {months} 个月"),
                        format!("every {months} months"),
                    ),
                };
                vec![
                    every,
                    lang.of(&check.what).to_owned(),
                    self.names(&it.items, lang),
                ]
            })
            .collect();
        figures::table(&rows);
    }

    pub fn to_json(&self) -> Value {
        let catalogue = self.catalogue;
        let id = |item: ItemIdx| catalogue.item(item).id.as_str();
        let ids = |items: &[ItemIdx]| -> Vec<&str> { items.iter().map(|it| id(*it)).collect() };
        let payer = |payer: PayerIdx| catalogue.payer(payer).id.as_str();
        let votes: Vec<Value> = self
            .ballots
            .iter()
            .map(|it| {
                let voters: Vec<Value> = it
                    .voters
                    .iter()
                    .map(|it| {
                        json!({
                            "group": it.row.map(|it| self.label(it)),
                            "stairwells": it.stairwells.map(amount),
                            "open": it.open,
                            "heads": it.heads.map(need),
                            "area": it.area.map(need),
                        })
                    })
                    .collect();
                json!({
                    "consent": catalogue.consent(it.consent).id.as_str(),
                    "rule": {
                        "area": test_json(it.rule.area),
                        "heads": test_json(it.rule.heads),
                        "from": match (it.overridden, it.local(catalogue)) {
                            (false, _) => json!("code"),
                            (true, None) => json!("plan"),
                            (true, Some(local)) => {
                                let name = &catalogue.consent(it.consent).local[local].name;
                                json!({ "local": { "zh": name.zh, "en": name.en } })
                            }
                        },
                        "below-code": it.rule.below(catalogue.consent(it.consent).rule),
                    },
                    "items": ids(&it.items),
                    "voters": voters,
                })
            })
            .collect();
        let payers: Vec<Value> = self
            .paying
            .items
            .iter()
            .map(|it| {
                let split = it.split.as_ref().map(|it| -> Vec<Value> {
                    it.iter()
                        .map(|(who, part)| json!({ "payer": payer(*who), "fen": fen(*part) }))
                        .collect()
                });
                let subsidy = it.subsidy.map(|(which, amount)| {
                    json!({ "id": catalogue.subsidies[which].id.as_str(), "fen": fen(amount) })
                });
                json!({
                    "item": id(it.item),
                    "order": it.order.iter().map(|it| payer(*it)).collect::<Vec<_>>(),
                    "basis-points": it.sum,
                    "split": split,
                    "subsidy": subsidy,
                    "earns": it.earns,
                })
            })
            .collect();
        let sums: Vec<Value> = self
            .paying
            .by_payer
            .iter()
            .map(|it| {
                json!({
                    "payer": payer(it.payer),
                    "fen": fen(it.sum),
                    "per-household-fen": it.per_household.map(fen),
                })
            })
            .collect();
        let floors: Vec<Value> = self
            .floors
            .iter()
            .map(|it| {
                let floors: Vec<Value> = it
                    .floors
                    .iter()
                    .map(|it| {
                        let households = it.households.as_ref();
                        json!({
                            "weight": it.weight,
                            "fen": fen(it.amount),
                            "households-fen": households
                                .map(|it| it.iter().map(|it| fen(*it)).collect::<Vec<_>>()),
                        })
                    })
                    .collect();
                json!({
                    "item": id(it.item),
                    "group": self.label(it.row),
                    "payer": payer(it.payer),
                    "whole": it.whole,
                    "fen": fen(it.amount),
                    "floors": floors,
                })
            })
            .collect();
        let tasks: Vec<Value> = self
            .schedule
            .tasks
            .iter()
            .enumerate()
            .map(|(at, it)| {
                let month = self.start_month;
                json!({
                    "item": id(it.item),
                    "weeks": it.weeks.map(span),
                    "start": span(it.start),
                    "finish": span(it.finish),
                    "month": month.map(|month| month_of(month, it.start.typical)),
                    "float": it.float,
                    "wait": it.wait,
                    "out-of-season": it.out_of_season,
                    "open": it.open,
                    "no-work": it.no_work,
                    "critical": self.schedule.critical.contains(&at),
                    "after": ids(&it.after),
                    "apart-from": it.apart.iter().map(|it| id(it.0)).collect::<Vec<_>>(),
                })
            })
            .collect();
        let phases: Vec<Value> = self
            .phases
            .iter()
            .map(|it| {
                json!({
                    "items": ids(&it.items),
                    "cost-fen": fen(it.cost),
                    "cumulative-fen": fen(it.cumulative),
                    "weeks": span(it.weeks),
                    "open": it.open,
                    "over-cap": it.over_cap,
                    "unpriced": ids(&it.unpriced),
                })
            })
            .collect();
        let modes: Vec<Value> = self
            .upkeep
            .modes
            .iter()
            .map(|it| {
                json!({
                    "id": catalogue.upkeep_modes[it.mode].id.as_str(),
                    "fits": match it.verdict.truth {
                        Truth::Yes => "yes",
                        Truth::No => "no",
                        Truth::Unknown => "unknown",
                    },
                    "yearly-fen": it.yearly.map(cost),
                })
            })
            .collect();
        let calendar: Vec<Value> = self
            .upkeep
            .calendar
            .iter()
            .map(|it| {
                let check = &catalogue.upkeep_checks[it.check];
                json!({
                    "months": check.months,
                    "what": { "zh": check.what.zh, "en": check.what.en },
                    "items": ids(&it.items),
                })
            })
            .collect();
        json!({
            "votes": votes,
            "payers": {
                "items": payers,
                "sums": sums,
                "unshared-fen": fen(self.paying.unshared),
                "by-floor": floors,
            },
            "schedule": {
                "start-month": self.start_month,
                "weeks": span(self.schedule.weeks),
                "open": self.schedule.open,
                "tasks": tasks,
            },
            "phases": phases,
            "upkeep": { "modes": modes, "calendar": calendar },
        })
    }
}

fn rule(rule: VoteRule, lang: Lang) -> String {
    if let Some(same) = rule.same() {
        return test(same, lang);
    }
    let (area, heads) = (test(rule.area, lang), test(rule.heads, lang));
    lang.pick(
        format!("按面积{area}；按人数{heads}"),
        format!("by area {area}; by heads {heads}"),
    )
}

fn test_json(test: VoteTest) -> Value {
    json!({
        "attendance": share(test.attendance),
        "approval": share(test.approval),
        "strict": test.strict,
        "of-all": test.of_all,
    })
}

fn test(test: VoteTest, lang: Lang) -> String {
    let (attendance, approval) = (share(test.attendance), share(test.approval));
    let more = match test.strict {
        true => lang.pick("超过", "more than"),
        false => lang.pick("至少", "at least"),
    };
    let whom = match test.of_all {
        true => lang.pick("全体中", "of all owners"),
        false => lang.pick("参与者中", "of those"),
    };
    lang.pick(
        format!("至少 {attendance} 参与，{whom}{more} {approval} 同意"),
        format!("at least {attendance} take part, {more} {approval} {whom} agree"),
    )
}

fn needs(voters: &Voters, rule: VoteRule, lang: Lang) -> String {
    let heads = match voters.heads {
        Some(it) => {
            let (of, attend, agree) = (range(it.of), range(it.attend), range(it.agree));
            lang.pick(
                format!("{of} 户中至少 {attend} 户参与、{agree} 户同意"),
                format!(
                    "of {of} household{} at least {attend} take part and {agree} agree",
                    if of == "1" { "" } else { "s" },
                ),
            )
        }
        None => lang.pick("户数未知", "households not known").to_owned(),
    };
    let area = match voters.area {
        Some(it) => {
            let (of, attend, agree) = (range(it.of), range(it.attend), range(it.agree));
            let more = match rule.area.strict {
                true => lang.pick("超过", "more than"),
                false => lang.pick("至少", "at least"),
            };
            lang.pick(
                format!("{of} 平方米中至少 {attend} 参与、{more} {agree} 同意"),
                format!("of {of} m² at least {attend} take part and {more} {agree} agree"),
            )
        }
        None => lang.pick("面积未知", "floor area not known").to_owned(),
    };
    format!("{heads}{}{area}", lang.pick("；", "; "))
}

fn share(share: buqi_core::catalogue::Share) -> String {
    format!("{}/{}", share.numerator, share.denominator)
}

/// 416 where it is exact, 400–430 where not.
fn range(amount: Amount) -> String {
    let (low, high) = (
        figures::number(amount.low()),
        figures::number(amount.high()),
    );
    if low == high {
        low
    } else {
        format!("{low}–{high}")
    }
}

fn portion(portion: Portion, lang: Lang) -> String {
    if portion.high.0 == 0 {
        return lang.pick("0 元", "¥0").to_owned();
    }
    figures::cost(portion.range(), lang)
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

fn fen(portion: Portion) -> Value {
    json!({ "low": portion.low.0, "typical": portion.typical.0, "high": portion.high.0 })
}

fn cost(cost: Cost) -> Value {
    fen(Portion::from(cost))
}

fn amount(amount: Amount) -> Value {
    json!({ "low": amount.low(), "typical": amount.typical(), "high": amount.high() })
}

fn need(need: Need) -> Value {
    json!({ "of": amount(need.of), "attend": amount(need.attend), "agree": amount(need.agree) })
}
