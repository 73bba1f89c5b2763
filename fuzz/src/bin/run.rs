//! Runs a target for some seconds on the stable toolchain, from seeds that are
//! damaged by a random generator with a fixed start: the same arguments try the
//! same inputs in the same order.
//!
//! `cargo run --release --bin run -- open_survey 60 1`

use buqi_exchange::archive::{ArchiveWriter, TooLarge, crc};
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The input being tried is left here, so that a crash can be repeated.
const LAST_INPUT: &str = "artifacts/last-input";

/// Whether the input came all the way through.
type Target = fn(&[u8]) -> bool;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let (target, seeds): (Target, Vec<Vec<u8>>) = match args.next().as_deref() {
        Some("open_survey") => (buqi_fuzz::open_survey, survey_files()),
        Some("compiled_catalogue") => (buqi_fuzz::compiled_catalogue, noise()),
        Some("pasted_sheet") => (buqi_fuzz::pasted_sheet, sheets()),
        Some("zip_archive") => (buqi_fuzz::zip_archive, zip_files()),
        _ => {
            eprintln!("usage: run TARGET [seconds] [start]");
            return ExitCode::FAILURE;
        }
    };
    let seconds = args.next().and_then(|it| it.parse().ok()).unwrap_or(60);
    let start = args.next().and_then(|it| it.parse().ok()).unwrap_or(1);

    let mut random = Random(start);
    let until = Instant::now() + Duration::from_secs(seconds);
    let mut n_tried = 0u64;
    let mut n_through = 0u64;
    let mut slowest = Duration::ZERO;
    let artifacts = Path::new(LAST_INPUT).parent().unwrap_or(Path::new("."));
    let _ = fs::create_dir_all(artifacts);
    while Instant::now() < until {
        let input = damaged(&seeds, &mut random);
        let began = Instant::now();
        let Ok(is_through) = std::panic::catch_unwind(|| target(&input)) else {
            let _ = fs::write(LAST_INPUT, &input);
            eprintln!("crashed after {n_tried} inputs; the input is in {LAST_INPUT}");
            return ExitCode::FAILURE;
        };
        let took = began.elapsed();
        if took > slowest {
            slowest = took;
            let _ = fs::write("artifacts/slowest-input", &input);
        }
        n_tried += 1;
        n_through += u64::from(is_through);
    }
    println!(
        "{n_tried} inputs, {n_through} of them all the way, 0 crashes, slowest {} ms",
        slowest.as_millis()
    );
    ExitCode::SUCCESS
}

fn survey_files() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/saved/v1");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|it| it.path())
        .filter(|it| it.extension().is_some_and(|it| it == "json"))
        .collect();
    paths.sort();
    let mut files: Vec<Vec<u8>> = paths.iter().flat_map(fs::read).collect();
    let estates: Vec<serde_json::Value> =
        serde_json::from_str(buqi_bundled::estates().unwrap_or_default()).unwrap_or_default();
    files.extend(estates.iter().map(|it| it.to_string().into_bytes()));
    files
}

/// A line, pairs and a ledger.
fn sheets() -> Vec<Vec<u8>> {
    let facts = &buqi_bundled::catalogue().facts;
    let labels: Vec<&str> = facts.iter().map(|it| &*it.label.zh).collect();
    let row = |cells: &[&str]| cells.join("\t");
    let few = &labels[..labels.len().min(8)];
    let pairs: Vec<String> = labels.iter().map(|it| format!("{it}\t12.5\t㎡")).collect();
    let ledger = "序号\t楼栋号\t建成年代\t层数\t户数\n1\t1栋\t1988年\t7层\t42户\n\
                  2\t2-4栋\t1992\t7\t约56\n合计\t\t\t\t98";
    let line = format!("{}\n{}", row(few), row(&vec!["有"; few.len()]));
    [line, pairs.join("\n"), ledger.to_owned()]
        .map(String::into_bytes)
        .to_vec()
}

/// Each survey file with a picture beside it.
fn zip_files() -> Vec<Vec<u8>> {
    let files = survey_files();
    files.iter().filter_map(|it| zip_file(it).ok()).collect()
}

fn zip_file(survey: &[u8]) -> Result<Vec<u8>, TooLarge> {
    let picture: &[u8] = &[0xFF, 0xD8, 0xFF];
    let mut writer = ArchiveWriter::default();
    let mut zip = Vec::new();
    for (name, bytes) in [("survey.json", survey), ("pictures/p1.jpg", picture)] {
        zip.extend(writer.begin(name, bytes.len(), crc(bytes))?);
        zip.extend(bytes);
    }
    zip.extend(writer.finish()?);
    Ok(zip)
}

/// Edits and answers drawn at random, from one edit and no answer up.
fn noise() -> Vec<Vec<u8>> {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    (0..256)
        .map(|n| (0..3 + n * 4).map(|_| random.next() as u8).collect())
        .collect()
}

/// A seed with up to a dozen changes: bytes flipped, cut, doubled, swapped for
/// pieces of another seed or for bytes that matter in JSON.
fn damaged(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    // Mostly few, since many seldom leave anything that can be read.
    let most = 1 + random.below(12);
    for _ in 0..random.below(most) {
        if input.is_empty() {
            break;
        }
        let at = random.below(input.len());
        let end = (at + 1 + random.below(24)).min(input.len());
        match random.below(7) {
            0 => input[at] = random.next() as u8,
            1 => {
                input.drain(at..end);
            }
            2 => {
                let piece = input[at..end].to_vec();
                input.splice(at..at, piece);
            }
            3 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.below(other.len());
                let to = (from + 1 + random.below(80)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
            4 => input[at] = b"{}[]\",:0-.eE\\ntf"[random.below(16)],
            5 => {
                const NUMBERS: [&str; 8] = [
                    "0",
                    "-1",
                    "1e308",
                    "1.5",
                    "4294967296",
                    "1e-320",
                    "null",
                    "true",
                ];
                input.splice(at..at, NUMBERS[random.below(8)].bytes());
            }
            _ => {
                if random.below(8) == 0 {
                    input.truncate(at);
                } else {
                    input[at] ^= 1 << random.below(8);
                }
            }
        }
    }
    input
}

/// Xorshift: small, fast and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.max(1);
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Below `n`, which is not zero.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}
