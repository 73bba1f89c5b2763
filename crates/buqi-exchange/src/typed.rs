//! Numbers as people write them.

/// A number as people type it: digits with at most one point, full-width ones
/// and separators too. Digits after the fifteenth are left out, so that the
/// result is the nearest number to what was typed.
pub fn typed_number(typed: &str) -> Option<f64> {
    const MOST_DIGITS: u32 = 15;
    let (mut mantissa, mut n_digits, mut n_decimals) = (0_u64, 0, 0);
    let (mut negative, mut any, mut point) = (false, false, false);
    for char in typed.chars() {
        let digit = match char {
            '0'..='9' => char as u32 - '0' as u32,
            '０'..='９' => char as u32 - '０' as u32,
            '.' | '．' | '。' if !point => {
                point = true;
                continue;
            }
            '-' | '－' if !any && !point && !negative => {
                negative = true;
                continue;
            }
            ',' | '，' => continue,
            space if space.is_whitespace() => continue,
            _ => return None,
        };
        any = true;
        if n_digits < MOST_DIGITS {
            mantissa = mantissa * 10 + u64::from(digit);
            n_digits += u32::from(mantissa > 0);
            n_decimals += u32::from(point);
        } else if !point {
            // Far outside the bounds of anything that is asked.
            return Some(if negative { f64::MIN } else { f64::MAX });
        }
    }
    // Both sides are below 2^53, so the quotient is rounded once.
    let value = mantissa as f64 / 10_u64.checked_pow(n_decimals)? as f64;
    any.then_some(if negative { -value } else { value })
}
