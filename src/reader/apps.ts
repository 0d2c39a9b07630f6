import { say } from './say.ts';

const apps: Readonly<Record<string, (place: HTMLElement) => Promise<void>>> = {
  'not-found': async (place) => (await import('./not-found.ts')).openNotFound(place),
  workbench: async (place) => (await import('./workbench.tsx')).openWorkbench(place),
};

/** Loads what a page does beyond being read: its code comes with the page that has a place for it, and with no other. */
export function attachApps(root: Document): void {
  for (const place of root.querySelectorAll<HTMLElement>('[data-app]')) {
    const open = apps[place.dataset['app'] ?? ''];
    delete place.dataset['app'];
    open?.(place).catch((error: unknown) =>
      say(`That did not load: ${error instanceof Error ? error.message : String(error)}`),
    );
  }
}
