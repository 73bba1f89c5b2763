//! 敏感性: which fact, convention or price moves the total most.
//!
//! Each input is swung alone from its low to its high while everything else
//! stays at its typical value, and the total of the chosen items is worked out
//! again. A question with a yes, a no or options is answered each way instead.

use crate::bundles::{net, savings};
use crate::catalogue::{Catalogue, FactKind, Level, Quantity};
use crate::estimate::{
    Line, Sized, Standing, affected_rows, estimate, estimate_standing, parts_of, size_item,
    standings,
};
use crate::facts::{Facts, Value};
use crate::id::{ConventionIdx, FactIdx, ItemIdx, PriceIdx};
use crate::money::{Fen, UnitPrice};
use crate::plan::Plan;
use crate::project::typical_total;
use crate::quantity::{Amount, Basis};
use crate::rule::{FactSet, decide};
use crate::sizing::{Site, measure, resolve};
use crate::suggestions::{Assessment, assess};
use crate::survey::{Answer, Reply, Survey};
use crate::truth::Truth;

/// How many estimates the answers to open questions may cost. Each is a whole
/// assessment; the questions with the most money behind them come first.
pub const MAX_ANSWERS_TRIED: usize = 24;

/// Something that is not known exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// A question that nobody answered. One that is asked of each building is
    /// swung in all the buildings where it is open.
    Fact(FactIdx),
    Convention(ConventionIdx),
    Price(PriceIdx),
}

/// How far one input alone moves the typical project total.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    pub input: Input,
    /// For a fact, the rows of the facts where it is open; row 0 for a fact of
    /// the estate. Empty otherwise.
    pub rows: Vec<usize>,
    /// The chosen items with a line that a price or a convention is in; those of
    /// the whole project are in none. Empty for a question that may change what
    /// is chosen.
    pub items: Vec<ItemIdx>,
    /// The total at the low and at the high end of the input. An input may
    /// make things cheaper as it grows, so the first may be the larger one.
    pub at_low: Fen,
    pub at_high: Fen,
    /// For a question with a yes, a no or options: the total under each
    /// answer. The two figures above are then the least and the most of them.
    pub answers: Vec<(Value, Fen)>,
}

impl Swing {
    /// How much of the total hangs on the input.
    pub fn width(&self) -> i64 {
        self.at_high
            .0
            .saturating_sub(self.at_low.0)
            .saturating_abs()
    }
}

/// 敏感性.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// The project total with everything typical.
    pub total: Fen,
    /// The widest first; inputs that move nothing are left out.
    pub swings: Vec<Swing>,
    /// Open questions that were not tried, because others have more money
    /// behind them.
    pub n_untried: usize,
}

impl Sensitivity {
    pub fn top(&self, n: usize) -> &[Swing] {
        &self.swings[..n.min(self.swings.len())]
    }
}

/// Swings every input of the chosen lines, and answers the open questions that
/// may change what is chosen.
///
/// `assessment` must be that of `survey`.
pub fn sensitivity(
    catalogue: &Catalogue,
    survey: &Survey,
    assessment: &Assessment,
    plan: &Plan,
) -> Sensitivity {
    let mut bench = Bench::new(catalogue, assessment, plan);
    let total = bench.total();
    let mut swings = bench.swing_all();
    let (tried, n_untried) = try_answers(catalogue, survey, assessment, plan, total);
    swings.extend(tried);
    swings.retain(|it| it.width() > 0);
    swings.sort_by_key(|it| (std::cmp::Reverse(it.width()), it.input));
    Sensitivity {
        total,
        swings,
        n_untried,
    }
}

/// What the inputs are swung on: a catalogue and facts of its own, so that a
/// changed figure goes through every formula that uses it. Verdicts stay, and
/// only items that use the input are sized again.
struct Bench<'a> {
    plan: &'a Plan,
    standings: Vec<Standing>,
    catalogue: Catalogue,
    assessment: Assessment,
    lines: Vec<Line>,
    inputs: Vec<Used>,
}

