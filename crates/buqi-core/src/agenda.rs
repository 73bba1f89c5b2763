//! 待问清单: what to ask next, how far each answer can still move things, and
//! when it is enough.

use crate::catalogue::{Catalogue, Gate, Level, Quantity, ScopeLine};
use crate::estimate::{Estimate, Standing, affected_if};
use crate::id::{FactIdx, ItemIdx, PriceIdx};
use crate::money::{Fen, UnitPrice};
use crate::plan::{Decision, Dossier};
use crate::quantity::{Amount, pieces};
use crate::questions::{deciding_weight, urgency_weight};
use crate::rule::{FactSet, decide, facts_in, facts_of};
use crate::sizing::{Site, as_bought, measure, measure_line, unmeasured};
use crate::suggestions::Assessment;
use crate::survey::Reply;
use crate::truth::Truth;

/// The survey may stop when no single answer can move the total by more than
/// this share of it, in percent.
pub const STOP_PERCENT: i64 = 3;

/// 影响. What one answer can still do, for one row of the facts.
#[derive(Clone, Debug, PartialEq)]
pub struct Stake {
    pub fact: FactIdx,
    /// A fact of the estate has row 0.
    pub row: usize,
    /// Items whose suggestion the answer may help to settle.
    pub decides: Vec<ItemIdx>,
    /// Items whose quantity it would pin down.
    pub sizes: Vec<ItemIdx>,
    /// It may settle whether a bottom-line deficiency is there, or whether an
    /// item that answers one applies.
    pub bottom_line: bool,
    /// By how much the typical total can fall and rise at most, in fen. The
    /// most that can come of it: answers that have to come together for that
    /// each carry the whole amount. A number is taken to lie within its range.
    pub less: Fen,
    pub more: Fen,
    /// Some work can't be priced before this is answered, so nobody can say
    /// how far it moves the total.
    pub unpriced: bool,
    /// For ranking only; higher first.
    pub weight: u32,
}

impl Stake {
    /// The larger of the two ways the total can go.
    pub fn swing(&self) -> Fen {
        self.less.max(self.more)
    }
}

/// 待问清单. The open questions of a survey, the most telling first.
#[derive(Clone, Debug, PartialEq)]
pub struct Agenda {
    pub open: Vec<Stake>,
    /// Answered with "cannot tell" although it matters: somebody else may know.
    pub unsure: Vec<Stake>,
    /// The typical total that the shares are of.
    pub total: Fen,
}

impl Agenda {
    /// Whether an answer can still change a bottom-line item, or move the
    /// total by more than [`STOP_PERCENT`].
    pub fn is_important(&self, stake: &Stake) -> bool {
        stake.bottom_line || self.moves_total(stake)
    }

    pub fn moves_total(&self, stake: &Stake) -> bool {
        let swing = stake.swing().0;
        stake.unpriced || swing.saturating_mul(100) > self.total.0.saturating_mul(STOP_PERCENT)
    }

    /// How far an answer can move the total, in whole percent rounded up;
    /// `None` when that can't be said.
    pub fn percent(&self, stake: &Stake) -> Option<i64> {
        let total = self.total.0;
        (!stake.unpriced && total > 0).then(|| {
            let swing = stake.swing().0.saturating_mul(100);
            swing / total + i64::from(swing % total != 0)
        })
    }

    /// Nothing that is still open is important: the stop rule.
    pub fn is_enough(&self) -> bool {
        !self.open.iter().any(|it| self.is_important(it))
    }
}

/// Lists what is worth asking, with the stakes of every question.
///
/// Worked out from the verdicts and lines as they stand, without judging the
/// estate again for every possible answer: that would take longer than people
/// wait between two taps.
pub fn agenda(
    catalogue: &Catalogue,
    dossier: &Dossier,
    assessment: &Assessment,
    estimate: &Estimate,
) -> Agenda {
    let n_rows = assessment.facts.n_rows();
    let mut draft = Draft {
        catalogue,
        dossier,
        assessment,
        estimate,
        n_rows,
        stakes: Vec::new(),
        at: vec![0; catalogue.facts.len() * n_rows],
    };
    draft.note_bottom_lines();
    for item in catalogue.item_indices() {
        draft.note_item(item);
    }
    draft.finish()
}

