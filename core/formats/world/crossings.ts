import type { Spot } from './plane.ts';

export interface StreetLine {
  /** Spots that streets share are one object. */
  readonly line: readonly Spot[];
  readonly name: string;
  readonly isRoundabout: boolean;
}

export interface Crossing {
  readonly at: Spot;
  /** Streets that meet there. */
  readonly names: readonly string[];
  readonly arms: number;
  readonly hasSignals: boolean;
}

/** Nodes nearer to each other than this belong to one crossing: both carriageways of a wide street and its turning lanes. */
const ONE_CROSSING_M = 25;
/** Traffic lights stand at the stop lines, this far from the crossing they are for. */
const SIGNALS_M = 30;

/** Places where three arms of streets or more meet, those with most arms first. */
export function findCrossings(streets: readonly StreetLine[], signals: readonly Spot[]): Crossing[] {
  const arms = new Map<Spot, { arms: number; names: Set<string> }>();
  for (const { line, name, isRoundabout } of streets) {
    for (const [index, spot] of line.entries()) {
      const found = arms.get(spot) ?? { arms: 0, names: new Set<string>() };
      const isEnd = index === 0 || index === line.length - 1;
      found.arms += isEnd && !(isRoundabout && line[0] === line.at(-1)) ? 1 : 2;
      if (name !== '') found.names.add(name);
      arms.set(spot, found);
    }
  }
  const junctions = [...arms].filter(([, found]) => found.arms >= 3).map(([at, found]) => ({ at, ...found }));
  const near = new Grid(
    junctions.map(({ at }) => at),
    ONE_CROSSING_M,
  );
  const lights = new Grid(signals, SIGNALS_M);
  const taken = new Set<number>();
  const crossings: Crossing[] = [];
  for (const [index, junction] of junctions.entries()) {
    if (taken.has(index)) continue;
    const group = near.around(junction.at).filter((other) => !taken.has(other));
    for (const other of group) taken.add(other);
    const members = group.map((other) => junctions[other]).filter((each) => each !== undefined);
    const mean = (axis: 'xM' | 'yM'): number => members.reduce((sum, { at }) => sum + at[axis], 0) / members.length;
    const at = { xM: mean('xM'), yM: mean('yM') };
    crossings.push({
      at,
      names: [...new Set(members.flatMap(({ names }) => [...names]))].toSorted(),
      arms: Math.max(...members.map((each) => each.arms)),
      hasSignals: lights.around(at).length > 0,
    });
  }
  return crossings.toSorted(
    (a, b) => Number(b.hasSignals) - Number(a.hasSignals) || b.arms - a.arms || a.at.xM - b.at.xM || a.at.yM - b.at.yM,
  );
}

/** Finds the spots within a distance without looking at all of them. */
class Grid {
  private readonly cells = new Map<string, number[]>();
  private readonly spots: readonly Spot[];
  private readonly reachM: number;

  constructor(spots: readonly Spot[], reachM: number) {
    this.spots = spots;
    this.reachM = reachM;
    for (const [index, spot] of spots.entries()) {
      const key = this.key(spot, 0, 0);
      const cell = this.cells.get(key);
      if (cell === undefined) this.cells.set(key, [index]);
      else cell.push(index);
    }
  }

  around(spot: Spot): number[] {
    const found: number[] = [];
    for (const column of [-1, 0, 1]) {
      for (const row of [-1, 0, 1]) {
        for (const index of this.cells.get(this.key(spot, column, row)) ?? []) {
          const other = this.spots[index];
          if (other !== undefined && Math.hypot(other.xM - spot.xM, other.yM - spot.yM) <= this.reachM) found.push(index);
        }
      }
    }
    return found;
  }

  private key({ xM, yM }: Spot, column: number, row: number): string {
    return `${Math.floor(xM / this.reachM) + column} ${Math.floor(yM / this.reachM) + row}`;
  }
}
