import type { Problem } from '../base/problem.ts';
import { problem } from '../base/problem.ts';
import type { Result } from '../base/result.ts';
import { failed, ok } from '../base/result.ts';
import type { GeoPoint } from '../site/schema/common.ts';
import { readGeo } from './geo.ts';
import { CSV_LIMITS, readCsv } from './guard/csv.ts';
import type { ImportFile } from './import-result.ts';

export interface EuaSite {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly geo: GeoPoint;
  /** Everything else the row says, for the notes. */
  readonly notes: string;
  readonly place: string;
}

export interface EuaPoint {
  readonly geo: GeoPoint;
  readonly place: string;
}

export interface EuaData {
  readonly sites: readonly EuaSite[];
  readonly users: readonly EuaPoint[];
  /** Sites of the wider region: nothing but coordinates. Empty where it was not asked for or is absent. */
  readonly metro: readonly EuaPoint[];
  readonly sitesFile: string;
  readonly usersFile: string;
  readonly metroFile: string | null;
  /** Files that were given and not used. */
  readonly unused: readonly string[];
}

/** Most sites and users that become places and device groups: what the twin is made for, ten times over. */
const MAX_SITES = 5_000;
const MAX_USERS = 20_000;

/** Names that the dataset gives its files; any other name is taken when only one file can be meant. */
const KNOWN = {
  sites: 'site-optus-melbCBD.csv',
  users: 'users-melbcbd-generated.csv',
  metro: 'optus-melb-metro-sites.derived.csv',
} as const;

/** The tables of an EUA folder. Every problem names file and line. */
export function readEua(files: readonly ImportFile[], wantsMetro: boolean): Result<EuaData, readonly Problem[]> {
  const sitesFile = choose(
    files,
    KNOWN.sites,
    (file) => header(file).includes('site_id'),
    'base-station sites (a column SITE_ID)',
  );
  const isList = (file: ImportFile): boolean => header(file).includes('latitude') && !header(file).includes('site_id');
  const usersFile = choose(files, KNOWN.users, (file) => isList(file) && /user/i.test(file.name), 'users (a file users….csv)');
  const metroFile = wantsMetro
    ? choose(files, KNOWN.metro, (file) => isList(file) && /metro/i.test(file.name), 'metropolitan sites (a file …metro….csv)')
    : null;
  const missing = [sitesFile, usersFile, metroFile].flatMap((each) => (each?.status === 'failed' ? [each.error] : []));
  if (missing.length > 0 || sitesFile.status === 'failed' || usersFile.status === 'failed') return failed(missing);
  const metroChosen = metroFile?.status === 'ok' ? metroFile.value : null;
  const sites = readSites(sitesFile.value);
  const users = readPoints(usersFile.value, MAX_USERS);
  const metro = metroChosen === null ? ok([]) : readPoints(metroChosen, MAX_SITES);
  const problems = [sites, users, metro].flatMap((each) => (each.status === 'failed' ? each.error : []));
  if (sites.status === 'failed' || users.status === 'failed' || metro.status === 'failed') return failed(problems);
  const used: readonly (ImportFile | null)[] = [sitesFile.value, usersFile.value, metroChosen];
  return ok({
    sites: sites.value,
    users: users.value,
    metro: metro.value,
    sitesFile: sitesFile.value.name,
    usersFile: usersFile.value.name,
    metroFile: metroChosen?.name ?? null,
    unused: files.filter((file) => !used.includes(file)).map(({ name }) => name),
  });
}

function choose(
  files: readonly ImportFile[],
  known: string,
  fits: (file: ImportFile) => boolean,
  what: string,
): Result<ImportFile, Problem> {
  const exact = files.find(({ name }) => name === known || name.endsWith(`/${known}`));
  const candidates = exact === undefined ? files.filter(fits) : [exact];
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return ok(only);
  const names = candidates.map(({ name }) => name).join(', ');
  return failed(
    only === undefined
      ? problem(
          'eua.missing-file',
          `No file holds ${what}.`,
          `Add ${known} of the EUA dataset to the folder.`,
          { place: known },
          { known },
        )
      : problem(
          'eua.ambiguous',
          `More than one file holds ${what}: ${names}.`,
          `Keep one of them, or name it ${known}.`,
          {
            file: only.name,
          },
          { names, known },
        ),
  );
}

function header(file: ImportFile): string[] {
  const line = file.text.slice(0, 4096).split(/\r?\n|\r/, 1)[0] ?? '';
  return line.split(/[,;\t]/).map((name) => name.replaceAll('"', '').trim().toLowerCase());
}

