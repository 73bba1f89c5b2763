//! Serves `dist/` on this machine, with the content security policy that the
//! app promises to live with.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};

use anyhow::anyhow;
use tiny_http::{Header, Method, Request, Response, Server};
use xshell::Shell;

use crate::dist;

pub const USUAL_PORT: u16 = 8080;

/// The policy of docs/embedding.md, one line that an administrator can forward.
const POLICY: &str = include_str!("../../../examples/content-security-policy.txt");

/// Builds, then serves until the process is ended. A taken port is not an
/// error: the next free one is used, and said.
pub fn run(shell: &Shell, port: u16) -> anyhow::Result<()> {
    folder(&dist::build(shell)?, port)
}

/// The same with a folder that is built already.
pub fn folder(folder: &Path, port: u16) -> anyhow::Result<()> {
    let server = (port..=port.saturating_add(100))
        .find_map(|it| Server::http(SocketAddr::from((Ipv4Addr::LOCALHOST, it))).ok())
        .ok_or_else(|| anyhow!("no free port from {port} on; name another with --port"))?;
    println!(
        "Buqi is at http://{}/ until you press Ctrl+C.",
        server.server_addr()
    );
    for request in server.incoming_requests() {
        // A browser that hangs up is no reason to stop serving.
        let _ = answer(folder, request);
    }
    Ok(())
}

fn answer(dist: &Path, request: Request) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405));
    }
    match find(dist, request.url()).and_then(|it| Some((fs::read(&it).ok()?, it))) {
        Some((bytes, path)) => {
            let mut response = Response::from_data(bytes);
            response.add_header(header("Content-Type", content_type(&path)));
            response.add_header(header("Content-Security-Policy", POLICY.trim()));
            response.add_header(header("X-Content-Type-Options", "nosniff"));
            response.add_header(header("Cache-Control", "no-cache"));
            request.respond(response)
        }
        None => request.respond(Response::from_string("not found\n").with_status_code(404)),
    }
}

/// The file that `url` asks for; nothing outside `dist` is ever one.
fn find(dist: &Path, url: &str) -> Option<PathBuf> {
    let address = url.split(['?', '#']).next().unwrap_or_default();
    let relative = Path::new(address.trim_start_matches('/'));
    if !relative
        .components()
        .all(|it| matches!(it, Component::Normal(_)))
    {
        return None;
    }
    let path = dist.join(relative);
    Some(if path.is_dir() {
        path.join("index.html")
    } else {
        path
    })
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values here are plain ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_stands_for_its_index() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(
            find(folder, "/src?x=1"),
            Some(folder.join("src/index.html"))
        );
    }

    #[test]
    fn the_policy_in_the_document_is_the_one_served() {
        assert!(include_str!("../../../docs/embedding.md").contains(POLICY.trim()));
    }

    #[test]
    fn nothing_outside_the_folder_is_found() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert_eq!(find(folder, "/../Cargo.toml"), None);
        assert_eq!(find(folder, "/src/../../Cargo.toml"), None);
    }
}
