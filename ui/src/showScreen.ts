// For component tests: shows one screen with a core around it.
import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { Backend } from './backend';
import Host from './backend/Screen.host.svelte';

export function showScreen<P extends object>(backend: Backend, screen: Component<P>, given: Partial<P> = {}) {
  return render(Host, {
    props: {
      backend,
      screen: screen as unknown as Component<Record<string, unknown>>,
      given: given as Record<string, unknown>,
    },
  });
}
