//! The item that somebody means by what was typed.

use anyhow::{Result, bail};
use buqi_core::Catalogue;
use buqi_core::catalogue::Item;
use buqi_core::id::{ItemId, ItemIdx};
use buqi_core::naming::items_named;
use buqi_exchange::Lang;

/// The most items that are offered for a text that is none.
const MAX_OFFERED: usize = 5;

/// An item by its id, or by a name or an alias that no other item has.
pub fn item(catalogue: &Catalogue, text: &str, lang: Lang) -> Result<ItemIdx> {
    let by_id = ItemId::new(text).ok();
    if let Some(idx) = by_id.and_then(|it| catalogue.find_item(&it)) {
        return Ok(idx);
    }
    if let Some(moved) = catalogue.moved.iter().find(|it| *it.from == *text) {
        let to = moved.to.as_deref().unwrap_or("—");
        bail!("{text} → {to}: {}", lang.of(&moved.reason));
    }
    match items_of(catalogue, |it| is_called(it, text))[..] {
        [only] => Ok(only),
        [] => bail!(not_found(catalogue, text, lang)),
        ref several => {
            let heading = lang.pick(
                format!("叫“{text}”的改造项有几个："),
                format!("Several items are called “{text}”:"),
            );
            bail!(heading + &listed(catalogue, several, lang))
        }
    }
}

fn not_found(catalogue: &Catalogue, text: &str, lang: Lang) -> String {
    let told = lang.pick(
        format!("没有叫“{text}”的改造项。"),
        format!("There is no item called “{text}”. "),
    );
    let mut near = items_of(catalogue, |it| is_near(it.id.as_str(), text));
    near.extend(items_named(catalogue, text));
    near.sort_unstable();
    near.dedup();
    near.truncate(MAX_OFFERED);
    if near.is_empty() {
        let where_from = lang.pick(
            "编号就是目录的 items 文件夹里的文件名。",
            "The ids are the names of the files in the folder items of the catalogue.",
        );
        return told + where_from;
    }
    told + lang.pick("相近的有：", "Close to it:") + &listed(catalogue, &near, lang)
}

fn listed(catalogue: &Catalogue, items: &[ItemIdx], lang: Lang) -> String {
    let rows = items.iter().map(|idx| {
        let item = catalogue.item(*idx);
        format!("\n  {}  {}", item.id, lang.of(&item.name))
    });
    rows.collect()
}

fn items_of(catalogue: &Catalogue, fits: impl Fn(&Item) -> bool) -> Vec<ItemIdx> {
    let all = catalogue.item_indices();
    all.filter(|it| fits(catalogue.item(*it))).collect()
}

fn is_called(item: &Item, text: &str) -> bool {
    let names = [&item.name.zh, &item.name.en];
    let mut names = names.into_iter().chain(&item.aliases);
    names.any(|it| it.to_lowercase() == text.trim().to_lowercase())
}

/// Whether an id is a slip of the finger away, or holds the text as a word.
fn is_near(id: &str, text: &str) -> bool {
    let text = text.trim().to_lowercase().replace([' ', '_'], "-");
    let slips = (text.chars().count() / 4).max(1);
    distance(id, &text) <= slips || id.split('-').any(|it| it == text)
}

/// How many characters have to be put in, taken out or replaced to make one
/// text of the other.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (n, wanted) in one.chars().enumerate() {
        let mut before = row[0];
        row[0] = n + 1;
        for at in 0..other.len() {
            let replaced = before + usize::from(other[at] != wanted);
            before = row[at + 1];
            row[at + 1] = replaced.min(before + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (one, other, slips) in [
            ("lift", "lift", 0),
            ("lift", "lfit", 2),
            ("lift", "lifts", 1),
            ("", "lift", 4),
            ("lift-addition", "lift-additon", 1),
        ] {
            assert_eq!(distance(one, other), slips, "{one} {other}");
            assert_eq!(distance(other, one), slips, "{other} {one}");
        }
        assert!(is_near("lift-addition", "Lift_Additon"));
        assert!(is_near("lift-addition", "lift"));
        assert!(!is_near("lift-addition", "roof"));
    }
}
