import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import MarkTimeline from './MarkTimeline.svelte';

const mark = (id: string, day: string) => ({
  id,
  at: `2026-03-${day}T08:00:00Z`,
  shape: 'circle' as const,
  href: `#/assignments/${id}`,
  title: `Agent ${id}`,
  text: 'Invoice matching',
  note: 'Undecided',
});

it('is one stop for the Tab key, and the arrows go from mark to mark', async () => {
  render(MarkTimeline, {
    label: 'Ends ahead',
    marks: [mark('1', '05'), mark('2', '20'), mark('3', '25')],
    now: '2026-03-01T08:00:00Z',
    days: 90,
  });
  const links = screen.getAllByRole('link');
  expect(links.map((link) => link.getAttribute('tabindex'))).toEqual(['0', '-1', '-1']);
  await userEvent.tab();
  expect(document.activeElement).toBe(links[0]);
  await userEvent.keyboard('{ArrowRight}');
  expect(document.activeElement).toBe(links[1]);
  expect(links[1]?.getAttribute('aria-label')).toBe('Agent 2, Invoice matching, Mar 20, 2026, 08:00, Undecided');
  expect(screen.getByText('Agent 2')).toBeTruthy();
  await userEvent.keyboard('{End}{ArrowRight}');
  expect(document.activeElement).toBe(links[2]);
});
