//! Laws of opening and saving, over made-up dossiers and mangled files.

use crate::catalogue::small;
use buqi_core::Dossier;
use buqi_core::catalogue::{Share, VoteRule, VoteTest};
use buqi_core::id::{
    ConsentId, DeficiencyId, FactId, GroupId, ItemId, LineId, OptionId, PayerId, PhotoId, RegionId,
    SubsidyId,
};
use buqi_core::money::Fen;
use buqi_core::photos::{About, EDGE, Photo, Photos, Point, Position, Shape, ShapeKind};
use buqi_core::plan::{Decision, MAX_SCHEMES, MOST_BY_HAND, Override, Plan, Scheme};
use buqi_core::survey::{Answer, Answers, BuildingGroup, How, Reply, Survey};
use buqi_core::terms::{Phasing, Terms, Wish};
use buqi_exchange::format::MAX_COUNT;
use buqi_exchange::{Extras, Lang, open, open_value, save};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

fn any_text() -> impl Strategy<Value = Arc<str>> {
    "\\PC{0,12}|[\u{0}-\u{1f}\"\\\\楼栋]{0,4}".prop_map(Arc::from)
}

fn any_reply(fact: &str) -> BoxedStrategy<Reply> {
    let sure = match fact {
        "gfa" => (1.0..1e7).prop_map(Reply::Number).boxed(),
        "households" => (1..100_000u32)
            .prop_map(|it| Reply::Number(it.into()))
            .boxed(),
        "storeys" => (1..60u32).prop_map(|it| Reply::Number(it.into())).boxed(),
        "water-supply" => prop_oneof!["mains", "tank"]
            .prop_map(|it| Reply::Choice(OptionId::new(&it).unwrap()))
            .boxed(),
        _ => any::<bool>().prop_map(Reply::YesNo).boxed(),
    };
    prop_oneof![4 => sure, 1 => Just(Reply::CannotTell)].boxed()
}

fn any_answer(fact: &'static str) -> impl Strategy<Value = Option<(FactId, Answer)>> {
    let how = prop_oneof![
        Just(How::Seen),
        Just(How::Records),
        Just(How::Told),
        Just(How::Assumed)
    ];
    let on = (2000..2100u32, 1..=12u32, 1..=28u32)
        .prop_map(|(year, month, day)| Arc::from(format!("{year}-{month:02}-{day:02}")));
    let answer = (
        any_reply(fact),
        proptest::option::of(how),
        proptest::option::of(any_text()),
        proptest::option::of(on),
        proptest::option::of(any_text()),
    )
        .prop_map(|(reply, how, who, on, note)| Answer {
            reply,
            how,
            who,
            on,
            note,
        });
    proptest::option::of(answer.prop_map(move |it| (FactId::new(fact).unwrap(), it)))
}

fn any_answers(facts: [&'static str; 3]) -> impl Strategy<Value = Answers> {
    facts
        .map(any_answer)
        .prop_map(|it| it.into_iter().flatten().collect())
}

fn any_id() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,2}){0,2}"
}

