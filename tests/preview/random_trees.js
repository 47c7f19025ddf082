// Patch a page from one random tree to another; returns what did not come out as asked: [from, to, got].
async ({ seed, pairs }) => {
  const { patch } = await import("/_preview/patch.js");
  // mulberry32: the same trees in each run
  const random = () => {
    let t = (seed = (seed + 0x6d2b79f5) | 0);
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most) => Math.floor(random() * most);
  const one = (list) => list[below(list.length)];
  const words = ["harbour", "fog", "a &lt; b", "  ", "\n", "light", "ünïcode 🐟", ""];
  const tags = ["p", "ul", "li", "section", "article", "b", "template", "pre", "svg", "table", "details"];
  const attribute = () =>
    one(['class="a"', 'class="b c"', 'title="x &quot; y"', "hidden", 'style="color: red"', '"odd', 'data-a=""']);
  const tree = (depth) => {
    const parts = Array.from({ length: below(7) }, () => {
      if (!depth || random() < 0.35) return random() < 0.15 ? `<!--${one(["a", "b"])}-->` : one(words);
      const tag = one(tags);
      const id = random() < 0.3 ? ` id="i${below(6)}"` : "";
      const rest = Array.from({ length: below(3) }, attribute).join(" ");
      return `<${tag}${id} ${rest}>${tree(depth - 1)}</${tag}>`;
    });
    return parts.join("");
  };
  // A small change of a tree: what a save most often is.
  const edit = (html) => {
    const at = below(html.length + 1);
    return html.slice(0, at) + one(["", "word", "<p>new</p>", "<li id=i1>"]) + html.slice(at + below(20));
  };
  const page = (html) => new DOMParser().parseFromString(`<!doctype html><body ${attribute()}>${html}`, "text/html");
  // As text, attributes by their names: their order means nothing.
  const written = (body) => {
    const tidy = (root) => {
      for (const element of root.querySelectorAll("*")) {
        const attributes = [...element.attributes].sort((a, b) => (a.name < b.name ? -1 : 1));
        attributes.forEach((one) => element.removeAttributeNode(one));
        attributes.forEach((one) => element.setAttributeNode(one));
        if (element.content) tidy(element.content);
      }
    };
    const copy = document.createElement("div");
    copy.append(body.cloneNode(true));
    tidy(copy);
    return copy.innerHTML;
  };
  const faults = [];
  for (let pair = 0; pair < pairs; pair++) {
    const from = tree(4);
    const to = random() < 0.5 ? edit(from) : tree(4);
    await patch(page(from));
    const target = page(to);
    const wanted = written(target.body);
    await patch(target);
    const got = written(document.body);
    if (got !== wanted) faults.push([from, wanted, got]);
  }
  return faults;
}
