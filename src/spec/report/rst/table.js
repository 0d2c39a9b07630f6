/** A simple table. Cells hold no line break, except those of the header, which are lists of lines. */
export function simpleTable(header, rows) {
    const widths = header.map((lines, column) => Math.max(...lines.map((line) => line.length), ...rows.map((row) => row[column].length)));
    const ruler = widths.map((width) => '='.repeat(width)).join(' ');
    const line = (cells) => cells
        .map((cell, column) => cell.padEnd(widths[column]))
        .join(' ')
        .trimEnd();
    const height = Math.max(...header.map((lines) => lines.length));
    const head = Array.from({ length: height }, (_, row) => line(header.map((lines) => lines[row] ?? '')));
    return [ruler, ...head, ruler, ...rows.map(line), ruler].join('\n');
}
/** Breaks a name at its hyphens into lines of at most `width` columns, where its parts allow it. */
export function brokenName(name, width) {
    const lines = [];
    for (const part of name.split(/(?<=-)/)) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + part.length <= width)
            lines[lines.length - 1] = last + part;
        else
            lines.push(part);
    }
    return lines;
}
