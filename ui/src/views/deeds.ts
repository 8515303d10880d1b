// What the palette can do beside going somewhere: what the acting person may do, under the verbs that they would type.
import type { DeskView } from '../generated/contract';
import { t } from '../shared/i18n';
import type { PaletteEntry } from '../shared/palette';
import { appearance, type Density, type Theme } from '../shared/theme/appearance.svelte';

const themes: readonly Theme[] = ['light', 'dark', 'system'];
const densities: readonly Density[] = ['compact', 'roomy', 'projector'];

/** What only the root can do. */
interface AtTheDesk {
  confirmSignIn: () => void;
  lock: () => void;
  signOut: () => void;
}

export function deedsOf(desk: DeskView, go: (path: string) => void, atTheDesk: AtTheDesk): PaletteEntry[] {
  const may = desk.me?.may ?? [];
  const deed = (id: string, label: string, icon: PaletteEntry['icon'], run: () => void): PaletteEntry => ({
    id: `deed-${id}`,
    label,
    icon,
    group: t('palette.actions'),
    run,
  });
  return [
    ...(desk.me && desk.me.agents > 0
      ? [deed('request', t('deed.request'), 'request', () => go('/my-access?part=request'))]
      : []),
    deed('notices', t('deed.notices'), 'alert', () => go('/notices')),
    ...(may.includes('import_directory')
      ? [deed('import', t('deed.import'), 'import', () => go('/directory/import'))]
      : []),
    ...(may.includes('verify_audit') ? [deed('verify', t('deed.verify'), 'shield', () => go('/audit'))] : []),
    ...(desk.me ? [deed('sign-in-code', t('signInCode.title'), 'check', atTheDesk.confirmSignIn)] : []),
    ...(desk.me && desk.workspace?.kind === 'live'
      ? [
          deed('lock', t('signIn.lock'), 'lock', atTheDesk.lock),
          deed('sign-out', t('signIn.out'), 'arrowRight', atTheDesk.signOut),
        ]
      : []),
    ...(desk.workspace?.kind === 'training'
      ? [deed('clock', t('deed.clock'), 'fastForward', () => go('/training'))]
      : []),
    deed('open', t('firstStart.other'), 'folder', () => go('/open')),
    ...themes.map((theme) =>
      deed(`theme-${theme}`, t('deed.theme', { theme: t(`theme.${theme}`) }), 'themeSystem', () => {
        appearance.theme = theme;
      }),
    ),
    ...densities.map((density) =>
      deed(`density-${density}`, t('deed.density', { density: t(`density.${density}`) }), 'sort', () => {
        appearance.density = density;
      }),
    ),
  ];
}
