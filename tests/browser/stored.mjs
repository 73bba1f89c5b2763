// What the page has stored, and ways to make it store.

/** What the page shows of the estate: every answer, in the order of the page. A
 * number that was refused is no answer; only the tab where it was typed has it. */
export const shown = (page) =>
  page.evaluate(() => {
    const root = document.querySelector("buqi-configurator").shadowRoot;
    const inputs = [...root.querySelectorAll("[data-fact] input:not([aria-invalid])")].map((it) => [it.closest("[data-fact]").dataset.fact, it.value]);
    const pressed = [...root.querySelectorAll("[data-fact] [data-reply]")]
      .filter((it) => it.ariaPressed === "true" || it.getAttribute("aria-pressed") === "true")
      .map((it) => [it.closest("[data-fact]").dataset.fact, it.dataset.reply]);
    return JSON.stringify([...inputs, ...pressed].filter((it) => it[1] !== ""));
  });

/**
 * What the element of the standalone page has stored: the log and other keys of
 * the estates by their name below the element, and the records in the database
 * by the key of the estate.
 */
export const stored = (page) =>
  page.evaluate(async () => {
    const local = {};
    for (const [name, value] of Object.entries(localStorage)) {
      const [, , kind, ...rest] = name.split("/");
      if (["log", "estate", "kept", "gone"].includes(kind)) local[[kind, ...rest].join("/")] = value;
    }
    const database = await new Promise((done, failed) => {
      const request = indexedDB.open("buqi/default/records", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("records");
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const records = database.transaction("records").objectStore("records");
    const ask = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const [keys, texts] = await Promise.all([ask(records.getAllKeys()), ask(records.getAll())]);
    database.close();
    return { local, records: Object.fromEntries(keys.map((key, n) => [key, texts[n]])) };
  });

/** Has all of it hold exactly `it`, as `stored` tells it. */
export const store = (page, it) =>
  page.evaluate(async ({ local, records }) => {
    const start = "buqi/default/";
    for (const name of Object.keys(localStorage)) {
      if (/^(log|estate|kept|gone)\//.test(name.slice(start.length))) localStorage.removeItem(name);
    }
    for (const [name, value] of Object.entries(local)) localStorage.setItem(start + name, value);
    const database = await new Promise((done, failed) => {
      const request = indexedDB.open("buqi/default/records", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("records");
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const transaction = database.transaction("records", "readwrite");
    const all = transaction.objectStore("records");
    all.clear();
    for (const [key, text] of Object.entries(records)) all.put(text, key);
    await new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    database.close();
  }, it);

/** Takes everything away. */
export async function clear(page) {
  await store(page, { local: {}, records: {} });
  await page.evaluate(() => localStorage.clear());
}

/** The page believes that nobody sees it, as when another tab is shown. */
export const hide = (page) =>
  page.evaluate(() => {
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    delete document.hidden;
  });

/** Has the page move its log into the database, and waits until it is there. */
export async function fold(page) {
  const isFolded = () => Object.keys(localStorage).every((it) => !/^buqi\/default\/(log|estate)\//.test(it));
  const deadline = performance.now() + 30_000;
  // What is written meanwhile is moved the next time.
  do {
    if (performance.now() > deadline) throw new Error("the log is still there");
    await hide(page);
  } while (!(await page.evaluate(isFolded)));
}
