//! What can be asked or worked out, and the rules of thumb behind it.

use super::{Evidence, Level, Quantity, Rule, Text};
use crate::id::{
    ConventionId, ConventionIdx, FactId, FactIdx, OptionId, PlaceIdx, PriceIdx, UnitIdx,
};

/// 事实指标. One thing that can be asked, or worked out from what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub id: FactId,
    /// A noun phrase, for tables and formulas.
    pub label: Text,
    /// The question as put to a person; empty when it is never asked.
    pub question: Text,
    pub help: Option<Text>,
    pub level: Level,
    pub kind: FactKind,
    /// `None` for a fact that is only worked out.
    pub place: Option<PlaceIdx>,
    /// Part of the quick survey.
    pub quick: bool,
    /// The question makes sense only when this holds.
    pub asked_when: Option<Rule>,
    /// 台账合计. The fact of a building whose sum over all buildings it is: a
    /// complete ledger answers for the estate.
    pub sum_of: Option<FactIdx>,
    /// How it is worked out when nobody answered.
    pub derive: Option<Quantity>,
    /// The visible default when it can't be worked out either.
    pub assume: Option<ConventionIdx>,
    /// What is drawn beside the options of a choice, or the grades of a number,
    /// the mildest first; the interface knows the drawings by this name.
    pub sketch: Option<Box<str>>,
    /// 分级. Estimates by eye of a number, the mildest first.
    pub grades: Vec<Grade>,
    /// Other names it goes by in a table; it may share them with a fact of the
    /// other level.
    pub aliases: Vec<Box<str>>,
    /// Those of single buildings add up to something, as households do and
    /// storeys don't; a ledger may hold their sum.
    pub adds_up: bool,
    pub evidence: Evidence,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    YesNo,
    /// Bounds are inclusive and in the fact's unit.
    Number {
        unit: UnitIdx,
        min: f64,
        max: f64,
    },
    Choice(Vec<Choice>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: OptionId,
    pub name: Text,
}

/// What a number is by eye.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// In the fact's unit, within its bounds.
    pub value: f64,
    pub name: Text,
}

/// A named rule of thumb with its range and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Convention {
    pub id: ConventionId,
    pub name: Text,
    pub unit: UnitIdx,
    pub low: f64,
    pub typical: f64,
    pub high: f64,
    pub evidence: Evidence,
}

/// How the works of an estate become a whole project, and how their costs
/// vary together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Design, supervision, permits and the like, as a share of the works.
    pub fees: ConventionIdx,
    /// As a share of works and fees.
    pub contingency: ConventionIdx,
    /// The correlation of the costs of any two lines.
    pub line_correlation: ConventionIdx,
    /// By how much prices change in a year, as a share.
    pub price_drift: ConventionIdx,
    /// How many times more or less works cost of which only the names were
    /// published; four of five lie within.
    pub named_works_spread: ConventionIdx,
    /// What works cost that a published list leaves out, per m² of floor area;
    /// used in the back-test only.
    pub unnamed_works: PriceIdx,
    /// How many times as long as its works a project takes, from the start of
    /// works to acceptance.
    pub length_per_works: ConventionIdx,
    /// How many times what its formula gives a quantity set by hand may be
    /// without a remark, from low times the lowest to high times the highest.
    pub by_hand: ConventionIdx,
    /// Stands in where the number of buildings is not known.
    pub floor_area_per_building: ConventionIdx,
    /// Stands in where only one of floor area and households is known.
    pub floor_area_per_household: ConventionIdx,
    /// Stands in where only the entrances are known.
    pub floor_area_per_entrance: ConventionIdx,
    /// Stands in where the number of estates is not known.
    pub floor_area_per_estate: ConventionIdx,
    /// The building-level facts a published project may state.
    pub entrances: FactIdx,
    pub year_built: FactIdx,
}

/// The building-level facts that say what one stairwell is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StairwellFacts {
    pub entrances: FactIdx,
    pub households: FactIdx,
    pub floor_area: FactIdx,
    pub storeys: FactIdx,
}
