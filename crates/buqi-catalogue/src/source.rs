//! The catalogue as its authors write it: one type per file, nothing resolved.
//!
//! `docs/catalogue.md` describes these types for people; the JSON schemas for
//! editors are generated from them.

mod cases;
mod facts;
mod header;
mod menu;
mod money;
mod rule;
mod upkeep;
mod votes;
mod works;

pub use cases::*;
pub use facts::*;
pub use header::*;
pub use menu::*;
pub use money::*;
pub use rule::*;
pub use upkeep::*;
pub use votes::*;
pub use works::*;

use crate::spot::At;
use schemars::JsonSchema;
use serde::Deserialize;

/// A text in both languages; a missing one is reported with its place.
pub type Words = At<Text>;

/// The id of something that is defined elsewhere.
pub type Ref = At<String>;

/// 一段文字，中文和英文都要有。 A text in both languages, plain text only.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Text {
    #[schemars(required)]
    pub zh: Option<At<String>>,
    #[schemars(required)]
    pub en: Option<At<String>>,
}

/// How a statement is backed: `quoted` and `paraphrased` name a source, `own`
/// says in a note why we think so.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub mark: At<Mark>,
    pub source: Option<Ref>,
    /// The clause, as text: quote numbers such as "3.10".
    pub clause: Option<String>,
    pub note: Option<Words>,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    Quoted,
    Paraphrased,
    Own,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Unit {
    pub name: Words,
    /// The English name of one, where it is another.
    #[serde(default)]
    pub one: String,
    /// The power of the metre, 0 to 3.
    #[schemars(range(min = 0, max = 3))]
    pub power: At<u8>,
    /// Whether only whole numbers make sense.
    #[serde(default)]
    pub whole: bool,
    #[serde(default)]
    pub written: Written,
}

/// How a figure is written.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Written {
    #[default]
    Figure,
    /// As a year is: 1984, never 1,984.
    Year,
    /// A part of one, in the place of its unit: 75%.
    Percent,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    pub title: Words,
    pub year: Option<At<u16>>,
    pub address: Option<String>,
    pub reliability: Reliability,
}

#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reliability {
    Full,
    Part,
    SecondHand,
    Own,
}

/// A retired id, and where its meaning went.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    pub from: At<String>,
    /// null when nothing took its place.
    pub to: Option<Ref>,
    pub reason: Words,
}
