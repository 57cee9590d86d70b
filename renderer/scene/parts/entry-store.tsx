import { useThree } from '@react-three/fiber';
import { useEffect, useLayoutEffect, useMemo } from 'react';
import { DataTexture, FloatType, RGBAFormat } from 'three';
import type { Entries } from '../layout/entries.ts';
import { ROW, TEXELS } from '../layout/entries.ts';
import type { Ground } from '../layout/ground.ts';
import { levelHeightM } from '../layout/levels.ts';
import { useShared } from './shared.ts';

/** Entries where shaders can read them. */
export function entryTexture(entries: Entries): DataTexture {
  const width = ROW * TEXELS;
  const texture = new DataTexture(entries.values, width, entries.values.length / 4 / width, RGBAFormat, FloatType);
  texture.needsUpdate = true;
  return texture;
}

/** Hands the model's entries to the shaders, and the lift; a move of the slider changes two numbers. */
export function EntryStore({ entries, ground, lift }: { entries: Entries; ground: Ground; lift: number }): null {
  const shared = useShared();
  const invalidate = useThree((state) => state.invalidate);
  const texture = useMemo(() => entryTexture(entries), [entries]);
  useLayoutEffect(() => {
    shared.setEntries(texture);
    invalidate();
  }, [shared, texture, invalidate]);
  useEffect(() => () => texture.dispose(), [texture]);
  useLayoutEffect(() => {
    shared.setLift(lift, levelHeightM(ground, 1, lift));
    invalidate();
  }, [shared, ground, lift, invalidate]);
  return null;
}
