import { getRecord } from '../../core/site/site.ts';
import { subjectName } from '../panels/record-name.ts';
import { useCatalogStore } from '../store/catalog-store.ts';
import type { DragSubject } from '../store/interaction-store.ts';
import { useSiteStore } from '../store/site-store.ts';

/** What a person calls what is carried; empty while nothing is. */
export function useSubjectName(subject: DragSubject | null): string {
  const site = useSiteStore((state) => state.site);
  const catalog = useCatalogStore();
  if (subject === null || site === null) return '';
  switch (subject.kind) {
    case 'hardware':
      return (
        catalog.hardwareTypes.get(subject.typeId)?.name ??
        getRecord(site, 'hardwareTypes', subject.typeId)?.name ??
        subject.typeId
      );
    case 'template':
      return catalog.templates.get(subject.templateId)?.name ?? subject.templateId;
    case 'node':
      return subjectName(site, `nodes/${subject.nodeId}`);
    case 'placement':
      return subjectName(site, `placements/${subject.placementId}`);
    case 'service':
      return subjectName(site, `services/${subject.serviceId}`);
    case 'link-end':
      return subjectName(site, `nodes/${subject.fromNodeId}`);
  }
}
