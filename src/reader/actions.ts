import { citation } from './citation.ts';
import { say } from './say.ts';

type Handler = (button: HTMLElement) => void | Promise<void>;

const handlers: Readonly<Record<string, Handler>> = {
  theme: toggleTheme,
  cite,
  copy,
  search: async () => (await import('./search.ts')).openSearch(),
  'run-here': async (button) => (await import('./run-here.tsx')).openRunHere(button),
  help: async () => (await import('./help.ts')).openHelp(),
};

/** One listener for all buttons with a `data-action`. */
export function attachActions(root: Document): void {
  root.addEventListener('click', (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>('[data-action]');
    if (button !== null) void run(button.dataset['action'] ?? '', button);
  });
}

/** Performs an action by name; what goes wrong is told to the reader. */
export async function run(action: string, button: HTMLElement = document.body): Promise<void> {
  try {
    await handlers[action]?.(button);
  } catch (error) {
    say(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function toggleTheme(): void {
  const { dataset } = document.documentElement;
  dataset['theme'] = dataset['theme'] === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', dataset['theme']);
  } catch {
    // A browser that keeps nothing still shows the other colours until the next page.
  }
}

async function cite(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(citation(button.dataset));
  say(`Copied the citation of ${button.dataset['rule'] ?? 'the rule'}.`);
}

async function copy(button: HTMLElement): Promise<void> {
  const text = button.parentElement?.querySelector('pre')?.textContent ?? '';
  await navigator.clipboard.writeText(text);
  say('Copied.');
}
