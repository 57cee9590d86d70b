import { groupPositionM } from '../../../core/site/geometry.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { countRecords, listRecords, sharesCollection } from '../../../core/site/site.ts';
import { mostMarks, spreadMarks } from '../geometry/spread.ts';
import { packEntries } from './entries.ts';
import type { Entries } from './entries.ts';
import type { Ground } from './ground.ts';
import { groundOf, toScene } from './ground.ts';
import { layoutSymbols } from './layout-symbols.ts';
import type { SceneSymbol } from './symbols.ts';

/** A device group as a field of marks on the ground. Scene coordinates. */
export interface GroupField {
  readonly id: string;
  readonly kind: RecordOf<'deviceGroups'>['kind'];
  readonly count: number;
  readonly middle: readonly [number, number, number];
  readonly radiusM: number;
  readonly marks: readonly (readonly [number, number])[];
  /** Symbol of the node it is attached to; null: not connected. */
  readonly attachedTo: number | null;
}

/** A link between two symbols. */
export interface LinkEnds {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** Everything of a site that has a shape, ready to draw; nothing here depends on the camera, the lift or the results. */
export interface SceneModel {
  readonly ground: Ground;
  readonly symbols: readonly SceneSymbol[];
  /** Index in `symbols` by `collection/id`. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly groups: readonly GroupField[];
  /** Index in `groups` by id. */
  readonly groupOf: ReadonlyMap<string, number>;
  readonly entries: Entries;
  readonly links: readonly LinkEnds[];
}

/** A field that the site gives no size still shows that it is several devices. */
const LEAST_FIELD_SHARE = 0.006;

export function buildModel(site: Site): SceneModel {
  const ground = groundOf(site);
  const symbols = layoutSymbols(site, ground);
  const indexOf = new Map(symbols.map((symbol, index) => [`${symbol.collection}/${symbol.id}`, index]));
  const most = mostMarks(countRecords(site, 'deviceGroups'));
  const groups = listRecords(site, 'deviceGroups').map((group): GroupField => {
    const radiusM = Math.max(
      group.spreadM,
      group.count > 1 ? ground.radiusM * LEAST_FIELD_SHARE * Math.min(4, Math.sqrt(group.count) / 2) : 0,
    );
    return {
      id: group.id,
      kind: group.kind,
      count: group.count,
      middle: toScene(ground, groupPositionM(site, group)),
      radiusM,
      marks: spreadMarks(group.count, radiusM, most),
      attachedTo: group.attachment === null ? null : (indexOf.get(`nodes/${group.attachment.nodeId}`) ?? null),
    };
  });
  const links = listRecords(site, 'links').flatMap((link): LinkEnds[] => {
    const from = indexOf.get(`nodes/${link.fromNodeId}`);
    const to = indexOf.get(`nodes/${link.toNodeId}`);
    return from === undefined || to === undefined ? [] : [{ id: link.id, from, to }];
  });
  const groupOf = new Map(groups.map((group, index) => [group.id, index]));
  return { ground, symbols, indexOf, groups, groupOf, links, entries: packEntries(symbols, groups) };
}

/** Number of a record among the entries of the model: a symbol's, or that of a device group's middle; null for what has no spot. */
export function entryOf(model: SceneModel, collection: string, id: string): number | null {
  const symbol = model.indexOf.get(`${collection}/${id}`);
  if (symbol !== undefined) return symbol;
  const group = collection === 'deviceGroups' ? model.groupOf.get(id) : undefined;
  return group === undefined ? null : model.symbols.length + group;
}

/** Builds a model only when something that has a shape has changed; a placement, say, has none. */
export function modelCache(): (site: Site) => SceneModel {
  let last: { readonly site: Site; readonly model: SceneModel } | null = null;
  return (site) => {
    if (
      last === null ||
      !sharesCollection(last.site, site, 'places') ||
      !sharesCollection(last.site, site, 'nodes') ||
      !sharesCollection(last.site, site, 'hardwareTypes') ||
      !sharesCollection(last.site, site, 'deviceGroups') ||
      !sharesCollection(last.site, site, 'links') ||
      !sharesCollection(last.site, site, 'scenery')
    ) {
      last = { site, model: buildModel(site) };
    }
    return last.model;
  };
}
