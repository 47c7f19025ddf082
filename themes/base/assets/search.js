// The search page. Nothing is fetched before the reader goes to the field; then pagefind, and what of its index is asked.
const find = selector => document.querySelector(selector);
const form = find("[role=search]"), field = form.q, said = find("[role=status]"), list = find(".entries");
const more = find(".turn"), shape = find("template").content.firstElementChild;
const { home, index, dates, found, none, failed } = form.dataset, { lang } = document.documentElement;
// Letters written without spaces: search/record.py cuts texts between them, so words are cut, and results are closed up.
const LETTER = "[\\u3005-\\u3007\\u3041-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
const EACH = RegExp(LETTER, "gu"), RUN = RegExp(`^${LETTER}{2,}$`, "u");
const SEAM = RegExp(`((?:${LETTER}|[\\u3001-\\u301f\\uff00-\\uffef])(?:</mark>)?) (?=(?:<mark>)?${LETTER})`, "gu");
let engine, rest = [], turn = 0, timer;

const load = () => engine ??= import(`${index}pagefind.js`);
const query = () => {
  const typed = field.value.trim(), cut = typed.replace(EACH, " $& ");
  return RUN.test(typed) ? `"${cut.trim()}"` : cut;
};
// As voicebuilder writes them: the calendar and the digits of the other pages.
const digits = { numberingSystem: "latn" }, written = { ...digits, calendar: "gregory", timeZone: "UTC", dateStyle: dates };
const day = date => dates == "iso" ? date : new Date(date).toLocaleDateString(lang, written);

// Other marks than pagefind's own are a text's, and come as &lt;mark&gt;.
const plain = text => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");

function card({ raw_url, content, excerpt, meta, anchors }) {
  const node = shape.cloneNode(true), link = node.querySelector("a"), time = node.querySelector("time");
  const [date, language] = anchors[0].id.split("/");
  if (language != lang) node.lang = language;
  link.href = home + encodeURI(raw_url).slice(1);
  link.textContent = meta.title?.replaceAll("\u200a", "") || (date && day(date)) || link.pathname;
  if (date) time.dateTime = date, time.textContent = day(date);
  else time.parentNode.remove();
  const text = node.querySelector(".p-summary");
  if (!content.startsWith(plain(excerpt.replace(/<\/?mark>/g, "")))) text.append("… ");
  excerpt.replace(SEAM, "$1").replaceAll("</mark><mark>", "").split(/<\/?mark>/).forEach((part, at) => {
    const mark = document.createElement("mark");
    mark.append(plain(part));
    text.append(...(at % 2 ? [mark] : mark.childNodes));
  });
  return node;
}

async function show(mine) {
  const next = await Promise.all(rest.splice(0, 10).map(result => result.data()));
  if (mine != turn) return;
  const cards = next.map(card);
  list.append(...cards);
  more.hidden = !rest.length;
  return cards[0];
}

async function search() {
  const mine = ++turn, asked = query();
  history.replaceState(null, "", asked ? "?q=" + encodeURIComponent(field.value.trim()) : location.pathname);
  try {
    const results = asked ? (await (await load()).search(asked)).results : [];
    if (mine != turn) return;
    rest = [...results];
    list.replaceChildren();
    await show(mine);
    const count = results.length, hit = count ? found.replace("#", count.toLocaleString(lang, digits)) : none;
    if (mine == turn) said.textContent = asked && hit;
  } catch {
    if (mine == turn) said.textContent = failed;
    engine = undefined;
  }
}

const ready = () => load().then(pagefind => pagefind.init()).catch(() => engine = undefined);
field.addEventListener("focus", ready, { once: true });
field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, 150) });
form.addEventListener("submit", event => { event.preventDefault(); clearTimeout(timer); search() });
more.firstElementChild.addEventListener("click", async () => (await show(turn))?.querySelector("a").focus());
field.value = new URLSearchParams(location.search).get("q") ?? "";
if (field.value) search();
