import type { CollectionName } from '../../../core/site/site.ts';

export interface FieldGroup {
  /** Keys its heading: `group.<name>`. */
  readonly name: string;
  readonly fields: readonly string[];
  readonly folded?: boolean;
}

/** Order and sections of the inspector. What is not named here follows under "more", so that nothing is hidden. */
export const GROUPS: { readonly [Name in CollectionName | 'header']?: readonly FieldGroup[] } = {
  header: [
    { name: 'identity', fields: ['name', 'kind', 'description', 'customer'] },
    {
      name: 'economy',
      fields: ['currency', 'years', 'growthPerYear', 'discountRate', 'energyPricePerKWh', 'pue', 'carbonGPerKWh'],
    },
    { name: 'location', fields: ['geoOrigin'], folded: true },
    { name: 'evidence', fields: ['sources', 'assumptions'], folded: true },
    { name: 'drawing', fields: ['bookmarks'], folded: true },
  ],
  places: [
    { name: 'identity', fields: ['name', 'kind', 'parentId', 'tier', 'roomLevel'] },
    { name: 'limits', fields: ['limits', 'reservedShare', 'pue', 'upsH', 'powerFeeds', 'rentPerMonth'] },
    { name: 'location', fields: ['positionM', 'rotationDeg', 'sizeM', 'geo', 'residencyZone'] },
    { name: 'drawing', fields: ['outline', 'walls'], folded: true },
  ],
  scenery: [
    { name: 'identity', fields: ['name', 'kind', 'visible'] },
    { name: 'location', fields: ['placeId', 'positionM', 'rotationDeg', 'scale'] },
    { name: 'drawing', fields: ['shapes'], folded: true },
  ],
  nodes: [
    { name: 'identity', fields: ['name', 'typeId', 'status', 'tenant'] },
    { name: 'location', fields: ['placeId', 'tier', 'positionM', 'rotationDeg', 'rackUnit'] },
    { name: 'platform', fields: ['platform', 'reservedShare'] },
  ],
  hardwareTypes: [
    { name: 'identity', fields: ['name', 'vendor', 'category', 'silhouette', 'tiers', 'profile'] },
    {
      name: 'capacity',
      fields: ['compute', 'memoryGiB', 'accelerators', 'storage', 'interfaces', 'forwardingMbps', 'forwardingLatencyUs'],
    },
    { name: 'physical', fields: ['power', 'rackUnits', 'weightKg', 'sizeM', 'temperatureC', 'temperatureClass'], folded: true },
    { name: 'economy', fields: ['price', 'reliability'], folded: true },
  ],
  links: [
    { name: 'identity', fields: ['name', 'mediumId', 'fromNodeId', 'toNodeId', 'status'] },
    {
      name: 'network',
      fields: ['bandwidthUpMbps', 'bandwidthDownMbps', 'lengthM', 'routeFactor', 'baseLatencyMs', 'jitter', 'lossRatio'],
    },
    { name: 'measured', fields: ['measured'] },
    { name: 'overlay', fields: ['underlayIds', 'pathPolicy'], folded: true },
    { name: 'economy', fields: ['mtbfH', 'mttrH', 'pricePerMbpsMonth', 'pricePerGB'], folded: true },
  ],
  deviceGroups: [
    { name: 'identity', fields: ['name', 'kind', 'count', 'protocol'] },
    {
      name: 'load',
      fields: ['requestsPerSecond', 'burstFactor', 'bytesUp', 'bytesDown', 'streamUpMbps', 'streamDownMbps', 'dayProfile'],
    },
    { name: 'location', fields: ['attachment', 'placeId', 'positionM', 'spreadM'] },
  ],
  services: [
    { name: 'identity', fields: ['name', 'workloadId', 'form', 'architectures'] },
    { name: 'demand', fields: ['perReplica', 'work', 'accelerator'] },
    {
      name: 'replicas',
      fields: ['replicas', 'minimumAvailableShare', 'antiAffinity', 'allowedTiers', 'cpuCeiling', 'autonomyH'],
    },
    { name: 'rollout', fields: ['imageMB', 'modelMB', 'deltaMB', 'coldStartMs', 'variants'], folded: true },
    { name: 'data', fields: ['state', 'data'], folded: true },
  ],
  flows: [
    { name: 'identity', fields: ['name', 'workloadId', 'from', 'to', 'objectiveP99Ms'] },
    { name: 'calls', fields: ['pattern', 'mode', 'stage', 'callsPerRequest', 'triggeredBy', 'periodMs', 'computeMs'] },
    { name: 'network', fields: ['requestBytes', 'responseBytes', 'transport', 'timeoutMs', 'retries'] },
  ],
  workloads: [
    { name: 'identity', fields: ['name', 'kind', 'priority', 'tenant', 'profile'] },
    { name: 'objectives', fields: ['availabilityTarget', 'accuracyTarget', 'cycleTimeMs', 'jitterObjectiveMs'] },
    { name: 'training', fields: ['training'], folded: true },
  ],
};
