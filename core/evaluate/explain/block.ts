import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { FlowResult } from '../result.ts';
import { accessLoad } from './access-load.ts';
import { nameOf, step } from './build.ts';
import type { Explanation } from './explanation.ts';
import { explainLinkLoad } from './link.ts';
import { explainStation } from './station.ts';

/** Why a flow has no figures: the queue that does not settle with its load, or the end that cannot be reached. */
export function explainBlock(evaluated: Evaluated, result: FlowResult): Explanation {
  const { site } = evaluated.model;
  return step('blocked', 'list', causes(evaluated, result.blockedBy ?? ''), null, {
    unit: 'ms',
    rule: result.status === 'saturated' ? 'L3' : 'L7',
    parameters: { name: nameOf(site, 'flows', result.id), status: result.status },
  });
}

function causes(evaluated: Evaluated, subject: string): Explanation[] {
  const { site } = evaluated.model;
  const [collection = '', id = ''] = subject.split('/');
  switch (collection) {
    case 'links':
      return (['up', 'down'] as const).flatMap((direction) => explainLinkLoad(evaluated, id, direction) ?? []);
    case 'placements':
      return [explainStation(evaluated, id)].filter((one) => one !== null);
    case 'deviceGroups': {
      const access = evaluated.demand.accesses.get(id);
      if (access !== undefined) return [accessLoad(evaluated, access, 'up'), accessLoad(evaluated, access, 'down')];
      break;
    }
    default:
      break;
  }
  const named = collection === 'services' || collection === 'deviceGroups' || collection === 'nodes' ? collection : null;
  if (named === null || getRecord(site, named, id) === undefined) return [];
  return [
    step('blocked', 'formula', [], null, {
      rule: 'L7',
      parameters: { name: nameOf(site, named, id), status: named === 'services' ? 'unplaced' : 'no-route' },
    }),
  ];
}
