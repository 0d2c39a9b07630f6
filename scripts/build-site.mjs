// `npm run build`: verdicts, pages, the reader's script, search index, Content-Security-Policy. BASE_URL sets the path
// below which the site is served; it begins and ends with a slash. --withhold is for a site that everybody can read: it
// leaves out the runs of violations that are not public (registry/disclosure.json).
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildReader } from './site/build-reader.mjs';
import { emitCodecs } from './site/emit-codecs.mjs';
import { addPolicies } from './site/content-security-policy.mjs';
import { filesBelow } from './site/files.mjs';
import { forgetInputs, keepInputs } from './site/inputs.mjs';
import { slimPages } from './site/slim-pages.mjs';
import { runSteps, tool } from './steps.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [option, ...others] = process.argv.slice(2);
if ((option !== undefined && option !== '--withhold') || others.length > 0) {
  process.stderr.write(`npm run build: found ${process.argv.slice(2).join(' ')}, expected nothing or --withhold\n`);
  process.exit(2);
}
if (option === '--withhold') process.env.LBR_CONTRACT_WITHHOLD = '1';
const base = process.env.BASE_URL ?? '/';
const name = process.env.LBR_SITE_OUT ?? 'build';
const out = path.join(root, name);
process.chdir(root);
process.env.NO_UPDATE_NOTIFIER = '1';

if (name === 'build') forgetInputs(root);
await emitCodecs(root);
const status = runSteps([
  ['verdicts', 'node', 'scripts/ensure-verdicts.mjs'],
  ['pages', 'node', 'scripts/site/build-pages.mjs', '--out-dir', name],
]);
if (status !== 0) process.exit(status);

const reader = await buildReader(root, out);
const pages = filesBelow(out, '.html');
const { slim, app } = slimPages(pages, base, reader);
const indexed = runSteps([
  [
    'search index',
    ...tool('pagefind/lib/runner/bin.cjs'),
    '--site',
    name,
    '--root-selector',
    'main',
    '--exclude-selectors',
    '.strip,.code,.timeline,button,.matrix-scroll',
    '--quiet',
  ],
]);
if (indexed !== 0) process.exit(indexed);
addPolicies(pages);
if (name === 'build') keepInputs(root, base);
process.stdout.write(`\n${name}/: ${slim} reading pages without the framework, ${app} pages with it.\n`);
