//! Bytes that are no survey file of ours.

use super::check_sentence;
use crate::catalogue::small;
use buqi_exchange::{Encoding, Lang, OpenError, open, open_value};

fn refused(bytes: &[u8], expected: OpenError) {
    let error = open(bytes, &small()).unwrap_err();
    assert_eq!(error, expected);
    for lang in [Lang::Zh, Lang::En] {
        let told = error.message(lang);
        check_sentence(&told);
        // Where nothing is stored there is nothing that stayed as it was.
        let safe = lang.pick("现有档案没有变动。", "Nothing on this device has changed. ");
        assert_eq!(error.told(lang, ""), told.replacen(safe, "", 1));
        assert!(told.contains(safe), "{told}");
    }
}

#[test]
fn an_empty_file_is_refused() {
    refused(b"", OpenError::Empty);
    refused(b" \r\n\t", OpenError::Empty);
    refused(b"\xEF\xBB\xBF", OpenError::Empty);
}

#[test]
fn a_file_larger_than_any_survey_is_refused() {
    let bytes = vec![b' '; buqi_exchange::format::MAX_BYTES + 1];
    refused(&bytes, OpenError::TooLarge);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", OpenError::NotText);
    refused(b"PK\x03\x04\x14\0\x06\0", OpenError::NotText);
    refused(b"\xC3\x28 \x01", OpenError::NotText);
}

#[test]
fn other_encodings_are_named() {
    // {"name": "小区"} in GBK.
    refused(
        b"{\"name\": \"\xD0\xA1\xC7\xF8\"}",
        OpenError::Encoded(Encoding::Gbk),
    );
    // The four-byte form of GB 18030.
    refused(
        b"{\"name\": \"\xD0\xA1\x81\x39\xEF\x30\"}",
        OpenError::Encoded(Encoding::Gbk),
    );
    refused(b"\xFF\xFE{\0}\0", OpenError::Encoded(Encoding::Utf16));
    refused(b"\xFE\xFF\0{\0}", OpenError::Encoded(Encoding::Utf16));
}

#[test]
fn a_mistake_is_found_by_line_and_character() {
    for text in [&b"storeys: 6"[..], b"format: buqi-dossier", b"\n1, 2"] {
        refused(text, OpenError::NotJson { line: 1, column: 1 });
    }
    refused(
        "{\n  \"name\": \"小区\" oops\n}".as_bytes(),
        OpenError::NotJson {
            line: 2,
            column: 16,
        },
    );
    refused(b"{} {}", OpenError::NotJson { line: 1, column: 4 });
}

#[test]
fn a_file_that_stops_early_is_told_from_a_wrong_one() {
    refused(
        b"{\n\"format\": \"buqi-",
        OpenError::CutShort {
            line: 2,
            column: 16,
        },
    );
}

#[test]
fn nesting_is_bounded() {
    let deep = |n| format!("{}1{}", "[".repeat(n), "]".repeat(n));
    refused(deep(64).as_bytes(), OpenError::NotOurs);
    refused(deep(65).as_bytes(), OpenError::TooDeep);
    refused(deep(100_000).as_bytes(), OpenError::TooDeep);
    let value = serde_json::from_str(&deep(65)).unwrap();
    assert_eq!(
        open_value(value, Vec::new(), &small()).unwrap_err(),
        OpenError::TooDeep
    );
}

#[test]
fn json_of_somebody_else_is_refused() {
    refused(b"[1, 2]", OpenError::NotOurs);
    refused(b"null", OpenError::NotOurs);
    refused(
        br#"{"type": "FeatureCollection", "features": []}"#,
        OpenError::NotOurs,
    );
    refused(
        br#"{"format": "another", "version": 1}"#,
        OpenError::NotOurs,
    );
}

#[test]
fn a_file_that_asks_for_a_newer_reader_is_refused() {
    refused(
        br#"{"format": "buqi-dossier", "version": 3, "readable-from": 2}"#,
        OpenError::TooNew { readable_from: 2 },
    );
}
