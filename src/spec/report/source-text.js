/** A source as one line of prose. Code marks stay. */
export function sourceText(source) {
    const note = source.note === undefined ? '' : `: ${source.note}`;
    switch (source.kind) {
        case 'kernel':
            return `${source.symbol} in ${source.file}, ${source.version}, ${source.evidence}${note}`;
        case 'commit':
            return `commit ${source.hash} ("${source.subject}"), ${source.evidence}${note}`;
        case 'mail':
            return `${source.author}, ${source.date}, https://lore.kernel.org/all/${source.messageId}/, ${source.evidence}${note}`;
        case 'manual':
            return `${source.section}, ${source.evidence}${note}`;
    }
}