/// One input, and the items that are sized by it.
struct Used {
    input: Input,
    rows: Vec<usize>,
    items: Vec<ItemIdx>,
    /// It feeds a fact that is worked out.
    through_facts: bool,
}

impl Bench<'_> {
    fn new<'a>(catalogue: &Catalogue, assessment: &Assessment, plan: &'a Plan) -> Bench<'a> {
        let standings: Vec<Standing> = standings(catalogue, assessment, plan)
            .into_iter()
            .map(|it| match it {
                Standing::Undecided => Standing::Out,
                settled => settled,
            })
            .collect();
        let lines = estimate_standing(catalogue, assessment, plan, standings.clone()).lines;
        let mut inputs = Inputs::default();
        for line in &lines {
            let scope = &catalogue.item(line.item).lines[line.line];
            if let Some(price) = scope.price {
                inputs.note(Input::Price(price), 0, Some(line.item), false);
            }
            if line.overridden {
                continue;
            }
            inputs.item = line.item;
            inputs.collect_line(catalogue, assessment, line.item, &scope.quantity);
            // What a covering item does is taken off, so its inputs count too.
            for overlap in &catalogue.overlaps {
                let covering = overlap.covering;
                if overlap.covered == line.item
                    && line.line == 0
                    && standings[covering.index()] == Standing::Chosen
                {
                    let quantity = &catalogue.item(covering).lines[0].quantity;
                    inputs.collect_line(catalogue, assessment, covering, quantity);
                }
            }
        }
        let shared = catalogue.shared_works.iter().map(|it| it.saved);
        let project = catalogue.project.iter();
        let on_top = project.flat_map(|it| [it.fees, it.contingency]);
        for convention in shared.chain(on_top) {
            inputs.note(Input::Convention(convention), 0, None, false);
        }
        Bench {
            plan,
            standings,
            catalogue: catalogue.clone(),
            assessment: assessment.clone(),
            lines,
            inputs: inputs.used,
        }
    }

    fn total(&self) -> Fen {
        self.total_of(&self.lines)
    }

    fn total_of(&self, lines: &[Line]) -> Fen {
        let parts = parts_of(lines);
        let sum = parts.iter().map(|it| it.cost).sum();
        let works = net(sum, &savings(&self.catalogue, &parts)).typical();
        typical_total(&self.catalogue, works)
    }

    /// The total with the lines of these items sized again.
    fn resized(&self, items: &[ItemIdx]) -> Fen {
        let mut sized = Sized::default();
        for item in items {
            let (catalogue, assessment) = (&self.catalogue, &self.assessment);
            size_item(
                catalogue,
                assessment,
                self.plan,
                &self.standings,
                *item,
                &mut sized,
            );
        }
        let others = self.lines.iter().filter(|it| !items.contains(&it.item));
        let mut lines: Vec<Line> = others.cloned().collect();
        lines.extend(sized.lines);
        // In menu order again, so that equal lines share work as they did.
        lines.sort_by_key(|it| (it.item, it.line));
        self.total_of(&lines)
    }

    fn swing_all(&mut self) -> Vec<Swing> {
        let given = self.assessment.facts.clone();
        let inputs = std::mem::take(&mut self.inputs);
        let swings = inputs
            .into_iter()
            .map(|used| {
                let [at_low, at_high] = match used.input {
                    Input::Price(idx) => self.swing_price(idx),
                    Input::Convention(idx) => self.swing_convention(idx, &used, &given),
                    Input::Fact(idx) => self.swing_number(idx, &used, &given),
                };
                Swing {
                    input: used.input,
                    rows: used.rows,
                    items: used.items,
                    at_low,
                    at_high,
                    answers: Vec::new(),
                }
            })
            .collect();
        self.assessment.facts = given;
        swings
    }

    /// Quantities do not depend on prices, so the lines are priced anew.
    fn swing_price(&self, idx: PriceIdx) -> [Fen; 2] {
        let region = self.plan.terms.region(&self.catalogue);
        let price = self.catalogue.priced(idx, region).price;
        [price.low, price.high].map(|typical| {
            let mut lines = self.lines.clone();
            for line in &mut lines {
                let scope = &self.catalogue.item(line.item).lines[line.line];
                if scope.price == Some(idx) {
                    line.cost = UnitPrice { typical, ..price }.times(line.quantity);
                }
            }
            self.total_of(&lines)
        })
    }

    fn swing_convention(&mut self, idx: ConventionIdx, used: &Used, given: &Facts) -> [Fen; 2] {
        let typical = self.catalogue.convention(idx).typical;
        let ends = [
            self.catalogue.convention(idx).low,
            self.catalogue.convention(idx).high,
        ]
        .map(|value| {
            self.catalogue.conventions[idx.index()].typical = value;
            if used.through_facts {
                self.assessment.facts.forget_derived();
                resolve(&self.catalogue, &mut self.assessment.facts);
            }
            self.resized(&used.items)
        });
        self.catalogue.conventions[idx.index()].typical = typical;
        if used.through_facts {
            self.assessment.facts = given.clone();
        }
        ends
    }

    fn swing_number(&mut self, fact: FactIdx, used: &Used, given: &Facts) -> [Fen; 2] {
        let ends: [fn(Amount) -> f64; 2] = [Amount::low, Amount::high];
        let level = self.catalogue.fact(fact).level;
        let ends = ends.map(|end| {
            self.assessment.facts.forget_derived();
            for &row in &used.rows {
                let value = end(given.amount(row, fact).unwrap_or(Amount::ZERO));
                let amount = Amount::ranged(value, value, value, Basis::Derived);
                self.assessment.facts.suppose(level, row, fact, amount);
            }
            resolve(&self.catalogue, &mut self.assessment.facts);
            // Other formulas may lean on the fact too, as a default does.
            self.resized(&used.items)
        });
        self.assessment.facts = given.clone();
        ends
    }
}

