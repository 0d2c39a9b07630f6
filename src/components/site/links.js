import { jsx as _jsx } from "react/jsx-runtime";
import { createContext, useContext } from 'react';
const plain = { href: (path) => path, anchor: () => undefined };
export const LinksContext = createContext(plain);
export const useLinks = () => useContext(LinksContext);
/** A link to another page. Pages are documents of their own: a click loads the page, there is no router to wake. */
export function Link({ to, children, ...rest }) {
    const { href } = useLinks();
    const outside = /^(https?:|mailto:)/.test(to);
    return (_jsx("a", { ...rest, href: outside ? to : href(to), children: children }));
}
/** Registers the ID with the link check and returns it. */
export function useAnchor(id) {
    useLinks().anchor(id);
    return id;
}
