// All that is said in German, in one file that only a German window fetches.
export { default as core } from '../../../locales/core.de.json';
export { default as texts } from '../../../locales/de.json';
export { default as exercises } from '../../../locales/exercises.de.json';
export { default as refusals } from '../../../locales/refusals.de.json';
