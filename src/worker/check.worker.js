import { exploreRules } from './explore-rules.ts';
import { replayScenario } from './replay-scenario.ts';
// The checking worker. One request at a time: a new one ends the one before. Between slices of about 50 ms it reads its
// messages, so that "stop" is heard.
const PROGRESS_EVERY_MS = 100;
let turn = 0;
const post = (answer) => postMessage(answer);
addEventListener('message', (event) => {
    const mine = ++turn;
    const request = event.data;
    switch (request.kind) {
        case 'stop':
            return;
        case 'explore':
            return void explore(request, mine);
        case 'replay':
            return answerOrError(() => post(replayScenario(request.scenario)));
    }
});
async function explore(request, mine) {
    const start = performance.now();
    let told = 0;
    try {
        for (const answer of exploreRules(request)) {
            const now = performance.now();
            if (answer.kind !== 'progress' || now - told > PROGRESS_EVERY_MS) {
                post(answer);
                told = now;
            }
            await nextMessage();
            if (mine !== turn)
                break;
        }
        post({ kind: 'done', seconds: (performance.now() - start) / 1000, stopped: mine !== turn });
    }
    catch (error) {
        post({ kind: 'error', message: messageOf(error) });
    }
}
function answerOrError(work) {
    try {
        work();
    }
    catch (error) {
        post({ kind: 'error', message: messageOf(error) });
    }
}
const messageOf = (error) => (error instanceof Error ? error.message : String(error));
/** Lets waiting messages in. A timer would do, but is held back to 4 ms. */
const channel = new MessageChannel();
const waiting = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();
function nextMessage() {
    return new Promise((resolve) => {
        waiting.push(resolve);
        channel.port2.postMessage(0);
    });
}
