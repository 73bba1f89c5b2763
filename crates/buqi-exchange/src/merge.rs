//! Two files of one estate to one.
//!
//! A file is taken apart into parts that only make sense whole: an answer with
//! who gave it, a decision, a measured quantity, a term. Parts that only one
//! file has are taken; of two that differ, a fixed order over values picks one,
//! so that merging is commutative, associative and idempotent, and both are
//! handed out for a person to settle. Nobody's removal can be told from never
//! having known, so a merge of files removes nothing.

use crate::extras::{Address, Extras};
use crate::format::{CANNOT_TELL, HOWS, is_date, key, step};
use crate::json;
use crate::opening::open_value;
use crate::saving::value_of;
use buqi_core::Catalogue;
use buqi_core::entries::Entries;
use buqi_core::plan::{Dossier, Plan};
use buqi_core::survey::Survey;
use litemap::LiteMap;
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// A file taken apart. An address leads through keys of objects and ids of
/// list entries; a list of entries with ids also has its order as a part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    pub(crate) all: LiteMap<Address, Value>,
}

/// A part that two files have and that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// What the part is about: the steps from the top of the file to it.
    pub address: Vec<Box<str>>,
    /// What was on this side before the merge, as the file spells it.
    pub ours: Value,
    pub theirs: Value,
    /// Whether the merge took theirs.
    pub took_theirs: bool,
}

/// What came of merging two files.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    pub dossier: Dossier,
    pub extras: Extras,
    /// How many parts only the other file had.
    pub n_added: usize,
    /// In the order of the file.
    pub differences: Vec<Difference>,
}

/// Merges two dossiers of one estate, field by field.
pub fn merge(
    ours: (&Dossier, &Extras),
    theirs: (&Dossier, &Extras),
    catalogue: &Catalogue,
) -> Merged {
    let (dossier, extras) = ours;
    let ours = Parts::of(dossier, extras, catalogue);
    let theirs = Parts::of(theirs.0, theirs.1, catalogue);
    let mut merged = ours.clone();
    let mut n_added = 0;
    let mut differences = Vec::new();
    for (address, other) in &theirs.all {
        let Some(own) = merged.all.get_mut(address) else {
            n_added += 1;
            merged.all.insert(address.clone(), other.clone());
            continue;
        };
        if own == other {
            continue;
        }
        let joined = join(own, other);
        if is_worth_settling(address) {
            differences.push(Difference {
                address: address.clone(),
                ours: own.clone(),
                theirs: other.clone(),
                took_theirs: joined == *other,
            });
        }
        *own = joined;
    }
    let (dossier, extras) = if merged == ours {
        (dossier.clone(), extras.clone())
    } else {
        merged.open(catalogue)
    };
    Merged {
        dossier,
        extras,
        n_added,
        differences,
    }
}

/// The dossier with one part put in place of what stands there: how a person
/// settles a difference.
pub fn settle(
    dossier: &Dossier,
    extras: &Extras,
    catalogue: &Catalogue,
    address: &[Box<str>],
    value: &Value,
) -> (Dossier, Extras) {
    let mut parts = Parts::of(dossier, extras, catalogue);
    parts.all.insert(address.to_vec(), value.clone());
    parts.open(catalogue)
}

/// What stands at an address of a dossier now.
pub fn part(
    dossier: &Dossier,
    extras: &Extras,
    catalogue: &Catalogue,
    address: &[Box<str>],
) -> Option<Value> {
    Parts::of(dossier, extras, catalogue).all.remove(address)
}

/// The order of a list and the entry itself say nothing that its fields do not,
/// and what the program writes by itself is nobody's opinion.
fn is_worth_settling(address: &Address) -> bool {
    match address.as_slice() {
        [name] => [key::NAME, key::ABOUT].contains(&&**name),
        [_, list] | [_, list, _] if &**list == LIST => false,
        [first, ..] => &**first != key::CATALOGUE && &**first != key::SET_ASIDE,
        [] => false,
    }
}

/// The step from a list to its entries, which go by id; at the step itself is
/// their order.
const LIST: &str = "[]";

/// Whether an address is that of an entry of a list.
pub(crate) fn is_entry(address: &Address) -> bool {
    matches!(address.as_slice(), [_, list, _] if **list == *LIST)
}

