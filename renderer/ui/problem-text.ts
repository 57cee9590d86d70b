import type { i18n, TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../../core/base/problem.ts';

export interface ProblemText {
  readonly message: string;
  readonly remedy: string;
}

/**
 * A problem in the language of the screen. English is the problem's own sentence, with its values; another language has a
 * sentence for each code, filled with the same values, and the English one stays at hand as the detail.
 */
export function useProblemText(): (problem: Problem) => ProblemText {
  const { i18n: words } = useTranslation();
  return (problem) => problemText(words, problem);
}

export function problemText(words: Pick<i18n, 'language' | 'exists' | 't'>, problem: Problem): ProblemText {
  const key = `problem.${problem.code.replaceAll('/', '.')}`;
  if (words.language === 'en' || !words.exists(`${key}.message`)) return { message: problem.message, remedy: problem.remedy };
  const { which, ...values } = problem.parameters;
  // `which` is the context of i18next: `message_rows` before `message`. `replace` keeps the values apart from its options.
  const options = { replace: values, ...(which === undefined ? {} : { context: String(which) }) };
  return { message: words.t(`${key}.message`, options), remedy: words.t(`${key}.remedy`, options) };
}

/** Where a problem lies, in the language of the screen: `line 3, column 14` is a place of a text, anything else names itself. */
export function problemPlace(t: TFunction, place: string): string {
  const step = /^step (\d+) of (\d+), (.*)$/s.exec(place);
  if (step !== null)
    return t('problem.place.step', {
      replace: { step: step[1], steps: step[2], rest: problemPlace(t, step[3] ?? '') },
    });
  const text = /^line (\d+)(?:, column (\d+))?( .*)?$/s.exec(place);
  if (text !== null) {
    const [, line, column, rest = ''] = text;
    const where = column === undefined ? t('problem.place.line', { line }) : t('problem.place.column', { line, column });
    return `${where}${rest}`;
  }
  const offset = /^byte (\d+)$/.exec(place);
  return offset === null ? place : t('problem.place.byte', { offset: offset[1] });
}
