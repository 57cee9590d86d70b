import { useTranslation } from 'react-i18next';
import type { Problem } from '../../core/base/problem.ts';

export interface ProblemText {
  readonly message: string;
  readonly remedy: string;
}

/**
 * A problem in the language of the screen. English is the problem's own sentence, with its values; another language has a
 * sentence for each code, and the English one stays at hand as the detail.
 */
export function useProblemText(): (problem: Problem) => ProblemText {
  const { t, i18n } = useTranslation();
  return (problem) => {
    if (i18n.language === 'en') return { message: problem.message, remedy: problem.remedy };
    const key = problem.code.replaceAll('/', '.');
    return {
      message: t(`problem.${key}.message`, { defaultValue: problem.message }),
      remedy: t(`problem.${key}.remedy`, { defaultValue: problem.remedy }),
    };
  };
}
