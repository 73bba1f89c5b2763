//! 参考图: our own drawings of how bad something is, beside the grades of a
//! number and the options of a choice. The catalogue says which drawing a
//! question has; the drawings are to scale, and each says in words what it
//! shows.

use crate::text::{self, Lang, Phrase};
use yew::prelude::*;

/// What is there, and for each grade, the mildest first, what is broken.
struct Drawing {
    name: &'static str,
    ground: &'static str,
    grades: &'static [Grade],
}

struct Grade {
    /// Closed shapes: areas that are damaged.
    areas: &'static str,
    /// Open lines: cracks, grass.
    lines: &'static str,
    shows: Phrase,
}

/// A front of five storeys and six bays of 3 m, 4 units to the metre, and a
/// person of 1.7 m beside it.
const FACADE: &str = "M8 12H80V72H8ZM2 72H118M96 65.2m-1.6 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0 -3.2 0M96 66.8V70M96 70l-1.4 2M96 70l1.4 2M94.4 68h3.2\
M11 15h6v6h-6zM23 15h6v6h-6zM35 15h6v6h-6zM47 15h6v6h-6zM59 15h6v6h-6zM71 15h6v6h-6z\
M11 27h6v6h-6zM23 27h6v6h-6zM35 27h6v6h-6zM47 27h6v6h-6zM59 27h6v6h-6zM71 27h6v6h-6z\
M11 39h6v6h-6zM23 39h6v6h-6zM35 39h6v6h-6zM47 39h6v6h-6zM59 39h6v6h-6zM71 39h6v6h-6z\
M11 51h6v6h-6zM23 51h6v6h-6zM35 51h6v6h-6zM47 51h6v6h-6zM59 51h6v6h-6zM71 51h6v6h-6z\
M11 63h6v9h-6zM23 63h6v6h-6zM35 63h6v6h-6zM47 63h6v9h-6zM59 63h6v6h-6zM71 63h6v6h-6z";

/// A flat roof from above, with its parapet and two outlets.
const ROOF: &str = "M8 8H112V72H8ZM12 12H108V68H12ZM18 62m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0M102 18m-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0";

/// A road from above between its kerbs.
const ROAD: &str =
    "M2 20H118M2 60H118M2 16H118M2 64H118M8 40h12M32 40h12M56 40h12M80 40h12M104 40h10";

/// A bed from above within its edging.
const GREEN: &str = "M6 10H114V70H6ZM10 14H110V66H10Z";

