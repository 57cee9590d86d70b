import type { ReportContext } from './context.ts';
import type { Section } from './report-model.ts';

/** The twin as its bookmarks show it, each a picture with the bookmark's name; no section where there are none. */
export function viewsSections(
  { words }: Pick<ReportContext, 'words'>,
  views: readonly { readonly name: string; readonly dataUrl: string }[],
): Section[] {
  if (views.length === 0) return [];
  return [
    {
      name: 'views',
      title: words.text('views.title'),
      blocks: views.map(({ name, dataUrl }) => ({
        kind: 'picture',
        dataUrl,
        caption: name,
        alternative: words.text('views.alternative', { name }),
      })),
    },
  ];
}
