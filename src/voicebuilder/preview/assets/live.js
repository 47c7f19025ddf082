// Keeps a page of the preview as it would be built now.
//
// In: the counter of changes at /_preview/live, and this page's own address, asked again with its ETag. Out: the live
// document, patched in place. The event "voicebuilder:patched" tells the page's own scripts, whose work on the parts
// that changed has to be done again.

import { STYLE, patch, swap } from "./patch.js";

const NAME = "voicebuilder-preview";
const LIVE = new URL("/_preview/live", location.origin).href;
const LOST = "lost";
const PATIENCE = 2000; // ms without a stream before the reader is told
const SELF = 'script[src="/_preview/live.js"]';

// ---- The stream of changes

// Open the stream and tell of each counter, and when it was lost for a while; returns how to close it.
function stream(tell) {
  let source, again, lost;
  const open = () => {
    source = new EventSource(LIVE);
    source.onmessage = ({ data }) => {
      lost = clearTimeout(lost);
      tell(data);
    };
    source.onerror = () => {
      lost ??= setTimeout(tell, PATIENCE, LOST);
      // The browser comes back by itself, unless what it met was an answer and no stream.
      if (source.readyState === EventSource.CLOSED) again = setTimeout(open, PATIENCE / 2);
    };
  };
  open();
  return () => {
    source.close();
    clearTimeout(again);
    clearTimeout(lost);
  };
}

// A browser opens six connections to a host, so of many tabs one holds the stream and tells the others.
function join() {
  if (!navigator.locks) return stream(heard); // a phone that asks the host by name: no secure context, few tabs
  const channel = new BroadcastChannel(NAME);
  const leaving = new AbortController();
  channel.onmessage = ({ data }) => heard(data);
  const lead = () =>
    new Promise((resign) => {
      const close = stream((word) => {
        heard(word);
        channel.postMessage(word);
      });
      leaving.signal.addEventListener("abort", () => resign(close()));
    });
  // Whoever leaves before its turn came gets a refusal that nobody needs to hear of.
  navigator.locks.request(NAME, { signal: leaving.signal }, lead).catch(() => {});
  return () => {
    leaving.abort();
    channel.close();
  };
}

let counter;
function heard(word) {
  tellWhetherLost(word === LOST);
  if (word === LOST) return;
  if (word !== counter) hide(false);
  counter = word;
  renew();
}

// ---- What changed

// Runs a job, and once more when it was asked for meanwhile: the newest state is what is shown in the end.
function latest(job) {
  let running = false;
  let wanted = false;
  return async () => {
    wanted = true;
    if (running) return;
    running = true;
    try {
      while (wanted) {
        wanted = false;
        await job();
      }
    } finally {
      running = false;
    }
  };
}

// The server may end while it answers; the stream tells of that.
const ask = (address, options) => fetch(address, { cache: "no-store", ...options }).catch(() => null);

let etag = ""; // of what is shown; a document does not learn the one that it came with
let source = null; // the document that was last patched in
let scripts = programs(document);

const renew = latest(async () => {
  const answer = await ask(location.href, { headers: etag ? { "If-None-Match": etag } : {} });
  if (answer?.redirected) return location.replace(answer.url);
  const isPage = answer?.headers.get("Content-Type")?.startsWith("text/html") && [200, 404].includes(answer.status);
  const text = isPage && (await answer.text().catch(() => null));
  if (typeof text === "string") {
    etag = answer.headers.get("ETag") ?? "";
    await show(parsed(text));
  }
  if (answer) renewPictures();
});

async function show(target) {
  const [before, isSame] = [source, printOf(target) && printOf(target) === printOf(document)];
  source = target;
  const now = programs(target);
  // A script runs once, when its page is made; parts with a shadow of their own cannot be compared by their text; and
  // the strict policy of the preview's own pages, which came with this document, is not for the site's.
  const isForeign = isOwn(document) && !isOwn(target);
  if (!isSame && (now !== scripts || hasShadows(target) || isForeign)) return location.reload();
  scripts = now;
  if (isSame) return;
  addresses(target, newest);
  try {
    const changed = await patch(target, before);
    raise(document.querySelector(NAME)?.shadowRoot);
    if (document.querySelector(SELF)?.hasAttribute("data-follow")) follow(changed);
    document.dispatchEvent(new CustomEvent("voicebuilder:patched"));
  } catch (error) {
    console.error(error);
    location.reload();
  }
}

// On a page that lists entries, show the first one that changed.
function follow(changed) {
  const entries = [...document.body.querySelectorAll("article, .h-entry")];
  const first = entries.find((entry) => [...changed].some((node) => entry.contains(node)));
  if (entries.length > 1) first?.scrollIntoView({ block: "nearest", behavior: "instant" });
}

const printOf = (page) => page.querySelector(SELF)?.dataset.print;
const isOwn = (page) => page.documentElement.classList.contains("voicebuilder-page");
const hasShadows = (page) => [...page.querySelectorAll("*")].some((one) => one.shadowRoot && one.localName !== NAME);

