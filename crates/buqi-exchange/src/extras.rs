//! What a file holds beside the dossier, kept so that saving loses nothing.

use crate::format::key;
use buqi_core::id::{ItemId, LineId};
use litemap::LiteMap;
use serde_json::{Map, Value};

/// Keys this version does not know, and values it could not take. Opaque: it
/// comes from [`crate::open`] and goes back into [`crate::save`].
///
/// A value that was not taken is written back where it stood, as long as
/// nobody has answered there since; a later edition of the catalogue may know
/// it. One whose place is held by something else goes to the `set-aside` list
/// of the file. What belongs to a group, an answer or a decision that has been
/// removed goes with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extras {
    /// By the address of an object of the file, the keys that stay in it.
    left: LiteMap<Address, Map<String, Value>>,
    /// Overrides of lines this edition does not know, by the plan they are in.
    overrides: LiteMap<Address, Vec<Value>>,
    set_aside: Vec<Value>,
}

/// The way to an object of the file. Groups go by id, schemes by name and
/// overrides by item and line, so that an address survives a change of order.
pub(crate) type Address = Vec<Box<str>>;

pub(crate) fn address(segments: &[&str]) -> Address {
    segments.iter().map(|it| (*it).into()).collect()
}

/// One step further.
pub(crate) fn within(address: &Address, segment: &str) -> Address {
    let mut inner = address.clone();
    inner.push(segment.into());
    inner
}

/// Where the extras of one override of a plan are kept.
pub(crate) fn override_address(plan: &Address, item: &ItemId, line: &LineId) -> Address {
    let overrides = within(plan, key::OVERRIDES);
    within(&within(&overrides, item.as_str()), line.as_str())
}

impl Extras {
    pub fn is_empty(&self) -> bool {
        self.left.is_empty() && self.overrides.is_empty() && self.set_aside.is_empty()
    }

    pub(crate) fn leave(&mut self, address: &Address, key: String, value: Value) {
        match self.left.get_mut(address) {
            Some(keys) => {
                keys.insert(key, value);
            }
            None => {
                let mut keys = Map::new();
                keys.insert(key, value);
                self.left.insert(address.clone(), keys);
            }
        }
    }

    pub(crate) fn take(&mut self, address: &Address, key: &str) -> Option<Value> {
        let left = self.left.get_mut(address)?;
        let taken = left.remove(key);
        if left.is_empty() {
            self.left.remove(address);
        }
        taken
    }

    pub(crate) fn leave_all(&mut self, address: &Address, keys: Map<String, Value>) {
        if !keys.is_empty() {
            self.left.entry(address.clone()).or_default().extend(keys);
        }
    }

    pub(crate) fn leave_override(&mut self, plan: &Address, value: Value) {
        self.overrides.entry(plan.clone()).or_default().push(value);
    }

    pub(crate) fn set_aside(&mut self, entry: Value) {
        self.set_aside.push(entry);
    }

    pub(crate) fn left_at(&self, address: &Address) -> Option<&Map<String, Value>> {
        self.left.get(address)
    }

    pub(crate) fn overrides_left(&self, plan: &Address) -> &[Value] {
        self.overrides.get(plan).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn all_set_aside(&self) -> &[Value] {
        &self.set_aside
    }
}
