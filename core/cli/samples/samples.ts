import { carFactory } from './car-factory.ts';
import { cityTraffic } from './city-traffic.ts';
import { melbourneMec } from './melbourne-mec.ts';
import type { Sample } from './sample.ts';

/** All samples, in the order of the start page. */
export const SAMPLES: readonly Sample[] = [melbourneMec, carFactory, cityTraffic];
