import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import type { DeskView } from '../generated/contract';
import { placeOf, places } from './places';
import Shell from './Shell.svelte';
import { visiblePlaces } from './visiblePlaces';

const page = createRawSnippet(() => ({ render: () => '<h1 tabindex="-1">Agents</h1>' }));
const frame = { path: '/agents', workspace: 'Northwind', go: () => undefined, children: page };

describe('the frame', () => {
  it('shows only visible places and marks where one is', () => {
    render(Shell, { ...frame, visible: ['home', 'agents'], waiting: { home: 3 } });
    const rail = screen.getByRole('navigation', { name: 'Places' });
    expect(within(rail).getAllByRole('link')).toHaveLength(2);
    expect(
      within(rail)
        .getByRole('link', { name: /Agents/ })
        .getAttribute('aria-current'),
    ).toBe('page');
    expect(within(rail).getByRole('link', { name: /Home/ }).textContent).toContain('3');
  });

  it('moves the focus to the heading when one goes somewhere, but not at the start', async () => {
    const { rerender } = render(Shell, { ...frame, visible: ['home', 'agents'] });
    const heading = screen.getByRole('heading', { level: 1 });
    expect(document.activeElement).not.toBe(heading);
    await rerender({ path: '/' });
    await vi.waitFor(() => expect(document.activeElement).toBe(heading));
  });

  it('skips to the page', async () => {
    render(Shell, { ...frame, visible: ['home'] });
    await userEvent.click(screen.getByText('Skip to the page'));
    await vi.waitFor(() => expect(document.activeElement?.tagName).toBe('H1'));
  });

  it('goes through the palette', async () => {
    const go = vi.fn();
    render(Shell, { ...frame, go, visible: ['home', 'audit'] });
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(await screen.findByRole('combobox'), 'audit{Enter}');
    await vi.waitFor(() => expect(go).toHaveBeenCalledWith('/audit'));
  });

  it('shows the simulated instant in training', () => {
    render(Shell, { ...frame, visible: ['home'], trainingInstant: '2026-03-01T09:30:00Z' });
    expect(screen.getByRole('link', { name: /Training Mar 1, 2026, 09:30/ })).toBeTruthy();
  });
});

describe('places', () => {
  it('own the paths below them', () => {
    expect(placeOf('/agents/0190')?.id).toBe('agents');
    expect(placeOf('/')?.id).toBe('home');
    expect(placeOf('/agentsx')).toBeUndefined();
  });

  it('are hidden where the role does not allow them', () => {
    const desk = (kind: 'live' | 'training', may: string[]) =>
      ({ workspace: { kind }, me: { may } }) as unknown as DeskView;
    expect(visiblePlaces(desk('live', []))).toEqual(['home', 'myAgents', 'myAccess', 'approvals', 'settings']);
    expect(visiblePlaces(desk('training', ['list_audit']))).toContain('audit');
    expect(visiblePlaces(desk('training', []))).toContain('training');
    const all = places.map((place) => place.id).length;
    const may = [
      'list_agents',
      'list_blueprints',
      'list_people',
      'list_groups',
      'list_access_packages',
      'list_requests',
      'list_assignments',
      'list_audit',
      'list_workflows',
    ];
    expect(visiblePlaces(desk('training', may))).toHaveLength(all);
  });
});
