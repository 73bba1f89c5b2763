//! Money in fen, and costs that are always a range.

use crate::quantity::{Amount, both_off, times_off};
use std::iter::Sum;
use std::ops::Add;

/// 分. An exact amount of money, in hundredths of a yuan.
///
/// Arithmetic saturates: no sum of real estates comes near the limit, and a
/// wrapped total would be worse than a capped one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fen(pub i64);

impl Fen {
    pub fn from_yuan(yuan: i64) -> Fen {
        Fen(yuan.saturating_mul(100))
    }

    /// For charts and ratios only; sums stay in fen.
    pub fn to_yuan(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Add for Fen {
    type Output = Fen;

    fn add(self, other: Fen) -> Fen {
        Fen(self.0.saturating_add(other.0))
    }
}

impl Sum for Fen {
    fn sum<I: Iterator<Item = Fen>>(items: I) -> Fen {
        items.fold(Fen(0), Add::add)
    }
}

/// 造价区间. What something may cost: low, typical and high, in that order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cost {
    // Invariant: 0 <= low <= typical <= high.
    low: Fen,
    typical: Fen,
    high: Fen,
}

impl Cost {
    pub const ZERO: Cost = Cost {
        low: Fen(0),
        typical: Fen(0),
        high: Fen(0),
    };

    /// Orders the three figures and cuts them at zero.
    pub fn new(low: Fen, typical: Fen, high: Fen) -> Cost {
        let typical = typical.max(Fen(0));
        Cost {
            low: low.clamp(Fen(0), typical),
            typical,
            high: high.max(typical),
        }
    }

    pub fn low(self) -> Fen {
        self.low
    }

    pub fn typical(self) -> Fen {
        self.typical
    }

    pub fn high(self) -> Fen {
        self.high
    }

    /// The same work, not yet certain to be needed: from nothing to its high.
    pub fn if_needed(self) -> Cost {
        Cost {
            low: Fen(0),
            typical: Fen(0),
            high: self.high,
        }
    }
}

impl Add for Cost {
    type Output = Cost;

    fn add(self, other: Cost) -> Cost {
        Cost {
            low: self.low + other.low,
            typical: self.typical + other.typical,
            high: self.high + other.high,
        }
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Cost>>(items: I) -> Cost {
        items.fold(Cost::ZERO, Add::add)
    }
}

/// 单价. Money for one unit of work, as a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitPrice {
    pub low: Fen,
    pub typical: Fen,
    pub high: Fen,
}

impl UnitPrice {
    /// All three times `factor`, each to the nearest fen.
    pub fn scaled(self, factor: f64) -> UnitPrice {
        let scale = |it: Fen| Fen((it.0 as f64 * factor).round() as i64);
        UnitPrice {
            low: scale(self.low),
            typical: scale(self.typical),
            high: scale(self.high),
        }
    }

    /// The one place where a quantity becomes money. Rounds outward: low
    /// down, high up, typical to the nearest fen.
    pub fn times(self, quantity: Amount) -> Cost {
        Cost::new(
            Fen((self.low.0 as f64 * quantity.low()).floor() as i64),
            Fen((self.typical.0 as f64 * quantity.typical()).round() as i64),
            Fen((self.high.0 as f64 * quantity.high()).ceil() as i64),
        )
    }

    /// The same within a nearer range: price and quantity vary each by itself,
    /// so where both would have to be extreme at once the cost is not looked
    /// for. Within the bounds of [`UnitPrice::times`].
    pub fn likely(self, quantity: Amount) -> Cost {
        let bounds = self.times(quantity);
        let typical = bounds.typical().0 as f64;
        let (low, high) = quantity.near();
        let price = |it: Fen| it.0 as f64;
        if bounds.typical() == Fen(0) {
            let most = Fen((price(self.high) * high).ceil() as i64);
            return Cost::new(Fen(0), Fen(0), most.min(bounds.high()));
        }
        let below = both_off(
            times_off(price(self.typical), price(self.low)),
            times_off(quantity.typical(), low),
        );
        let above = both_off(
            times_off(price(self.high), price(self.typical)),
            times_off(high, quantity.typical()),
        );
        // `as` saturates, and the bounds bring it back.
        let near = |it: f64| Fen(it as i64).clamp(bounds.low(), bounds.high());
        Cost::new(
            near((typical / below).floor()),
            bounds.typical(),
            near((typical * above).ceil()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_ordered_however_it_is_made() {
        let cost = Cost::new(Fen(9), Fen(5), Fen(-3));
        assert!(cost.low() <= cost.typical() && cost.typical() <= cost.high());
    }

    #[test]
    fn rounding_goes_outward() {
        let price = UnitPrice {
            low: Fen(1),
            typical: Fen(1),
            high: Fen(1),
        };
        let cost = price.times(Amount::exact(1.5));
        assert_eq!((cost.low(), cost.high()), (Fen(1), Fen(2)));
    }

    #[test]
    fn a_work_not_yet_certain_costs_from_nothing_to_its_high() {
        let cost = Cost::new(Fen(1), Fen(2), Fen(3)).if_needed();
        assert_eq!(
            (cost.low(), cost.typical(), cost.high()),
            (Fen(0), Fen(0), Fen(3))
        );
    }
}
