import type { DeviceGroup } from './schema/device-group.ts';
import type { Flow } from './schema/flow.ts';
import type { Header } from './schema/header.ts';
import type { Link } from './schema/link.ts';
import type { Medium } from './schema/medium.ts';
import type { Node } from './schema/node.ts';
import type { Place } from './schema/place.ts';
import type { Placement } from './schema/placement.ts';
import type { Scenery } from './schema/scenery.ts';
import type { Service } from './schema/service.ts';
import type { Workload } from './schema/workload.ts';

/** Records with every field that has a neutral value filled in. "Neutral" binds nothing and costs nothing. */

export function newHeader(fields: Pick<Header, 'id' | 'name' | 'kind'> & Partial<Header>): Header {
  return {
    description: '',
    customer: '',
    currency: 'USD',
    geoOrigin: null,
    growthPerYear: 0,
    years: 5,
    discountRate: 0.08,
    pue: 1.5,
    energyPricePerKWh: 0.15,
    carbonGPerKWh: 480,
    sources: [],
    assumptions: [],
    ...fields,
  };
}

export function newPlace(fields: Pick<Place, 'id' | 'name' | 'kind'> & Partial<Place>): Place {
  return {
    parentId: null,
    tier: null,
    roomLevel: null,
    positionM: { xM: 0, yM: 0, zM: 0 },
    rotationDeg: 0,
    sizeM: { widthM: 10, depthM: 10, heightM: 0 },
    outline: null,
    walls: [],
    geo: null,
    residencyZone: null,
    limits: { powerW: null, coolingW: null, rackUnits: null, floorLoadKg: null },
    pue: null,
    upsH: null,
    powerFeeds: [],
    rentPerMonth: null,
    reservedShare: null,
    locked: false,
    notes: '',
    ...fields,
  };
}

export function newScenery(fields: Pick<Scenery, 'id' | 'name' | 'kind' | 'shapes'> & Partial<Scenery>): Scenery {
  return {
    placeId: null,
    positionM: { xM: 0, yM: 0, zM: 0 },
    rotationDeg: 0,
    scale: 1,
    visible: true,
    locked: false,
    notes: '',
    ...fields,
  };
}

export function newNode(fields: Pick<Node, 'id' | 'name' | 'typeId' | 'tier'> & Partial<Node>): Node {
  return {
    placeId: null,
    positionM: { xM: 0, yM: 0, zM: 0 },
    rotationDeg: 0,
    rackUnit: null,
    platform: { runtime: 'none', overheadComputeUnits: null, overheadMemoryGiB: null },
    reservedShare: 0,
    status: 'planned',
    tenant: null,
    locked: false,
    notes: '',
    ...fields,
  };
}

export function newLink(fields: Pick<Link, 'id' | 'fromNodeId' | 'toNodeId' | 'mediumId'> & Partial<Link>): Link {
  return {
    name: `${fields.fromNodeId} – ${fields.toNodeId}`.slice(0, 200),
    bandwidthUpMbps: null,
    bandwidthDownMbps: null,
    lengthM: null,
    routeFactor: null,
    baseLatencyMs: null,
    jitter: null,
    lossRatio: null,
    mtbfH: null,
    mttrH: null,
    pricePerMbpsMonth: null,
    pricePerGB: null,
    underlayIds: [],
    pathPolicy: null,
    measured: null,
    status: 'planned',
    locked: false,
    notes: '',
    ...fields,
  };
}

/** A cable that costs nothing in time, money or failures, for comparisons with the best there could be. Rates in Mbps are for the caller to say. */
export function newIdealMedium(
  fields: Pick<Medium, 'id' | 'name' | 'kind' | 'bandwidthUpMbps' | 'bandwidthDownMbps' | 'sources'> & Partial<Medium>,
): Medium {
  return {
    propagationUsPerKm: 0,
    routeFactor: 1,
    baseLatencyMs: 0,
    jitter: { distribution: 'none', meanMs: 0, standardDeviationMs: 0 },
    sharing: 'dedicated',
    lossRatio: 0,
    maxRangeM: null,
    mtbfH: null,
    mttrH: null,
    pricePerMbpsMonth: null,
    pricePerGB: null,
    boundedLatencyMs: null,
    lora: null,
    notes: '',
    ...fields,
  };
}

export function newDeviceGroup(fields: Pick<DeviceGroup, 'id' | 'name' | 'kind'> & Partial<DeviceGroup>): DeviceGroup {
  return {
    count: 1,
    placeId: null,
    positionM: { xM: 0, yM: 0, zM: 0 },
    spreadM: 0,
    attachment: null,
    requestsPerSecond: 0,
    burstFactor: 1,
    dayProfile: null,
    bytesUp: 0,
    bytesDown: 0,
    streamUpMbps: 0,
    streamDownMbps: 0,
    protocol: 'http',
    locked: false,
    notes: '',
    ...fields,
  };
}

export function newWorkload(fields: Pick<Workload, 'id' | 'name' | 'kind'> & Partial<Workload>): Workload {
  return {
    templateId: null,
    priority: 100,
    tenant: null,
    profile: null,
    accuracyTarget: null,
    availabilityTarget: null,
    cycleTimeMs: null,
    jitterObjectiveMs: null,
    training: null,
    sources: [],
    notes: '',
    ...fields,
  };
}

export function newService(fields: Pick<Service, 'id' | 'name' | 'workloadId'> & Partial<Service>): Service {
  return {
    form: 'container',
    architectures: [],
    perReplica: { computeUnits: 1, memoryGiB: 0.5, storageGB: 0, storageClass: null },
    work: { computeMs: 0, variability: 1 },
    accelerator: null,
    replicas: { min: 1, max: 1, targetUtilisation: null },
    imageMB: 0,
    modelMB: 0,
    deltaMB: null,
    coldStartMs: 0,
    state: { kind: 'stateless', stateGB: 0, copies: 1, replication: 'none' },
    data: {
      privacy: 'raw',
      residencyZones: [],
      ingestBytesPerRequest: 0,
      keptShare: 1,
      retentionH: { hotH: 0, warmH: 0, coldH: 0 },
    },
    autonomyH: 0,
    minimumAvailableShare: 0,
    cpuCeiling: null,
    allowedTiers: [],
    antiAffinity: 'none',
    variants: [],
    notes: '',
    ...fields,
  };
}

export function newFlow(fields: Pick<Flow, 'id' | 'name' | 'workloadId' | 'from' | 'to'> & Partial<Flow>): Flow {
  return {
    pattern: 'request-response',
    stage: 0,
    mode: 'synchronous',
    callsPerRequest: 1,
    requestBytes: null,
    responseBytes: null,
    transport: { protocol: 'none', reuseShare: 1 },
    triggeredBy: null,
    periodMs: null,
    computeMs: null,
    timeoutMs: null,
    retries: 0,
    objectiveP99Ms: null,
    ...fields,
  };
}

export function newPlacement(fields: Pick<Placement, 'id' | 'serviceId' | 'nodeId'> & Partial<Placement>): Placement {
  return { replicas: 1, pinned: false, variant: null, ...fields };
}
