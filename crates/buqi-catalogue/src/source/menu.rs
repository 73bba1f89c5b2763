//! Deficiencies and the items that answer them.

use super::{Case, Evidence, Quantity, Ref, Rule, Words};
use crate::spot::At;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    BottomLine,
    Improvement,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    TimeLimited,
    BestEffort,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    VerySerious,
    Serious,
    General,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    Basic,
    Improve,
    Enhance,
}

/// Something an estate may lack.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Deficiency {
    pub name: Words,
    /// The number in the official checklist, or null.
    pub official_number: Option<String>,
    pub present_when: At<Rule>,
    pub gate: Gate,
    pub urgency: Urgency,
    pub severity: Option<Severity>,
    pub remedy: Words,
    /// Who is responsible, only where a document says so.
    pub responsible: Option<Words>,
    /// Why no item answers it, and where it is handled.
    pub outside_menu: Option<Words>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// One item of the menu; the file name is its id.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Item {
    pub name: Words,
    /// At most 80 characters in Chinese, 160 in English.
    pub summary: Words,
    pub tier: At<Tier>,
    /// A heading of catalogue.yaml; service items only.
    pub group: Option<Ref>,
    pub official_number: Option<String>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
    /// Words people use in the field.
    #[serde(default)]
    pub aliases: Vec<At<String>>,
    /// Further words of published lists, for back-tests only.
    #[serde(default)]
    pub published_as: Vec<At<String>>,
    /// Names that mean some of its lines only.
    #[serde(default)]
    pub named_lines: Vec<NamedLines>,
    /// The deficiencies it remedies.
    pub answers: At<Vec<Ref>>,
    /// A further condition.
    pub applies_when: Option<At<Rule>>,
    pub urgency: Urgency,
    pub gate: Gate,
    pub scope: Scope,
    /// A price with the unit of the scope, or null where none is known.
    #[serde(default)]
    pub price: Option<Ref>,
    #[serde(default)]
    pub extras: Vec<Extra>,
    /// An order of payers, not shares.
    pub payers: At<Vec<Ref>>,
    #[serde(default)]
    pub consent: Option<Ref>,
    /// Whether it can earn money afterwards.
    #[serde(default)]
    pub earns: bool,
    /// How long the works last on site; left out where that is not known.
    pub duration: Option<Duration>,
    /// How the cost of one unit of the scope is shared by floor.
    pub by_floor: Option<ByFloor>,
    pub cases: At<Vec<Case>>,
}

/// Calendar weeks on site.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    pub low: At<u16>,
    pub typical: At<u16>,
    pub high: At<u16>,
    /// So much of the item's own scope fits into these weeks; each further
    /// step begun takes a week more. Left out where the size does not matter.
    pub step: Option<At<f64>>,
    /// The most weeks, however large the scope; needed with `step`.
    pub most: Option<At<u16>>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// Weights by floor, for the part that one payer bears.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByFloor {
    pub payer: Ref,
    /// The ground floor first; above the last one the last step goes on.
    pub weights: At<Vec<u32>>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scope {
    pub label: Words,
    pub unit: Ref,
    pub quantity: At<Quantity>,
    pub takes_land: Option<TakesLand>,
}

/// The free ground one unit of a line stands on.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TakesLand {
    M2PerUnit(At<f64>),
    /// A convention in square metres.
    Convention(Ref),
}

/// Names that mean some lines of the item only; the first is `scope`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedLines {
    pub words: Vec<At<String>>,
    pub lines: Vec<At<String>>,
}

/// A further line of the scope.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Extra {
    pub id: At<String>,
    pub label: Words,
    pub unit: Ref,
    pub quantity: At<Quantity>,
    #[serde(default)]
    pub price: Option<Ref>,
    pub takes_land: Option<TakesLand>,
}
