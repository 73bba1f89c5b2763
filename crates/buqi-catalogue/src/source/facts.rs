//! What can be asked or worked out, and the rules of thumb behind it.

use super::{Evidence, Quantity, Ref, Rule, Words};
use crate::spot::{At, Entries};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Convention {
    pub name: Words,
    pub unit: Ref,
    pub low: At<f64>,
    pub typical: At<f64>,
    pub high: At<f64>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Estate,
    Building,
}

/// One thing that can be asked, or worked out from what was asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fact {
    /// A noun phrase, for tables and formulas.
    pub label: Words,
    /// The question as put to a person; left out when it is never asked.
    pub question: Option<Words>,
    pub help: Option<Words>,
    pub level: Level,
    pub kind: At<FactKind>,
    /// Where on a walk it is asked; left out when it is only worked out.
    pub place: Option<Ref>,
    /// Part of the quick survey.
    #[serde(default)]
    pub quick: bool,
    /// The question makes sense only when this holds.
    pub asked_when: Option<At<Rule>>,
    /// The fact of a building that adds up to it, where every building has one.
    pub sum_of: Option<Ref>,
    /// How it is worked out when nobody answered.
    pub derive: Option<At<Quantity>>,
    /// A convention to fall back on.
    pub assume: Option<Ref>,
    /// The drawing beside the options of a choice or the grades of a number.
    pub sketch: Option<At<String>>,
    /// Estimates by eye of a number, the mildest first.
    #[serde(default)]
    pub grades: Vec<Grade>,
    /// Other names in a table.
    #[serde(default)]
    pub aliases: Vec<At<String>>,
    /// Those of single buildings add up to something.
    pub adds_up: Option<At<bool>>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactKind {
    YesNo,
    Number(NumberKind),
    Choice(Entries<Words>),
}

/// What a number is by eye.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// In the unit of the fact.
    pub value: At<f64>,
    pub name: Words,
}

/// Bounds are inclusive and in the unit.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberKind {
    pub unit: Ref,
    pub min: At<f64>,
    pub max: At<f64>,
}
