// npm run lab -- setup [--emulator-source FILE] [--bios FILE] [--vgabios FILE] [--kernel NAME|FILE [--modules DIR]]
import { parseArgs } from 'node:util';
import { Lacking } from '../machine/unpack.ts';
import { agentHash, cpuHash } from '../../src/node/lab-hashes.ts';
import { kernelNames, openKernel, prepareParts, prepareSymbols } from './setup.ts';

/** Runs `setup`. Returns the exit status: 0 ready, 2 for bad input, 3 where something cannot be had here. */
export async function setup(args: string[], say: (line: string) => void): Promise<number> {
  const text = { type: 'string' } as const;
  const options = {
    'emulator-source': text,
    bios: text,
    vgabios: text,
    kernel: { type: 'string', multiple: true },
    modules: text,
  } as const;
  try {
    const { values } = parseArgs({ args, options });
    const parts = prepareParts({
      say,
      ...(values['emulator-source'] === undefined ? {} : { emulatorSource: values['emulator-source'] }),
      ...(values.bios === undefined ? {} : { bios: values.bios }),
      ...(values.vgabios === undefined ? {} : { vgaBios: values.vgabios }),
    });
    say(`emulator ${parts.emulator}, CPU ${cpuHash()}, agent ${agentHash()}`);
    for (const name of values.kernel ?? kernelNames()) {
      const kernel = await prepareSymbols(openKernel(name, values.modules), parts, 'skylake');
      say(`kernel ${name}: ${kernel.version}, image ${kernel.image.slice(0, 16)}`);
    }
    return 0;
  } catch (error) {
    say(`lab: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof Lacking ? 3 : 2;
  }
}
