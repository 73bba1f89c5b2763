//! Which part of a dossier may go where.
//!
//! The table decides field by field. [`disclose`] takes the structs apart
//! without `..`, so a field added to the dossier does not compile here until
//! somebody has decided about it.

use crate::extras::Extras;
use buqi_core::photos::{Photo, Photos};
use buqi_core::plan::{Decision, Dossier, Override, Plan, Scheme};
use buqi_core::survey::{Answer, Answers, BuildingGroup, Survey};
use buqi_core::terms::Terms;
use litemap::LiteMap;
use std::sync::Arc;

/// A place the dossier, or part of it, is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Destination {
    /// Storage of the browser on this device.
    Autosave,
    /// The file a person saves and sends on purpose.
    SurveyFile,
    /// A link; whoever forwards it forwards what is in it.
    ShareLink,
    /// The page or sheet for residents.
    ResidentReport,
    /// The ledger for those who plan.
    Spreadsheet,
}

impl Destination {
    pub const ALL: [Destination; 5] = [
        Destination::Autosave,
        Destination::SurveyFile,
        Destination::ShareLink,
        Destination::ResidentReport,
        Destination::Spreadsheet,
    ];
}

/// A field of the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    EstateName,
    About,
    EstateReply,
    BuildingReply,
    How,
    Who,
    On,
    Note,
    GroupId,
    GroupLabel,
    GroupCount,
    Decision,
    DeclineReason,
    OverrideQuantity,
    OverrideNote,
    StartMonth,
    Phasing,
    Cap,
    VoteRule,
    PayerShare,
    Subsidy,
    FloorWeight,
    Region,
    Wish,
    SchemeName,
    SchemePlan,
    Photo,
    PhotoPosition,
    Extras,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub field: Field,
    pub goes_to: &'static [Destination],
    pub because: &'static str,
}

const EVERYWHERE: &[Destination] = &Destination::ALL;

const AT_THE_DESK: &[Destination] = &[
    Destination::Autosave,
    Destination::SurveyFile,
    Destination::Spreadsheet,
];

const IN_THE_FILE: &[Destination] = &[Destination::Autosave, Destination::SurveyFile];

pub const TABLE: [Row; 29] = [
    Row {
        field: Field::EstateName,
        goes_to: EVERYWHERE,
        because: "a place, not a person",
    },
    Row {
        field: Field::About,
        goes_to: AT_THE_DESK,
        because: "free text may name people",
    },
    Row {
        field: Field::EstateReply,
        goes_to: EVERYWHERE,
        because: "the facts that everything is judged by",
    },
    Row {
        field: Field::BuildingReply,
        goes_to: EVERYWHERE,
        because: "the facts that everything is judged by",
    },
    Row {
        field: Field::How,
        goes_to: EVERYWHERE,
        because: "says how far a figure can be trusted",
    },
    Row {
        field: Field::Who,
        goes_to: AT_THE_DESK,
        because: "the name of a person",
    },
    Row {
        field: Field::On,
        goes_to: AT_THE_DESK,
        because: "tells when somebody was at a building",
    },
    Row {
        field: Field::Note,
        goes_to: AT_THE_DESK,
        because: "free text may name people or homes",
    },
    Row {
        field: Field::GroupId,
        goes_to: EVERYWHERE,
        because: "made up by the program",
    },
    Row {
        field: Field::GroupLabel,
        goes_to: EVERYWHERE,
        because: "the number on the building",
    },
    Row {
        field: Field::GroupCount,
        goes_to: EVERYWHERE,
        because: "the facts that everything is judged by",
    },
    Row {
        field: Field::Decision,
        goes_to: EVERYWHERE,
        because: "the plan is what people are asked about",
    },
    Row {
        field: Field::DeclineReason,
        goes_to: AT_THE_DESK,
        because: "free text may tell who objected",
    },
    Row {
        field: Field::OverrideQuantity,
        goes_to: EVERYWHERE,
        because: "without it the totals would differ",
    },
    Row {
        field: Field::OverrideNote,
        goes_to: AT_THE_DESK,
        because: "free text may name people or homes",
    },
    Row {
        field: Field::StartMonth,
        goes_to: EVERYWHERE,
        because: "the plan is what people are asked about",
    },
    Row {
        field: Field::Phasing,
        goes_to: EVERYWHERE,
        because: "the plan is what people are asked about",
    },
    Row {
        field: Field::Cap,
        goes_to: EVERYWHERE,
        because: "the plan is what people are asked about",
    },
    Row {
        field: Field::VoteRule,
        goes_to: EVERYWHERE,
        because: "people are to know how their vote counts",
    },
    Row {
        field: Field::PayerShare,
        goes_to: EVERYWHERE,
        because: "people are to know who pays",
    },
    Row {
        field: Field::Subsidy,
        goes_to: EVERYWHERE,
        because: "people are to know who pays",
    },
    Row {
        field: Field::FloorWeight,
        goes_to: EVERYWHERE,
        because: "by floor, not by home",
    },
    Row {
        field: Field::Region,
        goes_to: EVERYWHERE,
        because: "without it the totals would differ",
    },
    Row {
        field: Field::Wish,
        goes_to: EVERYWHERE,
        because: "a sum over households, not what one of them said",
    },
    Row {
        field: Field::SchemeName,
        goes_to: AT_THE_DESK,
        because: "free text, and what was set aside is not what people are asked about",
    },
    Row {
        field: Field::SchemePlan,
        goes_to: AT_THE_DESK,
        because: "what was set aside is not what people are asked about",
    },
    Row {
        field: Field::Photo,
        goes_to: IN_THE_FILE,
        because: "a photo may show people and homes",
    },
    Row {
        field: Field::PhotoPosition,
        goes_to: IN_THE_FILE,
        because: "tells where somebody stood; kept only when asked for",
    },
    Row {
        field: Field::Extras,
        goes_to: IN_THE_FILE,
        because: "nobody knows what is in it",
    },
];

