import { ActionIcon, Button, Checkbox, NumberInput, Popover, SegmentedControl, Select, Tooltip } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../core/site/site.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useViewStore } from '../../store/view-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useApp } from '../app-context.ts';
import { makePicture } from './make-picture.ts';
import type { PictureWishes } from './make-picture.ts';
import { useDrawnLegend } from './use-drawn-legend.ts';
import css from './picture.module.css';

/** Sizes by name, px: a projector, a wide screen, A4 across at 300 dots an inch. */
const SIZES = { hd: [1920, 1080], uhd: [3840, 2160], a4: [3508, 2480] } as const;
type SizeName = keyof typeof SIZES | 'own';
const LEAST_PX = 320;
/** Beyond this browsers refuse a drawing buffer. */
const MOST_PX = 8192;
const PREVIEW_PX = 320;

/** Saves the view as a picture: size, form, theme, and what stands around it, with a preview. */
export function PicturePopover(): ReactElement | null {
  const { t } = useTranslation();
  const site = useSiteStore((state) => state.site);
  const lost = useViewStore((state) => state.twinLost);
  const [open, setOpen] = useState(false);
  if (site === null) return null;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus withinPortal>
      <Popover.Target>
        <Tooltip label={t('picture.title')}>
          <ActionIcon variant="subtle" aria-label={t('picture.title')} disabled={lost !== null} onClick={() => setOpen(!open)}>
            <IconPhoto size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>{open ? <PictureForm site={site} onDone={() => setOpen(false)} /> : null}</Popover.Dropdown>
    </Popover>
  );
}

function PictureForm({ site, onDone }: { site: Site; onDone: () => void }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { files } = useApp();
  const [size, setSize] = useState<SizeName>('hd');
  const [own, setOwn] = useState<readonly [number, number]>([1600, 900]);
  const [form, setForm] = useState<'png' | 'svg'>('png');
  const [scheme, setScheme] = useState<'light' | 'dark'>('light');
  const [shown, setShown] = useState({ title: true, legend: true, scale: true });
  const [busy, setBusy] = useState(false);
  const legend = useDrawnLegend(site, scheme);
  const [widthPx, heightPx] = size === 'own' ? own : SIZES[size];
  const wishes: PictureWishes = {
    widthPx,
    heightPx,
    format: form,
    scheme,
    title: shown.title ? site.header.name : null,
    legend: shown.legend ? legend : null,
    lengthWords: shown.scale
      ? (lengthM) => (lengthM >= 1000 ? `${format.number(lengthM / 1000)} km` : `${format.number(lengthM)} m`)
      : null,
  };

  async function save(): Promise<void> {
    setBusy(true);
    const picture = await makePicture(wishes);
    setBusy(false);
    if (picture === null) return;
    onDone();
    await files.exportPicture(picture, form);
  }

  return (
    <div className={css.form}>
      <Preview wishes={wishes} />
      <Select
        label={t('picture.size')}
        allowDeselect={false}
        value={size}
        onChange={(value) => setSize(value as SizeName)}
        comboboxProps={{ withinPortal: false }}
        data={(['hd', 'uhd', 'a4', 'own'] as const).map((value) => ({ value, label: t(`picture.sizes.${value}`) }))}
      />
      {size === 'own' ? (
        <div className={css.pair}>
          {([0, 1] as const).map((side) => (
            <NumberInput
              key={side}
              label={t(side === 0 ? 'picture.width' : 'picture.height')}
              min={LEAST_PX}
              max={MOST_PX}
              clampBehavior="blur"
              allowDecimal={false}
              value={own[side]}
              onChange={(value) => {
                const px = Math.min(MOST_PX, Math.max(LEAST_PX, Number(value) || LEAST_PX));
                setOwn(side === 0 ? [px, own[1]] : [own[0], px]);
              }}
            />
          ))}
        </div>
      ) : null}
      <div className={css.pair}>
        <SegmentedControl
          aria-label={t('picture.form')}
          value={form}
          onChange={(value) => setForm(value as 'png' | 'svg')}
          data={[
            { value: 'png', label: 'PNG' },
            { value: 'svg', label: 'SVG' },
          ]}
        />
        <SegmentedControl
          aria-label={t('picture.theme')}
          value={scheme}
          onChange={(value) => setScheme(value as 'light' | 'dark')}
          data={(['light', 'dark'] as const).map((value) => ({ value, label: t(`picture.${value}`) }))}
        />
      </div>
      <div className={css.pair}>
        {(['title', 'legend', 'scale'] as const).map((name) => (
          <Checkbox
            key={name}
            label={t(`picture.with.${name}`)}
            checked={shown[name]}
            onChange={(event) => setShown({ ...shown, [name]: event.currentTarget.checked })}
          />
        ))}
      </div>
      <Button loading={busy} onClick={() => void save()}>
        {t('picture.save')}
      </Button>
    </div>
  );
}

/** The same picture, small. */
function Preview({ wishes }: { wishes: PictureWishes }): ReactElement {
  const { t } = useTranslation();
  const [url, setUrl] = useState<string | null>(null);
  const { widthPx, heightPx, scheme, title, legend } = wishes;
  const hasScale = wishes.lengthWords !== null;
  const key = JSON.stringify([widthPx / heightPx, scheme, title, legend, hasScale]);
  useEffect(() => {
    let wanted = true;
    let made: string | null = null;
    // Drawn at twice its size, so that small letters are sharp; always as pixels, which costs less than text.
    const small = { widthPx: PREVIEW_PX * 2, heightPx: Math.round((PREVIEW_PX * 2 * heightPx) / widthPx) };
    void makePicture({ ...wishes, ...small, format: 'png' }).then((picture) => {
      if (!wanted || picture === null) return;
      made = URL.createObjectURL(picture);
      setUrl(made);
    });
    return () => {
      wanted = false;
      if (made !== null) URL.revokeObjectURL(made);
    };
    // oxlint-disable-next-line exhaustive-deps -- the key holds all of the wishes that show in a preview
  }, [key]);
  return (
    <div className={css.preview} style={{ aspectRatio: `${widthPx} / ${heightPx}` }}>
      {url === null ? t('picture.drawing') : <img src={url} alt={t('picture.preview')} />}
    </div>
  );
}
