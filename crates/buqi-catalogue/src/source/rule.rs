//! Conditions and quantities, which stand in files of several kinds.

use super::Ref;
use crate::spot::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A condition over answers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    All(At<Vec<At<Rule>>>),
    Any(At<Vec<At<Rule>>>),
    Not(Box<At<Rule>>),
    /// A yes/no fact was answered so.
    Is(Is),
    /// A choice fact is one of these options.
    OneOf(OneOf),
    AtLeast(Bound),
    AtMost(Bound),
    LessThan(Bound),
    /// The first quantity is strictly greater, from answers and constants alone.
    Exceeds(Box<Exceeds>),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Is {
    pub fact: Ref,
    pub value: bool,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OneOf {
    pub fact: Ref,
    pub options: At<Vec<Ref>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    pub fact: Ref,
    pub value: At<f64>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exceeds {
    pub of: At<Quantity>,
    pub than: At<Quantity>,
}

/// How much of something.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    Fact(Ref),
    Constant(At<f64>),
    Convention(Ref),
    Sum(At<Vec<At<Quantity>>>),
    Product(At<Vec<At<Quantity>>>),
    Max(At<Vec<At<Quantity>>>),
    Min(At<Vec<At<Quantity>>>),
    /// What `of` exceeds `less` by, never below zero.
    Gap(Box<Gap>),
    Ratio(Box<Division>),
    /// Whole pieces that cover `of` at one every `by`.
    CeilDiv(Box<Division>),
    /// How many whole `by` fit into `of`; for a capacity.
    FloorDiv(Box<Division>),
    /// The first of these that can be worked out.
    FirstKnown(At<Vec<At<Quantity>>>),
    /// `then` where the rule holds, zero where it does not.
    When(Box<When>),
    /// The sum over all buildings.
    EachBuilding(Box<At<Quantity>>),
    /// The sum over the buildings the item is suggested for.
    EachAffected(Box<At<Quantity>>),
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gap {
    pub of: At<Quantity>,
    pub less: At<Quantity>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Division {
    pub of: At<Quantity>,
    pub by: At<Quantity>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct When {
    pub rule: At<Rule>,
    pub then: At<Quantity>,
    #[serde(default)]
    pub otherwise: Otherwise,
}

/// What a quantity is as long as its rule does not hold.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Otherwise {
    #[default]
    Zero,
    /// So that `first-known` goes on to the next.
    NotKnown,
}
