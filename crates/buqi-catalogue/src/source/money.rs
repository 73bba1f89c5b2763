//! Prices, where they differ, and who pays.

use super::{Evidence, Ref, Words};
use crate::spot::{At, Entries};
use schemars::JsonSchema;
use serde::Deserialize;

/// A region whose price stands in the place of that of the book.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Instead {
    pub of: Ref,
    pub region: Ref,
}

/// Where prices are of a level of their own.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Region {
    pub name: Words,
    /// Its prices per those of the book; `null` where nothing was read.
    #[schemars(required)]
    pub factor: Option<At<f64>>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Payer {
    pub name: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// A dated unit price, in yuan.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Price {
    pub name: Words,
    pub unit: Ref,
    pub low: At<f64>,
    pub typical: At<f64>,
    pub high: At<f64>,
    /// The year whose money this is.
    pub base_year: At<u16>,
    /// Where it stands in the place of another price.
    pub instead: Option<Instead>,
    /// YYYY-MM-DD; `buqi check` warns once the day has passed.
    pub review_by: At<String>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// How some place shares the cost of one item among payers.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SharesElsewhere {
    pub name: Words,
    pub item: Ref,
    /// By payer, in percent; together 100.
    pub percent: Entries<At<f64>>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// Money that some place gives for one item.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Subsidy {
    pub name: Words,
    pub item: Ref,
    pub payer: Ref,
    /// Yuan for one unit of the item's own scope.
    pub amount: At<f64>,
    /// Whether that is the most there is.
    #[serde(default)]
    pub up_to: bool,
    /// The year it was read for.
    pub year: At<u16>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}
