import type { StorageClass, Tier } from '../../site/schema/common.ts';
import type { Finding } from '../result.ts';
import type { StatedAssumption } from '../stated-assumption.ts';

export const TEMPERATURES = ['hot', 'warm', 'cold'] as const;
export type Temperature = (typeof TEMPERATURES)[number];
export type ByTemperature = Readonly<Record<Temperature, number>>;

/** [D1] Data of a service, of a tier or of all. */
export interface DataVolume {
  /** Written a day before preprocessing. */
  readonly rawGBPerDay: number;
  /** What preprocessing and compression leave of it. */
  readonly keptGBPerDay: number;
  /** Kept data that pass through each temperature a day; 0 where the retention of a temperature is 0. */
  readonly enteringGBPerDay: ByTemperature;
  /** Data at rest once retention is full, copies included. */
  readonly storedGB: ByTemperature;
}

export interface ServiceData extends DataVolume {
  readonly serviceId: string;
  /** Share that is kept of raw data. */
  readonly keptShare: number;
  /** Whether `keptShare` is the compression of time series that stood in for a share nobody stated. */
  readonly compressionAssumed: boolean;
}

export interface NodeStorage {
  readonly nodeId: string;
  readonly tier: Tier;
  readonly class: StorageClass;
  /** After reserve. */
  readonly offeredGB: number;
  /** Booked by reservations of services, images and state. */
  readonly bookedGB: number;
  /** At rest once retention is full. */
  readonly retainedGB: number;
  /** Retained data beyond what the services reserved for them; with `bookedGB` it has to fit. */
  readonly beyondReservationGB: number;
  /** (booked + beyond) / offered; null where the node has nothing of this class. */
  readonly filledShare: number | null;
  /** Days until it is full, from empty retention; null where it never fills. */
  readonly fullAfterDays: number | null;
}

/** Traffic inwards over the boundary between a tier and the next one. */
export interface BoundaryTraffic {
  /** Last tier outside the boundary. */
  readonly tier: Tier;
  readonly planGBPerDay: number;
  /** If every device sent everything raw to the centre. */
  readonly rawGBPerDay: number;
  readonly savedGBPerDay: number;
  /** Of raw; null where no device stands outside the boundary. */
  readonly savedShare: number | null;
}

/** [D1, D2] */
export interface DataAssessment {
  readonly total: DataVolume;
  readonly byTier: readonly (DataVolume & { readonly tier: Tier })[];
  readonly services: readonly ServiceData[];
  readonly storage: readonly NodeStorage[];
  readonly boundaries: readonly BoundaryTraffic[];
  /** [D2] Raw data that are stored, sent or passed through where they may not be; storage that retention overfills. */
  readonly findings: readonly Finding[];
  readonly assumptions: readonly StatedAssumption[];
}
