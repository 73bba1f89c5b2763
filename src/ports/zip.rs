//! Zip files as the browser holds them: pictures go in and come out as blobs,
//! and only headers pass through here.

use super::files;
use super::pictures::bytes_of;
use buqi_exchange::archive::{
    ArchiveWriter, Entry, MAGIC, TAIL, TooLarge, crc, directory, directory_place,
};
use js_sys::{Array, Reflect, Uint8Array};
use std::ops::Range;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStreamDefaultReader, ReadableWritablePair};

#[wasm_bindgen]
extern "C" {
    /// Not in the stable set of `web-sys`.
    type DecompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// A zip file that is being put together.
#[derive(Default)]
pub struct Packing {
    writer: ArchiveWriter,
    parts: Array,
}

impl Packing {
    /// Adds a file. The blob is read once, for its sum, and is not copied.
    pub async fn add(&mut self, name: &str, blob: &Blob) -> Result<(), TooLarge> {
        let Some(bytes) = bytes_of(blob).await else {
            // It is gone from the disk; the rest is still worth having.
            return Ok(());
        };
        let head = self.writer.begin(name, bytes.len(), crc(&bytes))?;
        self.parts.push(&Uint8Array::from(&*head));
        self.parts.push(blob);
        Ok(())
    }

    pub fn finish(self) -> Result<Option<Blob>, TooLarge> {
        let end = self.writer.finish()?;
        self.parts.push(&Uint8Array::from(&*end));
        Ok(files::blob_of(&self.parts, "application/zip"))
    }
}

pub async fn is_zip(file: &Blob) -> bool {
    part(file, 0..MAGIC.len() as u64)
        .await
        .is_some_and(|it| it == MAGIC)
}

/// What is in a zip file; nothing where its end is missing or damaged.
pub async fn entries(file: &Blob) -> Option<Vec<Entry>> {
    let length = file.size() as u64;
    let tail = part(file, length.saturating_sub(TAIL as u64)..length).await?;
    let place = directory_place(&tail, length)?;
    Some(directory(&part(file, place).await?))
}

/// The bytes of one entry, whole; nothing when they are damaged or more than
/// `most`.
pub async fn read(file: &Blob, entry: &Entry, most: u32) -> Option<Vec<u8>> {
    if entry.size > most {
        return None;
    }
    let body = entry.body(&part(file, entry.head()).await?)?;
    let mut packed = slice(file, body)?;
    if entry.is_deflated {
        packed = inflate(&packed, entry.size).await?;
    }
    if packed.size() != f64::from(entry.size) {
        return None;
    }
    let bytes = bytes_of(&packed).await?;
    (crc(&bytes) == entry.crc).then_some(bytes)
}

/// What is packed, or nothing as soon as it is more than `size` bytes: a small
/// file may claim little and unpack without end.
async fn inflate(packed: &Blob, size: u32) -> Option<Blob> {
    let inflater = DecompressionStream::new("deflate-raw").ok()?;
    // It has the two fields of a pair.
    let pair: ReadableWritablePair = inflater.obj.unchecked_into();
    let stream = packed.stream().pipe_through(&pair);
    let reader = ReadableStreamDefaultReader::new(&stream).ok()?;
    let (parts, mut length) = (Array::new(), 0);
    loop {
        let read = JsFuture::from(reader.read()).await.ok()?;
        let Ok(part) = Reflect::get(&read, &"value".into())
            .ok()?
            .dyn_into::<Uint8Array>()
        else {
            return files::blob_of(&parts, "");
        };
        length += part.length();
        parts.push(&part);
        if length > size {
            let _ = JsFuture::from(reader.cancel()).await;
            return None;
        }
    }
}

fn slice(file: &Blob, range: Range<u64>) -> Option<Blob> {
    file.slice_with_f64_and_f64(range.start as f64, range.end as f64)
        .ok()
}

async fn part(file: &Blob, range: Range<u64>) -> Option<Vec<u8>> {
    bytes_of(&slice(file, range)?).await
}
