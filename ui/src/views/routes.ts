// Which page stands at which path. A screen is put here when it is made; a path without a screen is answered honestly with
// "this page does not exist".
import type { RouteDefinition } from 'svelte-spa-router';
import NotFound from './NotFound.svelte';

export const routes: RouteDefinition = {
  '*': NotFound,
};
