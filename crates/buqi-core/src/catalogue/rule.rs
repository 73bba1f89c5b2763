//! Conditions and quantities as closed sets of expressions.

use crate::id::{ConventionIdx, FactIdx};

/// A condition over facts. A closed set: a new kind needs code, a check, a
/// test and an explanation.
///
/// Rules see only what was answered, never a derived or assumed value:
/// otherwise a later measurement could reverse a settled verdict.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
    /// A yes/no fact was answered so.
    Is(FactIdx, bool),
    /// A choice fact is one of these option positions.
    OneOf(FactIdx, Vec<u8>),
    AtLeast(FactIdx, f64),
    AtMost(FactIdx, f64),
    LessThan(FactIdx, f64),
    /// The first quantity is strictly greater, from answers alone.
    Exceeds(Quantity, Quantity),
}

/// A typed expression for how much. A closed set, as [`Rule`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    Fact(FactIdx),
    Constant(f64),
    Convention(ConventionIdx),
    Sum(Vec<Quantity>),
    Product(Vec<Quantity>),
    Max(Vec<Quantity>),
    Min(Vec<Quantity>),
    /// What `of` exceeds `less` by, never below zero.
    Gap {
        of: Box<Quantity>,
        less: Box<Quantity>,
    },
    Ratio {
        of: Box<Quantity>,
        by: Box<Quantity>,
    },
    CeilDiv {
        of: Box<Quantity>,
        by: Box<Quantity>,
    },
    /// How many whole pieces fit.
    FloorDiv {
        of: Box<Quantity>,
        by: Box<Quantity>,
    },
    /// The first of these that can be worked out.
    FirstKnown(Vec<Quantity>),
    /// `then` where the rule holds, zero where it does not. A `strict` one is
    /// not known, rather than zero, as long as the rule does not hold: a rough
    /// grade counts only once somebody gave it.
    When {
        rule: Box<Rule>,
        then: Box<Quantity>,
        strict: bool,
    },
    /// The sum over all buildings of the estate.
    EachBuilding(Box<Quantity>),
    /// The sum over the buildings the item is suggested for.
    EachAffected(Box<Quantity>),
}
