import { render, screen } from '@testing-library/svelte';
import { createRawSnippet } from 'svelte';
import { expect, it, vi } from 'vitest';
import Later from './Later.svelte';

const said = createRawSnippet((what: () => unknown) => ({ render: () => `<p>${String(what())}</p>` }));
const shown = (wanted: boolean, load: () => Promise<{ default: string }>) => ({ wanted, load, children: said });

it('what nobody wants is not fetched', () => {
  const load = vi.fn(async () => ({ default: 'a dialog' }));
  render(Later, shown(false, load));
  expect(load).not.toHaveBeenCalled();
});

it('what was wanted once stays, and is not fetched again', async () => {
  const load = vi.fn(async () => ({ default: 'a dialog' }));
  const { rerender } = render(Later, shown(true, load));
  expect(await screen.findByText('a dialog')).toBeTruthy();
  await rerender({ wanted: false });
  expect(screen.getByText('a dialog'), 'it closes by itself').toBeTruthy();
  await rerender({ wanted: true });
  expect(load).toHaveBeenCalledTimes(1);
});
