//! The answers of a file: about the estate, and about groups of buildings.

use super::{Lead, Place, Reader, text_of, whole};
use crate::extras::{Address, address};
use crate::format::{CANNOT_TELL, HOWS, MAX_COUNT, MAX_GROUPS, is_date, key, step};
use crate::repair::{Cause, Expected};
use buqi_core::catalogue::{Fact, FactKind, Level};
use buqi_core::id::{GroupId, OptionId};
use buqi_core::survey::{Answer, Answers, BuildingGroup, How, Refused, Reply, check_reply};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

impl Reader<'_> {
    pub(super) fn read_groups(&mut self, file: &mut Map<String, Value>) -> Vec<BuildingGroup> {
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
            Some(count @ 1..=MAX_COUNT) => count,
            _ => {
                let at = step(at, key::COUNT);
                self.repair(&at, Some(&given), Cause::BadCount);
                self.set_aside(&at, given);
                1
            }
        }
    }

    pub(super) fn read_answers(
        &mut self,
        entries: Map<String, Value>,
        place: &Place<'_>,
    ) -> Answers {
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
        let mut refused = Vec::new();
        for (fact, id, given) in moved {
            let at = step(place.at, &id);
            self.label = Some(fact.label.clone());
            if answers.contains_key(&fact.id) {
                self.repair(&at, Some(&given), Cause::AlreadyThere);
                self.set_aside(&at, given);
            } else if self.read_answer(&mut answers, fact, id.clone(), given, place) {
                self.clear_way(place, fact.id.as_str());
                self.label = Some(fact.label.clone());
                let to = fact.id.as_str().into();
                self.repair(&at, None, Cause::Moved { to });
            } else {
                refused.push((fact, id));
            }
            self.label = None;
        }
        // Another old name took the place after these had been left.
        for (fact, id) in refused {
            if answers.contains_key(&fact.id) {
                self.clear_way(place, &id);
            }
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
        let unit_of = |bound: f64| {
            let mut name = unit_name();
            if let Some(unit) = unit {
                name.en = unit.english(&bound.to_string()).into();
            }
            name
        };
        match check_reply(fact, unit.is_some_and(|it| it.whole), &reply) {
            Ok(()) => Ok((reply, moved_to)),
            Err(refused) => Err(match refused {
                Refused::WrongKind => Cause::Expected(expected(&fact.kind)),
                Refused::NotANumber => Cause::NotANumber,
                Refused::Below(bound) => Cause::Below {
                    bound,
                    unit: unit_of(bound),
                },
                Refused::Above(bound) => Cause::Above {
                    bound,
                    unit: unit_of(bound),
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
