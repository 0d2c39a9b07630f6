import { migrationListed } from './migration/listed.ts';
import { migrationRefuse } from './migration/refuse.ts';
import { migrationRestore } from './migration/restore.ts';

/** Save and restore by userspace. */
export const migration = [...migrationListed, ...migrationRestore, ...migrationRefuse];
