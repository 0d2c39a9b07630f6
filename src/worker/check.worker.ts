import { codecs } from './codecs.emitted.js';
import type { Answer, ExploreRequest, Request } from './messages.ts';
import { askAccess } from './ask-access.ts';
import { exploreRules } from './explore-rules.ts';
import { replayScenario } from './replay-scenario.ts';

// The checking worker. One request at a time: a new one ends the one before. Between slices of about 50 ms it reads its
// messages, so that "stop" is heard.
const PROGRESS_EVERY_MS = 100;
let turn = 0;

const post = (answer: Answer): void => postMessage(answer);

addEventListener('message', (event: MessageEvent<Request>) => {
  const mine = ++turn;
  const request = event.data;
  switch (request.kind) {
    case 'stop':
      return;
    case 'explore':
      return void explore(request, mine);
    case 'access':
      return answerOrError(() => post(askAccess(request)));
    case 'replay':
      return answerOrError(() => post(replayScenario(request.scenario)));
  }
});

async function explore(request: ExploreRequest, mine: number): Promise<void> {
  const start = performance.now();
  let told = 0;
  try {
    const answers = exploreRules(request, codecs);
    let next = answers.next();
    for (; !next.done; next = answers.next()) {
      const now = performance.now();
      if (next.value.kind !== 'progress' || now - told > PROGRESS_EVERY_MS) {
        post(next.value);
        told = now;
      }
      await nextMessage();
      if (mine !== turn) break;
    }
    const byClosures = next.done ? next.value.byClosures : [];
    post({ kind: 'done', seconds: (performance.now() - start) / 1000, stopped: mine !== turn, byClosures });
  } catch (error) {
    post({ kind: 'error', message: messageOf(error) });
  }
}

function answerOrError(work: () => void): void {
  try {
    work();
  } catch (error) {
    post({ kind: 'error', message: messageOf(error) });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Lets waiting messages in. A timer would do, but is held back to 4 ms. */
const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.addEventListener('message', () => waiting.shift()?.());
channel.port1.start();

function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(0);
  });
}
