//! Where a camera says a picture was taken.
//!
//! Reads the position out of the Exif segment of a JPEG file (CIPA DC-008) and
//! nothing else of what a camera writes there.

use buqi_core::photos::Position;

const GPS_TAGS: u16 = 0x8825;
const LATITUDE_REF: u16 = 1;
const LATITUDE: u16 = 2;
const LONGITUDE_REF: u16 = 3;
const LONGITUDE: u16 = 4;

/// The position in the first part of a JPEG file; nothing where the camera
/// wrote none, or none that is on earth.
pub fn camera_position(jpeg: &[u8]) -> Option<Position> {
    let tiff = Tiff::of(exif_of(jpeg)?)?;
    let gps = tiff.entry(tiff.number(4, 4)?, GPS_TAGS)?;
    let gps = tiff.number(gps + 8, 4)?;
    let degrees = |tag: u16, reference: u16, negative: u8| {
        let at = tiff.number(tiff.entry(gps, tag)? + 8, 4)?;
        let mut degrees = 0.0;
        for (n, share) in [1.0, 60.0, 3600.0].into_iter().enumerate() {
            degrees += tiff.fraction(at.checked_add(n * 8)?)? / share;
        }
        let side = tiff.bytes.get(tiff.entry(gps, reference)? + 8)?;
        Some(if *side == negative { -degrees } else { degrees })
    };
    let (latitude, longitude) = (
        degrees(LATITUDE, LATITUDE_REF, b'S')?,
        degrees(LONGITUDE, LONGITUDE_REF, b'W')?,
    );
    // A camera that has not found itself yet writes zeros.
    Position::new(round(latitude), round(longitude))
        .filter(|it| it.latitude != 0.0 || it.longitude != 0.0)
}

/// To six decimals, a tenth of a metre.
fn round(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// The Exif segment, which stands before the picture itself.
fn exif_of(jpeg: &[u8]) -> Option<&[u8]> {
    let mut rest = jpeg.strip_prefix(&[0xFF, 0xD8])?;
    while let [0xFF, marker, high, low, ..] = *rest {
        // The picture begins.
        if marker == 0xDA {
            return None;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        let segment = rest.get(4..length + 2)?;
        if marker == 0xE1
            && let Some(exif) = segment.strip_prefix(b"Exif\0\0")
        {
            return Some(exif);
        }
        rest = rest.get(length + 2..)?;
    }
    None
}

struct Tiff<'a> {
    bytes: &'a [u8],
    is_big_endian: bool,
}

impl Tiff<'_> {
    fn of(bytes: &[u8]) -> Option<Tiff<'_>> {
        let is_big_endian = match bytes.get(..2)? {
            b"II" => false,
            b"MM" => true,
            _ => return None,
        };
        Some(Tiff {
            bytes,
            is_big_endian,
        })
    }

    /// A whole number of `n_bytes`, at most four.
    fn number(&self, at: usize, n_bytes: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..at.checked_add(n_bytes)?)?;
        let add = |number: usize, byte: &u8| (number << 8) | usize::from(*byte);
        Some(if self.is_big_endian {
            bytes.iter().fold(0, add)
        } else {
            bytes.iter().rev().fold(0, add)
        })
    }

    /// Nothing where it is divided by zero.
    fn fraction(&self, at: usize) -> Option<f64> {
        let (above, below) = (self.number(at, 4)?, self.number(at + 4, 4)?);
        (below > 0).then_some(above as f64 / below as f64)
    }

    /// Where in the list at `list` the entry of a tag begins.
    fn entry(&self, list: usize, tag: u16) -> Option<usize> {
        let n_entries = self.number(list, 2)?;
        (0..n_entries)
            .map(|n| list + 2 + n * 12)
            .find(|at| self.number(*at, 2) == Some(usize::from(tag)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::*;
    use proptest::prelude::*;

    /// A JPEG header with the position 29°33′45.36″ N, 106°33′5.76″ E or its
    /// mirror image.
    fn header(is_big_endian: bool, north: u8, east: u8) -> Vec<u8> {
        let short = |it: u16| {
            if is_big_endian {
                it.to_be_bytes()
            } else {
                it.to_le_bytes()
            }
        };
        let long = |it: u32| {
            if is_big_endian {
                it.to_be_bytes()
            } else {
                it.to_le_bytes()
            }
        };
        let mut tiff: Vec<u8> = if is_big_endian {
            b"MM".to_vec()
        } else {
            b"II".to_vec()
        };
        tiff.extend(short(42));
        tiff.extend(long(8));
        let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            [&short(tag)[..], &short(kind), &long(count), &value].concat()
        };
        // One list with one entry, then that of the position, then its figures.
        tiff.extend(short(1));
        tiff.extend(entry(GPS_TAGS, 4, 1, long(26)));
        tiff.extend(long(0));
        tiff.extend(short(4));
        tiff.extend(entry(LATITUDE_REF, 2, 2, [north, 0, 0, 0]));
        tiff.extend(entry(LATITUDE, 5, 3, long(80)));
        tiff.extend(entry(LONGITUDE_REF, 2, 2, [east, 0, 0, 0]));
        tiff.extend(entry(LONGITUDE, 5, 3, long(104)));
        tiff.extend(long(0));
        for (above, below) in [(29, 1), (33, 1), (4536, 100), (106, 1), (33, 1), (576, 100)] {
            tiff.extend(long(above));
            tiff.extend(long(below));
        }
        let length = (tiff.len() as u16 + 8).to_be_bytes();
        let comment = [0xFF, 0xFE, 0, 4, b'h', b'i'];
        let exif = [&[0xFF, 0xE1], &length[..], b"Exif\0\0", &tiff].concat();
        [&[0xFF, 0xD8], &comment[..], &exif, &[0xFF, 0xDA, 0, 2]].concat()
    }

    #[test]
    fn a_position_is_read_whichever_way_the_bytes_run() {
        let here = Position::new(29.5626, 106.5516);
        assert_eq!(camera_position(&header(false, b'N', b'E')), here);
        assert_eq!(camera_position(&header(true, b'N', b'E')), here);
        let mirrored = Position::new(-29.5626, -106.5516);
        assert_eq!(camera_position(&header(true, b'S', b'W')), mirrored);
    }

    #[test]
    fn a_picture_without_a_position_has_none() {
        assert_eq!(camera_position(b""), None);
        assert_eq!(camera_position(&[0xFF, 0xD8, 0xFF, 0xDA, 0, 2]), None);
        let whole = header(false, b'N', b'E');
        for length in 0..whole.len() - 4 {
            assert_eq!(camera_position(&whole[..length]), None, "{length} bytes");
        }
    }

    proptest! {
        #[test]
        fn no_damage_makes_it_panic(at in 0..200_usize, byte in any::<u8>(), big in any::<bool>()) {
            let mut bytes = header(big, b'N', b'E');
            let at = at % bytes.len();
            bytes[at] = byte;
            camera_position(&bytes);
        }
    }
}
