//! Lowers the plain lists: what refers to nothing but sources and units.

use crate::desk::Desk;
use crate::mistakes;
use crate::source;
use crate::spot::{At, Spot};
use buqi_core::catalogue::{
    Consent, Convention, LocalVote, Payer, Place, Price, Region, Reliability, Share, Source, Unit,
    VoteRule, VoteTest, Written,
};
use buqi_core::id::{
    ConsentId, ConventionId, PayerId, PlaceId, PriceId, PriceIdx, RegionId, RegionIdx, SourceId,
    UnitId, UnitIdx,
};
use buqi_core::money::{Fen, UnitPrice};

/// Stands for a unit that was not found; no unit has this position.
pub const NO_UNIT: UnitIdx = UnitIdx(u16::MAX);

/// The unit of numbers that are a part of something.
pub const SHARE: &str = "share";

/// The largest number there may be, in its unit or in yuan.
const MOST: f64 = 1e9;

/// The first and the last year that money or a document may be of.
const YEARS: (u16, u16) = (1900, 2100);

/// How far the prices of a region may be from those of the book.
const FACTORS: (f64, f64) = (0.2, 5.0);

impl Desk<'_> {
    /// Everything that refers to nothing but sources and units.
    pub fn lower_lists(&mut self) {
        let sources = self.sources;
        for entry in &sources.sources {
            self.file = entry.file;
            let source = Source {
                id: self.id(&entry.id, SourceId::new),
                title: self.words(&entry.body.title),
                year: entry.body.year.as_ref().map(|it| self.year(it)),
                address: entry.body.address.as_deref().map(Into::into),
                reliability: match entry.body.reliability {
                    source::Reliability::Full => Reliability::Full,
                    source::Reliability::Part => Reliability::Part,
                    source::Reliability::SecondHand => Reliability::SecondHand,
                    source::Reliability::Own => Reliability::Own,
                },
            };
            self.catalogue.sources.push(source);
        }
        for entry in &sources.units {
            self.file = entry.file;
            let power = &entry.body.power;
            if power.value > 3 {
                let value = f64::from(power.value);
                let mistake = mistakes::out_of_bounds("power", value, 0.0, 3.0);
                self.say(power.spot, mistake);
            }
            let whole = entry.body.whole;
            let suited = match entry.body.written {
                source::Written::Figure => true,
                source::Written::Year => whole,
                source::Written::Percent => entry.id.value == SHARE,
            };
            if !suited {
                let mistake = mistakes::misplaced(
                    "written",
                    "year 用于整数的单位，percent 只用于单位 share",
                    "year is for a whole unit, percent for the unit share alone",
                );
                self.say(entry.id.spot, mistake);
            }
            let unit = Unit {
                id: self.id(&entry.id, UnitId::new),
                name: self.words(&entry.body.name),
                one: entry.body.one.trim().into(),
                power: power.value,
                whole,
                written: match entry.body.written {
                    source::Written::Figure => Written::Figure,
                    source::Written::Year => Written::Year,
                    source::Written::Percent => Written::Percent,
                },
            };
            self.catalogue.units.push(unit);
        }
        for entry in &sources.places {
            self.file = entry.file;
            let place = Place {
                id: self.id(&entry.id, PlaceId::new),
                name: self.words(&entry.body),
            };
            self.catalogue.places.push(place);
        }
        for entry in &sources.payers {
            self.file = entry.file;
            let payer = Payer {
                id: self.id(&entry.id, PayerId::new),
                name: self.words(&entry.body.name),
                evidence: self.evidence(&entry.body.evidence, entry.id.spot),
            };
            self.catalogue.payers.push(payer);
        }
        for entry in &sources.regions {
            self.file = entry.file;
            let factor = &entry.body.factor;
            if let Some(factor) = factor {
                let (least, most) = FACTORS;
                if !(least..=most).contains(&factor.value) {
                    let mistake = mistakes::no_factor(factor.value, least, most);
                    self.say(factor.spot, mistake);
                }
            }
            let region = Region {
                id: self.id(&entry.id, RegionId::new),
                name: self.words(&entry.body.name),
                factor: factor.as_ref().map(|it| it.value),
                evidence: self.evidence(&entry.body.evidence, entry.id.spot),
            };
            self.catalogue.regions.push(region);
        }
        for entry in &sources.consents {
            self.file = entry.file;
            let consent = Consent {
                id: self.id(&entry.id, ConsentId::new),
                name: self.words(&entry.body.name),
                rule: self.vote_rule(
                    (&entry.body.attendance, &entry.body.approval),
                    (entry.body.strict, false),
                    entry.body.heads.as_ref(),
                ),
                by_entrance: entry.body.by_entrance,
                local: entry
                    .body
                    .local
                    .iter()
                    .map(|it| self.local_vote(it))
                    .collect(),
                evidence: self.evidence(&entry.body.evidence, entry.id.spot),
            };
            self.catalogue.consents.push(consent);
        }
        for entry in &sources.conventions {
            self.file = entry.file;
            let body = &entry.body;
            self.check_range(&body.low, &body.typical, &body.high);
            if body.unit.value == SHARE {
                self.check_share(&body.high);
            }
            let convention = Convention {
                id: self.id(&entry.id, ConventionId::new),
                name: self.words(&body.name),
                unit: self.unit(&body.unit),
                low: body.low.value,
                typical: body.typical.value,
                high: body.high.value,
                evidence: self.evidence(&body.evidence, entry.id.spot),
            };
            self.catalogue.conventions.push(convention);
        }
        for entry in &sources.prices {
            self.file = entry.file;
            let body = &entry.body;
            self.check_range(&body.low, &body.typical, &body.high);
            let price = Price {
                id: self.id(&entry.id, PriceId::new),
                name: self.words(&body.name),
                unit: self.unit(&body.unit),
                price: UnitPrice {
                    low: fen(&body.low),
                    typical: fen(&body.typical),
                    high: fen(&body.high),
                },
                base_year: self.year(&body.base_year),
                instead: body.instead.as_ref().and_then(|it| self.instead(it)),
                review_by: self.date(&body.review_by),
                evidence: self.evidence(&body.evidence, entry.id.spot),
            };
            self.catalogue.prices.push(price);
        }
    }

    fn instead(&mut self, instead: &source::Instead) -> Option<(RegionIdx, PriceIdx)> {
        let region = self.resolve(|names| &mut names.regions, &instead.region);
        let price = self.resolve(|names| &mut names.prices, &instead.of);
        Some((RegionIdx(region?), PriceIdx(price?)))
    }

    fn local_vote(&mut self, local: &source::LocalVote) -> LocalVote {
        LocalVote {
            name: self.words(&local.name),
            rule: self.vote_rule(
                (&local.attendance, &local.approval),
                (local.strict, local.of_all),
                local.heads.as_ref(),
            ),
            evidence: self.evidence(&local.evidence, local.name.spot),
        }
    }

    fn vote_rule(
        &mut self,
        shares: (&At<String>, &At<String>),
        (strict, of_all): (bool, bool),
        heads: Option<&source::VoteTest>,
    ) -> VoteRule {
        let mut test = |(attendance, approval), strict, of_all| VoteTest {
            attendance: self.share(attendance),
            approval: self.share(approval),
            strict,
            of_all,
        };
        let area = test(shares, strict, of_all);
        let heads = heads.map_or(area, |it| {
            test((&it.attendance, &it.approval), it.strict, it.of_all)
        });
        VoteRule { area, heads }
    }

    pub fn check_range(&mut self, low: &At<f64>, typical: &At<f64>, high: &At<f64>) {
        if [low, typical, high]
            .iter()
            .any(|it| it.spot == Spot::NOWHERE)
        {
            return;
        }
        let rises = low.value <= typical.value && typical.value <= high.value;
        // A typical value of nothing would make an unknown cost look free.
        let positive = low.value >= 0.0 && typical.value > 0.0 && high.is_finite();
        if !(rises && positive) {
            let mistake = mistakes::unordered(low.value, typical.value, high.value);
            self.say(low.spot, mistake);
        }
        self.check_size(high);
    }

    /// Refuses a number that no estate comes near.
    pub fn check_size(&mut self, number: &At<f64>) {
        if number.is_finite() && number.value > MOST {
            self.say(number.spot, mistakes::too_large(number.value, MOST));
        }
    }

    pub fn check_share(&mut self, number: &At<f64>) {
        if number.value > 1.0 {
            self.say(number.spot, mistakes::share_above_one(number.value));
        }
    }

    pub fn year(&mut self, year: &At<u16>) -> u16 {
        let (first, last) = YEARS;
        if !(first..=last).contains(&year.value) {
            self.say(year.spot, mistakes::no_year(year.value, first, last));
        }
        year.value
    }

    /// Words of the field; one that holds several would never be found.
    pub fn aliases(&mut self, words: &[At<String>]) -> Vec<Box<str>> {
        for word in words {
            if word.trim().is_empty() || word.contains(['，', '、', '；']) {
                self.say(word.spot, mistakes::not_one_word(word));
            }
        }
        words.iter().map(|it| it.trim().into()).collect()
    }

    fn share(&mut self, share: &At<String>) -> Share {
        let parsed = share
            .split_once('/')
            .and_then(|(above, below)| {
                let numerator = above.trim().parse::<u32>().ok()?;
                let denominator = below.trim().parse::<u32>().ok()?;
                Some(Share {
                    numerator,
                    denominator,
                })
            })
            .filter(|it| it.denominator > 0 && it.numerator <= it.denominator);
        parsed.unwrap_or_else(|| {
            self.say(share.spot, mistakes::not_a_share(share));
            Share {
                numerator: 0,
                denominator: 1,
            }
        })
    }

    pub fn unit(&mut self, unit: &source::Ref) -> UnitIdx {
        self.resolve(|names| &mut names.units, unit)
            .map_or(NO_UNIT, UnitIdx)
    }
}

/// Authors write yuan; a hundredth of one is the smallest there is.
pub fn fen(yuan: &At<f64>) -> Fen {
    Fen((yuan.value * 100.0).round() as i64)
}
