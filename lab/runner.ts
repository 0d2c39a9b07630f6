// What runs plans: the lab's machines, or a stand-in for them in tests.
import type { Kernel } from './machine/machine.ts';
import type { LabRun, LabSession } from './session.ts';

/** Boots machines and runs plans on them; to be closed at the end. */
export interface Runner {
  kernel(name: string, modules?: string): Promise<Pick<Kernel, 'version' | 'image'>>;
  run(...args: Parameters<LabSession['run']>): Promise<LabRun>;
  close(): Promise<void>;
}
