//! sequence.yaml: how items stand to each other.

use super::{Evidence, Ref, Rule, Words};
use crate::spot::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// sequence.yaml
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Sequence {
    #[serde(default)]
    pub before_after: Vec<BeforeAfter>,
    #[serde(default)]
    pub overlaps: Vec<Overlap>,
    #[serde(default)]
    pub shared_works: Vec<SharedWork>,
    #[serde(default)]
    pub requires: Vec<Requires>,
    #[serde(default)]
    pub exclusions: Vec<Exclusion>,
    #[serde(default)]
    pub conflicts: Vec<Conflict>,
    #[serde(default)]
    pub seasons: Vec<Season>,
}

/// No item of `ones` is on site together with one of `others`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Conflict {
    pub ones: At<Vec<Ref>>,
    pub others: At<Vec<Ref>>,
    /// `ones` come before `others`, in the same year.
    #[serde(default)]
    pub ones_first: bool,
    pub reason: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// Months in which these items should not be on site.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Season {
    pub items: At<Vec<Ref>>,
    /// 1 for January to 12 for December.
    pub closed_months: At<Vec<At<u16>>>,
    /// For estates that meet this; for all when left out.
    pub when: Option<At<Rule>>,
    pub reason: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// `before` must be finished before `after` may start.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeforeAfter {
    pub before: Ref,
    pub after: Ref,
    pub reason: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// Work of `covered` that `covering` already contains.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Overlap {
    pub covering: Ref,
    pub covered: Ref,
    pub reason: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// Work that several lines each pay for and that is done once.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedWork {
    pub name: Words,
    pub lines: At<Vec<LineRef>>,
    /// The line that does the shared work anyway; without one the largest of
    /// the lines does it.
    pub host: Option<LineRef>,
    /// A convention: the share of its cost that a line saves.
    pub saved: Ref,
    pub reason: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// A line of an item: `scope`, or the id of one of its extras.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LineRef {
    pub item: Ref,
    pub line: Ref,
}

/// `item` is of no use while `needs` is called for and not done.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requires {
    pub item: Ref,
    pub needs: Ref,
    pub reason: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// An estate this menu is not for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    pub when: At<Rule>,
    pub reason: Words,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}
