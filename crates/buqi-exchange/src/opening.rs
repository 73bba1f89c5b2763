//! A survey file to a dossier, as far as it can be read.

use crate::extras::{Address, Extras, address};
use crate::format::{
    ACCEPTED, CANNOT_TELL, DECLINED, DEFERRED, FORMAT, HOWS, MAX_DEPTH, MAX_GROUPS, VERSION,
    is_date, key, step,
};
use crate::json;
use crate::repair::{Cause, Expected, OpenError, Repair};
use buqi_core::catalogue::{Catalogue, Fact, FactKind, Item, Level, Text};
use buqi_core::id::{GroupId, ItemId, LineId, OptionId};
use buqi_core::plan::{Decision, Dossier, Override, Plan};
use buqi_core::survey::{Answer, Answers, BuildingGroup, How, Refused, Reply, Survey, check_reply};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most repairs listed one by one; a file that needs more is damaged in
/// some way that a longer list would not make clearer.
const MAX_REPAIRS: usize = 500;

/// How much of a value a repair quotes, in characters.
const MAX_GIVEN: usize = 40;

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub dossier: Dossier,
    /// To be kept beside the dossier and handed to [`crate::save`].
    pub extras: Extras,
    /// What was changed or not taken, in no promised order.
    pub repairs: Vec<Repair>,
    /// The bytes as they came, to export when a repair is not what the person
    /// wanted.
    pub original: Vec<u8>,
}

/// Opens the bytes of a survey file.
///
/// Whatever can be read is; the rest is named in `repairs` and kept in
/// `extras`. A file this release wrote under the same catalogue opens without
/// repairs.
pub fn open(bytes: &[u8], catalogue: &Catalogue) -> Result<Opened, OpenError> {
    let text = json::read(bytes)?;
    let mut reader = Reader::new(catalogue);
    for (at, earlier) in text.said_twice {
        reader.repair(&at, Some(&earlier), Cause::SaidTwice);
        reader.set_aside(&at, earlier);
    }
    reader.finish(text.value, bytes.to_vec())
}

/// Opens a survey file that was read by another parser, such as YAML.
/// `original` are the bytes that parser was given.
pub fn open_value(
    value: Value,
    original: Vec<u8>,
    catalogue: &Catalogue,
) -> Result<Opened, OpenError> {
    if json::is_too_deep(&value, MAX_DEPTH) {
        return Err(OpenError::TooDeep);
    }
    if value.is_null() {
        return Err(OpenError::Empty);
    }
    Reader::new(catalogue).finish(value, original)
}

struct Reader<'a> {
    catalogue: &'a Catalogue,
    /// A file may hold many thousand answers, so facts are found by a map.
    facts: BTreeMap<&'a str, &'a Fact>,
    items: BTreeMap<&'a str, &'a Item>,
    extras: Extras,
    repairs: Vec<Repair>,
    n_unlisted: usize,
    /// What is being read, for the next repair.
    group: Option<Arc<str>>,
    label: Option<Text>,
}

/// An object of the file that is being read.
struct Place<'a> {
    /// Its JSON Pointer in this file.
    at: &'a str,
    /// Its address in the extras.
    address: &'a Address,
    /// The facts that belong there.
    level: Level,
}

/// Where an id leads.
enum Lead<'a, T> {
    Here(T),
    Moved(T),
    Retired(&'a Text),
    Unknown,
}

