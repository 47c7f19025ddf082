// Makes the live document equal to another one, and spares what the reader is doing with it.
//
// In: a parsed document. Out: the live one, where nodes that are still the same thing are the same nodes: so scroll
// position, focus, selection, what was typed, opened or played stay. Knows nothing of servers.

export const STYLE = 'link[rel~="stylesheet"][href]';
const STYLES_WITHIN = 2000; // ms; then the page goes on without them
const MOST_PAIRS = 40_000;
const MOST_LETTERS = 500;

const leaving = new Set(); // styles whose successors are being loaded
const styles = new Set(); // promises of those successors

// ---- The patch

// Make the live document equal to a target, which is used up.
//
// before: the last target, if there was one: what a page's scripts have done to <html> and <body> since then stays.
// Returns the nodes that changed.
export async function patch(target, before) {
  const changed = new Set();
  // With scripts on, what <noscript> holds is text; in a document that was only parsed, it is elements.
  for (const one of target.querySelectorAll("noscript")) one.textContent = one.innerHTML;
  attributes(document.documentElement, target.documentElement, before?.documentElement);
  children(document.head, target.head, changed);
  // New words in old clothes would flash.
  if (styles.size) await Promise.race([Promise.all(styles), new Promise((go) => setTimeout(go, STYLES_WITHIN))]);
  const restore = place();
  if (attributes(document.body, target.body, before?.body)) changed.add(document.body);
  children(document.body, target.body, changed);
  restore();
  return changed;
}

// Load the new style beside the old one, which goes when the new one is there: no moment without style.
export function swap(old, next) {
  if (leaving.has(old)) return;
  leaving.add(old);
  const done = new Promise((resolve) => (next.onload = next.onerror = resolve)).then(() => {
    leaving.delete(old);
    old.remove();
    styles.delete(done);
  });
  styles.add(done);
  old.after(next);
}

function morph(live, target, changed) {
  // The text, for isEqualNode() does not look into a <template>; what is in a shadow root, neither shows.
  if (text(live) === text(target) && !target.shadowRoot) return;
  if (live.nodeType !== Node.ELEMENT_NODE) {
    retype(live, target.data);
    changed.add(live);
    return;
  }
  if (live.matches(STYLE) && live.getAttribute("href") !== target.getAttribute("href")) {
    swap(live, document.importNode(target));
    return;
  }
  if (attributes(live, target)) changed.add(live);
  if (target.shadowRoot) children(live.shadowRoot ?? live.attachShadow({ mode: "open" }), target.shadowRoot, changed);
  if (live.content instanceof DocumentFragment) children(live.content, target.content, changed);
  children(live, target, changed);
}

// Only what differs is replaced, so that a caret or selection in the rest stays.
function retype(live, text) {
  const [head, tail] = shared(live.data, text, Infinity);
  live.replaceData(head, live.data.length - head - tail, text.slice(head, text.length - tail));
}

// Make attributes equal; those that `before` had already as the target has them belong to the page's scripts now.
function attributes(live, target, before) {
  let touched = false;
  for (const name of new Set([...live.getAttributeNames(), ...target.getAttributeNames()])) {
    const value = target.getAttribute(name);
    const isReaders = name === "open" && ["details", "dialog"].includes(live.localName);
    if (value === live.getAttribute(name) || isReaders || (before && before.getAttribute(name) === value)) continue;
    touched = true;
    if (value === null) live.removeAttribute(name);
    // A parser makes attributes whose names setAttribute() refuses.
    else live.setAttributeNode(target.getAttributeNode(name).cloneNode());
  }
  return touched;
}

function children(live, target, changed) {
  const old = [...live.childNodes].filter((node) => !leaving.has(node));
  const next = [...target.childNodes];
  const matches = pairs(old, next);
  const kept = new Set(matches);
  for (const node of old) {
    if (kept.has(node)) continue;
    node.remove();
    changed.add(live);
  }
  for (let i = next.length - 1, after = null; i >= 0; i--) {
    const match = matches[i];
    const node = match ?? next[i];
    if (!match) live.insertBefore(node, after);
    else if (following(node) !== after) (live.moveBefore ?? live.insertBefore).call(live, node, after);
    if (match) morph(match, next[i], changed);
    else changed.add(node);
    after = node;
  }
}

function following(node) {
  do node = node.nextSibling;
  while (leaving.has(node));
  return node;
}

