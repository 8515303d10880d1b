import type { IconName } from '../icons/paths';

export type MenuEntry =
  | 'separator'
  | { heading: string }
  | {
      label: string;
      run: () => void;
      icon?: IconName;
      /** Why it is not available, or what it does. */
      hint?: string;
      disabled?: boolean;
      /** Ends something; asks first. */
      danger?: boolean;
      /** Carries the tick of a choice. */
      chosen?: boolean;
      /** Leaves the menu open: it is switched on and off, and `chosen` says which. */
      stays?: boolean;
    };
