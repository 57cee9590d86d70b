import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CatalogPanel } from '../panels/catalog/catalog-panel.tsx';
import { HelpPanel } from '../panels/help/help-panel.tsx';
import { HistoryPanel } from '../panels/history/history-panel.tsx';
import { InspectorPanel } from '../panels/inspector/inspector-panel.tsx';
import { Tour } from '../panels/onboarding/tour.tsx';
import { OutlinePanel } from '../panels/outline/outline-panel.tsx';
import { PlacePanel } from '../panels/place/place-panel.tsx';
import { RackPanel } from '../panels/racks/rack-panel.tsx';
import { SizePanel } from '../panels/size/size-panel.tsx';
import { ResultsPanel } from '../panels/results/results-panel.tsx';
import { TierBoard } from '../panels/board/tier-board.tsx';
import { foldSide } from '../store/dock-store.ts';
import { useViewStore } from '../store/view-store.ts';
import { Empty } from '../ui/empty.tsx';
import { useApp } from './app-context.ts';
import { ContextMenu } from './context-menu.tsx';
import { Dock } from './dock/dock.tsx';
import { EditForms } from './edit-forms.tsx';
import { DragTip } from './drag-tip.tsx';
import { StatusLine } from './status-line.tsx';
import { TitleBar } from './title-bar.tsx';
import { TwinFrame } from './twin-frame.tsx';
import { TwinLost } from './twin-lost.tsx';
import css from './workspace.module.css';

/** The planner at work: catalog and outline, the twin over the tier board and the racks, inspector and results. */
export function Workspace(): ReactElement {
  const { startTourOnSample } = useApp();
  return (
    <div className={css.workspace}>
      <TitleBar />
      <main className={css.panels}>
        <Dock
          panels={{
            twin: <Centre />,
            catalog: <Catalog />,
            outline: <OutlinePanel />,
            help: <HelpPanel onTour={() => void startTourOnSample()} />,
            inspector: <InspectorPanel />,
            results: <Results />,
            place: <Placing />,
            size: <SizePanel />,
            history: <HistoryPanel />,
            board: <Board />,
            racks: <RackPanel />,
          }}
        />
      </main>
      <StatusLine />
      <DragTip />
      <ContextMenu />
      <Tour />
      <EditForms />
    </div>
  );
}

function Centre(): ReactElement {
  const lost = useViewStore((state) => state.twinLost);
  useEffect(() => foldSide('bottom', lost !== null), [lost]);
  return lost === null ? <TwinFrame /> : <TwinLost reason={lost} />;
}

/** The board is shown once: where the twin was, while it is lost. */
function Board(): ReactElement {
  const { t } = useTranslation();
  const lost = useViewStore((state) => state.twinLost);
  return lost === null ? <TierBoard /> : <Empty title={t('dock.boardAbove')} />;
}

function Results(): ReactElement {
  const { session } = useApp();
  return <ResultsPanel onRestartEngine={() => session.restartEngine()} />;
}

function Placing(): ReactElement {
  const { t } = useTranslation();
  const { rules } = useApp();
  return (
    <PlacePanel
      rules={{
        onImport: () => void rules.importRules(t('rules.importedStep')),
        onExport: () => void rules.exportRules(),
      }}
    />
  );
}

function Catalog(): ReactElement {
  const { ownCatalog } = useApp();
  return (
    <CatalogPanel files={{ onImport: () => void ownCatalog.importEntries(), onExport: () => void ownCatalog.exportEntries() }} />
  );
}
