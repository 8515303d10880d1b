// Saves a document as PDF, in the language of the window and under a name that says of what and as of when.
import { createAction } from '../../backend';
import type { ExportOf } from '../../generated/contract';
import { coreClock } from '../../shared/clock/coreClock.svelte';
import { language, t } from '../../shared/i18n';
import { toasts } from '../../shared/notices';

type Documented =
  { of: 'agent'; agentId: string } | { of: 'package'; accessPackageId: string } | { of: 'month'; month: string };

function asked(about: Documented): ExportOf {
  const said = language();
  if (about.of === 'agent') return { of: 'agentDocument', ask: { agentId: about.agentId, language: said } };
  if (about.of === 'month') return { of: 'monthDocument', ask: { month: about.month, language: said } };
  return {
    of: 'accessPackageDocument',
    ask: { accessPackageId: about.accessPackageId, language: said },
  };
}

/** What tells the files of one kind from each other: the month, or the end of the id. */
function tail(about: Documented): string {
  if (about.of === 'month') return about.month;
  return (about.of === 'agent' ? about.agentId : about.accessPackageId).slice(-6);
}

/** To be made while a component is. A refusal stays until the next try. */
export function createDocumentSaving() {
  const save = createAction('save_export');
  return {
    get busy(): boolean {
      return save.busy;
    },
    get refusal() {
      return save.refusal;
    },
    async run(about: Documented): Promise<void> {
      const stamp = coreClock.now.replace(/\D/g, '').slice(0, 14);
      const name = `${about.of}-${tail(about)}`;
      const saved = await save.run({ file: `${name}-${stamp}.pdf`, what: asked(about) });
      if (saved) toasts.say(t('reports.saved', { file: saved.file }));
    },
  };
}
