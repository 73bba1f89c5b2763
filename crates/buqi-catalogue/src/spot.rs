//! Values together with where they stand in their file.

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Location;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// A place in a file, counted from 1; line 0 means the file as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub line: u32,
    pub column: u32,
}

impl Spot {
    pub const WHOLE_FILE: Spot = Spot { line: 0, column: 0 };

    /// Where a value stands that could not be read: the mistake is told
    /// already, and nothing more is said about what takes its place.
    pub const NOWHERE: Spot = Spot {
        line: u32::MAX,
        column: u32::MAX,
    };
}

impl From<Location> for Spot {
    fn from(location: Location) -> Spot {
        Spot {
            line: location.line() as u32,
            column: location.column() as u32,
        }
    }
}

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct At<T> {
    pub value: T,
    pub spot: Spot,
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// How [`At`] asks [`crate::forms`] for a value with its place.
pub const AT: &str = "At";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<At<T>, D::Error> {
        struct ValueThenSpot<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for ValueThenSpot<T> {
            type Value = At<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value and its place")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<At<T>, A::Error> {
                let short = || A::Error::custom("a value comes with its place");
                let value = seq.next_element()?.ok_or_else(short)?;
                let line = seq.next_element()?.ok_or_else(short)?;
                let column = seq.next_element()?.ok_or_else(short)?;
                let spot = Spot { line, column };
                Ok(At { value, spot })
            }
        }

        deserializer.deserialize_tuple_struct(AT, 3, ValueThenSpot(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

/// A map from id to entry that keeps the order of the file, and both of two
/// entries of one name so that the second can be pointed at.
#[derive(Clone, Debug)]
pub struct Entries<T>(pub Vec<(At<String>, T)>);

impl<T> Entries<T> {
    pub fn iter(&self) -> impl Iterator<Item = &(At<String>, T)> {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries<T>, D::Error> {
        struct InOrder<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for InOrder<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map from id to entry")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(InOrder(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Entries<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Entries_of_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({
            "type": "object",
            "propertyNames": { "pattern": crate::ID_PATTERN },
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}
