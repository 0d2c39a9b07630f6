export const RULE_ID = /^LBR-([A-Z]{3,4})-([1-9][0-9]*)$/;
/** Throws a RangeError for anything that is no rule ID. */
export function ruleId(text) {
    if (!RULE_ID.test(text))
        throw new RangeError(`"${text}" is no rule ID; expected LBR-<CHAPTER>-<n>`);
    return text;
}
