//! The examples inside an item.

use super::Ref;
use crate::spot::{At, Entries};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use std::borrow::Cow;
use std::fmt;

/// An example that the check runs.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    pub name: At<String>,
    /// Answers; those at building level go to one building.
    pub given: Entries<At<Given>>,
    pub expect: At<Expectation>,
    /// The exact facts still missing for the verdict.
    pub asks: Option<At<Vec<Ref>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expectation {
    Suggested,
    NotSuggested,
    Undecided,
}

/// An answer in a case: true, a number, an option, or `cannot-tell`.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    YesNo(bool),
    Number(f64),
    Word(String),
}

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Given, D::Error> {
        struct AnyScalar;

        impl Visitor<'_> for AnyScalar {
            type Value = Given;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true, false, a number, an option or cannot-tell")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Given, E> {
                Ok(Given::YesNo(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Given, E> {
                Ok(Given::Number(value as f64))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Given, E> {
                Ok(Given::Number(value as f64))
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Given, E> {
                Ok(Given::Number(value))
            }

            fn visit_str<E: Error>(self, value: &str) -> Result<Given, E> {
                Ok(Given::Word(value.to_owned()))
            }
        }

        deserializer.deserialize_any(AnyScalar)
    }
}

impl JsonSchema for Given {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Given".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["boolean", "number", "string"] })
    }
}
