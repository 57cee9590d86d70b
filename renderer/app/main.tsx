import './trusted-types.ts';
import '../engine/zod-setting.ts';
import '@fontsource-variable/inter/index.css';
import '@mantine/core/styles.layer.css';
import './theme.css';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app.tsx';
import { createTranslations } from './i18n.ts';
import { startApplication } from './start.ts';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');

const translations = createTranslations();
const { ports, carry } = await startApplication(translations);
createRoot(root).render(
  <I18nextProvider i18n={translations}>
    <App ports={ports} carry={carry} />
  </I18nextProvider>,
);
