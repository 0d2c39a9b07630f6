import type { Server } from 'node:http';

export interface ServeOptions {
  readonly root: string;
  readonly base?: string;
  readonly port?: number;
  readonly plain?: boolean;
  readonly host?: string;
}

export function serve(options: ServeOptions): Promise<Server>;
