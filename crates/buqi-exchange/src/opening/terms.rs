//! The terms of a file: who votes, who pays and when.
//!
//! A value that can't be taken stays under its key, with a repair that says
//! what should be there.

use super::{Lead, Reader, whole};
use crate::extras::{Address, within};
use crate::format::{key, step};
use crate::repair::{Cause, Expected};
use buqi_core::catalogue::{Item, Share, VoteRule, VoteTest};
use buqi_core::id::{ConsentId, ItemId, PayerId, SubsidyId};
use buqi_core::money::Fen;
use buqi_core::terms::{MAX_FLOORS, MAX_WEIGHT, MAX_YEARS, Phasing, Terms, WHOLE, Wish};
use litemap::LiteMap;
use serde_json::{Map, Value};

impl Reader<'_> {
    /// `at` is the pointer of the terms in this file, `place` their address.
    pub(super) fn read_terms(
        &mut self,
        mut terms: Map<String, Value>,
        at: &str,
        place: &Address,
    ) -> Terms {
        let start_month = self.read_term(&mut terms, at, key::START_MONTH, Expected::Month, |it| {
            let month = whole(it).and_then(|it| u8::try_from(it).ok())?;
            (1..=12).contains(&month).then_some(month)
        });
        let phasing = self.read_term(&mut terms, at, key::PHASING, Expected::Phasing, phasing_of);
        let cap = self.read_term(&mut terms, at, key::CAP, Expected::Cap, |it| {
            i64::try_from(whole(it)?).ok().map(Fen)
        });
        let votes = match self.read_object(&mut terms, at, key::VOTES) {
            Some(entries) => {
                let at = step(at, key::VOTES);
                self.read_votes(entries, &at, &within(place, key::VOTES))
            }
            None => LiteMap::new(),
        };
        let shares = self.read_by_item(&mut terms, (at, place), key::SHARES, Reader::read_shares);
        let subsidies = self.read_by_item(
            &mut terms,
            (at, place),
            key::SUBSIDIES,
            Reader::read_subsidy,
        );
        let floors =
            self.read_by_item(&mut terms, (at, place), key::FLOORS, |_, _, given, _, _| {
                weights_of(&given).ok_or((given, Cause::Expected(Expected::Weights)))
            });
        let regions = &self.catalogue.regions;
        let region = self.read_term(&mut terms, at, key::REGION, Expected::Region, |it| {
            let found = regions.iter().find(|region| it == region.id.as_str())?;
            Some(found.id.clone())
        });
        let wishes =
            self.read_by_item(&mut terms, (at, place), key::WISHES, |_, _, given, _, _| {
                wish_of(&given).ok_or((given, Cause::Expected(Expected::Wish)))
            });
        self.extras.leave_all(place, terms);
        Terms {
            start_month,
            phasing,
            cap,
            votes,
            shares,
            subsidies,
            floors,
            region,
            wishes,
        }
    }

    /// One value by itself; one that does not fit stays in `terms`.
    fn read_term<T>(
        &mut self,
        terms: &mut Map<String, Value>,
        at: &str,
        name: &str,
        expected: Expected,
        read: impl Fn(&Value) -> Option<T>,
    ) -> Option<T> {
        let given = terms.remove(name).filter(|it| !it.is_null())?;
        let value = read(&given);
        if value.is_none() {
            self.repair(&step(at, name), Some(&given), Cause::Expected(expected));
            terms.insert(name.to_owned(), given);
        }
        value
    }

    fn read_votes(
        &mut self,
        entries: Map<String, Value>,
        at: &str,
        place: &Address,
    ) -> LiteMap<ConsentId, VoteRule> {
        let mut votes = LiteMap::new();
        for (id, given) in entries {
            let consent = self
                .catalogue
                .consents
                .iter()
                .find(|it| it.id.as_str() == id);
            let at = step(at, &id);
            let Some(consent) = consent else {
                self.repair(&at, Some(&given), Cause::UnknownTerm);
                self.extras.leave(place, id, given);
                continue;
            };
            self.label = Some(consent.name.clone());
            match (vote_of(&given), given) {
                (Some(rule), Value::Object(mut entry)) => {
                    let place = within(place, &id);
                    if let Some(Value::Object(mut heads)) = entry.remove(key::HEADS) {
                        remove_test(&mut heads);
                        self.extras.leave_all(&within(&place, key::HEADS), heads);
                    }
                    remove_test(&mut entry);
                    self.extras.leave_all(&place, entry);
                    votes.insert(consent.id.clone(), rule);
                }
                (_, given) => {
                    self.repair(&at, Some(&given), Cause::Expected(Expected::Vote));
                    self.extras.leave(place, id, given);
                }
            }
            self.label = None;
        }
        votes
    }

    /// A map by item; `read` gives back what it does not take.
    fn read_by_item<T>(
        &mut self,
        terms: &mut Map<String, Value>,
        (at, place): (&str, &Address),
        name: &str,
        read: impl Fn(&mut Self, &Item, Value, &str, &Address) -> Result<T, (Value, Cause)>,
    ) -> LiteMap<ItemId, T> {
        let Some(entries) = self.read_object(terms, at, name) else {
            return LiteMap::new();
        };
        let (base, place) = (step(at, name), within(place, name));
        let mut found = LiteMap::new();
        let mut refused = Vec::new();
        // What stands under its own id wins over what was renamed.
        let (own, others): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .partition(|(id, _)| self.items.contains_key(id.as_str()));
        for (id, given) in own.into_iter().chain(others) {
            if given.is_null() {
                continue;
            }
            let at = step(&base, &id);
            let (item, is_moved) = match self.lead(&id, |it, id| it.items.get(id).copied()) {
                Lead::Here(item) => (item, false),
                Lead::Moved(item) => (item, true),
                Lead::Retired(reason) => {
                    let reason = reason.clone();
                    self.repair(&at, Some(&given), Cause::Retired { reason });
                    self.extras.leave(&place, id, given);
                    continue;
                }
                Lead::Unknown => {
                    self.repair(&at, Some(&given), Cause::UnknownItem);
                    self.extras.leave(&place, id, given);
                    continue;
                }
            };
            self.label = Some(item.name.clone());
            if found.contains_key(&item.id) {
                self.repair(&at, Some(&given), Cause::AlreadyThere);
                self.set_aside(&at, given);
            } else {
                match read(self, item, given, &at, &place) {
                    Ok(value) => {
                        self.make_way(&place, item, &base);
                        if is_moved {
                            let to = item.id.as_str().into();
                            self.repair(&at, None, Cause::Moved { to });
                        }
                        found.insert(item.id.clone(), value);
                    }
                    Err((given, cause)) => {
                        self.repair(&at, Some(&given), cause);
                        self.extras.leave(&place, id.clone(), given);
                        refused.push((item, id));
                    }
                }
            }
            self.label = None;
        }
        // Another name of the item took the place after these had been left.
        for (item, id) in refused {
            if found.contains_key(&item.id)
                && let Some(left) = self.extras.take(&place, &id)
            {
                self.set_aside(&step(&base, &id), left);
            }
        }
        found
    }

    /// Sets aside what was left under the id that is about to be written.
    fn make_way(&mut self, place: &Address, item: &Item, at: &str) {
        if let Some(left) = self.extras.take(place, item.id.as_str()) {
            self.set_aside(&step(at, item.id.as_str()), left);
        }
    }

    fn read_shares(
        &mut self,
        item: &Item,
        given: Value,
        at: &str,
        place: &Address,
    ) -> Result<LiteMap<PayerId, u32>, (Value, Cause)> {
        let Value::Object(entries) = given else {
            return Err((given, Cause::Expected(Expected::Object)));
        };
        let mut shares = LiteMap::new();
        let mut left = Map::new();
        let mut faults = Vec::new();
        for (id, given) in entries {
            let payer = self.catalogue.payers.iter().find(|it| it.id.as_str() == id);
            let share = whole(&given)
                .and_then(|it| u32::try_from(it).ok())
                .filter(|it| *it <= WHOLE);
            match (payer, share) {
                (Some(payer), Some(share)) => {
                    shares.insert(payer.id.clone(), share);
                }
                (payer, _) => {
                    let cause = match payer {
                        Some(_) => Cause::Expected(Expected::BasisPoints),
                        None => Cause::UnknownTerm,
                    };
                    faults.push((step(at, &id), given.clone(), cause));
                    left.insert(id, given);
                }
            }
        }
        if shares.is_empty() {
            return Err((Value::Object(left), Cause::Expected(Expected::BasisPoints)));
        }
        for (at, given, cause) in faults {
            self.repair(&at, Some(&given), cause);
        }
        self.extras
            .leave_all(&within(place, item.id.as_str()), left);
        Ok(shares)
    }

    fn read_subsidy(
        &mut self,
        item: &Item,
        given: Value,
        _at: &str,
        _place: &Address,
    ) -> Result<SubsidyId, (Value, Cause)> {
        let Some(id) = given.as_str() else {
            return Err((given, Cause::Expected(Expected::Text)));
        };
        let found = self.catalogue.subsidies.iter().find(|it| {
            let its_item = self.catalogue.items.get(it.item.index());
            it.id.as_str() == id && its_item.is_some_and(|it| it.id == item.id)
        });
        match found {
            Some(subsidy) => Ok(subsidy.id.clone()),
            None => Err((given, Cause::UnknownTerm)),
        }
    }
}

