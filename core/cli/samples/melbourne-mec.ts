import { join } from 'node:path';
import { must } from '../../base/assert.ts';
import { formatProblem } from '../../base/problem.ts';
import { importEua } from '../../formats/eua.ts';
import { readFolder } from '../../formats/read-folder.ts';
import type { GeoPoint } from '../../site/schema/common.ts';
import type { RecordOf, Site } from '../../site/site.ts';
import { listRecords } from '../../site/site.ts';
import type { Sample } from './sample.ts';
import { assume, VICTORIA_ENERGY } from './sample.ts';
import { SampleSite } from './sample-site.ts';

const TEXT =
  'MEC region of central Melbourne from the EUA dataset: 125 base-station sites, 816 users with AR glasses, carrier rooms above them; games, video, vehicles, cameras and a live production share it.';

/** Largest share of an accelerator slot that is planned for. */
const PLANNED_LOAD = 0.2;
const FEDERATION_SQUARE: GeoPoint = { latitudeDeg: -37.818, longitudeDeg: 144.9691 };
const TOWN_HALL: GeoPoint = { latitudeDeg: -37.8152, longitudeDeg: 144.9665 };
/** Crossings in the north, west and east of the centre. */
const CROSSINGS: readonly GeoPoint[] = [
  { latitudeDeg: -37.8076, longitudeDeg: 144.96 },
  { latitudeDeg: -37.8107, longitudeDeg: 144.9715 },
  { latitudeDeg: -37.8136, longitudeDeg: 144.9545 },
  { latitudeDeg: -37.8175, longitudeDeg: 144.9565 },
  { latitudeDeg: -37.8195, longitudeDeg: 144.9622 },
  { latitudeDeg: -37.8155, longitudeDeg: 144.9735 },
];
/** Players of each aggregation room; the first room got fewer sessions than players. */
const PLAYERS = { usual: 12, first: 24 } as const;
const SESSIONS = { usual: 12, first: 8 } as const;

/** Scenario 3 on real sites: the importer draws the region, this adds what a carrier would run there. */
export const melbourneMec: Sample = {
  id: 'melbourne-mec',
  kind: 'mec',
  data: 'eua',
  name: { en: 'Melbourne MEC', 'zh-CN': '墨尔本 MEC 区域' },
  description: {
    en: TEXT,
    'zh-CN':
      '墨尔本市中心的真实基站数据（EUA）：125 个站点、816 名 AR 用户与上层承载机房，云游戏、视频、车路协同、摄像头与 4K 直播共用网络。',
  },
  async draw(catalog, data) {
    const files = await readFolder(join(data, 'eua'), 'eua', '.csv', 'csv');
    if (files.status === 'failed') throw new Error(files.error.map(formatProblem).join('\n'));
    const imported = importEua(files.value, { catalog, metro: false, name: 'Melbourne MEC' });
    if (imported.status === 'failed') throw new Error(imported.error.map(formatProblem).join('\n'));
    const region = new Region(new SampleSite(catalog, imported.value.site));
    region.planGlasses();
    region.addGames();
    region.addVideo();
    region.addVehicles();
    region.addCameras();
    region.addProductions();
    region.describe();
    return region.sample.finish();
  },
};

/** The imported region, and where things stand in it. */
class Region {
  readonly sample: SampleSite;
  private readonly start: Site;
  private readonly masts: readonly RecordOf<'places'>[];

  constructor(sample: SampleSite) {
    this.sample = sample;
    this.start = sample.site;
    this.masts = listRecords(this.start, 'places').filter(({ geo }) => geo !== null);
  }

  /** As many replicas as the users of each site need: the importer plans with one of a kind. */
  planGlasses(): void {
    const users = new Map<string, number>();
    for (const { attachment } of Object.values(this.start.deviceGroups))
      if (attachment !== null) users.set(attachment.nodeId, (users.get(attachment.nodeId) ?? 0) + 1);
    for (const placement of listRecords(this.start, 'placements')) {
      const service = must(this.start.services[placement.serviceId], placement.serviceId);
      if (service.accelerator === null) continue;
      const itemS = service.accelerator.itemMs / service.accelerator.share / 1000;
      const rate = (users.get(placement.nodeId) ?? 0) * 10;
      const replicas = Math.min(14, Math.max(1, Math.ceil((rate * itemS) / PLANNED_LOAD)));
      this.sample.run({ kind: 'placement.edit', id: placement.id, patch: { replicas } });
    }
  }

  addGames(): void {
    const rooms = this.rooms();
    const groups = rooms.map((room, index) =>
      this.around(`players-${index + 1}`, `Players near aggregation room ${index + 1}`, 'cloud-gaming', room, {
        count: index === 0 ? PLAYERS.first : PLAYERS.usual,
      }),
    );
    const games = this.sample.workload('cloud-gaming', 'Cloud gaming', groups);
    for (const [index, room] of rooms.entries())
      this.sample.deploy(games, 'game-session', room.server, index === 0 ? SESSIONS.first : SESSIONS.usual);
  }

