//! A catalogue of a handful of facts and items. The ids that are in use are
//! those of the real catalogue; the retired ones are made up.

use buqi_core::Catalogue;
use buqi_core::catalogue::{
    Choice, Consent, Evidence, Fact, FactKind, Gate, Item, Level, Moved, Part, Payer, Place,
    Quantity, Region, ScopeLine, Share, Subsidy, Text, Tier, Unit, Urgency, VoteRule, VoteTest,
    Written,
};
use buqi_core::id::{
    ConsentId, FactId, FactIdx, ItemId, ItemIdx, LineId, OptionId, PayerId, PayerIdx, PlaceId,
    PlaceIdx, RegionId, SubsidyId, UnitId, UnitIdx,
};
use buqi_core::money::Fen;

pub fn small() -> Catalogue {
    let unit = |id, zh, en, whole| Unit {
        id: UnitId::new(id).unwrap(),
        name: text(zh, en),
        one: if id == "storey" { "storey" } else { "" }.into(),
        power: if id == "m2" { 2 } else { 0 },
        whole,
        written: Written::Figure,
    };
    let units = vec![
        unit("m2", "平方米", "m²", false),
        unit("household", "户", "households", true),
        unit("storey", "层", "storeys", true),
        unit("lift", "部", "lifts", true),
    ];
    let number = |unit, min, max| FactKind::Number {
        unit: UnitIdx(unit),
        min,
        max,
    };
    let supply = FactKind::Choice(
        [("mains", "市政直供", "Mains"), ("tank", "水箱", "Tank")]
            .map(|(id, zh, en)| Choice {
                id: OptionId::new(id).unwrap(),
                name: text(zh, en),
            })
            .to_vec(),
    );
    let facts = vec![
        fact(
            "gfa",
            "总建筑面积",
            "Gross floor area",
            Level::Estate,
            number(0, 1.0, 1e7),
        ),
        fact(
            "households",
            "总户数",
            "Households",
            Level::Estate,
            number(1, 1.0, 1e5),
        ),
        fact(
            "estate-dark",
            "夜间照明不足",
            "Dark at night",
            Level::Estate,
            FactKind::YesNo,
        ),
        fact(
            "storeys",
            "层数",
            "Storeys",
            Level::Building,
            number(2, 1.0, 60.0),
        ),
        fact(
            "roof-leaks",
            "屋面渗漏",
            "Roof leaks",
            Level::Building,
            FactKind::YesNo,
        ),
        fact(
            "water-supply",
            "供水方式",
            "Water supply",
            Level::Building,
            supply,
        ),
        Fact {
            place: None,
            ..fact(
                "roof-area",
                "屋面面积",
                "Roof area",
                Level::Building,
                number(0, 0.0, 1e6),
            )
        },
    ];
    let mut facts_by_id: Vec<FactIdx> = (0..facts.len() as u16).map(FactIdx).collect();
    facts_by_id.sort_by_key(|it| &facts[it.index()].id);
    let moved = |from: &str, to: Option<&str>| Moved {
        from: from.into(),
        to: to.map(Into::into),
        reason: text("已并入其他项。", "Merged into another."),
    };
    Catalogue {
        edition: "2026-11-24".into(),
        fingerprint: "00112233445566aa".into(),
        units,
        places: vec![Place {
            id: PlaceId::new("desk").unwrap(),
            name: text("案头", "At the desk"),
        }],
        items: vec![
            item("roof-waterproofing", "屋面防水", "Roof waterproofing", 0),
            item("lift-addition", "加装电梯", "Adding lifts", 3),
        ],
        payers: vec![
            payer("owners", "业主", "Owners"),
            payer("government", "政府", "Government"),
        ],
        regions: ["here", "chongqing"]
            .map(|id| Region {
                id: RegionId::new(id).unwrap(),
                name: text("本地", "Here"),
                factor: None,
                evidence: Evidence::OWN,
            })
            .to_vec(),
        consents: vec![Consent {
            id: ConsentId::new("alter-building").unwrap(),
            name: text("改建", "Alter the building"),
            rule: VoteRule::alike(VoteTest {
                attendance: two_thirds(),
                approval: two_thirds(),
                strict: false,
                of_all: false,
            }),
            by_entrance: true,
            local: Vec::new(),
            evidence: Evidence::OWN,
        }],
        subsidies: ["lift-here", "lift-hangzhou"]
            .map(|id| Subsidy {
                id: SubsidyId::new(id).unwrap(),
                name: text("本地", "Here"),
                item: ItemIdx(1),
                payer: PayerIdx(1),
                amount: Fen(20_000_000),
                up_to: false,
                year: 2025,
                evidence: Evidence::OWN,
            })
            .to_vec(),
        facts,
        facts_by_id,
        moved: vec![
            moved("total-area", Some("floor-space")),
            moved("floor-space", Some("gfa")),
            moved("coal-store", None),
            moved("roof-renewal", Some("roof-waterproofing")),
            moved("boiler-house", None),
            moved("water-tank", Some("tank")),
            moved("round", Some("and-round")),
            moved("and-round", Some("round")),
        ],
        ..Catalogue::default()
    }
}

fn payer(id: &str, zh: &str, en: &str) -> Payer {
    Payer {
        id: PayerId::new(id).unwrap(),
        name: text(zh, en),
        evidence: Evidence::OWN,
    }
}

fn two_thirds() -> Share {
    Share {
        numerator: 2,
        denominator: 3,
    }
}

pub fn text(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.into(),
        en: en.into(),
    }
}

fn fact(id: &str, zh: &str, en: &str, level: Level, kind: FactKind) -> Fact {
    Fact {
        id: FactId::new(id).unwrap(),
        label: text(zh, en),
        question: text(zh, en),
        help: None,
        level,
        kind,
        place: Some(PlaceIdx(0)),
        quick: false,
        asked_when: None,
        sum_of: None,
        derive: None,
        assume: None,
        sketch: None,
        grades: Vec::new(),
        aliases: Vec::new(),
        adds_up: false,
        evidence: Evidence::OWN,
    }
}

fn item(id: &str, zh: &str, en: &str, unit: u16) -> Item {
    let line = |id, quantity| ScopeLine {
        id: LineId::new(id).unwrap(),
        label: text(zh, en),
        unit: UnitIdx(unit),
        quantity: Quantity::Constant(quantity),
        price: None,
        takes_land: None,
    };
    Item {
        id: ItemId::new(id).unwrap(),
        name: text(zh, en),
        summary: text(zh, en),
        part: Part::Renovation,
        tier: Tier::Basic,
        official_number: None,
        evidence: Evidence::OWN,
        aliases: Vec::new(),
        published_as: Vec::new(),
        named_lines: Vec::new(),
        initials: "".into(),
        answers: Vec::new(),
        applies_when: None,
        level: Level::Building,
        urgency: Urgency::BestEffort,
        gate: Gate::Improvement,
        lines: vec![line("own", 1.0), line("extra", 2.0), line("scope", 3.0)],
        payers: Vec::new(),
        consent: None,
        earns: false,
        duration: None,
        by_floor: None,
        group: None,
    }
}
