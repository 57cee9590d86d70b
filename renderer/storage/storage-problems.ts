import { problem, type Problem } from '../../core/base/problem.ts';
import type { SequenceRange } from './journal/parse-journal.ts';

export function otherWindow(siteId: string): Problem {
  return problem('storage.other-window', 'Another window is editing this site.', 'Close it there to edit it here.', {
    place: siteId,
  });
}

export function newerData(format: number, minReader: number): Problem {
  return problem(
    'storage.newer-data',
    `A newer version of Edgewright wrote this data (format ${format}, readable from ${minReader}).`,
    'Use that version; this one changes nothing.',
    {},
    { format, minReader },
  );
}

export function nearlyFull(freeBytes: number, neededBytes: number): Problem {
  const [free, needed] = [freeBytes, neededBytes].map((bytes) => Math.floor(bytes / 2 ** 20));
  return problem(
    'storage.nearly-full',
    `Only ${free} MiB are left for this application, and ${needed} MiB are kept in reserve.`,
    'Free space on the disk, then try again; until then nothing is changed.',
    {},
    { freeMib: free ?? 0, neededMib: needed ?? 0 },
  );
}

export function full(): Problem {
  return problem('storage.full', 'The disk took no more data.', 'Free space on the disk, then try again.');
}

export function writeFailed(siteId: string, error: unknown): Problem {
  if (isQuota(error)) return full();
  return problem(
    'storage.write-failed',
    `The edit could not be written: ${describe(error)}.`,
    'Save the site to a file now.',
    {
      place: siteId,
    },
    { reason: describe(error) },
  );
}

export function repairFailed(siteId: string, error: unknown): Problem {
  if (isQuota(error)) return full();
  return problem(
    'storage.repair-failed',
    `What was recovered could not be written back: ${describe(error)}.`,
    'Save the site to a file now.',
    {
      place: siteId,
    },
    { reason: describe(error) },
  );
}

export function sentinelFailed(error: unknown): Problem {
  if (isQuota(error)) return full();
  return problem(
    'storage.sentinel-failed',
    `The list of sites could not be written outside of the database: ${describe(error)}.`,
    'Restart; if this stays, save your sites to files.',
    {},
    { reason: describe(error) },
  );
}

export function readFailed(siteId: string, error: unknown): Problem {
  return problem(
    'storage.read-failed',
    `The site could not be read: ${describe(error)}.`,
    'Close other windows and try again.',
    {
      place: siteId,
    },
    { reason: describe(error) },
  );
}

export function mirrorFailed(siteId: string, error: unknown): Problem {
  return problem(
    'storage.one-copy',
    `The edit is in the journal, but its second copy could not be written: ${describe(error)}.`,
    'Go on; the copy is tried again with each edit.',
    { place: siteId },
    { reason: describe(error) },
  );
}

export function notOpen(siteId: string): Problem {
  return problem('storage.not-open', 'This window does not hold the site for editing.', 'Open the site, then try again.', {
    place: siteId,
  });
}

export function siteExists(siteId: string): Problem {
  return problem(
    'storage.site-exists',
    'There is already a site of this id.',
    'Give the new site another id.',
    {
      place: siteId,
    },
    { siteId },
  );
}

export function badSiteId(siteId: string): Problem {
  return problem(
    'storage.site-id',
    `"${siteId}" cannot be the id of a site.`,
    'Use up to 64 small letters, digits, hyphens and underscores.',
    { place: 'id' },
    { siteId },
  );
}

export const UNKNOWN_SITE = 'storage.unknown-site';

export function unknownSite(siteId: string): Problem {
  return problem(UNKNOWN_SITE, 'There is no such site.', 'Choose one of the list.', { place: siteId });
}

export function siteLost(siteId: string): Problem {
  return problem(
    'storage.site-lost',
    `The site ${siteId} existed, but no snapshot of it can be read.`,
    'Open a copy that you saved to a file.',
    { place: siteId },
    { siteId },
  );
}

export function editsLost(siteId: string, lost: SequenceRange): Problem {
  const which = lost.to === null ? `from number ${lost.from} on` : `number ${lost.from} to ${lost.to}`;
  return problem(
    'storage.edits-lost',
    `Edits ${which} are lost.`,
    'Check the site and make them again.',
    {
      place: `${siteId}, sequence ${lost.from}-${lost.to ?? ''}`,
    },
    lost.to === null ? { which: 'onwards', from: lost.from } : { from: lost.from, to: lost.to },
  );
}

export function journalRepaired(siteId: string, detail: string): Problem {
  return problem(
    'storage.journal-repaired',
    `The journal was damaged and has been repaired: ${detail}.`,
    'Nothing needs to be done.',
    {
      place: siteId,
    },
    { detail },
  );
}

export function cutOff(siteId: string): Problem {
  return problem('storage.cut-off', 'The last write was cut off before it was acknowledged.', 'Check your very last edit.', {
    place: siteId,
  });
}

export function snapshotDamaged(siteId: string, name: string): Problem {
  return problem(
    'storage.snapshot-damaged',
    `The snapshot ${name} is damaged; an older one and the journal stood in.`,
    'Nothing needs to be done.',
    {
      place: `${siteId}, ${name}`,
    },
    { name },
  );
}

export function databaseRebuilt(siteId: string): Problem {
  return problem(
    'storage.database-rebuilt',
    'The database had lost this site; it was rebuilt from its snapshot and journal.',
    'Nothing needs to be done.',
    {
      place: siteId,
    },
  );
}

export function databaseUnavailable(error: unknown): Problem {
  return problem(
    'storage.database-unavailable',
    `The database could not be opened: ${describe(error)}.`,
    'Close other windows and restart; until then sites open read-only from their journals.',
    {},
    { reason: describe(error) },
  );
}

export function newerWindow(): Problem {
  return problem('storage.newer-window', 'A newer version was opened in another window.', 'Reload this window.');
}

export function upgradeBlocked(): Problem {
  return problem(
    'storage.upgrade-blocked',
    'Another window keeps the database from being brought up to date.',
    'Close the other windows.',
  );
}

export function unknownAttachment(hash: string): Problem {
  return problem('storage.unknown-attachment', 'The attachment is not in the library.', 'Attach the file again.', {
    place: hash,
  });
}

/** Dexie wraps a quota error of a transaction in an AbortError and puts it under `inner`. */
export function isQuota(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { name, inner } = error as { name?: unknown; inner?: unknown };
  return name === 'QuotaExceededError' || isQuota(inner);
}

function describe(error: unknown): string {
  if (!(error instanceof Error || error instanceof DOMException)) return String(error);
  return `${error.name}: ${error.message.split('\n')[0] ?? ''}`;
}
