//! The part of `assess` about money and land: project total, what moves it,
//! whether it fits on the ground, schemes, and what a budget buys.

use crate::assess::{amount, cost};
use crate::figures;
use crate::output::say;
use buqi_core::budget::{Budget, Change, Fit, NEUTRAL, weights};
use buqi_core::facts::Value as Reply;
use buqi_core::id::{ItemIdx, RegionIdx};
use buqi_core::land::{LandBalance, LandVerdict, land_balance};
use buqi_core::money::{Cost, Fen};
use buqi_core::project::{BuildUp, build_up};
use buqi_core::schemes::{Comparison, compare};
use buqi_core::sensitivity::{Input, Sensitivity, Swing, sensitivity};
use buqi_core::terms::Wish;
use buqi_core::{Assessment, Catalogue, Dossier, Estimate};
use buqi_exchange::Lang;
use buqi_exchange::format::key;
use serde_json::{Value, json};

/// How many of the swings a person is shown.
const N_SWINGS: usize = 5;

/// How many fitted items are tried for what dropping them would admit.
const N_DROPS: usize = 3;

pub struct Money<'a> {
    catalogue: &'a Catalogue,
    region: Option<RegionIdx>,
    project: Option<BuildUp>,
    sensitivity: Sensitivity,
    land: Option<LandBalance>,
    comparison: Comparison,
    wishes: Vec<Wanted>,
    fit: Option<Fit>,
    /// What dropping a fitted item would make room for; those that make room
    /// for nothing are left out.
    drops: Vec<(ItemIdx, Change)>,
}

/// An item that residents were asked about.
struct Wanted {
    item: ItemIdx,
    wish: Wish,
    /// Bottom-line items come first whatever residents want.
    locked: bool,
    /// In percent; `None` where it is not known of how many households.
    weight: Option<u32>,
}

