//! Lowers rules and quantities: resolves their facts and checks that kinds,
//! levels, gates and dimensions agree.

use crate::desk::Desk;
use crate::mistakes;
use crate::source;
use crate::spot::{At, Spot};
use buqi_core::catalogue::{FactKind, Level, Quantity, Rule};
use buqi_core::id::{ConventionIdx, FactIdx, UnitIdx};
use buqi_core::rule::{facts_in, facts_of};

/// The power of the metre; a bare constant fits any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Of a unit that was not found.
    Unknown,
    Any,
    Power(i32),
}

impl Dimension {
    fn power(self) -> i32 {
        match self {
            Dimension::Any | Dimension::Unknown => 0,
            Dimension::Power(power) => power,
        }
    }

    /// Both bare constants make a bare constant; else the powers are joined.
    fn join(self, other: Dimension, join: fn(i32, i32) -> i32) -> Dimension {
        match (self, other) {
            (Dimension::Unknown, _) | (_, Dimension::Unknown) => Dimension::Unknown,
            (Dimension::Any, Dimension::Any) => Dimension::Any,
            _ => Dimension::Power(join(self.power(), other.power())),
        }
    }
}

/// Where a quantity stands, which decides what it may hold.
#[derive(Clone, Copy)]
pub struct Scene {
    /// `Building` where one building is looked at, `Estate` where facts of
    /// single buildings have no meaning.
    level: Level,
    in_item: bool,
    in_sum: bool,
    /// Inside a rule, where derived values and defaults must not enter.
    in_rule: bool,
}

impl Scene {
    pub const ITEM: Scene = Scene {
        level: Level::Estate,
        in_item: true,
        in_sum: false,
        in_rule: false,
    };

    pub fn derivation(level: Level) -> Scene {
        Scene {
            level,
            in_item: false,
            in_sum: false,
            in_rule: false,
        }
    }
}

