import { existsSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../node/package-root.ts';
import { serve as serveFolder } from '../../node/static-server.mjs';
import { UsageError } from '../../node/usage-error.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const USAGE = `
usage: lbr-contract serve [DIR] [--port N] [--host ADDRESS]

Serves a built site: DIR, or build/ of this repository, which \`npm run build\` makes. Ends with Ctrl-C.

  --port N        default 3000; 0 takes a free one
  --host ADDRESS  where to listen, default 127.0.0.1; 0.0.0.0 for every address of this machine
`;

export const serve: Command = {
  name: 'serve',
  summary: 'serve the built site on this machine',
  usage: USAGE,
  async run(args) {
    const { values, positionals } = parseOptions(args, { port: { type: 'string' }, host: { type: 'string' } });
    if (positionals.length > 1) throw new UsageError(`expected at most one DIR, found ${positionals.join(' ')}`);
    const root = path.resolve(positionals[0] ?? path.join(packageRoot(), 'build'));
    if (!existsSync(path.join(root, 'index.html'))) {
      throw new UsageError(`${root}: found no index.html, expected a built site; \`npm run build\` makes one`);
    }
    const port = portOf(values.port ?? '3000');
    const host = values.host ?? '127.0.0.1';
    const server = await serveFolder({ root, port, host }).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`cannot listen on ${host} port ${port}: ${error.code ?? error.message}`);
    });
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : port;
    process.stdout.write(`${root} is at http://${host}:${taken}/; Ctrl-C ends it.\n`);
    await new Promise((resolve) => {
      server.once('close', resolve);
      process.once('SIGINT', () => {
        server.closeAllConnections();
        server.close();
      });
    });
    return 0;
  },
};

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65535) return port;
  throw new UsageError(`--port: found "${text}", expected a number from 0 to 65535`);
}
