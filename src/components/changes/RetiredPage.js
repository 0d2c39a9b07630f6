import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import Layout from '@theme/Layout';
import { RichText } from '../text/RichText.tsx';
import { Sentences } from './Sentences.tsx';
/** The page that a retired rule keeps, at the address that it always had. */
export default function RetiredPage({ change }) {
    const { id, title, date, reason } = change;
    return (_jsx(Layout, { title: `${id}, retired`, description: `${id} is retired since ${date}`, children: _jsxs("article", { "data-pagefind-body": "", children: [_jsxs("h1", { children: [id, ": ", _jsx(RichText, { text: title })] }), _jsxs("p", { children: [_jsx("strong", { children: "Retired" }), " since ", _jsx("time", { dateTime: date, children: date }), ": ", _jsx(RichText, { text: reason })] }), _jsx(Sentences, { change: change })] }) }));
}
