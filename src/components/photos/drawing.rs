//! 标注: arrows and circles over a photo, as SVG.

use buqi_core::photos::{EDGE, Point, Shape, ShapeKind};
use yew::prelude::*;

/// How far one key moves a shape, in ten-thousandths of the side.
const STEP: f64 = 200.0;

/// The smallest box a drag makes a shape of; anything less is a tap.
const SMALLEST: u16 = 150;

/// A shape in the middle, to be moved from there.
pub fn in_the_middle(kind: ShapeKind) -> Shape {
    let (from, to) = match kind {
        ShapeKind::Arrow => ((3000, 7000), (5000, 5000)),
        ShapeKind::Circle => ((4000, 4000), (6000, 6000)),
    };
    let point = |(x, y)| Point { x, y };
    Shape {
        kind,
        from: point(from),
        to: point(to),
    }
}

/// A shape for a tap: a circle around it, or an arrow whose tip is there and
/// which comes from where there is room.
pub fn tapped(kind: ShapeKind, at: Point) -> Shape {
    let (x, y) = (f64::from(at.x), f64::from(at.y));
    let half = f64::from(EDGE) / 2.0;
    let away = |it: f64| if it < half { 2000.0 } else { -2000.0 };
    let (from, to) = match kind {
        ShapeKind::Arrow => (Point::near(x + away(x), y + away(y)), at),
        ShapeKind::Circle => (
            Point::near(x - 1000.0, y - 1000.0),
            Point::near(x + 1000.0, y + 1000.0),
        ),
    };
    Shape { kind, from, to }
}

/// A shape from where a drag began to where it is, if it is large enough.
pub fn dragged(kind: ShapeKind, from: Point, to: Point) -> Option<Shape> {
    let is_drawn = from.x.abs_diff(to.x) >= SMALLEST || from.y.abs_diff(to.y) >= SMALLEST;
    is_drawn.then_some(Shape { kind, from, to })
}

/// The shape after an arrow key: moved as a whole, or with its far end only.
/// Nothing for any other key.
pub fn after_key(shape: &Shape, key: &str, resizes: bool) -> Option<Shape> {
    let (across, down) = match key {
        "ArrowLeft" => (-STEP, 0.0),
        "ArrowRight" => (STEP, 0.0),
        "ArrowUp" => (0.0, -STEP),
        "ArrowDown" => (0.0, STEP),
        _ => return None,
    };
    // A whole shape stops at the edge and keeps its form.
    let room = |step: f64, one: u16, other: u16| {
        let (low, high) = (f64::from(one.min(other)), f64::from(one.max(other)));
        step.clamp(-low, f64::from(EDGE) - high)
    };
    let (from, to) = (shape.from, shape.to);
    let moved = |it: Point, across: f64, down: f64| {
        Point::near(f64::from(it.x) + across, f64::from(it.y) + down)
    };
    if resizes {
        return dragged(shape.kind, from, moved(to, across, down));
    }
    let (across, down) = (room(across, from.x, to.x), room(down, from.y, to.y));
    Some(Shape {
        kind: shape.kind,
        from: moved(from, across, down),
        to: moved(to, across, down),
    })
}

/// The lines of a shape on a photo of that size in pixels: twice, a light
/// ground under a strong line, so that it shows on anything.
pub fn draw(shape: &Shape, width: u32, height: u32, is_chosen: bool) -> Html {
    let class = classes!("buqi-shape", is_chosen.then_some("buqi-chosen"));
    let d = path(shape, width, height);
    html! { <g {class}><path d={d.clone()} class="buqi-shape-ground" /><path {d} /></g> }
}

fn path(shape: &Shape, width: u32, height: u32) -> String {
    let edge = f64::from(EDGE);
    let at = |it: Point| {
        (
            f64::from(it.x) / edge * f64::from(width),
            f64::from(it.y) / edge * f64::from(height),
        )
    };
    let ((x, y), (to_x, to_y)) = (at(shape.from), at(shape.to));
    let whole = |it: f64| (it.round() as i64).to_string();
    match shape.kind {
        ShapeKind::Arrow => {
            let length = (to_x - x).hypot(to_y - y).max(1.0);
            let head = f64::from(width.max(height)) * 0.035;
            let (across, down) = ((to_x - x) / length * head, (to_y - y) / length * head);
            // Half as wide on each side as it is long.
            let barb = |side: f64| {
                let x = to_x - across - side * down * 0.6;
                let y = to_y - down + side * across * 0.6;
                format!("{} {}", whole(x), whole(y))
            };
            let tip = format!("{} {}", whole(to_x), whole(to_y));
            let (one, other) = (barb(1.0), barb(-1.0));
            format!("M{} {}L{tip}M{one}L{tip}L{other}", whole(x), whole(y))
        }
        ShapeKind::Circle => {
            let radii = ((to_x - x).abs() / 2.0, (to_y - y).abs() / 2.0);
            let radii = format!("{} {}", whole(radii.0), whole(radii.1));
            let middle = whole((y + to_y) / 2.0);
            let (left, right) = (whole(x.min(to_x)), whole(x.max(to_x)));
            format!(
                "M{left} {middle}A{radii} 0 1 1 {right} {middle}A{radii} 0 1 1 {left} {middle}Z"
            )
        }
    }
}
