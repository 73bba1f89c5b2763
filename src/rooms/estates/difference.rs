//! A part that two files have otherwise, in words.

use crate::components::item_card::declined;
use crate::format;
use crate::session::SessionContext;
use crate::text::{self, Lang, Phrase};
use buqi_core::Catalogue;
use buqi_core::catalogue::{Fact, FactKind, Text};
use buqi_core::plan::Dossier;
use buqi_core::terms::{Phasing, Terms, Wish};
use buqi_exchange::format::{ACCEPTED, CANNOT_TELL, DECLINED, DEFERRED, key};
use buqi_exchange::{Extras, settle, spelled};
use serde_json::Value;

/// What the steps of an address mean that are no ids.
const KINDS: [(&str, Phrase); 16] = [
    (key::NAME, text::ESTATE_NAME),
    (key::ABOUT, text::ABOUT_ESTATE),
    (key::LABEL, text::GROUP_LABEL),
    (key::COUNT, text::GROUP_COUNT),
    (key::DECISIONS, text::DECISION),
    (key::OVERRIDES, text::QUANTITY),
    (key::START_MONTH, text::START_MONTH),
    (key::PHASING, text::PHASES),
    (key::CAP, text::CAP),
    (key::VOTES, text::PART_VOTES),
    (key::SHARES, text::ENTER_SHARES),
    (key::SUBSIDIES, text::SUBSIDY),
    (key::FLOORS, text::WEIGHT),
    (key::REGION, text::PRICE_REGION),
    (key::WISHES, text::WISHES),
    (key::PICTURES, text::PHOTOS),
];

/// What a part is about, as far as the catalogue has words for it.
pub fn label(lang: Lang, catalogue: &Catalogue, dossier: &Dossier, address: &[Box<str>]) -> String {
    let words = |id: &str| {
        if let Some(fact) = fact(catalogue, id) {
            return Some(lang.of(&fact.label).to_owned());
        }
        if let Some(consent) = catalogue.consents.iter().find(|it| it.id.as_str() == id) {
            return Some(lang.of(&consent.name).to_owned());
        }
        let id = id.trim_start_matches('/').split('/').next()?;
        let item = catalogue.items.iter().find(|it| it.id.as_str() == id)?;
        Some(lang.of(&item.name).to_owned())
    };
    let (scheme, steps) = match address {
        [list, _, name, way @ ..] if **list == *key::SCHEMES => (Some(name.to_string()), way),
        _ => (None, address),
    };
    let groups = &dossier.survey.groups;
    let said = steps.iter().filter_map(|step| {
        let kind = KINDS.iter().find(|it| *it.0 == **step);
        let group = groups.iter().find(|it| it.id.as_str() == &**step);
        match (kind, group) {
            (Some((_, phrase)), _) => Some(lang.say(*phrase).to_owned()),
            (_, Some(group)) if !group.label.is_empty() => Some(group.label.to_string()),
            _ => words(step),
        }
    });
    let said: Vec<String> = scheme.into_iter().chain(said).collect();
    if said.is_empty() {
        address.join(" / ")
    } else {
        said.join(" · ")
    }
}

fn fact<'a>(catalogue: &'a Catalogue, id: &str) -> Option<&'a Fact> {
    catalogue.facts.iter().find(|it| it.id.as_str() == id)
}

/// A part in words: the reply with its unit and who says so, what was agreed, or
/// as it is spelled.
pub fn said(
    session: &SessionContext,
    (dossier, extras): (&Dossier, &Extras),
    address: &[Box<str>],
    value: &Value,
) -> String {
    let (lang, catalogue) = (session.lang, session.catalogue);
    if address.first().is_some_and(|it| **it == *key::PICTURES) {
        return photo(lang, value);
    }
    if let Some(at) = address.iter().position(|it| **it == *key::TERMS) {
        // As the file is read, so that nothing else has to know how it is spelled.
        let (read, _) = settle(dossier, extras, catalogue, address, value);
        let terms = match address {
            [list, _, name, ..] if **list == *key::SCHEMES => {
                let scheme = read.schemes.iter().find(|it| *it.name == **name);
                scheme.map(|it| &it.plan.terms)
            }
            _ => Some(&read.plan.terms),
        };
        let way = address.get(at + 1..).unwrap_or_default();
        if let Some(said) = terms.and_then(|it| agreed(lang, catalogue, it, way)) {
            return said;
        }
    }
    let fact = address.last().and_then(|it| fact(catalogue, it));
    answer(lang, catalogue, fact, value)
}

fn photo(lang: Lang, value: &Value) -> String {
    let shapes = value.get(key::SHAPES).and_then(Value::as_array);
    let taken = value.get(key::TAKEN).and_then(Value::as_str);
    lang.fill(
        text::PHOTO_DIFFERS,
        &[
            &shapes.map_or(0, Vec::len).to_string(),
            &taken.unwrap_or_default().replace('T', " "),
        ],
    )
}

