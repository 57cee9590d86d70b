import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hardwareCommands, mediumCommands } from '../../core/catalog/add-entries.ts';
import { instantiateTemplate } from '../../core/catalog/instantiate.ts';
import { apply } from '../../core/site/commands/apply.ts';
import type { Command, SimpleCommand } from '../../core/site/commands/schema.ts';
import { newNode } from '../../core/site/defaults.ts';
import { applyDiff } from '../../core/site/diff.ts';
import { checkIntegrity } from '../../core/site/integrity.ts';
import { deviceGroupId, nodeId } from '../../core/site/schema/common.ts';
import type { Site } from '../../core/site/site.ts';
import { listRecords } from '../../core/site/site.ts';
import { SiteBuilder } from '../helpers/small-site.ts';
import { testCatalog } from './load.ts';

const catalog = testCatalog();
const anyTemplate = fc.constantFrom(...catalog.templates.values());
const groupIds = ['g1', 'g2', 'g3'].map((id) => deviceGroupId.parse(id));

function smallSite(): Site {
  const builder = new SiteBuilder().node('n1');
  for (const id of groupIds) builder.group(id, 'n1', { kind: 'terminal', protocol: 'raw' });
  return builder.build();
}

function applied(site: Site, command: Command): Site {
  const result = apply(site, command);
  if (result.status === 'failed') throw new Error(`${result.error.place}: ${result.error.message}`);
  return applyDiff(site, result.value);
}

function batch(commands: readonly SimpleCommand[]): Command {
  return { kind: 'batch', label: 'test', commands: [...commands] };
}

describe('a template in a site', () => {
  test('keeps every reference sound, whatever the template and its sources', () => {
    fc.assert(
      fc.property(anyTemplate, fc.subarray(groupIds), (template, sources) => {
        const site = applied(smallSite(), instantiateTemplate(smallSite(), template, { name: template.name, sources }));
        expect(checkIntegrity(site)).toEqual([]);
        expect(listRecords(site, 'services')).toHaveLength(template.services.length);
        const entries = template.flows.filter(({ from }) => from.id === 'sources').length;
        const made = listRecords(site, 'flows').filter(({ from }) => from.kind === 'device-group');
        expect(made).toHaveLength(entries * sources.length);
        expect(new Set(made.map(({ from }) => from.id))).toEqual(new Set(entries === 0 ? [] : sources));
      }),
    );
  });

  test('put in twice gives two copies that share nothing but their sources', () => {
    fc.assert(
      fc.property(anyTemplate, anyTemplate, fc.string({ maxLength: 80 }), (first, second, words) => {
        const name = `x${words.replaceAll(/\p{Cc}|\p{Surrogate}/gu, '')}`;
        const options = { name, sources: groupIds };
        const one = applied(smallSite(), instantiateTemplate(smallSite(), first, options));
        const two = applied(one, instantiateTemplate(one, second, options));
        expect(checkIntegrity(two)).toEqual([]);
        expect(listRecords(two, 'workloads')).toHaveLength(2);
        expect(listRecords(two, 'services')).toHaveLength(first.services.length + second.services.length);
        for (const collection of ['workloads', 'services', 'flows'] as const) {
          for (const record of listRecords(one, collection)) expect(two[collection][record.id]).toEqual(record);
        }
        for (const flow of listRecords(two, 'flows')) {
          for (const end of [flow.from, flow.to])
            if (end.kind === 'service') expect(two.services[end.id]?.workloadId).toBe(flow.workloadId);
        }
      }),
    );
  });

  test('a flow that an arrival sets off is there once for each device group', () => {
    const template = catalog.templates.get('plc-control-loop');
    if (template === undefined) throw new Error('plc-control-loop');
    const [entry] = template.flows;
    const answer = {
      ...entry,
      id: 'answer',
      from: entry?.to,
      to: { kind: 'device-group', id: 'sources' },
      triggeredBy: entry?.id,
    };
    const both = { ...template, flows: [answer, entry] } as unknown as typeof template;
    const site = applied(smallSite(), instantiateTemplate(smallSite(), both, { name: 'Loop', sources: groupIds }));
    expect(checkIntegrity(site)).toEqual([]);
    const answers = listRecords(site, 'flows').filter(({ from }) => from.kind === 'service');
    expect(answers).toHaveLength(groupIds.length);
    for (const one of answers) expect(one.to.id).toBe(site.flows[one.triggeredBy ?? '']?.from.id);
  });
});

test('hardware and media bring their catalog entry once', () => {
  const type = [...catalog.hardwareTypes.values()][0];
  const medium = catalog.media.get('fibre-10g');
  if (type === undefined || medium === undefined) throw new Error('the catalog is empty');
  const node = (id: string) => newNode({ id: nodeId.parse(id), name: id, typeId: type.id, tier: 'near-edge' });
  const once = applied(
    smallSite(),
    batch([...hardwareCommands(smallSite(), type, node('a')), ...mediumCommands(smallSite(), medium)]),
  );
  expect(once.hardwareTypes[type.id]).toEqual(type);
  const twice = [...hardwareCommands(once, type, node('b')), ...mediumCommands(once, medium)];
  expect(twice.map(({ kind }) => kind)).toEqual(['node.add']);
  expect(checkIntegrity(applied(once, batch(twice)))).toEqual([]);
});
