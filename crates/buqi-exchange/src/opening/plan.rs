//! The plan of a file: decisions and overrides.

use super::{Lead, Place, Reader, text_of};
use crate::extras::{Address, address, override_address, within};
use crate::format::{ACCEPTED, DECLINED, DEFERRED, key, step};
use crate::repair::{Cause, Expected};
use buqi_core::catalogue::{Item, Level};
use buqi_core::id::{ItemId, LineId};
use buqi_core::plan::{Decision, MOST_BY_HAND, Override, Plan, Scheme};
use buqi_core::terms::Terms;
use litemap::LiteMap;
use serde_json::{Map, Value};
use std::sync::Arc;

/// The name as given, or with a number behind it when it is taken.
fn free_name(schemes: &[Scheme], given: &Arc<str>) -> Arc<str> {
    let taken = |name: &str| schemes.iter().any(|it| &*it.name == name);
    if !taken(given) {
        return given.clone();
    }
    (2..)
        .map(|n| format!("{given} {n}"))
        .find(|it| !taken(it))
        .map_or_else(|| given.clone(), Arc::from)
}

impl Reader<'_> {
    /// The schemes of a file. One that is no object is set aside.
    pub(super) fn read_schemes(&mut self, file: &mut Map<String, Value>) -> Vec<Scheme> {
        let entries = self.read_list(file, "", key::SCHEMES).unwrap_or_default();
        let mut schemes: Vec<Scheme> = Vec::new();
        for (n, entry) in entries.into_iter().enumerate() {
            let at = format!("/{}/{n}", key::SCHEMES);
            let mut entry = match entry {
                Value::Object(entry) => entry,
                other => {
                    self.repair(&at, Some(&other), Cause::Expected(Expected::Object));
                    self.set_aside(&at, other);
                    continue;
                }
            };
            let given = self.read_text(&mut entry, &at, key::NAME);
            let name = free_name(&schemes, &given);
            if name != given {
                let cause = Cause::SameSchemeName {
                    now: name.as_ref().into(),
                };
                let at = step(&at, key::NAME);
                self.repair(&at, None, cause);
                self.set_aside(&at, Value::String(given.as_ref().to_owned()));
            }
            let place = address(&[key::SCHEMES, &name]);
            let plan = match self.read_object(&mut entry, &at, key::PLAN) {
                Some(plan) => {
                    let at = step(&at, key::PLAN);
                    self.read_plan(plan, &at, &within(&place, key::PLAN))
                }
                None => Plan::default(),
            };
            self.extras.leave_all(&place, entry);
            schemes.push(Scheme { name, plan });
        }
        schemes
    }

    /// `at` is the pointer of the plan in this file, `place` its address.
    pub(super) fn read_plan(
        &mut self,
        mut plan: Map<String, Value>,
        at: &str,
        place: &Address,
    ) -> Plan {
        let decisions = match self.read_object(&mut plan, at, key::DECISIONS) {
            Some(entries) => {
                let at = step(at, key::DECISIONS);
                self.read_decisions(entries, &at, &within(place, key::DECISIONS))
            }
            None => LiteMap::new(),
        };
        let overrides = match self.read_list(&mut plan, at, key::OVERRIDES) {
            Some(entries) => self.read_overrides(entries, &step(at, key::OVERRIDES), place),
            None => LiteMap::new(),
        };
        let terms = match self.read_object(&mut plan, at, key::TERMS) {
            Some(terms) => {
                self.read_terms(terms, &step(at, key::TERMS), &within(place, key::TERMS))
            }
            None => Terms::default(),
        };
        self.extras.leave_all(place, plan);
        Plan {
            decisions,
            overrides,
            terms,
        }
    }

    fn read_decisions(
        &mut self,
        entries: Map<String, Value>,
        at: &str,
        address: &Address,
    ) -> LiteMap<ItemId, Decision> {
        let place = Place {
            at,
            address,
            level: Level::Estate,
        };
        let mut decisions = LiteMap::new();
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
        let mut refused = Vec::new();
        for (item, id, given) in moved {
            let at = step(place.at, &id);
            self.label = Some(item.name.clone());
            if decisions.contains_key(&item.id) {
                self.repair(&at, Some(&given), Cause::AlreadyThere);
                self.set_aside(&at, given);
            } else if self.read_decision(&mut decisions, item, id.clone(), given, &place) {
                self.clear_way(&place, item.id.as_str());
                self.label = Some(item.name.clone());
                let to = item.id.as_str().into();
                self.repair(&at, None, Cause::Moved { to });
            } else {
                refused.push((item, id));
            }
            self.label = None;
        }
        for (item, id) in refused {
            if decisions.contains_key(&item.id) {
                self.clear_way(&place, &id);
            }
        }
        decisions
    }

    /// Reads one decision into `decisions`; false when there is none.
    fn read_decision(
        &mut self,
        decisions: &mut LiteMap<ItemId, Decision>,
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

    fn read_overrides(
        &mut self,
        entries: Vec<Value>,
        list: &str,
        plan: &Address,
    ) -> LiteMap<(ItemId, LineId), Override> {
        let mut overrides = LiteMap::new();
        for (n, given) in entries.into_iter().enumerate() {
            let at = format!("{list}/{n}");
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
                        let address = override_address(plan, &place.0, &place.1);
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
                        self.extras.leave_override(plan, given);
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
        let unit = self.catalogue.units.get(line.unit.index());
        let unit_name = || unit.map(|it| it.name.clone()).unwrap_or_default();
        if quantity < 0.0 {
            return Err(Cause::Below {
                bound: 0.0,
                unit: unit_name(),
            });
        }
        if quantity > MOST_BY_HAND {
            return Err(Cause::Above {
                bound: MOST_BY_HAND,
                unit: unit_name(),
            });
        }
        if unit.is_some_and(|it| it.whole) && quantity.fract() != 0.0 {
            return Err(Cause::NotWhole { unit: unit_name() });
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
