/** One line on standard error that is written over and over; silent where that is no terminal. */
export function progressLine(stream = process.stderr) {
    if (!stream.isTTY)
        return { onDone: () => undefined, end: () => undefined };
    return {
        onDone: (done, total, job) => {
            stream.write(`\r\x1b[K${done}/${total} ${describe(job)}`);
        },
        end: () => {
            stream.write('\r\x1b[K');
        },
    };
}
function describe(job) {
    const subject = job.subject.mutant === undefined ? job.subject.design : `${job.subject.design} with ${job.subject.mutant}`;
    return job.kind === 'register' ? `${subject}, registers` : `${subject}, ${job.instance}`;
}