fn phasing_of(given: &Value) -> Option<Phasing> {
    let entry = given.as_object().filter(|it| it.len() == 1)?;
    if let Some(years) = entry.get(key::YEARS) {
        let years = whole(years).and_then(|it| u8::try_from(it).ok())?;
        return (1..=MAX_YEARS)
            .contains(&years)
            .then_some(Phasing::Years(years));
    }
    let cap = whole(entry.get(key::YEARLY_CAP)?)?;
    let cap = i64::try_from(cap).ok().filter(|it| *it > 0)?;
    Some(Phasing::YearlyCap(Fen(cap)))
}

fn wish_of(given: &Value) -> Option<Wish> {
    let entry = given.as_object().filter(|it| it.len() == 1)?;
    if let Some(percent) = entry.get(key::PERCENT) {
        let percent = whole(percent).and_then(|it| u8::try_from(it).ok())?;
        return (percent <= 100).then_some(Wish::Percent(percent));
    }
    let households = whole(entry.get(key::HOUSEHOLDS)?)?;
    u32::try_from(households).ok().map(Wish::Households)
}

/// One test holds for both, as in files from before there were two.
fn vote_of(given: &Value) -> Option<VoteRule> {
    let area = vote_test_of(given)?;
    let heads = match given.get(key::HEADS) {
        None | Some(Value::Null) => area,
        Some(given) => vote_test_of(given)?,
    };
    Some(VoteRule { area, heads })
}

