import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import type { Command } from '../../core/site/commands/schema.ts';
import type { Site } from '../../core/site/site.ts';
import type { DragSubject, DropTarget } from '../store/interaction-store.ts';
import type { CatalogLookups } from './catalog-lookups.ts';
import { dropHardware } from './drop-hardware.ts';
import { dropLinkEnd } from './drop-link.ts';
import { dropNode } from './drop-node.ts';
import { dropPlacement, dropService, dropTemplate } from './drop-workload.ts';

/** The one command that dropping a subject on a target comes to, or why there is none. Changes nothing itself. */
export function dropCommand(
  site: Site,
  catalog: CatalogLookups,
  subject: DragSubject,
  target: DropTarget,
): Result<Command, Problem> {
  switch (subject.kind) {
    case 'hardware':
      return dropHardware(site, catalog, subject.typeId, target);
    case 'node':
      return dropNode(site, subject.nodeId, target);
    case 'placement':
      return dropPlacement(site, subject.placementId, target);
    case 'service':
      return dropService(site, subject.serviceId, target);
    case 'template':
      return dropTemplate(site, catalog, subject.templateId, target);
    case 'link-end':
      return dropLinkEnd(site, catalog, subject.fromNodeId, target);
  }
}
