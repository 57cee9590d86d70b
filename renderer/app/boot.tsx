import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.layer.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { must } from '../../core/base/assert.ts';
import { App } from './app.tsx';
import { createTranslations } from './i18n.ts';
import { startApplication } from './start.ts';
import { watchBugs } from './watch-bugs.ts';

/** Shows the application in place of what index.html shows while it loads. */
export async function boot(): Promise<void> {
  const root = must(document.querySelector('#root'), '#root in index.html');
  watchBugs();
  const translations = createTranslations();
  const { ports, carry } = await startApplication(translations);
  createRoot(root).render(
    <I18nextProvider i18n={translations}>
      <App ports={ports} carry={carry} />
    </I18nextProvider>,
  );
}