/// The objects whose entries are parts.
const OF_ENTRIES: [&str; 10] = [
    key::ESTATE,
    key::ANSWERS,
    key::DECISIONS,
    key::VOTES,
    key::SHARES,
    key::SUBSIDIES,
    key::FLOORS,
    key::WISHES,
    key::PICTURES,
    key::CATALOGUE,
];

/// The objects whose fields are taken apart in turn.
const OF_FIELDS: [&str; 2] = [key::PLAN, key::TERMS];

/// What tells the entries of a list apart.
fn id_key(list: &str) -> &'static str {
    if list == key::SCHEMES {
        key::NAME
    } else {
        key::ID
    }
}

impl Parts {
    /// A dossier with what came along with it, taken apart.
    pub fn of(dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> Parts {
        let mut parts = Parts::default();
        if let Value::Object(file) = value_of(dossier, extras, catalogue) {
            parts.take_fields(&mut Vec::new(), file, catalogue);
        }
        parts
    }

    /// One part as it is spelled: a list that used to be one part, taken apart.
    pub(crate) fn of_part(address: Address, value: Value, catalogue: &Catalogue) -> Parts {
        let mut parts = Parts::default();
        match address.as_slice() {
            [name] => {
                let file = Map::from_iter([(name.to_string(), value)]);
                parts.take_fields(&mut Vec::new(), file, catalogue);
            }
            _ => {
                parts.all.insert(address, value);
            }
        }
        parts
    }

    /// Whether there is anything below an address that `other` has not.
    pub(crate) fn has_more_below(&self, address: &Address, other: &Parts) -> bool {
        let mut below = self.all.keys().filter(|it| it.starts_with(address));
        below.any(|it| !other.all.contains_key(it))
    }

    /// What has to be put or taken away to come from these parts to `next`.
    pub(crate) fn changes(&self, next: &Parts) -> Vec<(Address, Option<Value>)> {
        let mut changes = Vec::new();
        let (mut was, mut is) = (self.all.iter().peekable(), next.all.iter().peekable());
        loop {
            let order = match (was.peek(), is.peek()) {
                (None, None) => return changes,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.0.cmp(other.0),
            };
            let old = if order.is_le() { was.next() } else { None };
            let new = if order.is_ge() { is.next() } else { None };
            match (old, new) {
                (Some(old), Some(new)) if old.1 == new.1 => {}
                (_, Some((address, value))) => changes.push((address.clone(), Some(value.clone()))),
                (Some((address, _)), None) => changes.push((address.clone(), None)),
                (None, None) => return changes,
            }
        }
    }

    /// Puts the parts together again. What is no longer whole, such as answers
    /// about a group that is gone, is left out.
    pub fn open(&self, catalogue: &Catalogue) -> (Dossier, Extras) {
        match open_value(self.file(), Vec::new(), catalogue) {
            Ok(opened) => (opened.dossier, opened.extras),
            // Parts come from files that were opened.
            Err(_) => Default::default(),
        }
    }

    fn take_fields(&mut self, at: &mut Address, fields: Map<String, Value>, catalogue: &Catalogue) {
        for (name, value) in fields {
            at.push(name.as_str().into());
            match value {
                // No text and an empty one mean the same.
                Value::String(text) if text.is_empty() => {}
                Value::Object(inner) if OF_FIELDS.contains(&&*name) => {
                    self.take_fields(at, inner, catalogue);
                }
                Value::Object(inner) if OF_ENTRIES.contains(&&*name) => {
                    for (id, value) in inner {
                        self.put(at, &id, value);
                    }
                }
                Value::Array(entries) if name == key::OVERRIDES || name == key::SET_ASIDE => {
                    for entry in entries {
                        let id = match line_of(&entry, catalogue) {
                            Some((item, line)) => step(&step("", item), line),
                            // Nothing but its content tells it from others.
                            None => spelled(&entry),
                        };
                        self.put(at, &id, entry);
                    }
                }
                Value::Array(entries)
                    if at.len() == 1 && are_told_apart(&entries, id_key(&name)) =>
                {
                    self.take_list(at, entries, id_key(&name), catalogue);
                }
                // An empty list says no more than a missing one.
                Value::Array(entries) if entries.is_empty() => {}
                value => {
                    self.all.insert(at.clone(), value);
                }
            }
            at.pop();
        }
    }

    fn put(&mut self, at: &mut Address, id: &str, value: Value) {
        at.push(id.into());
        self.all.insert(at.clone(), value);
        at.pop();
    }

    fn take_list(
        &mut self,
        at: &mut Address,
        entries: Vec<Value>,
        id_key: &str,
        catalogue: &Catalogue,
    ) {
        let mut order = Vec::new();
        at.push(LIST.into());
        for entry in entries {
            if let Value::Object(mut entry) = entry
                && let Some(Value::String(id)) = entry.remove(id_key)
            {
                // The entry itself, so that one without fields is not lost.
                self.put(at, &id, Value::Object(Map::new()));
                at.push(id.as_str().into());
                self.take_fields(at, entry, catalogue);
                at.pop();
                order.push(Value::String(id));
            }
        }
        self.all.insert(at.clone(), Value::Array(order));
        at.pop();
    }

    /// The file again. In the map, a list's order comes before its entries, and
    /// an entry before its fields.
    pub(crate) fn file(&self) -> Value {
        let mut file = Map::new();
        let mut lists: LiteMap<&str, List<'_>> = LiteMap::new();
        for (address, value) in &self.all {
            match address.as_slice() {
                [name, list, way @ ..] if &**list == LIST && !is_container(name) => {
                    let list = lists.entry(name).or_default();
                    match way {
                        [] => list.order = value.as_array(),
                        [id] => {
                            list.entries.insert(id.to_string(), Map::new());
                        }
                        [id, field @ ..] => {
                            // Fields of an entry that is gone go with it.
                            if let Some(entry) = list.entries.get_mut(&**id) {
                                place(entry, field, value.clone());
                            }
                        }
                    }
                }
                _ => place(&mut file, address, value.clone()),
            }
        }
        for (name, list) in lists {
            file.insert(name.to_owned(), list.in_order(id_key(name)));
        }
        entries_to_lists(&mut file);
        Value::Object(file)
    }
}

#[derive(Default)]
struct List<'a> {
    order: Option<&'a Vec<Value>>,
    entries: LiteMap<String, Map<String, Value>>,
}

