//! 目录: the compiled policy.
//!
//! A `Catalogue` comes out of `buqi-catalogue` checked: every position points
//! at something, dimensions agree and nothing depends on itself. Code here may
//! rely on that. How it travels as bytes is in `compiled`.

use crate::id::{
    ConsentId, ConsentIdx, ConventionId, ConventionIdx, DeficiencyId, DeficiencyIdx, FactId,
    FactIdx, GroupIdx, ItemId, ItemIdx, LineId, MenuGroupId, OptionId, PayerId, PayerIdx, PlaceId,
    PlaceIdx, PriceId, PriceIdx, RegionId, RegionIdx, SourceId, SourceIdx, SubsidyId, UnitId,
    UnitIdx, UpkeepId,
};
use crate::money::{Fen, UnitPrice};

/// The most facts a catalogue may hold; [`crate::rule::FactSet`] is that wide.
pub const MAX_FACTS: usize = 256;

/// A text in both languages the product speaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    pub zh: Box<str>,
    pub en: Box<str>,
}

/// 目录.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    pub title: Text,
    /// Says that the list is a reconstruction; shown wherever the list is.
    pub notice: Text,
    /// The date of this edition, `YYYY-MM-DD`.
    pub edition: Box<str>,
    /// A hash of the compiled content, 16 hexadecimal digits. Travels with
    /// every saved survey so that a reader knows which catalogue judged it.
    pub fingerprint: Box<str>,
    pub groups: Vec<Group>,
    pub units: Vec<Unit>,
    pub places: Vec<Place>,
    /// In the order they are asked.
    pub facts: Vec<Fact>,
    /// Fact positions in the order they can be worked out.
    pub fact_order: Vec<FactIdx>,
    /// Fact positions sorted by id, for reading answers, which are sorted too.
    pub facts_by_id: Vec<FactIdx>,
    /// The fact a total is divided by for a figure per square metre; the
    /// source names it as `floor-area` in `catalogue.yaml`.
    pub floor_area: Option<FactIdx>,
    /// The fact a total is divided by for a figure per household; the source
    /// names it as `households`.
    pub households: Option<FactIdx>,
    /// The fact that says how much ground is free to build on; the source
    /// names it as `free-land`.
    pub free_land: Option<FactIdx>,
    /// How works become a whole project.
    pub project: Option<Project>,
    pub unnamed: Unnamed,
    /// The building facts that votes and floors are counted by.
    pub stairwell: Option<StairwellFacts>,
    pub conventions: Vec<Convention>,
    pub deficiencies: Vec<Deficiency>,
    /// In menu order: renovation before service, basic before enhance.
    pub items: Vec<Item>,
    pub prices: Vec<Price>,
    pub regions: Vec<Region>,
    pub payers: Vec<Payer>,
    pub consents: Vec<Consent>,
    pub sources: Vec<Source>,
    pub sequence: Vec<Precedence>,
    pub overlaps: Vec<Overlap>,
    /// In the order they are worked out.
    pub shared_works: Vec<SharedWork>,
    /// Items that are of no use without another one.
    pub requirements: Vec<Requirement>,
    pub exclusions: Vec<Exclusion>,
    pub conflicts: Vec<Conflict>,
    pub seasons: Vec<Season>,
    pub subsidies: Vec<Subsidy>,
    pub upkeep_modes: Vec<UpkeepMode>,
    pub upkeep_checks: Vec<UpkeepCheck>,
    pub moved: Vec<Moved>,
}

/// 证据. How a statement of the catalogue is backed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    pub mark: Mark,
    pub source: Option<SourceIdx>,
    pub clause: Option<Box<str>>,
    /// What was read, or why this is our own judgement.
    pub note: Option<Text>,
}

/// The evidence mark: named in a document, the substance of one, or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    Quoted,
    Paraphrased,
    Own,
}

/// 计量单位. `power` is the power of the metre; the rest is for display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub id: UnitId,
    pub name: Text,
    /// The English name of one; empty where it is the same.
    pub one: Box<str>,
    pub power: u8,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

