//! Which keys lead to a place in a file, for people who look it up by name.

use crate::spot::{At, Spot};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::fmt::Write as _;

/// The keys and positions of one file.
pub struct Outline(Option<Tree>);

impl Outline {
    pub fn of(text: &str) -> Outline {
        Outline(serde_saphyr::from_str(text).ok())
    }

    /// The keys that lead to `spot`, such as `scope.quantity.sum[1]`; empty
    /// when there are none or the file can't be read.
    pub fn lead_to(&self, spot: Spot) -> String {
        let mut best = (Spot::WHOLE_FILE, String::new());
        if let Some(tree) = &self.0
            && spot != Spot::WHOLE_FILE
        {
            walk(tree, "", spot, &mut best);
        }
        best.1
    }
}

/// The last node that starts at or before the place is the one meant.
fn walk(tree: &Tree, path: &str, wanted: Spot, best: &mut (Spot, String)) {
    let mut visit = |spot: Spot, path: String, child: Option<&Tree>| {
        if spot <= wanted && spot >= best.0 {
            *best = (spot, path.clone());
        }
        if let Some(child) = child {
            walk(child, &path, wanted, best);
        }
    };
    match tree {
        Tree::Leaf => {}
        Tree::Seq(nodes) => {
            for (number, node) in nodes.iter().enumerate() {
                visit(node.spot, format!("{path}[{number}]"), Some(&node.value));
            }
        }
        Tree::Map(entries) => {
            for (key, node) in entries {
                let mut path = path.to_owned();
                let dot = if path.is_empty() { "" } else { "." };
                _ = write!(path, "{dot}{}", key.value);
                visit(key.spot, path.clone(), None);
                visit(node.spot, path, Some(&node.value));
            }
        }
    }
}

/// The shape of a file, whatever it means.
enum Tree {
    Leaf,
    Seq(Vec<At<Tree>>),
    Map(Vec<(At<String>, At<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        struct Shape;

        impl<'de> Visitor<'de> for Shape {
            type Value = Tree;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_bool<E: Error>(self, _: bool) -> Result<Tree, E> {
                Ok(Tree::Leaf)
            }

            fn visit_i64<E: Error>(self, _: i64) -> Result<Tree, E> {
                Ok(Tree::Leaf)
            }

            fn visit_u64<E: Error>(self, _: u64) -> Result<Tree, E> {
                Ok(Tree::Leaf)
            }

            fn visit_f64<E: Error>(self, _: f64) -> Result<Tree, E> {
                Ok(Tree::Leaf)
            }

            fn visit_str<E: Error>(self, _: &str) -> Result<Tree, E> {
                Ok(Tree::Leaf)
            }

            fn visit_unit<E: Error>(self) -> Result<Tree, E> {
                Ok(Tree::Leaf)
            }

            fn visit_none<E: Error>(self) -> Result<Tree, E> {
                Ok(Tree::Leaf)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Tree, A::Error> {
                let mut nodes = Vec::new();
                while let Some(node) = seq.next_element()? {
                    nodes.push(node);
                }
                Ok(Tree::Seq(nodes))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Tree::Map(entries))
            }
        }

        deserializer.deserialize_any(Shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_positions_lead_to_a_place() {
        let text = "a: 1\nscope:\n  quantity: { sum: [ { fact: w }, { fact: z } ] }\n";
        let line = text.lines().nth(2).unwrap_or_default();
        let at = |needle: char| Spot {
            line: 3,
            column: 1 + line.find(needle).unwrap_or_default() as u32,
        };
        assert_eq!(
            Outline::of(text).lead_to(at('z')),
            "scope.quantity.sum[1].fact"
        );
        assert_eq!(
            Outline::of(text).lead_to(at('w')),
            "scope.quantity.sum[0].fact"
        );
        assert_eq!(Outline::of(text).lead_to(Spot { line: 1, column: 4 }), "a");
    }
}
