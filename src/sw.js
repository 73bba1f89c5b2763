// The service worker of the standalone page: keeps the files of one version on
// the device, so that the page opens without a network.
//
// A version is a whole. It is installed only when every file has arrived with
// the content that the build listed, it answers for all of them, and it takes
// over only when no page uses the version before or when a person says so. Pages
// that embed the element never register it, and it leaves their requests alone.

const VERSION = "__BUQI_VERSION__";
/** What the build wrote, by name, with its fingerprint. */
const FILES = __BUQI_FILES__;

const FOLDER = new URL("./", self.location.href);
// Another copy of the app on this site has caches of its own.
const OURS = `buqi ${FOLDER.pathname} `;
const CACHE = OURS + VERSION;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(removeOthers()));
self.addEventListener("message", (event) => {
  if (event.data === "use") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const name = nameOf(new URL(event.request.url));
  const isPage = event.request.mode === "navigate";
  if (event.request.method !== "GET" || name === null || (isPage && name !== "index.html")) return;
  event.respondWith(answer(event, name, isPage));
});

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(FILES).map(([name, fingerprint]) => keep(cache, name, fingerprint)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function keep(cache, name, fingerprint) {
  const address = new URL(name, FOLDER);
  const response = await fetch(address, { cache: "no-cache" });
  const body = await response.arrayBuffer();
  // While a server is being updated, it may hand out files of two versions.
  if (!response.ok || fingerprintOf(new Uint8Array(body)) !== fingerprint) {
    throw new Error(`${name} is not of version ${VERSION}`);
  }
  const headers = new Headers(response.headers);
  // The body is decoded by now.
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  await cache.put(address, new Response(body, { headers }));
}

async function removeOthers() {
  const names = await caches.keys();
  const others = names.filter((it) => it.startsWith(OURS) && it !== CACHE);
  await Promise.all(others.map((it) => caches.delete(it)));
}

async function answer(event, name, isPage) {
  if (!isPage && !(await isOurPage(event.clientId))) return fetch(event.request);
  const cache = await caches.open(CACHE);
  return (await cache.match(new URL(name, FOLDER))) ?? fetch(event.request);
}

async function isOurPage(id) {
  const client = await self.clients.get(id);
  return client !== undefined && nameOf(new URL(client.url)) === "index.html";
}

/** The name of the file in this version that an address asks for, or null. */
function nameOf(url) {
  if (url.origin !== FOLDER.origin || !url.pathname.startsWith(FOLDER.pathname)) return null;
  const name = url.pathname.slice(FOLDER.pathname.length) || "index.html";
  return Object.hasOwn(FILES, name) ? name : null;
}

/** FNV-1a of 32 bits and the length, as `xtask` writes them. */
function fingerprintOf(bytes) {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${(hash >>> 0).toString(16)}-${bytes.length}`;
}
