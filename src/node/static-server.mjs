// A small static file server: brotli, cache headers, a base path. For `npm start`, the browser tests and measuring.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.atom': 'application/atom+xml; charset=utf-8',
  '.rst': 'text/plain; charset=utf-8',
  '.ftrace': 'text/plain; charset=utf-8',
};

/**
 * Serves `root` below `base` and returns the server; `plain` leaves out compression and cache headers, as the simplest
 * server would. `port` 0 takes a free one.
 */
export function serve({ root, base = '/', port = 0, plain = false, host = '127.0.0.1' }) {
  const packed = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = pathname.startsWith(base) ? fileOf(root, pathname.slice(base.length)) : undefined;
    const rule = file === undefined ? ruleMeant(root, base, pathname) : undefined;
    if (rule !== undefined) {
      response.writeHead(301, { location: rule });
      response.end();
      return;
    }
    if (file === undefined) {
      response.writeHead(404, { 'content-type': TYPES['.html'] });
      response.end(readFileSync(path.join(root, '404.html')));
      return;
    }
    const headers = { 'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream' };
    if (plain) {
      response.writeHead(200, headers);
      createReadStream(file).pipe(response);
      return;
    }
    headers['cache-control'] = pathname.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    const brotli = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? '')) && compressible(file);
    if (brotli) headers['content-encoding'] = 'br';
    response.writeHead(200, headers);
    response.end(brotli ? pack(packed, file) : readFileSync(file));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

/** The file that a path stands for; undefined for what does not exist or lies outside of `root`. */
function fileOf(root, relative) {
  let name;
  try {
    name = path.join(root, decodeURIComponent(relative));
  } catch {
    return undefined;
  }
  if (name !== root && !name.startsWith(root + path.sep)) return undefined;
  if (existsSync(name) && statSync(name).isDirectory()) name = path.join(name, 'index.html');
  return existsSync(name) ? name : undefined;
}

/** `/r/own-3` and lower case lead to the rule, as everywhere else; undefined for what is not a rule. */
function ruleMeant(root, base, pathname) {
  const short = /^r\/(?:lbr-)?([a-z]{3,4}-\d+)\/?$/i.exec(pathname.slice(base.length))?.[1];
  if (short === undefined) return undefined;
  const page = `r/LBR-${short.toUpperCase()}/`;
  return existsSync(path.join(root, page)) ? base + page : undefined;
}

const compressible = (file) => /\.(html|js|css|json|svg|xml|txt|atom|rst)$/.test(file);

function pack(packed, file) {
  const key = `${file}:${statSync(file).mtimeMs}`;
  if (!packed.has(key)) {
    packed.set(key, brotliCompressSync(readFileSync(file), { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } }));
  }
  return packed.get(key);
}