impl Unit {
    /// The English name behind a figure as it is written.
    pub fn english(&self, figure: &str) -> &str {
        if figure == "1" && !self.one.is_empty() {
            &self.one
        } else {
            &self.name.en
        }
    }
}

/// Where on a walk something is asked: desk, yard, stairwell…
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: PlaceId,
    pub name: Text,
}

/// A heading within a part of the menu, such as 一老 or 便民商业.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: MenuGroupId,
    pub name: Text,
}

/// 依据. A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub id: SourceId,
    pub title: Text,
    pub year: Option<u16>,
    /// Where it was read; plain text, never fetched.
    pub address: Option<Box<str>>,
    pub reliability: Reliability,
}

/// How much of a document was read, and from what kind of copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reliability {
    /// The whole text.
    Full,
    /// The part that matters, or a copy on another site.
    Part,
    /// Somebody else's account of it.
    SecondHand,
    /// Our own judgement.
    Own,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Estate,
    Building,
}

/// 事实指标. One thing that can be asked, or worked out from what was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub id: FactId,
    /// A noun phrase, for tables and formulas.
    pub label: Text,
    /// The question as put to a person; empty when it is never asked.
    pub question: Text,
    pub help: Option<Text>,
    pub level: Level,
    pub kind: FactKind,
    /// `None` for a fact that is only worked out.
    pub place: Option<PlaceIdx>,
    /// Part of the quick survey.
    pub quick: bool,
    /// The question makes sense only when this holds.
    pub asked_when: Option<Rule>,
    /// How it is worked out when nobody answered.
    pub derive: Option<Quantity>,
    /// The visible default when it can't be worked out either.
    pub assume: Option<ConventionIdx>,
    /// What is drawn beside the options of a choice, or the grades of a number,
    /// the mildest first; the interface knows the drawings by this name.
    pub sketch: Option<Box<str>>,
    /// 分级. Estimates by eye of a number, the mildest first.
    pub grades: Vec<Grade>,
    /// Other names it goes by in a table; it may share them with a fact of the
    /// other level.
    pub aliases: Vec<Box<str>>,
    pub evidence: Evidence,
}

#[derive(Clone, Debug, PartialEq)]
pub enum FactKind {
    YesNo,
    /// Bounds are inclusive and in the fact's unit.
    Number {
        unit: UnitIdx,
        min: f64,
        max: f64,
    },
    Choice(Vec<Choice>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: OptionId,
    pub name: Text,
}

/// What a number is by eye.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// In the fact's unit, within its bounds.
    pub value: f64,
    pub name: Text,
}

/// A named rule of thumb with its range and where it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Convention {
    pub id: ConventionId,
    pub name: Text,
    pub unit: UnitIdx,
    pub low: f64,
    pub typical: f64,
    pub high: f64,
    pub evidence: Evidence,
}

/// How the works of an estate become a whole project, and how their costs
/// vary together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// Design, supervision, permits and the like, as a share of the works.
    pub fees: ConventionIdx,
    /// As a share of works and fees.
    pub contingency: ConventionIdx,
    /// The correlation of the costs of any two lines.
    pub line_correlation: ConventionIdx,
    /// By how much prices change in a year, as a share.
    pub price_drift: ConventionIdx,
    /// How many times more or less works cost of which only the names were
    /// published; four of five lie within.
    pub named_works_spread: ConventionIdx,
    /// Stands in where the number of buildings is not known.
    pub floor_area_per_building: ConventionIdx,
    /// Stands in where only one of floor area and households is known.
    pub floor_area_per_household: ConventionIdx,
    /// Stands in where only the entrances are known.
    pub floor_area_per_entrance: ConventionIdx,
    /// Stands in where the number of estates is not known.
    pub floor_area_per_estate: ConventionIdx,
    /// The building-level facts a published project may state.
    pub entrances: FactIdx,
    pub year_built: FactIdx,
}

/// The building-level facts that say what one stairwell is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StairwellFacts {
    pub entrances: FactIdx,
    pub households: FactIdx,
    pub floor_area: FactIdx,
    pub storeys: FactIdx,
}

