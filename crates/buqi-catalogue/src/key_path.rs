//! Which keys lead to a place in a file, for people who look it up by name.

use crate::spot::Spot;
use crate::tree::{Node, Shape};
use std::fmt::Write as _;

/// The keys and positions of one file.
pub struct Outline(Option<Node>);

impl Outline {
    pub fn of(text: &str) -> Outline {
        Outline(Node::of(text).ok())
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
fn walk(tree: &Node, path: &str, wanted: Spot, best: &mut (Spot, String)) {
    let mut visit = |spot: Spot, path: String, child: Option<&Node>| {
        if spot <= wanted && spot >= best.0 {
            *best = (spot, path.clone());
        }
        if let Some(child) = child {
            walk(child, &path, wanted, best);
        }
    };
    match &tree.shape {
        Shape::List(nodes) => {
            for (number, node) in nodes.iter().enumerate() {
                visit(node.spot, format!("{path}[{number}]"), Some(node));
            }
        }
        Shape::Map(entries) => {
            for (key, node) in entries {
                let mut path = path.to_owned();
                let dot = if path.is_empty() { "" } else { "." };
                _ = write!(path, "{dot}{}", key.value);
                visit(key.spot, path.clone(), None);
                visit(node.spot, path, Some(node));
            }
        }
        _ => {}
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
