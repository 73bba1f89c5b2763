//! Survey files as the rest of the product meets them: bytes in, bytes out.

mod catalogue;
mod disclosure;
mod documents;
mod opening;
mod properties;
mod saved;
mod sheet;