function readSites(file: ImportFile): Result<readonly EuaSite[], readonly Problem[]> {
  const table = readCsv(file.text, file.name, ['SITE_ID', 'LATITUDE', 'LONGITUDE', 'NAME'], {
    ...CSV_LIMITS,
    maxRows: MAX_SITES,
  });
  if (table.status === 'failed') return failed([table.error]);
  const problems: Problem[] = [];
  const lineOf = new Map<string, number>();
  const sites: EuaSite[] = [];
  for (const row of table.value.rows) {
    const at = { file: file.name, place: `line ${row.line}` };
    const id = row.get('SITE_ID');
    const geo = readGeo(row.get('LATITUDE'), row.get('LONGITUDE'));
    const before = lineOf.get(id);
    if (geo === null) problems.push(badCoordinate(file.name, row.line, row.get('LATITUDE'), row.get('LONGITUDE')));
    else if (id === '') problems.push(problem('eua.no-id', 'SITE_ID is empty.', 'Give the site an id of its own.', at));
    else if (before !== undefined)
      problems.push(
        problem(
          'eua.duplicate-site',
          `SITE_ID ${id.slice(0, 40)} stands in line ${before} already.`,
          'Keep one row for each site.',
          at,
          { id: id.slice(0, 40), line: before },
        ),
      );
    else {
      lineOf.set(id, row.line);
      const notes = ['STATE', 'POSTCODE', 'SITE_PRECISION', 'ELEVATION', 'HCIS_L2']
        .filter((column) => row.get(column) !== '')
        .map((column) => `${column} ${row.get(column)}`)
        .join('; ');
      sites.push({ id, name: row.get('NAME'), state: row.get('STATE'), geo, notes, place: `${file.name}, line ${row.line}` });
    }
    if (problems.length >= 20) break;
  }
  return finish(sites, problems, file.name, 'site');
}

function readPoints(file: ImportFile, most: number): Result<readonly EuaPoint[], readonly Problem[]> {
  const table = readCsv(file.text, file.name, ['Latitude', 'Longitude'], { ...CSV_LIMITS, maxRows: most });
  if (table.status === 'failed') return failed([table.error]);
  const problems: Problem[] = [];
  const points: EuaPoint[] = [];
  for (const row of table.value.rows) {
    const geo = readGeo(row.get('Latitude'), row.get('Longitude'));
    if (geo === null) problems.push(badCoordinate(file.name, row.line, row.get('Latitude'), row.get('Longitude')));
    else points.push({ geo, place: `${file.name}, line ${row.line}` });
    if (problems.length >= 20) break;
  }
  return finish(points, problems, file.name, 'point');
}

function finish<Row>(
  rows: readonly Row[],
  problems: readonly Problem[],
  file: string,
  what: string,
): Result<readonly Row[], readonly Problem[]> {
  if (problems.length > 0) return failed(problems);
  if (rows.length > 0) return ok(rows);
  return failed([
    problem(
      'eua.empty',
      `The table names no ${what}.`,
      'Take a complete copy of the file.',
      { file, place: 'line 2' },
      { which: what },
    ),
  ]);
}

/** Names that tables of sites give their columns, the likeliest first. */
const LIST_COLUMNS = {
  latitude: ['latitude', 'lat', 'y'],
  longitude: ['longitude', 'lon', 'lng', 'long', 'x'],
  name: ['name', 'site_name', 'site', 'title'],
  id: ['site_id', 'id', 'code'],
} as const;

/** A table of sites of any carrier: coordinates, and a name and an id where it has them. */
export function readSiteList(file: ImportFile): Result<EuaData, readonly Problem[]> {
  const columns = header(file);
  const column = (wanted: readonly string[]): string | null => wanted.find((name) => columns.includes(name)) ?? null;
  const [latitude, longitude] = [column(LIST_COLUMNS.latitude) ?? 'latitude', column(LIST_COLUMNS.longitude) ?? 'longitude'];
  const table = readCsv(file.text, file.name, [latitude, longitude], { ...CSV_LIMITS, maxRows: MAX_SITES });
  if (table.status === 'failed') return failed([table.error]);
  const [nameColumn, idColumn] = [column(LIST_COLUMNS.name), column(LIST_COLUMNS.id)];
  const problems: Problem[] = [];
  const sites: EuaSite[] = [];
  for (const [index, row] of table.value.rows.entries()) {
    const geo = readGeo(row.get(latitude), row.get(longitude));
    const id = idColumn === null ? String(index + 1) : row.get(idColumn);
    const name = nameColumn === null ? '' : row.get(nameColumn);
    if (geo === null) problems.push(badCoordinate(file.name, row.line, row.get(latitude), row.get(longitude)));
    else
      sites.push({
        id,
        name: name === '' ? `Site ${id}` : name,
        state: '',
        geo,
        notes: '',
        place: `${file.name}, line ${row.line}`,
      });
    if (problems.length >= 20) break;
  }
  const finished = finish(sites, problems, file.name, 'site');
  if (finished.status === 'failed') return finished;
  return ok({ sites: finished.value, users: [], metro: [], sitesFile: file.name, usersFile: '', metroFile: null, unused: [] });
}

function badCoordinate(file: string, line: number, latitude: string, longitude: string): Problem {
  const given = `${JSON.stringify(latitude.slice(0, 40))}, ${JSON.stringify(longitude.slice(0, 40))}`;
  return problem(
    'eua.bad-coordinate',
    `${given} is not a latitude and a longitude in degrees.`,
    'Correct the row, or take a complete copy of the file.',
    {
      file,
      place: `line ${line}`,
    },
    { given },
  );
}
