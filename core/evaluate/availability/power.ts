import type { RecordOf, Site } from '../../site/site.ts';
import { enclosing } from '../place-capacity.ts';

type Place = RecordOf<'places'>;

export interface Feed {
  /** `places/x/feed name`, x being the outermost of nested places that name it. */
  readonly id: string;
  readonly name: string;
  readonly place: Place;
}

export interface PowerSupply {
  /** Independent feeds, of which one is enough. */
  readonly feeds: readonly Feed[];
  /** Place whose UPS backs them, and for how long. */
  readonly ups: { readonly place: Place; readonly hours: number } | null;
}

/** [A1] Power of what stands in a place: the feeds of the innermost place that states some, the UPS of the innermost that has one. */
export function powerSupply(site: Site, placeId: string | null): PowerSupply {
  const places = enclosing(site, placeId);
  const fed = places.find((place) => place.powerFeeds.length > 0);
  const feeds = [...new Set(fed?.powerFeeds ?? [])].map((name): Feed => {
    const place = places.findLast((one) => one.powerFeeds.includes(name)) ?? (fed as Place);
    return { id: `places/${place.id}/${name}`, name: `${name}, ${place.name}`, place };
  });
  const backed = places.find((place) => place.upsH !== null);
  const hours = backed?.upsH ?? 0;
  return { feeds, ups: backed === undefined || hours === 0 ? null : { place: backed, hours } };
}
