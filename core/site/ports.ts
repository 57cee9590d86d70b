import type { HardwareType } from './schema/hardware-type.ts';
import type { MEDIUM_KINDS } from './schema/medium.ts';
import type { Site } from './site.ts';
import { getRecord, listRecords } from './site.ts';

type MediumKind = (typeof MEDIUM_KINDS)[number];
type InterfaceKind = HardwareType['interfaces'][number]['kind'];

/** Ports of one kind and speed of a node. */
export interface Ports {
  readonly kind: InterfaceKind;
  /** Of one port. */
  readonly bandwidthMbps: number;
  readonly count: number;
  /** Links that end at such a port; beyond `count` where a node has more links than ports. */
  readonly used: number;
}

/**
 * Ports that can carry a link of a medium, best first: a transceiver makes an optical port take copper and an electrical one
 * fibre (SFP, INF-8074i), TSN is Ethernet (IEEE 802.1Q), microwave, satellite and carrier services are handed over as Ethernet.
 */
const CARRIES: Readonly<Record<MediumKind, readonly InterfaceKind[]>> = {
  fibre: ['fibre', 'ethernet'],
  copper: ['ethernet', 'fibre', 'tsn'],
  tsn: ['tsn', 'ethernet'],
  fieldbus: ['serial', 'can', 'ethernet'],
  wifi: ['wifi'],
  cellular: ['cellular'],
  lora: ['lora'],
  microwave: ['ethernet', 'fibre'],
  satellite: ['ethernet', 'fibre'],
  'sd-wan': ['ethernet', 'fibre'],
  internet: ['ethernet', 'fibre'],
};

/**
 * Ports of a node and the links on them. A link takes the slowest free port that is fast enough, else the fastest free one; overlays
 * take none of their own. Radio serves all at once: one port carries any number of radio links.
 */
export function portsOf(site: Site, nodeId: string): Ports[] {
  const node = getRecord(site, 'nodes', nodeId);
  const type = node === undefined ? undefined : getRecord(site, 'hardwareTypes', node.typeId);
  const ports = (type?.interfaces ?? []).map((one) => ({ ...one, used: 0 }));
  for (const link of listRecords(site, 'links')) {
    if ((link.fromNodeId !== nodeId && link.toNodeId !== nodeId) || link.underlayIds.length > 0) continue;
    const medium = getRecord(site, 'media', link.mediumId);
    if (medium === undefined) continue;
    const wantedMbps = Math.max(
      link.bandwidthUpMbps ?? medium.bandwidthUpMbps,
      link.bandwidthDownMbps ?? medium.bandwidthDownMbps,
    );
    const kinds = CARRIES[medium.kind];
    const able = ports
      .filter(({ kind }) => kinds.includes(kind))
      .toSorted(
        (a, b) =>
          Number(a.used >= a.count) - Number(b.used >= b.count) ||
          kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
          Number(a.bandwidthMbps < wantedMbps) - Number(b.bandwidthMbps < wantedMbps) ||
          (a.bandwidthMbps < wantedMbps ? b.bandwidthMbps - a.bandwidthMbps : a.bandwidthMbps - b.bandwidthMbps),
      )[0];
    if (able === undefined) continue;
    if (isRadio(able.kind)) able.used = Math.min(able.count, able.used + 1);
    else able.used += 1;
  }
  return ports.map(({ kind, bandwidthMbps, count, used }) => ({ kind, bandwidthMbps, count, used }));
}

/** Ports of a node that can carry a medium, and how many of them no link holds; null where its type names none, so that nothing is known. */
export function freePorts(
  site: Site,
  nodeId: string,
  kind: MediumKind,
): { readonly free: number; readonly count: number } | null {
  const able = portsOf(site, nodeId).filter((port) => CARRIES[kind].includes(port.kind));
  if (able.length === 0) return null;
  const count = able.reduce((sum, port) => sum + port.count, 0);
  if (able.some((port) => isRadio(port.kind))) return { free: count, count };
  return { free: able.reduce((sum, port) => sum + Math.max(0, port.count - port.used), 0), count };
}

function isRadio(kind: InterfaceKind): boolean {
  return kind === 'wifi' || kind === 'cellular' || kind === 'lora';
}
