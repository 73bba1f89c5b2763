//! Makes a stored picture out of what a camera or a file gives: upright, small,
//! and without anything the camera wrote into it.

use super::photos::Picture;
use buqi_core::photos::{EDGE, Point};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement, ImageBitmap, PointerEvent, Url,
};
use yew::NodeRef;

/// The longest side of a stored picture in pixels, and its most bytes.
pub const MAX_SIDE: u32 = 1600;
pub const MAX_BYTES: f64 = 300_000.0;

/// The longest side of the small copy for lists, in pixels.
const THUMB_SIDE: u32 = 240;

/// Side and quality in the order they are tried until a picture is small
/// enough. Noise of 400 pixels at a quarter of the quality fits.
const STEPS: [(u32, f64); 9] = [
    (MAX_SIDE, 0.85),
    (MAX_SIDE, 0.75),
    (MAX_SIDE, 0.6),
    (1280, 0.7),
    (1280, 0.5),
    (1024, 0.6),
    (1024, 0.4),
    (800, 0.4),
    (400, 0.25),
];

/// How much of a file may come before its picture: what a camera writes there
/// fits into one segment of 64 kB, and others may come first.
const HEAD: f64 = 256.0 * 1024.0;

/// A picture ready to be stored.
pub struct Shrunk {
    pub picture: Picture,
    pub width: u32,
    pub height: u32,
    pub bytes: u32,
}

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The format of newer phones, which this browser can't read.
    Heic,
    /// No picture, a damaged one, or one that is too large for this device.
    NotAPicture,
}

/// Decodes and shrinks a picture. Encoding it anew leaves out everything a
/// camera wrote beside the pixels; the direction it was held in is applied.
pub async fn shrink(file: &Blob) -> Result<Shrunk, Refusal> {
    match try_shrink(file).await {
        Some(shrunk) => Ok(shrunk),
        None if is_heic(&head(file, 32.0).await) => Err(Refusal::Heic),
        None => Err(Refusal::NotAPicture),
    }
}

async fn try_shrink(file: &Blob) -> Option<Shrunk> {
    let bitmap = decode(file).await?;
    let shrunk = encode_small_enough(&bitmap).await;
    bitmap.close();
    shrunk
}

async fn decode(file: &Blob) -> Option<ImageBitmap> {
    let promise = web_sys::window()?
        .create_image_bitmap_with_blob(file)
        .ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn encode_small_enough(bitmap: &ImageBitmap) -> Option<Shrunk> {
    let (_, _, thumb) = encode(bitmap, THUMB_SIDE, 0.7).await?;
    for (side, quality) in STEPS {
        let (width, height, full) = encode(bitmap, side, quality).await?;
        if full.size() <= MAX_BYTES {
            return Some(Shrunk {
                width,
                height,
                bytes: full.size() as u32,
                picture: Picture { full, thumb },
            });
        }
    }
    None
}

/// A small copy of a picture that came without one.
pub async fn thumb_of(full: &Blob) -> Option<Blob> {
    let bitmap = decode(full).await?;
    let thumb = encode(&bitmap, THUMB_SIDE, 0.7).await;
    bitmap.close();
    thumb.map(|it| it.2)
}

/// Width, height and bytes as JPEG, with the longest side at most `side`.
async fn encode(bitmap: &ImageBitmap, side: u32, quality: f64) -> Option<(u32, u32, Blob)> {
    let (width, height) = fit(bitmap.width(), bitmap.height(), side);
    let document = web_sys::window()?.document()?;
    let canvas = document.create_element("canvas").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    // JPEG knows nothing transparent.
    context.set_fill_style_str("#fff");
    let (across, down) = (f64::from(width), f64::from(height));
    context.fill_rect(0.0, 0.0, across, down);
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, across, down)
        .ok()?;
    let blob = to_jpeg(&canvas, quality).await;
    // Phones give back the memory of a canvas only when it has no pixels left.
    canvas.set_width(0);
    Some((width, height, blob?))
}

async fn to_jpeg(canvas: &HtmlCanvasElement, quality: f64) -> Option<Blob> {
    let promise = Promise::new(&mut |done: Function, _| {
        if canvas
            .to_blob_with_type_and_encoder_options(&done, "image/jpeg", &quality.into())
            .is_err()
        {
            let _ = done.call0(&JsValue::NULL);
        }
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

/// The size with the longest side at most `side`, never larger than it is.
fn fit(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height).max(1);
    if longest <= side {
        return (width, height);
    }
    let scale = |it: u32| {
        let scaled =
            (u64::from(it) * u64::from(side) + u64::from(longest / 2)) / u64::from(longest);
        (scaled as u32).max(1)
    };
    (scale(width), scale(height))
}

/// The first bytes of a file, as many as may hold what a camera wrote.
pub async fn camera_notes(file: &Blob) -> Vec<u8> {
    head(file, HEAD).await
}

async fn head(file: &Blob, n_bytes: f64) -> Vec<u8> {
    match file.slice_with_f64_and_f64(0.0, n_bytes) {
        Ok(part) => bytes_of(&part).await.unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

pub async fn bytes_of(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// The box at the start of a file of the HEIF family, with one of its brands.
fn is_heic(head: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1",
    ];
    head.get(4..8) == Some(b"ftyp") && head.get(8..12).is_some_and(|it| BRANDS.contains(&it))
}

/// Where on the element of `node` a pointer is.
pub fn point_on(node: &NodeRef, event: &PointerEvent) -> Option<Point> {
    let area = node.cast::<Element>()?.get_bounding_client_rect();
    let part = |at: i32, from: f64, length: f64| (f64::from(at) - from) / length * f64::from(EDGE);
    Some(Point::near(
        part(event.client_x(), area.left(), area.width()),
        part(event.client_y(), area.top(), area.height()),
    ))
}

/// Has the element of `node` hear of the pointer until it is up, also outside.
pub fn seize(node: &NodeRef, event: &PointerEvent) {
    if let Some(element) = node.cast::<Element>() {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// An address of a blob inside this page, until it is dropped.
pub struct Address(String);

impl Address {
    pub fn new(blob: &Blob) -> Option<Address> {
        Url::create_object_url_with_blob(blob).ok().map(Address)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for Address {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod tests {
    use super::*;
    use js_sys::Array;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn a_side_is_never_longer_than_asked_and_nothing_grows() {
        assert_eq!(fit(4000, 3000, 1600), (1600, 1200));
        assert_eq!(fit(3000, 4000, 1600), (1200, 1600));
        assert_eq!(fit(800, 600, 1600), (800, 600));
        assert_eq!(fit(100_000, 1, 1600), (1600, 1));
    }

    #[wasm_bindgen_test]
    async fn what_is_no_picture_is_refused_by_name() {
        let blob = |bytes: &[u8]| {
            Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes))).unwrap()
        };
        let heic = blob(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic");
        assert_eq!(shrink(&heic).await.err(), Some(Refusal::Heic));
        let text = blob("不是照片".as_bytes());
        assert_eq!(shrink(&text).await.err(), Some(Refusal::NotAPicture));
        assert_eq!(shrink(&blob(b"")).await.err(), Some(Refusal::NotAPicture));
    }
}
