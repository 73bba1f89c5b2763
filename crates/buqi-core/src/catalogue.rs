//! 目录: the compiled policy.
//!
//! A `Catalogue` comes out of `buqi-catalogue` checked: every position points
//! at something, dimensions agree and nothing depends on itself. Code here may
//! rely on that. How it travels as bytes is in `compiled`.

mod facts;
mod menu;
mod prices;
mod rule;
mod upkeep;
mod votes;
mod works;

pub use facts::*;
pub use menu::*;
pub use prices::*;
pub use rule::*;
pub use upkeep::*;
pub use votes::*;
pub use works::*;

use crate::id::{
    ConsentIdx, ConventionIdx, DeficiencyId, DeficiencyIdx, FactId, FactIdx, ItemId, ItemIdx,
    MenuGroupId, PayerIdx, PlaceId, PriceIdx, RegionId, RegionIdx, SourceId, SourceIdx, UnitId,
    UnitIdx,
};

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
    pub shares_elsewhere: Vec<SharesElsewhere>,
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

impl Evidence {
    /// Our own judgement, and nothing more.
    pub const OWN: Evidence = Evidence {
        mark: Mark::Own,
        source: None,
        clause: None,
        note: None,
    };
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
    pub written: Written,
}

/// How a figure of a unit is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Written {
    #[default]
    Figure,
    /// As a year is: 1984, never 1,984.
    Year,
    /// A part of one, in the place of its unit: 75%.
    Percent,
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

    /// Every rule that is not part of a quantity.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        let present = self.deficiencies.iter().map(|it| &it.present_when);
        let applies = self.items.iter().filter_map(|it| it.applies_when.as_ref());
        let asked = self.facts.iter().filter_map(|it| it.asked_when.as_ref());
        let excluded = self.exclusions.iter().map(|it| &it.when);
        let closed = self.seasons.iter().filter_map(|it| it.when.as_ref());
        let fits = self.upkeep_modes.iter().map(|it| &it.fits_when);
        let of_the_menu = present.chain(applies).chain(asked);
        of_the_menu.chain(excluded).chain(closed).chain(fits)
    }

    /// Every quantity that is not part of a rule.
    pub fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        let derived = self.facts.iter().filter_map(|it| it.derive.as_ref());
        let lines = self.items.iter().flat_map(|it| &it.lines);
        derived.chain(lines.map(|it| &it.quantity))
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