fn any_dossier() -> impl Strategy<Value = Dossier> {
    let group = (
        any_text(),
        1..=MAX_COUNT,
        any_answers(["storeys", "roof-leaks", "water-supply"]),
    );
    // A map, so that ids are unique; shuffled, so that they are in any order.
    let groups = btree_map(any_id(), group, 0..4)
        .prop_map(|it| {
            it.into_iter()
                .map(|(id, (label, count, answers))| BuildingGroup {
                    id: GroupId::new(&id).unwrap(),
                    label,
                    count,
                    answers,
                })
                .collect::<Vec<_>>()
        })
        .prop_shuffle();
    let decision = prop_oneof![
        Just(Decision::Accepted),
        Just(Decision::Deferred),
        any_text().prop_map(|reason| Decision::Declined { reason }),
    ];
    let quantity = prop_oneof![
        0.0..MOST_BY_HAND,
        Just(0.0),
        Just(f64::MIN_POSITIVE),
        Just(MOST_BY_HAND)
    ];
    let line = (quantity, any_text()).prop_map(|(quantity, note)| Override { quantity, note });
    let items = || prop_oneof!["roof-waterproofing", "lift-addition"];
    let item = |it: &str| ItemId::new(it).unwrap();
    let plan = (
        btree_map(items().prop_map(move |it| item(&it)), decision, 0..3),
        btree_map(
            (items(), prop_oneof!["own", "extra"])
                .prop_map(move |(it, line)| (item(&it), LineId::new(&line).unwrap())),
            line,
            0..4,
        ),
        any_terms(),
    )
        .prop_map(|(decisions, mut overrides, terms)| {
            for ((item, _), it) in &mut overrides {
                if item.as_str() == "lift-addition" {
                    it.quantity = it.quantity.floor();
                }
            }
            Plan {
                decisions: decisions.into_iter().collect(),
                overrides: overrides.into_iter().collect(),
                terms,
            }
        })
        .boxed();
    // A map, so that names are unique.
    let schemes = btree_map(any_text(), plan.clone(), 0..=MAX_SCHEMES).prop_map(|it| {
        it.into_iter()
            .map(|(name, plan)| Scheme { name, plan })
            .collect::<Vec<_>>()
    });
    (
        any_text(),
        any_text(),
        any_answers(["gfa", "households", "estate-dark"]),
        groups,
        plan,
        schemes,
        any_photos(),
    )
        .prop_map(
            |(name, about, estate, groups, plan, schemes, photos)| Dossier {
                name,
                about,
                survey: Survey { estate, groups },
                plan,
                schemes,
                photos,
            },
        )
}

fn any_photos() -> impl Strategy<Value = Photos> {
    let about = prop_oneof![
        (proptest::option::of(any_id()), any_id()).prop_map(|(group, fact)| About::Answer {
            group: group.map(|it| GroupId::new(&it).unwrap()),
            // Not one of the small catalogue that has moved.
            fact: FactId::new(&format!("x{fact}")).unwrap(),
        }),
        any_id().prop_map(|it| About::Finding(DeficiencyId::new(&it).unwrap())),
    ];
    let kind = prop_oneof![Just(ShapeKind::Arrow), Just(ShapeKind::Circle)];
    let point = || (0..=EDGE, 0..=EDGE).prop_map(|(x, y)| Point { x, y });
    let shape = (kind, point(), point()).prop_map(|(kind, from, to)| Shape { kind, from, to });
    let position = (-90.0..=90.0, -180.0..=180.0)
        .prop_map(|(latitude, longitude)| Position::new(latitude, longitude));
    let taken = (1..=28_u32, 0..24_u32)
        .prop_map(|(day, hour)| Arc::from(format!("2026-11-{day:02}T{hour:02}:59")));
    let photo = (
        about,
        proptest::option::of(taken),
        (1..=u32::MAX, 1..=1600_u32, 1..=300_000_u32),
        position,
        any::<bool>(),
        vec(shape, 0..3),
    )
        .prop_map(
            |(about, taken, (width, height, bytes), position, has_position, shapes)| Photo {
                about,
                taken,
                width,
                height,
                bytes,
                position: position.filter(|_| has_position),
                shapes,
            },
        );
    let id = any_id().prop_map(|it| PhotoId::new(&it).unwrap());
    btree_map(id, photo, 0..4).prop_map(|it| it.into_iter().collect())
}

