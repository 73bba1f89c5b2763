// Defines <buqi-configurator>, the element that a page embeds:
//
//   <script type="module" src="…/embed.js"></script>
//   <buqi-configurator lang="zh"></buqi-configurator>
//
// The name of this file never changes. The files it loads carry a hash of their
// content in their names, which the build writes into the constants below.
//
// Attributes, all optional:
//   lang         zh or en for a first visit; later, what the reader chose last,
//                until the host changes the attribute while the tool is shown
//   storage-key  which saved work this element shows; "default" unless given
//   mode         standalone or embedded (the usual)
//   room         the room to open first
//
// Children of the element are what a reader sees until the tool has loaded, and
// for good when it can't load.

const GLUE = "__BUQI_GLUE__";
const WASM = "__BUQI_WASM__";
const LATER = "__BUQI_LATER__";
const NOTES = "__BUQI_NOTES__";

const OPTIONS = { lang: "lang", "storage-key": "storageKey", mode: "mode", room: "room" };

const FAILURES = {
  blocked: {
    zh: "补齐未能启动：本页的内容安全策略不允许 WebAssembly。请网站管理员在 script-src 中加入 'wasm-unsafe-eval'。已保存的内容不受影响。",
    en: "Buqi could not start: the content security policy of this page does not allow WebAssembly. Its administrator can add 'wasm-unsafe-eval' to script-src. Saved work is not affected.",
  },
  unsupported: {
    zh: "补齐未能启动：这个浏览器不支持 WebAssembly，或已将其关闭。请更新浏览器，或换一个。已保存的内容不受影响。",
    en: "Buqi could not start: this browser does not support WebAssembly, or has it turned off. Update the browser or use another. Saved work is not affected.",
  },
  unreachable: {
    zh: "补齐未能载入：有文件没有取到。请检查网络后再试。已保存的内容不受影响。",
    en: "Buqi could not load: a file did not arrive. Check the connection and try again. Saved work is not affected.",
  },
  crashed: {
    zh: "补齐出错停下了。填写的内容已保存在这台设备上，可以重新打开。",
    en: "Buqi stopped because of an error. What you entered is stored on this device; you can open it again.",
  },
};
const AGAIN = { zh: "重新打开", en: "Open again" };

const FAILURE_STYLE = `
:host { display: block; }
.buqi-failure {
  all: initial; display: block; padding: 1em; border: 2px solid; border-radius: 4px;
  font: 1rem/1.6 system-ui, sans-serif; color: CanvasText; background: Canvas;
}
.buqi-failure p { margin: 0 0 .5em; }
.buqi-failure button { font: inherit; min-height: 3em; padding: 0 1em; }
`;

/** The elements that show the app now; they share one instance of it. */
const mounted = new Set();
/** The loaded module, once it is there: mounting is then immediate. */
let app = null;
/** The load under way, if any. */
let loading = null;
let crashes = 0;

const addressOf = (name) => new URL(name, import.meta.url);

/** What only a closer look shows; the app is ready before it is here. */
let notes = null;

async function loadNotes() {
  const response = await fetch(addressOf(NOTES), { priority: "low" });
  if (!response.ok) throw new Error(`${NOTES}: ${response.status}`);
  return response.arrayBuffer();
}

function load() {
  notes ??= loadNotes();
  notes.catch((error) => {
    console.warn("buqi:", error);
    notes = null;
  });
  // After a crash the module is asked for under another address, because the
  // browser would hand out the broken instance again.
  const glue = addressOf(crashes === 0 ? GLUE : `${GLUE}?crash=${crashes}`);
  loading ??= import(glue)
    .then(async (module) => {
      await module.default({ module_or_path: addressOf(WASM) });
      app = module;
    })
    .finally(() => {
      loading = null;
    });
  return loading;
}

function kindOf(error) {
  if (/content security policy|unsafe-eval|\bCSP\b/i.test(String(error))) return "blocked";
  if (typeof WebAssembly === "undefined" || error instanceof WebAssembly.CompileError) return "unsupported";
  return "unreachable";
}

// A panic in the app ends it on the spot, as an error that nothing catches. Its
// memory is not to be trusted any more, so nothing of it is called, and every
// element of the page is affected. Other wasm of the host is none of our business.
function watch(error) {
  if (app === null || !(error instanceof WebAssembly.RuntimeError)) return;
  if (![GLUE, WASM, LATER].some((name) => String(error.stack).includes(name))) return;
  app = null;
  crashes += 1;
  for (const element of [...mounted]) element.crashed();
}
addEventListener("error", (event) => watch(event.error));
addEventListener("unhandledrejection", (event) => watch(event.reason));

const HEADING = ":is(h1,h2,h3,h4,legend)";

