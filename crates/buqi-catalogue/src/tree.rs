//! The shape of a file, whatever it means: what stands where.

use crate::spot::{At, Spot};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy};
use std::fmt;

/// A value, where it stands and how it is written.
#[derive(Debug)]
pub struct Node {
    pub spot: Spot,
    /// The source text of a scalar, quotes included; empty for the others.
    pub written: String,
    pub shape: Shape,
}

#[derive(Debug)]
pub enum Shape {
    Nothing,
    YesNo(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    /// In the order of the file, a repeated key as often as it stands.
    Map(Vec<(At<String>, Node)>),
}

impl Node {
    /// Reads one YAML document.
    pub fn of(text: &str) -> Result<Node, serde_saphyr::Error> {
        // Anchors, aliases and merges would let one entry change behind the
        // back of another, so none is replayed.
        let options = serde_saphyr::options! {
            merge_keys: MergeKeyPolicy::Error,
            alias_limits: serde_saphyr::alias_limits! { max_total_replayed_events: 0 },
            duplicate_keys: DuplicateKeyPolicy::PassThrough,
            strict_booleans: true,
            with_snippet: false,
        };
        let raw: Spanned<Raw> = serde_saphyr::from_str_with_options(text, options)?;
        Ok(node(raw, text))
    }
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let span = raw.referenced.span();
    let written = span.byte_offset().zip(span.byte_len()).and_then(|(at, n)| {
        let at = usize::try_from(at).ok()?;
        text.get(at..at + usize::try_from(n).ok()?)
    });
    let is_scalar = !matches!(raw.value, Raw::List(_) | Raw::Map(_));
    Node {
        spot: raw.referenced.into(),
        written: match written {
            Some(written) if is_scalar => written.to_owned(),
            _ => String::new(),
        },
        shape: match raw.value {
            Raw::Nothing => Shape::Nothing,
            Raw::YesNo(value) => Shape::YesNo(value),
            Raw::Number(value) => Shape::Number(value),
            Raw::Text(value) => Shape::Text(value),
            Raw::List(nodes) => Shape::List(nodes.into_iter().map(|it| node(it, text)).collect()),
            Raw::Map(entries) => Shape::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| {
                        let spot = key.referenced.into();
                        let value = node(value, text);
                        (
                            At {
                                value: key.value,
                                spot,
                            },
                            value,
                        )
                    })
                    .collect(),
            ),
        },
    }
}

/// What the YAML reader hands over.
enum Raw {
    Nothing,
    YesNo(bool),
    Number(f64),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        struct Anything;

        impl<'de> Visitor<'de> for Anything {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Raw, E> {
                Ok(Raw::YesNo(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Raw, E> {
                Ok(Raw::Number(value as f64))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Raw, E> {
                Ok(Raw::Number(value as f64))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Raw, E> {
                Ok(Raw::Number(value))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Raw, E> {
                Ok(Raw::Text(value.to_owned()))
            }

            fn visit_unit<E: Error>(self) -> Result<Raw, E> {
                Ok(Raw::Nothing)
            }

            fn visit_none<E: Error>(self) -> Result<Raw, E> {
                Ok(Raw::Nothing)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
                let mut nodes = Vec::new();
                while let Some(node) = seq.next_element()? {
                    nodes.push(node);
                }
                Ok(Raw::List(nodes))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Raw::Map(entries))
            }
        }

        deserializer.deserialize_any(Anything)
    }
}
