import type { Medium } from '../../site/schema/medium.ts';
import { getRecord } from '../../site/site.ts';
import type { DayLoad } from '../day-load.ts';
import { gbPerDay, meanOfDay } from '../day-load.ts';
import type { Evaluated } from '../evaluate.ts';
import type { AssumptionList } from '../stated-assumption.ts';
import type { EnergyAssessment, LinkEnergy } from './result.ts';

/** [E1] Energy of operators' networks for a GB carried, of the year 2021: radio or fixed access with its part of the core. */
const FIXED_KWH_PER_GB = 0.05;
const MOBILE_KWH_PER_GB = 0.12;
const SOURCE =
  'Traficom (Finnish Transport and Communications Agency), First study on the energy consumption of communications networks, 2022';

const DAYS_A_YEAR = 365;

/** How a medium gets its energy: from nodes of the site, from an operator whose figure is known, or from one whose figure is not. */
type Supply = 'own' | 'fixed' | 'mobile' | 'unknown';

function supplyOf(medium: Medium, hasRadioNode: boolean): Supply {
  switch (medium.kind) {
    case 'internet':
      return 'fixed';
    case 'cellular':
      return hasRadioNode ? 'own' : 'mobile';
    case 'satellite':
      return 'unknown';
    case 'microwave':
    case 'lora':
      return hasRadioNode ? 'own' : 'unknown';
    // An overlay takes no energy beside its underlays; wires end in nodes that are drawn.
    default:
      return 'own';
  }
}

/** [E1] What operators' networks use for the site's traffic. Cost O(links + device groups). */
export function networkEnergy(evaluated: Evaluated, load: DayLoad, assumptions: AssumptionList): EnergyAssessment['network'] {
  const { site, graph } = evaluated.model;
  const links: LinkEnergy[] = [];
  const add = (subject: string, medium: Medium, nodeIds: readonly string[], meanMbps: number): void => {
    const supply = supplyOf(
      medium,
      nodeIds.some((id) => isRadio(evaluated, id)),
    );
    if (supply === 'own' || meanMbps === 0) return;
    const gbPerYear = gbPerDay(meanMbps) * DAYS_A_YEAR;
    const kWhPerGB = supply === 'fixed' ? FIXED_KWH_PER_GB : supply === 'mobile' ? MOBILE_KWH_PER_GB : null;
    links.push({
      subject,
      mediumId: medium.id,
      gbPerYear,
      kWhPerGB,
      kWhPerYear: kWhPerGB === null ? null : gbPerYear * kWhPerGB,
    });
    if (kWhPerGB !== null)
      assumptions.add(
        `energy.network.${supply}`,
        `A GB over an operator's ${supply === 'fixed' ? 'fixed' : 'mobile'} network takes ${kWhPerGB} kWh.`,
        SOURCE,
        { kWhPerGB },
        subject,
      );
    else
      assumptions.add(
        'energy.network.unknown',
        'No figure is known for the energy of some networks; their volume is told, not their energy.',
        'none',
        {},
        subject,
      );
  };
  for (const arc of graph.arcs) {
    if (arc.direction !== 'up') continue;
    const medium = getRecord(site, 'media', arc.link.mediumId);
    const back = graph.arcOf.get(`${arc.link.id}/down`);
    if (medium === undefined || back === undefined) continue;
    const mbps = meanOfDay(load, load.arcMbps, arc.index * load.columns) + meanOfDay(load, load.arcMbps, back * load.columns);
    add(`links/${arc.link.id}`, medium, [arc.link.fromNodeId, arc.link.toNodeId], mbps);
  }
  for (const [groupId, access] of load.accesses) {
    const attachment = getRecord(site, 'deviceGroups', groupId)?.attachment ?? null;
    const medium = attachment === null ? undefined : getRecord(site, 'media', attachment.mediumId);
    if (attachment === null || medium === undefined) continue;
    add(
      `deviceGroups/${groupId}`,
      medium,
      [attachment.nodeId],
      meanOfDay(load, access.upMbps) + meanOfDay(load, access.downMbps),
    );
  }
  links.sort((a, b) => (a.subject < b.subject ? -1 : 1));
  const known = links.filter((one) => one.kWhPerYear !== null);
  const knownKWhPerYear = known.length === 0 ? null : known.reduce((sum, one) => sum + (one.kWhPerYear ?? 0), 0);
  return {
    knownKWhPerYear,
    carbonKg: knownKWhPerYear === null ? null : (knownKWhPerYear * site.header.carbonGPerKWh) / 1000,
    unknownGBPerYear: links.reduce((sum, one) => sum + (one.kWhPerGB === null ? one.gbPerYear : 0), 0),
    links,
  };
}

function isRadio(evaluated: Evaluated, nodeId: string): boolean {
  const typeId = getRecord(evaluated.model.site, 'nodes', nodeId)?.typeId ?? '';
  return getRecord(evaluated.model.site, 'hardwareTypes', typeId)?.category === 'radio';
}
