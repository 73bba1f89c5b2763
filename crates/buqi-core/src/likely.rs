//! The range a sum of partly correlated costs most likely lies in.
//!
//! Adding up all the lows and all the highs gives the hard bounds, which
//! suppose that every line goes wrong the same way. Lines are neither
//! independent nor one: they share a price level and a floor area, but each
//! has a price and a quantity of its own.
//!
//! The model: the low and high of a price and of each convention are its 5 %
//! and 95 % points. Within a line they vary each by itself, so the low and
//! high of the line are not those of all of them at once: their logarithms add
//! up by squares (`UnitPrice::likely`). These are the 5 % and 95 % points of the line,
//! and its typical cost is its median. Below the typical cost it spreads like one half of a
//! normal curve, above it like half of another. The curves of any two lines
//! have the same correlation, which the catalogue states. Mean and variance of
//! the sum then follow exactly, and the sum is taken as normal.
//!
//! Only arithmetic and square roots are used. Both are exact to the last bit
//! on every machine, so native and wasm agree.

use crate::money::{Cost, Fen};
use crate::quantity::{both_off, times_off};

/// The point of the normal curve with 5 % above it.
const Z_95: f64 = 1.644_853_626_951_472_7;

/// The point of the normal curve with 10 % above it.
const Z_90: f64 = 1.281_551_565_544_600_4;

/// `sqrt(2 / pi)`: the mean of the absolute value of a standard normal.
const MEAN_ABS: f64 = 0.797_884_560_802_865_4;

/// The 80 % range of the sum of `costs`, where the curves of any two of them
/// have `correlation` (0 to 1).
///
/// The result is ordered, its typical value is the plain sum, and it lies
/// within the hard bounds, which are the sums of the lows and of the highs.
pub fn likely(costs: &[Cost], correlation: f64) -> Cost {
    let hard: Cost = costs.iter().copied().sum();
    let spread = Spread::of(costs, correlation);
    let centre = hard.typical().0 as f64 + spread.shift;
    let reach = Z_90 * spread.deviation;
    within(hard, centre - reach, centre + reach)
}

/// The range of something that may also lie `times` times above or below for
/// a reason of its own, within `bounds`.
pub fn widened(range: Cost, times: f64, bounds: Cost) -> Cost {
    let typical = range.typical().0 as f64;
    let times = times.max(1.0);
    let below = both_off(times_off(typical, range.low().0 as f64), times);
    let above = both_off(times_off(range.high().0 as f64, typical), times);
    within(bounds, typical / below, typical * above)
}

/// Rounds outward, then keeps within the hard bounds and the typical value.
pub(crate) fn within(hard: Cost, below: f64, above: f64) -> Cost {
    // `as` saturates, and what is not a number becomes zero; the bounds then
    // bring either back.
    let low = Fen(below.floor() as i64).clamp(hard.low(), hard.typical());
    let high = Fen(above.ceil() as i64).clamp(hard.typical(), hard.high());
    Cost::new(low, hard.typical(), high)
}

/// Mean, less the sum of the typical values, and standard deviation of a sum.
struct Spread {
    shift: f64,
    deviation: f64,
}

impl Spread {
    /// A line is `typical + even * z + odd * |z|` with `z` standard normal.
    fn of(costs: &[Cost], correlation: f64) -> Spread {
        let correlation = correlation.clamp(0.0, 1.0);
        let (mut even_sum, mut odd_sum, mut even_squares, mut odd_squares) = (0.0, 0.0, 0.0, 0.0);
        for cost in costs {
            let below = (cost.typical().0 - cost.low().0) as f64 / Z_95;
            let above = (cost.high().0 - cost.typical().0) as f64 / Z_95;
            let even = (above + below) / 2.0;
            let odd = (above - below) / 2.0;
            even_sum += even;
            odd_sum += odd;
            even_squares += even * even;
            odd_squares += odd * odd;
        }
        let alone = 1.0 - MEAN_ABS * MEAN_ABS;
        let shared = covariance_of_absolutes(correlation);
        let variance = even_squares
            + correlation * (even_sum * even_sum - even_squares)
            + alone * odd_squares
            + shared * (odd_sum * odd_sum - odd_squares);
        Spread {
            shift: MEAN_ABS * odd_sum,
            deviation: variance.max(0.0).sqrt(),
        }
    }
}