/// One term; `way` leads to it from the terms.
fn agreed(lang: Lang, catalogue: &Catalogue, terms: &Terms, way: &[Box<str>]) -> Option<String> {
    let name = |text: Option<&Text>| text.map(|it| lang.of(it).to_owned());
    match way {
        [kind] if **kind == *key::START_MONTH => Some(format::month(lang, terms.start_month?)),
        [kind] if **kind == *key::PHASING => Some(match terms.phasing? {
            Phasing::Years(years) => lang.fill(text::N_YEARS, &[&years.to_string()]),
            Phasing::YearlyCap(cap) => {
                let cap = format::money(lang, cap);
                format!("{} {cap}", lang.say(text::YEARLY_CAP))
            }
        }),
        [kind] if **kind == *key::CAP => Some(format::money(lang, terms.cap?)),
        [kind] if **kind == *key::REGION => {
            let mut regions = catalogue.regions.iter();
            let region = regions.find(|it| Some(&it.id) == terms.region.as_ref());
            name(region.map(|it| &it.name))
        }
        [kind, id] if **kind == *key::VOTES => {
            let rule = terms.votes.iter().find(|it| it.0.as_str() == &**id)?.1;
            Some(format::vote_rule(lang, *rule))
        }
        [kind, id] if **kind == *key::SUBSIDIES => {
            let chosen = terms.subsidies.iter().find(|it| it.0.as_str() == &**id)?.1;
            let subsidy = catalogue.subsidies.iter().find(|it| it.id == *chosen);
            name(subsidy.map(|it| &it.name))
        }
        [kind, id] if **kind == *key::SHARES => {
            let shares = terms.shares.iter().find(|it| it.0.as_str() == &**id)?.1;
            let parts = shares.iter().map(|(payer, share)| {
                let payers = &catalogue.payers;
                let known = payers.iter().find(|it| it.id == *payer);
                let payer = known.map_or(payer.as_str(), |it| lang.of(&it.name));
                format!("{payer} {}%", format::number(f64::from(*share) / 100.0))
            });
            Some(lang.list(&parts.collect::<Vec<_>>()))
        }
        [kind, id] if **kind == *key::FLOORS => {
            let weights = terms.floors.iter().find(|it| it.0.as_str() == &**id)?.1;
            let parts = weights.iter().map(u32::to_string);
            Some(lang.list(&parts.collect::<Vec<_>>()))
        }
        [kind, id] if **kind == *key::WISHES => {
            let wish = terms.wishes.iter().find(|it| it.0.as_str() == &**id)?.1;
            Some(match wish {
                Wish::Percent(percent) => format!("{percent}%"),
                Wish::Households(n) => format!("{n} {}", lang.say(text::WISH_HOUSEHOLDS)),
            })
        }
        _ => None,
    }
}

/// An answer, a decision or a quantity, with who says so.
fn answer(lang: Lang, catalogue: &Catalogue, fact: Option<&Fact>, value: &Value) -> String {
    let reply = value
        .get(key::REPLY)
        .or_else(|| value.get(key::QUANTITY))
        .or_else(|| value.get(DECLINED))
        .unwrap_or(value);
    let mut text = match reply {
        Value::Bool(true) => lang.say(text::YES).to_owned(),
        Value::Bool(false) => lang.say(text::NO).to_owned(),
        Value::String(it) if it == CANNOT_TELL => lang.say(text::CANNOT_TELL).to_owned(),
        Value::String(it) if it == ACCEPTED => lang.say(text::KEEP).to_owned(),
        Value::String(it) if it == DEFERRED => lang.say(text::LATER).to_owned(),
        Value::String(it) => option(lang, fact, it).unwrap_or(it).to_owned(),
        Value::Number(it) => {
            let number = it.as_f64().unwrap_or_default();
            match fact.map(|it| &it.kind) {
                Some(FactKind::Number { unit, .. }) => match catalogue.units.get(unit.index()) {
                    Some(unit) => format::with_unit(lang, unit, number),
                    None => format::number(number),
                },
                _ => format::number(number),
            }
        }
        other => spelled(other),
    };
    if value.get(DECLINED).is_some() {
        text = declined(lang, &text);
    }
    for key in [key::WHO, key::ON, key::NOTE] {
        if let Some(it) = value.get(key).and_then(Value::as_str) {
            text = format!("{text} · {it}");
        }
    }
    text
}

fn option<'a>(lang: Lang, fact: Option<&'a Fact>, id: &str) -> Option<&'a str> {
    match &fact?.kind {
        FactKind::Choice(options) => {
            let option = options.iter().find(|it| it.id.as_str() == id)?;
            Some(lang.of(&option.name))
        }
        FactKind::YesNo | FactKind::Number { .. } => None,
    }
}
