//! One photo, large, with what is drawn over it.

use super::drawing::{after_key, dragged, draw, in_the_middle, tapped};
use super::thumb::{Fetched, use_picture};
use super::{said_moment, size};
use crate::format;
use crate::ports::pictures::{point_on, seize};
use crate::session::{Action, SessionContext};
use crate::text::{self, Phrase};
use buqi_core::id::PhotoId;
use buqi_core::photos::{MAX_SHAPES, Photo, Point, Shape, ShapeKind};
use buqi_core::plan::Edit;
use yew::prelude::*;

const TOOLS: [(ShapeKind, Phrase, &str); 2] = [
    (ShapeKind::Arrow, text::ARROW, "arrow"),
    (ShapeKind::Circle, text::CIRCLE, "circle"),
];

#[derive(PartialEq, Properties)]
pub struct ViewerProps {
    pub id: PhotoId,
    pub photo: Photo,
}

/// What is being drawn. It becomes an edit when the finger or the key is up.
#[derive(Clone, Default, PartialEq)]
struct Draft {
    tool: Option<ShapeKind>,
    from: Option<Point>,
    /// The shapes as they look meanwhile.
    shapes: Option<Vec<Shape>>,
    chosen: Option<usize>,
    /// The shapes before each change made here.
    before: Vec<Vec<Shape>>,
}

#[component]
pub fn Viewer(props: &ViewerProps) -> Html {
    let fetched = use_picture(&props.id, false);
    let draft = use_state(Draft::default);
    let canvas = use_node_ref();
    let Some(session) = use_context::<SessionContext>() else {
        return Html::default();
    };
    let lang = session.lang;
    let photo = &props.photo;
    let shapes = draft.shapes.as_ref().unwrap_or(&photo.shapes);
    // Makes what is drawn an edit, as a step that can be taken back.
    let put = {
        let (session, id, photo) = (session.clone(), props.id.clone(), photo.clone());
        Callback::from(move |shapes: Vec<Shape>| {
            let photo = Photo {
                shapes,
                ..photo.clone()
            };
            session.dispatch(Action::Edit(Edit::Photos(vec![(id.clone(), Some(photo))])));
        })
    };
    let commit = {
        let (draft, put, stands) = (draft.clone(), put.clone(), photo.shapes.clone());
        Callback::from(move |mut next: Draft| {
            next.from = None;
            if let Some(shapes) = next.shapes.take().filter(|it| *it != stands) {
                next.before.push(stands.clone());
                put.emit(shapes);
            }
            draft.set(next);
        })
    };
    let details = {
        let mut details = vec![
            format!("{} × {}", photo.width, photo.height),
            size(photo.bytes.into()),
        ];
        details.extend(photo.taken.as_ref().map(|it| said_moment(lang, it)));
        details.extend(photo.position.map(|it| {
            let degrees = [it.latitude, it.longitude].map(|it| format::fixed(it, 5));
            lang.fill(text::PHOTO_AT, &[&degrees.join(", ")])
        }));
        lang.list(&details)
    };
    let address = match &fetched {
        Fetched::NotYet => return html! { <div class="buqi-stage buqi-stage-empty"></div> },
        Fetched::Missing => None,
        Fetched::Here(address) => Some(address.as_str().to_owned()),
    };
    html! {
        <>
            if let Some(address) = address {
                { stage(photo, address, shapes, &canvas, &draft, &commit) }
                <p class="buqi-soft">{ details }</p>
                { tools(&session, photo, &draft, &commit, &put) }
                // While the finger is down nothing below may move the photo.
                { list(&session, if draft.from.is_some() { &photo.shapes } else { shapes }, &draft, &commit) }
            } else {
                <p class="buqi-empty"><b>{ lang.say(text::PHOTO_MISSING) }</b><br />{ lang.say(text::PHOTO_MISSING_HELP) }</p>
                <p class="buqi-soft">{ details }</p>
            }
        </>
    }
}

