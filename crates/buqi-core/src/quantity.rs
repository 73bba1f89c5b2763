//! How much of something, and how well that is known.

/// 数据来源. Where a quantity comes from; later is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// Answered in the survey.
    Measured,
    /// Worked out from answers by a named convention.
    Derived,
    /// A visible default nobody has checked on site.
    Assumed,
}

impl Basis {
    /// A figure is as weak as its weakest part.
    pub fn weaker(self, other: Basis) -> Basis {
        self.max(other)
    }
}

/// 数量. A finite, non-negative quantity with the range it may lie in.
///
/// A measured one has no spread; conventions bring theirs along.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    // Invariant: finite and 0 <= low <= typical <= high.
    low: f64,
    typical: f64,
    high: f64,
    basis: Basis,
}

impl Amount {
    pub const ZERO: Amount = Amount {
        low: 0.0,
        typical: 0.0,
        high: 0.0,
        basis: Basis::Measured,
    };

    /// A measured value. Anything below zero or not finite becomes zero; the
    /// survey's bounds refuse such an answer long before it comes here.
    pub fn exact(value: f64) -> Amount {
        Amount::ranged(value, value, value, Basis::Measured)
    }

    pub fn ranged(low: f64, typical: f64, high: f64, basis: Basis) -> Amount {
        let clean = |it: f64| if it.is_finite() { it.max(0.0) } else { 0.0 };
        let typical = clean(typical);
        Amount {
            low: clean(low).min(typical),
            typical,
            high: clean(high).max(typical),
            basis,
        }
    }

    pub fn low(self) -> f64 {
        self.low
    }

    pub fn typical(self) -> f64 {
        self.typical
    }

    pub fn high(self) -> f64 {
        self.high
    }

    pub fn basis(self) -> Basis {
        self.basis
    }

    pub fn with_basis(self, basis: Basis) -> Amount {
        Amount { basis, ..self }
    }

    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    pub fn plus(self, other: Amount) -> Amount {
        self.corners(other, |a, b| a + b)
    }

    pub fn times(self, other: Amount) -> Amount {
        self.corners(other, |a, b| a * b)
    }

    /// The sum of `count` of these.
    pub fn repeated(self, count: u32) -> Amount {
        self.times(Amount {
            low: f64::from(count),
            typical: f64::from(count),
            high: f64::from(count),
            basis: Basis::Measured,
        })
    }

    pub fn max(self, other: Amount) -> Amount {
        self.corners(other, f64::max)
    }

    pub fn min(self, other: Amount) -> Amount {
        self.corners(other, f64::min)
    }

    /// What is short of `self`, never below zero.
    pub fn less(self, other: Amount) -> Amount {
        Amount::ranged(
            self.low - other.high,
            self.typical - other.typical,
            self.high - other.low,
            self.basis.weaker(other.basis),
        )
    }

    /// `None` when the divisor may be zero.
    pub fn over(self, other: Amount) -> Option<Amount> {
        (other.low > 0.0).then(|| {
            Amount::ranged(
                self.low / other.high,
                self.typical / other.typical,
                self.high / other.low,
                self.basis.weaker(other.basis),
            )
        })
    }

    /// Whole pieces that cover `self` at one every `other`.
    pub fn ceil_div(self, other: Amount) -> Option<Amount> {
        // A billionth of a piece is rounding noise of the division, not a piece.
        let ceil = |it: f64| (it - 1e-9).ceil();
        self.over(other)
            .map(|it| Amount::ranged(ceil(it.low), ceil(it.typical), ceil(it.high), it.basis))
    }

    /// How many whole pieces of `other` fit into `self`.
    pub fn floor_div(self, other: Amount) -> Option<Amount> {
        let floor = |it: f64| (it + 1e-9).floor();
        self.over(other)
            .map(|it| Amount::ranged(floor(it.low), floor(it.typical), floor(it.high), it.basis))
    }

    /// For an operation that grows with both sides and keeps them from zero up.
    fn corners(self, other: Amount, join: impl Fn(f64, f64) -> f64) -> Amount {
        let joined = Amount {
            low: join(self.low, other.low),
            typical: join(self.typical, other.typical),
            high: join(self.high, other.high),
            basis: self.basis.weaker(other.basis),
        };
        // Then only an overflow can break the invariant.
        if joined.high.is_finite() {
            return joined;
        }
        Amount::ranged(joined.low, joined.typical, joined.high, joined.basis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_as_weak_as_its_weakest_part() {
        let assumed = Amount::ranged(1.0, 2.0, 3.0, Basis::Assumed);
        assert_eq!(Amount::exact(4.0).times(assumed).basis(), Basis::Assumed);
    }

    #[test]
    fn three_buildings_alike_need_three_times_as_much() {
        let each = Amount::ranged(1.0, 2.0, 4.0, Basis::Derived);
        let sum = Amount::ranged(3.0, 6.0, 12.0, Basis::Derived);
        assert_eq!(each.repeated(3), sum);
    }

    #[test]
    fn a_figure_beyond_all_numbers_does_not_stay_one() {
        let huge = Amount::ranged(1.0, 2.0, f64::MAX, Basis::Measured);
        let product = huge.times(Amount::exact(2.0));
        assert_eq!((product.typical(), product.high()), (4.0, 4.0));
    }

    #[test]
    fn a_shortfall_is_never_negative() {
        let gap = Amount::exact(3.0).less(Amount::exact(5.0));
        assert_eq!(gap.typical(), 0.0);
    }

    #[test]
    fn the_range_of_a_difference_crosses_over() {
        let a = Amount::ranged(10.0, 20.0, 30.0, Basis::Derived);
        let b = Amount::ranged(1.0, 2.0, 3.0, Basis::Derived);
        let gap = a.less(b);
        assert_eq!((gap.low(), gap.typical(), gap.high()), (7.0, 18.0, 29.0));
    }

    #[test]
    fn lamps_at_every_25_metres_come_whole() {
        let lamps = |length| {
            Amount::exact(length)
                .ceil_div(Amount::exact(25.0))
                .map(Amount::typical)
        };
        assert_eq!(lamps(100.0), Some(4.0));
        assert_eq!(lamps(101.0), Some(5.0));
        assert_eq!(Amount::exact(1.0).ceil_div(Amount::ZERO), None);
    }

    #[test]
    fn no_part_of_a_bay_fits_on_a_yard() {
        let bays = |land| {
            Amount::exact(land)
                .floor_div(Amount::ranged(25.0, 27.0, 32.0, Basis::Derived))
                .map(|it| (it.low(), it.typical(), it.high()))
        };
        assert_eq!(bays(100.0), Some((3.0, 3.0, 4.0)));
        assert_eq!(bays(20.0), Some((0.0, 0.0, 0.0)));
        assert_eq!(Amount::exact(1.0).floor_div(Amount::ZERO), None);
    }
}
