import { evaluate } from '../../core/evaluate/evaluate.ts';
import type { Evaluation } from '../../core/evaluate/result.ts';
import type { ReportModel } from '../../core/report/report-model.ts';
import type { ReportOptions } from '../../core/report/model.ts';
import { buildReport } from '../../core/report/model.ts';
import type { ReportLanguage, ReportTexts } from '../../core/report/words.ts';
import type { Site } from '../../core/site/site.ts';
import english from '../../assets/locales/report.en.json' with { type: 'json' };
import chinese from '../../assets/locales/report.zh-CN.json' with { type: 'json' };
import { SiteBuilder } from '../helpers/small-site.ts';

export const TEXTS: Readonly<Record<ReportLanguage, ReportTexts>> = { en: english, 'zh-CN': chinese };

const TIERS = ['on-site-edge', 'near-edge', 'regional'] as const;

/**
 * A site with everything a report speaks of: flows of each outcome, full and empty nodes, a saturated link, prices in two
 * currencies and none, a retired node, limits of places, assumptions and sources.
 */
export function sampleSite(cells = 60): Site {
  const builder = new SiteBuilder('mec')
    .run({
      kind: 'site.edit',
      patch: {
        name: 'Harbour district 港区',
        customer: 'Port & Sons <logistics>',
        description: 'Radio cells along the quay, served from rooms of three levels.',
        sources: [{ fields: [], title: 'Survey of the quay', url: 'https://example.org/survey', date: '2026-03', note: '' }],
        assumptions: [
          ...Array.from({ length: cells }, (_, index) => ({
            subject: `nodes/cell-${index}`,
            text: 'The power of the cell was not known; a catalogue value stands for it.',
            source: 'catalogue',
          })),
          { subject: null, text: 'Demand is that of the busy hour.', source: 'customer' },
        ],
      },
    })
    .type({
      id: 'small-box',
      name: 'Rugged box B2',
      vendor: 'Moxa',
      price: { amount: 1899.5, currency: 'USD', date: '2026-05', basis: 'street' },
    })
    .type({
      id: 'euro-rack',
      name: 'Rack server R7',
      vendor: 'Dell',
      price: { amount: 12000, currency: 'EUR', date: '2025-11-03', basis: 'list' },
    })
    .type({ id: 'unpriced', name: 'Prototype radio', vendor: '', price: null })
    .medium({
      id: 'radio',
      name: '5G cell',
      kind: 'cellular',
      sharing: 'shared',
      baseLatencyMs: 4,
      bandwidthUpMbps: 60,
      bandwidthDownMbps: 300,
      jitter: { distribution: 'exponential', meanMs: 2, standardDeviationMs: 2 },
    })
    .place('region', {
      name: 'Harbour region',
      kind: 'region',
      limits: { powerW: 40000, coolingW: null, rackUnits: null, floorLoadKg: null },
    })
    .place('room', {
      name: 'Aggregation room',
      parentId: 'region',
      kind: 'room',
      limits: { powerW: 2000, coolingW: 1500, rackUnits: 42, floorLoadKg: null },
    })
    .node('central', { name: 'Regional hall', typeId: 'euro-rack', tier: 'regional', placeId: 'region' })
    .node('room-1', { name: 'Room server 1', tier: 'near-edge', placeId: 'room', status: 'installed' })
    .node('room-2', { name: 'Room server 2', tier: 'near-edge', placeId: 'room' })
    .node('old', { name: 'Retired server', tier: 'near-edge', placeId: 'room', status: 'retired' })
    .node('radio', { name: 'Prototype', typeId: 'unpriced', tier: 'on-site-edge' })
    .link('trunk', 'room-1', 'central', { name: 'Trunk', lengthM: 42000 })
    .link('patch', 'room-1', 'room-2', {
      name: 'Patch',
      lengthM: 20,
      measured: { oneWayMs: 0.02, jitterMs: null, lossRatio: null, throughputMbps: null, observationId: null },
    })
    .workload('video', { name: 'Quay video', kind: 'stream-analytics' })
    .workload('crane', { name: 'Crane control', kind: 'control-loop' })
    .service('detect', 'video', {
      name: 'Detector',
      work: { computeMs: 12, variability: 0.5 },
      perReplica: { computeUnits: 2, memoryGiB: 6, storageGB: 10, storageClass: null },
    })
    .service('archive', 'video', { name: 'Archive', work: { computeMs: 2, variability: 1 } })
    .service('loop', 'crane', { name: 'Loop', work: { computeMs: 3, variability: 0 } })
    .service('absent', 'crane', { name: 'Black box' })
    .deploy('detect', 'room-1', 6)
    .deploy('archive', 'central', 2)
    .deploy('loop', 'central', 1);
  for (let index = 0; index < cells; index += 1) {
    const node = `cell-${index}`;
    const tier = TIERS[index % 2] ?? 'near-edge';
    builder
      .node(node, { name: `Cell ${index + 1}`, typeId: 'small-box', tier, placeId: 'region' })
      .link(`up-${index}`, node, 'room-1', {
        name: `Uplink ${index + 1}`,
        lengthM: 900 + 37 * index,
        bandwidthUpMbps: index === 7 ? 8 : 100,
      })
      .group(`cams-${index}`, node, {
        name: `Cameras ${index + 1}`,
        count: 4,
        attachment: { nodeId: node, mediumId: 'radio', lengthM: 100 },
        requestsPerSecond: 0.5 + (index % 9) * 0.4,
        bytesUp: 120_000,
      })
      .flow(`see-${index}`, 'video', `cams-${index}`, 'detect', {
        name: `Detection ${index + 1}`,
        responseBytes: 400,
        objectiveP99Ms: 40 + (index % 7) * 12,
      });
    if (index % 6 === 0)
      builder.flow(`store-${index}`, 'video', `cams-${index}`, 'archive', {
        name: `Storing ${index + 1}`,
        requestBytes: 20_000,
        responseBytes: 100,
      });
    if (index % 10 === 0)
      builder.flow(`loop-${index}`, 'crane', `cams-${index}`, 'loop', {
        name: `Crane ${index + 1}`,
        requestBytes: 200,
        responseBytes: 200,
        objectiveP99Ms: 12,
      });
    if (index % 30 === 0)
      builder.flow(`box-${index}`, 'crane', `cams-${index}`, 'absent', { name: `Recorder ${index + 1}`, objectiveP99Ms: 500 });
  }
  return builder.build();
}

export function reportOptions(fields: Partial<ReportOptions> = {}): ReportOptions {
  const language = fields.language ?? 'en';
  return {
    language,
    texts: TEXTS[language],
    picture: null,
    generatedAt: '2026-03-14T09:26:53Z',
    applicationVersion: '0.1.0',
    ...fields,
  };
}

export function reportOn(site: Site, fields: Partial<ReportOptions> = {}): { model: ReportModel; evaluation: Evaluation } {
  const evaluation = evaluate(site);
  return { model: buildReport(site, evaluation, reportOptions(fields)), evaluation };
}