/// The photo with its shapes, to be drawn on while a tool is chosen.
fn stage(
    photo: &Photo,
    address: String,
    shapes: &[Shape],
    canvas: &NodeRef,
    draft: &UseStateHandle<Draft>,
    commit: &Callback<Draft>,
) -> Html {
    let stands = photo.shapes.clone();
    let down = {
        let (draft, stands, canvas) = (draft.clone(), stands.clone(), canvas.clone());
        Callback::from(move |event: PointerEvent| {
            if draft.tool.is_some() && draft.from.is_none() && stands.len() < MAX_SHAPES {
                event.prevent_default();
                seize(&canvas, &event);
                draft.set(Draft {
                    from: point_on(&canvas, &event),
                    ..(*draft).clone()
                });
            }
        })
    };
    let drawn = {
        let (draft, stands, canvas) = (draft.clone(), stands.clone(), canvas.clone());
        move |event: &PointerEvent, ends: bool| {
            let (tool, from) = (draft.tool?, draft.from?);
            let shape = dragged(tool, from, point_on(&canvas, event)?);
            let shape = shape.or_else(|| ends.then(|| tapped(tool, from)));
            let mut shapes = stands.clone();
            shapes.extend(shape);
            Some(Draft {
                chosen: shape.map(|_| shapes.len() - 1),
                shapes: Some(shapes),
                ..(*draft).clone()
            })
        }
    };
    let moved = {
        let (draft, drawn) = (draft.clone(), drawn.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(next) = drawn(&event, false) {
                draft.set(next);
            }
        })
    };
    let cancel = {
        let draft = draft.clone();
        Callback::from(move |_: PointerEvent| {
            draft.set(Draft {
                from: None,
                shapes: None,
                ..(*draft).clone()
            });
        })
    };
    let up = {
        let (commit, cancel) = (commit.clone(), cancel.clone());
        Callback::from(move |event: PointerEvent| match drawn(&event, true) {
            Some(next) => commit.emit(next),
            None => cancel.emit(event),
        })
    };
    let (width, height) = (photo.width, photo.height);
    let class = classes!("buqi-stage", draft.tool.map(|_| "buqi-drawing"));
    html! {
        <div {class} data-stage="">
            <img src={address} alt="" width={width.to_string()} height={height.to_string()} draggable="false" />
            <svg ref={canvas.clone()} viewBox={format!("0 0 {width} {height}")} aria-hidden="true" onpointerdown={down} onpointermove={moved}
                onpointerup={up} onpointercancel={cancel}>
                { for shapes.iter().enumerate().map(|(at, it)| draw(it, width, height, draft.chosen == Some(at))) }
            </svg>
        </div>
    }
}

fn tools(
    session: &SessionContext,
    photo: &Photo,
    draft: &UseStateHandle<Draft>,
    commit: &Callback<Draft>,
    put: &Callback<Vec<Shape>>,
) -> Html {
    let lang = session.lang;
    let is_full = photo.shapes.len() >= MAX_SHAPES;
    let tool = |(kind, phrase, id): (ShapeKind, Phrase, &'static str)| {
        let is_on = draft.tool == Some(kind);
        let toggle = {
            let draft = draft.clone();
            Callback::from(move |_: MouseEvent| {
                draft.set(Draft {
                    tool: (!is_on).then_some(kind),
                    ..(*draft).clone()
                });
            })
        };
        html! {
            <button type="button" aria-pressed={is_on.to_string()} onclick={toggle} disabled={is_full} data-tool={id}>{ lang.say(phrase) }</button>
        }
    };
    let place = {
        let (draft, commit, stands) = (draft.clone(), commit.clone(), photo.shapes.clone());
        Callback::from(move |_: MouseEvent| {
            let mut shapes = stands.clone();
            shapes.extend(draft.tool.map(in_the_middle));
            commit.emit(Draft {
                chosen: Some(shapes.len() - 1),
                shapes: Some(shapes),
                ..(*draft).clone()
            });
        })
    };
    let undo = {
        let (draft, put) = (draft.clone(), put.clone());
        Callback::from(move |_: MouseEvent| {
            let mut next = (*draft).clone();
            if let Some(shapes) = next.before.pop() {
                next.chosen = None;
                put.emit(shapes);
                draft.set(next);
            }
        })
    };
    html! {
        <>
            <div class="buqi-row" role="group" aria-label={lang.say(text::SHAPES)}>
                { for TOOLS.into_iter().map(tool) }
                <button type="button" onclick={place} disabled={draft.tool.is_none() || is_full} data-place="">{ lang.say(text::PLACE_IN_MIDDLE) }</button>
                <button type="button" onclick={undo} disabled={draft.before.is_empty()} data-undo-shape="">{ lang.say(text::SHAPE_UNDO) }</button>
            </div>
            <p class="buqi-soft">{ lang.say(if is_full { text::SHAPES_FULL } else { text::DRAW_HELP }) }</p>
        </>
    }
}

