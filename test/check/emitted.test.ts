import { describe, expect, test } from 'vitest';
import { emitModule } from '../../src/spec/check/emit-module.ts';
import { explore, type Code, type EmittedCodec } from '../../src/spec/check/index.ts';
import { designByName } from '../../src/spec/designs/index.ts';
import { protocolModel } from '../../src/spec/model/protocol/index.ts';
import { instances } from '../../src/spec/model/protocol/instances.ts';
import { worldLayout } from '../../src/spec/model/protocol/world.ts';
import { protocolRules } from '../../src/spec/rules/index.ts';

const text = emitModule(Object.fromEntries(instances.map((instance) => [instance.name, worldLayout(instance)])));
const url = `data:text/javascript,${encodeURIComponent(text)}`;
const { codecs } = (await import(/* @vite-ignore */ url)) as { codecs: Readonly<Record<string, EmittedCodec>> };

const design = designByName('v7.3');

/** A short search with every property, and whatever can be told of it. */
function searched(instance: (typeof instances)[number], code: Code) {
  if (design === undefined) throw new Error('there is no v7.3');
  // Designs and flipped switches have no say in the layout.
  const model = protocolModel(design.protocol, instance);
  const properties = protocolRules.map((rule) => rule.property(model.machine));
  const { properties: results, ...rest } = explore(model, properties, { code, maxStates: 400, countWitnesses: true });
  return {
    ...rest,
    results: results.map(({ verdict, witnesses, violation }) => ({
      verdict,
      witnesses,
      steps: violation?.steps.map(({ name, args }) => ({ name, args })),
    })),
  };
}

describe('code that a build step emits', () => {
  test.each(instances)('$name: the search is that of closures and of generated code', (instance) => {
    let made = 0;
    const counted: EmittedCodec = {
      createCodec(fail) {
        made++;
        return codecs[instance.name].createCodec(fail);
      },
    };
    const emitted = searched(instance, counted);
    expect(made).toBe(1);
    expect(emitted.states).toBeGreaterThan(1);
    expect(searched(instance, 'closures')).toEqual(emitted);
    expect(searched(instance, 'generated')).toEqual(emitted);
  });

  test('needs nothing that a strict Content-Security-Policy refuses', () => {
    expect(text).not.toMatch(/\beval\b|\bFunction\b|\bimport\b/);
  });
});
