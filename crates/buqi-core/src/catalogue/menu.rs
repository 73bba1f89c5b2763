//! Deficiencies and the items that answer them.

use super::{Evidence, Level, Quantity, Rule, Text};
use crate::id::{
    ConsentIdx, ConventionIdx, DeficiencyId, DeficiencyIdx, GroupIdx, ItemId, ItemIdx, LineId,
    PayerIdx, PriceIdx, UnitIdx,
};

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
    /// Works that no item covers, so that a heating network is no water network.
    pub parts: Vec<Box<str>>,
    /// Names that say of such a part what of it is meant, as "network".
    pub kinds: Vec<Box<str>>,
    /// Names that say only where other works are, if those follow.
    pub places: Vec<Box<str>>,
    /// What is done to something, as "renewal"; cut off both ends of a word.
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
