import type { z } from 'zod';
import { deepFreeze } from '../base/freeze.ts';
import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import { jsonPath } from '../base/safe-json.ts';
import type { HardwareType } from '../site/schema/hardware-type.ts';
import { hardwareTypeSchema } from '../site/schema/hardware-type.ts';
import type { Medium } from '../site/schema/medium.ts';
import { mediumSchema } from '../site/schema/medium.ts';
import type { Catalog } from './catalog.ts';
import { TEMPLATE_SOURCES } from './catalog.ts';
import type { RuleSet } from './rule-set.ts';
import { repeatedId, ruleSetSchema } from './rule-set.ts';
import type { WorkloadTemplate } from './template.ts';
import { workloadTemplateSchema } from './template.ts';

/** One file of the catalog: a JSON array of entries of one kind. */
export interface CatalogFile {
  readonly name: string;
  readonly value: unknown;
}

export interface CatalogFiles {
  readonly hardwareTypes: readonly CatalogFile[];
  readonly media: readonly CatalogFile[];
  readonly templates: readonly CatalogFile[];
  readonly ruleSets: readonly CatalogFile[];
}

/** Rounding of written figures: compute units have two decimals. */
const UNITS_TOLERANCE = 0.006;

/**
 * The catalog from JSON values, or everything that is wrong with them: schema, ids that occur twice, figures of one entry that
 * contradict each other, flows of a template that name what it does not have.
 */
export function parseCatalog(files: CatalogFiles): Result<Catalog, readonly Problem[]> {
  const problems: Problem[] = [];
  const catalog: Catalog = {
    hardwareTypes: readEntries<HardwareType>(files.hardwareTypes, hardwareTypeSchema, hardwareContradiction, problems),
    media: readEntries<Medium>(files.media, mediumSchema, mediumContradiction, problems),
    templates: readEntries<WorkloadTemplate>(files.templates, workloadTemplateSchema, templateContradiction, problems),
    ruleSets: readEntries<RuleSet>(files.ruleSets, ruleSetSchema, ruleContradiction, problems),
  };
  return problems.length === 0 ? ok(Object.freeze(catalog)) : failed(problems);
}

function readEntries<Entry extends { readonly id: string }>(
  files: readonly CatalogFile[],
  schema: z.ZodType<Entry>,
  contradiction: (entry: Entry) => string | null,
  problems: Problem[],
): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>();
  for (const { name, value } of files) {
    if (!Array.isArray(value)) {
      problems.push(refuse(name, [], 'A file of the catalog is an array of entries.'));
      continue;
    }
    for (const [index, raw] of value.entries()) {
      const parsed = schema.safeParse(raw);
      if (!parsed.success) {
        for (const issue of parsed.error.issues) problems.push(refuse(name, [index, ...issue.path], `${issue.message}.`));
        continue;
      }
      const entry = deepFreeze(parsed.data);
      const wrong = contradiction(entry);
      if (wrong !== null) problems.push(refuse(name, [index], `${entry.id}: ${wrong}`));
      if (entries.has(entry.id)) problems.push(refuse(name, [index, 'id'], `${entry.id} occurs twice in the catalog.`));
      entries.set(entry.id, entry);
    }
  }
  return entries;
}

function refuse(file: string, path: readonly PropertyKey[], message: string): Problem {
  const steps = path.map((step) => (typeof step === 'number' ? step : String(step)));
  return problem('catalog.invalid', message, 'Correct the entry.', { file, place: jsonPath(steps) }, { detail: message });
}

function hardwareContradiction(type: HardwareType): string | null {
  const { computeUnits, cores, threads, perThreadFactor } = type.compute;
  if (Math.abs(computeUnits - threads * perThreadFactor) > UNITS_TOLERANCE)
    return `${computeUnits} compute units are not ${threads} threads × ${perThreadFactor}.`;
  if (threads < cores) return `${threads} threads on ${cores} cores.`;
  if (type.power.idleW > type.power.maxW) return `idle power ${type.power.idleW} W above ${type.power.maxW} W.`;
  if (type.temperatureC !== null && type.temperatureC.min >= type.temperatureC.max) return 'an empty temperature range.';
  return null;
}

function mediumContradiction(medium: Medium): string | null {
  if ((medium.kind === 'lora') !== (medium.lora !== null)) return 'LoRa parameters belong to a LoRa medium, and to no other.';
  if (medium.boundedLatencyMs !== null && medium.boundedLatencyMs < medium.baseLatencyMs)
    return `a bound of ${medium.boundedLatencyMs} ms below the base latency of ${medium.baseLatencyMs} ms.`;
  return null;
}

function ruleContradiction(set: RuleSet): string | null {
  const twice = repeatedId(set);
  if (twice !== null) return `two rules are ${twice}.`;
  const untranslated = set.rules.find(({ id }) => set.translations?.['zh-CN'].rules[id] === undefined);
  return untranslated === undefined ? null : `${untranslated.id} has no name in 简体中文.`;
}

function templateContradiction({ services, flows }: WorkloadTemplate): string | null {
  const serviceIds = new Set<string>(services.map(({ id }) => id));
  const flowIds = new Set<string>(flows.map(({ id }) => id));
  if (serviceIds.size < services.length || flowIds.size < flows.length) return 'two services or two flows have the same id.';
  if (!flows.some(({ from }) => from.id === TEMPLATE_SOURCES)) return 'no flow starts at the sources.';
  for (const flow of flows) {
    for (const end of [flow.from, flow.to]) {
      const known = end.kind === 'service' ? serviceIds.has(end.id) : end.id === TEMPLATE_SOURCES;
      if (!known) return `flow ${flow.id} names ${end.kind} ${end.id}.`;
    }
    if (flow.triggeredBy !== null && !flowIds.has(flow.triggeredBy)) return `flow ${flow.id} is set off by ${flow.triggeredBy}.`;
  }
  return null;
}