/// Whether `field` may be written to `destination`. A field without a row may
/// go nowhere.
pub fn may_go(field: Field, destination: Destination) -> bool {
    TABLE
        .iter()
        .any(|it| it.field == field && it.goes_to.contains(&destination))
}

/// The part of a dossier that may go to `destination`. Every writer starts
/// from this.
pub fn disclose(dossier: &Dossier, extras: &Extras, destination: Destination) -> (Dossier, Extras) {
    let gate = Gate { destination };
    let Dossier {
        name,
        about,
        survey: Survey { estate, groups },
        plan,
        schemes,
        photos,
    } = dossier;
    let dossier = Dossier {
        name: gate.text(Field::EstateName, name),
        about: gate.text(Field::About, about),
        survey: Survey {
            estate: gate.answers(Field::EstateReply, estate),
            groups: groups
                .iter()
                .filter(|_| gate.may(Field::GroupId) && gate.may(Field::GroupCount))
                .map(|it| gate.group(it))
                .collect(),
        },
        plan: gate.plan(plan),
        schemes: schemes
            .iter()
            .filter(|_| gate.may(Field::SchemePlan))
            .map(|it| gate.scheme(it))
            .collect(),
        photos: gate.photos(photos),
    };
    let extras = if gate.may(Field::Extras) {
        extras.clone()
    } else {
        Extras::default()
    };
    (dossier, extras)
}

struct Gate {
    destination: Destination,
}

impl Gate {
    fn may(&self, field: Field) -> bool {
        may_go(field, self.destination)
    }

    fn text(&self, field: Field, text: &Arc<str>) -> Arc<str> {
        if self.may(field) {
            text.clone()
        } else {
            "".into()
        }
    }

    fn answers(&self, field: Field, answers: &Answers) -> Answers {
        answers
            .iter()
            .filter(|_| self.may(field))
            .map(|(fact, it)| (fact.clone(), self.answer(it)))
            .collect()
    }

    fn answer(&self, answer: &Answer) -> Answer {
        let Answer {
            reply,
            how,
            who,
            on,
            note,
        } = answer;
        let optional = |field, text: &Option<Arc<str>>| text.clone().filter(|_| self.may(field));
        Answer {
            reply: reply.clone(),
            how: how.filter(|_| self.may(Field::How)),
            who: optional(Field::Who, who),
            on: optional(Field::On, on),
            note: optional(Field::Note, note),
        }
    }

    fn group(&self, group: &BuildingGroup) -> BuildingGroup {
        let BuildingGroup {
            id,
            label,
            count,
            answers,
        } = group;
        BuildingGroup {
            id: id.clone(),
            label: self.text(Field::GroupLabel, label),
            count: *count,
            answers: self.answers(Field::BuildingReply, answers),
        }
    }

    fn plan(&self, plan: &Plan) -> Plan {
        let Plan {
            decisions,
            overrides,
            terms,
        } = plan;
        Plan {
            decisions: decisions
                .iter()
                .filter(|_| self.may(Field::Decision))
                .map(|(item, it)| (item.clone(), self.decision(it)))
                .collect(),
            overrides: overrides
                .iter()
                .filter(|_| self.may(Field::OverrideQuantity))
                .map(|(place, it)| {
                    let Override { quantity, note } = it;
                    let value = Override {
                        quantity: *quantity,
                        note: self.text(Field::OverrideNote, note),
                    };
                    (place.clone(), value)
                })
                .collect(),
            terms: self.terms(terms),
        }
    }

    fn scheme(&self, scheme: &Scheme) -> Scheme {
        let Scheme { name, plan } = scheme;
        Scheme {
            name: self.text(Field::SchemeName, name),
            plan: self.plan(plan),
        }
    }

    fn photos(&self, photos: &Photos) -> Photos {
        let mut photos = self.map(Field::Photo, photos);
        for (_, photo) in photos.iter_mut() {
            let Photo {
                about: _,
                taken: _,
                width: _,
                height: _,
                bytes: _,
                position,
                shapes: _,
            } = photo;
            *position = position.filter(|_| self.may(Field::PhotoPosition));
        }
        photos.into_iter().collect()
    }

    fn decision(&self, decision: &Decision) -> Decision {
        match decision {
            Decision::Accepted => Decision::Accepted,
            Decision::Deferred => Decision::Deferred,
            Decision::Declined { reason } => Decision::Declined {
                reason: self.text(Field::DeclineReason, reason),
            },
        }
    }

    fn terms(&self, terms: &Terms) -> Terms {
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
        Terms {
            start_month: start_month.filter(|_| self.may(Field::StartMonth)),
            phasing: phasing.filter(|_| self.may(Field::Phasing)),
            cap: cap.filter(|_| self.may(Field::Cap)),
            votes: self.map(Field::VoteRule, votes),
            shares: self.map(Field::PayerShare, shares),
            subsidies: self.map(Field::Subsidy, subsidies),
            floors: self.map(Field::FloorWeight, floors),
            region: region.clone().filter(|_| self.may(Field::Region)),
            wishes: self.map(Field::Wish, wishes),
        }
    }

    fn map<K: Ord + Clone, V: Clone>(&self, field: Field, map: &LiteMap<K, V>) -> LiteMap<K, V> {
        if self.may(field) {
            map.clone()
        } else {
            LiteMap::new()
        }
    }
}