const DRAWINGS: &[Drawing] = &[
    Drawing {
        name: "facade",
        ground: FACADE,
        grades: &[
            Grade {
                areas: "M52 21l5-1 5 3 3 3-2 4-6 1-5-3z",
                lines: "M57 31l2 5-2 4",
                shows: text::SKETCH_FACADE_1,
            },
            Grade {
                areas: "M50 20l8-2 8 4 1 7-7 5-9-3zM18 44l7-2 6 3 2 7-8 4-8-5z",
                lines: "M58 34l3 6-2 5M33 52l6 3 3 6",
                shows: text::SKETCH_FACADE_2,
            },
            Grade {
                areas: "M36 14l18-1 16 3 6 8-1 13-9 7-15 2-11-5-6-11zM12 46l9-2 8 4 1 9-9 4-8-5z",
                lines: "M70 44l4 9-3 8M45 46l-4 8 3 9M30 57l6 6",
                shows: text::SKETCH_FACADE_3,
            },
        ],
    },
    Drawing {
        name: "roof",
        ground: ROOF,
        grades: &[
            Grade {
                areas: "",
                lines: "M24 58q4-5 9-3t9-2M24 62q5-4 10-2t10-2M22 66q6-3 11-2t9 0",
                shows: text::SKETCH_ROOF_1,
            },
            Grade {
                areas: "M36 26q10-6 20-1t6 11q-10 7-21 2t-5-12zM74 46q9-5 18 0t4 10q-9 6-19 1t-3-11z",
                lines: "M40 32l8-2 6 4M78 52l7-2 6 3",
                shows: text::SKETCH_ROOF_2,
            },
            Grade {
                areas: "M12 12H58l-5 9 6 8-7 9 6 10-6 9 4 11H12z",
                lines: "M20 22l10 6 8-4 9 5M18 38l12-3 9 6 8-3M22 54l9-4 12 5",
                shows: text::SKETCH_ROOF_3,
            },
            Grade {
                areas: "M12 12H108V68H12z",
                lines: "M18 22l14 5 12-6 16 7 14-6 18 6M18 38l16-4 12 7 18-5 14 6 20-6M18 54l14-5 16 6 14-4 18 6 16-5M32 27l2 7M60 28l4 8M92 28l-6 10",
                shows: text::SKETCH_ROOF_4,
            },
        ],
    },
    Drawing {
        name: "road",
        ground: ROAD,
        grades: &[
            Grade {
                areas: "M84 48q5-3 9 0t-1 6q-6 2-9-1t1-5z",
                lines: "M14 26l8 4 6-2 7 5M60 22l4 6-2 5 4 4",
                shows: text::SKETCH_ROAD_1,
            },
            Grade {
                areas: "M16 26q10-5 18 0t1 11q-10 5-19 0t0-11zM52 44q10-5 19 0t0 11q-10 5-19 0t0-11zM88 24q10-4 17 1t-1 10q-9 4-17 0t1-11z",
                lines: "M35 36l8 5 9 4M71 50l10-6",
                shows: text::SKETCH_ROAD_2,
            },
            Grade {
                areas: "M2 20H60l-5 8 6 8-6 9 5 7-4 8H2z",
                lines: "M8 28l12 5 10-5 12 6M8 48l14-5 10 6 14-4M66 30l8 5M84 50l8-5",
                shows: text::SKETCH_ROAD_3,
            },
            Grade {
                areas: "M2 20H118V60H2z",
                lines: "M6 28l14 5 12-6 14 7 16-6 14 6 18-6 16 5M6 48l14-5 14 6 14-5 16 6 16-6 16 6 14-5M20 33l-2 10M62 28l2 20M94 28l2 21",
                shows: text::SKETCH_ROAD_4,
            },
        ],
    },
    Drawing {
        name: "green",
        ground: GREEN,
        grades: &[
            Grade {
                areas: "M30 28q8-4 13 1t-2 8q-8 3-12-1t1-8zM84 48q7-3 11 1t-2 7q-7 2-10-1t1-7z",
                lines: "M18 24l2-5 2 5M56 22l2-5 2 5M78 26l2-5 2 5M98 30l2-5 2 5M18 50l2-5 2 5M38 56l2-5 2 5M60 44l2-5 2 5M70 60l2-5 2 5M100 62l2-5 2 5M20 62l2-5 2 5",
                shows: text::SKETCH_GREEN_1,
            },
            Grade {
                areas: "M16 22q14-6 22 1t-2 13q-13 5-20-1t0-13zM58 42q14-6 24 1t-2 14q-14 5-23-1t1-14zM88 18q9-3 15 2t-2 9q-8 3-13-1t0-10z",
                lines: "M52 24l2-5 2 5M70 30l2-5 2 5M18 52l2-5 2 5M38 60l2-5 2 5M46 44l2-5 2 5M98 44l2-5 2 5M94 62l2-5 2 5M28 46l2-5 2 5",
                shows: text::SKETCH_GREEN_2,
            },
            Grade {
                areas: "M10 14H60l-5 10 6 9-6 11 6 10-5 12H10z",
                lines: "M68 24l2-5 2 5M84 28l2-5 2 5M100 24l2-5 2 5M70 44l2-5 2 5M90 46l2-5 2 5M76 60l2-5 2 5M102 60l2-5 2 5M104 40l2-5 2 5",
                shows: text::SKETCH_GREEN_3,
            },
            Grade {
                areas: "M10 14H110V50l-8 4-6 12H10z",
                lines: "M104 64l2-5 2 5M98 64l2-5 2 5M106 58l1-4 1 4",
                shows: text::SKETCH_GREEN_4,
            },
        ],
    },
];

fn find(name: &str, at: usize) -> Option<(&'static Drawing, &'static Grade)> {
    let drawing = DRAWINGS.iter().find(|it| it.name == name)?;
    Some((drawing, drawing.grades.get(at)?))
}

/// The drawing of grade `at`; nothing where there is none.
pub fn sketch(lang: Lang, name: &str, at: usize) -> Html {
    let Some((drawing, grade)) = find(name, at) else {
        return Html::default();
    };
    html! {
        <svg class={classes!("buqi-sketch", format!("buqi-sketch-{name}"))} viewBox="0 0 120 80" role="img" aria-label={lang.say(grade.shows)}>
            <path class="buqi-sketch-area" d={grade.areas} />
            <path class="buqi-sketch-ground" d={drawing.ground} />
            <path class="buqi-sketch-line" d={grade.lines} />
        </svg>
    }
}

/// a, b, c… as the grades of a sketch are called.
pub fn letter(at: usize) -> char {
    char::from(b'a' + (at % 26) as u8)
}

#[cfg(all(test, target_family = "wasm"))]
mod tests {
    use super::*;
    use buqi_core::catalogue::FactKind;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn every_sketch_of_the_catalogue_is_drawn_for_every_grade() {
        let mut n_drawn = 0;
        for fact in &buqi_bundled::catalogue().facts {
            let Some(name) = &fact.sketch else { continue };
            let n_grades = match &fact.kind {
                FactKind::Choice(options) => options.len(),
                _ => fact.grades.len(),
            };
            assert!((0..n_grades).all(|at| find(name, at).is_some()), "{name}");
            assert!(
                find(name, n_grades).is_none(),
                "{name} has a grade too many"
            );
            n_drawn += n_grades;
        }
        assert!(n_drawn > 0);
    }
}
