const withNote = (note) => (note === undefined ? {} : { note });
export const kernel = (file, symbol, version, evidence, note) => ({ kind: 'kernel', file, symbol, version, evidence, ...withNote(note) });
export const commit = (hash, subject, evidence, note) => ({
    kind: 'commit',
    hash,
    subject,
    evidence,
    ...withNote(note),
});
export const mail = (messageId, author, date, evidence, note) => ({ kind: 'mail', messageId, author, date, evidence, ...withNote(note) });
export const manual = (section, evidence, note) => ({
    kind: 'manual',
    section,
    evidence,
    ...withNote(note),
});
