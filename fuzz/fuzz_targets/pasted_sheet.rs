#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    buqi_fuzz::pasted_sheet(bytes);
});
