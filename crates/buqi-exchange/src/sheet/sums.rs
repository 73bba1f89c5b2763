//! Of how many buildings the figures of a ledger are, and whether they add up
//! to its row of totals.

use buqi_core::id::FactIdx;

/// What a figure of a line with several buildings is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenAs {
    /// That of each of them.
    Each,
    /// That of all of them together.
    Whole,
}

/// Why a column was taken as it was, the strongest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// Nothing says which it is.
    Guess,
    /// Only so it adds up to the row of totals.
    Total,
    /// Its name says so.
    Name,
    /// A person says so.
    Chosen,
}

/// 合计. A column whose figures add up.
#[derive(Clone, Debug, PartialEq)]
pub struct Sum {
    /// `None` for the number of buildings.
    pub fact: Option<FactIdx>,
    pub taken_as: TakenAs,
    pub ground: Ground,
    /// A line stands for several buildings, so that the two readings differ.
    pub differs: bool,
    /// Over all buildings, as it was taken.
    pub sum: f64,
    /// What the row of totals says.
    pub total: Option<f64>,
}

/// By how much of itself a total may differ from its sum and pass for the same:
/// that of rounded figures, and of one with a slip in it, which is still far
/// from the sum of the other reading.
const SAME: f64 = 0.001;
const ALIKE: f64 = 0.02;

fn fits(sum: f64, total: f64, share: f64) -> bool {
    (sum - total).abs() <= share * total
}

impl Sum {
    /// Whether the row of totals says nothing else.
    pub fn agrees(&self) -> bool {
        self.total.is_none_or(|it| fits(self.sum, it, SAME))
    }

    /// Nothing is to be said of it.
    fn is_plain(&self) -> bool {
        self.total.is_none() && !self.differs
    }
}

/// What is known of a column before it is taken.
pub struct Figures {
    /// Of each line: the figure and the number of its buildings.
    pub lines: Vec<(f64, u32)>,
    pub total: Option<f64>,
    pub said: Option<TakenAs>,
    pub chosen: Option<TakenAs>,
}

impl Figures {
    /// `None` where the readings do not differ and there is no total.
    pub fn sum(&self, fact: Option<FactIdx>) -> Option<Sum> {
        let over = |taken_as: TakenAs| -> f64 {
            let all = self.lines.iter();
            all.map(|(figure, count)| match taken_as {
                TakenAs::Each => figure * f64::from(*count),
                TakenAs::Whole => *figure,
            })
            .sum()
        };
        let by_total = || {
            let total = self.total?;
            let fit = |it: &TakenAs| fits(over(*it), total, ALIKE);
            [TakenAs::Each, TakenAs::Whole].into_iter().find(fit)
        };
        let (taken_as, ground) = match (self.chosen, self.said, by_total()) {
            (Some(it), ..) => (it, Ground::Chosen),
            (None, Some(it), _) => (it, Ground::Name),
            (None, None, Some(it)) => (it, Ground::Total),
            (None, None, None) => (TakenAs::Each, Ground::Guess),
        };
        let sum = Sum {
            fact,
            taken_as,
            ground,
            differs: self.lines.iter().any(|it| it.1 > 1),
            sum: over(taken_as),
            total: self.total,
        };
        (!sum.is_plain()).then_some(sum)
    }
}
