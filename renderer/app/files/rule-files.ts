import { slug } from '../../../core/base/ids.ts';
import { parseRuleSet, RULE_SET_ENDING, ruleSetCommands, ruleSetOf, serializeRuleSet } from '../../../core/catalog/rule-set.ts';
import { dispatch } from '../../store/document.ts';
import { notify } from '../../store/notice-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import type { FilePort } from './file-port.ts';

/** Rules of tiers in and out, as files for other sites. */
export interface RuleFiles {
  /** Asks for a file and adds its rules to the open site as one step; `label` names the step. Says what is wrong with a file that is refused. */
  importRules(label: string): Promise<void>;
  exportRules(): Promise<void>;
}

export function createRuleFiles(files: FilePort): RuleFiles {
  return {
    async importRules(label) {
      const picked = await files.open('data');
      if (picked.status === 'failed') return notify({ kind: 'error', about: 'import', problems: [picked.error] });
      const file = picked.value?.files[0];
      if (file === undefined) return;
      const set = parseRuleSet(await file.text(), file.name);
      if (set.status === 'failed') return notify({ kind: 'error', about: 'import', problems: set.error });
      const { site } = useSiteStore.getState();
      if (site === null) return;
      const commands = ruleSetCommands(site, set.value);
      if (commands.length > 0) dispatch({ kind: 'batch', label, commands });
    },
    async exportRules() {
      const { site } = useSiteStore.getState();
      const set = site === null ? null : ruleSetOf(site, site.header.id);
      if (set === null) return;
      const content = new Blob([serializeRuleSet(set)], { type: 'application/json' });
      const saved = await files.save(`${slug(set.name, 'site')}${RULE_SET_ENDING}`, async () => content, null);
      if (saved.status === 'failed') notify({ kind: 'error', about: 'export', problems: [saved.error] });
    },
  };
}
