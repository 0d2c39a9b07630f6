// `npm start`: verifies where needed, builds the site and serves it. PORT sets the port; `-- --dev` starts the
// development server instead, which reloads edited pages and has no search.
import path from 'node:path';
import { emitCodecs } from './site/emit-codecs.mjs';
import { runSteps, tool } from './steps.mjs';
import { serve } from './static-server.mjs';

const port = Number(process.env.PORT ?? 3000);

if (process.argv.includes('--dev')) {
  await emitCodecs(process.cwd());
  const docusaurus = tool('@docusaurus/core/bin/docusaurus.mjs');
  process.exitCode = runSteps([
    ['verdicts', 'node', 'scripts/ensure-verdicts.mjs'],
    ['development server', ...docusaurus, 'start', '--no-open', '--port', String(port)],
  ]);
} else {
  const status = runSteps([['site', 'node', 'scripts/build-site.mjs']]);
  if (status !== 0) process.exit(status);
  const base = process.env.BASE_URL ?? '/';
  await serve({ root: path.resolve('build'), base, port });
  process.stdout.write(`\nThe site is at http://localhost:${port}${base}; Ctrl-C ends it.\n`);
}