/// Gathers what the chosen lines are made of.
struct Inputs {
    used: Vec<Used>,
    /// The item whose line is being looked at.
    item: ItemIdx,
    /// Behind a number that could be asked for: only further such numbers
    /// count, since they move it.
    facts_only: bool,
}

impl Default for Inputs {
    fn default() -> Inputs {
        Inputs {
            used: Vec::new(),
            item: ItemIdx(0),
            facts_only: false,
        }
    }
}

impl Inputs {
    fn note(&mut self, input: Input, row: usize, item: Option<ItemIdx>, through_facts: bool) {
        if self.facts_only && !matches!(input, Input::Fact(_)) {
            return;
        }
        let at = match self.used.iter().position(|it| it.input == input) {
            Some(at) => at,
            None => {
                self.used.push(Used {
                    input,
                    rows: Vec::new(),
                    items: Vec::new(),
                    through_facts: false,
                });
                self.used.len() - 1
            }
        };
        let used = &mut self.used[at];
        used.through_facts |= through_facts;
        if matches!(input, Input::Fact(_)) && !used.rows.contains(&row) {
            used.rows.push(row);
        }
        if let Some(item) = item
            && !used.items.contains(&item)
        {
            used.items.push(item);
        }
    }

    fn collect_line(
        &mut self,
        catalogue: &Catalogue,
        assessment: &Assessment,
        item: ItemIdx,
        quantity: &Quantity,
    ) {
        let affected = affected_rows(assessment, item);
        let site = Site {
            catalogue,
            facts: &assessment.facts,
            row: 0,
            affected: &affected,
        };
        self.collect(site, quantity, false);
    }

