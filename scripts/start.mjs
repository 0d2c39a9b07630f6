// `npm start`: verifies where needed, builds the site where anything that goes into it has changed, and serves it.
import { createServer } from 'node:net';
import path from 'node:path';
import { builtFrom, inputsOf } from './site/inputs.mjs';
import { emitCodecs } from './site/emit-codecs.mjs';
import { listenProblem, StartError, startOptions, USAGE } from './start/options.mjs';
import { runSteps, tool } from './steps.mjs';
import { serve } from '../src/node/static-server.mjs';

const root = process.cwd();

/** @param {string} line */
function refuse(line) {
  process.stderr.write(`npm start: ${line}\n`);
  process.exit(2);
}

/** Nobody waits for a build to learn that the port is taken. */
function tryPort(port, host) {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(port, host, () => probe.close(resolve));
  });
}

const options = (() => {
  try {
    return startOptions(process.argv.slice(2), process.env);
  } catch (error) {
    if (error instanceof StartError) return refuse(error.message);
    throw error;
  }
})();
const { port, host, base } = options;
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
await tryPort(port, host).catch((error) => refuse(listenProblem(error, host, port)));

process.env.LBR_CONTRACT_PROGRESS = 'lines';
if (options.dev) {
  await emitCodecs(root);
  const docusaurus = tool('@docusaurus/core/bin/docusaurus.mjs');
  process.exitCode = runSteps([
    ['verdicts', 'node', 'scripts/ensure-verdicts.mjs'],
    ['development server', ...docusaurus, 'start', '--no-open', '--port', String(port), '--host', host],
  ]);
} else {
  if (builtFrom(root) === inputsOf(root, base)) {
    process.stdout.write('Nothing has changed since the site was built.\n');
  } else {
    const status = runSteps([['site', 'node', 'scripts/build-site.mjs']]);
    if (status !== 0) process.exit(status);
  }
  const server = await serve({ root: path.resolve('build'), base, port, host }).catch((error) =>
    refuse(listenProblem(error, host, port)),
  );
  const shown = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  process.stdout.write(`\nThe site is at http://${shown}:${server.address().port}${base}; Ctrl-C ends it.\n`);
}