/// A condition over facts. A closed set: a new kind needs code, a check, a
/// test and an explanation.
///
/// Rules see only what was answered, never a derived or assumed value:
/// otherwise a later measurement could reverse a settled verdict.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
    /// A yes/no fact was answered so.
    Is(FactIdx, bool),
    /// A choice fact is one of these option positions.
    OneOf(FactIdx, Vec<u8>),
    AtLeast(FactIdx, f64),
    AtMost(FactIdx, f64),
    LessThan(FactIdx, f64),
    /// The first quantity is strictly greater, from answers alone.
    Exceeds(Quantity, Quantity),
}

/// A typed expression for how much. A closed set, as [`Rule`] is.
#[derive(Clone, Debug, PartialEq)]
pub enum Quantity {
    Fact(FactIdx),
    Constant(f64),
    Convention(ConventionIdx),
    Sum(Vec<Quantity>),
    Product(Vec<Quantity>),
    Max(Vec<Quantity>),
    Min(Vec<Quantity>),
    /// What `of` exceeds `less` by, never below zero.
    Gap {
        of: Box<Quantity>,
        less: Box<Quantity>,
    },
    Ratio {
        of: Box<Quantity>,
        by: Box<Quantity>,
    },
    CeilDiv {
        of: Box<Quantity>,
        by: Box<Quantity>,
    },
    /// How many whole pieces fit.
    FloorDiv {
        of: Box<Quantity>,
        by: Box<Quantity>,
    },
    /// The first of these that can be worked out.
    FirstKnown(Vec<Quantity>),
    /// `then` where the rule holds, zero where it does not. A `strict` one is
    /// not known, rather than zero, as long as the rule does not hold: a rough
    /// grade counts only once somebody gave it.
    When {
        rule: Box<Rule>,
        then: Box<Quantity>,
        strict: bool,
    },
    /// The sum over all buildings of the estate.
    EachBuilding(Box<Quantity>),
    /// The sum over the buildings the item is suggested for.
    EachAffected(Box<Quantity>),
}

/// 缺口. Something an estate may lack.
#[derive(Clone, Debug, PartialEq)]
pub struct Deficiency {
    pub id: DeficiencyId,
    pub name: Text,
    /// The clause number in the official checklist, such as `4.4`.
    pub official_number: Option<Box<str>>,
    pub present_when: Rule,
    /// Whether any part of the rule is about single buildings.
    pub level: Level,
    pub gate: Gate,
    pub urgency: Urgency,
    pub severity: Option<Severity>,
    pub remedy: Text,
    /// Who is responsible for it, where a document says so.
    pub responsible: Option<Text>,
    pub evidence: Evidence,
    /// Why the menu has no item for this, when it has none.
    pub outside_menu: Option<Text>,
    /// The items that answer it.
    pub answered_by: Vec<ItemIdx>,
}

/// 底线型 or 提升型.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// One hit settles it.
    BottomLine,
    /// Weighed with the residents' wishes.
    Improvement,
}

/// 限时解决 or 尽力解决.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    TimeLimited,
    BestEffort,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    VerySerious,
    Serious,
    General,
}

/// 综合改造 or 社区服务提升.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Renovation,
    Service,
}

/// 基础类, 完善类, 提升类.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    Basic,
    Improve,
    Enhance,
}

/// 改造项. One dish of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub id: ItemId,
    pub name: Text,
    pub summary: Text,
    pub part: Part,
    pub tier: Tier,
    pub official_number: Option<Box<str>>,
    pub evidence: Evidence,
    /// Words people use for it in the field, in either language.
    pub aliases: Vec<Box<str>>,
    /// Further words of published lists. Like what follows they serve the
    /// back-test alone and are not compiled in.
    pub published_as: Vec<Box<str>>,
    /// Names that mean some of its lines only.
    pub named_lines: Vec<NamedLines>,
    /// What a search may type: the initials of the Chinese name in pinyin.
    pub initials: Box<str>,
    pub answers: Vec<DeficiencyIdx>,
    pub applies_when: Option<Rule>,
    /// Whether any part of the decision is about single buildings.
    pub level: Level,
    pub urgency: Urgency,
    pub gate: Gate,
    /// The first is the item's own scope; any others come with it.
    pub lines: Vec<ScopeLine>,
    pub payers: Vec<PayerIdx>,
    pub consent: Option<ConsentIdx>,
    /// Whether it can earn money afterwards.
    pub earns: bool,
    /// The heading it stands under within its part, where there is one.
    pub group: Option<GroupIdx>,
    /// `None` where no duration is known; the item is then ordered all the
    /// same, and never taken to last no time.
    pub duration: Option<Duration>,
    /// How the cost of one unit of its scope is shared by floor.
    pub by_floor: Option<ByFloor>,
}

