/** Opens a modal dialog with a title and a close button; closing removes it. */
export function openDialog(title, ...content) {
    const dialog = document.createElement('dialog');
    dialog.setAttribute('aria-label', title);
    const heading = Object.assign(document.createElement('h2'), { textContent: title });
    const close = Object.assign(document.createElement('button'), {
        type: 'button',
        textContent: 'Close',
        className: 'quiet',
    });
    close.addEventListener('click', () => dialog.close());
    const head = Object.assign(document.createElement('div'), { className: 'dialog-head' });
    head.append(heading, close);
    dialog.append(head, ...content);
    dialog.addEventListener('close', () => dialog.remove());
    dialog.addEventListener('click', (event) => {
        if (event.target === dialog)
            dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
}
