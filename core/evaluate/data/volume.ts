import type { RecordOf, Site } from '../../site/site.ts';
import type { ByTemperature, DataVolume, Temperature } from './result.ts';
import { TEMPERATURES } from './result.ts';

type Service = RecordOf<'services'>;

/**
 * [D1] Share of time series that compression leaves: the reference scenario compresses by 80 %, which is cautious beside the
 * 91 to 96 % that Timescale measured (Building columnar compression in a row-oriented database, 2019).
 */
export const TIME_SERIES_KEPT_SHARE = 0.2;
export const TIME_SERIES_SOURCE =
  'reference scenario (80 % compression of time series); Timescale, Building columnar compression in a row-oriented database, 2019: 91–96 %';

/** Protocols that carry readings, and devices that send them. */
const TELEMETRY_PROTOCOLS: readonly string[] = ['modbus', 'opc-ua', 'mqtt', 'profinet', 'coap', 'lorawan'];
const TELEMETRY_DEVICES: readonly string[] = ['sensor', 'plc', 'meter', 'machine'];

export const NO_DATA: DataVolume = {
  rawGBPerDay: 0,
  keptGBPerDay: 0,
  enteringGBPerDay: { hot: 0, warm: 0, cold: 0 },
  storedGB: { hot: 0, warm: 0, cold: 0 },
};

export function addVolumes(a: DataVolume, b: DataVolume): DataVolume {
  const add = (x: ByTemperature, y: ByTemperature): ByTemperature => ({
    hot: x.hot + y.hot,
    warm: x.warm + y.warm,
    cold: x.cold + y.cold,
  });
  return {
    rawGBPerDay: a.rawGBPerDay + b.rawGBPerDay,
    keptGBPerDay: a.keptGBPerDay + b.keptGBPerDay,
    enteringGBPerDay: add(a.enteringGBPerDay, b.enteringGBPerDay),
    storedGB: add(a.storedGB, b.storedGB),
  };
}

/** Hours that data spend in each temperature. */
export function retentionOf(service: Service): ByTemperature {
  const { hotH, warmH, coldH } = service.data.retentionH;
  return { hot: hotH, warm: warmH, cold: coldH };
}

/** [D1] What a mean rate of requests writes, keeps and holds at rest; data grow old from hot over warm to cold. */
export function volumeOf(service: Service, keptShare: number, requestsPerSecond: number): DataVolume {
  const rawGBPerDay = (requestsPerSecond * 86_400 * service.data.ingestBytesPerRequest) / 1e9;
  const keptGBPerDay = rawGBPerDay * keptShare;
  const hours = retentionOf(service);
  const copies = service.state.copies;
  const each = (value: (temperature: Temperature) => number): ByTemperature => ({
    hot: value('hot'),
    warm: value('warm'),
    cold: value('cold'),
  });
  return {
    rawGBPerDay,
    keptGBPerDay,
    enteringGBPerDay: each((temperature) => (hours[temperature] > 0 ? keptGBPerDay : 0)),
    storedGB: each((temperature) => (keptGBPerDay / 24) * hours[temperature] * copies),
  };
}

/** [D1] Services whose every direct source sends readings and that state no share to keep: their data compress as time series. */
export function timeSeriesServices(site: Site): ReadonlySet<string> {
  const readings = new Map<string, boolean>();
  for (const flow of Object.values(site.flows)) {
    if (flow.to.kind !== 'service') continue;
    const group = flow.from.kind === 'device-group' ? site.deviceGroups[flow.from.id] : undefined;
    const isReading =
      group !== undefined && TELEMETRY_PROTOCOLS.includes(group.protocol) && TELEMETRY_DEVICES.includes(group.kind);
    readings.set(flow.to.id, (readings.get(flow.to.id) ?? true) && isReading);
  }
  const found = new Set<string>();
  for (const service of Object.values(site.services))
    if (service.data.ingestBytesPerRequest > 0 && service.data.keptShare === 1 && readings.get(service.id) === true)
      found.add(service.id);
  return found;
}

/** [D1] The part of a volume that is in some temperatures: what is written and kept counts where it is hot. */
export function partOf(volume: DataVolume, temperatures: readonly Temperature[], share: number): DataVolume {
  const only = (amounts: ByTemperature): ByTemperature => ({
    hot: temperatures.includes('hot') ? amounts.hot * share : 0,
    warm: temperatures.includes('warm') ? amounts.warm * share : 0,
    cold: temperatures.includes('cold') ? amounts.cold * share : 0,
  });
  const written = temperatures.includes('hot') ? share : 0;
  return {
    rawGBPerDay: volume.rawGBPerDay * written,
    keptGBPerDay: volume.keptGBPerDay * written,
    enteringGBPerDay: only(volume.enteringGBPerDay),
    storedGB: only(volume.storedGB),
  };
}

export function sumOf(amounts: ByTemperature): number {
  return TEMPERATURES.reduce((sum, temperature) => sum + amounts[temperature], 0);
}