/// Words for a part of an item, as 单元门 is one line of basic security.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedLines {
    pub words: Vec<Box<str>>,
    /// By place in the item.
    pub lines: Vec<usize>,
}

/// 没有对应项的词. What published works say and no item stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unnamed {
    /// Words that name nothing when they stand alone, as "renovation".
    pub whole: Vec<Box<str>>,
    /// Works that no item covers, longest first; taken out of a word before it
    /// is looked up, so that a heating network is no water network.
    pub parts: Vec<Box<str>>,
    /// What is done to something, as "renewal"; cut off the end of a word.
    pub actions: Vec<Box<str>>,
}

/// 工期. How long the works of an item last on site, in calendar weeks.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    pub low: u16,
    pub typical: u16,
    pub high: u16,
    /// These weeks do for so much of the item's own scope; each further step
    /// begun takes a week more.
    pub step: Option<f64>,
    /// More gangs are put on before the works last longer than this.
    pub most: u16,
    pub evidence: Evidence,
}

/// 分层系数. Weights by floor, for the part that one payer bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByFloor {
    pub payer: PayerIdx,
    /// The ground floor first; above the last one the last step goes on.
    pub weights: Vec<u32>,
    pub evidence: Evidence,
}

/// 工程量. One line of an item's scope.
#[derive(Clone, Debug, PartialEq)]
pub struct ScopeLine {
    pub id: LineId,
    pub label: Text,
    pub unit: UnitIdx,
    pub quantity: Quantity,
    /// `None` where no price is known; the line is then listed, not zeroed.
    pub price: Option<PriceIdx>,
    pub takes_land: Option<TakesLand>,
}

/// The free ground one unit of a line stands on, in square metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TakesLand {
    Exactly(f64),
    About(ConventionIdx),
}

/// 单价, as dated data.
#[derive(Clone, Debug, PartialEq)]
pub struct Price {
    pub id: PriceId,
    pub name: Text,
    pub unit: UnitIdx,
    pub price: UnitPrice,
    /// The year whose money this is.
    pub base_year: u16,
    /// Where it stands in the place of which other price.
    pub instead: Option<(RegionIdx, PriceIdx)>,
    pub review_by: Box<str>,
    pub evidence: Evidence,
}

/// 地区. Where prices are of a level of their own.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    pub id: RegionId,
    pub name: Text,
    /// Its prices per those of the book; `None` where nothing was read.
    pub factor: Option<f64>,
    pub evidence: Evidence,
}

/// A price as it holds in one region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Priced {
    pub price: UnitPrice,
    /// The entry it comes from.
    pub from: PriceIdx,
    /// The price per that of the book; `None` where no factor is known.
    pub factor: Option<f64>,
}

/// 出资方.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payer {
    pub id: PayerId,
    pub name: Text,
    pub evidence: Evidence,
}

/// 表决. A kind of vote and the shares it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Consent {
    pub id: ConsentId,
    pub name: Text,
    pub rule: VoteRule,
    /// Whether the stairwell votes, not the estate.
    pub by_entrance: bool,
    /// Documented rules of single places, which a plan may take over.
    pub local: Vec<LocalVote>,
    pub evidence: Evidence,
}

/// 地方规则. What one place asks of a vote, or asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalVote {
    pub name: Text,
    pub rule: VoteRule,
    pub evidence: Evidence,
}

