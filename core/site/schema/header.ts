import { z } from 'zod';
import { geoPoint, name, nonNegative, positionM, share, sourceNote, text } from './common.ts';

/** What an import or a template had to guess, so that nobody takes it for a fact. */
export const assumptionSchema = z.strictObject({
  /** Record it concerns as `collection/id`; null: the whole site. */
  subject: z.string().max(140).nullable(),
  text: text,
  source: z.string().max(500),
});
export type Assumption = z.infer<typeof assumptionSchema>;

/** A view of the twin that is kept by name: where the camera stands and what it looks at, in the site frame, and how far tiers are lifted. */
export const bookmarkSchema = z.strictObject({ name, eyeM: positionM, targetM: positionM, lift: share });
export type Bookmark = z.infer<typeof bookmarkSchema>;
export const MOST_BOOKMARKS = 60;

/** What holds for the site as a whole. */
export const headerSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  name,
  kind: z.enum(['factory', 'city', 'mec']),
  description: text,
  customer: z.string().max(200),
  currency: z.string().regex(/^[A-Z]{3}$/),
  /** Origin of the site frame; null for a plan without a map. */
  geoOrigin: geoPoint.nullable(),
  growthPerYear: z.number().min(-1).max(100),
  years: z.int().min(1).max(30),
  discountRate: share,
  pue: z.number().min(1).max(5),
  energyPricePerKWh: nonNegative,
  carbonGPerKWh: nonNegative,
  sources: z.array(sourceNote).max(60),
  assumptions: z.array(assumptionSchema).max(5000),
  /** Views of the twin, in the order in which reports show them; a file without any leaves them out. */
  bookmarks: z.array(bookmarkSchema).max(MOST_BOOKMARKS).optional(),
});
export type Header = z.infer<typeof headerSchema>;
