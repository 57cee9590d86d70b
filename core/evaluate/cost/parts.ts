import type { CostParts } from './result.ts';

export const NO_COST: CostParts = { hardware: 0, energy: 0, bandwidth: 0, traffic: 0, rent: 0, operations: 0 };

function combine(a: CostParts, b: CostParts, how: (x: number, y: number) => number): CostParts {
  return {
    hardware: how(a.hardware, b.hardware),
    energy: how(a.energy, b.energy),
    bandwidth: how(a.bandwidth, b.bandwidth),
    traffic: how(a.traffic, b.traffic),
    rent: how(a.rent, b.rent),
    operations: how(a.operations, b.operations),
  };
}

export function addParts(a: CostParts, b: CostParts): CostParts {
  return combine(a, b, (x, y) => x + y);
}

export function subtractParts(a: CostParts, b: CostParts): CostParts {
  return combine(a, b, (x, y) => x - y);
}

export function scaleParts(parts: CostParts, factor: number): CostParts {
  return combine(parts, parts, (x) => x * factor);
}

export function totalOf({ hardware, energy, bandwidth, traffic, rent, operations }: CostParts): number {
  return hardware + energy + bandwidth + traffic + rent + operations;
}
