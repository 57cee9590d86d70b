import { useMemo } from 'react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssessmentName } from '../../../core/engine/assessments.ts';
import { getRecord } from '../../../core/site/site.ts';
import { useCatalogStore } from '../../store/catalog-store.ts';
import { useSiteStore } from '../../store/site-store.ts';
import { useFormat } from '../../ui/format.ts';
import { useAnswer } from '../use-answer.ts';
import type { AssessChoice } from './assess-choice.tsx';
import { AssessChoiceForm, chosenOptions } from './assess-choice.tsx';
import { presentAssessment } from './present-assessment.ts';
import { PresentedView } from './presented-view.tsx';
import { QuestionState } from './question-state.tsx';

/** One assessment: asked while this is on the screen. */
export function AssessmentSection({
  name,
  choice,
  onChoose,
}: {
  name: AssessmentName;
  choice: AssessChoice;
  onChoose: (choice: AssessChoice) => void;
}): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const site = useSiteStore((state) => state.site);
  const types = useCatalogStore((state) => state.hardwareTypes);
  const hardwareTypes = useMemo(() => [...types.values()], [types]);
  const question = useMemo(
    () => ({ kind: 'assess', assessment: name, options: { hardwareTypes, ...chosenOptions(name, choice) } }) as const,
    [name, hardwareTypes, choice],
  );
  const entry = useAnswer(question);
  const assessment = entry?.answer?.kind === 'assess' ? entry.answer.assessment : null;
  const presented = useMemo(
    () =>
      assessment === null || site === null
        ? null
        : presentAssessment(assessment, {
            t,
            format,
            site,
            typeName: (id) => getRecord(site, 'hardwareTypes', id)?.name ?? types.get(id)?.name ?? id,
          }),
    [assessment, t, format, site, types],
  );
  return (
    <>
      <AssessChoiceForm name={name} choice={choice} onChange={onChoose} />
      <QuestionState question={question} entry={entry} name={t(`assess.question.${name}`)} />
      {presented === null ? null : <PresentedView presented={presented} isOld={entry?.status !== 'answered'} />}
    </>
  );
}
