import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { detours } from './fit/pairs.ts';
import type { Spread } from './fit/quantiles.ts';
import { mixtureOf, spreadOf } from './fit/quantiles.ts';
import type { Residual } from './fit/route-factors.ts';
import { fitRouteFactors, missingData } from './fit/route-factors.ts';
import type { BenchOutcome } from './main.ts';

const DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** Route factors of the media, fitted from street maps, carrier maps and measured round trips. Rows: every town and network of its own, then bands of distance. */
export function bench(options: readonly string[]): Promise<BenchOutcome> {
  const { values } = parseArgs({ args: [...options], options: { data: { type: 'string', default: DATA } } });
  const missing = missingData(values.data);
  if (missing !== null) throw new Error(`There is no ${missing}. Name the folder of public data with --data.`);
  const { streets, carrier, relay, provider, internet } = fitRouteFactors(values.data);
  const figures = {
    ...told('streets', streets.spread, streets.residual),
    streetPairs: streets.pairs,
    ...told('carrier', carrier.spread, carrier.residual),
    carrierPairs: carrier.pairs,
    ...told('relay', relay.spread, relay.residual),
    relayPairs: relay.pairs,
    brokenTriangles: relay.brokenTriangles,
    ...told('provider', provider),
    ...told('internet', internet),
  };
  const rows = [...streets.towns, ...carrier.networks].map(({ name, pairs }) => ({
    name,
    pairs: pairs.length,
    ...spreadOf(mixtureOf([detours(pairs)])),
  }));
  const bands = carrier.bands.map(({ fromKm, toKm, spread, pairs }) => ({
    name: toKm === Infinity ? `carriers, ${fromKm} km and more` : `carriers, ${fromKm} to ${toKm} km`,
    pairs,
    ...spread,
  }));
  return Promise.resolve({ figures, rows: [...rows, ...bands] });
}

function told(name: string, spread: Spread, residual: Residual | null = null): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [key, value] of Object.entries(spread)) figures[`${name}${key[0]?.toUpperCase()}${key.slice(1)}`] = value;
  if (residual === null) return figures;
  figures[`${name}ResidualBias`] = residual.biasMedian;
  figures[`${name}ResidualMedian`] = residual.absoluteMedian;
  figures[`${name}ResidualP90`] = residual.absoluteP90;
  return figures;
}
