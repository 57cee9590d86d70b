import { expect } from '@playwright/test';
import { openSampleOn } from '../stage.ts';
import type { Walk } from '../stage.ts';
import { sampleIds } from '../words.ts';

/** The car factory has a walk of its own. */
export const SAMPLE_WALKS: readonly Walk[] = [
  {
    name: 'samples',
    screens: sampleIds()
      .filter((id) => id !== 'car-factory-qc')
      .map((id) => ({
        name: `sample-${id}`,
        async open(stage) {
          await openSampleOn(stage, id);
          await expect(stage.page.locator('canvas').first()).toBeVisible();
        },
      })),
  },
];