  addVideo(): void {
    const rooms = this.rooms();
    const groups = rooms.map((room, index) =>
      this.around(`viewers-${index + 1}`, `Viewers near aggregation room ${index + 1}`, 'cdn-cache', room, { count: 80 }),
    );
    const cache = this.sample.workload('cdn-cache', 'Video cache', groups);
    for (const room of rooms) this.sample.deploy(cache, 'edge-cache', room.server);
    this.sample.deploy(cache, 'origin', 'regional-cloud', 2);
  }

  addVehicles(): void {
    const groups = CROSSINGS.map((point, index) => {
      const mast = this.nearest(point);
      return this.at(
        `vehicles-${index + 1}`,
        `Vehicles, crossing ${index + 1}`,
        'v2x-collision-warning',
        mast,
        '5g-embb-midband',
        {
          count: 60,
          spreadM: 90,
        },
      );
    });
    const warning = this.sample.workload('v2x-collision-warning', 'Collision warning', groups);
    this.sample.deploy(warning, 'fusion', 'heavy-agg-server', 12);
    this.sample.deploy(warning, 'warn', 'heavy-agg-server', 8);
  }

  addCameras(): void {
    const groups = CROSSINGS.map((point, index) =>
      this.at(
        `cameras-${index + 1}`,
        `Street cameras, crossing ${index + 1}`,
        'video-analytics',
        this.nearest(point),
        'fibre-1g',
        {
          count: index === 0 ? 10 : 4,
        },
      ),
    );
    const analytics = this.sample.workload('video-analytics', 'Street analytics', groups);
    for (const mast of new Set(CROSSINGS.map((point) => this.nearest(point))))
      this.sample.deploy(analytics, 'analyse', this.mecOf(mast), 1, 'int8');
    this.sample.deploy(analytics, 'events', 'core-server');
  }

  /** One over the public cell, one over a cell of its own. */
  addProductions(): void {
    const groups = [
      this.at(
        'studio-square',
        '4K cameras, Federation Square',
        'live-4k-production',
        this.nearest(FEDERATION_SQUARE),
        '5g-embb-midband',
      ),
      this.at('studio-hall', '4K cameras, Town Hall', 'live-4k-production', this.nearest(TOWN_HALL), '5g-mmwave'),
    ];
    const production = this.sample.workload('live-4k-production', 'Live production', groups);
    this.sample.deploy(production, 'switcher', 'heavy-agg-server', 2);
    this.sample.deploy(production, 'encoder', 'heavy-agg-server', 4);
    this.sample.deploy(production, 'packager', 'regional-cloud');
  }

  describe(): void {
    const { assumptions } = this.start.header;
    const added = [
      assume(
        'A kWh costs 0.20 US dollars and stands for 790 g of CO2e.',
        'estimate of a commercial tariff; Australian National Greenhouse Accounts Factors 2023, Victoria, scope 2',
      ),
      assume('Players, viewers, vehicles, street cameras and the two productions are made up; the data knows users only.'),
      assume(
        `The first aggregation room has ${SESSIONS.first} game sessions for ${PLAYERS.first} players, the others one a player.`,
        'to show a saturated service',
      ),
      assume(
        'The production on Federation Square shares the public 5G cell, the one at the Town Hall has a mmWave cell.',
        'to show a saturated access',
      ),
    ];
    this.sample.run({
      kind: 'site.edit',
      patch: { ...VICTORIA_ENERGY, description: TEXT, growthPerYear: 0.3, assumptions: [...assumptions, ...added] },
    });
  }

  /** Aggregation rooms with their server, in the order of their numbers. */
  private rooms(): { readonly place: RecordOf<'places'>; readonly server: string }[] {
    const rooms = listRecords(this.start, 'nodes').flatMap(({ id, placeId }) => {
      const number = /^agg-(\d+)-server$/.exec(id)?.[1];
      return number === undefined
        ? []
        : [{ number: Number(number), place: must(this.start.places[placeId ?? ''], id), server: id }];
    });
    return rooms.toSorted((a, b) => a.number - b.number);
  }

  private around(
    id: string,
    name: string,
    templateId: string,
    room: { readonly place: RecordOf<'places'> },
    fields: { readonly count: number },
  ): string {
    return this.at(id, name, templateId, room.place, '5g-embb-midband', { ...fields, spreadM: 110 });
  }

  private at(
    id: string,
    name: string,
    templateId: string,
    mast: RecordOf<'places'>,
    mediumId: string,
    fields: { readonly count?: number; readonly spreadM?: number } = {},
  ): string {
    const positionM = { xM: 20, yM: 20, zM: 0 };
    return this.sample.group(id, templateId, this.mecOf(mast), mediumId, { name, placeId: mast.id, positionM, ...fields });
  }

  private nearest({ latitudeDeg, longitudeDeg }: GeoPoint): RecordOf<'places'> {
    const squeeze = Math.cos((latitudeDeg * Math.PI) / 180);
    const away = ({ geo }: RecordOf<'places'>): number =>
      geo === null ? Infinity : Math.hypot(geo.latitudeDeg - latitudeDeg, (geo.longitudeDeg - longitudeDeg) * squeeze);
    return this.masts.reduce((best, one) => (away(one) < away(best) ? one : best));
  }

  private mecOf(mast: RecordOf<'places'>): string {
    const node = listRecords(this.start, 'nodes').find(({ id, placeId }) => placeId === mast.id && id.startsWith('mec-'));
    return must(node, `edge server of ${mast.id}`).id;
  }
}
