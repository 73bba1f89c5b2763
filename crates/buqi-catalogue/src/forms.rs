//! Reads the source types out of a tree and goes on after a mistake, so that
//! all mistakes of an entry are told at once.
//!
//! What can't be read is told and replaced by a value of its kind that stands
//! [nowhere](Spot::NOWHERE), so that nothing more is said about it.

use crate::mistakes::{self, Expected, Mistake};
use crate::register::nearest;
use crate::spot::{AT, Spot};
use crate::tree::{Node, Shape};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer,
    MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;

/// The name of the type of texts in both languages.
const WORDS: &str = "Text";

/// Something that is not as its kind wants it.
pub struct Complaint {
    pub spot: Spot,
    pub mistake: Mistake,
    /// It may come of a slip in the lines around: a key that is not there, a
    /// value that runs over its line, or text that is no YAML.
    pub may_follow: bool,
}

/// Reads a value, and everything that is wrong with it.
pub fn read<T: DeserializeOwned>(tree: &Node) -> (Option<T>, Vec<Complaint>) {
    let told = Told::default();
    loop {
        told.complaints.borrow_mut().clear();
        let form = Form {
            node: Some(tree),
            key: Spot::WHOLE_FILE,
            told: &told,
        };
        let outcome = T::deserialize(form);
        // A key that was found to be missing is made up for, and all is read again.
        if let Err(Failure::Again) = outcome {
            continue;
        }
        let mut complaints = told.complaints.take();
        let value = match outcome {
            Ok(value) => Some(value),
            Err(failure) => {
                let detail = failure.to_string();
                complaints.push(Complaint {
                    spot: tree.spot,
                    mistake: mistakes::unreadable(&detail, &detail),
                    may_follow: true,
                });
                None
            }
        };
        let missing = told.missing.take();
        complaints.extend(missing.into_iter().map(|it| Complaint {
            spot: it.spot,
            mistake: mistakes::missing_key(it.field),
            may_follow: true,
        }));
        return (value, complaints);
    }
}

/// What has been told so far. Nodes are known by their address.
#[derive(Default)]
struct Told {
    complaints: RefCell<Vec<Complaint>>,
    replaced: RefCell<BTreeSet<*const Node>>,
    missing: RefCell<Vec<Missing>>,
}

struct Missing {
    node: *const Node,
    field: &'static str,
    spot: Spot,
}

#[derive(Debug)]
enum Failure {
    Missing(&'static str),
    Again,
    Other(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Missing(field) => f.write_str(field),
            Failure::Again => f.write_str("again"),
            Failure::Other(text) => f.write_str(text),
        }
    }
}

impl std::error::Error for Failure {}

impl Error for Failure {
    fn custom<T: fmt::Display>(text: T) -> Failure {
        Failure::Other(text.to_string())
    }

    fn missing_field(field: &'static str) -> Failure {
        Failure::Missing(field)
    }
}

/// One node and the key that leads to it; without a node, a value of the kind
/// that is asked for.
#[derive(Clone, Copy)]
struct Form<'t> {
    node: Option<&'t Node>,
    key: Spot,
    told: &'t Told,
}

impl<'t> Form<'t> {
    fn at(self, node: &'t Node, key: Spot) -> Form<'t> {
        Form {
            node: Some(node),
            key,
            ..self
        }
    }

    fn replacement(self) -> Form<'t> {
        Form { node: None, ..self }
    }

