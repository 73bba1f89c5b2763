//! upkeep.yaml: how an estate is looked after once the works are done.

use super::{Evidence, Ref, Rule, Words};
use crate::spot::{At, Entries};
use schemars::JsonSchema;
use serde::Deserialize;

/// upkeep.yaml
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Upkeep {
    pub modes: Entries<UpkeepMode>,
    #[serde(default)]
    pub checks: Vec<UpkeepCheck>,
}

/// A way to look after an estate once the works are done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct UpkeepMode {
    pub name: Words,
    pub summary: Words,
    /// About the estate as a whole.
    pub fits_when: At<Rule>,
    /// Yuan for a square metre of floor area a year, or null.
    pub yearly: Option<Yearly>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Yearly {
    pub low: At<f64>,
    pub typical: At<f64>,
    pub high: At<f64>,
}

/// Something to look after, at least every so often.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpkeepCheck {
    pub items: At<Vec<Ref>>,
    pub what: Words,
    /// From one time to the next, in half months at the finest: 0.5, 1, 12.
    pub months: At<f64>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}