// ---- Which child was which

// For each new child the old one that it was, or undefined: the alignment that keeps most, and what moved by its id.
function pairs(old, next) {
  const [a, b] = [old.map(text), next.map(text)];
  const matches = Array(next.length);
  let [start, endA, endB] = [0, old.length, next.length];
  while (start < Math.min(endA, endB) && a[start] === b[start]) matches[start] = old[start++];
  while (Math.min(endA, endB) > start && a[endA - 1] === b[endB - 1]) matches[--endB] = old[--endA];
  const [kindsA, kindsB] = [old.map(kind), next.map(kind)];
  const value = (i, j) => (kindsA[i] === kindsB[j] ? worth(a[i], b[j]) : 0);
  for (const [i, j] of alignment([start, endA], [start, endB], value)) matches[j] = old[i];
  const kept = new Set(matches);
  const moved = new Map(old.filter((node) => node.id && !kept.has(node)).map((node) => [kind(node), node]));
  for (let j = start; moved.size && j < endB; j++) {
    if (matches[j] || !moved.has(kindsB[j])) continue;
    matches[j] = moved.get(kindsB[j]);
    moved.delete(kindsB[j]);
  }
  return matches;
}

const text = (node) => node.outerHTML ?? node.nodeType + node.data;

// Nodes of one kind can become each other.
function kind(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return String(node.nodeType);
  const names = ["id", "rel", "name", "property", "type"].map((name) => node.getAttribute(name) ?? "");
  return [node.namespaceURI, node.nodeName, ...names].join(" ");
}

function worth(one, other) {
  if (one === other) return /^3\s*$/.test(one) ? 0.1 : 3; // the space between elements must not decide who is who
  const [head, tail] = shared(one, other, MOST_LETTERS);
  return 0.1 + (head + tail) / Math.min(Math.max(one.length, other.length), 2 * MOST_LETTERS);
}

// How many characters two texts share at their beginning and at their end.
function shared(one, other, limit) {
  const most = Math.min(one.length, other.length);
  let [head, tail] = [0, 0];
  while (head < Math.min(most, limit) && one[head] === other[head]) head++;
  while (tail < Math.min(most - head, limit) && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return [head, tail];
}

// The pairs in order that are worth most together (Needleman and Wunsch 1970, gaps cost nothing).
function alignment([startA, endA], [startB, endB], value) {
  const [rows, columns] = [endA - startA, endB - startB];
  if (!rows || !columns || rows * columns > MOST_PAIRS) return []; // a page that is new through and through
  const width = columns + 1;
  const best = new Float64Array((rows + 1) * width);
  const values = new Float64Array(rows * columns);
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--) {
      const one = (values[i * columns + j] = value(startA + i, startB + j));
      const both = one ? one + best[(i + 1) * width + j + 1] : 0;
      best[i * width + j] = Math.max(both, best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  const found = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    const here = best[i * width + j];
    if (here === best[(i + 1) * width + j]) i++;
    else if (here === best[i * width + j + 1]) j++;
    else found.push([startA + i++, startB + j++]);
  }
  return found;
}

// ---- The reader's place

// Note what stands at the top of the window, and what has the focus; returns how to have both there again.
function place() {
  const active = document.activeElement;
  const marks = scrollY > 0 ? landmarks() : [];
  return () => {
    const mark = marks.find(({ element }) => element.isConnected && element.getClientRects().length);
    const shift = mark ? mark.element.getBoundingClientRect().top - mark.top : 0;
    if (shift) scrollBy({ top: shift, behavior: "instant" });
    if (active?.isConnected && active !== document.activeElement) active.focus({ preventScroll: true });
  };
}

// Elements that begin in the window, the first first; then those that reach into it, the smallest first.
function landmarks() {
  const [begin, reach] = [[], []];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT, (element) => {
    const { top, bottom, height } = element.getBoundingClientRect();
    const isElsewhere = height && (bottom <= 0 || top >= innerHeight);
    // What is pinned to the window tells nothing of the text.
    if (isElsewhere || /fixed|sticky/.test(getComputedStyle(element).position)) return NodeFilter.FILTER_REJECT;
    if (height) (top >= 0 ? begin : reach).push({ element, top });
    return NodeFilter.FILTER_ACCEPT;
  });
  while (begin.length < 20 && walker.nextNode());
  return [...begin, ...reach.reverse()];
}