fn remove_test(entry: &mut Map<String, Value>) {
    for known in [key::ATTENDANCE, key::APPROVAL, key::STRICT, key::OF_ALL] {
        entry.remove(known);
    }
}

fn vote_test_of(given: &Value) -> Option<VoteTest> {
    let entry = given.as_object()?;
    let flag = |name| match entry.get(name) {
        None | Some(Value::Null) => Some(false),
        Some(given) => given.as_bool(),
    };
    Some(VoteTest {
        attendance: share_of(entry.get(key::ATTENDANCE)?)?,
        approval: share_of(entry.get(key::APPROVAL)?)?,
        strict: flag(key::STRICT)?,
        of_all: flag(key::OF_ALL)?,
    })
}

fn share_of(given: &Value) -> Option<Share> {
    let (above, below) = given.as_str()?.split_once('/')?;
    let numerator = above.trim().parse::<u32>().ok()?;
    let denominator = below.trim().parse::<u32>().ok()?;
    (denominator > 0 && numerator <= denominator).then_some(Share {
        numerator,
        denominator,
    })
}

fn weights_of(given: &Value) -> Option<Vec<u32>> {
    let weights: Vec<u32> = given
        .as_array()
        .filter(|it| it.len() <= MAX_FLOORS)?
        .iter()
        .map(|it| {
            whole(it)
                .and_then(|it| u32::try_from(it).ok())
                .filter(|it| *it <= MAX_WEIGHT)
        })
        .collect::<Option<_>>()?;
    (!weights.is_empty()).then_some(weights)
}
