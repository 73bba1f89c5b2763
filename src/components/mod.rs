//! Parts that more than one room draws.

pub mod bill_bar;
pub mod class_tag;
pub mod details;
pub mod evidence;
pub mod finding;
pub mod item_card;
pub mod number_field;
pub mod onward;
pub mod photos;
pub mod provenance;
pub mod question;
pub mod select;
pub mod site_mode;
pub mod sketch;
pub mod trace_list;
pub mod working_list;
