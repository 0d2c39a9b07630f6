/** The root of the site, with a slash at its end, as the page itself says. */
export function baseUrl() {
    const base = document.querySelector('meta[name="lbr-base"]')?.content ?? '/';
    return new URL(base, location.href).href;
}
