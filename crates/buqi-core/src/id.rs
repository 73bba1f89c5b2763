//! Distinct identifier types.
//!
//! An id is text that a person wrote in the catalogue: `roof-waterproofing`.
//! Inside the compiled catalogue things point at each other by position
//! (`ItemIdx` and its kin), which is what makes an evaluation cheap; positions
//! never leave the process.

use crate::wire::{Reader, Unread, Wire};
use std::fmt;
use std::sync::Arc;

/// Why a text is not an identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

/// The pattern every id follows: `[a-z][a-z0-9]*(-[a-z0-9]+)*`.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_lowercase())
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
        })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Reads an id from text that came from outside.
            pub fn new(text: &str) -> Result<$name, NotAnId> {
                if is_id(text) { Ok($name(text.into())) } else { Err(NotAnId) }
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The order of the texts. An id that was cloned from the other is
            /// equal without a look at its text, which is the usual case.
            pub fn order(&self, other: &$name) -> std::cmp::Ordering {
                if Arc::ptr_eq(&self.0, &other.0) {
                    return std::cmp::Ordering::Equal;
                }
                self.0.cmp(&other.0)
            }
        }

        impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                self.0.write(to);
            }

            fn read(from: &mut Reader) -> $name {
                $name(Wire::read(from))
            }
        }

        impl Unread for $name {
            fn unread() -> $name {
                $name("".into())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// 改造项.
    ItemId;
    /// 事实指标.
    FactId;
    /// 缺口.
    DeficiencyId;
    /// 依据.
    SourceId;
    /// 单价.
    PriceId;
    /// One of the answers a choice question offers.
    OptionId;
    /// A named rule of thumb: a default, a ratio, a geometric convention.
    ConventionId;
    /// 计量单位.
    UnitId;
    /// 出资方.
    PayerId;
    /// A kind of vote.
    ConsentId;
    /// Where on a walk something is asked.
    PlaceId;
    /// One building group of a survey.
    GroupId;
    /// A line of an item's scope.
    LineId;
    /// A heading of the menu.
    MenuGroupId;
    /// 补助.
    SubsidyId;
    /// 管护模式.
    UpkeepId;
    /// Where prices are of a level of their own.
    RegionId;
    /// One photo of an estate.
    PhotoId;
}

macro_rules! positions {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }

        impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                self.0.write(to);
            }

            fn read(from: &mut Reader) -> $name {
                $name(u16::read(from))
            }
        }
    )*};
}

positions! {
    /// The position of an item in the menu.
    ItemIdx;
    /// The position of a fact in the catalogue.
    FactIdx;
    /// The position of a deficiency in the catalogue.
    DeficiencyIdx;
    SourceIdx;
    PriceIdx;
    ConventionIdx;
    UnitIdx;
    PayerIdx;
    ConsentIdx;
    PlaceIdx;
    GroupIdx;
    RegionIdx;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_lower_case_words_joined_by_hyphens() {
        for good in ["a", "roof-waterproofing", "h4", "children-0-3"] {
            assert!(ItemId::new(good).is_ok(), "{good}");
        }
        for bad in ["", "Roof", "-a", "a-", "a--b", "屋面", "1a", "a b"] {
            assert!(ItemId::new(bad).is_err(), "{bad}");
        }
    }
}
