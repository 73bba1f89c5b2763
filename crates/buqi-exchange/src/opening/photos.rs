//! What a file says of its photos.

use super::{Lead, Reader, text_of, whole};
use crate::extras::{Address, address, within};
use crate::format::{SHAPES, is_moment, key, step};
use crate::repair::{Cause, Expected};
use buqi_core::id::{DeficiencyId, FactId, GroupId, PhotoId};
use buqi_core::photos::{About, EDGE, MAX_SHAPES, Photo, Photos, Point, Position, Shape};
use serde_json::{Map, Value};

impl Reader<'_> {
    /// A photo is kept whatever it is about: the group may be gone, and the
    /// catalogue may not know the fact. One that can't be read stays in the
    /// file.
    pub(super) fn read_photos(&mut self, file: &mut Map<String, Value>) -> Photos {
        let place = address(&[key::PICTURES]);
        let at = step("", key::PICTURES);
        let mut photos = Photos::new();
        let entries = self
            .read_object(file, "", key::PICTURES)
            .unwrap_or_default();
        for (id, given) in entries {
            let at = step(&at, &id);
            let inner = within(&place, &id);
            let known = PhotoId::new(&id).ok();
            let photo = known.zip(given.as_object()).and_then(|(known, entry)| {
                let photo = self.read_photo(entry.clone(), &at, &inner)?;
                Some((known, photo))
            });
            match photo {
                Some((id, photo)) => {
                    photos.insert(id, photo);
                }
                None => {
                    self.repair(&at, Some(&given), Cause::Expected(Expected::Photo));
                    self.extras.leave(&place, id, given);
                }
            }
        }
        photos
    }

    /// Nothing where it is not said what the photo is about or how large it is.
    fn read_photo(
        &mut self,
        mut entry: Map<String, Value>,
        at: &str,
        place: &Address,
    ) -> Option<Photo> {
        let about = self.read_about(&mut entry, at)?;
        let number = |name: &str| {
            let number = entry.get(name).and_then(whole)?;
            u32::try_from(number).ok().filter(|it| *it > 0)
        };
        let (width, height) = (number(key::WIDTH)?, number(key::HEIGHT)?);
        let bytes = number(key::BYTES)?;
        for name in [key::WIDTH, key::HEIGHT, key::BYTES] {
            entry.remove(name);
        }
        let mut part = |name: &str| entry.remove(name).filter(|it| !it.is_null());
        let (taken, position, shapes) = (part(key::TAKEN), part(key::POSITION), part(key::SHAPES));
        self.extras.leave_all(place, entry);
        let mut read = |name, given: Option<Value>, is_read: bool| {
            if let Some(given) = given.filter(|_| !is_read) {
                let cause = Cause::Expected(Expected::PhotoPart);
                self.repair(&step(at, name), Some(&given), cause);
                self.extras.leave(place, name.to_owned(), given);
            }
        };
        let moment = taken.as_ref().and_then(text_of).filter(|it| is_moment(it));
        read(key::TAKEN, taken, moment.is_some());
        let found = position.as_ref().and_then(position_of);
        read(key::POSITION, position, found.is_some());
        let drawn = shapes.as_ref().and_then(shapes_of);
        read(key::SHAPES, shapes, drawn.is_some());
        Some(Photo {
            about,
            taken: moment,
            width,
            height,
            bytes,
            position: found,
            shapes: drawn.unwrap_or_default(),
        })
    }

    /// Takes out what says what the photo is about; what it does not say stays.
    fn read_about(&mut self, entry: &mut Map<String, Value>, at: &str) -> Option<About> {
        let id = |name: &str| entry.get(name).and_then(Value::as_str);
        let Some(given) = id(key::FACT) else {
            let finding = DeficiencyId::new(id(key::FINDING)?).ok()?;
            entry.remove(key::FINDING);
            return Some(About::Finding(finding));
        };
        let fact = FactId::new(given).ok()?;
        let group = match entry.get(key::GROUP) {
            None | Some(Value::Null) => None,
            Some(group) => Some(GroupId::new(group.as_str()?).ok()?),
        };
        entry.remove(key::FACT);
        entry.remove(key::GROUP);
        let fact = match self.lead(fact.as_str(), |reader, id| reader.facts.get(id).copied()) {
            Lead::Moved(to) => {
                let to = to.id.clone();
                let given = Value::String(fact.as_str().to_owned());
                let cause = Cause::Moved {
                    to: to.as_str().into(),
                };
                self.repair(&step(at, key::FACT), Some(&given), cause);
                to
            }
            Lead::Here(_) | Lead::Retired(_) | Lead::Unknown => fact,
        };
        Some(About::Answer { group, fact })
    }
}

fn position_of(given: &Value) -> Option<Position> {
    match given.as_array()?.as_slice() {
        [latitude, longitude] => Position::new(latitude.as_f64()?, longitude.as_f64()?),
        _ => None,
    }
}

fn shapes_of(given: &Value) -> Option<Vec<Shape>> {
    let shapes = given.as_array()?;
    if shapes.len() > MAX_SHAPES {
        return None;
    }
    shapes.iter().map(shape_of).collect()
}

fn shape_of(given: &Value) -> Option<Shape> {
    let given = given.as_object().filter(|it| it.len() == 1)?;
    let (kind, points) = SHAPES
        .iter()
        .find_map(|(kind, key)| Some((*kind, given.get(*key)?.as_array()?)))?;
    let edge = |it: &Value| {
        whole(it)
            .and_then(|it| u16::try_from(it).ok())
            .filter(|it| *it <= EDGE)
    };
    let points: Option<Vec<u16>> = points.iter().map(edge).collect();
    match points?.as_slice() {
        [x, y, to_x, to_y] => Some(Shape {
            kind,
            from: Point { x: *x, y: *y },
            to: Point { x: *to_x, y: *to_y },
        }),
        _ => None,
    }
}
