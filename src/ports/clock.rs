//! The day, as the person's device has it.

use std::sync::Arc;

/// `YYYY-MM-DD`.
pub fn today() -> Arc<str> {
    let now = js_sys::Date::new_0();
    format!(
        "{:04}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
    .into()
}

/// `YYYY-MM-DDThh:mm`.
pub fn moment() -> Arc<str> {
    let now = js_sys::Date::new_0();
    let (hours, minutes) = (now.get_hours(), now.get_minutes());
    format!("{}T{hours:02}:{minutes:02}", today()).into()
}
