import { baseUrl } from './base-url.ts';
let pagefind;
/** Full text by pagefind's index of the built site; nothing where the site was not built (`docusaurus start`). */
export async function findText(query, limit) {
    pagefind ??= load();
    const engine = await pagefind;
    if (engine === undefined)
        return [];
    const { results } = await engine.search(query);
    const pages = await Promise.all(results.slice(0, limit).map((result) => result.data()));
    return pages.map(({ url, meta, plain_excerpt }) => ({
        path: below(url),
        title: meta.title ?? url,
        note: plain_excerpt,
    }));
}
async function load() {
    const url = new URL('pagefind/pagefind.js', baseUrl()).href;
    try {
        return (await import(/* webpackIgnore: true */ url));
    }
    catch {
        return undefined;
    }
}
const below = (url) => new URL(url, location.origin).href.replace(baseUrl(), '');
