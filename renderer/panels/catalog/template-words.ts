import type { WorkloadTemplate } from '../../../core/catalog/template.ts';

/** Name and description of a template in a language of the application; English where it has no other. */
export function templateWords(
  template: WorkloadTemplate,
  language: string,
): { readonly name: string; readonly description: string } {
  return language === 'zh-CN' ? template.translations['zh-CN'] : template;
}
