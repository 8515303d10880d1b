// Starts the control gallery: a page for developers and browser tests that shows every shared control without a core.
import { mount } from 'svelte';
import { appearance } from './shared/theme';
import Gallery from './views/Gallery.svelte';

await appearance.start();
const target = document.getElementById('app');
if (target) mount(Gallery, { target });