    fn shape(self) -> Option<&'t Shape> {
        self.node.map(|it| &it.shape)
    }

    fn complain(self, spot: Spot, mistake: Mistake) {
        self.told.complaints.borrow_mut().push(Complaint {
            spot,
            mistake,
            may_follow: false,
        });
    }

    /// Tells that the node is of another kind.
    fn refuse(self, expected: Expected) -> Form<'t> {
        if let Some(node) = self.node {
            self.told.replaced.borrow_mut().insert(node);
            self.told.complaints.borrow_mut().push(Complaint {
                spot: node.spot,
                mistake: mistakes::unexpected(expected, node),
                may_follow: node.written.contains('\n'),
            });
        }
        self.replacement()
    }

    /// Where the value stands, or nowhere if it had to be replaced.
    fn spot(self) -> Spot {
        match self.node {
            Some(node)
                if !self
                    .told
                    .replaced
                    .borrow()
                    .contains(&std::ptr::from_ref(node)) =>
            {
                node.spot
            }
            _ => Spot::NOWHERE,
        }
    }

    /// A whole number from 0 to `most`.
    fn whole(self, most: u32) -> u32 {
        match self.shape() {
            Some(Shape::Number(number))
                if number.fract() == 0.0 && (0.0..=f64::from(most)).contains(number) =>
            {
                *number as u32
            }
            _ => {
                self.refuse(Expected::Whole);
                0
            }
        }
    }

    /// The fields a struct is given, each with its node.
    fn fields(
        self,
        fields: &'static [&'static str],
        entries: &'t [(crate::spot::At<String>, Node)],
    ) -> Vec<(&'static str, Form<'t>)> {
        let exact = |key: &str| fields.iter().copied().find(|it| *it == key);
        let mut given: Vec<(&'static str, Form)> = Vec::new();
        for (key, node) in entries {
            let stands = |field: &str| entries.iter().any(|(it, _)| it.value == field);
            let meant = || nearest(key, fields.iter().copied().filter(|it| !stands(it)));
            let field = exact(key).or_else(|| {
                let near = meant();
                self.complain(key.spot, mistakes::unknown_key(key, fields, near));
                near.and_then(exact)
            });
            let Some(field) = field else { continue };
            if given.iter().any(|(it, _)| *it == field) {
                self.complain(key.spot, mistakes::key_twice(key));
            } else {
                given.push((field, self.at(node, key.spot)));
            }
        }
        given
    }
}

impl<'de> Deserializer<'de> for Form<'_> {
    type Error = Failure;

    /// The answer in a case.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.shape() {
            Some(Shape::YesNo(value)) => visitor.visit_bool(*value),
            Some(Shape::Number(value)) => visitor.visit_f64(*value),
            Some(Shape::Text(value)) => visitor.visit_str(value),
            _ => {
                self.refuse(Expected::Answer);
                visitor.visit_bool(false)
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.shape() {
            Some(Shape::YesNo(value)) => visitor.visit_bool(*value),
            _ => {
                self.refuse(Expected::YesNo);
                visitor.visit_bool(false)
            }
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u32(self.whole(u8::MAX.into()))
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u32(self.whole(u16::MAX.into()))
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_u32(self.whole(u32::MAX))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let number = match self.shape() {
            Some(Shape::Number(number)) => Some(*number),
            // A number in quotes is plain enough.
            Some(Shape::Text(text)) => text.parse().ok().filter(|it: &f64| it.is_finite()),
            _ => None,
        };
        visitor.visit_f64(number.unwrap_or_else(|| {
            self.refuse(Expected::Number);
            0.0
        }))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.shape() {
            Some(Shape::Text(text)) => visitor.visit_str(text),
            // A clause or a number of the official list, as it is written.
            Some(Shape::Number(_)) => visitor.visit_str(self.node.map_or("", |it| &it.written)),
            _ => {
                self.refuse(Expected::Text);
                visitor.visit_str("")
            }
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.shape() {
            Some(Shape::Nothing) => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let nodes = match self.shape() {
            Some(Shape::List(nodes)) => nodes.as_slice(),
            _ => {
                self.refuse(Expected::List);
                &[]
            }
        };
        visitor.visit_seq(Elements {
            form: self,
            nodes: nodes.iter(),
        })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        debug_assert_eq!(name, AT);
        visitor.visit_seq(ValueThenSpot {
            form: self,
            n_given: 0,
        })
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let entries = match self.shape() {
            Some(Shape::Map(entries)) => entries.as_slice(),
            _ => {
                self.refuse(Expected::Map);
                &[]
            }
        };
        visitor.visit_map(Entries {
            form: self,
            entries: entries.iter(),
            value: None,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let mut given = match self.shape() {
            Some(Shape::Map(entries)) => {
                let n_told = self.told.complaints.borrow().len();
                let given = self.fields(fields, entries);
                // A language that seems to be missing may be under the wrong key.
                let is_torn = self.told.complaints.borrow().len() > n_told;
                if name == WORDS && is_torn {
                    self.told
                        .replaced
                        .borrow_mut()
                        .extend(self.node.map(std::ptr::from_ref));
                }
                given
            }
            _ => {
                let expected = match name {
                    WORDS => Expected::Words,
                    _ => Expected::Keys(fields),
                };
                let form = self.refuse(expected);
                fields.iter().map(|it| (*it, form)).collect()
            }
        };
        let node = self.node.map_or(std::ptr::null(), std::ptr::from_ref);
        let missing = self.told.missing.borrow();
        let made_up = missing.iter().filter(|it| it.node == node);
        given.extend(made_up.map(|it| (it.field, self.replacement())));
        drop(missing);
        let outcome = visitor.visit_map(Fields {
            given: given.into_iter(),
            value: None,
        });
        let Err(Failure::Missing(field)) = outcome else {
            return outcome;
        };
        self.told.missing.borrow_mut().push(Missing {
            node,
            field,
            spot: self.key,
        });
        Err(Failure::Again)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let (word, content) = match self.shape() {
            Some(Shape::Text(word)) => (Some(word.as_str()), None),
            Some(Shape::Map(entries)) if entries.len() == 1 => {
                let (key, node) = &entries[0];
                (Some(key.value.as_str()), Some(self.at(node, key.spot)))
            }
            _ => (None, None),
        };
        let known = variants.iter().copied().find(|it| Some(*it) == word);
        let content = match known {
            Some(_) => content,
            None => Some(self.refuse(Expected::OneOf(variants))),
        };
        visitor.visit_enum(Variant {
            word: known.unwrap_or(variants[0]),
            form: self,
            content,
        })
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u64 u128 f32 char bytes byte_buf unit unit_struct tuple identifier
    }
}

struct Elements<'t> {
    form: Form<'t>,
    nodes: std::slice::Iter<'t, Node>,
}

impl<'de> SeqAccess<'de> for Elements<'_> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        let Some(node) = self.nodes.next() else {
            return Ok(None);
        };
        seed.deserialize(self.form.at(node, node.spot)).map(Some)
    }
}

