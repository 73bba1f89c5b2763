//! 敏感性: which fact, convention or price moves the total most.
//!
//! Each input is swung alone from its low to its high while everything else
//! stays at its typical value, and the total of the chosen items is worked out
//! again. A question with a yes, a no or options is answered each way instead.

use crate::catalogue::{Catalogue, FactKind, Level, Quantity};
use crate::estimate::{Standing, affected_rows, estimate, estimate_standing, standings};
use crate::facts::Value;
use crate::id::{ConventionIdx, FactIdx, PriceIdx};
use crate::money::{Fen, UnitPrice};
use crate::plan::Plan;
use crate::project::typical_total;
use crate::quantity::{Amount, Basis};
use crate::rule::{FactSet, decide};
use crate::sizing::{Site, resolve};
use crate::suggestions::{Assessment, assess};
use crate::survey::{Answer, Reply, Survey};
use crate::truth::Truth;

/// How many estimates the answers to open questions may cost. Each is a whole
/// assessment; the questions with the most money behind them come first.
pub const MAX_ANSWERS_TRIED: usize = 40;

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
    let mut swings = bench.swing_conventions();
    swings.extend(bench.swing_prices());
    swings.extend(bench.swing_numbers());
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
/// changed figure goes through every formula that uses it. Verdicts stay.
struct Bench<'a> {
    plan: &'a Plan,
    standings: Vec<Standing>,
    catalogue: Catalogue,
    assessment: Assessment,
    inputs: Inputs,
}

/// What the chosen lines are made of.
#[derive(Default)]
struct Inputs {
    conventions: Vec<ConventionIdx>,
    prices: Vec<PriceIdx>,
    /// Numbers that could be asked for and were not, with the rows.
    numbers: Vec<(FactIdx, Vec<usize>)>,
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
        let mut inputs = Inputs::default();
        for line in estimate_standing(catalogue, assessment, plan, standings.clone()).lines {
            let scope = &catalogue.item(line.item).lines[line.line];
            inputs.prices.extend(scope.price);
            if line.overridden {
                continue;
            }
            let affected = affected_rows(assessment, line.item);
            let site = Site {
                catalogue,
                facts: &assessment.facts,
                row: 0,
                affected: &affected,
            };
            inputs.collect(site, &scope.quantity);
        }
        let shared = catalogue.shared_works.iter().map(|it| it.saved);
        let project = catalogue.project.iter();
        let on_top = project.flat_map(|it| [it.fees, it.contingency]);
        inputs.conventions.extend(shared.chain(on_top));
        inputs.conventions.sort_unstable();
        inputs.conventions.dedup();
        inputs.prices.sort_unstable();
        inputs.prices.dedup();
        inputs.numbers.sort_unstable();
        Bench {
            plan,
            standings,
            catalogue: catalogue.clone(),
            assessment: assessment.clone(),
            inputs,
        }
    }

    fn total(&self) -> Fen {
        let (catalogue, standings) = (&self.catalogue, self.standings.clone());
        let estimate = estimate_standing(catalogue, &self.assessment, self.plan, standings);
        typical_total(catalogue, estimate.chosen.typical())
    }

    fn swing_conventions(&mut self) -> Vec<Swing> {
        let answered = self.assessment.facts.clone();
        let inputs = self.inputs.conventions.clone();
        let swing = |idx: ConventionIdx| {
            let convention = self.catalogue.convention(idx).clone();
            let [at_low, at_high] = [convention.low, convention.high].map(|value| {
                self.catalogue.conventions[idx.index()].typical = value;
                self.assessment.facts.forget_derived();
                resolve(&self.catalogue, &mut self.assessment.facts);
                self.total()
            });
            self.catalogue.conventions[idx.index()] = convention;
            Swing {
                input: Input::Convention(idx),
                rows: Vec::new(),
                at_low,
                at_high,
                answers: Vec::new(),
            }
        };
        let swings = inputs.into_iter().map(swing).collect();
        self.assessment.facts = answered;
        swings
    }

    fn swing_prices(&mut self) -> Vec<Swing> {
        let inputs = self.inputs.prices.clone();
        let swing = |idx: PriceIdx| {
            let price = self.catalogue.price(idx).price;
            let [at_low, at_high] = [price.low, price.high].map(|fen| {
                self.catalogue.prices[idx.index()].price = UnitPrice {
                    typical: fen,
                    ..price
                };
                self.total()
            });
            self.catalogue.prices[idx.index()].price = price;
            Swing {
                input: Input::Price(idx),
                rows: Vec::new(),
                at_low,
                at_high,
                answers: Vec::new(),
            }
        };
        inputs.into_iter().map(swing).collect()
    }

    fn swing_numbers(&mut self) -> Vec<Swing> {
        let answered = self.assessment.facts.clone();
        let inputs = self.inputs.numbers.clone();
        let swing = |(fact, rows): (FactIdx, Vec<usize>)| {
            let ends: [fn(Amount) -> f64; 2] = [Amount::low, Amount::high];
            let [at_low, at_high] = ends.map(|end| {
                self.assessment.facts.forget_derived();
                for &row in &rows {
                    let amount = answered.amount(row, fact).unwrap_or(Amount::ZERO);
                    let value = end(amount);
                    let amount = Amount::ranged(value, value, value, Basis::Derived);
                    let level = self.catalogue.fact(fact).level;
                    self.assessment.facts.suppose(level, row, fact, amount);
                }
                resolve(&self.catalogue, &mut self.assessment.facts);
                self.total()
            });
            Swing {
                input: Input::Fact(fact),
                rows,
                at_low,
                at_high,
                answers: Vec::new(),
            }
        };
        let swings = inputs.into_iter().map(swing).collect();
        self.assessment.facts = answered;
        swings
    }
}

