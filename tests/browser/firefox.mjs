// Drives Firefox through geckodriver by the W3C protocol, as far as the tests
// need it: an address, a reload, and functions called in the page.

import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** How long the page may take for anything, in milliseconds. */
const PATIENCE = 30_000;

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a Firefox with a profile of its own and these preferences. */
export async function launchFirefox(prefs = {}) {
  const [port, socket] = [await freePort(), await freePort()];
  const driver = spawn(process.env.GECKODRIVER ?? "geckodriver", ["--port", port, "--websocket-port", socket], { stdio: "ignore" });
  const ended = new Promise((_, failed) => {
    driver.on("error", (error) => failed(new Error(`geckodriver: ${error.message}; ./x test installs it`)));
  });
  ended.catch(() => {});
  const ask = async (method, path, body) => {
    const headers = { "Content-Type": "application/json" };
    const request = fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: body && JSON.stringify(body) });
    const response = await Promise.race([request, ended]);
    const { value } = await response.json();
    if (value?.error) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  const deadline = performance.now() + PATIENCE;
  for (;;) {
    try {
      if ((await ask("GET", "/status")).ready) break;
    } catch (error) {
      if (driver.pid === undefined || performance.now() > deadline) throw error;
    }
  }
  const options = { args: ["-headless"], prefs };
  const alwaysMatch = { browserName: "firefox", "moz:firefoxOptions": options };
  const { sessionId, capabilities } = await ask("POST", "/session", { capabilities: { alwaysMatch } });
  const at = `/session/${sessionId}`;
  await ask("POST", `${at}/timeouts`, { script: PATIENCE, pageLoad: PATIENCE });
  const browser = {
    version: capabilities.browserVersion,
    goto: (url) => ask("POST", `${at}/url`, { url }),
    /** As a person does it; the protocol's own way goes past the service worker. */
    async reload() {
      await browser.evaluate(() => {
        document.documentElement.dataset.before = "";
        setTimeout(() => location.reload(), 0);
      });
      const isNew = () => document.readyState === "complete" && document.documentElement.dataset.before === undefined;
      const deadline = performance.now() + PATIENCE;
      // While the page goes, there is nothing to call a function in.
      while (!(await browser.evaluate(isNew).catch(() => false))) {
        if (performance.now() > deadline) throw new Error("the page did not come back");
      }
    },
    /** Calls `body` in the page with `args` and waits for what it returns. */
    evaluate: (body, ...args) =>
      ask("POST", `${at}/execute/sync`, { script: `return (${body}).apply(null, arguments);`, args }),
    /** Waits until `body` returns something that counts as true, and returns it. */
    until: (body, ...args) =>
      ask("POST", `${at}/execute/sync`, {
        script: `const args = arguments;
          return new Promise((done) => {
            const look = () => {
              const found = (${body}).apply(null, args);
              if (found) done(found);
              else setTimeout(look, 20);
            };
            look();
          });`,
        args,
      }),
    async close() {
      await ask("DELETE", at).catch(() => {});
      driver.kill();
    },
  };
  return browser;
}