impl List<'_> {
    /// The entries that the order names, then any others.
    fn in_order(mut self, id_key: &str) -> Value {
        let named = self.order.into_iter().flatten().filter_map(Value::as_str);
        let mut ids: Vec<String> = named.map(str::to_owned).collect();
        let mut others: Vec<String> = self.entries.keys().cloned().collect();
        others.sort_by(|one, other| by_id(one, other));
        ids.extend(others);
        let listed = ids.into_iter().filter_map(|id| {
            let mut entry = self.entries.remove(&id)?;
            entries_to_lists(&mut entry);
            entry.insert(id_key.to_owned(), Value::String(id));
            Some(Value::Object(entry))
        });
        Value::Array(listed.collect())
    }
}

/// Two states of an estate without what is the same in both: taken apart they
/// differ in the same parts as whole.
pub(crate) fn differing(before: &Dossier, after: &Dossier) -> (Dossier, Dossier) {
    let order = |it: &Dossier| {
        let groups = it.survey.groups.iter();
        groups.map(|it| it.id.clone()).collect::<Vec<_>>()
    };
    // An order only makes sense whole.
    let has_same_groups = order(before) == order(after);
    let same_plan = before.plan == after.plan;
    let same_schemes = before.schemes == after.schemes;
    let left = |own: &Dossier, other: &Dossier| {
        let groups = own.survey.groups.iter().enumerate();
        let groups =
            groups.filter(|(at, it)| !has_same_groups || other.survey.groups.get(*at) != Some(*it));
        Dossier {
            name: own.name.clone(),
            about: own.about.clone(),
            survey: Survey {
                estate: unlike(&own.survey.estate, &other.survey.estate),
                groups: groups.map(|(_, it)| it.clone()).collect(),
            },
            plan: if same_plan {
                Plan::default()
            } else {
                own.plan.clone()
            },
            schemes: if same_schemes {
                Vec::new()
            } else {
                own.schemes.clone()
            },
            photos: unlike(&own.photos, &other.photos),
        }
    };
    (left(before, after), left(after, before))
}

/// The entries of `own` that `other` does not have, or has otherwise.
fn unlike<K: Ord + Clone, V: Clone + PartialEq>(
    own: &Entries<K, V>,
    other: &Entries<K, V>,
) -> Entries<K, V> {
    if own.is_same(other) {
        return Entries::new();
    }
    let entries = own.iter().filter(|(key, it)| other.get(key) != Some(it));
    entries.map(|(key, it)| (key.clone(), it.clone())).collect()
}