impl Money<'_> {
    pub fn new<'a>(
        catalogue: &'a Catalogue,
        dossier: &Dossier,
        assessment: &Assessment,
        estimate: &Estimate,
        cap: Option<Fen>,
    ) -> Money<'a> {
        let plan = &dossier.plan;
        let mut drops = Vec::new();
        let weights = weights(catalogue, estimate, &plan.terms.wishes);
        let fit = cap.map(|cap| {
            let budget = Budget::new(catalogue, assessment, plan, &weights);
            let fit = budget.fit(cap);
            for &item in &fit.items {
                let change = budget.dropping(cap, item);
                if !change.adds.is_empty() {
                    drops.push((item, change));
                }
            }
            fit
        });
        let wishes = catalogue.item_indices().filter_map(|item| {
            let wish = plan.terms.wishes.get(&catalogue.item(item).id)?;
            let weight = weights.iter().find(|it| it.0 == item);
            Some(Wanted {
                item,
                wish: *wish,
                locked: assessment.suggestion(item).locked,
                weight: weight.map(|it| it.1),
            })
        });
        let wishes = wishes.collect();
        Money {
            catalogue,
            region: plan.terms.region(catalogue),
            project: build_up(catalogue, estimate),
            sensitivity: sensitivity(catalogue, &dossier.survey, assessment, plan),
            land: land_balance(catalogue, assessment, estimate),
            comparison: compare(catalogue, assessment, dossier),
            wishes,
            fit,
            drops,
        }
    }

    pub fn print(&self, lang: Lang) {
        self.print_project(lang);
        self.print_swings(lang);
        self.print_land(lang);
        self.print_schemes(lang);
        self.print_wishes(lang);
        self.print_fit(lang);
    }

    fn print_project(&self, lang: Lang) {
        let Some(project) = &self.project else {
            return;
        };
        say!(
            "\n{}",
            lang.pick("总投资（已定的项目）", "Project total of the settled items")
        );
        let mut rows = Vec::new();
        if project.total.high() > Fen(0) {
            rows.extend(vec![
                vec![
                    lang.pick("工程费", "Works").to_owned(),
                    figures::cost(project.works.cost, lang),
                ],
                vec![
                    lang.pick("其他费用", "Other fees").to_owned(),
                    figures::cost(project.fees.cost, lang),
                ],
                vec![
                    lang.pick("预备费", "Contingency").to_owned(),
                    figures::cost(project.contingency.cost, lang),
                ],
                vec![
                    lang.pick("总投资", "Total").to_owned(),
                    figures::cost(project.total, lang),
                ],
                vec![
                    lang.pick("可能范围（80%）", "Likely range (80 %)")
                        .to_owned(),
                    figures::cost(project.likely, lang),
                ],
            ]);
        }
        let open = project.open;
        if open.n_items > 0 {
            let n_items = open.n_items;
            let [likely, most] = [open.likely, open.total.high()]
                .map(|it| figures::cost(Cost::new(Fen(0), Fen(0), it), lang));
            rows.push(vec![
                lang.pick(
                    format!("待定的 {n_items} 项可能再加"),
                    format!("{n_items} open items could add"),
                ),
                lang.pick(
                    format!("{likely}（80%），硬上限 {most}"),
                    format!("{likely} (80 %), {most} at the very most"),
                ),
            ]);
        }
        figures::table(&rows);
        say!("{}", self.region(lang));
    }

    /// Whose prices these are, and how they differ from the book.
    fn region(&self, lang: Lang) -> String {
        let Some(region) = self.region.map(|it| self.catalogue.region(it)) else {
            return lang
                .pick(
                    "没有选价格地区，单价表不作地区调整（系数 1）。",
                    "No region is chosen; the prices of the book are not adjusted (factor 1).",
                )
                .to_owned();
        };
        let name = lang.of(&region.name);
        match region.factor {
            Some(factor) => {
                let factor = figures::precise(factor);
                lang.pick(
                    format!("{name}的地区系数 {factor}。"),
                    format!("The factor of {name} is {factor}."),
                )
            }
            None => lang.pick(
                format!("没有查到{name}的地区系数，按 1 计；有当地单价的工程用当地单价。"),
                format!("No factor is known for {name}, so 1 is used; works with a price of that region use it."),
            ),
        }
    }

    fn print_swings(&self, lang: Lang) {
        if self.sensitivity.swings.is_empty() {
            return;
        }
        say!(
            "\n{}",
            lang.pick(
                "对总投资影响最大的因素（其余取典型值）",
                "What moves the total most, everything else typical",
            )
        );
        let top = self.sensitivity.top(N_SWINGS);
        let rows: Vec<Vec<String>> = top
            .iter()
            .map(|it| {
                let ends = Cost::new(
                    it.at_low.min(it.at_high),
                    self.sensitivity.total,
                    it.at_low.max(it.at_high),
                );
                vec![
                    self.kind(it.input, lang).to_owned(),
                    self.name(it, lang),
                    figures::cost(ends, lang),
                ]
            })
            .collect();
        figures::table(&rows);
    }

    fn kind(&self, input: Input, lang: Lang) -> &'static str {
        match input {
            Input::Fact(_) => lang.pick("未答的问题", "open question"),
            Input::Convention(_) => lang.pick("惯例值", "convention"),
            Input::Price(_) => lang.pick("单价", "price"),
        }
    }

    fn name(&self, swing: &Swing, lang: Lang) -> String {
        let name = match swing.input {
            Input::Fact(idx) => &self.catalogue.fact(idx).label,
            Input::Convention(idx) => &self.catalogue.convention(idx).name,
            Input::Price(idx) => &self.catalogue.price(idx).name,
        };
        lang.of(name).to_owned()
    }

    fn print_land(&self, lang: Lang) {
        let Some(land) = &self.land else {
            return;
        };
        let needed = figures::number(land.needed.typical());
        let most = figures::number(land.needed.high());
        let free = land.free.map(|it| figures::number(it.typical()));
        let fact = lang.of(&self.catalogue.fact(land.free_fact).label);
        let told = match (land.verdict, free) {
            (LandVerdict::NothingNeeded, _) => return,
            (LandVerdict::NotKnown, None) => lang.pick(
                format!("约需 {needed} 平方米（至多 {most}）；还缺：{fact}"),
                format!("about {needed} m² needed (at most {most}); missing: {fact}"),
            ),
            (LandVerdict::NotKnown, Some(free)) => lang.pick(
                format!("有一部分需要多少地还不知道；空地 {free} 平方米"),
                format!("how much ground a part needs is not known; {free} m² are free"),
            ),
            (verdict, free) => {
                let free = free.unwrap_or_default();
                let verdict = match verdict {
                    LandVerdict::Short => {
                        lang.pick("不够，放不下这么多", "too little for all of this")
                    }
                    LandVerdict::Tight => lang.pick("偏紧", "tight"),
                    _ => lang.pick("够用", "enough"),
                };
                lang.pick(
                    format!("约需 {needed} 平方米（至多 {most}），空地 {free} 平方米：{verdict}"),
                    format!("about {needed} m² needed (at most {most}), {free} m² free: {verdict}"),
                )
            }
        };
        say!("\n{}\n  {told}", lang.pick("用地", "Land"));
    }

    fn print_schemes(&self, lang: Lang) {
        if self.comparison.columns.len() < 2 {
            return;
        }
        say!("\n{}", lang.pick("方案比选", "Schemes"));
        let rows: Vec<Vec<String>> = self
            .comparison
            .columns
            .iter()
            .map(|it| {
                let name = it.name.as_deref();
                let (n_items, n_votes) = (it.items.len(), it.votes.len());
                vec![
                    name.unwrap_or(lang.pick("当前方案", "the plan")).to_owned(),
                    lang.pick(
                        format!("{n_items} 项"),
                        figures::counted(n_items, "item", "items"),
                    ),
                    it.money
                        .map_or(String::new(), |it| figures::cost(it.likely, lang)),
                    lang.pick(
                        format!("{n_votes} 种表决"),
                        figures::counted(n_votes, "kind of vote", "kinds of vote"),
                    ),
                ]
            })
            .collect();
        figures::table(&rows);
    }

    fn print_wishes(&self, lang: Lang) {
        if self.wishes.is_empty() {
            return;
        }
        say!("\n{}", lang.pick("居民意愿", "What residents want"));
        let rows = self.wishes.iter().map(|it| {
            let wanted = match it.wish {
                Wish::Percent(n) => lang.pick(format!("想要的占 {n}%"), format!("wanted by {n} %")),
                Wish::Households(n) => lang.pick(
                    format!("{n} 户想要"),
                    format!("wanted by {n} household{}", if n == 1 { "" } else { "s" },),
                ),
            };
            let counts = match (it.locked, it.weight) {
                (true, _) => lang
                    .pick("底线项目在先，不看意愿", "bottom-line items come first")
                    .to_owned(),
                (false, Some(weight)) => {
                    let times = figures::number(f64::from(weight) / f64::from(NEUTRAL));
                    lang.pick(
                        format!("分量 × {times}"),
                        format!("counts {}", figures::counted(times, "time", "times")),
                    )
                }
                (false, None) => lang
                    .pick(
                        "总户数未知，暂时不算",
                        "does not count: households not known",
                    )
                    .to_owned(),
            };
            let name = lang.of(&self.catalogue.item(it.item).name).to_owned();
            vec![name, wanted, counts]
        });
        figures::table(&rows.collect::<Vec<_>>());
    }

    fn print_fit(&self, lang: Lang) {
        let Some(fit) = &self.fit else {
            return;
        };
        let money = |it: Fen| figures::money(it, lang);
        let names = |items: &[ItemIdx]| {
            let names = items
                .iter()
                .map(|it| lang.of(&self.catalogue.item(*it).name));
            let names: Vec<&str> = names.collect();
            names.join(lang.pick("、", ", "))
        };
        let (cap, n_items) = (money(fit.cap), fit.items.len());
        // What has no price costs an unknown sum and not nothing.
        let total = if n_items == 0 {
            String::new()
        } else {
            let total = money(fit.total);
            lang.pick(
                format!("，典型总投资 {total}"),
                format!(", typical total {total}"),
            )
        };
        say!(
            "\n{}",
            lang.pick(
                format!("预算 {cap}之内：{n_items} 项{total}"),
                format!(
                    "Within {cap}: {}{total}",
                    figures::counted(n_items, "item", "items")
                ),
            )
        );
        if fit.excluded {
            say!(
                "  {}",
                lang.pick(
                    "注意：小区或其中一部分不在本目录之内。",
                    "Note: the estate, or a part of it, is not for this menu.",
                )
            );
        }
        if !fit.items.is_empty() {
            say!("  {}", names(&fit.items));
        }
        let bottom_line = money(fit.bottom_line);
        if fit.bottom_line > Fen(0) {
            say!(
                "  {}",
                lang.pick(
                    format!("底线项全部做齐至少要 {bottom_line}"),
                    format!("All bottom-line items take at least {bottom_line}"),
                )
            );
        }
        let rows: Vec<Vec<String>> = fit
            .left_out
            .iter()
            .map(|it| {
                let short = money(it.short);
                let mut why = Vec::new();
                if !it.needs.is_empty() {
                    let needs = names(&it.needs);
                    why.push(lang.pick(format!("要先做：{needs}"), format!("needs {needs}")));
                }
                if it.short > Fen(0) {
                    why.push(match it.locked {
                        true => lang.pick(
                            format!("还差 {short}，非底线项可能让位"),
                            format!("short by {short}, others may give way"),
                        ),
                        false => lang.pick(
                            format!("其余照做，还差 {short}"),
                            format!("short by {short} beside the rest"),
                        ),
                    });
                }
                vec![
                    names(&[it.item]),
                    if it.locked {
                        lang.pick("底线", "bottom line").to_owned()
                    } else {
                        String::new()
                    },
                    why.join(lang.pick("，", ", ")),
                ]
            })
            .collect();
        if !rows.is_empty() {
            say!("{}", lang.pick("未入选", "Left out"));
            figures::table(&rows);
        }
        for (item, change) in self.drops.iter().take(N_DROPS) {
            let (item, adds) = (names(&[*item]), names(&change.adds));
            say!(
                "  {}",
                lang.pick(
                    format!("去掉{item}，可以换来：{adds}"),
                    format!("Without {item} there is room for: {adds}"),
                )
            );
        }
        let more = &fit.with_a_tenth_more;
        if !more.adds.is_empty() {
            let adds = names(&more.adds);
            let drops = names(&more.drops);
            let instead = if drops.is_empty() {
                String::new()
            } else {
                lang.pick(
                    format!("（换下{drops}）"),
                    format!(" (in place of {drops})"),
                )
            };
            say!(
                "  {}",
                lang.pick(
                    format!("预算多一成，再加：{adds}{instead}"),
                    format!("A tenth more adds: {adds}{instead}"),
                )
            );
        }
        for (items, zh, en) in [
            (
                &fit.unpriced,
                "没有单价，费用另计",
                "Without a price, on top of this",
            ),
            (
                &fit.undetermined,
                "费用未定，没有计入",
                "Cost not known yet, not counted",
            ),
            (
                &fit.partly,
                "只计了一部分，其余费用另计",
                "Priced in part, the rest is on top of this",
            ),
        ] {
            if !items.is_empty() {
                let items = names(items);
                say!(
                    "  {}",
                    lang.pick(format!("{zh}：{items}"), format!("{en}: {items}"))
                );
            }
        }
    }

    fn id(&self, item: ItemIdx) -> &str {
        self.catalogue.item(item).id.as_str()
    }

    fn ids(&self, items: &[ItemIdx]) -> Vec<&str> {
        items.iter().map(|it| self.id(*it)).collect()
    }

    fn line(&self, (item, line): (ItemIdx, usize)) -> Value {
        let scope = &self.catalogue.item(item).lines[line];
        json!({ "item": self.id(item), "line": scope.id.as_str() })
    }

    pub fn savings(&self, estimate: &Estimate) -> Value {
        let savings = estimate.savings.iter().map(|it| {
            let lines: Vec<Value> = it.lines.iter().map(|it| self.line(*it)).collect();
            json!({
                "name": self.catalogue.shared_works[it.bundle].name.en,
                "lines": lines,
                "borne-by": self.line(it.borne_by),
                "at-low-fen": it.at_low.0,
                "at-typical-fen": it.at_typical.0,
                "at-high-fen": it.at_high.0,
            })
        });
        savings.collect()
    }

    /// Whose prices these are; without a factor the book's hold.
    pub fn prices(&self) -> Value {
        let region = self.region.map(|it| self.catalogue.region(it));
        let own = self.region.map_or(Vec::new(), |region| {
            let prices = self.catalogue.prices.iter();
            let own = prices.filter(|it| it.instead.is_some_and(|it| it.0 == region));
            own.map(|it| it.id.as_str()).collect()
        });
        json!({
            "region": region.map(|it| it.id.as_str()),
            "factor": region.map_or(Some(1.0), |it| it.factor),
            "own-prices": own,
        })
    }

    pub fn project(&self) -> Value {
        self.project.as_ref().map_or(Value::Null, to_json)
    }

    pub fn tornado(&self) -> Value {
        let swings = self.sensitivity.swings.iter().map(|it| {
            let (kind, id) = match it.input {
                Input::Fact(idx) => ("fact", self.catalogue.fact(idx).id.as_str()),
                Input::Convention(idx) => {
                    ("convention", self.catalogue.convention(idx).id.as_str())
                }
                Input::Price(idx) => ("price", self.catalogue.price(idx).id.as_str()),
            };
            let answers = it.answers.iter().map(|(reply, total)| {
                let reply = match reply {
                    Reply::YesNo(value) => json!(value),
                    Reply::Number(value) => json!(value),
                    Reply::Choice(option) => json!(option),
                };
                json!({ "answer": reply, "total-fen": total.0 })
            });
            json!({
                "kind": kind,
                "id": id,
                "rows": it.rows,
                "items": it.items.iter().map(|it| self.catalogue.item(*it).id.as_str()).collect::<Vec<_>>(),
                "low-fen": it.at_low.0,
                "high-fen": it.at_high.0,
                "answers": answers.collect::<Vec<Value>>(),
            })
        });
        json!({
            "total-fen": self.sensitivity.total.0,
            "untried": self.sensitivity.n_untried,
            "swings": swings.collect::<Vec<Value>>(),
        })
    }

    pub fn land(&self) -> Value {
        let Some(land) = &self.land else {
            return Value::Null;
        };
        let verdict = match land.verdict {
            LandVerdict::NothingNeeded => "nothing-needed",
            LandVerdict::NotKnown => "not-known",
            LandVerdict::Enough => "enough",
            LandVerdict::Tight => "tight",
            LandVerdict::Short => "short",
        };
        json!({
            "verdict": verdict,
            "needed-m2": amount(land.needed),
            "open-m2": amount(land.open),
            "free-m2": land.free.map(amount),
            "free-fact": self.catalogue.fact(land.free_fact).id.as_str(),
        })
    }

    pub fn schemes(&self) -> Value {
        let columns = self.comparison.columns.iter().map(|it| {
            json!({
                "name": it.name.as_deref(),
                "items": self.ids(&it.items),
                "project": it.money.as_ref().map(to_json),
                "unpriced-lines": it.n_unpriced,
                "votes": it.votes.len(),
            })
        });
        columns.collect()
    }

    pub fn wishes(&self) -> Value {
        let wishes = self.wishes.iter().map(|it| match it.wish {
            Wish::Percent(n) => json!({ "item": self.id(it.item), (key::PERCENT): n }),
            Wish::Households(n) => json!({ "item": self.id(it.item), (key::HOUSEHOLDS): n }),
        });
        wishes.collect()
    }

    pub fn budget(&self) -> Value {
        let Some(fit) = &self.fit else {
            return Value::Null;
        };
        let change = |it: &Change| {
            json!({
                "cap-fen": it.cap.0,
                "total-fen": it.total.0,
                "adds": self.ids(&it.adds),
                "drops": self.ids(&it.drops),
            })
        };
        let left_out = fit.left_out.iter().map(|it| {
            json!({
                "item": self.id(it.item),
                "locked": it.locked,
                "short-fen": it.short.0,
                "needs": self.ids(&it.needs),
            })
        });
        let drops = self
            .drops
            .iter()
            .map(|(item, it)| json!({ "item": self.id(*item), "change": change(it) }));
        json!({
            "cap-fen": fit.cap.0,
            "total-fen": fit.total.0,
            "items": self.ids(&fit.items),
            "left-out": left_out.collect::<Vec<Value>>(),
            "unpriced": self.ids(&fit.unpriced),
            "undetermined": self.ids(&fit.undetermined),
            "partly-unpriced": self.ids(&fit.partly),
            "bottom-line-fen": fit.bottom_line.0,
            "a-tenth-more": change(&fit.with_a_tenth_more),
            "dropping": drops.collect::<Vec<Value>>(),
        })
    }
}

fn to_json(project: &BuildUp) -> Value {
    json!({
        "works-fen": cost(project.works.cost),
        "fees-fen": cost(project.fees.cost),
        "contingency-fen": cost(project.contingency.cost),
        "total-fen": cost(project.total),
        "likely-fen": cost(project.likely),
        "open": {
            "items": project.open.n_items,
            "total-fen": cost(project.open.total),
            "if-all-fen": project.open.if_all.0,
            "likely-fen": project.open.likely.0,
        },
    })
}
