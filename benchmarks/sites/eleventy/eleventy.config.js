// Eleventy's own `tags` would make a collection of each tag, so entries have `topics`.
const topicsOf = (entry) => entry.data.topics ?? [];

export default function (eleventy) {
  eleventy.addCollection("entries", (all) => all.getFilteredByGlob("posts/*.md").sort((a, b) => b.date - a.date));
  eleventy.addCollection("byTopic", (all) => {
    const found = {};
    for (const entry of all.getFilteredByGlob("posts/*.md")) {
      for (const topic of topicsOf(entry)) (found[topic] ??= []).push(entry);
    }
    return found;
  });
  eleventy.addFilter("iso", (date) => date.toISOString());
  eleventy.addFilter("excerpt", (html) => (html ?? "").replace(/<[^>]+>/g, "").slice(0, 150));
  return { markdownTemplateEngine: false, dir: { input: ".", output: "_site" } };
}