    /// Gathers what a quantity is worked out from. A number that could be
    /// asked for stands for the conventions behind it: an answer would replace
    /// them all.
    fn collect(&mut self, site: Site, quantity: &Quantity, in_fact: bool) {
        match quantity {
            Quantity::Fact(idx) => self.collect_fact(site, *idx),
            Quantity::Constant(_) => {}
            Quantity::Convention(idx) => {
                let convention = site.catalogue.convention(*idx);
                if convention.low < convention.high {
                    self.note(Input::Convention(*idx), 0, Some(self.item), in_fact);
                }
            }
            Quantity::Sum(parts)
            | Quantity::Product(parts)
            | Quantity::Max(parts)
            | Quantity::Min(parts) => {
                for part in parts {
                    self.collect(site, part, in_fact);
                }
            }
            Quantity::FirstKnown(parts) => {
                if let Some(part) = parts.iter().find(|it| measure(site, it).is_some()) {
                    self.collect(site, part, in_fact);
                }
            }
            Quantity::Gap { of, less: by }
            | Quantity::Ratio { of, by }
            | Quantity::CeilDiv { of, by }
            | Quantity::FloorDiv { of, by } => {
                self.collect(site, of, in_fact);
                self.collect(site, by, in_fact);
            }
            Quantity::When { rule, then, .. } => {
                let verdict = decide(site.catalogue, rule, site.facts, site.row);
                if verdict.truth == Truth::Yes {
                    self.collect(site, then, in_fact);
                }
            }
            Quantity::EachBuilding(each) | Quantity::EachAffected(each) => {
                for row in 0..site.facts.n_rows() {
                    // What is open where it is needed counts as nothing typically.
                    let counts = site.affected.get(row).is_none_or(|it| *it == Truth::Yes);
                    if site.facts.count(row) > 0 && counts {
                        self.collect(Site { row, ..site }, each, in_fact);
                    }
                }
            }
        }
    }

    fn collect_fact(&mut self, site: Site, idx: FactIdx) {
        let fact = site.catalogue.fact(idx);
        let row = match fact.level {
            Level::Estate => 0,
            Level::Building => site.row,
        };
        let open = site
            .facts
            .amount(row, idx)
            .is_some_and(|it| it.basis() != Basis::Measured && !it.is_exact());
        if !open {
            return;
        }
        let site = Site {
            row,
            affected: &[],
            ..site
        };
        if fact.place.is_some() {
            self.note(Input::Fact(idx), row, Some(self.item), true);
            if let Some(derive) = &fact.derive
                && measure(site, derive).is_some()
            {
                let outside = std::mem::replace(&mut self.facts_only, true);
                self.collect(site, derive, true);
                self.facts_only = outside;
            }
        } else if let Some(derive) = &fact.derive
            && measure(site, derive).is_some()
        {
            self.collect(site, derive, true);
        } else if let Some(convention) = fact.assume {
            self.note(Input::Convention(convention), 0, Some(self.item), true);
        }
    }
}

/// Answers open questions each way, those with the most money behind them
/// first; returns how many there was no room for.
fn try_answers(
    catalogue: &Catalogue,
    survey: &Survey,
    assessment: &Assessment,
    plan: &Plan,
    total: Fen,
) -> (Vec<Swing>, usize) {
    let mut questions = questions(catalogue, assessment, plan);
    let mut swings = Vec::new();
    let mut n_tried = 0;
    let mut n_untried = 0;
    questions.sort_by_key(|it| (std::cmp::Reverse(it.money), it.fact));
    for Question { fact, rows, .. } in questions {
        let replies: Vec<(Value, Reply)> = match &catalogue.fact(fact).kind {
            FactKind::YesNo => [true, false]
                .map(|it| (Value::YesNo(it), Reply::YesNo(it)))
                .into(),
            FactKind::Choice(options) => options
                .iter()
                .enumerate()
                .map(|(n, it)| (Value::Choice(n as u8), Reply::Choice(it.id.clone())))
                .collect(),
            FactKind::Number { .. } => continue,
        };
        if n_tried + replies.len() > MAX_ANSWERS_TRIED {
            n_untried += 1;
            continue;
        }
        n_tried += replies.len();
        let answers: Vec<(Value, Fen)> = replies
            .into_iter()
            .map(|(value, reply)| {
                let survey = answered(catalogue, survey, fact, &rows, &reply);
                let assessment = assess(catalogue, &survey);
                let works = estimate(catalogue, &assessment, plan).chosen.typical();
                (value, typical_total(catalogue, works))
            })
            .collect();
        let totals = || answers.iter().map(|(_, it)| *it);
        swings.push(Swing {
            input: Input::Fact(fact),
            rows,
            items: Vec::new(),
            at_low: totals().min().unwrap_or(total),
            at_high: totals().max().unwrap_or(total),
            answers,
        });
    }
    (swings, n_untried)
}

