//! Prices, where they differ, and who pays.

use super::{Evidence, Text};
use crate::id::{
    ItemIdx, PayerId, PayerIdx, PriceId, PriceIdx, RegionId, RegionIdx, SubsidyId, UnitIdx,
};
use crate::money::{Fen, UnitPrice};

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

/// 外地比例. How some place shares the cost of one item, as was read. Nothing
/// is shared by it until somebody takes it over.
#[derive(Clone, Debug, PartialEq)]
pub struct SharesElsewhere {
    pub name: Text,
    pub item: ItemIdx,
    /// In basis points, in the order of the catalogue's payers; a whole.
    pub shares: Vec<(PayerIdx, u32)>,
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
