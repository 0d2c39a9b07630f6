import { withoutComments } from './normalize.ts';
/**
 * The text of every definition of a symbol in a C file, joined, or undefined where there is none. Finds functions,
 * macros, struct, union and enum types, initialized variables and enumerators, relying on kernel style: a definition
 * starts in column 0 and its closing brace stands there too.
 */
export function definitionOf(symbol, file) {
    const name = symbol.replace(/^(struct|union|enum) /, '').replace(/\(\)$/, '');
    if (!/^\w+$/.test(name))
        return undefined;
    const lines = withoutComments(file).split('\n');
    const found = lines.flatMap((line, index) => {
        if (!line.includes(name))
            return [];
        const end = endOf(name, lines, index);
        return end === undefined ? [] : [lines.slice(index, end + 1).join('\n')];
    });
    return found.length === 0 ? undefined : found.join('\n');
}
/** The last line of the definition of `name` that starts at `start`, or undefined where none starts there. */
function endOf(name, lines, start) {
    const line = lines[start];
    if (new RegExp(`^#\\s*define\\s+${name}\\b`).test(line))
        return endOfMacro(lines, start);
    if (new RegExp(`^(?:static |const |typedef )*(?:struct|union|enum)\\s+${name}\\s*\\{`).test(line))
        return endOfBlock(lines, start);
    if (new RegExp(`^\\w[^;={]*\\b${name}\\s*\\(`).test(line) || new RegExp(`^${name}\\s*\\(`).test(line)) {
        return endOfFunction(lines, start);
    }
    if (new RegExp(`^\\w[^;=(]*\\b${name}\\b[^;=(]*=`).test(line))
        return endOfInitializer(lines, start);
    if (new RegExp(`^\\s+${name}\\s*(?:=[^,;]*)?,\\s*$`).test(line))
        return start;
    return undefined;
}
function endOfMacro(lines, start) {
    let end = start;
    while (/\\\s*$/.test(lines[end]) && end + 1 < lines.length)
        end++;
    return end;
}
/** A function has a `{` after its parameters; a prototype has a `;`, a call in a macro list neither. */
function endOfFunction(lines, start) {
    for (let index = start; index < Math.min(start + 20, lines.length); index++) {
        const mark = /[{;]/.exec(lines[index]);
        if (mark?.[0] === ';')
            return undefined;
        if (mark?.[0] === '{')
            return endOfBlock(lines, start);
        if (index > start && lines[index].trim() === '')
            return undefined;
    }
    return undefined;
}
function endOfBlock(lines, start) {
    for (let index = start; index < lines.length; index++) {
        if (lines[index].startsWith('}'))
            return index;
        // A body on one line: `static inline void f(void) { }`.
        if (/\{.*\}\s*;?\s*$/.test(lines[index]) && !/^\s/.test(lines[index]) && index <= start + 1)
            return index;
        if (/^\{.*\}\s*$/.test(lines[index]))
            return index;
    }
    return lines.length - 1;
}
function endOfInitializer(lines, start) {
    for (let index = start; index < lines.length; index++) {
        if (/;\s*$/.test(lines[index]) && (index === start || !/^\s/.test(lines[index]) || !lines[start].includes('{')))
            return index;
    }
    return lines.length - 1;
}