struct Draft<'a> {
    catalogue: &'a Catalogue,
    dossier: &'a Dossier,
    assessment: &'a Assessment,
    estimate: &'a Estimate,
    n_rows: usize,
    stakes: Vec<Stake>,
    /// Per fact and row, one more than the position among the stakes; 0 for
    /// none yet.
    at: Vec<u32>,
}

impl<'a> Draft<'a> {
    fn stake(&mut self, fact: FactIdx, row: usize) -> &mut Stake {
        let row = match self.catalogue.fact(fact).level {
            Level::Estate => 0,
            Level::Building => row,
        };
        let at = &mut self.at[fact.index() * self.n_rows + row];
        if *at == 0 {
            self.stakes.push(Stake {
                fact,
                row,
                decides: Vec::new(),
                sizes: Vec::new(),
                bottom_line: false,
                less: Fen(0),
                more: Fen(0),
                unpriced: false,
                weight: 0,
            });
            *at = self.stakes.len() as u32;
        }
        &mut self.stakes[*at as usize - 1]
    }

    /// A bottom-line deficiency that no item answers is worth knowing as well.
    fn note_bottom_lines(&mut self) {
        for finding in &self.assessment.findings {
            let deficiency = self.catalogue.deficiency(finding.deficiency);
            if deficiency.gate != Gate::BottomLine {
                continue;
            }
            for (row, verdict) in finding.rows.iter().enumerate() {
                for fact in verdict.missing.iter() {
                    let stake = self.stake(fact, row);
                    stake.bottom_line = true;
                    stake.weight = stake.weight.max(4);
                }
            }
        }
    }

    fn note_item(&mut self, item: ItemIdx) {
        let plan = &self.dossier.plan;
        let decision = plan.decisions.get(&self.catalogue.item(item).id);
        if matches!(
            decision,
            Some(Decision::Deferred | Decision::Declined { .. })
        ) {
            return;
        }
        let accepted = decision.is_some();
        let suggestion = self.assessment.suggestion(item);
        for (row, verdict) in suggestion.rows.iter().enumerate() {
            if verdict.truth == Truth::Unknown {
                let per_row = suggestion.rows.len() > 1;
                let share = self.share(item, per_row.then_some(row));
                self.note_deciding(item, row, accepted, share);
            }
        }
        let standing = self.estimate.standings[item.index()];
        if standing != Standing::Out {
            for line in 0..self.catalogue.item(item).lines.len() {
                self.note_sizing(item, line, standing == Standing::Chosen);
            }
        }
    }

    /// What the verdict on one row still hangs on, and what it brings.
    fn note_deciding(&mut self, item: ItemIdx, row: usize, accepted: bool, share: Share) {
        let (catalogue, assessment) = (self.catalogue, self.assessment);
        let suggestion = assessment.suggestion(item);
        let bottom_line = catalogue.item(item).answers.iter().any(|it| {
            catalogue.deficiency(*it).gate == Gate::BottomLine
                && assessment.finding(*it).row(row).truth != Truth::No
        });
        // What an accepted item takes on already can only fall away.
        let counted = accepted && suggestion.truth != Truth::Yes;
        for fact in suggestion.rows[row].missing.iter() {
            let weight = deciding_weight(catalogue, assessment, item, fact);
            let stake = self.stake(fact, row);
            stake.bottom_line |= bottom_line;
            stake.unpriced |= share.unpriced && !counted;
            if counted {
                stake.less = stake.less + share.cost;
                stake.more = stake.more + share.spared;
            } else {
                stake.more = stake.more + share.cost;
                stake.less = stake.less + share.spared;
            }
            if !stake.decides.contains(&item) {
                stake.decides.push(item);
                stake.weight += weight;
            }
        }
    }

