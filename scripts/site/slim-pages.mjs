import { readFileSync, writeFileSync } from 'node:fs';

const FRAMEWORK = /<script src=[^> ]*\/assets\/js\/(?:runtime~main|main)\.[^> ]*\.js defer><\/script>/g;
const APP = /<meta[^>]*name="?lbr-page"? content="?app"?/;

/**
 * Reading pages are complete as HTML. They lose the framework's scripts and get the reader's script instead; pages
 * marked as apps keep the framework. Returns how many of each there were, and throws where the markup has changed.
 */
export function slimPages(files, base, { entry }) {
  let slim = 0;
  for (const file of files) {
    const html = readFileSync(file, 'utf8');
    if (APP.test(html)) continue;
    const found = html.match(FRAMEWORK)?.length ?? 0;
    if (found !== 2)
      throw new Error(`${file}: found ${found} framework scripts, expected 2; has the template changed?`);
    const script = `<script type="module" src="${base}${entry}"></script>`;
    writeFileSync(
      file,
      html.replace(FRAMEWORK, '').replace('</head>', () => `${script}</head>`),
    );
    slim += 1;
  }
  return { slim, app: files.length - slim };
}
