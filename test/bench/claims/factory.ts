import { must } from '../../../core/base/assert.ts';
import { PLATFORM_OVERHEAD } from '../../../core/catalog/platform-overhead.ts';
import type { Site } from '../../../core/site/site.ts';
import type { Claim } from './claim.ts';
import { entryFlows, evaluated, percent, range, scenario, told, worst } from './claim.ts';

/** Scenario 1, on *Car factory QC*. */
export function factoryClaims(site: Site): Claim[] {
  const answer = evaluated(site);
  const frameOf = (plan: Site): number => {
    const group = 'qc-3-cameras';
    const flow = Object.values(plan.flows).find((one) => one.from.kind === 'device-group' && one.from.id === group);
    const result = evaluated(plan).evaluation.flows.find(({ id }) => id === flow?.id);
    return must(result?.meanMs ?? undefined, 'mean of a frame');
  };
  const before = frameOf(site);
  const after = frameOf(scenario(site, 'quantised'));
  const loops = entryFlows(answer, 'line-control');
  const overWifi = new Set(
    Object.values(site.deviceGroups).flatMap(({ id, attachment }) => (attachment?.mediumId.startsWith('wifi') ? [id] : [])),
  );
  const isWifi = (flowId: string): boolean => {
    const from = site.flows[flowId]?.from;
    return from?.kind === 'device-group' && overWifi.has(from.id);
  };
  const [tsn, wifi] = [loops.filter(({ id }) => !isWifi(id)), loops.filter(({ id }) => isWifi(id))];
  const host = must(
    answer.evaluation.nodes.find(({ id }) => id === 'scada-host'),
    'SCADA host',
  );
  const cpu = must(host.utilisation['cpuTime'], 'CPU time of the SCADA host');
  const eight = entryFlows(answer, 'vision-qc').filter(({ servedBy }) => servedBy === 'qc-1-box');
  const qcBox = must(
    answer.evaluation.nodes.find(({ id }) => id === 'qc-1-box'),
    'box',
  );
  const maintenance = entryFlows(answer, 'predictive-maintenance');
  const k3s = PLATFORM_OVERHEAD.k3s;
  return [
    {
      claim: 'Frame inference 120 ms → 35 ms quantised',
      figure: `${told(before)} → ${told(after)} ms`,
      verdict: Math.abs(before / 120 - 1) <= 0.15 && Math.abs(after / 35 - 1) <= 0.15 ? 'reached' : 'partly',
      how: 'mean from camera to verdict at station QC 3, FP32; then in the scenario *quantised*',
    },
    {
      claim: '8 parallel 1080p streams a server',
      figure: `${eight.length * 8} cameras, GPU booked ${percent(qcBox.utilisation['accelerator-gpu'] ?? 0)}, p99 ${range(eight.map(({ p99Ms }) => p99Ms))}`,
      verdict: eight.length > 0 && eight.every(({ status }) => status === 'met') ? 'reached' : 'not reached',
      how: 'box of QC 1 with eight cameras at three frames a second; objective 80 ms',
    },
    {
      claim: 'Control loops < 10 ms',
      figure: `p99 ${told(worst(tsn.map(({ p99Ms }) => p99Ms)))} ms over TSN, ${range(wifi.map(({ p99Ms }) => p99Ms))} over Wi-Fi`,
      verdict: worst(tsn.map(({ p99Ms }) => p99Ms)) < 10 ? 'reached' : 'not reached',
      how: 'worst p99 of the loops of four zones over TSN; the dock that is left on Wi-Fi shows why',
    },
    {
      claim: 'SCADA CPU < 60 %',
      figure: percent(cpu),
      verdict: cpu < 0.6 ? 'reached' : 'not reached',
      how: 'CPU time of the SCADA host at the busy hour',
    },
    {
      claim: 'Predictive maintenance',
      figure: `p99 ${range(maintenance.map(({ p99Ms }) => p99Ms))}`,
      verdict: maintenance.every(({ status }) => status === 'met') ? 'reached' : 'not reached',
      how: 'from a window of vibration to its score in the regional cloud; objective 1 s',
    },
    {
      claim: 'K3s < 500 MB',
      figure: `${told(k3s.memoryGiB * 1024)} MiB booked with its Linux`,
      verdict: 'input',
      how: k3s.source,
    },
  ];
}
