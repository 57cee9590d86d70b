import { ActionIcon, Button, Loader, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useCallback, useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { SiteListing } from '../storage/storage.ts';
import { useSiteStore } from '../store/site-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { useFormat } from '../ui/format.ts';
import { ActionButton } from './action-button.tsx';
import { actionById } from './actions/actions.ts';
import { useApp } from './app-context.ts';
import { Brand } from './brand.tsx';
import { ProblemCard } from './problem-card.tsx';
import { SiteDrawing } from './site-drawing.tsx';
import css from './start-page.module.css';
import { LanguageChoice } from './title-bar.tsx';

/** Where one begins: a sample, one's own sites, a file. */
export function StartPage(): ReactElement {
  const { t } = useTranslation();
  // An open site is still on its way to the screen.
  const isLoading = useSiteStore((state) => state.phase !== 'closed');
  const problem = useSiteStore((state) => state.problem);
  return (
    <main className={css.page} aria-busy={isLoading}>
      <div className={css.corner}>
        <LanguageChoice />
        <ActionButton id="toggle-theme" />
      </div>
      <div className={css.content}>
        <div className={css.intro}>
          <Brand />
          <p className={css.claim}>{t('start.claim')}</p>
        </div>
        {problem === null ? null : (
          <div className={css.problem} role="alert">
            <ProblemCard problem={problem} />
          </div>
        )}
        {isLoading ? (
          <div className={css.loading}>
            <Loader size="sm" />
            <span>{t('start.loading')}</span>
          </div>
        ) : (
          <div className={css.columns}>
            <div className={css.own}>
              <Begin />
              <Recent />
            </div>
            <Samples />
          </div>
        )}
      </div>
    </main>
  );
}

function Samples(): ReactElement {
  const { t } = useTranslation();
  const { samples, openSample, startTourOnSample } = useApp();
  const language = useViewStore((state) => state.language);
  return (
    <section aria-label={t('start.samples')}>
      <div className={css.samplesHead}>
        <h2 className={css.heading}>{t('start.samples')}</h2>
        <Button variant="subtle" size="compact-xs" onClick={() => void startTourOnSample()}>
          {t('tour.startOnSample')}
        </Button>
      </div>
      <ul className={css.samples}>
        {samples.map((sample) => (
          <li key={sample.id}>
            <button
              type="button"
              className={css.sample}
              aria-label={sample.name[language]}
              aria-describedby={`sample-${sample.id}`}
              onClick={() => void openSample(sample)}
            >
              <SiteDrawing sketch={sample.sketch} />
              <span className={css.sampleName}>{sample.name[language]}</span>
              <span id={`sample-${sample.id}`} className={css.soft}>
                {sample.description[language]}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Recent(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { session, openFromLibrary } = useApp();
  const [sites, setSites] = useState<readonly SiteListing[] | null>(null);
  const [removed, setRemoved] = useState<SiteListing | null>(null);
  const refresh = useCallback(() => session.listSites().then(setSites), [session]);
  useEffect(() => {
    void refresh();
  }, [refresh]);

  async function remove(site: SiteListing): Promise<void> {
    const result = await session.deleteSite(site.id);
    if (result.status === 'failed') useSiteStore.setState({ problem: result.error });
    else setRemoved(site);
    await refresh();
  }

  async function restore(site: SiteListing): Promise<void> {
    await session.restoreSite(site.id);
    setRemoved(null);
    await refresh();
  }

  return (
    <section className={css.recent} aria-label={t('start.recent')}>
      <h2 className={css.heading}>{t('start.recent')}</h2>
      {removed === null ? null : (
        <p className={css.removed}>
          {t('start.removed', { name: removed.name })}
          <Button variant="subtle" size="compact-xs" onClick={() => void restore(removed)}>
            {t('start.restore')}
          </Button>
        </p>
      )}
      {sites === null ? null : sites.length === 0 ? (
        <p className={css.soft}>{t('start.noSites')}</p>
      ) : (
        <ul className={css.sites}>
          {sites.map((site) => (
            <li key={site.id} className={css.site}>
              <button type="button" className={css.siteButton} onClick={() => void openFromLibrary(site.id)}>
                <span className={css.siteName}>{site.name}</span>
                <span className={css.soft}>
                  {t('start.counts', {
                    nodes: format.count(site.counts['nodes'] ?? 0),
                    groups: format.count(site.counts['deviceGroups'] ?? 0),
                    revision: site.revision,
                  })}
                </span>
              </button>
              <Tooltip label={t('start.remove')}>
                <ActionIcon aria-label={t('start.removeNamed', { name: site.name })} onClick={() => void remove(site)}>
                  <IconTrash size={14} />
                </ActionIcon>
              </Tooltip>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

const BEGIN = ['new-site', 'open-file', 'import-files'] as const;

function Begin(): ReactElement {
  const { t } = useTranslation();
  const ports = useApp();
  return (
    <section className={css.begin} aria-label={t('start.begin')}>
      <h2 className={css.heading}>{t('start.begin')}</h2>
      {BEGIN.map((id) => {
        const action = actionById(id);
        const Icon = action.icon;
        return (
          <Button
            key={id}
            variant="default"
            justify="flex-start"
            leftSection={Icon === null ? null : <Icon size={16} />}
            onClick={() => action.run(ports)}
          >
            {t(`action.${id}`)}
          </Button>
        );
      })}
      <p className={css.soft}>{t('start.importHint')}</p>
      <p className={css.drop}>{t('start.drop')}</p>
    </section>
  );
}
