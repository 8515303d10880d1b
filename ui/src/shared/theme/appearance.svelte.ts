// How this device shows the product: theme, density and language. Kept on the device and not in the workspace, because the
// same person may sit at a desk today and before a projector tomorrow.
import { setLocale } from '../format';
import { LANGUAGES, fetchWords, setLanguage, speech, type LanguageChoice } from '../i18n';

export type Theme = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'roomy' | 'projector';

const themes: readonly Theme[] = ['light', 'dark', 'system'];
const densities: readonly Density[] = ['compact', 'roomy', 'projector'];
const languages: readonly LanguageChoice[] = ['system', ...LANGUAGES];

function remembered<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  const value = globalThis.localStorage?.getItem(key) ?? null;
  return allowed.find((choice) => choice === value) ?? otherwise;
}

class Appearance {
  #theme = $state<Theme>('system');
  #density = $state<Density>('roomy');
  #language = $state<LanguageChoice>('system');
  #systemIsDark = $state(false);

  get theme(): Theme {
    return this.#theme;
  }

  set theme(theme: Theme) {
    this.#theme = theme;
    localStorage.setItem('chaperone.theme', theme);
    this.#show();
  }

  get density(): Density {
    return this.#density;
  }

  set density(density: Density) {
    this.#density = density;
    localStorage.setItem('chaperone.density', density);
    this.#show();
  }

  get language(): LanguageChoice {
    return this.#language;
  }

  set language(language: LanguageChoice) {
    this.#language = language;
    localStorage.setItem('chaperone.language', language);
    void this.#speak();
  }

  /** The theme that is really on screen. */
  get shown(): 'light' | 'dark' {
    if (this.#theme !== 'system') return this.#theme;
    return this.#systemIsDark ? 'dark' : 'light';
  }

  /** Reads what this device remembers and follows the system from then on. Called once, and awaited before the first paint. */
  async start(): Promise<void> {
    this.#theme = remembered('chaperone.theme', themes, 'system');
    this.#density = remembered('chaperone.density', densities, 'roomy');
    this.#language = remembered('chaperone.language', languages, 'system');
    const spoken = this.#speak();
    const system = matchMedia('(prefers-color-scheme: dark)');
    this.#systemIsDark = system.matches;
    system.addEventListener('change', (event) => {
      this.#systemIsDark = event.matches;
      this.#show();
    });
    this.#show();
    await spoken;
  }

  async #speak(): Promise<void> {
    const choice = this.#language;
    const { language, locale } = speech(choice);
    await fetchWords(language);
    // Another one may have been chosen while the words of this one came.
    if (choice !== this.#language) return;
    setLanguage(language);
    setLocale(locale);
  }

  #show(): void {
    const page = document.documentElement;
    page.dataset.theme = this.shown;
    page.dataset.density = this.#density;
  }
}

export const appearance = new Appearance();
