//! consent.yaml: kinds of votes and the shares they need.

use super::{Evidence, Words};
use crate::spot::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A kind of vote.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Consent {
    pub name: Words,
    /// The share of owners that must take part, such as 2/3.
    pub attendance: At<String>,
    /// The share of those who take part that must agree, such as 3/4.
    pub approval: At<String>,
    /// Whether "more than" that share is needed, not "at least".
    #[serde(default)]
    pub strict: bool,
    /// The test by heads, where it is not the one by area.
    pub heads: Option<VoteTest>,
    /// Whether the entrance votes, not the estate.
    #[serde(default)]
    pub by_entrance: bool,
    /// Rules of single places, where a document was read.
    #[serde(default)]
    pub local: Vec<LocalVote>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// What one place asks of a vote, or asked.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LocalVote {
    pub name: Words,
    pub attendance: At<String>,
    pub approval: At<String>,
    #[serde(default)]
    pub strict: bool,
    /// Whether approval counts all owners, not only those who take part.
    #[serde(default)]
    pub of_all: bool,
    /// The test by heads, where it is not the one by area.
    pub heads: Option<VoteTest>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

/// The shares of one of the two tests of a vote.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct VoteTest {
    pub attendance: At<String>,
    pub approval: At<String>,
    #[serde(default)]
    pub strict: bool,
    #[serde(default)]
    pub of_all: bool,
}