/**
 * Where the control that has the focus goes, as a button does that has done what
 * it is for, the focus goes to the nearest heading and not to the whole page.
 */
function keepFocus(root) {
  /** What had the focus last with everything around it, from the inside out. */
  let path = [];
  let byKeys = false;
  const isShown = (node) => node.getClientRects().length > 0;
  root.addEventListener("focusin", (event) => {
    path = event.composedPath();
    path.length = path.indexOf(root);
    byKeys = path[0].matches(":focus-visible");
  });
  root.addEventListener("focusout", () => {
    // What is still there was left on purpose.
    queueMicrotask(() => {
      if (!root.activeElement && path.length > 0 && isShown(path[0])) path = [];
    });
  });
  const records = [];
  const rescue = () => {
    const changes = records.splice(0);
    if (root.activeElement || path.length === 0 || isShown(path[0])) return;
    const at = path.findIndex(isShown);
    const removal = changes.find((it) => [...it.removedNodes].includes(path[at - 1]));
    // Beside it in a list, else around it.
    const beside = [removal?.nextSibling, removal?.previousSibling].filter((it) => it?.nodeName === "LI");
    const places = [...beside, ...path.slice(at)];
    const headings = places.map((it) => it.querySelector(`:scope > ${HEADING}, :scope > * > ${HEADING}`));
    const heading = headings.find((it) => it) ?? root.querySelector("h1");
    if (heading === null) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: !byKeys });
  };
  // A dialog that closes gives the focus back by itself first.
  new MutationObserver((more) => {
    records.push(...more);
    setTimeout(rescue);
  }).observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ["open"],
  });
}

class BuqiConfigurator extends HTMLElement {
  static observedAttributes = Object.keys(OPTIONS);

  #fallback = document.createElement("slot");
  #root = document.createElement("div");
  #handle = null;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).append(this.#root, this.#fallback);
    keepFocus(this.shadowRoot);
  }

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#stop();
  }

  // With this, `moveBefore` moves the element without a disconnect.
  connectedMoveCallback() {}

  attributeChangedCallback(name, before, now) {
    // Before the first mount there is nothing to bring up to date.
    if (this.#handle === null || before === now) return;
    this.#stop();
    this.#start({ insist: name === "lang" });
  }

  async #start({ insist = false } = {}) {
    if (app === null) {
      try {
        await load();
      } catch (error) {
        console.error("buqi:", error);
        if (this.isConnected) this.#fail(kindOf(error));
        return;
      }
    }
    // While the load ran, the element may have gone, or may have been put
    // elsewhere and started there.
    if (!this.isConnected || this.#handle !== null || app === null) return;
    const root = document.createElement("div");
    this.#root.replaceWith(root);
    this.#root = root;
    this.#fallback.remove();
    mounted.add(this);
    this.#handle = app.mount(root, { ...this.#options(), insist });
  }

  #stop() {
    mounted.delete(this);
    if (this.#handle === null) return;
    app?.destroy(this.#handle);
    this.#handle = null;
    this.shadowRoot.append(this.#fallback);
  }

  /** The attributes that are there, under the names that the app knows. */
  #options() {
    const options = { notes };
    for (const [attribute, option] of Object.entries(OPTIONS)) {
      const value = this.getAttribute(attribute);
      if (value !== null) options[option] = value;
    }
    return options;
  }

  /** Not for hosts: the app has stopped for good. */
  crashed() {
    mounted.delete(this);
    this.#handle = null;
    this.#fail("crashed");
  }

  #fail(kind) {
    const style = new CSSStyleSheet();
    style.replaceSync(FAILURE_STYLE);
    this.shadowRoot.adoptedStyleSheets = [style];
    const failure = document.createElement("div");
    failure.className = "buqi-failure";
    failure.setAttribute("role", "alert");
    for (const lang of ["zh", "en"]) {
      const text = document.createElement("p");
      text.lang = lang;
      text.textContent = FAILURES[kind][lang];
      failure.append(text);
    }
    if (kind === "crashed" || kind === "unreachable") {
      const again = document.createElement("button");
      again.type = "button";
      again.textContent = `${AGAIN.zh} ${AGAIN.en}`;
      again.addEventListener("click", () => {
        this.shadowRoot.adoptedStyleSheets = [];
        this.#root.replaceChildren();
        this.#start();
      });
      failure.append(again);
    }
    // A new node: the crashed app may still hold the old one.
    const root = document.createElement("div");
    root.append(failure);
    this.#root.replaceWith(root);
    this.#root = root;
    this.shadowRoot.append(this.#fallback);
  }
}

// Two scripts on one page, or two versions of this one: the first one wins.
if (!customElements.get("buqi-configurator")) {
  customElements.define("buqi-configurator", BuqiConfigurator);
}