impl Inputs {
    /// Gathers what a quantity is worked out from. A number that could be
    /// asked for stands for the conventions behind it: an answer would replace
    /// them all.
    fn collect(&mut self, site: Site, quantity: &Quantity) {
        match quantity {
            Quantity::Fact(idx) => self.collect_fact(site, *idx),
            Quantity::Constant(_) => {}
            Quantity::Convention(idx) => {
                let convention = site.catalogue.convention(*idx);
                if convention.low < convention.high {
                    self.conventions.push(*idx);
                }
            }
            Quantity::Sum(parts)
            | Quantity::Product(parts)
            | Quantity::Max(parts)
            | Quantity::Min(parts) => {
                for part in parts {
                    self.collect(site, part);
                }
            }
            Quantity::FirstKnown(parts) => {
                let known = parts
                    .iter()
                    .find(|it| crate::sizing::measure(site, it).is_some());
                if let Some(part) = known {
                    self.collect(site, part);
                }
            }
            Quantity::Gap { of, less: by }
            | Quantity::Ratio { of, by }
            | Quantity::CeilDiv { of, by }
            | Quantity::FloorDiv { of, by } => {
                self.collect(site, of);
                self.collect(site, by);
            }
            Quantity::When { rule, then } => {
                let verdict = decide(site.catalogue, rule, site.facts, site.row);
                if verdict.truth == Truth::Yes {
                    self.collect(site, then);
                }
            }
            Quantity::EachBuilding(each) | Quantity::EachAffected(each) => {
                for row in 0..site.facts.n_rows() {
                    if site.facts.count(row) > 0 && site.affected.get(row) != Some(&Truth::No) {
                        self.collect(Site { row, ..site }, each);
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
        if fact.place.is_some() {
            match self.numbers.iter_mut().find(|(it, _)| *it == idx) {
                Some((_, rows)) if rows.contains(&row) => {}
                Some((_, rows)) => rows.push(row),
                None => self.numbers.push((idx, vec![row])),
            }
        } else if let Some(derive) = &fact.derive
            && crate::sizing::measure(Site { row, ..site }, derive).is_some()
        {
            self.collect(
                Site {
                    row,
                    affected: &[],
                    ..site
                },
                derive,
            );
        } else if let Some(convention) = fact.assume {
            self.conventions.push(convention);
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
                missing = missing | suggestion.rows[at].missing;
            }
            for line in &catalogue.item(item).lines {
                let site = Site {
                    catalogue,
                    facts: &assessment.facts,
                    row,
                    affected: &affected,
                };
                missing = missing | conditions(site, &line.quantity);
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
        Quantity::When { rule, then } => {
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
