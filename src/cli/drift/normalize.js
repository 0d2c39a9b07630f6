const COMMENT_OR_STRING = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
/** C text with every comment blanked out: same length, same line breaks, strings untouched. */
export function withoutComments(text) {
    return text.replace(COMMENT_OR_STRING, (match) => (match.startsWith('/') ? match.replace(/[^\n]/g, ' ') : match));
}
/** C text reduced to its tokens, one space between two of them. Comments, layout and continuation marks do not count. */
export function normalizeC(text) {
    const tokens = withoutComments(text)
        .replace(/\\\n/g, ' ')
        .match(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\w+|[^\s\w]/g);
    return (tokens ?? []).join(' ');
}
