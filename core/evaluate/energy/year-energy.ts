import type { DayPower } from './node-activity.ts';
import type { YearEnergy } from './result.ts';

const HOURS_A_YEAR = 8760;

export const NO_ENERGY: YearEnergy = { idleKWh: 0, workKWh: 0, acceleratorKWh: 0, facilityKWh: 0, totalKWh: 0, carbonKg: 0 };

/** [E1] A year of a mean power, with what the place adds and the carbon of the grid. */
export function yearOf(power: DayPower, pue: number, carbonGPerKWh: number): YearEnergy {
  const kWh = (watts: number): number => (watts * HOURS_A_YEAR) / 1000;
  const idleKWh = kWh(power.idleW);
  const workKWh = kWh(power.workW);
  const acceleratorKWh = kWh(power.acceleratorW);
  const facilityKWh = (idleKWh + workKWh + acceleratorKWh) * (pue - 1);
  const totalKWh = idleKWh + workKWh + acceleratorKWh + facilityKWh;
  return { idleKWh, workKWh, acceleratorKWh, facilityKWh, totalKWh, carbonKg: (totalKWh * carbonGPerKWh) / 1000 };
}

export function addEnergy(a: YearEnergy, b: YearEnergy): YearEnergy {
  return {
    idleKWh: a.idleKWh + b.idleKWh,
    workKWh: a.workKWh + b.workKWh,
    acceleratorKWh: a.acceleratorKWh + b.acceleratorKWh,
    facilityKWh: a.facilityKWh + b.facilityKWh,
    totalKWh: a.totalKWh + b.totalKWh,
    carbonKg: a.carbonKg + b.carbonKg,
  };
}

/** Sums by key. */
export class EnergySums {
  private readonly sums = new Map<string, YearEnergy>();

  add(key: string, energy: YearEnergy): void {
    this.sums.set(key, addEnergy(this.sums.get(key) ?? NO_ENERGY, energy));
  }

  get(key: string): YearEnergy {
    return this.sums.get(key) ?? NO_ENERGY;
  }

  keys(): string[] {
    return [...this.sums.keys()].toSorted();
  }
}
