import { must } from '../../../core/base/assert.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Claim, Verdict } from './claim.ts';
import { evaluated, percent, range, rollout, scenario, seconds, told, way } from './claim.ts';

/** Scenario 4, on *Carrier edge cloud*. */
export function carrierClaims(site: Site): Claim[] {
  const answer = evaluated(site);
  const echo = (name: string, workloads: RegExp, low: number, high: number, why: string): Claim => {
    const means = answer.evaluation.flows.filter(({ workload }) => workloads.test(workload)).map(({ meanMs }) => meanMs);
    const inside = means.filter((mean) => mean !== null && mean <= high).length;
    const atLeast = means.some((mean) => mean !== null && mean >= low);
    const verdict: Verdict = inside < means.length ? 'partly' : atLeast ? 'reached' : 'partly';
    return {
      claim: `${name} ${low}–${high} ms`,
      figure: `mean ${range(means)}`,
      verdict: inside === 0 ? 'not reached' : verdict,
      how: `round trip of an echo of 200 bytes over every access of the level; ${why}`,
    };
  };
  const booked = (plan: Site): number =>
    must(
      evaluated(plan).evaluation.nodes.find(({ id }) => id === 'near-1-server')?.amounts['compute']?.used,
      'compute of an exchange',
    );
  const machines = Object.values(site.services).filter(({ id, form }) => form === 'vm' && onNode(site, id, 'near-1-server'));
  const vcpu = machines.reduce((total, { perReplica }) => total + perReplica.computeUnits, 0);
  const plain = scenario(site, 'no-machines');
  const overhead = (booked(site) - booked(plain)) / vcpu;
  const phones = rollout(answer, 'cloud-phones-phone');
  const [warm, warmFull, cold] = [
    way(phones, 'prewarmed', 'delta'),
    way(phones, 'prewarmed', 'full'),
    way(phones, 'central', 'full'),
  ];
  const forms = new Set(Object.values(site.services).map(({ form }) => form));
  const wrong = answer.evaluation.findings.filter(({ kind }) => kind === 'form-unsupported').length;
  return [
    echo('On-site edge', /^on-site-/, 1, 5, 'wires stay below 1 ms, the URLLC slice is within'),
    echo('Near edge', /^echo-near-/, 5, 20, 'passive optical access stays below 5 ms, public 5G is within'),
    echo(
      'Cloud edge',
      /^cloud-edge-echo/,
      20,
      40,
      'over 450 km of fibre: passive optical access stays below 20 ms, public 5G is within',
    ),
    {
      claim: 'VM, container and bare metal from one pool',
      figure: `${forms.size} forms, ${wrong} unsupported`,
      verdict:
        ['vm', 'container', 'bare-metal'].every((form) => forms.has(form as 'vm')) && wrong === 0 ? 'reached' : 'not reached',
      how: 'forms of the placed services, and findings that a node does not offer one',
    },
    {
      claim: 'VM overhead < 5 %',
      figure: percent(overhead),
      verdict: 'input',
      how: 'vCPU that an exchange books beyond what its virtual machines ask for, against the scenario *no-machines*; the share itself is an estimate for tuned guests (core/catalog/platform-overhead.ts)',
    },
    {
      claim: 'Images prewarmed, with snapshots: start in seconds',
      figure: `${seconds(warm.workS)} with a delta, ${seconds(warmFull.workS)} in full; ${seconds(cold.workS)} from the registry`,
      verdict: warm.workS < 10 && warmFull.workS < 10 ? 'reached' : 'not reached',
      how: `cloud phones on ${phones.nodes} nodes, ${told(phones.fullMB)} MB of image; bringing it beforehand takes ${seconds(warmFull.preparationS)}`,
    },
    {
      claim: 'Tenants isolated',
      figure: '',
      verdict: 'not modelled',
      how: 'nodes and workloads carry their tenant; whether one can reach the other is not computed',
    },
  ];
}

function onNode(site: Site, serviceId: string, nodeId: string): boolean {
  return Object.values(site.placements).some((one) => one.serviceId === serviceId && one.nodeId === nodeId);
}
