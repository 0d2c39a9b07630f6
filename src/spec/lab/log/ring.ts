import type { OwnerName } from './types.ts';

/** `host*5` is five records of the host; without a number it is one. Returns owners from TOS downwards. */
export function ownersOf(ring: readonly string[] | undefined): OwnerName[] {
  return (ring ?? []).flatMap((entry) => {
    const at = entry.lastIndexOf('*');
    if (at < 0) return [entry];
    return Array.from<string>({ length: Number(entry.slice(at + 1)) }).fill(entry.slice(0, at));
  });
}

export const isHost = (owner: OwnerName): boolean => owner.startsWith('host');

/** The VM of a guest's owner name, or undefined for another. */
export function vmOf(owner: OwnerName): string | undefined {
  return /^guest:([^/]+)/.exec(owner)?.[1];
}

/** Foreign to the guest of that VM: the host's or another guest's. */
export const isForeign = (owner: OwnerName, vm: string): boolean =>
  isHost(owner) || (vmOf(owner) !== undefined && vmOf(owner) !== vm);

export function countOwn(ring: readonly string[] | undefined, vm: string): number {
  return ownersOf(ring).filter((owner) => vmOf(owner) === vm).length;
}