    /// What one row, or the whole estate, adds to the cost of an item at most,
    /// and what it spares elsewhere because this item contains it.
    fn share(&self, item: ItemIdx, row: Option<usize>) -> Share {
        let mut share = Share::default();
        let wanted = |at: usize| row.is_none_or(|row| row == at).into();
        let affected: Vec<Truth> = (0..self.n_rows).map(wanted).collect();
        for line in 0..self.catalogue.item(item).lines.len() {
            match self.most_cost(item, line, row.unwrap_or(0), &affected) {
                Some(cost) => share.cost = share.cost + cost,
                None => share.unpriced |= self.scope(item, line).price.is_some(),
            }
        }
        for overlap in &self.catalogue.overlaps {
            let spares = overlap.covering == item
                && self.estimate.standings[overlap.covered.index()] == Standing::Chosen;
            if spares {
                let cost = self.most_cost(overlap.covered, 0, row.unwrap_or(0), &affected);
                share.spared = share.spared + cost.unwrap_or_default();
            }
        }
        share
    }

    /// At the typical price, because that is what the total is of, but for all
    /// the quantity there may be: what a rule has not settled yet is typically
    /// nothing. `None` when the line can't be priced.
    fn most_cost(&self, item: ItemIdx, line: usize, row: usize, affected: &[Truth]) -> Option<Fen> {
        let scope = self.scope(item, line);
        let price = self.priced(scope.price?);
        let quantity = match self.overridden(item, scope) {
            Some(quantity) => as_bought(self.catalogue, scope, Amount::exact(quantity)).high(),
            None => measure_line(self.site(row, affected), scope)?.high(),
        };
        Some(price.times(Amount::exact(quantity)).typical())
    }

    fn priced(&self, price: PriceIdx) -> UnitPrice {
        let region = self.dossier.plan.terms.region(self.catalogue);
        self.catalogue.priced(price, region).price
    }

    fn note_sizing(&mut self, item: ItemIdx, line: usize, chosen: bool) {
        let (catalogue, assessment) = (self.catalogue, self.assessment);
        let scope = self.scope(item, line);
        if self.overridden(item, scope).is_some() {
            return;
        }
        let suggestion = assessment.suggestion(item);
        let all = affected_if(suggestion.truth, suggestion.standings(self.n_rows));
        let by_row = has_affected(&scope.quantity);
        let rows = if by_row { self.n_rows } else { 1 };
        for row in 0..rows {
            if by_row && (all[row] == Truth::No || assessment.facts.count(row) == 0) {
                continue;
            }
            // Row by row, so that a building is not blamed for the others.
            let solo: Vec<Truth> = (0..self.n_rows)
                .map(|at| {
                    if !by_row || at == row {
                        all[at]
                    } else {
                        Truth::No
                    }
                })
                .collect();
            let site = self.site(row, &solo);
            let open = unmeasured(site, &scope.quantity);
            if open.is_empty() {
                continue;
            }
            let price = scope.price.map(|it| self.priced(it).typical);
            let quantity = measure(site, &scope.quantity);
            let mut range = (Fen(0), Fen(0));
            if let (Some(price), Some(it)) = (price, quantity) {
                // One more metre can call for one more piece.
                let whole = catalogue.unit(scope.unit).whole;
                let bought = |amount: f64| if whole { pieces(amount) } else { amount };
                let money = |amount: f64| Fen((price.0 as f64 * bought(amount)).ceil() as i64);
                range = (
                    money(it.typical() - it.low()),
                    money(it.high() - it.typical()),
                );
            }
            let unpriced = price.is_some() && quantity.is_none();
            let meant = by_row.then_some(row);
            self.note_range(item, meant, open, chosen.then_some(range), unpriced);
        }
    }

