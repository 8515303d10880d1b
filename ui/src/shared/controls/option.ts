import type { IconName } from '../icons/paths';

/** One entry of a Select or a Combobox. */
export interface Option<V extends string = string> {
  value: V;
  label: string;
  /** A second line that tells namesakes apart: an e-mail, a catalog. */
  hint?: string;
  icon?: IconName;
  disabled?: boolean;
}