/// A yes/no or choice question that is open.
struct Question {
    fact: FactIdx,
    rows: Vec<usize>,
    /// What the work that waits for it may cost.
    money: Fen,
}

fn questions(catalogue: &Catalogue, assessment: &Assessment, plan: &Plan) -> Vec<Question> {
    let estimate = estimate(catalogue, assessment, plan);
    let mut questions: Vec<Question> = Vec::new();
    let n_rows = assessment.facts.n_rows();
    for item in catalogue.item_indices() {
        if estimate.standings[item.index()] == Standing::Out {
            continue;
        }
        let lines = estimate.lines.iter().filter(|it| it.item == item);
        let open: Fen = lines.map(|it| Fen(it.causes.answers)).sum();
        if open.0 <= 0 {
            continue;
        }
        let suggestion = assessment.suggestion(item);
        let affected = affected_rows(assessment, item);
        // An item counts once for a fact, in however many rows it is open.
        let mut counted = FactSet::EMPTY;
        for row in 0..n_rows {
            let at = if suggestion.rows.len() == 1 { 0 } else { row };
            let mut missing = FactSet::EMPTY;
            if suggestion.rows[at].truth == Truth::Unknown {
                missing |= suggestion.rows[at].missing;
            }
            for line in &catalogue.item(item).lines {
                let site = Site {
                    catalogue,
                    facts: &assessment.facts,
                    row,
                    affected: &affected,
                };
                missing |= conditions(site, &line.quantity);
            }
            for fact in missing.iter() {
                let row = match catalogue.fact(fact).level {
                    Level::Estate => 0,
                    Level::Building => row,
                };
                if assessment.facts.answered(row, fact).is_some() {
                    continue;
                }
                let at = match questions.iter().position(|it| it.fact == fact) {
                    Some(at) => at,
                    None => {
                        questions.push(Question {
                            fact,
                            rows: Vec::new(),
                            money: Fen(0),
                        });
                        questions.len() - 1
                    }
                };
                let question = &mut questions[at];
                if !counted.contains(fact) {
                    counted.insert(fact);
                    question.money = question.money + open;
                }
                if !question.rows.contains(&row) {
                    question.rows.push(row);
                }
            }
        }
    }
    questions
}

/// The facts that open conditions of a quantity wait for.
fn conditions(site: Site, quantity: &Quantity) -> FactSet {
    let all = |parts: &[Quantity]| {
        parts
            .iter()
            .fold(FactSet::EMPTY, |so_far, it| so_far | conditions(site, it))
    };
    match quantity {
        Quantity::Fact(_) | Quantity::Constant(_) | Quantity::Convention(_) => FactSet::EMPTY,
        Quantity::Sum(parts)
        | Quantity::Product(parts)
        | Quantity::Max(parts)
        | Quantity::Min(parts)
        | Quantity::FirstKnown(parts) => all(parts),
        Quantity::Gap { of, less: by }
        | Quantity::Ratio { of, by }
        | Quantity::CeilDiv { of, by }
        | Quantity::FloorDiv { of, by } => conditions(site, of) | conditions(site, by),
        Quantity::When { rule, then, .. } => {
            decide(site.catalogue, rule, site.facts, site.row).missing | conditions(site, then)
        }
        // The caller goes through the rows.
        Quantity::EachBuilding(each) | Quantity::EachAffected(each) => conditions(site, each),
    }
}

fn answered(
    catalogue: &Catalogue,
    survey: &Survey,
    fact: FactIdx,
    rows: &[usize],
    reply: &Reply,
) -> Survey {
    let mut survey = survey.clone();
    let fact = catalogue.fact(fact);
    let answer = || Answer::from(reply.clone());
    match fact.level {
        Level::Estate => {
            survey.estate.insert(fact.id.clone(), answer());
        }
        Level::Building => {
            for row in rows {
                if let Some(group) = survey.groups.get_mut(*row) {
                    group.answers.insert(fact.id.clone(), answer());
                }
            }
        }
    }
    survey
}
