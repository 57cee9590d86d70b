import { carFactory } from './car-factory.ts';
import { carrierEdgeCloud } from './carrier-edge-cloud.ts';
import { cityTraffic } from './city-traffic.ts';
import { computingNetwork } from './computing-network.ts';
import { connectedVehicles } from './connected-vehicles.ts';
import { mecRegion } from './mec-region.ts';
import { melbourneMec } from './melbourne-mec.ts';
import type { Sample } from './sample.ts';

/** All samples, in the order of the start page. */
export const SAMPLES: readonly Sample[] = [
  melbourneMec,
  carFactory,
  cityTraffic,
  mecRegion,
  carrierEdgeCloud,
  computingNetwork,
  connectedVehicles,
];