fn any_terms() -> impl Strategy<Value = Terms> {
    let item = || {
        prop_oneof!["roof-waterproofing", "lift-addition"].prop_map(|it| ItemId::new(&it).unwrap())
    };
    let payer = prop_oneof!["owners", "government"].prop_map(|it| PayerId::new(&it).unwrap());
    let share = || {
        (1..9_u32, 0..9_u32).prop_map(|(denominator, it)| Share {
            numerator: it.min(denominator),
            denominator,
        })
    };
    let phasing = prop_oneof![
        (1..=10_u8).prop_map(Phasing::Years),
        (1..=i64::from(u32::MAX)).prop_map(|it| Phasing::YearlyCap(Fen(it))),
    ];
    let test = || {
        (share(), share(), any::<bool>(), any::<bool>()).prop_map(
            |(attendance, approval, strict, of_all)| VoteTest {
                attendance,
                approval,
                strict,
                of_all,
            },
        )
    };
    let rule = prop_oneof![
        test().prop_map(VoteRule::alike),
        (test(), test()).prop_map(|(area, heads)| VoteRule { area, heads }),
    ];
    let wish = prop_oneof![
        (0..=100_u8).prop_map(Wish::Percent),
        any::<u32>().prop_map(Wish::Households),
    ];
    (
        proptest::option::of(1..=12_u8),
        proptest::option::of(phasing),
        proptest::option::of((0..=i64::from(u32::MAX)).prop_map(Fen)),
        proptest::option::of(rule),
        btree_map(item(), btree_map(payer, 0..=10_000_u32, 1..3), 0..3),
        any::<bool>(),
        btree_map(item(), vec(1..=1_000_000_u32, 1..5), 0..3),
        any::<bool>(),
        btree_map(item(), wish, 0..3),
    )
        .prop_map(
            |(start_month, phasing, cap, rule, shares, subsidy, floors, region, wishes)| Terms {
                start_month,
                phasing,
                cap,
                votes: rule
                    .map(|rule| (ConsentId::new("alter-building").unwrap(), rule))
                    .into_iter()
                    .collect(),
                shares: shares
                    .into_iter()
                    .map(|(item, shares)| (item, shares.into_iter().collect()))
                    .collect(),
                subsidies: subsidy
                    .then(|| {
                        let item = ItemId::new("lift-addition").unwrap();
                        (item, SubsidyId::new("lift-here").unwrap())
                    })
                    .into_iter()
                    .collect(),
                floors: floors.into_iter().collect(),
                region: region.then(|| RegionId::new("here").unwrap()),
                wishes: wishes.into_iter().collect(),
            },
        )
}

