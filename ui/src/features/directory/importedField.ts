// One field that an import changes, in words: `Job title: Analyst → Lead`.
import type { ImportedField } from '../../generated/contract';
import { formatInstant } from '../../shared/format';
import { t, textOf } from '../../shared/i18n';

const INSTANTS: ReadonlySet<string> = new Set(['leavesAt', 'leftAt']);
const FLAGS: ReadonlySet<string> = new Set(['isEnabled', 'isPrivileged', 'isRoleAssignable']);
/** Fields whose values are terms, and where their words are. */
const TERMS: Readonly<Record<string, 'agentState' | 'agentPlatform' | 'groupKind'>> = {
  state: 'agentState',
  platform: 'agentPlatform',
  kind: 'groupKind',
};

function value(field: string, text: string | null): string {
  if (text === null) return t('import.empty');
  if (field === 'hiredAt') return formatInstant(text, 'date');
  if (INSTANTS.has(field)) return formatInstant(text);
  if (FLAGS.has(field)) return textOf('importFlag', text);
  const terms = TERMS[field];
  return terms ? textOf(terms, text) : text;
}

export const importedField = ({ field, before, after }: ImportedField): string =>
  `${textOf('importField', field)}: ${value(field, before)} → ${value(field, after)}`;
