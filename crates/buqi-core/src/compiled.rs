//! The compiled catalogue as bytes, in two parts.
//!
//! The first part is what a survey with its running total looks at. The rest,
//! which the other rooms show, is read into the same catalogue later; until
//! then those fields are empty, also the ids of items and lines, which only a plan
//! names. Each list below names every field of a type, so
//! a new field does not compile until somebody has decided where it goes.

use crate::catalogue::*;
use crate::money::{Fen, UnitPrice};
use crate::wire::{Reader, Unread, Wire, to_bytes};

impl Catalogue {
    /// Both parts.
    pub fn to_parts(&self) -> (Vec<u8>, Vec<u8>) {
        let mut rest = Pass::Out(Vec::new());
        self.clone().carry_rest(&mut rest);
        let Pass::Out(rest) = rest else {
            unreachable!("a pass keeps its direction")
        };
        (to_bytes(self), rest)
    }

    /// Reads the rest into a catalogue that came of the first part. `false`, and
    /// a catalogue of no use, where the bytes are not its own.
    pub fn read_rest(&mut self, bytes: &[u8]) -> bool {
        let mut rest = Pass::In(Reader::new(bytes));
        self.carry_rest(&mut rest);
        matches!(rest, Pass::In(from) if from.is_done())
    }
}

/// One walk over the rest of a catalogue, to write it or to read it, so that
/// both meet it in the same order.
enum Pass<'a> {
    Out(Vec<u8>),
    In(Reader<'a>),
}

impl Pass<'_> {
    fn carry<T: Wire>(&mut self, place: &mut T) {
        match self {
            Pass::Out(to) => place.write(to),
            Pass::In(from) => *place = T::read(from),
        }
    }
}

macro_rules! unread_as {
    ($($name:ty = $it:expr;)*) => {$(
        impl Unread for $name {
            fn unread() -> Self {
                $it
            }
        }
    )*};
}

unread_as! {
    bool = false;
    u16 = 0;
    Written = Written::Figure;
    Box<str> = "".into();
    Text = Text::default();
    Unnamed = Unnamed::default();
    Evidence = Evidence::OWN;
}

/// Types that are whole in the part they are in.
macro_rules! whole {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($field.write(to);)*
            }

            #[inline(never)]
            fn read(from: &mut Reader) -> $name {
                $(let $field = Wire::read(from);)*
                $name { $($field),* }
            }
        }
    )*};
}

/// Types with fields in both parts. What is `left` is in neither: only the
/// command line looks at it, which compiles the catalogue itself. `within` names
/// the lists whose elements
/// have fields in both as well.
macro_rules! halves {
    ($($name:ident { $($first:ident),* } rest { $($rest:ident),* } within { $($list:ident),* } left { $($left:ident),* })*) => {$(
        impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                $(self.$first.write(to);)*
            }

            #[inline(never)]
            fn read(from: &mut Reader) -> $name {
                $(let $first = Wire::read(from);)*
                $name { $($first,)* $($rest: Unread::unread(),)* $($left: Unread::unread()),* }
            }
        }

        impl $name {
            fn carry_rest(&mut self, pass: &mut Pass) {
                $(pass.carry(&mut self.$rest);)*
                $(for it in &mut self.$list {
                    it.carry_rest(pass);
                })*
            }
        }
    )*};
}

/// Types that are one of several. The last line is what damaged bytes make.
macro_rules! one_of {
    ($($name:ident {
        $($tag:literal: $variant:ident $(($($it:ident),*))? $({ $($field:ident),* })?,)*
    } else $other:expr;)*) => {$(
        impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                match self {
                    $($name::$variant $(($($it),*))? $({ $($field),* })? => {
                        to.push($tag);
                        $($($it.write(to);)*)?
                        $($($field.write(to);)*)?
                    })*
                }
            }

            #[inline(never)]
            fn read(from: &mut Reader) -> $name {
                match from.byte() {
                    $($tag => {
                        $($(let $it = Wire::read(from);)*)?
                        $($(let $field = Wire::read(from);)*)?
                        $name::$variant $(($($it),*))? $({ $($field),* })?
                    })*
                    _ => {
                        from.fail();
                        $other
                    }
                }
            }
        }
    )*};
}

impl Wire for Fen {
    fn write(&self, to: &mut Vec<u8>) {
        self.0.write(to);
    }

    fn read(from: &mut Reader) -> Fen {
        Fen(i64::read(from))
    }
}

