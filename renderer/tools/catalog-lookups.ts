import type { Problem } from '../../core/base/problem.ts';
import type { Result } from '../../core/base/result.ts';
import type { WorkloadTemplate } from '../../core/catalog/template.ts';
import type { SimpleCommand } from '../../core/site/commands/schema.ts';
import type { HardwareType } from '../../core/site/schema/hardware-type.ts';
import type { Medium } from '../../core/site/schema/medium.ts';
import type { Site } from '../../core/site/site.ts';

/** What a drop has to know of the catalog. */
export interface CatalogLookups {
  hardwareType(id: string): HardwareType | undefined;
  template(id: string): WorkloadTemplate | undefined;
  media(): readonly Medium[];
  /** Brings a workload into the site and puts all its services on one node. */
  templateCommands(site: Site, template: WorkloadTemplate, nodeId: string): Result<readonly SimpleCommand[], Problem>;
}
