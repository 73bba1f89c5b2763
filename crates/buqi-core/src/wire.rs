//! 字节. How plain data travels as bytes from the build to the program.
//!
//! There are no field names, no lengths of records and no errors on the way: a
//! [`Reader`] that meets damaged bytes marks them and goes on with zeros and
//! empty lists, and who asked for the whole gets nothing. That leaves straight
//! code, a fifth of what visitors take; docs/performance.md has it.

use std::sync::Arc;

/// What can be written as bytes and read again by the same build.
pub trait Wire: Sized {
    fn write(&self, to: &mut Vec<u8>);
    fn read(from: &mut Reader) -> Self;
}

pub fn to_bytes<T: Wire>(it: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    it.write(&mut bytes);
    bytes
}

/// `None` unless the bytes are one `T` and nothing else.
pub fn from_bytes<T: Wire>(bytes: &[u8]) -> Option<T> {
    let mut from = Reader::new(bytes);
    let it = T::read(&mut from);
    from.is_done().then_some(it)
}

/// The same for bytes that the program itself carries.
///
/// # Panics
///
/// Where they are not one `T` and nothing else.
pub fn from_own_bytes<T: Wire>(bytes: &[u8]) -> T {
    let mut from = Reader::new(bytes);
    let it = T::read(&mut from);
    assert!(from.is_done(), "the bytes are of another build");
    it
}

/// What a field is while it has not been read.
pub(crate) trait Unread {
    fn unread() -> Self;
}

impl<T> Unread for Option<T> {
    fn unread() -> Self {
        None
    }
}

impl<T> Unread for Vec<T> {
    fn unread() -> Self {
        Vec::new()
    }
}

/// What is still to be read.
pub struct Reader<'a> {
    bytes: &'a [u8],
    is_damaged: bool,
    depth: u8,
}

/// Deeper than any rule or quantity; a list or a box within another counts one.
const MAX_DEPTH: u8 = 64;

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader {
            bytes,
            is_damaged: false,
            depth: 0,
        }
    }

    /// Whether everything was read, and all of it could be.
    pub(crate) fn is_done(&self) -> bool {
        self.bytes.is_empty() && !self.is_damaged
    }

    /// From here on everything is zero and empty.
    #[cold]
    pub(crate) fn fail(&mut self) {
        self.is_damaged = true;
        self.bytes = &[];
    }

    #[inline(never)]
    pub(crate) fn byte(&mut self) -> u8 {
        match self.bytes.split_first() {
            Some((first, rest)) => {
                self.bytes = rest;
                *first
            }
            None => {
                self.fail();
                0
            }
        }
    }

    fn take(&mut self, n: usize) -> &'a [u8] {
        match self.bytes.split_at_checked(n) {
            Some((taken, rest)) => {
                self.bytes = rest;
                taken
            }
            None => {
                self.fail();
                &[]
            }
        }
    }

    /// A number in groups of seven bits, the lowest first.
    #[inline(never)]
    fn number(&mut self) -> u64 {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
        }
        self.fail();
        0
    }

    #[inline(never)]
    fn text(&mut self) -> &'a str {
        let n = self.number() as usize;
        std::str::from_utf8(self.take(n)).unwrap_or_else(|_| {
            self.fail();
            ""
        })
    }

    /// Reads what may hold more of its own kind.
    fn within<T>(&mut self, read: impl FnOnce(&mut Reader<'a>) -> T) -> T {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.fail();
        }
        let it = read(self);
        self.depth -= 1;
        it
    }
}

