//! What an edit changed, for the bill bar and the screen reader.

use crate::format;
use crate::text::{self, Lang, Phrase};
use buqi_core::estimate::{Estimate, Standing};
use buqi_core::money::Fen;

/// The difference between two estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Tells two like changes apart.
    pub revision: u64,
    /// Items in the plan, more or fewer.
    pub items: i64,
    pub total: Fen,
    /// That it was taken back, or done again.
    pub retraced: Option<Phrase>,
}

impl Change {
    pub fn between(before: &Estimate, after: &Estimate, revision: u64) -> Change {
        Change {
            revision,
            items: n_chosen(after) - n_chosen(before),
            total: Fen(after.chosen.typical().0 - before.chosen.typical().0),
            retraced: None,
        }
    }

    pub fn is_none(&self) -> bool {
        self.items == 0 && self.total == Fen(0) && self.retraced.is_none()
    }

    /// "多 2 项；增加 86 万元", "已撤销：项目数不变；减少 86 万元".
    pub fn say(&self, lang: Lang) -> String {
        let count = self.items.unsigned_abs().to_string();
        let items = match self.items {
            0 => lang.say(text::ITEMS_SAME).to_owned(),
            1.. => lang.fill(text::ITEMS_MORE, &[&count]),
            _ => lang.fill(text::ITEMS_FEWER, &[&count]),
        };
        let amount = format::money(lang, Fen(self.total.0.saturating_abs()));
        let money = match self.total.0 {
            0 => lang.say(text::MONEY_SAME).to_owned(),
            1.. => lang.fill(text::MONEY_MORE, &[&amount]),
            _ => lang.fill(text::MONEY_LESS, &[&amount]),
        };
        let changed = lang.fill(text::CHANGED, &[&items, &money]);
        match self.retraced {
            Some(way) => lang.fill(text::LABELLED, &[lang.say(way), &changed]),
            None => changed,
        }
    }

    /// The same with the total, for a screen reader.
    pub fn announce(&self, lang: Lang, total: &str) -> String {
        lang.fill(
            text::CHANGED,
            &[&self.say(lang), &lang.fill(text::TOTAL_NOW, &[total])],
        )
    }
}

fn n_chosen(estimate: &Estimate) -> i64 {
    estimate
        .standings
        .iter()
        .filter(|it| **it == Standing::Chosen)
        .count() as i64
}