fn any_json() -> impl Strategy<Value = Value> {
    let word = prop_oneof![
        "[a-z]{1,3}",
        prop_oneof![
            Just("cannot-tell"),
            Just("accepted"),
            Just("g1"),
            Just("g2"),
            Just("2026-11-24"),
            Just("lift-addition"),
            Just("own")
        ]
        .prop_map(str::to_owned),
    ];
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-3..70i32).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        word.prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(any_key(), inner, 0..4)
                .prop_map(|it| Value::Object(it.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn any_key() -> impl Strategy<Value = String> {
    prop_oneof![
        prop_oneof![
            Just("gfa"),
            Just("total-area"),
            Just("floor-space"),
            Just("coal-store"),
            Just("storeys"),
            Just("roof-renewal"),
            Just("lift-addition"),
            Just("id"),
            Just("count"),
            Just("label"),
            Just("answers"),
            Just("reply"),
            Just("on"),
            Just("how"),
            Just("declined"),
            Just("item"),
            Just("line"),
            Just("quantity"),
            Just("note"),
            Just("groups"),
            Just("estate"),
            Just("plan"),
            Just("schemes"),
            Just("pictures"),
            Just("fact"),
            Just("group"),
            Just("finding"),
            Just("width"),
            Just("taken"),
            Just("shapes"),
            Just("name"),
            Just("set-aside"),
            Just("catalogue"),
            Just("version")
        ]
        .prop_map(str::to_owned),
        "[a-z~/]{0,3}",
    ]
}

/// A change to the value a pointer-like walk ends at.
fn mangle(value: &mut Value, steps: &[usize], key: &str, with: &Value) {
    match steps.split_first() {
        Some((step, rest)) => match value {
            Value::Array(values) if !values.is_empty() => {
                let at = step % values.len();
                mangle(&mut values[at], rest, key, with);
            }
            Value::Object(values) if !values.is_empty() => {
                let at = step % values.len();
                let (_, value) = values.iter_mut().nth(at).unwrap();
                mangle(value, rest, key, with);
            }
            other => mangle(other, &[], key, with),
        },
        None => match value {
            Value::Object(values) => {
                values.insert(key.to_owned(), with.clone());
            }
            Value::Array(values) => values.push(with.clone()),
            other => *other = with.clone(),
        },
    }
}

fn any_mangled_file() -> impl Strategy<Value = Value> {
    let change = (vec(any::<usize>(), 0..6), any_key(), any_json());
    (any_dossier(), vec(change, 0..12)).prop_map(|(dossier, changes)| {
        let bytes = save(&dossier, &Extras::default(), &small());
        let mut file = serde_json::from_slice(&bytes).unwrap();
        for (steps, key, with) in &changes {
            mangle(&mut file, steps, key, with);
        }
        file["format"] = json!("buqi-dossier");
        file
    })
}

/// Every scalar of a file with how often it is there, in a spelling that does
/// not tell 3 from 3.0 or from "3", nor 0 from -0.
fn leaves(file: &Value) -> BTreeMap<String, usize> {
    fn collect(value: &Value, into: &mut BTreeMap<String, usize>) {
        let text = match value {
            Value::Array(values) => return values.iter().for_each(|it| collect(it, into)),
            Value::Object(values) => return values.values().for_each(|it| collect(it, into)),
            // Nothing was said.
            Value::Null => return,
            Value::Bool(it) => it.to_string(),
            Value::Number(it) => (it.as_f64().unwrap() + 0.0).to_string(),
            Value::String(it) => match it.parse::<f64>() {
                Ok(number) => (number + 0.0).to_string(),
                Err(_) => it.clone(),
            },
        };
        *into.entry(text).or_default() += 1;
    }
    let mut file = file.clone();
    // The stamp and the version are replaced by those of the writer.
    if let Some(stamp) = file["catalogue"].as_object_mut() {
        stamp.remove("edition");
        stamp.remove("fingerprint");
    }
    if let Some(file) = file.as_object_mut()
        && file.get("version").is_some_and(Value::is_number)
    {
        file.remove("version");
    }
    let mut found = BTreeMap::new();
    collect(&file, &mut found);
    found
}

proptest! {
    #[test]
    fn a_dossier_comes_back_as_it_was(dossier in any_dossier()) {
        let catalogue = small();
        let bytes = save(&dossier, &Extras::default(), &catalogue);
        let opened = open(&bytes, &catalogue).unwrap();
        prop_assert_eq!(&opened.dossier, &dossier);
        prop_assert_eq!(&opened.repairs, &[]);
        prop_assert!(opened.extras.is_empty());
        prop_assert_eq!(&opened.original, &bytes);
        prop_assert_eq!(save(&opened.dossier, &opened.extras, &catalogue), bytes);
    }

    #[test]
    fn a_mangled_file_opens_and_saving_it_loses_nothing(file in any_mangled_file()) {
        let catalogue = small();
        let bytes = file.to_string().into_bytes();
        let opened = match open(&bytes, &catalogue) {
            Ok(opened) => opened,
            Err(error) => return Err(TestCaseError::fail(format!("{error:?}"))),
        };
        for repair in &opened.repairs {
            prop_assert!(!repair.message(Lang::Zh).is_empty());
            prop_assert!(!repair.message(Lang::En).is_empty());
        }

        let saved = save(&opened.dossier, &opened.extras, &catalogue);
        let after = leaves(&serde_json::from_slice(&saved).unwrap());
        for (leaf, n) in leaves(&file) {
            let n_after = after.get(&leaf).copied().unwrap_or(0);
            prop_assert!(n_after >= n, "{leaf} was there {n} times, then {n_after}");
        }

        let again = open(&saved, &catalogue).unwrap();
        prop_assert_eq!(&again.dossier, &opened.dossier);
        prop_assert_eq!(&again.extras, &opened.extras);
        prop_assert_eq!(save(&again.dossier, &again.extras, &catalogue), saved);
    }

    #[test]
    fn a_value_of_another_parser_opens_like_its_bytes(file in any_mangled_file()) {
        let catalogue = small();
        let from_value = open_value(file.clone(), Vec::new(), &catalogue).unwrap();
        let from_bytes = open(file.to_string().as_bytes(), &catalogue).unwrap();
        prop_assert_eq!(from_value.dossier, from_bytes.dossier);
        prop_assert_eq!(from_value.extras, from_bytes.extras);
        prop_assert_eq!(from_value.repairs, from_bytes.repairs);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..200)) {
        if let Err(error) = open(&bytes, &small()) {
            prop_assert!(!error.message(Lang::Zh).is_empty());
        }
    }

    #[test]
    fn no_damage_to_a_file_makes_it_panic(
        dossier in any_dossier(),
        damage in vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let catalogue = small();
        let mut bytes = save(&dossier, &Extras::default(), &catalogue);
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut.index(2) == 1 {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(opened) = open(&bytes, &catalogue) {
            save(&opened.dossier, &opened.extras, &catalogue);
        }
    }
}
