// What only the standalone page does: it keeps itself on the device for use
// without a network, and says when a newer version is ready.

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
