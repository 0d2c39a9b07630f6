export const NOT_SEEN = { known: false, reason: 'no line shows it yet' };
export const known = (value, line) => ({ known: true, value, line });
export const unknown = (reason) => ({ known: false, reason });
