import type { RolloutOptions } from './result.ts';

export interface WaveMembers {
  readonly kind: 'canary' | 'wave';
  /** Indices of the fleet. */
  readonly members: readonly number[];
}

/** [R1] The canary, then waves of equal size. Each is spread over the whole fleet, so that it meets every part of the network. */
export function splitWaves(fleet: number, options: Pick<RolloutOptions, 'canaryShare' | 'waves'>): WaveMembers[] {
  const all = Array.from({ length: fleet }, (_, index) => index);
  const canaries = Math.min(fleet, Math.ceil(fleet * options.canaryShare));
  const canary = new Set(Array.from({ length: canaries }, (_, at) => Math.floor((at * fleet) / canaries)));
  const rest = all.filter((index) => !canary.has(index));
  const count = Math.min(rest.length, Math.max(1, Math.floor(options.waves)));
  const waves = Array.from({ length: count }, (_, wave) => rest.filter((__, at) => at % count === wave));
  return [
    ...(canary.size > 0 ? [{ kind: 'canary' as const, members: all.filter((index) => canary.has(index)) }] : []),
    ...waves.map((members) => ({ kind: 'wave' as const, members })),
  ];
}
