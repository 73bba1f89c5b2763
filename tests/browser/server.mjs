// Serves the built dist/ with the content security policy of docs/embedding.md,
// and beside it the small host pages that a test makes up.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const DIST = process.env.BUQI_DIST ?? join(ROOT, "dist");

export const POLICY = (await readFile(join(ROOT, "examples/content-security-policy.txt"), "utf8")).trim();

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Starts a server on a free port.
 *
 * `pages` maps an address to `{ body, type?, policy? }` and wins over dist/.
 * `folder` is what to serve instead of dist/; `use` goes over to another one.
 */
export async function serve(pages = {}, folder = DIST) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const page = pages[path] ?? (await fileAt(folder, path));
      response.writeHead(200, {
        "Content-Type": page.type ?? TYPES[".html"],
        "Content-Security-Policy": page.policy ?? POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
      });
      response.end(page.body);
    } catch {
      response.writeHead(404).end();
    }
  });
  // A test that fails before it closes its server must not keep the run going.
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    use(next) {
      folder = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

async function fileAt(folder, path) {
  const relative = normalize(path.endsWith("/") ? `${path}index.html` : path);
  const file = join(folder, relative);
  return { body: await readFile(file), type: TYPES[extname(file)] ?? "application/octet-stream" };
}

/** A file of dist/ as text, for a test that changes it before serving it. */
export function textOf(path) {
  return readFile(join(DIST, path), "utf8");
}
