//! YAML as plain data, for files that are not part of the catalogue: surveys
//! and the example estates.

/// Reads one YAML document. The text of the error is the reader's own, with
/// line and column.
pub fn plain_value(text: &str) -> Result<serde_json::Value, String> {
    serde_saphyr::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::plain_value;

    #[test]
    fn a_broken_document_says_where() {
        let error = plain_value("name: [a\nother: b").unwrap_err();
        assert!(error.contains("line") || error.contains(':'), "{error}");
    }
}
