import { delayOf } from '../../network/delay.ts';
import { erlangC } from '../../network/queue.ts';
import type { RecordOf } from '../../site/site.ts';
import { getRecord } from '../../site/site.ts';
import type { Evaluated } from '../evaluate.ts';
import type { ProcessingParts, Station } from '../service-time.ts';
import type { LivePlacement } from '../site-model.ts';
import { acceleratorTime } from './accelerator.ts';
import { constantOf, figureOf, input, nameOf, productOf, quotientOf, step, sumOf } from './build.ts';
import { stationWork } from './cpu-work.ts';
import type { Explanation } from './explanation.ts';
import { single } from './trace.ts';
import type { Trace } from './trace.ts';

/** [L6] What a request meets at a placement: wait, CPU, accelerator, cold start. Null when saturated. */
export function processingTrace(evaluated: Evaluated, flow: RecordOf<'flows'>, live: LivePlacement): Trace | null {
  const processing = evaluated.solver.processing(flow, live);
  if (processing.status !== 'ok') return null;
  const station = evaluated.solver.station(live);
  const name = nameOf(evaluated.model.site, 'placements', live.placement.id);
  const { parts, moments } = processing;
  return single(delayOf('processing', moments), name, 'L6', () => {
    const children = [
      ...(parts.wait.mean > 0 ? [waiting(evaluated, station, parts)] : []),
      ...(parts.work.mean > 0 ? [work(evaluated, flow, station, parts)] : []),
      ...(parts.accelerator.mean > 0 ? [acceleratorTime(evaluated, station, parts)] : []),
      ...(parts.coldStart.mean > 0 ? [coldStart(evaluated, station, parts)] : []),
    ];
    return sumOf('processing', children, { unit: 'ms', rule: 'L6', parameters: { name }, value: moments.mean });
  });
}

/** [L6] Servers = replicas × threads of one replica. */
export function serversOf(evaluated: Evaluated, station: Station): Explanation {
  const { site } = evaluated.model;
  const { placement, service } = station;
  const replicas = input(site, 'placements', placement.id, 'replicas', placement.replicas);
  const reserved = input(site, 'services', service.id, 'perReplica.computeUnits', service.perReplica.computeUnits, 'vCPU');
  const threads = step('servers', 'formula', [reserved], station.servers / placement.replicas, {
    rule: 'L6',
    formula: '⌈reserved vCPU / speed of a thread⌉',
    parameters: { name: service.name, what: 'threads' },
  });
  return productOf('servers', [replicas, threads], {
    rule: 'L6',
    formula: 'replicas × threads',
    parameters: { name: nameOf(site, 'placements', placement.id), what: 'servers' },
    value: station.servers,
  });
}

/** [L6] Offered load in Erlang: CPU time asked a second over the speed of a thread. */
export function offeredTo(evaluated: Evaluated, station: Station): Explanation {
  const work = stationWork(evaluated, station);
  const speed = speedOf(evaluated, station);
  return quotientOf('offered', work, speed, { unit: 'Erlang', rule: 'L6', parameters: { name: station.service.name } });
}

/** [L6] Reference vCPU that a server gets: what is reserved over its threads, and no more than a thread has. */
function speedOf(evaluated: Evaluated, { placement, service, speed }: Station): Explanation {
  const { site } = evaluated.model;
  const typeId = getRecord(site, 'nodes', placement.nodeId)?.typeId ?? '';
  const thread = getRecord(site, 'hardwareTypes', typeId)?.compute.perThreadFactor ?? null;
  return step(
    'serviceTime',
    'formula',
    [
      input(site, 'services', service.id, 'perReplica.computeUnits', service.perReplica.computeUnits, 'vCPU'),
      input(site, 'hardwareTypes', typeId, 'compute.perThreadFactor', thread),
    ],
    speed,
    {
      unit: 'vCPU',
      rule: 'L6',
      formula: 'reserved vCPU / threads, at most one thread',
      parameters: { name: service.name, what: 'speed' },
    },
  );
}

function waiting(evaluated: Evaluated, station: Station, parts: ProcessingParts): Explanation {
  const servers = serversOf(evaluated, station);
  const offered = offeredTo(evaluated, station);
  const { name } = station.service;
  const waits = step('erlangC', 'formula', [servers, offered], erlangC(figureOf(servers), figureOf(offered)), {
    unit: 'ratio',
    rule: 'L6',
    formula: 'Erlang C (servers, offered load)',
    parameters: { name },
  });
  const { service } = station;
  const variability = input(evaluated.model.site, 'services', service.id, 'work.variability', service.work.variability);
  return step('processingWait', 'formula', [waits, variability], parts.wait.mean, {
    unit: 'ms',
    rule: 'L6',
    formula: 'Allen–Cunneen: C (1 + c²) / 2 × s / (servers − offered)',
    parameters: { name },
  });
}

function work(evaluated: Evaluated, flow: RecordOf<'flows'>, station: Station, parts: ProcessingParts): Explanation {
  const { site } = evaluated.model;
  const { service } = station;
  const asked =
    flow.computeMs === null
      ? input(site, 'services', service.id, 'work.computeMs', service.work.computeMs, 'ms')
      : input(site, 'flows', flow.id, 'computeMs', flow.computeMs, 'ms');
  const scaled =
    station.workScale === 1
      ? asked
      : productOf(
          'serviceTime',
          [
            asked,
            step('share', 'formula', [], station.workScale, { rule: 'R3', parameters: { name: station.variant?.name ?? '' } }),
          ],
          {
            unit: 'ms',
            rule: 'R3',
            parameters: { name: service.name, what: 'variant' },
          },
        );
  const speed = speedOf(evaluated, station);
  return quotientOf('serviceTime', scaled, speed, {
    unit: 'ms',
    rule: 'L6',
    formula: 'CPU time / speed',
    parameters: { name: service.name, what: 'time' },
    value: parts.work.mean,
  });
}

function coldStart(evaluated: Evaluated, station: Station, parts: ProcessingParts): Explanation {
  const { site } = evaluated.model;
  const { service } = station;
  const start = input(site, 'services', service.id, 'coldStartMs', service.coldStartMs, 'ms');
  const share = constantOf(
    'coldStart',
    parts.coldStart.mean / service.coldStartMs,
    'Shahrad et al., Serverless in the Wild, USENIX ATC 2020, 3.5: kept warm for ten minutes',
    {
      unit: 'ratio',
      rule: 'L6',
      parameters: { name: service.name, what: 'share' },
    },
  );
  return productOf('coldStart', [share, start], {
    unit: 'ms',
    rule: 'L6',
    formula: 'share that finds no warm instance × cold start',
    parameters: { name: service.name, what: 'time' },
    value: parts.coldStart.mean,
  });
}
