//! A dossier with a marker in every field leaves no marker where it must not.

use crate::catalogue::small;
use buqi_core::Dossier;
use buqi_core::catalogue::{Share, VoteRule, VoteTest};
use buqi_core::id::{
    ConsentId, DeficiencyId, FactId, GroupId, ItemId, LineId, PayerId, PhotoId, RegionId, SubsidyId,
};
use buqi_core::money::Fen;
use buqi_core::photos::{About, Photo, Position};
use buqi_core::plan::Scheme;
use buqi_core::plan::{Decision, Override, Plan};
use buqi_core::survey::{Answer, BuildingGroup, How, Reply, Survey};
use buqi_core::terms::{Phasing, Terms, Wish};
use buqi_exchange::disclosure::{Destination, Field, TABLE, may_go};
use buqi_exchange::{disclose, open, save};

/// What each field leaves in the bytes.
const MARKERS: [(Field, &str); 29] = [
    (Field::EstateName, "marker-name"),
    (Field::About, "marker-about"),
    (Field::EstateReply, "7011"),
    (Field::BuildingReply, "7012"),
    (Field::How, "\"records\""),
    (Field::Who, "marker-who"),
    (Field::On, "2019-08-07"),
    (Field::Note, "marker-note"),
    (Field::GroupId, "marker-group"),
    (Field::GroupLabel, "marker-label"),
    (Field::GroupCount, "7013"),
    (Field::Decision, "\"declined\""),
    (Field::DeclineReason, "marker-reason"),
    (Field::OverrideQuantity, "7014"),
    (Field::OverrideNote, "marker-override-note"),
    (Field::StartMonth, "\"start-month\": 11"),
    (Field::Phasing, "7015"),
    (Field::Cap, "7027"),
    (Field::VoteRule, "7016/7017"),
    (Field::PayerShare, "7018"),
    (Field::Subsidy, "marker-subsidy"),
    (Field::FloorWeight, "7019"),
    (Field::Region, "marker-region"),
    (Field::Wish, "7026"),
    (Field::SchemeName, "marker-scheme"),
    (Field::SchemePlan, "7025"),
    (Field::Photo, "marker-photo"),
    (Field::PhotoPosition, "70.26"),
    (Field::Extras, "marker-extra"),
];

fn marked_terms() -> Terms {
    let item = ItemId::new("lift-addition").unwrap();
    let share = Share {
        numerator: 7016,
        denominator: 7017,
    };
    Terms {
        start_month: Some(11),
        phasing: Some(Phasing::YearlyCap(Fen(7015))),
        cap: Some(Fen(7027)),
        votes: [(
            ConsentId::new("alter-building").unwrap(),
            VoteRule::alike(VoteTest {
                attendance: share,
                approval: share,
                strict: true,
                of_all: true,
            }),
        )]
        .into_iter()
        .collect(),
        shares: [(
            item.clone(),
            [(PayerId::new("owners").unwrap(), 7018)]
                .into_iter()
                .collect(),
        )]
        .into_iter()
        .collect(),
        subsidies: [(item.clone(), SubsidyId::new("marker-subsidy").unwrap())]
            .into_iter()
            .collect(),
        floors: [(item.clone(), vec![0, 7019])].into_iter().collect(),
        region: Some(RegionId::new("marker-region").unwrap()),
        wishes: [(item, Wish::Households(7026))].into_iter().collect(),
    }
}

fn marked() -> Dossier {
    let answer = |reply| Answer {
        reply: Reply::Number(reply),
        how: Some(How::Records),
        who: Some("marker-who".into()),
        on: Some("2019-08-07".into()),
        note: Some("marker-note".into()),
    };
    let answers = |fact, reply| {
        [(FactId::new(fact).unwrap(), answer(reply))]
            .into_iter()
            .collect()
    };
    let item = ItemId::new("lift-addition").unwrap();
    Dossier {
        name: "marker-name".into(),
        about: "marker-about".into(),
        survey: Survey {
            estate: answers("gfa", 7011.0),
            groups: vec![BuildingGroup {
                id: GroupId::new("marker-group").unwrap(),
                label: "marker-label".into(),
                count: 7013,
                answers: answers("storeys", 7012.0),
            }],
        },
        plan: Plan {
            decisions: [(
                item.clone(),
                Decision::Declined {
                    reason: "marker-reason".into(),
                },
            )]
            .into_iter()
            .collect(),
            overrides: [(
                (item, LineId::new("own").unwrap()),
                Override {
                    quantity: 7014.0,
                    note: "marker-override-note".into(),
                },
            )]
            .into_iter()
            .collect(),
            terms: marked_terms(),
        },
        schemes: vec![Scheme {
            name: "marker-scheme".into(),
            plan: Plan {
                overrides: [(
                    (
                        ItemId::new("lift-addition").unwrap(),
                        LineId::new("own").unwrap(),
                    ),
                    Override {
                        quantity: 7025.0,
                        note: "marker-override-note".into(),
                    },
                )]
                .into_iter()
                .collect(),
                ..Plan::default()
            },
        }],
        photos: [(
            PhotoId::new("marker-photo").unwrap(),
            Photo {
                about: About::Finding(DeficiencyId::new("roof").unwrap()),
                taken: None,
                width: 1600,
                height: 1200,
                bytes: 1,
                position: Position::new(70.26, 106.5),
                shapes: Vec::new(),
            },
        )]
        .into_iter()
        .collect(),
    }
}

#[test]
fn each_field_goes_where_the_table_says_and_nowhere_else() {
    let file = br#"{"format": "buqi-dossier", "version": 1, "marker-extra": 1}"#;
    let extras = open(file, &small()).unwrap().extras;
    for destination in Destination::ALL {
        let (dossier, extras) = disclose(&marked(), &extras, destination);
        let text = String::from_utf8(save(&dossier, &extras, &small())).unwrap();
        for (field, marker) in MARKERS {
            assert_eq!(
                text.contains(marker),
                may_go(field, destination),
                "{field:?} in {destination:?}"
            );
        }
    }
}

#[test]
fn the_table_decides_about_every_field_once() {
    let mut decided: Vec<Field> = TABLE.iter().map(|it| it.field).collect();
    decided.sort();
    let mut marked: Vec<Field> = MARKERS.iter().map(|(field, _)| *field).collect();
    marked.sort();
    assert_eq!(decided, marked);
}

#[test]
fn nobody_can_be_named_in_a_link_or_to_residents() {
    for field in [
        Field::About,
        Field::Who,
        Field::On,
        Field::Note,
        Field::DeclineReason,
        Field::OverrideNote,
        Field::SchemeName,
        Field::Photo,
        Field::PhotoPosition,
        Field::Extras,
    ] {
        assert!(!may_go(field, Destination::ShareLink), "{field:?}");
        assert!(!may_go(field, Destination::ResidentReport), "{field:?}");
    }
}

#[test]
fn what_is_stored_is_the_whole_dossier() {
    let extras = buqi_exchange::Extras::default();
    for destination in [Destination::Autosave, Destination::SurveyFile] {
        assert_eq!(disclose(&marked(), &extras, destination).0, marked());
    }
}