struct ValueThenSpot<'t> {
    form: Form<'t>,
    n_given: usize,
}

impl<'de> SeqAccess<'de> for ValueThenSpot<'_> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        self.n_given += 1;
        match self.n_given {
            1 => seed.deserialize(self.form),
            2 => seed.deserialize(self.form.spot().line.into_deserializer()),
            _ => seed.deserialize(self.form.spot().column.into_deserializer()),
        }
        .map(Some)
    }
}

struct Entries<'t> {
    form: Form<'t>,
    entries: std::slice::Iter<'t, (crate::spot::At<String>, Node)>,
    value: Option<Form<'t>>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        let Some((key, node)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = Some(self.form.at(node, key.spot));
        let key = Node {
            spot: key.spot,
            written: String::new(),
            shape: Shape::Text(key.value.clone()),
        };
        seed.deserialize(Form {
            node: Some(&key),
            key: key.spot,
            told: self.form.told,
        })
        .map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        seed.deserialize(self.value.expect("a key comes before its value"))
    }
}

struct Fields<'t> {
    given: std::vec::IntoIter<(&'static str, Form<'t>)>,
    value: Option<Form<'t>>,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Failure> {
        let Some((field, value)) = self.given.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(StrDeserializer::new(field)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        seed.deserialize(self.value.expect("a key comes before its value"))
    }
}

struct Variant<'t> {
    word: &'static str,
    form: Form<'t>,
    content: Option<Form<'t>>,
}

impl<'de, 't> EnumAccess<'de> for Variant<'t> {
    type Error = Failure;
    type Variant = Variant<'t>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Variant<'t>), Failure> {
        let value = seed.deserialize(StrDeserializer::new(self.word))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        if self.content.is_some_and(|it| it.node.is_some()) {
            self.form.refuse(Expected::Bare(self.word));
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        let content = self
            .content
            .unwrap_or_else(|| self.form.refuse(Expected::Content(self.word)));
        seed.deserialize(content)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Failure> {
        Err(Failure::custom("no kind of entry has such a variant"))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Failure> {
        Err(Failure::custom("no kind of entry has such a variant"))
    }
}
