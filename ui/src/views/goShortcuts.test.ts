import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { letters, listenForGo } from './goShortcuts';
import { places } from './places';

describe('G and a letter', () => {
  const go = vi.fn();
  let stop: () => void;
  beforeEach(() => {
    go.mockReset();
    stop = listenForGo(go);
  });
  afterEach(() => {
    stop();
    document.body.innerHTML = '';
  });

  it('goes to the place, and the page does not hear the letter', async () => {
    const page = vi.fn();
    document.body.addEventListener('keydown', page);
    await userEvent.keyboard('ga');
    expect(go).toHaveBeenCalledExactlyOnceWith('agents');
    expect(page).toHaveBeenCalledTimes(1);
  });

  it('means nothing while one types, or with a modifier, or in a dialog', async () => {
    document.body.innerHTML = '<input><div role="dialog" tabindex="-1"></div>';
    document.querySelector('input')?.focus();
    await userEvent.keyboard('ga');
    document.querySelector<HTMLElement>('[role=dialog]')?.focus();
    await userEvent.keyboard('ga');
    document.querySelector<HTMLElement>('[role=dialog]')?.blur();
    await userEvent.keyboard('{Control>}g{/Control}a');
    expect(go).not.toHaveBeenCalled();
  });

  it('has a letter of its own for every place', () => {
    const used = places.map(({ id }) => letters[id]);
    expect(new Set(used).size).toBe(places.length);
    expect(used).not.toContain('g');
  });
});
