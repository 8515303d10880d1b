// Starts the interface: the look first, so that the first paint is in the right theme, then the core, then the page.
import { mount } from 'svelte';
import App from './App.svelte';
import { chooseBackend } from './backend';
import { appearance } from './shared/theme';

await appearance.start();
const target = document.getElementById('app');
if (target) mount(App, { target, props: { backend: chooseBackend() } });