// The scripts that run, as text; data blocks (JSON-LD) are content like any other.
function programs(page) {
  const runs = /^(|module|importmap|speculationrules|(text|application)\/(java|ecma)script)$/i;
  const found = [...page.querySelectorAll("script")].filter((one) => runs.test(one.type) && !one.matches(SELF));
  return found.map((one) => one.outerHTML).join("\n");
}

function parsed(html) {
  if (Document.parseHTMLUnsafe) return Document.parseHTMLUnsafe(html);
  const page = new DOMParser().parseFromString(html, "text/html");
  openShadows(page);
  return page;
}

// What a parser that knows declarative shadow roots has done already.
function openShadows(root) {
  for (const template of root.querySelectorAll("template[shadowrootmode]")) {
    const shadow = template.parentNode.attachShadow({ mode: template.getAttribute("shadowrootmode") });
    shadow.append(template.content);
    template.remove();
    openShadows(shadow);
  }
}

// ---- Files that a page shows: a style or picture may change and keep its address

const PLACES = [[STYLE, "href"], ["img[src]", "src"], ["img[srcset], source[srcset]", "srcset"], ["video[poster]", "poster"]];
const AT_ONCE = 4; // of the six connections; a save must not wait for pictures
const stamps = new Map(); // absolute address -> the file's ETag when it was last looked at
const renewed = new Map(); // absolute address -> the one under which the browser has not kept an older file

// Ask for each file's ETag by HEAD; there is no cheaper sign, for the stream tells nobody's file names.
const renewPictures = latest(async () => {
  if (document.hidden && stamps.size) return; // seen when it is looked at
  const files = new Set();
  addresses(document, (address) => (files.add(plain(address)), address));
  files.delete("");
  const queue = [...files];
  const found = [];
  const work = async () => {
    for (let file; (file = queue.shift()); ) {
      const answer = await ask(newest(file), { method: "HEAD" });
      const stamp = answer && answer.status + (answer.headers.get("ETag") ?? "");
      if (!stamp) continue;
      if (stamps.has(file) && stamps.get(file) !== stamp) found.push(file);
      stamps.set(file, stamp);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (!found.length) return;
  for (const file of found) renewed.set(file, `${file}${file.includes("?") ? "&" : "?"}_preview=${Date.now()}`);
  addresses(document, newest);
});

// Read, and perhaps write, the addresses of the files that a document shows.
function addresses(root, change) {
  for (const [selector, name] of PLACES)
    for (const element of root.querySelectorAll(selector)) {
      const old = element.getAttribute(name);
      const now = name === "srcset" ? old.replace(/[^\s,]\S*[^\s,]/g, change) : change(old);
      if (now === old) continue;
      const next = element.matches(STYLE) && root === document ? element.cloneNode() : element;
      next.setAttribute(name, now);
      if (next !== element) swap(element, next);
    }
}

const newest = (address) => renewed.get(plain(address)) ?? address;

// The absolute address as the page's author knows it; "" when it is of another site.
function plain(address) {
  if (!URL.canParse(address, document.baseURI)) return "";
  const url = new URL(address, document.baseURI);
  url.hash = "";
  return url.origin === location.origin ? url.href.replace(/[?&]_preview=\d+$/, "") : "";
}

// ---- The overlay, and the word that the preview has ended

const panel = () => document.querySelector(NAME)?.shadowRoot?.querySelector(".panel");
const hide = (hidden) => panel()?.toggleAttribute("hidden", hidden);

// Into the top layer: above all that the page may have put above everything.
function raise(root) {
  const tray = root?.querySelector("[popover]");
  if (tray?.showPopover && !tray.matches(":popover-open")) tray.showPopover();
}

const state = document.createElement("voicebuilder-state");
state.attachShadow({ mode: "open" }).innerHTML =
  '<link rel="stylesheet" href="/_preview/live.css"><div class="tray state" popover="manual">' +
  '<p class="pill" role="status"></p></div>';

function tellWhetherLost(isLost) {
  const pill = state.shadowRoot.querySelector(".pill");
  const words = isLost ? "The preview is not running" : "";
  if (pill.textContent !== words) pill.textContent = words;
  if (isLost) raise(state.shadowRoot);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented) hide(true);
});
document.addEventListener("click", (event) => {
  if (event.composedPath()[0].closest?.("[data-hide]")) hide(true);
});

// ---- From here on

let leave;
const enter = () => {
  leave = join();
  renew();
};
openShadows(document);
document.documentElement.append(state); // outside of what is patched; its style is there when the preview is not
raise(document.querySelector(NAME)?.shadowRoot);
// A page that the browser keeps to come back to holds no stream and no lock.
addEventListener("pagehide", () => leave());
addEventListener("pageshow", ({ persisted }) => persisted && enter());
document.addEventListener("visibilitychange", renewPictures);
enter();
