import { nameOfSubject, shorten } from './words.ts';
import type { ReportContext } from './context.ts';
import { dimensionName, flowNames, nodeName } from './context.ts';
import type { FindingGroup } from './order.ts';
import { sentencesOf } from './sentences.ts';
import { fullestLinksFirst, fullestNodesFirst, linkUtilisation, tightestUtilisation, worstFlowsFirst } from './order.ts';
import type { Mark, Risk } from './report-model.ts';

const RISKS = 3;
/** Characters of a name in a headline, so that page 1 stays one page; tables have the whole name. */
const NAME_LENGTH = 60;
const SATURATED = new Set(['link-saturated', 'service-saturated', 'access-saturated', 'node-over-capacity']);
const UNPLACED = new Set(['unplaced', 'no-route']);

export function markOfGroup(group: FindingGroup): Mark {
  if (group.severity === 'warning') return 'near';
  if (UNPLACED.has(group.kind)) return 'unplaced';
  return SATURATED.has(group.kind) ? 'saturated' : 'missed';
}

/** What a group of findings says, in one line: the kind, how many, and the worst. */
export function groupTitle({ words, site }: ReportContext, group: FindingGroup): string {
  const kind = words.optional(`finding.${group.kind}`, group.kind);
  const worst = group.findings[0];
  const subject = worst === undefined ? '' : shorten(nameOfSubject(site, worst.subject), NAME_LENGTH);
  return words.counted('risk.title', group.findings.length, { kind, subject });
}

/** The three biggest risks: findings by kind, gravest first; where there are fewer, what is nearest to a limit. */
export function risksOf(context: ReportContext): Risk[] {
  const risks = context.groups.slice(0, RISKS).map((group) => riskOfGroup(context, group));
  for (const margin of [leastSlack, fullestNode, fullestLink]) {
    const risk = risks.length < RISKS ? margin(context) : null;
    if (risk !== null) risks.push(risk);
  }
  return risks;
}

function riskOfGroup(context: ReportContext, group: FindingGroup): Risk {
  const [worst] = group.findings;
  const { why, remedy } = worst === undefined ? { why: '', remedy: '' } : sentencesOf(context.words, worst);
  const help = remedy === '' ? '' : context.words.text('remedy.line', { remedy });
  return { mark: markOfGroup(group), title: groupTitle(context, group), why, help };
}

function leastSlack({ words, evaluation, site }: ReportContext): Risk | null {
  const worst = worstFlowsFirst(evaluation.flows.filter((flow) => flow.status === 'met' && flow.slack !== null))[0];
  if (worst === undefined || worst.slack === null || worst.p99Ms === null || worst.objectiveP99Ms === null) return null;
  const parameters = {
    subject: shorten(flowNames(site, worst).flow, NAME_LENGTH),
    percent: words.percent(worst.slack),
    value: words.figure(worst.p99Ms),
    limit: words.figure(worst.objectiveP99Ms),
  };
  return margin(words.text('margin.flow', parameters), words.text('margin.flow.why', parameters));
}

function fullestNode({ words, evaluation, site }: ReportContext): Risk | null {
  const fullest = fullestNodesFirst(evaluation.nodes)[0];
  const utilisation = fullest === undefined ? null : tightestUtilisation(fullest);
  if (fullest === undefined || fullest.tightest === null || utilisation === null || utilisation > 1) return null;
  const amount = fullest.amounts[fullest.tightest];
  const parameters = {
    subject: shorten(nodeName(site, fullest.id), NAME_LENGTH),
    dimension: dimensionName(words, fullest.tightest),
    percent: words.percent(utilisation),
    used: amount === undefined ? '–' : words.figure(amount.used),
    available: amount === undefined ? '–' : words.figure(amount.available),
    unit: amount?.unit ?? '',
  };
  return margin(words.text('margin.node', parameters), words.text('margin.node.why', parameters));
}

function fullestLink({ words, evaluation, site }: ReportContext): Risk | null {
  const fullest = fullestLinksFirst(evaluation.links)[0];
  if (fullest === undefined || linkUtilisation(fullest) >= 1) return null;
  const up = fullest.utilisationUp >= fullest.utilisationDown;
  const parameters = {
    subject: shorten(nameOfSubject(site, `links/${fullest.id}`), NAME_LENGTH),
    percent: words.percent(linkUtilisation(fullest)),
    used: words.figure(up ? fullest.upMbps : fullest.downMbps),
    available: words.figure(up ? fullest.capacityUpMbps : fullest.capacityDownMbps),
  };
  return margin(words.text('margin.link', parameters), words.text('margin.link.why', parameters));
}

function margin(title: string, why: string): Risk {
  return { mark: 'met', title, why, help: '' };
}