impl<'a> Reader<'a> {
    fn new(catalogue: &'a Catalogue) -> Reader<'a> {
        Reader {
            catalogue,
            facts: catalogue
                .facts
                .iter()
                .map(|it| (it.id.as_str(), it))
                .collect(),
            items: catalogue
                .items
                .iter()
                .map(|it| (it.id.as_str(), it))
                .collect(),
            extras: Extras::default(),
            repairs: Vec::new(),
            n_unlisted: 0,
            group: None,
            label: None,
        }
    }

    fn finish(mut self, value: Value, original: Vec<u8>) -> Result<Opened, OpenError> {
        let dossier = self.read_file(value)?;
        if self.n_unlisted > 0 {
            self.repairs.push(Repair {
                at: "".into(),
                group: None,
                label: None,
                given: None,
                cause: Cause::More(self.n_unlisted),
            });
        }
        Ok(Opened {
            dossier,
            extras: self.extras,
            repairs: self.repairs,
            original,
        })
    }

    fn read_file(&mut self, value: Value) -> Result<Dossier, OpenError> {
        let Value::Object(mut file) = value else {
            return Err(OpenError::NotOurs);
        };
        if file.remove(key::FORMAT) != Some(Value::String(FORMAT.to_owned())) {
            return Err(OpenError::NotOurs);
        }
        self.read_version(&mut file)?;
        self.read_stamp(&mut file);
        self.read_set_aside(&mut file);
        let dossier = Dossier {
            name: self.read_text(&mut file, "", key::NAME),
            about: self.read_text(&mut file, "", key::ABOUT),
            survey: Survey {
                estate: match self.read_object(&mut file, "", key::ESTATE) {
                    Some(answers) => self.read_answers(
                        answers,
                        &Place {
                            at: "/estate",
                            address: &address(&[key::ESTATE]),
                            level: Level::Estate,
                        },
                    ),
                    None => Answers::new(),
                },
                groups: self.read_groups(&mut file),
            },
            plan: match self.read_object(&mut file, "", key::PLAN) {
                Some(plan) => self.read_plan(plan),
                None => Plan::default(),
            },
        };
        self.extras.leave_all(&address(&[]), file);
        Ok(dossier)
    }

    fn read_version(&mut self, file: &mut Map<String, Value>) -> Result<(), OpenError> {
        if let Some(readable_from) = file.get(key::READABLE_FROM).and_then(Value::as_u64)
            && readable_from > VERSION
        {
            return Err(OpenError::TooNew { readable_from });
        }
        let version = file.remove(key::VERSION);
        match version.as_ref().and_then(whole) {
            Some(found) if found > VERSION => {
                self.repair("/version", None, Cause::NewerVersion { found });
            }
            Some(found) if found >= 1 => {}
            _ => {
                self.repair("/version", version.as_ref(), Cause::NoVersion);
                if let Some(version) = version {
                    self.set_aside("/version", version);
                }
            }
        }
        Ok(())
    }

    /// Compares the catalogue the file was saved under with ours.
    fn read_stamp(&mut self, file: &mut Map<String, Value>) {
        let Some(mut stamp) = self.read_object(file, "", key::CATALOGUE) else {
            return;
        };
        let fingerprint = stamp.remove(key::FINGERPRINT);
        let edition = stamp.remove(key::EDITION);
        let ours: &str = &self.catalogue.fingerprint;
        if let Some(fingerprint) = &fingerprint
            && fingerprint.as_str() != Some(ours)
        {
            let found = edition.as_ref().and_then(Value::as_str).unwrap_or("");
            let cause = Cause::OtherEdition {
                found: found.into(),
                ours: self.catalogue.edition.clone(),
            };
            self.repair("/catalogue", None, cause);
        }
        self.extras.leave_all(&address(&[key::CATALOGUE]), stamp);
    }

    fn read_set_aside(&mut self, file: &mut Map<String, Value>) {
        match file.remove(key::SET_ASIDE) {
            None | Some(Value::Null) => {}
            Some(Value::Array(entries)) => {
                for entry in entries {
                    self.extras.set_aside(entry);
                }
            }
            Some(other) => self.set_aside("/set-aside", other),
        }
    }

    fn read_groups(&mut self, file: &mut Map<String, Value>) -> Vec<BuildingGroup> {
        let Some(mut entries) = self.read_list(file, "", key::GROUPS) else {
            return Vec::new();
        };
        if entries.len() > MAX_GROUPS {
            let beyond = entries.split_off(MAX_GROUPS);
            let count = beyond.len();
            self.repair("/groups", None, Cause::TooManyGroups { count });
            // One entry for all: there may be millions of them.
            self.set_aside("/groups", Value::Array(beyond));
        }
        let mut fresh = FreshIds::of(&entries);
        let mut taken = BTreeSet::new();
        let mut groups = Vec::new();
        for (n, entry) in entries.into_iter().enumerate() {
            let at = format!("/groups/{n}");
            self.group = None;
            let Value::Object(mut entry) = entry else {
                self.repair(&at, Some(&entry), Cause::Expected(Expected::Object));
                self.set_aside(&at, entry);
                continue;
            };
            // Repairs of the id already name the group by its label.
            self.group = entry.get(key::LABEL).and_then(text_of);
            let id = self.read_group_id(&mut entry, &at, &taken, &mut fresh);
            if self.group.as_deref().is_none_or(str::is_empty) {
                self.group = Some(id.as_str().into());
            }
            taken.insert(id.clone());
            let address = address(&[key::GROUPS, id.as_str()]);
            let label = self.read_text(&mut entry, &at, key::LABEL);
            let count = self.read_count(&mut entry, &at);
            let answers = match entry.remove(key::ANSWERS) {
                None | Some(Value::Null) => Answers::new(),
                Some(Value::Object(answers)) => {
                    let mut address = address.clone();
                    address.push(key::ANSWERS.into());
                    self.read_answers(
                        answers,
                        &Place {
                            at: &step(&at, key::ANSWERS),
                            address: &address,
                            level: Level::Building,
                        },
                    )
                }
                Some(other) => {
                    let at = step(&at, key::ANSWERS);
                    self.repair(&at, Some(&other), Cause::Expected(Expected::Object));
                    self.set_aside(&at, other);
                    Answers::new()
                }
            };
            self.extras.leave_all(&address, entry);
            groups.push(BuildingGroup {
                id,
                label,
                count,
                answers,
            });
        }
        self.group = None;
        groups
    }

    fn read_group_id(
        &mut self,
        entry: &mut Map<String, Value>,
        at: &str,
        taken: &BTreeSet<GroupId>,
        fresh: &mut FreshIds,
    ) -> GroupId {
        let given = match entry.remove(key::ID) {
            None | Some(Value::Null) => return fresh.next(),
            Some(given) => given,
        };
        let at = step(at, key::ID);
        let cause = match given.as_str().map(GroupId::new) {
            Some(Ok(id)) if !taken.contains(&id) => return id,
            Some(Ok(_)) => |now| Cause::SameGroupId { now },
            _ => |now| Cause::BadGroupId { now },
        };
        let now = fresh.next();
        self.repair(&at, Some(&given), cause(now.as_str().into()));
        self.set_aside(&at, given);
        now
    }

    fn read_count(&mut self, entry: &mut Map<String, Value>, at: &str) -> u32 {
        let given = match entry.remove(key::COUNT) {
            None | Some(Value::Null) => return 1,
            Some(given) => given,
        };
        match whole(&given).and_then(|it| u32::try_from(it).ok()) {
            Some(count) if count > 0 => count,
            _ => {
                let at = step(at, key::COUNT);
                self.repair(&at, Some(&given), Cause::BadCount);
                self.set_aside(&at, given);
                1
            }
        }
    }

    fn read_answers(&mut self, entries: Map<String, Value>, place: &Place<'_>) -> Answers {
        let mut answers = Answers::new();
        let mut moved = Vec::new();
        for (id, given) in entries {
            match self.lead(&id, |reader, id| reader.facts.get(id).copied()) {
                Lead::Here(fact) => {
                    self.read_answer(&mut answers, fact, id, given, place);
                }
                // What stands under an id of today wins, so these wait.
                Lead::Moved(fact) => moved.push((fact, id, given)),
                Lead::Retired(reason) => {
                    let reason = reason.clone();
                    self.leave(place, id, given, Cause::Retired { reason });
                }
                Lead::Unknown => self.leave(place, id, given, Cause::UnknownFact),
            }
        }
        for (fact, id, given) in moved {
            let at = step(place.at, &id);
            self.label = Some(fact.label.clone());
            if answers.contains_key(&fact.id) {
                self.repair(&at, Some(&given), Cause::AlreadyThere);
                self.set_aside(&at, given);
            } else if self.read_answer(&mut answers, fact, id, given, place) {
                self.clear_way(place, fact.id.as_str());
                self.label = Some(fact.label.clone());
                let to = fact.id.as_str().into();
                self.repair(&at, None, Cause::Moved { to });
            }
            self.label = None;
        }
        answers
    }

    /// Reads one answer into `answers`; false when there is none.
    fn read_answer(
        &mut self,
        answers: &mut Answers,
        fact: &Fact,
        id: String,
        given: Value,
        place: &Place<'_>,
    ) -> bool {
        if given.is_null() {
            return false;
        }
        self.label = Some(fact.label.clone());
        let reply = match &given {
            Value::Object(entry) => entry.get(key::REPLY).unwrap_or(&Value::Null),
            plain => plain,
        };
        let read = if fact.level != place.level {
            Err(Cause::WrongLevel(fact.level))
        } else if reply.is_null() {
            Err(Cause::NoReply)
        } else {
            self.read_reply(fact, reply)
        };
        let is_read = match read {
            Ok((reply, moved_to)) => {
                let at = step(place.at, &id);
                if let Some(to) = moved_to {
                    let to = to.as_str().into();
                    self.repair(&at, Some(&given), Cause::Moved { to });
                }
                let mut answer = Answer::from(reply);
                if let Value::Object(mut entry) = given {
                    entry.remove(key::REPLY);
                    let mut address = place.address.clone();
                    address.push(fact.id.as_str().into());
                    self.read_provenance(&mut answer, &mut entry, &at, &address);
                    self.extras.leave_all(&address, entry);
                }
                answers.insert(fact.id.clone(), answer);
                true
            }
            Err(cause) => {
                self.repair(&step(place.at, &id), Some(reply), cause);
                self.extras.leave(place.address, id, given);
                false
            }
        };
        self.label = None;
        is_read
    }

    /// The reply, and the option it was moved to if it was.
    fn read_reply(&self, fact: &Fact, given: &Value) -> Result<(Reply, Option<OptionId>), Cause> {
        let mut moved_to = None;
        let reply = match given {
            Value::Bool(value) => Reply::YesNo(*value),
            Value::Number(value) => Reply::Number(value.as_f64().ok_or(Cause::NotANumber)?),
            Value::String(value) if value == CANNOT_TELL => Reply::CannotTell,
            Value::String(value) => {
                let FactKind::Choice(options) = &fact.kind else {
                    return Err(Cause::Expected(expected(&fact.kind)));
                };
                let find = |id: &str| options.iter().find(|it| it.id.as_str() == id);
                match self.lead(value, |_, id| find(id)) {
                    Lead::Here(option) => Reply::Choice(option.id.clone()),
                    Lead::Moved(option) => {
                        moved_to = Some(option.id.clone());
                        Reply::Choice(option.id.clone())
                    }
                    Lead::Retired(reason) => {
                        return Err(Cause::Retired {
                            reason: reason.clone(),
                        });
                    }
                    Lead::Unknown => return Err(Cause::UnknownOption),
                }
            }
            Value::Null | Value::Array(_) | Value::Object(_) => {
                return Err(Cause::Expected(expected(&fact.kind)));
            }
        };
        let unit = match &fact.kind {
            FactKind::Number { unit, .. } => self.catalogue.units.get(unit.index()),
            FactKind::YesNo | FactKind::Choice(_) => None,
        };
        let unit_name = || unit.map(|it| it.name.clone()).unwrap_or_default();
        match check_reply(fact, unit.is_some_and(|it| it.whole), &reply) {
            Ok(()) => Ok((reply, moved_to)),
            Err(refused) => Err(match refused {
                Refused::WrongKind => Cause::Expected(expected(&fact.kind)),
                Refused::NotANumber => Cause::NotANumber,
                Refused::Below(bound) => Cause::Below {
                    bound,
                    unit: unit_name(),
                },
                Refused::Above(bound) => Cause::Above {
                    bound,
                    unit: unit_name(),
                },
                Refused::NotWhole => Cause::NotWhole { unit: unit_name() },
                Refused::UnknownOption => Cause::UnknownOption,
                Refused::NotAsked => Cause::NotAsked,
            }),
        }
    }

    /// Takes what can be taken out of `entry` and leaves the rest there.
    fn read_provenance(
        &mut self,
        answer: &mut Answer,
        entry: &mut Map<String, Value>,
        at: &str,
        address: &Address,
    ) {
        answer.who = self.read_optional_text(entry, at, address, key::WHO);
        answer.note = self.read_optional_text(entry, at, address, key::NOTE);
        if let Some(how) = self.read_optional_text(entry, at, address, key::HOW) {
            answer.how = spelled(&how);
            if answer.how.is_none() {
                let given = Value::String(how.as_ref().to_owned());
                self.repair(&step(at, key::HOW), Some(&given), Cause::UnknownHow);
                entry.insert(key::HOW.to_owned(), given);
            }
        }
        if let Some(on) = self.read_optional_text(entry, at, address, key::ON) {
            if is_date(&on) {
                answer.on = Some(on);
            } else {
                let given = Value::String(on.as_ref().to_owned());
                self.repair(&step(at, key::ON), Some(&given), Cause::BadDate);
                entry.insert(key::ON.to_owned(), given);
            }
        }
    }

    fn read_plan(&mut self, mut plan: Map<String, Value>) -> Plan {
        let decisions = match self.read_object(&mut plan, "/plan", key::DECISIONS) {
            Some(entries) => self.read_decisions(entries),
            None => BTreeMap::new(),
        };
        let overrides = match self.read_list(&mut plan, "/plan", key::OVERRIDES) {
            Some(entries) => self.read_overrides(entries),
            None => BTreeMap::new(),
        };
        self.extras.leave_all(&address(&[key::PLAN]), plan);
        Plan {
            decisions,
            overrides,
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

    fn read_object(
        &mut self,
        parent: &mut Map<String, Value>,
        at: &str,
        name: &str,
    ) -> Option<Map<String, Value>> {
        match parent.remove(name) {
            None | Some(Value::Null) => None,
            Some(Value::Object(entries)) => Some(entries),
            Some(other) => {
                let at = step(at, name);
                self.repair(&at, Some(&other), Cause::Expected(Expected::Object));
                self.set_aside(&at, other);
                None
            }
        }
    }

    fn read_list(
        &mut self,
        parent: &mut Map<String, Value>,
        at: &str,
        name: &str,
    ) -> Option<Vec<Value>> {
        match parent.remove(name) {
            None | Some(Value::Null) => None,
            Some(Value::Array(entries)) => Some(entries),
            Some(other) => {
                let at = step(at, name);
                self.repair(&at, Some(&other), Cause::Expected(Expected::List));
                self.set_aside(&at, other);
                None
            }
        }
    }

    fn read_text(&mut self, parent: &mut Map<String, Value>, at: &str, name: &str) -> Arc<str> {
        match parent.remove(name) {
            None | Some(Value::Null) => "".into(),
            Some(given) => text_of(&given).unwrap_or_else(|| {
                let at = step(at, name);
                self.repair(&at, Some(&given), Cause::Expected(Expected::Text));
                self.set_aside(&at, given);
                "".into()
            }),
        }
    }

    /// A text whose key may be missing; one that is no text stays in `parent`.
    fn read_optional_text(
        &mut self,
        parent: &mut Map<String, Value>,
        at: &str,
        address: &Address,
        name: &str,
    ) -> Option<Arc<str>> {
        match parent.remove(name) {
            None | Some(Value::Null) => None,
            Some(given) => {
                let text = text_of(&given);
                if text.is_none() {
                    let cause = Cause::Expected(Expected::Text);
                    self.repair(&step(at, name), Some(&given), cause);
                    self.extras.leave(address, name.to_owned(), given);
                }
                text
            }
        }
    }

    /// Follows an id through the catalogue's list of moved ones.
    fn lead<T>(&self, id: &str, find: impl Fn(&Self, &str) -> Option<T>) -> Lead<'a, T> {
        if let Some(found) = find(self, id) {
            return Lead::Here(found);
        }
        let mut id = id;
        // A chain cannot be longer than the list, unless it goes in a circle.
        for _ in 0..self.catalogue.moved.len() {
            let Some(moved) = self.catalogue.moved.iter().find(|it| &*it.from == id) else {
                return Lead::Unknown;
            };
            match &moved.to {
                None => return Lead::Retired(&moved.reason),
                Some(to) => match find(self, to) {
                    Some(found) => return Lead::Moved(found),
                    None => id = to,
                },
            }
        }
        Lead::Unknown
    }

    /// Leaves a value under its key and says why.
    fn leave(&mut self, place: &Place<'_>, id: String, given: Value, cause: Cause) {
        self.repair(&step(place.at, &id), Some(&given), cause);
        self.extras.leave(place.address, id, given);
    }

    /// Sets aside what was left under a key that is about to be written.
    fn clear_way(&mut self, place: &Place<'_>, id: &str) {
        if let Some(left) = self.extras.take(place.address, id) {
            self.set_aside(&step(place.at, id), left);
        }
    }

    fn repair(&mut self, at: &str, given: Option<&Value>, cause: Cause) {
        if self.repairs.len() >= MAX_REPAIRS {
            self.n_unlisted += 1;
            return;
        }
        self.repairs.push(Repair {
            at: at.into(),
            group: self.group.clone(),
            label: self.label.clone(),
            given: given.and_then(shortened),
            cause,
        });
    }

    fn set_aside(&mut self, at: &str, value: Value) {
        let mut entry = Map::new();
        entry.insert(key::AT.to_owned(), Value::String(at.to_owned()));
        entry.insert(key::VALUE.to_owned(), value);
        self.extras.set_aside(Value::Object(entry));
    }
}

/// Where the extras of one override are kept.
pub(crate) fn override_address(item: &ItemId, line: &LineId) -> Address {
    address(&[key::PLAN, key::OVERRIDES, item.as_str(), line.as_str()])
}

/// Ids for groups that came without a usable one: g1, g2, …, past those taken.
struct FreshIds {
    taken: BTreeSet<String>,
    n: usize,
}

impl FreshIds {
    fn of(entries: &[Value]) -> FreshIds {
        let taken = entries
            .iter()
            .filter_map(|it| it.get(key::ID)?.as_str())
            .map(str::to_owned)
            .collect();
        FreshIds { taken, n: 0 }
    }

    fn next(&mut self) -> GroupId {
        loop {
            self.n += 1;
            let text = format!("g{}", self.n);
            if let Ok(id) = GroupId::new(&text)
                && !self.taken.contains(&text)
            {
                return id;
            }
        }
    }
}

/// A text, or a number somebody forgot to put in quotes.
fn text_of(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole number that is not negative, also when written as `3.0`.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64()?;
        let fits = number.fract() == 0.0 && (0.0..1e15).contains(&number);
        fits.then_some(number as u64)
    })
}

fn spelled(text: &str) -> Option<How> {
    HOWS.iter()
        .find(|(_, spelling)| *spelling == text)
        .map(|(how, _)| *how)
}

fn expected(kind: &FactKind) -> Expected {
    match kind {
        FactKind::YesNo => Expected::YesNo,
        FactKind::Number { .. } => Expected::Number,
        FactKind::Choice(_) => Expected::Option,
    }
}

/// The value as a person would recognise it, cut to one short line; a list or
/// an object would not fit.
fn shortened(value: &Value) -> Option<Box<str>> {
    let text = match value {
        Value::String(text) => text.chars().take(MAX_GIVEN + 1).collect(),
        Value::Array(_) | Value::Object(_) => return None,
        scalar => scalar.to_string(),
    };
    let mut short: String = text.chars().take(MAX_GIVEN).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    Some(short.into())
}