/// The covariance of the absolute values of two standard normals, from its
/// series in the correlation; at a correlation of one it is 3 % short.
fn covariance_of_absolutes(correlation: f64) -> f64 {
    let square = correlation * correlation;
    let series = square / 2.0 + square * square / 24.0 + square * square * square / 80.0;
    MEAN_ABS * MEAN_ABS * series
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::money::UnitPrice;
    use crate::quantity::{Amount, Basis};
    use proptest::prelude::*;

    fn cost([low, typical, high]: [i64; 3]) -> Cost {
        Cost::new(Fen(low), Fen(typical), Fen(high))
    }

    /// A small seeded generator; the tests must not depend on chance.
    struct Dice(u64);

    impl Dice {
        /// SplitMix64, as a fraction from 0 to 1.
        fn roll(&mut self) -> f64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = self.0;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
        }

        /// Nearly standard normal: twelve rolls have a variance of one.
        fn normal(&mut self) -> f64 {
            (0..12).map(|_| self.roll()).sum::<f64>() - 6.0
        }
    }

    /// The share of simulated sums that lie within the likely range.
    fn coverage(lines: &[Cost], correlation: f64, seed: u64) -> f64 {
        const N_RUNS: u32 = 20_000;
        let range = likely(lines, correlation);
        let (low, high) = (range.low().0 as f64, range.high().0 as f64);
        let mut dice = Dice(seed);
        let mut n_inside = 0;
        for _ in 0..N_RUNS {
            let common = dice.normal();
            let sum: f64 = lines
                .iter()
                .map(|it| {
                    let z =
                        correlation.sqrt() * common + (1.0 - correlation).sqrt() * dice.normal();
                    let typical = it.typical().0 as f64;
                    let side = if z < 0.0 { it.low() } else { it.high() };
                    typical + (side.0 as f64 - typical).abs() / Z_95 * z
                })
                .sum();
            n_inside += u32::from(low <= sum && sum <= high);
        }
        f64::from(n_inside) / f64::from(N_RUNS)
    }

    #[test]
    fn four_of_five_simulated_totals_lie_in_the_range() {
        let mut dice = Dice(7);
        for n_lines in [1, 3, 8, 40] {
            for correlation in [0.3, 0.5, 0.7] {
                let lines: Vec<Cost> = (0..n_lines)
                    .map(|_| {
                        let typical = 1e6 * (0.2 + dice.roll());
                        let low = typical * (0.4 + 0.5 * dice.roll());
                        let high = typical * (1.1 + 1.2 * dice.roll());
                        cost([low, typical, high].map(|it| it as i64))
                    })
                    .collect();
                let share = coverage(&lines, correlation, 11);
                assert!(
                    (0.75..=0.85).contains(&share),
                    "{n_lines} lines at {correlation}: {share}"
                );
            }
        }
    }

    /// A price and conventions that are multiplied, each varying by itself.
    #[test]
    fn four_of_five_simulated_products_lie_in_the_range_of_a_line() {
        const N_RUNS: u32 = 20_000;
        let mut dice = Dice(5);
        for n_conventions in 0..5 {
            let price = [40_000.0, 100_000.0, 180_000.0];
            let mut inputs = vec![price];
            inputs.extend((0..n_conventions).map(|_| [0.6, 1.0, 1.5]));
            let fen = price.map(|it| Fen(it as i64));
            let price = UnitPrice {
                low: fen[0],
                typical: fen[1],
                high: fen[2],
            };
            let quantity = inputs[1..]
                .iter()
                .map(|[low, typical, high]| Amount::ranged(*low, *typical, *high, Basis::Assumed))
                .fold(Amount::exact(1_000.0), Amount::times);
            let range = likely(&[price.likely(quantity)], 0.5);
            let mut n_inside = 0;
            for _ in 0..N_RUNS {
                let product: f64 = inputs
                    .iter()
                    .map(|[low, typical, high]| {
                        let z = dice.normal() / Z_95;
                        if z < 0.0 {
                            typical / (1.0 - (typical / low - 1.0) * z)
                        } else {
                            typical * (1.0 + (high / typical - 1.0) * z)
                        }
                    })
                    .product();
                let cost = Fen((product * 1_000.0) as i64);
                n_inside += u32::from(range.low() <= cost && cost <= range.high());
            }
            let share = f64::from(n_inside) / f64::from(N_RUNS);
            assert!(
                (0.74..=0.86).contains(&share),
                "{n_conventions} conventions: {share}"
            );
        }
    }

    #[test]
    fn a_further_cause_widens_a_range_and_never_past_the_bounds() {
        let range = cost([50, 100, 200]);
        let wide = cost([1, 100, 1000]);
        assert_eq!(widened(range, 1.0, wide), range);
        assert_eq!(widened(range, 2.0, wide), cost([38, 100, 262]));
        assert_eq!(widened(range, 9.0, range), range);
    }

    #[test]
    fn nothing_costs_nothing() {
        assert_eq!(likely(&[], 0.5), Cost::ZERO);
        assert!(Catalogue::default().project.is_none());
    }

    proptest! {
        #[test]
        fn the_range_is_ordered_and_within_the_hard_bounds(
            figures in proptest::collection::vec(
                (0..1_000_000_000_i64, 0..1_000_000_000_i64, 0..1_000_000_000_i64),
                0..30,
            ),
            correlation in 0.0..=1.0_f64,
        ) {
            let costs: Vec<Cost> = figures
                .into_iter()
                .map(|(low, more, most)| cost([low, low + more, low + more + most]))
                .collect();
            let hard: Cost = costs.iter().copied().sum();
            let range = likely(&costs, correlation);
            prop_assert!(hard.low() <= range.low() && range.high() <= hard.high());
            prop_assert!(range.low() <= range.typical() && range.typical() <= range.high());
            prop_assert_eq!(range.typical(), hard.typical());
        }
    }
}
