import { useThree } from '@react-three/fiber';
import { useEffect, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { BufferAttribute, BufferGeometry, Color, DoubleSide, SRGBColorSpace, Texture } from 'three';
import type { Image } from '../../../core/site/scenery/shapes.ts';
import { unpackShapes } from '../../../core/site/scenery/unpack.ts';
import type { RecordOf, Site } from '../../../core/site/site.ts';
import { listRecords } from '../../../core/site/site.ts';
import { toLinear } from '../geometry/mesh-data.ts';
import type { Ground } from '../layout/ground.ts';
import type { Palette } from '../palette.ts';
import { sceneryToScene } from '../scenery/place-shapes.ts';

/** Above the slab of a floor and its zones, as a share of half the diagonal of the sheet. */
const LIFT_SHARE = 0.0028;

/** Pictures of floor plans, each lying on its floor. */
export function PlanPictures({ site, ground, palette }: { site: Site; ground: Ground; palette: Palette }): ReactElement {
  const pictures = listRecords(site, 'scenery').flatMap((record) => {
    const shapes = record.visible && record.shapes.form === 'image' ? unpackShapes(record.shapes) : null;
    return shapes?.form === 'image' ? [{ record, image: shapes.items[0] }] : [];
  });
  return (
    <>
      {pictures.map(({ record, image }) => (
        <PlanPicture key={record.id} site={site} ground={ground} palette={palette} record={record} image={image} />
      ))}
    </>
  );
}

interface PlanPictureProps {
  readonly site: Site;
  readonly ground: Ground;
  readonly palette: Palette;
  readonly record: RecordOf<'scenery'>;
  readonly image: Image;
}

function PlanPicture({ site, ground, palette, record, image }: PlanPictureProps): ReactElement | null {
  const invalidate = useThree((state) => state.invalidate);
  const [texture, setTexture] = useState<Texture | null>(null);
  useEffect(() => {
    let wanted = true;
    let made: Texture | null = null;
    const bytes = Uint8Array.from(atob(image.base64), (character) => character.charCodeAt(0));
    createImageBitmap(new Blob([bytes], { type: image.mediaType }), { imageOrientation: 'flipY' })
      .then((bitmap) => {
        if (!wanted) return;
        made = new Texture(bitmap);
        made.flipY = false;
        made.colorSpace = SRGBColorSpace;
        made.anisotropy = 8;
        made.needsUpdate = true;
        setTexture(made);
        invalidate();
      })
      // A picture whose head is sound and whose body is not: the floor stays empty.
      .catch(() => setTexture(null));
    return () => {
      wanted = false;
      made?.dispose();
    };
  }, [image, invalidate]);
  const geometry = useMemo(() => sheetOf(site, ground, record, image), [site, ground, record, image]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  if (texture === null) return null;
  return (
    <mesh geometry={geometry}>
      <meshBasicMaterial map={texture} color={new Color(...toLinear(palette.slab))} side={DoubleSide} toneMapped={false} />
    </mesh>
  );
}

function sheetOf(site: Site, ground: Ground, record: RecordOf<'scenery'>, { widthM, depthM }: Image): BufferGeometry {
  const place = sceneryToScene(site, record, ground);
  const corners = [
    [0, 0],
    [widthM, 0],
    [widthM, depthM],
    [0, depthM],
  ].flatMap(([x = 0, y = 0]) => {
    const point: [number, number, number] = [0, 0, 0];
    place(x, y, 0, point);
    return [point[0], point[1] + ground.radiusM * LIFT_SHARE, point[2]];
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(corners), 3));
  geometry.setAttribute('uv', new BufferAttribute(new Float32Array([0, 0, 1, 0, 1, 1, 0, 1]), 2));
  geometry.setIndex([0, 1, 2, 0, 2, 3]);
  return geometry;
}
