//! How much of something, and how well that is known.

/// 数据来源. Where a quantity comes from; later is weaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// A number of the catalogue's formula, which says nothing of how well the
    /// rest is known. A figure of nothing else is assumed.
    Constant,
    /// A rule of thumb of the catalogue, of which the same holds until an answer
    /// is part of the figure.
    Convention,
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
        match (self, other) {
            (Basis::Convention, Basis::Measured) | (Basis::Measured, Basis::Convention) => {
                Basis::Derived
            }
            _ => self.max(other),
        }
    }
}

/// 数量. A finite, non-negative quantity with the range it may lie in.
///
/// A measured one has no spread; conventions bring theirs along.
///
/// Beside its bounds it knows a nearer range. The bounds of a product suppose
/// that all its factors err the same way at once; factors vary independently,
/// so the nearer range adds them up by squares. Read as 90 % where the bounds of
/// each convention are read so (docs/estimate.md).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    // Invariant: finite and 0 <= low <= near.0 <= typical <= near.1 <= high.
    low: f64,
    typical: f64,
    high: f64,
    near: (f64, f64),
    basis: Basis,
}

impl Amount {
    pub const ZERO: Amount = Amount {
        low: 0.0,
        typical: 0.0,
        high: 0.0,
        near: (0.0, 0.0),
        basis: Basis::Measured,
    };

    /// A measured value. Anything below zero or not finite becomes zero; the
    /// survey's bounds refuse such an answer long before it comes here.
    pub fn exact(value: f64) -> Amount {
        Amount::ranged(value, value, value, Basis::Measured)
    }

    pub fn ranged(low: f64, typical: f64, high: f64, basis: Basis) -> Amount {
        // Also of the negative zero that an empty sum is.
        let clean = |it: f64| if it.is_finite() && it > 0.0 { it } else { 0.0 };
        let typical = clean(typical);
        let (low, high) = (clean(low).min(typical), clean(high).max(typical));
        Amount {
            low,
            typical,
            high,
            near: (low, high),
            basis,
        }
    }

    /// The same where it may also be as little as `low`.
    pub fn down_to(self, low: f64) -> Amount {
        let (near, high) = self.near;
        let basis = if low < self.low {
            self.basis.weaker(Basis::Derived)
        } else {
            self.basis
        };
        let least = low.min(self.low);
        Amount::ranged(least, self.typical, self.high, basis).with_near((near.min(low), high))
    }

