// What the search of test/check/golden.test.ts runs: its inner loop, made for one model and its properties.
export function createLoop(model, actions, states, steps, responses, views, draft, before, batch) {
  function pack(draft, out, at) {
    out[at + 0] = draft['value'];
  }
  function unpack(words, at, draft) {
    const word0 = words[at + 0];
    draft['value'] = word0 & 3;
  }
  function restore(words, at, draft, changed, changedAt) {
    const word0 = words[at + 0];
    if (word0 !== changed[changedAt + 0]) {
      draft['value'] = word0 & 3;
    }
  }
  function append(draft, words, at, out, n) {
    const was0 = words[at + 0];
    const now0 = draft['value'];
    if (now0 === was0) return n;
    out[n * 1 + 0] = now0;
    if (now0 !== was0) {
      draft['value'] = was0 & 3;
    }
    return n + 1;
  }
  function hash(words, at) {
    let h = 1;
    h = Math.imul(h ^ words[at + 0], 0x9e3779b1);
    h ^= h >>> 15;
    h = Math.imul(h, 0x85ebca6b);
    return h ^ (h >>> 13);
  }
  function sift(words, n, recent, places, hashes) {
    const mask = recent.length / 1 - 1;
    let count = 0;
    for (let i = 0; i < n; i++) {
      const h = hash(words, i * 1);
      const slot = (h & mask) * 1;
      const word0 = words[i * 1 + 0];
      if (recent[slot + 0] === word0) continue;
      recent[slot + 0] = word0;
      places[count] = i;
      hashes[count++] = h;
    }
    return count;
  }
  let touched = 0;
  function enter(words, parents, from, n, places, hashes, slots, chunks, counter, most) {
    const mask = slots.length - 1;
    let read = 0;
    for (let k = from; k < n; k++) read ^= slots[hashes[k] & mask];
    touched = read;
    let count = counter[0];
    let k = from;
    for (; k < n; k++) {
      const place = places[k];
      const h = hashes[k];
      const word0 = words[place * 1 + 0];
      let slot = h & mask;
      let entry = slots[slot];
      for (; entry !== 0; slot = (slot + 1) & mask, entry = slots[slot]) {
        if (((entry ^ h) & ~mask) !== 0) continue;
        const index = (entry & mask) - 1;
        const chunk = chunks[index >>> 16];
        const at = (index & 65535) * 2;
        if (chunk[at + 0] === word0) break;
      }
      if (entry !== 0) continue;
      if (count === most) break;
      const chunk = chunks[count >>> 16];
      const at = (count & 65535) * 2;
      chunk[at + 0] = word0;
      chunk[at + 1] = parents[place];
      slots[slot] = (h & ~mask) | ++count;
    }
    counter[0] = count;
    return k;
  }
  let taken = 0,
    deadEnds = 0;
  let openState = 2;
  const findingState0 = states[0],
    propertyState0 = findingState0.property;
  let seeksState0 = true,
    openState0 = true;
  const response0 = responses[0].property,
    triggers0 = responses[0].triggers;
  function judgeStateView0_0(draft, state) {
    if (seeksState0 && propertyState0.witness(draft)) {
      findingState0.witnesses++;
      seeksState0 = false;
      openState--;
    }
    if (openState0 && !propertyState0.holds(draft)) {
      findingState0.violatedAt = state;
      openState0 = false;
      openState--;
    }
  }
  function judgeStateView0(draft, state) {
    judgeStateView0_0(draft, state);
  }
  function lookView0(words, at, state) {
    if (openState > 0) judgeStateView0(draft, state);
    if (response0.trigger(draft)) triggers0.add(state);
  }
  let openStep = 2;
  const findingStep0 = steps[0],
    propertyStep0 = findingStep0.property;
  let seeksStep0 = true,
    openStep0 = true;
  function judgeStep1_0_0(before, action, draft, state) {
    if (seeksStep0 && propertyStep0.witness(before, action, draft)) {
      findingStep0.witnesses++;
      seeksStep0 = false;
      openStep--;
    }
    if (openStep0 && !propertyStep0.holds(before, action, draft)) {
      findingStep0.violatedAt = state;
      openStep0 = false;
      openStep--;
    }
  }
  function judgeStep1_0(before, action, draft, state) {
    judgeStep1_0_0(before, action, draft, state);
  }
  const action0 = actions[0];
  function take0(words, at, state, n) {
    if (!action0.enabled(draft)) return n;
    action0.apply(draft);
    taken++;
    if (openStep > 0) {
      judgeStep1_0(before, action0, draft, state);
    }
    return append(draft, words, at, batch, n);
  }
  const action1 = actions[1];
  function take1(words, at, state, n) {
    if (!action1.enabled(draft)) return n;
    action1.apply(draft);
    taken++;
    if (openStep > 0) {
    }
    return append(draft, words, at, batch, n);
  }
  const anywhere = [take0, take1];
  function visit(words, at, state, n, expand) {
    unpack(words, at, draft);
    lookView0(words, at, state);
    if (!expand) return n;
    if (openStep > 0) unpack(words, at, before);
    const takenBefore = taken;
    for (let i = 0; i < anywhere.length; i++) n = anywhere[i](words, at, state, n);
    if (taken === takenBefore) deadEnds++;
    return n;
  }
  return {
    visit,
    get taken() {
      return taken;
    },
    get deadEnds() {
      return deadEnds;
    },
  };
}
