//! Bytes to a JSON value and back.
//!
//! Reading differs from plain `serde_json` in three ways: a refusal says which
//! kind it is, nesting is bounded, and a key said twice is not lost. Writing is
//! a fixed function of the value: sorted keys, two spaces, a final newline.

use crate::format::{MAX_BYTES, MAX_DEPTH, step};
use crate::repair::{Encoding, OpenError};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::{Map, Number, Value};
use std::fmt::{self, Write};

/// A JSON value, and the values a later one of the same key pushed out.
pub struct Parsed {
    pub value: Value,
    /// JSON Pointer and value, in file order.
    pub said_twice: Vec<(String, Value)>,
}

impl Parsed {
    /// What a parser finds, of JSON or of a format that is read as JSON is.
    /// Nesting deeper than [`MAX_DEPTH`] is an error.
    pub fn of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Parsed, D::Error> {
        let mut reading = Reading::default();
        let node = Node {
            reading: &mut reading,
            depth: MAX_DEPTH,
        };
        let value = node.deserialize(deserializer)?;
        Ok(Parsed {
            value,
            said_twice: reading.said_twice,
        })
    }
}

pub(crate) fn read(bytes: &[u8]) -> Result<Parsed, OpenError> {
    let text = text_in(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    Parsed::of(&mut deserializer)
        .and_then(|parsed| deserializer.end().map(|()| parsed))
        .map_err(|error| {
            let (line, column) = position(text, error.line(), error.column());
            match error.classify() {
                Category::Eof => OpenError::CutShort { line, column },
                // The only complaint of our own is about depth.
                Category::Data => OpenError::TooDeep,
                // The first letter of a text may look like that of `true`.
                Category::Syntax if !text.trim_start().starts_with(['{', '[']) => {
                    OpenError::NotJson { line: 1, column: 1 }
                }
                Category::Syntax | Category::Io => OpenError::NotJson { line, column },
            }
        })
}

/// The text of a file, or why it can't be one of a survey.
pub fn text_in(bytes: &[u8]) -> Result<&str, OpenError> {
    if bytes.len() > MAX_BYTES {
        return Err(OpenError::TooLarge);
    }
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(OpenError::Empty);
    }
    Ok(text)
}

fn decode(bytes: &[u8]) -> Result<&str, OpenError> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(OpenError::Encoded(Encoding::Utf16));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err(OpenError::NotText),
        // A byte order mark is how some editors begin a file.
        Ok(text) => Ok(text.strip_prefix('\u{FEFF}').unwrap_or(text)),
        Err(_) if is_gbk(bytes) => Err(OpenError::Encoded(Encoding::Gbk)),
        Err(_) => Err(OpenError::NotText),
    }
}

/// Whether the bytes could be GBK or GB 18030 text. A guess: good enough to
/// tell a text saved in the wrong encoding from a picture.
fn is_gbk(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter().copied();
    while let Some(first) = bytes.next() {
        match first {
            b'\t' | b'\n' | b'\r' | 0x20..=0x7E => {}
            0x81..=0xFE => match bytes.next() {
                Some(0x40..=0x7E | 0x80..=0xFE) => {}
                Some(b'0'..=b'9') => {
                    let rest = (bytes.next(), bytes.next());
                    if !matches!(rest, (Some(0x81..=0xFE), Some(b'0'..=b'9'))) {
                        return false;
                    }
                }
                _ => return false,
            },
            _ => return false,
        }
    }
    true
}

/// Line and column from 1. The parser counts columns in bytes, which would
/// point far to the right in Chinese text.
fn position(text: &str, line: usize, column: usize) -> (usize, usize) {
    let content = text.split('\n').nth(line.saturating_sub(1)).unwrap_or("");
    let n_chars = content
        .char_indices()
        .take_while(|(at, _)| *at < column)
        .count();
    (line.max(1), n_chars.max(1))
}

#[derive(Default)]
struct Reading {
    path: Vec<String>,
    said_twice: Vec<(String, Value)>,
}