/// Each shape as a button, to choose it and to move it by keyboard.
fn list(
    session: &SessionContext,
    shapes: &[Shape],
    draft: &UseStateHandle<Draft>,
    commit: &Callback<Draft>,
) -> Html {
    let lang = session.lang;
    if shapes.is_empty() {
        return Html::default();
    }
    let choose = |at: usize| {
        let draft = draft.clone();
        Callback::from(move |_: MouseEvent| {
            draft.set(Draft {
                chosen: (draft.chosen != Some(at)).then_some(at),
                ..(*draft).clone()
            });
        })
    };
    let remove = {
        let (draft, commit, shapes) = (draft.clone(), commit.clone(), shapes.to_vec());
        Callback::from(move |at: usize| {
            let mut left = shapes.clone();
            if at < left.len() {
                left.remove(at);
            }
            commit.emit(Draft {
                chosen: None,
                shapes: Some(left),
                ..(*draft).clone()
            });
        })
    };
    let keydown = |at: usize, shape: Shape| {
        let (draft, shapes, remove) = (draft.clone(), shapes.to_vec(), remove.clone());
        Callback::from(move |event: KeyboardEvent| {
            if matches!(&*event.key(), "Delete" | "Backspace") {
                event.prevent_default();
                remove.emit(at);
            }
            let Some(next) = after_key(&shape, &event.key(), event.shift_key()) else {
                return;
            };
            event.prevent_default();
            let mut shapes = shapes.clone();
            if let Some(it) = shapes.get_mut(at) {
                *it = next;
            }
            draft.set(Draft {
                chosen: Some(at),
                shapes: Some(shapes),
                ..(*draft).clone()
            });
        })
    };
    // A key that is held moves the shape many times and is one step back.
    let settle = {
        let (draft, commit) = (draft.clone(), commit.clone());
        move || {
            if draft.shapes.is_some() && draft.from.is_none() {
                commit.emit((*draft).clone());
            }
        }
    };
    let keyup = {
        let settle = settle.clone();
        Callback::from(move |_: KeyboardEvent| settle())
    };
    let blur = Callback::from(move |_: FocusEvent| settle());
    let name = |at: usize, shape: &Shape| {
        let tool = TOOLS.iter().find(|it| it.0 == shape.kind);
        let kind = tool.map_or("", |it| lang.say(it.1));
        lang.fill(text::SHAPE_N, &[kind, &(at + 1).to_string()])
    };
    let remove_chosen = {
        let (chosen, remove) = (draft.chosen, remove.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(at) = chosen {
                remove.emit(at);
            }
        })
    };
    html! {
        <>
            <div class="buqi-row" role="group" aria-label={lang.say(text::SHAPES)} data-shapes={shapes.len().to_string()}>
                { for shapes.iter().enumerate().map(|(at, it)| html! {
                    <button type="button" aria-pressed={(draft.chosen == Some(at)).to_string()} onclick={choose(at)} onkeydown={keydown(at, *it)}
                        onkeyup={keyup.clone()} onblur={blur.clone()} aria-describedby="shape-help" data-shape={at.to_string()}>{ name(at, it) }</button>
                }) }
                <button type="button" class="buqi-plain" onclick={remove_chosen} disabled={draft.chosen.is_none()} data-remove-shape="">{ lang.say(text::SHAPE_REMOVE) }</button>
            </div>
            <p class="buqi-soft" id="shape-help">{ lang.say(text::SHAPE_HELP) }</p>
        </>
    }
}