/// 表决规则. Two tests, and a vote must meet both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoteRule {
    /// 面积. Counts the floor area that owners hold.
    pub area: VoteTest,
    /// 人数. Counts owners.
    pub heads: VoteTest,
}

/// The shares of one test, each up to 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoteTest {
    /// Of all owners, who must take part.
    pub attendance: Share,
    /// Of those who take part, or of all, who must agree.
    pub approval: Share,
    /// Whether "more than" the share must agree, not "at least".
    pub strict: bool,
    /// Whether approval counts all owners, not only those who take part.
    pub of_all: bool,
}

/// A fraction, kept as one so that "two thirds" stays exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    pub numerator: u32,
    pub denominator: u32,
}

impl Share {
    fn less_than(self, other: Share) -> bool {
        let cross = |above: u32, below: u32| u64::from(above) * u64::from(below);
        cross(self.numerator, other.denominator) < cross(other.numerator, self.denominator)
    }
}

impl VoteRule {
    /// Whether it asks for less than `other` in any respect.
    pub fn below(self, other: VoteRule) -> bool {
        self.area.below(other.area) || self.heads.below(other.heads)
    }

    /// The rule that asks the same by area and by heads.
    pub const fn alike(test: VoteTest) -> VoteRule {
        VoteRule {
            area: test,
            heads: test,
        }
    }

    /// What both tests ask; `None` where they differ.
    pub fn same(self) -> Option<VoteTest> {
        (self.area == self.heads).then_some(self.area)
    }
}

impl VoteTest {
    fn below(self, other: VoteTest) -> bool {
        let same_share = !other.approval.less_than(self.approval);
        self.attendance.less_than(other.attendance)
            || self.approval.less_than(other.approval)
            || (other.strict && !self.strict && same_share)
            || (other.of_all && !self.of_all)
    }
}

/// `before` must be finished before `after` may start.
#[derive(Clone, Debug, PartialEq)]
pub struct Precedence {
    pub before: ItemIdx,
    pub after: ItemIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// Work of `covered` that `covering` already contains.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    pub covering: ItemIdx,
    pub covered: ItemIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// A scope line of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineRef {
    pub item: ItemIdx,
    /// The position among the item's lines.
    pub line: u16,
}

/// 合并施工. Work that several lines each pay for and that is done once.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedWork {
    pub name: Text,
    pub lines: Vec<LineRef>,
    /// The line that does the shared work anyway. Without one, the largest of
    /// the lines does it.
    pub host: Option<LineRef>,
    /// The share of its cost that a line saves when another pays.
    pub saved: ConventionIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// `item` is of no use while `needs` is called for and not done.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    pub item: ItemIdx,
    pub needs: ItemIdx,
    pub reason: Text,
    pub evidence: Evidence,
}

/// An estate this menu is not for.
#[derive(Clone, Debug, PartialEq)]
pub struct Exclusion {
    pub when: Rule,
    pub level: Level,
    pub reason: Text,
    pub evidence: Evidence,
}

/// 工序冲突. No item of `ones` is on site together with one of `others`.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    pub ones: Vec<ItemIdx>,
    pub others: Vec<ItemIdx>,
    pub reason: Text,
    pub evidence: Evidence,
}

/// 季节. Months in which these items should not be on site.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    pub items: Vec<ItemIdx>,
    /// One bit a month, January lowest.
    pub closed: u16,
    /// Holds for the estates that meet this; for all without it.
    pub when: Option<Rule>,
    pub reason: Text,
    pub evidence: Evidence,
}

/// 补助. Money that some place gives for one item, as was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Subsidy {
    pub id: SubsidyId,
    pub name: Text,
    pub item: ItemIdx,
    pub payer: PayerIdx,
    /// For one unit of the item's own scope.
    pub amount: Fen,
    /// Whether the amount is the most there is, not what everybody gets.
    pub up_to: bool,
    pub year: u16,
    pub evidence: Evidence,
}

/// 管护模式. A way to look after an estate once the works are done.
#[derive(Clone, Debug, PartialEq)]
pub struct UpkeepMode {
    pub id: UpkeepId,
    pub name: Text,
    pub summary: Text,
    /// About the estate as a whole.
    pub fits_when: Rule,
    /// For a square metre of floor area a year; `None` where no source tells.
    pub yearly: Option<UnitPrice>,
    pub evidence: Evidence,
}

