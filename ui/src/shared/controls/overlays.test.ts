import { cleanup, render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import DateField from './DateField.svelte';
import { firstMistake } from './focus';
import Host from './Overlays.host.svelte';

const gone = (role: string) => vi.waitFor(() => expect(screen.queryByRole(role)).toBeNull());

describe('Dialog', () => {
  it('is named and described, and gives the focus back', async () => {
    render(Host, { remove: () => undefined });
    const opener = screen.getByRole('button', { name: 'Extend' });
    await userEvent.click(opener);
    const dialog = await screen.findByRole('dialog', { name: 'Extend access' });
    expect(document.getElementById(dialog.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Ends soon.');
    await userEvent.keyboard('{Escape}');
    await gone('dialog');
    await vi.waitFor(() => expect(document.activeElement).toBe(opener));
  });

  it('begins at the first field that can be filled in', async () => {
    render(Host, { remove: () => undefined });
    await userEvent.click(screen.getByRole('button', { name: 'Extend' }));
    await screen.findByRole('dialog');
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Reason')));
  });

  it('begins at the choice that is made', async () => {
    render(Host, { remove: () => undefined });
    await userEvent.click(screen.getByRole('button', { name: 'Choose' }));
    await screen.findByRole('dialog');
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('In April')));
  });

  it('that asks for nothing begins at its title, and the next key reaches its first button', async () => {
    render(Host, { remove: () => undefined });
    await userEvent.click(screen.getByRole('button', { name: 'Look' }));
    const title = await screen.findByRole('heading', { name: 'Extend access' });
    await vi.waitFor(() => expect(document.activeElement).toBe(title));
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }));
  });

  it('begins at a field that is only there when the core has answered, unless one has moved on', async () => {
    const open = async () => {
      const { rerender } = render(Host, { remove: () => undefined });
      await userEvent.click(screen.getByRole('button', { name: 'Wait' }));
      const title = await screen.findByRole('heading', { name: 'Extend access' });
      await vi.waitFor(() => expect(document.activeElement).toBe(title));
      return () => rerender({ isThere: true });
    };
    const answer = await open();
    await answer();
    await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Late reason')));
    cleanup();
    const answerLate = await open();
    await userEvent.keyboard('{Tab}');
    await answerLate();
    await screen.findByLabelText('Late reason');
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close' }));
  });

  it('opened from a menu gives the focus back to the menu, and the page can be clicked', async () => {
    render(Host, { remove: () => undefined });
    const menu = screen.getByRole('button', { name: 'Actions' });
    await userEvent.click(menu);
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Rename' }));
    await screen.findByRole('dialog', { name: 'Extend access' });
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    await gone('dialog');
    await vi.waitFor(() => expect(document.activeElement).toBe(menu));
    await vi.waitFor(() => expect(document.body.style.pointerEvents).not.toBe('none'));
  });
});

describe('AlertDialog', () => {
  it('starts on the harmless button and stays open with the reason when the core refuses', async () => {
    const remove = vi.fn(() => {
      throw Object.assign(new Error('It has ended already.'), { code: 'assignment_ended' });
    });
    render(Host, { remove });
    await userEvent.click(screen.getByRole('button', { name: 'Actions' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: 'Remove' }));
    await screen.findByRole('alertdialog', { name: 'Remove access?' });
    await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Cancel'));
    await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
    expect((await screen.findByRole('alert')).textContent).toContain('It has ended already.');
    remove.mockImplementation(() => undefined as never);
    await userEvent.click(screen.getByRole('button', { name: 'Remove' }));
    await gone('alertdialog');
  });
});

describe('DateField', () => {
  it('speaks ISO days, typed part by part', async () => {
    render(Host, { remove: () => undefined, value: '2026-03-05' });
    const day = screen.getByRole('spinbutton', { name: /day/i });
    day.focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(screen.getByRole('status').textContent).toBe('2026-03-06');
  });

  it('is left as it was by whoever only passes through it', async () => {
    const onchange = vi.fn();
    render(DateField, { label: 'Until', value: '2026-03-05', now: '2026-03-01T23:30:00Z', onchange });
    screen.getByRole('spinbutton', { name: /month/i }).focus();
    await userEvent.tab();
    await userEvent.tab();
    await userEvent.tab();
    expect(onchange).not.toHaveBeenCalled();
  });

  it('that is wrong says so at the part that takes the focus', async () => {
    render(DateField, { label: 'Until', now: '2026-03-01T23:30:00Z', error: 'That is past.' });
    expect(firstMistake(document.body)).toBe(screen.getAllByRole('spinbutton')[0]);
  });

  it("marks the core's today in its calendar, not the machine's", async () => {
    render(Host, { remove: () => undefined });
    await userEvent.click(screen.getByRole('button', { name: 'Open the calendar' }));
    await vi.waitFor(() => expect(document.querySelectorAll('.month-day.now')).toHaveLength(1));
    expect(document.querySelector('.month-day.now')?.getAttribute('data-value')).toBe('2026-03-01');
  });
});