    /// `row` is `None` for a quantity of the estate as a whole. `range` is
    /// `None` while the item is not in the plan: then it moves nothing yet.
    fn note_range(
        &mut self,
        item: ItemIdx,
        row: Option<usize>,
        open: FactSet,
        range: Option<(Fen, Fen)>,
        unpriced: bool,
    ) {
        let facts = &self.assessment.facts;
        for fact in open.iter() {
            let estate = self.catalogue.fact(fact).level == Level::Estate;
            // Answered for this building, so it is open for the others.
            let row = row.filter(|it| facts.answered(*it, fact).is_none());
            for at in 0..if estate { 1 } else { self.n_rows } {
                let meant = estate || row.is_none_or(|it| it == at);
                if !meant || facts.answered(at, fact).is_some() {
                    continue;
                }
                let stake = self.stake(fact, at);
                if let Some((less, more)) = range {
                    stake.less = stake.less + less;
                    stake.more = stake.more + more;
                    stake.unpriced |= unpriced;
                }
                if !stake.sizes.contains(&item) {
                    stake.sizes.push(item);
                    stake.weight += if unpriced { 3 } else { 1 };
                }
            }
        }
    }

    fn scope(&self, item: ItemIdx, line: usize) -> &'a ScopeLine {
        &self.catalogue.item(item).lines[line]
    }

    fn overridden(&self, item: ItemIdx, scope: &ScopeLine) -> Option<f64> {
        let overrides = &self.dossier.plan.overrides;
        if overrides.is_empty() {
            return None;
        }
        let key = (self.catalogue.item(item).id.clone(), scope.id.clone());
        overrides.get(&key).map(|it| it.quantity)
    }

    fn site<'b>(&self, row: usize, affected: &'b [Truth]) -> Site<'b>
    where
        'a: 'b,
    {
        Site {
            catalogue: self.catalogue,
            facts: &self.assessment.facts,
            row,
            affected,
        }
    }

    fn finish(mut self) -> Agenda {
        let mut stakes = std::mem::take(&mut self.stakes);
        stakes.retain(|it| self.can_be_asked(it));
        let mut agenda = Agenda {
            open: Vec::new(),
            unsure: Vec::new(),
            total: self.estimate.total.typical(),
        };
        for mut stake in stakes {
            // A hundredth of the total weighs like an item that gets its
            // quantity, and half of it like three urgent ones.
            let percent = agenda.percent(&stake).unwrap_or_default();
            stake.weight += percent.clamp(0, 50) as u32;
            match self.reply(&stake) {
                None => agenda.open.push(stake),
                Some(Reply::CannotTell) => agenda.unsure.push(stake),
                Some(_) => {}
            }
        }
        let order = |it: &Stake| (!agenda.is_important(it), std::cmp::Reverse(it.weight));
        let mut ranked: Vec<_> = agenda
            .open
            .iter()
            .enumerate()
            .map(|(at, it)| (order(it), it.fact, it.row, at))
            .collect();
        ranked.sort_unstable();
        agenda.open = ranked
            .into_iter()
            .map(|(_, _, _, at)| agenda.open[at].clone())
            .collect();
        agenda
    }

    fn reply(&self, stake: &Stake) -> Option<&Reply> {
        let fact = self.catalogue.fact(stake.fact);
        let answers = self.dossier.survey.answers(fact.level, stake.row)?;
        Some(&answers.get(&fact.id)?.reply)
    }

    /// Not what is only worked out, nor what makes no sense, nor a follow-up
    /// while the question before it is open too.
    fn can_be_asked(&self, stake: &Stake) -> bool {
        let fact = self.catalogue.fact(stake.fact);
        // An estate without buildings has a row, but nobody to ask about it.
        let answers = self.dossier.survey.answers(fact.level, stake.row);
        if fact.place.is_none() || answers.is_none() || stake.weight == 0 {
            return false;
        }
        let Some(gate) = &fact.asked_when else {
            return true;
        };
        let verdict = decide(self.catalogue, gate, &self.assessment.facts, stake.row);
        match verdict.truth {
            Truth::Yes => true,
            Truth::No => false,
            Truth::Unknown => !verdict.missing.iter().any(|it| self.is_open(it, stake.row)),
        }
    }

    fn is_open(&self, fact: FactIdx, row: usize) -> bool {
        let row = match self.catalogue.fact(fact).level {
            Level::Estate => 0,
            Level::Building => row,
        };
        let noted = self.at[fact.index() * self.n_rows + row] > 0;
        let fact = self.catalogue.fact(fact);
        let answers = self.dossier.survey.answers(fact.level, row);
        noted && !answers.is_some_and(|it| it.contains_key(&fact.id))
    }
}

