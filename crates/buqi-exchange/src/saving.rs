//! A dossier to the bytes of a survey file.

use crate::extras::{Address, Extras, address, override_address, within};
use crate::format::{
    ACCEPTED, CANNOT_TELL, DECLINED, DEFERRED, FORMAT, VERSION, key, spell_how, spell_shape,
};
use crate::json;
use buqi_core::Catalogue;
use buqi_core::catalogue::{Share, VoteTest};
use buqi_core::id::{ItemId, LineId};
use buqi_core::photos::{About, Photo, Photos, Shape};
use buqi_core::plan::{Decision, Dossier, Override, Plan, Scheme};
use buqi_core::survey::{Answer, Answers, BuildingGroup, Reply, Survey};
use buqi_core::terms::{Phasing, Terms, Wish};
use serde_json::{Map, Number, Value};

/// The largest whole number up to which every whole number is exact.
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// Writes a survey file: the dossier, what came along with it, and the edition
/// of the catalogue it was last judged by.
///
/// The same input gives the same bytes, and opening them gives the same
/// dossier and extras.
pub fn save(dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> Vec<u8> {
    json::write(&value_of(dossier, extras, catalogue))
}

/// What [`save`] writes, before it is bytes.
pub(crate) fn value_of(dossier: &Dossier, extras: &Extras, catalogue: &Catalogue) -> Value {
    let writer = Writer { extras };
    let Dossier {
        name,
        about,
        survey: Survey { estate, groups },
        plan,
        schemes,
        photos,
    } = dossier;
    let stamp = writer.object(
        &address(&[key::CATALOGUE]),
        [
            (key::EDITION, text(&catalogue.edition)),
            (key::FINGERPRINT, text(&catalogue.fingerprint)),
        ],
    );
    let mut file = vec![
        (key::FORMAT, text(FORMAT)),
        (key::VERSION, Value::Number(VERSION.into())),
        (key::CATALOGUE, stamp),
        (key::NAME, text(name)),
        (key::ABOUT, text(about)),
        (key::ESTATE, writer.answers(estate, address(&[key::ESTATE]))),
        (
            key::GROUPS,
            Value::Array(groups.iter().map(|it| writer.group(it)).collect()),
        ),
        (key::PLAN, writer.plan(plan, &address(&[key::PLAN]))),
    ];
    if !schemes.is_empty() {
        let schemes = schemes.iter().map(|it| writer.scheme(it));
        file.push((key::SCHEMES, Value::Array(schemes.collect())));
    }
    let photos = writer.photos(photos);
    if !photos.is_empty() {
        file.push((key::PICTURES, Value::Object(photos)));
    }
    if !extras.all_set_aside().is_empty() {
        let entries = extras.all_set_aside().to_vec();
        file.push((key::SET_ASIDE, Value::Array(entries)));
    }
    writer.object(&address(&[]), file)
}

struct Writer<'a> {
    extras: &'a Extras,
}

