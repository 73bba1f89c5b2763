//! 约定: what people agreed on who votes, who pays and when.

use crate::catalogue::{Catalogue, VoteRule};
use crate::id::{ConsentId, ItemId, PayerId, RegionId, RegionIdx, SubsidyId};
use crate::money::Fen;
use litemap::LiteMap;

/// A whole, in basis points.
pub const WHOLE: u32 = 10_000;

/// The most years a plan is split into.
pub const MAX_YEARS: u8 = 10;

/// The most floors that have a weight of their own.
pub const MAX_FLOORS: usize = 100;

/// The largest weight of a floor.
pub const MAX_WEIGHT: u32 = 1_000_000;

/// 约定. Empty where nothing was agreed, which is the normal case.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// The month the works start in, 1 for January to 12.
    pub start_month: Option<u8>,
    pub phasing: Option<Phasing>,
    /// 总投资上限. The most the whole project may cost, fees and contingency
    /// included; what fits under it is the budget's to say.
    pub cap: Option<Fen>,
    /// Rules that stand in the place of the catalogue's.
    pub votes: LiteMap<ConsentId, VoteRule>,
    /// What each payer bears of an item, in basis points; used once they make
    /// a [`WHOLE`].
    pub shares: LiteMap<ItemId, LiteMap<PayerId, u32>>,
    pub subsidies: LiteMap<ItemId, SubsidyId>,
    /// Weights by floor, ground floor first, in the place of the catalogue's.
    pub floors: LiteMap<ItemId, Vec<u32>>,
    /// Whose prices hold.
    pub region: Option<RegionId>,
    pub wishes: LiteMap<ItemId, Wish>,
}

/// 意愿. How many residents want an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Of all who were asked, 0 to 100.
    Percent(u8),
    /// Households that want it, of all of the estate.
    Households(u32),
}

/// 分期. How the works are split into years.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phasing {
    /// At most so many years, from 1 to [`MAX_YEARS`], as even as can be.
    Years(u8),
    /// At most so much typical cost a year.
    YearlyCap(Fen),
}

/// One thing agreed, or taken back with `None`.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    StartMonth(Option<u8>),
    Phasing(Option<Phasing>),
    Cap(Option<Fen>),
    Vote {
        consent: ConsentId,
        rule: Option<VoteRule>,
    },
    /// In basis points.
    Share {
        item: ItemId,
        payer: PayerId,
        share: Option<u32>,
    },
    Subsidy {
        item: ItemId,
        subsidy: Option<SubsidyId>,
    },
    Floors {
        item: ItemId,
        weights: Option<Vec<u32>>,
    },
    Region(Option<RegionId>),
    Wish {
        item: ItemId,
        wish: Option<Wish>,
    },
}

impl Terms {
    pub fn is_empty(&self) -> bool {
        *self == Terms::default()
    }

    /// The region by its place in the catalogue; none where it is not there.
    pub fn region(&self, catalogue: &Catalogue) -> Option<RegionIdx> {
        catalogue.find_region(self.region.as_ref()?)
    }

    pub(crate) fn agree(&mut self, term: &Term) {
        match term {
            Term::StartMonth(month) => self.start_month = *month,
            Term::Phasing(phasing) => self.phasing = *phasing,
            Term::Cap(cap) => self.cap = *cap,
            Term::Vote { consent, rule } => put(&mut self.votes, consent, *rule),
            Term::Share { item, payer, share } => {
                let shares = self.shares.entry(item.clone()).or_default();
                put(shares, payer, *share);
                if shares.is_empty() {
                    self.shares.remove(item);
                }
            }
            Term::Subsidy { item, subsidy } => put(&mut self.subsidies, item, subsidy.clone()),
            Term::Region(region) => self.region = region.clone(),
            Term::Wish { item, wish } => put(&mut self.wishes, item, *wish),
            Term::Floors { item, weights } => put(&mut self.floors, item, weights.clone()),
        }
    }
}

/// Sets what is there under a key, or takes it away.
pub(crate) fn put<K: Ord + Clone, V>(map: &mut LiteMap<K, V>, key: &K, value: Option<V>) {
    match value {
        Some(value) => {
            map.insert(key.clone(), value);
        }
        None => {
            map.remove(key);
        }
    }
}
