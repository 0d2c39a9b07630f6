import { jsx as _jsx } from "react/jsx-runtime";
import useBaseUrl from '@docusaurus/useBaseUrl';
/** A link to a file that is no page, and that the check for broken links does not know. */
export function FileLink({ file, children }) {
    return _jsx("a", { href: useBaseUrl(`/${file}`), children: children });
}
