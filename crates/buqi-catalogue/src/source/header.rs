//! catalogue.yaml: the title, the order of the menu and what a whole project takes.

use super::{Ref, Words};
use crate::spot::{At, Entries};
use schemars::JsonSchema;
use serde::Deserialize;

/// catalogue.yaml
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Header {
    pub title: Words,
    /// Says that the list is a reconstruction; shown wherever the list is.
    pub notice: Words,
    /// The date of this edition, YYYY-MM-DD.
    pub edition: At<String>,
    /// Headings of the service part, in order.
    pub groups: Entries<Words>,
    /// The order of the menu.
    pub renovation: Vec<Ref>,
    pub service: Vec<Ref>,
    /// The fact a total is divided by for a figure per square metre.
    pub floor_area: Option<Ref>,
    /// The fact a total is divided by for a figure per household.
    pub households: Option<Ref>,
    /// The fact that says how much ground is free to build on.
    pub free_land: Option<Ref>,
    /// How works become a whole project.
    pub project: Option<Project>,
    /// Words of published works that no item stands for.
    #[serde(default)]
    pub unnamed: Unnamed,
    /// The building facts that votes and floors are counted by.
    pub stairwell: Option<Stairwell>,
}

/// Words of published works that no item stands for.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unnamed {
    /// They name nothing when they stand alone.
    pub whole: Vec<At<String>>,
    /// Works that no item covers, wherever in a word they stand.
    pub parts: Vec<At<String>>,
    /// Names that mean nothing behind such a part, as a network behind heating.
    #[serde(default)]
    pub kinds: Vec<At<String>>,
    /// Names that say only where, before the name of other works.
    #[serde(default)]
    pub places: Vec<At<String>>,
    /// What is done to something; cut off both ends of a word.
    pub actions: Vec<At<String>>,
}

/// The facts of a building that say what one stairwell is like.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Stairwell {
    pub entrances: Ref,
    pub households: Ref,
    pub floor_area: Ref,
    pub storeys: Ref,
}

/// The conventions behind a whole project, and the facts published about one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Project {
    /// Design, supervision, permits and the like, as a share of the works.
    pub fees: Ref,
    /// As a share of works and fees.
    pub contingency: Ref,
    /// The correlation of the costs of any two lines.
    pub line_correlation: Ref,
    /// By how much prices change in a year, as a share.
    pub price_drift: Ref,
    /// How many times more or less works cost of which only the names were
    /// published; four of five lie within.
    pub named_works_spread: Ref,
    /// What works cost that a published list leaves out, per m² of floor area;
    /// used in the back-test only.
    pub unnamed_works: Ref,
    /// How many times as long as its works a project takes, from the start of
    /// works to acceptance.
    pub length_per_works: Ref,
    /// How many times what its formula gives a quantity set by hand may be
    /// without a remark, from low times the lowest to high times the highest.
    pub by_hand: Ref,
    /// Stands in where the number of buildings is not known.
    pub floor_area_per_building: Ref,
    /// Stands in where only one of floor area and households is known.
    pub floor_area_per_household: Ref,
    /// Stands in where only the entrances are known.
    pub floor_area_per_entrance: Ref,
    /// Stands in where the number of estates is not known.
    pub floor_area_per_estate: Ref,
    /// The fact that counts the entrances of a building.
    pub entrances: Ref,
    /// The fact that dates a building.
    pub year_built: Ref,
}
