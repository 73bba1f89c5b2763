//! Who votes, on what, and how many it takes.

use super::Works;
use crate::figures;
use crate::output::say;
use buqi_core::catalogue::{Below, Share, VoteRule, VoteTest};
use buqi_core::consent::{Need, Voters};
use buqi_core::quantity::Amount;
use buqi_exchange::Lang;
use serde_json::{Value, json};

impl Works<'_> {
    pub(super) fn print_ballots(&self, lang: Lang) {
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
                Below::Always => {
                    lang.pick("，低于《民法典》", ", which asks for less than the Code")
                }
                Below::NearlyAllAttend => lang.pick(
                    "，几乎全体参加时低于《民法典》",
                    ", which asks for less than the Code when nearly all take part",
                ),
                Below::Never => "",
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
        let label = self.group(row, lang);
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

    pub(super) fn votes_json(&self) -> Vec<Value> {
        self.ballots
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
                    "consent": self.catalogue.consent(it.consent).id.as_str(),
                    "rule": {
                        "area": test_json(it.rule.area),
                        "heads": test_json(it.rule.heads),
                        "from": match (it.overridden, it.local(self.catalogue)) {
                            (false, _) => json!("code"),
                            (true, None) => json!("plan"),
                            (true, Some(local)) => {
                                let name = &self.catalogue.consent(it.consent).local[local].name;
                                json!({ "local": { "zh": name.zh, "en": name.en } })
                            }
                        },
                        "below-code": it.rule.below(self.catalogue.consent(it.consent).rule) != Below::Never,
                    },
                    "items": self.ids(&it.items),
                    "voters": voters,
                })
            })
            .collect()
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
            let (of, attend, agree) = (range(it.of), at_least(it.attend), at_least(it.agree));
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
            let (of, attend, agree) = (range(it.of), at_least(it.attend), at_least(it.agree));
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

fn share(share: Share) -> String {
    format!("{}/{}", share.numerator, share.denominator)
}

fn need(need: Need) -> Value {
    json!({ "of": amount(need.of), "attend": amount(need.attend), "agree": amount(need.agree) })
}

/// What must be reached is rounded up, or the figure would not be enough.
fn at_least(amount: Amount) -> String {
    range(amount.in_pieces())
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

fn amount(amount: Amount) -> Value {
    json!({ "low": amount.low(), "typical": amount.typical(), "high": amount.high() })
}
