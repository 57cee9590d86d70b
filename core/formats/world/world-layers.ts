import { newScenery } from '../../site/defaults.ts';
import type { Area, Mesh, Prism, Ribbon, Shapes } from '../../site/scenery/shapes.ts';
import { packShapes, USUAL_UNIT_M } from '../../site/scenery/pack.ts';
import type { Scenery } from '../../site/schema/scenery.ts';
import type { SiteAssembly } from '../site-assembly.ts';

type Kind = Scenery['kind'];
type Items = { readonly prisms: Prism; readonly ribbons: Ribbon; readonly areas: Area; readonly meshes: Mesh };
type Form = keyof Items;

/** Names of layers; a plan may have one of each on each floor. */
const NAMES: Readonly<Record<Kind, string>> = {
  building: 'Buildings',
  road: 'Roads',
  path: 'Footpaths',
  rail: 'Railways',
  water: 'Water',
  green: 'Green',
  land: 'Land',
  bridge: 'Bridges',
  wall: 'Walls',
  door: 'Doors',
  lane: 'Robot lanes',
  furniture: 'Furniture',
  coverage: 'Coverage',
  model: 'Model',
  plan: 'Plan',
};

/** Most characters of one record, well below the schema's bound: what is larger is split. */
const CHUNK_ITEMS = 20_000;

interface Layer {
  readonly kind: Kind;
  readonly form: Form;
  readonly placeId: string | null;
  readonly items: unknown[];
}

/** Collects what surrounds a plan by kind and floor; one record of scenery each. */
export class WorldLayers {
  private readonly layers = new Map<string, Layer>();

  add<Chosen extends Form>(kind: Kind, form: Chosen, item: Items[Chosen], placeId: string | null = null): void {
    const key = `${placeId ?? ''} ${kind} ${form}`;
    let layer = this.layers.get(key);
    if (layer === undefined) {
      layer = { kind, form, placeId, items: [] };
      this.layers.set(key, layer);
    }
    layer.items.push(item);
  }

  get isEmpty(): boolean {
    return this.layers.size === 0;
  }

  count(kind: Kind): number {
    let sum = 0;
    for (const layer of this.layers.values()) if (layer.kind === kind) sum += layer.items.length;
    return sum;
  }

  /** Adds the records; `visible` says which kinds are drawn from the start. */
  writeTo(assembly: SiteAssembly, unitM: number = USUAL_UNIT_M, visible: (kind: Kind) => boolean = () => true): void {
    for (const { kind, form, placeId, items } of this.layers.values()) {
      for (let start = 0; start < items.length; start += CHUNK_ITEMS) {
        const id = assembly.freshId('scenery', placeId === null ? kind : `${placeId}-${kind}`);
        const shapes = packShapes({ form, items: items.slice(start, start + CHUNK_ITEMS) } as unknown as Shapes, unitM);
        const record = newScenery({
          id: id as never,
          name: NAMES[kind],
          kind,
          placeId: placeId as never,
          visible: visible(kind),
          shapes,
        });
        assembly.add('scenery', record);
      }
    }
  }
}
