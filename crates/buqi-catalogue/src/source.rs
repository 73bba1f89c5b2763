//! The catalogue as its authors write it: one type per file, nothing resolved.
//!
//! `docs/catalogue.md` describes these types for people; the JSON schemas for
//! editors are generated from them.

use crate::spot::{At, Entries};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use std::borrow::Cow;
use std::fmt;

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
    pub whole: Vec<String>,
    /// Works that no item covers, wherever in a word they stand.
    pub parts: Vec<String>,
    /// What is done to something; cut off the end of a word.
    pub actions: Vec<String>,
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
}

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

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Source {
    pub title: Words,
    pub year: Option<u16>,
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
    pub base_year: u16,
    /// Where it stands in the place of another price.
    pub instead: Option<Instead>,
    /// YYYY-MM-DD; `buqi check` warns once the day has passed.
    pub review_by: At<String>,
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
    pub payers: Vec<Ref>,
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

/// An example that the check runs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: At<String>,
    /// Answers; those at building level go to one building.
    pub given: Entries<At<Given>>,
    pub expect: At<Expectation>,
    /// The exact facts still missing for the verdict.
    pub asks: Option<At<Vec<Ref>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    Suggested,
    NotSuggested,
    Undecided,
}

/// An answer in a case: true, a number, an option, or `cannot-tell`.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    YesNo(bool),
    Number(f64),
    Word(String),
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Given, D::Error> {
        struct AnyScalar;

        impl Visitor<'_> for AnyScalar {
            type Value = Given;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, a number, an option or cannot-tell")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Given, E> {
                Ok(Given::YesNo(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Given, E> {
                Ok(Given::Number(value as f64))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Given, E> {
                Ok(Given::Number(value as f64))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Given, E> {
                Ok(Given::Number(value))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Given, E> {
                Ok(Given::Word(value.to_owned()))
            }
        }

        deserializer.deserialize_any(AnyScalar)
    }
}

impl JsonSchema for Given {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Given".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["boolean", "number", "string"] })
    }
}

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
#[serde(deny_unknown_fields)]
pub struct Conflict {
    pub ones: At<Vec<Ref>>,
    pub others: At<Vec<Ref>>,
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
    pub year: u16,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
}

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

/// Something to look after, at least every so many months.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UpkeepCheck {
    pub items: At<Vec<Ref>>,
    pub what: Words,
    pub months: At<u16>,
    #[schemars(required)]
    pub evidence: Option<Evidence>,
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
