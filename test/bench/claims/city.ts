import { must } from '../../../core/base/assert.ts';
import { autonomyAssessment } from '../../../core/evaluate/autonomy/autonomy.ts';
import { dataAssessment } from '../../../core/evaluate/data/data.ts';
import { sumOf } from '../../../core/evaluate/data/volume.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Claim } from './claim.ts';
import { entryFlows, evaluated, percent, rollout, scenario, seconds, told, way, worst } from './claim.ts';

/** Reads plates in the central cloud, for comparison. */
const OLD_TOWN = 'plates-of-the-old-town-central';

/** Scenario 2, on *City traffic*. */
export function cityClaims(site: Site): Claim[] {
  const answer = evaluated(site);
  const p99 = (workload: string): number => worst(entryFlows(answer, workload).map(({ p99Ms }) => p99Ms));
  const [near, far] = [p99('plates-layered'), p99(OLD_TOWN)];
  const stored = (plan: Site): number => {
    const { byTier } = dataAssessment(evaluated(plan));
    return byTier.filter(({ tier }) => tier !== 'on-site-edge').reduce((total, one) => total + sumOf(one.storedGB), 0);
  };
  const [layeredGB, centralGB] = [stored(site), stored(scenario(site, 'central'))];
  const autonomy = autonomyAssessment(answer);
  const hoursOf = (one: (typeof autonomy.workloads)[number]): number => (one.status === 'stops' ? 0 : (one.hours ?? Infinity));
  const central8 = autonomy.workloads.filter(({ workloadId }) => workloadId === OLD_TOWN);
  const asked = autonomy.workloads.filter(({ requiredH, workloadId }) => requiredH >= 8 && workloadId !== OLD_TOWN);
  const shortest = Math.min(...asked.map(hoursOf));
  const reader = must(
    Object.values(site.services).find(({ id }) => id === 'plates-layered-read'),
    'reader of plates',
  );
  const heavy = scenario(site, 'heavy-image');
  const [light, fat] = [rollout(answer, reader.id), rollout(evaluated(heavy), reader.id)];
  const [lightWay, fatWay] = [way(light, 'central', 'full'), way(fat, 'central', 'full')];
  const cached = must(
    autonomy.workloads.find(({ workloadId }) => workloadId === 'video-analytics'),
    'video analytics',
  );
  const holds = Math.min(...cached.buffers.map(({ holdsH }) => holdsH ?? Infinity));
  return [
    {
      claim: 'Plate recognition 1.2 s central → 0.3 s layered',
      figure: `p99 ${told(far / 1000)} s central, ${told(near / 1000)} s layered`,
      verdict: near <= 0.3 * 1000 && far >= 0.85 * 1200 ? 'reached' : near <= 300 ? 'partly' : 'not reached',
      how: 'worst p99 of the old town, read in the central cloud over LTE, against that of all other districts, read at the crossing',
    },
    {
      claim: 'Central storage −35 %',
      figure: `−${percent(1 - layeredGB / centralGB)}: ${told(centralGB / 1000)} → ${told(layeredGB / 1000)} TB`,
      verdict: layeredGB <= 0.65 * centralGB ? 'reached' : 'not reached',
      how: 'data at rest beyond the crossings once retention is full, against the scenario *central* with plates and video analytics in the centre',
    },
    {
      claim: 'Autonomy ≥ 8 h with the uplink cut',
      figure: `${hoursTold(shortest)}; read centrally ${hoursTold(Math.min(...central8.map(hoursOf)))}`,
      verdict: asked.every(({ verdict }) => verdict === 'met') ? 'reached' : 'not reached',
      how: `shortest of the ${asked.length} layered workloads that ask for it, regional and central clouds cut off, mains kept (${asked.map(({ name, status }) => `${name}: ${status}`).join('; ')})`,
    },
    {
      claim: 'Image 1.2 GB → 380 MB, and its update time',
      figure: `${seconds(fatWay.workS)} → ${seconds(lightWay.workS)} for ${light.nodes} crossings, ${told(fatWay.carriedGB)} → ${told(lightWay.carriedGB)} GB carried`,
      verdict: lightWay.workS < fatWay.workS ? 'reached' : 'not reached',
      how: `image of ${told(heavy.services[reader.id]?.imageMB ?? 0)} (scenario *heavy-image*) or ${told(reader.imageMB)} MB and a model of ${told(reader.modelMB)} MB from the registry in the centre, all at once beside the traffic of the busy hour; from a mirror in the region with a delta ${seconds(way(light, 'mirror', 'delta').workS)}`,
    },
    {
      claim: '72 h cache at the crossing',
      figure: `${told(holds)} h of the smallest buffer`,
      verdict: cached.retentionVerdict === 'met' ? 'reached' : 'not reached',
      how: 'hours of hot data that the fullest node of video analytics can hold',
    },
  ];
}

function hoursTold(hours: number): string {
  return hours === Infinity ? 'without end' : `${told(hours)} h`;
}
