/**
 * Runs before the first paint: the reader's choice of light or dark, and a mark for styles that need JavaScript. Inline,
 * so the Content-Security-Policy of the build carries its hash.
 */
export const themeScript = `(function(d){var t;try{t=localStorage.getItem('theme')}catch(e){}
d.dataset.theme=t==='dark'||t==='light'?t:matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';d.classList.add('js')})(document.documentElement)`;
