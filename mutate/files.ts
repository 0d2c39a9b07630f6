import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The TypeScript sources below a folder of the repository, sorted, as paths in the repository. */
export function filesBelow(root: string, folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const name = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesBelow(root, name);
      return name.endsWith('.ts') ? [name] : [];
    })
    .toSorted();
}
