//! `./x test`: everything that CI runs, in an order that fails early.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, bail, ensure};
use xshell::Shell;

use crate::{announce, dist, gallery, npm, schema, size, tools};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// How the tests of all checks came out.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

/// Runs all checks, those after a failed one as well, and fails if any did.
pub fn run(shell: &Shell) -> anyhow::Result<()> {
    let start = Instant::now();
    let mut tally = Tally::default();

    tally.check("Compiler", || {
        tools::for_checks(shell).map(|()| Tally::default())
    });
    tally.check("Format", || {
        program(shell, "cargo", &["fmt", "--all", "--check"])
    });
    let deny: &[&str] = if tools::is_known_compiler(shell)? {
        &["--", "-D", "warnings"]
    } else {
        announce("This compiler is not the one the lints are held to, so its own are only shown");
        &[]
    };
    let clippy = [&["clippy", "--workspace", "--all-targets"], deny].concat();
    tally.check("Lints", || program(shell, "cargo", &clippy));
    let clippy = [&["clippy", "-p", "buqi-web", "--target", WASM_TARGET], deny].concat();
    tally.check("Lints of the app as wasm", || {
        program(shell, "cargo", &clippy)
    });
    tally.check("Tests", || {
        program(shell, "cargo", &["test", "--workspace"])
    });
    let check = ["run", "--quiet", "--package", "buqi-cli", "--", "check"];
    tally.check("Catalogue", || program(shell, "cargo", &check));
    tally.check("Schemas", || {
        schema::check(shell).map(|()| Tally::default())
    });

    let built = tally.check("Build", || dist::build(shell).map(|_| Tally::default()));
    if built {
        let dist = shell.current_dir().join("dist");
        tally.check("Size", || size::check(&dist).map(|()| Tally::default()));
    }
    let mut browsers = None;
    tally.check("Browsers", || {
        browsers = Some(tools::for_tests(shell)?);
        npm::install(shell)?;
        Ok(Tally::default())
    });
    if let Some(browsers) = &browsers {
        if has_browser_tests(&shell.current_dir().join("src"))? {
            tally.check("Tests in Chromium", || {
                in_browser(shell, "CHROMEDRIVER", &browsers.chromedriver)
            });
            tally.check("Tests in Firefox", || {
                in_browser(shell, "GECKODRIVER", &browsers.geckodriver)
            });
        }
        let has_gallery = tally.check("Gallery", || {
            gallery::build(shell).map(|_| Tally::default())
        });
        if built && has_gallery {
            tally.check("Journeys", || journeys(shell, browsers));
        }
    }

    let Tally { passed, failed } = tally;
    println!(
        "\n{passed} passed, {failed} failed in {} s",
        start.elapsed().as_secs()
    );
    ensure!(failed == 0, "something failed; its heading above says what");
    Ok(())
}

impl Tally {
    /// Runs one check under its heading. A check without tests of its own
    /// counts as one. Returns whether it passed.
    fn check(&mut self, name: &str, check: impl FnOnce() -> anyhow::Result<Tally>) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let tally = check().unwrap_or_else(|error| {
            println!("{error:#}");
            Tally {
                passed: 0,
                failed: 1,
            }
        });
        let failed = tally.failed > 0;
        self.failed += tally.failed;
        self.passed += if failed {
            tally.passed
        } else {
            tally.passed.max(1)
        };
        let verdict = if failed { "FAILED" } else { "passed" };
        println!(
            "-- {name}: {verdict}, {:.1} s",
            start.elapsed().as_secs_f64()
        );
        !failed
    }

    /// Adds what a summary line of libtest or of Node's test runner counts.
    fn read_summary(&mut self, line: &str) {
        let number = |text: &str| text.trim().parse().unwrap_or(0);
        if let Some(counts) = line.strip_prefix("test result: ") {
            for count in counts.split(['.', ';']) {
                if let Some(passed) = count.strip_suffix(" passed") {
                    self.passed += number(passed);
                } else if let Some(failed) = count.strip_suffix(" failed") {
                    self.failed += number(failed);
                }
            }
        } else if let Some(passed) = line.strip_prefix("ℹ pass ") {
            self.passed += number(passed);
        } else if let Some(failed) = line.strip_prefix("ℹ fail ") {
            self.failed += number(failed);
        }
    }
}

fn program(shell: &Shell, name: &str, args: &[&str]) -> anyhow::Result<Tally> {
    counted(
        Command::new(name)
            .args(args)
            .current_dir(shell.current_dir()),
    )
}

/// Runs a program, shows what it prints and counts its tests.
fn counted(command: &mut Command) -> anyhow::Result<Tally> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .context("could not start")?;
    let stdout = child.stdout.take().context("no output to read")?;
    let mut tally = Tally::default();
    for line in BufReader::new(stdout).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        writeln!(std::io::stdout(), "{line}")?;
        tally.read_summary(&line);
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        bail!("ended with {status}");
    }
    Ok(tally)
}

fn has_browser_tests(folder: &Path) -> anyhow::Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let has = if path.is_dir() {
            has_browser_tests(&path)?
        } else {
            path.extension().is_some_and(|it| it == "rs")
                && std::fs::read_to_string(&path)?.contains("#[wasm_bindgen_test]")
        };
        if has {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Runs the app's own tests in the browser that `driver` drives; webdriver.json
/// holds the browser's settings.
fn in_browser(shell: &Shell, variable: &str, driver: &Path) -> anyhow::Result<Tally> {
    counted(
        Command::new("cargo")
            .args([
                "test",
                "--package",
                "buqi-web",
                "--lib",
                "--target",
                WASM_TARGET,
            ])
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            )
            .env_remove("CHROMEDRIVER")
            .env_remove("GECKODRIVER")
            .env(variable, driver)
            .current_dir(shell.current_dir()),
    )
}

fn journeys(shell: &Shell, browsers: &tools::Browsers) -> anyhow::Result<Tally> {
    counted(
        Command::new("node")
            .args(["--test", "--test-reporter=spec"])
            .env("CHROMIUM", &browsers.chromium)
            .env("GECKODRIVER", &browsers.geckodriver)
            .current_dir(shell.current_dir().join("tests/browser")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_both_runners_are_counted() {
        let mut tally = Tally::default();
        tally.read_summary("test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured");
        tally.read_summary("ℹ pass 4");
        tally.read_summary("ℹ fail 1");
        tally.read_summary("ℹ duration_ms 5");
        assert_eq!((tally.passed, tally.failed), (16, 4));
    }
}