halves! {
    Catalogue {
        edition, fingerprint, units, places, facts, fact_order, facts_by_id, floor_area, households,
        project, conventions, deficiencies, items, prices, overlaps, shared_works, exclusions
    } rest {
        title, notice, groups, free_land, stairwell, regions, payers, consents, sources, sequence,
        requirements, conflicts, seasons, shares_elsewhere, subsidies, upkeep_modes, upkeep_checks, moved
    } within {
        units, facts, conventions, deficiencies, items, prices, overlaps, shared_works, exclusions
    } left { unnamed }
    Fact {
        id, label, question, help, level, kind, place, quick, asked_when, sum_of, derive, assume,
        sketch, grades
    } rest { aliases, adds_up, evidence } within {} left {}
    Convention { unit, low, typical, high } rest { id, name, evidence } within {} left {}
    Deficiency {
        present_when, level, gate, urgency, severity, answered_by
    } rest { id, name, official_number, remedy, responsible, evidence, outside_menu } within {} left {}
    Item {
        part, tier, answers, applies_when, level, urgency, gate, lines
    } rest {
        id, name, summary, official_number, evidence, aliases, initials, payers, consent, earns,
        group, duration, by_floor
    } within { lines } left { published_as, named_lines }
    ScopeLine { unit, quantity, price } rest { id, label, takes_land } within {} left {}
    Price { unit, price } rest { id, name, base_year, instead, review_by, evidence } within {} left {}
    Overlap { covering, covered } rest { reason, evidence } within {} left {}
    SharedWork { lines, host, saved } rest { name, reason, evidence } within {} left {}
    Exclusion { when, level } rest { reason, evidence } within {} left {}
    Unit { id, name, power, whole } rest { one, written } within {} left {}
}

whole! {
    Text { zh, en }
    Evidence { mark, source, clause, note }
    Place { id, name }
    Group { id, name }
    Source { id, title, year, address, reliability }
    Choice { id, name }
    Grade { value, name }
    Project {
        fees, contingency, line_correlation, price_drift, named_works_spread,
        unnamed_works,
        length_per_works, by_hand, floor_area_per_building, floor_area_per_household, floor_area_per_entrance,
        floor_area_per_estate, entrances, year_built
    }
    StairwellFacts { entrances, households, floor_area, storeys }
    Duration { low, typical, high, step, most, evidence }
    ByFloor { payer, weights, evidence }
    UnitPrice { low, typical, high }
    Region { id, name, factor, evidence }
    Payer { id, name, evidence }
    Consent { id, name, rule, by_entrance, local, evidence }
    LocalVote { name, rule, evidence }
    VoteRule { area, heads }
    VoteTest { attendance, approval, strict, of_all }
    Share { numerator, denominator }
    Precedence { before, after, reason, evidence }
    LineRef { item, line }
    Requirement { item, needs, reason, evidence }
    Conflict { ones, others, ones_first, reason, evidence }
    Season { items, closed, when, reason, evidence }
    SharesElsewhere { name, item, shares, evidence }
    Subsidy { id, name, item, payer, amount, up_to, year, evidence }
    UpkeepMode { id, name, summary, fits_when, yearly, evidence }
    UpkeepCheck { items, what, half_months, evidence }
    Moved { from, to, reason }
}

one_of! {
    Mark { 0: Quoted, 1: Paraphrased, 2: Own, } else Mark::Own;
    Reliability { 0: Full, 1: Part, 2: SecondHand, 3: Own, } else Reliability::Own;
    Written { 0: Figure, 1: Year, 2: Percent, } else Written::Figure;
    Level { 0: Estate, 1: Building, } else Level::Estate;
    Gate { 0: BottomLine, 1: Improvement, } else Gate::Improvement;
    Urgency { 0: TimeLimited, 1: BestEffort, } else Urgency::BestEffort;
    Severity { 0: VerySerious, 1: Serious, 2: General, } else Severity::General;
    Part { 0: Renovation, 1: Service, } else Part::Renovation;
    Tier { 0: Basic, 1: Improve, 2: Enhance, } else Tier::Basic;
    FactKind {
        0: YesNo,
        1: Number { unit, min, max },
        2: Choice(options),
    } else FactKind::YesNo;
    TakesLand { 0: Exactly(area), 1: About(convention), } else TakesLand::Exactly(0.0);
    Rule {
        0: All(rules),
        1: Any(rules),
        2: Not(rule),
        3: Is(fact, value),
        4: OneOf(fact, options),
        5: AtLeast(fact, value),
        6: AtMost(fact, value),
        7: LessThan(fact, value),
        8: Exceeds(more, less),
    } else Rule::All(Vec::new());
    Quantity {
        0: Fact(fact),
        1: Constant(value),
        2: Convention(convention),
        3: Sum(parts),
        4: Product(parts),
        5: Max(parts),
        6: Min(parts),
        7: Gap { of, less },
        8: Ratio { of, by },
        9: CeilDiv { of, by },
        10: FloorDiv { of, by },
        11: FirstKnown(parts),
        12: When { rule, then, strict },
        13: EachBuilding(each),
        14: EachAffected(each),
    } else Quantity::Constant(0.0);
}
