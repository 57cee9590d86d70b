import type { Entry, MasterColumns } from './master-columns.ts';
import type { Host, Offer } from './offers.ts';
import { isPool } from './problem.ts';
import type { Showroom } from './showroom.ts';

/** [P5] Without any one piece, or fixed node, the others still answer everything, service by service and in sum. */
export function addRedundancy(columns: MasterColumns): void {
  const { redundant } = columns.problem;
  const asked = columns.showroom.needs.filter((need) => redundant.has(need.service.id) && need.required > 0);
  for (const { service, load, required } of asked) {
    const hosts = columns.replicas.get(service.id) ?? [];
    const rate = load.requestsPerSecond * (columns.ask.inflated.get(service.id) ?? 1);
    const canDo = (host: Host): number => host.fit * columns.most(host);
    const whole = (of: (host: Host) => number, needed: number): void => {
      if (needed <= 0 || hosts.some(({ host }) => !Number.isFinite(of(host)))) return;
      const bought = hosts.filter(({ at }) => at < columns.lots.length);
      const fixed = hosts.filter(({ at }) => at >= columns.lots.length).map(({ host }) => of(host));
      const stays = fixed.reduce((sum, each) => sum + each, 0);
      const entries = bought.map(({ at, host }): Entry => [columns.lot(at), of(host)]);
      const worst = Math.max(0, ...hosts.map(({ at, host }) => (mayFail(columns, at) ? of(host) : 0)));
      columns.rows.add(needed - stays + worst, Infinity, entries);
      for (const { at, host } of bought) {
        const isThere = columns.isLotBought(at);
        columns.rows.add(needed - stays, Infinity, [...entries, [isThere, -of(host)]]);
      }
    };
    whole((host) => host.fit, Math.min(required, service.replicas.max));
    whole(canDo, rate);
  }
  for (const dimension of ['compute', 'memory']) redundantSum(columns, asked, dimension);
}

function redundantSum(columns: MasterColumns, asked: Showroom['needs'], dimension: string): void {
  let needed = 0;
  for (const { service, required, load } of asked) {
    const hosts = columns.replicas.get(service.id) ?? [];
    const rate = load.requestsPerSecond * (columns.ask.inflated.get(service.id) ?? 1);
    // The least that the service can take anywhere, with the most that a replica can do anywhere.
    const best = Math.max(0, ...hosts.map(({ host }) => columns.most(host)));
    const replicas = Math.max(required, best > 0 && best < Infinity ? rate / best : 0);
    const least = Math.min(...hosts.map(({ host }) => host.takes.get(dimension) ?? 0));
    if (Number.isFinite(least)) needed += replicas * least;
  }
  const useful = columns.showroom.lots.flatMap(({ offer }, index) =>
    asked.some(({ service }) => offer.hosts.has(service.id)) ? [index] : [],
  );
  const fixed = columns.showroom.fixed.filter((offer) => asked.some(({ service }) => offer.hosts.has(service.id)));
  const room = (offer: Offer): number => offer.available.get(dimension) ?? 0;
  const stays = fixed.reduce((sum, offer) => sum + room(offer), 0);
  const entries = useful.map((index): Entry => [columns.lot(index), room(columns.all[index] as Offer)]);
  const worst = Math.max(0, ...fixed.map((offer) => (isPool(columns.problem.site, offer.node) ? 0 : room(offer))));
  if (needed > stays - worst) columns.rows.add(needed - stays + worst, Infinity, entries);
  if (needed <= stays) return;
  for (const index of useful)
    columns.rows.add(needed - stays, Infinity, [...entries, [columns.isLotBought(index), -room(columns.all[index] as Offer)]]);
}

/** Fixed nodes may, but for pools of the cloud, which are many machines. */
function mayFail(columns: MasterColumns, at: number): boolean {
  const node = columns.showroom.fixed[at - columns.lots.length]?.node;
  return node !== undefined && !isPool(columns.problem.site, node);
}