fn is_container(name: &str) -> bool {
    OF_ENTRIES.contains(&name) || OF_FIELDS.contains(&name)
}

fn text_at<'a>(entry: &'a Value, name: &str) -> Option<&'a str> {
    entry.get(name).and_then(Value::as_str)
}

/// The item and line of an override, where the catalogue has them.
fn line_of<'a>(entry: &'a Value, catalogue: &Catalogue) -> Option<(&'a str, &'a str)> {
    let (item, line) = (text_at(entry, key::ITEM)?, text_at(entry, key::LINE)?);
    let known = catalogue.items.iter().find(|it| it.id.as_str() == item)?;
    let is_known = known.lines.iter().any(|it| it.id.as_str() == line);
    is_known.then_some((item, line))
}

fn are_told_apart(entries: &[Value], id_key: &str) -> bool {
    let mut ids: Vec<&str> = entries
        .iter()
        .filter_map(|it| text_at(it, id_key))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    !entries.is_empty() && ids.len() == entries.len()
}

/// Puts a value where the address leads, with the objects on the way.
fn place(file: &mut Map<String, Value>, address: &[Box<str>], value: Value) {
    let Some((last, way)) = address.split_last() else {
        return;
    };
    let mut at = file;
    for segment in way {
        let inner = at
            .entry(segment.to_string())
            .or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(inner) = inner else {
            return;
        };
        at = inner;
    }
    at.insert(last.to_string(), value);
}

/// Turns what was taken apart by content into lists again, here and in a plan.
fn entries_to_lists(fields: &mut Map<String, Value>) {
    for (name, value) in fields.iter_mut() {
        let Value::Object(inner) = value else {
            continue;
        };
        if name == key::OVERRIDES || name == key::SET_ASIDE {
            let entries = std::mem::take(inner).into_iter().map(|(_, it)| it);
            *value = Value::Array(entries.collect());
        } else if name == key::PLAN {
            entries_to_lists(inner);
        }
    }
}

/// g2 before g10.
fn by_id(one: &str, other: &str) -> Ordering {
    (one.len(), one).cmp(&(other.len(), other))
}

/// The one value that both sides come to. Whatever the arguments' order and
/// grouping, the outcome is the same.
pub(crate) fn join(one: &Value, other: &Value) -> Value {
    match (one, other) {
        _ if one == other => one.clone(),
        // The orders of a list: no order is better than another, so one that
        // follows from the ids alone.
        (Value::Array(ids), Value::Array(others)) if are_texts(ids) && are_texts(others) => {
            let mut all: Vec<&str> = ids.iter().chain(others).filter_map(Value::as_str).collect();
            all.sort_by(|one, other| by_id(one, other));
            all.dedup();
            let all = all.into_iter().map(|it| Value::String(it.to_owned()));
            Value::Array(all.collect())
        }
        _ if weight(one) > weight(other) => one.clone(),
        _ => other.clone(),
    }
}

fn are_texts(values: &[Value]) -> bool {
    values.iter().all(Value::is_string)
}

/// What makes one value win over another: that somebody could tell; the later
/// day, where days are known; the better grounds; and then something, so that
/// no two values weigh the same.
fn weight(value: &Value) -> (bool, &str, usize, String) {
    let reply = value.get(key::REPLY).unwrap_or(value);
    let tells = reply.as_str() != Some(CANNOT_TELL);
    let on = text_at(value, key::ON).filter(|it| is_date(it));
    let how = text_at(value, key::HOW);
    let grounds = HOWS.iter().rev().position(|it| Some(it.1) == how);
    (
        tells,
        on.unwrap_or_default(),
        grounds.map_or(0, |it| it + 1),
        spelled(value),
    )
}

/// A part as the file spells it.
pub fn spelled(value: &Value) -> String {
    String::from_utf8_lossy(&json::write(value)).into_owned()
}

/// One step after another, for a list that a person reads or a key of a record.
pub(crate) fn pointer(address: &Address) -> String {
    let mut pointer = String::new();
    for segment in address {
        pointer.push('/');
        if segment.contains(['~', '/']) {
            pointer.push_str(&segment.replace('~', "~0").replace('/', "~1"));
        } else {
            pointer.push_str(segment);
        }
    }
    pointer
}

pub(crate) fn from_pointer(pointer: &str) -> Address {
    let segments = pointer.split('/').skip(1);
    let segments = segments.map(|it| it.replace("~1", "/").replace("~0", "~"));
    segments.map(Into::into).collect()
}