/// Every fact of the catalogue in the order to ask, before anything is known:
/// what the most urgent deficiencies and the most items look at comes first,
/// and a follow-up right after the question before it.
///
/// It stays the same while a survey goes on, so a list in this order does not
/// move under the finger.
pub fn asking_order(catalogue: &Catalogue) -> Vec<FactIdx> {
    let mut weights = vec![0; catalogue.facts.len()];
    for deficiency in &catalogue.deficiencies {
        for fact in facts_of(&deficiency.present_when).iter() {
            let weight: &mut u32 = &mut weights[fact.index()];
            *weight = (*weight).max(urgency_weight(deficiency));
            *weight += deficiency.answered_by.len() as u32;
        }
    }
    for line in catalogue.items.iter().flat_map(|it| &it.lines) {
        for fact in facts_in(&line.quantity).iter() {
            weights[fact.index()] += 1;
        }
    }
    let mut ranked: Vec<FactIdx> = catalogue.fact_indices().collect();
    ranked.sort_unstable_by_key(|it| (std::cmp::Reverse(weights[it.index()]), *it));
    let gate_of = |it: FactIdx| {
        let gate = catalogue.fact(it).asked_when.as_ref()?;
        facts_of(gate)
            .iter()
            .find(|gate| catalogue.fact(*gate).place == catalogue.fact(it).place)
    };
    let mut order = Vec::with_capacity(ranked.len());
    for &fact in ranked.iter().filter(|it| gate_of(**it).is_none()) {
        order.push(fact);
    }
    // A follow-up may have a follow-up, so it takes a round for each step.
    let mut rest: Vec<FactIdx> = ranked.into_iter().rev().collect();
    rest.retain(|it| gate_of(*it).is_some());
    while !rest.is_empty() {
        let before = rest.len();
        rest.retain(|it| {
            let at = order.iter().position(|gate| gate_of(*it) == Some(*gate));
            if let Some(at) = at {
                order.insert(at + 1, *it);
            }
            at.is_none()
        });
        if rest.len() == before {
            order.append(&mut rest);
        }
    }
    order
}

/// What an item brings for one row.
#[derive(Clone, Copy, Default)]
struct Share {
    cost: Fen,
    /// What falls away in other items.
    spared: Fen,
    /// Part of it can't be priced yet.
    unpriced: bool,
}

/// Whether a quantity is summed over the buildings of its item.
fn has_affected(quantity: &Quantity) -> bool {
    match quantity {
        Quantity::Fact(_) | Quantity::Constant(_) | Quantity::Convention(_) => false,
        Quantity::Sum(parts)
        | Quantity::Product(parts)
        | Quantity::Max(parts)
        | Quantity::Min(parts)
        | Quantity::FirstKnown(parts) => parts.iter().any(has_affected),
        Quantity::Gap { of, less: by }
        | Quantity::Ratio { of, by }
        | Quantity::CeilDiv { of, by }
        | Quantity::FloorDiv { of, by } => has_affected(of) || has_affected(by),
        Quantity::When { then, .. } => has_affected(then),
        Quantity::EachBuilding(_) => false,
        Quantity::EachAffected(_) => true,
    }
}
