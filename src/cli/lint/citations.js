const MENTION = /(?<![\w-])LBR-[A-Za-z]{2,6}-\d+(?![\w-]|\.\d)(?:,?\s?\(?r(\d+)\b)?/gi;
/** Every mention, in the order of the text. Capitals are not asked for: `lbr-own-3` is a slip worth a hint. */
export function mentionsIn(lines) {
    return lines.flatMap(({ number, text }) => [...text.matchAll(MENTION)].map(([match, revision]) => ({
        line: number,
        text: /^[\w-]+/.exec(match)?.[0] ?? match,
        ...(revision !== undefined && { revision: Number(revision) }),
    })));
}
