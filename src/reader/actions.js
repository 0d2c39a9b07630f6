import { citation } from './citation.ts';
import { say } from './say.ts';
const handlers = {
    theme: toggleTheme,
    cite,
    copy,
    search: async () => (await import('./search.ts')).openSearch(),
    'run-here': async (button) => (await import('./run-here.tsx')).openRunHere(button),
    help: async () => (await import('./help.ts')).openHelp(),
};
/** One listener for all buttons with a `data-action`. */
export function attachActions(root) {
    root.addEventListener('click', (event) => {
        if (!(event.target instanceof Element))
            return;
        const button = event.target.closest('[data-action]');
        if (button !== null)
            void run(button.dataset['action'] ?? '', button);
    });
}
/** Performs an action by name; what goes wrong is told to the reader. */
export async function run(action, button = document.body) {
    try {
        await handlers[action]?.(button);
    }
    catch (error) {
        say(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
    }
}
function toggleTheme() {
    const { dataset } = document.documentElement;
    dataset['theme'] = dataset['theme'] === 'dark' ? 'light' : 'dark';
    try {
        localStorage.setItem('theme', dataset['theme']);
    }
    catch {
        // A browser that keeps nothing still shows the other colours until the next page.
    }
}
async function cite(button) {
    await navigator.clipboard.writeText(citation(button.dataset));
    say(`Copied the citation of ${button.dataset['rule'] ?? 'the rule'}.`);
}
async function copy(button) {
    const text = button.parentElement?.querySelector('pre')?.textContent ?? '';
    await navigator.clipboard.writeText(text);
    say('Copied.');
}
