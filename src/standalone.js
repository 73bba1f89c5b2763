// What only the standalone page does: it keeps itself on the device for use
// without a network, says when a newer version is ready, speaks the language
// that was chosen, and lets the way back of the browser lead through the app.

const note = document.getElementById("new-version");

async function stayOnDevice() {
  const registration = await navigator.serviceWorker.register(new URL("sw.js", import.meta.url), {
    updateViaCache: "none",
  });
  if (registration.waiting) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    // With none at work, this is the first visit and no update.
    if (registration.active === null) return;
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed") offer(worker);
    });
  });
}

/** Shows the note. Nothing changes before somebody takes the offer. */
function offer(worker) {
  note.hidden = false;
  const [use, later] = note.querySelectorAll("button");
  later.onclick = () => {
    note.hidden = true;
  };
  use.onclick = () => {
    // Every edit is stored by now, so the page comes back as it was.
    const reload = () => worker.state === "activated" && location.reload();
    worker.addEventListener("statechange", reload);
    worker.postMessage("use");
    reload();
  };
}

// Without it (a private window, an old browser, a page that was opened as a
// file) everything works but the next visit without a network.
if ("serviceWorker" in navigator) stayOnDevice().catch((error) => console.info("buqi:", error));

const root = document.querySelector("buqi-configurator").shadowRoot;
const titles = { "zh-CN": document.title, en: document.querySelector("[lang=en] h1").textContent };
/** Whether a step back that the app led to is still to come. */
let isGoing = false;

const dialogs = () => [...root.querySelectorAll("dialog[open]")];

/** Takes over what the app shows: its language, and where in it the person is. */
function follow() {
  const app = root.querySelector("[data-room-open]");
  if (app === null) return;
  document.documentElement.lang = app.lang;
  document.title = titles[app.lang];
  // The history of a frame is that of the page around it.
  if (parent === window && !isGoing) keepWay({ room: app.dataset.roomOpen, over: dialogs().length });
}

/** Each room is an entry of the history, and so is each dialog that is open over it. */
function keepWay(now) {
  const entry = history.state;
  const isOther = entry?.room !== now.room;
  // Of the first entry nothing is known, and it is written over.
  const nClosed = entry ? entry.over - now.over : 1;
  if (nClosed > isOther) {
    isGoing = true;
    history.go(isOther - nClosed);
  } else if (nClosed === 1) {
    // A dialog that led to another room is left with it.
    history.replaceState(now, "");
  } else if (nClosed < 0 || isOther) {
    history.pushState(now, "");
  }
}

addEventListener("popstate", ({ state }) => {
  if (isGoing || state === null) {
    isGoing = false;
    follow();
    return;
  }
  for (const dialog of dialogs().slice(state.over).reverse()) dialog.close();
  root.querySelector(`[data-room=${state.room}]`).click();
});

// Once what a tap began is drawn as a whole.
new MutationObserver(() => setTimeout(follow)).observe(root, {
  subtree: true,
  childList: true,
  attributeFilter: ["lang", "data-room-open", "open"],
});