/// 巡查维护. Something to look after, at least every so many months.
#[derive(Clone, Debug, PartialEq)]
pub struct UpkeepCheck {
    pub items: Vec<ItemIdx>,
    pub what: Text,
    pub months: u16,
    pub evidence: Evidence,
}

/// A retired id of any kind, and where its meaning went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub from: Box<str>,
    pub to: Option<Box<str>>,
    pub reason: Text,
}

impl Catalogue {
    pub fn item(&self, idx: ItemIdx) -> &Item {
        &self.items[idx.index()]
    }

    pub fn fact(&self, idx: FactIdx) -> &Fact {
        &self.facts[idx.index()]
    }

    pub fn deficiency(&self, idx: DeficiencyIdx) -> &Deficiency {
        &self.deficiencies[idx.index()]
    }

    pub fn unit(&self, idx: UnitIdx) -> &Unit {
        &self.units[idx.index()]
    }

    pub fn price(&self, idx: PriceIdx) -> &Price {
        &self.prices[idx.index()]
    }

    pub fn convention(&self, idx: ConventionIdx) -> &Convention {
        &self.conventions[idx.index()]
    }

    pub fn source(&self, idx: SourceIdx) -> &Source {
        &self.sources[idx.index()]
    }

    pub fn payer(&self, idx: PayerIdx) -> &Payer {
        &self.payers[idx.index()]
    }

    pub fn consent(&self, idx: ConsentIdx) -> &Consent {
        &self.consents[idx.index()]
    }

    pub fn region(&self, idx: RegionIdx) -> &Region {
        &self.regions[idx.index()]
    }

    pub fn find_region(&self, id: &RegionId) -> Option<RegionIdx> {
        position(&self.regions, |it| it.id == *id).map(RegionIdx)
    }

    /// The price of the region if it has one, else that of the book times the
    /// factor of the region. Without a region or a factor it is that of the book.
    pub fn priced(&self, idx: PriceIdx, region: Option<RegionIdx>) -> Priced {
        let book = self.price(idx).price;
        let as_in_book = Priced {
            price: book,
            from: idx,
            factor: None,
        };
        let Some(region) = region else {
            return as_in_book;
        };
        let own = position(&self.prices, |it| it.instead == Some((region, idx)));
        if let Some(own) = own.map(PriceIdx) {
            let price = self.price(own).price;
            return Priced {
                price,
                from: own,
                factor: Some(price.typical.to_yuan() / book.typical.to_yuan()),
            };
        }
        match self.region(region).factor {
            Some(factor) => Priced {
                price: book.scaled(factor),
                factor: Some(factor),
                ..as_in_book
            },
            None => as_in_book,
        }
    }

    pub fn find_item(&self, id: &ItemId) -> Option<ItemIdx> {
        position(&self.items, |it| it.id == *id).map(ItemIdx)
    }

    pub fn find_fact(&self, id: &FactId) -> Option<FactIdx> {
        position(&self.facts, |it| it.id == *id).map(FactIdx)
    }

    pub fn find_deficiency(&self, id: &DeficiencyId) -> Option<DeficiencyIdx> {
        position(&self.deficiencies, |it| it.id == *id).map(DeficiencyIdx)
    }

    pub fn item_indices(&self) -> impl Iterator<Item = ItemIdx> + use<> {
        (0..self.items.len() as u16).map(ItemIdx)
    }

    pub fn fact_indices(&self) -> impl Iterator<Item = FactIdx> + use<> {
        (0..self.facts.len() as u16).map(FactIdx)
    }

    pub fn deficiency_indices(&self) -> impl Iterator<Item = DeficiencyIdx> + use<> {
        (0..self.deficiencies.len() as u16).map(DeficiencyIdx)
    }
}

fn position<T>(items: &[T], is_it: impl Fn(&T) -> bool) -> Option<u16> {
    items.iter().position(is_it).map(|it| it as u16)
}