impl Desk<'_> {
    /// A rule whose facts may be of `level` or above; `None` when anything is
    /// wrong with it, its gates included.
    pub fn rule(&mut self, rule: &At<source::Rule>, level: Level) -> Option<Rule> {
        let n_known = self.report.diagnostics.len();
        let lowered = self.ungated_rule(rule, level);
        if let Some(lowered) = &lowered {
            self.check_gates(rule, lowered, &mut Vec::new());
        }
        let sound = self.report.diagnostics.len() == n_known;
        self.incomplete |= !sound;
        lowered.filter(|_| sound)
    }

    /// The same without looking at gates, for the gates themselves.
    pub fn ungated_rule(&mut self, rule: &At<source::Rule>, level: Level) -> Option<Rule> {
        match &rule.value {
            source::Rule::All(rules) => Some(Rule::All(self.rules("all", rules, level)?)),
            source::Rule::Any(rules) => Some(Rule::Any(self.rules("any", rules, level)?)),
            source::Rule::Not(rule) => Some(Rule::Not(Box::new(self.ungated_rule(rule, level)?))),
            source::Rule::Is(source::Is { fact, value }) => {
                let idx = self.asked_fact(fact, level)?;
                if self.catalogue.fact(idx).kind != FactKind::YesNo {
                    self.say(fact.spot, mistakes::wrong_kind(fact, "是/否", "yes/no"));
                    return None;
                }
                Some(Rule::Is(idx, *value))
            }
            source::Rule::OneOf(source::OneOf { fact, options }) => {
                let idx = self.asked_fact(fact, level)?;
                let FactKind::Choice(choices) = &self.catalogue.fact(idx).kind else {
                    self.say(fact.spot, mistakes::wrong_kind(fact, "选择题", "choice"));
                    return None;
                };
                let choices: Vec<String> = choices.iter().map(|it| it.id.to_string()).collect();
                if options.is_empty() {
                    self.say(options.spot, mistakes::empty_list("options"));
                }
                let mut positions = Vec::new();
                for option in &options.value {
                    match choices.iter().position(|it| *it == option.value) {
                        Some(position) => positions.push(position as u8),
                        None => {
                            let known = choices.join(", ");
                            let mistake = mistakes::unknown_option(fact, option, &known);
                            self.say(option.spot, mistake);
                        }
                    }
                }
                (positions.len() == options.len()).then_some(Rule::OneOf(idx, positions))
            }
            source::Rule::AtLeast(bound) => {
                let (fact, value) = self.bound(bound, level)?;
                Some(Rule::AtLeast(fact, value))
            }
            source::Rule::AtMost(bound) => {
                let (fact, value) = self.bound(bound, level)?;
                Some(Rule::AtMost(fact, value))
            }
            source::Rule::LessThan(bound) => {
                let (fact, value) = self.bound(bound, level)?;
                Some(Rule::LessThan(fact, value))
            }
            source::Rule::Exceeds(exceeds) => {
                let scene = Scene {
                    level,
                    in_item: false,
                    in_sum: false,
                    in_rule: true,
                };
                let of = self.quantity(&exceeds.of, scene);
                let than = self.quantity(&exceeds.than, scene);
                let ((of, of_dimension), (than, dimension)) = (of?, than?);
                self.agree(exceeds.than.spot, of_dimension, dimension);
                Some(Rule::Exceeds(of, than))
            }
        }
    }

    fn rules(
        &mut self,
        node: &str,
        rules: &At<Vec<At<source::Rule>>>,
        level: Level,
    ) -> Option<Vec<Rule>> {
        if rules.is_empty() {
            self.say(rules.spot, mistakes::empty_list(node));
            return None;
        }
        // Each is looked at before any is given up, so that all are reported.
        let lowered: Vec<Option<Rule>> = rules
            .iter()
            .map(|it| self.ungated_rule(it, level))
            .collect();
        lowered.into_iter().collect()
    }

    fn bound(&mut self, bound: &source::Bound, level: Level) -> Option<(FactIdx, f64)> {
        let idx = self.asked_fact(&bound.fact, level)?;
        let FactKind::Number { min, max, .. } = self.catalogue.fact(idx).kind else {
            let mistake = mistakes::wrong_kind(&bound.fact, "数值", "number");
            self.say(bound.fact.spot, mistake);
            return None;
        };
        let value = bound.value.value;
        if !(min..=max).contains(&value) {
            let mistake = mistakes::out_of_bounds(&bound.fact, value, min, max);
            self.say(bound.value.spot, mistake);
        }
        Some((idx, value))
    }

    /// A fact that a rule may look at.
    fn asked_fact(&mut self, fact: &source::Ref, level: Level) -> Option<FactIdx> {
        let idx = self.fact_at(fact, level)?;
        if self.catalogue.fact(idx).place.is_none() {
            self.say(fact.spot, mistakes::never_asked(fact));
        }
        Some(idx)
    }

    fn fact_at(&mut self, fact: &source::Ref, level: Level) -> Option<FactIdx> {
        let idx = FactIdx(self.resolve(|names| &mut names.facts, fact)?);
        if self.catalogue.fact(idx).level > level {
            self.say(fact.spot, mistakes::needs_each_building(fact));
        }
        Some(idx)
    }

    pub fn quantity(
        &mut self,
        quantity: &At<source::Quantity>,
        scene: Scene,
    ) -> Option<(Quantity, Dimension)> {
        let spot = quantity.spot;
        match &quantity.value {
            source::Quantity::Fact(fact) => {
                let idx = if scene.in_rule {
                    self.asked_fact(fact, scene.level)?
                } else {
                    self.fact_at(fact, scene.level)?
                };
                let FactKind::Number { unit, .. } = self.catalogue.fact(idx).kind else {
                    self.say(fact.spot, mistakes::wrong_kind(fact, "数值", "number"));
                    return None;
                };
                Some((Quantity::Fact(idx), self.dimension(unit)))
            }
            source::Quantity::Constant(value) => {
                if !value.is_finite() || value.value < 0.0 {
                    self.say(value.spot, mistakes::unusable_number(value.value));
                    return None;
                }
                self.check_size(value);
                Some((Quantity::Constant(value.value), Dimension::Any))
            }
            source::Quantity::Convention(convention) => {
                let position = self.resolve(|names| &mut names.conventions, convention)?;
                let idx = ConventionIdx(position);
                let unit = self.catalogue.convention(idx).unit;
                Some((Quantity::Convention(idx), self.dimension(unit)))
            }
            source::Quantity::Sum(parts) => {
                let (parts, dimension) = self.alike("sum", parts, scene)?;
                Some((Quantity::Sum(parts), dimension))
            }
            source::Quantity::Max(parts) => {
                let (parts, dimension) = self.alike("max", parts, scene)?;
                Some((Quantity::Max(parts), dimension))
            }
            source::Quantity::Min(parts) => {
                let (parts, dimension) = self.alike("min", parts, scene)?;
                Some((Quantity::Min(parts), dimension))
            }
            source::Quantity::FirstKnown(parts) => {
                self.refuse_in_rule(spot, "first-known", scene)?;
                let (parts, dimension) = self.alike("first-known", parts, scene)?;
                Some((Quantity::FirstKnown(parts), dimension))
            }
            source::Quantity::Product(parts) => {
                let parts = self.parts("product", parts, scene)?;
                let dimension = parts.iter().fold(Dimension::Any, |so_far, (_, it)| {
                    so_far.join(*it, |a, b| a + b)
                });
                let parts = parts.into_iter().map(|(it, _)| it).collect();
                Some((Quantity::Product(parts), dimension))
            }
            source::Quantity::Gap(gap) => {
                let of = self.quantity(&gap.of, scene);
                let less = self.quantity(&gap.less, scene);
                let ((of, of_dimension), (less, dimension)) = (of?, less?);
                let dimension = self.agree(gap.less.spot, of_dimension, dimension);
                let (of, less) = (Box::new(of), Box::new(less));
                Some((Quantity::Gap { of, less }, dimension))
            }
            source::Quantity::Ratio(division) => {
                self.refuse_in_rule(spot, "ratio", scene)?;
                let (of, by, dimension) = self.division(division, scene)?;
                Some((Quantity::Ratio { of, by }, dimension))
            }
            source::Quantity::CeilDiv(division) => {
                self.refuse_in_rule(spot, "ceil-div", scene)?;
                let (of, by, dimension) = self.division(division, scene)?;
                Some((Quantity::CeilDiv { of, by }, dimension))
            }
            source::Quantity::FloorDiv(division) => {
                self.refuse_in_rule(spot, "floor-div", scene)?;
                let (of, by, dimension) = self.division(division, scene)?;
                Some((Quantity::FloorDiv { of, by }, dimension))
            }
            source::Quantity::When(when) => {
                self.refuse_in_rule(spot, "when", scene)?;
                let rule = self.rule(&when.rule, scene.level);
                let then = self.quantity(&when.then, scene);
                let (rule, (then, dimension)) = (Box::new(rule?), then?);
                let then = Box::new(then);
                let strict = matches!(when.otherwise, source::Otherwise::NotKnown);
                Some((Quantity::When { rule, then, strict }, dimension))
            }
            source::Quantity::EachBuilding(each) => {
                let (each, dimension) = self.each("each-building", each, scene, spot)?;
                Some((Quantity::EachBuilding(Box::new(each)), dimension))
            }
            source::Quantity::EachAffected(each) => {
                if !scene.in_item {
                    let mistake = mistakes::misplaced(
                        "each-affected",
                        "只有改造项才知道哪些楼栋需要改造",
                        "only an item knows which buildings it is for",
                    );
                    self.say(spot, mistake);
                    return None;
                }
                let (each, dimension) = self.each("each-affected", each, scene, spot)?;
                Some((Quantity::EachAffected(Box::new(each)), dimension))
            }
        }
    }

    fn each(
        &mut self,
        node: &str,
        each: &At<source::Quantity>,
        scene: Scene,
        spot: Spot,
    ) -> Option<(Quantity, Dimension)> {
        self.refuse_in_rule(spot, node, scene)?;
        if scene.in_sum {
            let mistake = mistakes::misplaced(
                node,
                "已经在按楼栋求和了",
                "it already stands inside a sum over buildings",
            );
            self.say(spot, mistake);
            return None;
        }
        let scene = Scene {
            level: Level::Building,
            in_sum: true,
            ..scene
        };
        self.quantity(each, scene)
    }

    fn division(
        &mut self,
        division: &source::Division,
        scene: Scene,
    ) -> Option<(Box<Quantity>, Box<Quantity>, Dimension)> {
        let of = self.quantity(&division.of, scene);
        let by = self.quantity(&division.by, scene);
        let ((of, of_dimension), (by, by_dimension)) = (of?, by?);
        let dimension = of_dimension.join(by_dimension, |a, b| a - b);
        Some((Box::new(of), Box::new(by), dimension))
    }

    /// Parts that must be of one dimension.
    fn alike(
        &mut self,
        node: &str,
        parts: &At<Vec<At<source::Quantity>>>,
        scene: Scene,
    ) -> Option<(Vec<Quantity>, Dimension)> {
        let lowered = self.parts(node, parts, scene)?;
        let mut joined = Dimension::Any;
        for ((_, dimension), part) in lowered.iter().zip(&parts.value) {
            joined = self.agree(part.spot, joined, *dimension);
        }
        Some((lowered.into_iter().map(|(it, _)| it).collect(), joined))
    }

    fn parts(
        &mut self,
        node: &str,
        parts: &At<Vec<At<source::Quantity>>>,
        scene: Scene,
    ) -> Option<Vec<(Quantity, Dimension)>> {
        if parts.is_empty() {
            self.say(parts.spot, mistakes::empty_list(node));
            return None;
        }
        let lowered: Vec<Option<(Quantity, Dimension)>> =
            parts.iter().map(|it| self.quantity(it, scene)).collect();
        lowered.into_iter().collect()
    }

    fn refuse_in_rule(&mut self, spot: Spot, node: &str, scene: Scene) -> Option<()> {
        if !scene.in_rule {
            return Some(());
        }
        let mistake = mistakes::misplaced(
            node,
            "判定里只能用答案、常数和惯例值，以及 sum、product、max、min、gap",
            "a rule takes answers, constants and conventions, joined by sum, product, max, min or gap",
        );
        self.say(spot, mistake);
        None
    }

    fn agree(&mut self, spot: Spot, one: Dimension, other: Dimension) -> Dimension {
        match (one, other) {
            (Dimension::Unknown, _) | (_, Dimension::Unknown) => Dimension::Unknown,
            (Dimension::Any, it) | (it, Dimension::Any) => it,
            (Dimension::Power(one), Dimension::Power(other)) => {
                if one != other {
                    let mistake = mistakes::dimension(
                        "前面一项",
                        "What stands before",
                        one,
                        "这一项",
                        "this",
                        other,
                    );
                    self.say(spot, mistake);
                }
                Dimension::Power(one)
            }
        }
    }

    pub fn dimension(&self, unit: UnitIdx) -> Dimension {
        match self.catalogue.units.get(unit.index()) {
            Some(unit) => Dimension::Power(i32::from(unit.power)),
            None => Dimension::Unknown,
        }
    }

    /// Every gated fact needs its gate in an `all` around it: otherwise the
    /// rule would speak about something that is not there. `held` are the
    /// conditions of the `all`s around.
    pub fn check_gates(&mut self, rule: &At<source::Rule>, lowered: &Rule, held: &mut Vec<Rule>) {
        match (&rule.value, lowered) {
            (source::Rule::All(rules), Rule::All(all)) => {
                let outside = held.len();
                for condition in all {
                    conditions(condition, held);
                }
                for (rule, lowered) in rules.iter().zip(all) {
                    self.check_gates(rule, lowered, held);
                }
                held.truncate(outside);
            }
            (source::Rule::Any(rules), Rule::Any(any)) => {
                for (rule, lowered) in rules.iter().zip(any) {
                    self.check_gates(rule, lowered, held);
                }
            }
            (source::Rule::Not(rule), Rule::Not(lowered)) => {
                self.check_gates(rule, lowered, held);
            }
            _ => {
                let used = match lowered {
                    Rule::Exceeds(of, than) => facts_in(of) | facts_in(than),
                    leaf => facts_of(leaf),
                };
                for idx in used.iter() {
                    let fact = self.catalogue.fact(idx);
                    let Some(gate) = &fact.asked_when else {
                        continue;
                    };
                    let mut needed = Vec::new();
                    conditions(gate, &mut needed);
                    let stands = needed
                        .iter()
                        .all(|gate| held.iter().any(|it| implies(it, gate)));
                    if !stands {
                        let mistake = mistakes::gate_missing(fact.id.as_str());
                        self.say(rule.spot, mistake);
                    }
                }
            }
        }
    }
}

/// The conditions of a rule that all hold when it does.
fn conditions(rule: &Rule, into: &mut Vec<Rule>) {
    match rule {
        Rule::All(rules) => rules.iter().for_each(|it| conditions(it, into)),
        other => into.push(other.clone()),
    }
}

/// Whether `held` makes sure of `gate`: the same condition, or a tighter bound
/// on the same fact.
fn implies(held: &Rule, gate: &Rule) -> bool {
    match (held, gate) {
        (Rule::AtLeast(fact, held), Rule::AtLeast(gated, gate)) => fact == gated && held >= gate,
        (Rule::AtMost(fact, held), Rule::AtMost(gated, gate))
        | (Rule::LessThan(fact, held), Rule::LessThan(gated, gate)) => {
            fact == gated && held <= gate
        }
        _ => held == gate,
    }
}