struct Node<'a> {
    reading: &'a mut Reading,
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let depth = deeper(self.depth)?;
        let mut values = Vec::new();
        loop {
            self.reading.path.push(values.len().to_string());
            let value = items.next_element_seed(Node {
                reading: self.reading,
                depth,
            })?;
            self.reading.path.pop();
            match value {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let depth = deeper(self.depth)?;
        let mut values = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            self.reading.path.push(key.clone());
            let value = entries.next_value_seed(Node {
                reading: self.reading,
                depth,
            })?;
            if let Some(earlier) = values.insert(key, value) {
                let pointer = self
                    .reading
                    .path
                    .iter()
                    .fold(String::new(), |pointer, it| step(&pointer, it));
                self.reading.said_twice.push((pointer, earlier));
            }
            self.reading.path.pop();
        }
        Ok(Value::Object(values))
    }
}

fn deeper<E: Error>(depth: usize) -> Result<usize, E> {
    depth.checked_sub(1).ok_or_else(|| E::custom("too deep"))
}

/// Whether a value that did not come through [`read`] is nested too deep.
pub(crate) fn is_too_deep(value: &Value, depth: usize) -> bool {
    let is_too_deep_in = |it| match depth.checked_sub(1) {
        Some(depth) => is_too_deep(it, depth),
        None => true,
    };
    match value {
        Value::Array(values) => values.iter().any(is_too_deep_in),
        Value::Object(values) => values.values().any(is_too_deep_in),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

pub(crate) fn write(value: &Value) -> Vec<u8> {
    let mut out = String::new();
    put(&mut out, value, Some(0));
    out.push('\n');
    out.into_bytes()
}

/// Without a line break, for what no person reads.
pub(crate) fn put_short(out: &mut String, value: &Value) {
    put(out, value, None);
}

fn put(out: &mut String, value: &Value, indent: Option<usize>) {
    let inner = indent.map(|it| it + 1);
    match value {
        Value::Array(values) if !values.is_empty() => {
            out.push('[');
            for (n, value) in values.iter().enumerate() {
                new_line(out, inner, n > 0);
                put(out, value, inner);
            }
            new_line(out, indent, false);
            out.push(']');
        }
        Value::Object(values) if !values.is_empty() => {
            // Whether `Map` keeps its keys sorted is a feature any crate of
            // the build may switch off.
            let mut entries: Vec<(&String, &Value)> = values.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (n, (key, value)) in entries.into_iter().enumerate() {
                new_line(out, inner, n > 0);
                put_string(out, key);
                out.push_str(if indent.is_some() { ": " } else { ":" });
                put(out, value, inner);
            }
            new_line(out, indent, false);
            out.push('}');
        }
        Value::Array(_) => out.push_str("[]"),
        Value::Object(_) => out.push_str("{}"),
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&digits(number)),
        Value::String(text) => put_string(out, text),
    }
}

/// A number in the digits that read back as the same number.
///
/// `serde_json` would write the same value, with ten kilobytes of tables that a
/// browser has to download; the standard library prints numbers anyway.
pub(crate) fn digits(number: &Number) -> String {
    match (number.as_i64(), number.as_u64(), number.as_f64()) {
        (Some(whole), _, _) => whole.to_string(),
        (_, Some(whole), _) => whole.to_string(),
        (_, _, Some(value)) if value.fract() == 0.0 => format!("{value}.0"),
        (_, _, value) => value.unwrap_or_default().to_string(),
    }
}

pub(crate) fn put_string(out: &mut String, text: &str) {
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control @ '\0'..='\u{1F}' => {
                let _ = write!(out, "\\u{:04x}", control as u32);
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

fn new_line(out: &mut String, indent: Option<usize>, comma: bool) {
    if comma {
        out.push(',');
    }
    if let Some(indent) = indent {
        out.push('\n');
        for _ in 0..indent {
            out.push_str("  ");
        }
    }
}
