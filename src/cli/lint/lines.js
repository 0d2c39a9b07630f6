/**
 * The lines worth reading. Quoted-printable and base64 parts of a mail are decoded; the removed lines and the file
 * headers of a diff are left out, as nobody can mend what they cite.
 */
export function linesOf(text) {
    return withoutRemoved(decodeMail(text.split(/\r?\n/)));
}
/** Follows headers and boundaries of an mbox; a text that is no mail passes through. */
function decodeMail(rows) {
    const lines = [];
    let inHeader = false;
    let encoding = 'plain';
    let encoded = [];
    const flush = () => {
        lines.push(...decode(encoded, encoding));
        encoded = [];
    };
    rows.forEach((row, index) => {
        const line = { number: index + 1, text: row };
        if (/^From \S+ .*\d{4}$/.test(row) || (encoding !== 'plain' && /^--\S/.test(row))) {
            flush();
            inHeader = true;
            encoding = 'plain';
        }
        else if (/^--[\w=.-]{8,}$/.test(row)) {
            flush();
            inHeader = true;
        }
        else if (/^content-transfer-encoding:/i.test(row)) {
            flush();
            const value = row
                .slice(row.indexOf(':') + 1)
                .trim()
                .toLowerCase();
            encoding = value === 'quoted-printable' || value === 'base64' ? value : 'plain';
            inHeader = true;
        }
        else if (inHeader && row === '') {
            inHeader = false;
        }
        else if (encoding !== 'plain' && !inHeader) {
            encoded.push(line);
        }
        else {
            lines.push(line);
        }
    });
    flush();
    return lines;
}
function decode(lines, encoding) {
    if (lines.length === 0)
        return [];
    if (encoding === 'base64')
        return decodeBase64(lines);
    const joined = [];
    let open;
    for (const line of lines) {
        const text = (open?.text ?? '') + line.text.replace(/=$/, '');
        const number = open?.number ?? line.number;
        open = line.text.endsWith('=') ? { number, text } : undefined;
        if (open === undefined)
            joined.push({ number, text: unescape(text) });
    }
    return open === undefined ? joined : [...joined, { ...open, text: unescape(open.text) }];
}
/** The lines of a base64 part do not map to lines of the file: all are reported at the first line of the part. */
function decodeBase64(lines) {
    const bytes = Buffer.from(lines.map((line) => line.text).join(''), 'base64');
    return bytes
        .toString('utf8')
        .split(/\r?\n/)
        .map((text) => ({ number: lines[0].number, text }));
}
function unescape(text) {
    return text.replace(/=([0-9A-F]{2})/gi, (_escape, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
/** Inside a hunk of a diff, drops what the patch removes. A quoted diff (`> -`) is a mail's text and stays. */
function withoutRemoved(lines) {
    const kept = [];
    let left = 0;
    let added = 0;
    for (const line of lines) {
        const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line.text);
        if (hunk) {
            [left, added] = [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
        }
        else if (left > 0 || added > 0) {
            const sign = line.text[0] ?? ' ';
            if (sign !== '+' && sign !== '\\')
                left--;
            if (sign !== '-' && sign !== '\\')
                added--;
            if (sign !== '-')
                kept.push(line);
        }
        else if (!/^(---|\+\+\+) [ab]\//.test(line.text)) {
            kept.push(line);
        }
    }
    return kept;
}
