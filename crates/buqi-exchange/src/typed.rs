//! Numbers as people write them.

/// A number as people type it: digits with at most one point, full-width ones
/// and separators too. A comma separates thousands; before one or two digits it
/// may be meant as a point, so that is no number. Digits after the fifteenth are left out, so that the
/// result is the nearest number to what was typed.
pub fn typed_number(typed: &str) -> Option<f64> {
    const MOST_DIGITS: u32 = 15;
    let (mut mantissa, mut n_digits, mut n_decimals) = (0_u64, 0, 0);
    let (mut negative, mut any, mut point) = (false, false, false);
    // Digits since the last comma, once there was one.
    let mut group: Option<u32> = None;
    for char in typed.chars() {
        let digit = match char {
            '0'..='9' => char as u32 - '0' as u32,
            '０'..='９' => char as u32 - '０' as u32,
            '.' | '．' | '。' if !point && group.is_none_or(|it| it == 3) => {
                point = true;
                group = None;
                continue;
            }
            '-' | '－' if !any && !point && !negative => {
                negative = true;
                continue;
            }
            ',' | '，' if any && !point && group.is_none_or(|it| it == 3) => {
                group = Some(0);
                continue;
            }
            space if space.is_whitespace() => continue,
            _ => return None,
        };
        any = true;
        group = group.map(|it| it + 1);
        if n_digits < MOST_DIGITS {
            mantissa = mantissa * 10 + u64::from(digit);
            n_digits += u32::from(mantissa > 0);
            n_decimals += u32::from(point);
        } else if !point && group.is_none() {
            // Far outside the bounds of anything that is asked.
            return Some(if negative { f64::MIN } else { f64::MAX });
        }
    }
    if group.is_some_and(|it| it != 3) {
        return None;
    }
    // Both sides are below 2^53, so the quotient is rounded once.
    let value = mantissa as f64 / 10_u64.checked_pow(n_decimals)? as f64;
    any.then_some(if negative { -value } else { value })
}
