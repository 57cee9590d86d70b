import { Button, Checkbox, Menu } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { freeId } from '../../../../core/base/ids.ts';
import type { RuleSet } from '../../../../core/catalog/rule-set.ts';
import { ruleSetCommands } from '../../../../core/catalog/rule-set.ts';
import { tierRulesOf } from '../../../../core/evaluate/tier-rules.ts';
import type { Policy, TierRule } from '../../../../core/site/schema/policy.ts';
import { ANY_SERVICE } from '../../../../core/site/schema/tier-rule.ts';
import type { Site } from '../../../../core/site/site.ts';
import { listRecords } from '../../../../core/site/site.ts';
import { useCatalogStore } from '../../../store/catalog-store.ts';
import { dispatch } from '../../../store/document.ts';
import { select } from '../../../store/interaction-store.ts';
import { useResultsStore } from '../../../store/results-store.ts';
import { useSiteStore } from '../../../store/site-store.ts';
import { showPanel } from '../../../store/dock-store.ts';
import { useViewStore } from '../../../store/view-store.ts';
import { useFormat } from '../../../ui/format.ts';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { ruleText } from './rule-text.ts';
import section from '../section.module.css';
import css from './rules.module.css';

/** Files of rules, which the application opens and saves. */
export interface RulePorts {
  onImport(): void;
  onExport(): void;
}

/** Rules of tiers that the search keeps to: what each says, how many services it holds for, how many placements break it. */
export function RulesSection({ site, onImport, onExport }: { site: Site } & RulePorts): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const readOnly = useSiteStore((state) => state.readOnly !== null);
  const rules = useMemo(() => listRecords(site, 'policies').filter((one): one is TierRule => one.kind === 'tier-rule'), [site]);
  const holding = useMemo(() => countHolding(site), [site]);
  const broken = useBroken();
  const brokenInAll = [...broken.values()].reduce((sum, each) => sum + each, 0);
  return (
    <details className={section.section}>
      <summary className={section.summary}>
        <span>{t('rules.title', { count: rules.length, number: format.count(rules.length) })}</span>
        {brokenInAll === 0 ? null : (
          <span className={css.broken}>
            <StatusMark status="missed" size={10} />
            {t('rules.broken', { count: brokenInAll, number: format.count(brokenInAll) })}
          </span>
        )}
      </summary>
      {rules.length === 0 ? <p className={css.hint}>{t('rules.empty')}</p> : null}
      <ul className={css.list}>
        {rules.map((rule) => (
          <Rule
            key={rule.id}
            rule={rule}
            services={holding.get(rule.id) ?? 0}
            broken={broken.get(rule.id) ?? 0}
            disabled={readOnly}
          />
        ))}
      </ul>
      <div className={css.actions}>
        <Button size="compact-xs" variant="default" disabled={readOnly} onClick={() => addRule(site, t('rules.newName'))}>
          {t('rules.add')}
        </Button>
        <AddSet site={site} disabled={readOnly} />
        <Button size="compact-xs" variant="default" disabled={readOnly} onClick={onImport}>
          {t('rules.import')}
        </Button>
        <Button size="compact-xs" variant="default" disabled={rules.length === 0} onClick={onExport}>
          {t('rules.export')}
        </Button>
      </div>
    </details>
  );
}

function Rule({
  rule,
  services,
  broken,
  disabled,
}: {
  rule: TierRule;
  services: number;
  broken: number;
  disabled: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className={css.rule} data-off={!rule.enabled}>
      <Checkbox
        size="xs"
        aria-label={t('rules.on', { name: rule.name })}
        checked={rule.enabled}
        disabled={disabled}
        onChange={(event) => dispatch({ kind: 'policy.replace', record: { ...rule, enabled: event.currentTarget.checked } })}
      />
      <button type="button" className={css.name} title={rule.reason} onClick={() => showInInspector(rule.id)}>
        <span className={css.title}>{rule.name}</span>
        <span className={css.sentence}>{ruleText(t, format, rule)}</span>
        <span className={css.counts}>
          {rule.enabled ? t('rules.holdsFor', { count: services, number: format.count(services) }) : t('rules.off')}
          {broken === 0 ? null : (
            <span className={css.broken}>
              <StatusMark status="missed" size={10} />
              {t('rules.broken', { count: broken, number: format.count(broken) })}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}

function AddSet({ site, disabled }: { site: Site; disabled: boolean }): ReactElement {
  const { t } = useTranslation();
  const sets = useCatalogStore((state) => state.ruleSets);
  const language = useViewStore((state) => state.language);
  return (
    <Menu position="bottom-start" width={300}>
      <Menu.Target>
        <Button size="compact-xs" variant="default" disabled={disabled || sets.size === 0} leftSection={<IconPlus size={12} />}>
          {t('rules.addSet')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {[...sets.values()].map((set) => {
          const words = language === 'en' ? set : (set.translations?.[language] ?? set);
          return (
            <Menu.Item key={set.id} onClick={() => addSet(site, set, language, t('rules.addedSet', { name: words.name }))}>
              <span className={css.title}>{words.name}</span>
              <span className={css.sentence}>{words.description}</span>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Adds what the site does not have of a set, by its names in the language of the screen, as one step. */
function addSet(site: Site, set: RuleSet, language: 'en' | 'zh-CN', label: string): void {
  const names = language === 'en' ? {} : (set.translations?.[language].rules ?? {});
  const rules = set.rules.map((rule) => ({ ...rule, name: names[rule.id] ?? rule.name }));
  const commands = ruleSetCommands(site, { ...set, rules });
  if (commands.length > 0) dispatch({ kind: 'batch', label, commands });
}

/** A rule to start from: nothing is ruled out until its tiers are narrowed. It opens in the inspector. */
function addRule(site: Site, name: string): void {
  const id = freeId('rule', (one) => one in site.policies) as Policy['id'];
  const when = { ...ANY_SERVICE, upToP99Ms: 50 };
  const tiers: TierRule['tiers'] = ['device', 'on-site-edge', 'near-edge', 'regional', 'central'];
  const record: TierRule = { id, name, enabled: true, kind: 'tier-rule', when, tiers, reason: '' };
  if (dispatch({ kind: 'policy.add', record }).status === 'ok') showInInspector(id);
}

function showInInspector(id: string): void {
  select({ collection: 'policies', id });
  showPanel('inspector');
}

function countHolding(site: Site): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const rules of tierRulesOf(site).values()) for (const { id } of rules) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

/** Placements that break each rule. */
function useBroken(): ReadonlyMap<string, number> {
  const findings = useResultsStore((state) => state.evaluation?.findings);
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { kind, text } of findings ?? []) {
      if (kind !== 'tier-rule-broken') continue;
      const id = String(text.parameters['ruleId']);
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }, [findings]);
}
