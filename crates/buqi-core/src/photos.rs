//! 照片: what is known of the pictures taken on an estate.
//!
//! The pictures themselves are not here; whoever stores them does so by id.
//! No rule, quantity or estimate looks at any of this.

use crate::entries::Entries;
use crate::id::{DeficiencyId, FactId, GroupId, PhotoId};
use std::sync::Arc;

pub type Photos = Entries<PhotoId, Photo>;

/// 照片. One picture, without the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Photo {
    pub about: About,
    /// By the clock of the device, `YYYY-MM-DDThh:mm`.
    pub taken: Option<Arc<str>>,
    /// In pixels, as it is stored.
    pub width: u32,
    pub height: u32,
    pub bytes: u32,
    /// Only where the person asked to keep it.
    pub position: Option<Position>,
    pub shapes: Vec<Shape>,
}

/// What a photo shows. The fact, group or deficiency need not be there any
/// more; the photo is kept all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The question of a fact, for one building group where there is one.
    Answer {
        group: Option<GroupId>,
        fact: FactId,
    },
    Finding(DeficiencyId),
}

/// Degrees, north and east positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    pub latitude: f64,
    pub longitude: f64,
}

impl Position {
    /// `None` where there is no such place on earth.
    pub fn new(latitude: f64, longitude: f64) -> Option<Position> {
        let exists = latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
        exists.then_some(Position {
            latitude,
            longitude,
        })
    }
}

/// 标注. Drawn over a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub kind: ShapeKind,
    /// Where an arrow starts, or one corner of the box around a circle.
    pub from: Point,
    /// Where it points, or the opposite corner.
    pub to: Point,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeKind {
    Arrow,
    Circle,
}

/// The right and lower edge of a photo; the left and upper are 0.
pub const EDGE: u16 = 10_000;

/// More shapes than this hide what they point at.
pub const MAX_SHAPES: usize = 50;

/// In ten-thousandths of the width and the height, so that it holds at any
/// size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    pub x: u16,
    pub y: u16,
}

impl Point {
    /// The nearest point of the photo.
    pub fn near(x: f64, y: f64) -> Point {
        // A cast of what is no number gives 0.
        let within = |it: f64| it.clamp(0.0, f64::from(EDGE)).round() as u16;
        Point {
            x: within(x),
            y: within(y),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_outside_moves_to_the_edge() {
        assert_eq!(Point::near(-5.0, 12_000.4), Point { x: 0, y: EDGE });
        assert_eq!(Point::near(f64::NAN, 12.6), Point { x: 0, y: 13 });
    }

    #[test]
    fn a_position_is_on_earth() {
        assert!(Position::new(29.56, 106.55).is_some());
        for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.5), (f64::NAN, 0.0)] {
            assert_eq!(Position::new(latitude, longitude), None);
        }
    }
}
