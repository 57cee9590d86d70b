import { createInstance } from 'i18next';
import type { i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import english from '../../assets/locales/en.json';
import englishHelp from '../../assets/locales/help.en.json';
import chineseHelp from '../../assets/locales/help.zh-CN.json';
import englishReport from '../../assets/locales/report.en.json';
import chineseReport from '../../assets/locales/report.zh-CN.json';
import chinese from '../../assets/locales/zh-CN.json';
import { useViewStore } from '../store/view-store.ts';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The two catalogues, and a language that follows the view. React escapes what it shows, so i18next must not. */
export function createTranslations(): i18n {
  const translations = createInstance();
  void translations.use(initReactI18next).init({
    lng: useViewStore.getState().language,
    fallbackLng: 'en',
    resources: {
      en: { translation: english, report: englishReport, help: englishHelp },
      'zh-CN': { translation: chinese, report: chineseReport, help: chineseHelp },
    },
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  const show = (language: Language): void => {
    document.documentElement.lang = language;
    void translations.changeLanguage(language);
  };
  show(useViewStore.getState().language);
  useViewStore.subscribe((state, before) => {
    if (state.language !== before.language) show(state.language);
  });
  return translations;
}