fn write_number(mut number: u64, to: &mut Vec<u8>) {
    while number >= 0x80 {
        to.push(number as u8 | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

macro_rules! numbers {
    ($($name:ident)*) => {$(
        impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                write_number(u64::from(*self), to);
            }

            fn read(from: &mut Reader) -> $name {
                from.number() as $name
            }
        }
    )*};
}

numbers! { u8 u16 u32 u64 }

impl Wire for i64 {
    /// The sign goes last, so that small numbers stay short.
    fn write(&self, to: &mut Vec<u8>) {
        write_number(((self << 1) ^ (self >> 63)) as u64, to);
    }

    fn read(from: &mut Reader) -> i64 {
        let number = from.number();
        (number >> 1) as i64 ^ -((number & 1) as i64)
    }
}

impl Wire for f64 {
    fn write(&self, to: &mut Vec<u8>) {
        to.extend(self.to_le_bytes());
    }

    #[inline(never)]
    fn read(from: &mut Reader) -> f64 {
        let bytes = from.take(8).try_into().unwrap_or_default();
        f64::from_le_bytes(bytes)
    }
}

impl Wire for bool {
    fn write(&self, to: &mut Vec<u8>) {
        to.push(u8::from(*self));
    }

    fn read(from: &mut Reader) -> bool {
        from.byte() != 0
    }
}

macro_rules! texts {
    ($($name:ty)*) => {$(
        impl Wire for $name {
            fn write(&self, to: &mut Vec<u8>) {
                write_number(self.len() as u64, to);
                to.extend(self.as_bytes());
            }

            #[inline(never)]
            fn read(from: &mut Reader) -> $name {
                from.text().into()
            }
        }
    )*};
}

texts! { Box<str> Arc<str> }

impl<T: Wire> Wire for Box<T> {
    fn write(&self, to: &mut Vec<u8>) {
        T::write(self, to);
    }

    #[inline(never)]
    fn read(from: &mut Reader) -> Box<T> {
        from.within(|it| Box::new(T::read(it)))
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, to: &mut Vec<u8>) {
        self.is_some().write(to);
        if let Some(it) = self {
            it.write(to);
        }
    }

    fn read(from: &mut Reader) -> Option<T> {
        bool::read(from).then(|| T::read(from))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, to: &mut Vec<u8>) {
        write_number(self.len() as u64, to);
        for it in self {
            it.write(to);
        }
    }

    #[inline(never)]
    fn read(from: &mut Reader) -> Vec<T> {
        from.within(|from| {
            let n = from.number();
            let mut list = Vec::new();
            for _ in 0..n {
                if from.is_damaged {
                    break;
                }
                list.push(T::read(from));
            }
            list
        })
    }
}

macro_rules! tuples {
    ($(($($name:ident: $of:ident),*))*) => {$(
        impl<$($of: Wire),*> Wire for ($($of),*) {
            fn write(&self, to: &mut Vec<u8>) {
                let ($($name),*) = self;
                $($name.write(to);)*
            }

            fn read(from: &mut Reader) -> ($($of),*) {
                ($($of::read(from)),*)
            }
        }
    )*};
}

tuples! { (a: A, b: B) (a: A, b: B, c: C) }

#[cfg(test)]
mod tests {
    use super::*;

    type Sample = (Vec<Option<Box<str>>>, i64, (u32, f64, bool));

    fn sample() -> Sample {
        let texts = vec![Some("屋面".into()), None];
        (texts, -300, (4_000_000_000, 0.1, true))
    }

    #[test]
    fn what_was_written_is_read_again() {
        assert_eq!(from_bytes(&to_bytes(&sample())), Some(sample()));
        for number in [0, 1, -1, i64::MAX, i64::MIN] {
            assert_eq!(from_bytes(&to_bytes(&number)), Some(number));
        }
    }

    #[test]
    fn bytes_too_few_or_too_many_are_nothing() {
        let bytes = to_bytes(&sample());
        for n in 0..bytes.len() {
            assert_eq!(from_bytes::<Sample>(&bytes[..n]), None, "{n} bytes");
        }
        assert_eq!(from_bytes::<Sample>(&[&*bytes, &[0]].concat()), None);
    }

    #[test]
    fn a_list_that_claims_to_be_endless_ends() {
        let claimed = [[0xff; 9].as_slice(), &[1]].concat();
        assert_eq!(from_bytes::<Vec<u8>>(&claimed), None);
        // Elements of no bytes do not exist, so these many are not there.
        assert_eq!(from_bytes::<Vec<Vec<Box<str>>>>(&claimed), None);
    }
}
