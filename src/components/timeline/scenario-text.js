/** A scenario as JSON with one step per line. */
export function scenarioText({ steps, ...head }) {
    const fields = Object.entries(head).map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
    const lines = steps.map((step) => `  ${JSON.stringify(step)}`).join(',\n');
    return `{\n${fields.join('')} "steps": [\n${lines}\n ]\n}`;
}
