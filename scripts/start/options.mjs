// What `npm start` is asked for: options, and PORT and HOST of the environment, checked before any work.
import { parseArgs } from 'node:util';

export const USAGE = `usage: npm start -- [--port N] [--host NAME] [--dev]

Builds what has changed and serves the site. BASE_URL sets the path below which it is served.

  --port N      the port (3000, or PORT)
  --host NAME   the address to listen on (localhost only, or HOST); 0.0.0.0 for every machine that reaches this one
  --dev         the development server instead, which reloads edited pages and has no search
  --help        this text
`;

/** Bad usage: one line that says what was found and what was expected. */
export class StartError extends Error {}

/**
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{ port: number, host: string, dev: boolean, help: boolean, base: string }} throws a StartError
 */
export function startOptions(args, env) {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        dev: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }));
  } catch (error) {
    throw new StartError(`${error.message.split('. ')[0]}; npm start -- --help lists the options`);
  }
  const [name, port] = values.port !== undefined ? ['--port', values.port] : ['PORT', env.PORT || '3000'];
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new StartError(`${name}: found "${port}", expected a port from 0 to 65535`);
  }
  const host = values.host ?? (env.HOST || '127.0.0.1');
  if (!/^[\w.:-]+$/.test(host)) throw new StartError(`--host: found "${host}", expected a name or an address`);
  const base = env.BASE_URL || '/';
  if (!/^\/(?:.*\/)?$/.test(base)) throw new StartError(`BASE_URL: found "${base}", expected a path like /some/where/`);
  return { port: Number(port), host, dev: values.dev, help: values.help, base };
}

/** Why the server could not listen, in one line. */
export function listenProblem({ code, message }, host, port) {
  if (code === 'EADDRINUSE') return `port ${port} of ${host} is taken; npm start -- --port N takes another`;
  if (code === 'EACCES') return `port ${port} of ${host} needs more rights; npm start -- --port N takes another`;
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL')
    return `--host: found "${host}", which is no address of this machine`;
  return `cannot listen on port ${port} of ${host}: ${message}`;
}
