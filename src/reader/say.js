let timer = 0;
/** A short message at the foot of the window, also for those who listen. */
export function say(text) {
    const known = document.getElementById('said');
    const place = known ?? document.body.appendChild(Object.assign(document.createElement('div'), { id: 'said' }));
    place.setAttribute('role', 'status');
    place.textContent = text;
    clearTimeout(timer);
    timer = window.setTimeout(() => (place.textContent = ''), 4000);
}
