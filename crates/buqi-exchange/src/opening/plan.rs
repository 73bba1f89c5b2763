//! The plan of a file: decisions and overrides.

use super::{Lead, Place, Reader, text_of};
use crate::extras::{address, override_address};
use crate::format::{ACCEPTED, DECLINED, DEFERRED, key, step};
use crate::repair::{Cause, Expected};
use buqi_core::catalogue::{Item, Level};
use buqi_core::id::{ItemId, LineId};
use buqi_core::plan::{Decision, Override, Plan};
use buqi_core::terms::Terms;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Reader<'_> {
    pub(super) fn read_plan(&mut self, mut plan: Map<String, Value>) -> Plan {
        let decisions = match self.read_object(&mut plan, "/plan", key::DECISIONS) {
            Some(entries) => self.read_decisions(entries),
            None => BTreeMap::new(),
        };
        let overrides = match self.read_list(&mut plan, "/plan", key::OVERRIDES) {
            Some(entries) => self.read_overrides(entries),
            None => BTreeMap::new(),
        };
        let terms = match self.read_object(&mut plan, "/plan", key::TERMS) {
            Some(terms) => self.read_terms(terms),
            None => Terms::default(),
        };
        self.extras.leave_all(&address(&[key::PLAN]), plan);
        Plan {
            decisions,
            overrides,
            terms,
        }
    }

    fn read_decisions(&mut self, entries: Map<String, Value>) -> BTreeMap<ItemId, Decision> {
        let place = Place {
            at: "/plan/decisions",
            address: &address(&[key::PLAN, key::DECISIONS]),
            level: Level::Estate,
        };
        let mut decisions = BTreeMap::new();
        let mut moved = Vec::new();
        for (id, given) in entries {
            match self.lead(&id, |reader, id| reader.items.get(id).copied()) {
                Lead::Here(item) => {
                    self.read_decision(&mut decisions, item, id, given, &place);
                }
                Lead::Moved(item) => moved.push((item, id, given)),
                Lead::Retired(reason) => {
                    let reason = reason.clone();
                    self.leave(&place, id, given, Cause::Retired { reason });
                }
                Lead::Unknown => self.leave(&place, id, given, Cause::UnknownItem),
            }
        }
        for (item, id, given) in moved {
            let at = step(place.at, &id);
            self.label = Some(item.name.clone());
            if decisions.contains_key(&item.id) {
                self.repair(&at, Some(&given), Cause::AlreadyThere);
                self.set_aside(&at, given);
            } else if self.read_decision(&mut decisions, item, id, given, &place) {
                self.clear_way(&place, item.id.as_str());
                self.label = Some(item.name.clone());
                let to = item.id.as_str().into();
                self.repair(&at, None, Cause::Moved { to });
            }
            self.label = None;
        }
        decisions
    }

    /// Reads one decision into `decisions`; false when there is none.
    fn read_decision(
        &mut self,
        decisions: &mut BTreeMap<ItemId, Decision>,
        item: &Item,
        id: String,
        given: Value,
        place: &Place<'_>,
    ) -> bool {
        let declined = |reason: Arc<str>| Some(Decision::Declined { reason });
        let decision = match &given {
            Value::Null => return false,
            Value::String(word) if word == ACCEPTED => Some(Decision::Accepted),
            Value::String(word) if word == DEFERRED => Some(Decision::Deferred),
            Value::String(word) if word == DECLINED => declined("".into()),
            Value::Object(entry) => match entry.get(DECLINED) {
                Some(Value::Null) => declined("".into()),
                Some(reason) => text_of(reason).and_then(declined),
                None => None,
            },
            _ => None,
        };
        let Some(decision) = decision else {
            self.label = Some(item.name.clone());
            self.leave(place, id, given, Cause::Expected(Expected::Decision));
            self.label = None;
            return false;
        };
        if let Value::Object(mut entry) = given {
            entry.remove(DECLINED);
            let mut address = place.address.clone();
            address.push(item.id.as_str().into());
            self.extras.leave_all(&address, entry);
        }
        decisions.insert(item.id.clone(), decision);
        true
    }

    fn read_overrides(&mut self, entries: Vec<Value>) -> BTreeMap<(ItemId, LineId), Override> {
        let mut overrides = BTreeMap::new();
        for (n, given) in entries.into_iter().enumerate() {
            let at = format!("/plan/overrides/{n}");
            let read = match &given {
                Value::Object(entry) => self.read_override(entry, &at),
                _ => Err(Cause::Expected(Expected::Object)),
            };
            match read {
                Ok((place, _)) if overrides.contains_key(&place) => {
                    self.repair(&at, Some(&given), Cause::AlreadyThere);
                    self.set_aside(&at, given);
                }
                Ok((place, value)) => {
                    if let Value::Object(mut entry) = given {
                        for known in [key::ITEM, key::LINE, key::QUANTITY, key::NOTE] {
                            entry.remove(known);
                        }
                        let address = override_address(&place.0, &place.1);
                        self.extras.leave_all(&address, entry);
                    }
                    overrides.insert(place, value);
                }
                Err(cause) => {
                    let waits = matches!(
                        cause,
                        Cause::UnknownItem | Cause::UnknownLine | Cause::Retired { .. }
                    );
                    self.repair(&at, Some(&given), cause);
                    if waits {
                        self.extras.leave_override(given);
                    } else {
                        self.set_aside(&at, given);
                    }
                }
            }
            self.label = None;
        }
        overrides
    }

    fn read_override(
        &mut self,
        entry: &Map<String, Value>,
        at: &str,
    ) -> Result<((ItemId, LineId), Override), Cause> {
        let text = |name| entry.get(name).and_then(Value::as_str);
        let id = text(key::ITEM).ok_or(Cause::UnknownItem)?;
        let (item, is_moved) = match self.lead(id, |reader, id| reader.items.get(id).copied()) {
            Lead::Here(item) => (item, false),
            Lead::Moved(item) => (item, true),
            Lead::Retired(reason) => {
                return Err(Cause::Retired {
                    reason: reason.clone(),
                });
            }
            Lead::Unknown => return Err(Cause::UnknownItem),
        };
        self.label = Some(item.name.clone());
        let line = text(key::LINE).ok_or(Cause::UnknownLine)?;
        let line = item
            .lines
            .iter()
            .find(|it| it.id.as_str() == line)
            .ok_or(Cause::UnknownLine)?;
        let quantity = entry
            .get(key::QUANTITY)
            .and_then(Value::as_f64)
            .ok_or(Cause::Expected(Expected::Number))?;
        if !quantity.is_finite() {
            return Err(Cause::NotANumber);
        }
        if quantity < 0.0 {
            let unit = self.catalogue.units.get(line.unit.index());
            return Err(Cause::Below {
                bound: 0.0,
                unit: unit.map(|it| it.name.clone()).unwrap_or_default(),
            });
        }
        let note = match entry.get(key::NOTE) {
            None | Some(Value::Null) => "".into(),
            Some(note) => text_of(note).ok_or(Cause::Expected(Expected::Text))?,
        };
        if is_moved {
            let to = item.id.as_str().into();
            self.repair(&step(at, key::ITEM), None, Cause::Moved { to });
        }
        Ok((
            (item.id.clone(), line.id.clone()),
            Override { quantity, note },
        ))
    }
}