impl Writer<'_> {
    /// An object of what is known and of what the file had there besides.
    fn object(
        &self,
        address: &Address,
        known: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Value {
        let mut entries = self.left(address);
        entries.extend(known.into_iter().map(|(key, it)| (key.to_owned(), it)));
        Value::Object(entries)
    }

    fn left(&self, address: &Address) -> Map<String, Value> {
        self.extras.left_at(address).cloned().unwrap_or_default()
    }

    fn answers(&self, answers: &Answers, address: Address) -> Value {
        let mut entries = self.left(&address);
        let mut inner = address;
        for (fact, answer) in answers {
            inner.push(fact.as_str().into());
            entries.insert(fact.as_str().to_owned(), self.answer(answer, &inner));
            inner.pop();
        }
        Value::Object(entries)
    }

    fn answer(&self, answer: &Answer, address: &Address) -> Value {
        let Answer {
            reply,
            how,
            who,
            on,
            note,
        } = answer;
        let reply = match reply {
            Reply::YesNo(value) => Value::Bool(*value),
            Reply::Number(value) => number(*value),
            Reply::Choice(option) => text(option.as_str()),
            Reply::CannotTell => text(CANNOT_TELL),
        };
        let provenance = [
            (key::HOW, how.map(spell_how)),
            (key::WHO, who.as_deref()),
            (key::ON, on.as_deref()),
            (key::NOTE, note.as_deref()),
        ];
        let is_plain =
            provenance.iter().all(|(_, it)| it.is_none()) && self.extras.left_at(address).is_none();
        if is_plain {
            return reply;
        }
        let mut known = vec![(key::REPLY, reply)];
        known.extend(
            provenance
                .into_iter()
                .filter_map(|(key, it)| Some((key, text(it?)))),
        );
        self.object(address, known)
    }

    fn group(&self, group: &BuildingGroup) -> Value {
        let BuildingGroup {
            id,
            label,
            count,
            answers,
        } = group;
        let answers_address = address(&[key::GROUPS, id.as_str(), key::ANSWERS]);
        self.object(
            &address(&[key::GROUPS, id.as_str()]),
            [
                (key::ID, text(id.as_str())),
                (key::LABEL, text(label)),
                (key::COUNT, Value::Number((*count).into())),
                (key::ANSWERS, self.answers(answers, answers_address)),
            ],
        )
    }

    fn scheme(&self, scheme: &Scheme) -> Value {
        let Scheme { name, plan } = scheme;
        let place = address(&[key::SCHEMES, name]);
        let plan = self.plan(plan, &within(&place, key::PLAN));
        self.object(&place, [(key::NAME, text(name)), (key::PLAN, plan)])
    }

    fn plan(&self, plan: &Plan, place: &Address) -> Value {
        let Plan {
            decisions,
            overrides,
            terms,
        } = plan;
        let decisions_place = within(place, key::DECISIONS);
        let mut decided = self.left(&decisions_place);
        for (item, decision) in decisions {
            let value = self.decision(decision, &within(&decisions_place, item.as_str()));
            decided.insert(item.as_str().to_owned(), value);
        }
        let mut listed: Vec<Value> = overrides
            .iter()
            .map(|((item, line), it)| self.line(place, item, line, it))
            .collect();
        listed.extend(self.extras.overrides_left(place).iter().cloned());
        let mut known = vec![
            (key::DECISIONS, Value::Object(decided)),
            (key::OVERRIDES, Value::Array(listed)),
        ];
        known.extend(
            self.terms(terms, &within(place, key::TERMS))
                .map(|it| (key::TERMS, it)),
        );
        self.object(place, known)
    }

    fn photos(&self, photos: &Photos) -> Map<String, Value> {
        let place = address(&[key::PICTURES]);
        let mut entries = self.left(&place);
        let mut inner = place;
        for (id, photo) in photos {
            inner.push(id.as_str().into());
            entries.insert(id.as_str().to_owned(), self.photo(photo, &inner));
            inner.pop();
        }
        entries
    }

    fn photo(&self, photo: &Photo, place: &Address) -> Value {
        let Photo {
            about,
            taken,
            width,
            height,
            bytes,
            position,
            shapes,
        } = photo;
        let mut known = match about {
            About::Answer { group, fact } => {
                let group = group.as_ref().map(|it| (key::GROUP, text(it.as_str())));
                let mut known = vec![(key::FACT, text(fact.as_str()))];
                known.extend(group);
                known
            }
            About::Finding(deficiency) => vec![(key::FINDING, text(deficiency.as_str()))],
        };
        known.extend(taken.as_deref().map(|it| (key::TAKEN, text(it))));
        let numbers = [
            (key::WIDTH, width),
            (key::HEIGHT, height),
            (key::BYTES, bytes),
        ];
        known.extend(numbers.map(|(key, it)| (key, Value::Number((*it).into()))));
        known.extend(position.map(|it| {
            let degrees = [it.latitude, it.longitude].map(number);
            (key::POSITION, Value::Array(degrees.into()))
        }));
        if !shapes.is_empty() {
            let shapes = shapes.iter().map(shape).collect();
            known.push((key::SHAPES, Value::Array(shapes)));
        }
        self.object(place, known)
    }

    /// Nothing where nothing was agreed, as in files from before there were terms.
    fn terms(&self, terms: &Terms, place: &Address) -> Option<Value> {
        let Terms {
            start_month,
            phasing,
            cap,
            votes,
            shares,
            subsidies,
            floors,
            region,
            wishes,
        } = terms;
        let mut known = Vec::new();
        known.extend(start_month.map(|it| (key::START_MONTH, Value::Number(it.into()))));
        known.extend(phasing.map(|it| {
            let (name, value) = match it {
                Phasing::Years(years) => (key::YEARS, Value::Number(years.into())),
                Phasing::YearlyCap(cap) => (key::YEARLY_CAP, Value::Number(cap.0.into())),
            };
            let phasing = Map::from_iter([(name.to_owned(), value)]);
            (key::PHASING, Value::Object(phasing))
        }));
        known.extend(cap.map(|it| (key::CAP, Value::Number(it.0.into()))));
        known.extend(region.iter().map(|it| (key::REGION, text(it.as_str()))));
        let mut put = |name, entries: Vec<(&str, Value)>| {
            let mut all = self.left(&within(place, name));
            all.extend(entries.into_iter().map(|(id, it)| (id.to_owned(), it)));
            if !all.is_empty() {
                known.push((name, Value::Object(all)));
            }
        };
        let votes = votes.iter().map(|(id, it)| {
            let mut rule = vote_test(it.area);
            let place = within(&within(place, key::VOTES), id.as_str());
            if it.same().is_none() {
                let heads = within(&place, key::HEADS);
                rule.push((key::HEADS, self.object(&heads, vote_test(it.heads))));
            }
            (id.as_str(), self.object(&place, rule))
        });
        put(key::VOTES, votes.collect());
        let shares = shares.iter().map(|(id, it)| {
            let place = within(&within(place, key::SHARES), id.as_str());
            let mut all = self.left(&place);
            let entries = it.iter();
            all.extend(
                entries.map(|(payer, it)| (payer.as_str().to_owned(), Value::Number((*it).into()))),
            );
            (id.as_str(), Value::Object(all))
        });
        put(key::SHARES, shares.collect());
        let subsidies = subsidies
            .iter()
            .map(|(id, it)| (id.as_str(), text(it.as_str())));
        put(key::SUBSIDIES, subsidies.collect());
        let floors = floors.iter().map(|(id, it)| {
            let weights = it.iter().map(|it| Value::Number((*it).into()));
            (id.as_str(), Value::Array(weights.collect()))
        });
        put(key::FLOORS, floors.collect());
        let wishes = wishes.iter().map(|(id, it)| {
            let (name, value) = match it {
                Wish::Percent(percent) => (key::PERCENT, (*percent).into()),
                Wish::Households(households) => (key::HOUSEHOLDS, (*households).into()),
            };
            let wish = Map::from_iter([(name.to_owned(), Value::Number(value))]);
            (id.as_str(), Value::Object(wish))
        });
        put(key::WISHES, wishes.collect());
        let is_empty = known.is_empty() && self.left(place).is_empty();
        (!is_empty).then(|| self.object(place, known))
    }

    fn decision(&self, decision: &Decision, place: &Address) -> Value {
        match decision {
            Decision::Accepted => text(ACCEPTED),
            Decision::Deferred => text(DEFERRED),
            Decision::Declined { reason } => self.object(place, [(DECLINED, text(reason))]),
        }
    }

    fn line(&self, plan: &Address, item: &ItemId, line: &LineId, value: &Override) -> Value {
        let Override { quantity, note } = value;
        let mut known = vec![
            (key::ITEM, text(item.as_str())),
            (key::LINE, text(line.as_str())),
            (key::QUANTITY, number(*quantity)),
        ];
        if !note.is_empty() {
            known.push((key::NOTE, text(note)));
        }
        self.object(&override_address(plan, item, line), known)
    }
}

fn shape(shape: &Shape) -> Value {
    let Shape { kind, from, to } = shape;
    let points = [from.x, from.y, to.x, to.y].map(|it| Value::Number(it.into()));
    Value::Object(Map::from_iter([(
        spell_shape(*kind).to_owned(),
        Value::Array(points.into()),
    )]))
}

fn vote_test(test: VoteTest) -> Vec<(&'static str, Value)> {
    let mut known = vec![
        (key::ATTENDANCE, share(test.attendance)),
        (key::APPROVAL, share(test.approval)),
    ];
    known.extend(test.strict.then_some((key::STRICT, Value::Bool(true))));
    known.extend(test.of_all.then_some((key::OF_ALL, Value::Bool(true))));
    known
}

fn share(it: Share) -> Value {
    text(&format!("{}/{}", it.numerator, it.denominator))
}

fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

/// Whole numbers without a fraction, so that 6 storeys do not become 6.0.
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < MAX_EXACT {
        return Value::Number((value as i64).into());
    }
    // What is not finite has no spelling in JSON, and no place in a dossier.
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}
