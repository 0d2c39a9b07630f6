/** The verdict file as it is. */
export function json(file) {
    return `${JSON.stringify(file, null, 2)}\n`;
}
