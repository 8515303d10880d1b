// The look of the product in one import, in the order in which its layers build on each other.
import '@fontsource-variable/inter/index.css';
import './tokens.css';
import './base.css';
import './fields.css';
import './floating.css';

export { appearance, type Density, type Theme } from './appearance.svelte';
