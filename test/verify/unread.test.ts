import { expect, test } from 'vitest';
import { explore } from '../../src/spec/check/index.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { instances } from '../../src/spec/model/protocol/instances.ts';
import { protocolSettings } from '../../src/spec/verify/protocol-settings.ts';
import { neverRead } from '../../src/spec/verify/unread.ts';

const instance = instances.find(({ name }) => name === 'freeze-on-smi') ?? instances[0];

/** States and transitions of the contract with some switches flipped. */
function shape(flips: Readonly<Record<string, string>>): readonly number[] {
  const { states, transitions, depth } = explore(
    protocolModel(protocolSettings({ design: 'contract', flips }), instance),
    [],
  );
  return [states, transitions, depth];
}

test('a switch of Arch LBR is never read on a host with legacy LBR, and flipping it changes no step', () => {
  expect(neverRead('contract', instance, ['lbrCtlControls'], 1_000_000)).toBe(true);
  expect(shape({ lbrCtlControls: 'never' })).toEqual(shape({}));
});

test('a switch that decides something is read', () => {
  expect(neverRead('contract', instance, ['debugctlSnapshot'], 1_000_000)).toBe(false);
  expect(neverRead('contract', instance, ['lbrCtlControls', 'debugctlSnapshot'], 1_000_000)).toBe(false);
  expect(shape({ debugctlSnapshot: 'never' })).not.toEqual(shape({}));
});