    /// The same with a nearer range, cut to the bounds.
    fn with_near(self, (low, high): (f64, f64)) -> Amount {
        // `min` and `max` also turn what is not a number into a bound.
        let near = (
            low.max(self.low).min(self.typical) + 0.0,
            high.min(self.high).max(self.typical) + 0.0,
        );
        Amount { near, ..self }
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

    /// Where nine of ten such quantities lie if each convention behind them
    /// varies by itself.
    pub fn near(self) -> (f64, f64) {
        self.near
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
        let product = self.corners(other, |a, b| a * b);
        product.with_near(self.together(other, product))
    }

    /// The sum of `count` of these, which are alike and so err alike.
    pub fn repeated(self, count: u32) -> Amount {
        self.corners(Amount::exact(f64::from(count)), |a, b| a * b)
    }

    pub fn max(self, other: Amount) -> Amount {
        self.corners(other, f64::max)
    }

    pub fn min(self, other: Amount) -> Amount {
        self.corners(other, f64::min)
    }

    /// What is short of `self`, never below zero.
    pub fn less(self, other: Amount) -> Amount {
        let gap = Amount::ranged(
            self.low - other.high,
            self.typical - other.typical,
            self.high - other.low,
            self.basis.weaker(other.basis),
        );
        gap.with_near((self.near.0 - other.near.1, self.near.1 - other.near.0))
    }

    /// `None` when the divisor may be zero.
    pub fn over(self, other: Amount) -> Option<Amount> {
        (other.low > 0.0).then(|| {
            let ratio = Amount::ranged(
                self.low / other.high,
                self.typical / other.typical,
                self.high / other.low,
                self.basis.weaker(other.basis),
            );
            let inverse = Amount {
                typical: 1.0 / other.typical,
                near: (1.0 / other.near.1, 1.0 / other.near.0),
                ..other
            };
            ratio.with_near(self.together(inverse, ratio))
        })
    }

    /// Whole pieces that cover `self` at one every `other`.
    pub fn ceil_div(self, other: Amount) -> Option<Amount> {
        self.over(other).map(Amount::in_pieces)
    }

    /// As whole pieces, rounded up: what is short of one needs one more.
    pub fn in_pieces(self) -> Amount {
        self.each(pieces)
    }

    /// How many whole pieces of `other` fit into `self`.
    pub fn floor_div(self, other: Amount) -> Option<Amount> {
        let floor = |it: f64| (it + 1e-9).floor();
        self.over(other).map(|it| it.each(floor))
    }

    /// All its figures through something that keeps their order.
    fn each(self, through: impl Fn(f64) -> f64) -> Amount {
        let [low, typical, high] = [self.low, self.typical, self.high].map(&through);
        Amount::ranged(low, typical, high, self.basis)
            .with_near((through(self.near.0), through(self.near.1)))
    }

    /// The nearer range of a product or ratio.
    fn together(self, other: Amount, product: Amount) -> (f64, f64) {
        if product.typical == 0.0 {
            return (product.low, self.near.1 * other.near.1);
        }
        let below = |it: Amount| times_off(it.typical, it.near.0);
        let above = |it: Amount| times_off(it.near.1, it.typical);
        (
            product.typical / both_off(below(self), below(other)),
            product.typical * both_off(above(self), above(other)),
        )
    }

    /// For an operation that grows with both sides and keeps them from zero up.
    fn corners(self, other: Amount, join: impl Fn(f64, f64) -> f64) -> Amount {
        let joined = Amount {
            low: join(self.low, other.low),
            typical: join(self.typical, other.typical),
            high: join(self.high, other.high),
            near: (
                join(self.near.0, other.near.0),
                join(self.near.1, other.near.1),
            ),
            basis: self.basis.weaker(other.basis),
        };
        // Then only an overflow can break the invariant.
        if joined.high.is_finite() {
            return joined;
        }
        Amount::ranged(joined.low, joined.typical, joined.high, joined.basis)
    }
}

/// So many whole pieces as `value` needs.
pub(crate) fn pieces(value: f64) -> f64 {
    // A billionth of a piece is rounding noise of a division, not a piece. So
    // are the last places of a number beyond all counting.
    (value - 1e-9).ceil().max(0.0)
}

/// How many times `less` goes into `more`, which is at least as large.
pub(crate) fn times_off(more: f64, less: f64) -> f64 {
    if more == less { 1.0 } else { more / less }
}

/// How many times a product may lie off whose factors lie off by `one` and
/// `other`, each by itself: the logarithms add up by their squares.
///
/// A logarithm is not the same to the last bit on every machine. The
/// hyperbolic sine of half of it stands in, which takes only square roots; it
/// is a little short where factors may lie off many times.
pub(crate) fn both_off(one: f64, other: f64) -> f64 {
    // Kept to the bit, so that a factor without a spread changes nothing.
    if one == 1.0 || other == 1.0 {
        return one * other;
    }
    let sine = |times: f64| {
        let root = times.sqrt();
        (root - 1.0 / root) / 2.0
    };
    let (one, other) = (sine(one), sine(other));
    let square = one * one + other * other;
    let root = square.sqrt() + (square + 1.0).sqrt();
    root * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_sign() {
        let nothing = Amount::ranged(-0.0, -0.0, -0.0, Basis::Derived).with_near((-0.0, -0.0));
        for it in [
            nothing.low,
            nothing.typical,
            nothing.high,
            nothing.near.0,
            nothing.near.1,
        ] {
            assert!(it.is_sign_positive());
        }
    }

    #[test]
    fn a_figure_is_as_weak_as_its_weakest_part() {
        let assumed = Amount::ranged(1.0, 2.0, 3.0, Basis::Assumed);
        assert_eq!(Amount::exact(4.0).times(assumed).basis(), Basis::Assumed);
    }

    #[test]
    fn what_the_catalogue_says_alone_is_no_answer() {
        use Basis::{Assumed, Constant, Convention, Derived, Measured};
        for (one, other, both) in [
            (Constant, Constant, Constant),
            (Constant, Convention, Convention),
            (Constant, Measured, Measured),
            (Convention, Measured, Derived),
            (Convention, Derived, Derived),
            (Convention, Assumed, Assumed),
        ] {
            assert_eq!(one.weaker(other), both);
            assert_eq!(other.weaker(one), both);
        }
    }

    #[test]
    fn three_buildings_alike_need_three_times_as_much() {
        let each = Amount::ranged(1.0, 2.0, 4.0, Basis::Derived);
        let sum = Amount::ranged(3.0, 6.0, 12.0, Basis::Derived);
        assert_eq!(each.repeated(3), sum);
    }

    #[test]
    fn factors_that_vary_by_themselves_are_not_all_extreme_at_once() {
        let factor = Amount::ranged(0.5, 1.0, 2.0, Basis::Derived);
        let product = factor.times(factor);
        assert_eq!((product.low(), product.high()), (0.25, 4.0));
        let (low, high) = product.near();
        // 2.67 if the logarithms were added by their squares.
        assert!((2.6..2.67).contains(&high) && (low * high - 1.0).abs() < 1e-12);
        let scaled = Amount::exact(10.0).times(factor);
        assert_eq!(scaled.near(), (5.0, 20.0));
        let ratio = Amount::exact(10.0).over(factor).expect("not by nothing");
        assert_eq!(ratio.near(), (5.0, 20.0));
        assert_eq!(factor.repeated(3).near(), (1.5, 6.0));
    }

    #[test]
    fn what_may_be_nothing_keeps_a_near_range() {
        let maybe = Amount::ranged(0.0, 0.0, 8.0, Basis::Derived);
        let factor = Amount::ranged(0.5, 1.0, 2.0, Basis::Derived);
        assert_eq!(maybe.times(factor).near(), (0.0, 16.0));
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
