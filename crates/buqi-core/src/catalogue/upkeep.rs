//! How an estate is looked after once the works are done.

use super::{Evidence, Rule, Text};
use crate::id::{ItemIdx, UpkeepId};
use crate::money::UnitPrice;

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

/// 巡查维护. Something to look after, at least every so often.
#[derive(Clone, Debug, PartialEq)]
pub struct UpkeepCheck {
    pub items: Vec<ItemIdx>,
    pub what: Text,
    /// Half months from one time to the next.
    pub half_months: u16,
    pub evidence: Evidence,
}
