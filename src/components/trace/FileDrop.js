import { jsx as _jsx, jsxs as _jsxs } from "react/jsx-runtime";
import { useState } from 'react';
import styles from './trace.module.css';
/** A place to drop a file on, which is also the label of a file chooser, so that a keyboard reaches it. */
export function FileDrop({ onFile }) {
    const [over, setOver] = useState(false);
    const drag = (event, entered) => {
        event.preventDefault();
        setOver(entered);
    };
    return (_jsxs("label", { className: over ? `${styles.drop} ${styles.over}` : styles.drop, onDragOver: (event) => drag(event, true), onDragLeave: (event) => drag(event, false), onDrop: (event) => {
            drag(event, false);
            const file = event.dataTransfer.files.item(0);
            if (file)
                onFile(file);
        }, children: [_jsx("span", { children: "Drop a trace here, or choose a file" }), _jsx("input", { type: "file", onChange: (event) => {
                    const file = event.target.files?.item(0);
                    if (file)
                        onFile(file);
                } })] }));
}
