import type { ReactElement } from 'react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { getRecord, listRecords } from '../../../core/site/site.ts';
import { select } from '../../store/interaction-store.ts';
import type { RecordRef } from '../../store/interaction-store.ts';
import { useResultsStore } from '../../store/results-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { Quantity } from '../../ui/quantity.tsx';
import { Explainable } from '../explain/explainable.tsx';
import panel from '../panel.module.css';
import { FindingRow } from '../results/finding-list.tsx';
import { FlowAnswer } from '../results/flow-answer.tsx';
import { LinkLoad } from '../results/link-load.tsx';
import { Utilisation } from '../results/node-list.tsx';
import { TargetPicker } from '../target-picker.tsx';
import { WhyButton } from '../place/why/why-button.tsx';
import { CableRoute } from './cable-route.tsx';
import css from './inspector.module.css';
import { PlaceLoad } from './place-load.tsx';

/** What the engine says of one record: its figures and its findings. */
export function RecordAnswer({ target }: { target: RecordRef }): ReactElement {
  const findings = useResultsStore((state) => state.findings.get(`${target.collection}/${target.id}`));
  return (
    <div className={css.answer}>
      <Figures target={target} />
      {target.collection === 'links' ? <CableRoute linkId={target.id} /> : null}
      {target.collection === 'places' ? <PlaceLoad placeId={target.id} /> : null}
      <WhyButton target={target} />
      {findings?.map((finding) => (
        <FindingRow key={finding.id} finding={finding} />
      ))}
    </div>
  );
}

function Figures({ target }: { target: RecordRef }): ReactElement | null {
  const { t } = useTranslation();
  const flow = useResultsStore((state) => (target.collection === 'flows' ? state.flows.get(target.id) : undefined));
  const node = useResultsStore((state) => (target.collection === 'nodes' ? state.nodes.get(target.id) : undefined));
  const link = useResultsStore((state) => (target.collection === 'links' ? state.links.get(target.id) : undefined));
  const place = useResultsStore((state) =>
    target.collection === 'places' ? state.evaluation?.places.find((one) => one.id === target.id) : undefined,
  );
  if (flow !== undefined) return <FlowAnswer flow={flow} />;
  if (link !== undefined) {
    return (
      <div className={css.figures}>
        <LinkLoad link={link} />
      </div>
    );
  }
  if (node !== undefined) {
    return (
      <>
        <div className={css.figures}>
          <Utilisation node={node} of="node" limit={12} />
          <span className={panel.soft}>
            {t('inspector.power')}{' '}
            <Explainable subject={{ kind: 'node', id: node.id, figure: 'power' }} name={t('inspector.power')}>
              <Quantity value={node.powerW} unit="W" />
            </Explainable>
          </span>
        </div>
        <Placements nodeId={target.id} />
      </>
    );
  }
  if (place !== undefined && Object.keys(place.utilisation).length > 0) {
    return (
      <div className={css.figures}>
        <Utilisation node={place} of="place" limit={8} />
      </div>
    );
  }
  return null;
}

/** What runs on a node, each with its way elsewhere. */
function Placements({ nodeId }: { nodeId: string }): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const rows = useMemo(
    () => (site === null ? [] : listRecords(site, 'placements').filter((placement) => placement.nodeId === nodeId)),
    [site, nodeId],
  );
  if (site === null || rows.length === 0) return null;
  return (
    <ul className={css.placements} aria-label={t('inspector.runs')}>
      {rows.map((placement) => {
        const name = getRecord(site, 'services', placement.serviceId)?.name ?? placement.serviceId;
        return (
          <li key={placement.id} data-record={`placements/${placement.id}`}>
            <button type="button" className={panel.row} onClick={() => select({ collection: 'placements', id: placement.id })}>
              <span className={panel.name}>{name}</span>
              <span className={panel.soft}>{`× ${placement.replicas}`}</span>
            </button>
            <TargetPicker subject={{ kind: 'placement', placementId: placement.id }} name={name} />
          </li>
        );
      })}
    </ul>
  );
}
